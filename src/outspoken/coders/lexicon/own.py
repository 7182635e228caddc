"""The speaker's own country: the words by which a government speaks of itself (target SELF).

"Congress", "our courts", "in this country" are enough; the country's own name is not, because a
government also names itself when it speaks of others ("the United States condemns"). It counts
where the country is the matter ("Australia has a good record"), not where it turns to others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from outspoken.coders.lexicon.mentions import BESIDE, VENUE, Mention
from outspoken.coders.lexicon.references import FAR, OURS, WE_DO, Signs
from outspoken.model import RuleHit, Sentence, Span
from outspoken.world.domestic import STRONG, TOPICS, domestic

_AT_HOME = re.compile(
    r"\b(?:in|across|throughout|within|around|inside|for)\s+(?:the\s+)?(?:rest of\s+)?$"
)
_HOME_LIFE = re.compile(
    r"(?:[’']s?)?\s+(?:people|famil\w+|workers?|women|men|children|kids|girls|students?|communit\w+|"
    r"citizens\b(?! (?:\w+ ){0,2}(?:held|detained|jailed|abroad|overseas|imprisoned))|society|democracy|elections?|voters?|households?|consumers?|businesses|manufactur\w+|jobs|"
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
    r"recogni|reaffirm|affirm|underscor|underlin|stress|emphasi|express|shar|seek|sought|want|hop|"
    r"expect|ask|insist|press|engag|discuss|met|meet|host|cooperat|partner|contribut|encourag|"
    r"deplor|concern|regard|view|consider|appreciat|thank|congratulat|attach|see|saw|vot|sponsor|"
    r"participat|announc|issu|agre|reiterat|pledg|trust|call|plac|took|take|taking|tak|proud|pleased|honou?red|glad|ready|prepared|"
    r"convinced|determined|troubled|clear|aware|mindful|grateful|delighted|deal|act|"
    r"look|understand|understood|know|think|thought|offer|send|sent|sign|object|respond|"
    r"conduct|prioriti|treat|hav|undertak)\w*$|"
    r"(?:of|and|in|to|for|or|on|at|by|from|with|that|which|who|as|us|we|will|not|remains?|co|its|"
    r"relies|rely|but|has|is|the)$"
)
_POSSESSED = re.compile(
    r"[’']s?\s+(?:\w+[ -]){0,3}?(?:record|priorit\w+|elections?|constitution\w*|parliament\w*|judiciary|"
    r"courts?|laws?|legislation|democratic|democracy|transition|reforms?|progress|prisons?|"
    r"indigenous|human rights (?:record|situation|act|law)|society|citizens|people|women|children|"
    r"minorities|obligations|econom\w+|development)\b"
)
_THE_NATION = re.compile(
    r"\bthe Government\b(?! (?:of|in)\b)|\bof the nation\b|\bour goal\b|"
    r"\bstates and (?:the )?territories\b|"
    r"\b[Tt]he government (?:is|has|will|also|ratified|introduced|announced)\b"
)


class Own:
    """The words for the speaker's own country in one document, by sentence."""

    def __init__(self, text: str, sentences: Sequence[Sentence], home: str, signs: Signs) -> None:
        self._text, self._sentences, self._home, self._signs = text, sentences, home, signs
        self._found: dict[str, dict[int, Span]] = {STRONG: {}, TOPICS: {}}
        self._acts: dict[int, RuleHit | None] = {}
        opens = [sentence.start for sentence in sentences]
        for kind, span in domestic(home).all(text, 0, len(text), signs.low):
            first = self._found[kind]
            i = bisect_right(opens, span.start) - 1
            held = first.get(i)
            if held is None or (span.start, -span.end) < (held.start, -held.end):
                first[i] = span

    def topic(self, i: int) -> Span | None:
        """A topic of home in sentence `i`."""
        return self._found[TOPICS].get(i)

    def strong(self, i: int) -> Span | None:
        """A word for home in sentence `i` that is enough by itself."""
        return self._found[STRONG].get(i)

    def word(self, i: int) -> Span | None:
        """A word for home in sentence `i` that is enough by itself, or a topic of home."""
        return self._found[STRONG].get(i) or self._found[TOPICS].get(i)

    def named(self, mentions: Sequence[Mention]) -> bool:
        """Whether home is named among these."""
        return any(m.code == self._home for m in mentions)

    def shown(
        self, i: int, mentions: Sequence[Mention], *, rights: bool, known: bool = True
    ) -> RuleHit | None:
        """What shows that sentence `i` is about the speaker's own country, or None.

        `rights`: a word for the world or for others outweighs those for home ("our own people, and
        people around the world"); of trade and jobs it does not. `known`: the speaker is of the
        document's own government; of any other only words of any country count.
        """
        far = self._signs.find(FAR, i) if rights else None
        found = self._found[STRONG].get(i)
        if found:
            return None if far else RuleHit("target", "the speaker's own country", *found)
        if not known or not self._home:
            return None
        home = [m for m in mentions if m.code == self._home]
        for m in home:
            if m.part not in (VENUE, BESIDE) and _is_home_life(self._text, m):
                return RuleHit("target", "the speaker's own country named", m.start, m.end)
        if far:
            return None
        sentence = self._sentences[i]
        for m in home:
            if m.tier in ("country", "organ") and _acts_at_home(self._text, sentence, m):
                return RuleHit("target", "the speaker's own country acts at home", m.start, m.end)
        ours = self._signs.find(OURS, i)
        return RuleHit("target", "our own institutions", *ours.span()) if ours else None

    def acts(self, i: int) -> RuleHit | None:
        """An act of government at home: "we have enacted", "we pay special attention"."""
        if i not in self._acts:
            sentence = self._sentences[i]
            found = self._signs.find(WE_DO, i) or _THE_NATION.search(
                self._text, sentence.start, sentence.end
            )
            self._acts[i] = (
                RuleHit("target", "our own act at home", *found.span()) if found else None
            )
        return self._acts[i]


def _is_home_life(text: str, m: Mention) -> bool:
    if m.tier == "place":
        return True
    if (
        m.tier == "country"
        and text[m.end : m.end + 1] not in ("'", "’")
        and _AT_HOME.search(text, max(0, m.start - 30), m.start)
    ):
        return True
    if m.tier in ("country", "demonym"):
        if _HOME_LIFE.match(text, m.end):
            return True
        plural = m.tier == "demonym" and text[m.end - 1] == "s"
        return plural and not _HELD.match(text, m.end)
    return False


def _acts_at_home(text: str, sentence: Sentence, m: Mention) -> bool:
    if m.tier == "country" and _POSSESSED.match(text, m.end, sentence.end):
        return True
    if not _SUBJECT.search(text[max(sentence.start, m.start - 40) : m.start]):
        return False
    acts = _CONDUCT.match(text, m.end, sentence.end)
    return acts is not None and not _OUTWARD.match(acts["verb"].lower())


_SUBJECT = re.compile(
    r"(?:^|[.;:,“\"(*—–-]|\b(?:that|and|as|while|but|which|think|believe|why|where|how|because))\s*"
    r"(?:\W|the|The|Republic of|State of|Kingdom of)*\s*$"
)
