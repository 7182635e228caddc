"""Near-duplicates: texts that say the same in almost the same words, linked and never deleted.

Method, section 1: two texts are near-duplicates if the Jaccard index of their sets of 8-word
shingles (words lower-cased, without punctuation) is above 0.9; of a group, the earliest at an
official address is the one that counts.

Candidates are found by MinHash in one permutation (Li, Owen and Zhang 2012; empty bins are filled
as by Shrivastava and Li 2014) and banding, then each pair is checked exactly: a link is never
wrong, and a pair above 0.9 is missed in fewer than one of 10,000 cases.

    lake/near.parquet   document_id, kept, jaccard; made anew by `link`
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from outspoken.workspace import Workspace

SHINGLE = 8
ALIKE = 0.9
BINS = 256
ROWS = 8
"""Bins of a band. 32 bands of 8 find a pair of index 0.9 with probability 1 - (1 - .9^8)^32."""
MOST_ALIKE = 200
"""Texts of one band that are held against each other pairwise; of more, each against the first."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PRIME = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Link:
    """A document that says the same as another, which is kept for counting."""

    document_id: str
    kept: str
    jaccard: float


def shingles(text: str) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The hashes of a text's shingles, sorted, each once; a shorter text is one shingle."""
    import numpy as np

    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    if not words:
        return np.zeros(0, np.uint64)
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(word, len(numbers)) for word in words])
    codes = np.array([_code(word) for word in numbers], np.uint64)[ids]
    size = min(SHINGLE, len(codes))
    places = len(codes) - size + 1
    mixed = np.zeros(places, np.uint64)
    with np.errstate(over="ignore"):
        for n in range(size):
            mixed = (mixed ^ codes[n : n + places]) * np.uint64(_PRIME)
            mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def jaccard(
    one: np.ndarray[Any, np.dtype[np.uint64]], other: np.ndarray[Any, np.dtype[np.uint64]]
) -> float:
    """Shared shingles over all shingles; 0.0 where there are none."""
    import numpy as np

    shared = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - shared
    return shared / either if either else 0.0


def sketch(
    found: np.ndarray[Any, np.dtype[np.uint64]],
) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """MinHash in one permutation: of each bin the smallest hash; an empty bin takes the next's."""
    import numpy as np

    shift = np.uint64(64 - BINS.bit_length() + 1)
    bins = (found >> shift).astype(np.int64)
    filled = np.full(BINS, np.iinfo(np.uint64).max, np.uint64)
    # The hashes are sorted, so the first of each bin is its smallest.
    places, first = np.unique(bins, return_index=True)
    filled[places] = found[first]
    if len(places) == BINS:
        return filled
    following = places[np.searchsorted(places, np.arange(BINS)) % len(places)]
    steps = (following - np.arange(BINS)) % BINS
    with np.errstate(over="ignore"):
        return filled[following] + steps.astype(np.uint64) * np.uint64(_PRIME)


