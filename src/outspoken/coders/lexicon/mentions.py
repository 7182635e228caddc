"""The countries that a sentence names, and what part each plays in it.

The longest name wins ("South China Sea" is not China); a name that two countries share is settled
by the day, the words around it, or the other countries in sight. A country that only acts beside
the speaker ("with our partners in Japan", "the United States and India condemn"), is attacked,
helped or visited is not the one whose conduct is spoken of, where another is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import ahocorasick_rs

from outspoken.codebook.matcher import Hit
from outspoken.model import Sentence
from outspoken.world import World
from outspoken.world.names import untitled

BESIDE = "beside"  # acts with the speaker
SPEAKS = "speaks"  # condemns, urges, hosts, discusses: an actor, not the matter
SUFFERS = "suffers"  # is invaded, attacked, supported
VENUE = "venue"  # where something is said or held
MATTER = ""  # everything else

_NAMES = r"(?:\*{0,2}[A-Z][\w.’'-]*\*{0,2}(?:,?\s+and\s+|,\s+|\s+)(?:the\s+)?){0,12}"
_BESIDE = re.compile(
    r"(?:\b(?:in (?:\w+ ){0,2}(?:partnership|coordination|cooperation|consultation|concert|"
    r"collaboration|solidarity) with|together with|along ?with|alongside|joined by|jointly with|"
    r"(?:partners?|allies|friends|counterparts?|democracies|countries|nations|governments)"
    r"(?: and (?:allies|partners|friends))? (?:such as|like|in|including|from)|allies? and partners?|"
    r"co-?hosted (?:by|with)|co-?led (?:by|with)|led by|chaired (?:\w+ ){0,2}by|thank(?:s|ed|ing)?(?: to)?|grateful to|(?:initiatives?|efforts|proposals?) (?:of|by)|(?:particularly|including|especially) those of|"
    r"congratulat\w+|ambassadors? (?:to|of|from)|embassy (?:in|of)|thanks to|similar to|"
    r"as (?:was|were|we|it|they|has been|had been|have) (?:\w+ ){0,2}(?:done|did|seen|saw) (?:for|in|with)|"
    r"compared (?:to|with)|unlike(?: in)?|other than|second only to|lessons from|according to|"
    r"(?:report|study|survey|statement|letter|complaint)s? (?:by|from)|just as in|(?:the )?(?:example|case) set by|"
    r"coordinat\w+ (?:closely )?with|work(?:s|ed|ing)? (?:closely )?with|consult\w* with|"
    r"(?:spoke|speaks?|met|meets?|meeting|call|joins?|joined|conversation|discussions?) with)\s+"
    rf"(?:the\s+|our\s+)?{_NAMES}(?:of\s+(?:the\s+)?)?)$"
)
_ALLY = re.compile(
    r"(?:,|and\b|[A-Z][\w-]++|\s)*+(?:is|are|remains?) (?:\w+ ){0,3}(?:among )?(?:our|an?|the)? ?"
    r"(?:\w+ ){0,2}(?:partners?|all(?:y|ies)|friends?)\b"
)
_HELPER = re.compile(  # "its Ostmark ally", "Ostmark prosecutors": beside whom it is about
    r"(?:[’']s)? (?:(?:closest|chief|main|key|long-?time|traditional) )?(?:all(?:y|ies)|partners?|patrons?|"
    r"backers?|sponsors?|prosecutors?|prosecutor[- ]generals?|prosecution service|investigators?)\b"
)
_PRAISE = re.compile(
    r"\b(?:prais|thank|commend|applaud|appreciat|grateful|welcom|congratulat|acknowledg|recogni)\w*"
    r"[^.;]{0,40}$",
    re.I,
)
_HELPS = re.compile(
    r"[’']s? (?:\w+ )?(?:leadership|role|support|assistance|contributions?|help|hospitality|"
    r"partnership|solidarity|generosity|efforts?|commitment|hosting|work|decision) "
    r"(?:in |on |to |for |of |as |with )?(?:\w+ing\b|(?:international |regional )?(?:support|refugees))"
)
_SPEAKS = re.compile(
    r"(?:[’']s?)?(?:\*\*)?(?:,?\s+\*{0,2}(?:[A-Z][\w.’'-]*|and|the|both|also|jointly|together|today|"
    r"again|of|leaders?|governments?|officials?|delegation|have|has|had|will|would|president|"
    r"ministers?|prime|foreign|further|strongly|equally|itself|once)\*{0,2},?){0,12}?\s+"
    r"(?:(?P<advocates>condemn\w*|deplor\w*|denounc\w*|urge[sd]?|call(?:s|ed|ing)? (?:on|for|upon)|"
    r"co-?host\w*|host(?:s|ed)|moderat\w*|assert\w*|argu\w*|discuss\w*|rais(?:e|es|ed)|"
    r"express\w*|co-?chair\w*|highlight\w*|spoke|stress\w*|emphasi[sz]\w*|underscor\w*|underlin\w*|"
    r"stands?|join(?:s|ed|ing)?|note[sd]?|exchanged|are concerned|is concerned|remains? concerned|"
    r"press(?:es|ed) for|push(?:es|ed) for|(?:is|are) (?:inviting|hosting|urging|calling|pressing)|"
    r"(?:has|have) been (?:\w+ ){0,2}(?:strong|clear|vocal|outspoken|critical|firm|forthright))|"
    r"reaffirm\w*|affirm\w*|agree[sd]?|reiterat\w*|welcom\w*|announc\w*|share[sd]?|recogni[sz]e[sd]?|"
    r"commit(?:s|ted)? (?:to|themselves|itself|resources)|said|says|told|pledge[sd]?|launch\w*|support(?:s|ed)?|intends?|look forward|believes?)\b"
)
_SUBJECT = re.compile(
    r"(?:^|[.;:,“\"(*—–-]|\b(?:that|and|as|while|but|which))\s*(?:\W|the|The)*\s*$"
)
_OWN_CONDUCT = re.compile(
    r"\b(?:his|her|their|its) (?:own )?(?:country|government|nation|people|citizens|democracy|"
    r"commitment|obligations?|efforts)"
)
_SUFFERS = re.compile(
    r"\b(?:war|invasion|aggression|attacks?|attacked|invaded|assault|offensive|strikes|bombing|"
    r"bombardment|occupation|annexation|crimes|atrocities|threats?|coercion|hostilit\w+|violence|"
    r"back|support(?:s|ed|ing)?(?: for)?|stand(?:s|ing)? with|assist\w*|aid|help\w*|defend\w*|arm\w*)"
    r"(?: \w+){0,3}? ?(?:on|against|in|of|upon|to|for|with)?\s+"
    r"(?:the |both )?(?:people of |government of |sovereign(?:ty)? of )?$",
    re.I,
)
_AIDS = re.compile(
    r"\b(?:back|support\w*|stand\w* with|assist\w*|aid|help\w*|defend\w*|arm(?:s|ed|ing)?)\b[^.;]*"
    r"\bagainst\s+(?:the )?$",
    re.I,
)
"""Help against somebody, who does not suffer."""
_AND = re.compile(r"(?: (?:people|citizens|governments?))? and (?:the |our )?")
_BETWEEN = re.compile(
    r"\b(?:between|of|against|from|on|to|within|both|about|dispute|conflict|rights?) (?:the )?$",
    re.I,
)
_TIES = re.compile(
    r"(?:[’']s)?(?: \w+)?(?: relations?| relationship| ties| alliance| summit| dialogue| agreement| treaty)\b"
)
_LISTED = re.compile(r",?\s*(?:and|or|&|,)?\s*(?:the\s+)?")
"""Between the names of one list, whose parts are the same."""
_VENUE = re.compile(
    r"\b(?:met|meets?|meeting|summit|conference|talks|visit\w*|travel\w*|trips?|arriv\w*|speech|"
    r"remarks|spoke|conversation|held|gather\w*|session|forum|trial|tour|stop|g-?(?:7|8|20)|apec|chogm|"
    r"travel\w* [^.;]{0,40})\b[^.;]{0,40}"
    r"\b(?:in|at|to)\s+(?:the\s+)?$",
    re.I,
)
_NAMED_AFTER = re.compile(r"(?: Human Rights| Global)?(?: Act| Ban| ban| Rule| Amendment)\b")
"""A law or measure that bears the name of a person or country is not about that one any more."""
_FORENAME = re.compile(
    r"(?<![.!?:] )\b(?!(?:Should|Do|Does|Did|Will|Would|Can|Could|May|Must|Might|Is|Are|Has|Have|Had|Was|Were|"
    r"When|While|If|As|But|And|Or|Yet|Since|Because|After|Before|Until|That|Then|With|Without|Under|For|On|By|"
    r"From|Like|Unlike|Even|Although|Though|What|Why|How|Whether|Where|Which|Who|Both|Only|So|Now|Today|"
    r"Yesterday|Let|Against|Given|Despite|To|Of|In|At|Also|Here|Maybe|Perhaps|Not|The|An?|This|These|Those|"
    r"Once|Unless|About|Between|Through|Behind|Ask|Tell|Make|Hold|See|Again) )([A-Z][a-z]+) $"
)
_SURNAME = re.compile(
    r" (?!Government|Administration|Regime|Ministry|Foundation|Act|Prize|Day|And|The)[A-Z][a-z]{2,}\b"
)
_ITS_OWN = re.compile(  # what is held in a country and is its own affair
    r"\b(?:elections?|vot(?:e|ing)|referendum|ballot|polls|protests?|demonstrations?|prison\w*|jail\w*|"
    r"detain\w*|detention|captive|hostages?|rights|democracy|freedoms?|about|regarding|concerning|torture|"
    r"abuses?|killings?|arrests?|situation|violence)\b",
    re.I,
)
_TOWARDS = ("in", "at", "to", "the")
"""What stands before a venue; where nothing of it does, `_VENUE` is not asked."""
LOOK = 120  # characters before a name that tell its part
NEAR = 24  # of these, the last ones hold what opens a clause
RANK = ("official", "case", "organ", "country", "demonym", "place", "capital")


class Mention(NamedTuple):
    """A country named at a place; `part` is one of the constants above."""

    code: str
    tier: str
    start: int
    end: int
    part: str = MATTER
    advocates: bool = False


def named(
    text: str, hits: Sequence[Hit], world: World, on: date | None, near: frozenset[str]
) -> list[Mention]:
    """Every country named by the hits of one sentence, home included, without its part.

    `near` are the countries in sight (title, counterparts) that settle a shared name.
    """
    spans: dict[tuple[int, int], list[Hit]] = {}
    reached = -1
    for hit in sorted((h for h in hits if h.kind == "target"), key=lambda h: (h.start, -h.end)):
        if hit.start < reached and (hit.start, hit.end) not in spans:
            continue
        spans.setdefault((hit.start, hit.end), []).append(hit)
        reached = max(reached, hit.end)
    plain = {own[0].code for own in spans.values() if len(own) == 1}
    found: list[Mention] = []
    for (start, end), own in spans.items():
        codes = {hit.code for hit in own if hit.code}
        if not codes or world.is_person(text, start, end) or _NAMED_AFTER.match(text, end):
            continue
        tier = min((hit.tier for hit in own if hit.code), key=RANK.index)
        if tier in ("official", "case") and is_another(text, start, end):
            continue
        if tier == "case" and world.is_officials_surname(text[start:end]):
            continue
        if len(codes) > 1:
            codes = _settle(text, start, end, codes, tier, world, on, near | plain)
        found += [Mention(code, tier, start, end) for code in sorted(codes)]
    return found


def is_another(text: str, start: int, end: int) -> bool:
    """Whether a lone surname is part of somebody else's name: "Julia Chavez", "Chavez Rodriguez"."""
    if " " in text[start:end]:
        return False
    before = _FORENAME.search(text, max(0, start - 24), start)
    return bool(before and not untitled(f"{before[1]} x".lower())[0]) or bool(
        _SURNAME.match(text, end)
    )


