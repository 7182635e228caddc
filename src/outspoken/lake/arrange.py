"""Parts put in order: small ones joined, and documents of one government and year side by side.

Each run adds parts, as large as what it brought, with whatever governments and days were in it. In
time a question about one government and year would open them all. So now and then some parts are
rewritten: their documents in the order of government and day, cut into parts of a useful size. Rows
are copied, with every coder's codings and summaries of them; nothing is read or coded again.

Rewritten are small parts, once there are `MANY`, and parts that reach over several governments or
years where more than `DEPTH` of them could hold the same government and year. A part is rewritten
once in a run, so that over the life of a record each document is copied a few times (as often as
its size has doubled, about), and only what can be told apart by government and year is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from outspoken.errors import InputError
from outspoken.lake import SAME, SCHEMAS, SUMMARY, Lake, Staged, codings_part
from outspoken.lake.listing import READ_TABLES, Part, batch_of
from outspoken.lake.spill import Spill

LEAST, MOST = 4_000_000, 32_000_000
"""Bytes of a part that is worth having: a 64th of the record, within these bounds."""
SHARE = 64
SMALL = 4
"""A part under this fraction of the size is small."""
MANY = 8
DEPTH = 4
AT_ONCE = 64_000_000
"""Bytes that are put in order together, or eight parts' worth if that is more."""
IN_MEMORY = 4_000_000
"""Bytes of small parts that are looked through together."""
SLICE = 3_000_000
"""Bytes of a slice: what coding and putting in order hold in memory at once."""

_PC: Any = pc
"""The stubs know no chunked columns."""

