"""Import of the Office of the Historian's lists: trips of US officials, visits of foreign leaders.

Form: XML, one `trip` or `visit` element a stop, ISO dates, a country's name and id. Some records
stand twice and some names are wrong in the source. A double is taken once and said. A wrong name is
read by `corrections.yaml`, and the note says what the source prints. Of the people named in the
remarks of a trip only those are taken who are known to have held office in that country that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from outspoken.engagements.grouping import Proposal, slug_of
from outspoken.errors import InputError
from outspoken.world import World

OFFICES = {"president": "President", "secretary": "Secretary of State"}


class Double(str):
    """A record that says the same as an earlier one: where it stands."""


def read_history(path: Path, world: World) -> Iterator[Proposal | Double | InputError]:
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
                    yield Double(f"{file.name} record {_text(element, 'id')}")
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
    renamed: str | None = _corrections()["countries"].get(country)
    iso3 = world.country(country) if renamed is None else renamed
    if not iso3 and renamed is None:
        if country:
            return InputError(where, f"country {country!r} is unknown", "add it to the countries")
        return None
    if iso3 in ("", "USA"):
        return None
    host = OFFICES.get(_text(element, "role"), "")
    official = _official(element, host, start, world) if trip else _president(start, world)
    said = _text(element, "remarks") or _text(element, "description")
    visitor, said, note = _corrected(file.name, element, _text(element, "visitor"), said)
    people = (visitor,) if visitor else _met(said, iso3, start, world) if trip else ()
    return Proposal(
        slug=slug_of(start, official, iso3, "visit"),
        title=f"{official} to {country}" if trip else f"{visitor or country} to the United States",
        kind="visit",
        official=official,
        office=host if trip else "President",
        government="USA",
        counterpart=iso3,
        people=people,
        start=start,
        end=end,
        place=_text(element, "locale") if trip else "",
        place_country=iso3 if trip else "USA",
        origin=f"Office of the Historian, {file.name} record {_text(element, 'id')}",
        note=f"{said} ({note})" if note else said,
    )


def _official(element: etree._Element, office: str, on: date, world: World) -> str:
    """The traveller under the name that suggestions use ("John Kerry" for "John Forbes Kerry")."""
    printed = _text(element, "name")
    family = printed.removesuffix(" Jr.").rpartition(" ")[2]
    known = world.official(printed, on) or world.official(f"{office} {family}", on)
    return known.name if known is not None and known.country == "USA" else printed


def _corrected(file: str, element: etree._Element, visitor: str, said: str) -> tuple[str, str, str]:
    """Visitor and remarks with wrong names put right, and what the source prints instead."""
    notes = []
    for wrong in _corrections()["names"]:
        if (wrong["file"], wrong["record"]) == (file, _text(element, "id")):
            visitor = visitor.replace(wrong["printed"], wrong["right"])
            said = said.replace(wrong["printed"], wrong["right"])
            notes.append(
                f"the source prints {wrong['printed']!r}; {wrong['right']}: {wrong['known']}"
            )
    return visitor, said, "; ".join(notes)


def _met(said: str, country: str, on: date, world: World) -> tuple[str, ...]:
    """Officials of a country whom remarks name, as far as they are known to have served that day."""
    from outspoken.extract.people import mentions

    names = [
        mention.person.name
        for sentence in said.split(". ")
        for mention in mentions(sentence.strip(" ."), world, on)
        if mention.person.country in ("", country)
    ]
    known = [world.official(name, on) for name in names if name]
    return tuple(
        dict.fromkeys(o.name for o in known if o and o.country == country and o.serves(on))
    )


@cache
def _corrections() -> Mapping[str, Any]:
    text = (files("outspoken.engagements") / "corrections.yaml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)  # type: ignore[no-any-return]


def _president(on: date, world: World) -> str:
    """The host of a visit: the US president of that day, as far as the officials' list goes."""
    for official in world.officials_of("USA", on):
        if official.office == "President":
            return official.name
    return "President of the United States"
