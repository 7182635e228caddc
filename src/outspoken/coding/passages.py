"""Documents of the lake as a coder sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.lake import Lake
from outspoken.model import Genre, Metadata, Passage, Person, Role, Sentence, targets_of


def passages(
    lake: Lake, part: str, home: str, *, only: Collection[str] | None = None
) -> Iterator[Passage]:
    """The documents of a part with their sentences; `only` these where given."""
    for at in range(lake.slices(part)):
        yield from passages_of_slice(lake, part, at, home, only=only)


def passages_of_slice(
    lake: Lake, part: str, at: int, home: str, *, only: Collection[str] | None = None
) -> list[Passage]:
    """The documents of one slice of a part with their sentences."""
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
    table = lake.read_part("sentences", part, slice_=at)
    if only is not None:
        documents = documents.filter(pc.is_in(documents["document_id"], pa.array(list(only))))
        table = table.filter(pc.is_in(table["document_id"], pa.array(list(only))))
    by_document: dict[str, list[Sentence]] = {}
    names = ["n", "turn", "paragraph", "start", "end", "words", "speaker", "role",
             "translated", "quoted", "joint", "missing"]  # fmt: skip
    roles = {role.value: role for role in Role}
    columns = [table[name].to_pylist() for name in names]
    for document_id, n, turn, paragraph, start, end, words, speaker, role, *flags in zip(
        table["document_id"].to_pylist(), *columns, strict=True
    ):
        by_document.setdefault(document_id, []).append(
            Sentence(n, turn, paragraph, start, end, words, speaker, roles[role], *flags)
        )
    found = []
    for row in documents.to_pylist():
        sentences = by_document.get(row["document_id"])
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
        found.append(
            Passage(
                document_id=row["document_id"],
                text=row["text"],
                sentences=tuple(sentences),
                metadata=metadata,
                home=metadata.government or home,
                targets=targets_of(metadata),
            )
        )
    return found
