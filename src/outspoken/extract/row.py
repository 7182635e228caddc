"""A row of a table: canonical JSON of a document's fields."""

from __future__ import annotations

import json
import re

from outspoken.extract.blocks import Paragraphs, join, parse, plain_paragraphs, walk
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

_MARKUP = re.compile(r"<(?:p|br|div|li)\b[^>]*>", re.I)
_STATED = ("title", "url", "event_date", "place", "publisher", "government", "genre", "language")


def read(content: bytes, name: str) -> Extracted:
    """Read a row; its text may be plain or hold HTML."""
    row = json.loads(content)
    text = row["text"]
    if _MARKUP.search(text):
        out = Paragraphs()
        walk(parse(f"<html><body>{text}</body></html>"), out)
        joined, bold = out.text()
    else:
        blocks = plain_paragraphs(text) if "\n\n" in text.replace("\r", "") else text.split("\n")
        kept = (" ".join(block.split()) for block in blocks)
        joined, bold = join((block, 0) for block in kept if any(ch.isalnum() for ch in block))
    stated = {field: (row[field], "given by the table") for field in _STATED if row.get(field)}
    if row.get("date"):
        stated["published"] = (row["date"], "given by the table")
    if row.get("speaker"):
        from dataclasses import replace

        from outspoken.model import Person

        metadata = metadata_of(stated, joined)
        basis = {**metadata.basis, "principals": "given by the table"}
        person = Person(row["speaker"], "", metadata.government)
        return Extracted(joined, replace(metadata, principals=(person,), basis=basis), bold)
    return Extracted(joined, metadata_of(stated, joined), bold)
