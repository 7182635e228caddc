"""The lake: Parquet tables in parts, each part written whole and never changed.

    documents/ sentences/ speakers/              what `add` makes, a part a batch of documents
    codings/coder=NAME/codebook=HASH/            what `code` makes of a part
    summaries/coder=NAME/codebook=HASH/          what its codings add up to

Which files count is told by the list in each folder (`listing.py`); putting a new list in place of
the old one is the commit, on a disk as on object storage (`storage.py`). So a reader finds every
document once at any moment, also during a run, and a run that is killed changes nothing.

A part's name is `BATCH@STATE`: which documents, and the state of the pipeline that read them; of its
codings `BATCH@STATE@VERSION`, with the coder's version. Codings count where their part does.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.lake.listing import (
    GRACE,
    NAME,
    READ_TABLES,
    File,
    Listing,
    Part,
    batch_of,
    load,
    save,
)
from outspoken.lake.reach import TOLD_OF, Reach, latest, reach_of
from outspoken.lake.storage import Folder, Storage
from outspoken.lake.views import NEAR, open_views
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
SAME = "same-"
"""Begins the name of a part that only holds further addresses of documents (`ingest.same`)."""
HASH_DIGITS = 12
FEW_PARTS = 4
"""Up to so many parts it is quicker to read them than to look which hold a document."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is written and that no list names yet; `Lake.commit` makes it count."""

    table: str
    part: str
    file: File
    coder: str = ""
    codebook: str = ""
    documents: int = 0
    slices: int = 1
    reach: Reach = field(default_factory=Reach)
    of: tuple[str, ...] = ()


