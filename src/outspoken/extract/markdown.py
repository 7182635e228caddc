"""Markdown with YAML front matter."""

from __future__ import annotations

import re
from typing import Any

import yaml

from outspoken.extract.blocks import parse, walk
from outspoken.extract.charset import decode
from outspoken.extract.commonmark import to_html
from outspoken.extract.paragraphs import Paragraphs
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"^#\s+(.+)$", re.M)
NAMES = {
    "title": ("title", "headline"),
    "url": ("source_url", "url", "canonical_url", "link"),
    "published": ("published_time", "published_at", "published", "date", "release_date"),
    "event_date": ("event_date",),
    "place": ("place", "location"),
    "publisher": ("publisher",),
    "government": ("government", "country_iso"),
    "genre": ("genre",),
    "language": ("language", "lang"),
}
MOST_FRONT = 100_000
"""Characters of front matter; YAML beyond it is no metadata."""


def read(content: bytes, name: str) -> Extracted:
    """Read Markdown. Front matter that is not readable YAML is kept as text, never dropped."""
    text = decode(content)
    front, body = _front(text)
    out = Paragraphs()
    # Four spaces or more before a line are wrapping in transcripts, not code.
    body = re.sub(r"^[ \t\u00a0]{2,}(?=\S)(?![-*+] )", "", body, flags=re.M)
    markup = to_html(body.replace("\u00a0", " "))
    walk(parse(f"<html><body>{markup}</body></html>"), out)
    joined, bold = out.text()
    stated = {}
    for field, names in NAMES.items():
        key = next((n for n in names if front.get(n) not in (None, "")), None)
        if key is not None:
            stated[field] = (str(front[key]), f"front matter: {key}")
    if "title" not in stated and (match := _HEADING.search(body)):
        stated["title"] = (match[1], "the first heading")
    return Extracted(joined, metadata_of(stated, joined), bold)


def _front(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(text)
    if match is None or len(match[1]) > MOST_FRONT:
        return {}, text
    if "*" in match[1] and re.search(r"(?:^|\s)[&*]\w", match[1]):
        return {}, text  # anchors and aliases can be made to grow without bound
    try:
        front = yaml.load(match[1], Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return {}, text
    if not isinstance(front, dict):
        return {}, text
    return {str(key).lower(): value for key, value in front.items()}, text[match.end() :]
