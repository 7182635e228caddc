"""One act: what a word about firmness does in its sentence, and the level that gives (method, 2.3)."""

from __future__ import annotations

from typing import NamedTuple

NAME, VALUE, CONCERN, DEMAND, CONDEMN, COST = range(6)


class Act(NamedTuple):
    """Something done with words: its level, the rule that gave it, its place, its clause."""

    level: int
    rule: str
    start: int
    end: int
    clause: int
    spoken: bool  # a speech act, not a description
    negated: bool = False
