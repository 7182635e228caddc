"""Verdicts: the rules of method section 4 one by one, and what people may decide."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.errors import DeskError, InputError
from outspoken.model import Role
from outspoken.scorecard import letters
from outspoken.scorecard.rules import propose
from outspoken.scorecard.statement import Statement
from scorecards import (
    FACTS,
    MEETING,
    MEMBERS,
    VISIT,
    WHOLE,
    ask,
    criterion,
    item,
    open_copy,
    parity,
    record,
    said,
    source,
)

SILENT = said("Trade grew.", issues=("ECO_TRADE",))


@pytest.mark.parametrize(
    ("sentence", "weakest", "strongest", "words"),
    [
        (said(), "kept", "kept", "meet"),
        (said(firmness=1), "kept", "partly", "firmness 1, asked 2"),
        (said(at=source(venue=2)), "kept", "partly", "venue 2, asked 3"),
        (said(at=source(venue=1)), "partly", "partly", "venue 1"),
        (said(role=Role.OFFICIAL), "partly", "partly", "another official"),
        (said(at=source(phase="after")), "partly", "partly", "after the engagement"),
        (said(disclaimed=True), "contradicted", "contradicted", "disclaimed"),
        (said(linkage="DECOUPLING"), "contradicted", "contradicted", "apart"),
    ],
)
def test_an_issue_said_as_asked_less_firmly_elsewhere_or_denied(
    sentence, weakest, strongest, words
):
    found = propose(criterion(), record(sentence), WHOLE)
    assert (found.weakest.value, found.strongest.value) == (weakest, strongest)
    assert words in found.reason
    assert found.sentences[0].said is sentence


@pytest.mark.parametrize(
    "sentence",
    [
        said(role=Role.JOURNALIST),
        said(role=Role.COUNTERPART),
        said(quoted=True),
        said(target=("XMO",)),
        said(target=("SELF",)),
        said(issues=("HR_TIBET",)),
    ],
)
def test_others_words_other_countries_and_other_issues_are_no_evidence(sentence):
    assert propose(criterion(), record(sentence, SILENT), WHOLE).value == "not_found"


def test_where_the_readings_differ_the_more_cautious_is_proposed_and_it_is_not_robust():
    found = propose(criterion(), record(said(firmness=0)), WHOLE)
    assert (found.value, found.robust) == ("partly", False)
    assert "not robust" in found.reason
    assert propose(criterion(), record(said()), WHOLE).robust


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (Statement(()), "no list"),
        (Statement((item(), item("not_searched"))), "1 of 2 expected texts not yet looked for"),
        (Statement((item(), item("missing"))), "published but not held"),
        (Statement((item(read=False),)), "not read whole"),
        (Statement((item("not_published", read=False),)), "none of the expected texts is held"),
        (Statement((item(primary=False),)), "no list"),
    ],
)
def test_nothing_is_not_found_without_a_list_the_texts_and_a_whole_reading(statement, words):
    found = propose(criterion(), record(SILENT), statement)
    assert found.value == "not_assessable"
    assert words in found.reason


def test_an_absence_is_worded_by_what_was_searched():
    found = propose(criterion(), record(SILENT), Statement((item(), item("not_published"))))
    assert found.value == "not_found"
    assert found.reason == "not found in the 1 items searched, all that were expected and published"
    assert "silent" not in found.reason


@pytest.mark.parametrize(
    ("at", "words"),
    [(source(excerpt=True), "cut short"), (source(language="zh"), "not in a language")],
)
def test_a_text_that_is_cut_or_in_another_language_shows_no_absence(at, words):
    found = propose(criterion(), record(said("Trade.", issues=("ECO_TRADE",), at=at)), WHOLE)
    assert (found.value, words in found.reason) == ("not_assessable", True)


def test_no_words_of_the_official_is_never_an_absence():
    found = propose(criterion(), record(said(role=Role.COUNTERPART)), WHOLE)
    assert found.value == "not_assessable"
    assert "no words of the official" in found.reason


def test_a_day_outside_the_window_is_partly():
    given = criterion(start=date(2024, 3, 13), end=date(2024, 3, 14))
    assert "outside the window" in propose(given, record(said()), WHOLE).reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We raised Ilia Brandt.", "kept"),
        ("We raised Mr. BRANDT, Ilia.", "not_found"),
        ("Île Brandt’s case", "not_found"),
        ("The case of I. Brandt", "kept"),
    ],
)
def test_a_case_is_found_by_its_name_or_an_alias(text, found):
    given = criterion("name_case", cases=("Ilia Brandt", "I. Brandt"), strongest=(0, 2))
    assert propose(given, record(said(text)), WHOLE).value == found


@pytest.mark.parametrize(
    ("linkage", "value"),
    [("CONDITIONAL", "kept"), ("CONSEQUENCE", "kept"), ("REVERSE", "not_found"), ("", "not_found")],
)
def test_an_ask_to_link_needs_a_link_in_the_right_direction(linkage, value):
    found = propose(criterion("link"), record(said(linkage=linkage)), WHOLE)
    assert found.value == value


@pytest.mark.parametrize(("verb", "least"), [("demand", 3), ("sanction", 5)])
def test_a_demand_and_a_cost_need_their_firmness_under_either_reading(verb, least):
    given = criterion(verb, strongest=(0, 2))
    assert propose(given, record(said(firmness=least)), WHOLE).value == "kept"
    assert propose(given, record(said(firmness=least - 1)), WHOLE).value == "partly"


@pytest.mark.parametrize("verb", ["meet", "visit", "report"])
def test_what_sentences_cannot_tell_is_left_to_a_person(verb):
    assert propose(criterion(verb), record(said()), WHOLE).value == "not_assessable"


@pytest.mark.parametrize(
    ("estimate", "verdict", "weakest", "strongest"),
    [
        (0.0, "equal prominence", "kept", "kept"),
        (1.5, "above parity", "kept", "kept"),
        (0.1, "undetermined", "kept", "not_assessable"),
        (0.1, "", "kept", "not_assessable"),
        (-1.0, "undetermined", "partly", "not_assessable"),
        (-0.1, "below parity", "partly", "partly"),
    ],
)
def test_presence_is_not_prominence_and_no_difference_shown_is_no_parity(
    estimate, verdict, weakest, strongest
):
    given = criterion("prominence", comparators=("ECO",))
    figures = {"ECO": parity(estimate, -2, 2, verdict)}
    found = propose(given, record(said(), parity=figures), WHOLE)
    assert (found.weakest.value, found.strongest.value) == (weakest, strongest)
    assert "words on rights for one on ECO" in found.reason


def test_firmness_is_held_against_the_same_lips_and_not_computed_with_few_sentences():
    given = criterion("firmness", comparators=("SEC_CYBER",))
    firm = said("Cyber attacks will have a cost.", issues=("SEC_CYBER",), firmness=5, n=9, start=90)
    found = propose(given, record(said(firmness=2), firm), WHOLE)
    assert (found.weakest.value, found.strongest.value) == ("partly", "not_assessable")
    assert "firmest on rights 2, on the comparators 5" in found.reason
    rights = [said(firmness=3, start=i, n=i) for i in range(5)]
    cyber = [said("x", issues=("SEC_CYBER",), firmness=2, start=50 + i, n=50 + i) for i in range(5)]
    found = propose(given, record(*rights, *cyber), WHOLE)
    assert (found.value, found.robust) == ("kept", True)
    assert "theta 1.00" in found.strongest.reason


# ------------------------------------------------------------------ decisions


@pytest.fixture
def scored(sample_workspace, tmp_path):
    """A letter of three asks, scored on the sample's visit."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.verdicts import score

    workspace = open_copy(sample_workspace, tmp_path / "w")
    letter = letters.create(FACTS, signatories=MEMBERS)
    codebook = workspace.codebook()
    letters.save_ask(letter, ask(1), codebook)
    letters.save_ask(letter, ask(2, issues=["HR_TIBET"], paraphrase="Raise Tibet"), codebook)
    letters.save_ask(letter, ask(3, state="suggested", paraphrase="Not confirmed"), codebook)
    rows = score(workspace, letter, [find(VISIT)])
    return workspace, letter, {v.ask.number: v for v in rows}


