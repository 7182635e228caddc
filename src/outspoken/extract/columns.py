"""Columns on a printed page: the order in which its lines are read.

A file may hold the lines of two columns one after the other across the page. A gutter (a band
that hardly any line crosses, in the middle of the text, with lines of some width on either side)
tells columns; what crosses it (a heading) parts the page into bands, and in each band the left
column is read before the right. A narrow column of speakers' labels beside their words is none.
"""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

GUTTER = 9
"""Points that a gutter is wide at least."""
LEAST_LINES = 5
"""Lines in a column."""
WIDTH = 0.3
"""Share of the text's width that the lines of a column have."""
CROSSING = 0.15
"""Share of the lines that may cross the gutter."""


class Box(NamedTuple):
    """A piece of a line: where it lies (points, from the lower left) and what it says."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def in_order(boxes: list[Box]) -> list[Box]:
    """The boxes of a page as they are read; those of a page of one column as they came."""
    gutter = _gutter(boxes)
    if gutter is None:
        return boxes
    crossing = [box for box in boxes if box.left < gutter < box.right]
    left = [box for box in boxes if box.right <= gutter]
    right = [box for box in boxes if box.left >= gutter]
    if not _are_columns(left, right, boxes):
        return boxes
    ordered: list[Box] = []
    upper = float("inf")
    for head in [*sorted(crossing, key=lambda box: -box.bottom), None]:
        lower = head.bottom if head is not None else float("-inf")
        for column in (left, right):
            band = [box for box in column if lower <= box.bottom < upper]
            ordered += sorted(band, key=lambda box: (-round(box.bottom), box.left))
        if head is not None:
            ordered.append(head)
        upper = lower
    return ordered


def _gutter(boxes: list[Box]) -> float | None:
    if len(boxes) < 2 * LEAST_LINES:
        return None
    start = min(box.left for box in boxes)
    width = max(box.right for box in boxes) - start
    if width < 100:
        return None
    covered = [0] * (int(width) + 2)
    for box in boxes:
        covered[int(box.left - start)] += 1
        covered[min(int(box.right - start) + 1, len(covered) - 1)] -= 1
    crossing, most = 0, max(1, int(CROSSING * len(boxes)))
    best, begun = (0, 0), None
    for x, step in enumerate(covered):
        crossing += step
        free = crossing <= most and 0.3 * width < x < 0.7 * width
        if free and begun is None:
            begun = x
        elif not free and begun is not None:
            best = max(best, (x - begun, begun))
            begun = None
    length, at = best
    return start + at + length / 2 if length >= GUTTER else None


def _are_columns(left: list[Box], right: list[Box], boxes: list[Box]) -> bool:
    if min(len(left), len(right)) < LEAST_LINES:
        return False
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    for column in (left, right):
        lines: dict[int, float] = {}
        for box in column:
            lines[round(box.bottom)] = lines.get(round(box.bottom), 0.0) + box.right - box.left
        if len(lines) < LEAST_LINES or median(lines.values()) < WIDTH * width:
            return False
    # Side by side, not one under the other.
    shared = min(max(b.top for b in left), max(b.top for b in right)) - max(
        min(b.bottom for b in left), min(b.bottom for b in right)
    )
    return shared > 0
