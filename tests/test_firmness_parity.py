"""Firmness parity, and the equivalence reading of parity."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outspoken.measures import firmness, parity
from outspoken.measures.totals import totals
from outspoken.measures.uncertainty import Interval

COUNTS = st.lists(st.integers(0, 6), min_size=6, max_size=6)


def levels(key, counts):
    return {f"{key}:f{i}": float(n) for i, n in enumerate(counts) if n}


@given(COUNTS, COUNTS)
def test_theta_is_the_share_of_pairs_won_ties_counting_half(own, other):
    if not sum(own) or not sum(other):
        return
    a = [i for i, n in enumerate(own) for _ in range(n)]
    b = [i for i, n in enumerate(other) for _ in range(n)]
    pairs = [1.0 if x > y else 0.5 if x == y else 0.0 for x in a for y in b]
    assert firmness.theta(np.array(own, float), np.array(other, float)) == pytest.approx(
        np.mean(pairs)
    )


def test_equal_distributions_are_at_parity():
    same = np.array([3.0, 2, 5, 1, 1, 0])
    assert firmness.theta(same, same) == pytest.approx(0.5)


def test_a_blunt_and_a_polite_engagement_are_each_compared_with_themselves():
    # In each engagement rights are put exactly as firmly as the rest; pooled they seem softer,
    # because the polite one speaks of rights and the blunt one of security.
    polite = {
        **levels("agenda:HR", [20, 0, 0, 0, 0, 0]),
        **levels("comparators", [5, 0, 0, 0, 0, 0]),
    }
    blunt = {
        **levels("agenda:HR", [0, 0, 0, 0, 5, 0]),
        **levels("comparators", [0, 0, 0, 0, 20, 0]),
    }
    data = firmness.strata(totals([("polite", polite), ("blunt", blunt)]))
    assert firmness.stratified(data.sums, "comparators") == pytest.approx(0.5)
    assert firmness.pooled(data.sums, "comparators") < 0.4


def test_fewer_than_five_on_a_side_is_not_computed():
    known = {m.name: m for m in firmness.measures()}
    measure = known["firmness-parity HR:comparators"]
    counts = {
        **levels("agenda:HR", [4, 0, 0, 0, 0, 0]),
        **levels("comparators", [9, 9, 0, 0, 0, 0]),
    }
    figure = measure.figure(totals([("a", counts), ("b", {"words": 3.0})]), "x")
    assert figure.estimate is None
    assert "fewer than 5" in figure.note
    assert (figure.n, figure.of) == (4, 22)


def log_interval(low, high, df=1e6):
    """An interval whose 95 % bounds are these ratios."""
    low, high = math.log(low), math.log(high)
    centre = (low + high) / 2
    return Interval(centre, centre, (high - low) / 2 / 1.959964, df, "identity", "")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.9, 1.1, "equal prominence"),
        (0.79, 1.27, "undetermined"),  # the 90 % interval reaches past both margins or is near
        (0.1, 0.9, "below parity"),
        (1.2, 9.0, "above parity"),
        (0.2, 4.0, "undetermined"),
        (0.85, 0.97, "equal prominence"),  # below 1 and yet equivalent: the margins decide
    ],
)
def test_equal_prominence_is_a_claim_that_must_be_shown(low, high, words):
    found = parity.reading(log_interval(low, high))
    if low == 0.79:
        ninety = math.exp(log_interval(low, high).at(0.9)[0])
        words = "equal prominence" if ninety >= 0.8 else "undetermined"
    assert found == words


def test_no_interval_no_claim():
    assert parity.reading(Interval(0.0, 0.0, math.inf, 0.0, "identity", "")) == "undetermined"


def test_the_issue_count_baseline_takes_the_vocabularies_off():
    known = {
        m.name: m for m in parity.measures({"HR": (30, 600), "ECO": (3, 100), "SEC": (6, 100)})
    }
    sums = totals(
        [("d", {"words": 1000.0, "sentences": 50.0, "agenda:HR:credited_words": 300.0,
                "agenda:ECO:credited_words": 30.0})]
    ).sums  # fmt: skip
    plain = float(known["parity HR:ECO"].value(sums))
    assert float(known["parity HR:ECO (per issue of the codebook)"].value(sums)) == pytest.approx(
        plain - math.log(10)
    )
    assert float(known["parity HR:ECO (per term of the codebook)"].value(sums)) == pytest.approx(
        plain - math.log(6)
    )


def test_a_corrected_total_below_zero_counts_as_zero():
    sums = totals(
        [("d", {"words": 100.0, "sentences": 10.0, "agenda:HR:credited_words": -8.0,
                "agenda:ECO:credited_words": 20.0})]
    ).sums  # fmt: skip
    assert float(parity.log_ratio(sums, "ECO")) == pytest.approx(math.log(5 / 25))
