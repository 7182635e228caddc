"""A composite of several measures: only where someone asks for it, and never alone (method, 3.9).

Each component is ranked within the reference set (percentiles), the ranks are put together as a
weighted geometric mean with weights that the reader declares. Beside it stand the raw vector, the
composite with each component left out, and how often one subject is above another when the weights
are drawn at random (Dirichlet(1, ..., 1)). Where that share is below 0.9 for any neighbours, there is
no order to publish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from outspoken.measures.totals import Array

DRAWS = 10_000
SURE = 0.9
"""Share of weight draws in which an order must hold to be published."""


@dataclass(frozen=True, slots=True)
class Composite:
    """Scores in (0, 1) with everything that a reader needs to doubt them.

    `above[i][j]` is the share of weight draws in which subject i is above subject j. `order` are
    the subjects from the highest down, empty where the order is not sure enough to be published.
    """

    subjects: tuple[str, ...]
    scores: tuple[float, ...]
    raw: Mapping[str, tuple[float, ...]]
    percentiles: Mapping[str, tuple[float, ...]]
    weights: Mapping[str, float]
    without: Mapping[str, tuple[float, ...]]
    above: tuple[tuple[float, ...], ...]
    order: tuple[str, ...]

    @property
    def note(self) -> str:
        """What must be said beside it."""
        if self.order:
            return "the order holds in nine of ten draws of the weights"
        return "no order: it depends on the weights"


def composite(
    subjects: Sequence[str],
    components: Mapping[str, Sequence[float]],
    weights: Mapping[str, float],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Composite:
    """Put components together with declared weights.

    Args:
        subjects: what is scored; together they are the reference set.
        components: each a value a subject, higher meaning more outspoken.
        weights: one for each component, above zero; there is no default.
        draws: of random weights.
        seed: of the draws.

    Raises:
        ValueError: weights that do not fit the components, or a value that is not known. A missing
            component is never filled in: leave out the subject, or the component for all.
    """
    if set(weights) != set(components) or any(weight <= 0 for weight in weights.values()):
        raise ValueError("every component needs a weight above zero, and nothing else has one")
    names = list(components)
    raw = np.array([components[name] for name in names], dtype=np.float64)
    if raw.shape != (len(names), len(subjects)) or not np.isfinite(raw).all():
        raise ValueError("every subject needs every component; leave out what is not known")
    ranks = np.stack([_percentiles(row) for row in raw])
    declared = np.array([weights[name] for name in names])
    declared = declared / declared.sum()
    scores = _geometric(ranks, declared)
    without = {}
    if len(names) > 1:
        for i, name in enumerate(names):
            rest = np.delete(declared, i)
            without[name] = tuple(
                _geometric(np.delete(ranks, i, axis=0), rest / rest.sum()).tolist()
            )
    rng = np.random.default_rng(seed)
    drawn = rng.dirichlet(np.ones(len(names)), size=draws) @ np.log(ranks)
    above = (drawn[:, :, None] > drawn[:, None, :]).mean(axis=0)
    order = np.argsort(-scores, kind="stable")
    sure = all(above[a, b] >= SURE for a, b in pairwise(order))
    return Composite(
        subjects=tuple(subjects),
        scores=tuple(scores.tolist()),
        raw={name: tuple(row.tolist()) for name, row in zip(names, raw, strict=True)},
        percentiles={name: tuple(row.tolist()) for name, row in zip(names, ranks, strict=True)},
        weights={name: float(w) for name, w in zip(names, declared, strict=True)},
        without=without,
        above=tuple(tuple(row.tolist()) for row in above),
        order=tuple(subjects[i] for i in order) if sure else (),
    )


def _percentiles(values: Array) -> Array:
    """Mid-ranks over the reference set, strictly between 0 and 1."""
    from scipy.stats import rankdata

    ranks: Array = (rankdata(values) - 0.5) / len(values)
    return ranks


def _geometric(ranks: Array, weights: Array) -> Array:
    mean: Array = np.exp(weights @ np.log(ranks))
    return mean
