"""What followed, from the desk: the time line's comparisons with their caveats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from outspoken.scorecard.comparisons import (
    CONFOUNDERS,
    NOT_TO_BE_CLAIMED,
    RELEASES,
    Comparison,
    around_visits,
    by_case,
    detained,
    dose,
)
from outspoken.scorecard.timeline import Entry, namings, timeline

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Followed:
    """The time line, the comparisons that the data allow, and what must not be read into them."""

    entries: tuple[Entry, ...]
    comparisons: tuple[Comparison, ...]
    not_to_be_claimed: tuple[str, ...] = NOT_TO_BE_CLAIMED
    confounders: tuple[str, ...] = CONFOUNDERS


def followed(
    workspace: Workspace, engagements: Sequence[Engagement], *, counterpart: str = ""
) -> Followed:
    """What followed these engagements, as registered. The record ends with its last event."""
    from outspoken.desk.models import Event

    rows = [
        event
        for event in Event.objects.select_related("case")
        if counterpart in ("", event.country or (event.case.country if event.case else ""))
    ]
    until = max((event.date for event in rows), default=date.min)
    first: dict[str, tuple[date, int, int]] = {}
    named = namings(workspace, engagements)
    for naming in named:
        first.setdefault(naming.case, (naming.day, naming.firmness, naming.venue))
    cases = detained(
        [(e.case.slug, e.date, str(e.kind)) for e in rows if e.case is not None], first
    )
    visits = [e.start for e in engagements if str(e.kind) in ("visit", "meeting", "summit")]
    days = [e for e in rows if str(e.precision) == "day"]
    comparisons = [by_case(cases, until)]
    for label, kinds in (
        ("releases", RELEASES),
        ("arrests and charges", ("arrest", "rearrest", "charge", "sentence")),
    ):
        found = around_visits(visits, [e.date for e in days if str(e.kind) in kinds])
        comparisons += [_named(c, label) for c in found]
    comparisons += dose(cases, until)
    return Followed(
        tuple(timeline(named, engagements, counterpart=counterpart)), tuple(comparisons)
    )


def _named(comparison: Comparison, label: str) -> Comparison:
    from dataclasses import replace

    return replace(comparison, name=f"{label}: {comparison.name}")
