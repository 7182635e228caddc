"""How much work a sentence and a series take, counted and not timed: the same on every machine.

    python -m benchmarks.work

On the bundled sample: calls of Outspoken's own functions (with the methods that dataclasses make)
and uses of regular expressions, for each sentence, in reading, coding and summing up. Over a small
made lake: how often a series by year opens a file, by part of the record, and what it reads.

Counted so that Python 3.11 to 3.13 agree: comprehensions are left out (from 3.12 on they are no
functions), and so is all that happens inside libraries. Strings must hash alike in every run
(PYTHONHASHSEED), so the program starts itself anew where they do not.

`tests/test_speed_guard.py` holds the counts against the figures kept in `baseline.json`. Where more
work is worth it: `python -m benchmarks work && python -m benchmarks --accept work`, and say why in
the commit.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from benchmarks.results import Figure, emit

WITHIN = 0.15
PARTS, IN_PART = 8, 25
COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>"}
OURS = str(Path(str(files("outspoken"))))


class Counter:
    """Counts calls while a function runs."""

    def __init__(self) -> None:
        self.calls = self.patterns = 0

    def run(self, work: Callable[[], Any]) -> Any:
        """Run it, and add up what it calls."""
        sys.setprofile(self._note)
        try:
            return work()
        finally:
            sys.setprofile(None)

    def _note(self, frame: Any, event: str, what: Any) -> None:
        if event == "call":
            code = frame.f_code
            ours = code.co_filename.startswith(OURS) or code.co_filename == "<string>"
            self.calls += ours and code.co_name not in COMPREHENSIONS
        elif event == "c_call":
            self.patterns += isinstance(getattr(what, "__self__", None), re.Pattern)


def sentence_work() -> list[Figure]:
    """Reading, coding and summing up the sample, by sentence."""
    from outspoken.coders.lexicon import LexiconCoder
    from outspoken.coding.part import summary_of
    from outspoken.coding.passages import passages
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.workspace import Workspace

    counters = {"reading": Counter(), "coding": Counter(), "summing up": Counter()}
    with tempfile.TemporaryDirectory(prefix="outspoken-") as folder:
        before, workspace = (Workspace.init(Path(folder) / w, home="XVA") for w in "vw")
        with as_file(files("outspoken.sample") / "record") as record:
            add(before, captures([record]), workers=0)  # What is made once a process is made here.
            counters["reading"].run(lambda: add(workspace, captures([record]), workers=0))
        codebook = workspace.codebook()
        coder = LexiconCoder(codebook, workspace.world())
        texts = [
            passage
            for part in sorted(workspace.lake.parts("documents"))
            for passage in passages(workspace.lake, part, workspace.settings.home)
        ]
        texts.sort(key=lambda one: one.text)
        codings = counters["coding"].run(lambda: [coder.code(one) for one in texts])
        counters["summing up"].run(
            lambda: [
                summary_of(one, own, codebook.parents)
                for one, own in zip(texts, codings, strict=True)
            ]
        )
    sentences = sum(len(one.sentences) for one in texts)
    return [
        Figure(f"{step}, {what}", number / sentences, "a sentence", "lower", WITHIN)
        for step, counter in counters.items()
        for what, number in (("calls", counter.calls), ("patterns", counter.patterns))
    ]


def series_work() -> list[Figure]:
    """A series by year over the whole of a made lake: files opened and bytes read, by part."""
    import duckdb

    from benchmarks.series_speed import SENTENCES, make
    from outspoken.measures.ask import figures

    opened = read = 0
    connect = duckdb.connect

    class Watched:
        """A connection that counts, before it closes, what it read."""

        def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
            self._db = db
            db.execute("set threads = 1")
            db.execute("call enable_logging('FileSystem', level = 'trace')")

        def __getattr__(self, name: str) -> Any:
            return getattr(self._db, name)

        def __enter__(self) -> Watched:
            return self

        def __exit__(self, *_: object) -> None:
            nonlocal opened, read
            found = self._db.execute(
                "select count(*) filter (op = 'OPEN'), sum(bytes) filter (op = 'READ')"
                " from duckdb_logs_parsed('FileSystem')"
            ).fetchone()
            assert found is not None
            opened, read = opened + found[0], read + (found[1] or 0)
            self._db.close()

    with tempfile.TemporaryDirectory(prefix="outspoken-") as folder:
        workspace = make(Path(folder) / "made", PARTS * IN_PART * SENTENCES, in_part=IN_PART)
        duckdb.connect = lambda *given, **named: Watched(connect(*given, **named))  # type: ignore[assignment]
        try:
            figures(workspace, names=["attention HR"], by=["year"], mix=True)
        finally:
            duckdb.connect = connect
    return [
        Figure("series, files opened", opened / PARTS, "a part", "lower", WITHIN),
        Figure("series, read", read / PARTS / 1000, "kB a part", "lower", WITHIN),
    ]


def counts() -> list[Figure]:
    """All of them."""
    return [*sentence_work(), *series_work()]


def main() -> None:
    """Print a table."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        again = [sys.executable, "-m", "benchmarks.work", *sys.argv[1:]]
        os.execve(again[0], again, os.environ | {"PYTHONHASHSEED": "0"})
    found = counts()
    for figure in found:
        print(f"{figure.name:26}{figure.value:10.2f} {figure.unit}")
    emit("work", found)


if __name__ == "__main__":
    main()
