"""Drawing sentences for people to code, with known probabilities (method, sections 3.10 and 6.1).

The strata are what the coder made of a sentence. Rights are one to five sentences of a hundred, so
likely positives are oversampled; but every stratum is drawn from, for what has no chance of being
drawn cannot be corrected. Within a stratum every sentence has the same probability n_h / N_h.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

STRATA: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "rights-strong": (0.30, 0.23),
        "rights-weak": (0.15, 0.45),
        "comparator": (0.15, 0.03),
        "anchor": (0.20, 0.03),
        "none": (0.20, 0.003),
    }
)
"""Each stratum's share of a sample, and how often the coder is expected to err on rights there
(method, section 6.4: precision .77 of strong terms and .55 of weak ones; the rest is a guess that
the sample itself will replace)."""
LEAST = 10
"""Sentences that a stratum gets at least, so that its variance can be estimated."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn unit: its index in the population, its stratum, its probability, its place."""

    index: int
    stratum: str
    probability: float
    double: bool


def allocate(
    sizes: Mapping[str, int], total: int, shares: Mapping[str, float] | None = None
) -> dict[str, int]:
    """How many to draw from each stratum: by share, at least `LEAST`, never more than there are.

    What a small stratum cannot give goes to the others in proportion.
    """
    wanted = shares or {name: STRATA[name][0] for name in sizes}
    taken = {name: min(size, LEAST) for name, size in sizes.items()}
    open_strata = {name for name, size in sizes.items() if size > taken[name]}
    left = max(total - sum(taken.values()), 0)
    while left > 0 and open_strata:
        weight = sum(wanted.get(name, 0.0) for name in open_strata)
        step = {
            name: math.floor(left * wanted.get(name, 0.0) / weight) if weight else 0
            for name in open_strata
        }
        if not any(step.values()):
            step = dict.fromkeys(sorted(open_strata, key=lambda n: -wanted.get(n, 0.0))[:left], 1)
        for name, more in step.items():
            given = min(more, sizes[name] - taken[name])
            taken[name] += given
            left -= given
            if taken[name] == sizes[name]:
                open_strata.discard(name)
    return taken


def draw(
    strata: Sequence[str] | npt.NDArray[np.str_],
    total: int,
    *,
    seed: int,
    double_share: float = 0.25,
    shares: Mapping[str, float] | None = None,
) -> list[Drawn]:
    """Draw without replacement within strata; the units in random order.

    Args:
        strata: of every unit of the population, in a stable order.
        total: how many to draw in all.
        seed: the same seed draws the same units.
        double_share: share that two people code, chosen at random within each stratum.
        shares: of the sample, by stratum.
    """
    labels = np.asarray(strata)
    rng = np.random.default_rng(seed)
    names, counts = np.unique(labels, return_counts=True)
    sizes = {str(name): int(count) for name, count in zip(names, counts, strict=True)}
    taken = allocate(sizes, total, shares)
    drawn = []
    for name in sorted(sizes):
        units = rng.choice(np.flatnonzero(labels == name), taken[name], replace=False)
        twice = round(double_share * len(units))
        for i, unit in enumerate(units):
            drawn.append(Drawn(int(unit), name, taken[name] / sizes[name], i < twice))
    order = rng.permutation(len(drawn))
    return [drawn[i] for i in order]


def half_width(
    sizes: Mapping[str, int], taken: Mapping[str, int], errors: Mapping[str, float]
) -> float:
    """Half of the 95 % interval of a corrected share of sentences that such a sample gives.

    1.96 sqrt(sum (N_h / N)^2 (1 - n_h / N_h) e_h (1 - e_h) / n_h), e_h how often the coder errs in
    the stratum. Sampling of documents is not in it.
    """
    total = sum(sizes.values())
    variance = 0.0
    for name, size in sizes.items():
        n, error = taken.get(name, 0), errors[name]
        if size and n:
            variance += (size / total) ** 2 * (1 - n / size) * error * (1 - error) / n
        elif size:
            return math.inf
    return 1.96 * math.sqrt(variance)


def needed(
    sizes: Mapping[str, int], wanted: float, errors: Mapping[str, float] | None = None
) -> dict[str, int]:
    """The smallest sample, by stratum, whose interval is no wider than +- `wanted`.

    Neyman's allocation: n_h in proportion to N_h sqrt(e_h (1 - e_h)).

    Raises:
        ValueError: `wanted` is not above zero.
    """
    if wanted <= 0:
        raise ValueError("the half-width must be above zero")
    rate = errors or {name: STRATA[name][1] for name in sizes}
    shares = {n: size * math.sqrt(rate[n] * (1 - rate[n])) for n, size in sizes.items() if size}
    low, high = 1, sum(sizes.values())
    while low < high:
        middle = (low + high) // 2
        if half_width(sizes, allocate(sizes, middle, shares), rate) <= wanted:
            high = middle
        else:
            low = middle + 1
    return allocate(sizes, low, shares)


def precision_sample(half: float, share: float = 0.85) -> int:
    """Hits to code for a precision of about `share` to +- `half`: 1.96^2 p (1 - p) / h^2."""
    return math.ceil(1.96**2 * share * (1 - share) / half**2 - 1e-9)


def omissions_sample(rate: float) -> int:
    """Negatives to code, none of them missed, to bound omissions at `rate` with 95 % (3 / rate)."""
    return math.ceil(3 / rate - 1e-9)
