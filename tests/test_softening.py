"""Softening: what cushions a mention of rights, and what only looks so."""

from __future__ import annotations

import pytest

from outspoken.coders.lexicon.firmness import judge
from outspoken.coders.lexicon.softening import soften
from outspoken.coders.lexicon.utterance import is_rights
from outspoken.model import GENERIC, SELF, Role
from utterances import said, turn


def flags(
    *texts: str, at: int = 0, targets: tuple[str, ...] = ("XVA",), role: Role = Role.OFFICIAL
):
    sentences = turn(*texts, targets=targets, role=role)
    found = soften(
        sentences[at],
        judge(sentences[at]).level,
        before=sentences[at - 1] if at else None,
        after=sentences[at + 1] if at + 1 < len(sentences) else None,
        rights_in_turn=any(is_rights(h.issue) for s in sentences for h in s.issues),
    )
    assert bool(found.rules) is bool(found.flags)
    return set(found.flags)


@pytest.mark.parametrize(
    "text",
    [
        "We had a frank and candid exchange with Valdoria.",
        "There are differences between us and Valdoria, and we talk about them.",
        "On some issues we and Valdoria do not see eye to eye.",
        "We also raised sensitive issues with the Valdorian side.",
        "We and Valdoria have different political systems.",
        "With Valdoria there are areas where we disagree.",
        "We do not agree on everything with our Valdorian friends.",
    ],
)
def test_a_euphemism_where_rights_are_never_named(text):
    assert flags(text) == {"EUPHEMISM"}


@pytest.mark.parametrize(
    "texts",
    [
        ("We have differences with Valdoria.", "Human rights are one of them."),
        ("We raised human rights.", "We had a frank and candid exchange with Valdoria."),
        ("We have differences with Valdoria on human rights.",),
    ],
)
def test_the_same_words_are_no_euphemism_where_the_turn_names_rights(texts):
    assert "EUPHEMISM" not in flags(*texts)
    assert "EUPHEMISM" not in flags(*texts, at=len(texts) - 1)


def test_differences_at_home_are_politics():
    assert not flags("The two parties have differences on the budget.", targets=(SELF,))
    assert not flags("There are differences between us.", targets=(GENERIC,))


@pytest.mark.parametrize(
    "text",
    [
        "We are somewhat concerned about human rights.",
        "There are perhaps questions about press freedom.",
        "We have some concerns about religious freedom.",
        "There is room for improvement in human rights.",
        "We hope that Valdoria will respect human rights.",
        "We would like to see progress on the rule of law.",
        "To some extent freedom of expression has suffered.",
        "We raised certain issues of human rights.",
    ],
)
def test_a_hedge(text):
    assert "HEDGE" in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "We urge Valdoria to respect human rights.",
        "Perhaps we will travel to Kestria, and we condemn the torture of prisoners.",
        "We raised human rights, and maybe trade will follow; we will see.",
    ],
)
def test_a_hedge_elsewhere_is_none(text):
    assert "HEDGE" not in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "On human rights we agree to disagree.",
        "We raised human rights, as we always do.",
        "Human rights are just one of many subjects, one issue among others.",
        "We raise human rights in private.",
        "We will not let human rights define the relationship.",
        "We are not here to lecture anyone on human rights.",
        "Human rights were briefly touched on.",
        "Human rights cases are best handled behind closed doors.",
    ],
)
def test_a_minimiser(text):
    assert "MINIMISER" in flags(text)


def test_a_minimiser_beside_the_sentence():
    assert "MINIMISER" in flags("We raised human rights.", "We agree to disagree.")
    assert "MINIMISER" in flags("We are not here to lecture.", "We raised human rights.", at=1)


@pytest.mark.parametrize(
    "text",
    [
        "Valdoria has made progress, but we remain concerned about human rights.",
        "We raised human rights, but our partnership is strong.",
        "While we are concerned about torture, we value our friendship with Valdoria.",
        "Although we have an excellent relationship, we are concerned about press freedom.",
        "We urged Valdoria to respect human rights; at the same time we commend its reforms.",
    ],
)
def test_criticism_paired_with_praise(text):
    assert "PAIRED" in flags(text)


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        (
            (
                "We raised concerns about human rights.",
                "But this is a very productive partnership.",
            ),
            0,
        ),
        (("Our friendship is deep.", "However, we are concerned about torture."), 1),
    ],
)
def test_the_cushion_may_be_the_next_sentence(texts, at):
    assert "PAIRED" in flags(*texts, at=at)


@pytest.mark.parametrize(
    "text",
    [
        "We are concerned about human rights, but there has been no progress.",
        "We raised human rights and welcomed progress on trade.",
        "Human rights matter, but so does our friendship.",
        "But we are concerned about human rights.",
    ],
)
def test_no_pair_without_contrast_praise_or_criticism(text):
    assert "PAIRED" not in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Every country has its own path, and we discussed human rights.",
        "We raised human rights and do not seek to change their system.",
        "On human rights we respect the sovereignty of Valdoria.",
    ],
)
def test_conceding_the_other_sides_premise(text):
    assert "PREMISE" in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "No country is perfect on human rights.",
        "We too have our own problems with human rights, and we said so.",
        "We raise human rights with humility.",
    ],
)
def test_own_faults(text):
    assert "EQUIVALENCE" in flags(text)


def test_a_journalists_words_and_rights_at_home_are_not_softened():
    text = "We are somewhat concerned about human rights."
    assert not flags(text, role=Role.JOURNALIST)
    assert not flags(text, targets=(SELF,))


def test_plain_speech_has_no_flag():
    sentence = said("We condemn the torture of prisoners.")
    assert not soften(sentence, 4, rights_in_turn=True).flags
