"""Words in their context: what is marked in a found sentence, and what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: written without spaces between words."""
_UNSPACED = re.compile(f"([{UNSPACED}])")
AROUND = 70
"""Characters on each side of a word in context."""


def spaced(text: str) -> str:
    """Text with spaces around each character of scripts that have none, so that words are found."""
    return _UNSPACED.sub(r" \1 ", text) if _UNSPACED.search(text) else text


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `found` where it is what was searched for."""

    text: str
    found: bool = False


def fold(text: str) -> str:
    """A text as the index compares it: small letters, no accents; of the same length."""
    if text.isascii():
        return text.lower()
    out = []
    for char in text:
        base = unicodedata.normalize("NFKD", char)[:1] or char
        low = base.lower()
        out.append(low if len(low) == 1 else char)
    return "".join(out)


def pieces(text: str, phrases: Sequence[str]) -> list[Piece]:
    """A sentence cut at what was searched for.

    Args:
        text: the sentence.
        phrases: what was searched for, folded; one that ends with `*` is the beginning of a word.
    """
    spans = _spans(text, phrases)
    found: list[Piece] = []
    at = 0
    for start, end in spans:
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], True))
        at = end
    if at < len(text) or not found:
        found.append(Piece(text[at:]))
    return found


@dataclass(frozen=True, slots=True)
class InContext:
    """A found word with what stands before and after it on one line."""

    before: str
    found: str
    after: str


def in_context(text: str, phrases: Sequence[str]) -> InContext:
    """The first place of a sentence where the words stand; its beginning where none does."""
    spans = _spans(text, phrases)
    start, end = spans[0] if spans else (0, 0)
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    return InContext(
        ("…" if start > AROUND else "") + before,
        text[start:end],
        after + ("…" if end + AROUND < len(text) else ""),
    )


def _spans(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for phrase in phrases:
        pattern = _pattern(phrase)
        if pattern is not None:
            found += [match.span() for match in pattern.finditer(folded)]
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = words_of(phrase.rstrip("*"))
    if not words:
        return None
    body = r"[\W_]*".join(re.escape(word) for word in words)
    left = "" if _UNSPACED.match(words[0]) else r"(?<![^\W_])"
    right = "" if _UNSPACED.match(words[-1]) else r"(?![^\W_])"
    if phrase.endswith("*"):
        right = r"[^\W_]*"
    return re.compile(left + body + right)


def words_of(text: str) -> list[str]:
    """A phrase's words as the index has them."""
    return re.findall(r"[^\W_]+", fold(spaced(text)))
