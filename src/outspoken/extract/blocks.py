"""HTML to paragraphs: one walk over the tree, nothing lost but scripts and styles.

The text form that every extractor gives: NFC, paragraphs separated by one newline, single spaces
inside, no empty paragraph; list items begin with "- ".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree, html

from outspoken.model import Span

DEEPEST = 250
"""Levels of nesting; a page beyond it was made to break readers."""

_BREAKING = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody "
    "tfoot thead tr ul title caption summary".split()
)
_DROPPED = frozenset(
    "script style noscript template svg iframe object embed button select textarea input head "
    "math canvas audio video map".split()
)
_CELLS = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong"))
_SPACE = re.compile(r"\s+")
_WORTH = re.compile(r"[^\W_]")
LABEL_LENGTH = 80
"""Bold longer than this is emphasis, not a speaker's label."""


class Paragraphs:
    """Collects runs of text into paragraphs, with the bold at the beginning of each."""

    def __init__(self) -> None:
        self._done: list[tuple[str, int]] = []
        self._runs: list[tuple[str, bool]] = []
        self._prefix = ""

    def add(self, text: str, bold: bool = False) -> None:
        """Add text to the current paragraph."""
        if text:
            self._runs.append((text, bold))

    def item(self) -> None:
        """The next paragraph is a list item."""
        self.end()
        self._prefix = "- "

    def end(self) -> None:
        """Close the current paragraph."""
        if not self._runs:
            return
        lead = []
        for text, bold in self._runs:
            if not bold and text.strip():
                break
            lead.append(text)
        whole = _SPACE.sub(" ", "".join(text for text, _ in self._runs)).strip()
        marked = _SPACE.sub(" ", "".join(lead)).strip()
        self._runs = []
        if not _WORTH.search(whole):
            return
        bold_length = len(marked) if 0 < len(marked) <= LABEL_LENGTH else 0
        if self._prefix and not whole.startswith("- "):
            whole, bold_length = self._prefix + whole, bold_length + 2 if bold_length else 0
        self._prefix = ""
        self._done.append((whole, bold_length))

    def text(self) -> tuple[str, tuple[Span, ...]]:
        """All paragraphs, and the spans of bold at their starts."""
        self.end()
        return join(self._done)


def join(paragraphs: Iterable[tuple[str, int]]) -> tuple[str, tuple[Span, ...]]:
    """Paragraphs (with the length of bold at their start) as one text."""
    parts, spans, at = [], [], 0
    for raw, bold in paragraphs:
        paragraph = unicodedata.normalize("NFC", raw)
        parts.append(paragraph)
        if bold:
            spans.append(Span(at, at + min(bold, len(paragraph))))
        at += len(paragraph) + 1
    return "\n".join(parts), tuple(spans)


def plain_paragraphs(text: str) -> list[str]:
    """Paragraphs of text in which blank lines separate them and lines are wrapped."""
    found = []
    for block in re.split(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+", text.replace("\r\n", "\n").replace("\r", "\n")):
        whole = _SPACE.sub(" ", block).strip()
        if _WORTH.search(whole):
            found.append(whole)
    return found


def parse(markup: str) -> html.HtmlElement:
    """An HTML tree; entities and network stay off.

    Raises:
        ValueError: no element in it.
    """
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise ValueError(str(error)) from None


def walk(tree: html.HtmlElement, out: Paragraphs) -> None:
    """Put the text under an element into paragraphs. No recursion: depth cannot break it.

    Raises:
        ValueError: nested beyond all measure.
    """
    bold = cells = depth = dropped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if depth > DEEPEST:
                raise ValueError(f"is nested more than {DEEPEST} levels deep")
            dropped += tag in _DROPPED
            if dropped:
                continue
            bold += tag in _BOLD
            if tag == "li":
                out.item()
            elif tag in _BREAKING:
                out.end()
                cells = 0
            elif tag in _CELLS:
                if cells:
                    out.add(" | ")
                cells += 1
            elif tag == "br":
                out.add("\n")
                _break(element, out)
            out.add(element.text or "", bold > 0)
            continue
        depth -= 1
        if not dropped:
            bold -= tag in _BOLD
            if tag in _BREAKING:
                out.end()
        dropped -= tag in _DROPPED
        if not dropped and element is not tree:
            out.add(element.tail or "", bold > 0)


_LABEL_AHEAD = re.compile(
    r"\s*(?:(?:[A-Z][A-Z.'’\- ]{1,60}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,4}):|Q(?:\.|:)?[\s\u00a0]{2,}|Q\s*[:.]\s)"
)


def _break(element: html.HtmlElement, out: Paragraphs) -> None:
    """A double line break, or one before a speaker's label, ends the paragraph."""
    tail = element.tail or ""
    following = element.getnext()
    doubled = not tail.strip() and following is not None and following.tag == "br"
    if doubled or _LABEL_AHEAD.match(tail):
        out.end()
        return
    if not tail.strip() and following is not None and following.tag in _BOLD:
        out.end()


__all__ = ["Paragraphs", "join", "parse", "plain_paragraphs", "walk"]
