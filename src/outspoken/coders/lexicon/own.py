"""The speaker's own country: the words by which a government speaks of itself (target SELF).

"Congress", "our courts", "in this country" are enough; the country's own name is not, because a
government also names itself when it speaks of others ("the United States condemns"). It counts
where the country is the matter ("Australia has a good record"), not where it turns to others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from outspoken.coders.lexicon.mentions import BESIDE, VENUE, Mention
from outspoken.coders.lexicon.references import FAR
from outspoken.model import RuleHit, Sentence
from outspoken.world.domestic import domestic

_AT_HOME = re.compile(
    r"\b(?:in|across|throughout|within|around|inside|for)\s+(?:the\s+)?(?:rest of\s+)?$"
)
_HOME_LIFE = re.compile(
    r"(?:[’']s?)?\s+(?:people|famil\w+|workers?|women|men|children|kids|girls|students?|communit\w+|"
    r"society|democracy|elections?|voters?|households?|consumers?|businesses|manufactur\w+|jobs|"
    r"economy|history|law|laws|courts?|constitution|schools?|seniors|patients|public|veterans|"
    r"justice system|way of life|values)\b"
)
_HELD = re.compile(
    r"\s+(?:\w+\s+){0,3}(?:held|detained|imprisoned|abroad|overseas|hostages?|wrongfully|jailed|"
    r"home\b|taken|kidnapped)"
)
_LEADS = (
    r"(?:\s+(?:has|have|had|is|are|was|were|will|would|can|must|should|does|do|did|been|being|also|now|"
    r"always|already|itself|too|continue[sd]? to|aims? to|seeks? to|plans? to|intends? to|"
    r"strives? to|needs? to|since \d{4},?|in (?:recent|the past|the last) (?:\w+ )?(?:years|decades?),?|"
    r"\w+ly))*"
)
_CONDUCT = re.compile(
    r"(?:\s+(?:[Gg]overnment|[Pp]arliament|[Ss]tate|itself))?,?" + _LEADS + r"\s+(?P<verb>\w+)"
)
_OUTWARD = re.compile(
    r"(?:promot|advanc|support|stand|stood|speak|spoke|condemn|urg|call|rais|believ|welcom|champion|"
    r"defend|commit|join|lead|led|work|help|assist|provid|fund|donat|impos|sanction|oppos|reject|"
    r"recogni|reaffirm|affirm|underscor|underlin|stress|emphasi|express|not|shar|seek|sought|want|hop|"
    r"expect|ask|insist|press|engag|discuss|met|meet|host|cooperat|partner|contribut|encourag|"
    r"deplor|concern|regard|view|consider|appreciat|thank|congratulat|attach|see|saw|vot|sponsor|"
    r"participat|announc|issu|agre|reiterat|pledg|trust|call|plac|took|take|taking|tak|of|and|in|"
    r"to|for|or|on|at|by|from|with|that|which|who|as|proud|pleased|honou?red|glad|ready|prepared|"
    r"convinced|determined|troubled|clear|aware|mindful|grateful|delighted|us|we|will|deal|act|"
    r"co|look|understand|understood|know|think|thought|offer|send|sent|sign|object|respond|"
    r"conduct|prioriti|treat|rel|hav|remain|undertak)\w*$"
)
_POSSESSED = re.compile(
    r"[’']s?\s+(?:\w+[ -]){0,3}?(?:record|priorit\w+|elections?|constitution\w*|parliament\w*|judiciary|"
    r"courts?|laws?|legislation|democratic|democracy|transition|reforms?|progress|prisons?|"
    r"indigenous|human rights (?:record|situation|act|law)|society|citizens|people|women|children|"
    r"minorities|obligations)\b"
)
_OURS = re.compile(
    r"\bour (?:own )?(?:\w+[ ,]+){0,2}?(?:media|civil society|courts?|judiciary|judges|judicial|prisons?|"
    r"youth|women|girls|indigenous|minorities|aboriginal|constitution\w*|legislation|laws|legal "
    r"system|justice system|parliament\w*|electoral|elections|voters|territory|society|democracy|state "
    r"institutions|human rights record|own people|national (?:action|plan|strategy|policy|development|"
    r"constitution|legislation|human)|fellow citizens|independence|democratic (?:institutions|"
    r"system|process|transition))\b|\bmy (?:own )?people\b|"
    r"\b[Ww]e have (?:an?|one of the) (?:\w+[ -]){0,2}(?:judiciary|constitution|democracy|legal system|"
    r"justice system|parliament|press|media|civil society|society)\b|\b(?:[Oo]ur|my|[Tt]his|the present) [Gg]overnment(?![’']s (?:view|position))\b",
)
_WE_DO = re.compile(
    r"\b(?:[Ww]e|our country|my country|[Ii]t)(?:[’']ve)?(?:\s+(?:have|has|had|are|also|already|recently|now|then|even|"
    r"\w+ly))*\s+(?:adopted|enacted|ratified|passed|legislated|amended|outlawed|abolished|"
    r"(?:de)?criminali[sz]ed|guarantee[sd]?|declared|pay (?:special|particular|great)|paid|allocated|"
    r"mainstream\w*|transformed|empowered|implemented|reformed|elected|appointed|prosecuted|"
    r"made (?:great |significant |considerable |good |much |remarkable )?(?:progress|strides)|"
    r"(?:established|created|set up|introduced|launched) (?:an?|the|our|new) (?:\w+[ -]){0,3}?"
    r"(?:commission|ministry|agency|court|law|bill|ombuds\w+|national|council|department|unit|"
    r"tribunal)|held (?:\w+ ){0,3}elections|guided by our)\b"
)


_THE_NATION = re.compile(r"\bthe Government\b(?! (?:of|in)\b)|\bof the nation\b|\bour goal\b")


def own(
    text: str, sentence: Sentence, home: str, mentions: Sequence[Mention], *, rights: bool
) -> RuleHit | None:
    """What shows that the sentence is about the speaker's own country, or None.

    `home` is "" where the speaker's country is not known: then only words of any country count.
    `rights`: a word for the world or for others outweighs them ("our own people, and people around
    the world"); of trade and jobs it does not.
    """
    far = FAR.search(text, sentence.start, sentence.end) if rights else None
    found = domestic(home)[0].find(text, sentence.start, sentence.end)
    if found:
        return None if far else RuleHit("target", "the speaker's own country", *found)
    if not home:
        return None
    for m in mentions:
        if m.code == home and m.part not in (VENUE, BESIDE) and _is_home_life(text, m):
            return RuleHit("target", "the speaker's own country named", m.start, m.end)
    if far:
        return None
    for m in mentions:
        if m.code == home and m.tier in ("country", "organ") and _acts_at_home(text, sentence, m):
            return RuleHit("target", "the speaker's own country acts at home", m.start, m.end)
    ours = _OURS.search(text, sentence.start, sentence.end)
    if ours:
        return RuleHit("target", "our own institutions", *ours.span())
    return None


def we_do(text: str, sentence: Sentence) -> RuleHit | None:
    """An act of government at home: "we have enacted", "we pay special attention"."""
    found = _WE_DO.search(text, sentence.start, sentence.end)
    if not found:
        found = _THE_NATION.search(text, sentence.start + 1, sentence.end)
    return RuleHit("target", "our own act at home", *found.span()) if found else None


def _is_home_life(text: str, m: Mention) -> bool:
    if m.tier == "place":
        return True
    if m.tier == "country" and _AT_HOME.search(text, max(0, m.start - 30), m.start):
        return True
    if m.tier in ("country", "demonym"):
        if _HOME_LIFE.match(text, m.end):
            return True
        plural = m.tier == "demonym" and text[m.end - 1] == "s"
        return plural and not _HELD.match(text, m.end)
    return False


def _acts_at_home(text: str, sentence: Sentence, m: Mention) -> bool:
    if _POSSESSED.match(text, m.end, sentence.end):
        return True
    if not _SUBJECT.search(text[max(sentence.start, m.start - 40) : m.start]):
        return False
    acts = _CONDUCT.match(text, m.end, sentence.end)
    return acts is not None and not _OUTWARD.match(acts["verb"].lower())


_SUBJECT = re.compile(
    r"(?:^|[.;:,“\"(*—–-]|\b(?:that|and|as|while|but|which|think|believe|why|where|how|because))\s*"
    r"(?:\W|the|The|Republic of|State of|Kingdom of)*\s*$"
)
