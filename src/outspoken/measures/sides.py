"""Whose words a sentence is, seen from the official whose engagement it is."""

from __future__ import annotations

from dataclasses import replace

from outspoken.measures.frame import Coded
from outspoken.measures.selection import ACCOUNTS
from outspoken.model import Role

_OTHER = {
    Role.PRINCIPAL: Role.COUNTERPART,
    Role.OFFICIAL: Role.COUNTERPART,
    Role.COUNTERPART: Role.PRINCIPAL,
}


def seen_from(row: Coded, counterpart: str, *, publisher: str, genre: str) -> Coded:
    """A sentence with its role as the engagement's own official sees it.

    In the other government's text its own official is the principal; here that is the counterpart.
    What it tells of our official's words is the other side's account, not our official on record.

    Args:
        row: the sentence, with the role that its document gives it.
        counterpart: ISO3 of the engagement's counterpart.
        publisher: ISO3 of the government that published the document.
        genre: the document's.
    """
    if not counterpart or publisher != counterpart:
        return row
    if genre in ACCOUNTS:
        return replace(row, role=Role.COUNTERPART)
    return replace(row, role=_OTHER.get(row.role, row.role))
