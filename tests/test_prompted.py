"""Who raised it: asked for, volunteered, answered, or never asked."""

from __future__ import annotations

import pytest

from outspoken.coders.lexicon.prompted import Prompt, answers, prompts, short_answers
from outspoken.model import Genre, IssueHit, Role, Sentence

P, OFFICIAL, J, C = Role.PRINCIPAL, Role.OFFICIAL, Role.JOURNALIST, Role.COUNTERPART
TORTURE, PRESS, ALL, TRADE = "HR_TORTURE", "HR_EXPRESSION", "HR_GENERIC", "ECO_TRADE"


def talk(*turns: tuple[Role, str], words: int = 12):
    """Each turn: a role and its sentences' issues, sentences parted by "|", issues by "+"."""
    sentences, issues, n = [], {}, 0
    for turn, (role, said) in enumerate(turns):
        for one in said.split("|"):
            length = 2 if one == "yes" else words
            sentences.append(Sentence(n, turn, turn, n * 10, n * 10 + 9, length, "", role))
            named = [name for name in one.split("+") if name.isupper()]
            if named:
                issues[n] = [IssueHit(i, n * 10, n * 10 + 3, "strong", "x") for i in named]
            n += 1
    return sentences, issues


def narrow(*turns: tuple[Role, str], genre: Genre = Genre.TRANSCRIPT_JOINT):
    return {i: p.narrow for i, p in prompts(*talk(*turns), genre).items()}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([(J, TORTURE), (P, TORTURE)], {1: True}),
        ([(J, PRESS), (P, TORTURE)], {1: False}),
        ([(P, TORTURE), (J, TORTURE), (P, TORTURE)], {0: False, 2: False}),
        ([(J, TORTURE), (P, TORTURE), (J, TRADE), (P, TORTURE)], {1: True, 3: False}),
        ([(J, TORTURE), (J, TRADE), (P, TORTURE)], {2: False}),
        ([(J, f"{TORTURE}|{TRADE}"), (P, f"{TRADE}|{TORTURE}")], {3: True}),
        ([(J, TORTURE), (C, TORTURE), (P, TORTURE)], {2: True}),
        ([(J, TORTURE), (P, f"{TORTURE}+{PRESS}")], {1: True}),
        ([(J, TRADE), (P, TRADE)], {}),
    ],
)
def test_the_nearest_question_prompts_once(turns, expected):
    assert narrow(*turns) == expected


def test_the_wide_version_takes_any_rights_issue():
    found = prompts(*talk((J, PRESS), (P, TORTURE), (P, ALL)), Genre.INTERVIEW)
    assert found[1] == Prompt(False, True)
    assert found[2] == Prompt(False, False)


@pytest.mark.parametrize("genre", [Genre.READOUT, Genre.SPEECH, Genre.STATEMENT])
def test_no_question_can_prompt_a_readout_or_a_speech(genre):
    assert narrow((P, TORTURE), genre=genre) == {0: None}


def test_nor_a_transcript_in_which_nobody_asks():
    assert narrow((P, TORTURE), (C, TORTURE)) == {0: None}


def test_a_short_answer_takes_the_questions_issue():
    sentences, issues = talk((J, TORTURE), (P, "yes"), (P, TORTURE))
    assert [(s.at, s.issues) for s in short_answers(sentences, issues)] == [(1, (TORTURE,))]
    found = prompts(sentences, issues, Genre.INTERVIEW)
    assert found[1] == Prompt(True, True)
    assert found[2].narrow is False  # it was named, by the short answer


@pytest.mark.parametrize(
    "turns",
    [
        [(J, TRADE), (P, "yes")],
        [(J, TORTURE), (P, "no issue here")],
        [(C, TORTURE), (P, "yes")],
        [(J, TORTURE), (C, "yes")],
    ],
)
def test_other_short_turns_take_nothing(turns):
    assert not list(short_answers(*talk(*turns)))


@pytest.mark.parametrize(
    ("turns", "answered"),
    [
        ([(J, TORTURE), (P, TORTURE)], True),
        ([(J, TORTURE), (P, "x"), (OFFICIAL, TORTURE)], True),
        ([(J, TORTURE), (P, ALL)], True),
        ([(J, ALL), (P, TORTURE)], True),
        ([(J, TORTURE), (P, "yes")], True),
        ([(J, TORTURE), (P, TRADE)], False),
        ([(J, TORTURE), (P, "nothing of the kind")], False),
        ([(J, TORTURE), (J, TRADE), (P, TORTURE)], False),
        ([(J, TORTURE), (P, "x"), (J, "yes"), (P, TORTURE)], True),
        ([(J, TORTURE)], False),
    ],
)
def test_whether_a_question_was_answered(turns, answered):
    sentences, issues = talk(*turns)
    countries = dict.fromkeys(issues, ("XVA",))
    assert answers(sentences, issues, countries)[0] is answered


def test_rights_elsewhere_do_not_answer_a_question_on_rights():
    sentences, issues = talk((J, ALL), (P, TORTURE))
    assert answers(sentences, issues, {0: ("XVA",), 1: ("XKE",)}) == {0: False}
