"""The speaker table: whom a label names, and whose words they are (method, section 1, rule 4).

Identity is never inferred from what is spoken about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outspoken.model import Genre, Metadata, Person, Role
from outspoken.world import World

_JOURNALIST = re.compile(
    r"Q\d*|QUESTION(?:ER|S)?|(?:UNIDENTIFIED |MALE |FEMALE )?(?:JOURNALISTS?|REPORTERS?)|INTERVIEWER|HOST|PRESENTER|COMPERE"
    r"|PRESS|MEDIA|J[A-Z]?[O0]?U?R?N[A-Z]{0,3}L[A-Z]{0,2}ST|JOURNO|J|ANCHOR|CORRESPONDENT"
    r"|(?:UNIDENTIFIED )?AUDIENCE(?: MEMBERS?)?|(?:A |SEVERAL )?PARTICIPANTS?|CALLER|STUDENT|CHILD|CROWD|VOICE|MEMBER OF (?:THE )?AUDIENCE"
    r"|.{0,30}\b(?:JOURNALIST|REPORTER)",
    re.I,
)
_MODERATOR = re.compile(
    r"(?:THE )?(?:MODERATOR|OPERATOR|INTERPRETER|TRANSLATOR|FACILITATOR|ANNOUNCER|EMCEE|MC|M\.C\.|STAFF|SPEAKER|CHAIR(?:MAN|PERSON|WOMAN)?)"
    r"|MASTER OF CEREMON\w+|(?:[A-Z' ]{1,30} )?(?:AIDE|STAFFER|STAFF MEMBER|PROTOCOL OFFICER|OFFICIAL INTERPRETER)",
    re.I,
)
_UNNAMED = re.compile(
    r"(?:A )?(?:SENIOR|U\.?S\.?|ADMINISTRATION|GOVERNMENT|STATE DEPARTMENT|DEFENSE|DEPARTMENT|WHITE HOUSE|INTELLIGENCE|MILITARY|TREASURY)\b.*\bOFFICIALS?\b.*"
    r"|SENIOR OFFICIALS?\b.*|SAO\b.*|OFFICIAL(?: (?:ONE|TWO|THREE|FOUR|\#?\d))?",
    re.I,
)
_STATE_OFFICES = {
    "PRESIDENT": "President",
    "VICE PRESIDENT": "Vice President",
    "PRIME MINISTER": "Prime Minister",
    "PM": "Prime Minister",
    "DEPUTY PRIME MINISTER": "Deputy Prime Minister",
    "DPM": "Deputy Prime Minister",
    "FIRST LADY": "First Lady",
    "SECRETARY": "Secretary",
    "SECRETARY OF STATE": "Secretary of State",
    "FOREIGN SECRETARY": "Foreign Secretary",
    "FOREIGN MINISTER": "Foreign Minister",
    "MINISTER": "Minister",
    "CHANCELLOR": "Chancellor",
    "HIGH REPRESENTATIVE": "High Representative",
    "TREASURER": "Treasurer",
    "ATTORNEY-GENERAL": "Attorney-General",
}
_FOREIGN_TITLES: Mapping[str, frozenset[str]] = {
    # Titles that only another government's officials can hold in this government's texts.
    "USA": frozenset(
        [
            "PRIME MINISTER",
            "PM",
            "CHANCELLOR",
            "FOREIGN MINISTER",
            "MINISTER",
            "TAOISEACH",
            "KING",
            "QUEEN",
            "PREMIER",
            "CROWN PRINCE",
            "PRINCE",
            "AMIR",
            "EMIR",
            "SULTAN",
            "SHEIKH",
            "DEPUTY PRIME MINISTER",
            "FOREIGN SECRETARY",
            "HIGH REPRESENTATIVE",
            "SECRETARY-GENERAL",
            "SECRETARY GENERAL",
            "STATE COUNCILOR",
            "STATE COUNCILLOR",
            "HIS MAJESTY",
            "HER MAJESTY",
            "HIS HIGHNESS",
            "HIS ROYAL HIGHNESS",
            "POPE",
            "VICE PREMIER",
        ]
    ),
    "": frozenset(
        [
            "PRESIDENT",
            "VICE PRESIDENT",
            "CHANCELLOR",
            "TAOISEACH",
            "KING",
            "QUEEN",
            "CROWN PRINCE",
            "EMIR",
            "AMIR",
            "SULTAN",
            "SECRETARY-GENERAL",
            "SECRETARY GENERAL",
            "SECRETARY OF STATE",
            "STATE COUNCILOR",
            "STATE COUNCILLOR",
            "PREMIER LI",
            "HIGH REPRESENTATIVE",
            "SECRETARY CLINTON",
            "SECRETARY RICE",
            "SECRETARY KERRY",
        ]
    ),
}
_TITLE_WORDS = frozenset(
    [
        "MR",
        "MRS",
        "MS",
        "MISS",
        "DR",
        "PROF",
        "PROFESSOR",
        "THE",
        "HON",
        "HONOURABLE",
        "HONORABLE",
        "SIR",
        "DAME",
        "LORD",
        "LADY",
        "SENATOR",
        "GENERAL",
        "ADMIRAL",
        "AMBASSADOR",
        "GOVERNOR",
        "MAYOR",
        "PREMIER",
        "DIRECTOR",
        "ADMINISTRATOR",
        "COMMISSIONER",
        "CHAIR",
        "CHAIRMAN",
        "CHIEF",
        "ACTING",
        "UNDER",
        "ASSISTANT",
        "DEPUTY",
        "SECRETARY",
        "MINISTER",
        "PRIME",
        "PRESIDENT",
        "VICE",
        "FOREIGN",
        "CHANCELLOR",
        "HIGH",
        "REPRESENTATIVE",
        "PM",
        "DPM",
        "TREASURER",
        "MP",
        "KING",
        "QUEEN",
        "CROWN",
        "PRINCE",
        "PRINCESS",
        "AMIR",
        "EMIR",
        "SHEIKH",
        "COUNSELOR",
        "COUNCILOR",
        "STATE",
        "JUDGE",
        "JUSTICE",
        "COLONEL",
        "CAPTAIN",
        "LIEUTENANT",
        "LT",
        "SGT",
        "SERGEANT",
        "MAJOR",
        "SURGEON",
        "ATTORNEY",
        "LEADER",
        "SPEAKER",
        "CONGRESSMAN",
        "CONGRESSWOMAN",
        "REPRESENTATIVE",
        "REP",
        "SEN",
        "FIRST",
        "HIS",
        "HER",
        "MAJESTY",
        "EXCELLENCY",
        "HIGHNESS",
        "ROYAL",
        "SPOKESPERSON",
        "SPOKESMAN",
        "SPOKESWOMAN",
        "PRESS",
        "FATHER",
        "REVEREND",
        "PASTOR",
        "RABBI",
        "COACH",
        "BISHOP",
        "ARCHBISHOP",
        "CARDINAL",
        "POPE",
        "SECRETARY-GENERAL",
        "GENERAL-SECRETARY",
        "ENVOY",
        "SPECIAL",
        "COORDINATOR",
        "ADVISER",
        "ADVISOR",
        "NATIONAL",
        "SECURITY",
        "OF",
    ]
)
ASKS = 0.34
"""Share of turns with a question mark from which an unnamed other speaker is an interviewer."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the document shows of one label: turns, words, and how often it asks."""

    turns: int
    words: int
    asking: float


