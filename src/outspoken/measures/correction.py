"""Correction for coder error by a probability sample that people coded (method, section 3.10).

Three ways, in order of preference:

- *Design-based supervised learning* (N. Egami, M. Hinck, B. M. Stewart and H. Wei, NeurIPS 2023):
  the machine's answer f stands for every sentence, and each sampled one adds (Y - f) / pi, its
  difference from a person's answer over the probability that it was drawn. Unbiased by design,
  however bad f is, because every sentence could have been drawn. Everything here that is a function
  of sums is corrected so: sums are means, and means of pseudo-outcomes are unbiased.
- *Prediction-powered inference* (A. N. Angelopoulos et al., Science 382, 2023) and its power-tuned
  form (PPI++, arXiv 2311.01453), for a simple random sample; the bootstrap form (T. Zrnic,
  arXiv 2405.18379) for any function.
- *Misclassification* (W. J. Rogan and B. Gladen, Am. J. Epidemiol. 107, 1978), where a group has too
  few coded sentences of its own: sensitivity and specificity are taken over from the whole sample,
  which assumes that the coder errs alike there. That is stated beside the figure.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outspoken.measures.totals import Array, Sums, Totals, by_cluster
from outspoken.measures.uncertainty import RESAMPLES, Interval, Scale, Value, jackknife


def pseudo_outcomes(f: Array, y: Array, drawn: npt.NDArray[np.bool_], pi: Array) -> Array:
    """f + (R / pi)(Y - f): y is read only where `drawn`; pi in (0, 1] everywhere.

    Raises:
        ValueError: a probability outside (0, 1]: a unit that could not be drawn cannot be corrected.
    """
    if not ((pi > 0) & (pi <= 1)).all():
        raise ValueError("every sentence needs a probability in (0, 1] of being drawn")
    out = f.astype(np.float64, copy=True)
    out[drawn] += (y[drawn] - f[drawn]) / pi[drawn]
    return out


def dsl_mean(
    f: Array,
    y: Array,
    drawn: npt.NDArray[np.bool_],
    pi: Array,
    clusters: Sequence[Hashable],
    *,
    weights: Array | None = None,
    scale: Scale = "identity",
) -> Interval | None:
    """A mean (share) of people's codes over all units, standard errors by cluster."""
    outcome = pseudo_outcomes(f, y, drawn, pi)
    w = np.ones_like(outcome) if weights is None else weights
    data = by_cluster(clusters, {"y": outcome * w, "n": w})
    return jackknife(data, lambda sums: sums["y"] / sums["n"], scale)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A linear regression: one value for each column, with cluster-robust standard errors."""

    estimate: Array
    se: Array
    covariance: Array
    clusters: int

    def interval(self, level: float = 0.95) -> tuple[Array, Array]:
        """Lower and upper bounds, Student's t with clusters - columns degrees of freedom."""
        from scipy import stats

        df = max(self.clusters - len(self.estimate), 1)
        q = float(stats.t.ppf((1 + level) / 2, df))
        return self.estimate - q * self.se, self.estimate + q * self.se


def regression(
    x: Array, outcome: Array, clusters: Sequence[Hashable], weights: Array | None = None
) -> Coefficients:
    """Least squares of (pseudo-)outcomes on columns, with standard errors by cluster (CR1).

    With DSL pseudo-outcomes as `outcome` the coefficients are those of people's codes.
    """
    w = np.ones(len(outcome)) if weights is None else weights
    bread = np.linalg.pinv((x * w[:, None]).T @ x)
    estimate = bread @ ((x * w[:, None]).T @ outcome)
    scores = x * (w * (outcome - x @ estimate))[:, None]
    known: dict[Hashable, int] = {}
    places = np.array([known.setdefault(c, len(known)) for c in clusters])
    size = len(known)
    sums = np.zeros((size, x.shape[1]))
    np.add.at(sums, places, scores)
    n, k = x.shape
    correction = size / max(size - 1, 1) * (n - 1) / max(n - k, 1)
    covariance = correction * bread @ sums.T @ sums @ bread
    return Coefficients(estimate, np.sqrt(np.diag(covariance)), covariance, size)


@dataclass(frozen=True, slots=True)
class Powered:
    """A prediction-powered mean, its standard error, and the weight that the predictions got."""

    estimate: float
    se: float
    power: float

    def at(self, level: float = 0.95) -> tuple[float, float]:
        """Normal interval, as in the paper."""
        from scipy import stats

        q = float(stats.norm.ppf((1 + level) / 2)) * self.se
        return self.estimate - q, self.estimate + q


