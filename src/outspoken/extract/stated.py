"""Metadata from what a document states of itself: one way for every format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import yaml

from outspoken.extract.dates import read_moment, unlikely
from outspoken.extract.language import language_of
from outspoken.model import Genre, Metadata

_GENRES = {genre.value for genre in Genre}


def metadata_of(stated: Mapping[str, tuple[str, str]], text: str) -> Metadata:
    """Metadata from values and where each is from.

    `stated` maps a name (title, url, published, event_date, place, publisher, government, genre,
    language) to (value, basis). A day that cannot be right is left out and the basis says so.
    """
    values = {name: (" ".join(value.split()), basis) for name, (value, basis) in stated.items() if value}
    basis = {name: source for name, (_, source) in values.items() if name not in ("published",)}
    value = {name: v for name, (v, _) in values.items()}
    published_at, published_on = _published(values.get("published"), basis)
    event = _event(values.get("event_date"), basis)
    url = value.get("url", "")
    publisher, government = publisher_of(url)
    if publisher and "publisher" not in value:
        value["publisher"], basis["publisher"] = publisher, "the address"
    if government and "government" not in value:
        value["government"], basis["government"] = government, "the address"
    language = value.get("language", "").lower()[:2] or language_of(text)
    if language and "language" not in value:
        basis["language"] = "detected"
    genre = value.get("genre", "").lower()
    return Metadata(
        title=value.get("title", ""),
        url=url,
        published_at=published_at,
        published_on=published_on,
        event_date=event,
        place=value.get("place", ""),
        publisher=value.get("publisher", ""),
        government=value.get("government", "").upper()[:3],
        genre=Genre(genre) if genre in _GENRES else Genre.UNKNOWN,
        language=language,
        basis=basis,
    )


def _published(
    stated: tuple[str, str] | None, basis: dict[str, str]
) -> tuple[datetime | None, date | None]:
    if stated is None:
        return None, None
    moment, day = read_moment(stated[0])
    if day is None:
        basis["published_on"] = f"{stated[1]}: {stated[0][:40]!r} is no clear date, left out"
        return None, None
    wrong = unlikely(day)
    if wrong:
        basis["published_on"] = f"{stated[1]}: {wrong}"
        return None, None
    basis["published_on"] = stated[1]
    return moment, day


def _event(stated: tuple[str, str] | None, basis: dict[str, str]) -> date | None:
    if stated is None:
        return None
    _, day = read_moment(stated[0])
    if day is None:
        basis["event_date"] = f"{stated[1]}: {stated[0][:40]!r} is no clear date, left out"
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
