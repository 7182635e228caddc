"""`outspoken cases`: named persons, events, and what followed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outspoken.cli.console import emit_json, say
from outspoken.cli.score import AsJson, By, Where, open_desk
from outspoken.errors import DeskError, InputError

app = typer.Typer(help="Cases and events, and what followed an engagement.", no_args_is_help=True)
Table = Annotated[Path, typer.Argument(help="A CSV (docs/formats.md).")]


@app.command("list")
def list_(workspace: Where = None, as_json: AsJson = False) -> None:
    """List cases with their events."""
    from outspoken.desk.models import Case

    open_desk(workspace)
    rows = list(Case.objects.prefetch_related("events"))
    if as_json:
        emit_json(
            [
                {
                    "slug": c.slug,
                    "name": c.name,
                    "country": c.country,
                    "at_risk": c.at_risk,
                    "events": [
                        {"date": e.date, "kind": e.kind, "title": e.title} for e in c.events.all()
                    ],
                }
                for c in rows
            ]
        )
        return
    for c in rows:
        risk = ", AT RISK: never published" if c.at_risk else ""
        say(f"{c.slug}  {c.name} ({c.country}){risk}")
        for e in c.events.all():
            say(f"    {e.date} ({e.precision})  {e.kind}: {e.title}")
    say(f"{len(rows)} cases")


@app.command("import")
def import_(
    path: Table,
    events: Annotated[bool, typer.Option("--events", help="The CSV lists events.")] = False,
    by: By = "",
    workspace: Where = None,
) -> None:
    """Import cases, or with --events events, from a CSV: all or nothing."""
    from outspoken.scorecard.cases import import_cases, import_events

    open_desk(workspace)
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "save it as UTF-8") from None
    if events:
        new, there = import_events(content, path.name, by=by)
        say(f"{new} events added, {there} were there")
    else:
        say(f"{import_cases(content, path.name, by=by)} cases added")


@app.command()
def risk(
    case: Annotated[str, typer.Argument(help="A case's short name.")],
    off: Annotated[bool, typer.Option("--off", help="No longer at risk.")] = False,
    by: By = "",
    workspace: Where = None,
) -> None:
    """Mark a person as at risk: the name then never leaves the workspace."""
    from outspoken.desk.models import Case
    from outspoken.scorecard.cases import save_case

    open_desk(workspace)
    found = Case.objects.filter(slug=case).first()
    if found is None:
        raise DeskError(case, "is no case", "see 'outspoken cases list'")
    save_case({"at_risk": not off}, case=found, by=by)
    say(f"{found.slug}: {'no longer ' if off else ''}at risk")


@app.command()
def timeline(
    counterpart: Annotated[str, typer.Option(help="Only this country (ISO3).")] = "",
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """Letters, engagements, namings and events on one line, with the comparisons they allow."""
    from dataclasses import asdict

    from outspoken.engagements.decisions import choose
    from outspoken.scorecard.aftermath import followed

    opened = open_desk(workspace)
    chosen = [e for e in choose(counterpart=counterpart.upper()) if e.state == "confirmed"]
    found = followed(opened, chosen, counterpart=counterpart.upper())
    if as_json:
        emit_json(asdict(found))
        return
    for e in found.entries:
        say(f"{e.day}  {e.what:10} {e.kind}: {e.title}")
    say("\nComparisons:")
    for c in found.comparisons:
        p = f", p = {c.p:.3f}" if c.p is not None else ""
        ratio = f", estimate {c.estimate:.2f}" if c.estimate is not None else ""
        say(f"  {c.name}: {c.words}{ratio}{p}. {c.detectable}")
    say("\nNot to be claimed:")
    for words in found.not_to_be_claimed:
        say(f"  {words}")