def candidates(
    sketches: Iterable[tuple[int, np.ndarray[Any, np.dtype[np.uint64]]]],
) -> Iterator[tuple[int, int]]:
    """Pairs that share a band of their sketches, each once."""
    bands: dict[tuple[int, bytes], list[int]] = {}
    for number, one in sketches:
        for band in range(BINS // ROWS):
            key = (band, one[band * ROWS : (band + 1) * ROWS].tobytes())
            bands.setdefault(key, []).append(number)
    seen: set[tuple[int, int]] = set()
    for members in bands.values():
        if len(members) > MOST_ALIKE:
            pairs: Iterable[tuple[int, int]] = ((members[0], other) for other in members[1:])
        else:
            pairs = combinations(members, 2)
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                yield pair


def near(texts: list[str]) -> list[tuple[int, int, float]]:
    """The pairs of texts (by their places) whose Jaccard index is above 0.9."""
    sets = [shingles(text) for text in texts]
    pairs = candidates((n, sketch(one)) for n, one in enumerate(sets) if len(one))
    checked = ((a, b, jaccard(sets[a], sets[b])) for a, b in pairs)
    return sorted((a, b, index) for a, b, index in checked if index > ALIKE)


def link(workspace: Workspace) -> list[Link]:
    """Find the near-duplicates of the whole record and write `lake/near.parquet`.

    Texts are read part by part; what is kept in memory is a sketch of 2 kB a document.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    lake = workspace.lake
    ids: list[str] = []
    sketches = []
    with lake.connect() as db:
        reader = db.sql("select document_id, text from current order by document_id")
        for document_id, text in _rows(reader.to_arrow_reader(2000)):
            found = shingles(text)
            if len(found):
                ids.append(document_id)
                sketches.append(sketch(found))
        pairs = list(candidates(enumerate(sketches)))
        sketches.clear()
        links = _links(db, ids, pairs)
    columns: dict[str, list[Any]] = {
        "document_id": [one.document_id for one in links],
        "kept": [one.kept for one in links],
        "jaccard": [one.jaccard for one in links],
    }
    kinds = [("document_id", pa.string()), ("kept", pa.string()), ("jaccard", pa.float64())]
    table = pa.table(columns, schema=pa.schema([pa.field(name, kind) for name, kind in kinds]))
    lake.root.mkdir(parents=True, exist_ok=True)
    partial = lake.root / "near.partial"
    pq.write_table(table, partial)
    partial.replace(lake.root / "near.parquet")
    return links


def _links(db: Any, ids: list[str], pairs: list[tuple[int, int]]) -> list[Link]:
    """Check pairs exactly, gather them to groups, and choose of each group the one that counts."""
    wanted = sorted({ids[n] for pair in pairs for n in pair})
    db.execute(
        "create temp table wanted as select document_id, text from current"
        " where document_id in (select unnest(?))",
        [wanted],
    )
    leader = {document_id: document_id for document_id in wanted}

    def root(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    sets: dict[str, Any] = {}
    alike: dict[tuple[str, str], float] = {}
    for a, b in pairs:
        one, other = ids[a], ids[b]
        for document_id in (one, other):
            if document_id not in sets:
                if len(sets) > 5000:
                    sets.clear()
                sets[document_id] = shingles(_text(db, document_id))
        one_set = sets.get(one)
        other_set = sets.get(other)
        if one_set is None or other_set is None:
            one_set, other_set = shingles(_text(db, one)), shingles(_text(db, other))
        index = jaccard(one_set, other_set)
        if index > ALIKE:
            alike[(one, other)] = alike[(other, one)] = index
            leader[root(one)] = root(other)
    groups: dict[str, list[str]] = {}
    for one in {document_id for pair in alike for document_id in pair}:
        groups.setdefault(root(one), []).append(one)
    order = _order(db, wanted)
    links = []
    for members in groups.values():
        kept, *others = sorted(members, key=lambda one: order[one])
        for other in others:
            index = alike.get((kept, other), 0.0)
            if not index:  # They are alike through a third.
                index = jaccard(shingles(_text(db, kept)), shingles(_text(db, other)))
            links.append(Link(other, kept, round(index, 4)))
    return sorted(links, key=lambda one: (one.kept, one.document_id))


def _order(db: Any, ids: list[str]) -> dict[str, tuple[Any, ...]]:
    """Official addresses first, then the earliest."""
    rows = db.execute(
        "select document_id, coalesce(government, ''), url,"
        " coalesce(published_on, event_date, date '9999-01-01'), retrieved_at, source_key"
        " from current where document_id in (select unnest(?))",
        [ids],
    ).fetchall()
    return {
        document_id: (not (government and url), day, retrieved, key)
        for document_id, government, url, day, retrieved, key in rows
    }


def _text(db: Any, document_id: str) -> str:
    row = db.execute("select text from wanted where document_id = ?", [document_id]).fetchone()
    return str(row[0]) if row else ""


def _rows(reader: pa.RecordBatchReader) -> Iterator[tuple[str, str]]:
    for batch in reader:
        for row in batch.to_pylist():
            yield row["document_id"], row["text"] or ""


@lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    from hashlib import blake2b

    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
