"""Intervals: the jackknife over documents, BCa, and blocks of sentences within a document.

Of the intervals that were tried on simulated records (docs/evaluation/intervals.md), the jackknife
over documents on a scale without bounds (log, logit), with Student's t at the *effective* number of
documents, is the one that keeps its 95 % where rights are rare and few documents hold most of them.
The BCa bootstrap (B. Efron, JASA 82, 1987), which method section 3.10 names, falls to 85-92 % below
some sixty documents; it is here for comparison and for functions that are not smooth.

Effective degrees of freedom: 2 / (coefficient of variation of the variance estimate)^2, that is
2 D / (kurtosis - 1) of the documents' influence values (Satterthwaite's argument; G. Kauermann and
R. J. Carroll, JASA 96, 2001, on why sandwich variances need it). One document that carries all gives
about two; many alike give D - 1.

One document has no other to be resampled with. Its sentences are taken in blocks of five, because
neighbours are about the same; the interval is then *within-document*: it says how firm the figure
is for a speaker who goes on like this, not what another document would bring. Moving blocks:
H. R. Künsch, Annals of Statistics 17 (1989).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from outspoken.measures.totals import Array, Sums, Totals, totals

Scale = Literal["identity", "log", "logit"]
Value = Callable[[Sums], Array]

RESAMPLES = 2000
BLOCK = 5
"""Sentences in a block within one document (method, section 3.10)."""
FEW = 5
"""Documents below which a figure gets an interval within its documents instead of over them."""
_STEP = 1e-4
"""How much of a document is taken out where taking all of it leaves nothing to compute."""
_LEAST_DF = 1.5


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with what its interval is made of; `at` gives the bounds for any level.

    `se` and `centre` are on the scale; `bias` is the jackknife's estimate of the bias there.
    """

    estimate: float
    centre: float
    se: float
    df: float
    scale: Scale
    method: str
    bias: float = 0.0

    def at(self, level: float = 0.95) -> tuple[float | None, float | None]:
        """Lower and upper bound; None where there is no interval."""
        if not math.isfinite(self.se) or not math.isfinite(self.centre) or self.df <= 0:
            return None, None
        from scipy.special import ndtri, stdtrit

        share = (1 + level) / 2
        q = float(ndtri(share) if math.isinf(self.df) else stdtrit(self.df, share)) * self.se
        return _back(self.centre - q, self.scale), _back(self.centre + q, self.scale)


