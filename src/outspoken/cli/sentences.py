"""`outspoken sentences`: the sentences behind a figure."""

from __future__ import annotations

from typing import Annotated

import typer

from outspoken.cli import choice


def command(
    engagement: choice.EngagementName = "",
    official: choice.Official = "",
    government: choice.Government = "",
    counterpart: choice.Counterpart = "",
    genre: choice.GenreName = "",
    language: choice.Language = "",
    since: choice.Since = "",
    until: choice.Until = "",
    record: choice.Record = False,
    role: Annotated[
        str, typer.Option(help="principal, official, counterpart or journalist.")
    ] = "principal",
    scope: choice.ScopeName = "foreign",
    agenda: Annotated[list[str] | None, typer.Option(help="On this agenda, as in HR.")] = None,
    issue: Annotated[list[str] | None, typer.Option(help="On this issue, as in HR_TIBET.")] = None,
    firmness: Annotated[
        int | None, typer.Option(min=0, max=5, help="Of this firmness, 0 to 5.")
    ] = None,
    linked: Annotated[bool, typer.Option("--linked", help="Tied to another agenda.")] = False,
    linkage: Annotated[str, typer.Option(help="Tied in this way, as in CONDITIONAL.")] = "",
    softened: Annotated[bool, typer.Option("--softened", help="With a softening flag.")] = False,
    disclaimed: Annotated[bool, typer.Option("--disclaimed", help="Disclaimed.")] = False,
    prompted: Annotated[bool, typer.Option("--prompted", help="Said when asked.")] = False,
    volunteered: Annotated[bool, typer.Option("--volunteered", help="Said unasked.")] = False,
    specific: Annotated[
        bool, typer.Option("--specific", help="Names a case, law, place, number or date.")
    ] = False,
    coder: choice.CoderName = "lexicon",
    form: Annotated[str, typer.Option("--format", help="text, csv or jsonl.")] = "text",
    workspace: choice.WorkspacePath = None,
) -> None:
    """List the sentences behind a figure, each with its document, offsets and address."""
    from outspoken.cli.console import say
    from outspoken.errors import InputError
    from outspoken.measures.selection import Selection
    from outspoken.measures.sentences import Filter, sentences
    from outspoken.workspace import Workspace

    if form not in ("text", "csv", "jsonl"):
        raise InputError(f"--format {form}", "is no format", "text, csv or jsonl")
    opened = Workspace.open(workspace)
    selection = Selection(
        engagement, official, government, counterpart, genre, language, since, until
    )
    keep = Filter(
        tuple(agenda or ()), tuple(issue or ()), firmness, linked, linkage.upper(), softened,
        disclaimed, prompted, volunteered, specific,
    )  # fmt: skip
    found = sentences(
        opened,
        keep=keep,
        selection=selection,
        engagements=choice.chosen(opened, selection, record),
        role=role,
        scope=choice.scope_named(scope),
        coder=coder,
    )
    if form == "jsonl":
        import json

        for row in found:
            say(json.dumps(row, ensure_ascii=False, default=str))
    elif form == "csv":
        from outspoken.cli.tables import write_csv

        write_csv(found)
    else:
        for row in found:
            codes = ", ".join(row["issues"])
            firm = "" if row["firmness"] is None else f", firmness {row['firmness']}"
            place = f"{row['document_id'][:12]}:{row['start']}-{row['end']}"
            say(f"{row['day'] or 'no day'}  {place}  {row['title']}  {row['url'] or ''}".rstrip())
            say(f"    “{row['text']}” [{codes}{firm}]")
        say(f"{len(found):,} sentences")
