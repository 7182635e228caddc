"""`outspoken report`: one engagement, or a series of an official with a counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outspoken.engagements.grouping import family_of

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.report.content import EngagementReport, Provenance


def command(
    engagement: Annotated[
        str, typer.Argument(help="An engagement's name; leave it out for a series.")
    ] = "",
    official: Annotated[str, typer.Option(help="Series: part of the official's name.")] = "",
    counterpart: Annotated[
        str,
        typer.Option(help="Series: the counterpart (ISO3); the workspace's target if not given."),
    ] = "",
    since: Annotated[str, typer.Option(help="Series: first day (ISO).")] = "",
    until: Annotated[str, typer.Option(help="Series: last day (ISO).")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write one self-contained HTML file.")
    ] = None,
    scope: Annotated[
        str, typer.Option(help="foreign, or counterpart (only sentences about the counterpart).")
    ] = "foreign",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What an official said on human rights in an engagement, or over a series of them."""
    from outspoken.cli.console import emit_json, say
    from outspoken.report.gather import agendas_of
    from outspoken.report.html import render
    from outspoken.report.terminal import plain, show
    from outspoken.workspace import write_whole

    reports, provenance, codebook = chosen_reports(
        engagement, official, counterpart, since, until, scope, workspace
    )
    if as_json:
        emit_json(plain(reports, provenance))
        return
    if output is not None:
        title = _title(reports, official)
        page = render(reports, provenance, codebook, agendas_of(codebook), title=title)
        write_whole(output, page.encode())
        say(f"report: {output.resolve()}")
        return
    show(reports, provenance, codebook)


def chosen_reports(
    engagement: str,
    official: str,
    counterpart: str,
    since: str,
    until: str,
    scope: str,
    workspace: Path | None,
) -> tuple[list[EngagementReport], Provenance, Codebook]:
    """The content of one engagement or of a series, as a command's options choose it."""
    from outspoken import desk
    from outspoken.engagements.decisions import choose, find
    from outspoken.errors import InputError
    from outspoken.report.gather import gather, refuse_uncoded
    from outspoken.workspace import Workspace

    if scope not in ("foreign", "counterpart"):
        raise InputError(f"--scope {scope}", "is no scope", "foreign or counterpart")
    opened = Workspace.open(workspace)
    desk.connect(opened.desk_path)
    if engagement:
        chosen = [find(engagement)]
    else:
        target = counterpart or opened.settings.target
        chosen = choose(official=official, counterpart=target, since=since, until=until)
        chosen = [e for e in chosen if e.documents.exists()]
    if not chosen:
        raise InputError("report", "no engagement fits", "see 'outspoken engagements list'")
    codebook = opened.codebook()
    refuse_uncoded(opened, codebook, chosen)
    reports, provenance = gather(opened, codebook, chosen, scope=scope)  # type: ignore[arg-type]
    return reports, provenance, codebook


def _title(reports: Sequence[EngagementReport], official: str) -> str:
    if len(reports) == 1:
        one = reports[0]
        return f"{one.official} and {one.counterpart_name}, {one.start}"
    officials = {family_of(r.official): r.official for r in reports}
    who = next(iter(officials.values())) if len(officials) == 1 else official or "Officials"
    partners = {r.counterpart_name for r in reports}
    whom = partners.pop() if len(partners) == 1 else "their counterparts"
    years = sorted({reports[0].start.year, reports[-1].end.year})
    return f"{who} and {whom}, {' to '.join(map(str, years))}"
