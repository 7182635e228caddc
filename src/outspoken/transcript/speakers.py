"""The speaker table: whom a label names, and whose words they are (method, section 1, rule 4).

Identity is never inferred from what is spoken about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outspoken.model import Genre, Metadata, Person, Role
from outspoken.transcript.titles import FOREIGN_TITLES, OWN_HEADS, STATE_OFFICES, TITLE_WORDS
from outspoken.world import World

_JOURNALIST = re.compile(
    r"Q\d*|QUESTION(?:ER|S)?|(?:UNIDENTIFIED |MALE |FEMALE )?(?:JOURNALISTS?|REPORTERS?)|INTERVIEWER|HOST|PRESENTER|COMPERE"
    r"|PRESS|MEDIA|J[A-Z]{0,2}R?N?[A-Z]{0,2}LIST|J[A-Z]?[O0]?U?R?N[A-Z]{0,3}L[A-Z]{0,2}ST|JOURNO|J|ANCHOR|CORRESPONDENT"
    r"|(?:UNIDENTIFIED )?AUDIENCE(?: MEMBERS?)?|(?:A |SEVERAL )?PARTICIPANTS?|CALLER|STUDENT|CHILD|CROWD|VOICE|MEMBER OF (?:THE )?AUDIENCE"
    r"|.{0,30}(?:JOURNALIST|REPORTER)",
    re.I,
)
_MODERATOR = re.compile(
    r"(?:THE )?(?:MODERATOR|OPERATOR|INTERPRETER|TRANSLATOR|FACILITATOR|ANNOUNCER|EMCEE|MC|M\.C\.|STAFF|SPEAKER|CHAIR(?:MAN|PERSON|WOMAN)?)"
    r"|MASTER OF CEREMON\w+|(?:[A-Z' ]{1,30} )?(?:AIDE|STAFF|STAFFER|(?:STAFF|CREW) MEMBER|CREW|PROTOCOL OFFICER|OFFICIAL INTERPRETER)",
    re.I,
)
_UNNAMED = re.compile(
    r"(?:A )?(?:SENIOR|U\.?S\.?|ADMINISTRATION|GOVERNMENT|STATE DEPARTMENT|DEFENSE|DEPARTMENT|WHITE HOUSE|INTELLIGENCE|MILITARY|TREASURY)\b.*\bOFFICIALS?\b.*"
    r"|SENIOR OFFICIALS?\b.*|SAO\b.*|(?:[A-Z' -]{1,40} )?OFFICIAL(?: (?:ONE|TWO|THREE|FOUR|\#?\d))?"
    r"|(?:[A-Z' -]{1,40} )?SPOKES(?:PERSON|MAN|WOMAN)",
    re.I,
)
_PORTFOLIO = re.compile(r"(?:[A-Z,&]+ ){1,5}MINISTER|MINISTER (?:FOR|OF) [A-Z ,&]+")
_COURTESY = ("MR", "MS", "MRS", "MISS", "DR", "PROFESSOR")
_WITH_GUESTS = (Genre.SPEECH, Genre.INTERVIEW)
"""Events at which people outside government speak too, under "MR." and "MS." as officials do."""
ASKS = 0.34
"""Share of turns with a question mark from which an unnamed other speaker is an interviewer."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the document shows of one label: turns, words, and how often it asks."""

    turns: int
    words: int
    asking: float
    partner: bool = False  # takes turns with whoever speaks most often
    called: str = ""  # the title by which the text calls the bearer of a bare name


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
        named = {country for _, _, country in world.find_countries(plain.title())}
        if named and home and home not in named:
            return Named(label, Role.COUNTERPART, "an unnamed official of another government")
        return Named(label, Role.OFFICIAL, "an unnamed official of the publishing government")
    if _MODERATOR.fullmatch(plain):
        return Named(label, Role.MODERATOR, "the label")
    bare = plain.removeprefix("THE ").strip()
    if country := _country_of(bare, world):
        role = Role.OFFICIAL if country == home else Role.COUNTERPART
        return Named(_named(bare, metadata), role, f"the label says of {country}")
    if bare in STATE_OFFICES:
        return _office(bare, metadata, home, world, others)
    if _PORTFOLIO.fullmatch(bare):
        return _portfolio(bare, metadata)
    return _person(plain, metadata, home, world, voice)


