"""`outspoken report`: one engagement, or a series of an official with a counterpart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
    from outspoken import desk
    from outspoken.cli.console import emit_json, say
    from outspoken.engagements.decisions import choose, find
    from outspoken.errors import InputError
    from outspoken.report.gather import agendas_of, gather
    from outspoken.report.html import render
    from outspoken.report.terminal import plain, show
    from outspoken.workspace import Workspace, write_whole

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
    reports, provenance = gather(opened, codebook, chosen, scope=scope)  # type: ignore[arg-type]
    if as_json:
        emit_json(plain(reports, provenance))
        return
    title = _title(reports, official, opened.world().name(counterpart or opened.settings.target))
    if output is not None:
        page = render(reports, provenance, codebook, agendas_of(codebook), title=title)
        write_whole(output, page.encode())
        say(f"report: {output.resolve()}")
        return
    show(reports, provenance, codebook)


def _title(reports: list, official: str, counterpart: str) -> str:  # type: ignore[type-arg]
    if len(reports) == 1:
        one = reports[0]
        return f"{one.official} and {one.counterpart_name}, {one.start}"
    officials = sorted({r.official for r in reports})
    who = officials[0] if len(officials) == 1 else official or "Officials"
    with_whom = {r.counterpart_name for r in reports}
    whom = with_whom.pop() if len(with_whom) == 1 else counterpart or "their counterparts"
    return f"{who} and {whom}, {reports[0].start.year} to {reports[-1].end.year}"
