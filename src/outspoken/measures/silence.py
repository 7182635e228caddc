"""Silence: what was not said, and whether that is out of the ordinary (method, section 3.7).

Two kinds, never mixed. *Against an ask* (`against_ask`): a statement about a bounded record, with no
probability. *Against a base rate* (`base_rate`): how likely is a text of this length and genre to
leave an issue out, judged by the same office's other texts with the same counterpart?

For a text without the issue, P0 is the chance that an ordinary text of its length would not have it.
Two models of the reference texts:

- ``mention`` (for readouts): log(-log P0) = a + b log W, and a shift for each official who has enough
  texts. It looks only at whether an issue occurs, not how often. b has a normal prior around 1, where
  mentions come at a constant rate; below 1 they come in clusters. The method speaks of a logit; this
  link has the right shape for what is counted (the logit makes P0 fall too slowly in long texts, and
  found an eighth to a half of what this one finds, see docs/evaluation/silence.md). The limit is that
  of the fitted chance.
- ``count``: sentences on the issue are negative binomial with mean lambda W and size k;
  P0 = (1 + lambda W / k)^-k. lambda has a gamma prior fitted over the issues, k a prior from the
  other issues where fewer than ten texts mention it; the posterior is computed on a grid.

A silence is *notable* if the upper 95 % limit of P0 is below .05, alone and after Benjamini and
Hochberg's procedure (its form for discrete tests) over all that was tested. Only texts and issues are tested whose length makes a mention likely enough (limit
below .05); that depends on the length alone, not on what the text says, so it costs no error.

Where people found that the coder finds less in the tested texts than in the reference (another
language, another genre), `recall` scales the expected mentions down. Every notable silence still needs
a person who has read the whole document: `read_by` says who has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from outspoken.measures.totals import Array

Model = Literal["mention", "count"]
NOTABLE = 0.05
_UPPER = 0.95
_Z = 1.6448536269514722
_SLOPE_SD = 0.5
_INTERCEPT_SD = 10.0
POOLED_BELOW = 10
"""Texts with a mention below which an issue's dispersion is taken from the other issues."""
_MIN_REFERENCE = 10


@dataclass(frozen=True, slots=True)
class Chance:
    """P0: the chance that an ordinary text of this length does not mention it, and its limits."""

    p0: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Silence:
    """One text and one issue (or agenda) under test.

    `p` is the upper limit of P0 for a text without the issue, 1 for one with it; `q` the same after
    the adjustment for all tests. `tested` is whether its length makes a mention likely enough to test.
    """

    text: str
    issue: str
    words: int
    mentions: int
    chance: Chance
    tested: bool
    p: float
    q: float
    notable: bool
    reference: int
    reference_mentions: int
    read_by: tuple[str, ...] = ()


def mention_chance(
    words: Array,
    mentioned: npt.NDArray[np.bool_],
    at: Array,
    *,
    groups: Array | None = None,
    groups_at: Array | None = None,
    recall: float = 1.0,
) -> list[Chance]:
    """P0 by the mention model, at texts of `at` words.

    Args:
        words, mentioned: of the reference texts.
        at: words of the tested texts.
        groups, groups_at: indicator columns (officials) of both, shape (texts, groups).
        recall: the coder's recall in the tested texts over that in the reference.
    """
    length, new_length = np.log(np.maximum(words, 1.0)), np.log(np.maximum(at, 1.0))
    middle = float(length.mean())
    design = [np.ones(len(words)), length - middle]
    new = [np.ones(len(at)), new_length - middle]
    if groups is not None and groups_at is not None:
        design += list(groups.T)
        new += list(groups_at.T)
    x, z = np.stack(design, axis=1), np.stack(new, axis=1)
    mean = np.array([0.0, 1.0, *[0.0] * (x.shape[1] - 2)])
    sd = np.array([_INTERCEPT_SD, _SLOPE_SD, *[1.0] * (x.shape[1] - 2)])
    beta, covariance = _fit(x, mentioned.astype(float), mean, 1 / sd**2)
    eta = z @ beta
    se = np.sqrt(np.einsum("ij,jk,ik->i", z, covariance, z))
    return [
        Chance(_none(e, recall), _none(e + _Z * s, recall), _none(e - _Z * s, recall))
        for e, s in zip(eta.tolist(), se.tolist(), strict=True)
    ]


def _none(eta: float, recall: float) -> float:
    """P0 = exp(-recall e^eta): mentions thin out with the coder's relative recall."""
    return math.exp(-recall * math.exp(min(max(eta, -50.0), 50.0)))


