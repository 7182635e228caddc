"""DuckDB over the lake: a view for each table, and what is current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from outspoken.lake.reach import KEY_DIGITS
from outspoken.lake.storage import Storage

if TYPE_CHECKING:
    import duckdb

NEAR = "near.parquet"


def open_views(
    storage: Storage,
    files: Mapping[str, Iterable[str]],
    schemas: Mapping[str, pa.Schema],
    *,
    outdated: Mapping[str, int],
    repeated: bool,
    near: Path,
) -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table, `current` and `near`.

    Args:
        storage: where the files lie.
        files: of each table.
        schemas: of each table.
        outdated: the latest version of each address that has several, by `reach.key_of`.
        repeated: whether one document can have several rows (other addresses).
        near: the file of near-duplicates, where there is one.
    """
    import duckdb

    db = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for table, schema in schemas.items():
        names = sorted(files[table])
        if names:
            storage.show(db, table, names, schema)
        else:
            db.register(table, schema.empty_table())
    latest = ""
    if outdated:
        keys, versions = list(outdated), list(outdated.values())
        kinds: list[pa.Field[Any]] = [pa.field("key", pa.string()), pa.field("version", pa.int32())]
        db.register("latest", pa.table({"key": keys, "version": versions}, schema=pa.schema(kinds)))
        latest = (
            " anti join latest l on l.key = left(md5(d.source_key), "
            f"{KEY_DIGITS}) and d.version < l.version"
        )
    once = (
        " qualify row_number() over"
        " (partition by document_id order by retrieved_at, source_key) = 1"
        if repeated
        else ""
    )
    db.execute(
        "create view current as select d.* from documents d"  # noqa: S608
        f"{latest} where d.status = 'ok'{once}"
    )
    if near.exists():
        path = str(near).replace("'", "''")
        db.execute(f"create view near as select * from read_parquet('{path}')")  # noqa: S608
    else:
        db.execute(
            "create view near as select '' as document_id, '' as kept, 0.0 as jaccard limit 0"
        )
    return db
