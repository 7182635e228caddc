"""RSS, Atom and JSON feeds: the addresses they list, with title and date as hints.

A date that cannot be read, or that has no clear order of day and month, is left out, never guessed.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from outspoken.errors import InputError
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.answer import Answer
from outspoken.sources.web.targets import Target

MOST = 5000
"""Entries of one feed; the usual hold twenty."""
LARGEST_FEED = 10_000_000
"""Bytes; the largest feeds have a tenth of it, and the parser is slow."""


def is_feed(content: bytes) -> bool:
    """Whether the bytes are a feed."""
    head = content[:3000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head[:1] == b"{":
        return b"jsonfeed.org/version" in head
    return head.startswith(b"<") and any(
        mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    ) and b"<html" not in head  # fmt: skip


def entries(answer: Answer, parent: Target) -> Iterator[Target | InputError]:
    """The pages that a feed lists.

    Yields:
        Targets, or an `InputError` in the place of an entry without a usable address.
    """
    base = answer.last.address
    content = answer.content
    if len(content) > LARGEST_FEED or b"<!ENTITY" in content:
        what = "is too large for a feed" if len(content) > LARGEST_FEED else "declares entities"
        yield InputError(base, f"{what} and was not read", "give the pages' addresses instead")
        return
    found = _json(content) if content.lstrip()[:1] == b"{" else _xml(content)
    number = 0
    for number, (link, title, date, updated) in enumerate(found, start=1):
        if number > MOST:
            yield InputError(base, f"lists more than {MOST} entries", "the rest was left out")
            return
        if not link:
            yield InputError(f"{base} entry {number}", "has no link", "leave it, or add by hand")
            continue
        try:
            address = normal(link, base)
        except InputError as error:
            yield error
            continue
        if not parent.wanted(address):
            continue
        hints = {**parent.hints}
        if title:
            hints["title"] = title[:500]
        if date is not None:
            hints["published"] = date.isoformat()
        changed = updated or date
        yield Target(
            address=address,
            given=parent.given,
            hints=hints,
            changed_at=changed.timestamp() if changed else 0.0,
        )
    if not number:
        yield InputError(base, "is a feed without a readable entry", "check the feed's address")


Entry = tuple[str, str, datetime | None, datetime | None]


def _xml(content: bytes) -> Iterator[Entry]:
    import feedparser

    parsed = feedparser.parse(content, sanitize_html=False)
    for entry in parsed.entries:
        link = entry.get("link") or ""
        identity = entry.get("id", "")
        if not link and identity.startswith("http"):
            link = identity
        yield (
            link,
            " ".join(str(entry.get("title", "")).split()),
            _date(entry, "published"),
            _date(entry, "updated"),
        )


def _date(entry: Any, name: str) -> datetime | None:
    # As a plain dictionary: the parser's own would give one date for the other.
    return moment_of(str(dict.get(entry, name, "")), dict.get(entry, f"{name}_parsed"))


def _json(content: bytes) -> Iterator[Entry]:
    try:
        feed = json.loads(content)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield (
                str(item.get("url") or item.get("external_url") or ""),
                " ".join(str(item.get("title") or "").split()),
                moment_of(str(item.get("date_published") or "")),
                moment_of(str(item.get("date_modified") or "")),
            )


def moment_of(written: str, parsed: Any = None) -> datetime | None:
    """A list's date, in its own zone where it has one; None where it is unclear or cannot be."""
    from email.utils import parsedate_to_datetime

    moment: datetime | None = None
    try:
        moment = datetime.fromisoformat(written.strip().replace("Z", "+00:00"))
    except ValueError:
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError):
            if parsed is not None and re.search(r"[A-Za-z]{3}|^\d{4}-", written):
                try:
                    moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
                except (ValueError, OverflowError):
                    moment = None
    if moment is None or str(moment.year) not in written:  # "0001" is read as 2001 by some
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment if 1990 <= moment.year <= datetime.now(UTC).year + 1 else None
