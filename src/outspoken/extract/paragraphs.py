"""Runs of text to paragraphs, in the one text form that every extractor gives.

NFC, paragraphs separated by exactly one newline, single spaces inside, no empty paragraph; list
items begin with "- ". A paragraph without a letter or digit ("###", "* * *", a ruled line) is
furniture and is left out.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

from outspoken.model import Span

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_WORTH = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"""[.?!:;]["'”’)\]]*$""")
WRAPPED = 0.25
"""Share of line ends in the middle of a sentence from which a text is wrapped."""
LEAST_WRAPPED = 8
LABEL_LENGTH = 80
"""Bold longer than this is emphasis, not a speaker's label."""
LABEL_AHEAD = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}[A-Z.'’\- ]{1,60}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,4}):"
    r"|Q(?:UESTION)?(?:[.:]|\s{2,}|\u00a0)"
)
"""The beginning of a line that looks like a speaker's label."""

Run = tuple[str, bool]


class Paragraphs:
    """Collects runs of text into paragraphs, with the bold at the beginning of each.

    A line break ends a paragraph, unless the lines around it read as one wrapped text (the next
    begins in lower case): old transcripts break every line, others only between paragraphs.
    """

    def __init__(self) -> None:
        self._done: list[tuple[str, int]] = []
        self._lines: list[list[Run]] = [[]]
        self._prefix = ""

    def add(self, text: str, bold: bool = False) -> None:
        """Add text to the current line."""
        if text:
            self._lines[-1].append((text, bold))

    def line_break(self) -> None:
        """End the current line."""
        self._lines.append([])

    def item(self) -> None:
        """The next paragraph is a list item."""
        self.end()
        self._prefix = "- "

    def last(self) -> str:
        """The last character so far of the current line, or ""."""
        return self._lines[-1][-1][0][-1] if self._lines[-1] else ""

    def end(self) -> None:
        """Close the current paragraph."""
        lines, self._lines = self._lines, [[]]
        if len(lines) == 1:
            self._close(lines[0])
            return
        for runs in _unwrapped(lines):
            self._close(runs)

    def _close(self, runs: list[Run]) -> None:
        if not runs:
            return
        whole = clean("".join(text for text, _ in runs))
        if not _WORTH.search(whole):
            return
        lead = []
        for text, bold in runs:
            if not bold and text.strip():
                break
            lead.append(text)
        marked = len(clean("".join(lead))) if any(bold for _, bold in runs) else 0
        marked = marked if marked <= LABEL_LENGTH else 0
        if self._prefix and not whole.startswith("- "):
            whole, marked = self._prefix + whole, marked + 2 if marked else 0
        self._prefix = ""
        self._done.append((whole, marked))

    def text(self) -> tuple[str, tuple[Span, ...]]:
        """All paragraphs, and the spans of bold at their starts."""
        self.end()
        return join(_rejoined(self._done))


def _goes_on(before: str, after: str) -> bool:
    """Whether a line and the next read as one sentence broken in two."""
    return bool(before and after) and after[0].islower() and not _SENTENCE_END.search(before)


def _rejoined(paragraphs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Paragraphs joined where a page set each line of a wrapped text as one."""
    if len(paragraphs) < LEAST_WRAPPED:
        return paragraphs
    broken = sum(_goes_on(a, b) for (a, _), (b, _) in itertools.pairwise(paragraphs))
    if broken < WRAPPED * len(paragraphs):
        return paragraphs
    full = sorted(len(text) for text, _ in paragraphs)[int(0.8 * len(paragraphs))]
    joined: list[tuple[str, int]] = []
    last = ""  # the last line of what is joined so far
    for text, marked in paragraphs:
        whole = joined and not marked and not text.startswith("- ")
        open_ended = len(last) > 0.7 * full and not _SENTENCE_END.search(last)
        if whole and LABEL_AHEAD.match(text) is None and (open_ended or _goes_on(last, text)):
            joined[-1] = (f"{joined[-1][0]} {text}", joined[-1][1])
        else:
            joined.append((text, marked))
        last = text
    return joined


def _unwrapped(lines: list[list[Run]]) -> Iterable[list[Run]]:
    """Lines joined where they are wrapped text; an empty line always separates."""
    plain = [clean("".join(text for text, _ in runs)) for runs in lines]
    pairs = [(a, b) for a, b in itertools.pairwise(plain) if a and b]
    wrapped = sum(_goes_on(a, b) for a, b in pairs) > WRAPPED * len(pairs)
    full = sorted(len(line) for line in plain)[int(0.8 * len(plain))]
    current: list[Run] = []
    for number, runs in enumerate(lines):
        if number and plain[number] and plain[number - 1]:
            before, after = plain[number - 1], plain[number]
            if wrapped:
                ends = bool(_SENTENCE_END.search(before)) and len(before) < 0.75 * full
                apart = ends or LABEL_AHEAD.match(after) is not None
            else:
                apart = not _goes_on(before, after)
        else:
            apart = bool(number)
        if apart:
            yield current
            current = []
        elif number:
            current.append((" ", current[-1][1] if current else False))
        current += runs
    yield current


def clean(text: str) -> str:
    """Single spaces, none at the ends; no control or invisible characters."""
    if not text.isascii() or not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def join(paragraphs: Iterable[tuple[str, int]]) -> tuple[str, tuple[Span, ...]]:
    """Paragraphs (with the length of bold at their start) as one text.

    Whitespace is squeezed and the text normalised here, so that every format gives one form.
    """
    parts, spans, at = [], [], 0
    for raw, bold in paragraphs:
        paragraph = clean(unicodedata.normalize("NFC", raw))
        if not _WORTH.search(paragraph):
            continue
        parts.append(paragraph)
        if bold:
            marked = len(unicodedata.normalize("NFC", raw[:bold]))
            spans.append(Span(at, at + min(marked, len(paragraph))))
        at += len(paragraph) + 1
    return "\n".join(parts), tuple(spans)
