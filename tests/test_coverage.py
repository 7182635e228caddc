"""Coverage: the list drawn up before the search, what is held, and what may be said of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.engagements.decisions import find
from outspoken.errors import DeskError, InputError
from outspoken.scorecard import coverage
from outspoken.scorecard.statement import Statement
from scorecards import CALL, VISIT, item, open_copy

HEAD = "phase,date,speaker_or_author,venue,type,url\n"


def test_a_list_in_a_researchers_own_columns_is_read_without_guessing_dates():
    rows = coverage.read_list(
        HEAD
        + "during,2013-04-13/16,A Ministry,-,readout of the talks,https://m.example/1\n"
        + "before,2013-04 before 13 (date not seen),B,Town,congressional letter,https://m.example/2\n"
        + "compare,2009-01-01,C,-,remarks,https://m.example/3\n",
        "list.csv",
    )
    assert [r["phase"] for r in rows] == ["during", "before"]
    assert rows[0]["date"].isoformat() == "2013-04-13"
    assert "2013-04-13/16" in rows[0]["note"]
    assert rows[1]["date"] is None
    assert [r["genre"] for r in rows] == ["readout", "letter"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "no column 'phase'"),
        (HEAD + "later,2013-04-13,A,-,remarks,https://m.example/1\n", "phase 'later' is none"),
        (HEAD + "during,2013-04-13,A,-,remarks,javascript:alert(1)\n", "no web address"),
        (HEAD + "during,2013-02-30,A,-,remarks,https://m.example/1\n", "is no day"),
        (HEAD + 2 * "during,2013-04-13,A,-,remarks,https://m.example/1\n", "twice"),
        ("phase,title,state\nduring,x,lost\n", "state 'lost' is none"),
        ("phase,title,colour\nduring,x,red\n", "unknown column 'colour'"),
    ],
)
def test_a_wrong_list_is_refused_in_one_line(content, words):
    with pytest.raises(InputError, match=words) as error:
        coverage.read_list(content, "list.csv")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("items", "ratio", "complete", "searched"),
    [
        ([], None, False, False),
        ([item()], 1.0, True, True),
        ([item(), item("missing")], 0.5, False, True),
        ([item(), item("not_published")], 1.0, True, True),
        ([item(), item("not_searched")], 0.5, False, False),
        ([item("not_published")], None, False, True),
        ([item(), item("missing", primary=False)], 1.0, True, True),
    ],
)
def test_the_ratio_counts_primary_texts_that_were_published(items, ratio, complete, searched):
    statement = Statement(tuple(items))
    assert statement.ratio == ratio
    assert (statement.complete, statement.searched) == (complete, searched)


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    return open_copy(sample_workspace, tmp_path / "w")


def test_what_is_held_is_found_by_address_and_then_gathered(workspace):
    call = find(CALL)
    address = (
        "http://www.foreign.valdoria.example/readouts/2024/03/13/meeting-with-president-ossian/"
    )
    rows = coverage.read_list(
        f"phase,title,genre,government,url\nduring,Readout,readout,XVA,{address}\n"
        "during,Another,readout,XVA,https://foreign.valdoria.example/nowhere\n",
        "l.csv",
    )
    assert coverage.list_documents(call, rows) == 2
    assert coverage.list_documents(call, rows) == 0
    assert coverage.match(workspace, call).held == ("Readout",)
    held = call.expected.get(title="Readout")
    assert call.documents.filter(document_id=held.document_id, by_person=True).exists()
    assert call.expected.get(title="Another").state == "not_searched"


def test_a_drawn_up_list_finds_the_texts_of_each_side(workspace):
    visit = find(VISIT)
    assert coverage.draw_up(visit) == 4
    assert coverage.draw_up(visit) == 0
    held = coverage.match(workspace, visit).held
    assert "The other side's account" in held
    statement = coverage.statement(visit)
    assert statement.count("held") == len(held) >= 3
    assert statement.unread


def test_held_cannot_be_claimed_of_what_is_not_in_the_record(workspace):
    visit = find(VISIT)
    coverage.draw_up(visit)
    row = visit.expected.first()
    with pytest.raises(DeskError, match="not in the record"):
        coverage.set_state(row.pk, "held")
    with pytest.raises(DeskError, match="is no state"):
        coverage.set_state(row.pk, "lost")
    changed = coverage.set_state(row.pk, "missing", archive_url="https://archive.example/x")
    assert (changed.state, changed.searched_on is not None) == ("missing", True)


def test_the_case_file_of_april_2013_is_not_assessable_in_any_ask(sample_workspace, tmp_path):
    from outspoken.desk.models import ExpectedDocument, Verdict
    from outspoken.engagements.decisions import find as engagement
    from outspoken.scorecard.casefile import load
    from outspoken.scorecard.verdicts import score

    workspace = open_copy(sample_workspace, tmp_path / "case")
    folder = Path(__file__).parent.parent / "examples" / "kerry-beijing-2013"
    letter, about = load(folder, workspace.codebook())
    assert letter.signatories.count() == 8
    assert letter.asks.count() == 19
    assert ExpectedDocument.objects.filter(engagement=about).count() == 43
    assert (about.start.isoformat(), about.end.isoformat()) == ("2013-04-13", "2013-04-14")
    score(workspace, letter, [engagement(about.slug)])
    found = Verdict.objects.filter(ask__letter=letter)
    assert {v.proposed for v in found} == {"not_assessable"}
    assert all("not yet looked for" in v.reason for v in found)
    with pytest.raises(DeskError, match="is a letter already"):
        load(folder, workspace.codebook())


def test_the_list_of_the_example_has_every_row_of_the_search(shared):
    rows = list(
        csv.DictReader((shared / "cases" / "kerry-beijing-2013.csv").read_text().splitlines())
    )
    folder = Path(__file__).parent.parent / "examples" / "kerry-beijing-2013"
    ours = list(csv.DictReader((folder / "expected.csv").read_text().splitlines()))
    assert [r["url"] for r in ours] == [r["url"] for r in rows]
    assert [r["phase"] for r in ours] == [r["phase"] for r in rows]


def test_a_broken_case_file_leaves_nothing(workspace, tmp_path):
    from outspoken.desk.models import Engagement, Letter
    from outspoken.scorecard.casefile import load

    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text(
        '[letter]\nslug = "x"\naddressee = "A"\nwritten_on = 2024-03-01\n'
        '[[asks]]\nparaphrase = "p"\nverb = "shout"\n'
        '[engagement]\ntitle = "t"\nkind = "visit"\nofficial = "A"\ngovernment = "XVA"\n'
        'counterpart = "XKE"\nstart = 2024-03-12\nend = 2024-03-13\n'
    )
    before = (Letter.objects.count(), Engagement.objects.count())
    with pytest.raises(DeskError, match="'shout' is no verb"):
        load(folder, workspace.codebook())
    assert (Letter.objects.count(), Engagement.objects.count()) == before


def test_the_commands(workspace, tmp_path):
    run = CliRunner()

    def call(*words, code=0):
        result = run.invoke(app, ["coverage", *words, "-w", str(workspace.path)])
        assert result.exit_code == code, result.output
        return result.output

    assert "4 drawn up" in call("draw", VISIT)
    assert "newly held" in call("match", VISIT)
    assert "held but not read whole" in call("show", VISIT)
    number = find(VISIT).expected.first().pk
    assert "missing" in call("set", str(number), "missing", "--note", "searched the site map")
    document = find(VISIT).documents.first().document_id
    assert "1 readings kept" in call("read", document[:12], "--by", "Ada")
    listed = tmp_path / "l.csv"
    listed.write_text("phase,title\nduring,Remarks at the border\n")
    assert "1 new" in call("list", VISIT, str(listed))
