"""The table that every measure reads: sentences with their codings, as flat arrays.

The *scope* says which sentences carry credit for an agenda:

- ``foreign``: every sentence whose target is not the speaker's own country alone. The default,
  because it treats rights and their comparators alike: a talk about a third country's missiles is
  as much part of the security agenda as one about the counterpart's.
- ``counterpart``: only sentences about the counterpart or about nobody in particular
  (the T + GENERIC of method section 3).

Sentences about the speaker's own country (SELF) carry no credit in either. Their words stay in the
denominator: it is everything the role said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from outspoken.measures.totals import Sums, totals
from outspoken.model import GENERIC, SELF, Role
from outspoken.summaries import coding_of
from outspoken.summaries.courtesy import is_courtesy
from outspoken.summaries.tally import Tally, plain, tally

Scope = Literal["foreign", "counterpart"]
SPEAKING: Mapping[str, tuple[Role, ...]] = {
    "principal": (Role.PRINCIPAL,),
    "official": (Role.OFFICIAL,),
    "counterpart": (Role.COUNTERPART,),
}
RIGHTS = "HR"


@dataclass(frozen=True, slots=True)
class Coded:
    """One sentence with its codes, as the measures need it.

    `agendas` maps an agenda to this sentence's fractional credit c = 1/|agendas| (method 3); it is
    empty where nothing was coded or where the target leaves the scope.
    """

    document_id: str
    n: int
    turn: int
    start: int
    end: int
    text: str
    words: int
    speaker: str
    role: Role
    joint: bool
    quoted: bool
    issues: tuple[str, ...]
    target: tuple[str, ...]
    firmness: int | None
    linkage: str
    soft: tuple[str, ...]
    cases: tuple[str, ...]
    prompted: bool | None
    agendas: Mapping[str, float]
    tally: Mapping[str, float]
    """What the sentence adds to any figure, within the scope (`outspoken.summaries.tally`)."""

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights issues of the sentence that count in the scope."""
        if RIGHTS not in self.agendas:
            return ()
        return tuple(issue for issue in self.issues if issue.startswith("HR_"))


def read(
    table: pa.Table,
    parents: Mapping[str, str],
    *,
    scope: Scope = "foreign",
    counterpart: str = "",
) -> list[Coded]:
    """Turn a table of sentences joined with their codings into `Coded` rows.

    Args:
        table: columns of SENTENCES plus those of CODINGS (null where nothing was coded).
        parents: issue code -> agenda, from the codebook.
        scope: see the module's text.
        counterpart: ISO3 of the counterpart; needed for the scope ``counterpart``.

    Raises:
        ValueError: scope ``counterpart`` without a counterpart.
    """
    if scope == "counterpart" and not counterpart:
        raise ValueError("scope 'counterpart' needs the counterpart's ISO3 code")
    rows = []
    for row in table.to_pylist():
        issues = tuple(dict.fromkeys(hit["issue"] for hit in row["issues"] or ()))
        target = tuple(row["target"] or ())
        agendas: dict[str, float] = {}
        counts: Tally = plain(row["words"], False)
        if row["issues"] is not None and in_scope(target, scope, counterpart):
            named = dict.fromkeys(parents[issue] for issue in issues if issue in parents)
            agendas = {agenda: 1 / len(named) for agenda in named}
            counts = tally(row["words"], Role(row["role"]), coding_of(row), parents)
        elif row["issues"] is None and is_courtesy(row["text"] or "", row["words"]):
            counts = plain(row["words"], True)
        rows.append(
            Coded(
                document_id=row["document_id"],
                n=row["n"],
                turn=row["turn"],
                start=row["start"],
                end=row["end"],
                text=row["text"],
                words=row["words"],
                speaker=row["speaker"],
                role=Role(row["role"]),
                joint=bool(row["joint"]),
                quoted=bool(row["quoted"]),
                issues=issues,
                target=target,
                firmness=row["firmness"],
                linkage=row["linkage"] or "",
                soft=tuple(row["soft"] or ()),
                cases=tuple(row["cases"] or ()),
                prompted=row["prompted"],
                agendas=agendas,
                tally=counts,
            )
        )
    return rows


def in_scope(target: Sequence[str], scope: Scope, counterpart: str) -> bool:
    """Whether a sentence about `target` carries credit; an unresolved target does."""
    if not target:
        return True
    if scope == "counterpart":
        return counterpart in target or GENERIC in target
    return any(country != SELF for country in target)


def spoken_by(rows: Sequence[Coded], roles: Sequence[Role]) -> list[Coded]:
    """The sentences of these roles, in order. Quoted words of others are left out."""
    return [row for row in rows if row.role in roles and not row.quoted]


def sums_of(rows: Sequence[Coded]) -> Sums:
    """The sums that the measures are functions of, over these sentences together."""
    return totals((0, row.tally) for row in rows).sums


def tallies(rows: Sequence[Coded]) -> list[tuple[str, Mapping[str, float]]]:
    """Each sentence's tally with its document, for intervals within and over documents."""
    return [(row.document_id, row.tally) for row in rows]
