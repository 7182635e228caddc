"""Sitemaps and indexes of sitemaps, packed or not, of any size: read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from outspoken.errors import InputError
from outspoken.sources.files import LARGEST
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.answer import Answer
from outspoken.sources.web.decoding import unpack
from outspoken.sources.web.targets import Target

MOST = 50_000
"""Addresses of one sitemap (sitemaps.org); what is beyond is left out, and said."""
MOST_SITEMAPS = 500
"""Sitemaps that one index may name."""


def is_sitemap(content: bytes) -> bool:
    """Whether the bytes are a sitemap or an index of sitemaps, perhaps packed."""
    try:
        head = unpack(content, "gzip", LARGEST) if content[:2] == b"\x1f\x8b" else content
    except ValueError:
        return False
    start = head[:3000].lower()
    return (b"<urlset" in start or b"<sitemapindex" in start) and b"<html" not in start


def entries(answer: Answer, parent: Target, depth: int = 0) -> Iterator[Target | InputError]:
    """The pages that a sitemap lists; those of an index as further sitemaps to read."""
    base = answer.last.address
    try:
        content = unpack(answer.content, "gzip", LARGEST)
    except ValueError as error:
        yield InputError(base, str(error) or "unpacks to too much", "ask the publisher")
        return
    pages = sitemaps = 0
    location, changed = "", 0.0
    try:
        for _, element in etree.iterparse(
            BytesIO(content), resolve_entities=False, no_network=True, huge_tree=False,
            load_dtd=False, recover=True, events=("end",),
        ):  # fmt: skip
            tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if tag == "loc":
                location = (element.text or "").strip()
            elif tag == "lastmod":
                changed = _moment((element.text or "").strip())
            elif tag in ("url", "sitemap"):
                index = tag == "sitemap"
                pages += not index
                sitemaps += index
                if pages > MOST or sitemaps > MOST_SITEMAPS:
                    yield InputError(
                        base, f"lists more than {MOST:,} pages", "the rest was left out"
                    )
                    return
                found = _target(location, changed, base, parent, depth if index else -1)
                if found is not None:
                    yield found
                location, changed = "", 0.0
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield InputError(base, f"breaks off ({str(error)[:100]})", "what came before was read")
    if not pages and not sitemaps:
        yield InputError(base, "is a sitemap without an address", "check the sitemap's address")


def _target(
    location: str, changed: float, base: str, parent: Target, depth: int
) -> Target | InputError | None:
    try:
        address = normal(location, base)
    except InputError as error:
        return error
    if depth < 0:
        if not parent.wanted(address):
            return None
        return Target(address, parent.given, parent.hints, changed_at=changed)
    if depth >= 2:
        return InputError(address, "is a sitemap under three others", "add it by itself")
    return Target(
        address,
        parent.given,
        parent.hints,
        opens=lambda answer: entries(answer, parent, depth + 1),
        wanted=parent.wanted,
    )


def _moment(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
