"""Officials as a title names them: office, name, and whose government they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from outspoken.extract.offices import OFFICES
from outspoken.model import Person
from outspoken.world import World

_RANK = (
    r"(?:(?:Acting|Former|Deputy|Assistant|Associate|Under|Principal|Executive|Special|Outgoing"
    r"|Incoming|Shadow|Coordinating|Senior|Cabinet|U\.?S\.?|White House|NSC|Presidential)\s+)*"
)
_OFFICE = "|".join(
    re.escape(office).replace(r"\ ", r"\s+") for office in sorted(OFFICES, key=len, reverse=True)
)
_FIELDS = (
    "National Security Affairs|State|Defen[cs]e|Foreign Affairs|External Affairs|Expatriates|Treasury|Commerce|Labor|Labour"
    "|Agriculture|Transportation|Transport|Education|Energy|Homeland Security|Health|Human Services"
    "|Veterans(?:['’])? Affairs|Interior|Home Affairs|Trade|International Trade|Immigration"
    "|Multicultural Affairs|Finance|Environment|Water Resources|Water|Climate(?: Change)?"
    "|Infrastructure|Local Government|Regional (?:Development|Australia)|Housing|Urban Development"
    "|(?:the )?National Economic Council|NEC|NSC|Economy|Industry|Justice|Security|Cyber"
    "|(?:Cyber and )?Emerging Tech\\w*|Strategic Communications?|International Economics?"
    "|International (?:Economic )?Affairs|Planning|Employment|Workplace Relations|Families"
    "|Community Services|Indigenous Affairs|Communications|Broadband|(?:the )?Digital Economy"
    "|Small Business|Tourism|Sport|Resources|Science|Innovation|Development|Cooperation"
    "|International Development|International Cooperation|European Affairs|Economic Affairs"
    "|Europe|Management(?: and Budget)?|(?:the )?Office of \\w+|Policy|Domestic Policy|Ageing"
    "|Youth|Women|Border Protection|Citizenship|Ethnic Affairs|Privatisation|Public Health"
    "|Domestic Climate Policy|International Energy Affairs|Middle East|North Africa|Indo-Pacific"
)
_FIELD = re.compile(
    rf"\s+to\s+the\s+(?:Vice\s+)?President\b|\s+(?:of|for)\s+(?:the\s+)?(?:{_FIELDS})\b"
    rf"(?:(?:,\s+(?:and\s+)?|\s+and\s+|\s+&\s+|\s+)(?:the\s+)?(?:{_FIELDS})\b)*",
    re.I,
)
_HONORIFIC = (
    r"(?:(?:His|Her)\s+(?:Excellency|Majesty|Royal Highness|Highness|Holiness)|the\s+Rt\.?\s+Hon\.?"
    r"|the\s+Right\s+Honou?rable|the\s+Hon(?:ou?rable)?\b\.?|Rt\.?\s+Hon\.?|Hon\.|H\.?E\.?\s|Mr\b"
    r"|Mrs\b|Ms\b|Dr\b|Sir\b|Dame\b|Senator\b|Tun\b|Dato\b|Datuk\b|Chief\b|Professor\b"
    r"|Lieutenant\b|Gen\b|General\b)\.?,?\s*"
)
_STOPS = (
    "And|Of|To|On|In|At|Before|During|After|With|For|From|By|The|Following|Ahead|As|Upon|Prior"
    "|Aboard|Announcing|Calls?|Meetings?|Visits?|Travels?|Trips?|Joint|Bilateral|Virtual|Press"
    "|Participat\\w*|Will|Announces|Welcom\\w*|Hosts?|Under|Regarding|Honou?ring|Marking|Releasing"
    "|Celebrating|Highlighting|Interview|Remarks|Statement|Doorstop|Transcript|Address|Speech"
    "|Toasts?|Expanded|Trilateral|Radio|Television|Opening|Closing|Luncheon|Dinner|Lunch|Community"
    "|En|Route|Previewing|Parliament|House|Hotel|Palace|Kirribilli|Via|While|Swearing|Delivering"
    "|Touring|Receiving|Is|Are|Was|Has|Who|That|His|Her|Their|Its|About|Outlining|Signing|Speaks?"
    "|Questions|Business|Official|State|Media|News|Commonwealth|Council|Summit|Subjects?|MP|QC|AC"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
    "|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Conference|Launch|Presents?"
    "|Ministers|Officials|Members|Leaders|Great|Government|National|Istana|Palacio|No"
)
_PARTICLE = r"(?:bin|ibn|al|de|da|do|dos|del|van|von|der|den|la|el|bint|ul|af|y|e|di|du)\s+"
_WORD = rf"(?!(?i:{_STOPS})\b)(?-i:[A-ZÀ-ÞŁŠŽČİ])[\w.’'‘`\-]*"
_NAME = rf"{_WORD}(?:(?:\s+(?:{_PARTICLE})*{_WORD})|,?\s+Jr\b\.?){{0,5}}"
_OFFICED = re.compile(rf"\b(?:{_RANK})(?:{_OFFICE})(?:-elect|\s+designate)?\b(?![’']?\w)", re.I)
_NAMED = re.compile(rf",?\s*(?:{_HONORIFIC})*(?P<name>{_NAME})", re.I)
_TITLED = re.compile(rf"\b(?:{_HONORIFIC})+(?P<name>{_NAME})", re.I)
_BARE = re.compile(rf"\b(?P<name>{_WORD}(?:\s+(?:{_PARTICLE})?{_WORD}){{1,4}})", re.I)
_ORGANS = re.compile(
    r"\b(?:NATO|United Nations|UN|U\.N\.|ASEAN|OAS|African Union|AU|World Bank|IMF|WHO|OECD|WTO"
    r"|GCC|Pacific Islands Forum|Commonwealth|Quad|G7|G20)(?:['’]s)?\s*$"
)
_PORTFOLIO_HOLDER = re.compile(r"\b(?:Minister|Secretary|Treasurer)$", re.I)
_BESIDE = re.compile(r"(?:\s+(?:MP|QC|TD|AC|AO|PC))*,?\s*(?:the\s+)?", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:(?:East|West|North|South|Rose|Oval|Cabinet)\s+)?(?:House|Gardens?|Hotel|Hall|Parliament|Offices?|Cent(?:re|er)|Embassy|Residence|University|Building"
    r"|Room|Airport|Palace|Lodge|Square|Street|School|Washington|Program(?:me)?|Force)\b.*$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An official in a title. `other` is an organisation's; `sure` that the title says whose."""

    start: int
    end: int
    person: Person
    sure: bool = False
    other: bool = False
    former: bool = False
    bare: bool = False  # named without an office of its own


