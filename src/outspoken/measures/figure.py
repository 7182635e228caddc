"""The one shape of every figure: an estimate, its interval, what it stands on, how to open it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

DETECTOR = "detector count"
"""What a figure is until a sample that people coded has corrected it (method, section 3.10)."""
CORRECTED = "corrected by human coding"
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """One result of one measure for one subject.

    Attributes:
        measure: the measure's name, with its variant ("attention HR", "parity HR:ECO").
        subject: of what ("2024-03-12-marsh-xke-visit", "USA with CHN, 2022, readout").
        estimate: None where there is nothing to measure. That is never the same as zero.
        low, high: bounds of the interval; None where none can be given (`note` says why).
        level: the interval's level, in (0, 1).
        n: how many sentences carry the figure (documents for silence); of: out of how many.
        unit: what the estimate counts ("share of words", "log ratio", "probability").
        label: `DETECTOR`, or `CORRECTED` where people's codes corrected it.
        correction: how it was corrected, by what sample; empty for a detector count.
        interval: how the interval was made, and what it covers.
        sentences: the command that lists the sentences behind it.
        note: what a reader must know beside it (mixed genres, too few sentences ...).
        verdict: words that may be said of it ("below parity", "undetermined"); often empty.
    """

    measure: str
    subject: str
    estimate: float | None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    n: int = 0
    of: int = 0
    unit: str = ""
    label: str = DETECTOR
    correction: str = ""
    interval: str = ""
    sentences: str = ""
    note: str = ""
    verdict: str = ""

    @property
    def corrected(self) -> bool:
        """Whether people's codes stand behind it."""
        return self.label != DETECTOR

    def row(self) -> dict[str, Any]:
        """The figure as plain values, for a table or a program."""
        return asdict(self)
