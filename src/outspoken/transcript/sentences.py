"""Sentences of a turn, as spans of the document's text.

Directions are turned into spaces first, so that they neither end a sentence nor count as words; a
span begins and ends with a word or its punctuation, never with a direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import sentencex

from outspoken.model import Span
from outspoken.transcript.directions import blank

_MARKED = re.compile(r"[.!?…:;”\"')\]]\s+\S|\s[-–—]\s")
_TITLES = (
    "Ms.", "Mx.", "Messrs.", "Mmes.", "Amb.", "Adm.", "Brig.", "Cmdr.", "Lt.", "Maj.", "Cpl.",
    "Sgt.", "Fr.", "H.E.",
)  # fmt: skip
"""Titles before a name, which the splitter does not know as abbreviations."""
_TITLE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _TITLES))})$")
_JOINERS = "'’.-"
_KNOWN = 0x34000  # code points; no letter and no digit of Unicode lies beyond
LONGEST = 20_000
"""Code points; a longer paragraph is cut at white space before it is split."""


def split(text: str, span: Span, language: str = "en") -> list[Span]:
    """The sentences of text[span], in order."""
    return [sentence for sentence, _ in split_counted(text, span, language)]


def split_counted(text: str, span: Span, language: str = "en") -> list[tuple[Span, int]]:
    """The sentences of text[span] with their number of words.

    A word is letters and digits, with apostrophes, dots and hyphens inside: "U.S.-led" is one.
    """
    text, offset = blank(text[span.start : span.end]), span.start
    starts, ends = [], []
    for paragraph in _paragraphs(text):
        for start, end in _pieces(paragraph.start, text[paragraph.start : paragraph.end], language):
            piece = text[start:end]
            bare = piece.strip()
            if bare:
                starts.append(end - len(piece.lstrip()))
                ends.append(starts[-1] + len(bare))
    return [
        (Span(offset + start, offset + end), words)
        for start, end, words in zip(starts, ends, _words(text, starts, ends), strict=True)
        if words
    ]


def _words(text: str, starts: list[int], ends: list[int]) -> list[int]:
    """How many words each of these stretches has."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(points, _KNOWN)]
    wordly = kinds == 1
    joins = np.zeros(len(points) + 1, dtype=bool)  # a joiner after a word's character
    joins[2:] = wordly[:-1] & (kinds[1:] == 2)
    first = wordly & ~joins[:-1]
    first[1:] &= ~wordly[:-1]
    before = np.concatenate(([0], np.cumsum(first)))
    begin = np.array(starts, dtype=np.int64)
    cut = wordly[begin] & ~first[begin]  # a stretch that begins inside of a word
    return (before[np.array(ends, dtype=np.int64)] - before[begin] + cut).tolist()  # type: ignore[no-any-return]


@cache
def _kinds() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Of each code point: 1 a word's character, 2 a joiner, 0 neither."""
    kinds = np.array([chr(point).isalnum() for point in range(_KNOWN + 1)], dtype=np.uint8)
    kinds[[ord(joiner) for joiner in _JOINERS]] = 2
    kinds[_KNOWN] = 0
    return kinds


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while end - at > LONGEST:
            cut = text.rfind(" ", at, at + LONGEST)
            cut = cut if cut > at else at + LONGEST
            yield Span(at, cut)
            at = cut
        yield Span(at, end)
        at = end + 1


def _pieces(offset: int, paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    if not _MARKED.search(paragraph):
        yield offset, offset + len(paragraph)
        return
    start = at = 0
    for sentence in sentencex.segment(language or "en", paragraph):
        at += len(sentence)
        if _ends_in_title(sentence.rstrip()):
            continue  # The name follows.
        yield offset + start, offset + at
        start = at
    if start < len(paragraph):
        yield offset + start, offset + len(paragraph)


def _ends_in_title(sentence: str) -> bool:
    return sentence.endswith(_TITLES) and _TITLE.search(sentence) is not None
