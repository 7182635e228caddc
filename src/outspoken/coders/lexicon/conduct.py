"""What the speaker's side does in a sentence, as signs of whether it speaks of home or of the world.

A government that has "amended" and "held elections" speaks of home; one that "calls on", "supports"
and "submits a draft resolution" speaks of others, though the subject of both is "we" or its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from outspoken.coders.lexicon.mentions import Mention
from outspoken.model import Span

_LEADS = (
    r"(?:\s+(?:has|have|had|is|are|am|was|were|will|would|can|must|should|does|do|did|been|being|also|"
    r"now|always|already|itself|too|thus|therefore|further|once|continue[sd]? to|aims? to|seeks? to|"
    r"plans? to|intends? to|strives? to|needs? to|managed to|been able to|succeeded in|began to|"
    r"started to|recently|\w+ly))*+"
)
_WE = r"(?:we|our (?:government|country|nation|people|parliament|state)|my (?:government|country|nation|people)|the government|the (?:country|nation|state))"
_WE_VERB = re.compile(rf"\b{_WE}(?P<leads>{_LEADS})\s+(?P<verb>\w+)")
_NAME_VERB = re.compile(
    rf"(?:\s+(?:government|parliament|state|itself|people|authorities|president|delegation))?,?(?P<leads>{_LEADS})\s+(?P<verb>\w+)"
)
_AND = re.compile(r" and (?:the )?[A-Z]")
_DONE = frozenset({"have", "has", "had"})
_IS = frozenset({"is", "are", "was", "were"})
_INWARD = re.compile(
    r"(?:buil[dt]|adopt|enact|ratif|introduc|establish|creat|reform|strengthen|improv|reduc|"
    r"increas|achiev|implement|amend|held|hold|elect|chose|transform|develop|moderni|invest|empower|"
    r"eradicat|abolish|guarantee|register|prosecut|restor|experienc|suffer|emerg|embark|underw|"
    r"undergo|enjoy|succeed|pass|rebuil|lower|rais|doubl|tripl|allocat|expand|consolidat|declar|"
    r"criminali|legislat|overcom|overcame|becom|became|turn|inherit|liberat|gain|won|organiz|organis|"
    r"complet|conduct|decentrali|simplif|accelerat|appoint|nominat|train|provid|ensur|protect|"
    r"issu|promulgat|grant|incorporat|institut|revis|review|put|set|tak|took|made|mak|mov|progress|return|enter|reach|face|remain)\w*$"
)
_OUTWARD = re.compile(
    r"(?:promot|advanc|support|stand|stood|speak|spoke|condemn|urg|call|believ|welcom|champion|"
    r"defend|join|oppos|reject|recogni|reaffirm|affirm|underscor|underlin|stress|emphasi|express|"
    r"shar|want|hop|expect|ask|insist|press|engag|discuss|met|meet|host|cooperat|partner|contribut|"
    r"encourag|deplor|concern|regard|view|consider|appreciat|thank|congratulat|attach|see|saw|vot|"
    r"sponsor|participat|agre|reiterat|pledg|trust|convinc|troubl|clear|aware|mindful|grateful|"
    r"object|respond|submit|propos|present|co|advocat|appeal|demand|look|understand|know|think|"
    r"note|wish|need|must|let|cannot|can|hold|maintain|strive|note)\w*$"
)
_WORDS = {
    "the nation": (
        r"\bnational (?:\w+ )?(?:strateg|plan|dialogue|assembly|unity|reconciliation|development|"
        r"legislation|law|polic|programme|program|level|authorit|institution|commission|consensus|econom|"
        r"priorit|budget|parliament)|\bdomestic|\b(?:parliamentary|presidential|general|local|municipal|"
        r"free and fair|legislative) elections?|\bin the country\b|\bthe country[’']s\b|"
        r"\bpenal code|\bcriminal code|\bcivil code|\blegal codes?|\b(?:per cent|percent) of (?:the |our )?"
        r"(?:population|seats|members|women|parliament)|\bunder the leadership of|\bhis majesty|"
        r"\bour ancestors|\bindependence\b"
    ),
    "an assembly": (
        r"\bresolutions?\b|\bsecurity council|\bgeneral assembly|\bhuman rights council|\bcommittee\b|"
        r"\bmember states\b|\bthe organization\b|\bsecretary-general|\bagenda\b|\bsustainable "
        r"development goals|\bconventions?\b|\bdeclaration\b|\bpeacekeep|\btreat(?:y|ies)\b|\bmultilateral"
    ),
    "all must": (
        r"\bwe (?:all|must|need to|should|cannot)\b|\blet us\b|\bno one\b|\bnobody\b|\bevery(?:one|body)\b|"
        r"\bhumanity\b|\bit is (?:\w+ ){0,2}(?:important|necessary|imperative|essential|crucial|time)\b|"
        r"\bthere (?:is|can be|are) no\b|\bwithout\b[^.]*\bthere (?:is|can)|\bour (?:common|shared|collective|joint)\b"
    ),
    "our stance": (
        r"\b(?:our|my country[’']s|my government[’']s) (?:\w+ ){0,2}(?:commitment|support|position|belief|view|"
        r"determination|conviction|concern|solidarity|call|appeal|gratitude|appreciation|efforts|"
        r"contribution|partners|approach|foreign)\b"
    ),
    "fled": (r"\b(?:flee(?:ing|s)?|fled|escap(?:e|ed|ing)) "),
    "a people": (
        r"\bthe (?:\w+ )?people of\b|\bthe situation in\b|\bpeoples?[’'] (?:right|struggle)"
    ),
    "the law": (r"\bthat law\b|\bthis law\b|\bthe law\b|\bthe bill\b|\bcourts?\b|\bconstitution"),
}
_NAMES = tuple(_WORDS)
_ANY = re.compile("|".join(f"(?P<s{k}>{_WORDS[name]})" for k, name in enumerate(_NAMES)))
"""All of them at once: one search a sentence."""


def conduct(
    text: str, low: str, start: int, end: int, mentions: Sequence[Mention], home: str
) -> Iterator[tuple[str, Span]]:
    """The signs of one sentence."""
    for match in _WE_VERB.finditer(low, start, end):
        yield from _verb("we", match)
    for m in mentions:
        if m.code == home and m.tier in ("country", "organ", "demonym"):
            if text.startswith(" and ", m.end) and _AND.match(text, m.end, end):
                yield "home and another", Span(m.start, m.end)
                continue
            if verb := _NAME_VERB.match(low, m.end, end):
                yield from _verb("home", verb)
            if text[m.end : m.end + 1] in ("'", "’"):
                yield "home's", Span(m.start, m.end)
            if m.start - start < 8:
                yield "home opens", Span(m.start, m.end)
    for match in _ANY.finditer(low, start, end):
        if match.lastgroup:
            yield _NAMES[int(match.lastgroup[1:])], Span(*match.span())


def _verb(who: str, match: re.Match[str]) -> Iterator[tuple[str, Span]]:
    verb, span = match["verb"], Span(*match.span())
    leads = match["leads"].split()
    if _OUTWARD.match(verb):
        yield f"{who}: outward", span
    elif _INWARD.match(verb):
        yield f"{who}: inward", span
        if not _DONE.isdisjoint(leads):
            yield f"{who}: have done", span
    else:
        yield f"{who}: acts", span
    if not _IS.isdisjoint(leads):
        yield f"{who}: is", span
