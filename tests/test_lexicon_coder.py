"""The whole lexicon coder: every column filled, each with the rule and the words it rests on."""

from __future__ import annotations

import pickle

import pytest

from outspoken.coders.lexicon import LexiconCoder
from outspoken.coders.lexicon.references import CUES, Signs
from outspoken.model import Coding, Genre, Linkage, Metadata, Passage, Role, Sentence, Soft
from utterances import coder, line

OFFICIAL, JOURNALIST = Role.OFFICIAL, Role.JOURNALIST


def talk(*turns: tuple[Role, str], genre: Genre = Genre.TRANSCRIPT_SOLO) -> Passage:
    """A passage of one-sentence turns; a further sentence of a turn follows after a bar."""
    sentences: list[Sentence] = []
    text, at = "\n".join(said.replace("|", " ") for _, said in turns), 0
    for turn, (role, said) in enumerate(turns):
        for one in said.split("|"):
            words = len(one.split())
            sentences.append(
                Sentence(len(sentences), turn, turn, at, at + len(one), words, "", role)
            )
            at += len(one) + 1
    return Passage("d", text, tuple(sentences), Metadata(genre=genre), "XKE", ())


def codings(*turns: tuple[Role, str], genre: Genre = Genre.TRANSCRIPT_SOLO) -> dict[int, Coding]:
    return {c.n: c for c in coder().code(talk(*turns, genre=genre))}


def test_every_column_of_a_rights_sentence_is_filled():
    found = codings(
        (JOURNALIST, "Will you raise torture in Valdoria?"),
        (
            OFFICIAL,
            "We condemn the torture of 40 prisoners in Valdor, and trade depends on human rights.",
        ),
    )[1]
    assert {"HR_TORTURE"} <= {hit.issue for hit in found.issues}
    assert found.target == ("XVA",)
    assert (found.firmness, found.mode, found.voice) == (4, "PERFORMED", "")
    assert found.linkage is Linkage.CONDITIONAL
    assert found.specificity == 2
    assert (found.prompted, found.prompted_wide, found.answered) == (True, True, None)
    assert {rule.field for rule in found.rules} == {
        "target", "firmness", "linkage", "specificity", "prompted",
    }  # fmt: skip


def test_every_issue_carries_its_own_level():
    found = codings((OFFICIAL, "We condemn torture in Valdoria, and we discussed trade."))[0]
    levels = {hit.issue: hit.firmness for hit in found.issues}
    assert levels["HR_TORTURE"] == 4
    assert levels["ECO_TRADE"] == 0


def test_a_question_on_rights_tells_whether_it_was_answered():
    found = codings(
        (JOURNALIST, "Did you speak about torture in Valdoria?"),
        (OFFICIAL, "We have a strong relationship with Valdoria on trade."),
        (JOURNALIST, "And did you speak about press freedom in Valdoria?"),
        (OFFICIAL, "We spoke about the journalists jailed in Valdoria."),
    )
    assert found[0].answered is False
    assert found[2].answered is True


def test_a_short_answer_takes_the_questions_issue_and_target():
    found = codings(
        (JOURNALIST, "Did you raise torture in Valdoria?"),
        (OFFICIAL, "Yes, we did."),
    )[1]
    assert [(hit.issue, hit.tier) for hit in found.issues] == [("HR_TORTURE", "answer")]
    assert found.target == ("XVA",)
    assert (found.firmness, found.prompted) == (0, True)


def test_a_euphemism_in_a_turn_without_rights_has_a_row_and_no_issue():
    found = codings((OFFICIAL, "We had a frank exchange with Valdoria on our differences."))[0]
    assert found.soft == (Soft.EUPHEMISM,)
    assert [hit for hit in found.issues if hit.issue.startswith("HR_")] == []
    assert found.target == ("XVA",)


def test_a_euphemism_beside_rights_is_none():
    found = codings(
        (OFFICIAL, "We had a frank exchange on our differences.|We raised torture in Valdoria.")
    )
    assert 0 not in found or found[0].soft == ()


def test_a_listed_case_has_a_row_with_its_full_name():
    found = codings((OFFICIAL, "The family of Tohti came to see me."))[0]
    assert found.cases == ("Ilham Tohti",)


