"""PDF: text in reading order, without running headers, footers and page numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Any

from outspoken.errors import InputError
from outspoken.extract.columns import Box, in_order
from outspoken.extract.paragraphs import join
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

MOST_PAGES = 3000
EDGE_LINES = 2
"""Lines at the top and bottom of a page that can be running headers or footers."""
_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_LABEL = re.compile(r"^(?:[A-Z][A-Z.'’ -]{1,50}):\s|^Q[.:]?\s{1,}")


def read(content: bytes, name: str) -> Extracted:
    """Read a PDF.

    Raises:
        InputError: encrypted, broken, or too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(name, "is encrypted", "save a copy without a password") from None
        raise InputError(name, "is not a whole PDF", "fetch it again") from None
    try:
        if len(document) > MOST_PAGES:
            raise InputError(name, f"has more than {MOST_PAGES} pages", "split it")
        pages = []
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(_lines(text_page))
            text_page.close()
            page.close()
        title = document.get_metadata_dict().get("Title", "")
    except pypdfium2.PdfiumError as error:
        raise InputError(name, f"has a broken page ({error})", "fetch it again") from None
    finally:
        document.close()
    paragraphs = _paragraphs(_without_furniture(pages))
    if not any(len(p) > 1 for p in paragraphs):
        raise InputError(name, "holds no text (a scan?)", "put it through text recognition first")
    joined, bold = join((paragraph, 0) for paragraph in paragraphs)
    # The day the file was made is often not the day of the text: it is not taken for its date.
    stated = {"title": (_title(title), "the PDF's title")}
    return Extracted(joined, metadata_of(stated, joined), bold)


def _lines(page: Any) -> list[str]:
    """The lines of a page in reading order; an empty line stands for a wide gap."""
    pieces: list[Box] = []
    for number in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(number)
        text = " ".join(page.get_text_bounded(left, bottom, right, top).split())
        if text:
            pieces.append(Box(left, bottom, right, top, text))
    boxes: list[tuple[float, float, str]] = []
    for _, bottom, _, top, text in in_order(pieces):
        if boxes and abs(boxes[-1][0] - bottom) < 0.5 * (top - bottom):
            before = boxes.pop()
            boxes.append((before[0], max(before[1], top), f"{before[2]} {text}"))
        else:
            boxes.append((bottom, top, text))
    steps = sorted(a[0] - b[0] for a, b in itertools.pairwise(boxes) if a[0] > b[0])
    usual = steps[len(steps) // 3] if steps else 0.0
    lines: list[str] = []
    for n, box in enumerate(boxes):
        if n and boxes[n - 1][0] - box[0] > 1.3 * usual:
            lines.append("")
        lines.append(box[2])
    return lines


def _title(title: str) -> str:
    return "" if title.lower().endswith((".doc", ".docx", ".pdf")) or title == "untitled" else title


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without lines that recur at their edges, digits aside, and without page numbers."""
    filled = [[line for line in page if line] for page in pages]
    edges: Counter[str] = Counter()
    for page in filled:
        edges.update({_shape(line) for line in page[:EDGE_LINES] + page[-EDGE_LINES:]})
    often = {shape for shape, count in edges.items() if count >= 3 and count > len(pages) / 2}
    cleaned = []
    for page in pages:
        numbered = [i for i, line in enumerate(page) if line]
        edge = {*numbered[:EDGE_LINES], *numbered[-EDGE_LINES:]}
        cleaned.append(
            [
                line
                for i, line in enumerate(page)
                if i not in edge or not (_shape(line) in often or _NUMBER.fullmatch(line))
            ]
        )
    return cleaned


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines joined to paragraphs: a short line that ends a sentence ends a paragraph."""
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return []
    full = lengths[int(len(lengths) * 0.8)]
    found: list[str] = []
    current = ""
    for line in lines:
        if not line:
            if current:
                found.append(current)
                current = ""
            continue
        if current and _LABEL.match(line):
            found.append(current)
            current = ""
        if current.endswith(("-", "\u00ad", "\ufffe", "\u0002")) and line[:1].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}".strip()
        ends = line.endswith((".", "!", "?", ".”", '."', ":"))
        heading = len(found) == 0 and not ends and len(line) < full * 0.75
        if (ends and len(line) < full * 0.85) or heading:
            found.append(current)
            current = ""
    if current:
        found.append(current)
    return [" ".join(p.split()) for p in found if any(ch.isalnum() for ch in p)]
