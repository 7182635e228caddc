"""The entry in the log of changes that every decision about letters, asks and cases leaves."""

from __future__ import annotations

import getpass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model


def person(by: str = "") -> str:
    """Who decides: the given name, else the user of this machine."""
    return by.strip() or getpass.getuser()


def values(row: Model, *fields: str) -> dict[str, Any]:
    """Some of a row's fields as plain values."""
    return {name: _plain(getattr(row, name)) for name in fields}


def record(action: str, subject: str, before: Any, after: Any, by: str = "") -> None:
    """Write one entry. Call it inside the transaction of the decision itself."""
    from outspoken.desk.models import Change

    Change.objects.create(
        by=person(by), action=action, subject=subject[:200], before=before, after=after
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
