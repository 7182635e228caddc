"""Whose conduct or situation a sentence is about (method, section 2.2).

In order: countries named in the sentence; a pronoun to the last country named in the turn (or in
the question that the turn answers); the speaker's own country where the words say so; principles
and the world; the document's one counterpart or the country of its title; and where nothing says
anything, what such issues are about in such a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from outspoken.codebook.matcher import Hit
from outspoken.model import GENERIC, SELF, Genre, Passage, Role, RuleHit, Sentence

MOST = 3
"""More countries than this in one sentence are a list, and the sentence is about the world."""
REACH = 4
"""Sentences over which "they" still means the country named before."""

_PRONOUN = re.compile(
    r"\b(?:they|them|their|theirs|he|him|his|she|her|its|there|those (?:people|protesters|responsible)|that (?:country|government|regime|coup|election|war)"
    r"|the (?:regime|government|junta|military|authorities|leadership|dictatorship|dictator|people there|country|coup|opposition|protest(?:er)?s|crackdown|election|elections|prisoners?|detainees?|journalists?|situation|people of|kingdom|islamic republic|party))\b",
    re.I,
)
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.I)
_OWN = re.compile(
    r"\b(?:our (?:own (?!democracies|people, to|values)|country\b|nation\b(?!s)|democracy|people|citizens|constitution|borders?|courts?|parliament|government(?!s|(?:al)? partners?)|laws?|society|communities|economy|schools|workers|families|children|elections?|women|veterans|kids|republic|homeland|national|state|population|institutions)"
    r"|(?:here )?at home(?! and (?:abroad|around|overseas))|in this country|of this country|this nation|this country|across the country|my (?:country|government|nation|people|administration)|domestic(?:ally)?|nationwide|we as a (?:nation|country)"
    r"|home[- ]?grown|my fellow|this (?:house|parliament|legislature)|the opposition leader|homeland)\b",
    re.I,
)
_OWN_BY_HOME = {
    "USA": re.compile(
        r"\b(?:Congress(?:ional|man|woman)?|Senat(?:e|or|ors)|House (?:Republicans|Democrats|of Representatives)|Republicans?|Democrats|GOP|MAGA|Supreme Court|Capitol|federal|states?(?:wide)?(?= (?:law|legislat|level|attorney|officials|and local|governments))"
        r"|governors?|mayors?|attorneys? general|Roe|Dobbs|abortion|reproductive|voting rights|filibuster|midterms?|Medicare|Medicaid|Social Security|ICE|DHS|FBI|DOJ|CDC|FDA|HHS|CBP|Department of (?:Labor|Justice|Education|Homeland Security|Health)|Justice Department|Treasury Department(?='s)"
        r"|immigrants?|migrants?|asylum seekers?|the border|Title 42|unions?|collective bargaining|workers|civil rights|voters?|voting|African[- ]American|Black (?:Americans?|families|communities|women|people|voters)|LGBTQI?\+? (?:Americans|youth|community|kids)|transgender|same-sex|gun|police (?:reform|officers?)|Guantanamo|veterans|Tribal|tribal nations"
        r"|American people|Americans?(?! (?:citizens?|nationals?) (?:held|detained))|inflation|gas prices|American Rescue Plan|Build Back Better|Fed(?:eral Reserve)?|Biden[- ]Harris|January 6|insurrection|election den(?:ier|ial)s?|Florida|Texas|Georgia legislature)\b"
    ),
    "AUS": re.compile(
        r"\b(?:Australian (?:people|families|workers|citizens|community|Government|Labor|parliament)|Australians|Commonwealth Government|the Commonwealth|Labor(?: Party)?|the Coalition|Liberal Party|Liberals?|National Party|Senate|House of Representatives|Indigenous|Aborigin\w+|Torres Strait|native title|Premier[s]?|"
        r"state governments?|trade unions?|unions?|ACTU|WorkChoices|workplace|Medicare|the budget|High Court|asylum seekers?|boat(?: people|s)|Nauru|Manus|Christmas Island|republic|referendum|GST|industrial relations|NDIS|carbon tax|royal commission)\b"
    ),
}
_WORLD = re.compile(
    r"\b(?:around the (?:world|globe)|across the (?:world|globe|region|continent|hemisphere)|throughout the world|the world(?:'s|’s)?|world(?:wide)?|global(?:ly)?|international(?:ly)?|everywhere|anywhere|universal(?:ly)?|humanity|human(?:kind| beings?)|mankind|"
    r"(?:all|every|many|most|other|any|some|developing|democratic|like-?minded|member|vulnerable|poor(?:er)?) (?:countr(?:y|ies)|nations?|states?|people|peoples|persons?|governments?|societ(?:y|ies)|individuals?|women|human)|countries|nations|democracies|autocra(?:cy|cies|ts)|dictators(?:hips)?|authoritarian(?:s|ism)?|governments|peoples|"
    r"multilateral|united nations|U\.?N\.?|the Council|human rights council|sustainable development|G-?7|G-?20|Quad|NATO|ASEAN|European|Europe|African? Union|Africa|Asia|Latin America|Middle East|Indo-?Pacific|Western Hemisphere|Pacific|Americas|Caribbean|partners|allies|abroad|overseas|shared values?|common values|our values|principles?|"
    r"summit for democracy|the (?:summit|charter|declaration|agenda|convention|covenant|protocol))\b",
    re.I,
)
_PARTNERSHIP = re.compile(
    r"(?:\b(?:in partnership with|together with|along ?with|alongside|joined by|jointly with|in coordination with|partners?(?: and allies)?(?: such as| like| in| including)?|allies(?: and partners)?(?: such as| like| in| including)?|co-?hosted (?:by|with)|co-?led (?:by|with)|thank(?:s|ed)?(?: to)?|grateful to|welcomed?|congratulat\w+|ambassador(?:s)? (?:to|of|from)|embassy (?:in|of)|governments of)\s+(?:the\s+)?(?:[A-Z][\w-]+(?:,\s+|\s+and\s+|,\s+and\s+)(?:the\s+)?)*)$"
)
_ACTS = re.compile(
    r"[^,.;]{0,40}\b(?:co-?host\w*|host(?:s|ed)|announced|committed|moderated|joined|spoke|asserted|argued|launched)\b", re.I
)
_FOREIGN = re.compile(
    r"\b(?:regime|junta|dictator\w*|perpetrators?|sanction\w*|impos(?:e|ed|ing) (?:\w+ ){0,2}costs?|communiqu\w+|foreign|embassy|in the region)\b", re.I
)
_DOMESTIC_ISSUES = frozenset(
    "HR_WOMEN HR_EQUALITY HR_LABOUR HR_DEMOCRACY HR_ESC HR_PRIVACY HEALTH ECO_MACRO LAW_DRUGS P2P HR_ASSEMBLY HR_LIFE ENV_ENERGY HR_TRANSPARENCY HR_MINORITIES HR_DETENTION HR_RULEOFLAW HR_EXPRESSION HR_CENSORSHIP".split()
)
_MULTI_TITLE = re.compile(
    r"\b(?:G-?7|G-?20|Quad|NATO|ASEAN|United Nations|UN|U\.N\.|Summit|Leaders|Global|World|International|APEC|CHOGM|Commonwealth|Assembly|Forum|Joint Statement|Democracy|Indo-Pacific|foreign|OAS|Council|Treaty|General Debate)\b"
)
_DOMESTIC_GENRES = frozenset({Genre.BRIEFING, Genre.TRANSCRIPT_SOLO, Genre.INTERVIEW, Genre.SPEECH, Genre.FACTSHEET, Genre.STATEMENT, Genre.UNKNOWN})
BILATERAL = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT, Genre.BACKGROUND})


@dataclass(slots=True)
class State:
    """What has been named so far in the turn, and by the question before it."""

    turn: int = -1
    last: tuple[str, ...] = ()
    at: int = -99
    question: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole document says of its targets, worked out once."""

    home: str
    genre: Genre
    counterparts: tuple[str, ...]
    titled: tuple[str, ...]
    many: bool
    own: re.Pattern[str] | None = field(default=None, compare=False)


