"""Summaries: what the codings add up to, beside them and on demand."""

from __future__ import annotations

import shutil

import pytest

from outspoken import summaries
from outspoken.model import Coding, IssueHit, Linkage, Role, Sentence, Soft
from outspoken.summaries.cells import cells
from outspoken.summaries.courtesy import is_courtesy
from outspoken.summaries.tally import add, difference, tally
from outspoken.workspace import Workspace

PARENTS = {
    "HR_TORTURE": "HR", "HR_GENERIC": "HR", "ECO_TRADE": "ECO", "SEC_CYBER": "SEC",
    "CONSULAR": "DIP", "DIP_RELATION": "DIP",
}  # fmt: skip


def coding(n, *issues, **more):
    hits = tuple(IssueHit(i, 0, 1, "strong", "", f) for i, f in issues)
    return Coding(n=n, start=0, end=1, issues=hits, **more)


def sentence(n, words, role=Role.PRINCIPAL, turn=0, **more):
    return Sentence(n, turn, 0, 0, 4, words, "", role, **more)


def cell(rows, role, target=()):
    (row,) = [r for r in rows if r["role"] == role and tuple(r["target"]) == target]
    return row


@pytest.mark.parametrize(
    ("text", "words", "yes"),
    [
        ("Good morning, everyone.", 3, True),
        ("Thank you all for coming.", 5, True),
        ("Well, it’s a great pleasure to be back in Aldmere.", 10, True),
        ("Next question, please.", 3, True),
        ("We discussed trade.", 3, False),
        ("Thanks to the new law, dozens of editors were jailed " * 4, 40, False),
        ("The good morning never came.", 5, False),
    ],
)
def test_courtesies(text, words, yes):
    assert is_courtesy(text, words) is yes


def test_a_sentence_on_two_agendas_is_divided_between_them():
    counts = tally(20, Role.PRINCIPAL, coding(0, ("HR_TORTURE", 2), ("ECO_TRADE", 3)), PARENTS)
    assert counts["agenda:HR:credited_words"] == counts["agenda:ECO:credited_words"] == 10
    assert counts["agenda:HR:words"] == 20
    assert counts["agenda:HR:f2"] == counts["comparators:f3"] == counts["agenda:ECO:f3"] == 1


def test_rights_with_consular_counts_the_care_for_nationals_as_rights():
    counts = tally(12, Role.PRINCIPAL, coding(0, ("CONSULAR", None)), PARENTS)
    assert "agenda:HR:sentences" not in counts
    assert counts["agenda:HR+CONSULAR:credited_words"] == 12
    both = tally(12, Role.PRINCIPAL, coding(0, ("CONSULAR", None), ("HR_TORTURE", 1)), PARENTS)
    assert both["agenda:HR:credit"] == 0.5
    assert both["agenda:HR+CONSULAR:credit"] == 1


def test_a_level_of_the_whole_sentence_serves_where_issues_have_none():
    counts = tally(9, Role.PRINCIPAL, coding(0, ("HR_TORTURE", None), firmness=4), PARENTS)
    assert counts["agenda:HR:f4"] == 1


def test_a_euphemism_is_softening_and_never_a_mention():
    counts = tally(9, Role.PRINCIPAL, coding(0, soft=(Soft.EUPHEMISM,)), PARENTS)
    assert counts["euphemisms"] == 1
    assert "softened" not in counts
    assert not any(name.startswith("agenda:") for name in counts)


def test_own_fault_is_noted_and_not_scored():
    own = tally(9, Role.PRINCIPAL, coding(0, ("HR_GENERIC", 1), soft=(Soft.EQUIVALENCE,)), PARENTS)
    assert own["soft:EQUIVALENCE"] == 1
    assert "softened" not in own


