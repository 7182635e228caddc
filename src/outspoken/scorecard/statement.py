"""The coverage statement: which texts should exist, which were found, which were read whole.

Burden of proof (method, section 4): silence is claimed only of texts that were listed before the
search, are held, and were read whole by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HELD, MISSING = "held", "missing"
NOT_PUBLISHED, NOT_SEARCHED = "not_published", "not_searched"


@dataclass(frozen=True, slots=True)
class Item:
    """One text that should exist. `primary`: of one of the two governments, of the talks itself."""

    title: str
    genre: str
    phase: str
    date: date | None
    speaker: str
    government: str
    url: str
    archive_url: str
    state: str
    document_id: str
    primary: bool
    read_by: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The list of an engagement, and what can be said on the strength of it."""

    items: tuple[Item, ...]
    unlisted: tuple[str, ...] = ()
    """Ids of held texts of the talks that nobody had listed."""

    @property
    def primary(self) -> tuple[Item, ...]:
        """Texts of the two governments of the talks themselves; news and reactions are none."""
        return tuple(item for item in self.items if item.primary)

    def count(self, state: str) -> int:
        """How many primary items are in a state."""
        return sum(item.state == state for item in self.primary)

    @property
    def ratio(self) -> float | None:
        """Held over expected primary items, without those that were never published; None if none."""
        expected = len(self.primary) - self.count(NOT_PUBLISHED)
        return self.count(HELD) / expected if expected > 0 else None

    @property
    def complete(self) -> bool:
        """Every expected primary text has been looked for, and all that were published are held."""
        return bool(self.primary) and self.ratio == 1

    @property
    def searched(self) -> bool:
        """Every expected primary text has been looked for."""
        return bool(self.primary) and not self.count(NOT_SEARCHED)

    @property
    def unread(self) -> tuple[Item, ...]:
        """Held primary texts that no person has read whole."""
        return tuple(i for i in self.primary if i.state == HELD and not i.read_by)

    def gaps(self) -> list[str]:
        """What stands in the way of saying "not found", in words."""
        if not self.primary:
            return ["no list of the texts that should exist has been drawn up"]
        found = []
        for state, words in (
            (NOT_SEARCHED, "not yet looked for"),
            (MISSING, "published but not held"),
        ):
            count = self.count(state)
            if count:
                found.append(f"{count} of {len(self.primary)} expected texts {words}")
        if not self.count(HELD):
            found.append("none of the expected texts is held")
        elif self.unread:
            found.append(f"{_texts(self.unread)} held but not read whole by a person")
        return found

    def wording(self) -> str:
        """How an absence is to be worded: never "was silent" (method, section 4)."""
        held = self.count(HELD)
        if self.complete:
            return f"not found in the {held} items searched, all that were expected and published"
        return f"not found in the {held} items searched, of {len(self.primary)} expected"


def _texts(items: Sequence[Item]) -> str:
    return f"{len(items)} text" + ("s" if len(items) != 1 else "")
