"""How long a series takes over ten million sentences, and how much memory.

    python -m benchmarks.series_speed [--sentences 10000000] [--folder FOLDER]

Makes the lake of a workspace as it would be after coding so many sentences: documents and summaries
are synthetic, sentences and codings themselves are not needed for a series. Then measures are
asked for by year over the whole record, each in a process of its own, and its time and largest memory
are printed. Timed: everything from the workspace's folder to the figures, without the start of Python.
On a busy machine look at the CPU seconds, of all cores together.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.results import Figure, emit
from outspoken.lake import SUMMARY, codings_part
from outspoken.model import CODINGS, DOCUMENTS, SUMMARIES
from outspoken.workspace import Workspace

SENTENCES = 40
"""In a document, on average."""
IN_PART = 5_000
CELLS = 9
"""Rows of summaries for a document: three roles, three targets."""
GENRES = ("readout", "transcript_joint", "speech", "briefing", "statement")
GOVERNMENTS = ("USA", "GBR", "AUS", "DEU", "FRA", "CAN")
COUNTERPARTS = ("CHN", "SAU", "EGY", "IND", "ARE", "RUS", "TUR", "VNM")

NAMES = (
    "attention HR", "attention HR (mean of documents)", "issue HR_TIBET", "parity HR:SEC",
    "position", "breadth (rarefied)", "depth", "firmness HR 4", "firmness-parity HR:comparators",
    "linkage", "softening", "prompted", "specificity", "visibility HR", "answered", "attention",
    "firmness",
)  # fmt: skip
"""Single measures, and two whole families: attention has 55, firmness 30."""

BARE = """
import json, sys, time
from pathlib import Path
from outspoken.workspace import Workspace
import duckdb, numpy, pyarrow
workspace = Workspace.open(Path(sys.argv[1]))
codebook = workspace.codebook()
begun, used = time.perf_counter(), time.process_time()
workspace.lake.read(
    "select year(published_on) as year, sum(summaries.words) as words, sum(opening_words) as o"
    " from summaries join current using (document_id) group by all", codebook=codebook.hash)
print(json.dumps({"cpu": time.process_time() - used}))
"""
"""The least that any series by year does: open the lake, join, add up two columns."""

RUN = """
import json, resource, sys, time
from pathlib import Path
from outspoken.workspace import Workspace
from outspoken.measures.ask import figures
import duckdb, numpy, pyarrow
workspace = Workspace.open(Path(sys.argv[1]))
codebook = workspace.codebook()
begun, used = time.perf_counter(), time.process_time()
lines = figures(workspace, names=[sys.argv[2]], by=sys.argv[3].split(","), mix=True,
                codebook=codebook)
