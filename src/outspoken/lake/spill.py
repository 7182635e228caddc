"""Rows put in order over a file on disk, so that a large table takes no more memory than a small one.

In memory are a table that is put in and a slice that is taken out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import ipc

PLACE = "place in the new order"
"""The column that goes with the rows, and is not handed out."""
COMPRESSION: Literal["lz4"] = "lz4"


class Spill:
    """Takes tables whose rows have places, and gives slices of all rows in order of place.

    Slice number n holds the places from `edges[n]` up to `edges[n + 1]`. `lost` counts the rows
    that have no place. Rows of one place stay in the order in which they came.
    """

    def __init__(self, schema: pa.Schema, edges: Sequence[int], folder: Path) -> None:
        self._schema = schema
        self._edges = np.asarray(edges, dtype=np.int64)
        self._held: list[list[int]] = [[] for _ in pairwise(edges)]
        # Without a name, so that nothing is left when the process is killed.
        self._file: Any = tempfile.TemporaryFile(  # noqa: SIM115 - __exit__ closes it
            dir=folder if folder.is_dir() else None
        )
        self._writer = ipc.new_file(
            self._file,
            schema.append(pa.field(PLACE, pa.int64())),
            options=ipc.IpcWriteOptions(compression=COMPRESSION),
        )
        self._reader: Any = None
        self._count = 0
        self.lost = 0

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, data: pa.Table, places: npt.NDArray[np.int64]) -> None:
        """Put a table in; a place under 0 is none.

        Raises:
            pa.ArrowInvalid: the data does not have the schema.
        """
        order = np.argsort(places, kind="stable")
        without = int((places < 0).sum())
        self.lost += without
        order = order[without:]
        rows = data.cast(self._schema).append_column(PLACE, pa.array(places, pa.int64()))
        rows = rows.take(pa.array(order, pa.int64()))
        cuts = np.searchsorted(places[order], self._edges).tolist()
        for held, (begin, end) in zip(self._held, pairwise(cuts), strict=True):
            for batch in rows.slice(begin, end - begin).to_batches():
                self._writer.write_batch(batch)
                held.append(self._count)
                self._count += 1

    def slice(self, number: int) -> pa.Table:
        """One slice, once everything is in."""
        if self._reader is None:
            self._writer.close()
            self._reader = ipc.open_file(self._file)
        batches = [self._reader.get_batch(one) for one in self._held[number]]
        if not batches:
            return self._schema.empty_table()
        rows = pa.Table.from_batches(batches)
        order = np.argsort(rows[PLACE].to_numpy(), kind="stable")
        return rows.drop_columns([PLACE]).take(pa.array(order, pa.int64()))
