"""Speaker labels and roles, in the forms that official transcripts use (method, section 1)."""

from __future__ import annotations

from datetime import date

import pytest

from outspoken import world
from outspoken.model import Extracted, Genre, Metadata, Person, Role, Span
from outspoken.transcript import read

WORLD = world.load(
    {
        "XVA": {"name": "Valdoria", "demonyms": ["Valdorian"], "capital": "Aldmere"},
        "XKE": {"name": "Kestria", "demonyms": ["Kestrian"], "capital": "Norrgrad"},
    }
)
MARSH = Person("Elena Marsh", "Foreign Minister", "XVA")
HOLM = Person("Anders Holm", "President", "XVA")
LOMOV = Person("Viktor Lomov", "Foreign Minister", "XKE")
OSSIAN = Person("Dara Ossian", "President", "XKE")
P, O, C, J, M, X = (  # noqa: E741 - the method's own letters
    Role.PRINCIPAL,
    Role.OFFICIAL,
    Role.COUNTERPART,
    Role.JOURNALIST,
    Role.MODERATOR,
    Role.UNKNOWN,
)


def heard(
    text: str,
    genre: Genre = Genre.TRANSCRIPT_JOINT,
    principals: tuple[Person, ...] = (MARSH,),
    counterparts: tuple[Person, ...] = (LOMOV,),
    government: str = "XVA",
    title: str = "",
    bold: tuple[Span, ...] = (),
) -> list[tuple[Role, str]]:
    """Role and words of each stretch of one speaker, in order."""
    metadata = Metadata(
        title=title,
        published_on=date(2024, 3, 12),
        government=government,
        genre=genre,
        principals=principals,
        counterparts=counterparts,
        language="en",
    )
    transcript = read(Extracted(text, metadata, bold), world=WORLD)
    stretches: list[tuple[tuple[int, str], Role, list[str]]] = []
    for sentence in transcript.sentences:
        who = (sentence.turn, sentence.speaker)
        if not stretches or stretches[-1][0] != who:
            stretches.append((who, sentence.role, []))
        stretches[-1][2].append(text[sentence.start : sentence.end])
    return [(role, " ".join(said)) for _, role, said in stretches]


QUESTION = "\nQ  Why so late?\nMINISTER MARSH: We had much to say."

