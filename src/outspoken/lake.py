"""The lake: Parquet tables in parts, each part written whole and never changed.

    lake/documents/PART.parquet      lake/sentences/PART.parquet      lake/speakers/PART.parquet
    lake/codings/coder=NAME/codebook=HASH/PART@VERSION.parquet
    lake/summaries/coder=NAME/codebook=HASH/PART@VERSION-sN.parquet

A part holds one batch of documents under the same name in the three tables. The part of `documents`
moves into place last: where it stands, the batch is complete.

A part's name is `BATCH@STATE`: which documents, and the state of the pipeline that read them. When
they are read anew, `BATCH@NEW` takes the place of `BATCH@OLD` at one stroke: as long as both lie
there (a run was killed between the two) only the newer is seen. The same holds for codings and the
coder's version. So a reader finds every document once at any moment, also during a run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from outspoken.durable import sync
from outspoken.model import CODINGS, DOCUMENTS, SENTENCES, SPEAKERS, SUMMARIES

if TYPE_CHECKING:
    import duckdb

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "sentences": SENTENCES,
    "speakers": SPEAKERS,
    "codings": CODINGS,
    "summaries": SUMMARIES,
}
BY_CODER = ("codings", "summaries")
"""Tables that are kept apart by coder and codebook."""
SUMMARY = "-s1"
"""Ends the name of a part of summaries; a change of what is summed changes the number."""
READ_TABLES = ("sentences", "speakers", "documents")
"""The tables of a batch, in the order in which they move into place."""
HASH_DIGITS = 12


class Lake:
    """The tables of one workspace. Writing needs the workspace's lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = root / ".staging"

    def folder(self, table: str, *, coder: str = "", codebook: str = "") -> Path:
        """The folder of a table's parts; codings are kept apart by coder and codebook hash."""
        if table not in BY_CODER:
            return self.root / table
        return self.root / table / f"coder={coder}" / f"codebook={codebook[:HASH_DIGITS]}"

    def path_of(self, table: str, part: str, *, coder: str = "", codebook: str = "") -> Path:
        """Where a part lies (or would lie)."""
        return self.folder(table, coder=coder, codebook=codebook) / f"{part}.parquet"

    def parts(self, table: str, *, coder: str = "", codebook: str = "") -> set[str]:
        """The names of the parts that count: complete, and not replaced by a newer one."""
        folder = self.folder(table, coder=coder, codebook=codebook)
        documents = self._newest(self.folder("documents"))
        if table == "documents":
            return documents
        # Names without "@" are of no batch (written by another program): they always count.
        if table == "codings":
            held = self._newest(folder)
            return {part for part in held if "@" not in part or _batch(part) in documents}
        if table == "summaries":
            # Only of codings that count: what is left over from older ones is never summed.
            held = {path.stem for path in folder.glob(f"*{SUMMARY}.parquet")}
            codings = self.parts("codings", coder=coder, codebook=codebook)
            return {part for part in held if part.removesuffix(SUMMARY) in codings}
        held = {path.stem for path in folder.glob("*.parquet")}
        return {part for part in held if "@" not in part or part in documents}

    def stage(
        self, table: str, part: str, data: pa.Table, *, coder: str = "", codebook: str = ""
    ) -> None:
        """Write a part to where nobody reads it; `commit` moves it into place.

        Workers stage and the run itself commits, so that a worker which outlives a killed run
        changes nothing that the next run could see.

        Raises:
            pa.ArrowInvalid: the data does not have the table's schema.
        """
        path = self._staged(table, part, coder, codebook)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(data.cast(SCHEMAS[table]), path, compression="zstd")
        sync(path)

    def commit(self, table: str, part: str, *, coder: str = "", codebook: str = "") -> None:
        """Move a staged part into place, durably, and take out the one that it replaces."""
        path = self.path_of(table, part, coder=coder, codebook=codebook)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._staged(table, part, coder, codebook).replace(path)
        sync(path.parent)
        for older in self._replaced(path):
            older.unlink(missing_ok=True)

    def write_part(
        self, table: str, part: str, data: pa.Table, *, coder: str = "", codebook: str = ""
    ) -> None:
        """Write one part, whole or not at all."""
        self.stage(table, part, data, coder=coder, codebook=codebook)
        self.commit(table, part, coder=coder, codebook=codebook)

    def commit_batch(self, part: str) -> None:
        """Move a batch's three staged parts into place, `documents` last."""
        folder = self.folder("documents")
        older = [path.stem for path in self._replaced(folder / f"{part}.parquet")]
        for table in READ_TABLES:
            path = self.path_of(table, part)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._staged(table, part, "", "").replace(path)
            sync(path.parent)
        for name in older:
            for table in reversed(READ_TABLES):
                self.path_of(table, name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Take out what killed runs left: half-written parts, and parts that count no more."""
        shutil.rmtree(self._staging, ignore_errors=True)
        documents = self.parts("documents")
        for table in ("documents", "sentences", "speakers"):
            for path in self.folder(table).glob("*@*.parquet"):
                if path.stem not in documents:
                    path.unlink(missing_ok=True)
        for folder in (self.root / "codings").glob("coder=*/codebook=*"):
            newest = self._newest(folder)
            for path in folder.glob("*@*@*.parquet"):
                if path.stem not in newest or _batch(path.stem) not in documents:
                    path.unlink(missing_ok=True)
        for folder in (self.root / "summaries").glob("coder=*/codebook=*"):
            coder, codebook = (name.partition("=")[2] for name in folder.parts[-2:])
            summed = self.parts("summaries", coder=coder, codebook=codebook)
            for path in folder.glob("*.parquet"):
                if path.stem not in summed:
                    path.unlink(missing_ok=True)

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
        path = self.path_of(table, part, coder=coder, codebook=codebook)
        return pq.read_table(path, columns=list(columns) if columns else None, partitioning=None)

    def uncoded(self, *, coder: str, codebook: str) -> set[str]:
        """The parts of documents that this coder has not coded: not looked at, so never zero."""
        coded = self.parts("codings", coder=coder, codebook=codebook)
        return self.parts("documents") - {_batch(part) if "@" in part else part for part in coded}

    def connect(self, *, coder: str = "lexicon", codebook: str = "") -> duckdb.DuckDBPyConnection:
        """DuckDB with the views documents, current, sentences, speakers, codings and summaries.

        `documents` has one row for each version at each address. `current` has one row for each
        document that is the latest readable version at some address: use it to count. `near` links a
        near-duplicate to the document that is kept for counting (`near.py`). `codings`
        and `summaries` are those of one coder with one codebook, given by its hash.
        """
        import duckdb

        db = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        for table, schema in SCHEMAS.items():
            paths = [
                str(self.path_of(table, part, coder=coder, codebook=codebook)).replace("'", "''")
                for part in sorted(self.parts(table, coder=coder, codebook=codebook))
            ]
            if paths:
                files = ", ".join(f"'{path}'" for path in paths)
                db.execute(
                    f"create view {table} as select * from "  # noqa: S608
                    f"read_parquet([{files}], hive_partitioning = false)"
                )
            else:
                db.register(table, schema.empty_table())
        db.execute(
            "create view current as select * from (select * from documents where status = 'ok' "
            "qualify row_number() over (partition by source_key order by version desc) = 1) "
            "qualify row_number() over "
            "(partition by document_id order by retrieved_at, source_key) = 1"
        )
        near = self.root / "near.parquet"
        if near.exists():
            path = str(near).replace("'", "''")
            db.execute(f"create view near as select * from read_parquet('{path}')")  # noqa: S608
        else:
            db.execute(
                "create view near as select '' as document_id, '' as kept, 0.0 as jaccard limit 0"
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
            table: pa.Table = db.sql(query, params=list(params)).to_arrow_table()
            return table

    def documents(self, document_ids: Iterable[str]) -> list[dict[str, Any]]:
        """One row of `documents` for each of these ids, without its text."""
        table = self.read(
            "select * exclude (text) from documents where document_id in (select unnest(?)) "
            "qualify row_number() over "
            "(partition by document_id order by retrieved_at, source_key, version) = 1",
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

    def _staged(self, table: str, part: str, coder: str, codebook: str) -> Path:
        name = part if table not in BY_CODER else f"{coder}-{codebook[:HASH_DIGITS]}-{part}"
        return self._staging / f"{table}-{name}.parquet"

    def _newest(self, folder: Path) -> set[str]:
        """Of the parts with the same name before the last "@", the one written last."""
        newest: dict[str, tuple[int, str]] = {}
        for path in folder.glob("*.parquet"):
            try:
                written = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue  # A run replaced it just now.
            batch = _batch(path.stem)
            newest[batch] = max(newest.get(batch, (-1, "")), (written, path.stem))
        return {name for _, name in newest.values()}

    def _replaced(self, path: Path) -> list[Path]:
        if "@" not in path.stem:
            return []
        same = path.parent.glob(f"{_batch(path.stem)}@*.parquet")
        return [p for p in same if p != path and _batch(p.stem) == _batch(path.stem)]


def codings_part(part: str, version: str) -> str:
    """The name of the codings of a part by a coder of this version."""
    if re.fullmatch(r"[\w.+-]{1,64}", version):
        return f"{part}@{version}"
    from hashlib import sha256

    return f"{part}@{sha256(version.encode()).hexdigest()[:16]}"


def _batch(part: str) -> str:
    return part.rpartition("@")[0] or part
