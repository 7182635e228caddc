"""Taking in a letter: from a file or from a document of the record to a letter with suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError, InputError
from outspoken.extract.dates import read_day
from outspoken.scorecard import letters
from outspoken.scorecard.letterhead import read_letterhead
from outspoken.scorecard.suggest import Suggested, suggest

if TYPE_CHECKING:
    from outspoken.desk.models import Letter
    from outspoken.workspace import Workspace


def read_file(path: Path) -> tuple[str, str]:
    """The text and title of a letter in a file (PDF, DOCX, HTML, Markdown, text)."""
    from outspoken.extract import extract

    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror})", "check the path"
        ) from None
    extracted = extract(content, name=path.name)
    title = extracted.metadata.title
    # A letter's first line is its date or its addressee, which makes no title.
    return extracted.text, "" if read_day(title) or title == extracted.text.split("\n")[
        0
    ] else title


def read_document(workspace: Workspace, document_id: str) -> tuple[str, str, str, str]:
    """Text, title, address and whole id of a document of the record."""
    rows = workspace.lake.read(
        "select document_id, text, title, url from current where starts_with(document_id, ?)",
        [document_id],
    ).to_pylist()
    if len(rows) != 1:
        raise DeskError(document_id, f"names {len(rows)} documents", "give more of the id")
    row = rows[0]
    return row["text"], row["title"] or "", row["url"] or "", row["document_id"]


def take_in(
    workspace: Workspace,
    text: str,
    *,
    title: str = "",
    source_url: str = "",
    document_id: str = "",
    slug: str = "",
    given: dict[str, Any] | None = None,
    by: str = "",
) -> Letter:
    """Put a letter on the desk with what it says of itself; asks and signatories are suggestions.

    `given` goes before what the text says. All or nothing.

    Raises:
        DeskError: no addressee to be read and none given.
    """
    from django.db import transaction

    world, codebook = workspace.world(), workspace.codebook()
    head = read_letterhead(text, world)
    found = suggest(text, head, codebook, world)
    facts: dict[str, Any] = {
        "title": title[:300],
        "written_on": head.written_on,
        "addressee": head.addressee[:200],
        "office": head.office[:200],
        "government": head.government,
        "counterpart": found.counterpart,
        "occasion": head.occasion[:300],
        "source_url": source_url,
        "document_id": document_id,
        "kind": "joint" if len(head.signatories) > 1 else "single",
        **{k: v for k, v in (given or {}).items() if v},
    }
    if slug:
        facts["slug"] = slug
    with transaction.atomic():
        letter = letters.create(facts, text=text, signatories=_once(head.signatories), by=by)
        for number, ask in enumerate(found.asks, start=1):
            letters.save_ask(letter, _given(ask, number, letter.counterpart), codebook, by=by)
    return letter


def _once(names: tuple[str, ...]) -> list[str]:
    by_key = {letters.same_organisation(name): name for name in reversed(names)}
    return list(reversed(by_key.values()))


def _given(ask: Suggested, number: int, counterpart: str) -> dict[str, Any]:
    about = ", ".join(ask.issues)
    note = f"suggested from “{ask.because}”"
    if ask.condition:
        note += f"; condition: {ask.condition}"
    return {
        "number": number,
        "quote": ask.quote,
        "quote_start": ask.start,
        "quote_end": ask.end,
        "paraphrase": f"{ask.verb.replace('_', ' ').capitalize()}: {about}",
        "verb": ask.verb,
        "issues": list(ask.issues),
        "comparators": list(ask.comparators),
        "target": counterpart,
        "weakest": ask.weakest.plain(),
        "strongest": ask.strongest.plain(),
        "with_counterpart": ask.with_counterpart,
        "in_public": ask.in_public,
        "cases": list(ask.cases),
        "state": "suggested",
        "note": note,
    }
