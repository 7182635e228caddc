"""Sentences of a turn, as spans of the document's text.

Directions are turned into spaces first, so that they neither end a sentence nor count as words; a
span begins and ends with a word or its punctuation, never with a direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from outspoken.model import Span
from outspoken.transcript.directions import blank

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MARKED = re.compile(r"[.!?…:;”\"')\]]\s+\S|\s[-–—]\s")
_TITLE = re.compile(r"(?<!\w)(?:Ms|Mx|Messrs|Mmes|Amb|Adm|Brig|Cmdr|Lt|Maj|Cpl|Sgt|Fr|H\.E)\.\s*$")
"""Titles before a name, which the splitter does not know as abbreviations."""
LONGEST = 20_000
"""Code points; a longer paragraph is cut at white space before it is split."""


def split(text: str, span: Span, language: str = "en") -> list[Span]:
    """The sentences of text[span], in order."""
    return [sentence for sentence, _ in split_counted(text, span, language)]


def split_counted(text: str, span: Span, language: str = "en") -> list[tuple[Span, int]]:
    """The sentences of text[span] with their number of words."""
    found = []
    for paragraph in _paragraphs(text, span):
        for start, end in _pieces(paragraph.start, text[paragraph.start : paragraph.end], language):
            piece = blank(text[start:end])
            words = len(_WORD.findall(piece))
            if words:
                lead = len(piece) - len(piece.lstrip())
                found.append((Span(start + lead, start + len(piece.rstrip())), words))
    return found


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        while end - at > LONGEST:
            cut = text.rfind(" ", at, at + LONGEST)
            cut = cut if cut > at else at + LONGEST
            yield Span(at, cut)
            at = cut
        yield Span(at, end)
        at = end + 1


def _pieces(offset: int, paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    hidden = blank(paragraph)
    if not _MARKED.search(hidden):
        yield offset, offset + len(paragraph)
        return
    start = at = 0
    for sentence in sentencex.segment(language or "en", hidden):
        at += len(sentence)
        if _TITLE.search(sentence):
            continue  # The name follows.
        yield offset + start, offset + at
        start = at
    if start < len(hidden):
        yield offset + start, offset + len(hidden)
