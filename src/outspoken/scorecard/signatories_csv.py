"""Signatories from and to CSV. Links are never written; contacts only where asked for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from outspoken.errors import InputError
from outspoken.scorecard.letters import add_signatory, same_organisation

if TYPE_CHECKING:
    from outspoken.desk.models import Letter

COLUMNS = ("organisation", "person", "title", "contact")
EXPORTED = ("place", "organisation", "person", "title", "state", "version_signed", "answered_at")
_ALSO_CALLED = {
    "organization": "organisation",
    "name": "person",
    "email": "contact",
    "e-mail": "contact",
}
MOST = 2000


def read_signatories(content: str, name: str) -> list[dict[str, str]]:
    """Rows of a CSV, checked.

    Raises:
        InputError: no column `organisation`, an unknown one, an empty row's name, or one twice.
    """
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    given = [h.strip().lower() for h in reader.fieldnames or []]
    header = [_ALSO_CALLED.get(h, h) for h in given]
    if "organisation" not in header:
        raise InputError(name, "has no column 'organisation'", f"columns are {', '.join(COLUMNS)}")
    reader.fieldnames = header
    rows: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for row in reader:
        line = f"{name} line {reader.line_num}"
        values = {k: " ".join((row.get(k) or "").split())[:200] for k in COLUMNS}
        if not any(values.values()):
            continue
        if not values["organisation"]:
            raise InputError(line, "names no organisation", "fill it in or take the line out")
        if values["contact"] and "@" not in values["contact"]:
            raise InputError(
                line, f"{values['contact']!r} is no e-mail address", "mend or empty it"
            )
        key = same_organisation(values["organisation"])
        if key in seen:
            raise InputError(
                line, f"{values['organisation']!r} stands on line {seen[key]} too", "keep one"
            )
        seen[key] = reader.line_num
        rows.append(values)
        if len(rows) > MOST:
            raise InputError(name, f"has more than {MOST:,} rows", "this is no petition tool")
    return rows


def import_signatories(letter: Letter, content: str, name: str, *, by: str = "") -> int:
    """Add the signatories of a CSV, all or none; returns how many.

    Raises:
        InputError, DeskError: a wrong line, or a signatory that is under the letter already.
    """
    from django.db import transaction

    rows = read_signatories(content, name)
    state = "confirmed" if letter.state in ("sent", "recorded") else "invited"
    with transaction.atomic():
        for row in rows:
            add_signatory(letter, row.pop("organisation"), by=by, state=state, **row)
    return len(rows)


def export_signatories(letter: Letter, *, contacts: bool = False) -> str:
    """The signatories as CSV; a cell that a spreadsheet would run is made plain text."""
    out = io.StringIO()
    columns = (*EXPORTED, "contact") if contacts else EXPORTED
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in letter.signatories.all():
        writer.writerow([_cell(getattr(row, column)) for column in columns])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
