"""What one document says about an engagement: who met whom, how, on which day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from outspoken.lake import Lake
from outspoken.model import Genre
from outspoken.world import World

CORE_GENRES = frozenset(
    {
        Genre.READOUT,
        Genre.TRANSCRIPT_JOINT,
        Genre.JOINT_STATEMENT,
        Genre.TRANSCRIPT_SOLO,
        Genre.INTERVIEW,
    }
)
"""Texts made at or of the engagement itself; others only point to one."""

NO_WITNESS = frozenset({Genre.LETTER, Genre.OPED})
"""Texts by people who were not there, often written before: no evidence that it took place."""

ABROAD_GENRES = frozenset({Genre.TRANSCRIPT_SOLO, Genre.SPEECH})

ALONE = Genre.TRANSCRIPT_SOLO
TELLING = 8000
"""Code points of a press conference in which it tells of the day's talks."""
TOLD = 3
"""Mentions of a counterpart from which a press conference tells of it."""

_CALL = re.compile(
    r"\b(?:phone |telephone |video |secure )?calls?\b(?! on\b| to action| for\b)|\bspoke (?:by|with)\b|\bphone\b",
    re.I,
)
_VIRTUAL = re.compile(r"\bvideo ?conference|\bvirtual(?:ly)?\b", re.I)
_MEETING = re.compile(
    r"\bmeet(?:s|ing|ings)?\b|\bmet\b|\bbilateral\b|\bjoint press\b|\bpress availability\b|\btalks\b"
    r"|\bpull[- ]aside\b|\bworking (?:lunch|dinner)\b",
    re.I,
)
_VISIT = re.compile(
    r"\bvisit(?:s|ed|ing)?\b|\btravels?\b|\btrip\b|\barrival\b|\bstate (?:dinner|luncheon)\b|\bdeparture\b",
    re.I,
)
_DIALOGUE = re.compile(
    r"\b(?:strategic|human rights|security|economic|policy)\b.{0,40}\bdialogue\b|\bdialogue on human rights\b",
    re.I,
)
_SUMMIT = re.compile(r"\bsummit\b", re.I)
_AHEAD = re.compile(
    r"\bupcoming\b|\bahead of\b|\bin advance of\b|\bpreview(?:ing|s)?\b|\bwill (?:speak|meet|host|travel|visit|hold|welcome)\b",
    re.I,
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY_MONTH = re.compile(
    r"\b(?:(?P<m1>" + "|".join(_MONTHS) + r")\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m2>"
    + "|".join(_MONTHS)
    + r"))\b(?!\s*[-–]\s*\d)(?:,?\s+(?P<y>(?:19|20)\d\d))?",
    re.I,
)
_YESTERDAY = re.compile(r"\byesterday\b|\blast night\b", re.I)
_TOMORROW = re.compile(r"\btomorrow\b", re.I)
OPENING = 600
"""Code points of a text in which its first paragraph states the day and the kind of talk."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One document seen as evidence of an engagement between an official and one counterpart.

    `core` is True for texts made at or of the engagement; `kind` is "" where nothing tells it.
    `published` is the day of publication, `day` the day of the talk as far as the text tells.
    """

    document_id: str
    title: str
    genre: Genre
    official: str
    office: str
    government: str
    counterpart: str
    people: tuple[str, ...]
    kind: str
    day: date
    published: date
    ahead: bool
    core: bool
    place: str = ""
    place_country: str = ""
    published_by: str = ""  # the other government, where the text is its account
    told: int = 0  # how often a press conference alone names this counterpart; 0: not such a text


def kind_of(title: str, opening: str) -> str:
    """visit, meeting, call, dialogue, summit or "": the title decides, else the opening words."""
    for text in (title, opening):
        if _DIALOGUE.search(text):
            return "dialogue"
        if _VIRTUAL.search(text) and _MEETING.search(text):
            return "meeting"
        if _CALL.search(text) and not _MEETING.search(text):
            return "call"
        if _MEETING.search(text):
            return "meeting"
        if _VISIT.search(text):
            return "visit"
        if _SUMMIT.search(text):
            return "summit"
    return ""


def day_of(opening: str, published: date, event_date: date | None, *, ahead: bool) -> date:
    """The day of the talk: stated by the metadata, or by the text's opening, else as published.

    A stated day counts only within a fortnight of publication, so that a date told as history
    ("on January 1, 1979") does not become the day of the talk.
    """
    if event_date is not None:
        return event_date
    window = (-2, 15) if ahead else (-15, 2)
    for match in _DAY_MONTH.finditer(opening):
        month = _MONTHS.index((match["m1"] or match["m2"]).lower()) + 1
        for year in (int(match["y"]),) if match["y"] else (published.year, published.year + 1):
            try:
                stated = date(year, month, int(match["d1"] or match["d2"]))
            except ValueError:
                continue
            if window[0] <= (stated - published).days <= window[1]:
                return stated
    if _YESTERDAY.search(opening) and not ahead:
        return published - timedelta(days=1)
    if _TOMORROW.search(opening) and ahead:
        return published + timedelta(days=1)
    return published


def occasions(document: Mapping[str, Any], world: World) -> list[Occasion]:
    """The occasions that one row of the table of documents bears witness to (often none)."""
    published = document["published_on"]
    officials = [p for p in document["principals"] or () if p["name"]]
    counterparts: dict[str, list[str]] = {}
    for person in document["counterparts"] or ():
        if person["country"] and person["country"] != document["government"]:
            counterparts.setdefault(person["country"], []).append(person["name"])
    genre = Genre(document["genre"] or "")
    if genre in NO_WITNESS:
        return []
    title = document["title"] or ""
    opening = (document["text"] or "")[:OPENING]
    kind = kind_of(title, opening if genre in CORE_GENRES else "")
    if not counterparts and genre in ABROAD_GENRES:
        # An official who meets the press or speaks abroad is visiting.
        place = document["place_country"]
        if place and place != document["government"]:
            counterparts[place] = []
            kind = "visit"
    if published is None or not counterparts:
        if published is not None and officials and genre is ALONE:
            return _told(document, officials[0], world, published)
        return []
    if not officials:
        if genre is not Genre.JOINT_STATEMENT:
            return []
        officials = [{"name": "", "office": "", "country": document["government"]}]
    ahead = bool(_AHEAD.search(title)) or (
        genre not in CORE_GENRES and bool(_AHEAD.search(opening[:300]))
    )
    if not kind and genre not in CORE_GENRES:
        return []
    day = day_of(opening, published, document["event_date"], ahead=ahead)
    found = _told(document, officials[0], world, published) if genre is ALONE else []
    for official in officials[:1]:
        known = world.official(official["name"], published) if official["name"] else None
        for country, people in counterparts.items():
            found.append(
                Occasion(
                    document_id=document["document_id"],
                    title=title,
                    genre=genre,
                    official=known.name if known else official["name"],
                    office=official["office"] or (known.office if known else ""),
                    government=document["government"] or official["country"] or "",
                    counterpart=country,
                    people=tuple(name for name in people if name),
                    kind=kind or ("meeting" if people else "visit"),
                    day=day,
                    published=published,
                    ahead=ahead,
                    core=genre in CORE_GENRES | ABROAD_GENRES and not ahead,
                    place=document["place"] or "",
                    place_country=document["place_country"] or "",
                )
            )
    return found


def _told(
    document: Mapping[str, Any], official: Mapping[str, Any], world: World, published: date
) -> list[Occasion]:
    """An official's press conference alone, as a text of any talk of that day that it tells of.

    Its title names no counterpart, so it only joins engagements that other texts bear witness to.
    """
    text = document["text"] or ""
    named = Counter(country for _, _, country in world.find_countries(text))
    known = world.official(official["name"], published) if official["name"] else None
    return [
        Occasion(
            document_id=document["document_id"],
            title=document["title"] or "",
            genre=ALONE,
            official=known.name if known else official["name"],
            office=official["office"] or (known.office if known else ""),
            government=document["government"] or official["country"] or "",
            counterpart=country,
            people=(),
            kind="",
            day=document["event_date"] or published,
            published=published,
            ahead=False,
            core=False,
            told=times,
        )
        for country, times in named.items()
        if times >= TOLD and country not in (document["government"], document["place_country"])
    ]


def read_occasions(lake: Lake, world: World) -> list[Occasion]:
    """The occasions of every current document of a lake."""
    table = lake.read(
        "select document_id, title, genre, government, principals, counterparts, published_on,"
        " event_date, place, place_country,"
        " left(text, case when genre = ? then ? else 1200 end) as text from current",
        [ALONE.value, TELLING],
    )
    return [occasion for row in table.to_pylist() for occasion in occasions(row, world)]
