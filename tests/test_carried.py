"""Sentences that go on about the matter of the one before. All sentences are invented."""

from __future__ import annotations

import pytest

from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon.carried import CARRIED
from outspoken.coders.lexicon.issues import IssueFinder
from outspoken.model import IssueHit, Role, Sentence

TARIFF = "They raised the tariff on our barley again."
GOES_ON = "And that is what our growers cannot live with for long."


def coded(
    matcher: Matcher, finder: IssueFinder, *texts: str, turns: tuple[int, ...] = ()
) -> list[list[IssueHit]]:
    """The issue hits of sentences in a row, all of one turn unless `turns` says otherwise."""
    whole, sentences = "", []
    for n, text in enumerate(texts):
        start = len(whole)
        turn = turns[n] if turns else 0
        end, words = start + len(text), len(text.split())
        sentences.append(Sentence(n, turn, 0, start, end, words, "", Role.OFFICIAL))
        whole += text + " "
    found = finder.find(whole, sentences, matcher.scan(whole, sentences))
    return [found.get(n, []) for n in range(len(texts))]


def test_a_sentence_that_points_back_is_about_what_the_one_before_names(
    matcher: Matcher, finder: IssueFinder
) -> None:
    _, (hit,) = coded(matcher, finder, TARIFF, GOES_ON)
    assert (hit.issue, hit.tier) == ("ECO_TRADE", CARRIED)
    assert hit.end - hit.start == len(GOES_ON)


def test_a_sentence_between_two_of_one_agenda_is_of_it(
    matcher: Matcher, finder: IssueFinder
) -> None:
    middle = "Our neighbours did much the same last spring."
    alone = coded(matcher, finder, TARIFF, middle)
    between = coded(matcher, finder, TARIFF, middle, "Exports fell by a third.")
    assert not alone[1]
    assert {hit.issue for hit in between[1]} == {"ECO_TRADE"}


@pytest.mark.parametrize(
    "texts",
    [
        (TARIFF, "But I thank you all for coming here today."),
        (TARIFF, "And with that we will take a few questions."),
        (TARIFF, GOES_ON, "Their ballistic missiles fell into the sea."),
        ("We spoke of tariffs, of missiles and of malaria.", GOES_ON),
        ("They jailed two reporters.", GOES_ON),
        (TARIFF, "That is so."),
    ],
    ids=["thanks", "questions", "turns elsewhere", "a list", "rights", "short"],
)
def test_nothing_is_carried_to(
    matcher: Matcher, finder: IssueFinder, texts: tuple[str, ...]
) -> None:
    assert not any(hit.tier == CARRIED for own in coded(matcher, finder, *texts) for hit in own)


def test_an_issue_is_carried_one_sentence_far_and_not_into_another_turn(
    matcher: Matcher, finder: IssueFinder
) -> None:
    once = coded(matcher, finder, TARIFF, GOES_ON, "And they know it as well as we do.")
    other = coded(matcher, finder, TARIFF, GOES_ON, turns=(0, 1))
    assert [bool(own) for own in once] == [True, True, False]
    assert not other[1]


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("And that is what our allies and partners told them.", {"ECO_TRADE"}),
        ("And that is what our diplomatic relations suffer from.", {"DIP_RELATION"}),
    ],
)
def test_relations_in_passing_give_way_to_what_is_carried(
    matcher: Matcher, finder: IssueFinder, text: str, issues: set[str]
) -> None:
    assert {hit.issue for hit in coded(matcher, finder, TARIFF, text)[1]} == issues


def test_a_word_of_money_goes_on_with_the_budget_but_tells_nothing_by_itself(
    matcher: Matcher, finder: IssueFinder
) -> None:
    more = "My neighbour got forty percent of it."
    assert not coded(matcher, finder, more)[0]
    _, own = coded(matcher, finder, "The tax cuts went to the few.", more)
    assert {hit.issue for hit in own} == {"ECO_MACRO"}
