"""The package's data and a workspace's own countries, read into types.

An official stands in `officials.yaml` as one line, `name | office | from | to | aliases`, because
a thousand mappings take the YAML parser three times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

_SURNAME = re.compile(r"\s*\[([^]]+)\]")
_PARTICLES = ("al", "el", "ben", "bin")


def during(since: str, until: str, on: date | None) -> bool:
    """Whether a day lies between two ISO dates, as exact as known, "" where open; an unknown day does."""
    if on is None:
        return True
    day = on.isoformat()
    started = not since or day[: len(since)] >= since
    return started and (not until or day[: len(until)] <= until)


@dataclass(frozen=True, slots=True)
class Official:
    """A person in an office for a time.

    `since` and `until` are ISO dates, as exact as known ("2013", "2013-03", "2013-03-14"), or ""
    where unknown or open.
    """

    name: str
    office: str
    country: str
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    surname: str = ""

    def serves(self, on: date | None) -> bool:
        """Whether the office was held on that day; a date known to the month covers the month."""
        return during(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Country:
    """A country and what stands for it in prose."""

    iso3: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str = ""
    places: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A person whose treatment was publicly at issue, and in which country."""

    name: str
    country: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invasion:
    """A time in which what was done to rights in a country was the doing of another one.

    With `places`, it holds of these names of the country alone, and of rights of any kind.
    """

    country: str
    doer: str
    since: str
    until: str
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OfTheDay:
    """Words that meant one country in some months, though nobody named it."""

    country: str
    since: str
    until: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All data of a world before it is indexed."""

    countries: tuple[Country, ...]
    officials: tuple[Official, ...]
    cases: tuple[Case, ...]
    cased: frozenset[str]
    decoys: tuple[str, ...]
    silent: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    invasions: tuple[Invasion, ...] = ()
    of_the_day: tuple[OfTheDay, ...] = ()


def gazetteer(extra: Mapping[str, Mapping[str, Any]] | None = None) -> Gazetteer:
    """The package's data; `extra` (a workspace's `[countries.XVA]`) is added or takes over."""
    data, people = read_yaml("countries.yaml"), read_yaml("officials.yaml")
    countries = {code: _country(code, body) for code, body in data["countries"].items()}
    first = frozenset(people["family_first"])
    officials = [
        _official(line, code, code in first)
        for code, lines in people["officials"].items()
        for line in lines
    ]
    for code, body in (extra or {}).items():
        countries[code] = _country(code, body)
        officials += _own_officials(code, body)
    return Gazetteer(
        tuple(countries.values()),
        tuple(officials),
        tuple(_case(line) for line in read_yaml("cases.yaml")["cases"]),
        frozenset(data["cased"]),
        tuple(data["decoys"]),
        frozenset(data["silent"]),
        {key: frozenset(names) for key, names in data["persons"].items()},
        tuple(_invasion(line) for line in data["invasions"]),
        tuple(_of_the_day(line) for line in data["of_the_day"]),
    )


def read_yaml(name: str, package: str = "outspoken.world") -> dict[str, Any]:
    """A data file of a package, every scalar as a string."""
    import yaml

    # every scalar as a string: faster, and NO stays Norway's
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (files(package) / name).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (plain strings only)
    return data


def _country(code: str, body: Mapping[str, Any]) -> Country:
    return Country(
        iso3=code,
        name=str(body.get("name") or code),
        names=tuple(body.get("names", ())),
        demonyms=tuple(body.get("demonyms", ())),
        capital=str(body.get("capital", "")),
        places=tuple(body.get("places", ())),
        organs=tuple(body.get("organs", ())),
    )


def _official(line: str, country: str, family_first: bool) -> Official:
    name, office, since, until, aliases = (part.strip() for part in line.split("|"))
    given = _SURNAME.search(name)
    name = _SURNAME.sub("", name)
    return Official(
        name=name,
        office=office,
        country=country,
        aliases=tuple(a.strip() for a in aliases.split(";") if a.strip()),
        since=since,
        until=until,
        surname=given[1] if given else _surname(name, family_first),
    )


def _case(line: str) -> Case:
    name, country, aliases = (part.strip() for part in line.split("|"))
    return Case(name, country, tuple(a.strip() for a in aliases.split(";") if a.strip()))


def _invasion(line: str) -> Invasion:
    country, doer, since, until, places = (part.strip() for part in line.split("|"))
    return Invasion(
        country, doer, since, until, frozenset(p.strip() for p in places.split(";") if p.strip())
    )


def _of_the_day(line: str) -> OfTheDay:
    country, since, until, words = (part.strip() for part in line.split("|"))
    return OfTheDay(country, since, until, tuple(w.strip() for w in words.split(";")))


def _own_officials(country: str, body: Mapping[str, Any]) -> Iterator[Official]:
    for person in body.get("officials", ()):
        name = str(person["name"])
        yield Official(
            name=name,
            office=str(person.get("office", "")),
            country=country,
            aliases=tuple(person.get("aliases", ())),
            since=str(person.get("from", "")),
            until=str(person.get("to", "")),
            surname=str(person.get("surname", "")) or _surname(name, False),
        )


def _surname(name: str, family_first: bool) -> str:
    words = name.removesuffix(" Jr.").split()
    if family_first:
        return words[0]
    if len(words) > 2 and words[-2].lower() in _PARTICLES:
        return " ".join(words[-2:])
    return words[-1]
