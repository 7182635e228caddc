"""Named cases: persons whose treatment is at issue, never officials (method, section 2.7).

First the names of the world's list of cases. Then, where a sentence speaks of rights, names that
stand where a case is named: "the journalist Ana Orlo", "the release of Ana Orlo", "Ana Orlo, who was
jailed". The second kind is a guess about a name and says so in its rule. A person of either kind who
held an office on the day of the text is an official there and no case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.mentions import is_another
from outspoken.coders.lexicon.names import NAMING
from outspoken.coders.lexicon.utterance import Utterance
from outspoken.model import RuleHit
from outspoken.world import World

Cases = tuple[tuple[str, ...], tuple[RuleHit, ...]]


def cases(said: Utterance, world: World, on: date | None, *, rights: bool) -> Cases:
    """The cases that a sentence names, by their full names, with the words that name them.

    `rights`: the sentence is about rights; only then are names guessed that no list holds.
    """
    found = dict(_listed(said, world, on))
    if rights:
        for name, rule in _guessed(said, world):
            if not any(name in other or other in name for other in found):
                found[name] = rule
    return tuple(found), tuple(found.values())


def _listed(said: Utterance, world: World, on: date | None) -> Iterator[tuple[str, RuleHit]]:
    for hit in said.hits:
        if hit.kind != "target" or hit.tier != "case":
            continue
        if is_another(said.text, hit.start, hit.end) or world.is_officials_surname(
            said.text[hit.start : hit.end]
        ):
            continue
        case = world.case(said.text[hit.start : hit.end])
        if case is not None and not world.in_office(case.name, on):
            yield case.name, RuleHit("cases", "a listed case", hit.start, hit.end)


def _guessed(said: Utterance, world: World) -> Iterator[tuple[str, RuleHit]]:
    for rule, pattern in _PATTERNS:
        for match in pattern.finditer(said.text, said.start, said.end):
            start, end = match.span("name")
            name = " ".join(said.text[start:end].split())
            if _is_person(name, said.hits, start, end, world):
                yield name, RuleHit("cases", rule, start, end)


def _is_person(name: str, hits: Sequence[Hit], start: int, end: int, world: World) -> bool:
    """Whether capitalised words are likely a person's name: no body, place, day or official."""
    words = name.split()
    if NAMING.search(name) or any(word in _NO_NAMES for word in words):
        return False
    if world.official(name) is not None or any(world.country(word) for word in words):
        return False
    return not any(
        (
            hit.kind == "target"
            and hit.tier not in ("case", "official")
            and hit.start < end
            and start < hit.end
        )
        or (hit.kind == "issue" and start <= hit.start and hit.end <= end)
        for hit in hits
    )


_NAME = (
    r"(?P<name>[A-Z][a-zà-ÿ’'-]+(?:\s+(?:(?:al|el|bin|ben|de|van|von|da)[ -])?[A-Z][a-zà-ÿ’'-]+){1,3})"
    r"(?![\w’'-]*[A-Z])"
)
_STYLE = r"(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?"
_PERSONS = (
    r"(?:journalists?|reporters?|activists?|lawyers?|bloggers?|dissidents?|defenders?|prisoners?|critics?|"
    r"monks?|nuns?|pastors?|bishops?|imams?|clerics?|poets?|writers?|authors?|laureates?|publishers?|"
    r"editors?|artists?|scholars?|professors?|advocates?|campaigners?|unionists?|detainees?|students?|"
    r"opposition (?:leader|figure|politician|candidate)s?|political prisoners?)"
)
_DONE = (
    r"(?:jailed|detained|imprisoned|arrested|sentenced|murdered|killed|tortured|disappeared|executed|"
    r"poisoned|convicted|abducted|assassinated|persecuted|beaten|harassed)"
)
_FATE = (
    r"(?:releas(?:e|ing)|detention|imprisonment|arrest|sentencing|conviction|prosecution|murder|killing|"
    r"assassination|execution|disappearance|poisoning|persecution|torture|whereabouts|jailing|abduction)"
)
_PATTERNS = (
    ("a name after a word for persons at risk", re.compile(rf"\b{_PERSONS},?\s+{_STYLE}{_NAME}")),
    (
        "a name after a word for what befell a person",
        re.compile(
            rf"\b(?:{_FATE}(?:\s+of)?|{_DONE}|free)\s+(?:the\s+)?(?:[a-z-]+\s+){{0,3}}{_STYLE}{_NAME}"
        ),
    ),
    (
        "a name before a word for what befell a person",
        re.compile(
            rf"{_NAME},?\s+(?:who\s+)?(?:was|is|has been|remains|had been)\s+(?:\w+ly\s+)?{_DONE}\b"
        ),
    ),
    (
        "a name with a word for persons at risk beside it",
        re.compile(rf"{_NAME},\s+(?:an?|the|one of)\s+(?:[\w-]+\s+){{0,4}}{_PERSONS}\b"),
    ),
)
_NO_NAMES = frozenset(
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
        "Saturday", "Sunday", "The", "This", "That", "These", "In", "On", "At", "And", "But", "We", "I",
        "Human", "Rights", "New", "North", "South", "East", "West", "White", "Supreme", "Court",
        "Christians", "Muslims", "Jews", "Islamic", "Christian", "Muslim", "Jewish", "Nobel", "Peace",
        "President", "Prime", "Minister", "King", "Queen", "Square", "Street", "City", "Air", "Force",
    ]
)  # fmt: skip
