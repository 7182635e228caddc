"""What the manifest knows of documents, in memory that does not grow with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from outspoken.archive import Archive, Entry
from outspoken.model import Capture


class Version(NamedTuple):
    """One version at one address."""

    source_key: str
    version: int
    document_id: str


_TABLES = """
create table documents (
    source_key text, version integer, document_id text, origin text, place integer,
    read integer,
    held integer default 0,
    unique (source_key, version, document_id) on conflict replace
);
create index by_bytes on documents (document_id) where read > 1;
create table records (id blob primary key) without rowid;
"""
CACHE = 8_000
"""Kilobytes in memory of what the manifest says."""
_READ, _WITH_BYTES = 1, 2


class Known:
    """What the manifest says, kept on disk while a run goes on: lines are looked up by their place.

    `same` are the places of the further addresses of documents, `containers` the hashes of tables,
    packages and WARC files, `gone` the keys whose page is withdrawn now.
    """

    def __init__(self) -> None:
        self.same: dict[Version, int] = {}
        self.containers: set[str] = set()
        self.gone: set[str] = set()
        self._db = sqlite3.connect("", isolation_level=None)  # A file that goes with this object.
        self._db.executescript(
            f"pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -{CACHE};"
            + _TABLES
        )
        self._db.execute("begin")

    @classmethod
    def of(cls, archive: Archive) -> Known:
        """Read the manifest."""
        known = cls()
        for place, entry in archive.lines():
            known.take(entry, place)
        return known

    def take(self, entry: Entry, place: int = -1) -> None:
        """Learn of one line."""
        if entry["kind"] == "gone":
            self.gone.add(entry["source_key"])
            return
        if entry["kind"] != "document":
            self.containers.add(entry["sha256"])
            return
        if entry.get("container") and entry.get("record"):
            self._db.execute("insert or ignore into records values (?)", [_short(entry["record"])])
        version = Version(entry["source_key"], entry["version"], entry["document_id"])
        read = 0 if entry["same_as"] else _WITH_BYTES if entry["size"] else _READ
        self._db.execute(
            "insert into documents (source_key, version, document_id, origin, place, read)"
            " values (?, ?, ?, ?, ?, ?)",
            [*version, entry["origin"], place, read],
        )
        self.gone.discard(version.source_key)
        if entry["same_as"]:
            self.same[version] = place

    def latest(self, key: str) -> Version | None:
        """The last version at an address."""
        row = self._last(key)
        return None if row is None else Version(key, row[0], row[1])

    def origin(self, key: str) -> str:
        """Where the last version at an address was taken from; "" where there is none."""
        row = self._last(key)
        return "" if row is None else row[2]

    def first(self, document_id: str) -> str:
        """The key under which a document is read; "" where there is none."""
        row = self._db.execute(
            "select source_key from documents where document_id = ? and read > 1 order by rowid",
            [document_id],
        ).fetchone()
        return "" if row is None else str(row[0])

    def place(self, member: Version) -> int | None:
        """Where the line of a version that is read starts; None if there is none."""
        row = self._db.execute(
            "select place from documents"
            " where source_key = ? and version = ? and document_id = ? and read > 0",
            member,
        ).fetchone()
        return None if row is None else int(row[0])

    def hold(self, members: Iterable[Version]) -> None:
        """Note that the lake has these."""
        self._db.executemany(
            "update documents set held = 1 where source_key = ? and version = ?",
            ((m.source_key, m.version) for m in members),
        )

    def is_held(self, member: Version) -> bool:
        """Whether the lake has a version."""
        row = self._db.execute(
            "select max(held) from documents where source_key = ? and version = ?", member[:2]
        ).fetchone()
        return bool(row[0])

    def left(self) -> list[Version]:
        """Versions to be read that the lake does not have."""
        rows = self._db.execute(
            "select source_key, version, document_id from documents"
            " where read > 0 and not held order by rowid"
        )
        return [Version(*row) for row in rows]

    def has_record(self, record: str) -> bool:
        """Whether a record of an added web archive was taken already, as this or as a version."""
        found = self._db.execute("select 1 from records where id = ?", [_short(record)])
        return found.fetchone() is not None

    def _last(self, key: str) -> tuple[int, str, str] | None:
        found: tuple[int, str, str] | None = self._db.execute(
            "select version, document_id, origin from documents where source_key = ?"
            " order by rowid desc limit 1",
            [key],
        ).fetchone()
        return found

    def key_of(self, capture: Capture, digest: str, origin: str) -> str:
        """The capture's key, or `key~2` where another document has it.

        Two folders may hold files of one name (`2023/index.html`, `2024/index.html`). They are one
        document that moved if the bytes are the same or the first file is gone, otherwise two.
        """
        key, number = capture.key, 1
        while (last := self._last(key)) is not None:
            _, document_id, before = last
            if before in ("", origin) or document_id == digest:
                break
            if not Path(before).exists():
                break
            number += 1
            key = f"{capture.key}~{number}"
        return key


def _short(record: str) -> bytes:
    """Ten bytes that stand for a record's id: there are millions."""
    return blake2b(record.encode(), digest_size=10).digest()
