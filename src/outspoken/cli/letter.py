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


@app.command()
def add(
    path: Annotated[
        Path | None, typer.Argument(help="A letter as PDF, DOCX, HTML, Markdown or text.")
    ] = None,
    document: Annotated[
        str, typer.Option(help="Instead of a file: a document of the record, by its id.")
    ] = "",
    addressee: Annotated[str, typer.Option(help="To whom, where the text does not say.")] = "",
    counterpart: Annotated[str, typer.Option(help="The country it is about (ISO3).")] = "",
    url: Annotated[str, typer.Option(help="Where it was published.")] = "",
    name: Annotated[str, typer.Option(help="A short name for it.")] = "",
    by: By = "",
    workspace: Where = None,
) -> None:
    """Take in a letter: date, addressee, occasion, signatories and asks are suggested."""
    from outspoken.errors import InputError
    from outspoken.scorecard.intake import read_document, read_file, take_in

    opened = open_desk(workspace)
    if (path is None) == (not document):
        raise InputError("letter add", "needs a file or --document", "name one of them")
    document_id = ""
    if path is not None:
        text, title = read_file(path)
    else:
        text, title, found, document_id = read_document(opened, document)
        url = url or found
    letter = take_in(
        opened,
        text,
        title=title,
        source_url=url,
        document_id=document_id,
        slug=name,
        given={"addressee": addressee, "counterpart": counterpart.upper()},
        by=by,
    )
    _show(letter.slug)
    say("All of this is a suggestion: 'outspoken letter confirm' puts you behind it.")


@app.command()
def show(letter: Named, workspace: Where = None, as_json: AsJson = False) -> None:
    """A letter with its signatories and asks."""
    from outspoken.scorecard.letters import ASK_FIELDS, LETTER_FIELDS, find
    from outspoken.scorecard.log import values

    open_desk(workspace)
    if not as_json:
        _show(letter)
        return
    found = find(letter)
    emit_json(
        {
            "slug": found.slug,
            **values(found, *LETTER_FIELDS, "version"),
            "signatories": [
                values(s, "organisation", "person", "title", "state", "version_signed")
                for s in found.signatories.all()
            ],
            "asks": [
                {**values(a, *ASK_FIELDS), "earlier": str(a.earlier or "")}
                for a in found.asks.all()
            ],
        }
    )


def _show(name: str) -> None:
    from outspoken.scorecard.letters import find

    letter = find(name)
    say(f"{letter.slug}: {letter.title} ({letter.state})")
    say(
        f"  {letter.written_on or 'undated'}, to {letter.addressee}, {letter.office or 'office unknown'}"
    )
    say(f"  occasion: {letter.occasion or 'not stated'}")
    for s in letter.signatories.all():
        say(f"  signatory {s.place}: {s.organisation} ({s.state})")
    for a in letter.asks.all():
        issues = ", ".join(a.issues)
        low, high = a.weakest, a.strongest
        say(
            f"  ask {a.number} ({a.state}): {a.paraphrase} [{a.verb} {issues}; firmness "
            f"{low.get('firmness', 0)} to {high.get('firmness', 0)}, venue {low.get('venue', 0)} to "
            f"{high.get('venue', 0)}]"
        )
        if a.quote:
            say(f"      “{a.quote}”")
        if a.earlier:
            say(f"      {a.lineage} {a.earlier}")


@app.command()
def confirm(
    letter: Named,
    asks: Annotated[
        list[int] | None, typer.Argument(help="Numbers of asks; all suggested ones if none.")
    ] = None,
    reject: Annotated[bool, typer.Option(help="Reject them instead.")] = False,
    by: By = "",
    workspace: Where = None,
) -> None:
    """Stand behind the suggested signatories and asks, or reject asks."""
    from outspoken.errors import DeskError
    from outspoken.scorecard.letters import confirm_signatories, find, settle_ask

    open_desk(workspace)
    found = find(letter)
    rows = list(
        found.asks.filter(number__in=asks) if asks else found.asks.filter(state="suggested")
    )
    if asks and len(rows) != len(set(asks)):
        raise DeskError(found.slug, "has no ask of one of these numbers", "see 'letter show'")
    for row in rows:
        settle_ask(row, "rejected" if reject else "confirmed", by=by)
    names = 0 if asks or reject else confirm_signatories(found, by=by)
    say(f"{len(rows)} asks {'rejected' if reject else 'confirmed'}, {names} signatories confirmed")


