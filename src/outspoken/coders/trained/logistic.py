"""Logistic regression with a penalty for each weight, and Platt's calibration.

Platt: J. Platt, "Probabilistic outputs for support vector machines", 1999, with his smoothed goals.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def fit(x: Numbers, goal: Numbers, weight: Numbers, penalty: Numbers) -> tuple[Numbers, float]:
    """Weights and offset that minimise weighted log loss plus half the penalised squares."""
    from scipy.optimize import minimize

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        w, offset = parameters[:-1], parameters[-1]
        scores = x @ w + offset
        value = (weight * (np.logaddexp(0, scores) - goal * scores)).sum()
        slope = weight * (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - goal)
        gradient = np.append(x.T @ slope + penalty * w, slope.sum())
        return float(value + 0.5 * (penalty * w**2).sum()), gradient

    start = np.zeros(x.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: NDArray[np.float64] = found.x
    return weights[:-1], float(weights[-1])


def balance(yes: NDArray[np.bool_]) -> Numbers:
    """Weights by which both answers weigh half, and all together as many as there are."""
    count = yes.sum()
    of = len(yes)
    weights: Numbers = np.where(yes, of / (2 * max(count, 1)), of / (2 * max(of - count, 1)))
    return weights


def platt(scores: Numbers, yes: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make a probability of a score; the slope is never negative."""
    count = yes.sum()
    goal = np.where(yes, (count + 1) / (count + 2), 1 / (len(yes) - count + 2))
    slope, offset = fit(scores[:, None], goal, np.ones(len(yes)), np.array([1e-3]))
    if slope[0] <= 0:  # the scores say nothing: the share of yes for everyone
        return 0.0, float(np.log((count + 1) / (len(yes) - count + 1)))
    return float(slope[0]), offset
