"""The rows of a table file, numbered from 1, whatever its format."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from outspoken.errors import InputError
from outspoken.sources.files import LARGEST, too_large, unreadable

Row = Mapping[str, Any]
ROWS_AT_ONCE = 1000
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}


def rows(path: Path, ending: str, name: str) -> Iterator[tuple[int, Row | InputError]]:
    """Rows of a table, or what is wrong, with the row's number.

    Args:
        path: the file.
        ending: tells the format (".csv"); an archived file has none.
        name: what messages call it.
    """
    ending = ending.lower()
    try:
        if ending == ".parquet":
            yield from _parquet(path, name)
        elif ending in (".jsonl", ".ndjson"):
            yield from _json_lines(path, name)
        else:
            yield from _csv(path, ending, name)
    except OSError as error:
        yield 0, unreadable(name, error)


def _csv(path: Path, ending: str, name: str) -> Iterator[tuple[int, Row | InputError]]:
    csv.field_size_limit(LARGEST)
    with path.open("rb") as file:
        encoding = MARKS.get(file.read(2), "utf-8")
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as text:
            head = text.readline(LARGEST)
            text.seek(0)
            # Spreadsheets write semicolons where the comma parts decimals.
            delimiter = "\t" if ending == ".tsv" else max(",;\t", key=head.count)
            for number, row in enumerate(csv.DictReader(text, delimiter=delimiter), start=1):
                yield number, {str(column): cell for column, cell in row.items() if column}
    except UnicodeDecodeError:
        yield number, InputError(name, f"is not UTF-8 after row {number}", "save it as UTF-8")
    except csv.Error as error:
        yield number, InputError(name, f"breaks off after row {number} ({error})", "mend the table")


def _json_lines(path: Path, name: str) -> Iterator[tuple[int, Row | InputError]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(2 * LARGEST):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            here = f"{name} row {number}"
            if len(line) == 2 * LARGEST:
                yield number, too_large(here)
                while not line.endswith(b"\n") and (line := file.readline(LARGEST)):
                    pass
                continue
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield number, row
            else:
                yield number, InputError(here, "is not a JSON object", "mend that line")


def _parquet(path: Path, name: str) -> Iterator[tuple[int, Row | InputError]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError):
        problem = f"breaks off after row {number}" if number else "is not a whole Parquet file"
        yield number, InputError(name, problem, "fetch it again")