@dataclass(frozen=True, slots=True)
class Named:
    """A label's person and role, and why."""

    name: str
    role: Role
    basis: str


def identify(
    label: str,
    metadata: Metadata,
    *,
    home: str,
    world: World,
    others: Iterable[str] = (),
    voice: Voice | None = None,
) -> Named:
    """Who speaks under a label.

    Args:
        label: as it stands in the text.
        metadata: principals and counterparts, government, genre, day.
        home: ISO3 of the government whose text it is.
        world: known officials.
        others: the other labels of the document.
        voice: what the label's turns look like, where they are known.
    """
    plain = _plain(label)
    if _JOURNALIST.fullmatch(plain):
        return Named(label, Role.JOURNALIST, "the label")
    if _UNNAMED.fullmatch(plain):
        return Named(label, Role.OFFICIAL, "an unnamed official of the publishing government")
    if _MODERATOR.fullmatch(plain):
        return Named(label, Role.MODERATOR, "the label")
    bare = plain.removeprefix("THE ").strip()
    if bare in _STATE_OFFICES:
        return _office(bare, plain.startswith("THE "), metadata, home, world, others)
    return _person(plain, metadata, home, world, voice)


def _plain(label: str) -> str:
    text = re.sub(r"\([^)]*\)|[\[\]*_#]", " ", label)
    return " ".join(text.upper().replace("’", "'").split()).strip(" .,:")


