"""The world: countries with their names and places, officials with their terms of office.

Pure data (`countries.yaml`, `officials.yaml`) and look-ups over it. A workspace adds its own
countries and officials in the same form. Names that look like a country and are none (decoys, such
as "South China Sea") come out of `terms()` with ISO3 "" so that the longest match can win.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from outspoken.world.names import answers, fold, person, plain_forms, plurals, styled, untitled
from outspoken.world.reading import Case, Country, Gazetteer, Invasion, Official, during, gazetteer
from outspoken.world.senses import is_american_georgia, is_person

__all__ = ["Case", "Country", "Official", "World", "load"]

KINDS = ("country", "demonym", "capital", "place", "organ", "official", "case", "decoy")
_TERM = re.compile(r"[^\W_](?:[\w'’., -]*[\w.])?")
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*\.?(?:['’](?=\s|$))?")
_OWNED = re.compile(r"['’]s?$")


class World:
    """Look-ups over countries and officials. Picklable; share the one from `load`."""

    def __init__(self, data: Gazetteer) -> None:
        self._data = data
        self._countries = {country.iso3: country for country in data.countries}
        self._exact: dict[str, str] = {}
        self._by_first: dict[str, list[tuple[str, str, str]]] = {}
        self._index()
        self._people: dict[str, list[Official]] = {}
        self._surnames: dict[str, list[Official]] = {}
        for official in data.officials:
            for name in (official.name, *official.aliases):
                self._people.setdefault(person(name), []).append(official)
            self._surnames.setdefault(person(official.surname), []).append(official)
        self._invasions: dict[str, list[Invasion]] = {}
        for one in data.invasions:
            self._invasions.setdefault(one.country, []).append(one)
        self._cases = {
            person(name): case for case in data.cases for name in (case.name, *case.aliases)
        }

    def _index(self) -> None:
        ranks: dict[str, int] = {}
        for country in self._data.countries:
            for term, kind in spelt(country, self._data.silent):
                key, rank = fold(term), KINDS.index(kind)
                held = self._exact.get(key)
                if held is None or rank < ranks[key]:
                    self._exact[key], ranks[key] = country.iso3, rank
                elif held != country.iso3 and rank == ranks[key]:
                    self._exact[key] = ""  # Kashmir
                self._by_first.setdefault(key.split(" ")[0], []).append((key, term, kind))
        for decoy in self._data.decoys:
            key = fold(decoy)
            if key not in self._exact:
                self._by_first.setdefault(key.split(" ")[0], []).append((key, decoy, "decoy"))
        for names in self._by_first.values():
            names.sort(key=lambda name: -len(name[0]))

    def __reduce__(self) -> tuple[type[World], tuple[Any, ...]]:
        return World, (self._data,)

    def country(self, phrase: str) -> str:
        """ISO3 of the country that the whole phrase names, by any of its names; "" if none."""
        if phrase in self._countries:
            return phrase
        for key in plain_forms(phrase):
            if found := self._exact.get(key):
                return found
        head, comma, tail = phrase.partition(",")  # "Korea, Republic of"
        if comma and tail.strip():
            return self.country(f"{tail.strip()} {head.strip()}")
        return ""

    def name(self, iso3: str) -> str:
        """A country's common name; the code itself where it is unknown."""
        country = self._countries.get(iso3)
        return country.name if country else iso3

    def get(self, iso3: str) -> Country | None:
        """All that is known of a country."""
        return self._countries.get(iso3)

    @property
    def countries(self) -> tuple[Country, ...]:
        """All countries, in the order of their names."""
        return tuple(sorted(self._countries.values(), key=lambda country: country.name))

    def find_countries(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, ISO3) of the countries named in a text, the longest name at each place.

        Peoples, capitals, places and organs count as their country; officials do not.
        """
        found: list[tuple[int, int, str]] = []
        words = list(_WORD.finditer(text))
        reached = 0
        for i, word in enumerate(words):
            if word.start() < reached or not (word[0][0].isupper() or word[0][0].isdigit()):
                continue
            # "People's Republic of China" begins with the whole word, "China's" with what is owned.
            firsts = dict.fromkeys(
                fold(w).split(" ")[0] for w in (word[0], _OWNED.sub("", word[0]))
            )
            for key, term, kind in chain.from_iterable(self._by_first.get(f, ()) for f in firsts):
                end = self._reach(text, words, i, key, term)
                if end:
                    reached = end
                    iso3 = self.sense(text, word.start(), end) if kind != "decoy" else ""
                    if iso3:
                        found.append((word.start(), end, iso3))
                    break
        return found

    def sense(self, text: str, start: int, end: int) -> str:
        """ISO3 of the country's name at a place in a text; "" where it is a person's name."""
        if self.is_person(text, start, end):
            return ""
        if text[start:end].casefold() == "georgia" and is_american_georgia(text, start, end):
            return "USA"
        return self._exact.get(fold(text[start:end]), "")

    def _reach(self, text: str, words: list[re.Match[str]], i: int, key: str, term: str) -> int:
        """Where a term that begins at word `i` ends; 0 where it does not stand there."""
        length = len(key)
        last = i
        while True:
            piece = text[words[i].start() : words[last].end()]
            bare = _OWNED.sub("", piece)
            if fold(piece) == key or fold(bare) == key:
                if fold(piece) != key:
                    piece = bare
                acronym = term.replace(".", "").isupper()
                if acronym and not piece.replace(".", "").isupper():
                    return 0
                return words[i].start() + len(piece)
            last += 1
            if last >= len(words) or len(fold(piece)) > length:
                return 0

    def is_person(self, text: str, start: int, end: int) -> bool:
        """Whether a country's name at a place in a text is part of a person's name."""
        return is_person(text, start, end, self._data.persons)

    def case(self, name: str) -> Case | None:
        """The case of this name or alias."""
        return self._cases.get(person(name))

    def is_officials_surname(self, word: str) -> bool:
        """Whether any known official bears this one-word surname: alone it tells no one else."""
        return " " not in word and person(word) in self._surnames

    def in_office(self, name: str, on: date | None = None) -> bool:
        """Whether a person of this full name or alias held an office on that day (any, if None)."""
        return any(o.serves(on) for o in self._people.get(person(name), ()))

    def doer(self, iso3: str, phrase: str, on: date | None, *, atrocity: bool) -> str:
        """Whose doing it is what is done to rights in a country that is invaded; "" where none is.

        `phrase` is the name by which it is called ("Crimea"); `atrocity`: it is about war crimes and
        those who answer for them, which are the invader's wherever they are done.
        """
        for one in self._invasions.get(iso3, ()):
            meant = phrase in one.places or (atrocity and not one.places)
            if meant and during(one.since, one.until, on):
                return one.doer
        return ""

    def of_the_day(
        self, text: str, start: int, end: int, on: date | None
    ) -> tuple[str, int, int] | None:
        """ISO3 of the country that a piece of text meant on that day without naming it, and where."""
        if on is None:
            return None
        for one in self._data.of_the_day:
            if during(one.since, one.until, on):
                for word in one.words:
                    at = text.find(word, start, end)
                    if at >= 0:
                        return one.country, at, at + len(word)
        return None

    def officials_of(self, iso3: str, on: date | None = None) -> list[Official]:
        """Officials of a country, on a day where one is given."""
        return [o for o in self._data.officials if o.country == iso3 and o.serves(on)]

    def official(self, name: str, on: date | None = None) -> Official | None:
        """The official of this name, alias, or title with surname; None if unknown or unclear.

        A day tells holders of one surname apart; a full name is found on any day.
        """
        key = person(name)
        title, rest = untitled(key)
        for people in (
            self._people.get(key, []),
            [o for o in self._people.get(rest, []) if title],
            [o for o in self._surnames.get(rest, []) if title and answers(o.office, title)],
        ):
            serving = [o for o in people if o.serves(on)] or people
            if serving and len({o.country for o in serving}) == 1:
                fitting = [o for o in serving if title and answers(o.office, title)] or serving
                return max(fitting, key=lambda o: o.since)
        return None

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """(term, ISO3, kind) in the codebook's syntax; kind as in KINDS, ISO3 "" for decoys.

        A term that two countries share (Georgia, Kashmir, "President Kim") comes once for each.
        """
        seen: set[tuple[str, str]] = set()
        names: set[str] = set()
        for country in self._data.countries:
            for term, kind in spelt(country, self._data.silent):
                names.add(fold(term))
                yield from self._written(term, country.iso3, kind, seen)
        for decoy in self._data.decoys:
            if fold(decoy) not in names:
                yield from self._written(decoy, "", "decoy", seen)
        for official in self._data.officials:
            for name in called(official):
                if fold(name) not in names:
                    yield from self._written(name, official.country, "official", seen)
        for case in self._data.cases:
            for name in (case.name, *case.aliases):
                if fold(name) not in names:
                    yield from self._written(name, case.country, "case", seen)

    def _written(
        self, term: str, iso3: str, kind: str, seen: set[tuple[str, str]]
    ) -> Iterator[tuple[str, str, str]]:
        if not _TERM.fullmatch(term):
            return
        lone = kind in ("official", "case") and " " not in term
        for form in _cased(term) if lone or self._needs_case(term) else (term,):
            if (form, iso3) not in seen:
                seen.add((form, iso3))
                yield form, iso3, kind

    def _needs_case(self, term: str) -> bool:
        return term in self._data.cased or term.replace(".", "").replace("-", "").isupper()


def _cased(term: str) -> tuple[str, ...]:
    forms = (term, term.upper())
    return tuple(dict.fromkeys(f"cs:{form}" for form in forms if any(c.isupper() for c in form)))


def spelt(country: Country, silent: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Every written form of a country with its kind."""
    for name in (country.name, *country.names):
        yield name, "country"
    for demonym in country.demonyms:
        for form in plurals(demonym):
            yield form, "demonym"
    if country.capital and country.capital not in silent:
        yield country.capital, "capital"
    for place in country.places:
        yield place, "place"
    for organ in country.organs:
        yield organ, "organ"


def called(official: Official) -> Iterator[str]:
    """Every written form of an official: full name, aliases, title with surname."""
    if " " in official.name:
        yield official.name
    yield from official.aliases
    yield from styled(official.office, official.surname)


def load(extra: Mapping[str, Mapping[str, Any]] | None = None) -> World:
    """The world of the package's data, with a workspace's own countries in the same form."""
    return _load(json.dumps(extra, sort_keys=True, default=str) if extra else "")


@cache
def _load(extra: str) -> World:
    return World(gazetteer(json.loads(extra) if extra else None))
