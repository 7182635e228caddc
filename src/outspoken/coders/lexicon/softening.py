"""Softening: how a mention of rights is cushioned (method, section 2.4).

Flags of one sentence, with the sentence before and after it in the same turn. A euphemism
("our differences") softens only where the turn never names rights: then it is a candidate for a
reference to rights, and counts as softening, never as a mention. EQUIVALENCE (own faults) is
reported, not scored. A hedge must stand in the clause that speaks of rights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.clauses import clause_of, governs, split
from outspoken.coders.lexicon.utterance import Utterance, abroad, is_rights, named
from outspoken.model import GENERIC, Role, RuleHit, Soft

CRITICISM = 2
"""Firmness from which praise beside it is a cushion; a value statement needs none."""


class Softening(NamedTuple):
    """The flags of a sentence, sorted, and the words that show each."""

    flags: tuple[Soft, ...] = ()
    rules: tuple[RuleHit, ...] = ()


NOT_SOFT = Softening()


def soften(
    said: Utterance,
    firmness: int | None,
    *,
    before: Utterance | None = None,
    after: Utterance | None = None,
    rights_in_turn: bool,
) -> Softening:
    """The softening of a sentence that names rights abroad, or alludes to them.

    `firmness` is the sentence's own. `before` and `after` are its neighbours in the same turn.
    `rights_in_turn`: some sentence of the turn names a rights issue.
    """
    if said.role in (Role.JOURNALIST, Role.MODERATOR):
        return NOT_SOFT
    if any(is_rights(hit.issue) for hit in said.issues):
        if not abroad(said.targets):
            return NOT_SOFT
        found = _of_rights(said, firmness, before, after)
    elif not rights_in_turn and _between_governments(said, before, after):
        found = [(Soft.EUPHEMISM, hit) for hit in _cues(said, "EUPHEMISM")[:1]]
    else:
        return NOT_SOFT
    order = list(Soft)
    found.sort(key=lambda one: order.index(one[0]))
    return Softening(
        tuple(dict.fromkeys(flag for flag, _ in found)),
        tuple(
            RuleHit("soft", f"{flag.value.lower()}: {hit.term}", hit.start, hit.end)
            for flag, hit in found
        ),
    )


def _of_rights(
    said: Utterance, firmness: int | None, before: Utterance | None, after: Utterance | None
) -> list[tuple[Soft, Hit]]:
    around = [one for one in (said, before, after) if one is not None]
    found = [(Soft.HEDGE, hit) for hit in _hedges(said)[:1]]
    for flag in (Soft.MINIMISER, Soft.PREMISE, Soft.EQUIVALENCE):
        for one in around:
            cues = _cues(one, flag.value)
            if one is not said:  # a neighbour that names rights itself carries its own flags
                cues = [] if any(is_rights(h.issue) for h in one.issues) else cues
            if cues:
                found.append((flag, cues[0]))
                break
    if firmness is not None and firmness >= CRITICISM:
        cushion = _cushion(said, before, after)
        if cushion:
            found.append((Soft.PAIRED, cushion))
    return found


def _hedges(said: Utterance) -> list[Hit]:
    cues = _cues(said, "HEDGE")
    if not cues:
        return []
    clauses = split(said.text, said.start, said.end)
    topics = [clause_of(clauses, h.start) for h in said.issues if is_rights(h.issue)]
    return [
        hit
        for hit in cues
        if any(governs(clauses, clause_of(clauses, hit.start), topic) for topic in topics)
    ]


def _cushion(said: Utterance, before: Utterance | None, after: Utterance | None) -> Hit | None:
    """Praise or reassurance tied to criticism by a contrast, in this sentence or beside it."""
    contrast = _CONTRAST.search(said.text, said.start, said.end)
    if contrast:
        sides = [(said.start, contrast.start()), (contrast.end(), said.end)]
        if contrast.start() - said.start < 3:  # the sentence opens with "But"
            opened = _OPENED.match(said.text, said.start, said.end)
            comma = said.text.find(",", contrast.end(), said.end)
            if opened and opened[1].lower() in _CONCESSIVE and comma > 0:
                sides = [(contrast.end(), comma), (comma, said.end)]
            else:
                sides = []
        topics = [h for h in said.issues if is_rights(h.issue)]
        for start, end in sides:
            if any(start <= h.start < end for h in topics):
                continue
            for hit in _praise(said):
                if start <= hit.start < end:
                    return hit
    if before is not None and _OPENED.match(said.text, said.start, said.end):
        for hit in _praise(before):
            return hit
    if after is not None and _OPENED.match(after.text, after.start, after.end):
        for hit in _praise(after):
            return hit
    return None


def _praise(said: Utterance) -> list[Hit]:
    """Praise that is given: "no progress", "lack of progress", "we call for progress" is none."""
    return [
        hit
        for hit in _cues(said, "PRAISE")
        if not _UNPRAISED.search(said.text, max(said.start, hit.start - 30), hit.start)
    ]


def _between_governments(
    said: Utterance, before: Utterance | None, after: Utterance | None
) -> bool:
    """Whether the talk is of another government: "differences" at home are politics."""
    if named(said.targets):
        return True
    return any(
        hit.kind == "target"
        for one in (said, before, after)
        if one is not None
        for hit in one.hits
        if hit.code and hit.code not in (said.home, GENERIC)
    )


def _cues(said: Utterance, code: str) -> Sequence[Hit]:
    return [h for h in said.hits if h.kind == "soft" and h.code == code]


_I = re.IGNORECASE
_CONTRAST = re.compile(
    r"\b(?:but|however|at the same time|that said|having said that|nevertheless|nonetheless|"
    r"even so|even as|while|whilst|although|though|notwithstanding|despite|yet)\b",
    _I,
)
_OPENED = re.compile(
    r"\W*(?:and\s+)?(but|however|at the same time|that said|having said that|nevertheless|"
    r"nonetheless|even so|still|yet|even as|while|whilst|although|though|despite|"
    r"notwithstanding)\b",
    _I,
)
_CONCESSIVE = frozenset(
    ("even as", "while", "whilst", "although", "though", "despite", "notwithstanding")
)
_UNPRAISED = re.compile(
    r"\b(?:no|not|little|lack of|absence of|without|limited|insufficient|slow|failed|failure|"
    r"further|more|need|needs|see|make|making|call for|calls for|called for|urge|urged|"
    r"insufficient)\s+(?:\w+\s+){0,2}$|n[’']t\s+(?:\w+\s+){0,3}$",
    _I,
)
