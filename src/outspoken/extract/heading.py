"""What a title and the first lines say: genre, who met whom, where, when.

Titles of official texts follow forms ("Readout of A's Call with B of C", "Remarks by A and B of C
in Joint Press Conference"). Only what the form says is taken; a name of no known country without
"of COUNTRY" stays without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from outspoken.extract.dates import read_day
from outspoken.model import Genre, Metadata, Person
from outspoken.world import World

_GENRES: tuple[tuple[Genre, re.Pattern[str]], ...] = tuple(
    (genre, re.compile(pattern, re.I))
    for genre, pattern in (
        (Genre.FACTSHEET, r"^\W*fact ?sheet\b"),
        (Genre.BACKGROUND, r"\bbackground (?:press |media )?(?:call|briefing|conference|gaggle)|\bon[- ]background\b"),
        (Genre.LETTER, r"^(?:a |an |text of (?:a |the )?|joint |open )*(?:letter|message to (?:the )?(?:congress|senate|house))\b"),
        (Genre.READOUT, r"^(?:\w+ )?readout\b|\breadout of\b"),
        (Genre.TRANSCRIPT_JOINT, r"\bjoint (?:press|media|news) (?:conference|availability|statements?|briefing|opportunity)|\bjoint (?:doorstop|remarks|appearance)|\bjoint press\b"),
        (Genre.JOINT_STATEMENT, r"\bjoint (?:\w+ )?(?:statement|communiqu|declaration|vision|leaders)|\bleaders['’] (?:joint )?(?:statement|declaration)|\bcommuniqu[eé]\b|\bstatement of the leaders\b"),
        (Genre.BRIEFING, r"\bpress (?:briefing|gaggle|call)|\b(?:daily|regular) (?:press )?(?:briefing|conference)|\bbriefing by\b|\bpress gaggle\b"),
        (Genre.INTERVIEW, r"\binterview\b|\btown hall\b|\bin conversation\b|\bradio\b|\btalkback\b"),
        (Genre.TRANSCRIPT_SOLO, r"\bpress conference\b|\bpress availability\b|\bdoor ?stop\b|\bnews conference\b|\bmedia conference\b|\bexchange with reporters\b|\bin press\b"),
        (Genre.OPED, r"\bop[- ]?ed\b|\bopinion (?:piece|article)\b"),
        (Genre.SPEECH, r"^(?:\w+ ){0,3}(?:remarks|address|speech|toast|lecture|keynote)\b|\b(?:address to|speech (?:to|at)|statement to (?:the )?(?:house|parliament|senate))\b|\bremarks (?:by|as|of|at)\b"),
        (Genre.STATEMENT, r"\bstatement\b|\bmedia release\b|\bpress release\b|\bproclamation\b|\bnotice\b"),
    )
)  # fmt: skip
_TALK = re.compile(
    r"\b(?:call|meeting|conversation|discussion|visit|travel|trip|meetings|calls|talks)s?\b", re.I
)
_HAPPENED = re.compile(
    r"\b(?:spoke|met|held|convened|hosted|travel+ed|joined|called|participated|discussed|welcomed|received)\b"
)
_AHEAD = re.compile(
    r"\b(?:will (?:speak|meet|host|travel|hold|visit|welcome|participate)|upcoming)\b"
)
_WITH_FOREIGN = re.compile(
    r"\b(?:before|during|after|at|following|ahead of|prior to)\b.{0,40}\b(?:bilateral|meeting|summit|virtual|working|talks|arrival|lunch|dinner)",
    re.I,
)

OFFICES = (
    "Vice President", "President", "Deputy Prime Minister", "Vice Premier", "Prime Minister", "Secretary of State", "Deputy Secretary of State",
    "Foreign Secretary", "Foreign Minister", "Minister for Foreign Affairs", "Minister of Foreign Affairs", "Federal Chancellor", "Chancellor", "Taoiseach",
    "Premier", "King", "Queen", "Crown Prince", "Deputy Crown Prince", "Prince", "Amir", "Emir", "Sultan", "Sheikh", "His Majesty", "Her Majesty", "His Highness",
    "His Royal Highness", "Pope", "National Security Advisor", "National Security Adviser", "Deputy National Security Advisor", "Principal Deputy National Security Advisor",
    "Secretary-General", "Secretary General", "High Representative", "State Councilor", "State Councillor", "Politburo Member", "Director", "First Lady",
    "Defense Minister", "Minister of Defense", "Defense Secretary", "Secretary of Defense", "Special Envoy", "Presidential Envoy", "Special Presidential Envoy",
    "Foreign Policy Advisor", "Chief of Staff", "Chief Executive", "Chairman", "Chairperson", "Commission President", "Council President", "Opposition Leader", "Leader",
    "Minister", "Secretary", "Ambassador", "General", "PM", "Foreign Affairs Minister",
    "Press Secretary", "Principal Deputy Press Secretary", "Deputy Press Secretary", "NSC Spokesperson", "Spokesperson", "Spokesman", "Spokeswoman",
)  # fmt: skip
PRINCIPAL_OFFICES = frozenset(
    {
        "president", "vice president", "prime minister", "deputy prime minister", "secretary of state", "foreign secretary", "foreign minister",
        "minister for foreign affairs", "minister of foreign affairs", "chancellor", "federal chancellor", "taoiseach", "premier", "king", "queen",
        "crown prince", "amir", "emir", "sultan", "national security advisor", "national security adviser", "high representative", "secretary", "minister",
        "state councilor", "vice premier", "foreign affairs minister", "deputy secretary of state", "pm", "his majesty", "defense secretary",
        "secretary of defense", "defense minister", "principal deputy national security advisor", "deputy national security advisor", "special envoy", "presidential envoy",
        "secretary-general", "secretary general", "commission president",
    }
)  # fmt: skip
_STOP = (
    r"And|and|Of|of|To|to|On|on|In|in|At|at|Before|before|During|during|After|after|With|with|For|for|From|from|By|by|The|the|Following|following|Ahead|ahead|"
    r"As|as|Upon|upon|Prior|prior|Aboard|Announcing|Calls?|Meetings?|Visits?|Travels?|Trips?|Joint|Bilateral|Virtual|Press|Participat\w*|Will|Announces|"
    r"Welcom\w*|Hosts?|Under|Regarding|Honoring|Marking|Celebrating|Highlighting|Interview|Remarks|Statement|Doorstop|Transcript|Address|Speech|Toasts?|Expanded|Trilateral"
)
_NAME = rf"(?!(?:{_STOP})\b)[A-ZÀ-Þ][\w.’'‘`-]*(?:(?:,\s(?=Jr\.|Sr\.)|\s)(?:(?:bin|ibn|al|de|da|do|dos|van|von|der|den|la|el|bint|Al|ul|af|y)\s|(?!(?:{_STOP})\b))[A-ZÀ-Þ][\w.’'‘`-]*|,\sJr\.|\sJr\.?){{0,5}}"
_PERSON = re.compile(
    rf"\b(?P<office>(?:Acting |Former |Deputy |Assistant |Prime )?(?:{'|'.join(sorted(map(re.escape, OFFICES), key=len, reverse=True))}))(?:,)?\s+(?P<name>{_NAME})"
)
_OF_COUNTRY = re.compile(r"^(?:['’]s)?,?\s*(?:of|from)\s+(?:the\s+)?(?P<country>.{2,80})")
_OFFICE_OF = re.compile(
    rf"\b(?P<office>{'|'.join(sorted(map(re.escape, OFFICES), key=len, reverse=True))}) of (?:the )?(?P<country>[A-ZÀ-Þ][\w’'-]+(?:(?: of| the| and)?\s[A-ZÀ-Þ][\w’'-]+){{0,4}}),?\s+(?:(?:H\.?E\.?|Mr\.?|Ms\.?|Dr\.?|the Honourable|His Excellency|Her Excellency)\s+)*(?P<name>{_NAME})"
)
_PARTNER = re.compile(
    r"\b(?:[Ww]ith|[Bb]etween|and|[Aa]nd|[Tt]ravel(?:s)? to|[Vv]isit(?:s)? to|[Tt]rip to|Travel to)\s+(?P<rest>[^:;]{2,90})"
)
_TIME = re.compile(
    r"^\(?\d{1,2}(?:[:.]\d{2})?\s*(?:[AP]\.?\s?M\.?|hours)\b|^\d{1,2}:\d{2}\b|\b(?:EST|EDT|GMT|CET|CEST|AEST|AEDT)\b",
    re.I,
)
_LABEL = re.compile(r"^[A-Z][A-Z.'’ \[\]-]{2,50}:|^Q\b")
_NO_PLACE = re.compile(
    r"\b(?:statement|remarks|readout|fact sheet|press release|honou?rable|excellency|dear|president|prime minister|"
    r"as prepared|check against|transcript|e ?& ?oe)\b",
    re.I,
)
FRONT_LINES = 6
NEAR_DAYS = 30
"""A day in the first lines is the event's only if it lies so near to publication."""


