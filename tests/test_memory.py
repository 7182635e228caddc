"""Memory does not grow with what was read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from outspoken.extract import commonmark
from outspoken.lake.spill import PLACE, Spill

STATUS = Path("/proc/self/statm")
PAGE = 4096


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


ROWS = pa.schema({"id": pa.int64(), "text": pa.string()})


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
