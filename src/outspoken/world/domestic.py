"""Words of a government about its own country, from `domestic.yaml`.

Of two kinds: `strong` ones are enough by themselves, `topics` only where no other country is near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import ahocorasick_rs

from outspoken.model import Span

STRONG, TOPICS = "strong", "topics"
_OURS = ("our ", "Our ", "my ", "this ")


class Phrases:
    """Phrases of several kinds, found as whole words with a plural or possessive ending.

    Capitals matter where a phrase has any: "Labor" is a party, "labor" is work.
    """

    def __init__(self, kinds: Iterable[tuple[str, str]]) -> None:
        spelt, plain = dict[str, str](), dict[str, str]()
        for phrase, kind in kinds:
            flat = phrase.replace("’", "'")
            (spelt if flat.lower() != flat else plain).setdefault(flat, kind)
        self._spelt, self._plain = _Table(spelt), _Table(plain)

    def all(self, text: str, start: int, end: int, low: str = "") -> Iterator[tuple[str, Span]]:
        """Kind and place of each phrase in `text[start:end]`, in no order.

        `low` is the whole text in lower case where the caller has it.
        """
        piece = text[start:end].replace("’", "'")
        lower = low[start:end].replace("’", "'") if low else piece.lower()
        for table, form in ((self._spelt, piece), (self._plain, lower)):
            if table.automaton is None or len(form) != len(piece):
                continue
            letters = form.encode("latin-1", "replace")  # a byte a letter, so that offsets stay
            for which, s, e in table.automaton.find_matches_as_indexes(letters, overlapping=True):
                if (s == 0 or not piece[s - 1].isalnum()) and _ends(piece, s, e):
                    yield table.kinds[which], Span(start + s, start + e)


class _Table:
    """One automaton with the kind of each of its phrases."""

    def __init__(self, phrases: dict[str, str]) -> None:
        self.kinds = list(phrases.values())
        letters = [phrase.encode("latin-1", "replace") for phrase in phrases]
        self.automaton: Any = ahocorasick_rs.BytesAhoCorasick(letters) if letters else None


def _ends(text: str, start: int, at: int) -> bool:
    """Whether a word ends at `at`, or before a plural "s" there; "our nations" are more than one."""
    if at < len(text) and text[at] == "s" and not text.startswith(_OURS, start):
        at += 1
    return at >= len(text) or not text[at].isalnum()


@cache
def domestic(home: str) -> Phrases:
    """The strong words and the topics of a home country, with those of any home."""
    return Phrases(
        (phrase, kind)
        for kind in (STRONG, TOPICS)
        for own in (_data().get(home, {}), _data()["any"])
        for phrase in own.get(kind, ())
    )


@cache
def institutions() -> dict[str, Phrases]:
    """The strong words of each home country alone: what tells whose text it is."""
    return {
        home: Phrases((phrase, STRONG) for phrase in own[STRONG])
        for home, own in _data().items()
        if home != "any"
    }


@cache
def _data() -> dict[str, Any]:
    from outspoken.world.reading import read_yaml

    data: dict[str, Any] = read_yaml("domestic.yaml")
    return data
