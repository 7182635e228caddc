"""`outspoken letter`: letters, their asks and their signatories."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outspoken.cli.console import emit_json, say
from outspoken.cli.score import AsJson, By, Where, open_desk

app = typer.Typer(help="Letters: what was asked, of whom, by whom.", no_args_is_help=True)
Named = Annotated[str, typer.Argument(help="A letter's name, or the beginning of it.")]


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="A case file: case.toml and expected.csv.")],
    by: By = "",
    workspace: Where = None,
) -> None:
    """Import a case file: a letter, its asks, its engagement and the expected texts."""
    from outspoken.scorecard.casefile import load

    opened = open_desk(workspace)
    with opened.lock():
        letter, engagement = load(folder, opened.codebook(), by=by)
    say(
        f"letter {letter.slug}: {letter.signatories.count()} signatories, {letter.asks.count()} asks"
    )
    if engagement is not None:
        say(f"engagement {engagement.slug}: {engagement.expected.count()} expected texts")


@app.command("list")
def list_(workspace: Where = None, as_json: AsJson = False) -> None:
    """List letters."""
    from outspoken.desk.models import Letter

    open_desk(workspace)
    rows = list(Letter.objects.all())
    if as_json:
        emit_json([{"slug": r.slug, "title": r.title, "state": r.state} for r in rows])
        return
    for r in rows:
        say(
            f"{r.slug}  {r.written_on or 'undated'}  to {r.addressee}  {r.state}, {r.asks.count()} asks"
        )
    say(f"{len(rows)} letters")
