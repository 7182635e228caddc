"""Coordination: a head such as "freedoms of" counts for every member of the list it governs.

"freedoms of belief, assembly and the press" names three freedoms, though only the first stands
beside its head. What each member means is data: `coordination` of the codebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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


class Lists:
    """The lists of one codebook, compiled."""

    def __init__(self, codebook: Codebook) -> None:
        letters = alphabet()
        self._fold = letters.fold
        self._tables: dict[str, tuple[re.Pattern[bytes], list[tuple[str, str]]]] = {}
        for table, conjuncts in codebook.coordination.conjuncts.items():
            # One alternation a table, the longest member first; the group tells which it was.
            known = sorted(conjuncts.items(), key=lambda member: -len(member[0]))
            groups = (b"(" + expression(parse(term, letters).atoms[0]) + b")" for term, _ in known)
            self._tables[table] = re.compile(b"|".join(groups)), known

    def read(
        self, text: str, start: int, end: int, table: str
    ) -> Iterator[tuple[str, str, int, int]]:
        """The issues of the list that begins at `start`: issue, term, and the member's span."""
        if table not in self._tables:
            return
        pattern, known = self._tables[table]
        segment = self._fold(text[start : min(end, start + REACH)]).tobytes()
        for first, last in members(segment):
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
