"""Metadata from what a document states of itself: one way for every format."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from outspoken.extract.dates import read_moment, unlikely
from outspoken.extract.language import language_of
from outspoken.extract.paragraphs import clean
from outspoken.model import Genre, Metadata, Person

Stated = Mapping[str, tuple[str, str]]
"""A field's name to its value and basis; "published" is a moment or a day, "speaker" a name."""

_GENRES = {genre.value for genre in Genre if genre.value}
_TRANSLATED = re.compile(
    r"\b(?:unofficial|courtesy|official|english|working|machine)\s+translation\b"
    r"|\(as translated\)|\btranslated from\b",
    re.I,
)
_CUT = re.compile(r"(?:\[(?:…|\.\.\.|truncated|more)\]|\((?:more|continued)\)|read more)\s*$", re.I)


def metadata_of(stated: Stated, text: str) -> Metadata:
    """Metadata from values and where each is from.

    A day that cannot be right is left out and the basis says so: "...: 2931-01-01 is in the
    future, left out".
    """
    value = {name: plain for name, (raw, _) in stated.items() if (plain := _plain(raw))}
    basis = {name: stated[name][1] for name in value if name not in ("published", "speaker")}
    published_at, published_on = _published(value.get("published"), stated, basis)
    event = _event(value.get("event_date"), basis)
    publisher, government = publisher_of(value.get("url", ""))
    for name, known in (("publisher", publisher), ("government", government)):
        if known and name not in value:
            value[name], basis[name] = known, "the address"
    language = _language(value, basis, text)
    genre = value.get("genre", "").lower()
    if genre not in _GENRES:
        genre = ""
        basis.pop("genre", None)
    nation = value.get("government", "").upper()
    if not (len(nation) == 3 and nation.isalpha()):
        nation = ""
        basis.pop("government", None)
    principals: tuple[Person, ...] = ()
    if "speaker" in value:
        principals = (Person(value["speaker"], value.get("office", ""), nation),)
        basis["principals"] = stated["speaker"][1]
        basis.pop("office", None)
    return Metadata(
        title=value.get("title", ""),
        url=value.get("url", ""),
        published_at=published_at,
        published_on=published_on,
        event_date=event,
        place=value.get("place", ""),
        publisher=value.get("publisher", ""),
        government=nation,
        genre=Genre(genre),
        principals=principals,
        language=language,
        translated=_flag("translated", value, basis, text),
        truncated=_flag("truncated", value, basis, text),
        basis=basis,
    )


def _plain(raw: str) -> str:
    """A value without invisible characters; titles often carry entities escaped twice."""
    return unicodedata.normalize("NFC", clean(html.unescape(raw)))


def given_over(metadata: Metadata, given: Mapping[str, str], text: str) -> Metadata:
    """Metadata with what the source was told by its user in place of what the document states."""
    said = metadata_of({name: (value, "given") for name, value in given.items()}, text)
    changed: dict[str, Any] = {}
    basis = dict(metadata.basis)
    for name, source in said.basis.items():
        if source == "detected" or (source == "the address" and getattr(metadata, name)):
            continue
        basis[name] = source
        if "left out" not in source:
            changed[name] = getattr(said, name)
            if name == "published_on":
                changed["published_at"] = said.published_at
    return replace(metadata, **changed, basis=basis)


def where_unstated(metadata: Metadata, hints: Mapping[str, str], text: str) -> Metadata:
    """Metadata with hints (of a feed that lists the page) only where the document states nothing.

    A feed's date is often in the server's time; the page's own is the publisher's.
    """
    said = metadata_of({name: (value, "the feed or list") for name, value in hints.items()}, text)
    changed: dict[str, Any] = {}
    basis = dict(metadata.basis)
    for name, source in said.basis.items():
        if source == "the feed or list" and not getattr(metadata, name):
            changed[name] = getattr(said, name)
            basis[name] = source
            if name == "published_on":
                changed["published_at"] = said.published_at
    return replace(metadata, **changed, basis=basis) if changed else metadata


def _flag(name: str, value: Mapping[str, str], basis: dict[str, str], text: str) -> bool:
    if name in value:
        return value[name].lower() in ("true", "yes", "1")
    if name == "truncated":
        found = _CUT.search(text[-40:])
    else:
        found = _TRANSLATED.search(text[:500]) or _TRANSLATED.search(text[-300:])
    if found:
        basis[name] = f"the text says {found[0]!r}"
    return found is not None


def _language(value: Mapping[str, str], basis: dict[str, str], text: str) -> str:
    """What the text is in, over what a page says of itself: templates often say the wrong one."""
    detected = language_of(text)
    stated = value.get("language", "").lower()[:2]
    if detected and detected != stated:
        basis["language"] = "detected"
        return detected
    return stated


def _published(
    value: str | None, stated: Stated, basis: dict[str, str]
) -> tuple[datetime | None, date | None]:
    if not value:
        return None, None
    source = stated["published"][1]
    moment, day = read_moment(value)
    if day is None:
        basis["published_on"] = f"{source}: {value[:40]!r} is no clear date, left out"
        return None, None
    if wrong := unlikely(day):
        basis["published_on"] = f"{source}: {wrong}"
        return None, None
    basis["published_on"] = source
    return moment.astimezone(UTC) if moment is not None else None, day


def _event(value: str | None, basis: dict[str, str]) -> date | None:
    if not value:
        return None
    _, day = read_moment(value)
    problem = f"{value[:40]!r} is no clear date, left out" if day is None else unlikely(day)
    if problem:
        basis["event_date"] = f"{basis['event_date']}: {problem}"
        return None
    return day


@cache
def _publishers() -> Mapping[str, Mapping[str, str]]:
    text = (files("outspoken.extract") / "publishers.yaml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)  # type: ignore[no-any-return]


def publisher_of(url: str) -> tuple[str, str]:
    """Publisher and government (ISO3) of a known address, longest known host first."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return "", ""
    labels = host.split(".")
    for start in range(len(labels)):
        known = _publishers().get(".".join(labels[start:]))
        if known:
            return known.get("publisher", ""), known.get("government", "")
    return "", ""
