"""The syntax of terms, and what a matcher finds where."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outspoken import codebook as books
from outspoken.codebook.matcher import Hit, Matcher
from outspoken.codebook.schema import Codebook, Coordination, Issue
from outspoken.codebook.terms import TermError, alphabet, parse
from outspoken.errors import CodebookError
from outspoken.model import Span


def book(
    *strong: str, masks: Mapping[str, tuple[str, ...]] | None = None, **cues: tuple[str, ...]
) -> Codebook:
    issue = Issue("HR_X", "HR", "X", "an issue", strong=strong)
    other = Issue("ECO_X", "ECO", "Y", "another", strong=("free trade*",))
    return Codebook(
        id="test",
        version="1",
        language="en",
        agendas={"HR": "Rights", "ECO": "Economy"},
        issues={"HR_X": issue, "ECO_X": other},
        anchors=(),
        masks=masks or {},
        cues={"cue": cues},
        coordination=Coordination({}, {}),
        hash="",
        path="test.yaml",
    )


def found(text: str, *strong: str, masks: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """The words of `text` that a codebook of these terms finds, one sentence."""
    hits = Matcher(book(*strong, masks=masks)).scan(text, [Span(0, len(text))]).of(0)
    return [text[hit.start : hit.end] for hit in hits if hit.code == "HR_X"]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("detain*", "Detained, not a detention, by the undetained.", ["Detained"]),
        (
            "*legal",
            "An illegal, extralegal or legal step, legally.",
            ["illegal", "extralegal", "legal"],
        ),
        (
            "human rights",
            "HUMAN RIGHTS and human-rights and human\nrights",
            ["HUMAN RIGHTS", "human-rights", "human\nrights"],
        ),
        ("human rights", "the human, rights aside; human. Rights", []),
        ("human rights", "inhuman rights, human rightsholders", []),
        (
            "organi?ation*",
            "organisations, organizations, organiation, organissation",
            ["organisations", "organizations", "organiation"],
        ),
        ("labo?r", "labor, labour, labouur, labourer", ["labor", "labour"]),
        (
            "self immolat*",
            "self-immolations and self–immolated",
            ["self-immolations", "self–immolated"],
        ),
        (
            "women's rights",
            "Women’s rights and women's rights",
            ["Women’s rights", "women's rights"],
        ),
        ("china", "China’s law, “China” and (China)", ["China", "China", "China"]),
        ("cs:PRC", "the PRC, the prc", ["PRC"]),
        ("cs:Roe", "a roe deer, Roe", ["Roe"]),
        ("colombia", "Colômbia", ["Colômbia"]),
        ("equal* before the law", "equality before the law", ["equality before the law"]),
        ("democrac* institut*", "democracy institutes", ["democracy institutes"]),
        ("arrest* ~3 lawyer*", "lawyers were arrested", ["lawyers were arrested"]),
        ("arrest* ~3 lawyer*", "arrested four well known lawyers", []),
        (
            "arrest* ~4 lawyer*",
            "arrested four well known lawyers",
            ["arrested four well known lawyers"],
        ),
        ("arrest ~1 lawyer", "arrest lawyer", ["arrest lawyer"]),
        (
            "hold ~3 them ~4 account",
            "to hold all of them to full account",
            ["hold all of them to full account"],
        ),
        ("a rest ~2 cure", "cure, a rest", ["cure, a rest"]),
        ("свобод*", "Свободы нет", ["Свободы"]),
    ],
)
def test_a_term_finds_what_its_syntax_says(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


@pytest.mark.parametrize(
    "term",
    ["", "*", "a*", "x ~ y", "~3 y", "x ~0 y", "x ~99 y", "a*b", "cs:prc", "cs:PRC*", "?", "12"],
)
def test_a_term_of_bad_syntax_is_refused_with_a_mend(term: str) -> None:
    with pytest.raises(TermError) as refused:
        parse(term, alphabet())
    problem, mend = refused.value.args
    assert problem
    assert mend


def test_a_matcher_names_the_term_that_it_cannot_read() -> None:
    with pytest.raises(CodebookError, match=r"test\.yaml: the issue term 'x ~ y' of HR_X: .*; "):
        Matcher(book("x ~ y"))


def test_no_hit_crosses_a_sentence() -> None:
    text = "They spoke of human rights violations and lawyers arrested"
    cut = text.index("rights")
    hits = Matcher(book("human rights", "human ~2 rights", "lawyers")).scan(
        text, [Span(0, cut), Span(cut, len(text))]
    )
    assert hits.of(0) == []
    assert [hit.term for hit in hits.of(1)] == ["lawyers"]


def test_text_outside_every_sentence_is_not_matched() -> None:
    text = "LAWYERS: lawyers spoke. lawyers"
    hits = Matcher(book("lawyers")).scan(text, [Span(9, 23)])
    assert [(hit.start, hit.end) for hit in hits.of(0)] == [(9, 16)]


def test_double_spaces_do_not_break_a_phrase_and_offsets_stay_those_of_the_text() -> None:
    text = "So   human  rights\n\nmatter, arrested  and  lawyers"
    hits = Matcher(book("human rights", "arrested ~2 lawyers")).scan(text, [Span(0, len(text))])
    assert [text[h.start : h.end] for h in hits.of(0)] == [
        "human  rights",
        "arrested  and  lawyers",
    ]


class TestMasks:
    """Masks hide what stands in them, the longest first."""

    MASKS: Mapping[str, tuple[str, ...]] = {
        "HR": ("free trade*", "right now"),
        "all": ("ministry of rights",),
    }

    def test_a_mask_hides_a_term_that_it_touches(self) -> None:
        assert found("right now", "right", masks=self.MASKS) == []
        assert found("a right, now", "right", masks=self.MASKS) == ["right"]

    def test_a_term_that_holds_the_mask_stays(self) -> None:
        assert found("free trade unions", "free trade unions", masks=self.MASKS) == [
            "free trade unions"
        ]

    def test_a_mask_hides_a_part_of_a_proximity(self) -> None:
        assert found("do right now for lawyers", "right ~4 lawyers", masks=self.MASKS) == []

    def test_a_mask_of_an_agenda_leaves_the_others(self) -> None:
        hits = Matcher(book("free", masks=self.MASKS)).scan("free trade", [Span(0, 10)]).of(0)
        assert [hit.code for hit in hits] == ["ECO_X"]


def test_cues_come_with_their_kind_and_code() -> None:
    text = "We urge them."
    hits = Matcher(book("them", demand=("urge*",))).scan(text, [Span(0, len(text))])
    assert hits.of(0) == [
        Hit("cue", "demand", "", "urge*", 3, 7),
        Hit("issue", "HR_X", "strong", "them", 8, 12),
    ]
    assert hits.sentences("cue") == [0]
    assert hits.sentences("soft") == []


def test_a_matcher_survives_pickling() -> None:
    matcher = pickle.loads(pickle.dumps(Matcher(books.load())))
    text = "We raised human rights."
    hits = matcher.scan(text, [Span(0, len(text))]).of(0)
    assert {h.code for h in hits if h.kind == "issue" and h.tier == "strong"} == {"HR_GENERIC"}


WORDS = st.sampled_from(
    [
        "human",
        "rights",
        "Rights,",
        "humane",
        "a",
        "“human",
        "rights”",
        "x-human",
        "—",
        "’s",
        "é",
        ".",
    ]
)


@given(st.lists(WORDS, max_size=12))
def test_the_automaton_agrees_with_a_regular_expression(words: list[str]) -> None:
    text = " ".join(words)
    wanted = [
        match.span()
        for match in re.finditer(r"(?<![\wé])human[ \-“—]rights?(?![\wé])", text, re.IGNORECASE)
        if match.group().lower().endswith("rights")
    ]
    hits = Matcher(book("human rights")).scan(text, [Span(0, len(text))]).of(0)
    assert [(hit.start, hit.end) for hit in hits] == wanted


@given(st.text(max_size=200))
def test_any_text_is_scanned_and_offsets_lie_in_it(text: str) -> None:
    matcher = Matcher(book("the", "of ~3 inn*"))
    for hit in matcher.scan(text, [Span(0, len(text))]).of(0):
        assert 0 <= hit.start < hit.end <= len(text)
