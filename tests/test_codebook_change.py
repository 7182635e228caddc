"""Which documents can be coded otherwise after a change of the codebook."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken import coders, world
from outspoken.codebook import load
from outspoken.codebook.change import Touch, change
from outspoken.codebook.schema import parse
from outspoken.model import Metadata, Passage, Role, Sentence

BOOK = load(None)
WORLD = world.load({"XKE": {"name": "Kestria", "demonyms": ["Kestrian"]}})
BEFORE = coders.get("lexicon", BOOK, WORLD)


def with_issue(code, **fields):
    return replace(BOOK, issues={**BOOK.issues, code: replace(BOOK.issues[code], **fields)})


def test_definitions_and_examples_change_no_coding():
    assert (
        change(BOOK, with_issue("HR_LIFE", definition="Another.", examples=("One.",))).terms == ()
    )


@pytest.mark.parametrize(
    ("fields", "terms"),
    [
        ({"strong": (*BOOK.issues["HR_LIFE"].strong, "guillotine")}, ("guillotine",)),
        ({"weak": (*BOOK.issues["HR_LIFE"].weak, "scaffold")}, ("scaffold",)),
        ({"masks": ("death of a salesman",)}, ("death of a salesman",)),
    ],
)
def test_an_added_term_is_what_changes(fields, terms):
    found = change(BOOK, with_issue("HR_LIFE", **fields))
    assert set(terms) <= set(found.terms)
    assert found.parts == ("HR_LIFE",)


def test_another_rule_for_an_issue_touches_all_its_terms():
    issue = BOOK.issues["HR_LIFE"]
    window = "adjacent" if issue.window == "sentence" else "sentence"
    found = change(BOOK, with_issue("HR_LIFE", window=window))
    assert set(issue.strong) | set(issue.weak) <= set(found.terms)


def test_a_members_new_meaning_in_a_list_is_a_change():
    table, members = next(iter(BOOK.coordination.conjuncts.items()))
    term = next(iter(members))
    fewer = {t: issue for t, issue in members.items() if t != term}
    coordination = replace(
        BOOK.coordination, conjuncts={**BOOK.coordination.conjuncts, table: fewer}
    )
    assert term in change(BOOK, replace(BOOK, coordination=coordination)).terms


@pytest.mark.parametrize(
    ("term", "text", "touched"),
    [
        ("gallows", "The GALLOWS stood there.", True),
        ("gallows", "The gallery stood there.", False),
        ("self immolat*", "A self‑immolation.", True),
        ("self immolat*", "A self  \n immolation.", True),
        ("arrest* ~6 lawyer*", "The lawyer was held.", False),
        (
            "arrest* ~6 lawyer*",
            "They arrested her.",
            True,
        ),  # may be: the rest is the coder's to say
        ("cs:PRC", "the prc", True),
        ("organi?ation", "An organisation", True),
    ],
)
def test_a_text_is_touched_wherever_a_term_may_stand(term, text, touched):
    assert Touch((term,))(text) is touched


def test_no_terms_touch_nothing():
    assert not Touch(())("Anything.")


def test_the_content_is_enough_to_make_the_codebook_again():
    again = parse(BOOK.content, BOOK.path)
    assert again == BOOK
    assert again.hash == BOOK.hash


STOCK = [
    "We are deeply concerned about executions in Kestria.",
    "The death penalty must be abolished.",
    "Freedoms of belief, assembly and the press matter.",
    "Trade between our countries grew.",
    "Their lawyers were arrested and tortured.",
    "Thank you all for coming.",
    "The rule of law is the ground of free elections.",
    "We will impose sanctions over these killings.",
]


def passage(texts):
    sentences, at = [], 0
    for n, text in enumerate(texts):
        sentences.append(Sentence(n, 0, 0, at, at + len(text), 9, "", Role.OFFICIAL))
        at += len(text) + 1
    return Passage("d", "\n".join(texts), tuple(sentences), Metadata(), home="XVA")


@settings(max_examples=12, deadline=None)
@given(
    texts=st.lists(st.sampled_from(STOCK), min_size=1, max_size=4),
    code=st.sampled_from(["HR_LIFE", "HR_TORTURE", "HR_RULEOFLAW", "ECO_TRADE", "HR_ASSEMBLY"]),
    taken=st.integers(0, 5),
    added=st.sampled_from(["executions", "press", "coming", "killing*", "elections ~9 law"]),
)
def test_an_untouched_document_is_coded_as_before(texts, code, taken, added):
    issue = BOOK.issues[code]
    strong = (*(t for n, t in enumerate(issue.strong) if n % 6 != taken), added)
    new = with_issue(code, strong=tuple(dict.fromkeys(strong)))
    said = passage(texts)
    if not Touch(change(BOOK, new).terms)(said.text):
        assert coders.get("lexicon", new, WORLD).code(said) == BEFORE.code(said)
