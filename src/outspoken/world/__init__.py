"""The world: countries with their names and places, officials with their terms of office.

Pure data (`countries.yaml`, `officials.yaml`) and look-ups over it. A workspace adds its own
countries and officials in the same form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FORMS = re.compile(
    r"^(?:the\s+)?(?:(?:arab|arabic|federal|federative|islamic|democratic|socialist|people['’]s|plurinational|bolivarian|"
    r"oriental|co-operative|cooperative|hellenic|italian|french|kingdom|hashemite|independent|united)\s+)*"
    r"(?:republic|kingdom|state|sultanate|commonwealth|principality|grand duchy|duchy|union|federation|states|emirate|confederation)\s+of\s+(?:the\s+)?",
    re.I,
)
_TITLES = re.compile(
    r"\b(?:vice |deputy |prime |foreign |former |acting )*(?:president|minister|secretary(?: of state)?|chancellor|premier|king|queen|crown prince|"
    r"prince|emir|amir|sultan|general|senator|ambassador|pm|mr|ms|mrs|dr|director|advis[eo]r|national security advis[eo]r|pope|sheikh|"
    r"spokesperson|spokesman|spokeswoman|press secretary|secretary[- ]general|high representative)\b\.?",
    re.I,
)
_PLAIN = re.compile(r"[\w'’. -]+")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Official:
    """A person in an office for a time. `since` and `until` are ISO days or "" where open."""

    name: str
    office: str
    country: str
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def serves(self, on: date | None) -> bool:
        """Whether the office was held on that day (a month of grace either side), if known."""
        if on is None:
            return True
        day = on.isoformat()
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


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


class World:
    """Look-ups over countries and officials."""

    def __init__(
        self,
        countries: Sequence[Country],
        officials: Sequence[Official],
        cased: frozenset[str],
        decoys: Sequence[str],
    ) -> None:
        self._given = (countries, officials, cased, decoys)
        self._countries = {country.iso3: country for country in countries}
        self._officials = tuple(officials)
        self._cased = cased
        self._decoys = tuple(decoys)
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        self._exact: dict[str, str] = {}
        for country in countries:
            for term, _ in _spelt(country):
                key = _fold(term)
                self._exact.setdefault(key, country.iso3)
                self._by_first.setdefault(key.split(" ")[0], []).append((key, country.iso3))
        for decoy in decoys:
            key = _fold(decoy)
            self._by_first.setdefault(key.split(" ")[0], []).append((key, ""))
        for names in self._by_first.values():
            names.sort(key=lambda pair: -len(pair[0]))
        self._people: dict[str, list[Official]] = {}
        for official in officials:
            for name in (official.name, *official.aliases):
                self._people.setdefault(_person(name), []).append(official)

    def __reduce__(self) -> tuple[type[World], tuple[Any, ...]]:
        return (World, self._given)

    def country(self, phrase: str) -> str:
        """ISO3 of a country named by the whole phrase, or ""."""
        key = _fold(phrase)
        for candidate in (key, key.removeprefix("the "), _fold(_FORMS.sub("", phrase))):
            if candidate in self._exact:
                return self._exact[candidate]
        if "," in phrase:  # "Korea, Republic of"
            head, _, tail = phrase.partition(",")
            return self.country(f"{tail.strip()} {head.strip()}") if tail.strip() else ""
        return ""

    def name(self, iso3: str) -> str:
        """A country's common name; the code itself where it is unknown."""
        country = self._countries.get(iso3)
        return country.name if country else iso3

    def find_countries(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, ISO3) of the countries named in a text, longest names first."""
        found = []
        words = list(_WORD.finditer(text))
        skip = 0
        for i, word in enumerate(words):
            if word.start() < skip or not word[0][:1].isupper():
                continue
            first = _fold(word[0])
            for key, iso3 in self._by_first.get(first, ()) or self._by_first.get(
                first.removesuffix("'s"), ()
            ):
                length = key.count(" ") + 1
                end = words[min(i + length, len(words)) - 1].end()
                piece = _fold(text[word.start() : end])
                if piece == key or piece.removesuffix("'s") == key:
                    if iso3:
                        found.append((word.start(), end, iso3))
                    skip = end
                    break
        return found

    def officials_of(self, iso3: str, on: date | None = None) -> list[Official]:
        """Officials of a country, on a day where one is given."""
        return [o for o in self._officials if o.country == iso3 and o.serves(on)]

    def official(self, name: str, on: date | None = None) -> Official | None:
        """The official of this name or alias ("Xi Jinping", "President Xi"); None if unclear."""
        for key in (_person(name), _person(_TITLES.sub(" ", name))):
            people = self._people.get(key, [])
            serving = [o for o in people if o.serves(on)] or people
            if serving and len({o.country for o in serving}) == 1:
                return serving[0]
        return None

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """(term, ISO3, kind) in the codebook's syntax."""
        for country in self._countries.values():
            for term, kind in _spelt(country):
                if not _PLAIN.fullmatch(term):
                    continue
                cased = term in self._cased or term.isupper()
                yield (f"cs:{term}" if cased else term), country.iso3, kind
        for official in self._officials:
            for name in (official.name, *official.aliases):
                if " " in name:
                    yield name, official.country, "official"


