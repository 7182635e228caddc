"""Tables: CSV, JSON lines and Parquet, one document a row.

A row's document is the canonical JSON of its mapped fields; its SHA-256 is the document's id, so a
table that only grew adds only the new rows. The row's key is its `id` if there is one, else its
`url`, else its own hash.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from outspoken.archive import canonical, sha256
from outspoken.errors import InputError
from outspoken.model import Capture

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
ROW = "application/vnd.outspoken.row+json"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "transcript", "speech"),
    "id": ("id", "doc_id", "docid", "docid_", "uid"),
    "title": ("title", "headline", "name"),
    "url": ("url", "source_url", "link", "address"),
    "date": ("date", "published", "published_at", "published_on"),
    "event_date": ("event_date",),
    "publisher": ("publisher", "source"),
    "government": ("government", "home", "country_iso", "iso3"),
    "genre": ("genre",),
    "language": ("language", "lang"),
    "place": ("place", "location"),
    "speaker": ("speaker", "official", "secretary"),
}
"""Fields of a document, and the column names that stand for them where no mapping is given."""


def read_table(path: Path, mapping: Mapping[str, str]) -> Iterator[Capture | InputError]:
    """Rows of a table as captures; a bad row is an error in its place.

    `mapping` names the column of a field ({"text": "Body"}); other fields are found by name.
    """
    unknown = sorted(mapping.keys() - FIELDS.keys())
    if unknown:
        yield InputError(
            f"--map {unknown[0]}", "is no field of a document", f"fields: {', '.join(FIELDS)}"
        )
        return
    retrieved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    columns: dict[str, str] | None = None
    for number, row in _rows(path):
        name = f"{path.name} row {number}"
        if isinstance(row, InputError):
            yield row
            continue
        if columns is None or not columns.values() <= row.keys():
            found = _columns(row, mapping)
            if "text" not in found:
                yield InputError(name, "has no column for the text", "say which: --map text=COLUMN")
                if path.suffix.lower() not in (".jsonl", ".ndjson"):
                    return
                continue
            columns = found
        fields = {field: _text(row.get(column)) for field, column in columns.items()}
        fields = {field: value for field, value in fields.items() if value}
        if not fields.get("text", "").strip():
            yield InputError(name, "has no text", "fill the row, or leave it out")
            continue
        content = canonical(fields)
        identity = fields.get("id") or fields.get("url") or sha256(content)
        yield Capture(
            key=f"{path.name}#{identity}",
            name=name,
            content=content,
            media_type=ROW,
            url=fields.get("url", ""),
            retrieved_at=retrieved,
            container=str(path),
        )


def _columns(row: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, str]:
    by_name = {str(column).strip().lower(): column for column in row}
    found = {field: column for field, column in mapping.items() if column in row}
    for field, names in FIELDS.items():
        if field not in mapping:
            column = next((by_name[name] for name in names if name in by_name), None)
            if column is not None:
                found[field] = column
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            yield from _parquet(path)
        elif suffix in (".jsonl", ".ndjson"):
            yield from _json_lines(path)
        else:
            yield from _csv(path, "\t" if suffix == ".tsv" else ",")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield 0, InputError(str(path), f"cannot be read as a table ({error})", "save it as UTF-8")


def _csv(path: Path, delimiter: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file, delimiter=delimiter), start=1)


def _json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield number, row
            else:
                name = f"{path.name} row {number}"
                yield number, InputError(name, "is not a JSON object", "mend that line")


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        number = 0
        for batch in file.iter_batches(batch_size=1000):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except pa.ArrowException:
        yield 0, InputError(str(path), "is not a whole Parquet file", "fetch it again")
