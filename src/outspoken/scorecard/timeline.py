"""One time line: letters, engagements, namings and events, in the order of days.

What stands after something stands after it; nothing here says because.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `what`: letter, engagement, named, event. `case`: its slug or ""."""

    day: date
    precision: str
    what: str
    kind: str
    title: str
    subject: str
    case: str = ""
    country: str = ""
    url: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """A case named on record by the official of an engagement: the treatment of section 5."""

    case: str
    day: date
    engagement: str
    document_id: str
    start: int
    end: int
    text: str
    firmness: int
    venue: int


def namings(workspace: Workspace, engagements: Sequence[Engagement]) -> list[Naming]:
    """Where officials named cases of the desk, in texts of the engagements themselves."""
    from outspoken.desk.models import Case
    from outspoken.model import Role
    from outspoken.scorecard.evidence import gather_records
    from outspoken.scorecard.rules import names_case

    cases = list(Case.objects.all())
    if not cases:
        return []
    codebook = workspace.codebook()
    found = []
    records = gather_records(workspace, codebook, engagements, measured=False)
    for engagement, held in zip(engagements, records, strict=True):
        for said in held.spoken(Role.PRINCIPAL, "during"):
            for case in cases:
                if names_case((case.name, *case.aliases), said):
                    coded = said.coded
                    found.append(
                        Naming(
                            case=case.slug,
                            day=said.source.day or engagement.start,
                            engagement=engagement.slug,
                            document_id=coded.document_id,
                            start=coded.start,
                            end=coded.end,
                            text=coded.text,
                            firmness=max((f or 0 for f in said.firmness.values()), default=0),
                            venue=said.source.venue,
                        )
                    )
    return sorted(found, key=lambda n: (n.day, n.document_id, n.start))


def timeline(
    named: Sequence[Naming], engagements: Sequence[Engagement], *, counterpart: str = ""
) -> list[Entry]:
    """Letters, these engagements, the cases named in them, and events; of one country if given."""
    from outspoken.desk.models import Event, Letter

    entries = [
        Entry(
            day=letter.written_on,
            precision="day",
            what="letter",
            kind=letter.kind,
            title=letter.title,
            subject=letter.slug,
            country=letter.counterpart,
            url=letter.source_url,
        )
        for letter in Letter.objects.filter(state__in=["sent", "recorded"])
        if letter.written_on and counterpart in ("", letter.counterpart)
    ]
    entries += [
        Entry(e.start, "day", "engagement", str(e.kind), e.title, e.slug, country=e.counterpart)
        for e in engagements
        if counterpart in ("", e.counterpart)
    ]
    entries += [
        Entry(
            n.day, "day", "named", f"firmness {n.firmness}, venue {n.venue}", f"{n.case} named",
            n.engagement, case=n.case, quote=n.text,
        )
        for n in named
    ]  # fmt: skip
    for event in Event.objects.select_related("case"):
        country = event.country or (event.case.country if event.case else "")
        if counterpart in ("", country):
            entries.append(
                Entry(
                    day=event.date,
                    precision=str(event.precision),
                    what="event",
                    kind=str(event.kind),
                    title=event.title,
                    subject=event.slug,
                    case=event.case.slug if event.case else "",
                    country=country,
                    url=event.source_url,
                )
            )
    order = {"letter": 0, "engagement": 1, "named": 2, "event": 3}
    return sorted(entries, key=lambda e: (e.day, order[e.what], e.subject))
