"""What a whole document says of its targets: whose text it is, with whom, about which country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from outspoken.model import Genre, Passage, Role
from outspoken.world import World
from outspoken.world.domestic import STRONG, domestic, institutions

BILATERAL = frozenset(
    {Genre.READOUT, Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT, Genre.BACKGROUND}
)
"""Genres of a talk between two governments."""
_MANY = re.compile(
    r"\b(?:G-?7|G-?8|G-?20|Quad|NATO|ASEAN|United Nations|UN|U\.N\.|UNGA|Summit|Global|World|"
    r"International|APEC|CHOGM|Assembly|Forum|Democracy|Indo-Pacific|OAS|General Debate|EU|"
    r"European|Africa|Americas|Pacific Islands|Trilateral|Nations|Commonwealth Heads)\b"
)
_ON_THE_WAY = re.compile(r"\b(?:en route|aboard|on the way)\b.*$", re.I)
_TO_CONGRESS = re.compile(
    r"\b(?:message|letter|report|notice|text of a letter)s? (?:from the president )?to (?:the )?"
    r"(?:u\.?s\.? )?(?:congress|speaker of the house|senate|parliament)[^.]*?(?= on\b| regarding\b|$)",
    re.I,
)
"""What is told to a parliament may be about any country."""
_BY_PLACE = re.compile(r"(?:,|\bin|\bat|[-–—]|[a-z]{3,})\s+(?:the\s+)?$")
_BEFORE_LAND = re.compile(r",\s+[A-Z]")
GREETED = 4_000
"""Characters in which a speech says for whom it speaks."""
NAME = 60  # characters that hold a country's full name
_WHO = r"(?:people|peoples|government|president|delegation|state|nation|republic|kingdom|citizens)"
_ON_BEHALF = re.compile(
    rf"\b(?:(?:on behalf|in the name) of (?:the )?(?:{_WHO} (?:and (?:the )?{_WHO} )?of )*(?:the )?"
    rf"|(?:greetings|message|best wishes|regards) (?:from|of) (?:the )?(?:{_WHO} (?:and (?:the )?{_WHO} )?of )+(?:the )?"
    r"|(?:my|our) (?:own )?(?:country|nation|delegation|homeland), (?:the )?(?:(?:Republic|Kingdom|State) of (?:the )?)?)"
    r"(?=[A-Z])",
    re.I,
)
_MINE = re.compile(r"\b[Mm]y (?:own )?(?:country|[Dd]elegation|[Gg]overnment|people|nation)\b")
_WORD = re.compile(r"[a-z][a-z'’-]+")
LEAST_NAMED = 3
APART = 1.5
"""The country named most is the speaker's if named so much more often than the next. Of 196 speeches
in the UN general debate this answers for 110 and is right in 108."""
GUESSED_FROM = 20_000
"""Characters of a text without a stated home whose words about home are read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole document says of its targets.

    `home` is the speaker's country, `counterparts` are those of the talk; `titled` are other
    countries of the title; `many`: it concerns several countries or an organisation; `domestic`:
    its title is about home alone; `national`: its title names home ("Statement by Valdoria");
    `visited`: the title only says where it was said ("Press conference, Valdor, Valdoria"); `words`
    are the words of the title, each once, in lower case.
    """

    home: str
    genre: Genre
    counterparts: tuple[str, ...]
    titled: tuple[str, ...]
    many: bool
    domestic: bool
    national: bool
    visited: bool
    words: tuple[str, ...] = ()

    @property
    def one(self) -> tuple[str, ...]:
        """The counterpart of a bilateral document."""
        return self.counterparts if len(self.counterparts) == 1 else ()


def setting_of(passage: Passage, world: World) -> Setting:
    """The setting of a document, from its title and what is known of it."""
    home = home_of(passage, world)
    title = _TO_CONGRESS.sub("", _ON_THE_WAY.sub("", passage.metadata.title))
    named = [code for _, _, code in world.find_countries(title)]
    titled = tuple(dict.fromkeys(code for code in named if code not in (home, "EUE")))
    counterparts = tuple(dict.fromkeys(code for code in passage.targets if code != home))
    about_home = any(kind == STRONG for kind, _ in domestic(home).all(title, 0, len(title)))
    return Setting(
        home=home,
        genre=passage.metadata.genre,
        counterparts=counterparts,
        titled=titled,
        many=bool(_MANY.search(title)) or len({*titled, *counterparts}) > 1,
        domestic=not titled and about_home,
        national=home in named or title.startswith(f"{home} "),
        visited=bool(titled) and _only_visited(title, world, titled),
        words=tuple(dict.fromkeys(_WORD.findall(passage.metadata.title.lower()))),
    )


def _only_visited(title: str, world: World, titled: tuple[str, ...]) -> bool:
    found = [(start, end) for start, end, code in world.find_countries(title) if code in titled]
    return all(
        _BY_PLACE.search(title, 0, start) or _BEFORE_LAND.match(title, end) for start, end in found
    )


def _says_home(passage: Passage, world: World) -> str:
    """The country on whose behalf the text says that it speaks; "" where it says none."""
    stop = min(len(passage.text), GREETED)
    for match in _ON_BEHALF.finditer(passage.text, 0, stop):
        follows = passage.text[match.end() : match.end() + NAME]
        found = next(iter(world.find_countries(follows)), None)
        if found and found[0] == 0 and found[2] != "EUE":
            return found[2]
    return ""


def _mostly_named(text: str, world: World) -> str:
    """The country that a text which says "my country" names far more often than any other."""
    if not _MINE.search(text):
        return ""
    named = Counter(code for _, _, code in world.find_countries(text) if code != "EUE")
    (first, most), (_, second) = [*named.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= LEAST_NAMED and most >= APART * second else ""


def home_of(passage: Passage, world: World) -> str:
    """The speaker's own country: as stated, else by the officials who speak, else by the words.

    A speech to an assembly names it ("on behalf of the people of Valdoria", "my country, Valdoria").

    A text that speaks of "Congress" and "Medicaid" as its own is American; words that two
    countries share settle nothing, and a long text has one or two of any country's ("member states",
    "the Senate") by chance.
    """
    metadata = passage.metadata
    stated = passage.home or metadata.government
    if stated:
        return stated
    on = metadata.event_date or metadata.published_on
    for person in metadata.principals:
        if person.country:
            return person.country
    for speaker in dict.fromkeys(
        s.speaker for s in passage.sentences if s.speaker and s.role is not Role.COUNTERPART
    ):
        official = world.official(speaker, on)
        if official is not None:
            return official.country
    text = passage.text[:GUESSED_FROM]
    if said := _says_home(passage, world) or _mostly_named(text, world):
        return said
    found = Counter(
        {
            home: len({text[s:e] for _, (s, e) in phrases.all(text, 0, len(text))})
            for home, phrases in institutions().items()
        }
    )
    (first, most), (_, second) = found.most_common(2)
    enough = LEAST_NAMED if len(text) > GREETED else 1
    return first if most >= enough and most > second and most >= APART * second else ""
