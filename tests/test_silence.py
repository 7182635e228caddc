"""Silence: the chance of leaving out by length, the false-discovery rate, and the power to find."""

from __future__ import annotations

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.silence import ISSUES, readouts, study
from outspoken.measures.silence import (
    against_ask,
    base_rate,
    count_chances,
    discrete_benjamini_hochberg,
    mention_chance,
)


@pytest.mark.parametrize(
    ("model", "dispersion", "reference", "power"),
    [("count", 0, 100, 0.8), ("count", 3.0, 100, 0.6), ("mention", 0, 150, 0.75)],
)
def test_false_discoveries_stay_rare_and_suppressed_mentions_are_found(
    model, dispersion, reference, power
):
    false, share, suppressed = study(model, dispersion, reference, 40)
    assert false <= 0.05
    assert suppressed >= 3
    assert share >= power


def test_a_short_text_is_never_notable():
    rng = np.random.default_rng(2)
    counts, words = readouts(rng, 80, 0)
    out = base_rate(counts, words, ISSUES, ["short"], np.zeros((1, 8)), np.array([90.0]))
    assert not any(s.tested or s.notable for s in out)
    assert all(s.q == 1 for s in out)


def test_a_text_that_mentions_it_is_never_silent():
    rng = np.random.default_rng(3)
    counts, words = readouts(rng, 80, 0)
    out = base_rate(
        counts, words, ISSUES, ["long"], np.ones((1, 8)), np.array([2000.0]), model="count"
    )
    assert any(s.tested for s in out)
    assert not any(s.notable for s in out)


def test_the_chance_of_leaving_out_falls_with_length_and_rises_with_doubt():
    rng = np.random.default_rng(4)
    counts, words = readouts(rng, 120, 0)
    at = np.array([100.0, 400.0, 1600.0])
    for chances in (
        mention_chance(words, counts[:, 3] > 0, at),
        count_chances(counts, words, at)[3],
    ):
        assert chances[0].p0 > chances[1].p0 > chances[2].p0
        assert all(c.low <= c.p0 <= c.high for c in chances)
        truth = np.exp(-0.006 * at)
        assert all(c.low - 0.03 <= t <= c.high + 0.03 for c, t in zip(chances, truth, strict=True))
    few = mention_chance(words[:12], counts[:12, 3] > 0, at)
    assert few[1].high - few[1].low > 0.05


def test_lower_recall_in_the_tested_texts_makes_silence_less_notable():
    rng = np.random.default_rng(5)
    counts, words = readouts(rng, 120, 0)
    at = np.array([900.0])
    for chance in (
        lambda r: mention_chance(words, counts[:, 3] > 0, at, recall=r)[0],
        lambda r: count_chances(counts, words, at, recall=r)[3][0],
    ):
        assert chance(0.5).p0 > 2 * chance(1.0).p0


def test_texts_that_all_mention_it_do_not_prove_certainty():
    words = np.full(12, 300.0)
    (chance,) = mention_chance(words, np.ones(12, dtype=bool), np.array([300.0]))
    assert chance.high > 0.05


def test_an_official_who_says_less_is_judged_by_that():
    rng = np.random.default_rng(6)
    words = rng.uniform(200, 800, 200)
    quiet = np.arange(200) % 2 == 0
    mentioned = rng.random(200) < 1 - np.exp(-words * np.where(quiet, 0.001, 0.006))
    groups = quiet.astype(float)[:, None]
    at = np.array([600.0, 600.0])
    own, other = mention_chance(
        words, mentioned, at, groups=groups, groups_at=np.array([[1.0], [0.0]])
    )
    assert own.p0 > 0.3 > other.p0


def test_discrete_adjustment_by_hand():
    chances = np.array([0.01, 0.02, 0.04, 0.03])
    silent = np.array([True, True, True, False])
    q = discrete_benjamini_hochberg(chances, silent)
    # At .01: .01 / 1; at .02: .03 / 2; at .04: (.01 + .02 + .03 + .04) / 3.
    assert q == pytest.approx([0.01, 0.015, 0.1 / 3, 1.0])


def test_too_few_reference_texts_are_refused():
    with pytest.raises(ValueError, match="reference texts"):
        base_rate(np.ones((4, 1)), np.ones(4), ["A"], ["t"], np.zeros((1, 1)), np.ones(1))


def test_against_an_ask_the_words_name_the_record_and_never_silence():
    counts = np.array([[0.0, 2.0], [0.0, 0.0]])
    words = np.array([300.0, 200.0])
    absent, present = against_ask(counts, words, ["HR_TIBET", "HR_LIFE"], ["a", "b"], "principal")
    assert "not found" in absent.statement
    assert "2 documents held" in absent.statement
    assert "silent" not in absent.statement
    assert present.sentences == 2
    (nothing,) = against_ask(np.zeros((0, 1)), np.zeros(0), ["HR_LIFE"], [], "principal")
    assert "nothing can be said" in nothing.statement


def test_absences_of_held_documents(sample_workspace):
    from outspoken.measures.omissions import absences
    from outspoken.workspace import Workspace

    workspace = Workspace.open(sample_workspace)
    ids = workspace.lake.read("select document_id from current").column(0).to_pylist()
    found = absences(workspace, workspace.codebook(), ids, ["HR", "HR_FALUNGONG"])
    assert found[0].sentences > 0
    assert found[1].sentences == 0
    assert set(found[0].documents) <= set(ids)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--counterpart", "XKE", "--government", "XVA"], "reference texts"),
        (["--government", "XVA", "--counterpart", "XXX"], "no text to test"),
        (["--genre", "poem"], "no genre"),
        (["--issue", "HR_MOON", "--government", "XVA"], "no agenda or issue"),
        (["--model", "magic"], "no model"),
    ],
)
def test_what_cannot_be_tested_is_one_line(sample_workspace, arguments, words):
    from outspoken.cli import app
    from outspoken.errors import OutspokenError

    done = CliRunner().invoke(app, ["silence", *arguments, "-w", str(sample_workspace)])
    assert isinstance(done.exception, OutspokenError)
    assert words in str(done.exception)
