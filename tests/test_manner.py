"""Breadth, depth, position, linkage, softening, prompting, specificity, venue, on small records."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from outspoken.measures import breadth, manner, position
from outspoken.measures.composite import composite
from outspoken.measures.readouts import compare
from outspoken.measures.tone import first_engagement
from outspoken.measures.totals import totals
from outspoken.measures.visibility import venue
from test_measures import said


def sums(**counts):
    return totals([("d", {k.replace("__", ":"): float(v) for k, v in counts.items()})]).sums


def test_rarefied_breadth_is_the_mean_over_all_draws():
    # Six sentences of 100 words, five make 500: over every choice of five, how many issues?
    sentences = [{"A"}, {"A"}, {"B"}, set(), set(), {"A", "C"}]
    by_hand = np.mean([len(set().union(*chosen)) for chosen in combinations(sentences, 5)])
    counted = sums(
        sentences=6, words=600, issue__A__sentences=3, issue__B__sentences=1, issue__C__sentences=1
    )
    assert float(breadth.rarefied(counted, ["A", "B", "C"])) == pytest.approx(by_hand)


def test_less_than_five_hundred_words_have_no_rarefied_breadth():
    assert math.isnan(float(breadth.rarefied(sums(sentences=4, words=80), ["A"])))


def test_rights_in_general_add_no_breadth():
    known = {m.name: m for m in breadth.measures(["HR_GENERIC", "HR_TIBET", "HR_LIFE"])}
    counted = sums(
        sentences=5, words=90, issue__HR_GENERIC__sentences=3, issue__HR_TIBET__sentences=1
    )
    assert float(known["breadth"].value(counted)) == 0.5
    assert known["breadth"].unit == "share of 2 rights issues"


def test_depth_is_words_for_each_mention_and_the_median_run():
    counted = sums(agenda__HR__credited_words=120, runs=3, run__1=2, run__4=1)
    assert float(breadth.depth(counted)) == 40
    assert float(breadth.median_run(counted)) == 1
    assert float(breadth.median_run(sums(run__1=1, run__2=2, run__9=2))) == 2


def test_position_looks_at_openings_and_leaves_out_those_without_rights():
    rows = [
        ("early", {"opening_words": 100, "agenda:HR:sentences": 1, "before:HR": 10, "readout": 1,
                   "agenda:ECO:sentences": 1, "before:ECO": 0}),
        ("late", {"opening_words": 100, "agenda:HR:sentences": 1, "before:HR": 90,
                  "agenda:ECO:sentences": 1, "before:ECO": 95}),
        ("asked", {"opening_words": 100, "agenda:HR:sentences": 1, "before:HR": 400}),
        ("never", {"opening_words": 100, "readout": 1}),
    ]  # fmt: skip
    data = position.positions(totals(rows), ["HR", "ECO"])
    known = {m.name: m for m in position.measures()}
    value = lambda name: float(known[name].value(data.sums))  # noqa: E731
    assert value("position") == pytest.approx((0.9 + 0.1) / 2)
    assert value("position (openings with rights)") == 0.5
    assert value("position (rank among agendas)") == pytest.approx((2 + 1 + 1) / 3)
    assert value("position (first 100 words)") == 0.5


def test_linkage_with_its_sign():
    counted = sums(agenda__HR__sentences=10, linkage__INSTRUMENTAL=3, linkage__DECOUPLING=1,
                   linkage__REVERSE=2)  # fmt: skip
    known = {m.name: m for m in manner.measures()}
    assert float(known["linkage"].value(counted)) == 0.6
    assert float(known["linkage (net)"].value(counted)) == 0.5
    assert (known["linkage (net)"].n(counted), known["linkage (net)"].of(counted)) == (3, 4)


def test_euphemisms_count_above_and_below_the_line_in_the_second_rate_only():
    counted = sums(agenda__HR__sentences=8, softened=2, euphemisms=2)
    known = {m.name: m for m in manner.measures()}
    assert float(known["softening"].value(counted)) == 0.25
    assert float(known["softening (with euphemisms)"].value(counted)) == 0.4


def test_where_nobody_can_ask_there_is_no_prompted_share():
    known = {m.name: m for m in manner.measures()}
    figure = known["prompted"].figure(totals([("a", {"unaskable": 5.0})]), "x")
    assert figure.estimate is None
    assert "no question" in figure.note
    counted = sums(prompted=1, volunteered=3, unaskable=9)
    assert float(known["prompted"].value(counted)) == 0.25


def test_specificity_is_a_mean_over_rights_sentences():
    known = {m.name: m for m in manner.measures()}
    counted = sums(agenda__HR__sentences=4, specificity__0=2, specificity__1=1, specificity__4=1)
    assert float(known["specificity"].value(counted)) == 1.25
    assert known["specificity"].n(counted) == 2


@pytest.mark.parametrize(
    ("genre", "place", "value"),
    [
        ("transcript_joint", "XKE", 5),
        ("transcript_joint", "XVA", 4),
        ("transcript_joint", "", 4),  # not known where: the lower one
        ("transcript_solo", "XKE", 4),
        ("speech", "XVA", 3),
        ("speech", "", 3),
        ("readout", "XKE", 2),
        ("joint_statement", "XKE", 2),
        ("background", "XKE", 1),
    ],
)
def test_venue(genre, place, value):
    assert venue(genre, place, "XKE").value == value


def test_an_unknown_genre_has_no_venue():
    assert venue("", "XKE", "XKE") is None


def test_two_accounts_of_one_meeting():
    ours = [said(0, 100, ["HR_TORTURE"]), said(1, 100, ["ECO_TRADE"])]
    theirs = [said(0, 30, ["ECO_TRADE"]), said(1, 30, ["SEC_CYBER"])]
    found = compare(ours, theirs, ["HR", "HR_TORTURE", "ECO_TRADE", "SEC_CYBER", "HR_GENERIC"])
    told = {one.name: one.told for one in found.asymmetries}
    assert told == {
        "HR": "first only", "HR_TORTURE": "first only", "ECO_TRADE": "both",
        "SEC_CYBER": "second only", "HR_GENERIC": "neither",
    }  # fmt: skip
    assert "brevity" in found.note
    assert "nothing can be compared" in compare(ours, [], ["HR"]).note


def engagements(rng, officials, first_matters):
    names, days, values = [], [], []
    for official in range(officials):
        level = rng.uniform(0.02, 0.3)
        own = level + rng.normal(0, 0.03, 8)
        if first_matters:
            own[1:] = own[0] + rng.normal(0, 0.01, 7)
        else:
            own[0] = rng.uniform(0.02, 0.3)
        for i, value in enumerate(own):
            names.append(f"o{official}")
            days.append(f"{2001 + i}-0{1 + official % 9}-01")
            values.append(float(value))
    return names, days, values


def test_a_first_engagement_that_says_nothing_of_later_ones_is_not_said_to_set_the_tone():
    rng = np.random.default_rng(1)
    found = first_engagement(*engagements(rng, 30, False), draws=999)
    assert found.p > 0.05
    assert found.slope < found.random_slope
    assert "no more" in found.reading


def test_officials_who_merely_differ_do_not_make_the_first_engagement_special():
    rng = np.random.default_rng(3)
    rejected = 0
    for _ in range(40):
        names, days, values = [], [], []
        for official in range(12):
            level = rng.uniform(0.02, 0.3)
            for i in range(6):
                names.append(f"o{official}")
                days.append(f"{2001 + i}-01-01")
                values.append(level + float(rng.normal(0, 0.04)))
        rejected += first_engagement(names, days, values, draws=199).p < 0.05
    assert rejected <= 6


def test_too_few_officials_are_described_only():
    rng = np.random.default_rng(2)
    found = first_engagement(*engagements(rng, 3, True), draws=99)
    assert found.p is None
    assert "descriptive" in found.reading


COMPONENTS = {"parity": [0.9, 0.5, 0.1, 0.2], "theta": [0.8, 0.6, 0.3, 0.1]}
EVEN = {"parity": 1.0, "theta": 1.0}


def test_a_composite_stands_beside_its_sensitivity():
    found = composite(["a", "b", "c", "d"], COMPONENTS, EVEN, draws=2000)
    assert found.scores[0] == max(found.scores)
    assert found.above[0][1] == 1.0
    assert 0.3 < found.above[2][3] < 0.7  # c and d change places with the weights
    assert found.order == ()
    assert "no order" in found.note
    assert found.raw["parity"] == (0.9, 0.5, 0.1, 0.2)
    assert set(found.without) == {"parity", "theta"}
    sure = composite(["a", "b", "c"], {"x": [3.0, 2, 1], "y": [9.0, 5, 1]}, {"x": 1, "y": 2})
    assert sure.order == ("a", "b", "c")


@pytest.mark.parametrize(
    ("components", "weights"),
    [
        (COMPONENTS, {"parity": 1.0}),
        (COMPONENTS, {"parity": 1.0, "theta": 0.0}),
        ({**COMPONENTS, "venue": [1.0, float("nan"), 2, 3]}, {**EVEN, "venue": 1.0}),
    ],
)
def test_no_composite_without_declared_weights_and_all_components(components, weights):
    with pytest.raises(ValueError, match="component"):
        composite(["a", "b", "c", "d"], components, weights)
