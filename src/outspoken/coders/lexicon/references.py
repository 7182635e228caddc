"""Words that point to a target without naming it: back, to the world, to a principle, elsewhere.

A `Cue` is a list of alternatives, each of which begins with letters that must stand in the text
for it to match. `Signs` looks for all these beginnings in a whole document at once; only where one
stands is the expression itself asked. (One by one, the expressions took half of the coder's time.)
Everything is matched in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import ahocorasick_rs
import numpy as np

from outspoken.model import Sentence

LEAST = 2
"""Letters with which an alternative must begin."""
_BEGINNING = re.compile(r"[\w' -]+")


class Cue:
    """One kind of reference: its expression, and what its alternatives begin with."""

    def __init__(self, *alternatives: str) -> None:
        self.pattern = re.compile(rf"\b(?:{'|'.join(alternatives)})\b")
        self.beginnings = frozenset(_beginning(alternative) for alternative in alternatives)
        self.bit = 0  # set below, where all cues are known


def _beginning(alternative: str) -> str:
    """The letters that any match of the alternative begins with."""
    match = _BEGINNING.match(alternative)
    letters = match[0] if match else ""
    if match and alternative[match.end() : match.end() + 1] in ("?", "*", "{"):
        letters = letters[:-1]  # the last letter may lack
    if len(letters) < LEAST or letters != letters.lower():
        raise ValueError(f"the alternative {alternative!r} must begin with {LEAST} small letters")
    return letters


BACK = Cue(
    r"the (?:regime|junta|military|authorities|dictatorship|dictator|ruling party|government "
    r"there|people there|kingdom|islamic republic|coup|generals|security forces|leadership there)",
    r"that (?:country|government|regime|coup|election|war|nation)",
    r"their (?:country|government|regime|coup|election|war|nation)",
    r"this (?:country|government|regime|coup|election|war|nation)",
    r"there(?=[,.;?! ](?! (?:is|are|was|were|will|has|have|can|should|would|must|may|might|could|"
    r"need|remains?)\b|’|'))",
    *(
        rf"{kind} (?:\w+ )?regime"
        for kind in (
            "military",
            "authoritarian",
            "brutal",
            "corrupt",
            "repressive",
            "oppressive",
            "same",
        )
    ),
)
"""The country named before: "the regime", "that country", "there"."""

YOURS = Cue(
    r"your (?:own )?(?:country|government|nation|people|administration|leadership|constitution|"
    r"legislation|cabinet|laws|bill|policy|policies)"
)
ELSEWHERE = Cue(
    "regime", "junta", r"dictator\w*", "perpetrators?", "sanctions?", "sanctioned",
    r"further (?:\w+ )?costs?", r"impos\w+ (?:\w+ )?costs?", r"communiqu\w+", "embassy",
    "oligarchs?", "war crimes?", "genocide", "crackdown", "persecution", r"atrocit\w+",
    r"repressi\w+",
)  # fmt: skip
"""What a government hardly says of itself."""

_COUNTRIES = (
    r"(?:countr(?:y|ies)|nations?|states|governments?|societ(?:y|ies)|peoples|persons?|human|"
    r"people everywhere|individuals?|actors?)"
)
WORLD = Cue(
    r"around the (?:world|globe|region|continent|hemisphere)",
    r"across the (?:world|globe|region|continent|hemisphere)",
    r"throughout the (?:world|globe|region|continent|hemisphere)",
    "the world", "worldwide", "global(?:ly)?", "everywhere", "anywhere", "universal(?:ly)?",
    "humanity", "humankind", "mankind", "human beings?", "human dignity", "human lives",
    r"our (?:common |shared )?(?:planet|world)", "all people", "all humans", "our nations",
    "african continent", "asian continent", "this continent", "our continent", "un charter",
    r"states (?:must|should|have (?:the|an) (?:\w+ )?(?:obligation|duty|responsibility)|bear)",
    "our peoples", "our countries",
    *(
        f"{which} {_COUNTRIES}"
        for which in (
            "all", "every", "each", "many", "most", "other", "any", "some", "developing", "democratic",
            "like-?minded", "member", "vulnerable", "poor(?:er)?", "foreign", "partner", "asean",
            "african", "european",
        )
    ),
    "countries", "democracies", "autocra(?:cy|cies|ts)", "dictatorships", "dictators",
    "governments", "peoples", "authoritarian(?:s|ism)?", r"multilateral\w*", "united nations",
    "sustainable development", "g7", "g-7", "g20", "g-20", "quad", "asean", "africa", "asia", "latin america",
    "middle east", "indo-?pacific", "south pacific", "pacific islands?", "the pacific",
    "western hemisphere", "americas", "caribbean", "sahel", "balkans", "horn of africa",
    "great lakes", "commonwealth", "maghreb", "mercosur", "mediterranean", "foreign policy",
    "home and abroad", "at home and around", "abroad", "overseas",
    *(
        rf"{which} (?:\w+ )?(?:values?|principles?)"
        for which in ("shared", "common", "democratic", "universal")
    ),
    *(
        rf"{which} of (?:\w+,? ){{0,3}}?(?:democracy|freedom|liberty|equality|human rights|"
        "the rule of law|justice|respect)"
        for which in ("principles", "values", "ideals", "promise")
    ),
    "holocaust", "shoah", "auschwitz", "yad vashem", "nazis?", "southeast asia",
    *(rf"{which} th(?:e|is) region" for which in ("in", "of", "for")),
    "summit for democracy", "free world", "rules-based", r"international(?:ly)?(?! law\b)",
)  # fmt: skip
"""All countries, a region, or a principle that holds everywhere."""

BLAMES = Cue(
    "concerns?", "concerned", "abuses?", "violations?", "crackdown", r"detain\w*", r"imprison\w*",
    r"arrest\w*", "release", "rais(?:e|ed|ing)", "urge[sd]?", "press(?:ed|ing)?", r"sanction\w*",
    r"condemn\w*", r"repressi\w+", "record", "differences", "areas where we",
)  # fmt: skip

_COMMITTED = (
    r"[^.;]{0,40}? (?:commitments?|dedication|desire|belief) (?:to|in)\b[^.;]{0,60}?"
    r"\b(?:democra\w+|human rights|rule of law|freedoms?|principles|values|justice|equality|libert\w+)"
)
SHARED = Cue(
    *(
        rf"{which}\b[^.;]{{0,60}}?\b(?:values|principles|ideals)"
        for which in ("shar(?:e|es|ed|ing)", "common", "same", "united by", "bound by", "based on")
    ),
    *(rf"{which}\b{_COMMITTED}" for which in ("share[sd]?", "common", "mutual", "strong")),
    r"commitment to the (?:\w+ )?(?:principles|values|ideals) of",
    "rights are human rights",
)
"""Values held in common."""

FAR = Cue(
    r"around the (?:world|globe|region)", r"across the (?:world|globe|region)",
    r"throughout the (?:world|globe|region)", "the world over", "worldwide", "globally",
    *(
        f"{which} (?:countries|nations|governments|people everywhere)"
        for which in ("all", "other", "foreign", "partner", "developing", "asean", "african", "many")
    ),
    r"all people(?: everywhere)?\b(?! of)",
    "international (?:justice|law|community|criminal|instruments?)", "united nations",
    "rome statute", "ohchr", "high commissioner", "balkans", "abroad", "overseas",
    r"foreign (?:polic\w+|governments?|actors?)", "everywhere",
    r"our (?:common |shared )?(?:planet|world)", "humanity", "asean", "africa", "asia",
    "latin america", "middle east", "central america", "indo-pacific", "the pacific",
    "pacific islands?", "the americas", "tpp", "trans-pacific partnership", "nafta", "usmca",
    r"trade (?:deal|agreement|pact)s?", "usaid", "ausaid", "dfid", "peace corps",
    "millennium challenge", "foreign (?:assistance|aid)",
    "development (?:assistance|aid)", "holocaust", "yad vashem", "auschwitz",
)  # fmt: skip
"""Words for others that outweigh a word for home."""

OURS = Cue(
    r"our (?:own )?(?:\w+[ ,]+){0,2}?(?:media|civil society|courts?|judiciary|judges|judicial|"
    r"prisons?|youth|women|girls|indigenous|minorities|aboriginal|constitution\w*|legislation|laws|"
    r"legal system|justice system|parliament\w*|electoral|elections|voters|territory|society|"
    r"democracy|state institutions|human rights record|own people|national (?:action|plan|strategy|"
    r"policy|development|constitution|legislation|human)|fellow citizens|independence|democratic "
    r"(?:institutions|system|process|transition)|government(?![’']s (?:view|position)))",
    r"my (?:own )?(?:people|government)",
    "this government",
    "the present government",
    r"we have (?:an?|one of the) (?:\w+[ -]){0,2}(?:judiciary|constitution|democracy|legal system|"
    r"justice system|parliament|press|media|civil society|society)",
)
"""The speaker's own institutions."""

