"""Memory does not grow with what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from outspoken.extract import commonmark

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
    assert held() - before < 20 * len(text)  # It was more than three hundred times as much.


def test_markdown_is_the_same_where_the_library_hides_what_frees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "# Title\n\nOne <u>raw</u> ~~two~~[^n]\n\n| a |\n|---|\n| b |\n\n[^n]: note\n"
    freed = commonmark.to_html(text)
    monkeypatch.setattr(commonmark, "_library", lambda: None)
    assert commonmark.to_html(text) == freed
    for part in ("<h1>Title</h1>", "<u>raw</u>", "<del>two</del>", "<td>b</td>", "footnote"):
        assert part in freed