def _fit(x: Array, y: Array, mean: Array, precision: Array) -> tuple[Array, Array]:
    """Posterior mode and covariance of the mention model with normal priors, by Fisher scoring."""
    beta = mean.copy()
    prior = np.diag(precision)
    information = prior
    for _ in range(100):
        intensity = np.exp(np.clip(x @ beta, -30.0, 3.4))
        none = np.exp(-intensity)
        slope = intensity * none
        weight = slope / np.maximum(none * (1 - none), 1e-12)
        score = x.T @ (weight * (y - 1 + none)) - precision * (beta - mean)
        information = (x * (weight * slope)[:, None]).T @ x + prior
        step = np.linalg.solve(information, score)
        step = step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
        beta = beta + step
        if float(np.abs(step).max()) < 1e-7:
            break
    covariance: Array = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return beta, covariance


def count_chances(
    counts: Array, words: Array, at: Array, *, recall: float = 1.0
) -> list[list[Chance]]:
    """P0 by the negative-binomial model: a list over tested texts for every issue.

    Args:
        counts: sentences on each issue in the reference texts, shape (texts, issues).
        words: of the reference texts.
        at: words of the tested texts.
        recall: see `mention_chance`.
    """
    total = float(words.sum())
    rates = counts.sum(axis=0) / total
    shape, scale = _gamma_prior(rates, total)
    sizes = np.exp(np.linspace(math.log(0.1), math.log(50.0), 24))
    grids = []
    for i, rate in enumerate(rates):
        centre = math.log(max(float(rate), 0.5 / total))
        grid = np.exp(np.linspace(centre - 3.0, centre + 2.5, 90))
        grids.append((grid, _likelihood(counts[:, i], words, grid, sizes)))
    many = [i for i in range(counts.shape[1]) if (counts[:, i] > 0).sum() >= POOLED_BELOW]
    pooled = np.zeros(len(sizes))
    for i in many:
        likelihood = grids[i][1]
        pooled += np.logaddexp.reduce(likelihood, axis=0)
    pooled -= pooled.max() if many else 0.0
    found = []
    for i, (grid, likelihood) in enumerate(grids):
        posterior = likelihood + (shape * np.log(grid) - grid / scale)[:, None]
        if i not in many:
            posterior = posterior + pooled[None, :]
        weight = np.exp(posterior - posterior.max())
        weight /= weight.sum()
        found.append(
            [_grid_chance(grid, sizes, weight, float(w), recall) for w in np.atleast_1d(at)]
        )
    return found


def _gamma_prior(rates: Array, total: float) -> tuple[float, float]:
    """Shape and scale of a gamma over the issues' rates, by moments; vague where they are few."""
    mean = max(float(rates.mean()), 0.5 / total)
    variance = float(rates.var(ddof=1)) if len(rates) > 2 else 0.0
    excess = variance - mean / total
    shape = min(max(mean**2 / excess, 0.05), 5.0) if excess > 0 else 0.5
    return shape, mean / shape


def _likelihood(y: Array, words: Array, rates: Array, sizes: Array) -> Array:
    """Log likelihood on the grid, shape (rates, sizes)."""
    from scipy.special import gammaln

    mean = rates[:, None] * words[None, :]
    out = np.empty((len(rates), len(sizes)))
    for j, k in enumerate(sizes):
        one = (
            gammaln(y + k)
            - gammaln(k)
            - k * np.log1p(mean / k)
            + y * (np.log(np.maximum(mean, 1e-300)) - np.log(mean + k))
        )
        out[:, j] = one.sum(axis=1)
    return out


def _grid_chance(rates: Array, sizes: Array, weight: Array, words: float, recall: float) -> Chance:
    mean = rates[:, None] * words * recall
    p0 = (1 + mean / sizes[None, :]) ** -sizes[None, :]
    order = np.argsort(p0, axis=None)
    sorted_p0, cumulated = p0.ravel()[order], np.cumsum(weight.ravel()[order])
    low = float(sorted_p0[min(int(np.searchsorted(cumulated, 1 - _UPPER)), len(order) - 1)])
    high = float(sorted_p0[min(int(np.searchsorted(cumulated, _UPPER)), len(order) - 1)])
    return Chance(float((p0 * weight).sum()), low, high)


