"""What every command uses to speak: plain lines, JSON for programs, a bar for long work."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from outspoken.errors import OutspokenError

PATIENCE = 2.0
"""Seconds of work before a bar appears."""
SHOWN = 20
"""Lines of a kind that are printed; the rest is counted."""


def say(line: str = "") -> None:
    """One line on standard output."""
    typer.echo(line)


def emit_json(value: Any) -> None:
    """A value for a program."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def say_failed(failed: Sequence[OutspokenError], notes: Sequence[str]) -> None:
    """Notes and failures, one line each, on standard error."""
    for lines, word in ((list(notes), "notes"), ([str(e) for e in failed], "problems")):
        for line in lines[:SHOWN]:
            print(f"  {line}", file=sys.stderr)
        if len(lines) > SHOWN:
            more = len(lines) - SHOWN
            print(f"  ... and {more} more {word}: outspoken doctor", file=sys.stderr)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error once work takes longer than two seconds; none where no one looks.

    Yields a function that is told how far the work is.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn(what),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if total else "{task.completed:,.0f}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=total)
    started = time.monotonic()
    shown = False

    def advance(done: int) -> None:
        nonlocal shown
        if not shown and time.monotonic() - started > PATIENCE:
            bar.start()
            shown = True
        bar.update(task, completed=done)

    try:
        yield advance
    finally:
        if shown:
            bar.stop()


def size_of(paths: Sequence[Path]) -> int:
    """Bytes under these paths, for a bar's full length."""
    import os

    total = 0
    for path in paths:
        if path.is_dir():
            for folder, _, files in os.walk(path):
                for name in files:
                    try:
                        total += Path(folder, name).stat().st_size
                    except OSError:
                        continue
        elif path.is_file():
            total += path.stat().st_size
    return total