@app.command()
def lineage(
    letter: Named,
    ask: Annotated[int, typer.Argument(help="The ask's number.")],
    earlier_letter: Annotated[str, typer.Argument(help="The earlier letter.")],
    earlier_ask: Annotated[int, typer.Argument(help="The earlier ask's number.")],
    how: Annotated[str, typer.Argument(help="repeats, hardens or softens.")],
    by: By = "",
    workspace: Where = None,
) -> None:
    """Say that an ask repeats, hardens or softens an earlier one."""
    from outspoken.errors import DeskError
    from outspoken.scorecard.letters import find, set_lineage

    open_desk(workspace)
    rows = []
    for name, number in ((letter, ask), (earlier_letter, earlier_ask)):
        row = find(name).asks.filter(number=number).first()
        if row is None:
            raise DeskError(f"{name} ask {number}", "is not there", "see 'outspoken letter show'")
        rows.append(row)
    set_lineage(rows[0], rows[1], how, by=by)
    say(f"{rows[0]} {how} {rows[1]}")


@app.command()
def signatories(
    letter: Named,
    read: Annotated[Path | None, typer.Option("--import", help="Add those of a CSV.")] = None,
    write: Annotated[Path | None, typer.Option("--export", help="Write them to a CSV.")] = None,
    contacts: Annotated[bool, typer.Option(help="Export contacts too (private).")] = False,
    by: By = "",
    workspace: Where = None,
) -> None:
    """Import signatories from a CSV, export them to one, or list them."""
    from outspoken.errors import InputError
    from outspoken.scorecard.letters import find
    from outspoken.scorecard.signatories_csv import export_signatories, import_signatories
    from outspoken.workspace import write_whole

    open_desk(workspace)
    found = find(letter)
    if read is not None:
        try:
            content = read.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(read), f"cannot be read ({error})", "save it as UTF-8") from None
        say(f"{import_signatories(found, content, read.name, by=by)} signatories added")
    if write is not None:
        write_whole(write, export_signatories(found, contacts=contacts).encode())
        say(f"signatories: {write.resolve()}")
    if read is None and write is None:
        say(export_signatories(found, contacts=contacts).rstrip())


@app.command()
def draft(
    path: Annotated[Path, typer.Argument(help="The text (Markdown or text, UTF-8).")],
    addressee: Annotated[str, typer.Option(help="To whom.")],
    title: Annotated[str, typer.Option(help="What the coalition calls it.")] = "",
    counterpart: Annotated[str, typer.Option(help="The country it is about (ISO3).")] = "",
    letter: Annotated[
        str, typer.Option(help="A draft's name: this text is its next version.")
    ] = "",
    by: By = "",
    workspace: Where = None,
) -> None:
    """Start a draft that a coalition will sign, or give a draft its next version."""
    from outspoken.scorecard.intake import read_file
    from outspoken.scorecard.letters import create, find
    from outspoken.scorecard.signing import revise, standing

    open_desk(workspace)
    text, _ = read_file(path)
    if letter:
        made = revise(find(letter), text, by=by)
        again = standing(made).asked_again
        say(
            f"{made.slug}: version {made.version}"
            + (f"; asked again: {', '.join(again)}" if again else "")
        )
        return
    made = create(
        {
            "title": title,
            "addressee": addressee,
            "counterpart": counterpart.upper(),
            "state": "draft",
        },
        text=text,
        by=by,
    )
    say(f"{made.slug}: draft, version 1")


@app.command()
def text(
    letter: Named,
    path: Annotated[Path | None, typer.Argument(help="A file with the letter's text.")] = None,
    document: Annotated[
        str, typer.Option(help="Instead of a file: a document of the record, by its id.")
    ] = "",
    by: By = "",
    workspace: Where = None,
) -> None:
    """Give a letter that was entered as facts its text, so that asks can quote it."""
    from outspoken.errors import InputError
    from outspoken.scorecard.intake import read_document, read_file
    from outspoken.scorecard.letters import find, give_text

    opened = open_desk(workspace)
    if (path is None) == (not document):
        raise InputError("letter text", "needs a file or --document", "name one of them")
    document_id = ""
    if path is not None:
        words, _ = read_file(path)
    else:
        words, _, _, document_id = read_document(opened, document)
    made = give_text(find(letter), words, document_id=document_id, by=by)
    say(f"{made.slug}: {len(words.split()):,} words")


@app.command()
def export(
    letter: Named,
    output: Annotated[Path, typer.Argument(help="A file ending in .docx or .pdf.")],
    workspace: Where = None,
) -> None:
    """Write the text with its signatories as DOCX or PDF (extra 'pdf')."""
    from outspoken.errors import InputError
    from outspoken.scorecard.letters import find
    from outspoken.scorecard.writing import docx, pdf
    from outspoken.workspace import write_whole

    open_desk(workspace)
    makers = {".docx": docx, ".pdf": pdf}
    if output.suffix.lower() not in makers:
        raise InputError(str(output), "is neither .docx nor .pdf", "choose one of them")
    write_whole(output, makers[output.suffix.lower()](find(letter)))
    say(f"letter: {output.resolve()}")
