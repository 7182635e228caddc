"""The desk's engagements: proposals are stored, people confirm, reject, merge and split them.

Every function needs a connected desk (`outspoken.desk.connect`). Each decision is one transaction
and one entry in the log of changes.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from outspoken.engagements.grouping import Proposal, slug_of
from outspoken.errors import DeskError

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement


@dataclass(slots=True)
class Stored:
    """What became of proposals: slugs by outcome. `kept` are people's decisions left alone."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


_FIELDS = [
    "title",
    "kind",
    "official",
    "office",
    "government",
    "counterpart",
    "start",
    "end",
    "place",
    "place_country",
    "origin",
    "note",
]


def store(
    proposals: Iterable[Proposal],
    *,
    replacing: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> Stored:
    """Put proposals on the desk.

    A proposal that falls inside an imported visit of the same two sides gives its documents to it.
    With `replacing`, suggestions that are no longer proposed and that nobody touched are withdrawn.
    `advance` is called once a proposal (for a progress bar).
    """
    from django.db import transaction

    from outspoken.desk.models import Engagement, EngagementDocument

    outcome = Stored()
    with transaction.atomic():
        decided = set(
            EngagementDocument.objects.filter(by_person=True).values_list("document_id", flat=True)
        )
        seen: set[str] = set()
        for proposal in proposals:
            advance()
            host = _covering(proposal)
            if host is not None:
                if _gather(host, proposal, decided):
                    outcome.joined.append(host.slug)
                seen.add(host.slug)
                continue
            engagement = _existing(proposal, seen)
            if engagement is None:
                engagement = Engagement(slug=_free_slug(proposal.slug))
                _fill(engagement, proposal)
                engagement.save()
                _gather(engagement, proposal, decided)
                outcome.new.append(engagement.slug)
            elif engagement.state != Engagement.State.SUGGESTED:
                outcome.kept.append(engagement.slug)
            else:
                changed = _fill(engagement, proposal)
                if changed:
                    engagement.save()
                changed = _gather(engagement, proposal, decided) or changed
                (outcome.updated if changed else outcome.unchanged).append(engagement.slug)
            seen.add(engagement.slug)
        if replacing:
            stale = Engagement.objects.filter(
                state=Engagement.State.SUGGESTED, origin__startswith="suggested"
            ).exclude(slug__in=seen)
            outcome.withdrawn = list(stale.values_list("slug", flat=True))
            stale.delete()
    return outcome


def _fill(engagement: Engagement, proposal: Proposal) -> bool:
    changed = False
    for name in _FIELDS:
        if getattr(engagement, name) != getattr(proposal, name):
            setattr(engagement, name, getattr(proposal, name))
            changed = True
    if engagement.counterpart_people != list(proposal.people):
        engagement.counterpart_people = list(proposal.people)
        changed = True
    return changed


def _existing(proposal: Proposal, seen: set[str]) -> Engagement | None:
    from outspoken.desk.models import Engagement

    if not proposal.origin.startswith("suggested"):
        return Engagement.objects.filter(origin=proposal.origin).first()
    if proposal.slug in seen:
        return None
    return Engagement.objects.filter(slug=proposal.slug).first()


def _free_slug(slug: str) -> str:
    from outspoken.desk.models import Engagement

    free, number = slug, 1
    while Engagement.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return free


def _covering(proposal: Proposal) -> Engagement | None:
    """The imported visit that a suggestion is part of, if there is one."""
    from outspoken.desk.models import Engagement

    if not proposal.origin.startswith("suggested") or proposal.kind == "call":
        return None
    return (
        Engagement.objects.filter(
            government=proposal.government,
            counterpart=proposal.counterpart,
            official=proposal.official,
            start__lte=proposal.start + timedelta(days=1),
            end__gte=proposal.end - timedelta(days=1),
        )
        .exclude(origin__startswith="suggested")
        .exclude(state__in=[Engagement.State.REJECTED, Engagement.State.MERGED])
        .first()
    )


def _gather(engagement: Engagement, proposal: Proposal, decided: set[str]) -> bool:
    """Make the machine-gathered documents those of the proposal; people's stay."""
    from outspoken.desk.models import EngagementDocument

    wanted = {d.document_id: d for d in proposal.documents if d.document_id not in decided}
    held = {d.document_id: d for d in engagement.documents.filter(by_person=False)}
    imported = not engagement.origin.startswith("suggested")
    changed = False
    if not imported:
        for gone in held.keys() - wanted.keys():
            held[gone].delete()
            changed = True
    for document_id, gathered in wanted.items():
        row = held.get(document_id)
        if row is None:
            EngagementDocument.objects.create(
                engagement=engagement,
                document_id=document_id,
                phase=gathered.phase,
                basis=gathered.basis,
            )
            changed = True
        elif (row.phase, row.basis) != (gathered.phase, gathered.basis):
            row.phase, row.basis = gathered.phase, gathered.basis
            row.save()
            changed = True
    return changed


def find(slug: str) -> Engagement:
    """An engagement by its slug, or by the beginning of it where that names one only.

    Raises:
        DeskError: none or several.
    """
    from outspoken.desk.models import Engagement

    exact = Engagement.objects.filter(slug=slug).first()
    if exact is not None:
        return exact
    near = list(Engagement.objects.filter(slug__startswith=slug)[:4])
    if len(near) == 1:
        return near[0]
    if near:
        raise DeskError(
            slug, "names several engagements", "one of " + ", ".join(e.slug for e in near)
        )
    raise DeskError(slug, "is no engagement here", "see 'outspoken engagements list'")


def decide(slug: str, state: str) -> Engagement:
    """Confirm or reject (or put back to suggested) an engagement."""
    from django.db import transaction

    engagement = find(slug)
    with transaction.atomic():
        before = snapshot(engagement)
        engagement.state = state
        engagement.save()
        _log(state, engagement, before)
    return engagement


def merge(slugs: Sequence[str]) -> Engagement:
    """Put the documents and days of several engagements into the first, which is confirmed.

    Raises:
        DeskError: fewer than two, the same twice, or different counterparts.
    """
    from django.db import transaction

    from outspoken.desk.models import Engagement

    engagements = [find(slug) for slug in slugs]
    if len({e.pk for e in engagements}) < 2:
        raise DeskError(" ".join(slugs), "needs two different engagements", "name both")
    first, *others = engagements
    for other in others:
        if other.counterpart != first.counterpart:
            raise DeskError(
                other.slug,
                f"is with {other.counterpart}, {first.slug} with {first.counterpart}",
                "an engagement has one counterpart",
            )
    with transaction.atomic():
        before = [snapshot(e) for e in engagements]
        for other in others:
            held = set(first.documents.values_list("document_id", flat=True))
            for row in other.documents.exclude(document_id__in=held):
                row.engagement, row.by_person = first, True
                row.save()
            other.documents.all().delete()
            other.state, other.merged_into = Engagement.State.MERGED, first
            other.save()
            people = dict.fromkeys([*first.counterpart_people, *other.counterpart_people])
            first.counterpart_people = list(people)
        first.documents.update(by_person=True)
        first.start = min(e.start for e in engagements)
        first.end = max(e.end for e in engagements)
        first.state = Engagement.State.CONFIRMED
        first.save()
        _log("merge", first, before)
    return first


def split(slug: str, document_ids: Sequence[str]) -> Engagement:
    """Move documents (ids, or beginnings of ids) of an engagement into a new, confirmed one.

    Raises:
        DeskError: a document that is not there, or all of them.
    """
    from django.db import transaction

    from outspoken.desk.models import Engagement

    old = find(slug)
    rows = list(old.documents.all())
    moved = []
    for wanted in document_ids:
        hits = [row for row in rows if row.document_id.startswith(wanted)]
        if len(hits) != 1:
            raise DeskError(
                wanted,
                f"names {len(hits)} documents of {old.slug}",
                f"see 'outspoken engagements show {old.slug}'",
            )
        moved += hits
    if len({row.pk for row in moved}) >= len(rows):
        raise DeskError(old.slug, "would be left without documents", "leave it at least one")
    with transaction.atomic():
        before = [snapshot(old)]
        new = Engagement(
            **{name: getattr(old, name) for name in _FIELDS},
            slug=_free_slug(slug_of(old.start, old.official, old.counterpart, old.kind)),
            counterpart_people=list(old.counterpart_people),
            state=Engagement.State.CONFIRMED,
        )
        new.origin = f"split from {old.slug}"
        new.save()
        for row in moved:
            row.engagement, row.by_person = new, True
            row.save()
        old.documents.update(by_person=True)
        old.state = Engagement.State.CONFIRMED
        old.save()
        _log("split", new, before)
    return new


def snapshot(engagement: Engagement) -> dict[str, Any]:
    """An engagement as plain values, for the log and for programs."""
    return {
        "slug": engagement.slug,
        **{name: str(getattr(engagement, name)) for name in _FIELDS},
        "people": list(engagement.counterpart_people),
        "state": str(engagement.state),
        "documents": [
            {"document_id": d.document_id, "phase": str(d.phase), "basis": d.basis}
            for d in engagement.documents.all()
        ],
    }


def _log(action: str, engagement: Engagement, before: Any) -> None:
    from outspoken.desk.models import Change

    Change.objects.create(
        by=getpass.getuser(),
        action=f"engagement {action}",
        subject=engagement.slug,
        before=before,
        after=snapshot(engagement),
    )


def choose(
    *, official: str = "", counterpart: str = "", since: str = "", until: str = ""
) -> list[Engagement]:
    """Engagements that are not rejected or merged, by official, counterpart and days (ISO).

    Raises:
        DeskError: a day that is none.
    """
    from datetime import date

    from outspoken.desk.models import Engagement

    rows = Engagement.objects.exclude(
        state__in=[Engagement.State.REJECTED, Engagement.State.MERGED]
    )
    if official:
        rows = rows.filter(official__icontains=official)
    if counterpart:
        rows = rows.filter(counterpart=counterpart.upper())
    for name, field_name in ((since, "end__gte"), (until, "start__lte")):
        if name:
            try:
                rows = rows.filter(**{field_name: date.fromisoformat(name)})
            except ValueError:
                raise DeskError(name, "is no day", "write it as 2022-11-14") from None
    return list(rows.prefetch_related("documents"))
