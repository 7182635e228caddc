"""How time and memory of `add`, `code` and `measure` grow, from thousands to millions of sentences.

    python -m benchmarks.growth RECORD [--sizes 10000 100000 1000000] [--workers N]
                                [--folder FOLDER [--anew]]

RECORD is a folder of Markdown documents (the White House's). Records of other sizes are derived from
it: documents evenly chosen, or all of them several times, every copy with bytes of its own (another
address, digits moved on, a closing sentence that names it), so that nothing of one is taken over for
another. Each record is added, coded and measured (a series by year of one measure) by the commands, in
processes of their own. The exponent is the slope of log user seconds on log size from 100,000 sentences
on (1 is linear). Memory is the largest sum over a command and its workers (see add_and_code): what the
machine has to have, where memory that processes share counts once.

With FOLDER the derived documents and the workspaces stay there, and what was measured of them is not
measured again: so the largest sizes can be run later than the small ones, and a run that was ended is
taken up. With --anew the workspaces are made and measured again from the derived documents. Ten
million sentences need some 6 GB there.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.add_and_code import measure
from benchmarks.results import Figure, emit

SIZES = (10_000, 100_000, 1_000_000)
FROM = 100_000
"""Below that start-up and the compiling of the codebook are most of the time."""
SENTENCES = 96.3
"""In a document of the White House's record, on average."""
STEPS: Mapping[str, tuple[str, ...]] = {
    "add": ("add",),
    "code": ("code",),
    "measure": ("measure", "--record", "--by", "year", "--measure", "attention", "--format", "csv"),
}
MULTIPLE = ("add", "code")
"""Steps that have workers."""
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ADDRESS = re.compile(r"^source_url: .*", re.MULTILINE)


def derive(record: Path, goal: Path, documents: int) -> None:
    """A folder of so many documents, each with bytes of its own."""
    files = sorted(record.rglob("*.md"))
    if not files:
        raise SystemExit(f"{record}: holds no Markdown files; name the record's folder")
    for number in range(documents):
        copy = number // len(files)
        left = min(documents - copy * len(files), len(files))
        at = (number % len(files)) * len(files) // left  # Evenly, where it is not all of them.
        path = files[at]
        folder = goal / f"{copy:03}" / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / path.name).write_text(altered(path.read_text("utf-8"), number, copy), "utf-8")


def altered(text: str, number: int, copy: int) -> str:
    """The same document as another one would write it."""
    front = _FRONT.match(text)
    head, body = (front[0], text[front.end() :]) if front else ("", text)
    head = _ADDRESS.sub(lambda found: f"{found[0]}{number}", head)
    digits = "0123456789"
    step = copy % 10
    body = body.translate(str.maketrans(digits, digits[step:] + digits[:step]))
    return f"{head}{body.rstrip()}\n\nThis is text {number} of the derived record.\n"


def run(record: Path, size: int, folder: Path, workers: list[str], anew: bool) -> dict[str, Any]:
    """Derive, add, code and measure one record, as far as that is not done; what was measured."""
    folder.mkdir(parents=True, exist_ok=True)
    notes, files, workspace = folder / "measured.json", folder / "files", folder / "w"
    if anew:
        notes.unlink(missing_ok=True)
    found: dict[str, Any] = json.loads(notes.read_text("utf-8")) if notes.exists() else {}
    outspoken = [sys.executable, "-m", "outspoken"]
    for step, command in STEPS.items():
        if step in found:
            continue
        given = [*command, "-w", str(workspace), *(workers if step in MULTIPLE else ())]
        if step == "measure":
            given += ["--output", str(folder / "series.csv")]
        if step == "add":
            if not files.exists():
                partly = folder / "files.partly"
                shutil.rmtree(partly, ignore_errors=True)
                derive(record, partly, max(1, round(size / SENTENCES)))
                partly.rename(files)
            shutil.rmtree(workspace, ignore_errors=True)
            measure([*outspoken, "init", str(workspace), "--home", "USA"])
            given.append(str(files))
        found[step] = asdict(measure([*outspoken, *given]))
        if step == "add":
            found["documents"], found["sentences"] = counted(workspace)
        notes.write_text(json.dumps(found, indent=1), "utf-8")
    return found


def counted(workspace: Path) -> tuple[int, int]:
    """Documents and sentences that the lake holds."""
    from outspoken.workspace import Workspace

    lake = Workspace.open(workspace).lake
    (row,) = lake.read(
        "select (select count(*) from documents) as d, (select count(*) from sentences) as s"
    ).to_pylist()
    return row["d"], row["s"]


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Slope of log seconds on log size, by least squares."""
    x, y = [math.log(s) for s in sizes], [math.log(t) for t in seconds]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum(
        (a - mx) ** 2 for a in x
    )


def growth(rows: list[dict[str, Any]]) -> list[Figure]:
    """From 100,000 sentences on: exponents, and the largest memory over the smallest size's."""
    large = [row for row in rows if row["sentences"] >= 0.9 * FROM]
    if len(large) < 2:
        return []
    sizes = [row["sentences"] for row in large]
    found = list[Figure]()
    for step in STEPS:
        slope = exponent(sizes, [row[step]["user"] for row in large])
        memory = max(row[step]["pss"] for row in large) / large[0][step]["pss"]
        found.append(Figure(f"{step}, exponent", slope, "of user seconds", "lower", 0.05))
        found.append(Figure(f"{step}, memory", memory, f"times that of {FROM:,}", "lower", 0.15))
    return found


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--folder", type=Path, help="keep documents and workspaces here")
    parser.add_argument("--anew", action="store_true", help="measure again what was measured")
    given = parser.parse_args()
    workers = ["--workers", str(given.workers)] if given.workers else []
    rows, kept = list[dict[str, Any]](), list[Figure]()
    columns = f"{'user s':>10}{'seconds':>10}{'a user s':>10}{'pss MB':>9}"
    print(f"{'sentences':>12}{'documents':>11}  step   {columns}", flush=True)
    for size in given.sizes:
        folder = (given.folder or Path(tempfile.mkdtemp(prefix="outspoken-growth-"))) / str(size)
        row = run(given.record, size, folder, workers, given.anew)
        if not given.folder:
            shutil.rmtree(folder)
        rows.append(row)
        for step in STEPS:
            took = row[step]
            speed = row["sentences"] / took["user"]
            print(f"{row['sentences']:12,}{row['documents']:11,}  {step:7}{took['user']:10.1f}"
                  f"{took['seconds']:10.1f}{speed:10,.0f}{took['pss']:9.0f}", flush=True)  # fmt: skip
            kept += [
                Figure(f"{step} {size:,}, user", took["user"], "s", "lower"),
                Figure(f"{step} {size:,}, memory", took["pss"], "MB", "lower"),
            ]
    for figure in growth(rows):
        print(f"from {FROM:,} sentences on: {figure.name} {figure.value:.3f} {figure.unit}")
        kept.append(figure)
    emit("growth", kept, settings={"sizes": list(given.sizes), "workers": given.workers})


if __name__ == "__main__":
    main()
