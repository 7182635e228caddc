"""The syntax of terms, and the normal form of text that they are matched in.

    detain*              a word that starts so: detain, detained, detainee
    organi?ation*        ? is one character or none: organization, organisation
    self immolat*        a space is a space, a hyphen or a line break
    arrest* ~6 lawyer*   both in one sentence, at most 6 words apart, in either order
    hold* ~4 to ~3 account    a chain: each part near the one before it
    cs:PRC               written exactly so; all other terms ignore case and accents

The normal form has one byte for one code point, so that offsets into it are offsets into the
text: letters lose case and accent, hyphens, dashes, quotation marks and brackets become spaces,
an apostrophe stays inside a word. A phrase does not match across a comma or a full stop.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, NamedTuple

import numpy as np

Bytes = np.ndarray[Any, np.dtype[np.uint8]]

SPACE = 0x20
OTHER_LETTER = 0xFF  # a letter that no term uses
FIRST_FREE = 0x80  # bytes for the letters beyond a-z that a codebook does use
MOST_LETTERS = OTHER_LETTER - FIRST_FREE
KEPT = frozenset(".,;:!?%&$'")
WORD = rb"[0-9a-z\x80-\xff]"
CLOSED = b"(?!" + WORD + b")"
NEAREST, FARTHEST = 1, 60  # sensible distances of ~n, in words


class TermError(ValueError):
    """A term that breaks the syntax: `args` are the problem and the mend."""


class Atom(NamedTuple):
    """One part of a term: words in a row, each perhaps open at an end.

    `literal` is what the automaton looks for; `pattern` (a regular expression over normal form)
    is set where the literal alone does not decide. `cased` is the exact spelling of a cs: term.
    """

    literal: bytes
    open_left: bool
    open_right: bool
    pattern: bytes
    cased: str


class Term(NamedTuple):
    """A term: its atoms, and between each two how many words they may be apart."""

    source: str
    atoms: tuple[Atom, ...]
    gaps: tuple[int, ...]


class Alphabet(NamedTuple):
    """How code points become bytes; one alphabet serves all terms of a matcher."""

    table: Bytes

    def fold(self, text: str) -> Bytes:
        """The normal form of `text`, byte for code point."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        out: Bytes = self.table[points]
        loose = out == ord("'")
        if loose.any():  # an apostrophe that opens a word is a quotation mark
            loose[1:] &= out[:-1] == SPACE
            out[loose] = SPACE
        return out

    def word(self, text: str) -> bytes:
        """The normal form of a term's literal piece."""
        return self.fold(text).tobytes()


def alphabet(terms: str = "") -> Alphabet:
    """The alphabet for terms that use these characters; raises TermError for too many."""
    table = _latin()
    letters = sorted({c.casefold() for c in terms if c.isalpha() and table[ord(c)] == OTHER_LETTER})
    if len(letters) > MOST_LETTERS:
        raise TermError(
            f"the terms use {len(letters)} letters beyond Latin ones",
            f"at most {MOST_LETTERS} can be told apart",
        )
    table = table.copy()
    for byte, letter in enumerate(letters, FIRST_FREE):
        for form in {letter, letter.upper(), letter.title()}:
            if len(form) == 1:
                table[ord(form)] = byte
    return Alphabet(table)


def parse(source: str, alphabet: Alphabet) -> Term:
    """A term from its written form; raises TermError (problem, mend)."""
    text = " ".join(source.split())
    cased = text.startswith("cs:")
    if cased:
        text = text[3:].strip()
    pieces = re.split(r"\s*~\s*(\d+)\s+", text)
    sides, gaps = pieces[0::2], tuple(int(n) for n in pieces[1::2])
    if "~" in "".join(sides):
        raise TermError(
            "a ~ that is not 'A ~n B'", "write a number after ~ and words on both sides"
        )
    if any(not NEAREST <= n <= FARTHEST for n in gaps):
        raise TermError(f"a distance outside {NEAREST} to {FARTHEST}", "use ~3 to ~12")
    if cased and (gaps or "*" in text or "?" in text):
        raise TermError("cs: cannot go with ~, * or ?", "write the exact spelling alone")
    if cased and not any(c.isupper() for c in text):
        raise TermError("cs: with no capital", "leave cs: out, or write the capitals")
    return Term(source, tuple(_atom(side, cased, alphabet) for side in sides), gaps)


def _atom(side: str, cased: bool, alphabet: Alphabet) -> Atom:
    words = re.sub(r"[\s\-‐-―/]+", " ", side).strip().split(" ")
    for word in words:
        if not any(c.isalnum() for c in word):
            raise TermError("an empty part or a lone * or ?", "write at least one letter")
        if "*" in word.strip("*") or "**" in word:
            raise TermError(f"a * inside the word {word!r}", "put * at the start or end of a word")
    first, last = words[0], words[-1]
    open_left, open_right = first.startswith("*"), last.endswith("*")
    phrase = " ".join(words)
    body = phrase[open_left : len(phrase) - open_right]
    if "*" not in body and "?" not in body:
        literal = alphabet.word(body)
        pattern = b""
    else:
        literal = alphabet.word(re.split(r"[*?]", body)[0])
        pattern = b"".join(
            {"*": WORD + b"*", "?": WORD + b"?"}.get(c) or re.escape(alphabet.word(c)) for c in body
        )
    if len(literal.strip()) < 2 or (literal.strip().isdigit()):
        raise TermError("begins with fewer than two letters", "spell the beginning out")
    if len(literal.strip()) < 3 and (open_left or open_right):
        raise TermError("an open word of two letters matches nearly anything", "spell it out")
    return Atom(literal, open_left, open_right, pattern, " ".join(words) if cased else "")


def expression(atom: Atom) -> bytes:
    """The atom as a regular expression over normal form, for use inside one sentence."""
    body = atom.pattern or re.escape(atom.literal)
    left = WORD + b"*" if atom.open_left else b""
    right = WORD + b"*" if atom.open_right else CLOSED
    return b"(?<!" + WORD + b")" + left + body + right


@cache
def _latin() -> Bytes:
    """Every code point's byte, with no letters but a-z told apart."""
    table = np.full(0x110000, OTHER_LETTER, dtype=np.uint8)
    table[0x1F000:0x20000] = SPACE
    table[0xD800:0xE000] = SPACE
    for start, end in _FOLDED:
        for point in range(start, end):
            table[point] = _byte(chr(point))
    table[ord("’")] = table[ord("ʼ")] = ord("'")
    return table


# Latin letters, punctuation and symbols; every other code point is a letter of its own script.
_FOLDED = ((0, 0x370), (0x1E00, 0x1F00), (0x2000, 0x2C00), (0x3000, 0x3040), (0xFE00, 0xFF70))
_SPECIAL = dict(zip("øłđıßæœðþ", "oldisaodt", strict=True))


def _byte(char: str) -> int:
    if char in KEPT:
        return ord(char)
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    base = _SPECIAL.get(base, base)
    if len(base) == 1 and (base.isascii() and base.isalnum()):
        return ord(base)
    category = unicodedata.category(char)
    if category[0] in "LMN":
        return OTHER_LETTER
    return SPACE
