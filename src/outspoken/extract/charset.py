"""Bytes to characters."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


CLEARLY = 0.1
"""Difference on charset-normalizer's scales (0 to 1) from which one set fits better than another."""


def as_served(content: bytes, media_type: str) -> bytes:
    """Text as UTF-8 where only the server's header says what it is in ("text/html; charset=x").

    What the text says of itself, and UTF-8 that decodes, go before the header: it is often wrong.
    """
    match = re.search(r"""charset\s*=\s*["']?([\w.:-]+)""", media_type, re.I)
    if match is None or _DECLARED.search(content[:2048]):
        return content
    if any(content.startswith(mark) for mark, _ in _MARKS):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            charset = codecs.lookup(match[1]).name
            return content.decode(
                "cp1252" if charset in ("iso8859-1", "ascii") else charset
            ).encode()
        except (LookupError, UnicodeError):
            return content
    return content


def decode(content: bytes, *, declared: bool = False) -> str:
    """Text of any character set: a mark, UTF-8, what the text declares, else the likeliest.

    A wrong declaration is common; UTF-8 that decodes is never anything else.
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content.decode(charset, "replace")
    if content[:200].count(0) > 20:  # UTF-16 without a mark can be valid UTF-8 too
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:  # cut off in the middle of its last character
            return content.decode("utf-8", "ignore")
    match = _DECLARED.search(content[:2048]) if declared else None
    if match:
        try:
            # Pages that say ISO-8859-1 mean Windows-1252, as browsers know.
            charset = codecs.lookup(match[1].decode("ascii")).name
            text = content.decode(
                "cp1252" if charset in ("iso8859-1", "ascii") else charset, "replace"
            )
        except LookupError:
            text = ""
        if text and text.count("\ufffd") <= len(text) * 0.001:
            return text
    return content.decode(_likeliest(content[:200_000]), "replace")


def _likeliest(content: bytes) -> str:
    """The character set that fits best; Windows-1252 where others fit no better.

    Few accents tell Western from Central European sets badly, and the former are far more common.
    """
    from charset_normalizer import from_bytes

    fitting = list(from_bytes(content, cp_exclusion=["utf_7"]))
    if not fitting:
        return "cp1252"
    best = fitting[0]
    western = next((match for match in fitting if match.encoding == "cp1252"), None)
    if western is not None and (
        western.chaos <= best.chaos + CLEARLY and best.coherence <= western.coherence + CLEARLY
    ):
        return "cp1252"
    return best.encoding