def _plain(label: str) -> str:
    text = re.sub(r"\([^)]*\)|[\[\]*_#]", " ", label)
    return " ".join(text.upper().replace("’", "'").split()).strip(" .,:")


def _office(bare: str, metadata: Metadata, home: str, world: World, others: Iterable[str]) -> Named:
    """An office without a name: the publisher's holder, unless two could be meant.

    A holder who has a label with a name of his own does not also hide behind the bare office.
    """
    office = STATE_OFFICES[bare]
    named = [_plain(other) for other in others]
    rivals = [p for p in metadata.counterparts if _same_office(p.office, office)]
    unheard = [p for p in rivals if not _heard(p, office, named)]
    mine = [p for p in metadata.principals if _same_office(p.office, office)]
    if unheard and (mine or not metadata.principals):
        if mine and _heard(mine[0], "", named):
            return Named(unheard[0].name, Role.COUNTERPART, "the other by this office has a name")
        return Named(bare, Role.UNKNOWN, f"two could be meant by {bare}: say who it is")
    if mine:
        return Named(mine[0].name, Role.PRINCIPAL, "the document's principal by office")
    if rivals:
        return Named(rivals[0].name, Role.COUNTERPART, "the counterpart by office")
    if {bare, office.upper()} & FOREIGN_TITLES.get(home, FOREIGN_TITLES[""]):
        return Named(office, Role.COUNTERPART, f"a title that {home} does not give")
    holder = _holder(office, home, metadata, world)
    own = not metadata.principals and office in OWN_HEADS
    role = Role.PRINCIPAL if own else Role.OFFICIAL
    return Named(holder or office, role, "the publishing government's own, by office")


_OF_COUNTRY = re.compile(r"(?P<office>[A-Z -]+?) OF (?:THE )?(?P<country>[A-Z' -]+)")


def _country_of(bare: str, world: World) -> str:
    """ISO3 in a label such as "PRIME MINISTER OF KESTRIA"; "" where none is named."""
    match = _OF_COUNTRY.fullmatch(bare)
    return world.country(match["country"].title()) if match else ""


def _named(bare: str, metadata: Metadata) -> str:
    office = STATE_OFFICES.get(bare.partition(" OF ")[0], "")
    known = (p.name for p in metadata.counterparts if office and _same_office(p.office, office))
    return next(known, "") or bare.title()


def _heard(person: Person, office: str, named: Sequence[str]) -> bool:
    """Whether another label names a person: by any part of the name, or by office and some name."""
    parts = {part for part in _parts(person.name) if len(part) > 1}
    titles = [title for title, held in STATE_OFFICES.items() if held == office]
    return any(
        parts & set(_parts(other))
        or any(re.match(rf"{title} {'[A-Z]' if not parts else 'OF '}", other) for title in titles)
        for other in named
    )


