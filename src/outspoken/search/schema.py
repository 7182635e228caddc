"""The index's tables, and how it is opened.

A sentence's id holds its day, its document and its place, so that ids in falling order are the
newest first, a span of days or a document is a range of ids, and both need no index of their own:

    id = (day << 43) | (document number << 19) | n

`words` is a full-text index without a copy of the text (a document's text is kept compressed in
`texts`, its sentences are slices of it). Its second column holds the codes as tokens (see `tags`), so
that words and filters are one lookup.

`said` counts the sentences that name an issue or a case, by who spoke where and when, so that a page
about an issue reads few rows; `last` is the newest of them that is not about the speaker's own
country alone (0: unknown, since a document was taken out). `roles` counts a document's sentences by
role, and how many of them put rights, so that lists of engagements need no search.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = "search.sqlite3"
FORMAT = "3"
N_BITS, NUMBER_BITS, DAY_BITS = 19, 24, 20
EPOCH = 500_000
"""Ordinal of the first day that an id can tell (in 1369); a document without a day has 0."""

TABLES = """
create table if not exists meta (key text primary key, value text);
create table if not exists parts (part text primary key, codings text not null);
create table if not exists documents (
  number integer primary key, document_id text not null unique, base integer not null, part text not null,
  date text, title text, government text, genre text, language text, words integer, sentences integer,
  rights integer, coded integer not null, found integer not null default 1, facts text not null);
create index if not exists documents_by_part on documents (part);
create index if not exists documents_by_date on documents (date desc);
create table if not exists versions (
  source_key text, version integer, document_id text, part text, status text, retrieved_at text,
  problem text, name text);
create index if not exists versions_by_key on versions (source_key, version);
create index if not exists versions_by_document on versions (document_id);
create index if not exists versions_by_part on versions (part);
create table if not exists people (
  number integer, name text, office text, country text, side text);
create index if not exists people_by_name on people (name);
create index if not exists people_by_number on people (number);
create index if not exists people_by_country on people (country, side);
create table if not exists texts (number integer primary key, body blob);
create table if not exists speakers (number integer, label text, name text, role text, basis text);
create index if not exists speakers_by_number on speakers (number);
create table if not exists sentences (
  id integer primary key, turn integer, paragraph integer, start integer, end integer, words integer,
  speaker text, role text, flags integer, codes text);
create table if not exists said (
  kind text, name text, role text, government text, speaker text, counterpart text, year text,
  sentences integer, last integer, primary key (kind, name, role, government, speaker, counterpart, year)) without rowid;
create index if not exists said_by_speaker on said (speaker, kind);
create index if not exists said_by_government on said (government, kind);
create index if not exists said_by_counterpart on said (counterpart, kind);
create table if not exists roles (
  number integer, role text, sentences integer, rights integer, primary key (number, role)) without rowid;
create virtual table if not exists words using fts5(
  text, tags, content='', tokenize="unicode61 remove_diacritics 2");
"""

TRANSLATED, QUOTED, JOINT, MISSING = 1, 2, 4, 8


class Index:
    """An opened index; one connection, used by one thread at a time."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.db = db
        self.path = path

    def all(self, query: str, params: Any = ()) -> list[dict[str, Any]]:
        """Rows of a query."""
        return [dict(row) for row in self.db.execute(query, params)]

    def one(self, query: str, params: Any = ()) -> dict[str, Any] | None:
        """The first row of a query."""
        row = self.db.execute(query, params).fetchone()
        return None if row is None else dict(row)

    def value(self, query: str, params: Any = ()) -> Any:
        """The first value of a query."""
        row = self.db.execute(query, params).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, whole or not at all."""
        self.db.execute("begin immediate")
        try:
            yield self.db
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def meta(self, key: str) -> str:
        """A fact about the index itself."""
        return str(self.value("select value from meta where key = ?", [key]) or "")

    def close(self) -> None:
        """Close it."""
        self.db.close()


def open_index(lake: Path, *, writable: bool = False) -> Index:
    """The index of the lake at this folder; an empty one where there is none.

    A file of another format, or one that is damaged, is made anew: it holds nothing of its own.
    """
    path = lake / FILE
    if not writable and path.exists():
        db = sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        db.row_factory = sqlite3.Row
        db.execute("pragma mmap_size = 8000000000")
        db.execute("pragma cache_size = -65536")
        try:
            if Index(db, path).meta("format") == FORMAT:
                return Index(db, path)
        except sqlite3.DatabaseError:
            pass
        db.close()
    if not writable:
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.executescript(TABLES)
        return Index(db, path)
    lake.mkdir(parents=True, exist_ok=True)
    try:
        return _writable(path)
    except (sqlite3.DatabaseError, _OtherFormatError):
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return _writable(path)


class _OtherFormatError(Exception):
    """Written by another version."""


def _writable(path: Path) -> Index:
    db = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    db.row_factory = sqlite3.Row
    try:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        db.execute("pragma cache_size = -262144")
        db.executescript(TABLES)
        index = Index(db, path)
        if index.meta("format") not in ("", FORMAT):
            raise _OtherFormatError
        db.execute("insert or replace into meta values ('format', ?)", [FORMAT])
    except BaseException:
        db.close()
        raise
    return index


# ------------------------------------------------------------------ ids


def base_of(day: date | None, number: int) -> int:
    """The id of a document's first sentence."""
    if number >= 1 << NUMBER_BITS:
        raise OverflowError(f"document number {number} is past the index's {1 << NUMBER_BITS}")
    return (day_number(day) << (NUMBER_BITS + N_BITS)) | (number << N_BITS)


def day_number(day: date | None) -> int:
    """A day as the index counts it; 0 for none."""
    return 0 if day is None else min(max(day.toordinal() - EPOCH, 1), (1 << DAY_BITS) - 1)


def first_of(day: date) -> int:
    """The lowest id of a day."""
    return day_number(day) << (NUMBER_BITS + N_BITS)


def number_of(identity: int) -> int:
    """The document's number of a sentence's id."""
    return (identity >> N_BITS) & ((1 << NUMBER_BITS) - 1)


def n_of(identity: int) -> int:
    """The sentence's n of its id."""
    return identity & ((1 << N_BITS) - 1)


def span_of(base: int) -> tuple[int, int]:
    """First and last possible id of a document's sentences."""
    return base, base + (1 << N_BITS) - 1


# ------------------------------------------------------------------ texts


def packed(text: str) -> bytes:
    """A document's text as it is stored."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def text_of(index: Index, number: int) -> str:
    """A document's text."""
    body = index.value("select body from texts where number = ?", [number])
    return unpacked(body) if body is not None else ""


@lru_cache(maxsize=256)
def unpacked(body: bytes) -> str:
    """A stored text."""
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def codes_of(stored: str | None) -> dict[str, Any] | None:
    """A sentence's coding; None where it was not coded or nothing was found in it."""
    if not stored:
        return None
    found: dict[str, Any] = json.loads(stored)
    return found
