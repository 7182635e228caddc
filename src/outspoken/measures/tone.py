"""Does the first engagement set the tone (method, section 3.8)?

For officials with four or more engagements with the same counterpart, later attention is regressed
on the first's, with official and year effects taken out where they can be. Officials differ, so a
slope above zero alone shows nothing: the first is compared with every *other* engagement put in its
place. If a random one predicts the rest as well as the first, the first set nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outspoken.measures.totals import Array

LEAST = 4
"""Engagements that an official needs."""
LEAST_OFFICIALS = 5
DRAWS = 9999


@dataclass(frozen=True, slots=True)
class Tone:
    """The slope of later attention on the first, and the same with a random other as "first".

    `p` = (1 + #{random slope >= slope}) / (draws + 1); None below five officials, where only the
    figures themselves are given.
    """

    slope: float | None
    random_slope: float | None
    low: float | None
    high: float | None
    p: float | None
    officials: int
    engagements: int

    @property
    def reading(self) -> str:
        """What may be said."""
        if self.p is None:
            return f"descriptive only: fewer than {LEAST_OFFICIALS} officials with {LEAST} or more"
        if self.p < 0.05:
            return "the first engagement goes with later ones more than a random other does"
        return "the first engagement tells no more of later ones than a random other does"


def first_engagement(
    officials: Sequence[str],
    days: Sequence[str],
    attention: Sequence[float],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Tone:
    """Test whether the first engagement sets the tone.

    Args:
        officials: of each engagement.
        days: ISO days, which order an official's engagements.
        attention: to rights in each, in [0, 1].
        draws: random choices of another engagement as the first.
        seed: of the draws.
    """
    values = np.asarray(attention, dtype=np.float64)
    years = np.array([int(day[:4]) for day in days])
    values = values - _year_effects(values, years)
    own: dict[str, list[int]] = {}
    for i in sorted(range(len(days)), key=lambda i: days[i]):
        own.setdefault(officials[i], []).append(i)
    kept = [places for places in own.values() if len(places) >= LEAST]
    size = sum(len(places) for places in kept)
    if len(kept) < 2:
        return Tone(None, None, None, None, None, len(kept), size)
    slope = _slope(values, kept, [0] * len(kept))
    rng = np.random.default_rng(seed)
    random = np.array(
        [
            _slope(values, kept, [int(rng.integers(1, len(places))) for places in kept])
            for _ in range(draws)
        ]
    )
    random = random[np.isfinite(random)]
    if not np.isfinite(slope) or not len(random):
        return Tone(None, None, None, None, None, len(kept), size)
    low, high = np.quantile(random, [0.025, 0.975])
    p = (1 + int((random >= slope).sum())) / (len(random) + 1)
    return Tone(
        float(slope), float(random.mean()), float(low), float(high),
        p if len(kept) >= LEAST_OFFICIALS else None, len(kept), size,
    )  # fmt: skip


def _year_effects(values: Array, years: Array) -> Array:
    """Each year's mean less the overall one, where a year has enough engagements to have one."""
    effects = np.zeros(len(values))
    for year in np.unique(years):
        here = years == year
        if here.sum() >= LEAST:
            effects[here] = values[here].mean() - values.mean()
    return effects


def _slope(values: Array, kept: Sequence[Sequence[int]], firsts: Sequence[int]) -> float:
    """Slope of the mean of an official's other engagements on the chosen one, officials weighted alike.

    The guard against regression to the mean: the chosen one is in nobody's mean.
    """
    x = np.array([values[places[f]] for places, f in zip(kept, firsts, strict=True)])
    y = np.array(
        [
            values[[p for i, p in enumerate(places) if i != f]].mean()
            for places, f in zip(kept, firsts, strict=True)
        ]
    )
    spread = float(((x - x.mean()) ** 2).sum())
    return float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread > 0 else float("nan")