def to_scale(values: Array, scale: Scale) -> Array:
    """On the scale; not finite where the value lies on or outside its bounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            out: Array = np.log(values)
        elif scale == "logit":
            out = np.log(values / (1 - values))
        else:
            out = np.asarray(values, dtype=np.float64)
    return out


def _back(x: float, scale: Scale) -> float:
    if scale == "log":
        return math.exp(min(x, 700.0))
    if scale == "logit":
        return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
    return x


def jackknife(data: Totals, value: Value, scale: Scale, *, unbias: bool = False) -> Interval | None:
    """The estimate over all clusters with its interval over them; None where it is undefined.

    Args:
        data: at least two clusters, exchangeable.
        value: the measure.
        scale: where its errors are about symmetric.
        unbias: take the jackknife's bias off the estimate (on the scale).
    """
    sums = data.sums
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = float(value(sums))
        if not math.isfinite(estimate):
            return None
        centre = float(to_scale(np.array(estimate), scale))
        size = len(data)
        method = f"jackknife over {data.documents:,} {data.unit}"
        if size < 2 or not math.isfinite(centre):
            return Interval(estimate, centre, math.inf, 0.0, scale, method)
        step = 1.0
        left = to_scale(value(Sums(data.names, sums.values - data.values)), scale)
        if not np.isfinite(left).all():
            step = _STEP
            left = to_scale(value(Sums(data.names, sums.values - step * data.values)), scale)
    influence = (size - 1 if step == 1.0 else 1 / step) * (centre - left)
    if step != 1.0:
        influence = influence * size
    if not np.isfinite(influence).all():
        return Interval(estimate, centre, math.inf, 0.0, scale, method)
    bias = float((size - 1) * (left.mean() - centre)) if step == 1.0 else 0.0
    around = influence - influence.mean()
    se = math.sqrt(float(around @ around) / (size - 1) / size)
    if unbias and math.isfinite(bias):
        centre -= bias
        estimate = _back(centre, scale)
    return Interval(estimate, centre, se, _effective(around), scale, method, bias)


def _effective(around: Array) -> float:
    """Degrees of freedom of a variance estimated from these deviations."""
    size = len(around)
    second = float((around**2).mean())
    if second <= 0:
        return size - 1
    excess = float((around**4).mean()) / second**2 - 1
    floor = 2 * size / max(size - 1, 1)
    return min(max(2 * size / max(excess, floor), _LEAST_DF), size - 1)


def bca(
    data: Totals,
    value: Value,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Bias-corrected and accelerated bootstrap over clusters (Efron 1987); None if undefined."""
    from scipy import stats

    estimate = float(value(data.sums))
    draws = bootstrap(data, value, resamples=resamples, seed=seed)
    if not math.isfinite(estimate) or len(draws) < resamples // 2:
        return None
    below = (float((draws < estimate).mean()) + float((draws <= estimate).mean())) / 2
    z0 = float(stats.norm.ppf(min(max(below, 1 / resamples), 1 - 1 / resamples)))
    left = value(Sums(data.names, data.sums.values - data.values))
    left = left[np.isfinite(left)]
    away = left.mean() - left
    spread = float((away**2).sum())
    a = float((away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    tails = stats.norm.ppf(np.array([(1 - level) / 2, (1 + level) / 2]))
    shares = stats.norm.cdf(z0 + (z0 + tails) / (1 - a * (z0 + tails)))
    low, high = np.quantile(draws, shares)
    return float(low), float(high)


def bootstrap(data: Totals, value: Value, *, resamples: int = RESAMPLES, seed: int = 0) -> Array:
    """The measure over clusters drawn with replacement; draws where it is undefined are left out."""
    rng = np.random.default_rng(seed)
    size = len(data)
    weights = rng.multinomial(size, np.full(size, 1 / size), size=resamples)
    with np.errstate(divide="ignore", invalid="ignore"):
        draws = np.asarray(value(Sums(data.names, weights @ data.values)), dtype=np.float64)
    kept: Array = draws[np.isfinite(draws)]
    return kept


def blocks(sentences: Sequence[tuple[Hashable, Mapping[str, float]]], block: int = BLOCK) -> Totals:
    """Sentences in the order of the record, by document, as clusters of `block` neighbours."""
    places: dict[Hashable, int] = {}
    rows = []
    for document, tally in sentences:
        place = places.get(document, 0)
        places[document] = place + 1
        rows.append(((document, place // block), tally))
    return totals(rows, unit=f"blocks of {block} sentences")


def moving_blocks(
    sentences: Sequence[tuple[Hashable, Mapping[str, float]]],
    value: Value,
    *,
    block: int = BLOCK,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Array:
    """Draws of the moving-block bootstrap within each document (blocks wrap round its end)."""
    single = totals([(i, tally) for i, (_, tally) in enumerate(sentences)])
    owners: dict[Hashable, list[int]] = {}
    for i, (document, _) in enumerate(sentences):
        owners.setdefault(document, []).append(i)
    rng = np.random.default_rng(seed)
    drawn = np.zeros((resamples, single.values.shape[1]))
    for own in owners.values():
        rows = single.values[own]
        size = len(own)
        long = min(block, size)
        sums = sum(np.roll(rows, -shift, axis=0) for shift in range(long))
        picks = rng.multinomial(-(-size // long), np.full(size, 1 / size), size=resamples)
        drawn += picks @ np.asarray(sums) * (size / (-(-size // long) * long))
    with np.errstate(divide="ignore", invalid="ignore"):
        draws = np.asarray(value(Sums(single.names, drawn)), dtype=np.float64)
    kept: Array = draws[np.isfinite(draws)]
    return kept
