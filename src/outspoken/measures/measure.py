"""A measure as the registry knows it, and how it becomes a figure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from outspoken.measures.figure import CORRECTED, DETECTOR, LEVEL, Figure
from outspoken.measures.totals import Array, Sums, Totals
from outspoken.measures.uncertainty import (
    BLOCK,
    FEW,
    Interval,
    Scale,
    Value,
    jackknife,
)

LEAST_BLOCKS = 4
"""Blocks of sentences below which nothing can be said of how they vary."""


def nothing(sums: Sums) -> str:
    """No reason against computing."""
    return ""


def no_words(interval: Interval) -> str:
    """No words beside the interval."""
    return ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure (or one variant of it), over sums of tallies.

    Attributes:
        name: what it is called in tables; the first word is its family.
        unit: what the estimate counts.
        scale: where its errors are about symmetric.
        value: the measure, on whole arrays.
        n, of: the counts that stand beside it.
        lists: options of `outspoken sentences` that list the sentences behind n.
        against: why it is not computed for these sums; empty where it is.
        says: words that the interval allows.
        unbias: whether the estimate is corrected for the jackknife's bias once people's codes
            enter (a detector count is shown as counted).
        presence: the sum in the numerator, where the measure is a share of what is there or not: it
            can be corrected by the coder's rates where a group has too few coded sentences.
        by_document: its columns are one document's (places, means): blocks of sentences have none.
    """

    name: str
    unit: str
    scale: Scale
    value: Value
    n: Callable[[Sums], Array]
    of: Callable[[Sums], Array]
    lists: str = ""
    against: Callable[[Sums], str] = nothing
    says: Callable[[Interval], str] = no_words
    unbias: bool = False
    by_document: bool = False
    note: str = ""
    presence: str = ""

    @property
    def family(self) -> str:
        """The measure without agenda and variant: "attention" of "attention HR (sentences)"."""
        return self.name.partition(" ")[0]

    def figure(
        self,
        data: Totals,
        subject: str,
        *,
        near: Totals | None = None,
        selects: str = "",
        level: float = LEVEL,
        correction: str = "",
        note: str = "",
        few: int = FEW,
        counts: Sums | None = None,
    ) -> Figure:
        """The figure over these documents.

        Args:
            data: totals by document (or larger cluster).
            subject: of what.
            near: the same by blocks of sentences (`uncertainty.blocks`), for the interval where
                documents are few.
            selects: options of `outspoken sentences` that choose the subject's sentences.
            level: of the interval.
            correction: how `data` was corrected by people's codes; empty for a detector count.
            note: added to the measure's own.
            few: documents below which the interval is within them.
            counts: the machine's sums where `data` is corrected: n counts sentences that exist.
        """
        sums = data.sums if counts is None else counts
        reason = self.against(data.sums)
        interval = None
        kind = ""
        if not reason:
            if near is None or data.documents >= few or self.by_document:
                interval, kind = self._interval(data, bool(correction))
            else:
                interval, kind = self._interval(near, False)
                kind = f"within-document, {kind}"
                if interval is not None and len(near) < LEAST_BLOCKS:
                    interval = replace(interval, se=math.inf)
        estimate = interval.estimate if interval else None
        low, high = interval.at(level) if interval else (None, None)
        notes = [self.note, note, reason]
        if interval is not None and low is None:
            if kind.startswith("within") and near is not None and len(near) < LEAST_BLOCKS:
                notes.append(f"no interval: fewer than {LEAST_BLOCKS * BLOCK} sentences")
            else:
                notes.append("no interval: nothing varies, or all of it is in one place")
            kind = ""
        return Figure(
            measure=self.name,
            subject=subject,
            estimate=estimate,
            low=low,
            high=high,
            level=level,
            n=round(float(self.n(sums))),
            of=round(float(self.of(sums))),
            unit=self.unit,
            label=CORRECTED if correction else DETECTOR,
            correction=correction,
            interval=kind,
            sentences=" ".join(x for x in ("outspoken sentences", selects, self.lists) if x),
            note="; ".join(x for x in notes if x),
            verdict=self.says(interval) if interval and low is not None else "",
        )

    def _interval(self, data: Totals, people: bool) -> tuple[Interval | None, str]:
        found = jackknife(data, self.value, self.scale, unbias=self.unbias and people)
        if found is None or not math.isfinite(found.estimate):
            return None, ""
        return found, f"{found.method}, t with {found.df:.0f} degrees of freedom"
