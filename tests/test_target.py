"""Whose conduct a sentence is about: named, pointed back to, one's own, or nobody's in particular."""

from __future__ import annotations

import pytest

from utterances import line


def target(text: str, **row: object) -> str:
    return "+".join(line(text, **row)["target"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We urge Valdoria to respect press freedom.", "XVA"),
        ("We are concerned about human rights in Valdoria and Morvania.", "XVA+XMO"),
        ("Torture in Valdor must end.", "XVA"),
        ("Together with our partners in Ostmark, we condemn torture in Valdoria.", "XVA"),
        ("Ostmark condemns the torture of prisoners in Valdoria.", "XVA"),
        ("We thank Ostmark's support for Morvanian human rights defenders.", "XMO"),
        ("The Ostmark Human Rights Act passed.", "GENERIC"),
        ("We raised human rights in Valdoria; we also met the ministers of Ostmark.", "XVA"),
    ],
)
def test_the_country_whose_conduct_it_is(text, expected):
    assert target(text) == expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("The regime tortures prisoners.", "Elections were held in Valdoria.", "XVA"),
        ("They must release all political prisoners.", "The police of Valdoria struck.", "XVA"),
        ("There is no press freedom there.", "I come back from Morvania.", "XMO"),
        ("This was an attack on press freedom.", "Valdoria has shut five newspapers.", "XVA"),
    ],
)
def test_words_that_point_back_find_the_country_named_before(text, before, expected):
    assert target(text, before=before) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our courts are independent and press freedom is protected here.",
        "Kestria has a very good record on human rights.",
        "One of Kestria's priorities is gender equality.",
        "Kestria continues to strengthen democracy at all levels.",
        "We have enacted a law on press freedom.",
        "My Government accords high priority to gender equality.",
        "Torture is banned in Kestria.",
    ],
)
def test_a_government_on_its_own_country_is_self(text):
    assert target(text) == "SELF"
    assert line(text)["firmness"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Human rights are universal.",
        "Kestria stands for human rights around the world.",
        "We support human rights defenders everywhere.",
        "Kestria and Ostmark share democratic values and respect for human rights.",
        "Kestria believes that human rights belong to every human being.",
        "The rights of minorities are human rights.",
        "We promote democracy, human rights and the rule of law in the South Pacific.",
    ],
)
def test_principles_and_the_world_are_nobody_in_particular(text):
    assert target(text) == "GENERIC"


@pytest.mark.parametrize(("home", "expected"), [("XKE", "SELF"), ("XVA", "XKE"), ("XOS", "XKE")])
def test_self_is_the_home_that_is_given(home, expected):
    assert target("Kestria tortures prisoners in Kest.", home=home) == expected


def test_a_bilateral_talk_is_about_its_counterpart_where_it_blames():
    title = "Readout of the Prime Minister's Call with President Orlo of Valdoria"
    assert target("She raised concerns about human rights.", title=title) == "XVA"
    assert target("She raised concerns about human rights.", target="XVA") == "XVA"


def test_the_two_sides_of_a_talk_are_not_those_spoken_of():
    title = "Joint Statement of the Prime Ministers of Kestria and Valdoria"
    text = "They agreed to promote human rights around the world."
    assert target(text, title=title) == "GENERIC"


@pytest.mark.parametrize(
    ("speaker", "expected"), [("PRESIDENT OBAMA", "SELF"), ("PRIME MINISTER HOWARD", "AUS")]
)
def test_without_a_home_the_named_speakers_government_is_home(speaker, expected):
    text = "Voting rights and torture are matters for the Congress of the United States."
    if expected == "AUS":
        text = "Press freedom in Australia is under threat."
        expected = "SELF"
    assert target(text, home="", speaker=speaker) == expected


def test_issues_that_belong_to_a_country_need_no_name():
    assert target("We remain concerned about the Uyghurs.") == "CHN"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torture in Valdoria must be judged, as was done for Ostmark.", "XVA"),
        ("Valdoria, helped by its Ostmark allies, tortures prisoners.", "XVA"),
        (
            "Asylum seekers who reach Kestria from Valdoria wait too long for refugee status.",
            "SELF",
        ),
        ("Kestria and Ostmark share a commitment to religious liberty.", "GENERIC"),
    ],
)
def test_a_country_named_beside_the_matter_is_not_the_target(text, expected):
    assert target(text) == expected