Member = tuple[str, int, str]
"""A document of a part: source_key, version, document_id."""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts to put in order together, and the codings that they have in common.

    `name` tells the name of a part from its documents; `codings` are coder, codebook, version and
    whether there are summaries.
    """

    lake: Lake
    parts: tuple[str, ...]
    size: int
    goal: int
    name: Callable[[Sequence[Member], str], str]
    codings: tuple[tuple[str, str, str, bool], ...]


def size_of_parts(total: int) -> int:
    """How large a part should be in a record of so many bytes."""
    return min(max(total // SHARE, LEAST), MOST)


def choose(parts: Mapping[str, Part], alike: Mapping[str, object], goal: int) -> list[list[str]]:
    """Which parts are worth putting in order, together; `alike` says which may be joined."""
    limit = max(AT_ONCE, 8 * goal)
    kinds: dict[object, list[str]] = {}
    for name in sorted(parts):
        kinds.setdefault((name.startswith(SAME), alike[name]), []).append(name)
    found: list[list[str]] = []
    for names in kinds.values():
        left = dict.fromkeys(sorted(names, key=lambda name: (_first(parts[name]), name)))
        small = [name for name in left if parts[name].size < goal // SMALL]
        if len(small) >= MANY:
            for group in _packed(small, parts, limit):
                found.append(group)
                for name in group:
                    del left[name]
        wide = [name for name in left if _is_wide(parts[name])]
        while len(together := _deepest(wide, parts)) > DEPTH:
            group = next(_packed(together, parts, limit))
            if len(group) < 2:
                break
            found.append(group)
            wide = [name for name in wide if name not in group]
    return found


def _first(part: Part) -> tuple[str, str]:
    return min(((place, days[0]) for place, days in part.reach.days.items()), default=("", ""))


def _is_wide(part: Part) -> bool:
    days = list(part.reach.days.values())
    return len(days) > 1 or any(first[:4] != last[:4] for first, last in days)


def _packed(names: Iterable[str], parts: Mapping[str, Part], limit: int) -> Iterator[list[str]]:
    """Names in groups of at most so many bytes; a single one is no group."""
    group: list[str] = []
    size = 0
    for name in names:
        if group and size + parts[name].size > limit:
            if len(group) > 1:
                yield group
            group, size = [], 0
        group.append(name)
        size += parts[name].size
    if len(group) > 1:
        yield group


def _deepest(names: Sequence[str], parts: Mapping[str, Part]) -> list[str]:
    """The parts that could all hold one government and year, where these are most."""
    edges: dict[str, list[tuple[str, int]]] = {}
    for name in names:
        for place, (first, last) in parts[name].reach.days.items():
            # A year's beginning comes before its end: both sort by the second value.
            edges.setdefault(place, []).extend(((first[:4], -1), (last[:4], 1)))
    deepest, where = 0, ("", "")
    for place, marks in edges.items():
        depth = 0
        for year, edge in sorted(marks):
            depth -= edge
            if depth > deepest:
                deepest, where = depth, (place, year)
    place, year = where
    return [
        name
        for name in names
        if (days := parts[name].reach.days.get(place)) and days[0][:4] <= year <= days[1][:4]
    ]


# ---------------------------------------------------------------- what may be joined


def groups(
    lake: Lake,
    names: Iterable[str],
    name: Callable[[Sequence[Member], str], str],
    cheap: frozenset[str],
) -> list[Group]:
    """The groups of these parts that are worth putting in order.

    Only parts are joined that the same coders have coded, so that no coding is lost. Of coders in
    `cheap`, which cost time alone, only the codings made last have to be the same: older ones are
    kept where all parts of a group have them.
    """
    listed, wanted = lake.listing("documents"), set(names)
    parts = {n: part for n, part in listed.items() if n in wanted}
    versions: dict[tuple[str, str], dict[str, str]] = {}
    summed: dict[tuple[str, str], set[str]] = {}
    latest: dict[str, tuple[float, str]] = {}
    for coder, codebook in lake.coded_by():
        where = {"coder": coder, "codebook": codebook}
        held = lake.parts("codings", **where)
        if not held:
            continue
        versions[coder, codebook] = {batch_of(n): n.rpartition("@")[2] for n in held if "@" in n}
        summed[coder, codebook] = {batch_of(n) for n in lake.parts("summaries", **where)}
        written = lake.written("codings", **where)
        latest[coder] = max(latest.get(coder, (-1.0, "")), (written, codebook))
    needed = [by for by in versions if by[0] not in cheap or latest[by[0]][1] == by[1]]
    alike = {n: tuple(versions[by].get(n, "") for by in needed) for n in parts}
    goal = size_of_parts(sum(part.size for part in listed.values()))
    made = []
    for group in choose(parts, alike, goal):
        codings = []
        for by, coded in versions.items():
            found = {coded.get(n, "") for n in group}
            if len(found) == 1 and "" not in found:
                codings.append((*by, found.pop(), summed[by] >= set(group)))
        size = sum(parts[n].size for n in group)
        made.append(Group(lake, tuple(group), size, goal, name, tuple(codings)))
    return made


# ---------------------------------------------------------------- putting in order


def rewrite(_: None, group: Group) -> list[Staged] | InputError:
    """Write a group's rows into new parts; runs in a worker.

    A group with a row that belongs to no document is left as it is: the row would be lost.
    """
    lake = group.lake
    keys = _keys(lake, group.parts)
    members = list(zip(*(keys[name].to_pylist() for name in _MEMBER), strict=True))
    weights = keys["words"].to_numpy().astype(np.float64) + 50
    weights *= group.size / weights.sum()
    cells: list[Any] = keys["cell"].to_pylist()
    prefix = SAME if group.parts[0].startswith(SAME) else ""
    cuts = _cuts(weights, cells, group.goal)
    parts = [
        _New(group.name(members[begin:end], prefix), _slices(weights, begin, end))
        for begin, end in pairwise(cuts)
    ]
    edges = [parts[0].edges[0], *(edge for part in parts for edge in part.edges[1:])]
    staged = []
    tables: list[tuple[str, dict[str, str], Callable[[str], str]]] = [
        (table, {}, lambda part: part) for table in READ_TABLES
    ]
    for coder, codebook, version, summed in group.codings:
        where = {"coder": coder, "codebook": codebook}
        tables.append(("codings", where, lambda part, v=version: codings_part(part, v)))  # type: ignore[misc]
        if summed:
            tables.append(
                ("summaries", where, lambda part, v=version: codings_part(part, v) + SUMMARY)  # type: ignore[misc]
            )
    for table, where, named in tables:
        pieces = (
            piece for part in group.parts for piece in lake.pieces(table, named(part), **where)
        )
        with Spill(SCHEMAS[table], edges, lake.root) as rows:
            for data, places in _placed(keys, table, _together(pieces)):
                rows.add(data, places)
            if rows.lost:
                said = f"has {rows.lost} rows of {table} that belong to no document"
                return InputError(group.parts[0], said, "its parts are left as they were")
            first = 0
            for new in parts:
                last = first + len(new.edges) - 1
                slices = map(rows.slice, range(first, last))
                staged.append(lake.stage(table, named(new.name), slices, of=group.parts, **where))
                first = last
    return staged


@dataclass(frozen=True, slots=True)
class _New:
    """A part to write: its name, and where its slices begin and end in the order of documents."""

    name: str
    edges: list[int]


_MEMBER = ("source_key", "version", "document_id")


def _keys(lake: Lake, parts: Sequence[str]) -> pa.Table:
    """The documents of parts in their new order; `row` is their place in the old one."""
    columns = [*_MEMBER, "government", "event_date", "published_on", "words"]
    table = pa.concat_tables(lake.read_part("documents", part, columns) for part in parts)
    day: Any = pc.coalesce(table["event_date"], table["published_on"])
    place: Any = _PC.fill_null(table["government"], "")
    year: Any = _PC.fill_null(pc.cast(pc.year(day), pa.string()), "")
    columns_now: dict[str, Any] = {name: table[name] for name in _MEMBER}
    table = pa.table(
        {
            **columns_now,
            "place": place,
            "day": day,
            "words": _PC.fill_null(table["words"], 0),
            "cell": pc.binary_join_element_wise(place, year, " "),
            "row": pa.array(range(table.num_rows), pa.int64()),
        }
    )
    return table.sort_by([("place", "ascending"), ("day", "ascending"), ("row", "ascending")])


def _cuts(weights: Any, cells: Sequence[str], goal: int) -> list[int]:
    """Where parts begin and end: at about the goal, sooner where another year begins."""
    cuts, held = [0], 0.0
    for i, weight in enumerate(weights.tolist()):
        new = i > 0 and cells[i] != cells[i - 1]
        if held >= goal or (new and held >= goal / 2):
            cuts.append(i)
            held = 0.0
        held += weight
    if held < goal / SMALL and len(cuts) > 1:
        cuts.pop()
    return [*cuts, len(cells)]


def _slices(weights: Any, begin: int, end: int) -> list[int]:
    """Where the slices of a part begin and end."""
    edges, held = [begin], 0.0
    for i in range(begin, end):
        if held >= SLICE:
            edges.append(i)
            held = 0.0
        held += float(weights[i])
    if held < SLICE / SMALL and len(edges) > 1:
        edges.pop()
    return [*edges, end]


def _placed(
    keys: pa.Table, table: str, tables: Iterable[pa.Table]
) -> Iterator[tuple[pa.Table, npt.NDArray[np.int64]]]:
    """Tables with their rows' places in the new order of documents; -1 where there is none."""
    if table == "documents":  # Several rows may be of one document: each has its own place.
        places, row = _inverse(keys), 0
        for data in tables:
            yield data, places[row : row + data.num_rows]
            row += data.num_rows
        return
    ids = keys["document_id"].combine_chunks()
    for data in tables:
        found: Any = _PC.fill_null(pc.index_in(data["document_id"], ids), -1)
        yield data, found.to_numpy().astype(np.int64)


def _together(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables one after another as fewer ones: small parts are many, and looked through at once."""
    some: list[pa.Table] = []
    held = 0
    for table in tables:
        some.append(table)
        held += table.nbytes
        if held > IN_MEMORY:
            yield pa.concat_tables(some)
            some, held = [], 0
    if some:
        yield pa.concat_tables(some)


def _inverse(keys: pa.Table) -> npt.NDArray[np.int64]:
    """The new place of each document by its old one."""
    rows = keys["row"].to_numpy()
    places = np.empty(len(rows), dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return places