_ACTS = (
    r"(?:[’']ve)?(?:\s+(?:have|has|had|are|also|already|recently|now|then|even|\w+ly))*\s+"
    r"(?:adopted|enacted|ratified|passed|legislated|amended|outlawed|abolished|"
    r"(?:de)?criminali[sz]ed|guarantee[sd]?|declared|pay (?:special|particular|great)|paid|"
    r"allocated|mainstream\w*|transformed|empowered|implemented|reformed|elected|appointed|"
    r"prosecuted|made (?:great |significant |considerable |good |much |remarkable )?(?:progress|"
    r"strides)|(?:established|created|set up|introduced|launched) (?:an?|the|our|new) "
    r"(?:\w+[ -]){0,3}?(?:commission|ministry|agency|court|law|bill|ombuds\w+|national|council|"
    r"department|unit|tribunal)|held (?:\w+ ){0,3}elections|guided by our)"
)
_WE_ACT = re.compile(rf"\b(?:we|our country|my country|it){_ACTS}\b")
_DONE = (
    "adopted", "enacted", "ratified", "passed", "legislated", "amended", "outlawed", "abolished",
    "criminalised", "criminalized", "guarantee", "declared", "pay ", "paid", "allocated",
    "mainstream", "transformed", "empowered", "implemented", "reformed", "elected", "appointed",
    "prosecuted", "made ", "established", "created", "set up", "introduced", "launched", "held ",
    "guided by our",
)  # fmt: skip
WE_DO = Cue(*_DONE)
WE_DO.pattern = _WE_ACT
"""Acts of a government at home: "we have enacted". The verb must stand there, then all of it."""

