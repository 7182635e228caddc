"""The options by which `measure`, `sentences` and `silence` choose documents, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.measures.frame import Scope
    from outspoken.measures.selection import Selection
    from outspoken.workspace import Workspace

EngagementName = Annotated[
    str, typer.Argument(help="An engagement's name; leave it out for a series.")
]
Official = Annotated[str, typer.Option(help="Part of the official's name.")]
Government = Annotated[str, typer.Option(help="The official's government (ISO3).")]
Counterpart = Annotated[str, typer.Option(help="The counterpart (ISO3).")]
GenreName = Annotated[str, typer.Option(help="The genre, as in readout.")]
Language = Annotated[str, typer.Option(help="The language, as in en.")]
Since = Annotated[str, typer.Option(help="First day (ISO).")]
Until = Annotated[str, typer.Option(help="Last day (ISO).")]
Record = Annotated[
    bool, typer.Option("--record", help="Every document of the record, not only of engagements.")
]
RoleName = Annotated[str, typer.Option(help="principal, official or counterpart.")]
ScopeName = Annotated[
    str, typer.Option(help="foreign, or counterpart (only sentences about the counterpart).")
]
CoderName = Annotated[str, typer.Option(help="Whose codings.")]
WorkspacePath = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
]


def scope_named(scope: str) -> Scope:
    """The scope of this name; InputError for any other."""
    from outspoken.errors import InputError

    if scope == "foreign":
        return "foreign"
    if scope == "counterpart":
        return "counterpart"
    raise InputError(f"--scope {scope}", "is no scope", "foreign or counterpart")


def chosen(workspace: Workspace, selection: Selection, record: bool) -> list[Engagement] | None:
    """The engagements that a selection means; None for the whole record.

    Raises:
        InputError: no engagement fits.
    """
    from outspoken import desk
    from outspoken.engagements.decisions import choose, find
    from outspoken.errors import InputError

    if record:
        if selection.engagement:
            raise InputError("--record", "is not of one engagement", "leave out one of the two")
        return None
    desk.connect(workspace.desk_path)
    if selection.engagement:
        return [find(selection.engagement)]
    found = choose(
        official=selection.official,
        counterpart=selection.counterpart or workspace.settings.target,
        since=selection.since,
        until=selection.until,
    )
    government = selection.government
    found = [e for e in found if not government or e.government == government]
    found = [e for e in found if e.documents.exists()]
    if not found:
        raise InputError(
            "engagements", "none fits", "see 'outspoken engagements list', or use --record"
        )
    return found
