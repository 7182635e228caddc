"""Demands that lie in a duty: must, should, has to; "it is important for X to", "it is time that X".

Whose duty it is decides: the target's is a demand, ours is none, everybody's a concern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from outspoken.coders.lexicon.act import CONCERN, CONDEMN, DEMAND, VALUE, Act
from outspoken.coders.lexicon.clauses import Clause
from outspoken.coders.lexicon.scene import LINKED, Scene


def duties(scene: Scene) -> Iterator[Act]:
    """The duties that a sentence lays on somebody."""
    for place, clause in enumerate(scene.clauses):
        for pattern, rule in ((_MUST, _must), (_DUE, _due)):
            for match in pattern.finditer(scene.text, clause.start, clause.end):
                act = rule(scene, match, place, clause)
                if act is not None:
                    yield act


def _must(scene: Scene, match: re.Match[str], place: int, clause: Clause) -> Act | None:
    """A demand in the form of must, should, has to, needs to: whose duty is it?"""
    subject = scene.text[clause.start : match.start()]
    if _FELT.search(subject) or _NOTED.match(scene.text, match.end(), clause.end):
        return None
    bare = not subject.strip(" ,") or LINKED.fullmatch(subject)
    if bare and place and clause.link == "coord":
        subject = scene.text[scene.clauses[place - 1].start : match.start()]
    within = [h for h in scene.countries if h.end <= match.start()]
    own = _last(_WE, subject)
    opens = match.start() - len(subject)
    within = [h for h in within if h.start >= opens + own]
    if own and not within and not _THEY.search(subject, own):
        return None
    act = Act(DEMAND, f"demand: {match[0].lower()}", match.start(), match.end(), place, True)
    if _EVERY.search(subject):
        act = act._replace(level=CONCERN)
    elif _ABLE.match(scene.text, match.end(), clause.end):
        act = act._replace(level=VALUE)
    elif not (within or _THEY.search(subject)) and not scene.specific:
        return None
    elif _STATE.match(scene.text, match.end(), clause.end) and not within:
        act = act._replace(level=CONCERN if scene.specific else VALUE)
    elif not (within or _THEY.search(subject)) and not _PASSIVE.match(
        scene.text, match.end(), clause.end
    ):
        act = act._replace(level=CONCERN)
    elif scene.checkable(match.end(), place):
        act = act._replace(level=CONDEMN)
    refused = bool(re.match(r"\s*(?:not|n[’']t)\b", scene.text[match.end() : match.end() + 6]))
    if refused:  # "must not be jailed" demands too
        act = act._replace(level=max(act.level, DEMAND) if scene.specific else act.level)
    if scene.hedged(place):
        act = act._replace(level=act.level - 1)
    return act


def _due(scene: Scene, match: re.Match[str], place: int, clause: Clause) -> Act | None:
    """A demand in the form of "it is important for X to", "it is time that X": who is X?"""
    asked = scene.text[match.end() : clause.end][:60]
    named = any(0 <= h.start - match.end() < 40 for h in scene.countries)
    ends = _URGENT.match(match[0]) and _ENDS.search(asked)
    if (
        not scene.specific
        or not (named or ends or _THEY.search(asked))
        or _WE.match(asked.lstrip())
    ):
        return None
    return Act(DEMAND, f"demand: {match[0].lower()}", match.start(), match.end(), place, True)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


_I = re.IGNORECASE
_MUST = re.compile(
    r"\b(?:must|should|ought to|ha(?:s|ve) to|(?<!the )(?<!no )(?<!any )needs? to|is obliged to|are obliged to|"
    r"had better|(?:has|have) (?:a|an|the) (?:\w+ )?(?:duty|obligation|responsibility) to|"
    r"(?:is|are) obligated to)\b",
    _I,
)
_DUE = re.compile(
    r"\b(?:important|vital|essential|critical|crucial|imperative|urgent|incumbent|necessary|"
    r"(?:it[’']s|it is|is|high|past|about) time)(?: now| therefore| also)? (?:for|that|on|upon)(?= )|"
    r"\bnow is the time (?:for|to)(?= )",
    _I,
)
_URGENT = re.compile(r"(?:vital|essential|critical|crucial|imperative|urgent).* that$", _I)
_ENDS = re.compile(
    r"\b(?:end|ends|stop|stops|cease|ceases|be (?:\w+ly )?\w+ed|is (?:\w+ly )?\w+ed|are \w+ed)\b",
    _I,
)
_WE = re.compile(r"\b(?:we|i|us|our|ourselves|the united states|america|president \w+|who)\b", _I)
_THEY = re.compile(
    r"\b(?:they|you|he|she|those|perpetrators|regime|junta|authorities|government|military|"
    r"leaders|leadership|officials|parties|sides|detainees|prisoners|forces|taliban|rulers|police)\b",
    _I,
)
_EVERY = re.compile(
    r"\b(?:all|every|other|each) (?:countries|states|nations|governments|country|state|nation|"
    r"government|member|actors|of us)|\b(?:governments|states|countries|nations|democracies|member "
    r"states|the international community|the world|companies|businesses|the council|"
    r"the united nations|everyone|no one|nobody|the security council|the general assembly)\b",
    _I,
)
_FELT = re.compile(  # "it is alarming that such a state should have these weapons"
    r"\b(?:alarm\w*|concern\w*|surpris\w*|regret\w*|shock\w*|outrag\w*|disgrac\w*|wrong|absurd|"
    r"unacceptable|sad|tragic|ironic|strange|appalling|shameful) that\b",
    _I,
)
_ABLE = re.compile(r"\s+(?:\w+\s+)?be (?:able|free|allowed|permitted) to\b", _I)
_NOTED = re.compile(  # "it ought to be remembered that"
    r"\s+(?:\w+ly\s+)?be (?:\w+ly )?(?:remembered|noted|recalled|said|pointed out|understood|added|borne in mind)\b",
    _I,
)
_STATE = re.compile(
    r"\s+(?:\w+\s+)?be (?:at the|part of|a\b|an\b|the\b|our\b|central|clear|on\b|in\b|no\b)", _I
)
_PASSIVE = re.compile(
    r"\s+(?:not\s+)?(?:\w+ly\s+)?(?:be\s+(?:\w+ly\s+)?(?:\w+ed|held|met|brought|free|given|put|kept|made|"
    r"let|heard|shown)|end|stop|cease|come to an end)\b",
    _I,
)
