"""`outspoken coverage`: which texts of an engagement should exist, and which are held."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outspoken.cli.console import emit_json, say
from outspoken.cli.score import AsJson, By, Where, open_desk
from outspoken.errors import DeskError, InputError

app = typer.Typer(
    help="The texts that should exist, listed before the search.", no_args_is_help=True
)
Engaged = Annotated[str, typer.Argument(help="An engagement's name, or the beginning of it.")]


@app.command()
def show(engagement: Engaged, workspace: Where = None, as_json: AsJson = False) -> None:
    """The coverage statement of an engagement."""
    from dataclasses import asdict

    from outspoken.engagements.decisions import find
    from outspoken.scorecard.coverage import statement

    open_desk(workspace)
    about = find(engagement)
    known = statement(about)
    numbers = list(about.expected.values_list("pk", flat=True))
    if as_json:
        emit_json({**asdict(known), "ratio": known.ratio, "gaps": known.gaps()})
        return
    for number, item in zip(numbers, known.items, strict=True):
        state = item.state.replace("_", " ")
        mark = "*" if item.primary else " "
        read = f", read by {', '.join(item.read_by)}" if item.read_by else ""
        say(
            f"{number:>5} {mark} {item.phase:6} {item.date or 'no date':10}  {state}{read}  {item.title}"
        )
    held = known.count("held")
    say(f"{held} of {len(known.primary)} primary texts (*) held")
    for gap in known.gaps():
        say(f"  {gap}")


@app.command("list")
def list_(
    engagement: Engaged,
    path: Annotated[Path, typer.Argument(help="A CSV of expected texts (docs/formats.md).")],
    by: By = "",
    workspace: Where = None,
) -> None:
    """Put a list of expected texts on the desk; what is listed already stays."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.coverage import list_documents, read_list

    open_desk(workspace)
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "save it as UTF-8") from None
    about = find(engagement)
    new = list_documents(about, read_list(content, path.name), by=by)
    say(f"{about.slug}: {new} new, {about.expected.count()} expected texts")


@app.command()
def draw(engagement: Engaged, by: By = "", workspace: Where = None) -> None:
    """Draw up a first list from the kind of engagement."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.coverage import draw_up

    open_desk(workspace)
    about = find(engagement)
    new = draw_up(about, by=by)
    say(f"{about.slug}: {new} drawn up" if new else f"{about.slug}: has a list already")


@app.command()
def match(engagement: Engaged, by: By = "", workspace: Where = None) -> None:
    """Mark as held what the record holds, by address, else by side and kind of text."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.coverage import match as match_documents

    opened = open_desk(workspace)
    done = match_documents(opened, find(engagement), by=by)
    for title in done.held:
        say(f"held: {title}")
    say(f"{len(done.held)} newly held, {done.unchanged} as they were")


@app.command("set")
def set_(
    number: Annotated[int, typer.Argument(help="The number that 'coverage show' prints.")],
    state: Annotated[str, typer.Argument(help="missing, not_published or not_searched.")],
    archive_url: Annotated[str, typer.Option(help="Where an archive keeps it.")] = "",
    note: Annotated[str, typer.Option(help="What was searched, and how.")] = "",
    by: By = "",
    workspace: Where = None,
) -> None:
    """Say what the search for a text found."""
    from outspoken.scorecard.coverage import set_state

    open_desk(workspace)
    item = set_state(number, state, by=by, archive_url=archive_url, note=note)
    say(f"{item.title}: {state.replace('_', ' ')}")


@app.command()
def read(
    documents: Annotated[
        list[str], typer.Argument(help="Ids, or beginnings of ids, of documents.")
    ],
    by: By = "",
    note: Annotated[str, typer.Option(help="A remark.")] = "",
    workspace: Where = None,
) -> None:
    """Put down that you have read whole documents, from beginning to end."""
    from outspoken.scorecard.coverage import confirm_reading

    opened = open_desk(workspace)
    table = opened.lake.read("select document_id from current")
    known = [str(d) for d in table.column("document_id").to_pylist()]
    found: list[str] = []
    for wanted in documents:
        hits = [d for d in known if wanted and d.startswith(wanted)]
        if len(hits) != 1:
            raise DeskError(wanted, f"names {len(hits)} documents", "give more of the id")
        found += hits
    for document_id in found:
        confirm_reading(document_id, by=by, note=note)
    say(f"{len(found)} readings kept")
