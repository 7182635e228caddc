"""Import of the Office of the Historian's lists: trips of US officials, visits of foreign leaders.

Form: XML, one `trip` or `visit` element a stop, ISO dates, a country's name and id. Some records
stand twice and some names are misspelt in the source; a double is taken once and said so, a name is
kept as it stands there (aliases mend the reading, not the source).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from outspoken.engagements.grouping import Proposal, slug_of
from outspoken.errors import InputError
from outspoken.world import World

OFFICES = {"president": "President", "secretary": "Secretary of State"}


def read_history(path: Path, world: World) -> Iterator[Proposal | InputError]:
    """Proposals from one XML file or a folder of them; a bad record is an error in its place."""
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    if not files:
        yield InputError(str(path), "holds no XML file", "name the folder with the trips or visits")
    seen: set[tuple[str, ...]] = set()
    for file in files:
        try:
            tree = etree.parse(
                str(file), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            )
        except (OSError, etree.XMLSyntaxError) as error:
            yield InputError(str(file), f"is not readable XML ({error})", "fetch the file again")
            continue
        for element in tree.getroot().iter("trip", "visit"):
            proposal = _record(element, file, world)
            if isinstance(proposal, Proposal):
                key = (proposal.slug, str(proposal.end), proposal.place, ",".join(proposal.people))
                if key in seen:
                    continue
                seen.add(key)
            if proposal is not None:
                yield proposal


def _text(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def _record(element: etree._Element, file: Path, world: World) -> Proposal | InputError | None:
    where = f"{file.name} record {_text(element, 'id') or '?'}"
    trip = element.tag == "trip"
    country = _text(element, "country" if trip else "from")
    try:
        start = date.fromisoformat(_text(element, "start-date"))
        end = date.fromisoformat(_text(element, "end-date") or start.isoformat())
    except ValueError:
        return InputError(where, "has no readable date", "mend start-date and end-date (ISO)")
    if end < start:
        return InputError(where, f"ends ({end}) before it starts ({start})", "mend the dates")
    iso3 = world.country(country)
    if not iso3:
        if country:
            return InputError(where, f"country {country!r} is unknown", "add it to the countries")
        return None
    if iso3 == "USA":
        return None
    host = OFFICES.get(_text(element, "role"), "")
    official = _text(element, "name") if trip else _president(start, world)
    visitor = _text(element, "visitor")
    return Proposal(
        slug=slug_of(start, official, iso3, "visit"),
        title=f"{official} to {country}" if trip else f"{visitor or country} to the United States",
        kind="visit",
        official=official,
        office=host if trip else "President",
        government="USA",
        counterpart=iso3,
        people=(visitor,) if visitor else (),
        start=start,
        end=end,
        place=_text(element, "locale") if trip else "",
        place_country=iso3 if trip else "USA",
        origin=f"Office of the Historian, {file.name} record {_text(element, 'id')}",
        note=_text(element, "remarks") or _text(element, "description"),
    )


def _president(on: date, world: World) -> str:
    """The host of a visit: the US president of that day, as far as the officials' list goes."""
    for official in world.officials_of("USA", on):
        if official.office == "President":
            return official.name
    return "President of the United States"