PRONOUN = re.compile(
    r"\b(?:they|them|their(?! (?:many )?forms)|theirs|he|him|his|she|her|its|those (?:people|protesters|responsible|"
    r"acts|actions|abuses|elections)|th(?:is|ese) elections?|these (?:acts|actions|abuses|attacks)|such (?:acts|actions|abuses)|"
    r"the (?:government|country|opposition|protest(?:er)?s|crackdown|election|elections|prisoners?|"
    r"detainees?|journalists?|situation|leadership|president|people|perpetrators|killings?|violence|"
    r"victims|coup|authorities)|th(?:is|ose|ese) (?:was|is|were|are)|perpetrators)\b"
)
BOTH_SIDES = re.compile(
    r"(?:[•*-]\s*)?(?:they|the (?:two )?(?:leaders|ministers|sides|presidents|prime ministers|"
    r"officials)|both)(?: \w+){0,3}? (?:agree|discuss|reaffirm|affirm|commit|exchange|review|talk|"
    r"share|welcome|underscore|reiterat|stress|emphasi|pledge|note|highlight|express|spoke|condemn|"
    r"also)\w*"
)
"""The two sides of a talk, who are not those spoken of."""

POINTS = re.compile(
    r"(?:^|[.;:,]\s|\b(?:that|whether|if|what|how|because|and)(?: in fact)? )"
    r"(?:they|he|she|this (?:was|is)|these|those)\b",
    re.I,
)
"""A pronoun that opens a clause: it has someone to point back to."""

BOTH = Cue(
    "both (?:governments|countries|nations|sides|leaders|peoples)",
    "two (?:governments|countries|nations|leaders|sides|peoples)",
)
"""The parties of a text of two."""

