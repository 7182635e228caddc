"""`outspoken brief`: what an office has said to a counterpart, before it meets it again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.scorecard.brief import Brief


def command(
    counterpart: Annotated[str, typer.Argument(help="ISO3 of the counterpart, as in CHN.")],
    official: Annotated[str, typer.Option(help="Part of the official's name.")] = "",
    office: Annotated[str, typer.Option(help="Part of the office, whoever held it.")] = "",
    government: Annotated[str, typer.Option(help="ISO3; the workspace's home if not given.")] = "",
    until: Annotated[str, typer.Option(help="Only engagements until this day (ISO).")] = "",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What was said on each issue, how firmly, last when; what fell silent; what followed."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json
    from outspoken.cli.score import open_desk
    from outspoken.errors import InputError
    from outspoken.scorecard.brief import brief

    opened = open_desk(workspace)
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise InputError(f"--until {until}", "is no day", "write it as 2013-04-13") from None
    made = brief(
        opened,
        counterpart.upper(),
        official=official,
        office=office,
        government=government or opened.settings.home,
        until=day,
    )
    if as_json:
        emit_json(asdict(made))
        return
    _print(made)


def _print(made: Brief) -> None:
    from outspoken.cli.console import say

    heard = [e for e in made.engagements if e[2]]
    say(
        f"{made.who or 'All officials'} and {made.counterpart}: {len(made.engagements)} engagements, "
        f"{len(heard)} with words held ({sum(e[2] for e in heard):,})"
    )
    say("\nSaid (detector counts; read the sentences):")
    for issue in made.issues:
        say(
            f"  {issue.label}: {issue.sentences} sentences in {issue.engagements} engagements, last "
            f"{issue.last}, firmest {issue.firmest}, {issue.volunteered} not in answer to a question"
        )
        for p in issue.precedents[:1]:
            say(
                f"      “{p.text}” ({p.day}, firmness {p.firmness}, venue {p.venue}) {p.document_id[:12]}:{p.start}-{p.end}"
            )
    for heading, lines in (
        ("Named before, not in the last engagements held", [f"{f.label}: last {f.last}, not in the {f.since} engagements since" for f in made.fallen]),
        ("Asked and never named in the texts held", [label for _, label in made.asked_never_named]),
        ("Cases named", [f"{c.name}: {len(c.named)} sentences; registered after: " + ("; ".join(f"{title} ({days} days)" for _, _, title, days in c.after) or "nothing") for c in made.cases]),
    ):  # fmt: skip
        if lines:
            say(f"\n{heading}:")
            for line in lines:
                say(f"  {line}")
    if made.asks:
        say("\nAsks on the desk:")
        for ask in made.asks:
            counts: dict[str, int] = {}
            for _, value, _ in ask.verdicts:
                counts[value] = counts.get(value, 0) + 1
            told = ", ".join(f"{n} {value.replace('_', ' ')}" for value, n in counts.items())
            say(f"  {ask.letter} {ask.number}: {ask.paraphrase} ({told or 'not scored'})")
    say("\nWhat a text leaves out says nothing about the room; after is not because.")
