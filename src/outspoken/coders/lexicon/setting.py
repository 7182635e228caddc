"""What a whole document says of its targets: whose text it is, with whom, about which country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from outspoken.model import Genre, Passage, Role
from outspoken.world import World
from outspoken.world.domestic import STRONG, domestic, institutions

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
GUESSED_FROM = 20_000
"""Characters of a text without a stated home whose words about home are read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole document says of its targets.

    `home` is the speaker's country, `counterparts` are those of the talk; `titled` are other
    countries of the title; `many`: it concerns several countries or an organisation; `domestic`:
    its title is about home alone; `national`: its title names home ("Statement by Valdoria").
    """

    home: str
    genre: Genre
    counterparts: tuple[str, ...]
    titled: tuple[str, ...]
    many: bool
    domestic: bool
    national: bool

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
    )


def home_of(passage: Passage, world: World) -> str:
    """The speaker's own country: as stated, else by the officials who speak, else by the words.

    A text that speaks of "Congress" and "Medicaid" as its own is American; words that two
    countries share settle nothing.
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
    stop = min(len(passage.text), GUESSED_FROM)
    found = Counter(
        {
            home: len({passage.text[s:e] for _, (s, e) in phrases.all(passage.text, 0, stop)})
            for home, phrases in institutions().items()
        }
    )
    (first, most), (_, second) = found.most_common(2)
    return first if most > second else ""
