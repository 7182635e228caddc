"""Position: how early rights came, in what was said before anyone asked (method, section 3.3).

L = 1 - (words before the first rights sentence) / (words of the opening), by document: 1 is the
first words, 0 the last. A document without rights in its opening has no position, which is not the
last place; the share that has one stands beside it. For readouts: a mention within the first hundred
words. The rank says in which place among the agendas of a document rights came up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums, Totals, with_columns

FIRST = 100
"""Words at the head of a readout that everyone reads."""


def positions(data: Totals, agendas: Sequence[str]) -> Totals:
    """The same documents with their position's columns. Needs one row a document."""
    each = data.each
    opening = each["opening_words"]
    before = {agenda: _before(each, agenda) for agenda in agendas}
    own = before["HR"]
    placed = own < opening
    share = np.divide(own, opening, out=np.zeros_like(own), where=placed & (opening > 0))
    others = [b for agenda, b in before.items() if agenda != "HR"]
    rank = 1 + sum(((other < own) & np.isfinite(other)).astype(float) for other in others)
    readout = each["readout"]
    return with_columns(
        data,
        {
            "openings": (opening > 0).astype(float),
            "placed": placed.astype(float),
            "place": np.where(placed, 1 - share, 0.0),
            "rank": np.where(np.isfinite(own), rank, 0.0),
            "ranked": np.isfinite(own).astype(float),
            "first": ((own < FIRST) & (readout > 0)).astype(float),
            "readouts": (readout > 0).astype(float),
        },
    )


def _before(each: Sums, agenda: str) -> Array:
    """Words before the agenda's first sentence; infinite where it does not occur."""
    occurs = each[f"agenda:{agenda}:sentences"] > 0
    before: Array = np.where(occurs, each[f"before:{agenda}"], np.inf)
    return before


def measures() -> Iterator[Measure]:
    """Mean position, the share of openings with rights, mean rank, first words of readouts."""
    table: tuple[tuple[str, str, str, str, str], ...] = (
        ("position", "place", "placed", "1 first words, 0 last", "identity"),
        ("position (openings with rights)", "placed", "openings", "share of documents", "logit"),
        ("position (rank among agendas)", "rank", "ranked", "place", "identity"),
        (f"position (first {FIRST} words)", "first", "readouts", "share of readouts", "logit"),
    )
    for name, numerator, denominator, unit, scale in table:
        settings: dict[str, Any] = {"scale": scale}
        yield Measure(
            name=name,
            unit=unit,
            value=lambda sums, a=numerator, b=denominator: sums[a] / sums[b],  # type: ignore[misc]
            n=lambda sums, a=numerator, b=denominator: (  # type: ignore[misc]
                sums[b] if a in ("place", "rank") else sums[a]
            ),
            of=lambda sums, b=denominator: (  # type: ignore[misc]
                sums["openings"] if b in ("placed", "openings") else sums[b]
            ),
            lists="--agenda HR",
            against=lambda sums, b=denominator: (  # type: ignore[misc]
                "" if float(sums[b]) > 0 else "no document that could have one"
            ),
            by_document=True,
            note="n of documents",
            **settings,
        )
