"""Masks: spans that hide what stands in them, the longest first.

A mask of scope "all" hides issues of every agenda, one of an agenda (HR) that agenda's issues and
heads, one of an issue that issue's terms; anchors and echoes stand and fall with the rights agenda. A term
that holds a mask whole and is longer stays: "free trade unions" is no matter of "free trade". A
mask of several parts (`A ~n B`) hides from the first part to the last. Scope "sentence" is of
phrases that say what a whole sentence is about, such as a person's career: no issue is found in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outspoken.codebook.proximity import covers

RIGHTS = "HR"
WHOLE = "sentence"
Place = tuple[int, int]


class Found(NamedTuple):
    """An entry found in a sentence, with the place of each of its parts."""

    entry: tuple[str, str, str, str]
    places: tuple[Place, ...]


def unmask(found: Sequence[Found], agenda: Mapping[str, str]) -> list[Found]:
    """What is left of `found` once its masks have hidden theirs; the masks themselves go too."""
    masks = sorted(
        ((one.entry[1], *covers(one.places)) for one in found if one.entry[0] == "mask"),
        key=lambda mask: (mask[1] - mask[2], mask[1]),
    )
    if any(scope == WHOLE for scope, _, _ in masks):
        return [one for one in found if one.entry[0] not in ("mask", "issue", "head", "echo")]
    active: list[tuple[str, int, int]] = []
    for scope, start, end in masks:
        if not any(s < end and start < e and scope == other for other, s, e in active):
            active.append((scope, start, end))
    return [
        one
        for one in found
        if one.entry[0] != "mask"
        and not any(
            _in_scope(scope, one.entry, agenda) and _hides(start, end, one.places)
            for scope, start, end in active
        )
    ]


def _in_scope(scope: str, entry: tuple[str, str, str, str], agenda: Mapping[str, str]) -> bool:
    kind, code = entry[0], entry[1]
    if kind in ("issue", "company"):
        return scope in ("all", code, agenda.get(code))
    return kind in ("anchor", "head", "echo") and scope in ("all", RIGHTS)


def _hides(start: int, end: int, places: Sequence[Place]) -> bool:
    whole = places[0][0], places[-1][1]
    if len(places) == 1 and whole[0] <= start and end <= whole[1] and whole != (start, end):
        return False
    return any(s < end and start < e for s, e in places)