def test_cells_keep_roles_targets_places_and_runs_apart():
    said = [
        sentence(0, 10),
        sentence(1, 20),
        sentence(2, 20),
        sentence(3, 7, Role.JOURNALIST, turn=1),
        sentence(4, 30, turn=2),
        sentence(5, 5, turn=2, quoted=True),
    ]
    codings = {
        1: coding(
            1, ("HR_TORTURE", 2), target=("XKE",), prompted=False, linkage=Linkage.CONDITIONAL
        ),
        2: coding(2, ("HR_TORTURE", 2), target=("XVA",)),
        3: coding(3, ("HR_TORTURE", None), target=("XKE",), answered=True),
        4: coding(4, ("HR_GENERIC", 1), target=("XKE",), prompted=True, cases=("Ada Lind",)),
        5: coding(5, ("HR_GENERIC", 1)),
    }
    rows = cells("Hi.", said, codings, PARENTS)
    plain = cell(rows, "principal")
    assert (plain["sentences"], plain["words"], plain["opening_words"]) == (1, 10, 10)
    about = cell(rows, "principal", ("XKE",))
    assert (about["sentences"], about["words"], about["opening_words"]) == (2, 50, 20)
    assert about["agendas"][0]["before"] == 10
    assert about["runs"] == [2, 1]  # the first goes on with a sentence on another country
    assert (about["volunteered"], about["prompted"]) == (1, 1)
    assert about["linkage"] == [{"name": "CONDITIONAL", "sentences": 1}]
    assert about["cases"] == [{"name": "Ada Lind", "sentences": 1}]
    asked = cell(rows, "journalist", ("XKE",))
    assert (asked["asked"], asked["answered"]) == (1, 1)
    assert sum(row["words"] for row in rows) == 87  # quoted words are nobody's


def test_a_difference_of_tallies_takes_one_to_the_other():
    one, two = {"a": 1.0, "b": 2.0}, {"b": 5.0, "c": 1.0}
    total = dict(two)
    add(total, difference(one, two))
    assert {k: v for k, v in total.items() if v} == one


def read(workspace, codebook):
    query = "select * from summaries order by document_id, role, target, joint"
    return workspace.lake.read(query, codebook=codebook.hash)


def test_summaries_on_demand_are_those_that_coding_wrote(sample_workspace, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(sample_workspace, folder)
    workspace = Workspace.open(folder)
    codebook = workspace.codebook()
    written = read(workspace, codebook)
    assert written.num_rows > 20
    shutil.rmtree(folder / "lake" / "summaries")
    assert read(workspace, codebook).num_rows == 0
    assert summaries.ensure(workspace, codebook) > 0
    assert read(workspace, codebook).equals(written)
    assert summaries.ensure(workspace, codebook) == 0


def test_summaries_of_replaced_codings_never_count(sample_workspace, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(sample_workspace, folder)
    workspace = Workspace.open(folder)
    codebook = workspace.codebook()
    (path,) = (folder / "lake" / "summaries").rglob("*.parquet")
    stale = path.with_name(path.name.replace("-s1", "-s0"))
    shutil.copy(path, stale)
    assert len(workspace.lake.parts("summaries", coder="lexicon", codebook=codebook.hash)) == 1
    workspace.lake.sweep()
    assert not stale.exists()
    assert path.exists()


def test_the_sums_are_those_of_the_sentences(sample_workspace):
    workspace = Workspace.open(sample_workspace)
    codebook = workspace.codebook()
    with workspace.lake.connect(codebook=codebook.hash) as db:
        summed = db.sql(
            "select role, sum(words), sum(sentences) from summaries group by role order by role"
        ).fetchall()
        counted = db.sql(
            "select role, sum(words), count(*) from sentences where not quoted group by role"
            " order by role"
        ).fetchall()
        rights = db.sql(
            "select sum(x.sentences) from (select unnest(agendas) as x from summaries)"
            " where x.agenda = 'HR'"
        ).fetchall()
        by_hand = db.sql(
            "select count(*) from codings c join sentences s using (document_id, n) where"
            " not s.quoted and len(list_filter(c.issues, lambda i: i.issue like 'HR%')) > 0"
        ).fetchall()
    assert summed == counted
    assert rights == by_hand
