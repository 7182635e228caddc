"""HTML to paragraphs: one walk over the tree, nothing lost but scripts and styles.

The text form that every extractor gives: NFC, paragraphs separated by one newline, single spaces
inside, no empty paragraph; list items begin with "- ". A paragraph without a letter or digit
("###", "* * *", a ruled line) is furniture and is left out.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

from lxml import etree, html

from outspoken.extract.tags import BOLD, BREAKING, CELLS, DROPPED, KNOWN
from outspoken.model import Span

DEEPEST = 250
"""Levels of nesting; a page beyond it was made to break readers."""

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_WORTH = re.compile(r"[^\W_]")
_NOTE = re.compile(r"\[?\s*(\d{1,3}|[ivx]{1,4}|[*†‡]{1,3})\s*\]?")
_SENTENCE_END = re.compile(r"""[.?!:;]["'”’)\]]*$""")
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
        return join(self._done)


def _unwrapped(lines: list[list[Run]]) -> Iterable[list[Run]]:
    """Lines joined where they are wrapped text; an empty line always separates."""
    plain = [clean("".join(text for text, _ in runs)) for runs in lines]
    pairs = [(a, b) for a, b in itertools.pairwise(plain) if a and b]
    going_on = sum(b[0].islower() and not _SENTENCE_END.search(a) for a, b in pairs)
    wrapped = going_on > 0.25 * len(pairs)
    full = sorted(len(line) for line in plain)[int(0.8 * len(plain))]
    current: list[Run] = []
    for number, runs in enumerate(lines):
        if number and plain[number] and plain[number - 1]:
            before, after = plain[number - 1], plain[number]
            if wrapped:
                ends = bool(_SENTENCE_END.search(before)) and len(before) < 0.75 * full
                apart = ends or LABEL_AHEAD.match(after) is not None
            else:
                apart = not (after[0].islower() and not _SENTENCE_END.search(before))
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


def parse(markup: str) -> html.HtmlElement:
    """An HTML tree; entities and network stay off.

    Raises:
        ValueError: no element in it, or nested beyond what a parser takes.
    """
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise ValueError(f"holds no readable HTML ({error})") from None
    # At its limits the parser stops in silence and keeps what it has so far.
    if any("LIMIT" in entry.type_name for entry in parser.error_log.filter_from_fatals()):
        raise ValueError("is nested too deep, or has a paragraph without end")
    return tree


def walk(tree: html.HtmlElement, out: Paragraphs) -> None:
    """Put the text under an element into paragraphs. No recursion: depth cannot break it.

    Raises:
        ValueError: nested beyond all measure.
    """
    bold = cells = depth = dropped = pre = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if depth > DEEPEST:
                raise ValueError(f"is nested more than {DEEPEST} levels deep")
            dropped += tag in DROPPED
            if dropped:
                continue
            bold += tag in BOLD
            pre += tag == "pre"
            if tag in CELLS:
                if cells:
                    out.add(" | ")
                cells += 1
            elif tag == "tr":
                cells = 0
            text = _start(tag, element, out)
        else:
            depth -= 1
            if not dropped:
                bold -= tag in BOLD
                pre -= tag == "pre"
                if tag in BREAKING:
                    out.end()
            dropped -= tag in DROPPED
            text = element.tail if element is not tree and not dropped else None
        if text:
            _add(text, out, bold=bold > 0, lines=pre > 0)


def _start(tag: str, element: html.HtmlElement, out: Paragraphs) -> str | None:
    """What an element's beginning does to the paragraphs; the text to add after it."""
    text: str | None = element.text
    if tag == "li":
        out.item()
    elif tag in BREAKING:
        out.end()
    elif tag == "br":
        out.line_break()
    elif tag == "sup" and _is_note(element, out):
        return f"[{clean(text or '').strip('[] ')}]"
    elif tag not in KNOWN and tag.isalpha() and len(tag) > 3:
        out.add(f"({' '.join([tag, *element.attrib])})")
    return text


def _add(text: str, out: Paragraphs, *, bold: bool, lines: bool) -> None:
    if not lines:
        out.add(text, bold)
        return
    first, *others = text.split("\n")
    out.add(first, bold)
    for line in others:
        out.line_break()
        out.add(line, bold)


def _is_note(element: html.HtmlElement, out: Paragraphs) -> bool:
    """Whether a raised mark is a footnote's ("rights¹") and not an ordinal or a power."""
    text = element.text or ""
    return len(element) == 0 and bool(_NOTE.fullmatch(text.strip())) and not out.last().isdigit()