LABELS = [
    # (what it shows, the first paragraph, role, the words after the label)
    ("capital label with colon", "MINISTER MARSH: Good morning.", P, "Good morning."),
    ("full title", "FOREIGN MINISTER MARSH: Good morning.", P, "Good morning."),
    ("the counterpart's title", "FOREIGN MINISTER LOMOV: Thank you.", C, "Thank you."),
    ("bold in Markdown left in the text", "**MINISTER MARSH:** Good morning.", P, "Good morning."),
    ("two spaces after the colon", "MINISTER MARSH:  Good morning.", P, "Good morning."),
    ("a no-break space after the colon", "MINISTER MARSH:\u00a0Good morning.", P, "Good morning."),
    ("a space before the colon", "MINISTER MARSH : Good morning.", P, "Good morning."),
    ("Q and spaces", "Q    Did you raise it?", J, "Did you raise it?"),
    ("Q with a no-break space", "Q \u00a0 Did you raise it?", J, "Did you raise it?"),
    ("Q with a colon", "Q: Did you raise it?", J, "Did you raise it?"),
    ("Q with a full stop, old style", "Q. Did you raise it?", J, "Did you raise it?"),
    ("Q with a number", "Q2: Did you raise it?", J, "Did you raise it?"),
    ("Q before a quotation", "Q  “Grave concern” is weak.", J, "“Grave concern” is weak."),
    ("Q that goes on after a dash", "Q  — the prisoners, then?", J, "— the prisoners, then?"),
    ("Q before a figure", "Q  20 people are held. Why?", J, "20 people are held. Why?"),
    ("QUESTION", "QUESTION: Did you raise it?", J, "Did you raise it?"),
    ("REPORTER", "REPORTER: Did you raise it?", J, "Did you raise it?"),
    ("JOURNALIST, misread", "JOURNLAIST: Did you raise it?", J, "Did you raise it?"),
    ("J alone", "J: Did you raise it?", J, "Did you raise it?"),
    ("several journalists", "JOURNALISTS: (inaudible) the prisoners?", J, "the prisoners?"),
    ("the press corps of one side", "KESTRIAN REPORTER: And trade?", J, "And trade?"),
    ("someone in the audience", "AUDIENCE MEMBER: Shame!", J, "Shame!"),
    ("moderator", "MODERATOR: Last question.", M, "Last question."),
    ("operator of a call", "OPERATOR: Your line is open.", M, "Your line is open."),
    ("announcer", "ANNOUNCER: Please be seated.", M, "Please be seated."),
    ("an aide", "WHITE HALL AIDE: Thank you all.", M, "Thank you all."),
    ("a spokesperson by office", "MINISTRY SPOKESPERSON: One more.", O, "One more."),
    ("Mc in small letters", "SECRETARY McVEY: I agree.", O, "I agree."),
    ("Mac in small letters", "MS. MacRAE: I agree.", O, "I agree."),
    ("accents", "MR. FERNÁNDEZ ÁVILA: I agree.", O, "I agree."),
    ("a hyphen", "MS. ORR-HALE: I agree.", O, "I agree."),
    ("an apostrophe", "MR. O’DEA: I agree.", O, "I agree."),
    ("a straight apostrophe", "MR. O'DEA: I agree.", O, "I agree."),
    ("a particle", "MS. DE LA ROSA: I agree.", O, "I agree."),
    ("a particle in small letters", "MR. van DALEN: I agree.", O, "I agree."),
    ("an abbreviated title without a stop", "DR ADLER: I agree.", O, "I agree."),
    ("a suffix", "AMBASSADOR REED, JR.: I agree.", O, "I agree."),
    ("a rank", "AIR CHIEF MARSHAL POOLE: I agree.", O, "I agree."),
    ("a rank with an aside", "GENERAL POOLE (RETIRED): I agree.", O, "I agree."),
    ("a portfolio before a name", "ENVIRONMENT MINISTER WEIR: I agree.", O, "I agree."),
    ("brackets", "[SENIOR ADMINISTRATION OFFICIAL]: On background.", O, "On background."),
    ("a bare unnamed official", "SENIOR ADMINISTRATION OFFICIAL: Yes.", O, "Yes."),
    ("a numbered official", "SENIOR GOVERNMENT OFFICIAL #2: Yes.", O, "Yes."),
    ("an official in words", "SENIOR OFFICIAL ONE: Yes.", O, "Yes."),
    ("a local official", "LOCAL LAW ENFORCEMENT OFFICIAL: Yes.", O, "Yes."),
    ("an interpreter's aside", "FOREIGN MINISTER LOMOV: (As interpreted.) We differ.", C, "We differ."),
    ("an aside before the colon", "FOREIGN MINISTER LOMOV (via interpreter): We differ.", C, "We differ."),
    ("a semicolon misread for the colon", "MINISTER MARSH; Good morning.", P, "Good morning."),
    ("a full stop for the colon", "MINISTER MARSH. Good morning.", P, "Good morning."),
    ("no colon at all", "MINISTER MARSH  Good morning.", P, "Good morning."),
    ("a letter lost", "INISTER MARSH: Good morning.", P, "Good morning."),
    ("a letter too many", "QMINISTER MARSH: Good morning.", P, "Good morning."),
    ("initials", "EM: Good morning.", P, "Good morning."),
    ("the name alone", "MARSH: Good morning.", P, "Good morning."),
    ("both names", "ELENA MARSH: Good morning.", P, "Good morning."),
    ("the counterpart's name alone", "LOMOV: Thank you.", C, "Thank you."),
    ("an office with its country", "PRIME MINISTER OF KESTRIA: Thank you.", C, "Thank you."),
    ("an organisation's office", "UNITED NATIONS SECRETARY-GENERAL: Thank you.", C, "Thank you."),
    ("a pope", "POPE ADRIAN: Peace be with you.", C, "Peace be with you."),
    ("a name that says nothing", "TOMAS BEREN: I was there.", X, "I was there."),
    ("a quotation after the label", "MINISTER MARSH: “Never again,” she said.", P, "“Never again,” she said."),
    ("a number after the label", "MINISTER MARSH: 40 years ago this began.", P, "40 years ago this began."),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "role", "said"), [case[1:] for case in LABELS],
                         ids=[case[0] for case in LABELS])  # fmt: skip
