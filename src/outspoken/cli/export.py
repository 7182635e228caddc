"""`outspoken export`: what people decided, as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="A new folder, or that of an earlier export.")],
    *,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write everything that people decided (the desk) into plain text files, whole."""
    from outspoken import desk
    from outspoken.cli.console import emit_json, interruptible, say
    from outspoken.workspace import Workspace

    desk.connect(Workspace.open(workspace).desk_path)
    from outspoken.desk.text import export

    with interruptible("outspoken export"):
        told = export(folder)
    if as_json:
        emit_json({"folder": str(folder), "rows": dict(told.rows)})
        return
    for name, rows in told.rows.items():
        say(f"{rows:>8,}  {name}")
    say(f"{told.total:,} rows in {folder}; the folder holds private notes and contacts too")