def _settle(
    text: str,
    start: int,
    end: int,
    codes: set[str],
    tier: str,
    world: World,
    on: date | None,
    near: frozenset[str],
) -> set[str]:
    phrase = text[start:end]
    if phrase.casefold() == "georgia":
        return {world.sense(text, start, end)} & codes or {"GEO"} & codes
    if tier == "official":
        official = world.official(phrase, on)
        if official is not None and official.country in codes:
            return {official.country}
    return codes & near or (codes if tier == "official" else set())


def parted(
    text: str, sentence: Sentence, mentions: Sequence[Mention], home: str = ""
) -> list[Mention]:
    """The mentions with the part that each plays in the sentence; `home` is the speaker's country."""
    found: list[Mention] = []
    joined = _joined(text, sentence, mentions, home)
    for mention in mentions:
        part, advocates = _part(text, sentence, mention)
        if part == MATTER and mention in joined:
            part = BESIDE
        if found and part == MATTER and found[-1].part in (SUFFERS, VENUE):
            before = found[-1]
            if before.end <= mention.start and _LISTED.fullmatch(text, before.end, mention.start):
                part = before.part
        found.append(mention._replace(part=part, advocates=advocates))
    return found


def _joined(text: str, sentence: Sentence, mentions: Sequence[Mention], home: str) -> set[Mention]:
    """Countries that do something together with home: "Valdoria and Ostmark believe"."""
    found: set[Mention] = set()
    for one, other in pairwise(mentions):
        if home not in (one.code, other.code) or one.code == other.code:
            continue
        if " and " not in text[one.end : other.start]:
            continue
        if not _AND.fullmatch(text, one.end, other.start):
            continue
        if _BETWEEN.search(text, max(sentence.start, one.start - NEAR), one.start):
            continue
        if _TIES.match(text, other.end, sentence.end):
            continue
        found.add(other if one.code == home else one)
    return found


