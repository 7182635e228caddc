"""Rows for a person, a spreadsheet or a program, in one way for every command that prints figures."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.cli.console import emit_json, say

if TYPE_CHECKING:
    from outspoken.measures.figure import Figure

FORMATS = ("table", "csv", "json", "parquet")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


def check(form: str, output: Path | None) -> None:
    """InputError for a format that there is not, or one that needs a file."""
    from outspoken.errors import InputError

    if form not in FORMATS:
        raise InputError(f"--format {form}", "is no format", "table, csv, json or parquet")
    if form == "parquet" and output is None:
        raise InputError("--format parquet", "needs a file", "name it with --output")


def write_csv(rows: Sequence[Mapping[str, Any]], output: Path | None = None) -> None:
    """Rows as CSV. Texts that a spreadsheet would take for a formula get a leading quote."""
    import csv
    import io

    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    _put(text.getvalue(), output)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(str(one) for one in value)
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def write_rows(
    rows: Sequence[Mapping[str, Any]],
    form: str,
    output: Path | None,
    head: Mapping[str, Any],
) -> None:
    """Rows as CSV, JSON or Parquet; `head` says what they are and how they were made."""
    if form == "csv":
        write_csv(rows, output)
    elif form == "json" and output is None:
        emit_json({**head, "rows": rows})
    elif form == "json":
        import json

        text = json.dumps({**head, "rows": rows}, indent=1, ensure_ascii=False, default=str)
        _put(text + "\n", output)
    elif output is not None:
        import io

        import pyarrow as pa
        import pyarrow.parquet as pq

        from outspoken.durable import write_whole

        table = pa.Table.from_pylist([dict(row) for row in rows])
        table = table.replace_schema_metadata({k: str(v) for k, v in head.items()})
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        write_whole(output, buffer.getvalue())
        say(f"{len(rows):,} rows: {output.resolve()}")


def _put(text: str, output: Path | None) -> None:
    from outspoken.durable import write_whole

    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text.encode())
        say(f"written: {output.resolve()}")


def shown(value: float | None, unit: str) -> str:
    """A number for people: shares in per cent, log ratios as ratios; "–" where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if unit == "log ratio":
        ratio = math.exp(min(value, 50.0))
        return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
    if unit.startswith("share"):
        return f"{value * 100:.1f} %"
    return f"{value:.2f}"


def interval(figure: Figure) -> str:
    """The interval for people."""
    if figure.low is None or figure.high is None:
        return "no interval"
    low, high = (shown(x, figure.unit) for x in (figure.low, figure.high))
    return f"{low.removesuffix(' %') if high.endswith('%') else low} to {high}"
