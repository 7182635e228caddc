"""Who spoke of rights first, and whether the official volunteered it (method, section 2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outspoken.measures.frame import Coded
from outspoken.model import Role


@dataclass(frozen=True, slots=True)
class Raised:
    """How rights came up.

    `first` is the first sentence of anyone that names a rights issue; `own` the first by the
    principal. `volunteered`/`prompted` count the principal's rights sentences; `unaskable` those in
    texts where no question could have been put (readouts, speeches), which count in neither.
    """

    first: Coded | None
    own: Coded | None
    volunteered: int
    prompted: int
    unaskable: int


def raised(rows: Sequence[Coded], roles: Sequence[Role] = (Role.PRINCIPAL,)) -> Raised:
    """How rights came up in sentences given in the order of the record."""
    rights = [row for row in rows if row.rights]
    own = [row for row in rights if row.role in roles and not row.quoted]
    return Raised(
        first=rights[0] if rights else None,
        own=own[0] if own else None,
        volunteered=sum(row.prompted is False for row in own),
        prompted=sum(row.prompted is True for row in own),
        unaskable=sum(row.prompted is None for row in own),
    )
