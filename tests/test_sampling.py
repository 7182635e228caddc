"""Samples for people to code: known probabilities, and how many are needed."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from outspoken.measures.sampling import (
    LEAST,
    STRATA,
    allocate,
    draw,
    half_width,
    needed,
    omissions_sample,
    precision_sample,
)

SIZES = {"rights-strong": 900, "rights-weak": 60, "comparator": 4000, "anchor": 300, "none": 30000}
LABELS = [name for name, size in SIZES.items() for _ in range(size)]


@given(
    st.dictionaries(st.sampled_from(sorted(STRATA)), st.integers(0, 5000), min_size=1),
    st.integers(0, 6000),
)
def test_an_allocation_never_asks_for_more_than_there_is(sizes, total):
    taken = allocate(sizes, total)
    assert all(0 <= taken[name] <= size for name, size in sizes.items())
    assert all(taken[name] >= min(size, LEAST) for name, size in sizes.items())
    least = sum(min(size, LEAST) for size in sizes.values())
    assert sum(taken.values()) == min(max(total, least), sum(sizes.values()))


def test_every_sentence_has_its_strata_probability_and_the_draw_is_reproducible():
    drawn = draw(LABELS, 500, seed=4)
    assert drawn == draw(LABELS, 500, seed=4)
    assert drawn != draw(LABELS, 500, seed=5)
    assert len({one.index for one in drawn}) == len(drawn) == 500
    for name, size in SIZES.items():
        own = [one for one in drawn if one.stratum == name]
        assert own
        assert {one.probability for one in own} == {len(own) / size}
        assert all(LABELS[one.index] == name for one in own)
        assert sum(one.double for one in own) == round(0.25 * len(own))


def test_likely_positives_are_oversampled():
    by_name = {one.stratum: one.probability for one in draw(LABELS, 500, seed=1)}
    assert by_name["rights-strong"] > 10 * by_name["none"]


def test_weighted_by_their_probabilities_the_drawn_stand_for_all():
    rng = np.random.default_rng(3)
    truth = rng.random(len(LABELS)) < np.array(
        [0.7 if x.startswith("rights") else 0.01 for x in LABELS]
    )
    found = []
    for seed in range(60):
        found.append(
            sum(truth[one.index] / one.probability for one in draw(LABELS, 800, seed=seed))
        )
    error = np.std(found) / math.sqrt(len(found))
    assert abs(np.mean(found) - truth.sum()) < 3 * error


def test_what_a_wanted_interval_needs_reaches_it_and_no_more():
    taken = needed(SIZES, 0.004)
    errors = {name: STRATA[name][1] for name in SIZES}
    assert half_width(SIZES, taken, errors) <= 0.004
    fewer = allocate(SIZES, sum(taken.values()) // 2)
    assert half_width(SIZES, fewer, errors) > 0.004
    with pytest.raises(ValueError, match="above zero"):
        needed(SIZES, 0)


def test_the_methods_own_sample_sizes():
    assert precision_sample(0.05) == 196
    assert precision_sample(0.10) == 49
    assert omissions_sample(0.005) == 600


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(sample_workspace, folder)
    return folder


def invoke(folder, *arguments):
    from outspoken.cli import app

    return CliRunner().invoke(app, [*arguments, "--workspace", str(folder)], catch_exceptions=False)


def test_a_drawn_sample_lies_on_the_desk_and_corrects_figures(workspace):
    from outspoken import desk
    from outspoken.workspace import Workspace

    advice = invoke(workspace, "review", "sample", "--record")
    assert "could be drawn" in advice.output
    assert invoke(workspace, "review", "sample", "first", "--record", "--size", "60").exit_code == 0
    opened = Workspace.open(workspace)
    desk.connect(opened.desk_path)
    from outspoken.desk.models import Change, Review, Sample
    from outspoken.measures.people import people

    sample = Sample.objects.get(slug="first")
    assert sum(s["drawn"] for s in sample.strata.values()) == sample.sentences.count() == 60
    assert sample.population["codebook"] == opened.codebook().hash
    assert Change.objects.filter(action="sample drawn", subject="first").exists()
    assert people(opened, opened.codebook(), coder="lexicon").sentences == 0
    for one in sample.sentences.all()[:40]:
        Review.objects.create(
            sample=sample, document_id=one.document_id, n=one.n, start=one.start, end=one.end,
            text=one.text, by="ada", issues=["HR_TORTURE"], firmness=2, codebook="x",
        )  # fmt: skip
    coded = people(opened, opened.codebook(), coder="lexicon")
    assert coded.sentences == 40
    labelled = [one for own in coded.by_document.values() for one in own]
    by_stratum = {}
    for one in labelled:
        by_stratum[one.stratum] = by_stratum.get(one.stratum, 0) + one.weight
    for stratum, weight in by_stratum.items():  # the coded part stands for the whole stratum
        assert weight == pytest.approx(sample.strata[stratum]["population"])
    human, _ = labelled[0].tallies("principal", "foreign", "", opened.codebook().parents)
    assert human["agenda:HR:f2"] == 1


def test_a_name_is_given_once(workspace):
    from outspoken.errors import DeskError

    invoke(workspace, "review", "sample", "twice", "--record", "--size", "20")
    with pytest.raises(DeskError, match="already"):
        invoke(workspace, "review", "sample", "twice", "--record", "--size", "20")
