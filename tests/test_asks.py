"""Asks: suggested from a letter's words, edited and confirmed by a person, with their lineage."""

from __future__ import annotations

from datetime import date

import pytest

from outspoken import world
from outspoken.codebook import load
from outspoken.coders.lexicon import LexiconCoder
from outspoken.errors import DeskError
from outspoken.scorecard import letters
from outspoken.scorecard.letterhead import read_letterhead
from outspoken.scorecard.suggest import suggest
from scorecards import FACTS, ask, open_copy

WORLD = world.load(
    {
        "XVA": {
            "name": "Valdoria",
            "officials": [{"name": "Elena Marsh", "office": "Foreign Minister"}],
        },
        "XKE": {"name": "Kestria", "demonyms": ["Kestrian"]},
    }
)
CODEBOOK = load()
CODER = LexiconCoder(CODEBOOK, WORLD)
LETTER = """1 March 2024

The Honourable Elena Marsh
Foreign Minister
Ministry of Foreign Affairs, Aldmere

Dear Foreign Minister Marsh,

Ahead of your first visit to Kestria on 12 March, we write to share our concerns. Kestrian courts have jailed eleven journalists since the winter.

We urge you to give human rights the same prominence as trade and the security of the strait. Our organisations ask you to speak of these abuses as firmly as you speak of cyber attacks, and to call on the Kestrian government to release every political prisoner.

You should make clear that the quality of relations depends on respect for human rights. We further ask you to:
• publicly raise freedom of expression and peaceful assembly in Norrgrad;
• meet with families of detainees;
• impose sanctions on officials responsible for torture;
• refrain from calling the elections free and fair.

We thank you for your attention.

Yours sincerely,

Anna Berg, Director, Open Page
Watch Valdoria
Tom Lund, Chair, Kestrian Lawyers' Network

cc: Parliament
"""


@pytest.fixture(scope="module")
def head():
    return read_letterhead(LETTER, WORLD)


def test_a_letter_tells_date_addressee_occasion_and_signatories(head):
    assert head.written_on == date(2024, 3, 1)
    assert (head.addressee, head.office, head.government) == (
        "Elena Marsh",
        "Foreign Minister",
        "XVA",
    )
    assert head.occasion.startswith("your first visit to Kestria")
    assert head.signatories == ("Open Page", "Watch Valdoria", "Kestrian Lawyers' Network")
    assert "Dear" not in LETTER[slice(*head.body)]
    assert "sincerely" not in LETTER[slice(*head.body)]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Dear", "Sincerely,", "x" * 5000, "Dear A,\nSincerely,"]
)
def test_no_text_breaks_the_reading(text):
    found = read_letterhead(text, WORLD)
    assert suggest(text, found, CODEBOOK, WORLD, coder=CODER).asks == ()


@pytest.fixture(scope="module")
def found(head):
    return suggest(LETTER, head, CODEBOOK, WORLD, coder=CODER)


def test_the_country_is_the_one_the_letter_is_about(found):
    assert found.counterpart == "XKE"


def test_each_request_becomes_an_ask_with_the_words_it_rests_on(found):
    verbs = {a.verb for a in found.asks}
    assert {"prominence", "link", "raise_publicly", "sanction"} <= verbs
    assert verbs & {"firmness", "demand"}
    for a in found.asks:
        assert LETTER[a.start : a.end] == a.quote
        assert a.because in a.quote
        assert a.weakest.firmness <= a.strongest.firmness
        assert a.weakest.venue <= a.strongest.venue


def test_issues_to_be_raised_are_one_ask_each(found):
    raised = [a.issues for a in found.asks if a.verb == "raise_publicly"]
    assert ("HR_EXPRESSION",) in raised
    assert ("HR_ASSEMBLY",) in raised


def test_prominence_names_the_comparators_of_its_sentence(found):
    (one,) = [a for a in found.asks if a.verb == "prominence"]
    assert one.comparators == ("ECO", "SEC")


def test_thanks_and_facts_ask_for_nothing(found):
    quotes = " ".join(a.quote for a in found.asks)
    assert "thank you" not in quotes
    assert "eleven journalists" not in quotes


@pytest.fixture
def letter(sample_workspace, tmp_path):
    open_copy(sample_workspace, tmp_path / "w")
    return letters.create(FACTS, text=LETTER)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"window_start": date(2024, 2, 1), "window_end": None}, "before the letter of 2024-03-01"),
        ({"window_start": date(2024, 3, 14)}, "turn the days round"),
        ({"verb": "shout"}, "is no verb"),
        ({"issues": ["HR_NOTHING"]}, "is no issue"),
        ({"paraphrase": "  "}, "no paraphrase"),
        ({"weakest": {"firmness": 6}}, "whole number from 0 to 5"),
        ({"weakest": {"firmness": True}}, "whole number"),
        ({"weakest": {"firmness": 4}}, "asks for more than its strongest"),
        ({"verb": "name_case"}, "names none"),
        ({"verb": "prominence"}, "compares with nothing"),
        ({"quote": "words that are not there"}, "not in the letter"),
        ({"window_start": "12 March"}, "is no day"),
        ({"colour": "red"}, "unknown field"),
    ],
)
def test_an_ask_that_cannot_be_right_is_refused_and_not_saved(letter, given, words):
    with pytest.raises(DeskError, match=words):
        letters.save_ask(letter, ask(1, **given), CODEBOOK)
    assert letter.asks.count() == 0


def test_an_ask_is_kept_with_its_place_in_the_letter(letter):
    quote = (
        "You should make clear that the quality of relations depends on respect for human rights."
    )
    made = letters.save_ask(letter, ask(1, quote=quote), CODEBOOK)
    assert LETTER[made.quote_start : made.quote_end] == quote
    assert made.quote_sha256 == letters.sha256(quote)
    with pytest.raises(DeskError, match="is there already"):
        letters.save_ask(letter, ask(1), CODEBOOK)
    assert letters.save_ask(letter, ask(0), CODEBOOK).number == 2


def test_a_person_edits_and_settles_an_ask(letter):
    from outspoken.desk.models import Change

    made = letters.save_ask(letter, ask(1, state="suggested"), CODEBOOK)
    letters.save_ask(letter, {"paraphrase": "Raise the press"}, CODEBOOK, ask=made)
    letters.settle_ask(made, "confirmed", by="Ada")
    made.refresh_from_db()
    assert (made.paraphrase, made.state) == ("Raise the press", "confirmed")
    last = Change.objects.latest("id")
    assert (last.by, last.action, last.before["state"]) == ("Ada", "ask confirmed", "suggested")


def test_lineage_repeats_hardens_or_softens_and_runs_in_no_circle(letter):
    first = letters.save_ask(letter, ask(1), CODEBOOK)
    later = letters.create({**FACTS, "slug": "later", "written_on": date(2025, 3, 1)})
    window = {"window_start": None, "window_end": None}
    harder = letters.save_ask(
        later, ask(1, strongest={"firmness": 4, "venue": 5}, **window), CODEBOOK
    )
    assert letters.suggest_lineage(harder) == (first, "hardens")
    letters.set_lineage(harder, first, "hardens")
    with pytest.raises(DeskError, match="descend from itself"):
        letters.set_lineage(first, harder, "repeats")
    with pytest.raises(DeskError, match="is no lineage"):
        letters.set_lineage(harder, first, "echoes")
    assert letters.set_lineage(harder, None, "").lineage == ""
    same = letters.save_ask(later, ask(2, **window), CODEBOOK)
    assert letters.suggest_lineage(same) == (first, "repeats")
    assert letters.suggest_lineage(first) is None