def mentions(title: str, world: World, on: date | None) -> list[Mention]:
    """Officials named in a title, in order; without a country where the title gives none."""
    spans = world.find_countries(title)
    found: list[Mention] = []
    at = 0
    for match in _OFFICED.finditer(title):
        if match.start() < at:
            continue
        mention = _read(title, match, spans, world, on)
        at = mention.end
        before = found[-1] if found else None
        gap = title[before.end : mention.start] if before else ""
        if (
            before
            and not mention.person.name
            and re.fullmatch(r",\s*(?:the\s+)?", gap, re.I)
            and (not before.sure or before.person.country == mention.person.country)
        ):
            # "King Abdullah II, King of the Hashemite Kingdom of Jordan": one person, twice.
            country = before.person.country if before.sure else mention.person.country
            person = replace(before.person, country=country or before.person.country)
            sure = before.sure or mention.sure
            found[-1] = replace(before, end=mention.end, person=person, sure=sure)
            continue
        found.append(mention)
    for pattern in (_TITLED, _BARE):
        for match in _between(title, pattern, found):
            other = _unofficed(match, spans, world, on)
            if other is not None:
                found.append(other)
        found.sort(key=lambda m: m.start)
    return _merged(title, found)


def _between(title: str, pattern: re.Pattern[str], found: list[Mention]) -> list[re.Match[str]]:
    """Matches in what no mention covers yet."""
    edges = [0, *(edge for m in found for edge in (m.start, m.end)), len(title)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return [match for start, end in gaps for match in pattern.finditer(title, start, end)]


def _read(
    title: str,
    match: re.Match[str],
    spans: list[tuple[int, int, str]],
    world: World,
    on: date | None,
) -> Mention:
    """One office with what stands around it."""
    office, end = match[0], match.end()
    start, country, other = _before(title, match.start(), spans)
    of = re.match(r"\s+(?:of|for)\s+", title[end:])
    if field := _FIELD.match(title, end):
        end = field.end()
        office = title[match.start() : end]
    elif of and not country:
        length, country = _country(title[end + of.end() :], world)
        if length:
            end += of.end() + length
        elif _PORTFOLIO_HOLDER.search(office):
            end += _portfolio(title[end:])
        elif organ := re.match(r"(?:the\s+)?[A-Z][^,]{3,60}", title[end + of.end() :]):
            end, other = end + of.end() + organ.end(), True
    if dual := re.match(rf"\s+and\s+(?:the\s+)?(?:{_RANK})(?:{_OFFICE})\b", title[end:], re.I):
        rest = title[end + dual.end() :]
        field = _FIELD.match(rest)
        if field or not _name(rest, spans, end + dual.end(), world, on, "")[0]:
            end += dual.end() + (field.end() if field else 0)
    name, length = _name(title[end:], spans, end, world, on, office)
    end += length
    if not country and (after := re.match(r"(?:['’]s)?,?\s+(?:of|from)\s+", title[end:])):
        length, country = _country(title[end + after.end() :], world)
        if length:
            end += after.end() + length
    sure = bool(country)
    if name:
        known = world.official(f"{office} {name}", on) or world.official(name, on)
        if known is not None and other:
            name = known.name  # of the organisation now, whatever government was once theirs
        elif known is not None and (not country or known.country == country):
            name, country = known.name, known.country
            sure = True
    former = bool(re.match(r"former\b", office, re.I))
    office = re.sub(r"^(?:U\.?S\.?|White House|NSC)\s+", "", office)
    return Mention(start, end, Person(name, _cased(office), country), sure, other, former)


def _portfolio(rest: str) -> int:
    """Length of " for Family Services" before a comma, an honorific or a lower-case word."""
    match = re.match(r"\s+(?:of|for)\s+(?:the\s+)?", rest)
    end = match.end() if match else 0
    for word in re.finditer(r"(\S+)\s*", rest[end : end + 80]):
        if not word[1][:1].isupper() and word[1] not in ("and", "&"):
            break
        if re.match(_HONORIFIC, rest[end + word.start() :], re.I):
            break
        if word[1].endswith(","):
            return end + word.start() + len(word[1]) - 1
    return end + word.start() if match else 0


def _before(title: str, at: int, spans: list[tuple[int, int, str]]) -> tuple[int, str, bool]:
    """A country ("German", "the United Kingdom's") or organisation directly before an office."""
    for start, end, iso3 in spans:
        if end <= at and re.fullmatch(r"(?:['’]s)?\s+", title[end:at]):
            return start, iso3, False
    organ = _ORGANS.search(title[:at])
    if organ:
        return organ.start(), "", True
    return at, "", False


def _country(rest: str, world: World) -> tuple[int, str]:
    """Length and ISO3 of the country that a text begins with, longest first."""
    words = list(re.finditer(r"[^\s,]+", rest[:100]))
    for count in range(min(len(words), 9), 0, -1):
        end = words[count - 1].end()
        phrase = re.sub(r"['’]s?$", "", rest[:end].strip(" ,.;:"))
        iso3 = world.country(phrase.replace(",", ""))
        if iso3:
            return len(rest[:end]), iso3
    return 0, ""


def _name(
    rest: str,
    spans: list[tuple[int, int, str]],
    offset: int,
    world: World,
    on: date | None,
    office: str,
) -> tuple[str, int]:
    """The name that follows an office, and how long what was read is."""
    match = _NAMED.match(rest)
    if match is None:
        return "", 0
    name = match["name"]
    if owner := re.search(r"['’](?:s\b|(?=\s|$))", name):
        name = name[: owner.start()]
    words = name.split()
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count]).rstrip(",")
        if (count > 1 or office or len(words) == 1) and world.official(
            f"{office} {part}" if count == 1 else part, on
        ):
            return part, match.start("name") + len(part)
    begin = match.start("name") + offset
    places = [start for start, _, _ in spans if begin <= start < begin + len(name)]
    if places:
        name = name[: places[0] - begin].rstrip(" ,")
    name = _ELSEWHERE.sub("", name).rstrip(" ,")
    if len(name) < 2:
        return "", 0
    return name, match.start("name") + len(name)


