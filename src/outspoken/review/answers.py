"""Storing people's answers and taking them back. Nothing is deleted: what no longer stands is marked.

An answer has a key, made where it was given. The same answer may come twice (the line broke after
it was stored, before that was heard): it is stored once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.review.answer import Answer, of
from outspoken.review.context import Key

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from outspoken.desk.models import Review, Sample

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Place:
    """The sentence that is answered: where it stands, and its words."""

    key: Key
    n: int
    text: str


def store(
    *,
    key: str,
    sample: Sample | None,
    place: Place,
    answer: Answer,
    by: str,
    codebook: str,
    machine: Mapping[str, Any] | None = None,
    seen: bool = False,
    settles: bool = False,
) -> Review:
    """Store one answer, in place of the person's earlier one about the same sentence.

    Args:
        key: made by whoever sends it; an answer with a stored key is not stored again.
        sample: that the sentence was drawn for; None for a correction outside any sample.
        place: the sentence.
        answer: what the person says.
        by: who.
        codebook: hash of the one at hand.
        machine: what the machine proposed, if it had looked at the sentence.
        seen: whether the person saw that before answering. A second answer always counts as seen:
            what the machine said is shown after the first.
        settles: whether it is the settlement of a disagreement; it replaces an earlier one by
            anyone.

    Raises:
        DeskError: the key is not usable, or was used for something else.
    """
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from outspoken.desk.models import Change, Review

    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise DeskError("key", f"is not 1 to {LONGEST_KEY} plain letters", "make a new one")
    kind = Review.Kind.ADJUDICATION if settles else Review.Kind.CODING
    try:
        with transaction.atomic():
            stored = _known(key, place, by)
            if stored is not None:
                return stored
            now = timezone.now()
            own = _of(sample, place.key, kind)
            if not settles:
                own = own.filter(by=by)
            again = own.exists()
            replaced = list(own.filter(withdrawn_at__isnull=True))
            own.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
            review = Review.objects.create(
                key=key,
                sample=sample,
                document_id=place.key[0],
                n=place.n,
                start=place.key[1],
                end=place.key[2],
                text=place.text,
                by=by,
                kind=kind,
                machine=dict(machine) if machine is not None else None,
                seen=seen or (again and machine is not None),
                codebook=codebook,
                **answer.plain(),
            )
            # The moment at which it took the earlier one's place: undo finds that one by it.
            Review.objects.filter(pk=review.pk).update(at=now)
            review.at = now
            Change.objects.create(
                by=by,
                action="review.settle" if settles else "review.answer",
                subject=subject(sample, place.key),
                before=[of(one).plain() | {"by": one.by} for one in replaced] or None,
                after=answer.plain() | {"key": key},
            )
            return review
    except IntegrityError:
        # Two of the same at one moment, where the database lets writers in side by side.
        stored = _known(key, place, by)
        if stored is None:
            raise DeskError(
                "this sentence", "was answered a moment ago under your name", "look at it again"
            ) from None
        return stored


def undo(key: str, by: str) -> Review:
    """Take an answer back; the one that it had replaced stands again. Doing so twice changes nothing.

    Raises:
        DeskError: there is no such answer, or it is someone else's.
    """
    from django.db import transaction
    from django.utils import timezone

    from outspoken.desk.models import Change, Review

    with transaction.atomic():
        review = Review.objects.filter(key=key).first()
        if review is None:
            raise DeskError("this answer", "is not stored", "nothing had to be undone")
        if review.by != by:
            raise DeskError("this answer", f"is {review.by}'s", "only they can take it back")
        if review.withdrawn_at is not None:
            return review
        review.withdrawn_at = timezone.now()
        review.save(update_fields=["withdrawn_at"])
        place = (review.document_id, review.start, review.end)
        own = _of(review.sample, place, review.kind).filter(withdrawn_at=review.at)
        before = own.exclude(pk=review.pk).order_by("-id").first()
        if before is not None:
            before.withdrawn_at = None
            before.save(update_fields=["withdrawn_at"])
        Change.objects.create(
            by=by,
            action="review.undo",
            subject=subject(review.sample, place),
            before=of(review).plain() | {"key": key},
            after=of(before).plain() | {"key": before.key} if before else None,
        )
        return review


def standing(sample: Sample | None, key: Key, by: str) -> Review | None:
    """A person's answer about a sentence, if it stands."""
    from outspoken.desk.models import Review

    own = _of(sample, key, Review.Kind.CODING).filter(by=by, withdrawn_at__isnull=True)
    return own.first()


def subject(sample: Sample | None, key: Key) -> str:
    """A sentence as the log of changes names it."""
    return f"{sample.slug if sample else 'sentence'} {key[0][:16]}:{key[1]}-{key[2]}"[:200]


def _of(sample: Sample | None, key: Key, kind: str) -> QuerySet[Review]:
    from outspoken.desk.models import Review

    return Review.objects.filter(
        sample=sample, document_id=key[0], start=key[1], end=key[2], kind=kind
    )


def _known(key: str, place: Place, by: str) -> Review | None:
    from outspoken.desk.models import Review

    stored = Review.objects.filter(key=key).first()
    if stored is None:
        return None
    if stored.by != by or (stored.document_id, stored.start) != place.key[:2]:
        raise DeskError("key", "was used for another answer", "make a new one for each answer")
    return stored
