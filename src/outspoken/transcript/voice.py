"""Texts without speakers: readouts, statements, speeches, in the document's own voice.

In a readout the publisher speaks and the grammar says whose clause it is: its principal's, both
sides', or the counterpart's (method, section 1). A sentence whose subject is not named goes on with
the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from outspoken.model import Genre, Metadata, Person, Role

_JOINT = re.compile(
    r"\b(?:the )?(?:two|both) (?:leaders|sides|presidents|prime ministers|ministers|governments|countries|nations|delegations|secretaries|officials)\b"
    r"|\bthe (?:leaders|ministers|presidents|prime ministers|secretaries|sides|officials|parties|advisors|participants)\b"
    r"|\b(?:they|together,? we|our two (?:countries|nations))\b|\bboth (?:expressed|agreed|noted|reaffirmed|underscored|reiterated|affirmed|welcomed)\b",
    re.I,
)
_OBJECT = re.compile(
    r"\b(?:with|to|of|from|by|between|and|for|told|thanked|congratulated|urged|on|met|meet|welcomed|hosted|called|assured|briefed|informed|joined|about|against|that)\s*(?:the\s+)?$",
    re.I,
)
_HE = re.compile(
    r"^\W*(?:in addition,? |finally,? |additionally,? |also,? |further,? |moreover,? )?(?:he|she)\b",
    re.I,
)
_OFFICE = re.compile(
    r"\bthe (president|vice president|prime minister|secretary(?: of state)?|foreign minister|foreign secretary|minister|chancellor|national security advis[eo]r|king|crown prince|amir|emir)\b(?!['’]s\b)",
    re.I,
)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|wrote|writes|told|quoted?|quoting|according to|called it|in the words of|as \w+ put it|once|reads?)\b",
    re.I,
)
_QUOTE = re.compile(r"[“\"]([^”\"]{20,})[”\"]")
QUOTED_WORDS = 8
OWN_VOICE = frozenset({Genre.READOUT})


def quoted(sentence: str) -> bool:
    """Whether most of a sentence is somebody else's words (rule 5)."""
    if "“" not in sentence and '"' not in sentence:
        return False
    words = sum(len(m[1].split()) for m in _QUOTE.finditer(sentence))
    if words < QUOTED_WORDS or words * 2 < len(sentence.split()):
        return False
    outside = _QUOTE.sub(" ", sentence)
    return bool(_ATTRIBUTED.search(outside)) and not re.search(r"\b(?:I|we|I've|we've)\b", outside)


def readout_roles(sentences: Iterable[str], metadata: Metadata) -> list[tuple[Role, bool]]:
    """(role, joint) of each sentence of a readout, in order."""
    own = _names(metadata.principals)
    theirs = _names(metadata.counterparts)
    rival_offices = {person.office.lower() for person in metadata.counterparts}
    own_offices = {person.office.lower() for person in metadata.principals}
    role, joint = Role.PRINCIPAL, False
    roles = []
    for sentence in sentences:
        found = _subject(sentence, own, theirs, own_offices, rival_offices)
        if found is not None:
            role, joint = found
        elif not _HE.match(sentence):
            role, joint = Role.PRINCIPAL, False
        roles.append((role, joint))
    return roles


def _names(people: Sequence[Person]) -> re.Pattern[str] | None:
    words: set[str] = set()
    for person in people:
        parts = [
            p
            for p in re.split(r"[\s,.]+", person.name)
            if len(p) > 2 and p.lower() not in ("jr", "bin", "van", "von", "the")
        ]
        # Either end of a name may be the family name.
        words.update({parts[0], parts[-1]} if parts else ())
    if not words:
        return None
    alternatives = "|".join(re.escape(word) for word in sorted(words))
    return re.compile(rf"\b(?:{alternatives})\b(?!['’]s\b)")


def _subject(
    sentence: str,
    own: re.Pattern[str] | None,
    theirs: re.Pattern[str] | None,
    own_offices: set[str],
    rival_offices: set[str],
) -> tuple[Role, bool] | None:
    """Whose clause a sentence is: the first of the sides that stands as a subject."""
    places: list[tuple[int, Role, bool]] = []
    for pattern, role, joint in (
        (own, Role.PRINCIPAL, False),
        (theirs, Role.COUNTERPART, False),
        (_JOINT, Role.PRINCIPAL, True),
    ):
        if pattern is None:
            continue
        for match in pattern.finditer(sentence):
            before = sentence[: match.start()]
            if not _OBJECT.search(_untitled(before)):
                places.append((match.start(), role, joint))
                break
    for match in _OFFICE.finditer(sentence):
        office = match[1].lower()
        if _OBJECT.search(sentence[: match.start()]):
            continue
        if office in rival_offices and office not in own_offices:
            places.append((match.start(), Role.COUNTERPART, False))
        else:
            places.append((match.start(), Role.PRINCIPAL, False))
        break
    if not places:
        return None
    _, role, joint = min(places)
    return role, joint


_TITLE = re.compile(
    r"(?:(?:The\s+)?(?:Vice\s+|Prime\s+|Foreign\s+|Crown\s+|National Security\s+)?(?:President|Minister|Secretary|Chancellor|Prince|King|Queen|Adviso?e?r|Premier|Mr\.|Ms\.|Dr\.)\s+)(?:[A-Z][\w.’'-]*\s+)*$"
)


def _untitled(before: str) -> str:
    """What stands before a name, without its title and given names."""
    return _TITLE.sub("", before)
