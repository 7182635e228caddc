"""Paragraph breaks that a publisher lost: labels in the middle of a paragraph.

Some pages were pasted as one block ("... over to you, folks. JOURNALIST: How about ..."). A label in
capitals after the end of a sentence begins a paragraph if the text uses it as a label elsewhere, or
if there are several of them; so does `Q` where others were found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from outspoken.model import Span

SEVERAL = 4
"""Labels inside paragraphs from which a text counts as pasted in one block."""
_END = r"(?:(?<=[?!)\]”\"—])|(?<=--)|(?<=[^A-Z]\.)|(?<=U\.S\.)|(?<=[.?!]['’]))"  # not after "MR."
_NAME = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*(?: (?:[A-ZÀ-Þ][A-Za-zÀ-þ]?[A-ZÀ-Þ.’'-]*)){0,5}"
_LABEL = re.compile(rf"(?:{_END} ?|(?<=[AP]\.M\. [A-Z]{{3}}) )(?P<name>{_NAME}):(?=\s|$)")
_QUESTION = re.compile(rf"{_END} (?=Q (?:[A-Z“\"(]|--))")
_AT_START = re.compile(rf"^(?P<name>{_NAME}):(?=\s|$)", re.M)
LONGEST = 60


def restore(text: str, bold: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The text with the breaks put back, and its bold spans where they are now."""
    inside = [m for m in _LABEL.finditer(text) if _is_name(m["name"])]
    if not inside:
        return text, bold
    counts = Counter(match["name"] for match in inside)
    starting = {match["name"] for match in _AT_START.finditer(text)}
    pasted = sum(counts.values()) >= SEVERAL and max(counts.values()) > 1
    cuts = {m.start("name") for m in inside if pasted or m["name"] in starting}
    if pasted:
        cuts |= {match.end() for match in _QUESTION.finditer(text)}
    if not cuts:
        return text, bold
    pieces, added, at = [], [], 0
    for cut in sorted(cuts):
        piece = text[at:cut]
        pieces.append(piece.rstrip(" "))
        if not piece.endswith(" "):
            added.append(cut)
        at = cut
    pieces.append(text[at:])

    def moved(offset: int) -> int:
        return offset + bisect_right(added, offset)

    return "\n".join(pieces), tuple(Span(moved(s.start), moved(s.end)) for s in bold)


def _is_name(name: str) -> bool:
    letters = sum(ch.isalpha() for ch in name)
    return len(name) <= LONGEST and letters > 1
