"""The lake: Parquet tables in parts, each part written whole and never changed.

    lake/documents/PART.parquet        lake/sentences/PART.parquet      lake/speakers/PART.parquet
    lake/codings/CODER/HASH/PART.parquet

A part of `documents` and the parts of the same name hold one batch. The part of `documents` is
written last: where it stands, the batch is complete.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from outspoken.model import CODINGS, DOCUMENTS, SENTENCES, SPEAKERS

if TYPE_CHECKING:
    import duckdb

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "sentences": SENTENCES,
    "speakers": SPEAKERS,
    "codings": CODINGS,
}
HASH_DIGITS = 16


class Lake:
    """The tables of one workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, table: str, *, coder: str = "", codebook: str = "") -> Path:
        """The folder of a table's parts; codings are kept apart by coder and codebook hash."""
        if table != "codings":
            return self.root / table
        return self.root / table / coder / codebook[:HASH_DIGITS]

    def parts(self, table: str, *, coder: str = "", codebook: str = "") -> set[str]:
        """The names of the parts that are there, without their ending."""
        folder = self.folder(table, coder=coder, codebook=codebook)
        return {path.stem for path in folder.glob("*.parquet")}

    def write_part(
        self, table: str, part: str, data: pa.Table, *, coder: str = "", codebook: str = ""
    ) -> None:
        """Write one part, whole or not at all.

        Raises:
            pa.ArrowInvalid: the data does not have the table's schema.
        """
        folder = self.folder(table, coder=coder, codebook=codebook)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{part}.parquet"
        partial = folder / f".{part}.{os.getpid()}.partial"
        try:
            pq.write_table(data.cast(SCHEMAS[table]), partial, compression="zstd")
            handle = os.open(partial, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    def read_part(
        self,
        table: str,
        part: str,
        columns: Sequence[str] | None = None,
        *,
        coder: str = "",
        codebook: str = "",
    ) -> pa.Table:
        """One part as a table."""
        path = self.folder(table, coder=coder, codebook=codebook) / f"{part}.parquet"
        return pq.read_table(path, columns=list(columns) if columns else None, partitioning=None)

    def remove_part(self, table: str, part: str) -> None:
        """Take out a part that another has replaced."""
        (self.folder(table) / f"{part}.parquet").unlink(missing_ok=True)

    def connect(self, *, coder: str = "lexicon", codebook: str = "") -> duckdb.DuckDBPyConnection:
        """DuckDB with the views documents, current, sentences, speakers and codings.

        `current` is the latest readable version of every document. `codings` are those of one
        coder with one codebook, given by its hash.
        """
        import duckdb

        db = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        for table, schema in SCHEMAS.items():
            folder = self.folder(table, coder=coder, codebook=codebook)
            if any(folder.glob("*.parquet")):
                files = str(folder / "*.parquet").replace("'", "''")
                db.execute(f"create view {table} as select * from read_parquet('{files}')")  # noqa: S608
            else:
                db.register(table, schema.empty_table())
        db.execute(
            "create view current as select * from documents where status = 'ok' qualify "
            "row_number() over (partition by source_key order by version desc) = 1"
        )
        return db

    def read(
        self,
        query: str,
        params: Sequence[Any] = (),
        *,
        coder: str = "lexicon",
        codebook: str = "",
    ) -> pa.Table:
        """The result of a query over the views of `connect`."""
        with self.connect(coder=coder, codebook=codebook) as db:
            return db.execute(query, list(params)).to_arrow_table()

    def documents(self, document_ids: Iterable[str]) -> list[dict[str, Any]]:
        """Rows of `documents` with these ids, without their texts."""
        table = self.read(
            "select * exclude (text) from documents where document_id in (select unnest(?))",
            [sorted(set(document_ids))],
        )
        return table.to_pylist()

    def coded(self, document_ids: Iterable[str], *, coder: str, codebook: str) -> pa.Table:
        """Sentences of these documents joined with one coder's codings, in document order."""
        return self.read(
            "select s.*, c.issues, c.target, c.firmness, c.mode, c.voice, c.disclaimed, c.linkage,"
            " c.soft, c.cases, c.specificity, c.prompted, c.prompted_wide, c.answered"
            " from sentences s left join codings c using (document_id, n)"
            " where s.document_id in (select unnest(?)) order by s.document_id, s.n",
            [sorted(set(document_ids))],
            coder=coder,
            codebook=codebook,
        )
