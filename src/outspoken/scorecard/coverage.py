"""Coverage on the desk: the list of texts that should exist, drawn up before the search.

A list is imported (CSV), or drawn up from the kind of engagement; then each text is held, missing,
never published, or not yet looked for. `match` finds what the lake holds; a person says the rest.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from outspoken.errors import DeskError, InputError
from outspoken.model import Genre
from outspoken.scorecard.log import person, record, values
from outspoken.scorecard.statement import Item, Statement

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement, ExpectedDocument
    from outspoken.workspace import Workspace

COLUMNS = (
    "phase", "date", "title", "genre", "speaker", "venue", "government", "url", "archive_url",
    "state", "searched_on", "note",
)  # fmt: skip
STATES = ("not_searched", "held", "missing", "not_published")
PHASES = ("before", "during", "after", "compare")
_ALSO_CALLED = {"type": "genre", "speaker_or_author": "speaker", "address": "url"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = (
    "title", "genre", "phase", "date", "speaker", "venue", "government", "url", "archive_url",
    "state", "searched_on", "document_id", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matched:
    """What `match` did: titles now held, and how many stand as they were."""

    held: tuple[str, ...]
    unchanged: int


def read_list(content: str, name: str) -> list[dict[str, Any]]:
    """Rows of a list of expected texts, checked; see docs/formats.md.

    Rows of phase `compare` (other engagements to read beside it) are left out. A date that is not a
    plain day is kept in the note, never guessed.

    Raises:
        InputError: no such column, or a row that is wrong; nothing of the list is taken then.
    """
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    header = [_ALSO_CALLED.get(h.strip(), h.strip()) for h in reader.fieldnames or []]
    if "phase" not in header or not {"url", "title"} & set(header):
        raise InputError(name, "has no column 'phase' or none of 'title' and 'url'", _columns())
    unknown = sorted(set(header) - set(COLUMNS))
    if unknown:
        raise InputError(name, f"has the unknown column {unknown[0]!r}", _columns())
    reader.fieldnames = header
    rows = []
    for row in reader:
        given = {k: (v or "").strip() for k, v in row.items() if k is not None}
        if any(given.values()) and given["phase"] != "compare":
            rows.append(_row(given, f"{name} line {reader.line_num}"))
    addresses = [row["url"] for row in rows if row["url"]]
    for address in addresses:
        if addresses.count(address) > 1:
            raise InputError(name, f"lists {address} twice", "keep one line")
    return rows


def _columns() -> str:
    return f"columns are {', '.join(COLUMNS)}"


def _row(given: Mapping[str, str], name: str) -> dict[str, Any]:
    phase, state = given["phase"], given.get("state", "") or "not_searched"
    if phase not in PHASES:
        raise InputError(name, f"phase {phase!r} is none", "before, during, after or compare")
    if state not in STATES:
        raise InputError(name, f"state {state!r} is none", f"one of {', '.join(STATES)}")
    address = given.get("url", "")
    for key in ("url", "archive_url"):
        if given.get(key) and urlsplit(given[key]).scheme not in ("http", "https"):
            raise InputError(name, f"{key} {given[key]!r} is no web address", "http or https")
    note = given.get("note", "")
    when = given.get("date", "")
    day = when if _DAY.fullmatch(when) else ""
    if when and not day:
        first = _DAY.match(when)
        day = first.group() if first else ""
        note = f"date as listed: {when}" + (f"; {note}" if note else "")
    speaker, venue = given.get("speaker", ""), given.get("venue", "")
    genre = given.get("genre", "")
    title = given.get("title", "") or ", ".join(
        part for part in (genre, speaker, venue.strip("-")) if part
    )
    if not title:
        raise InputError(name, "says neither title nor kind nor speaker", "give a title")
    return {
        "title": title[:300],
        "genre": genre[:30] if genre in set(Genre) else genre_of(genre),
        "phase": phase,
        "date": _iso(day, name),
        "speaker": speaker[:200],
        "venue": venue[:200],
        "government": given.get("government", "").upper()[:3],
        "url": address,
        "archive_url": given.get("archive_url", ""),
        "state": state,
        "searched_on": _iso(given.get("searched_on", ""), name),
        "note": note,
    }


def _iso(day: str, name: str) -> date | None:
    if not day:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise InputError(name, f"{day!r} is no day", "write it as 2013-04-13") from None


_GENRES = (
    (r"joint press|joint availability", Genre.TRANSCRIPT_JOINT),
    (r"remarks at (the )?top|remarks before .*meeting", Genre.TRANSCRIPT_JOINT),
    (r"press (availability|conference|remarks)|soundbite", Genre.TRANSCRIPT_SOLO),
    (r"background", Genre.BACKGROUND),
    (r"briefing", Genre.BRIEFING),
    (r"readout|recap", Genre.READOUT),
    (r"joint statement", Genre.JOINT_STATEMENT),
    (r"\bletter\b", Genre.LETTER),
    (r"interview", Genre.INTERVIEW),
    (r"^(speech|remarks|address)\b", Genre.SPEECH),
    (r"op-?ed", Genre.OPED),
)


def genre_of(words: str) -> str:
    """The genre that a list's own words mean; "" where they name none (news, tweets)."""
    for pattern, genre in _GENRES:
        if re.search(pattern, words.casefold()):
            return genre.value
    return ""


