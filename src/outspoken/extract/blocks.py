"""HTML to paragraphs: one walk over the tree, nothing lost but scripts and styles.

What is not kept: the numbers of ordered lists (like bullets, they are marks), and what has no
letter or digit.
"""

from __future__ import annotations

import re

from lxml import etree, html

from outspoken.extract.paragraphs import Paragraphs, clean
from outspoken.extract.tags import BOLD, BREAKING, CELLS, DROPPED, KNOWN

DEEPEST = 250
"""Levels of nesting; a page beyond it was made to break readers."""
LONGEST_LIST = 99
_BLANK_LINE = re.compile(r"(?<=\S)[ \t\xa0]*\n[ \t\xa0]*\n\s*(?=\S)")
_NOTE = re.compile(r"\[?\s*(\d{1,3}|[ivx]{1,4}|[*†‡]{1,3})\s*\]?")


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
        _number(element, out)
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
    # A text typed straight into a page has blank lines between its paragraphs instead of marks.
    first, *others = text.split("\n") if lines else _BLANK_LINE.split(text)
    out.add(first, bold)
    for line in others:
        if lines:
            out.line_break()
        else:
            out.end()
        out.add(line, bold)


def _number(element: html.HtmlElement, out: Paragraphs) -> None:
    """Keep a number that only looks like a list's: "1992. That was the year ..." in Markdown."""
    parent = element.getparent()
    start = parent.get("start", "") if parent is not None and parent.tag == "ol" else ""
    if start.isdigit() and int(start) > LONGEST_LIST and element.getprevious() is None:
        out.add(f"{start}. ")


def _is_note(element: html.HtmlElement, out: Paragraphs) -> bool:
    """Whether a raised mark is a footnote's ("rights¹") and not an ordinal or a power."""
    text = element.text or ""
    return len(element) == 0 and bool(_NOTE.fullmatch(text.strip())) and not out.last().isdigit()
