"""Names: "the Bureau of Democracy, Human Rights, and Labor" speaks of an office, not of rights.

A name is a run of capitalised words (with of, for, and, the ... between them) that holds a word
for an office, body, law or event. What stands in it is not what the sentence is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CAP = r"(?:[A-Z][\w’'.\-]*|[A-Z]{2,})"
_GLUE = r"(?:of|for|and|the|on|to|in|against|at|&|,|—|–|-|de|du|des)"
_RUN = re.compile(rf"{_CAP}(?:,?(?:\s+{_GLUE}){{0,3}},?\s+{_CAP})*")

NAMING = re.compile(
    r"\b(?:Bureau|Office|Commission|Commissioner|Committee|Subcommittee|Council|Department|"
    r"Ministry|Minister|Secretary|Undersecretary|Ambassador|Envoy|Representative|Adviser|Advisor|"
    r"Coordinator|Director|Directorate|President|Chair|Chairman|Chairwoman|Chairperson|Fund|"
    r"Foundation|Institute|Center|Centre|Summit|Conference|Forum|Partnership|Initiative|"
    r"Alliance|Coalition|Caucus|Campaign|Network|Award|Prize|Medal|Fellowship|Fellows|University|"
    r"School|College|Association|League|Federation|Agency|Service|Watch|Party|Project|Trust|"
    r"House|Program|Programme|Task Force|Working Group|Bank|Corporation|Endowment|Academy|"
    r"Museum|Memorial|Group|Society|Organization|Organisation|Community|Plan|"
    r"Strategy|Agenda|Compact|Accord|Accords|Day|Month|Week|Decade|Roundtable|Hub|Senate|"
    r"(?:General|National|Legislative|Parliamentary|Constituent) Assembly|"
    r"Senator|Representatives|Congressman|Congresswoman|Democrats|Republicans|Professor|Dr)\b"
)


def names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of names in `text[start:end]`: runs of at least two capitalised words."""
    return [
        match.span()
        for match in _RUN.finditer(text, start, end)
        if " " in match.group() and NAMING.search(match.group())
    ]


def inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether something stands in one of these spans."""
    return any(s <= start and end <= e for s, e in spans)
