"""Documents and sentences from the index, as the pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from outspoken.search.schema import (
    JOINT,
    MISSING,
    QUOTED,
    TRANSLATED,
    Index,
    codes_of,
    n_of,
    number_of,
    span_of,
    text_of,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's facts. `found` is false for one that a later version has replaced."""

    document_id: str
    number: int
    base: int
    title: str
    date: str
    government: str
    genre: str
    language: str
    words: int
    sentences: int
    rights: int
    coded: bool
    found: bool
    facts: dict[str, Any]

    @property
    def url(self) -> str:
        """Where it was published."""
        return str(self.facts.get("url") or "")

    @property
    def publisher(self) -> str:
        """Who published it."""
        return str(self.facts.get("publisher") or "")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a page shows it. `codes` is None where nothing was found in it."""

    id: int
    document_id: str
    n: int
    turn: int
    paragraph: int
    start: int
    end: int
    text: str
    words: int
    label: str
    speaker: str
    role: str
    codes: dict[str, Any] | None
    translated: bool = False
    quoted: bool = False
    joint: bool = False
    missing: bool = False
    issues: tuple[str, ...] = field(default=())


_COLUMNS = "number, document_id, base, title, date, government, genre, language, words, sentences, rights, coded, found, facts"


def _document(row: dict[str, Any]) -> Document:
    return Document(
        document_id=row["document_id"],
        number=row["number"],
        base=row["base"],
        title=row["title"] or "",
        date=row["date"] or "",
        government=row["government"] or "",
        genre=row["genre"] or "",
        language=row["language"] or "",
        words=row["words"] or 0,
        sentences=row["sentences"] or 0,
        rights=row["rights"] or 0,
        coded=bool(row["coded"]),
        found=bool(row["found"]),
        facts=json.loads(row["facts"]),
    )


def document(index: Index, document_id: str) -> Document | None:
    """A document by its hash."""
    row = index.one(f"select {_COLUMNS} from documents where document_id = ?", [document_id])  # noqa: S608
    return None if row is None else _document(row)


def documents(index: Index, document_ids: Iterable[str]) -> dict[str, Document]:
    """Documents by their hashes; those that are not there are left out."""
    found = {}
    for document_id in dict.fromkeys(document_ids):
        one = document(index, document_id)
        if one is not None:
            found[document_id] = one
    return found


def newest(index: Index, limit: int) -> list[Document]:
    """The newest documents."""
    rows = index.all(
        f"select {_COLUMNS} from documents where found = 1 order by date desc, number desc limit ?",  # noqa: S608
        [limit],
    )
    return [_document(row) for row in rows]


def text(index: Index, one: Document) -> str:
    """A document's text."""
    return text_of(index, one.number)


def lines(index: Index, one: Document, first: int = 0, last: int | None = None) -> list[Line]:
    """A document's sentences in order, from n = `first` to `last`."""
    low, high = span_of(one.base)
    high = high if last is None else one.base + last
    rows = index.all(
        "select * from sentences where id between ? and ? order by id", [low + first, high]
    )
    whole = text_of(index, one.number)
    names = names_of(index, one.number)
    return [_line(row, one.document_id, whole, names) for row in rows]


def at(index: Index, one: Document, start: int, end: int) -> tuple[Line | None, bool]:
    """The sentence at these offsets, and whether they are its own.

    Where a text was read anew and its sentences fall otherwise, the one that lies over most of the
    span comes, with False.
    """
    low, high = span_of(one.base)
    row = index.one(
        "select * from sentences where id between ? and ? and start = ? and end = ?",
        [low, high, start, end],
    )
    exact = row is not None
    if row is None:
        row = index.one(
            "select * from sentences where id between ? and ? and start < ? and end > ?"
            " order by min(end, ?) - max(start, ?) desc limit 1",
            [low, high, end, start, end, start],
        )
    if row is None:
        return None, False
    return _line(
        row, one.document_id, text_of(index, one.number), names_of(index, one.number)
    ), exact


def by_ids(index: Index, ids: Sequence[int]) -> list[tuple[Line, Document]]:
    """Sentences by their ids, in the order given, each with its document."""
    held: dict[int, tuple[Document, str, dict[str, str]]] = {}
    found = []
    for identity in ids:
        number = number_of(identity)
        if number not in held:
            row = index.one(f"select {_COLUMNS} from documents where number = ?", [number])  # noqa: S608
            if row is None:
                continue
            held[number] = (_document(row), text_of(index, number), names_of(index, number))
            if len(held) > 2000:
                held.pop(next(iter(held)))
        one, whole, names = held[number]
        row = index.one("select * from sentences where id = ?", [identity])
        if row is not None:
            found.append((_line(row, one.document_id, whole, names), one))
    return found


def names_of(index: Index, number: int) -> dict[str, str]:
    """Whom a document's labels name."""
    rows = index.all("select label, name from speakers where number = ?", [number])
    return {row["label"]: row["name"] or row["label"] for row in rows}


def speakers(index: Index, one: Document) -> list[dict[str, Any]]:
    """A document's speaker table: label, name, role, and why."""
    return index.all(
        "select label, name, role, basis from speakers where number = ? order by rowid",
        [one.number],
    )


def versions(index: Index, one: Document) -> list[dict[str, Any]]:
    """Every arrival of these bytes, and the other versions at the same addresses."""
    return index.all(
        "select distinct source_key, version, document_id, status, retrieved_at, problem, name"
        " from versions where source_key in (select source_key from versions where document_id = ?)"
        " order by source_key, version",
        [one.document_id],
    )


def unreadable(index: Index, limit: int = 200) -> list[dict[str, Any]]:
    """Documents of which no text could be read, with the reason."""
    return index.all(
        "select document_id, name, status, problem, retrieved_at from versions"
        " where status != 'ok' order by retrieved_at desc limit ?",
        [limit],
    )


def _line(row: dict[str, Any], document_id: str, whole: str, names: dict[str, str]) -> Line:
    codes = codes_of(row["codes"])
    flags = row["flags"]
    return Line(
        id=row["id"],
        document_id=document_id,
        n=n_of(row["id"]),
        turn=row["turn"],
        paragraph=row["paragraph"],
        start=row["start"],
        end=row["end"],
        text=whole[row["start"] : row["end"]],
        words=row["words"],
        label=row["speaker"],
        speaker=names.get(row["speaker"], row["speaker"]),
        role=row["role"],
        codes=codes,
        translated=bool(flags & TRANSLATED),
        quoted=bool(flags & QUOTED),
        joint=bool(flags & JOINT),
        missing=bool(flags & MISSING),
        issues=tuple(dict.fromkeys(hit["issue"] for hit in codes["issues"])) if codes else (),
    )
