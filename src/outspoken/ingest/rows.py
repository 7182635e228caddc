"""The rows of the lake's tables from documents as read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from outspoken.archive import Entry, sha256
from outspoken.errors import InputError
from outspoken.model import DOCUMENTS, SENTENCES, SPEAKERS, Extracted, Status, Transcript

if TYPE_CHECKING:
    from outspoken.ingest.reading import Read


class Documents:
    """Rows of `documents`; every document has one, whatever became of it."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self.words = 0

    def add(self, read: Read, pipeline: str) -> InputError | None:
        """Add one document; says what is wrong with it."""
        name = read.pending.name
        row = {**dict.fromkeys(DOCUMENTS.names), **address(read.pending.entry)}
        row["pipeline"] = pipeline
        problem = read.failure
        row["status"] = Status.FAILED.value
        if read.extracted is not None and read.transcript is not None:
            row.update(_content(read.extracted, read.transcript))
            row["status"] = Status.OK.value
            self.words += row["words"]
            if not read.transcript.sentences:
                problem = InputError(name, "holds no sentence", "leave it out, or convert it")
                row["status"] = Status.EMPTY.value
        elif not read.pending.entry["size"]:
            row["status"] = Status.EMPTY.value
        row["problem"] = str(problem) if problem else ""
        self._rows.append(row)
        return problem

    def table(self) -> pa.Table:
        """The rows as a table."""
        return pa.Table.from_pylist(self._rows, DOCUMENTS)


class Sentences:
    """Rows of `sentences`, column by column: there are many."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in SENTENCES.names}

    def __len__(self) -> int:
        return len(self._columns["n"])

    def add(self, document_id: str, text: str, transcript: Transcript) -> None:
        """Add a document's sentences."""
        found = transcript.sentences
        if not found:
            return
        columns = self._columns
        columns["document_id"] += [document_id] * len(found)
        columns["text"] += [text[s.start : s.end] for s in found]
        for name, values in zip(type(found[0])._fields, zip(*found, strict=True), strict=True):
            columns[name] += [role.value for role in values] if name == "role" else values

    def table(self) -> pa.Table:
        """The rows as a table."""
        return pa.table(self._columns, schema=SENTENCES)


class Speakers:
    """Rows of `speakers`."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def add(self, document_id: str, transcript: Transcript) -> None:
        """Add a document's speaker table."""
        self._rows += [
            {
                "document_id": document_id,
                "label": speaker.label,
                "name": speaker.name,
                "role": speaker.role.value,
                "basis": speaker.basis,
                "turns": speaker.turns,
                "words": speaker.words,
            }
            for speaker in transcript.speakers
        ]

    def table(self) -> pa.Table:
        """The rows as a table."""
        return pa.Table.from_pylist(self._rows, SPEAKERS)


def address(entry: Entry) -> dict[str, Any]:
    """The columns that tell one address of a document from another; the rest is the document's."""
    return {
        "document_id": entry["document_id"],
        "source_key": entry["source_key"],
        "version": entry["version"],
        "name": entry["name"],
        "original_sha256": entry["sha256"],
        "media_type": entry["media_type"],
        "retrieved_at": datetime.fromisoformat(entry["retrieved_at"]),
        "url": entry["url"],
    }


def _content(extracted: Extracted, transcript: Transcript) -> dict[str, Any]:
    metadata = extracted.metadata
    published = metadata.published_at

    def people(persons: Iterable[Any]) -> list[dict[str, str]]:
        return [{"name": p.name, "office": p.office, "country": p.country} for p in persons]

    return {
        "url": metadata.url,
        "title": metadata.title,
        "published_at": published.astimezone(UTC) if published and published.tzinfo else None,
        "published_on": metadata.published_on or (published.date() if published else None),
        "event_date": metadata.event_date,
        "place": metadata.place,
        "place_country": metadata.place_country,
        "publisher": metadata.publisher,
        "government": metadata.government,
        "genre": metadata.genre.value,
        "principals": people(metadata.principals),
        "counterparts": people(metadata.counterparts),
        "language": metadata.language,
        "translated": metadata.translated,
        "truncated": metadata.truncated,
        "basis": list(metadata.basis.items()),
        "words": sum(sentence.words for sentence in transcript.sentences),
        "text": extracted.text,
        "text_sha256": sha256(extracted.text.encode()),
    }
