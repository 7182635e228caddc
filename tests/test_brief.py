"""The brief: what an office has said to a counterpart, before it meets it again."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.errors import DeskError
from outspoken.scorecard import letters
from outspoken.scorecard.brief import OnIssue, _fallen, brief
from outspoken.scorecard.cases import import_cases, import_events
from scorecards import CALL, FACTS, MEETING, VISIT, ask, open_copy


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    return open_copy(sample_workspace, tmp_path / "w")


def test_it_begins_with_what_is_held(workspace):
    found = brief(workspace, "XKE", official="Marsh")
    assert [e[0] for e in found.engagements] == [VISIT, CALL, MEETING]
    assert all(words > 0 for _, _, words in found.engagements)


def test_the_best_precedent_is_the_firmest_and_every_one_opens_to_its_place(workspace):
    found = brief(workspace, "XKE", office="Foreign Minister", government="XVA")
    critics = next(i for i in found.issues if i.issue == "HR_CRITICS")
    levels = [p.firmness for p in critics.precedents]
    assert levels == sorted(levels, reverse=True)
    assert critics.firmest == levels[0] >= 3
    assert critics.last == date(2024, 9, 24)
    for issue in found.issues:
        for p in issue.precedents:
            text = workspace.lake.read(
                "select text from current where document_id = ?", [p.document_id]
            )["text"][0].as_py()  # fmt: skip
            assert text[p.start : p.end] == p.text


def test_the_record_before_a_day_alone_counts(workspace):
    early = brief(workspace, "XKE", until=date(2024, 3, 31))
    assert [e[0] for e in early.engagements] == [VISIT]


def test_what_was_asked_and_never_named_is_told_with_its_verdicts(workspace):
    letter = letters.create(FACTS)
    letters.save_ask(
        letter, ask(1, issues=["HR_TIBET"], paraphrase="Raise Tibet"), workspace.codebook()
    )
    found = brief(workspace, "XKE", government="XVA")
    assert [code for code, _ in found.asked_never_named] == ["HR_TIBET"]
    assert found.asks[0].paraphrase == "Raise Tibet"
    assert found.asks[0].verdicts == ()


def test_cases_that_were_named_stand_with_what_is_registered_after(workspace):
    import_cases("name,country\nIlia Brandt,XKE\n", "c.csv")
    import_events(
        "date,kind,title,case,source_url\n"
        "2023-01-01,arrest,Arrested,Ilia Brandt,https://n.example/0\n"
        "2024-10-12,release,Freed,Ilia Brandt,https://n.example/1\n",
        "e.csv",
    )
    (case,) = brief(workspace, "XKE").cases
    assert case.name == "Ilia Brandt"
    assert [(kind, days > 0) for _, kind, _, days in case.after] == [("release", True)]


def test_an_issue_falls_silent_only_after_three_engagements_with_words(workspace):
    from scorecards import record, said

    on = {"HR_EXPRESSION": OnIssue("HR_EXPRESSION", "Expression", 1, 1, None, 2, 1, ())}
    other = said("Trade.", issues=("ECO_TRADE",))
    heard = [record(said()), record(other), record(other), record(other)]
    assert [f.since for f in _fallen(on, heard)] == [3]
    assert _fallen(on, heard[:-1]) == []


def test_nobody_met_nobody(workspace):
    with pytest.raises(DeskError, match="have no engagement here"):
        brief(workspace, "XMO", official="Nobody")


def test_the_command(workspace):
    result = CliRunner().invoke(app, ["brief", "xke", "-w", str(workspace.path)])
    assert result.exit_code == 0, result.output
    assert "3 engagements, 3 with words held" in result.output
    assert "says nothing about the room" in result.output
    as_json = CliRunner().invoke(app, ["brief", "XKE", "--json", "-w", str(workspace.path)])
    assert '"HR_CRITICS"' in as_json.output
