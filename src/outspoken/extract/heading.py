"""What a title and the first lines say: genre, who met whom, where, when.

Titles of official texts follow forms ("Readout of A's Call with B of C", "Remarks by A and B of C
in Joint Press Conference"). Only what the form says is taken: whoever is only spoken about is no
counterpart, and a person of no known country stays without one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from outspoken.extract.dateline import dateline
from outspoken.extract.dates import DAY_FIRST, MONTH_FIRST, read_day, unlikely
from outspoken.extract.genres import genre_of
from outspoken.extract.parties import Parties, parties, speaking
from outspoken.model import Genre, Metadata
from outspoken.world import World

NEAR_DAYS = 30
"""A day in the heading is the event's only if it lies so near before publication."""
_ALONE = (Genre.SPEECH, Genre.TRANSCRIPT_SOLO, Genre.BRIEFING, Genre.UNKNOWN)
SPOKEN = (*_ALONE[:3], Genre.TRANSCRIPT_JOINT, Genre.INTERVIEW, Genre.BACKGROUND)
"""Genres that have a place where they were spoken."""


def read_heading(metadata: Metadata, text: str, world: World) -> Metadata:
    """Metadata completed from the title and the first lines; what is stated already stays."""
    title = _readable(metadata.title)
    home = metadata.government
    basis = dict(metadata.basis)
    found, source = genre_of(title, text, metadata.url)
    day = metadata.event_date or metadata.published_on or read_day(title)
    people = parties(title, found, home, world, day)
    if home and found in (*_ALONE, Genre.TRANSCRIPT_JOINT) and not people.counterparts:
        others = speaking(text, home, world, day)
        people = replace(people, counterparts=others, together=bool(others), labelled=bool(others))
    spoken = found in SPOKEN or metadata.genre in SPOKEN
    line = dateline(title, text, home, world, spoken=spoken)
    genre = _genre(metadata, found, source, people, line.country, basis)
    event = metadata.event_date or _event(metadata, title, line.day, basis)
    published = metadata.published_on
    if published is None and metadata.published_at is None and event is not None:
        published = event
        basis["published_on"] = f"{basis.get('event_date', 'the event')}; no day is stated"
    principals, counterparts = metadata.principals, metadata.counterparts
    if people.principals and not principals:
        principals, basis["principals"] = people.principals, "the title"
    if people.counterparts and not counterparts:
        source = "a speaker's label in the text" if people.labelled else "the title"
        counterparts, basis["counterparts"] = people.counterparts, source
    place, country = metadata.place, metadata.place_country
    if not place and line.place:
        place, country, basis["place"] = line.place[:200], line.country, line.source
        if country:
            basis["place_country"] = line.source
    return replace(
        metadata,
        genre=genre,
        principals=principals,
        counterparts=counterparts,
        place=place,
        place_country=country,
        event_date=event,
        published_on=published,
        basis=basis,
    )


def _genre(
    metadata: Metadata,
    found: Genre,
    source: str,
    people: Parties,
    country: str,
    basis: dict[str, str],
) -> Genre:
    """The genre that is stated, unless only by a release's type, which is coarser than a title."""
    stated = metadata.genre
    if stated is not Genre.UNKNOWN and not basis.get("genre", "").startswith("release-type"):
        return stated
    genre = found
    if genre is Genre.STATEMENT and people.together:
        genre, source = Genre.JOINT_STATEMENT, "the title: of both"
    elif people.together and (genre in _ALONE[:3] or people.labelled):
        where = "the labels" if people.labelled else "the title"
        genre, source = Genre.TRANSCRIPT_JOINT, f"{where}: both speak"
    elif (
        genre is Genre.TRANSCRIPT_JOINT
        and not people.counterparts
        and (people.domestic or country == metadata.government != "")
    ):
        # Australian "joint" press conferences are mostly a minister's with a colleague.
        genre, source = Genre.TRANSCRIPT_SOLO, "the title; no other government is named or speaks"
    elif genre is Genre.JOINT_STATEMENT and people.domestic and not people.counterparts:
        genre, source = Genre.STATEMENT, "the title: joint with its own officials only"
    elif genre is Genre.TRANSCRIPT_SOLO and people.counterparts and not people.domestic:
        genre, source = Genre.TRANSCRIPT_JOINT, "the title: with a counterpart"
    if genre is Genre.UNKNOWN or (source == "the address" and stated is not Genre.UNKNOWN):
        return stated
    basis["genre"] = source
    return genre


def _event(metadata: Metadata, title: str, near: date | None, basis: dict[str, str]) -> date | None:
    """The day that the title or the first lines give the event, if it fits publication."""
    home = metadata.government
    order = True if home in DAY_FIRST else False if home in MONTH_FIRST else None
    for day, source in (
        (near, "the first lines"),
        (read_day(title), "the title"),
        (read_day(title, day_first=order), f"the title (as {home} writes dates)"),
    ):
        if day is None or unlikely(day):
            continue
        if metadata.published_on is not None:
            before = (metadata.published_on - day).days
            if not -2 <= before <= NEAR_DAYS:
                continue
        basis["event_date"] = source
        return day
    return None


_PLURAL = re.compile(
    r"\b(?P<office>Prime Minister|President|Premier|Chancellor|Foreign Minister)s\s+"
    r"(?:the\s+)?(?P<first>(?:[A-Z][\w.’'-]+\s+){1,5}?)and\s+(?:the\s+)?(?=[A-Z])"
)


_GLUED = re.compile(r"(?<=[a-z])(And|Before|After|During|With|To|In|At|On)(?=\s+[A-Z])")
"""Words that lost the space before them ("Minister MarshAnd Minister Lomov")."""


def _readable(title: str) -> str:
    """A title in capitals in mixed case, so that names can be told from other words."""
    title = _GLUED.sub(r" \1", title)
    title = _PLURAL.sub(r"\g<office> \g<first> and \g<office> ", " ".join(title.split()))
    letters = [ch for ch in title if ch.isalpha()]
    if sum(ch.isupper() for ch in letters) < 0.7 * len(letters) or len(letters) < 12:
        return title
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", _mixed, title)


def _mixed(match: re.Match[str]) -> str:
    word = match[0]
    if word in _KEPT or (len(word) == 1 and word != "A"):
        return word
    return word.lower() if word.lower() in _SMALL else word.capitalize()


_CAPITALS = """
    MP QC TD APEC ASEAN CHOGM COAG USA US UK UN EU PNG ABC BBC CNN UAE II III IV NATO NSW VIP ALP AO
    DC AC OECD WTO IMF PM G7 G8 G20
"""
_KEPT = frozenset(_CAPITALS.split())
_SMALL = frozenset(("of", "the", "and", "by", "with", "to", "in", "on", "at", "for", "from"))