def test_a_label_begins_a_turn_and_is_not_spoken(paragraph, role, said):
    assert heard(paragraph + QUESTION)[0] == (role, said)


NO_LABELS = [
    ("a heading with a colon", "FACT SHEET: What was agreed"),
    ("a sentence with a colon", "There is one thing to say: enough."),
    ("a number and a colon", "Number two: the prisoners."),
    ("a list of points", "First question: trade."),
    ("a date line", "WASHINGTON: Tuesday"),
    ("a fax's head", "TEL 17 Mar 24 18: No. 021"),
    ("an abbreviation", "U.S. trade grew. It will grow."),
    ("Q inside a word", "Qualms remain about the talks."),
    ("Q and A", "Q&A follows later today."),
]


@pytest.mark.parametrize("paragraph", [case[1] for case in NO_LABELS],
                         ids=[case[0] for case in NO_LABELS])  # fmt: skip
def test_a_paragraph_that_only_looks_like_a_label_goes_on_with_the_turn(paragraph):
    found = heard("MINISTER MARSH: I begin.\n" + paragraph + QUESTION)
    assert found[0][0] is P
    assert found[0][1].startswith("I begin.")
    assert [role for role, _ in found] == [P, J, P]


def test_a_name_in_ordinary_letters_needs_bold_or_return():
    text = "Elena Marsh: Good morning.\nJournalist: Why?\nElena Marsh: Because.\nJournalist: And?"
    once = "Remember: we are few.\nIt was late."
    bold = (Span(0, 12), Span(27, 38), Span(44, 56), Span(66, 77))
    assert [role for role, _ in heard(text, bold=bold)] == [P, J, P, J]
    assert [role for role, _ in heard(once, genre=Genre.SPEECH, counterparts=())] == [P]


def test_labels_on_a_line_of_their_own_without_a_colon():
    text = "Minister Marsh\nWe met.\nMinister Lomov\nWe differ.\nMinister Marsh\nWe do.\nJournalist\nWhy?"
    assert heard(text) == [(P, "We met."), (C, "We differ."), (P, "We do."), (J, "Why?")]


def test_a_statement_with_one_heading_in_capitals_is_no_transcript():
    text = "NEXT STEPS: The ministers will meet again.\nThey spoke of trade."
    found = heard(text, genre=Genre.STATEMENT, counterparts=())
    assert {role for role, _ in found} == {P}


