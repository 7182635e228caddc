"""A row of a table: canonical JSON of a document's fields."""

from __future__ import annotations

import json
import re

from outspoken.errors import InputError
from outspoken.extract.blocks import parse, walk
from outspoken.extract.paragraphs import Paragraphs
from outspoken.extract.plain import paragraphs_of
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

_MARKUP = re.compile(r"<(?:p|br|div|li)\b[^>]*>", re.I)


def read(content: bytes, name: str) -> Extracted:
    """Read a row; its text may be plain or hold HTML.

    Raises:
        InputError: no JSON object of texts, or without `text`.
    """
    try:
        row = json.loads(content)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(name, "is not a row with a text", "give each row a field 'text'")
    if _MARKUP.search(row["text"]):
        out = Paragraphs()
        walk(parse(f"<html><body>{row['text']}</body></html>"), out)
        text, bold = out.text()
    else:
        text, bold = paragraphs_of(row["text"])
    stated = {
        "published" if field == "date" else field: (value, "given by the table")
        for field, value in row.items()
        if field not in ("text", "id") and isinstance(value, str)
    }
    return Extracted(text, metadata_of(stated, text), bold)