def setting_of(passage: Passage, titled: Iterable[str]) -> Setting:
    """The setting of a document; `titled` are the countries that its title names."""
    home = passage.home or passage.metadata.government
    others = tuple(dict.fromkeys(code for code in titled if code != home))
    return Setting(
        home=home,
        genre=passage.metadata.genre,
        counterparts=tuple(code for code in passage.targets if code != home),
        titled=others,
        many=bool(_MULTI_TITLE.search(passage.metadata.title)) or len(others) > 1,
        own=_OWN_BY_HOME.get(home),
    )


def observe(state: State, sentence: Sentence, index: int, hits: Sequence[Hit], home: str) -> None:
    """Take note of the countries that a sentence names, coded or not."""
    if sentence.turn != state.turn:
        asked = state.last if state.turn >= 0 else ()
        state.question = asked if sentence.role not in (Role.JOURNALIST, Role.MODERATOR) else ()
        state.turn, state.last, state.at = sentence.turn, (), -99
    named = _outer([h for h in hits if h.kind == "target" and h.code != home])
    if named:
        state.last = tuple(dict.fromkeys(h.code for h in named))[:MOST]
        state.at = index


def resolve(
    text: str,
    sentence: Sentence,
    index: int,
    hits: Sequence[Hit],
    issues: frozenset[str],
    setting: Setting,
    state: State,
) -> tuple[tuple[str, ...], RuleHit]:
    """The target of a sentence with an issue, and the rule that found it.

    Call `observe` for the sentence after this, not before: its own countries come first anyway.
    """
    words = text[sentence.start : sentence.end]
    targets = [h for h in hits if h.kind == "target"]
    foreign = _conduct(text, sentence, _outer([h for h in targets if h.code != setting.home]), issues)
    rights = any(issue.startswith("HR_") for issue in issues)
    if foreign:
        codes = tuple(dict.fromkeys(h.code for h in foreign))
        if len(codes) > MOST:
            return (GENERIC,), _rule("more than three countries", foreign[0])
        return codes, _rule("named in the sentence", foreign[0])
    own = _own(words, sentence.start, setting)
    same_turn = sentence.turn == state.turn
    near = same_turn and index - state.at <= REACH and bool(state.last)
    pronoun = _PRONOUN.search(words)
    if near and pronoun and not own:
        return state.last, _span("pronoun to the country named before", sentence, pronoun)
    if own:
        return (SELF,), own
    asked = state.question if same_turn else (state.last if sentence.role is not Role.JOURNALIST else ())
    if not near and asked and pronoun:
        return asked, _span("pronoun to the country of the question", sentence, pronoun)
    world = _WORLD.search(words)
    if setting.genre in BILATERAL and len(setting.counterparts) == 1 and not (rights and world):
        return setting.counterparts, _bare("the document's one counterpart", sentence)
    if world:
        return (GENERIC,), _span("the world or a principle", sentence, world)
    if near and index - state.at <= 1 and rights:
        return state.last, _bare("the country of the sentence before", sentence)
    if len(setting.titled) == 1 and not setting.many:
        return setting.titled, _bare("the country of the title", sentence)
    if _is_domestic(issues, setting) and not _FOREIGN.search(words):
        return (SELF,), _bare("such an issue in such a text is domestic", sentence)
    return (GENERIC,), _bare("nobody in particular", sentence)


