"""Where two people differ, and how it was settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outspoken.review.agreement import pairs
from outspoken.review.answer import Answer, of
from outspoken.review.context import Key

if TYPE_CHECKING:
    from outspoken.desk.models import Review, Sample


@dataclass(frozen=True, slots=True)
class Dispute:
    """A sentence about which people differ, or of which one was unsure."""

    key: Key
    n: int
    text: str
    answers: tuple[Review, ...]
    differ: tuple[str, ...]
    settled: Review | None


def disputes(sample: Sample, *, settled: bool = False) -> list[Dispute]:
    """Sentences to settle, in the order of the draw; with `settled`, those settled already too."""
    order = {
        (document, start, end): place
        for place, document, start, end in sample.sentences.values_list(
            "place", "document_id", "start", "end"
        )
    }
    done = settlements(sample)
    found = []
    for key, own in pairs(sample).items():
        answers = [of(review) for review in own]
        differ = tuple(dict.fromkeys(f for other in answers[1:] for f in answers[0].differs(other)))
        if not differ and not any(answer.unsure for answer in answers):
            continue
        if key in done and not settled:
            continue
        found.append(Dispute(key, own[0].n, own[0].text, tuple(own), differ, done.get(key)))
    return sorted(found, key=lambda one: (order.get(one.key, len(order)), one.key))


def settlements(sample: Sample) -> dict[Key, Review]:
    """The standing settlement of each settled sentence."""
    rows = sample.reviews.filter(withdrawn_at__isnull=True, kind="adjudication")
    return {(r.document_id, r.start, r.end): r for r in rows.order_by("at", "id")}


def final(answers: list[Review], settlement: Review | None) -> Answer | None:
    """What counts: the settlement, else what all say; None where they differ."""
    if settlement is not None:
        return of(settlement)
    first = of(answers[0])
    if any(first.differs(of(other)) for other in answers[1:]):
        return None
    return first
