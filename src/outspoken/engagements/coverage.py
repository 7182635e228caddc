"""Coverage: which texts an engagement of its kind usually leaves, and which of them are held.

Unknown is not silence: what is not held may never have been published, or may lie elsewhere. This
first list is drawn up from the kind of engagement alone; a person's own list replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outspoken.model import Genre


@dataclass(frozen=True, slots=True)
class Expected:
    """One text that should exist: what it is, whose, and the documents that are it (held or not)."""

    what: str
    side: str
    held: tuple[str, ...]


_OWN: dict[str, tuple[tuple[str, tuple[Genre, ...]], ...]] = {
    "call": (("readout of the call", (Genre.READOUT, Genre.STATEMENT)),),
    "meeting": (
        ("readout or joint statement", (Genre.READOUT, Genre.JOINT_STATEMENT, Genre.STATEMENT)),
        (
            "remarks or press conference",
            (Genre.TRANSCRIPT_JOINT, Genre.TRANSCRIPT_SOLO, Genre.INTERVIEW, Genre.SPEECH),
        ),
        ("briefing by officials", (Genre.BACKGROUND, Genre.BRIEFING)),
    ),
    "visit": (
        ("readout or joint statement", (Genre.READOUT, Genre.JOINT_STATEMENT, Genre.STATEMENT)),
        ("joint press conference", (Genre.TRANSCRIPT_JOINT,)),
        (
            "press conference or speech alone",
            (Genre.TRANSCRIPT_SOLO, Genre.INTERVIEW, Genre.SPEECH),
        ),
        ("briefing by officials", (Genre.BACKGROUND, Genre.BRIEFING)),
    ),
}


def expected(
    kind: str,
    government: str,
    counterpart: str,
    held: Sequence[tuple[str, Genre, str]],
) -> list[Expected]:
    """What should exist for an engagement of this kind.

    Args:
        kind: visit, meeting, call, dialogue or summit.
        government: ISO3 of the official's government.
        counterpart: ISO3 of the other side.
        held: (document id, genre, publishing government) of the documents at hand.
    """
    rows = []
    for what, genres in _OWN.get(kind, _OWN["meeting"]):
        documents = tuple(
            document for document, genre, by in held if genre in genres and by != counterpart
        )
        rows.append(Expected(what, government, documents))
    theirs = tuple(document for document, _, by in held if by == counterpart)
    rows.append(Expected("the other side's account", counterpart, theirs))
    return rows
