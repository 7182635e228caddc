"""Two governments' accounts of one meeting, side by side (method, section 1).

What one side tells and the other leaves out is data: a *mention asymmetry*. It says nothing of what
was said in the room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from outspoken.measures.frame import Coded
from outspoken.measures.totals import Sums, totals

Told = Literal["both", "first only", "second only", "neither"]


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """One issue or agenda in two accounts: sentences on it in each."""

    name: str
    first: int
    second: int

    @property
    def told(self) -> Told:
        """By whom it is told."""
        if self.first and self.second:
            return "both"
        if self.first:
            return "first only"
        return "second only" if self.second else "neither"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Two accounts compared: each issue, and each side's words (a short account leaves out more)."""

    asymmetries: tuple[Asymmetry, ...]
    first_words: int
    second_words: int

    def counts(self) -> Mapping[Told, int]:
        """How many issues are told by whom."""
        found: dict[Told, int] = {"both": 0, "first only": 0, "second only": 0, "neither": 0}
        for one in self.asymmetries:
            found[one.told] += 1
        return found

    @property
    def note(self) -> str:
        """What must be said beside it."""
        if not self.first_words or not self.second_words:
            return "one account is not held: nothing can be compared"
        short = min(self.first_words, self.second_words)
        long = max(self.first_words, self.second_words)
        if long > 2 * short:
            return f"one account is {long / short:.1f} times as long: brevity alone leaves out much"
        return ""


def compare(first: Sequence[Coded], second: Sequence[Coded], names: Sequence[str]) -> Accounts:
    """Two accounts by all who are told of in them (their speakers' roles do not matter).

    Args:
        first, second: the coded sentences of each government's own text or texts.
        names: issues or agendas to compare.
    """
    one, two = (totals((0, row.tally) for row in rows).sums for rows in (first, second))
    return Accounts(
        tuple(Asymmetry(name, _sentences(one, name), _sentences(two, name)) for name in names),
        int(one["words"]),
        int(two["words"]),
    )


def _sentences(sums: Sums, name: str) -> int:
    return int(max(sums[f"issue:{name}:sentences"], sums[f"agenda:{name}:sentences"]))
