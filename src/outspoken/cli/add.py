"""`outspoken add`: files, folders and tables into the workspace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outspoken.errors import InputError

if TYPE_CHECKING:
    from outspoken.ingest import AddReport


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files, folders, tables (.csv .tsv .jsonl .parquet). "
            "None: finish what an earlier run left."
        ),
    ] = None,
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="For tables: field=COLUMN, as in text=Body (repeat)."),
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; all cores when not given.")
    ] = None,
    runs_on: Annotated[
        str, typer.Option("--engine", help="native, ray, or ray://HOST:PORT (docs/cluster.md).")
    ] = "",
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another run on this workspace.")
    ] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add documents: kept by hash, read into text, turns, sentences. Only what is new is read."""
    from outspoken.cli.console import emit_json, interruptible, progress, size_of
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    wanted = paths or []
    found = captures(wanted, dict(_pair(text) for text in mapping or []))
    total = size_of(wanted)
    with interruptible("outspoken add"), progress("reading") as advance:
        report = add(
            opened,
            found,
            workers=workers,
            wait=wait,
            runs_on=runs_on,
            progress=lambda done, more: advance(done, total + more),
        )
    if as_json:
        emit_json({**asdict(report), "failed": [str(error) for error in report.failed]})
    else:
        _say(report)
    if report.failed and not (
        report.added or report.changed or report.unchanged or report.duplicates
    ):
        raise typer.Exit(1)


def _say(report: AddReport) -> None:
    from outspoken.cli.console import say, say_failed

    counts = [
        (report.added, "added"),
        (report.changed, "changed (the version before is kept)"),
        (report.unchanged, "held already"),
        (report.duplicates, "with the bytes of another, read once"),
        (report.resumed, "left by an earlier run"),
        (report.reread, "read anew from the archive"),
        (len(report.failed), "not readable"),
    ]
    said = [f"{number:,} {what}" for number, what in counts if number]
    say("documents: " + (", ".join(said) or "nothing to do"))
    if report.sentences:
        say(f"sentences: {report.sentences:,} ({report.words:,} words)")
    say_failed(report.failed, report.notes)


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign or not field or not column:
        raise InputError(f"--map {text}", "is not field=COLUMN", "as in --map text=Body")
    return field.strip(), column.strip()