def _portfolio(bare: str, metadata: Metadata) -> Named:
    """A minister by portfolio alone ("DEFENCE MINISTER"): the other side's if it has brought one."""
    if any(
        "minister" in p.office.lower() and p.office.lower() != "prime minister"
        for p in metadata.counterparts
    ):
        return Named(bare, Role.UNKNOWN, f"two could be meant by {bare}: say who it is")
    return Named(bare.title(), Role.OFFICIAL, "the publishing government's own, by portfolio")


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
    family = family_of_label(plain)
    title = _title(plain)
    asking = voice is not None and voice.asking >= ASKS
    if _INITIALS.fullmatch(plain):
        for role, people in (
            (Role.PRINCIPAL, metadata.principals),
            (Role.COUNTERPART, metadata.counterparts),
        ):
            for person in people:
                if _has_initials(person, plain):
                    return Named(person.name, role, f"the initials of the document's {role}")
        if named := _with_initials(plain, metadata.title):
            return Named(named.title(), Role.OFFICIAL, "the initials of a name in the title")
    for n, person in enumerate(metadata.principals):
        if family and _is(person, family):
            if n and metadata.genre is Genre.INTERVIEW:
                # "A in Conversation with B": whoever puts the questions is not the one heard.
                role = Role.OFFICIAL if person.office or title else Role.JOURNALIST
                return Named(person.name, role, "leads the conversation with the principal")
            return Named(person.name, Role.PRINCIPAL, "the document's principal")
    for person in metadata.counterparts:
        if family and _is(person, family):
            return Named(person.name, Role.COUNTERPART, "the document's counterpart")
    known = world.official(plain.title(), _day(metadata))
    sides = {home, *(p.country for p in metadata.counterparts)}
    if title in _COURTESY and known is not None and known.country not in sides:
        known = None  # "Mr. Smith" is not the minister of that name in another country
    if known is not None and title:
        if known.country == home:
            return _own(known.name, known.office, metadata)
        return Named(known.name, Role.COUNTERPART, f"an official of {known.country}")
    foreign = FOREIGN_TITLES.get(home, FOREIGN_TITLES[""])
    if title and any(title == t or title.startswith(f"{t} ") for t in foreign) and home:
        return Named(plain.title(), Role.COUNTERPART, f"a title that {home} does not give")
    if asking and _may_ask(title, metadata.genre):
        return Named(plain.title(), Role.JOURNALIST, _BY_ASKING)
    if title in _COURTESY and metadata.genre in _WITH_GUESTS:
        return _untitled(plain, family, metadata, home, world, voice)
    if title:
        return Named(plain.title(), Role.OFFICIAL, _BY_TITLE)
    if known is not None:
        role = Role.OFFICIAL if known.country == home else Role.COUNTERPART
        return Named(known.name, role, f"the name of an official of {known.country}")
    return _untitled(plain, family, metadata, home, world, voice)


def _untitled(
    plain: str, family: str, metadata: Metadata, home: str, world: World, voice: Voice | None
) -> Named:
    """A bare name: whom the title names with the principal, or whom the text calls by a title."""
    in_title = family and family in _parts(metadata.title)
    if in_title and metadata.genre is Genre.INTERVIEW:
        return Named(plain.title(), Role.JOURNALIST, "named in the title as the interviewer")
    if voice is not None and voice.partner and metadata.genre is Genre.INTERVIEW:
        return Named(plain.title(), Role.JOURNALIST, "takes turns with the principal")
    called = voice.called if voice is not None else ""
    if called:
        known = world.official(f"{called} {family}".title(), _day(metadata))
        if known is not None and known.country != home:
            return Named(known.name, Role.COUNTERPART, f"the text says {called.title()}")
        if called.upper() in FOREIGN_TITLES.get(home, FOREIGN_TITLES[""]):
            return Named(plain.title(), Role.COUNTERPART, f"the text says {called.title()}")
        return Named(plain.title(), Role.OFFICIAL, f"the text says {called.title()}")
    serving = [o for o in world.officials_of(home, _day(metadata)) if _fold(o.surname) == family]
    if len({o.name for o in serving}) == 1:
        return _own(serving[0].name, serving[0].office, metadata)
    if in_title and not any(c != home for _, _, c in world.find_countries(metadata.title)):
        return Named(plain.title(), Role.OFFICIAL, "named in the title beside the principal")
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
    words = [word.strip(",'") for word in plain.replace(".", " ").split()]
    if "MINISTER" in words[1:-1]:  # a portfolio before it: "ENVIRONMENT MINISTER HUNT"
        return " ".join(words[: words.index("MINISTER") + 1])
    lead = []
    for word in words[:-1]:
        if word not in TITLE_WORDS:
            break
        lead.append(word)
    return " ".join(lead)


