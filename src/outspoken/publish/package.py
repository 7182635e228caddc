"""The data package: everything public as tables, in CSV and Parquet, with a Frictionless descriptor.

Written in one order, without clock or chance, so that the same content gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from outspoken.publish.content import Content
from outspoken.publish.method_text import METHOD
from outspoken.publish.tables import Table

_TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    date: "date",
    list: "array",
}


def files(content: Content, made: Sequence[Table]) -> dict[str, bytes]:
    """The files of the package by name."""
    out: dict[str, bytes] = {}
    for table in made:
        out[f"{table.name}.csv"] = _csv(table)
        out[f"{table.name}.parquet"] = _parquet(table)
    out["codebook.json"] = _json(content.codebook.content)
    out["method.md"] = METHOD.encode()
    out["CITATION.cff"] = _citation(content).encode()
    out["README.md"] = _readme(content, made).encode()
    out["datapackage.json"] = _json(_descriptor(content, made, out))
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(out.items()))
    out["SHA256SUMS"] = sums.encode()
    return out


def _csv(table: Table) -> bytes:
    """As RFC 4180 with LF; lists as JSON. A cell that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.data:
        writer.writerow([_cell(row.get(name)) for name in table.columns])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return json.dumps(list(value), ensure_ascii=False)
    text = str(value)
    dangerous = isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "'" + text if dangerous else text


def _parquet(table: Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(), list: pa.list_(pa.string())}  # fmt: skip
    schema = pa.schema([pa.field(name, kinds[kind]) for name, (kind, _) in table.columns.items()])
    rows = [{name: row.get(name) for name in table.columns} for row in table.data]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out, compression="zstd")
    return out.getvalue()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, default=str) + "\n").encode()


def _descriptor(
    content: Content, made: Sequence[Table], out: Mapping[str, bytes]
) -> dict[str, Any]:
    """Frictionless Data Package, version 1; the CSV files are its resources."""
    provenance = content.provenance
    return {
        "profile": "tabular-data-package",
        "name": "outspoken-publication",
        "title": content.title,
        "contributors": [{"title": content.publisher, "role": "publisher"}] if content.publisher else [],
        "outspoken": {
            "version": provenance.version,
            "coder": provenance.coder,
            "codebook": provenance.codebook_hash,
            "manifest": provenance.manifest_hash,
            "scope": provenance.scope,
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": t.name.replace("_", "-"),
                "path": f"{t.name}.csv",
                "description": t.description,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(out[f"{t.name}.csv"]),
                "hash": f"sha256:{sha256(out[f'{t.name}.csv']).hexdigest()}",
                "schema": {
                    "fields": [
                        {"name": name, "type": _TYPES[kind], **({"description": d} if d else {})}
                        for name, (kind, d) in t.columns.items()
                    ],
                    **({"primaryKey": list(t.key)} if t.key else {}),
                    "missingValues": [""],
                },
            }
            for t in made
        ],
    }  # fmt: skip


def _citation(content: Content) -> str:
    """CITATION.cff; strings as JSON, which is YAML."""
    title, who = json.dumps(content.title), json.dumps(content.publisher or "Anonymous")
    return (
        "cff-version: 1.2.0\n"
        "type: dataset\n"
        'message: "Please cite the data, and read the sentences before you quote a figure."\n'
        f"title: {title}\n"
        f"authors:\n  - name: {who}\n"
        f'version: "{content.provenance.manifest_hash[:16]}"\n'
        "abstract: "
        + json.dumps(
            f"Coded with Outspoken {content.provenance.version}, codebook "
            f"{content.provenance.codebook_hash}, archive manifest {content.provenance.manifest_hash}."
        )
        + "\n"
    )


def _readme(content: Content, made: Sequence[Table]) -> str:
    lines = [
        f"# {content.title}", "",
        "Tables in CSV (UTF-8) and Parquet, described in `datapackage.json`. Method: `method.md`.", "",
        "| table | rows | what it holds |", "|---|---|---|",
        *(f"| `{t.name}` | {t.rows} | {t.description} |" for t in made), "",
        "An empty estimate means that there is nothing to measure; it is never zero. Figures are",
        "detector counts unless their label says otherwise. `not_assessable` is neither yes nor no.", "",
    ]  # fmt: skip
    return "\n".join(lines)
