"""How far people agree who coded the same sentences (method, section 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outspoken.measures.reliability import Alpha, krippendorff_alpha
from outspoken.review.answer import Answer, of
from outspoken.review.context import Key

if TYPE_CHECKING:
    from outspoken.desk.models import Review, Sample

GATE = 0.667
"""Alpha from which a code may be reported; below it, coders train on, or codes are merged."""
RESAMPLES = 500
FEWEST = 5
"""Sentences with an issue before its own alpha says anything."""


@dataclass(frozen=True, slots=True)
class Line:
    """Agreement on one thing: its words, alpha, and on how many sentences someone gave it."""

    what: str
    alpha: Alpha
    given: int
    issue: str = ""

    @property
    def enough(self) -> bool | None:
        """Whether it passes the gate; None where nothing can be said."""
        return None if self.alpha.alpha is None else self.alpha.alpha >= GATE


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of a sample's people, on sentences that at least two of them coded."""

    units: int
    same: int
    lines: tuple[Line, ...]


def pairs(sample: Sample) -> dict[Key, list[Review]]:
    """Sentences that at least two people coded, with their standing answers."""
    found: dict[Key, list[Review]] = {}
    rows = sample.reviews.filter(withdrawn_at__isnull=True, kind="coding").order_by("at", "id")
    for review in rows:
        found.setdefault((review.document_id, review.start, review.end), []).append(review)
    return {key: own for key, own in found.items() if len(own) > 1}


def agreement(sample: Sample, *, resamples: int = RESAMPLES) -> Agreement:
    """Krippendorff's alpha over the double-coded sentences.

    Rights or not and linkage as names, issues and targets as sets (MASI), firmness on its order
    where both gave one, and each issue that was given often enough by itself.
    """
    units = [[of(review) for review in own] for own in pairs(sample).values()]

    def line(what: str, level: Any, value: Any, given: int, issue: str = "") -> Line:
        codes = [[value(answer) for answer in unit] for unit in units]
        return Line(what, krippendorff_alpha(codes, level, resamples=resamples), given, issue)

    def number(test: Any) -> int:
        return sum(any(test(answer) for answer in unit) for unit in units)

    lines = [
        line("rights or not", "nominal", _rights, number(_rights)),
        line("issues", "masi", lambda a: frozenset(a.issues), number(lambda a: a.issues)),
        line("target", "masi", lambda a: frozenset(a.target), number(lambda a: a.target)),
        line("firmness", "ordinal", lambda a: a.firmness, number(lambda a: a.firmness is not None)),
        line("linkage", "nominal", lambda a: a.linkage, number(lambda a: a.linkage)),
    ]
    for code in sorted({issue for unit in units for answer in unit for issue in answer.issues}):

        def has(answer: Answer, code: str = code) -> bool:
            return code in answer.issues

        if number(has) >= FEWEST:
            lines.append(line(code, "nominal", has, number(has), code))
    same = sum(all(not unit[0].differs(other) for other in unit[1:]) for unit in units)
    return Agreement(len(units), same, tuple(lines))


def _rights(answer: Answer) -> bool:
    return any(issue.startswith("HR_") for issue in answer.issues)
