"""Whose turn a drawn sentence is.

Sentences come in the order of the draw, which is random: so what is coded at any moment is itself a
random sample. Sentences for one person are dealt among the people who code, so that two at once do
not meet on the same; when one has none left, the other's are next. Sentences for two go to the first
two who reach them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outspoken.review.context import Key

if TYPE_CHECKING:
    from outspoken.desk.models import Sample

PER_DOUBLE = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn sentence, and who has a standing answer about it."""

    place: int
    key: Key
    n: int
    text: str
    stratum: str
    probability: float
    double: bool
    by: tuple[str, ...] = ()
    settled: bool = False

    @property
    def needed(self) -> int:
        """How many more people must code it."""
        return max((PER_DOUBLE if self.double else 1) - len(self.by), 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample is. `passed` are sentences left open before the last answered one."""

    sentences: int
    done: int
    answers: int
    double: int
    double_done: int
    by_person: Mapping[str, int]
    unsure: int
    passed: int
    changed_after_seeing: int


def drawn(sample: Sample) -> list[Drawn]:
    """A sample's sentences in the order of the draw."""
    by: dict[Key, list[str]] = {}
    settled: set[Key] = set()
    rows = sample.reviews.filter(withdrawn_at__isnull=True).order_by("at", "id")
    for document, start, end, person, kind in rows.values_list(
        "document_id", "start", "end", "by", "kind"
    ):
        if kind == "coding":
            by.setdefault((document, start, end), []).append(person)
        else:
            settled.add((document, start, end))
    found = []
    for one in sample.sentences.all():
        key = (one.document_id, one.start, one.end)
        found.append(
            Drawn(
                place=one.place,
                key=key,
                n=one.n,
                text=one.text,
                stratum=one.stratum,
                probability=one.probability,
                double=one.double,
                by=tuple(by.get(key, ())),
                settled=key in settled,
            )
        )
    return sorted(found, key=lambda one: one.place)


def people(sample: Sample) -> list[str]:
    """Who codes, in the order in which they began."""
    rows = sample.reviews.filter(kind="coding").order_by("at", "id").values_list("by", flat=True)
    return list(dict.fromkeys(rows))


def queue(sample: Sample, by: str, sentences: Sequence[Drawn] | None = None) -> list[Drawn]:
    """What is left for a person, the next one first."""
    order = people(sample)
    if by not in order:
        order.append(by)
    mine = order.index(by)
    own: list[Drawn] = []
    others: list[Drawn] = []
    for one in drawn(sample) if sentences is None else sentences:
        if by in one.by or not one.needed:
            continue
        dealt = one.double or one.place % len(order) == mine
        (own if dealt else others).append(one)
    return own + others


def progress(sample: Sample, sentences: Sequence[Drawn] | None = None) -> Progress:
    """How far a sample is."""
    held = drawn(sample) if sentences is None else list(sentences)
    by_person: dict[str, int] = {}
    for one in held:
        for person in one.by:
            by_person[person] = by_person.get(person, 0) + 1
    last = max((one.place for one in held if one.by), default=0)
    double = [one for one in held if one.double]
    standing = sample.reviews.filter(withdrawn_at__isnull=True, kind="coding")
    return Progress(
        sentences=len(held),
        done=sum(not one.needed for one in held),
        answers=sum(by_person.values()),
        double=len(double),
        double_done=sum(not one.needed for one in double),
        by_person=dict(sorted(by_person.items())),
        unsure=standing.filter(unsure=True).count(),
        passed=sum(1 for one in held if not one.by and one.place < last),
        changed_after_seeing=standing.filter(seen=True).count() if sample.blind else 0,
    )
