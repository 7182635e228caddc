"""Breadth and depth: how many rights issues were named, and how long each was dwelt on (3.4).

Breadth grows with length, so it is also given for 500 words: how many different issues sentences
worth 500 words, drawn at random, would name (rarefaction; S. H. Hurlbert, Ecology 52, 1971).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outspoken.measures.frame import Coded
from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums

GENERAL = "HR_GENERIC"
"""Rights in general: no issue of its own in a count of breadth once a specific one is named."""
RAREFIED = 500
"""Words to which breadth is brought down."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Rights issues named at least once, in the order of the codebook, and the rest."""

    mentioned: tuple[str, ...]
    not_mentioned: tuple[str, ...]

    @property
    def share(self) -> float:
        """Named issues as a share of all that could be."""
        known = len(self.mentioned) + len(self.not_mentioned)
        return len(self.mentioned) / known if known else 0.0


def breadth(rows: Sequence[Coded], expected: Sequence[str]) -> Breadth:
    """Breadth over `expected` rights issues (all of the codebook, or those of the asks)."""
    named = {issue for row in rows for issue in row.rights}
    return Breadth(
        mentioned=tuple(issue for issue in expected if issue in named),
        not_mentioned=tuple(issue for issue in expected if issue not in named),
    )


def named(sums: Sums, issues: Sequence[str]) -> Array:
    """How many of the issues occur, of those that can."""
    counts = np.stack([sums[f"issue:{issue}:sentences"] for issue in issues], axis=-1)
    share: Array = (counts > 0).sum(axis=-1) / len(issues)
    return share


def rarefied(sums: Sums, issues: Sequence[str], words: int = RAREFIED) -> Array:
    """Expected number of different issues in sentences worth `words` words.

    sum over issues of 1 - C(N - n_i, m) / C(N, m): N sentences, n_i of them on issue i, m the
    number of sentences that make up the words. Not defined where less was said.
    """
    from scipy.special import gammaln

    total = np.asarray(sums["sentences"])
    with np.errstate(divide="ignore", invalid="ignore"):
        m = words / (sums["words"] / total)
        expected = np.zeros_like(total, dtype=np.float64)
        for issue in issues:
            n = np.maximum(sums[f"issue:{issue}:sentences"], 0.0)
            left = total - n
            none = np.exp(
                gammaln(left + 1)
                - gammaln(left - m + 1)
                - gammaln(total + 1)
                + gammaln(total - m + 1)
            )
            expected = expected + 1 - np.where(left - m >= 0, none, 0.0)
    short: Array = np.where(m <= total, expected, np.nan)
    return short


def depth(sums: Sums) -> Array:
    """Words on rights for each unbroken run of rights sentences (a mention)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        words: Array = sums["agenda:HR:credited_words"] / sums["runs"]
    return words


def median_run(sums: Sums) -> Array:
    """The median length of a run, in sentences."""
    lengths = sorted(
        ((int(name), counts) for name, counts in sums.starting("run:").items()),
        key=lambda item: item[0],
    )
    if not lengths:
        return np.full(sums.values.shape[:-1], np.nan)
    counts = np.stack([np.maximum(c, 0.0) for _, c in lengths], axis=-1)
    half = counts.sum(-1, keepdims=True) / 2
    at = (np.cumsum(counts, axis=-1) >= half).argmax(-1)
    median: Array = np.where(
        half[..., 0] > 0, np.array([float(length) for length, _ in lengths])[at], np.nan
    )
    return median


def measures(issues: Sequence[str]) -> Iterator[Measure]:
    """Breadth over these rights issues, rarefied breadth, depth, median run."""
    specific = [issue for issue in issues if issue != GENERAL]
    common: dict[str, Any] = {
        "n": lambda sums: sums["agenda:HR:sentences"],
        "of": lambda sums: sums["sentences"],
        "lists": "--agenda HR",
    }
    if specific:
        yield Measure(
            name="breadth",
            unit=f"share of {len(specific)} rights issues",
            scale="logit",
            value=lambda sums: named(sums, specific),
            note="grows with length; rights in general do not count; a bound from below",
            **common,
        )
        yield Measure(
            name="breadth (rarefied)",
            unit=f"issues in {RAREFIED} words",
            scale="log",
            value=lambda sums: rarefied(sums, specific),
            against=lambda sums: (
                f"fewer than {RAREFIED} words" if float(sums["words"]) < RAREFIED else ""
            ),
            **common,
        )
    yield Measure(
        name="depth",
        unit="words on rights for each mention",
        scale="log",
        value=depth,
        by_document=True,
        against=lambda sums: "" if float(sums["runs"]) > 0 else "no mention",
        **common,
    )
    yield Measure(
        name="depth (median run)",
        unit="sentences",
        scale="identity",
        value=median_run,
        by_document=True,
        against=lambda sums: "" if float(sums["runs"]) > 0 else "no mention",
        **common,
    )