REFUGE = Cue(
    "asylum",
    *(
        rf"{which} (?:maritime )?arrivals?"
        for which in ("irregular", "unauthori[sz]ed", "illegal", "unlawful")
    ),
    *(
        rf"{which} (?:here |to \w+ )?(?:on a|by) boat"
        for which in ("gets?", "got", "getting", "comes?", "came", "coming", r"arriv\w+")
    ),
    "small boats",
    "channel crossings?",
    r"turn(?:ed|ing)?[- ]?backs? (?:of )?(?:the )?boats?",
    "border protection",
    "boat (?:people|arrivals?)",
    "the boats?",
    "people smugglers?",
    "protection visas?",
    "temporary protection",
    r"offshore process\w*",
    "mandatory detention",
    "border (?:patrol|force|agents?|guards?)",
    r"resettle\w*",
    r"refugee (?:claims?|status|intake|program\w*)",
    "unaccompanied (?:children|minors)",
)
"""People who seek refuge: whose treatment is that of the country which they come to."""

TALKED = Cue(
    r"discuss\w*",
    r"rais(?:e|ed|ing)",
    r"talk(?:s|ed|ing)?",
    "both of us",
    "dialogue",
    "he told me",
    "she told me",
    "pressed",
    "urged",
    "we spoke",
    "our meeting",
    "my meeting",
)
"""What was said in a talk."""

CUES = (BACK, YOURS, ELSEWHERE, WORLD, BLAMES, SHARED, FAR, OURS, WE_DO, BOTH, TALKED, REFUGE)
_BITS: dict[str, int] = {}
for _place, _cue in enumerate(CUES):
    _cue.bit = 1 << _place
    for _letters in _cue.beginnings:
        _BITS[_letters] = _BITS.get(_letters, 0) | _cue.bit
_AUTOMATON = ahocorasick_rs.BytesAhoCorasick([letters.encode() for letters in _BITS])
_BIT = np.fromiter(_BITS.values(), dtype=np.int64)


def lowered(text: str) -> str:
    """The text in lower case, letter for letter, so that offsets stay."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return low


class Signs:
    """The cues of one document: which may stand in each sentence, and where they do."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.low = lowered(text)
        self._sentences = sentences
        self._bits = _bits(self.low, sentences)
        self._found: dict[tuple[int, int], re.Match[str] | None] = {}

    def find(self, cue: Cue, i: int) -> re.Match[str] | None:
        """The first match of a cue in sentence `i`; looked for once, as rules and neighbours ask again."""
        if not self._bits[i] & cue.bit:
            return None
        key = (cue.bit, i)
        if key not in self._found:
            sentence = self._sentences[i]
            self._found[key] = cue.pattern.search(self.low, sentence.start, sentence.end)
        return self._found[key]

    def pronoun(self, i: int, after: int) -> re.Match[str] | None:
        """The first word that points back in sentence `i`, after this offset."""
        sentence = self._sentences[i]
        return PRONOUN.search(self.low, max(after, sentence.start), sentence.end)

    def both_sides(self, i: int) -> int:
        """Where the words for the two sides of a talk end that open sentence `i`; 0 if none do."""
        sentence = self._sentences[i]
        found = BOTH_SIDES.match(self.low, sentence.start, sentence.end)
        return found.end() if found else 0


def _bits(low: str, sentences: Sequence[Sentence]) -> list[int]:
    """For each sentence the bits of the cues whose beginnings stand in it."""
    letters = low.encode("latin-1", "replace")  # a byte a letter, so that offsets stay
    listed = _AUTOMATON.find_matches_as_indexes(letters, overlapping=True)
    found = np.zeros(len(sentences), dtype=np.int64)
    if listed:
        flat = np.fromiter(chain.from_iterable(listed), dtype=np.int64, count=3 * len(listed))
        matches = flat.reshape(-1, 3)
        opens = np.fromiter((s.start for s in sentences), dtype=np.int64, count=len(sentences))
        place = np.searchsorted(opens, matches[:, 1], side="right") - 1
        held = place >= 0
        np.bitwise_or.at(found, place[held], _BIT[matches[held, 0]])
    bits: list[int] = found.tolist()
    return bits