def _spelt(country: Country) -> Iterator[tuple[str, str]]:
    for name in (country.name, *country.names):
        yield name, "country"
    for demonym in country.demonyms:
        yield demonym, "demonym"
        if not demonym.endswith(("s", "ese", "ish", "ch", "men", "man")):
            yield f"{demonym}s", "demonym"
    if country.capital:
        yield country.capital, "capital"
    for place in country.places:
        yield place, "place"
    for organ in country.organs:
        yield organ, "organ"


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or text
    return " ".join(plain.replace("-", " ").replace(".", "").lower().replace("’", "'").split())


def _person(name: str) -> str:
    words = _fold(name).replace(",", " ").split()
    return " ".join(w for w in words if len(w) > 1 and w not in ("jr", "sr"))


def load(extra: Mapping[str, Mapping[str, Any]] | None = None) -> World:
    """The world of the package's data, with a workspace's own countries in the same form."""
    return _load(_frozen(extra) if extra else None)


def _frozen(extra: Mapping[str, Mapping[str, Any]]) -> str:
    import json

    return json.dumps(extra, sort_keys=True, default=str)


@cache
def _load(extra: str | None) -> World:
    data = _yaml("countries.yaml")
    countries = {code: _country(code, body) for code, body in data["countries"].items()}
    people = [_official(body) for body in _yaml("officials.yaml").get("officials", [])]
    if extra is not None:
        import json

        for code, body in json.loads(extra).items():
            countries[code] = _country(code, body)
            people += [
                _official({"country": code, **person}) for person in body.get("officials", [])
            ]
    return World(
        tuple(countries.values()), tuple(people), frozenset(data["cased"]), tuple(data["decoys"])
    )


def _yaml(name: str) -> dict[str, Any]:
    path = files("outspoken.world") / name
    if not path.is_file():
        return {}
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}


def _country(code: str, body: Mapping[str, Any]) -> Country:
    return Country(
        iso3=code,
        name=body["name"],
        names=tuple(body.get("names", ())),
        demonyms=tuple(body.get("demonyms", ())),
        capital=body.get("capital", ""),
        places=tuple(body.get("places", ())),
        organs=tuple(body.get("organs", ())),
    )


def _official(body: Mapping[str, Any]) -> Official:
    return Official(
        name=body["name"],
        office=body.get("office", ""),
        country=body.get("country", ""),
        aliases=tuple(body.get("aliases", ())),
        since=str(body.get("from", "")),
        until=str(body.get("to", "")),
    )
