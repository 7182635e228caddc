"""Krippendorff's alpha: how far coders agree beyond chance.

Formulas: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections C and D;
A. F. Hayes and K. Krippendorff, "Answering the call for a standard reliability measure for coding
data", Communication Methods and Measures 1 (2007). Set-valued codes use the MASI distance of
R. Passonneau, "Measuring agreement on set-valued items (MASI)", LREC 2006.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

Value = TypeVar("Value", bound=Hashable)
Level = Literal["nominal", "ordinal", "interval", "masi"]
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement with its interval.

    `alpha` is 1 at full agreement, 0 at chance, negative below; None where it is undefined (no
    unit with two codes, or no variation at all). `low` and `high` bound the 95 % percentile
    interval of a bootstrap over units. `units` counts those with at least two codes.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    values: int


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """MASI distance between two sets, in [0, 1]: 1 - Jaccard x monotonicity (1, 2/3, 1/3, 0)."""
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    monotone = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - len(a & b) / len(a | b) * monotone


def krippendorff_alpha(
    units: Sequence[Sequence[Value | None]],
    level: Level = "nominal",
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Alpha:
    """Alpha over units, each the codes of its coders (None where a coder gave none).

    Args:
        units: one sequence a unit; lengths may differ, order of coders does not matter.
        level: ``nominal`` (hashable values), ``ordinal`` and ``interval`` (numbers),
            ``masi`` (frozensets).
        seed: of the bootstrap.
        resamples: bootstrap draws; 0 leaves the interval out.
    """
    coded = [[v for v in unit if v is not None] for unit in units]
    pairable = [unit for unit in coded if len(unit) >= 2]
    total = sum(len(unit) for unit in pairable)
    if not pairable:
        return Alpha(None, None, None, 0, 0)
    values = _ordered(pairable, level)
    delta = _distances(values, pairable, level)
    index = {value: i for i, value in enumerate(values)}
    tables = np.stack([_coincidences(unit, index) for unit in pairable])
    alpha = _alpha(tables.sum(axis=0), delta)
    low = high = None
    if resamples and alpha is not None:
        rng = np.random.default_rng(seed)
        draws = []
        for _ in range(resamples):
            picked = rng.multinomial(len(tables), np.full(len(tables), 1 / len(tables)))
            one = _alpha(np.tensordot(picked, tables, axes=1), delta)
            if one is not None:
                draws.append(one)
        if draws:
            low, high = (float(q) for q in np.quantile(draws, (0.025, 0.975)))
    return Alpha(alpha, low, high, len(pairable), total)


def _ordered(units: Sequence[Sequence[Value]], level: Level) -> list[Value]:
    named = dict.fromkeys(value for unit in units for value in unit)
    if level in ("ordinal", "interval"):
        return sorted(named)  # type: ignore[type-var]
    return list(named)


def _distances(
    values: Sequence[Value], units: Sequence[Sequence[Value]], level: Level
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Squared differences delta(c, k)^2 between values, shape (values, values)."""
    size = len(values)
    delta = np.zeros((size, size))
    counts: Mapping[Value, int] = Counter(value for unit in units for value in unit)
    difference: Callable[[int, int], float]
    if level == "nominal":
        difference = lambda c, k: 1.0  # noqa: E731
    elif level == "interval":
        difference = lambda c, k: float(values[c] - values[k]) ** 2  # type: ignore[operator] # noqa: E731
    elif level == "ordinal":
        n = [counts[value] for value in values]
        difference = lambda c, k: float(sum(n[c : k + 1]) - (n[c] + n[k]) / 2) ** 2  # noqa: E731
    else:
        difference = lambda c, k: masi(values[c], values[k])  # type: ignore[arg-type] # noqa: E731
    for c in range(size):
        for k in range(c + 1, size):
            delta[c, k] = delta[k, c] = difference(c, k)
    return delta


def _coincidences(
    unit: Sequence[Value], index: Mapping[Value, int]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A unit's pairs of codes, each weighted 1/(m - 1), shape (values, values)."""
    counts = np.zeros(len(index))
    for value in unit:
        counts[index[value]] += 1
    table = np.outer(counts, counts) - np.diag(counts)
    scaled: np.ndarray[tuple[int, int], np.dtype[np.float64]] = table / (len(unit) - 1)
    return scaled


def _alpha(
    table: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    delta: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> float | None:
    margins = table.sum(axis=1)
    n = margins.sum()
    expected = float((np.outer(margins, margins) * delta).sum())
    if n < 2 or expected == 0:
        return None
    observed = float((table * delta).sum())
    return float(1 - (n - 1) * observed / expected)
