"""Links that open a source at the very sentence."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

EDGE_WORDS = 6
"""A long sentence is found by its first and last words, so that small edits do not break it."""


def is_safe(url: str) -> bool:
    """Whether an address from a document may become a link: http and https only."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def to_sentence(url: str, sentence: str) -> str:
    """`url` with a text fragment for `sentence`, or "" where the address is none to follow."""
    if not url or not is_safe(url):
        return ""
    words = sentence.split()
    base = url.split("#", 1)[0]
    if len(words) <= 2 * EDGE_WORDS:
        return f"{base}#:~:text={_encode(' '.join(words))}"
    first, last = " ".join(words[:EDGE_WORDS]), " ".join(words[-EDGE_WORDS:])
    return f"{base}#:~:text={_encode(first)},{_encode(last)}"


def _encode(text: str) -> str:
    # The dash and the comma are part of the fragment's own grammar.
    return quote(text, safe="").replace("-", "%2D")
