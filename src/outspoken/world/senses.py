"""When a country's name is something else: a person's name, or the American state.

Fixed phrases ("South China Sea", "Washington Post") are decoys in `countries.yaml`; here are the
cases that need the words around the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TITLES = re.compile(
    r"(?:\b(?:Mr|Ms|Mrs|Dr|Rep|Sen|Gov|Congressman|Congresswoman|Representative|Senator|Chairman|"
    r"Judge|Justice|Sergeant|Officer|Lieutenant|Colonel|Captain|Professor|Pastor|Reverend|"
    r"Secretary|Mayor|Governor)\.?)\s$"
)
_BEFORE = re.compile(r"([A-Z][\w’'-]+)\s$")
_AFTER = re.compile(r"\s([A-Z][a-z]+)\b")
_IN_GEORGIA = re.compile(
    r"\b(?:Tbilisi|Georgians?|Saakashvili|Shevardnadze|Abkhaz\w*|Ossetia\w*|Russian?s?|Moldova|"
    r"Ukraine|Armenia|Azerbaijan|NATO|Caucasus|territorial integrity|sovereignty|Putin|"
    r"Republic of)\b"
)
_IN_STATE = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Athens|Warnock|Ossoff|Kemp|Abrams|Raffensperger|voters?|"
    r"voting|senators?|governor|runoff|Senate|Fulton|Texas|Florida|Alabama|Arizona|Pennsylvania|"
    r"Michigan|Wisconsin|Nevada|Carolina|Tennessee|states?|county|district attorney|ballots?)\b"
)
NEAR = 300  # characters either side that tell the country from the state


def is_person(text: str, start: int, end: int, persons: Mapping[str, frozenset[str]]) -> bool:
    """Whether the name at `text[start:end]` is part of a person's name ("Jim Jordan").

    `persons` are the lists of that key in `countries.yaml`.
    """
    word = text[start:end]
    if word not in persons["names"]:
        return False
    lead = text[max(0, start - 24) : start]
    before = _BEFORE.search(lead)
    if before and before[1] in persons["first_names"]:
        return True
    if _TITLES.search(lead):
        return True
    after = _AFTER.match(text, end) if word in persons["given"] else None
    return after is not None and after[1] not in persons["no_surnames"]


def is_american_georgia(text: str, start: int, end: int) -> bool:
    """Whether "Georgia" here is the American state, by the words around it."""
    around = text[max(0, start - NEAR) : end + NEAR]
    abroad, state = len(_IN_GEORGIA.findall(around)), len(_IN_STATE.findall(around))
    return state > abroad
