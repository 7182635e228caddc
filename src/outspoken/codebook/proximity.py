"""Terms whose parts lie near each other (`A ~n B ~m C`), found from their longest part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from outspoken.codebook.terms import Term, expression

Place = tuple[int, int]

# Words that are long and yet everywhere in officials' speech: poor places to begin a search.
COMMON = frozenset(
    b"american americans democra democracy security famil families protect government governments "
    b"state public people conversation conversations relationship republican congress leadership "
    b"information children health women school schools increase close infrastructure country "
    b"countries national international economic support president administration committed "
    b"continue important discussion technology afghanistan ukraine russia vaccin from assistance "
    b"sanctions rights make raise attack covid against taliban violence access restrict million "
    b"vote process build medical hospital increas cost protect".split(b" ")
)


class Composite(NamedTuple):
    """A compiled term of several parts. `entry` is what it stands for (see `matcher.Entry`)."""

    entry: tuple[str, str, str, str]
    parts: tuple[re.Pattern[bytes], ...]
    gaps: tuple[int, ...]
    trigger: int
    """The part that the automaton looks for: the rarest, which is mostly the longest."""
    others: tuple[bytes, ...]
    """Literals of the other parts, the longest first: a sentence without one has no such term."""


def compose(entry: tuple[str, str, str, str], term: Term) -> Composite:
    """Compile a term of at least two parts."""
    literals = [atom.literal for atom in term.atoms]
    trigger = max(range(len(literals)), key=lambda n: (literals[n] not in COMMON, len(literals[n])))
    return Composite(
        entry,
        tuple(re.compile(expression(atom)) for atom in term.atoms),
        term.gaps,
        trigger,
        tuple(sorted(literals[:trigger] + literals[trigger + 1 :], key=len, reverse=True)),
    )


def find(term: Composite, norm: bytes, start: int, end: int, at: Place) -> tuple[Place, ...] | None:
    """The places of all parts in the sentence `norm[start:end]` with the trigger at `at`.

    Of several ways the nearest is taken. Parts never overlap.
    """
    places: list[Place | None] = [None] * len(term.parts)
    places[term.trigger] = at
    order = [*range(term.trigger - 1, -1, -1), *range(term.trigger + 1, len(term.parts))]
    for n in order:
        neighbour = n + 1 if n < term.trigger else n - 1
        gap = term.gaps[min(n, neighbour)]
        taken = [place for place in places if place]
        fixed = places[neighbour]
        assert fixed is not None
        best: tuple[int, Place] | None = None
        for match in term.parts[n].finditer(norm, start, end):
            place = match.span()
            if any(place[0] < e and s < place[1] for s, e in taken):
                continue
            distance = apart(norm, fixed, place)
            if distance <= gap and (best is None or distance < best[0]):
                best = (distance, place)
        if best is None:
            return None
        places[n] = best[1]
    return tuple(place for place in places if place)


def apart(norm: bytes, one: Place, other: Place) -> int:
    """How many words further the later place begins than the earlier one ends; 1 = adjacent."""
    first, second = (one, other) if one <= other else (other, one)
    return len(norm[first[1] : second[0]].split()) + 1


def covers(places: Sequence[Place]) -> Place:
    """The span from the first place to the end of the last."""
    return min(s for s, _ in places), max(e for _, e in places)
