"""Visibility: before whom it was said (method, section 2.8), and attention weighted by it (3.6).

V: 5 a live appearance together with the counterpart in its country; 4 alone live there, or together
at home; 3 live at home or in a third country; 2 a written readout or statement; 1 background or
unnamed; 0 a later claim to have raised it in private. Where the place of a live appearance is not
known, the lower of the possible values is taken. The components are kept, so that anyone can order
them otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outspoken.measures.measure import Measure
from outspoken.model import Genre

LIVE = frozenset(
    (
        Genre.TRANSCRIPT_JOINT,
        Genre.TRANSCRIPT_SOLO,
        Genre.INTERVIEW,
        Genre.SPEECH,
        Genre.BRIEFING,
    )
)
WRITTEN = frozenset(
    (
        Genre.READOUT,
        Genre.STATEMENT,
        Genre.JOINT_STATEMENT,
        Genre.FACTSHEET,
        Genre.LETTER,
        Genre.OPED,
    )
)
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Venue:
    """Before whom something was said. `there`: in the counterpart's country (None: not known)."""

    live: bool
    together: bool
    there: bool | None
    attributable: bool

    @property
    def value(self) -> int | None:
        """V, 0 to 5; None where the genre is not known."""
        if not self.attributable:
            return 1
        if not self.live:
            return 2
        if self.together:
            return 5 if self.there else 4
        return 4 if self.there else 3


def venue(genre: str, place_country: str, counterpart: str) -> Venue | None:
    """The venue of a document as its counterpart sees it; None where the genre is not known."""
    kind = Genre(genre or "")
    if kind == Genre.UNKNOWN:
        return None
    known = bool(place_country and counterpart)
    return Venue(
        live=kind in LIVE,
        together=kind == Genre.TRANSCRIPT_JOINT,
        there=place_country == counterpart if known else None,
        attributable=kind != Genre.BACKGROUND,
    )


def measures() -> Iterator[Measure]:
    """Visibility-weighted attention, and the mean venue of words on rights."""
    yield Measure(
        name="visibility HR",
        unit="share of words, weighted by venue / 5",
        scale="logit",
        value=lambda sums: sums["seen:HR"] / sums["words"],
        n=lambda sums: sums["agenda:HR:sentences"],
        of=lambda sums: sums["sentences"],
        lists="--agenda HR",
        by_document=True,
        against=lambda sums: "" if float(sums["venued"]) > 0 else "no document of a known genre",
    )
    yield Measure(
        name="visibility (of words on rights)",
        unit="mean venue / 5",
        scale="logit",
        value=lambda sums: sums["seen:HR"] / sums["venued:HR"],
        n=lambda sums: sums["agenda:HR:sentences"],
        of=lambda sums: sums["sentences"],
        lists="--agenda HR",
        by_document=True,
        against=lambda sums: "" if float(sums["venued:HR"]) > 0 else "no rights sentence",
    )
