"""Named cases: persons whose treatment is at issue, never officials (method, section 2.7).

Names are those of the world's list of cases. A person of the list who held an office on the day of
the text ("President Suu Kyi") is an official there and no case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from outspoken.codebook.matcher import Hit
from outspoken.model import RuleHit
from outspoken.world import World


def cases(
    text: str, hits: Sequence[Hit], world: World, on: date | None
) -> tuple[tuple[str, ...], tuple[RuleHit, ...]]:
    """The cases that a sentence names, by their full names, with the words that name them."""
    found = dict(_named(text, hits, world, on))
    return (
        tuple(found),
        tuple(
            RuleHit("cases", f"a listed case: {hit.term.removeprefix('cs:')}", hit.start, hit.end)
            for hit in found.values()
        ),
    )


def _named(
    text: str, hits: Sequence[Hit], world: World, on: date | None
) -> Iterator[tuple[str, Hit]]:
    for hit in reversed(hits):
        if hit.kind == "target" and hit.tier == "case":
            case = world.case(text[hit.start : hit.end])
            if case is not None and not world.in_office(case.name, on):
                yield case.name, hit
