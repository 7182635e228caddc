"""Intervals: on data whose answer is known, and on simulated records with a known truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outspoken.measures.totals import Sums, Totals, by_cluster, corrected, totals, with_columns
from outspoken.measures.uncertainty import bca, blocks, bootstrap, jackknife, moving_blocks


def ratio(sums):
    return sums["x"] / sums["n"]


def clusters(x, n=None):
    x = np.asarray(x, float)
    n = np.ones_like(x) if n is None else np.asarray(n, float)
    return Totals({"x": 0, "n": 1}, np.stack([x, n], axis=1), len(x))


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.array([3.0, 5.0, 9.0, 1.0, 7.0])
    found = jackknife(clusters(x), ratio, "identity")
    assert found.estimate == pytest.approx(x.mean())
    assert found.se == pytest.approx(x.std(ddof=1) / math.sqrt(5))
    assert found.bias == pytest.approx(0)


def test_one_document_that_carries_all_leaves_few_degrees_of_freedom():
    crowded = jackknife(clusters([0.01] * 39 + [5.0], [10] * 40), ratio, "logit")
    even = jackknife(clusters([1, 2] * 20, [10] * 40), ratio, "logit")
    assert crowded.df < 4
    assert even.df > 30


def test_no_interval_where_nothing_varies_and_no_estimate_where_nothing_was_said():
    assert jackknife(clusters([0, 0, 0]), ratio, "logit").at() == (None, None)
    assert jackknife(clusters([0, 0], [0, 0]), ratio, "logit") is None
    assert jackknife(clusters([2.0]), ratio, "log").at() == (None, None)


def test_all_in_one_document_still_gives_a_wide_interval():
    found = jackknife(clusters([0, 0, 0, 0, 3], [10] * 5), ratio, "logit")
    low, high = found.at()
    assert 0 < low < 0.01
    assert high > 0.4


@given(st.lists(st.floats(0.1, 9.9), min_size=2, max_size=30), st.sampled_from([0.5, 0.9, 0.95]))
def test_an_interval_holds_its_estimate_and_its_scale(values, level):
    found = jackknife(clusters(values, [10] * len(values)), ratio, "logit")
    low, high = found.at(level)
    if low is not None:
        assert 0 <= low <= found.estimate + 1e-9
        assert found.estimate - 1e-9 <= high <= 1


def test_bca_of_a_mean_is_near_the_normal_interval_and_reproducible():
    x = np.random.default_rng(1).normal(10, 2, 200)
    low, high = bca(clusters(x), ratio, seed=3)
    half = 1.96 * x.std(ddof=1) / math.sqrt(200)
    assert low == pytest.approx(x.mean() - half, abs=0.06)
    assert high == pytest.approx(x.mean() + half, abs=0.06)
    assert bca(clusters(x), ratio, seed=3) == (low, high)


def test_bca_leans_to_the_side_where_the_data_are_skewed():
    x = np.random.default_rng(2).exponential(1, 40)
    low, high = bca(clusters(x), ratio)
    draws = bootstrap(clusters(x), ratio)
    assert high - x.mean() > x.mean() - low
    assert high > np.quantile(draws, 0.975)


def test_neighbours_that_are_alike_make_a_block_interval_wider():
    alternating = [("d", {"x": float(i % 2), "n": 1.0}) for i in range(100)]
    crowded = [("d", {"x": float(i // 10 % 2), "n": 1.0}) for i in range(100)]
    wide = moving_blocks(crowded, ratio, resamples=400).std()
    narrow = moving_blocks(alternating, ratio, resamples=400).std()
    assert wide > 3 * narrow
    assert moving_blocks(crowded, ratio, resamples=4000).mean() == pytest.approx(0.5, abs=0.01)


def test_blocks_never_reach_across_documents():
    rows = [("a", {"n": 1.0})] * 7 + [("b", {"n": 1.0})] * 3
    assert blocks(rows).values[:, 0].tolist() == [5, 2, 3]


def test_totals_add_up_by_cluster_and_unknown_names_are_zero():
    data = totals([("a", {"x": 1.0}), ("b", {"x": 2.0, "y": 5.0}), ("a", {"y": 1.0})])
    assert data.each["x"].tolist() == [1, 2]
    assert data.sums["y"] == 6
    assert data.sums["nothing"] == 0
    assert data.sums.starting("") == {"x": 3, "y": 6}
    assert totals([]).sums["x"] == 0


def test_corrections_and_new_columns_leave_the_base_alone():
    base = clusters([1, 2])
    changed = corrected(base, [(1, {"x": -1.0, "z": 1.0}, 4.0)])
    assert changed.each["x"].tolist() == [1, -2]
    assert changed.each["z"].tolist() == [0, 4]
    assert base.each["x"].tolist() == [1, 2]
    assert with_columns(base, {"w": np.array([7, 8])}).sums["w"] == 15
    assert by_cluster(["a", "b", "a"], {"x": np.array([1.0, 2, 3])}).each["x"].tolist() == [4, 2]
    assert isinstance(base.sums, Sums)


@pytest.mark.parametrize(("documents", "prevalence"), [(40, 0.03), (150, 0.01)])
def test_intervals_over_documents_hold_the_truth_as_often_as_they_say(documents, prevalence):
    from benchmarks.intervals import add_up, by_jackknife, columns, record, run, truths

    def made(rng):
        one = record(rng, documents, prevalence)
        return add_up(columns(one), one.document)

    truth = truths(prevalence, documents)
    scores = run(made, truth, {"jackknife": by_jackknife}, 150, seed=documents)
    for name in ("attention", "parity", "firmness parity"):
        score = scores[name, "jackknife"]
        known = score.inside + score.low + score.high
        assert known >= 145
        assert 0.90 <= score.inside / known <= 0.995, (name, score.coverage)
        assert abs(float(score.bias(truth[name]))) < 0.35  # Monte Carlo error .08; see benchmarks
