"""`outspoken init`: make a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")] = Path(),
    home: Annotated[
        str, typer.Option(help="Government of the officials (ISO3, as in USA or AUS).")
    ] = "",
    target: Annotated[str, typer.Option(help="The usual counterpart (ISO3).")] = "",
    name: Annotated[str, typer.Option(help="The workspace's name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a workspace: a folder that keeps documents, tables, decisions and settings."""
    from outspoken.cli.console import emit_json, say
    from outspoken.workspace import Workspace

    workspace = Workspace.init(folder, name=name, home=home, target=target)
    if as_json:
        emit_json({"workspace": workspace.path, "home": workspace.settings.home})
        return
    say(f"made the workspace {workspace.path}")
    say("next: outspoken add FILES, then outspoken code")
