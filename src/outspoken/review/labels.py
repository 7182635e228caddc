"""Reviews as labelled rows: what `validate` and `train` read, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from outspoken.review.adjudication import final, settlements
from outspoken.review.answer import Answer, of
from outspoken.review.context import Key, Neighbour, Shown, contexts

if TYPE_CHECKING:
    from outspoken.desk.models import Review, Sample
    from outspoken.lake import Lake


@dataclass(frozen=True, slots=True)
class Labels:
    """Labelled rows; and how many sentences are left out, and why."""

    rows: tuple[dict[str, Any], ...]
    differing: int
    strayed: int


def labels(
    sample: Sample, lake: Lake, *, home: str = "", by: str = "", unsure: bool = True
) -> Labels:
    """The labelled sentences of a sample, in the order of the draw.

    Args:
        sample: whose.
        lake: for what stands around each sentence.
        home: government of documents that do not say.
        by: one person's own answers, to hold them against another's; without it, what counts: a
            settlement, else what all who coded it say. Where people differ and nobody has settled,
            the sentence is left out and counted.
        unsure: whether answers marked unsure are given too.
    """
    answers = _answers(sample, by)
    settled = {} if by else settlements(sample)
    rows, differing, strayed = [], 0, 0
    shown = contexts(lake, answers.keys() | settled.keys(), home=home)
    for one in sample.sentences.order_by("place"):
        key = (one.document_id, one.start, one.end)
        own = answers.get(key, [])
        if not own and key not in settled:
            continue
        answer = final(own, settled.get(key))
        if answer is None:
            differing += 1
        elif key not in shown:
            strayed += 1
        elif unsure or not answer.unsure:
            more = {"stratum": one.stratum, "probability": one.probability}
            rows.append(row(shown[key], answer) | more)
    return Labels(tuple(rows), differing, strayed)


def row(shown: Shown, answer: Answer) -> dict[str, Any]:
    """One labelled sentence, with the fields that `annotate` reads and the labels."""
    return {
        "id": identity(shown.key),
        "path": shown.source,
        "title": shown.title,
        "date": shown.date,
        "genre": shown.genre,
        "speaker": shown.speaker,
        "before": _beside(shown.before[-1:]),
        "text": shown.text,
        "after": _beside(shown.after[:1]),
        "home": shown.home,
        "role": answer.role or shown.role,
        "issues": list(answer.issues),
        "target": "+".join(answer.target),
        "firmness": answer.firmness,
        "linkage": answer.linkage,
        "soft": list(answer.soft),
        "cases": list(answer.cases),
        "unsure": answer.unsure,
    }


def identity(key: Key) -> str:
    """A short name of a sentence that stays the same as long as its place does."""
    return sha256(f"{key[0]}:{key[1]}:{key[2]}".encode()).hexdigest()[:12]


def _answers(sample: Sample, by: str) -> dict[Key, list[Review]]:
    rows = sample.reviews.filter(withdrawn_at__isnull=True, kind="coding").order_by("at", "id")
    if by:
        rows = rows.filter(by=by)
    found: dict[Key, list[Review]] = {}
    for review in rows:
        found.setdefault((review.document_id, review.start, review.end), []).append(review)
    return found


def _beside(neighbours: Sequence[Neighbour]) -> str:
    return " ".join(
        f"[{one.speaker}] {one.text}" if one.speaker else one.text for one in neighbours
    )


def written(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a file."""
    import json

    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


__all__ = ["Labels", "identity", "labels", "of", "row", "written"]