def test_quoted_words_are_another_voice_and_have_no_firmness():
    passage = talk((OFFICIAL, "Valdoria tortures its prisoners, and we condemn that."))
    quoted = tuple(s._replace(quoted=True) for s in passage.sentences)
    (found,) = coder().code(Passage("d", passage.text, quoted, passage.metadata, "XKE", ()))
    assert (found.firmness, found.voice) == (None, "QUOTED")


def test_what_is_attributed_to_a_third_party_is_at_most_a_value():
    found = codings((OFFICIAL, "Activists say that torture in Valdoria is unacceptable."))[0]
    assert (found.firmness, found.voice) == (1, "ATTRIBUTED")


def test_nothing_prompts_where_nobody_asks():
    found = codings((OFFICIAL, "We condemn torture in Valdoria."), genre=Genre.SPEECH)[0]
    assert found.prompted is None


@pytest.mark.parametrize(
    "text",
    [
        "We discussed the rule of law and freedom of navigation in the South China Sea.",
        "I remember the Tibetan Plateau from the air.",
        "The glaciers of the Tibetan Plateau are melting.",
        "We need the rule of law at sea and respect for the law of the sea.",
        "Freedom of navigation and overflight must be respected by all.",
        "He will be right back after lunch.",
        "Every state has the sovereign right to choose its alliances.",
        "The right of innocent passage is part of the law of the sea.",
        "The Assistant Secretary for Democracy, Human Rights and Labor opened the fair.",
        "The Democratic Party chose its candidate.",
        "The press conference starts at noon in the press room.",
        "Their military transparency leaves much to be desired.",
        "The minority whip counted the votes on the tariff bill.",
    ],
)
def test_words_that_only_look_like_rights_stay_silent(text):
    assert [i["issue"] for i in line(text)["issues"] if i["issue"].startswith("HR_")] == []


def test_the_coder_travels_to_another_process_and_answers_alike():
    passage = talk((OFFICIAL, "We urge Valdoria to release all political prisoners."))
    parts: LexiconCoder = pickle.loads(pickle.dumps(coder()))
    assert parts.code(passage) == coder().code(passage)


def test_a_sentence_is_coded_alike_alone_and_in_a_long_document():
    said = "We urge Valdoria to release all political prisoners."
    alone = codings((OFFICIAL, said))[0]
    among = codings(*[(OFFICIAL, "It is a fine day.")] * 30, (OFFICIAL, said))[30]
    assert (among.target, among.firmness) == (alone.target, alone.firmness)
    assert [h.issue for h in among.issues] == [h.issue for h in alone.issues]


def test_letters_that_grow_in_lower_case_move_no_offset():
    text = "İstanbul İstanbul: we urge Valdoria to respect press freedom around the world."
    (found,) = coder().code(talk((OFFICIAL, text)))
    for hit in (*found.issues, *found.rules):
        assert 0 <= hit.start <= hit.end <= len(text)


def test_no_cue_is_missed_by_its_beginnings(shared):
    """A cue is looked for only where one of its beginnings stands: that must lose nothing."""
    texts = [p.read_text("utf-8") for p in sorted((shared / "record/white-house").rglob("*.md"))]
    seen = 0
    for text in texts[::120]:
        lines = [s for s in text.split("\n") if s.strip()]
        at = 0
        sentences = []
        for n, one in enumerate(lines):
            at = text.index(one, at)
            sentences.append(Sentence(n, 0, 0, at, at + len(one), 1, "", OFFICIAL))
            at += len(one)
        signs = Signs(text, sentences)
        for i, sentence in enumerate(sentences):
            for cue in CUES:
                plain = cue.pattern.search(signs.low, sentence.start, sentence.end)
                found = signs.find(cue, i)
                assert (plain and plain.span()) == (found and found.span())
                seen += plain is not None
    assert seen > 500


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We call for the release of Ana Orlo, a human rights defender.", ("Ana Orlo",)),
        ("The journalist Ana Orlo was jailed in Valdoria.", ("Ana Orlo",)),
        ("We condemn the torture of the lawyer Wang Orlowang in Valdoria.", ("Wang Orlowang",)),
        ("We raised human rights with Foreign Minister Ana Orlo of Valdoria.", ()),
        ("The release of the Human Rights Report on Valdoria was delayed.", ()),
        ("Political prisoners in Ostmark City must be released.", ()),
    ],
)
def test_a_name_that_stands_where_a_case_is_named_is_one(text, names):
    assert codings((OFFICIAL, text))[0].cases == names
