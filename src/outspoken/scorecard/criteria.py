"""An ask as the rules see it: what would count as yes, under its two fair readings.

Letters are vague. The *weakest* fair reading is the least that a friend of the official could call
compliance; the *strongest* is what the writers could fairly say they meant. A verdict is robust
only where both give the same (method, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.measures.frame import RIGHTS

if TYPE_CHECKING:
    from outspoken.desk.models import Ask

FIRMNESS_LEVELS = range(6)
VENUE_LEVELS = range(6)


@dataclass(frozen=True, slots=True)
class Reading:
    """The least firmness (0-5, method 2.3) and venue (0-5, method 2.8) that satisfy; and why."""

    firmness: int = 0
    venue: int = 0
    words: str = ""

    def plain(self) -> dict[str, Any]:
        """As the desk stores it."""
        return {"firmness": self.firmness, "venue": self.venue, "words": self.words}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What would satisfy one ask.

    `issues` are codes of the codebook, or an agenda's code for any of its issues. `cases` are names
    and aliases of the persons to be named. A window without a day on one side is open there.
    """

    verb: str
    issues: tuple[str, ...]
    target: str
    weakest: Reading
    strongest: Reading
    comparators: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    cases: tuple[str, ...] = ()
    with_counterpart: bool = False
    unscorable: str = ""

    def on(self, issue: str, parents: Mapping[str, str]) -> bool:
        """Whether an issue is one of those asked for."""
        wanted = self.issues or (RIGHTS,)
        return issue in wanted or parents.get(issue, "") in wanted


def reading(value: Mapping[str, Any], name: str) -> Reading:
    """A reading from plain values.

    Raises:
        DeskError: a firmness or venue that is off the scale.
    """
    levels = {}
    for key, scale in (("firmness", FIRMNESS_LEVELS), ("venue", VENUE_LEVELS)):
        level = value.get(key, 0)
        if isinstance(level, bool) or not isinstance(level, int) or level not in scale:
            raise DeskError(name, f"has the {key} {level!r}", "give a whole number from 0 to 5")
        levels[key] = level
    return Reading(levels["firmness"], levels["venue"], str(value.get("words", "")))


def two_readings(
    weakest: Mapping[str, Any], strongest: Mapping[str, Any], name: str
) -> tuple[Reading, Reading]:
    """Both readings, the weakest asking for no more than the strongest.

    Raises:
        DeskError: off the scale, or the wrong way round.
    """
    low, high = reading(weakest, f"{name}, weakest"), reading(strongest, f"{name}, strongest")
    if low.firmness > high.firmness or low.venue > high.venue:
        raise DeskError(
            name, "its weakest reading asks for more than its strongest", "change one of them"
        )
    return low, high


def criterion_of(ask: Ask, aliases: Mapping[str, Sequence[str]] | None = None) -> Criterion:
    """The rules' view of an ask on the desk; `aliases` maps a case's name to its other names."""
    weakest, strongest = two_readings(ask.weakest, ask.strongest, str(ask))
    names = [n for case in ask.cases for n in (case, *(aliases or {}).get(case, ()))]
    return Criterion(
        verb=str(ask.verb),
        issues=tuple(ask.issues),
        target=ask.target,
        weakest=weakest,
        strongest=strongest,
        comparators=tuple(ask.comparators),
        start=ask.window_start,
        end=ask.window_end,
        cases=tuple(dict.fromkeys(names)),
        with_counterpart=ask.with_counterpart,
        unscorable=ask.unscorable,
    )
