"""Transcripts set as tables: the speaker in one column, the words in the next."""

from __future__ import annotations

import re

from lxml import html

LEAST_ROWS = 2
MOST = 0.6
"""Share of a table's rows of two cells that begin with a speaker from which it is a transcript."""
_NAME = re.compile(r"[^\W\d_][^|]{0,78}")


def join_labels(tree: html.HtmlElement) -> None:
    """Put each speaker's label before the words beside it, as "LABEL: words", in place."""
    for table in list(tree.iter("table")):
        rows = [row for row in table.iter("tr") if _table_of(row) is table]
        pairs = [cells for row in rows if len(cells := _cells(row)) == 2]
        labelled = [cells for cells in pairs if _is_label(_words(cells[0]), _words(cells[1]))]
        if len(labelled) < LEAST_ROWS or len(labelled) < MOST * len(pairs):
            continue
        for label, words in labelled:
            name = _words(label)
            _prepend(words, name if name.endswith(":") else f"{name}:")
            label.drop_tree()


def _table_of(row: html.HtmlElement) -> html.HtmlElement | None:
    return next((parent for parent in row.iterancestors("table")), None)


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th") and _words(cell)]


def _words(cell: html.HtmlElement) -> str:
    return " ".join(cell.text_content().split())


def _is_label(name: str, words: str) -> bool:
    """A name in capitals or with a colon, beside more words than it has itself."""
    if not _NAME.fullmatch(name) or len(words) < len(name) / 2:
        return False
    letters = [ch for ch in name.rstrip(":") if ch.isalpha()]
    capitals = sum(ch.isupper() for ch in letters) >= 0.8 * len(letters)
    return name.endswith(":") or (capitals and len(letters) > 1) or name in ("Q", "A")


def _prepend(cell: html.HtmlElement, label: str) -> None:
    """Before the first words in a cell, inside its first paragraph."""
    goal = cell
    while not (goal.text or "").strip():
        child = next((c for c in goal if isinstance(c.tag, str) and _words(c)), None)
        if child is None:
            break
        goal = child
    goal.text = f"{label} {(goal.text or '').lstrip()}"
