"""What was asked of the network before: so that pages are asked again only with reason.

    collecting/visits.sqlite3

One row an address: when it was asked, what came, and the marks (ETag, Last-Modified) by which the
server can say "not modified". Losing the file costs requests, never documents.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

_TABLES = """
create table if not exists visits (
    address text primary key, status int not null, at real not null,
    etag text not null, modified text not null, digest text not null,
    problem text not null, again real not null, key text not null,
    source text not null, about text not null
);
create table if not exists runs (source text primary key, started real not null, ended real);
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """The last visit of an address. `status` 0: it was not had, for the reason in `problem`."""

    address: str
    status: int = 0
    at: float = 0.0
    etag: str = ""
    modified: str = ""
    digest: str = ""
    problem: str = ""
    again: float = 0.0
    key: str = ""
    source: str = ""
    about: str = "{}"


class Visits:
    """The memory of all visits; may be used by several threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_TABLES)

    def last(self, address: str) -> Visit | None:
        """The last visit of this address, if there was one."""
        with self._lock:
            row = self._db.execute("select * from visits where address = ?", [address]).fetchone()
        return Visit(*row) if row else None

    def note(self, visit: Visit) -> None:
        """Keep a visit in place of the one before; a failure keeps the marks of the last success."""
        with self._lock:
            if visit.status:
                self._db.execute(
                    "insert or replace into visits values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [getattr(visit, name) for name in Visit.__slots__],
                )
            else:
                self._db.execute(
                    "insert into visits values (?, 0, ?, '', '', '', ?, ?, ?, ?, ?)"
                    " on conflict (address) do update set problem = excluded.problem,"
                    " again = excluded.again",
                    [
                        visit.address,
                        visit.at,
                        visit.problem,
                        visit.again,
                        visit.key,
                        visit.source,
                        visit.about,
                    ],
                )

    def begin(self, source: str, now: float) -> float:
        """Begin a run over a source; returns when it began, earlier if the last one was broken."""
        with self._lock:
            row = self._db.execute(
                "select started from runs where source = ? and ended is null", [source]
            ).fetchone()
            if row:
                return float(row[0])
            self._db.execute("insert or replace into runs values (?, ?, null)", [source, now])
            return now

    def end(self, source: str, now: float) -> None:
        """The run over a source came to its end."""
        with self._lock:
            self._db.execute("update runs set ended = ? where source = ?", [now, source])

    def ended(self, source: str) -> float:
        """When the last whole run over a source ended; 0.0 if there was none."""
        with self._lock:
            row = self._db.execute("select ended from runs where source = ?", [source]).fetchone()
        return float(row[0]) if row and row[0] else 0.0

    def due(self, source: str, before: float) -> list[Visit]:
        """Pages of a source that are held and were not asked since, longest ago first."""
        with self._lock:
            rows = self._db.execute(
                "select * from visits where source = ? and at < ? and digest <> '' order by at",
                [source, before],
            ).fetchall()
        return [Visit(*row) for row in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()
