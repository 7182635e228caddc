"""Whose conduct or situation a sentence is about (method, section 2.2).

In order: the countries that the sentence names, less those that only act beside the speaker; a
country that the issue itself belongs to; "there", "the regime" back to the country named last; the
speaker's own country; "they" and "he"; principles and the world; the country of the sentence
beside it; the document's one counterpart or the country of its title; and where nothing says
anything, what such an issue is about in such a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property

from outspoken.codebook.matcher import Hit, Hits
from outspoken.coders.lexicon.mentions import (
    BESIDE,
    MATTER,
    SPEAKS,
    SUFFERS,
    VENUE,
    Mention,
    named,
    parted,
)
from outspoken.coders.lexicon.own import own, we_do
from outspoken.coders.lexicon.references import (
    BACK,
    BLAMES,
    ELSEWHERE,
    PRONOUN,
    SHARED,
    WORLD,
    YOURS,
)
from outspoken.coders.lexicon.setting import setting_of
from outspoken.model import GENERIC, SELF, Genre, Passage, Role, RuleHit, Sentence
from outspoken.world import World
from outspoken.world.domestic import domestic

MOST = 3
"""More countries than this in one sentence are a list, and the sentence is about the world."""
REACH = 6
"""Sentences over which "they" still means the country named before, in one turn."""
ASKED = 8
"""Sentences at the end of the turn before that may name what this turn speaks of."""

OWNERS = {  # issues that belong to a country by definition
    "HR_TIBET": "CHN",
    "HR_XINJIANG": "CHN",
    "HR_HONGKONG": "CHN",
    "HR_FALUNGONG": "CHN",
}
BILATERAL = frozenset(
    {Genre.READOUT, Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT, Genre.BACKGROUND}
)
DOMESTIC_GENRES = frozenset(
    {
        Genre.BRIEFING, Genre.TRANSCRIPT_SOLO, Genre.INTERVIEW, Genre.SPEECH, Genre.FACTSHEET,
        Genre.STATEMENT, Genre.BACKGROUND, Genre.READOUT, Genre.LETTER, Genre.UNKNOWN,
    }
)  # fmt: skip
ABROAD = frozenset(  # issues that are not taken for domestic ones without a sign
    [
        "HR_GENERIC",
        "HR_MECHANISMS",
        "HR_ATROCITY",
        "HR_DEFENDERS",
        "HR_CRITICS",
        "HR_TRANSNATIONAL",
        "HR_CHRISTIANS",
        "HR_RELIGION",
        "HR_INTERNET",
        "HR_TORTURE",
        "HR_CIVSOC",
        "SEC_CONFLICT",
        "SEC_REGIONAL",
        "SEC_NONPROLIF",
        "SEC_TERROR",
        "SEC_MILITARY",
        "DIP_RELATION",
        "CONSULAR",
        "HUMANITARIAN",
        "ECO_TRADE",
        "SEC_CYBER",
    ]
)


class Targets:
    """Resolves the targets of one document's sentences. Reads ahead and back as far as it must."""

    def __init__(self, passage: Passage, hits: Hits, world: World) -> None:
        self._passage, self._text, self._sentences = passage, passage.text, passage.sentences
        self._hits, self._world = hits, world
        self._naming = hits.sentences("target")
        self._seen: dict[int, list[Mention]] = {}
        self.setting = setting_of(passage, world)

    @cached_property
    def _near(self) -> frozenset[str]:
        return frozenset((*self.setting.titled, *self.setting.counterparts))

    def resolve(self, i: int, issues: Collection[str]) -> tuple[tuple[str, ...], RuleHit]:
        """The target of sentence `i` with these issues (codes), and the rule that found it."""
        sentence = self._sentences[i]
        rights = any(issue.startswith("HR_") for issue in issues)
        own_code = self._own_code(sentence)
        mentions = parted(self._text, sentence, self._mentions(i))
        foreign = [m for m in mentions if m.code != self.setting.home]
        owners = [OWNERS[issue] for issue in sorted(issues) if issue in OWNERS]
        owners = [code for code in dict.fromkeys(owners) if code != self.setting.home]
        matter = self._matter(sentence, foreign, owners, rights)
        if matter:
            return self._several(matter)
        if owners:
            return tuple(owners), self._bare("a country that the issue belongs to", sentence)
        return self._unnamed(i, sentence, issues, rights, mentions, own_code)

    def _unnamed(
        self,
        i: int,
        sentence: Sentence,
        issues: Collection[str],
        rights: bool,
        mentions: list[Mention],
        own_code: str,
    ) -> tuple[tuple[str, ...], RuleHit]:
        setting, text = self.setting, self._text
        back = BACK.search(text, sentence.start, sentence.end)
        if back and (codes := self._antecedent(i, ahead=True)):
            return codes, self._at("back to the country named before", back)
        yours = YOURS.search(text, sentence.start, sentence.end)
        if yours:
            codes = (SELF,)
            if sentence.role in (Role.PRINCIPAL, Role.OFFICIAL):
                codes = setting.one or self._antecedent(i) or (GENERIC,)
            return codes, self._at("your country", yours)
        shared = SHARED.search(text, sentence.start, sentence.end) if rights else None
        if shared:
            return (GENERIC,), self._at("a principle that is shared", shared)
        home = setting.home if own_code == SELF else ""
        shown = own(text, sentence, home, mentions, rights=rights)
        if shown:
            return (own_code,), shown
        world = WORLD.search(text, sentence.start, sentence.end)
        pronoun = PRONOUN.search(text, sentence.start, sentence.end)
        elsewhere = ELSEWHERE.search(text, sentence.start, sentence.end)
        if (pronoun or elsewhere) and not (rights and world):
            codes = self._antecedent(i, ahead=elsewhere is not None)
            if codes:
                return codes, self._at("to the country named before", pronoun or elsewhere)
        doing = we_do(text, sentence) if home and not world else None
        if doing and not setting.titled:
            return (SELF,), doing
        topic = (
            domestic(setting.home)[1].find(text, sentence.start, sentence.end)
            if setting.home
            else None
        )
        quiet = not self._antecedent(i) and not setting.titled and not setting.many
        if topic and quiet and own_code == SELF and setting.genre in DOMESTIC_GENRES:
            return (SELF,), RuleHit("target", "a topic at home", *topic)
        if setting.domestic and not elsewhere:
            return (SELF,), self._bare("a text about the speaker's own country", sentence)
        blames = BLAMES.search(text, sentence.start, sentence.end)
        if setting.genre in BILATERAL and setting.one and not (rights and world and not blames):
            return setting.one, self._bare("the document's one counterpart", sentence)
        if setting.one and rights and blames:
            return setting.one, self._at("a concern in a talk with one counterpart", blames)
        if world:
            return (GENERIC,), self._at("the world or a principle", world)
        near = self._own_beside(i) if home and quiet else None
        if near:
            return (SELF,), near
        beside = self._beside(i)
        if beside and rights:
            return beside, self._bare("the country of the sentence beside", sentence)
        if len(setting.titled) == 1 and not setting.many:
            return setting.titled, self._bare("the country of the title", sentence)
        if self._is_domestic(issues, quiet) and not elsewhere and own_code == SELF:
            return (SELF,), self._bare("such an issue in such a text is domestic", sentence)
        union = next((m for m in mentions if m.code == "EUE" and m.part == MATTER), None)
        if union and setting.home != "EUE":
            return ("EUE",), RuleHit("target", "the Union, nothing else", union.start, union.end)
        return (GENERIC,), self._bare("nobody in particular", sentence)

    # ------------------------------------------------------------ countries named

    def _mentions(self, i: int) -> list[Mention]:
        found = self._seen.get(i)
        if found is None:
            place = bisect_left(self._naming, i)
            held = place < len(self._naming) and self._naming[place] == i
            hits: list[Hit] = self._hits.of(i) if held else []
            on = self._passage.metadata.event_date or self._passage.metadata.published_on
            found = named(self._text, hits, self._world, on, self._near) if hits else []
            self._seen[i] = found
        return found

    def _matter(
        self, sentence: Sentence, foreign: list[Mention], owners: list[str], rights: bool
    ) -> list[Mention]:
        """Of the countries named, those whose conduct or situation is the content."""
        if owners:
            foreign = [
                m for m in foreign if m.code in owners or m.tier not in ("demonym", "country")
            ]
            foreign = [m for m in foreign if m.part == MATTER and m.code not in ("EUE", "TWN")]
            return foreign if any(m.code in owners for m in foreign) else []
        if not rights:
            rest = [m for m in foreign if m.part == MATTER]
            return rest or [m for m in foreign if m.part in (SUFFERS, SPEAKS, BESIDE)]
        rest = [m for m in foreign if m.part == MATTER and m.code != "EUE"]
        if rest:
            return rest
        foreign = [m for m in foreign if m.code != "EUE"]
        sufferers = [m for m in foreign if m.part == SUFFERS]
        if sufferers:
            return sufferers
        if WORLD.search(self._text, sentence.start, sentence.end):
            return []
        return [m for m in foreign if m.part == SPEAKS and not m.advocates] or [
            m for m in foreign if m.part == VENUE and m.tier == "country"
        ]

    def _several(self, matter: list[Mention]) -> tuple[tuple[str, ...], RuleHit]:
        codes = tuple(dict.fromkeys(m.code for m in matter))
        where = (matter[0].start, matter[0].end)
        if len(codes) > MOST:
            return (GENERIC,), RuleHit("target", "more than three countries", *where)
        return codes, RuleHit("target", "named in the sentence", *where)

    # ------------------------------------------------------------ the sentences around

    def _foreign(self, i: int) -> tuple[str, ...]:
        mentions = parted(self._text, self._sentences[i], self._mentions(i))
        foreign = [m for m in mentions if m.code not in (self.setting.home, "EUE")]
        matter = [m for m in foreign if m.part in (MATTER, SUFFERS)] or [
            m for m in foreign if m.part == SPEAKS
        ]
        return tuple(dict.fromkeys(m.code for m in matter))

    def _antecedent(self, i: int, *, ahead: bool = False) -> tuple[str, ...]:
        """The country named last in the turn, else in the turn before it, else (ahead) next."""
        turn = self._sentences[i].turn
        left = REACH
        asked = ASKED
        j = i - 1
        while j >= 0 and left > 0:
            other = self._sentences[j]
            if other.turn != turn:
                if other.turn < turn - 1 or asked == 0:
                    break
                asked -= 1
            else:
                left -= 1
            codes = self._foreign(j)
            if codes:
                return self._one_of(codes, i)
            j -= 1
        return self._next(i) if ahead else ()

    def _next(self, i: int) -> tuple[str, ...]:
        if i + 1 < len(self._sentences) and self._sentences[i + 1].turn == self._sentences[i].turn:
            return self._foreign(i + 1)[:MOST]
        return ()

    def _one_of(self, codes: tuple[str, ...], i: int) -> tuple[str, ...]:
        """Of several countries, the one that the text goes on about."""
        if len(codes) > 1:
            following = self._next(i)
            both = tuple(code for code in codes if code in following)
            return both or codes[:MOST]
        return codes

    def _beside(self, i: int) -> tuple[str, ...]:
        turn = self._sentences[i].turn
        if i > 0 and self._sentences[i - 1].turn == turn and (codes := self._foreign(i - 1)):
            return self._one_of(codes, i)
        return ()

    def _own_beside(self, i: int) -> RuleHit | None:
        """What shows that the sentence before, or the question answered, is about home."""
        turn = self._sentences[i].turn
        if i == 0 or self._sentences[i - 1].turn < turn - 1:
            return None
        before = self._sentences[i - 1]
        if self._foreign(i - 1):
            return None
        shown = own(self._text, before, self.setting.home, self._mentions(i - 1), rights=True)
        return shown and RuleHit("target", "home in the sentence before", shown.start, shown.end)

    # ------------------------------------------------------------ the speaker's own country

    def _own_code(self, sentence: Sentence) -> str:
        """What "our country" means in this speaker's mouth."""
        if sentence.role is Role.COUNTERPART:
            if self.setting.one:
                return self.setting.one[0]
            on = self._passage.metadata.event_date or self._passage.metadata.published_on
            official = self._world.official(sentence.speaker, on) if sentence.speaker else None
            return official.country if official else GENERIC
        return SELF

    def _is_domestic(self, issues: Collection[str], quiet: bool) -> bool:
        return (
            quiet
            and bool(self.setting.home)
            and self.setting.genre in DOMESTIC_GENRES
            and not self.setting.counterparts
            and not any(issue in ABROAD for issue in issues)
        )

    @staticmethod
    def _bare(name: str, sentence: Sentence) -> RuleHit:
        return RuleHit("target", name, sentence.start, sentence.start)

    @staticmethod
    def _at(name: str, match: re.Match[str] | None) -> RuleHit:
        start, end = match.span() if match else (0, 0)
        return RuleHit("target", name, start, end)
