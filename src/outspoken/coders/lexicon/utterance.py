"""What the rules about speech see of a sentence: its words, its issues, its target, who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from outspoken.codebook.matcher import Hit
from outspoken.model import GENERIC, SELF, Genre, IssueHit, Role

RIGHTS = "HR"
COMPARATORS = frozenset(("SEC_CYBER", "SEC_REGIONAL", "ECO_TRADE"))


class Utterance(NamedTuple):
    """One sentence, `text[start:end]`; `hits` are the matcher's hits in it, of every kind.

    `quoted`: the whole sentence is someone else's words. `home`: ISO3 of the speaker's government.
    """

    text: str
    start: int
    end: int
    issues: Sequence[IssueHit] = ()
    targets: Sequence[str] = ()
    hits: Sequence[Hit] = ()
    role: Role = Role.OFFICIAL
    genre: Genre = Genre.UNKNOWN
    home: str = ""
    quoted: bool = False


def is_rights(issue: str) -> bool:
    """Whether an issue belongs to the rights agenda; its code says so in every codebook."""
    return issue.startswith("HR_")


def has_level(issue: str) -> bool:
    """Whether firmness is judged on this issue: rights, and the three agendas held beside them."""
    return is_rights(issue) or issue in COMPARATORS


def abroad(targets: Sequence[str]) -> bool:
    """Whether the sentence is about more than the speaker's own country."""
    return tuple(targets) != (SELF,)


def named(targets: Sequence[str]) -> bool:
    """Whether it is about a named other country."""
    return any(target not in ("", SELF, GENERIC) for target in targets)
