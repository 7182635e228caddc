"""Documents of a meeting between governments: what common words mean there."""

from __future__ import annotations

import pytest

from outspoken.annotate import annotate_row
from outspoken.coders.lexicon import LexiconCoder
from outspoken.world import World

TITLES = [
    ("Joint press conference with the Prime Minister of Japan", True),
    ("Toast at the state dinner", True),
    ("Background briefing before the G20", True),
    ("Press call on the upcoming trip", True),
    ("Remarks at bilateral meeting", True),
    ("Remarks on the opening of a hospital", False),
    ("Interview with a radio station", False),
    ("Remarks by the Governor of Ohio", False),
    ("", False),
]
COMMON = [
    "We had a good discussion this morning.",
    "We are such good friends.",
    "The visit went well.",
]


def issues(coder: LexiconCoder, world: World, text: str, title: str) -> set[str]:
    row = {"text": text, "before": "", "after": "", "title": title, "home": "USA"}
    return {issue["issue"] for line in annotate_row(row, coder, world) for issue in line["issues"]}


@pytest.fixture(scope="module")
def world() -> World:
    from outspoken import world as worlds

    return worlds.load(None)


@pytest.fixture(scope="module")
def coder(world: World) -> LexiconCoder:
    from outspoken.codebook import load

    return LexiconCoder(load(None), world)


@pytest.mark.parametrize(("title", "encounter"), TITLES, ids=[title[:40] for title, _ in TITLES])
@pytest.mark.parametrize("text", COMMON)
def test_common_words_speak_of_the_relationship_where_governments_meet(
    coder: LexiconCoder, world: World, text: str, title: str, encounter: bool
) -> None:
    assert issues(coder, world, text, title) == ({"DIP_RELATION"} if encounter else set())


def test_a_meeting_of_governments_does_not_hide_its_matter(
    coder: LexiconCoder, world: World
) -> None:
    title = "Joint press conference with the Prime Minister of Japan"
    text = "We had a good discussion on tariffs."
    assert issues(coder, world, text, title) == {"ECO_TRADE"}
