"""Place and day from the short lines before a text begins, and from the end of a title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outspoken.extract.dates import NAMED_DAY, read_day
from outspoken.world import World

FRONT_LINES = 8
LONGEST = 12
"""Words; a longer line is no dateline."""
_TIME = re.compile(
    r"\(?\b\d{1,2}(?:[:.]\d{2})?\s*(?:[AP]\.?\s?M\b\.?)(?:\s*\(?(?:[A-Z]{2,5}|local)(?:\s+time)?\)?)?"
    r"|\b\d{1,2}[:.]?\d{2}\s+(?:hours|hrs|GMT|CET|CEST|AEST|AEDT)\b",
    re.I,
)
_LABEL = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}[A-Z.,'’ \[\]()-]{1,60}|PM|Prime Minister|Mr\.? \w+|Journalist):|Q\b",
)
_FURNITURE = re.compile(
    r"^(?:the white house$|office of the |for immediate release|embargoed|e ?& ?o ?e\b|subjects?:?$"
    r"|subjects?:|topics?:|as prepared|\(?as (?:prepared|delivered)|check against|transcript\b"
    r"|remarks (?:by|of)|press (?:briefing|conference|gaggle)|joint |statement|readout|background "
    r"|by$|and$|internal transcript|_+|\*|fact sheet|speech|address\b|interview\b|doorstop\b"
    r"|prime minister$|the hon|proof copy|note\b|correct)",
    re.I,
)
_VENUE = re.compile(
    r"\b(?:House|Hotel|Hall|Parliament|Office|Offices|Cent(?:re|er)|Embassy|Residence|University"
    r"|Building|Room|Airport|Palace|Lodge|Square|Street|School|Capitol|Museum|Library|Auditorium"
    r"|Ballroom|Lawn|Garden|Base|Church|Cathedral|Theatre|Theater|College|Headquarters|Club|Park"
    r"|Stadium|Arena|Aboard|Teleconference|Videoconference|Air Force|Terminal|Resort|Complex"
    r"|Castle|Villa|Plaza|Institute|Suite|Pentagon|Cemetery|Memorial|Foyer|Courtyard|Regency"
    r"|Sheraton|Hyatt|Hilton|Marriott|Ritz|Inter-?Continental)\b",
    re.I,
)
_MOVING = re.compile(
    r"\b(?:aboard|en route|via (?:tele|video)conference|by (?:tele)?phone)\b", re.I
)
_AT_HOME: Mapping[str, re.Pattern[str]] = {
    "USA": re.compile(
        r"\b(?:White House|Oval Office|(?:East|Roosevelt|Cabinet|Situation|Brady|Indian Treaty|Blue"
        r"|State Dining|Diplomatic Reception) ?(?:Press Briefing )?Room|Rose Garden|South Lawn"
        r"|North Lawn|South Court Auditorium|Eisenhower Executive Office Building|Camp David"
        r"|Washington,? D\.?C\.?|Vice President.s (?:Residence|Ceremonial Office)|Naval Observatory"
        r"|Blair House|James S\. Brady|Andrews|U\.S\. Capitol|Alabama|Alaska|Arizona|Arkansas"
        r"|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana"
        r"|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota"
        r"|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)"
        r"|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island"
        r"|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin"
        r"|Wyoming|Puerto Rico)\b"
    ),
    "AUS": re.compile(
        r"\b(?:Parliament House|Kirribilli|The Lodge|Great Hall, Parliament|Canberra|Sydney"
        r"|Melbourne|Brisbane|Perth|Adelaide|Hobart|Darwin|Cairns|Townsville|Gold Coast|Newcastle"
        r"|Wollongong|Geelong|Queensland|New South Wales|Tasmania|Western Australia"
        r"|South Australia|Northern Territory|Victoria|NSW|QLD|Qld|SA|WA|VIC|Vic|TAS|Tas|ACT|NT|Phillip Street|Treasury Place)\b"
    ),
    "GBR": re.compile(r"\b(?:Downing Street|Chequers|London|Lancaster House|Westminster)\b"),
}
_STATE_CODE = re.compile(r", (?!UK|NZ|EU)[A-Z]{2}$")
_OFFICE = re.compile(
    r"\b(?:President|Prime Minister|Chancellor|Minister|Premier|King|Secretary|Treasurer)\b(?!['’]s)"
)
_DAY = re.compile(rf"\(?(?:\b\w+day,?\s+)?(?:{NAMED_DAY.pattern})\)?", re.I)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when; `source` says which words it was read from."""

    place: str = ""
    country: str = ""
    day: date | None = None
    source: str = ""


