"""Every measure by name. A new one is a module with `measures()` and a line here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from outspoken.measures import attention, breadth, firmness, manner, parity, position, visibility
from outspoken.measures.frame import RIGHTS
from outspoken.measures.measure import Measure

if TYPE_CHECKING:
    from outspoken.codebook import Codebook

FAMILIES = (
    "attention", "issue", "parity", "position", "breadth", "depth", "firmness", "firmness-parity",
    "linkage", "softening", "prompted", "specificity", "visibility", "answered",
)  # fmt: skip
HEADLINES = (
    "attention HR",
    "attention ECO",
    "attention SEC",
    "parity HR:ECO",
    "parity HR:SEC",
    "firmness-parity HR:comparators",
    "prompted",
    "softening",
    "linkage",
)
"""What is shown where nobody asked for more."""


def measures(codebook: Codebook) -> dict[str, Measure]:
    """All measures that read a speaking role's sentences, in the order of the method."""
    agendas = agendas_of(codebook)
    issues = list(codebook.issues)
    rights = [code for code, issue in codebook.issues.items() if issue.parent == RIGHTS]
    sizes = {
        agenda: (
            sum(issue.parent == agenda for issue in codebook.issues.values()),
            sum(len(issue.terms) for issue in codebook.issues.values() if issue.parent == agenda),
        )
        for agenda in agendas
    }
    widened = ["HR+CONSULAR"] if "CONSULAR" in codebook.issues else []
    found = chain(
        attention.measures([*agendas, *widened], issues),
        parity.measures(sizes),
        position.measures(),
        breadth.measures(rights),
        firmness.measures(),
        manner.measures(),
        visibility.measures(),
    )
    return {measure.name: measure for measure in found}


def of_questions() -> dict[str, Measure]:
    """The measures that read the journalists' sentences."""
    return {measure.name: measure for measure in manner.answered()}


def agendas_of(codebook: Codebook) -> tuple[str, ...]:
    """The codebook's agendas in its own order, rights first."""
    named = dict.fromkeys(issue.parent for issue in codebook.issues.values())
    return (RIGHTS, *(agenda for agenda in named if agenda != RIGHTS))


def chosen(known: dict[str, Measure], names: Sequence[str]) -> dict[str, Measure]:
    """The measures of these names or families; all headlines for none.

    Raises:
        InputError: a name that is neither.
    """
    from outspoken.errors import InputError

    if not names:
        return {name: known[name] for name in HEADLINES if name in known}
    found: dict[str, Measure] = {}
    for name in names:
        own = {k: m for k, m in known.items() if name in (k, m.family, "all")}
        if not own:
            raise InputError(
                f"measure {name}", "is not known", f"one of {', '.join(FAMILIES)}, all"
            )
        found.update(own)
    return found