def test_only_confirmed_asks_are_scored_and_each_verdict_opens_to_its_sentences(scored):
    workspace, _, verdicts = scored
    assert set(verdicts) == {1, 2}
    assert verdicts[1].proposed_weakest == "kept"
    for row in verdicts[1].sentences.all():
        text = workspace.lake.read(
            "select text from current where document_id = ?", [row.document_id]
        ).column("text")[0].as_py()  # fmt: skip
        assert text[row.start : row.end] == row.text
    assert verdicts[2].proposed == "not_assessable"
    assert verdicts[1].provenance["codebook"] == workspace.codebook().hash


def test_a_verdict_without_sentences_is_refused_and_nothing_is_saved(scored):
    from outspoken.desk.models import Change
    from outspoken.scorecard.verdicts import decide

    _, _, verdicts = scored
    before = Change.objects.count()
    with pytest.raises(DeskError, match="cannot be kept without a sentence"):
        decide(verdicts[2], "kept", by="Ada")
    with pytest.raises(DeskError, match="not listed"):
        decide(verdicts[1], "kept", by="Ada", sentences=[999999])
    with pytest.raises(DeskError, match="cannot be 'not found'"):
        decide(verdicts[2], "not_found", by="Ada")
    with pytest.raises(DeskError, match="is no verdict"):
        decide(verdicts[1], "broken", by="Ada")
    for verdict in verdicts.values():
        verdict.refresh_from_db()
        assert verdict.decided == ""
    assert Change.objects.count() == before