def _outer(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that no longer hit covers, in order."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not any(k.start <= hit.start and hit.end <= k.end for k in kept):
            kept.append(hit)
    return kept


def _conduct(
    text: str, sentence: Sentence, named: list[Hit], issues: frozenset[str]
) -> list[Hit]:
    """Of the countries named, those whose conduct or situation is the content.

    Partners who speak or act with the speaker go where another country is named or rights are the
    subject; what remains is kept as it stands.
    """
    if not named:
        return []
    rights = any(issue.startswith("HR_") for issue in issues)
    named = [h for h in named if not (rights and h.code == "EUE")]
    if "HR_XINJIANG" in issues and any(h.code == "CHN" for h in named):
        named = [h for h in named if h.code not in ("KAZ", "KGZ")]  # peoples of the region
    partners = [
        h
        for h in named
        if _PARTNERSHIP.search(text[max(sentence.start, h.start - 120) : h.start])
        or (rights and h.tier in ("official", "demonym") and _ACTS.match(text, h.end, sentence.end))
    ]
    others = [h for h in named if h not in partners]
    if others:
        return others
    return [] if rights else named


def _own(words: str, start: int, setting: Setting) -> RuleHit | None:
    for pattern in (_OWN, setting.own):
        match = pattern.search(words) if pattern is not None else None
        if match:
            return RuleHit("target", "the speaker's own country", start + match.start(), start + match.end())
    return None


def _is_domestic(issues: frozenset[str], setting: Setting) -> bool:
    return (
        setting.genre in _DOMESTIC_GENRES
        and not setting.titled
        and not setting.many
        and "HR_GENERIC" not in issues
        and any(issue in _DOMESTIC_ISSUES for issue in issues)
    )


def _rule(name: str, hit: Hit) -> RuleHit:
    return RuleHit("target", name, hit.start, hit.end)


def _span(name: str, sentence: Sentence, match: re.Match[str]) -> RuleHit:
    return RuleHit("target", name, sentence.start + match.start(), sentence.start + match.end())


def _bare(name: str, sentence: Sentence) -> RuleHit:
    return RuleHit("target", name, sentence.start, sentence.start)
