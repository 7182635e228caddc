"""Words of a government about its own country, from `domestic.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’&.+-][^\W_]+)*\+?")


class Phrases:
    """A set of phrases, found by their first word. Capitals matter where the phrase has any."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(_WORD.findall(phrase.replace("’", "'")))
            self._by_first.setdefault(words[0], []).append(words)
        for own in self._by_first.values():
            own.sort(key=len, reverse=True)

    def find(self, words: Words) -> tuple[int, int] | None:
        """Where the first phrase stands, in offsets of the text the words are from."""
        for i, (word, low) in enumerate(zip(words.spelt, words.low, strict=True)):
            for form in (word, low) if word != low else (word,):
                for phrase in self._by_first.get(form, ()):
                    if self._follows(phrase, words, i):
                        return words.at[i][0], words.at[i + len(phrase) - 1][1]
        return None

    @staticmethod
    def _follows(phrase: tuple[str, ...], words: Words, i: int) -> bool:
        if i + len(phrase) > len(words.spelt):
            return False
        return all(
            words.spelt[i + k] == part or words.low[i + k] == part
            for k, part in enumerate(phrase[1:], start=1)
        )


class Words(NamedTuple):
    """The words of a stretch of text: as spelt, in lower case, and where they stand."""

    spelt: list[str]
    low: list[str]
    at: list[tuple[int, int]]


def words_of(text: str, start: int, end: int) -> Words:
    """The words of `text[start:end]`, possessive endings cut off."""
    spelt, at = [], []
    for match in _WORD.finditer(text, start, end):
        word = match.group().replace("’", "'").removesuffix("'s")
        spelt.append(word)
        at.append((match.start(), match.start() + len(word)))
    return Words(spelt, [word.lower() for word in spelt], at)


@cache
def domestic(home: str) -> tuple[Phrases, Phrases]:
    """The strong words and the topics of a home country, each with those of any home."""
    from outspoken.world.reading import read_yaml

    data = read_yaml("domestic.yaml")
    lists = [data["any"], data.get(home, {})]
    strong = [phrase for own in lists for phrase in own.get("strong", ())]
    topics = [phrase for own in lists for phrase in own.get("topics", ())]
    return Phrases(strong), Phrases(topics)
