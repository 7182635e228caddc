"""Parity: rights beside another agenda, on the same lips in the same engagement (method, 3.2).

"Equal prominence" is a claim of equivalence, so the absence of a difference does not show it: it is
said only where the whole 90 % interval lies between 0.8 and 1.25 words on rights for one on the
comparator. "Below parity" needs the 95 % interval below 1, "above" the one above. Everything else is
undetermined, however near to 1 the estimate may be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outspoken.measures.frame import RIGHTS, Coded, sums_of
from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums
from outspoken.measures.uncertainty import Interval

COMPARATORS = ("ECO", "SEC")
"""Diplomacy itself (DIP) has so broad a vocabulary that a ratio to it measures the lexicon."""
EQUAL = (math.log(0.8), math.log(1.25))


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
    sums = sums_of(rows)
    ratio = float(log_ratio(sums, comparator)) if not _neither(sums, comparator) else None
    return Parity(
        comparator=comparator,
        log_ratio=ratio,
        rights_words=float(sums[f"agenda:{RIGHTS}:credited_words"]),
        comparator_words=float(sums[f"agenda:{comparator}:credited_words"]),
        rights_sentences=int(sums[f"agenda:{RIGHTS}:sentences"]),
        comparator_sentences=int(sums[f"agenda:{comparator}:sentences"]),
    )


def log_ratio(sums: Sums, comparator: str, rights: str = RIGHTS) -> Array:
    """log((W_HR + k) / (W_g + k)); a corrected total below zero counts as zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        k = sums["words"] / sums["sentences"] / 2
        own = np.maximum(sums[f"agenda:{rights}:credited_words"], 0.0)
        other = np.maximum(sums[f"agenda:{comparator}:credited_words"], 0.0)
        ratio: Array = np.log((own + k) / (other + k))
    return ratio


def reading(interval: Interval) -> str:
    """What may be said: "equal prominence", "below parity", "above parity" or "undetermined"."""
    low, high = interval.at(0.90)
    if low is None or high is None:
        return "undetermined"
    if low >= EQUAL[0] and high <= EQUAL[1]:
        return "equal prominence"
    low, high = interval.at(0.95)
    if high is not None and high < 0:
        return "below parity"
    if low is not None and low > 0:
        return "above parity"
    return "undetermined"


def _neither(sums: Sums, comparator: str) -> bool:
    own, other = (sums[f"agenda:{a}:credited_words"] for a in (RIGHTS, comparator))
    return bool(own <= 0) and bool(other <= 0)


def measures(sizes: Mapping[str, tuple[int, int]]) -> Iterator[Measure]:
    """Parity with each comparator, and with the size of the two vocabularies taken off.

    Args:
        sizes: agenda -> (issues in the codebook, terms in the codebook). A bigger lexicon catches
            more; the baseline variants divide each agenda's words by them.
    """
    for comparator in COMPARATORS:
        shifts = {"": 0.0}
        for place, what in enumerate(("per issue of the codebook", "per term of the codebook")):
            own = sizes.get(RIGHTS, (0, 0))[place]
            other = sizes.get(comparator, (0, 0))[place]
            if own and other:
                shifts[f" ({what})"] = math.log(own / other)
        for variant, shift in shifts.items():
            yield Measure(
                name=f"parity {RIGHTS}:{comparator}{variant}",
                unit="log ratio",
                scale="identity",
                value=lambda sums, c=comparator, shift=shift: log_ratio(sums, c) - shift,  # type: ignore[misc]
                n=lambda sums: sums[f"agenda:{RIGHTS}:sentences"],
                of=lambda sums, c=comparator: (  # type: ignore[misc]
                    sums[f"agenda:{RIGHTS}:sentences"] + sums[f"agenda:{c}:sentences"]
                ),
                lists=f"--agenda {RIGHTS} --agenda {comparator}",
                against=lambda sums, c=comparator: (  # type: ignore[misc]
                    "neither agenda occurs: nothing to compare" if _neither(sums, c) else ""
                ),
                says=reading,
                unbias=True,
                note="sensitivity check: a bigger vocabulary catches more" if variant else "",
            )
