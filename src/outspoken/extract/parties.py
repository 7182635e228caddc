"""Who is party to what a title tells of: whose engagement it is, and with whom.

A title has parts, each opened by a marker: who speaks ("by", "from"), with whom ("with",
"between", "hosted by"), where to ("visit to"), and what about ("on", "after", "regarding"). A
person or country counts by the part it stands in; one that is only spoken about is no party.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from outspoken.extract.offices import DOMESTIC, is_foreign, is_principal
from outspoken.extract.people import Mention, mentions
from outspoken.model import Genre, Person
from outspoken.world import World


class Part(Enum):
    """What a part of a title says of the people in it."""

    SPEAKERS = "by"
    PARTNERS = "with"
    DESTINATION = "to"
    SUBJECT = "on"


_TALKS = (
    r"(?:calls?|meetings?|conversations?|discussions?|talks|visits?|travels?|trips?|engagements?"
    r"|lunch(?:eon)?|dinner|summit|consultations?|bilaterals?|roundtable|dialogues?|teleconference)"
)
_FORM = (
    r"(?:statements?|remarks|readouts?|transcript|address|conference|communiqu[eé]|declaration"
    r"|toasts?|briefing|gaggle|interview|release|summary|leaders|presidents|prime ministers"
    r"|ministers|delivery)"
)
_MARKERS = re.compile(
    rf"(?P<on>\bwith respect to\b|\bin (?:conjunction|connection|accordance|line) with\b)"
    rf"|(?P<to>\b(?:visit|travel|trip|travels|visits|departure|return)s? (?:back )?to\b"
    rf"(?! [A-Z]\w+ (?:of|by|from)\b)"
    rf"|\bto visit\b|\bvisit(?:s|ing)? (?=(?-i:[A-Z]))|\b(?:day|days|stop|stops|engagements?|meetings?) in\b|\barrival in\b)"
    rf"|(?P<with>\bwith\b|\b(?:calls?|meetings?|talks|conversations?|summit) of\b|\bbetween\b|\bamong\b|\balongside\b|\bhosted by\b|\bhosted for\b"
    rf"|\bcalls? to\b|\bwelcom\w+\b|\bhost(?:s|ing)?\b|\breceiv(?:es|ing)\b|\bgreet(?:s|ing)\b"
    rf"|\bmeet(?:s|ing)? (?=president|prime|king|chancellor)|\bhono(?:u)?r of\b"
    rf"|\b(?:visit|arrival(?: ceremony)?|departure|visits)(?: to [A-Z]\w+)? (?:of|by|for|from)\b"
    rf"|\b(?:given|offered|hosted|tendered) (?:by|for)\b|\bto his excellency\b"
    rf"|\b(?:lunch|luncheon|dinner|banquet|reception|toast|ceremony) (?:for|to)\b)"
    rf"|(?P<by>\bby\b|\bfrom\b|\b{_FORM} of\b|(?<=^)statement of\b)"
    rf"|(?P<aside>\b(?:on|regarding|about|concerning|following|ahead|before|after|at|during|upon|in"
    rf"|honou?ring|marking|recogni\w+|preview(?:s|ing)?|celebrating|announc(?:es|ing)|for|to|against"
    rf"|toward|towards|amid|under|death|passing|election|nomination|appointment|despite|via"
    rf"|re-election|inauguration|participation|prior|en route|aboard|calls? for|as|subjects?)\b)",
    re.I,
)
_OWNS = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,3}}?{_TALKS}\b|\s+(?:to|will)\s+(?:meet|host|visit|travel"
    rf"|welcome|speak|hold)\b|\s+(?:meets|met|hosts|speaks|spoke|travels|visits|welcomes|held)\b",
    re.I,
)
_THEIRS = re.compile(r"\b(?:his|her|their)\s+(?:[\w-]+\s+){0,3}?" + _TALKS + r"\b", re.I)
_HOLDER = re.compile(
    rf"\bthe\s+(?P<office>President|Vice\s+President|Prime\s+Minister)(?:['’]s?)\s+"
    rf"(?:[\w-]+\s+){{0,4}}?{_TALKS}\b",
    re.I,
)
_PEOPLE = re.compile(
    r"^(?:['’]s?)?[\s-]*(?:Americans?|(?:and [A-Z]\w+ )?refugees|students?|community|"
    r"communities|business\w*|civil|families|journalists?|athletes|women|youth|survivors|evacuees|"
    r"veterans|nationals|diaspora|immigrants|heritage|embassy|alumni)\b",
    re.I,
)
_PAIR = re.compile(r"^\s*(?:[-–—]|,|and|&|/)\s*(?:the\s+)?$", re.I)
_LIST = re.compile(r"^\s*(?:,|and|,\s*and|&|;)?\s*(?:the\s+)?(?:also\s+)?$", re.I)
_MEETING = re.compile(
    rf"\b(?:{_TALKS}|statement|partnership|forum|cooperation|declaration|relations|agreement|talks"
    rf"|working group|initiative|alliance|communiqu)",
    re.I,
)
_TO_THE_SIDE = re.compile(
    r"(?:\s|,|&|/|-|–|\b(?:the|of|and|also|leaders?|officials?|government|governments|presidents?"
    r"|republic|kingdom|state|counterparts?|delegations?|ministers?|prime|foreign|heads?|senior"
    r"|his|her|excellency|from|new|visiting|both)\b)*",
    re.I,
)
"""What may stand between "with" and a country that is a partner itself and no mere place."""
_SEATS = frozenset(("brussels", "geneva", "vienna", "new york", "the hague", "strasbourg"))
"""Seats of organisations: who goes there does not visit the country."""
_MEETS = re.compile(
    rf"\b(?:{_TALKS}|{_FORM}|meets?|met|speaks?|spoke|doorstop|release|welcomes?|hosts?|between"
    r"|honou?r|visits?|arrival|ceremony|forum|leaders['’]?)(?: \w+){0,3}$",
    re.I,
)
_LABEL = re.compile(r"^[A-Z][A-Z.’'() -]{4,60}(?=:)", re.M)
NEXT = 6
"""Characters between "by" and a name that belongs to it."""
_HOMES = {"USA": frozenset(["GEO"])}
"""Names that a government's own texts use of a place at home (Georgia)."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Own officials whose engagement a text is of, the other side, and whether both speak."""

    principals: tuple[Person, ...] = ()
    counterparts: tuple[Person, ...] = ()
    together: bool = False
    labelled: bool = False  # the other side was found by its labels in the text
    domestic: bool = False  # it names others than principals of its own country as partners