def ppi_mean(y: Array, f: Array, f_all: Array, *, power: float | None = 1.0) -> Powered:
    """Prediction-powered mean: mean_N(l f) + mean_n(Y - l f).

    Var = l^2 s^2(f) / N + s^2(Y - l f) / n.

    Args:
        y, f: people's codes and predictions of the labelled units (simple random sample).
        f_all: predictions of the unlabelled units.
        power: l; 1 is PPI, 0 leaves the predictions out, None tunes it (PPI++):
            l = Cov(Y, f) / ((1 + n / N) Var f), between 0 and 1.
    """
    n, big = len(y), len(f_all)
    if power is None:
        spread = float(np.var(np.concatenate([f, f_all]), ddof=1))
        shared = float(np.cov(y, f, ddof=1)[0, 1])
        power = min(max(shared / ((1 + n / big) * spread), 0.0), 1.0) if spread > 0 else 0.0
    estimate = float(power * f_all.mean() + (y - power * f).mean())
    variance = power**2 * np.var(f_all, ddof=1) / big + np.var(y - power * f, ddof=1) / n
    return Powered(estimate, math.sqrt(float(variance)), power)


def powered_bootstrap(
    everything: Totals,
    people: Totals,
    machine: Totals,
    value: Value,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[float, Array]:
    """Prediction-powered bootstrap of any function of sums: the estimate and its draws.

    theta(f, all) + theta(Y, sample) - theta(f, sample), clusters drawn with replacement, those of
    the sample and those of the rest each by themselves. `people` and `machine` hold the sample's
    weighted tallies, row for row the same clusters.
    """
    rng = np.random.default_rng(seed)

    def one(all_sums: Array, human: Array, coded: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            out: Array = (
                value(Sums(everything.names, all_sums))
                + value(Sums(people.names, human))
                - value(Sums(machine.names, coded))
            )
        return out

    estimate = float(one(everything.values.sum(0), people.values.sum(0), machine.values.sum(0)))
    size, labelled = len(everything), len(people)
    picks = rng.multinomial(size, np.full(size, 1 / size), size=resamples)
    own = rng.multinomial(labelled, np.full(labelled, 1 / labelled), size=resamples)
    draws = one(picks @ everything.values, own @ people.values, own @ machine.values)
    kept: Array = draws[np.isfinite(draws)]
    return estimate, kept


@dataclass(frozen=True, slots=True)
class Rates:
    """How a coder errs on one code: sensitivity and specificity with their standard errors."""

    sensitivity: float
    specificity: float
    sensitivity_se: float = 0.0
    specificity_se: float = 0.0
    positives: int = 0
    negatives: int = 0


def rogan_gladen(observed: float, observed_se: float, rates: Rates) -> Interval | None:
    """The share that a coder with these rates would have shown as `observed`; None if it cannot be.

    p = (p_obs + Sp - 1) / (Se + Sp - 1), cut to [0, 1]; the variance is the delta method's, with
    the rates' own errors. On the logit scale where p lies inside (0, 1).
    """
    youden = rates.sensitivity + rates.specificity - 1
    if youden <= 0:
        return None
    p = (observed + rates.specificity - 1) / youden
    variance = (
        observed_se**2 + (p * rates.sensitivity_se) ** 2 + ((1 - p) * rates.specificity_se) ** 2
    ) / youden**2
    se = math.sqrt(variance)
    method = (
        f"Rogan-Gladen, sensitivity {rates.sensitivity:.2f}, specificity {rates.specificity:.4f}"
    )
    if not 0 < p < 1:
        return Interval(min(max(p, 0.0), 1.0), p, se, math.inf, "identity", method)
    return Interval(p, math.log(p / (1 - p)), se / (p * (1 - p)), math.inf, "logit", method)


def rates(y: Array, f: Array, weights: Array, clusters: Sequence[Hashable]) -> Rates | None:
    """Sensitivity and specificity from a weighted sample (weights 1 / pi, times words if by words)."""
    real, shown = y > 0, f > 0
    data = by_cluster(
        clusters,
        {
            "tp": weights * (real & shown),
            "p": weights * real,
            "tn": weights * (~real & ~shown),
            "n": weights * ~real,
        },
    )
    found = []
    for hit, of in (("tp", "p"), ("tn", "n")):
        one = jackknife(data, lambda s, a=hit, b=of: s[a] / s[b], "identity")  # type: ignore[misc]
        if one is None:
            return None
        found.append(one)
    positives = int((y > 0).sum())
    return Rates(
        found[0].estimate,
        found[1].estimate,
        found[0].se if math.isfinite(found[0].se) else 0.0,
        found[1].se if math.isfinite(found[1].se) else 0.0,
        positives,
        len(y) - positives,
    )
