"""`outspoken import`: an export of the desk, read back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="The folder of an export.")],
    *,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Give up what the desk holds now (it is exported beside it first)."
        ),
    ] = False,
    edited: Annotated[
        bool, typer.Option("--edited", help="Take files that were changed since the export.")
    ] = False,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read an export of the desk into the workspace: all of it, or nothing."""
    from datetime import UTC, datetime

    from django.db import DatabaseError

    from outspoken import desk
    from outspoken.cli.console import emit_json, interruptible, say
    from outspoken.errors import WorkspaceError
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    desk.connect(opened.desk_path)
    from outspoken.desk.text import export, load, read

    kept = None
    with interruptible("outspoken import"):
        if replace:
            read(folder, edited=edited)  # A folder that will be refused costs no copy.
            kept = opened.path / f"desk-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
            export(kept)
        try:
            told = load(folder, edited=edited, replace=replace)
        except DatabaseError as error:
            raise WorkspaceError(
                str(opened.desk_path), f"did not take it ({error})", "nothing of it was stored"
            ) from None
    if as_json:
        emit_json({"rows": dict(told.rows), "kept": str(kept) if kept else None})
        return
    for name, rows in told.rows.items():
        say(f"{rows:>8,}  {name}")
    say(f"{told.total:,} rows read from {folder}")
    if kept:
        say(f"what the desk held before is in {kept}")
