"""`outspoken silence`: what texts leave out that others of their kind and length do not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from outspoken.cli import choice


def command(
    document: Annotated[
        list[str] | None,
        typer.Argument(help="Documents to test (the beginning of the id); all chosen if none."),
    ] = None,
    issue: Annotated[
        list[str] | None, typer.Option(help="An issue or agenda; human rights if none.")
    ] = None,
    official: choice.Official = "",
    government: choice.Government = "",
    counterpart: choice.Counterpart = "",
    genre: choice.GenreName = "readout",
    language: choice.Language = "",
    since: choice.Since = "",
    until: choice.Until = "",
    role: choice.RoleName = "principal",
    scope: choice.ScopeName = "foreign",
    model: Annotated[
        str, typer.Option(help="mention (readouts) or count; by the genre if not given.")
    ] = "",
    recall: Annotated[
        float,
        typer.Option(min=0.01, help="The coder's recall in these texts over that in the others."),
    ] = 1.0,
    coder: choice.CoderName = "lexicon",
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
    workspace: choice.WorkspacePath = None,
) -> None:
    """Test texts for silence against the same office's other texts with the same counterpart."""
    from outspoken.cli.console import say
    from outspoken.cli.tables import check, write_rows
    from outspoken.errors import InputError
    from outspoken.measures.ask import provenance
    from outspoken.measures.figure import DETECTOR
    from outspoken.measures.omissions import silences
    from outspoken.measures.selection import Selection
    from outspoken.workspace import Workspace

    check(form, output)
    if model not in ("", "mention", "count"):
        raise InputError(f"--model {model}", "is no model", "mention or count")
    opened = Workspace.open(workspace)
    codebook = opened.codebook()
    selection = Selection(
        "",
        official,
        government or opened.settings.home,
        counterpart or opened.settings.target,
        genre,
        language,
        since,
        until,
    )
    found = silences(
        opened,
        codebook,
        selection,
        tuple(issue or ("HR",)),
        tested=document,
        model="count" if model == "count" else "mention" if model == "mention" else None,
        role=role,
        scope=choice.scope_named(scope),
        coder=coder,
        recall=recall,
    )
    rows: list[dict[str, Any]] = [
        {
            "day": one.text.day,
            "document_id": s.text,
            "title": one.text.title,
            "issue": s.issue,
            "words": s.words,
            "sentences": s.mentions,
            "p0": s.chance.p0,
            "p0_low": s.chance.low,
            "p0_high": s.chance.high,
            "q": s.q,
            "tested": s.tested,
            "notable": s.notable,
            "reference": s.reference,
            "reference_with_it": s.reference_mentions,
            "read_whole_by": ", ".join(s.read_by),
        }
        for one in found
        for s in one.silences
    ]
    if form != "table":
        head = provenance(opened, codebook, coder, scope)
        write_rows(rows, form, output, {"label": DETECTOR, **head})
        return
    for row in rows:
        verdict = "notable" if row["notable"] else "ordinary" if row["tested"] else "too short"
        said = f"{row['sentences']} sentences" if row["sentences"] else f"none: {verdict}"
        say(
            f"{row['day']}  {row['document_id'][:12]}  {row['issue']:12} {row['words']:>6,} words  "
            f"P0 {row['p0']:.3f} [{row['p0_low']:.3f} to {row['p0_high']:.3f}]  {said:22}  "
            f"{row['title'][:60]}"
        )
    notable = [row for row in rows if row["notable"]]
    say(
        f"{len(notable)} notable of {len(rows)} ({DETECTOR}); P0: how likely an ordinary text of "
        "that length would not name it"
    )
    unread = sorted({row["document_id"][:12] for row in notable if not row["read_whole_by"]})
    if unread:
        say("no verdict before a person has read them whole: " + ", ".join(unread))
