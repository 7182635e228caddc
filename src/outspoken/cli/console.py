"""What every command uses to speak: plain lines, JSON for programs, a bar for long work."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

if TYPE_CHECKING:
    from outspoken.errors import OutspokenError

PATIENCE = 2.0
"""Seconds of work before a bar appears."""
SHOWN = 20
"""Lines of a kind that are printed; the rest is counted."""
ALIKE = 5
"""So many lines that say the same are printed one by one; more become one."""


def say(line: str = "") -> None:
    """One line on standard output."""
    typer.echo(line)


def emit_json(value: Any) -> None:
    """A value for a program."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def say_failed(failed: Sequence[OutspokenError], notes: Sequence[str] = ()) -> None:
    """What could not be done, and what a person should know, one line each, on standard error."""
    for what, lines in (("problems", [str(error) for error in failed]), ("to know", list(notes))):
        if lines:
            print(f"{what}:", file=sys.stderr)
        said = _gathered(lines)
        for line in said[:SHOWN]:
            print(f"  {line}", file=sys.stderr)
        if len(said) > SHOWN:
            print(f"  and {len(said) - SHOWN:,} more (all of them with --json)", file=sys.stderr)


def _gathered(lines: Sequence[str]) -> list[str]:
    """Lines as they are, but one for all that say the same of more than a few documents."""
    by_text: dict[str, list[str]] = {}
    for line in lines:
        by_text.setdefault(line.partition(": ")[2], []).append(line)
    return [
        line
        for text, same in by_text.items()
        for line in (
            [f"{len(same):,} documents: {text} ({same[0].partition(': ')[0]} and others)"]
            if len(same) > ALIKE
            else same
        )
    ]


@contextmanager
def interruptible(command: str) -> Iterator[None]:
    """Ctrl-C and a full disk end a long run with one line; what it finished is kept."""
    from outspoken.errors import WorkspaceError

    try:
        yield
    except KeyboardInterrupt:
        print(f"stopped; what was done is kept: '{command}' goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    except OSError as error:
        name = error.filename or "the workspace"
        reason = error.strerror or type(error).__name__
        mend = f"make room or mend rights, then '{command}' goes on"
        raise WorkspaceError(str(name), f"cannot be written or read ({reason})", mend) from None


class Advance(Protocol):
    """Tells a bar how much is done, and of how much where that is not known from the start."""

    def __call__(self, done: int, total: int = 0) -> None:
        """Say how far the work is."""


@contextmanager
def progress(what: str, total: int = 0) -> Iterator[Advance]:
    """A bar on standard error once work takes longer than two seconds; none where no one looks."""
    if not sys.stderr.isatty():
        yield lambda done, total=0: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn(what),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=total or None)
    started = time.monotonic()
    shown = False

    def advance(done: int, total: int = total) -> None:
        nonlocal shown
        bar.update(task, completed=done, total=max(total, done) or None)
        if not shown and time.monotonic() - started > PATIENCE:
            bar.start()
            shown = True

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
