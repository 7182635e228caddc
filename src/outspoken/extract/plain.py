"""Plain text in any character set: wrapped lines are joined, blank lines separate paragraphs."""

from __future__ import annotations

import re

from outspoken.extract.charset import decode
from outspoken.extract.paragraphs import LABEL_AHEAD, Paragraphs
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted, Span

_KIND = re.compile(
    r"(?:FACT SHEET|READOUT|STATEMENT|REMARKS|PRESS|TRANSCRIPT|JOINT|BACKGROUND|SPEECH|ADDRESS)\b",
    re.I,
)
_BREAKS = re.compile(r"\r\n?|[\f\v\x85\u2028\u2029]")
TITLE_LENGTH = 200


def read(content: bytes, name: str) -> Extracted:
    """Read plain text. The first line is the title if it stands alone and is short."""
    text, bold = paragraphs_of(decode(content))
    first, _, rest = text.partition("\n")
    stated = {"title": (first, "the first line")} if rest and _is_title(first) else {}
    return Extracted(text, metadata_of(stated, text), bold)


def paragraphs_of(text: str) -> tuple[str, tuple[Span, ...]]:
    """Text in which blank lines separate paragraphs; lines between them are joined where wrapped.

    A text without any blank line is one paragraph a line, unless it reads as wrapped.
    """
    out = Paragraphs()
    for line in _BREAKS.sub("\n", text).split("\n"):
        if line.strip():
            out.line_break()
            out.add(line)
        else:
            out.end()
    return out.text()


def _is_title(line: str) -> bool:
    return (
        len(line) <= TITLE_LENGTH
        and not line.endswith((".", "?", "!", ",", ";"))
        and (LABEL_AHEAD.match(line) is None or _KIND.match(line) is not None)
    )
