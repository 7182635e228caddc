"""Memory does not grow with what was read."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from outspoken import engine
from outspoken.extract import commonmark
from outspoken.ingest.known import Known, Version
from outspoken.lake.spill import PLACE, Spill

STATUS = Path("/proc/self/statm")
PAGE = 4096
KINDS: dict[str, Any] = {"id": pa.int64(), "text": pa.string()}


def held() -> int:
    """Bytes of this process that lie in memory."""
    return int(STATUS.read_text().split()[1]) * PAGE


@pytest.mark.skipif(not STATUS.exists(), reason="reads /proc")
def test_markdown_gives_its_memory_back() -> None:
    text = (
        "A *sentence* of Norland.[^1]\n\n| a | b |\n|---|---|\n| ~~c~~ | d |\n\n[^1]: A note.\n\n"
        * 5000
    )
    commonmark.to_html(text)
    before = held()
    for _ in range(30):
        commonmark.to_html(text)
    assert held() - before < 20 * len(text)  # It was 1,700 times as much.


def test_markdown_is_the_same_where_the_library_hides_what_frees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "# Title\n\nOne <u>raw</u> ~~two~~[^n]\n\n| a |\n|---|\n| b |\n\n[^n]: note\n"
    freed = commonmark.to_html(text)
    monkeypatch.setattr(commonmark, "_library", lambda: None)
    assert commonmark.to_html(text) == freed
    for part in ("<h1>Title</h1>", "<u>raw</u>", "<del>two</del>", "<td>b</td>", "footnote"):
        assert part in freed


def line(number: int, key: str = "", **other: Any) -> dict[str, Any]:
    named = {"source_key": key or f"folder/statement-{number}.md", "document_id": f"{number:064}"}
    return {
        "kind": "document",
        "version": 1,
        "origin": "/in",
        "same_as": "",
        "size": 9,
        **named,
    } | (other)


def test_what_the_manifest_knows_does_not_lie_in_memory() -> None:
    known = Known()
    known.take(line(0))
    tracemalloc.start()
    try:
        for number in range(1, 2000):
            known.take(line(number), place=number)
        assert tracemalloc.get_traced_memory()[0] < 100_000  # It was 650 bytes a document.
    finally:
        tracemalloc.stop()
    assert known.first(f"{1999:064}") == "folder/statement-1999.md"


def test_the_manifest_tells_latest_first_and_left() -> None:
    known = Known()
    known.take(line(1, "a"), place=0)
    known.take(line(2, "a", version=2, origin="/new"), place=10)
    known.take(line(2, "b", same_as="a"), place=20)
    known.take(line(3, "empty", size=0), place=30)
    assert known.latest("a") == Version("a", 2, f"{2:064}")
    assert (known.origin("a"), known.origin("c")) == ("/new", "")
    assert (known.first(f"{2:064}"), known.first(f"{3:064}")) == ("a", "")
    assert known.place(Version("a", 1, f"{1:064}")) == 0
    assert known.place(Version("b", 1, f"{2:064}")) is None
    assert known.same == {Version("b", 1, f"{2:064}"): 20}
    known.hold([Version("a", 1, f"{1:064}"), Version("b", 1, f"{2:064}")])
    assert [m.source_key for m in known.left()] == ["a", "empty"]
    assert known.is_held(Version("b", 1, f"{2:064}"))
    assert not known.is_held(Version("a", 2, f"{2:064}"))


ROWS = pa.schema([pa.field(name, kind) for name, kind in KINDS.items()])


def table_of(ids: range) -> pa.Table:
    return pa.table({"id": list(ids), "text": [f"{n} " * 1000 for n in ids]}, schema=ROWS)


def test_rows_are_put_in_order_and_lie_on_disk_meanwhile(tmp_path: Path) -> None:
    tables = [range(start, 800, 40) for start in range(40)]
    size, before = table_of(tables[0]).nbytes, pa.total_allocated_bytes()
    with Spill(ROWS, [0, 300, 300, 800], tmp_path) as rows:
        for ids in tables:
            rows.add(table_of(ids), np.array(ids))
        assert pa.total_allocated_bytes() - before < 4 * size  # Of forty that were put in.
        found = [rows.slice(number) for number in range(3)]
    assert [one["id"].to_pylist() for one in found] == [
        list(range(300)),
        [],
        list(range(300, 800)),
    ]
    assert found[0].schema == ROWS
    assert found[2]["text"][-1].as_py() == "799 " * 1000
    assert rows.lost == 0
    assert not list(tmp_path.iterdir())


def test_rows_of_one_place_stay_as_they_came_and_those_of_none_are_counted(tmp_path: Path) -> None:
    with Spill(ROWS, [0, 2, 3], tmp_path) as rows:
        rows.add(table_of(range(4)), np.array([1, -1, 2, 0]))
        rows.add(table_of(range(4, 7)), np.array([1, 0, -1]))
        assert [rows.slice(n)["id"].to_pylist() for n in (1, 0)] == [[2], [3, 5, 0, 4]]
    assert rows.lost == 2
    assert PLACE not in ROWS.names


@pytest.mark.skipif(not STATUS.exists(), reason="reads /proc")
def test_a_worker_gives_back_what_it_frees_however_it_is_mixed() -> None:
    ((_, grown),) = engine.run(grown_by, [40], setup=engine.stateless, workers=1)
    assert isinstance(grown, int)
    assert grown < 20_000_000  # Of 44 MB; between the pieces lie some that stay.


def grown_by(_: None, pieces: int) -> int:
    """How much a worker grew by large pieces of memory that it took and freed, but for small ones."""
    bytearray(20_000_000)  # Freed: from now on the C library would keep such.
    before = held()
    large, small = [], []
    for _piece in range(pieces):
        large.append(bytearray(1_000_000))
        small.append(bytearray(b"x" * 100_000))
    for piece in large:
        piece[:] = b"x" * len(piece)
    del piece, large
    return held() - before