def is_primary(item: ExpectedDocument, engagement: Engagement) -> bool:
    """Whether a text is one of the two governments' own, of the talks themselves."""
    sides = (engagement.government, engagement.counterpart)
    return item.phase == "during" and bool(item.genre) and item.government in sides


# ------------------------------------------------------------------ on the desk


def list_documents(
    engagement: Engagement, rows: Sequence[Mapping[str, Any]], *, by: str = ""
) -> int:
    """Put expected texts on the list of an engagement; what is listed already stays as it is.

    Returns how many are new. One transaction.
    """
    from django.db import transaction

    from outspoken.desk.models import ExpectedDocument

    with transaction.atomic():
        known = {_key(values(e, *_FIELDS)) for e in engagement.expected.all()}
        new = [row for row in rows if _key(row) not in known]
        for row in new:
            ExpectedDocument.objects.create(engagement=engagement, **row)
        if new:
            record(
                "coverage list", engagement.slug, None, [row["title"] for row in new], person(by)
            )
    return len(new)


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return (row["url"], "" if row["url"] else row["title"], "" if row["url"] else str(row["date"]))


_BY_KIND: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "call": (("Readout of the call", "readout", "own"), ("The other side's account", "readout", "their")),
    "meeting": (
        ("Readout or joint statement", "readout", "own"),
        ("Remarks or press conference", "transcript_joint", "own"),
        ("The other side's account", "readout", "their"),
    ),
    "visit": (
        ("Readout or joint statement", "readout", "own"),
        ("Joint press conference", "transcript_joint", "own"),
        ("Press conference or speech alone", "transcript_solo", "own"),
        ("The other side's account", "readout", "their"),
    ),
}  # fmt: skip


def draw_up(engagement: Engagement, *, by: str = "") -> int:
    """A first list from the kind of engagement, where there is none; a person completes it."""
    rows = [
        {
            "title": what,
            "genre": genre,
            "phase": "during",
            "date": None,
            "speaker": "",
            "venue": "",
            "government": engagement.government if side == "own" else engagement.counterpart,
            "url": "",
            "archive_url": "",
            "state": "not_searched",
            "searched_on": None,
            "note": "drawn up from the kind of engagement",
        }
        for what, genre, side in _BY_KIND.get(str(engagement.kind), _BY_KIND["meeting"])
    ]
    return 0 if engagement.expected.exists() else list_documents(engagement, rows, by=by)


_SAME_PLACE = {
    "readout": ("readout", "statement", "joint_statement", "factsheet"),
    "transcript_joint": ("transcript_joint",),
    "transcript_solo": ("transcript_solo", "interview", "speech"),
}