OFFICES = [
    # (what it shows, label, principals, counterparts, government, another label, role)
    ("the publisher's president", "THE PRESIDENT", (HOLM,), (LOMOV,), "XVA", "", P),
    ("two presidents, the other with a name", "THE PRESIDENT", (HOLM,), (OSSIAN,), "XVA",
     "PRESIDENT OSSIAN", P),
    ("two presidents, the own one with a name", "THE PRESIDENT", (HOLM,), (OSSIAN,), "XVA",
     "PRESIDENT HOLM", C),
    ("two presidents, neither with a name", "THE PRESIDENT", (HOLM,), (OSSIAN,), "XVA", "", X),
    ("a given name is enough to tell", "THE PRESIDENT", (HOLM,),
     (Person("Dara Ossian Tavi", "President", "XKE"),), "XVA", "PRESIDENT OSSIAN", P),
    ("only the other side has one", "THE PRESIDENT", (MARSH,), (OSSIAN,), "XVA", "", C),
    ("a title that the publisher does not give", "THE PRIME MINISTER", (), (), "USA", "", C),
    ("a monarch", "KING ALDRIC", (), (), "USA", "", C),
    ("a portfolio alone", "DEFENCE MINISTER", (HOLM,), (), "AUS", "", O),
    ("a portfolio alone, two ministers there", "DEFENCE MINISTER", (HOLM,),
     (Person("", "Defence Minister", "XKE"),), "AUS", "", X),
    ("a vice president beside the president", "THE VICE PRESIDENT", (HOLM,), (), "XVA", "", O),
    ("an office alone, no one named", "THE SECRETARY", (), (), "XVA", "", P),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "principals", "counterparts", "government", "other", "role"),
    [case[1:] for case in OFFICES],
    ids=[case[0] for case in OFFICES],
)
def test_an_office_without_a_name(label, principals, counterparts, government, other, role):
    text = f"{label}: We spoke.\nQ  Of what?\n{label}: Of trade."
    if other:
        text += f"\n{other}: And of fish."
    found = heard(text, principals=principals, counterparts=counterparts, government=government)
    assert found[0] == (role, "We spoke.")


def test_a_bare_name_is_who_the_text_says_it_is():
    text = (
        "MARSH: I am here with Trade Minister Ines Vale.\nVALE: Thank you.\nQ  Why?\nVALE: Why not."
    )
    roles = [
        role
        for role, _ in heard(text, principals=(MARSH,), counterparts=(), title="Press conference")
    ]
    assert roles == [P, O, J, O]


def test_the_interviewer_named_in_the_title_is_a_journalist():
    text = (
        "CORD: Good morning.\nMINISTER MARSH: Good morning.\nCORD: Welcome.\nMINISTER MARSH: Yes."
    )
    title = "Interview with Jon Cord, Radio Aldmere"
    roles = [
        r for r, _ in heard(text, genre=Genre.INTERVIEW, principals=(MARSH,), counterparts=(), title=title)
    ]  # fmt: skip
    assert roles == [J, P, J, P]


def test_whoever_asks_most_of_the_time_is_an_interviewer():
    text = "KESS: Why now?\nMINISTER MARSH: It is time.\nKESS: Is it?\nMINISTER MARSH: It is."
    roles = [r for r, _ in heard(text, genre=Genre.INTERVIEW, counterparts=())]
    assert roles == [J, P, J, P]


def test_identity_never_follows_from_the_subject():
    text = "TOMAS BEREN: Human rights in Kestria matter to our government.\nQ  Why?"
    assert heard(text)[0][0] is X


def test_a_persons_correction_goes_before_every_rule():
    metadata = Metadata(genre=Genre.TRANSCRIPT_JOINT, government="XVA", principals=(MARSH,))
    text = "TOMAS BEREN: I was there.\nQ  Why?\nTOMAS BEREN: To see."
    transcript = read(Extracted(text, metadata), world=WORLD, corrections={"TOMAS BEREN": O})
    assert transcript.sentences[0].role is O
    assert transcript.speakers[0].basis == "corrected by a person"


def test_the_speaker_table_says_why():
    metadata = Metadata(genre=Genre.TRANSCRIPT_JOINT, government="XVA", principals=(MARSH,))
    text = "MINISTER MARSH: We met.\nQ  Why?\nMR. BEREN: I was there."
    bases = {
        s.label: (s.name, s.basis) for s in read(Extracted(text, metadata), world=WORLD).speakers
    }
    assert bases["MINISTER MARSH"] == ("Elena Marsh", "the document's principal")
    assert bases["Q"][1] == "the label"
    assert bases["MR. BEREN"][1] == "a title in the publishing government's text"