def _office(
    bare: str,
    definite: bool,
    metadata: Metadata,
    home: str,
    world: World,
    others: Iterable[str],
) -> Named:
    """An office without a name: the publisher's holder, unless two could be meant."""
    office = _STATE_OFFICES[bare]
    rivals = [p for p in metadata.counterparts if _same_office(p.office, office)]
    named = [_plain(other) for other in others]
    unheard = [
        p for p in rivals if not any(_family(p.name) in other.split() for other in named if other)
    ]
    mine = [p for p in metadata.principals if _same_office(p.office, office)]
    if unheard and (mine or not metadata.principals):
        return Named(bare, Role.UNKNOWN, f"two could be meant by {bare}: say who it is")
    if mine:
        return Named(mine[0].name, Role.PRINCIPAL, "the document's principal by office")
    if rivals:
        return Named(rivals[0].name, Role.COUNTERPART, "the counterpart by office")
    holder = _holder(office, home, metadata, world)
    if not metadata.principals and office in (
        "President",
        "Prime Minister",
        "Chancellor",
        "Secretary of State",
        "Secretary",
        "Foreign Secretary",
        "Foreign Minister",
        "Vice President",
    ):
        return Named(holder or office, Role.PRINCIPAL, "the publishing government's own, by office")
    if office in ("First Lady",):
        return Named(holder or office, Role.OFFICIAL, "the publishing government's own, by office")
    return Named(holder or office, Role.OFFICIAL, "the publishing government's own, by office")


def _same_office(held: str, office: str) -> bool:
    held = held.lower()
    return (
        held == office.lower()
        or (office == "Secretary" and "secretary" in held)
        or (office == "Minister" and "minister" in held)
    )


def _holder(office: str, home: str, metadata: Metadata, world: World) -> str:
    on = _day(metadata)
    for official in world.officials_of(home, on) if home else ():
        if official.office.lower() == office.lower():
            return official.name
    return ""


def _day(metadata: Metadata) -> date | None:
    return metadata.event_date or metadata.published_on


def _person(plain: str, metadata: Metadata, home: str, world: World, voice: Voice | None) -> Named:
    family = _family_of_label(plain)
    for person in metadata.principals:
        if family and _is(person, family, plain):
            return Named(person.name, Role.PRINCIPAL, "the document's principal")
    for person in metadata.counterparts:
        if family and _is(person, family, plain):
            return Named(person.name, Role.COUNTERPART, "the document's counterpart")
    title = _title(plain)
    known = world.official(plain.title(), _day(metadata))
    if known is not None and title:
        if known.country == home:
            return _own(known.name, known.office, metadata)
        return Named(known.name, Role.COUNTERPART, f"an official of {known.country}")
    foreign = _FOREIGN_TITLES.get(home, _FOREIGN_TITLES[""])
    if title and any(title == t or title.startswith(t) for t in foreign) and home:
        return Named(plain.title(), Role.COUNTERPART, f"a title that {home} does not give")
    if voice is not None and voice.asking >= ASKS and _may_ask(title, metadata.genre):
        return Named(plain.title(), Role.JOURNALIST, "asks questions")
    if title:
        return Named(plain.title(), Role.OFFICIAL, "a title in the publishing government's text")
    if known is not None:
        role = Role.OFFICIAL if known.country == home else Role.COUNTERPART
        return Named(known.name, role, f"the name of an official of {known.country}")
    return Named(plain.title(), Role.UNKNOWN, "who this is does not follow from the document")


def _own(name: str, office: str, metadata: Metadata) -> Named:
    heads = ("President", "Prime Minister", "Chancellor")
    if not metadata.principals and office in heads:
        return Named(name, Role.PRINCIPAL, "the head of the publishing government")
    return Named(name, Role.OFFICIAL, "an official of the publishing government")


def _may_ask(title: str, genre: Genre) -> bool:
    return not title or (
        title in ("MR", "MS", "MRS", "MISS", "DR")
        and genre in (Genre.INTERVIEW, Genre.TRANSCRIPT_SOLO, Genre.SPEECH, Genre.UNKNOWN)
    )


def _title(plain: str) -> str:
    words = plain.replace(".", " ").split()
    lead = []
    for word in words[:-1]:
        if word.strip(",'") not in _TITLE_WORDS:
            break
        lead.append(word)
    return " ".join(lead)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def _family(name: str) -> str:
    words = [
        w
        for w in _fold(name).replace(",", " ").replace(".", " ").split()
        if w not in ("JR", "SR", "II", "III", "MP")
    ]
    return words[-1] if words else ""


def _family_of_label(plain: str) -> str:
    words = [w for w in _fold(plain).replace(".", " ").split() if w.strip(",'") not in _TITLE_WORDS]
    return words[-1] if words else ""


def _is(person: Person, family: str, plain: str) -> bool:
    """A label names a person if its last name is among the person's names.

    Names come in both orders (Xi Jinping, Fumio Kishida), so any part of the name may be the family
    name; parts of a given name alone are not enough where the label has a title.
    """
    parts = _fold(person.name).replace("-", " ").replace(".", " ").split()
    wanted = family.replace("-", " ").split()
    return bool(wanted) and all(part in parts for part in wanted) and len(wanted[-1]) > 1