def match(workspace: Workspace, engagement: Engagement, *, by: str = "") -> Matched:
    """Mark as held what the lake holds: by address; else a gathered text of that side and genre.

    A text found by its address is gathered by the engagement where it was not. What a person said
    (missing, never published) gives way only to the text itself.
    """
    from django.db import transaction

    from outspoken.desk.models import EngagementDocument

    table = workspace.lake.read(
        "select document_id, url, genre, government from current"
    ).to_pylist()
    by_address: dict[str, Mapping[str, Any]] = {_address(d["url"]): d for d in table if d["url"]}
    by_id = {d["document_id"]: d for d in table}
    gathered = {d.document_id: str(d.phase) for d in engagement.documents.all()}
    taken = set(engagement.expected.exclude(document_id="").values_list("document_id", flat=True))
    held, unchanged = [], 0
    today = datetime.now(UTC).date()
    with transaction.atomic():
        for item in engagement.expected.all():
            if item.state == "held" and item.document_id in by_id:
                unchanged += 1
                continue
            found: Mapping[str, Any] | None = None
            if item.url:
                found = by_address.get(_address(item.url))
            if found is None and not item.url and item.state == "not_searched":
                found = _of_kind(item, gathered, by_id, taken)
            if found is None:
                unchanged += 1
                continue
            before = values(item, *_FIELDS)
            item.state, item.document_id, item.searched_on = "held", found["document_id"], today
            item.save()
            taken.add(found["document_id"])
            if found["document_id"] not in gathered:
                EngagementDocument.objects.create(
                    engagement=engagement,
                    document_id=found["document_id"],
                    phase=item.phase,
                    basis="on the list of expected texts",
                    by_person=True,
                )
                gathered[found["document_id"]] = str(item.phase)
            record(
                "coverage held", f"{engagement.slug}: {item.title}", before,
                values(item, *_FIELDS), by,
            )  # fmt: skip
            held.append(item.title)
    return Matched(tuple(held), unchanged)


def _address(url: str) -> str:
    parts = urlsplit(url or "")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _of_kind(
    item: ExpectedDocument,
    gathered: Mapping[str, str],
    by_id: Mapping[str, Mapping[str, Any]],
    taken: set[str],
) -> Mapping[str, Any] | None:
    genres = _SAME_PLACE.get(item.genre, (item.genre,))
    for document_id, phase in sorted(gathered.items()):
        row = by_id.get(document_id)
        if row is None or document_id in taken or phase != item.phase:
            continue
        if row["genre"] in genres and (row["government"] or item.government) == item.government:
            return row
    return None


def set_state(
    item_id: int, state: str, *, by: str = "", archive_url: str = "", note: str = ""
) -> ExpectedDocument:
    """Say what the search for one text found: missing, never published, or not looked for.

    Raises:
        DeskError: no such text or state, or "held" without a document.
    """
    from django.db import transaction

    from outspoken.desk.models import ExpectedDocument

    item = ExpectedDocument.objects.filter(pk=item_id).first()
    if item is None:
        raise DeskError(str(item_id), "is no expected text", "see 'outspoken coverage show'")
    if state not in STATES:
        raise DeskError(state, "is no state", f"one of {', '.join(STATES)}")
    if state == "held" and not item.document_id:
        raise DeskError(
            item.title, "is not in the record", "add the text, then 'outspoken coverage match'"
        )
    with transaction.atomic():
        before = values(item, *_FIELDS)
        item.state = state
        item.searched_on = datetime.now(UTC).date() if state != "not_searched" else None
        item.archive_url = archive_url or item.archive_url
        item.note = note or item.note
        item.save()
        record(
            "coverage state", f"{item.engagement.slug}: {item.title}", before,
            values(item, *_FIELDS), by,
        )  # fmt: skip
    return item


def confirm_reading(document_id: str, *, by: str = "", note: str = "") -> None:
    """Put down that a person has read a whole document; a second time changes nothing."""
    from django.db import transaction

    from outspoken.desk.models import WholeReading

    with transaction.atomic():
        _, new = WholeReading.objects.get_or_create(
            document_id=document_id, by=person(by), defaults={"note": note}
        )
        if new:
            record("whole reading", document_id, None, {"note": note}, by)


def statement(engagement: Engagement) -> Statement:
    """The coverage statement of an engagement as it stands."""
    from outspoken.desk.models import WholeReading

    rows = list(engagement.expected.all())
    readers: dict[str, list[str]] = {}
    during = [d.document_id for d in engagement.documents.filter(phase="during")]
    wanted = {*during, *(row.document_id for row in rows)}
    for reading in WholeReading.objects.filter(document_id__in=wanted):
        readers.setdefault(reading.document_id, []).append(reading.by)
    listed = {row.document_id for row in rows}
    return Statement(
        items=tuple(
            Item(
                title=row.title,
                genre=row.genre,
                phase=str(row.phase),
                date=row.date,
                speaker=row.speaker,
                government=row.government,
                url=row.url,
                archive_url=row.archive_url,
                state=str(row.state),
                document_id=row.document_id,
                primary=is_primary(row, engagement),
                read_by=tuple(readers.get(row.document_id, ())) if row.document_id else (),
                note=row.note,
            )
            for row in rows
        ),
        unlisted=tuple(d for d in during if d not in listed),
    )
