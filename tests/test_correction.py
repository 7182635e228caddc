"""Correction for coder error: published examples, and simulated coders with a known truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outspoken.measures.correction import (
    Rates,
    dsl_mean,
    powered_bootstrap,
    ppi_mean,
    pseudo_outcomes,
    rates,
    regression,
    rogan_gladen,
)
from outspoken.measures.totals import by_cluster

# Counts of dead firs on ten plots, on the ground (people) and from the air (machine): R. Scheaffer,
# W. Mendenhall and L. Ott, "Elementary Survey Sampling" (1986), exercise 6.9; twenty further plots
# were made up. The results are those of the authors' own package, ppi-python 0.2.1
# (ppi_mean_pointestimate, ppi_mean_ci), which divides variances by n instead of n - 1.
GROUND = np.array([18, 42, 24, 36, 24, 36, 14, 10, 48, 54], dtype=float)
AIR = np.array([12, 30, 24, 24, 18, 30, 12, 6, 36, 42], dtype=float)
REST = np.array(
    [20, 22, 18, 25, 15, 30, 12, 28, 21, 19, 24, 16, 26, 14, 23, 20, 17, 27, 31, 12], dtype=float
)


@pytest.mark.parametrize(
    ("power", "estimate", "low", "high"),
    [(1.0, 28.2, 24.57751144, 31.82248856), (0.0, 30.6, 21.86902589, 39.33097411)],
)
def test_prediction_powered_mean_of_the_reference_implementation(power, estimate, low, high):
    found = ppi_mean(GROUND, AIR, REST, power=power)
    assert found.estimate == pytest.approx(estimate)
    by_n = power**2 * AIR_VAR_REST / 20 + np.var(GROUND - power * AIR) / 10
    half = 1.959964 * math.sqrt(by_n)
    assert estimate - half == pytest.approx(low, abs=1e-4)
    assert estimate + half == pytest.approx(high, abs=1e-4)
    # Ours divides by n - 1, so it is a little wider.
    ours = found.at()
    assert ours[0] < low
    assert ours[1] > high
    assert found.se == pytest.approx(math.sqrt(by_n), rel=0.06)


AIR_VAR_REST = float(np.var(REST))


def test_power_is_tuned_to_what_the_predictions_are_worth():
    assert ppi_mean(GROUND, AIR, REST, power=None).power == 1.0
    noise = np.random.default_rng(0).normal(20, 8, 10)
    weak = ppi_mean(GROUND, noise, REST, power=None)
    assert weak.power < 0.5
    assert weak.se <= ppi_mean(GROUND, noise, REST, power=1.0).se


# epiR (M. Stevenson), help page of epi.prev: cows and brucellosis, Helicobacter pylori (Moujaber et
# al. 2008), three dairy herds and tuberculosis; cases per 100.
@pytest.mark.parametrize(
    ("positive", "tested", "se", "sp", "published"),
    [
        (23, 150, 0.96, 0.89, 5.1),
        (6, 151, 0.964, 0.927, 0.0),
        (8, 210, 0.60, 0.90, 0.0),
        (12, 189, 0.65, 0.95, 2.25),
        (7, 124, 0.70, 0.99, 6.73),
    ],
)
def test_published_misclassification_examples(positive, tested, se, sp, published):
    p = positive / tested
    found = rogan_gladen(p, math.sqrt(p * (1 - p) / tested), Rates(se, sp))
    assert 100 * found.estimate == pytest.approx(published, abs=0.05)
    low, high = found.at()
    assert low <= found.estimate <= high or found.estimate == 0


def test_a_coder_that_is_no_better_than_chance_cannot_be_corrected():
    assert rogan_gladen(0.1, 0.01, Rates(0.3, 0.7)) is None


def test_the_rates_own_errors_widen_the_interval():
    sure = rogan_gladen(0.05, 0.004, Rates(0.8, 0.98))
    unsure = rogan_gladen(0.05, 0.004, Rates(0.8, 0.98, 0.08, 0.004))
    assert unsure.se > 1.3 * sure.se


def test_rates_are_those_of_the_weighted_sample():
    y = np.array([1, 1, 1, 0, 0, 0, 0, 0.0])
    f = np.array([1, 1, 0, 0, 0, 0, 1, 0.0])
    w = np.array([1, 1, 2, 10, 10, 10, 2, 10.0])
    found = rates(y, f, w, list("abcdefgh"))
    assert found.sensitivity == pytest.approx(2 / 4)
    assert found.specificity == pytest.approx(40 / 42)
    assert (found.positives, found.negatives) == (3, 5)


def test_pseudo_outcomes_need_a_chance_for_every_sentence():
    f, y = np.zeros(3), np.ones(3)
    drawn = np.array([True, False, False])
    out = pseudo_outcomes(f, y, drawn, np.array([0.5, 0.5, 0.5]))
    assert out.tolist() == [2, 0, 0]
    with pytest.raises(ValueError, match="probability"):
        pseudo_outcomes(f, y, drawn, np.array([0.5, 0.0, 0.5]))


def coder_with_errors(rng, documents=120, size=40):
    """Sentences by document; x drives both rights and the coder's errors (they are not random)."""
    cluster = np.repeat(np.arange(documents), size)
    x = rng.normal(size=documents)[cluster]
    y = (rng.random(len(x)) < np.clip(0.10 + 0.04 * x, 0.005, 1)).astype(float)
    miss = np.clip(0.4 + 0.15 * x, 0.05, 0.95)
    f = np.where(y > 0, rng.random(len(x)) > miss, rng.random(len(x)) < 0.03).astype(float)
    pi = np.where(f > 0, 0.6, 0.15)
    return cluster, x, y, f, rng.random(len(x)) < pi, pi


