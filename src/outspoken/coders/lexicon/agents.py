"""Who acts in a clause: our side, the target, a third party; and how the act is weakened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outspoken.codebook.matcher import Hit

# Subjects that a government's own text uses for itself and its partners. "The government" and
# "leaders" are left out: they are the target's as often.
_OURS = re.compile(
    r"\b(?:we|i|we[’']ve|i[’']ve|we[’']re|i[’']m|we[’']ll|us|our|my|me|president (?!xi\b|putin\b)\w+|"
    r"the president|vice president|secretary|under ?secretary|prime minister|foreign minister|"
    r"(?:the )?ministers?|ambassador|"
    r"high representative|high commissioner|secretary[- ]general|spokes\w+|united states|u\.?s\.?a?|"
    r"america|administration|white house|state department|treasury|department of|commerce "
    r"department|congress|european union|e\.?u\.?|united kingdom|u\.?k\.?|britain|london|canberra|"
    r"ottawa|washington|brussels|australia|canada|new zealand|norway|switzerland|g7|g-7|g20|quad|"
    r"nato|allies|partners|both sides|two leaders|(?:the )?leaders of the|member states|"
    r"international community|world|security council|human rights council|general assembly|"
    r"commission|parliament|delegation|my government|this government|"
    r"his majesty[’']s government|hmg|her majesty[’']s government)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:regime|junta|authorities|military|dictator\w*|kremlin|taliban|security forces|police|"
    r"communist party|ccp|state media|perpetrators|separatists|militias?|army|"
    r"(?<!states[ -])(?<!u\.s\. )(?<!our )(?<!this )government|rulers|courts?|prosecutors|officials)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:senators?|lawmakers|members of congress|critics|activists?|advocates|campaigners|"
    r"protesters|demonstrators|citizens|people|families|republicans|democrats|journalists|"
    r"opposition|voters|students|workers|investors|companies|observers|others|some|many|those)"
    r"(?: who)?(?= )\b",
    re.IGNORECASE,
)
# what may stand between a subject and its verb
_LEADS = re.compile(
    r"(?:[’']s?)?(?:\s+(?:government|authorities|officials?|regime|military|leaders?|leadership|"
    r"foreign ministry|side|party|courts?|police|forces|security|and|its|allies))*"
    r"(?:\s+(?:has|have|had|is|are|was|were|been|being|also|then|will|would|again|repeatedly|"
    r"continues? to|continued to|\w+ly))*"
    r"(?:\s+(?:impos\w+|announc\w+|placed|introduc\w+|adopt\w+|issued|levied|slapped))?"
    r"(?:\s+(?:new|further|its|own|retaliatory|more|unjustified))*\s*"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|neither|nor|no|without|cannot|refus\w+|declin\w+ to|fail(?:s|ed|ing)? "
    r"to|hesitat\w+|sh(?:y|ied|ies|ying) away|shrink\w*|refrain\w*|neglect\w*|stop(?:ped|s)? short|"
    r"stop(?:ped)?(?= \w+ing)|rather than|instead of|avoid\w*|ceas\w+|stand(?:s|ing)? back|"
    r"far from|short of)\b|n[’']t\b",
    re.IGNORECASE,
)
_NOT_NEGATION = re.compile(
    r"\b(?:not|never) (?:\w+ ){0,4}?(?:diminish|lessen|reduce|prevent|stop|deter|detract from|dilute|"
    r"weaken|obscure|change|alter)\w*\b|n[’']t (?:\w+ ){0,4}?(?:diminish|lessen|reduce|prevent|stop|"
    r"deter|dilute|weaken|obscure|change|alter)\w*\b|"
    r"\bnot (?:only|just|merely|simply|alone)\b|\bno (?:doubt|question|secret|matter|surprise|one "
    r"should doubt|uncertain)\b|\bwithout (?:doubt|question|delay|exception)\b|\bwhether or not\b|"
    r"\bwhy not\b|\bnot to mention\b|\bno,",
    re.IGNORECASE,
)
_OWN_NEGATION = re.compile(r"(?:not|no|never|cannot|can[’']t|won[’']t|do not|does not)\b", re.I)
_WEAK = re.compile(
    r"\b(?:would|could|might|may|hopes?|hoped|hoping|hopefully|considering|consider|wish|wished|"
    r"[’']d)(?:\s+(?:like|want|wish|also|be|to|have|been|that|it|he|she|they|you|is|are|"
    r"looking at|reviewing|impose|announce|introduce|face|see|adopt|apply|bring|mean|trigger|take|"
    r"new|further|more|additional|targeted|economic|\w+ly))*\s*$|\b(?:i|we|they|he|she)[’']d\s*$",
    re.IGNORECASE,
)
_THIRD = re.compile(
    r"\baccording to\b(?! (?:law|the law|international))|\breportedly\b|\ballegedly\b|"
    r"\b(?:activists?|advocates?|critics|campaigners|dissidents?|the opposition|observers|experts|"
    r"analysts|scholars|ngos?|(?:human )?rights (?:groups?|organi[sz]ations?|advocates|watch)|"
    r"amnesty(?: international)?|freedom house|watchdogs?|witnesses|families|relatives|lawmakers|"
    r"senators?|some|many|people|journalists|reporters|(?:media|press|news)(?: reports| outlets)?|"
    r"reports|the report|the article|un (?:experts|report|investigators)|investigators|"
    r"special rapporteurs?|the commission of inquiry|defectors|survivors|residents|others)"
    r"(?:\s+(?!to\b|who\b|that\b|of\b)[\w’'-]+){0,3}?\s+(?:say|says|said|saying|claim\w*|alleg\w+|assert\w*|argue\w*|"
    r"reported|found|estimate[sd]?|accus\w+|warn\w*|believe\w*|document\w+|describe[sd]?|"
    r"suggest\w*|indicate\w*|told|complain\w*|call(?:ed)? (?:it|this|them|on|for))\b",
    re.IGNORECASE,
)


def ours(before: str) -> bool:
    """Whether our side is the subject of what follows `before` and no one else comes between."""
    last = None
    for last in _OURS.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    return last is not None and not _THEIRS.search(before, last.end())


def theirs(text: str, clause_start: int, at: int, countries: Sequence[Hit]) -> bool:
    """Whether the target, or a word for its rulers, is the subject of the verb at `at`."""
    for hit in countries:
        if clause_start <= hit.start and hit.end <= at and _LEADS.fullmatch(text, hit.end, at):
            return True
    last = None
    for last in _THEIRS.finditer(text, clause_start, at):  # noqa: B007
        pass
    return last is not None and bool(_LEADS.fullmatch(text, last.end(), at))


def others(text: str, clause_start: int, at: int) -> bool:
    """Whether neither side, but a public, speaks: "senators were concerned", "people demand"."""
    last = None
    for last in _OTHERS.finditer(text, clause_start, at):  # noqa: B007
        pass
    return last is not None and bool(_LEADS.fullmatch(text, last.end(), at))


def negated(text: str, clause_start: int, start: int, end: int, words: int = 7) -> bool:
    """Whether an odd number of negations stands within these many words before a cue."""
    if _OWN_NEGATION.match(text, start, end):
        return False
    at = start
    for _ in range(words):
        back = text.rfind(" ", clause_start, max(at - 1, clause_start))
        if back < 0:
            at = clause_start
            break
        at = back + 1
    window = _NOT_NEGATION.sub(" ", text[at:start])
    if "," in window:
        window = window[window.rfind(",") :]
    return len(_NEGATION.findall(window)) % 2 == 1


def weakened(text: str, clause_start: int, start: int) -> bool:
    """Whether would, could, may, hope stand on the verb at `start`."""
    return bool(_WEAK.search(text[max(clause_start, start - 40) : start]))


def attributed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a third party is named as the source ("activists say"), or None."""
    match = _THIRD.search(text, start, end)
    return match.span() if match else None
