"""Cases and events: what happened to named persons, laws and dialogues, registered blind to speech.

Imported from CSV all or none: a wrong line is named and nothing is saved. Dates carry how exactly
they are known. A case may be marked at risk; its name then never leaves the workspace.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError, InputError
from outspoken.scorecard.letters import slug_of
from outspoken.scorecard.log import record, values

if TYPE_CHECKING:
    from outspoken.desk.models import Case, Event

CASE_COLUMNS = (
    "name", "slug", "aliases", "country", "issues", "summary", "at_risk", "consent", "source_url",
    "note",
)  # fmt: skip
EVENT_COLUMNS = (
    "date", "kind", "title", "case", "country", "issues", "source_url", "second_source_url", "note",
    "slug",
)  # fmt: skip
_CASE_FIELDS = (
    "name", "aliases", "country", "issues", "summary", "at_risk", "consent", "source_url", "note",
)  # fmt: skip
_EVENT_FIELDS = (
    "kind", "date", "precision", "title", "country", "issues", "source_url", "second_source_url",
    "note",
)  # fmt: skip
_TRUE, _FALSE = ("yes", "true", "1", "y"), ("no", "false", "0", "n")


def save_case(given: Mapping[str, Any], *, case: Case | None = None, by: str = "") -> Case:
    """Add a case or change one.

    Raises:
        DeskError: no name or country, a country that is no ISO3 code, or a name that is there.
    """
    from django.db import transaction

    from outspoken.desk.models import Case

    merged = {**(values(case, *_CASE_FIELDS) if case else {}), **given}
    name = " ".join(str(merged.get("name", "")).split())
    country = str(merged.get("country", "")).upper()
    if not name:
        raise DeskError("case", "has no name", "give the name as it is public")
    if not re.fullmatch(r"[A-Z]{3}", country):
        raise DeskError(name, f"{country!r} is no country", "an ISO3 code, as in CHN")
    slug = (case.slug if case else "") or str(merged.pop("slug", "")) or slug_of(name)
    others = Case.objects.exclude(slug=case.slug) if case else Case.objects.all()
    if others.filter(name__iexact=name).exists() or others.filter(slug=slug).exists():
        raise DeskError(name, "is a case already", "add to that one")
    with transaction.atomic():
        row = case or Case(slug=slug)
        before = values(row, *_CASE_FIELDS) if case else None
        merged.update(name=name, country=country)
        for field in _CASE_FIELDS:
            if field in merged:
                setattr(row, field, merged[field])
        row.save()
        # The log may be read by more people than the case: a name at risk stays out of it.
        subject = slug if not row.at_risk else f"case {row.pk}"
        after = values(row, *_CASE_FIELDS) if not row.at_risk else {"at_risk": True}
        record(
            "case changed" if case else "case added",
            subject,
            before if not row.at_risk else None,
            after,
            by,
        )
    return row


def read_cases(content: str, name: str) -> list[dict[str, Any]]:
    """Rows of a CSV of cases, checked.

    Raises:
        InputError: the line that is wrong.
    """
    rows, seen = [], set()
    for line, given in _lines(content, name, CASE_COLUMNS, ("name", "country")):
        if given["name"].casefold() in seen:
            raise InputError(line, f"{given['name']!r} stands there twice", "keep one line")
        seen.add(given["name"].casefold())
        rows.append(
            {
                "name": given["name"],
                "slug": given.get("slug", ""),
                "aliases": _list(given.get("aliases", "")),
                "country": given["country"].upper(),
                "issues": _list(given.get("issues", "")),
                "summary": given.get("summary", ""),
                "at_risk": _yes(given.get("at_risk", ""), line, "at_risk") or False,
                "consent": _yes(given.get("consent", ""), line, "consent"),
                "source_url": _url(given.get("source_url", ""), line),
                "note": given.get("note", ""),
            }
        )
    return rows


def import_cases(content: str, name: str, *, by: str = "") -> int:
    """Add the cases of a CSV, all or none; returns how many."""
    from django.db import transaction

    rows = read_cases(content, name)
    with transaction.atomic():
        for row in rows:
            save_case(row, by=by)
    return len(rows)


def read_events(content: str, name: str, cases: Mapping[str, int]) -> list[dict[str, Any]]:
    """Rows of a CSV of events, checked; `cases` maps names, aliases and slugs to a case's key.

    Raises:
        InputError: the line that is wrong, an unknown case among them.
    """
    from outspoken.desk.models import Event

    rows, seen = [], set()
    for line, given in _lines(content, name, EVENT_COLUMNS, ("date", "kind", "title")):
        day, precision = _day(given["date"], line)
        if given["kind"] not in Event.Kind.values:
            raise InputError(
                line, f"kind {given['kind']!r} is none", f"one of {', '.join(Event.Kind.values)}"
            )
        who = given.get("case", "")
        if who and who.casefold() not in cases:
            raise InputError(
                line, f"the case {who!r} is not known", "add the case first, or mend the name"
            )
        country = given.get("country", "").upper()
        if country and not re.fullmatch(r"[A-Z]{3}", country):
            raise InputError(line, f"{country!r} is no country", "an ISO3 code, as in CHN")
        first = _url(given.get("source_url", ""), line)
        second = _url(given.get("second_source_url", ""), line)
        if not first:
            raise InputError(line, "has no source", "give the address where it can be read")
        slug = slug_of(given.get("slug") or f"{day}-{given['kind']}-{who or given['title']}")
        if slug in seen:
            raise InputError(line, f"the event {slug} stands there twice", "keep one line")
        seen.add(slug)
        rows.append(
            {
                "slug": slug,
                "kind": given["kind"],
                "date": day,
                "precision": precision,
                "title": given["title"][:300],
                "case_id": cases[who.casefold()] if who else None,
                "country": country,
                "issues": _list(given.get("issues", "")),
                "source_url": first,
                "second_source_url": second,
                "note": given.get("note", ""),
            }
        )
    return rows


def known_cases() -> dict[str, int]:
    """Names, aliases and slugs of the cases on the desk, in lower case, to their keys."""
    from outspoken.desk.models import Case

    found: dict[str, int] = {}
    for case in Case.objects.all():
        for name in (case.slug, case.name, *case.aliases):
            found[str(name).casefold()] = case.pk
    return found


def import_events(content: str, name: str, *, by: str = "") -> tuple[int, int]:
    """Add the events of a CSV, all or none; returns how many are new and how many were there.

    An event that is there with other facts is refused: what was registered is not overwritten.
    """
    from django.db import transaction

    from outspoken.desk.models import Event

    rows = read_events(content, name, known_cases())
    new = 0
    with transaction.atomic():
        for row in rows:
            there = Event.objects.filter(slug=row["slug"]).first()
            if there is not None:
                if (there.date, there.kind, there.case_id) != (
                    row["date"],
                    row["kind"],
                    row["case_id"],
                ):
                    raise InputError(
                        name,
                        f"the event {row['slug']} is registered otherwise",
                        "give it another slug",
                    )
                continue
            made = Event.objects.create(**row)
            new += 1
            at_risk = made.case is not None and made.case.at_risk
            after = None if at_risk else values(made, *_EVENT_FIELDS)
            record("event added", f"event {made.pk}" if at_risk else made.slug, None, after, by)
    return new, len(rows) - new


def add_event(given: Mapping[str, str], *, by: str = "") -> Event:
    """Add one event, checked like a line of a CSV."""
    from outspoken.desk.models import Event

    out = io.StringIO()
    writer = csv.DictWriter(out, EVENT_COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerow(given)
    rows = read_events(out.getvalue(), "event", known_cases())
    new, _ = import_events(out.getvalue(), "event", by=by)
    if not new:
        raise DeskError(rows[0]["slug"], "is registered already", "give another title or day")
    return Event.objects.get(slug=rows[0]["slug"])


def _lines(
    content: str, name: str, columns: Sequence[str], needed: Sequence[str]
) -> list[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    header = [h.strip().lower() for h in reader.fieldnames or []]
    missing = [c for c in needed if c not in header]
    unknown = sorted(set(header) - set(columns))
    if missing or unknown:
        what = (
            f"has no column {missing[0]!r}" if missing else f"has the unknown column {unknown[0]!r}"
        )
        raise InputError(name, what, f"columns are {', '.join(columns)}")
    reader.fieldnames = header
    found = []
    for row in reader:
        line = f"{name} line {reader.line_num}"
        if None in row:
            raise InputError(
                line, "has more cells than there are columns", "quote cells with commas"
            )
        given = {k: " ".join((v or "").split()) for k, v in row.items()}
        if not any(given.values()):
            continue
        for column in needed:
            if not given[column]:
                raise InputError(line, f"has no {column}", "fill it in")
        found.append((line, given))
    return found


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _yes(cell: str, line: str, column: str) -> bool | None:
    if not cell:
        return None
    if cell.casefold() in _TRUE:
        return True
    if cell.casefold() in _FALSE:
        return False
    raise InputError(line, f"{column} is {cell!r}", "yes, no, or empty")


def _url(cell: str, line: str) -> str:
    if cell and not cell.startswith(("http://", "https://")):
        raise InputError(line, f"{cell!r} is no web address", "http or https")
    return cell


def _day(cell: str, line: str) -> tuple[date, str]:
    """A day with how exactly it is known: 2014, 2014-08 or 2014-08-07."""
    forms = (
        (r"\d{4}", "-01-01", "year"),
        (r"\d{4}-\d{2}", "-01", "month"),
        (r"\d{4}-\d{2}-\d{2}", "", "day"),
    )
    for form, rest, precision in forms:
        if re.fullmatch(form, cell):
            try:
                return date.fromisoformat(cell + rest), precision
            except ValueError:
                break
    raise InputError(line, f"{cell!r} is no day", "write it as 2014-08-07, 2014-08 or 2014")
