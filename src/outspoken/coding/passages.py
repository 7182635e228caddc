"""Documents of the lake as a coder sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outspoken.lake import Lake
from outspoken.model import Genre, Metadata, Passage, Person, Role, Sentence, targets_of

COLUMNS = (
    "n", "turn", "paragraph", "start", "end", "words", "speaker", "role",
    "translated", "quoted", "joint", "missing",
)  # fmt: skip
ROLES = {role.value: role for role in Role}


def passages(
    lake: Lake, part: str, home: str, *, only: Collection[str] | None = None
) -> Iterator[Passage]:
    """The documents of a part with their sentences; `only` these where given."""
    for at in range(lake.slices(part)):
        yield from passages_of_slice(lake, part, at, home, only=only)


def passages_of_slice(
    lake: Lake, part: str, at: int, home: str, *, only: Collection[str] | None = None
) -> Iterator[Passage]:
    """The documents of one slice of a part with their sentences, made one by one."""
    documents = lake.read_part(
        "documents",
        part,
        [
            "document_id", "text", "title", "published_at", "published_on", "event_date", "place",
            "place_country", "publisher", "government", "genre", "principals", "counterparts",
            "language", "status",
        ],
        slice_=at,
    )  # fmt: skip
    table = lake.read_part("sentences", part, ["document_id", *COLUMNS], slice_=at)
    if only is not None:
        documents = documents.filter(pc.is_in(documents["document_id"], pa.array(list(only))))
        table = table.filter(pc.is_in(table["document_id"], pa.array(list(only))))
    runs = _runs(table["document_id"])
    for number in range(documents.num_rows):
        (row,) = documents.slice(number, 1).to_pylist()
        sentences = [
            sentence
            for begin, end in runs.get(row["document_id"], ())
            for sentence in _sentences(table.slice(begin, end - begin))
        ]
        if not sentences:
            continue
        metadata = Metadata(
            title=row["title"] or "",
            published_at=row["published_at"],
            published_on=row["published_on"],
            event_date=row["event_date"],
            place=row["place"] or "",
            place_country=row["place_country"] or "",
            publisher=row["publisher"] or "",
            government=row["government"] or "",
            genre=Genre(row["genre"] or ""),
            principals=tuple(Person(**p) for p in row["principals"] or ()),
            counterparts=tuple(Person(**p) for p in row["counterparts"] or ()),
            language=row["language"] or "",
        )
        yield Passage(
            document_id=row["document_id"],
            text=row["text"],
            sentences=tuple(sentences),
            metadata=metadata,
            home=metadata.government or home,
            targets=targets_of(metadata),
        )


def _runs(ids: pa.ChunkedArray[Any]) -> dict[str, list[tuple[int, int]]]:
    """Where the rows of each document lie."""
    if not len(ids):
        return {}
    other: Any = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    edges = [0, *(np.flatnonzero(other.to_numpy()) + 1).tolist(), len(ids)]
    found: dict[str, list[tuple[int, int]]] = {}
    for begin, end in pairwise(edges):
        found.setdefault(str(ids[begin].as_py()), []).append((begin, end))
    return found


def _sentences(rows: pa.Table) -> Iterator[Sentence]:
    columns = [rows[name].to_pylist() for name in COLUMNS]
    for n, turn, paragraph, start, end, words, speaker, role, *flags in zip(*columns, strict=True):
        yield Sentence(n, turn, paragraph, start, end, words, speaker, ROLES[role], *flags)