def test_a_place_in_the_title_is_only_where_it_was_said():
    text = "Freedom of expression matters."
    assert target(text, title="Press conference, Valdor, Valdoria") == "GENERIC"
    assert target("We discussed human rights.", title="Press conference, Valdor, Valdoria") == "XVA"


def test_corruption_without_a_word_for_home_is_not_taken_for_home():
    assert target("Corruption drives investors away.") == "GENERIC"


@pytest.mark.parametrize(
    "opening",
    [
        "I bring greetings from the people and the Government of Kestria. ",
        "My country is small. Kestria is an island. Kestria has two towns. Kestria is old. ",
    ],
)
def test_a_speech_without_a_stated_home_says_for_whom_it_speaks(opening):
    from outspoken import world
    from outspoken.annotate import annotate_row
    from utterances import INVENTED, coder

    row = {"text": opening + "Torture is banned in Kestria."}
    *_, last = annotate_row(row, coder(), world.load(INVENTED))
    assert last["target"] == ["SELF"]


def test_another_persons_surname_names_no_country():
    text = "Julia Chavez Orlova spoke about reproductive rights at home."
    assert "VEN" not in target(text)


def test_a_heading_of_many_words_in_capitals_is_read_at_once():
    """A pattern that tries every way to divide such a line would never end."""
    heading = "VALDORIA " + "HUMAN RIGHTS AND PRESS FREEDOM " * 40
    assert target(f"{heading}IN PRISONS.") == "XVA"


def test_the_rule_that_decided_is_told_with_its_words():
    from outspoken.model import Metadata, Passage, Role, Sentence
    from utterances import coder

    text = "We urge Valdoria to respect press freedom."
    sentence = Sentence(0, 0, 0, 0, len(text), 7, "", Role.OFFICIAL)
    (coding,) = coder().code(Passage("d", text, (sentence,), Metadata(), "XKE"))
    (rule,) = [r for r in coding.rules if r.field == "target"]
    assert (rule.rule, text[rule.start : rule.end]) == ("named in the sentence", "Valdoria")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We are helping Valdoria, Ostmark and Morvania reduce violence against women.",
            "XVA+XOS+XMO",
        ),
        ("What he said in Valdor was about political prisoners in Morvania.", "XMO"),
        ("Support for Ostmark against Valdoria and its torture of prisoners goes on.", "XVA"),
        ("Executions in Valdoria, second only to Ostmark, have doubled.", "XVA"),
    ],
)
def test_of_several_countries_those_that_only_stand_by_fall_away(text, expected):
    assert target(text) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Our hospitals and schools need money.", "SELF"),
        ("Many countries in the region met at a summit.", "GENERIC"),
    ],
)
def test_where_nothing_is_named_the_signs_around_decide(before, expected):
    assert target("The bill protects privacy and civil liberties.", before=before) == expected


def test_a_country_of_the_sentence_before_outweighs_a_general_belief():
    before = "We raised our concerns with the ministers of Valdoria."
    assert target("We believe that peaceful protest has to be free.", before=before) == "XVA"


def test_every_sign_has_a_weight_for_each_answer_and_they_balance():
    from outspoken.coders.lexicon.weighed import KINDS, weights

    for table in (weights()["signs"], weights()["words"]):
        assert table
        assert all(len(own) == len(KINDS) and abs(sum(own)) < 0.03 for own in table.values())


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("The killings in Bucha are war crimes.", {"date": "2022-04-05"}, "RUS"),
        ("Arrests in Crimea must stop, journalists must be freed.", {"date": "2016-05-05"}, "RUS"),
        ("The police tortured prisoners in Ukraine.", {"date": "2013-12-01"}, "UKR"),
        ("Elections in Ukraine must be free and fair.", {"date": "2023-04-05"}, "UKR"),
        ("Is this a war crime?", {"date": "2022-04-05"}, "RUS"),
        ("Is this a war crime?", {"date": "2019-04-05"}, "GENERIC"),
        ("Should Putin be tried for torture?", {"date": "2021-04-05"}, "RUS"),
    ],
)
def test_what_is_done_in_an_invaded_country_is_the_doing_of_the_invader(text, row, expected):
    assert target(text, **row) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kestria and Ostmark take press freedom in Valdoria seriously.", "XVA"),
        ("There are differences on human rights between Kestria and Ostmark.", "XOS"),
        ("The trade agreement holds our companies to strong labour rights.", "GENERIC"),
        ("We shall never forget the Holocaust and our own people shall not.", "GENERIC"),
    ],
)
def test_a_country_joined_to_home_and_words_for_the_world(text, expected):
    assert target(text) == expected