class Lake:
    """The tables of one workspace. Writing needs the workspace's lock.

    `root` is the folder of this machine that also holds what is made from the tables (the search
    index, pages); the tables themselves lie in `storage`, which is that folder if not said.
    """

    def __init__(self, root: Path, storage: Storage | None = None) -> None:
        self.root = root
        self.storage: Storage = storage or Folder(root)

    # ------------------------------------------------------------ names and lists

    def folder(self, table: str, *, coder: str = "", codebook: str = "") -> str:
        """The folder of a table's parts; codings are kept apart by coder and codebook hash."""
        if table not in BY_CODER:
            return table
        return f"{table}/coder={coder}/codebook={codebook[:HASH_DIGITS]}"

    def coded_by(self) -> Iterator[tuple[str, str]]:
        """Coders and (the beginnings of) codebook hashes of which codings lie here."""
        for coder in self.storage.folders("codings"):
            for codebook in self.storage.folders(f"codings/{coder}"):
                yield coder.partition("=")[2], codebook.partition("=")[2]

    def listing(self, table: str, *, coder: str = "", codebook: str = "") -> dict[str, Part]:
        """The parts that count, with their files: complete, and not replaced by newer ones."""
        read = load(self.storage, "documents").parts
        if table not in BY_CODER:
            return {name: part for name, part in read.items() if table in part.files}
        codings = load(self.storage, self.folder("codings", coder=coder, codebook=codebook)).parts
        counted = {name: part for name, part in codings.items() if _of(name, read)}
        if table == "codings":
            return counted
        # Only of codings that count: what is left over from older ones is never summed.
        sums = load(self.storage, self.folder("summaries", coder=coder, codebook=codebook)).parts
        return {name: part for name, part in sums.items() if _adds_up(name, counted)}

    def parts(self, table: str, *, coder: str = "", codebook: str = "") -> set[str]:
        """The names of the parts that count."""
        return set(self.listing(table, coder=coder, codebook=codebook))

    def uncoded(self, *, coder: str, codebook: str) -> set[str]:
        """The parts of documents that this coder has not coded: not looked at, so never zero."""
        coded = self.parts("codings", coder=coder, codebook=codebook)
        return self.parts("documents") - {batch_of(part) for part in coded}

    def count(self) -> int:
        """How many rows `documents` has, without opening a file."""
        return sum(part.documents for part in self.listing("documents").values())

    def written(self, table: str, *, coder: str = "", codebook: str = "") -> float:
        """When a part of this table was last committed; 0 where that is not known."""
        return load(self.storage, self.folder(table, coder=coder, codebook=codebook)).written

    # ------------------------------------------------------------ writing

    def stage(
        self,
        table: str,
        part: str,
        data: pa.Table | Iterable[pa.Table],
        *,
        coder: str = "",
        codebook: str = "",
        of: Sequence[str] = (),
    ) -> Staged:
        """Write a part's file under a name of its own; `commit` makes it count.

        Workers stage and the run itself commits, so that a worker which outlives a killed run
        changes nothing that the next run could see. Several tables are the part's slices: a row
        group each, to be read one by one. `of` are the parts from whose rows it is put together.

        Raises:
            pa.ArrowInvalid: the data does not have the table's schema.
        """
        slices = [data] if isinstance(data, pa.Table) else data
        seen: list[pa.Table] = []

        def told() -> Iterator[pa.Table]:
            for one in slices:
                if table == "documents":
                    seen.append(one.select(list(TOLD_OF)))
                yield one

        stem = f"{part}.{secrets.token_hex(4)}"
        place = self.folder(table, coder=coder, codebook=codebook)
        size = self.storage.write_table(f"{place}/{stem}.parquet", told(), SCHEMAS[table])
        staged = Staged(table, part, File(stem, size), coder, codebook)
        if table != "documents":
            return staged
        documents = (
            pa.concat_tables(seen) if seen else DOCUMENTS.empty_table().select(list(TOLD_OF))
        )
        return replace(
            staged,
            documents=documents.num_rows,
            slices=len(seen) or 1,
            reach=reach_of(documents),
            of=tuple(of),
        )

    def commit(self, staged: Iterable[Staged], replacing: Iterable[str] = ()) -> None:
        """Make staged files count, all of one list at one stroke.

        They take the place of the parts of the same batch, and of those in `replacing`.
        """
        lists: dict[tuple[str, str, str], dict[str, Part]] = {}
        for one in staged:
            kind = one.table if one.table in BY_CODER else "documents"
            parts = lists.setdefault((kind, one.coder, one.codebook), {})
            own = Part({one.table: one.file}, one.reach, one.documents, one.slices, one.of)
            parts[one.part] = parts[one.part].joined(own) if one.part in parts else own
        order = ("codings", "summaries", "documents")
        for (table, coder, codebook), parts in sorted(
            lists.items(), key=lambda one: order.index(one[0][0])
        ):
            place = self.folder(table, coder=coder, codebook=codebook)
            out = replacing if table == "documents" else ()
            save(self.storage, place, load(self.storage, place).changed(parts, out))

    def write_part(
        self, table: str, part: str, data: pa.Table, *, coder: str = "", codebook: str = ""
    ) -> None:
        """Write one table of a part, whole or not at all."""
        self.commit([self.stage(table, part, data, coder=coder, codebook=codebook)])

    def sweep(self) -> None:
        """Take out what killed runs left, and what was replaced a while ago; mend the lists.

        A listed part whose file is not there any more is taken from its list, to be made again.
        """
        held = self._sweep("documents", READ_TABLES, lambda name: True)
        for coder, codebook in list(self.coded_by()):
            where = {"coder": coder, "codebook": codebook}
            codings = self._sweep(
                self.folder("codings", **where),
                ("codings",),
                partial(_of, parts=held),
            )
            self._sweep(
                self.folder("summaries", **where),
                ("summaries",),
                partial(_adds_up, codings=codings),
            )

    def _sweep(self, folder: str, tables: Sequence[str], counts: Callable[[str], bool]) -> set[str]:
        """One list and its files; the names of the parts that stay."""
        listing = load(self.storage, folder)
        table = folder.partition("/")[0]
        places = {one: folder.replace(table, one, 1) for one in tables}
        there = {one: self.storage.files(place) for one, place in places.items()}
        parts = {
            name: part
            for name, part in listing.parts.items()
            if all(f"{file.stem}.parquet" in there[one] for one, file in part.files.items())
            and counts(name)
        }
        now = time.time()
        gone = {
            name: since
            for name, since in listing.changed({}, listing.parts.keys() - parts.keys()).gone.items()
            if now - since < GRACE
        }
        swept = Listing(parts, gone)
        listed = NAME in there[table]
        if (parts and not listed) or (listed and (swept.parts, swept.gone) != (
            listing.parts, listing.gone
        )):  # fmt: skip
            save(self.storage, folder, swept)
        keep = swept.files()
        for one, place in places.items():
            for name in there[one]:
                stem, _, ending = name.rpartition(".")
                if ending == "parquet" and f"{one}/{stem}" not in keep:
                    self.storage.remove(f"{place}/{name}")
        return set(parts)

    # ------------------------------------------------------------ reading

    def slices(self, part: str) -> int:
        """In how many pieces a part can be read; each holds whole documents."""
        return load(self.storage, "documents").parts[part].slices

    def read_part(
        self,
        table: str,
        part: str,
        columns: Sequence[str] | None = None,
        *,
        coder: str = "",
        codebook: str = "",
        slice_: int | None = None,
    ) -> pa.Table:
        """One part as a table, or one slice of it.

        A file that was not written in slices is read whole, and then holds other documents too.
        """
        wanted = list(columns) if columns else None
        with self._open(table, part, coder=coder, codebook=codebook) as file:
            found: pa.Table
            whole = 1
            if slice_ is not None:
                whole = self.slices(batch_of(part) if table in BY_CODER else part)
            if slice_ is None or whole == 1 or file.num_row_groups != whole:
                found = file.read(wanted)
            else:
                found = file.read_row_group(slice_, wanted)
            return found

    def pieces(
        self, table: str, part: str, *, coder: str = "", codebook: str = ""
    ) -> Iterator[pa.Table]:
        """A part's rows as they lie, so many at a time as were written together."""
        with self._open(table, part, coder=coder, codebook=codebook) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, use_threads=False)

    def _open(self, table: str, part: str, *, coder: str = "", codebook: str = "") -> Any:
        place = self.folder(table, coder=coder, codebook=codebook)
        listed = load(self.storage, place if table in BY_CODER else "documents").parts
        return self.storage.parquet(f"{place}/{listed[part].files[table].stem}.parquet")

    def connect(
        self,
        *,
        coder: str = "lexicon",
        codebook: str = "",
        government: str = "",
        since: str = "",
        until: str = "",
        documents: Iterable[str] | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """DuckDB with the views documents, current, sentences, speakers, codings and summaries.

        `documents` has one row for each version at each address. `current` has one row for each
        document that is the latest readable version at some address: use it to count. `near` links a
        near-duplicate to the document that is kept for counting (`near.py`). `codings`
        and `summaries` are those of one coder with one codebook, given by its hash.

        Where a government, days (ISO) or documents are given, only the parts are opened that can
        hold such documents. The views then hold all of these and some others: a query still says
        what it wants.
        """
        where = {"coder": coder, "codebook": codebook}
        while True:
            before = load(self.storage, "documents")
            listings = {table: self.listing(table, **where) for table in SCHEMAS}
            if load(self.storage, "documents") == before:
                break  # Nothing was committed between the lists.
        chosen = {
            name
            for name, part in before.parts.items()
            if not part.documents or part.reach.meets(government, since, until)
        }
        if documents is not None and len(chosen) > FEW_PARTS:
            chosen = self._holding(chosen, documents)
        files = {
            table: [
                f"{self.folder(table, **where)}/{part.files[table].stem}.parquet"
                for name, part in listed.items()
                if (name in chosen if table not in BY_CODER else _of(name, chosen))
            ]
            for table, listed in listings.items()
        }
        return open_views(
            self.storage,
            files,
            SCHEMAS,
            outdated=latest(part.reach for part in before.parts.values()),
            repeated=any(name.startswith(SAME) for name in chosen),
            near=self.root / NEAR,
        )

    def _holding(self, parts: Iterable[str], documents: Iterable[str]) -> set[str]:
        """Those of the parts that hold a row of these documents."""
        listed = self.listing("documents")
        by_stem = {listed[name].files["documents"].stem: name for name in parts if name in listed}
        names = [f"documents/{stem}.parquet" for stem in by_stem]
        wanted = pa.array(sorted(set(documents)), pa.string())
        table = self.storage.dataset(names, DOCUMENTS).to_table(
            columns=["__filename"], filter=pc.is_in(pc.field("document_id"), wanted)
        )
        found = pc.unique(table["__filename"]).to_pylist()
        return {by_stem[Path(name).name.removesuffix(".parquet")] for name in found}

    def read(
        self,
        query: str,
        params: Sequence[Any] = (),
        *,
        coder: str = "lexicon",
        codebook: str = "",
        documents: Iterable[str] | None = None,
    ) -> pa.Table:
        """The result of a query over the views of `connect`."""
        with self.connect(coder=coder, codebook=codebook, documents=documents) as db:
            table: pa.Table = db.sql(query, params=list(params)).to_arrow_table()
            return table

    def documents(self, document_ids: Iterable[str]) -> list[dict[str, Any]]:
        """One row of `documents` for each of these ids, without its text."""
        wanted = sorted(set(document_ids))
        table = self.read(
            "select * exclude (text) from documents where document_id in (select unnest(?)) "
            "qualify row_number() over "
            "(partition by document_id order by retrieved_at, source_key, version) = 1",
            [wanted],
            documents=wanted,
        )
        return table.to_pylist()

    def coded(self, document_ids: Iterable[str], *, coder: str, codebook: str) -> pa.Table:
        """Sentences of these documents joined with one coder's codings, in document order."""
        wanted = sorted(set(document_ids))
        return self.read(
            "select s.*, c.issues, c.target, c.firmness, c.mode, c.voice, c.disclaimed, c.linkage,"
            " c.soft, c.cases, c.specificity, c.prompted, c.prompted_wide, c.answered"
            " from sentences s left join codings c using (document_id, n)"
            " where s.document_id in (select unnest(?)) order by s.document_id, s.n",
            [wanted],
            coder=coder,
            codebook=codebook,
            documents=wanted,
        )


def codings_part(part: str, version: str) -> str:
    """The name of the codings of a part by a coder of this version."""
    if re.fullmatch(r"[\w.+-]{1,64}", version):
        return f"{part}@{version}"
    from hashlib import sha256

    return f"{part}@{sha256(version.encode()).hexdigest()[:16]}"


def _of(name: str, parts: Container[str]) -> bool:
    """Whether codings or summaries are of one of these parts; a name without "@" is of no batch."""
    return "@" not in name or batch_of(name) in parts


def _adds_up(name: str, codings: Container[str]) -> bool:
    """Whether summaries are of one of these parts of codings."""
    return name.endswith(SUMMARY) and name.removesuffix(SUMMARY) in codings