_CALLED = (
    r"(?i:(?P<title>(?:deputy )?prime minister|(?:chief |assistant |parliamentary )?minister"
    r"(?: for [a-z ]{3,40}?)?|premier|treasurer|senator|attorney[- ]general|(?:vice )?president"
    r"|chancellor|(?:assistant |under |deputy |parliamentary )*secretary|commissioner|ambassador"
    r"|governor|(?:lord )?mayor|(?:air (?:chief )?|vice )?(?:marshal|admiral)|general|professor))"
    r",?\s+(?:the\s+Hon\.?\s+)?(?:[A-Z][\w.’'-]+\s+){0,2}"
)


def called(family: str, text: str) -> str:
    """The title by which a text calls a person of this family name; "" if by none."""
    match = re.search(rf"\b{_CALLED}(?i:{re.escape(family)})\b", text)
    return " ".join(match["title"].split()) if match else ""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def family_of_label(label: str) -> str:
    """The last word of a label that is not a title; "" if it has none."""
    words = _fold(_plain(label)).replace(".", " ").split()
    named = [w for w in words if w.strip(",'") not in TITLE_WORDS]
    return named[-1].strip(",'") if named else ""


def is_bare(label: str) -> bool:
    """Whether a label is a name without an office ("CONROY", "JON FAINE", "MS. ORR")."""
    plain = _plain(label)
    untitled = not _title(plain) or _title(plain) in _COURTESY
    return bool(family_of_label(label)) and untitled and len(plain.split()) <= 4


PARTNER_TURNS = 5
"""Turns, and half of those of any other, from which a guest leads a conversation."""
_BY_TITLE = "a title in the publishing government's text"
_BY_ASKING = "asks questions"
_BY_LOOK = (_BY_TITLE, _BY_ASKING)
ALIKE = 0.85
"""Likeness (Ratcliff and Obershelp) from which a label is another one misspelt."""


def misspelt(label: str, table: Mapping[str, Named], turns: Mapping[str, int]) -> str:
    """The label with a known role that this one is a misspelling of ("HE PRESIDENT"); "" if none.

    Asked of labels that nothing is known of, and of those judged by their look alone beside one
    that comes back much more often.
    """
    from difflib import SequenceMatcher

    if table[label].role is not Role.UNKNOWN and table[label].basis not in _BY_LOOK:
        return ""
    rarer = table[label].role is not Role.UNKNOWN
    plain = _plain(label)
    found = [
        (SequenceMatcher(None, plain, _plain(other)).ratio(), other)
        for other, named in table.items()
        if other != label and named.role is not Role.UNKNOWN and named.basis not in _BY_LOOK
        and len(other) > 4 and (not rarer or turns[other] >= 3 * turns[label])
    ]  # fmt: skip
    likeness, other = max(found, default=(0.0, ""))
    return other if likeness >= ALIKE else ""


def _parts(name: str) -> list[str]:
    return re.findall(r"[A-Z']+", _fold(name.replace("’", "'")).replace("-", " "))


_INITIALS = re.compile(r"[A-Z]{2,3}")


def _has_initials(person: Person, letters: str) -> bool:
    """Whether letters begin the first and last name ("PJK" of a Paul Keating), middle ones free."""
    parts = _parts(person.name)
    return len(parts) > 1 and (parts[0][0], parts[-1][0]) == (letters[0], letters[-1])


def _with_initials(letters: str, title: str) -> str:
    """A name of two words in a title that begins with these letters; "" if there is none."""
    match = re.search(rf"\b{letters[0]}[\w.’'-]+ {letters[-1]}[\w.’'-]+", title)
    office = match and re.search(r"minister|treasurer|senator|premier", title, re.I)
    return match[0] if match and office else ""


def _is(person: Person, family: str) -> bool:
    """A label names a person if its last name is among the person's names.

    Names come in both orders (Xi Jinping, Fumio Kishida), so any part of the name may be the family
    name; parts of a given name alone are not enough where the label has a title.
    """
    wanted = _parts(family)
    return bool(wanted) and set(wanted) <= set(_parts(person.name)) and len(wanted[-1]) > 1
