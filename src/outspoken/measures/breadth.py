"""Breadth: which rights issues were named, and which of the codebook were not (method, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outspoken.measures.frame import Coded


@dataclass(frozen=True, slots=True)
class Breadth:
    """Rights issues named at least once, in the order of the codebook, and the rest."""

    mentioned: tuple[str, ...]
    not_mentioned: tuple[str, ...]

    @property
    def share(self) -> float:
        """Named issues as a share of all that could be."""
        known = len(self.mentioned) + len(self.not_mentioned)
        return len(self.mentioned) / known if known else 0.0


def breadth(rows: Sequence[Coded], expected: Sequence[str]) -> Breadth:
    """Breadth over `expected` rights issues (all of the codebook, or those of the asks)."""
    named = {issue for row in rows for issue in row.rights}
    return Breadth(
        mentioned=tuple(issue for issue in expected if issue in named),
        not_mentioned=tuple(issue for issue in expected if issue not in named),
    )
