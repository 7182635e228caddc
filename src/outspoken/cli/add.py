"""`outspoken add`: files, folders and tables into the workspace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from outspoken.errors import InputError


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders, tables (.csv .jsonl .parquet). None: finish a run."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="For tables: field=COLUMN, as in text=Body (repeat)."),
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; all cores by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add documents: kept by hash, read into text, turns and sentences. Only what is new is read."""
    from outspoken.cli.console import emit_json, progress, say, say_failed, size_of
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    wanted = paths or []
    columns = dict(_pair(text) for text in mapping or [])
    with progress("reading", size_of(wanted) or None) as advance:
        report = add(opened, captures(wanted, columns), workers=workers, progress=advance)
    if as_json:
        emit_json({**asdict(report), "failed": [str(error) for error in report.failed]})
    else:
        counts = [
            (report.added, "added"),
            (report.changed, "changed (kept beside the old version)"),
            (report.unchanged, "held already"),
            (report.duplicates, "the same as another"),
            (report.resumed, "left by an earlier run"),
            (len(report.failed), "not readable"),
        ]
        said = [f"{number:,} {what}" for number, what in counts if number]
        say("documents: " + (", ".join(said) or "nothing to do"))
        if report.sentences:
            say(f"sentences: {report.sentences:,} ({report.words:,} words)")
        say_failed(report.failed, report.notes)
    if report.failed and not (report.added or report.changed or report.unchanged):
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign or not field or not column:
        raise InputError(f"--map {text}", "is not field=COLUMN", "as in --map text=Body")
    return field.strip(), column.strip()