def _unofficed(
    match: re.Match[str],
    spans: list[tuple[int, int, str]],
    world: World,
    on: date | None,
) -> Mention | None:
    """A person named without an office: known to the world, or with "of COUNTRY"."""
    name, length = _name(match["name"], spans, match.start("name"), world, on, "")
    known = world.official(name, on) if " " in name else None
    if known is not None:
        end = match.start("name") + length
        person = Person(known.name, known.office, known.country)
        return Mention(match.start(), end, person, sure=True, bare=True)
    if match.re is _TITLED and name:
        return Mention(match.start(), match.start("name") + length, Person(name), bare=True)
    return None


def _merged(title: str, found: list[Mention]) -> list[Mention]:
    """A name and an office side by side ("Shinzo Abe, Prime Minister of Japan") made one."""
    merged: list[Mention] = []
    for mention in found:
        before = merged[-1] if merged else None
        if before is not None and _BESIDE.fullmatch(title[before.end : mention.start]):
            first, second = before.person, mention.person
            same = not (before.sure and mention.sure) or first.country == second.country
            apposed = before.bare and not mention.bare and (mention.sure or not second.name)
            turned = not before.bare and not first.name and mention.bare
            if same and (apposed or turned):
                office = second.office if apposed else first.office
                country = first.country or second.country
                merged[-1] = Mention(
                    before.start,
                    mention.end,
                    Person(first.name or second.name, office, country),
                    sure=before.sure or mention.sure,
                    other=before.other or mention.other,
                    former=before.former or mention.former,
                )
                continue
        merged.append(mention)
    return merged


def _cased(office: str) -> str:
    return (
        " ".join(
            word
            if word in ("PM", "DPM") or not (word.islower() or word.isupper())
            else word.title()
            for word in office.split()
        )
        .replace(" Of ", " of ")
        .replace(" For ", " for ")
        .replace(" The ", " the ")
    )