def _part(text: str, sentence: Sentence, m: Mention) -> tuple[str, bool]:
    lead = text[max(sentence.start, m.start - LOOK) : m.start]
    telling = _telling(lead)
    if (
        (telling & _MAY_BESIDE and _BESIDE.search(lead))
        or _ALLY.match(text, m.end, sentence.end)
        or (m.tier == "demonym" and _HELPER.match(text, m.end, sentence.end))
        or (_HELPS.match(text, m.end, sentence.end) and _PRAISE.search(lead))
    ):
        return BESIDE, False
    if m.tier != "place" and (
        m.start - sentence.start < 4 or _SUBJECT.search(lead, max(0, len(lead) - NEAR))
    ):
        acts = _SPEAKS.match(text, m.end, sentence.end)
        if acts and not _OWN_CONDUCT.search(text, acts.end(), sentence.end):
            return SPEAKS, bool(acts["advocates"])
    if (
        telling & _MAY_VENUE
        and lead.rstrip().lower().endswith(_TOWARDS)
        and _VENUE.search(lead)
        and not _ITS_OWN.search(lead)
    ):
        return VENUE, False
    if telling & _MAY_SUFFER and _SUFFERS.search(lead) and not _AIDS.search(lead):
        return SUFFERS, False
    return MATTER, False


