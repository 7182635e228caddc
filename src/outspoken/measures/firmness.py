"""Firmness: how firmly rights were put, beside how firmly the same speaker put the rest (3.5).

Firmness is ordinal: there is no mean of it. Its distribution is shown, and *firmness parity* theta:
the chance that a rights sentence drawn at random is firmer than a comparator's, ties counting half
(Mann-Whitney; A. Vargha and H. D. Delaney, J. Educ. Behav. Stat. 25, 2000). 0.5 is parity.

Over several engagements theta is stratified: each engagement's own theta, weighted with
n1 n2 / (n1 + n2) (P. van Elteren, 1960), so that an official who is blunt with everyone is not
compared with one who is polite with everyone. Below five sentences on either side it is not computed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums, Totals, with_columns
from outspoken.measures.uncertainty import Interval
from outspoken.model import Firmness

RIGHTS = "agenda:HR"
COMPARATORS = {
    "comparators": "comparators",
    "SEC_CYBER": "issue:SEC_CYBER",
    "SEC_REGIONAL": "issue:SEC_REGIONAL",
    "ECO_TRADE": "issue:ECO_TRADE",
}
"""What rights are held against: all three together, and one by one."""
LEAST = 5
"""Sentences with a level that either side needs."""
LEVELS = len(Firmness.NAMES)


def theta(own: Array, other: Array) -> Array:
    """P(own > other) + P(own = other) / 2, from counts by level along the last axis."""
    below = np.cumsum(other, axis=-1) - other / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        chance: Array = (own * below).sum(-1) / (own.sum(-1) * other.sum(-1))
    return chance


def pooled(sums: Sums, comparator: str) -> Array:
    """Theta over all sentences together."""
    return theta(sums.levels(RIGHTS), sums.levels(COMPARATORS[comparator]))


def stratified(sums: Sums, comparator: str) -> Array:
    """Theta within engagements (documents), from the columns that `strata` adds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance: Array = sums[f"strata:{comparator}:theta"] / sums[f"strata:{comparator}:weight"]
    return chance


def strata(data: Totals) -> Totals:
    """The same totals with each cluster's theta and its weight, for every comparator."""
    each = data.each
    own = np.maximum(each.levels(RIGHTS), 0.0)
    columns: dict[str, Array] = {}
    for name, key in COMPARATORS.items():
        other = np.maximum(each.levels(key), 0.0)
        n, m = own.sum(-1), other.sum(-1)
        weight = np.divide(n * m, n + m, out=np.zeros_like(n), where=(n > 0) & (m > 0))
        chance = np.nan_to_num(theta(own, other), nan=0.0, posinf=0.0, neginf=0.0)
        columns[f"strata:{name}:weight"] = weight
        columns[f"strata:{name}:theta"] = weight * chance
    return with_columns(data, columns)


def reading(interval: Interval) -> str:
    """Whether rights were put less firmly, more firmly, or neither can be said."""
    low, high = interval.at(0.95)
    if high is not None and high < 0.5:
        return "less firmly"
    if low is not None and low > 0.5:
        return "more firmly"
    return "undetermined"


def _few(sums: Sums, comparator: str) -> str:
    own = float(sums.levels(RIGHTS).sum(-1))
    other = float(sums.levels(COMPARATORS[comparator]).sum(-1))
    if min(own, other) < LEAST:
        return f"fewer than {LEAST} sentences with a level on one side ({own:.0f} and {other:.0f})"
    return ""


def measures() -> Iterator[Measure]:
    """The profile of each agenda that has levels, and parity with every comparator."""
    for name, key in {"HR": RIGHTS, **COMPARATORS}.items():
        for level in range(LEVELS):
            yield Measure(
                name=f"firmness {name} {level}",
                unit="share of sentences",
                scale="logit",
                value=lambda sums, key=key, level=level: (  # type: ignore[misc]
                    sums[f"{key}:f{level}"] / sums.levels(key).sum(-1)
                ),
                n=lambda sums, key=key, level=level: sums[f"{key}:f{level}"],  # type: ignore[misc]
                of=lambda sums, key=key: sums.levels(key).sum(-1),  # type: ignore[misc]
                lists=f"{_listed(name)} --firmness {level}",
                note=Firmness.NAMES[level],
            )
    for name, key in COMPARATORS.items():
        for variant, value in (("", pooled), (" (within engagements)", stratified)):
            yield Measure(
                name=f"firmness-parity HR:{name}{variant}",
                unit="probability",
                scale="logit",
                value=lambda sums, name=name, value=value: value(sums, name),  # type: ignore[misc]
                n=lambda sums: sums.levels(RIGHTS).sum(-1),
                of=lambda sums, key=key: (  # type: ignore[misc]
                    sums.levels(RIGHTS).sum(-1) + sums.levels(key).sum(-1)
                ),
                lists=f"--agenda HR {_listed(name)}",
                against=lambda sums, name=name: _few(sums, name),  # type: ignore[misc]
                says=reading,
                by_document=value is stratified,
            )


def _listed(name: str) -> str:
    if name == "HR":
        return "--agenda HR"
    if name == "comparators":
        return " ".join(f"--issue {issue}" for issue in COMPARATORS if issue != name)
    return f"--issue {name}"
