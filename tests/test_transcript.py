"""Turns and sentences: the seven rules of method section 1, and offsets that always hold."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken import world
from outspoken.model import Extracted, Genre, Metadata, Person, Role, Span
from outspoken.transcript import read
from outspoken.transcript.directions import blank
from outspoken.transcript.sentences import split, split_counted

WORLD = world.load(
    {
        "XVA": {"name": "Valdoria", "capital": "Aldmere"},
        "XKE": {"name": "Kestria", "capital": "Norrgrad"},
    }
)
MARSH = Person("Elena Marsh", "Foreign Minister", "XVA")
LOMOV = Person("Viktor Lomov", "Foreign Minister", "XKE")


def transcript_of(text, genre=Genre.TRANSCRIPT_JOINT, **more):
    metadata = Metadata(
        published_on=date(2024, 3, 12),
        government="XVA",
        genre=genre,
        principals=(MARSH,),
        counterparts=(LOMOV,),
        language="en",
        **more,
    )
    return read(Extracted(text, metadata), world=WORLD)


def said(text, **more):
    """(role, turn, words of the text) of each sentence."""
    return [
        (s.role.value, s.turn, text[s.start : s.end]) for s in transcript_of(text, **more).sentences
    ]


def test_an_unlabelled_paragraph_continues_the_turn():
    text = "MINISTER MARSH: We met.\nIt was long.\nQ  Why?\nMINISTER MARSH: Much to say."
    assert [(role, turn) for role, turn, _ in said(text)] == [
        ("principal", 0), ("principal", 0), ("journalist", 1), ("principal", 2),
    ]  # fmt: skip


def test_headings_before_the_first_label_are_nobodys_and_a_paragraph_there_is_unknown():
    text = (
        "Aldmere\n2:10 P.M.\nThis transcript was made from a recording of poor quality, and some"
        " of the words in it are missing.\nMINISTER MARSH: We met.\nQ  Why?"
    )
    found = said(text)
    assert found[0][0] == "unknown"
    assert found[0][2].startswith("This transcript")
    assert [role for role, *_ in found] == ["unknown", "principal", "journalist"]


@pytest.mark.parametrize(
    "closing", ["END", "END 5:49 P.M. EDT", "5:49 P.M. (Local)", "2.15 pm", "(END)", "ENDS"]
)
def test_the_line_that_ends_or_times_a_transcript_is_nobodys_words(closing):
    text = f"MINISTER MARSH: We met.\nQ  Why?\nMINISTER MARSH: Thank you.\n{closing}"
    assert said(text)[-1][2] == "Thank you."


@pytest.mark.parametrize(
    "direction",
    [
        "(Laughter.)", "(Applause.)", "(Via interpreter.)", "(As interpreted.)", "[Laughter]",
        "(Through interpreter)", "(In progress)", "(Laughs.)", "(Cross-talk.)", "(Off-mike.)",
        "(Inaudible.)", "(Speaking in Kestrian.)",
    ],
)  # fmt: skip
def test_stage_directions_are_no_words(direction):
    text = f"MINISTER MARSH: We met today. {direction} It was long.\nQ  Why?"
    sentences = transcript_of(text).sentences
    assert [s.words for s in sentences] == [3, 3, 1]
    for sentence in sentences:
        assert text[sentence.start] not in "(["


def test_missing_words_are_marked():
    text = "MINISTER MARSH: We spoke of (inaudible) today.\nQ  Why?"
    assert [s.missing for s in transcript_of(text).sentences] == [True, False]


def test_an_interpreters_turn_counts_for_the_speaker_and_the_original_goes():
    text = (
        "MINISTER LOMOV: Wir haben heute lange über den Handel und die Fischerei gesprochen.\n"
        "INTERPRETER: We spoke of trade and fish.\nQ  And rights?\nMINISTER LOMOV: (As"
        " interpreted.) We differ."
    )
    found = transcript_of(text).sentences
    assert [(s.role, s.translated) for s in found] == [
        (Role.COUNTERPART, True), (Role.JOURNALIST, False), (Role.COUNTERPART, True),
    ]  # fmt: skip
    assert text[found[0].start : found[0].end] == "We spoke of trade and fish."


def test_original_and_interpretation_in_one_turn_keep_the_interpretation_only():
    text = (
        "MINISTER LOMOV: (In Kestrian.) Govorim.\n(Via interpreter.) We speak.\nQ  Why?\n"
        "MINISTER MARSH: Yes."
    )
    assert next(piece for *_, piece in said(text)) == "We speak."


def test_a_broken_off_turn_goes_on_after_a_short_interruption():
    text = (
        "MINISTER MARSH: I raised --\nQ  Sir?\nMINISTER MARSH: -- the prisoners.\n"
        "Q  And what did he say to all of that in the end, Minister?\nMINISTER MARSH: Little."
    )
    turns = [turn for _, turn, _ in said(text)]
    assert turns[0] == turns[2]
    assert turns[4] not in (turns[0], turns[1])


def test_a_long_interruption_is_a_turn_of_its_own():
    text = (
        "MINISTER MARSH: I raised --\nQ  But did you name anyone at all in that room today?\n"
        "MINISTER MARSH: I did."
    )
    assert [turn for _, turn, _ in said(text)] == [0, 1, 2]


def test_quoted_words_of_others_are_marked():
    text = (
        "MINISTER MARSH: He said, “No prisoner of ours was ever held without a fair trial.”"
        " I told him that this is not so.\nQ  Why?"
    )
    assert [s.quoted for s in transcript_of(text).sentences] == [True, False, False]


READOUT = [
    ("Minister Marsh met Minister Lomov of Kestria.", "principal", False),
    ("She raised the arrest of writers.", "principal", False),
    ("Minister Lomov said that the courts are free.", "counterpart", False),
    ("The two ministers agreed to meet again.", "principal", True),
    ("Both sides noted the harvest.", "principal", True),
    ("Minister Marsh thanked Minister Lomov for his welcome.", "principal", False),
]


def test_in_a_readout_the_subject_of_a_clause_says_whose_it_is():
    text = "\n".join(sentence for sentence, *_ in READOUT)
    found = transcript_of(text, Genre.READOUT).sentences
    assert [(text[s.start : s.end], s.role.value, s.joint) for s in found] == READOUT


@pytest.mark.parametrize(
    ("genre", "title", "role", "joint"),
    [
        (Genre.SPEECH, "Remarks by Minister Marsh", "principal", False),
        (Genre.STATEMENT, "Statement by the Press Secretary on Kestria", "official", False),
        (Genre.STATEMENT, "Statement by Minister Marsh", "principal", False),
        (Genre.JOINT_STATEMENT, "Joint statement", "principal", True),
        (Genre.LETTER, "Letter to the Speaker", "unknown", False),
    ],
)
def test_a_text_without_labels_is_in_the_documents_own_voice(genre, title, role, joint):
    text = "The arrests must end. We will say so again."
    found = transcript_of(text, genre, title=title).sentences
    assert [(s.role.value, s.joint) for s in found] == [(role, joint)] * 2


def test_the_texts_own_headline_is_no_sentence():
    text = "Remarks by Minister Marsh\nWe met today."
    found = said(text, genre=Genre.SPEECH, title="Remarks by Minister Marsh")
    assert [piece for *_, piece in found] == ["We met today."]


HARD = [
    ("When will Ms. Sorel be freed? Nobody said.", 2),
    ("Amb. Brandt met Maj. Gen. Hale.", 1),
    ("Mr. Marsh met Dr. Orr at 3 p.m. in St. Ives. They spoke.", 2),
    ("The U.S. and the U.K. agree. So do we.", 2),
    ("It cost $1.5 million. We paid.", 2),
    ("“Is that so?” she asked. It was.", 2),
    ("We will … wait. Then act.", 2),
    ("Art. 9 of the Covenant, No. 4 of the list, holds. It binds.", 2),
]


@pytest.mark.parametrize(("text", "count"), HARD)
def test_abbreviations_do_not_end_a_sentence(text, count):
    assert len(split(text, Span(0, len(text)))) == count


# ------------------------------------------------------------------ what always holds

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60
)
LABEL = st.sampled_from(
    ["", "MINISTER MARSH: ", "MINISTER LOMOV: ", "Q  ", "QUESTION: ", "INTERPRETER: ", "END",
     "MODERATOR: ", "(Laughter.) ", "MR. ORR: (Via interpreter.) ", "A B C: "]
)  # fmt: skip
PARAGRAPH = st.builds(lambda label, words: " ".join((label + words).split()), LABEL, WORDS)
TEXT = st.lists(PARAGRAPH.filter(bool), min_size=1, max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(list(Genre)))
def test_offsets_slice_the_text_in_order_and_without_overlap(text, genre):
    transcript = transcript_of(text, genre)
    reached = 0
    for n, sentence in enumerate(transcript.sentences):
        assert sentence.n == n
        assert reached <= sentence.start < sentence.end <= len(text)
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        assert sentence.words > 0
        assert text.count("\n", 0, sentence.start) == sentence.paragraph
        reached = sentence.end


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(list(Genre)))
def test_the_speaker_table_counts_what_the_sentences_hold(text, genre):
    transcript = transcript_of(text, genre)
    labelled = [s for s in transcript.sentences if s.speaker]
    words: dict[str, int] = {}
    for sentence in labelled:
        words[sentence.speaker] = words.get(sentence.speaker, 0) + sentence.words
    if any(speaker.label for speaker in transcript.speakers):
        table = {speaker.label: speaker.words for speaker in transcript.speakers}
        assert {label: count for label, count in table.items() if count} == words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "fr", "zh", "xx", ""]))
def test_sentences_cover_every_word_of_a_span(text, language):
    """Nothing that is a word is lost between two sentences, whatever the text."""
    text = text.replace("\r", " ")
    pieces = split_counted(text, Span(0, len(text)), language)
    covered = "".join(text[span.start : span.end] for span, _ in pieces)
    letters = re.compile(r"[^\W_]")
    assert len(letters.findall(blank(covered))) == len(letters.findall(blank(text)))


@given(st.text(max_size=200))
def test_blanking_directions_keeps_every_offset(text):
    assert len(blank(text)) == len(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("aé9_'’.- \n\"(!?Z漢𝗗"), max_size=60))
def test_words_are_letters_and_digits_with_marks_inside(text: str) -> None:
    for span, words in split_counted(text, Span(0, len(text))):
        said = text[span.start : span.end]
        assert words == len(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", said)), said
