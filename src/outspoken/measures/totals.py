"""What the measures are functions of: sums of tallies, one row a document (or another cluster).

A measure takes `Sums` and works on whole arrays, so that the same function gives the estimate, each
value with one document left out, and each draw of a bootstrap. The names are those of
`outspoken.summaries.tally`; what nobody counted is zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums under their names; `values` has the names along its last axis."""

    names: Mapping[str, int]
    values: Array

    def __getitem__(self, name: str) -> Array:
        """The sum of this name, zero where nobody counted it."""
        column = self.names.get(name)
        if column is None:
            return np.zeros(self.values.shape[:-1])
        picked: Array = self.values[..., column]
        return picked

    def starting(self, prefix: str) -> dict[str, Array]:
        """The sums whose name begins so, by the rest of the name."""
        return {name[len(prefix) :]: self[name] for name in self.names if name.startswith(prefix)}

    def numbered(self, prefix: str, of: int) -> Array:
        """The sums called prefix0, prefix1 ..., along the last axis."""
        return np.stack([self[f"{prefix}{i}"] for i in range(of)], axis=-1)

    def levels(self, name: str) -> Array:
        """Counts at firmness 0 ... 5 (the last axis) of an agenda, issue or the comparators."""
        return self.numbered(f"{name}:f", 6)


@dataclass(frozen=True, slots=True)
class Totals:
    """Tallies added up by cluster, shape (clusters, names).

    `documents` is how many documents are in it. Where a series has many, documents are put into
    clusters at random before anything is computed: that leaves the variance what it is (random
    groups) and keeps the cost the same for a hundred and for a million.
    """

    names: Mapping[str, int]
    values: Array
    documents: int
    unit: str = "documents"

    @property
    def sums(self) -> Sums:
        """Over everything."""
        values = self.values.sum(axis=0) if len(self.values) else np.zeros(len(self.names))
        return Sums(self.names, values)

    @property
    def each(self) -> Sums:
        """Cluster by cluster."""
        return Sums(self.names, self.values)

    def __len__(self) -> int:
        return len(self.values)


def totals(
    tallies: Iterable[tuple[Hashable, Mapping[str, float]]],
    *,
    unit: str = "documents",
    documents: int | None = None,
) -> Totals:
    """Tallies, each with the cluster that it belongs to, added up; clusters in order of arrival."""
    clusters: dict[Hashable, int] = {}
    names: dict[str, int] = {}
    entries: list[tuple[int, int, float]] = []
    for cluster, tally in tallies:
        row = clusters.setdefault(cluster, len(clusters))
        for name, value in tally.items():
            entries.append((row, names.setdefault(name, len(names)), value))
    values = np.zeros((len(clusters), len(names)))
    if entries:
        rows, columns, numbers = zip(*entries, strict=True)
        np.add.at(values, (np.array(rows), np.array(columns)), np.array(numbers, dtype=np.float64))
    return Totals(names, values, len(clusters) if documents is None else documents, unit)


def by_cluster(clusters: Sequence[Hashable], columns: Mapping[str, Array]) -> Totals:
    """Columns with one value a unit, added up by the units' clusters."""
    known: dict[Hashable, int] = {}
    places = np.array([known.setdefault(cluster, len(known)) for cluster in clusters], dtype=int)
    values = np.zeros((len(known), len(columns)))
    np.add.at(values, places, np.stack(list(columns.values()), axis=1))
    return Totals({name: i for i, name in enumerate(columns)}, values, len(known))


def with_columns(base: Totals, added: Mapping[str, Array]) -> Totals:
    """The same clusters with more columns (a later name of the same kind replaces)."""
    names = dict(base.names)
    columns = [base.values]
    for name, column in added.items():
        names[name] = base.values.shape[1] + len(columns) - 1
        columns.append(np.asarray(column, dtype=np.float64)[:, None])
    return Totals(names, np.concatenate(columns, axis=1), base.documents, base.unit)


def corrected(base: Totals, changes: Sequence[tuple[int, Mapping[str, float], float]]) -> Totals:
    """Totals with weighted differences added: (cluster's row, human minus machine, weight)."""
    names = dict(base.names)
    for _, change, _ in changes:
        for name in change:
            names.setdefault(name, len(names))
    values = np.zeros((len(base.values), len(names)))
    values[:, : base.values.shape[1]] = base.values
    for row, change, weight in changes:
        for name, value in change.items():
            values[row, names[name]] += weight * value
    return Totals(names, values, base.documents, base.unit)
