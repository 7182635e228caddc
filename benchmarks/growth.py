"""How time and memory of `outspoken code` grow with the record, from thousands to millions.

    python -m benchmarks.growth WORKSPACE [--sizes 10000 100000 1000000] [--json FILE]

The record of a workspace is repeated, each copy of a document under an identity of its own, into
lakes of the sizes asked for; each is coded by the command in a process of its own. The exponent is
the slope of log time on log size from 100,000 sentences on (1 is linear). Memory is the largest sum
over the run and its workers (see add_and_code).
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.add_and_code import measure
from outspoken.lake import Lake
from outspoken.workspace import Workspace

SIZES = (10_000, 100_000, 1_000_000)
FROM = 100_000
"""Below that start-up and the compiling of the codebook are most of the time."""


def repeat(source: Lake, goal: Lake, sentences: int) -> int:
    """Fill a lake with copies of another's parts, up to so many sentences; returns their number."""
    held: int = 0
    for copy in range(10**6):
        for part in sorted(source.parts("documents")):
            tables = {t: source.read_part(t, part) for t in ("documents", "sentences", "speakers")}
            wanted = sentences - held
            if tables["sentences"].num_rows > wanted:
                tables = _first(tables, wanted)
            name = sha256(f"{part} {copy}".encode()).hexdigest()[:16] + "@" + part.split("@")[1]
            for table, data in tables.items():
                goal.stage(table, name, _renamed(data, copy))
            goal.commit_batch(name)
            held += int(tables["sentences"].num_rows)
            if held >= sentences or not tables["sentences"].num_rows:
                return held
    raise AssertionError("a record without sentences")


def _first(tables: dict[str, pa.Table], sentences: int) -> dict[str, pa.Table]:
    """The part's first documents, about so many sentences."""
    some = tables["sentences"]["document_id"].slice(0, max(sentences, 1))
    chosen = pc.unique(some)
    return {t: d.filter(pc.is_in(d["document_id"], chosen)) for t, d in tables.items()}


def _renamed(table: pa.Table, copy: int) -> pa.Table:
    """The same rows of other documents: identity and source are the copy's own."""
    ids = [sha256(f"{i} {copy}".encode()).hexdigest() for i in table["document_id"].to_pylist()]
    at = table.schema.get_field_index("document_id")
    table = table.set_column(at, "document_id", pa.array(ids, pa.string()))
    if "source_key" in table.column_names:
        at = table.schema.get_field_index("source_key")
        keys = [f"{copy}/{key}" for key in table["source_key"].to_pylist()]
        table = table.set_column(at, "source_key", pa.array(keys, pa.string()))
    return table


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Slope of log seconds on log size, by least squares."""
    x, y = [math.log(s) for s in sizes], [math.log(t) for t in seconds]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum(
        (a - mx) ** 2 for a in x
    )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    source = Workspace.open(given.workspace)
    rows = []
    print(f"{'sentences':>12}{'seconds':>10}{'a second':>11}{'pss MB':>9}", flush=True)
    for size in given.sizes:
        folder = Path(tempfile.mkdtemp(prefix="outspoken-growth-"))
        goal = Workspace.init(folder / "w", home=source.settings.home)
        held = repeat(source.lake, goal.lake, size)
        run = measure([sys.executable, "-m", "outspoken", "code", "-w", str(goal.path)])
        shutil.rmtree(folder)
        rows.append({"sentences": held, "seconds": run.seconds, "pss_mb": run.pss})
        print(f"{held:12,}{run.seconds:10.1f}{held / run.seconds:11,.0f}{run.pss:9.0f}", flush=True)
    large = [row for row in rows if row["sentences"] >= 0.9 * FROM]
    result: dict[str, object] = {"rows": rows}
    if len(large) > 1:
        result["exponent"] = exponent(
            [int(r["sentences"]) for r in large], [r["seconds"] for r in large]
        )
        result["memory_growth"] = large[-1]["pss_mb"] / large[0]["pss_mb"]
        print(f"from {FROM:,} sentences on: exponent {result['exponent']:.3f}, "
              f"memory times {result['memory_growth']:.2f}")  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
