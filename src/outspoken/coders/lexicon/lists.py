"""Coordination: a head such as "freedoms of" counts for every member of the list it governs.

"freedoms of belief, assembly and the press" names three freedoms, though only the first stands
beside its head. What each member means is data: `coordination` of the codebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from outspoken.codebook import Codebook
from outspoken.codebook.terms import alphabet, expression, parse

MOST_WORDS = 5  # of one member
MOST_MEMBERS = 9
REACH = 300  # characters after the head

_TOKEN = re.compile(rb"[0-9a-z\x80-\xff]+(?:'[a-z]+)?|[^ ]")
_LINK = frozenset((b",", b"and", b"or", b"nor", b"as", b"well", b"including", b"&"))
_END = frozenset(
    b"; : . ? ! that which who whom whose is are was were be been has have had do does did will "
    b"would can could should must may might in by with from at because when where while if but "
    b"than then so including through under against into about after before since until during "
    b"across we i he she they it you there this these those not cannot".split()
)
_VERBAL = re.compile(rb".{3,}(?:ed|ing)$")


class _Table(NamedTuple):
    """One table's members. `literals` finds their letters, many times faster than `pattern`."""

    literals: Any
    pattern: re.Pattern[bytes]
    known: list[tuple[str, str]]


class Lists:
    """The lists of one codebook, compiled."""

    def __init__(self, codebook: Codebook) -> None:
        import ahocorasick_rs

        self._given = codebook
        letters = alphabet()
        self._fold = letters.fold
        self._tables: dict[str, _Table] = {}
        for table, conjuncts in codebook.coordination.conjuncts.items():
            # One alternation a table, the longest member first; the group tells which it was.
            known = sorted(conjuncts.items(), key=lambda member: -len(member[0]))
            atoms = [parse(term, letters).atoms[0] for term, _ in known]
            self._tables[table] = _Table(
                ahocorasick_rs.BytesAhoCorasick(sorted({atom.literal for atom in atoms})),
                re.compile(b"|".join(b"(" + expression(atom) + b")" for atom in atoms)),
                known,
            )

    def __reduce__(self) -> tuple[type[Lists], tuple[Codebook]]:
        return Lists, (self._given,)

    def read(
        self, text: str, start: int, end: int, table: str
    ) -> Iterator[tuple[str, str, int, int]]:
        """The issues of the list that begins at `start`: issue, term, and the member's span."""
        if table not in self._tables:
            return
        literals, pattern, known = self._tables[table]
        segment = self._fold(text[start : min(end, start + REACH)]).tobytes()
        places = [at for _, at, _ in literals.find_matches_as_indexes(segment)]
        if not places:
            return
        for first, last in members(segment):
            if not any(first <= at < last for at in places):
                continue
            match = pattern.search(segment, first, last)
            if match:
                term, issue = known[match.lastindex - 1 if match.lastindex else 0]
                yield issue, term, start + match.start(), start + match.end()


def members(segment: bytes) -> Iterator[tuple[int, int]]:
    """The spans of a list's members, up to the first word that cannot belong to a list."""
    begin = finish = -1
    size = count = 0
    for token in _TOKEN.finditer(segment):
        word = token.group()
        if word in _LINK:
            if begin >= 0:
                yield begin, finish
                count += 1
                if count == MOST_MEMBERS:
                    return
            begin, size = -1, 0
            continue
        if word in _END or (count and size == 0 and _VERBAL.match(word)):
            break
        if begin < 0:
            begin = token.start()
        finish = token.end()
        size += 1
        if size == MOST_WORDS:
            break
    if begin >= 0:
        yield begin, finish
