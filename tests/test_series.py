"""Series and comparison: within genre and language, from the summaries, opening to sentences."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from outspoken.errors import InputError
from outspoken.measures.ask import figures
from outspoken.measures.attention import attention
from outspoken.measures.frame import read, spoken_by
from outspoken.measures.parity import parity
from outspoken.measures.registry import FAMILIES, chosen, measures, of_questions
from outspoken.measures.selection import Selection
from outspoken.measures.totals import Totals
from outspoken.model import Role
from outspoken.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(sample_workspace):
    return Workspace.open(sample_workspace)


def invoke(workspace, *arguments):
    from outspoken.cli import app

    done = CliRunner().invoke(app, [*arguments, "-w", str(workspace.path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def only(lines, measure):
    return [f for line in lines for f in line.figures if f.measure == measure]


def test_a_series_parts_by_genre_and_language_unless_forced_and_then_says_so(workspace):
    lines = figures(workspace, names=["attention"])
    assert (
        len({(line.labels["genre"], line.labels["language"]) for line in lines}) == len(lines) > 2
    )
    assert all("mixed" not in f.note for f in only(lines, "attention HR"))
    (mixed,) = only(figures(workspace, names=["attention"], mix=True), "attention HR")
    assert "mixed genres" in mixed.note
    assert "fair only within one" in mixed.note


def test_figures_from_summaries_are_those_from_the_sentences(workspace):
    codebook = workspace.codebook()
    ids = workspace.lake.read("select document_id from current").column(0).to_pylist()
    table = workspace.lake.coded(ids, coder="lexicon", codebook=codebook.hash)
    said = spoken_by(read(table, codebook.parents), (Role.PRINCIPAL,))
    lines = figures(workspace, names=["attention", "parity"], mix=True)
    for agenda in ("HR", "ECO", "SEC", "DIP"):
        by_hand = attention(said, agenda)
        (figure,) = only(lines, f"attention {agenda}")
        assert figure.estimate == pytest.approx(by_hand.share)
        assert (figure.n, figure.of) == (by_hand.sentences, by_hand.of_sentences)
        (full,) = only(lines, f"attention {agenda} (full credit)")
        assert full.estimate == pytest.approx(by_hand.full_share)
    for comparator in ("ECO", "SEC"):
        (figure,) = only(lines, f"parity HR:{comparator}")
        assert figure.estimate == pytest.approx(parity(said, comparator).log_ratio)


def test_every_measure_gives_a_figure_or_a_reason(workspace):
    lines = figures(workspace, names=["all"], mix=True)
    (line,) = lines
    known = {**measures(workspace.codebook()), **of_questions()}
    assert {f.measure for f in line.figures} == set(known)
    for f in line.figures:
        if f.estimate is None:
            assert f.note, f.measure
        elif f.low is not None:
            assert f.low <= f.estimate + 1e-9, f.measure
            assert f.estimate <= f.high + 1e-9, f.measure
            assert f.interval
        else:
            assert "no interval" in f.note, f.measure
        assert f.label == "detector count"
        assert f.sentences.startswith("outspoken sentences")


def test_the_families_are_all_there(workspace):
    known = {**measures(workspace.codebook()), **of_questions()}
    assert {m.family for m in known.values()} == set(FAMILIES)
    with pytest.raises(InputError, match="not known"):
        chosen(known, ["beauty"])


@pytest.mark.parametrize("by", [["year"], ["quarter"], ["month"], ["official"], ["government"],
                                ["counterpart"], ["counterpart", "year"]])  # fmt: skip
def test_a_series_by_any_dimension_names_its_groups(workspace, by):
    lines = figures(workspace, names=["attention HR"], by=by)
    assert lines
    for line in lines:
        assert list(line.labels)[: len(by)] == by


def commands(workspace, *arguments):
    found = json.loads(invoke(workspace, "measure", *arguments, "--format", "json"))["rows"]
    assert found
    own = [row for row in found if row["n"] and "of documents" not in row["note"]]
    return own[:: max(len(own) // 6, 1)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--record", "-m", "attention HR", "-m", "linkage", "-m", "softening", "-m", "prompted"],
        ["--record", "--by", "year", "--mix", "-m", "attention", "-m", "specificity"],
        ["--by", "engagement", "-m", "attention HR", "-m", "parity HR:SEC", "-m", "firmness"],
        ["--role", "counterpart", "-m", "attention HR"],
        ["--record", "--scope", "counterpart", "-m", "attention HR"],
        ["--record", "-m", "answered"],
    ],
)
def test_the_command_beside_a_figure_lists_exactly_its_sentences(workspace, arguments):
    for row in commands(workspace, *arguments):
        words = shlex.split(row["sentences"])
        assert words[:2] == ["outspoken", "sentences"]
        listed = invoke(workspace, *words[1:], "--format", "jsonl").splitlines()
        if row["measure"].startswith(("parity", "firmness-parity")):
            assert len(listed) <= row["of"]  # a sentence on both sides counts in both
        elif row["measure"] == "answered":
            assert len(listed) >= row["n"]
        else:
            assert len(listed) == row["n"], row
        for line in listed:
            sentence = json.loads(line)
            assert sentence["text"]
            assert sentence["end"] > sentence["start"]
            assert len(sentence["document_id"]) == 64


def test_tables_for_spreadsheets_and_programs(workspace, tmp_path):
    csv = invoke(workspace, "measure", "--record", "-m", "parity", "--format", "csv").splitlines()
    assert csv[0].startswith("genre,language,documents,role,measure")
    path = tmp_path / "figures.parquet"
    invoke(workspace, "measure", "--record", "--format", "parquet", "-o", str(path))
    table = pq.read_table(path)
    assert {"measure", "estimate", "low", "high", "n", "of", "sentences"} <= set(table.column_names)
    assert table.schema.metadata[b"codebook"].decode() == workspace.codebook().hash
    printed = invoke(workspace, "measure", "--record")
    assert "detector count" in printed
    assert "outspoken sentences" in printed


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path):
    from outspoken.cli.tables import write_csv

    path = tmp_path / "x.csv"
    write_csv([{"a": "=cmd()", "b": -1.5, "c": ["x", "y"]}], path)
    assert path.read_text("utf-8").splitlines()[1] == "'=cmd(),-1.5,x; y"


def test_a_record_that_was_not_coded_is_not_silent(workspace, tmp_path):
    import shutil

    folder = tmp_path / "uncoded"
    shutil.copytree(workspace.path, folder)
    shutil.rmtree(folder / "lake" / "codings")
    with pytest.raises(InputError, match="not looked at is not silent"):
        figures(Workspace.open(folder))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"by": ["mood"]}, "no dimension"),
        ({"role": "journalist"}, "no role"),
        ({"by": ["engagement"]}, "not of the record"),
        ({"names": ["glory"]}, "not known"),
    ],
)
def test_bad_requests_name_the_mend(workspace, settings, words):
    with pytest.raises(InputError, match=words):
        figures(workspace, **settings)


def test_periods_have_their_own_days():
    chosen_days = Selection(since="2021-02-10")
    assert chosen_days.within("year", "2021").since == "2021-02-10"
    quarter = chosen_days.within("quarter", "2021-Q4")
    assert (quarter.since, quarter.until) == ("2021-10-01", "2021-12-31")
    month = chosen_days.within("month", "2024-02")
    assert (month.since, month.until) == ("2024-02-01", "2024-02-29")
    with pytest.raises(InputError, match="no day"):
        Selection(since="soon")


def test_more_documents_than_clusters_leave_estimate_and_error_alone():
    from outspoken.measures.series import MOST, _limit
    from outspoken.measures.uncertainty import jackknife

    rng = np.random.default_rng(1)
    words = rng.integers(100, 2000, 20_000).astype(float)
    rights = words * rng.beta(0.5, 20, 20_000)
    data = Totals({"x": 0, "n": 1}, np.stack([rights, words], axis=1), 20_000)
    value = lambda sums: sums["x"] / sums["n"]  # noqa: E731
    whole, grouped = (jackknife(d, value, "logit") for d in (data, _limit(data)))
    assert len(_limit(data)) == MOST
    assert grouped.estimate == pytest.approx(whole.estimate)
    assert grouped.se == pytest.approx(whole.se, rel=0.1)


def test_the_notebook_door_is_open_and_importing_is_cheap():
    import subprocess
    import sys

    code = (
        "import sys, outspoken; heavy = {'numpy', 'duckdb', 'pyarrow', 'django', 'scipy'} &"
        " set(sys.modules); assert not heavy, heavy; outspoken.figures; outspoken.Workspace;"
        " outspoken.Selection; outspoken.krippendorff_alpha; assert 'figures' in dir(outspoken)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
