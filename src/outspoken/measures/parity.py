"""Parity: rights beside another agenda, on the same lips in the same engagement (method, 3.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from outspoken.measures.frame import RIGHTS, Coded, credit_of, words_of

COMPARATORS = ("ECO", "SEC")
"""Diplomacy itself (DIP) has so broad a vocabulary that a ratio to it measures the lexicon."""


@dataclass(frozen=True, slots=True)
class Parity:
    """log((W_HR + k) / (W_g + k)), k half the mean sentence length; 0 is equal prominence.

    `log_ratio` is None where neither agenda occurs: nothing to compare is not parity.
    `times` is exp(log_ratio): how many words on rights for one on the comparator.
    """

    comparator: str
    log_ratio: float | None
    rights_words: float
    comparator_words: float
    rights_sentences: int
    comparator_sentences: int

    @property
    def times(self) -> float | None:
        """The smoothed ratio itself."""
        return None if self.log_ratio is None else math.exp(self.log_ratio)


def parity(rows: Sequence[Coded], comparator: str) -> Parity:
    """Log parity of rights against `comparator` in sentences of one role."""
    words = words_of(rows)
    rights, other = credit_of(rows, RIGHTS), credit_of(rows, comparator)
    rights_words, other_words = float(words @ rights), float(words @ other)
    ratio = None
    if rights_words or other_words:
        k = float(words.mean()) / 2
        ratio = math.log((rights_words + k) / (other_words + k))
    return Parity(
        comparator=comparator,
        log_ratio=ratio,
        rights_words=rights_words,
        comparator_words=other_words,
        rights_sentences=int((rights > 0).sum()),
        comparator_sentences=int((other > 0).sum()),
    )