def read_heading(metadata: Metadata, text: str, world: World) -> Metadata:
    """Metadata completed from the title and the first lines; what is stated already stays."""
    title = " ".join(metadata.title.split())
    basis = dict(metadata.basis)
    genre = metadata.genre
    found = _genre(title, text)
    if (genre is Genre.UNKNOWN and found is not Genre.UNKNOWN) or (
        found is Genre.TRANSCRIPT_JOINT and genre in (Genre.TRANSCRIPT_SOLO, Genre.SPEECH)
    ):
        genre, basis["genre"] = found, "the title"
    people = list(_people(title, metadata, world))
    home = metadata.government
    own = [p for p in people if p.country == home and p.office.lower() in PRINCIPAL_OFFICES]
    others = [p for p in people if p.country and p.country != home]
    if not others:
        others = [Person("", "", c) for c in _partners(title, genre, home, world)]
    principals, counterparts = metadata.principals, metadata.counterparts
    if own:
        if principals:
            family = {p.name.split()[-1] for p in principals if p.name}
            own = [*principals, *(p for p in own if p.name.split()[-1] not in family)]
        principals, basis["principals"] = tuple(own), basis.get("principals", "the title")
    if others and not counterparts and home:
        counterparts, basis["counterparts"] = tuple(others), "the title"
    if counterparts and genre in (Genre.SPEECH, Genre.UNKNOWN) and _is_joint(title):
        genre, basis["genre"] = Genre.TRANSCRIPT_JOINT, "the title"
    place, country, event = _front(title, text, metadata, world)
    if place and not metadata.place:
        basis["place"] = "the first lines"
    if event and metadata.event_date is None:
        basis["event_date"] = "the first lines"
    return replace(
        metadata,
        title=title,
        genre=genre,
        principals=principals,
        counterparts=counterparts,
        place=metadata.place or place,
        place_country=metadata.place_country or country,
        event_date=metadata.event_date or event,
        published_on=metadata.published_on
        or (event if event and not metadata.published_at else None),
        basis=basis,
    )