def parties(title: str, genre: Genre, home: str, world: World, on: date | None) -> Parties:
    """Read a title's parties. Without a home government nobody can be told apart: none."""
    if not home:
        return Parties()
    named = mentions(title, world, on)
    marks = _marks(title, named)
    own: list[Person] = []
    others: list[Person] = []
    together = domestic = False
    for number, mention in enumerate(named):
        part = _part(title, mention, marks)
        if part is None and genre in (Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT):
            part = Part.SPEAKERS
        if part in (None, Part.SUBJECT) or mention.former:
            continue
        person = _attributed(title, number, named, part, home)
        if person.office.lower() in DOMESTIC and person.country in ("", home):
            domestic = True
        elif person.country == home:
            briefs = genre in (Genre.BRIEFING, Genre.BACKGROUND) and part is Part.SPEAKERS
            deputy = "deputy" in person.office.lower()
            if is_principal(person.office) and not (briefs and deputy):
                own.append(person)
            domestic |= part is Part.PARTNERS or number > 0
        elif person.country or mention.other or is_foreign(person.office, home):
            if mention.other and not (person.name and is_principal(person.office)):
                domestic = True
                continue
            others.append(person)
            together |= part is Part.SPEAKERS
        else:
            domestic |= part is Part.PARTNERS
    holder = _HOLDER.search(title)
    if holder is not None and not own and not _inside(holder.start("office"), named):
        own.append(_incumbent(" ".join(holder["office"].split()).title(), home, world, on))
    if not others:
        others = [Person("", "", c) for c in _countries(title, genre, home, world, named, marks)]
    return Parties(_distinct(own), _distinct(others), together=together, domestic=domestic)


def _marks(title: str, named: Sequence[Mention]) -> list[tuple[int, Part]]:
    """Where parts begin. "By" and "from" after a subject has begun belong to the subject."""
    found: list[tuple[int, Part]] = []
    for match in _MARKERS.finditer(title):
        if _inside(match.start(), named) and not match["by"]:
            continue
        if match["with"]:
            part = Part.PARTNERS
        elif match["to"]:
            part = Part.DESTINATION
        elif match["by"]:
            if _inside(match.start(), named):
                continue
            subject = any(p is not Part.SPEAKERS for _, p in found)
            named_next = any(0 <= m.start - match.end() <= NEXT for m in named)
            speaks = not subject or (match[0].lower() == "by" and named_next)
            part = Part.SPEAKERS if speaks else Part.SUBJECT
        else:
            part = Part.SUBJECT
        found.append((match.end(), part))
    return found


def _inside(at: int, named: Sequence[Mention]) -> bool:
    return any(m.start <= at < m.end for m in named)


def _part(title: str, mention: Mention, marks: Sequence[tuple[int, Part]]) -> Part | None:
    """The part of the title that a person stands in; None before any begins."""
    owns = _OWNS.match(title, mention.end) is not None
    before = [part for end, part in marks if end <= mention.start + 1]
    if not before:
        return Part.SPEAKERS if owns or mention.start < NEXT else None
    if before[-1] in (Part.SUBJECT, Part.DESTINATION) and owns:
        return Part.PARTNERS
    return before[-1]


