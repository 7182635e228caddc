"""Plain text in any character set: wrapped lines are joined, blank lines separate paragraphs."""

from __future__ import annotations

import re

from outspoken.extract.blocks import join, plain_paragraphs
from outspoken.extract.charset import decode
from outspoken.extract.language import language_of
from outspoken.model import Extracted, Metadata

_LABEL = re.compile(r"^(?:[A-Z][A-Z.'’ -]{1,50}|Q(?:UESTION)?)[.:](?:\s|$)")
_KIND = re.compile(r"(?:FACT SHEET|READOUT|STATEMENT|REMARKS|PRESS RELEASE|TRANSCRIPT)\b", re.I)
TITLE_LENGTH = 200


def read(content: bytes, name: str) -> Extracted:
    """Read plain text. The first line is the title if it stands alone and is short."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    lines = text.split("\n")
    wrapped = sum(1 for line in lines if line.strip()) > 0 and "\n\n" in text.replace("\n \n", "\n\n")
    paragraphs = plain_paragraphs(_apart(text)) if wrapped else [
        p for line in lines if (p := " ".join(line.split()))
    ]
    title = paragraphs[0] if len(paragraphs) > 1 and _is_title(paragraphs[0]) else ""
    joined, bold = join((paragraph, 0) for paragraph in paragraphs)
    basis = {"title": "the first line"} if title else {}
    language = language_of(joined)
    if language:
        basis["language"] = "detected"
    return Extracted(joined, Metadata(title=title, language=language, basis=basis), bold)


def _is_title(line: str) -> bool:
    return (
        len(line) <= TITLE_LENGTH
        and not line.endswith((".", "?", "!", ",", ";"))
        and (not _LABEL.match(line) or bool(_KIND.match(line)))
    )


def _apart(text: str) -> str:
    """A blank line before each speaker's label, so that turns in one block come apart."""
    return "\n".join(
        f"\n{line.strip()}" if _LABEL.match(line.strip()) else line for line in text.split("\n")
    )