def dateline(title: str, text: str, home: str, world: World, *, spoken: bool) -> Dateline:
    """Read the first lines and, of what was spoken, the end of the title if they name no place."""
    places: list[str] = []
    day: date | None = None
    heading = " ".join(title.lower().split())
    for line in text.split("\n", FRONT_LINES)[:FRONT_LINES]:
        if (
            _LABEL.match(line)
            or len(line.split()) > LONGEST
            or (line.endswith(("?", "!", ",")) and (len(line.split()) > 6))
        ):
            break
        if _FURNITURE.match(line) or line.lower() in heading:
            continue
        named = read_day(line)
        rest = line
        if named is not None:
            day = day or named
            rest = _DAY.sub("", rest)
        rest = _TIME.sub("", rest).strip(" ,()-–—")
        if not rest or not any(ch.isalpha() for ch in rest):
            if _TIME.search(line):
                break  # the time is the last line before the text
            continue
        if rest.endswith((".", ":", ";", "…")) and not re.search(r"\b[A-Z]\.[A-Z]?\.?$", rest):
            break
        if _is_place(rest, world):
            places.append(rest.rstrip(",;"))
        elif not named and not _TIME.search(line):
            break
    if places:
        place = ", ".join(places[:3])
        return Dateline(place, country_of(place, home, world), day, "the first lines")
    place = _tail(title, world) if spoken else ""
    if place:
        return Dateline(place, country_of(place, home, world), day, "the title")
    return Dateline("", "", day, "the first lines")


def _is_place(line: str, world: World) -> bool:
    """A venue, or a line that ends in a known place or has the form "Town, Country"."""
    if not line[:1].isupper() or (line.isupper() and len(line.split()) > 6):
        return False
    if _VENUE.search(line) or any(pattern.search(line) for pattern in _AT_HOME.values()):
        return True
    if re.fullmatch(
        r"(?:En Route |Aboard )?[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}, [A-Z][\w. ]+", line
    ):
        return True
    return any(end >= len(line) - 1 for _, end, _ in world.find_countries(line))


def country_of(place: str, home: str, world: World) -> str:
    """ISO3 of the country a place is in; "" aboard, by telephone, and where it is not known."""
    if _MOVING.search(place):
        return ""
    known = _AT_HOME.get(home)
    if known is not None and (list(known.finditer(place)) and not _abroad(place, home, world)):
        return home
    found = world.find_countries(place)
    if home == "USA" and not found and _STATE_CODE.search(place):
        return home
    if found:
        return found[-1][2]
    for country, pattern in _AT_HOME.items():
        if pattern.search(place):
            return country
    return ""


def _abroad(place: str, home: str, world: World) -> bool:
    """Whether the last place named is elsewhere ("Embassy of ..., Beijing, China")."""
    last = place.rpartition(",")[2]
    spans = world.find_countries(last)
    known = _AT_HOME[home].search(last)
    return bool(spans) and spans[-1][2] != home and known is None


def _tail(title: str, world: World) -> str:
    """The place at the end of a title: "Doorstop, Kirribilli House, Sydney", "... | Madrid"."""
    title = re.sub(r"\s*\b(?:SUBJECTS?|Subjects?)\b.*$", "", title)
    title = _DAY.sub("", title).strip(" ,-–—")
    parts = re.split(r",\s+(?!Jr\b)|\s+[-–—|]\s+|\s+(?=[Ee]n [Rr]oute\b)|\s+(?=[Aa]board\b)", title)
    kept: list[str] = []
    for part in reversed(parts[1:]):
        words = part.split()
        if not 0 < len(words) <= 6 or not words[0][:1].isupper():
            break
        if _OFFICE.search(part) or not _is_place(part, world):
            break
        kept.append(part)
    return ", ".join(reversed(kept))