def discrete_benjamini_hochberg(chances: Array, silent: npt.NDArray[np.bool_]) -> Array:
    """Adjusted p values of silences: Benjamini and Hochberg's procedure for discrete tests.

    A test of silence has two outcomes: p = P0 (no mention) or p = 1. So at a threshold t the
    expected number of false discoveries is the sum of the P0 that lie below it, not t for every
    test. J. F. Heyse, "A false discovery rate procedure for categorical data" (2011); S. Doehler,
    G. Durand and E. Roquain, Electron. J. Stat. 12 (2018). Tests that found a mention count in the
    sum as well. One for those.
    """
    q = np.ones(len(chances))
    places = np.flatnonzero(silent)
    if not len(places):
        return q
    ordered = np.sort(chances)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    own = places[np.argsort(chances[places], kind="stable")]
    expected = sums[np.searchsorted(ordered, chances[own], side="right")]
    found = np.searchsorted(chances[own], chances[own], side="right")
    q[own] = np.minimum(np.minimum.accumulate((expected / found)[::-1])[::-1], 1.0)
    return q


def base_rate(
    counts: Array,
    words: Array,
    issues: Sequence[str],
    tested: Sequence[str],
    tested_counts: Array,
    tested_words: Array,
    *,
    model: Model = "mention",
    groups: Array | None = None,
    groups_at: Array | None = None,
    recall: float = 1.0,
) -> list[Silence]:
    """Test texts for silence on each issue, against a reference set.

    Args:
        counts: sentences on each issue in the reference texts, shape (texts, issues).
        words: of the reference texts: same office, counterpart and genre, other dates.
        issues: their names.
        tested: names of the tested texts.
        tested_counts: as `counts`, of the tested texts.
        tested_words: of the tested texts.
        model: see the module's text.
        groups, groups_at: indicator columns of officials; for ``mention`` only.
        recall: the coder's recall in the tested texts over that in the reference.

    Raises:
        ValueError: fewer than ten reference texts: no base rate can be had from so few.
    """
    if len(words) < _MIN_REFERENCE:
        raise ValueError(f"a base rate needs {_MIN_REFERENCE} reference texts, not {len(words)}")
    if model == "count":
        chances = count_chances(counts, words, tested_words, recall=recall)
    else:
        chances = [
            mention_chance(
                words, counts[:, i] > 0, tested_words, groups=groups, groups_at=groups_at,
                recall=recall,
            )
            for i in range(len(issues))
        ]  # fmt: skip
    return judge(counts, issues, tested, tested_counts, tested_words, chances)


def judge(
    counts: Array,
    issues: Sequence[str],
    tested: Sequence[str],
    tested_counts: Array,
    tested_words: Array,
    chances: Sequence[Sequence[Chance]],
) -> list[Silence]:
    """Verdicts from the chances, with the false-discovery rate held over all that is tested."""
    rows = [(t, i) for t in range(len(tested)) for i in range(len(issues))]
    high = np.array([chances[i][t].high for t, i in rows])
    silent = np.array([tested_counts[t, i] == 0 for t, i in rows], dtype=bool)
    testable = high < NOTABLE
    q = np.ones(len(rows))
    q[testable] = discrete_benjamini_hochberg(high[testable], silent[testable])
    return [
        Silence(
            text=tested[t],
            issue=issues[i],
            words=int(tested_words[t]),
            mentions=int(tested_counts[t, i]),
            chance=chances[i][t],
            tested=bool(testable[row]),
            p=float(high[row]) if silent[row] else 1.0,
            q=float(q[row]),
            notable=bool(testable[row] and silent[row] and q[row] < NOTABLE),
            reference=len(counts),
            reference_mentions=int((counts[:, i] > 0).sum()),
        )
        for row, (t, i) in enumerate(rows)
    ]


@dataclass(frozen=True, slots=True)
class Absence:
    """Whether an issue occurs in a bounded record: silence against an ask, without probability."""

    issue: str
    documents: tuple[str, ...]
    sentences: int
    words: int
    role: str

    @property
    def statement(self) -> str:
        """The words that may be said. "Not found in the items searched", never "was silent"."""
        count = f"the {len(self.documents)} documents held ({self.words:,} words)"
        if not self.documents or not self.words:
            return f"{self.issue}: no words of the {self.role} are held; nothing can be said"
        if self.sentences:
            return f"{self.issue}: {self.sentences} sentences of the {self.role} in {count}"
        return f"{self.issue}: not found in what the {self.role} said in {count}"


def against_ask(
    counts: Array, words: Array, issues: Sequence[str], documents: Sequence[str], role: str
) -> list[Absence]:
    """Each asked issue in the documents at hand; counts has the shape (documents, issues)."""
    return [
        Absence(issue, tuple(documents), int(counts[:, i].sum()), int(words.sum()), role)
        for i, issue in enumerate(issues)
    ]