def _attributed(
    title: str, number: int, named: Sequence[Mention], part: Part | None, home: str
) -> Person:
    """A person with a country: its own, the next in the list, or the speaker's own."""
    mention = named[number]
    person = mention.person
    if person.country or mention.other:
        return person
    foreign = is_foreign(person.office, home)
    for after, before in zip(named[number + 1 :], named[number:], strict=False):
        if not _LIST.match(title[before.end : after.start]):
            break
        if after.sure and after.person.country and after.person.country != home:
            if foreign or part is Part.PARTNERS:
                return replace(person, country=after.person.country)
            break
    if foreign or (not person.office and part is Part.PARTNERS):
        return person
    return replace(person, country=home)


def _incumbent(office: str, home: str, world: World, on: date | None) -> Person:
    for official in world.officials_of(home, on) if on is not None else ():
        if official.office == office:
            return Person(official.name, office, home)
    return Person("", office, home)


def _countries(
    title: str,
    genre: Genre,
    home: str,
    world: World,
    named: Sequence[Mention],
    marks: Sequence[tuple[int, Part]],
) -> list[str]:
    """Countries that a title names as the other side, where it names nobody of theirs."""
    spans = [s for s in world.find_countries(title) if not _inside(s[0], named)]
    found: list[str] = []
    for number, (start, end, iso3) in enumerate(spans):
        if iso3 == home or iso3 in _HOMES.get(home, ()):
            continue
        at, part = next(((a, p) for a, p in reversed(marks) if a <= start), (0, Part.SUBJECT))
        if _PEOPLE.match(title[end:]) or title[start:end].lower() in _SEATS:
            continue
        direct = _direct(title, at, start, spans[:number], named)
        listed = part is Part.DESTINATION or (
            direct
            and (
                (part is Part.PARTNERS and _MEETS.search(title[:at]) is not None)
                or (part is Part.SPEAKERS and genre in (Genre.JOINT_STATEMENT, Genre.READOUT))
            )
        )
        if listed or _paired(title, number, spans, home) or _OWNS.match(title, end):
            found.append(iso3)
    return found


def _direct(
    title: str,
    at: int,
    start: int,
    spans: Sequence[tuple[int, int, str]],
    named: Sequence[Mention],
) -> bool:
    """Whether nothing but other countries and officials stands between a marker and a country."""
    between = title[at:start]
    for left, right in sorted([*((a, b) for a, b, _ in spans), *((m.start, m.end) for m in named)]):
        if left >= at and right <= start:
            between = between.replace(title[left:right], "", 1)
    return _TO_THE_SIDE.fullmatch(between) is not None


def speaking(text: str, home: str, world: World, on: date | None) -> tuple[Person, ...]:
    """Leaders and ministers of other governments under whose labels a text has turns."""
    found = []
    for label in sorted({match[0] for match in _LABEL.finditer(text)}):
        words = " ".join(re.sub(r"\(.*?\)", "", label).split()).title()
        office = next((o for o in _SPEAKING if words.startswith(f"{o} ")), "")
        known = world.official(words, on) if office else None
        if known is not None and known.country != home and known.serves(on):
            found.append(Person(known.name, known.office, known.country))
    return _distinct(found)


_SPEAKING = (
    "President", "Prime Minister", "Chancellor", "Premier", "King", "Queen", "Taoiseach",
    "Foreign Minister", "Secretary", "Crown Prince", "Vice President", "State Councilor",
    "Deputy Prime Minister", "Foreign Secretary", "Minister", "Amir", "Emir", "Sultan",
)  # fmt: skip


def _paired(title: str, number: int, spans: Sequence[tuple[int, int, str]], home: str) -> bool:
    """Whether a country stands beside home ("U.S.-Mexico ... Dialogue", also in a longer list)."""
    if not _MEETING.search(title):
        return False
    for step in (-1, 1):
        at = number
        while 0 <= at + step < len(spans):
            first, second = sorted((spans[at], spans[at + step]))
            if not _PAIR.match(title[first[1] : second[0]]):
                break
            at += step
            if spans[at][2] == home:
                return True
    return False


def _distinct(people: Sequence[Person]) -> tuple[Person, ...]:
    kept: list[Person] = []
    for person in people:
        family = person.name.split()[-1].lower() if person.name else ""
        same = next(
            (
                k
                for k in kept
                if k.country == person.country
                and (not family or family in k.name.lower().split() or person.name == k.name)
            ),
            None,
        )
        if same is None:
            kept.append(person)
    return tuple(kept)
