"""Scores of a coder against labels, on sets whose scores can be counted by hand."""

from __future__ import annotations

import json

import pytest

from outspoken.errors import InputError
from outspoken.validation.agreement import agreement
from outspoken.validation.labels import Answer, Labelled, read_labels
from outspoken.validation.report import error_book, mistakes, plain
from outspoken.validation.score import score, weighted_kappa, wilson

AGENDAS = {"HR_LIFE": "HR", "HR_TORTURE": "HR", "ECO_TRADE": "ECO", "SEC_CYBER": "SEC"}


def answer(issues="", target="", firmness=None, linkage=""):
    names = issues.split()
    return Answer(
        frozenset(names), frozenset(target.split()), firmness, linkage, dict.fromkeys(names, "word")
    )


def pair(number, people, coder, document="d"):
    row = {"text": f"sentence {number} <b>", "before": "", "after": ""}
    return Labelled(str(number), row, f"{document}{number}", "s", people), coder


PAIRS = [
    pair(1, answer("HR_LIFE", "CHN", 3), answer("HR_LIFE", "CHN", 2)),
    pair(2, answer("HR_LIFE HR_TORTURE", "CHN", 4), answer("HR_LIFE", "RUS", 4)),
    pair(3, answer("HR_TORTURE", "SELF"), answer("", "")),
    pair(4, answer("ECO_TRADE", "CHN"), answer("HR_LIFE ECO_TRADE", "CHN", 1)),
    pair(5, answer(), answer()),
]


def test_counts_precision_recall_and_f1():
    scores = score(PAIRS, AGENDAS)
    rights = scores.rights.counts
    assert (rights.tp, rights.fp, rights.fn) == (2, 1, 1)
    assert scores.rights.f1.estimate == pytest.approx(2 / 3)
    pooled = scores.rights_issues.counts
    assert (pooled.tp, pooled.fp, pooled.fn) == (2, 1, 2)
    assert scores.agendas.counts.tp == 1
    assert scores.target.estimate == 0.5  # of the two sentences that both hold to be on rights
    assert scores.firmness.both == 2
    assert scores.firmness.confusion[3][2] == 1
    assert scores.firmness.only_coder == 1
    assert scores.rights.f1.low <= scores.rights.f1.estimate <= scores.rights.f1.high
    json.dumps(plain(scores))


def test_a_perfect_coder_scores_one_everywhere():
    perfect = score([(item, item.answer) for item, _ in PAIRS], AGENDAS)
    for pool in (perfect.rights, perfect.rights_issues, perfect.agendas):
        assert pool.f1.estimate == 1
    assert perfect.target.estimate == 1


def test_wilson_against_a_published_value():
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives .2553 to .3662.
    interval = wilson(81, 263)
    assert interval.low == pytest.approx(0.2553, abs=5e-5)
    assert interval.high == pytest.approx(0.3662, abs=5e-5)
    assert wilson(0, 0).estimate is None


def test_weighted_kappa():
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert weighted_kappa([0, 0, 5, 5], [5, 5, 0, 0]) == -1
    assert weighted_kappa([2, 2], [2, 2]) is None
    assert weighted_kappa([], []) is None
    # By hand: one pair of four is off by one; expected disagreement from the margins.
    assert weighted_kappa([0, 0, 1, 1], [0, 0, 1, 0]) == pytest.approx(0.5)


def test_error_book_puts_the_worst_first_and_escapes():
    worst = mistakes(PAIRS)
    assert [m.item.id for m in worst][:2] in (["4", "3"], ["3", "4"])
    assert "5" not in [m.item.id for m in worst]
    page = error_book(PAIRS, "<coder>")
    assert "<b>" not in page
    assert "&lt;coder&gt;" in page


def labels_file(tmp_path, *rows):
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


GOOD = {"id": "a", "text": "t", "issues": ["HR_LIFE"], "target": "CHN+RUS", "firmness": 2}


def test_labels_are_read(tmp_path):
    (item,) = read_labels(labels_file(tmp_path, GOOD))
    assert item.answer.target == {"CHN", "RUS"}
    assert item.answer.rights == {"HR_LIFE"}


@pytest.mark.parametrize(
    "row", [{}, {"issues": 3}, {**GOOD, "firmness": "high"}, {**GOOD, "target": 5}, []]
)
def test_a_bad_row_is_named_by_its_line(tmp_path, row):
    with pytest.raises(InputError, match="line 2"):
        read_labels(labels_file(tmp_path, GOOD, row))


def test_agreement_of_two_codings():
    first = [
        Labelled(str(i), {}, "d", "", answer("HR_LIFE" if i < 5 else "", "CHN", i % 3))
        for i in range(10)
    ]
    result = agreement(first, first)
    assert result["alpha"]["rights or not"]["alpha"] == 1
    assert result["alpha"]["firmness"]["alpha"] == 1
    with pytest.raises(InputError, match="no sentence id in common"):
        agreement(first, [Labelled("z", {}, "d", "", answer())])


def test_a_sentence_counts_one_over_its_probability_of_being_drawn(tmp_path):
    rows = [
        {"text": "a", "issues": ["HR_LIFE"], "target": "CHN", "firmness": 2, "probability": 0.1},
        {"text": "b", "issues": ["HR_LIFE"], "target": "CHN", "firmness": 2},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    rare, common = read_labels(path)
    assert rare.weight == pytest.approx(10)
    scores = score([(rare, answer()), (common, common.answer)], AGENDAS)
    assert scores.weighted
    assert scores.rights.recall.estimate == pytest.approx(1 / 11)
    # Kish: the two stand for (10 + 1)^2 / (10^2 + 1^2) = 1.2 sentences, so the interval is wide.
    alone = score([(common, answer()), (common, common.answer)], AGENDAS)
    assert scores.rights.recall.high - scores.rights.recall.low > 0.7
    assert not alone.weighted


def test_a_probability_outside_its_range_is_refused_with_the_line(tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text('{"text": "a", "issues": [], "target": "", "firmness": null, "probability": 2}')
    with pytest.raises(InputError, match=r"labels.jsonl line 1: .*probability"):
        read_labels(path)


def test_the_error_book_shows_the_rule_behind_each_answer(tmp_path):
    from outspoken import coders, world
    from outspoken.codebook import load
    from outspoken.validation.labels import answers

    path = tmp_path / "labels.jsonl"
    row = {"text": "We urge Kestria to end torture.", "issues": [], "target": "", "firmness": None}
    path.write_text(json.dumps(row))
    countries = world.load({"XKE": {"name": "Kestria"}})
    lexicon = coders.get("lexicon", load(None), countries)
    page = error_book(list(answers(read_labels(path), lexicon, countries)), "lexicon")
    assert "<li>HR_TORTURE: strong" in page
