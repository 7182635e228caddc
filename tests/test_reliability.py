"""Krippendorff's alpha against published worked examples."""

from __future__ import annotations

import math

import pytest

from outspoken.measures.reliability import krippendorff_alpha, masi

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers,
# twelve units, gaps. Published: nominal .743, ordinal .815, interval .849.
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
UNITS = [list(unit) for unit in zip(*FOUR_OBSERVERS, strict=True)]


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_published_example_with_gaps(level, published):
    result = krippendorff_alpha(UNITS, level, resamples=0)
    assert result.alpha == pytest.approx(published, abs=0.0006)
    assert result.units == 11  # the twelfth unit has one code only
    assert result.values == 40


def test_published_binary_example_of_two_observers():
    # Same source, section A: ten units, two observers; published alpha .095.
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    result = krippendorff_alpha(list(zip(a, b, strict=True)), resamples=0)
    assert result.alpha == pytest.approx(0.095, abs=0.0006)


def test_masi_distances_of_the_paper():
    a, b = frozenset("ab"), frozenset("abc")
    assert masi(a, a) == 0
    assert masi(a, frozenset("xy")) == 1
    assert math.isclose(masi(a, b), 1 - 2 / 3 * 2 / 3)
    assert math.isclose(masi(a, frozenset("bc")), 1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), a) == 1


def test_sets_agree_fully_and_by_chance():
    same = [[frozenset({"x"}), frozenset({"x"})], [frozenset({"y"}), frozenset({"y"})]]
    assert krippendorff_alpha(same, "masi", resamples=0).alpha == 1
    crossed = [[frozenset({"x"}), frozenset({"y"})], [frozenset({"y"}), frozenset({"x"})]]
    assert krippendorff_alpha(crossed, "masi", resamples=0).alpha < 0


def test_interval_holds_the_estimate_and_is_reproducible():
    one = krippendorff_alpha(UNITS, "ordinal", seed=7, resamples=500)
    two = krippendorff_alpha(UNITS, "ordinal", seed=7, resamples=500)
    assert one == two
    assert one.low <= one.alpha <= one.high


@pytest.mark.parametrize("units", [[], [[1]], [[1, None], [None, 2]]])
def test_undefined_without_two_codes_on_a_unit(units):
    assert krippendorff_alpha(units).alpha is None


def test_undefined_without_variation():
    assert krippendorff_alpha([[1, 1], [1, 1]]).alpha is None