def test_regression_with_pseudo_outcomes_is_that_of_people_and_the_machines_own_is_not():
    rng = np.random.default_rng(4)
    corrected_slopes, machine_slopes, inside = [], [], 0
    for _ in range(80):
        cluster, x, y, f, drawn, pi = coder_with_errors(rng)
        design = np.stack([np.ones_like(x), x], axis=1)
        found = regression(design, pseudo_outcomes(f, y, drawn, pi), cluster.tolist())
        low, high = found.interval()
        inside += low[1] <= 0.0392 <= high[1]
        corrected_slopes.append(found.estimate[1])
        machine_slopes.append(regression(design, f, cluster.tolist()).estimate[1])
    assert np.mean(corrected_slopes) == pytest.approx(0.0392, abs=0.003)
    assert abs(np.mean(machine_slopes) - 0.0392) > 0.003
    assert inside >= 70


def test_a_mean_by_design_is_unbiased_however_bad_the_coder():
    rng = np.random.default_rng(5)
    errors, inside = [], 0
    for _ in range(150):
        cluster, _, y, f, drawn, pi = coder_with_errors(rng, 60, 30)
        bad = 1 - f  # the opposite of what it should say
        found = dsl_mean(bad, y, drawn, pi, cluster.tolist())
        errors.append(found.estimate - y.mean())
        low, high = found.at()
        inside += low <= 0.1005 <= high
    assert abs(np.mean(errors)) < 2.5 * np.std(errors) / math.sqrt(len(errors))
    assert inside >= 135


def test_the_powered_bootstrap_agrees_with_design_based_totals_on_a_ratio():
    rng = np.random.default_rng(6)
    cluster, _, y, f, drawn, pi = coder_with_errors(rng, 200, 40)
    everything = by_cluster(cluster.tolist(), {"y": f, "n": np.ones_like(f)})
    own, w = cluster[drawn].tolist(), 1 / pi[drawn]
    people = by_cluster(own, {"y": y[drawn] * w, "n": w})
    machine = by_cluster(own, {"y": f[drawn] * w, "n": w})
    value = lambda sums: sums["y"] / sums["n"]  # noqa: E731
    estimate, draws = powered_bootstrap(everything, people, machine, value, resamples=800)
    design = dsl_mean(f, y, drawn, pi, cluster.tolist())
    assert estimate == pytest.approx(design.estimate, abs=0.006)
    low, high = np.quantile(draws, [0.025, 0.975])
    assert low < y.mean() < high
    assert draws.std() == pytest.approx(design.se, rel=0.5)


@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.5, 0.97), (0.95, 0.999)])
def test_corrected_figures_hold_the_truth_and_uncorrected_ones_do_not(sensitivity, specificity):
    from benchmarks.intervals import (
        add_up,
        by_jackknife,
        columns,
        corrected,
        draw,
        machine,
        record,
        run,
        truths,
    )

    truth = truths(0.03, 120)
    naive = []

    def made(rng):
        real = record(rng, 120, 0.03)
        coder = machine(rng, real, sensitivity, specificity)
        low, high = by_jackknife(add_up(columns(coder), coder.document), "attention")[1:]
        naive.append(low <= truth["attention"] <= high)
        return corrected(real, coder, *draw(rng, coder, real, 1000))

    scores = run(made, truth, {"jackknife": by_jackknife}, 120, seed=1)
    for name in ("attention", "parity", "firmness parity", "softening (share)"):
        score = scores[name, "jackknife"]
        assert score.inside >= 0.89 * 120, (name, score.coverage)
    if specificity == 0.97:
        assert np.mean(naive) < 0.6
