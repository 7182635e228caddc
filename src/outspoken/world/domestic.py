"""Words of a government about its own country, from `domestic.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import ahocorasick_rs

from outspoken.model import Span

_OURS = ("our ", "Our ", "my ", "this ")


class Phrases:
    """A set of phrases found as whole words, with a plural or possessive ending.

    Capitals matter where the phrase has any: "Labor" is a party, "labor" is work.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        spelt, plain = set[str](), set[str]()
        for phrase in phrases:
            flat = phrase.replace("’", "'")
            (spelt if flat.lower() != flat else plain).add(flat)
        self._spelt = _automaton(spelt)
        self._plain = _automaton(plain)

    def all(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Where phrases stand in `text[start:end]`, in no order."""
        piece = text[start:end].replace("’", "'")
        low = piece.lower()
        for automaton, form in ((self._spelt, piece), (self._plain, low)):
            if automaton is None or len(form) != len(piece):
                continue
            for _, s, e in automaton.find_matches_as_indexes(form, overlapping=True):
                if (s == 0 or not piece[s - 1].isalnum()) and _ends(piece, s, e):
                    yield Span(start + s, start + e)

    def find(self, text: str, start: int, end: int) -> Span | None:
        """The first phrase in `text[start:end]`, the longest there."""
        return min(self.all(text, start, end), key=lambda s: (s.start, -s.end), default=None)


def _automaton(phrases: set[str]) -> Any:
    return ahocorasick_rs.AhoCorasick(sorted(phrases)) if phrases else None


def _ends(text: str, start: int, at: int) -> bool:
    """Whether a word ends at `at`, or before a plural "s" there; "our nations" are more than one."""
    if at < len(text) and text[at] == "s" and not text.startswith(_OURS, start):
        at += 1
    return at >= len(text) or not text[at].isalnum()


@cache
def domestic(home: str) -> tuple[Phrases, Phrases]:
    """The strong words and the topics of a home country, each with those of any home."""
    lists = [_data()["any"], _data().get(home, {})]
    strong = [phrase for own in lists for phrase in own.get("strong", ())]
    topics = [phrase for own in lists for phrase in own.get("topics", ())]
    return Phrases(strong), Phrases(topics)


@cache
def institutions() -> dict[str, Phrases]:
    """The strong words of each home country alone: what tells whose text it is."""
    return {home: Phrases(own["strong"]) for home, own in _data().items() if home != "any"}


@cache
def _data() -> dict[str, Any]:
    from outspoken.world.reading import read_yaml

    data: dict[str, Any] = read_yaml("domestic.yaml")
    return data