def _telling(lead: str) -> int:
    """Bits of the parts that a word before the name may give; where none is, nothing is searched."""
    bits = 0
    for match in _TELLS.find_matches_as_indexes(
        lead.lower().encode("latin-1", "replace"), overlapping=True
    ):
        bits |= _BITS[match[0]]
    return bits


_MAY_BESIDE, _MAY_VENUE, _MAY_SUFFER = 1, 2, 4
_WORDS: dict[str, int] = {}
for _bit, _words in (
    (
        _MAY_BESIDE,
        "partner,coordinat,cooperat,consult,concert,collaborat,solidarity,together,along,join,allies,"
        "friend,counterpart,democracies,countries,nations,governments,co-,cohost,coled,led by,chaired,"
        "thank,grateful,congratulat,ambassador,embassy,similar to,work,spoke,speak,met ,meet,call,"
        "conversation,discussion,those of,led by,in partnership,initiative,effort,proposal,as was,as were,as we,"
        "as it,as they,as has,as had,as have,compared,unlike,just as,set by,other than,second only,lessons,according,"
        "report,study,survey,statement,letter,complaint",
    ),
    (
        _MAY_VENUE,
        "met ,meet,summit,conference,talks,visit,travel,trip,arriv,speech,remarks,spoke,conversation,"
        "held,gather,session,forum,trial,tour,stop,g20,g-20,g7,g-7,g8,g-8,apec,chogm",
    ),
    (
        _MAY_SUFFER,
        "war,invasion,aggression,attack,invaded,assault,offensive,strikes,bomb,occupation,annexation,"
        "crimes,atrocit,threat,coercion,hostilit,violence,support,stand,assist,aid,help,defend,arm,back",
    ),
):
    for _word in _words.split(","):
        _WORDS[_word] = _WORDS.get(_word, 0) | _bit
_TELLS = ahocorasick_rs.BytesAhoCorasick([word.encode() for word in _WORDS])
_BITS = list(_WORDS.values())
