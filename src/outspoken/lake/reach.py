"""What a part of documents is about, so that a question opens only the parts that it needs.

Kept for each part: the governments whose documents it holds, each with its first and last day, and
which of its documents are later versions (`outdated` needs these of every part, however few a
question opens).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_PC: Any = pc
"""The stubs know no chunked columns."""
Days = tuple[str, str]
"""First and last ISO day; both empty where no document has one."""
KEY_DIGITS = 16
TOLD_OF = ("government", "event_date", "published_on", "source_key", "version", "status")
"""The columns of documents that `reach_of` looks at."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The governments of a part's documents with their days; its later versions by key."""

    days: Mapping[str, Days] = field(default_factory=dict)
    revised: Mapping[str, int] = field(default_factory=dict)

    def meets(self, government: str, since: str, until: str) -> bool:
        """Whether a document of this government (any for "") and these days can be in it.

        A document without a day is in no span of days, as in `measures.selection`.
        """
        if not (government or since or until):
            return True
        asked = [self.days.get(government)] if government else list(self.days.values())
        for days in asked:
            if days is None:
                continue
            first, last = days
            if not (since or until):
                return True
            if last and last >= since and (not until or first <= until):
                return True
        return False


def reach_of(documents: pa.Table) -> Reach:
    """The reach of a table of documents."""
    day: Any = _PC.coalesce(documents["event_date"], documents["published_on"])
    table = pa.table(
        {"government": _PC.fill_null(documents["government"], ""), "day": day}
    ).group_by("government")
    rows = table.aggregate([("day", "min"), ("day", "max")]).to_pylist()
    days = {
        row["government"]: (
            row["day_min"].isoformat() if row["day_min"] else "",
            row["day_max"].isoformat() if row["day_max"] else "",
        )
        for row in rows
    }
    revised: dict[str, int] = {}
    later = documents.select(["source_key", "version", "status"]).filter(
        (pc.field("version") > 1) & (pc.field("status") == "ok")
    )
    rows = later.to_pylist()
    for key, version in ((row["source_key"], row["version"]) for row in rows):
        short = key_of(key)
        revised[short] = max(revised.get(short, 0), version)
    return Reach(dict(sorted(days.items())), revised)


def key_of(source_key: str) -> str:
    """A short mark of an address, the same as DuckDB's ``left(md5(source_key), 16)``."""
    return md5(source_key.encode(), usedforsecurity=False).hexdigest()[:KEY_DIGITS]


def latest(reaches: Iterable[Reach]) -> dict[str, int]:
    """The latest readable version of every address that has more than one."""
    found: dict[str, int] = {}
    for reach in reaches:
        for key, version in reach.revised.items():
            found[key] = max(found.get(key, 0), version)
    return found