def _genre(title: str, text: str) -> Genre:
    for genre, pattern in _GENRES:
        if pattern.search(title):
            if genre is Genre.STATEMENT and _TALK.search(title) and "with" in title.lower():
                opening = text[:400]
                # A spokesperson's statement that tells of a talk is its readout.
                if _HAPPENED.search(opening) and not _AHEAD.search(opening):
                    return Genre.READOUT
            return genre
    return Genre.UNKNOWN


def _is_joint(title: str) -> bool:
    return bool(_WITH_FOREIGN.search(title)) or bool(
        re.match(r"remarks by .{3,80} and ", title, re.I)
    )


def _people(title: str, metadata: Metadata, world: World) -> Iterator[Person]:
    """Officials named in a title, each with the country that the title or the world gives."""
    home = metadata.government
    on = metadata.event_date or metadata.published_on
    taken: list[tuple[int, int]] = []
    for match in _OFFICE_OF.finditer(title):
        country = world.country(match["country"])
        if country:
            taken.append(match.span())
            yield Person(_name(match["name"]), match["office"], country)
    for match in _PERSON.finditer(title):
        if any(start <= match.start() < end for start, end in taken):
            continue
        name, office = _name(match["name"]), match["office"]
        country = _country_after(title[match.end("name") :], world) or _country_before(
            title[: match.start()], world
        )
        known = world.official(f"{office} {name}", on) or world.official(name, on)
        if not country and known is not None:
            country = known.country
        if not country and _is_home(office, home):
            country = home
        if known is not None and known.country == country:
            name = known.name
        yield Person(name, office, country)


