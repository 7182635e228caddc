"""Tables: CSV, JSON lines and Parquet, one document a row.

A row's document is the canonical JSON of its mapped fields; its SHA-256 is the document's id, so a
table that only grew adds only the new rows. The row's key is its `id` if there is one, else its
`url`, else its own hash; where several rows share one, the second is `id~2` and so on.

The table's file is archived, its rows are not: `read_again` takes them from the archived file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from outspoken.archive import canonical, sha256
from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import LARGEST, too_large, unreadable
from outspoken.sources.rows import rows

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
ROW = "application/vnd.outspoken.row+json"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "transcript", "speech"),
    "id": ("id", "doc_id", "docid", "docid_", "uid"),
    "title": ("title", "headline"),
    "url": ("url", "source_url", "link", "address"),
    "date": ("date", "published", "published_at", "published_on"),
    "event_date": ("event_date",),
    "publisher": ("publisher", "source"),
    "government": ("government", "home", "country_iso", "iso3", "country"),
    "genre": ("genre",),
    "language": ("language", "lang"),
    "place": ("place", "location"),
    "speaker": ("speaker", "official", "secretary"),
}
"""Fields of a document, and the column names that stand for them where no mapping is given."""


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Refuse a mapping to what is no field.

    Raises:
        InputError: names the field and those that there are.
    """
    for field in mapping:
        if field not in FIELDS:
            raise InputError(
                f"--map {field}", "is no field of a document", f"fields: {', '.join(FIELDS)}"
            )


def read_table(path: Path, key: str, mapping: Mapping[str, str]) -> Iterator[Capture | InputError]:
    """Rows of a table as captures; a bad row is an error in its place.

    `mapping` names the column of a field ({"text": "Body"}); other fields are found by name.
    """
    try:
        if not path.is_file():
            yield InputError(key, "is not a regular file", "add documents only")
            return
        retrieved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield unreadable(key, error)
        return
    whole = path.suffix.lower() not in (".jsonl", ".ndjson")  # All rows have the same columns.
    columns: dict[str, str] | None = None
    times: Counter[str] = Counter()
    for number, row in rows(path, path.suffix, key):
        name = f"{key} row {number}"
        if isinstance(row, InputError):
            yield row
            continue
        if columns is None or not whole:
            columns = _columns(row, mapping)
            missing = [column for column in mapping.values() if column not in row]
            if "text" not in columns or (whole and missing):
                problem = (
                    f"has no column {missing[0]!r}" if missing else "has no column for the text"
                )
                yield InputError(
                    key if whole else name,
                    problem,
                    f"say which: --map text=COLUMN; it has {', '.join(list(row)[:12])}",
                )
                if whole:
                    return
                continue
        content = _document(row, columns)
        if isinstance(content, str):
            yield InputError(name, content, "mend the row, or leave it out")
            continue
        if len(content) > LARGEST:
            yield too_large(name)
            continue
        fields = json.loads(content)
        identity = fields.get("id") or fields.get("url") or sha256(content)
        times[identity] += 1
        if times[identity] > 1:
            identity = f"{identity}~{times[identity]}"
        yield Capture(
            key=f"{key}#{identity}",
            name=name,
            content=content,
            media_type=ROW,
            url=fields.get("url", ""),
            retrieved_at=retrieved,
            metadata={"row": str(number), "columns": json.dumps(columns, sort_keys=True)},
            container=str(path),
        )


def read_again(
    path: Path, ending: str, wanted: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[int, bytes]]:
    """Documents of an archived table: row number -> the columns that it was read with."""
    left = set(wanted)
    for number, row in rows(path, ending, path.name):
        if not left:
            return
        if number in wanted and not isinstance(row, InputError):
            left.remove(number)
            content = _document(row, wanted[number])
            if isinstance(content, bytes):
                yield number, content


def _document(row: Mapping[str, Any], columns: Mapping[str, str]) -> bytes | str:
    """Canonical JSON of a row's fields, or what is wrong with it."""
    fields = {}
    for field, column in columns.items():
        value = _text(row.get(column))
        if value is None:
            return f"has no text in {column!r} but a structure"
        if value.strip():
            fields[field] = value
    if "text" not in fields:
        return "has no text"
    return canonical(fields)


def _columns(row: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, str]:
    by_name = {str(column).strip().lower(): column for column in reversed(list(row))}
    found = {field: column for field, column in mapping.items() if column in row}
    for field, names in FIELDS.items():
        if field not in mapping:
            column = next((by_name[name] for name in names if name in by_name), None)
            if column is not None:
                found[field] = column
    return found


def _text(value: object) -> str | None:
    """A cell as text; paragraphs may come as a list. None: it is no text."""
    if value is None or value != value:  # noqa: PLR0124 - an empty cell of a number column is NaN
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        parts = [_text(part) for part in value]
        return None if None in parts else "\n\n".join(part for part in parts if part)
    if isinstance(value, dict):
        return None
    # A half of a surrogate pair (JSON allows it) cannot be written as UTF-8.
    return str(value).encode("utf-8", "replace").decode()