print(json.dumps({
    "seconds": time.perf_counter() - begun, "cpu": time.process_time() - used,
    "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "lines": len(lines),
    "documents": sum(line.documents for line in lines),
}))
"""


def make(folder: Path, sentences: int, in_part: int = IN_PART) -> Workspace:
    """The workspace, with documents, summaries and empty codings that they belong to."""
    Workspace.init(folder, name="ten million", home="USA")
    # Its own copy of the codebook, so that a later change of the built-in one leaves it coded.
    for path in Path(str(files("outspoken.codebook"))).glob("*.yaml"):
        shutil.copy(path, folder)
    settings = folder / "outspoken.toml"
    settings.write_text(f'codebook = "default.yaml"\n{settings.read_text("utf-8")}', "utf-8")
    workspace = Workspace.open(folder)
    lake, codebook = workspace.lake, workspace.codebook()
    rng = np.random.default_rng(1)
    documents = sentences // SENTENCES
    # One part is made row by row, the others are the same numbers in other documents.
    first = [str(i) for i in range(in_part)]
    cells = pa.Table.from_pylist(_summaries(rng, first, list(codebook.issues)), SUMMARIES)
    texts = pa.Table.from_pylist(_documents(rng, first), DOCUMENTS)
    for number, begin in enumerate(range(0, documents, in_part)):
        size = min(in_part, documents - begin)
        part = f"{number:016x}@made"
        ids = pa.array([f"{value:064x}" for value in rng.integers(0, 2**62, size)])
        keys = pa.array([f"made/{begin + i}" for i in range(size)])
        own = texts.slice(0, size).set_column(0, "document_id", ids)
        lake.write_part("documents", part, own.set_column(1, "source_key", keys))
        name = codings_part(part, "1")
        where: dict[str, Any] = {"coder": "lexicon", "codebook": codebook.hash}
        lake.write_part("codings", name, CODINGS.empty_table(), **where)
        owners = ids.take(np.repeat(np.arange(size), CELLS))
        summed = cells.slice(0, size * CELLS).set_column(0, "document_id", owners)
        lake.write_part("summaries", name + SUMMARY, summed, **where)
    return workspace


def _documents(rng: np.random.Generator, ids: list[str]) -> list[dict[str, Any]]:
    rows = []
    for one in ids:
        day = date(2009, 1, 1) + timedelta(days=int(rng.integers(0, 6000)))
        government = GOVERNMENTS[int(rng.integers(len(GOVERNMENTS)))]
        rows.append(
            {
                "document_id": one,
                "source_key": one,
                "version": 1,
                "status": "ok",
                "title": "Made",
                "published_on": day,
                "government": government,
                "genre": GENRES[int(rng.integers(len(GENRES)))],
                "language": "en",
                "place_country": government,
                "principals": [{"name": f"{government} {day.year // 4}", "country": government}],
                "counterparts": [{"name": "x", "country": COUNTERPARTS[int(rng.integers(8))]}],
                "text": "not needed",
            }
        )
    return rows


def _summaries(rng: np.random.Generator, ids: list[str], issues: list[str]) -> list[dict[str, Any]]:
    rows = []
    for one in ids:
        for role in ("principal", "journalist", "counterpart"):
            for target in ([], ["CHN"], ["SELF"]):
                count = max(1, int(rng.poisson(SENTENCES / 9)))
                rows.append(_cell(rng, one, role, target, count, issues if target else []))
    return rows


def _cell(
    rng: np.random.Generator, one: str, role: str, target: list[str], count: int, issues: list[str]
) -> dict[str, Any]:
    levels = rng.multinomial(count, [0.3, 0.2, 0.2, 0.1, 0.1, 0.1]).tolist()
    some = list(rng.choice(["HR", "ECO", "SEC", "DIP"], 3, replace=False))
    named = some if issues else []
    picked = list(rng.choice(issues, 4, replace=False)) if issues else []
    row: dict[str, Any] = dict.fromkeys(SUMMARIES.names, 0)
    row.update(
        document_id=one, role=role, target=target, joint=False, sentences=count, words=count * 18,
        opening_words=count * 9, volunteered=1, prompted=1, asked=1, answered=1,
        agendas=[
            {
                "agenda": str(a), "sentences": 1, "words": 18, "credit": 0.5, "credited_words": 9.0,
                "before": int(rng.integers(0, 900)), "firmness": levels,
            }
            for a in named
        ],
        issues=[
            {"issue": str(i), "sentences": 1, "words": 18, "before": 0, "firmness": levels}
            for i in picked
        ],
        comparators=levels if issues else [], runs=[1, 2] if issues else [],
        linkage=[{"name": "CONDITIONAL", "sentences": 1}] if issues else [],
        soft=[{"name": "HEDGE", "sentences": 1}] if issues else [],
        specificity=[1, 1, 0, 0, 0] if issues else [], cases=[],
    )  # fmt: skip
    return row


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp()) / "made"
    if not (folder / "outspoken.toml").exists():
        make(folder, chosen.sentences)
    print("# Speed of a series\n")
    print(
        "Made by `python -m benchmarks.series_speed`: a lake of "
        f"{chosen.sentences:,} sentences in {chosen.sentences // SENTENCES:,} documents, every "
        "figure by year over the whole record, from the summaries; cold, each in a new process, on two "
        f"cores with a load of {os.getloadavg()[0]:.0f} processes. CPU seconds are of both cores.\n"
    )
    bare = min(_asked(BARE, str(folder))["cpu"] for _ in range(3))
    print(f"The bare sum of two columns by year takes {bare:.2f} CPU seconds.\n")
    print("| measure | series of | seconds | CPU seconds | bare sums | largest memory, MB |")
    print("|---|---|---|---|---|---|")
    kept = [Figure("bare sum, processor", bare, "s", "lower")]
    for name in NAMES:
        got = _asked(RUN, str(folder), name, "year")
        print(
            f"| {name} | {got['lines']} lines by year | {got['seconds']:.2f} "
            f"| {got['cpu']:.2f} | {got['cpu'] / bare:.1f} | {got['mb']:.0f} |",
            flush=True,
        )
        kept += [
            Figure(f"{name}, seconds", got["seconds"], "s", "lower"),
            Figure(f"{name}, processor", got["cpu"] / bare, "bare sums", "lower", 0.4),
            Figure(f"{name}, memory", got["mb"], "MB", "lower", 0.25),
        ]
    emit("series_speed", kept, settings={"sentences": chosen.sentences})


def _asked(program: str, *given: str) -> dict[str, Any]:
    """What a program prints as its last line, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *given], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
