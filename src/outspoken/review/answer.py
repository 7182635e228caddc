"""What a person says of one sentence, checked against the codebook and the coding protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from outspoken.errors import InputError
from outspoken.model import GENERIC, SELF, Firmness, Linkage, Role, Soft

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Review
    from outspoken.world import World

MOST_TARGETS = 3
LONGEST_NOTE = 4000
COMPARED = ("issues", "target", "firmness", "linkage")
"""Fields in which two people must agree before a sentence counts as settled."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's coding. `role` is empty where the transcript's role stands."""

    issues: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    firmness: int | None = None
    linkage: str = ""
    soft: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    role: str = ""
    unsure: bool = False
    note: str = ""

    def plain(self) -> dict[str, Any]:
        """As the desk keeps it."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def differs(self, other: Answer) -> tuple[str, ...]:
        """The compared fields in which two answers are not the same."""
        pairs = [(name, getattr(self, name), getattr(other, name)) for name in COMPARED]
        return tuple(name for name, a, b in pairs if _set(a) != _set(b))


def of(review: Review) -> Answer:
    """The answer that a review holds."""
    return Answer(
        issues=tuple(review.issues),
        target=tuple(review.target),
        firmness=review.firmness,
        linkage=review.linkage,
        soft=tuple(review.soft),
        cases=tuple(review.cases),
        role=review.role,
        unsure=review.unsure,
        note=review.note,
    )


def read(value: object, codebook: Codebook, world: World) -> Answer:
    """An answer as it comes from a page or a program.

    Raises:
        InputError: something the codebook or the protocol does not know.
    """
    if not isinstance(value, Mapping):
        raise InputError("answer", "is not a table of fields", "send issues, target, firmness ...")
    strange = set(value) - set(Answer.__slots__)
    if strange:
        raise InputError(
            "answer", f"has the unknown field {min(strange, key=str)!r}", "leave it out"
        )
    issues = _words(value, "issues")
    for code in issues:
        if code not in codebook.issues:
            raise InputError(
                "issues", f"{code[:40]!r} is no issue of this codebook", "choose another"
            )
    target = _words(value, "target")
    if len(target) > MOST_TARGETS:
        raise InputError("target", f"more than {MOST_TARGETS}", "name the ones it is most about")
    for code in target:
        if code not in (SELF, GENERIC) and world.get(code) is None:
            raise InputError("target", f"{code[:40]!r} is no country", "use an ISO3 code")
    firmness = value.get("firmness")
    if firmness is not None and (
        isinstance(firmness, bool)
        or not isinstance(firmness, int)
        or not 0 <= firmness < len(Firmness.NAMES)
    ):
        raise InputError("firmness", f"{firmness!r} is not on the scale", "use 0 to 5, or none")
    if firmness is not None and not issues:
        raise InputError("firmness", "is given without an issue", "name the issue, or take it out")
    note = value.get("note") or ""
    if not isinstance(note, str) or len(note) > LONGEST_NOTE or "\0" in note:
        raise InputError("note", f"is longer than {LONGEST_NOTE:,} letters", "shorten it")
    return Answer(
        issues=issues,
        target=target if issues else (),
        firmness=firmness,
        linkage=_one(value, "linkage", {link.value for link in Linkage}),
        soft=_choices(value, "soft", {flag.value for flag in Soft}),
        cases=tuple(name[:200] for name in _words(value, "cases")),
        role=_one(value, "role", {"", *(role.value for role in Role)}),
        unsure=value.get("unsure") is True,
        note=note.strip(),
    )


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _words(value: Mapping[str, Any], field: str) -> tuple[str, ...]:
    given = value.get(field) or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InputError(field, "is not a list of texts", 'write it as ["ONE", "TWO"]')
    if any("\0" in one for one in given) or len(given) > 50:
        raise InputError(field, "holds what no answer holds", "mend it")
    return tuple(dict.fromkeys(one.strip() for one in given if one.strip()))


def _choices(value: Mapping[str, Any], field: str, known: set[str]) -> tuple[str, ...]:
    given = _words(value, field)
    for one in given:
        if one not in known:
            raise InputError(field, f"{one[:40]!r} is unknown", f"use {', '.join(sorted(known))}")
    return given


def _one(value: Mapping[str, Any], field: str, known: set[str]) -> str:
    given = value.get(field) or ""
    if given not in known:
        raise InputError(
            field, f"{str(given)[:40]!r} is unknown", f"use {', '.join(sorted(known - {''}))}"
        )
    return str(given)