def _name(name: str) -> str:
    """The name alone: what follows a possessive ("Biden’s Upcoming") belongs to the title."""
    return re.sub(r"['’](?:s\b.*|\s.*|$)", "", name).strip(" ,")


def _country_after(rest: str, world: World) -> str:
    match = _OF_COUNTRY.match(rest)
    if match is None:
        return ""
    words = match["country"].split()
    for length in range(min(len(words), 7), 0, -1):
        country = world.country(re.sub(r"['’]s?$", "", " ".join(words[:length]).strip(" ,.;:")))
        if country:
            return country
    return ""


def _country_before(before: str, world: World) -> str:
    words = before.split()
    for length in (3, 2, 1):
        if len(words) >= length and words[-1][:1].isupper():
            country = world.country(" ".join(words[-length:]).strip(" ,"))
            if country:
                return country
    return ""


def _is_home(office: str, home: str) -> bool:
    """Offices that a government's own text gives without a country."""
    foreign = {
        "USA": {"prime minister", "chancellor", "premier", "king", "queen", "foreign minister"}
    }
    return bool(home) and office.lower() not in foreign.get(home, set())


def _partners(title: str, genre: Genre, home: str, world: World) -> list[str]:
    """Countries that a title names as the other side, where it names no person."""
    if genre not in (
        Genre.READOUT, Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT, Genre.BACKGROUND, Genre.FACTSHEET, Genre.STATEMENT,
    ):  # fmt: skip
        return []
    if genre is Genre.JOINT_STATEMENT:
        return list(dict.fromkeys(iso for _, _, iso in world.find_countries(title) if iso != home))
    if genre in (Genre.FACTSHEET, Genre.STATEMENT) and not _TALK.search(title):
        return []
    found: list[str] = []
    for match in _PARTNER.finditer(title):
        found += [iso for _, _, iso in world.find_countries(match["rest"]) if iso != home]
    return list(dict.fromkeys(found))


def _front(title: str, text: str, metadata: Metadata, world: World) -> tuple[str, str, date | None]:
    """Place, its country and the day from the short lines before the text begins."""
    places: list[str] = []
    event: date | None = None
    for line in text.split("\n", FRONT_LINES)[:FRONT_LINES]:
        if _LABEL.match(line):
            break
        if line == title or line.lower() in title.lower():
            continue
        if _NO_PLACE.search(line) and read_day(line) is None:
            continue
        if (
            len(line.split()) > 14
            or line.endswith(("?", "!"))
            or (line.endswith(".") and not _TIME.search(line))
        ):
            if event is None:
                event = _near(_parenthesised(line), metadata)
            break
        day = read_day(line)
        if day is not None:
            event = event or _near(day, metadata)
            line = re.sub(
                r"\(?\b(?:\w+day,?\s+)?\w+\.?\s+\d{1,2}(?:\w\w)?,?\s+\d{4}\)?|\d{1,2}\s+\w+\s+\d{4}",
                "",
                line,
            ).strip(" ,()")
        line = re.sub(r"^\d{1,2}[:.]\d{2}\s*[AaPp]\.?[Mm]\.?.*$", "", line).strip()
        if line and not _TIME.search(line) and not line.endswith(":"):
            places.append(line)
    place = ", ".join(places[:2]) if 0 < len(places) <= 3 else ""
    country = ""
    if place:
        country = next((iso for _, _, iso in reversed(world.find_countries(place))), "")
    return place[:200], country, event


def _parenthesised(line: str) -> date | None:
    match = re.search(r"\(([^()]{6,30}\d{4})\)", line)
    return read_day(match[1]) if match else None


def _near(day: date | None, metadata: Metadata) -> date | None:
    if day is None:
        return None
    published = metadata.published_on
    if published is not None and not -NEAR_DAYS <= (day - published).days <= 2:
        return None
    return day
