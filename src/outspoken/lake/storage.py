"""Where the lake's files lie: a folder of this machine, or S3-compatible object storage.

Both keep the same promise: a file is there whole or not at all, and `write` replaces it at one
stroke. Nothing is ever moved: object storage cannot.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from outspoken.durable import sync, write_whole
from outspoken.errors import WorkspaceError

if TYPE_CHECKING:
    import duckdb
    from pyarrow.fs import S3FileSystem

S3 = "s3://"
COMPRESSION: Literal["zstd"] = "zstd"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine (or one that all machines see)."""

    root: Path

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where it is not there."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def stamp(self, name: str) -> tuple[int, ...]:
        """Another one when a file was replaced; empty where that cannot be told."""
        try:
            told = (self.root / name).stat()
        except FileNotFoundError:
            return ()
        return told.st_ino, told.st_mtime_ns, told.st_size

    def write(self, name: str, content: bytes) -> None:
        """Write a file so that a reader finds the old one or the new one."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        sync(path.parent)

    def write_table(self, name: str, slices: Iterable[pa.Table], schema: pa.Schema) -> int:
        """Write a new Parquet file, a row group for each slice; its bytes."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(path, schema, compression=COMPRESSION) as writer:
            _write(writer, slices, schema)
        sync(path)
        return path.stat().st_size

    def parquet(self, name: str) -> pq.ParquetFile:
        """A Parquet file, opened."""
        return pq.ParquetFile(self.root / name)

    def files(self, folder: str) -> set[str]:
        """The names of a folder's files."""
        try:
            with os.scandir(self.root / folder) as found:
                return {one.name for one in found if one.is_file()}
        except FileNotFoundError:
            return set()

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder."""
        try:
            with os.scandir(self.root / folder) as found:
                return sorted(one.name for one in found if one.is_dir())
        except FileNotFoundError:
            return []

    def remove(self, name: str) -> None:
        """Take a file out; one that somebody holds open (Windows) stays until the next time."""
        with suppress(OSError):
            (self.root / name).unlink(missing_ok=True)

    def show(
        self, db: duckdb.DuckDBPyConnection, view: str, names: list[str], schema: pa.Schema
    ) -> None:
        """Make a view over Parquet files."""
        files = ", ".join("'" + str(self.root / name).replace("'", "''") + "'" for name in names)
        db.execute(
            f"create view {view} as select * from "  # noqa: S608
            f"read_parquet([{files}], hive_partitioning = false)"
        )

    def dataset(self, names: list[str], schema: pa.Schema) -> Any:
        """Parquet files as one pyarrow dataset."""
        import pyarrow.dataset as ds

        return ds.dataset([str(self.root / name) for name in names], schema, "parquet")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Object storage. Who may reach it is told by the environment or the usual files, never here.

    `address` is ``s3://BUCKET/PREFIX``, `endpoint` the server where it is not Amazon's.
    """

    address: str
    endpoint: str = ""
    region: str = ""

    @property
    def root(self) -> str:
        """Bucket and prefix."""
        return self.address.removeprefix(S3).strip("/")

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where it is not there."""
        with self._reached() as system:
            try:
                with system.open_input_stream(f"{self.root}/{name}") as file:
                    return bytes(file.read())
            except FileNotFoundError:
                return None

    def stamp(self, name: str) -> tuple[int, ...]:
        """Nothing: storage tells times to the second, and two lists can be of one second."""
        return ()

    def write(self, name: str, content: bytes) -> None:
        """Write a file so that a reader finds the old one or the new one."""
        with self._reached() as system, system.open_output_stream(f"{self.root}/{name}") as file:
            file.write(content)

    def write_table(self, name: str, slices: Iterable[pa.Table], schema: pa.Schema) -> int:
        """Write a new Parquet file, a row group for each slice; its bytes."""
        buffer = pa.BufferOutputStream()
        with pq.ParquetWriter(buffer, schema, compression=COMPRESSION) as writer:
            _write(writer, slices, schema)
        content = buffer.getvalue()
        with self._reached() as system, system.open_output_stream(f"{self.root}/{name}") as file:
            file.write(content)
        return int(content.size)

    def parquet(self, name: str) -> pq.ParquetFile:
        """A Parquet file, opened."""
        with self._reached() as system:
            return pq.ParquetFile(system.open_input_file(f"{self.root}/{name}"), pre_buffer=True)

    def files(self, folder: str) -> set[str]:
        """The names of a folder's files."""
        return {one.base_name for one in self._listed(folder) if one.is_file}

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder."""
        return sorted(one.base_name for one in self._listed(folder) if not one.is_file)

    def remove(self, name: str) -> None:
        """Take a file out."""
        with self._reached() as system, suppress(FileNotFoundError):
            system.delete_file(f"{self.root}/{name}")

    def show(
        self, db: duckdb.DuckDBPyConnection, view: str, names: list[str], schema: pa.Schema
    ) -> None:
        """Make a view over Parquet files: pyarrow fetches the columns and rows that a query needs."""
        db.register(view, self.dataset(names, schema))

    def dataset(self, names: list[str], schema: pa.Schema) -> Any:
        """Parquet files as one pyarrow dataset."""
        import pyarrow.dataset as ds

        paths = [f"{self.root}/{name}" for name in names]
        with self._reached() as system:
            return ds.dataset(paths, schema, "parquet", filesystem=system)

    def _listed(self, folder: str) -> list[Any]:
        from pyarrow.fs import FileSelector

        with self._reached() as system:
            return list(
                system.get_file_info(FileSelector(f"{self.root}/{folder}", allow_not_found=True))
            )

    @contextmanager
    def _reached(self) -> Iterator[S3FileSystem]:
        try:
            yield _system(self.endpoint, self.region)
        except (OSError, pa.ArrowException) as error:
            said = " ".join(str(error).split())[:200]
            raise WorkspaceError(
                self.address,
                f"cannot be reached ({said})",
                "check lake, lake_endpoint and lake_region in outspoken.toml, and the credentials "
                "in the environment (docs/cluster.md)",
            ) from None


Storage = Folder | Bucket


def storage(address: str, endpoint: str, region: str, beside: Path) -> Storage:
    """What a workspace's setting `lake` names: object storage or a folder; "" is `beside`."""
    if address.startswith(S3):
        return Bucket(address, endpoint, region)
    return Folder((beside.parent / address).resolve() if address else beside)


@lru_cache
def _system(endpoint: str, region: str) -> S3FileSystem:
    """One connection to a server in a process."""
    from pyarrow.fs import S3FileSystem

    scheme, _, server = endpoint.rpartition("://")
    known: dict[str, Any] = {"endpoint_override": server} if server else {}
    if scheme:
        known["scheme"] = scheme
    if region:
        known["region"] = region
    return S3FileSystem(**known, connect_timeout=10, request_timeout=60)


def _write(writer: pq.ParquetWriter, slices: Iterable[pa.Table], schema: pa.Schema) -> None:
    for one in slices:
        writer.write_table(one.cast(schema), row_group_size=max(one.num_rows, 1))