def test_two_people_agree_or_differ_and_a_new_decision_withdraws_the_second(scored):
    from outspoken.desk.models import Change
    from outspoken.scorecard.verdicts import decide, standing_of

    verdict = scored[2][1]
    decide(verdict, "kept", by="Ada")
    assert standing_of(verdict, two=True) == "awaits a second"
    decide(verdict, "partly", by="Ben")
    assert standing_of(verdict) == "disputed"
    decide(verdict, "kept", by="Ben")
    assert standing_of(verdict) == "agreed"
    decide(verdict, "partly", by="Ada")
    assert (verdict.second, standing_of(verdict)) == ("", "decided")
    entries = Change.objects.filter(action="verdict")
    assert [e.after["decided"] for e in entries] == ["kept", "kept", "kept", "partly"]


def test_scoring_again_leaves_what_people_decided(scored):
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.verdicts import decide, score

    workspace, letter, verdicts = scored
    decide(verdicts[1], "partly", by="Ada", note="only in a readout")
    (again, _) = score(workspace, letter, [find(VISIT)])
    assert (again.decided, again.note) == ("partly", "only in a readout")


def test_not_found_once_the_list_is_searched_and_the_texts_are_read(scored):
    from outspoken.engagements.decisions import find
    from outspoken.scorecard import coverage
    from outspoken.scorecard.verdicts import decide, wording_of

    workspace, _, verdicts = scored
    engagement = find(VISIT)
    coverage.draw_up(engagement)
    coverage.match(workspace, engagement)
    for row in engagement.expected.filter(state="not_searched"):
        coverage.set_state(row.pk, "not_published")
    with pytest.raises(DeskError, match="not read whole"):
        decide(verdicts[2], "not_found", by="Ada")
    for row in engagement.expected.exclude(document_id=""):
        coverage.confirm_reading(row.document_id, by="Ada")
    decide(verdicts[2], "not_found", by="Ada")
    assert "items searched" in wording_of(verdicts[2])


def test_an_engagement_outside_the_window_is_scored_only_as_a_yardstick(scored):
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.verdicts import score

    workspace, letter, _ = scored
    with pytest.raises(DeskError, match="--standing"):
        score(workspace, letter, [find(MEETING)])
    rows = score(workspace, letter, [find(MEETING)], standing=True)
    assert all(v.provenance["standing"] for v in rows)


def test_a_reply_is_kept_beside_the_verdict_and_an_early_one_refused(scored):
    from outspoken.scorecard.verdicts import reply

    verdict = scored[2][1]
    made = reply(verdict, on=date(2024, 4, 2), by="Ministry", text="It was raised in private.")
    assert list(verdict.replies.all()) == [made]
    with pytest.raises(DeskError, match="before the engagement"):
        reply(verdict, on=date(2024, 1, 1), by="Ministry", text="x")
    with pytest.raises(DeskError, match="no web address"):
        reply(verdict, on=date(2024, 4, 2), by="M", text="x", source_url="javascript:1")


def test_a_record_that_is_not_coded_is_no_silence(sample_workspace, tmp_path):
    import shutil

    from outspoken.engagements.decisions import find
    from outspoken.scorecard.evidence import gather_record

    workspace = open_copy(sample_workspace, tmp_path / "w")
    shutil.rmtree(workspace.path / "lake" / "codings")
    with pytest.raises(InputError, match="not looked at is not silent"):
        gather_record(workspace, workspace.codebook(), find(VISIT))


def test_the_commands(sample_workspace, tmp_path):
    workspace = open_copy(sample_workspace, tmp_path / "w")
    letter = letters.create(FACTS)
    letters.save_ask(letter, ask(1), workspace.codebook())
    run = CliRunner()
    where = ["-w", str(workspace.path)]

    def call(*words):
        result = run.invoke(app, [*words, *where])
        assert result.exit_code == 0, result.output
        return result.output

    assert "1 verdicts" in call("score", "run", letter.slug, VISIT)
    assert "Raise freedom of expression" in call("score", "show", letter.slug, "--sentences")
    told = call("score", "decide", letter.slug, "1", VISIT, "partly", "--by", "Ada")
    assert "partly, decided" in told
    said_ = call(
        "score", "reply", letter.slug, "1", VISIT, "We did.", "--official", "Ministry", "--on",
        "2024-05-01",
    )  # fmt: skip
    assert "kept" in said_
