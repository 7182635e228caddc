"""One sentence whose target is asked for, with what several rules look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from outspoken.coders.lexicon.around import Around
from outspoken.coders.lexicon.mentions import Mention
from outspoken.coders.lexicon.own import Own
from outspoken.coders.lexicon.references import ELSEWHERE, WORLD, Cue, Signs
from outspoken.coders.lexicon.setting import Setting
from outspoken.coders.lexicon.utterance import is_rights
from outspoken.model import SELF, IssueHit, Passage, RuleHit, Sentence

Answer = tuple[tuple[str, ...], RuleHit]
"""Targets, and the rule that found them."""


class Document(Protocol):
    """What is known of the whole document."""

    passage: Passage
    setting: Setting
    around: Around
    signs: Signs
    own: Own

    def own_code(self, sentence: Sentence) -> str:
        """What "our country" means in this speaker's mouth."""


class Asked:
    """One sentence whose target is asked for, with what several rules look at."""

    __slots__ = (
        "_quiet", "_world", "around", "before", "elsewhere", "hits", "home", "i", "issues",
        "known", "own", "own_code", "rights", "sentence", "setting", "signs", "text",
    )  # fmt: skip

    def __init__(self, document: Document, i: int, hits: Sequence[IssueHit]) -> None:
        sentences = document.passage.sentences
        self.i, self.hits = i, hits
        self.text, self.sentence = document.passage.text, sentences[i]
        self.before = sentences[i - 1] if i else None
        self.setting, self.around = document.setting, document.around
        self.signs, self.own = document.signs, document.own
        self.issues = {hit.issue for hit in hits}
        self.rights = any(map(is_rights, self.issues))
        self.own_code = document.own_code(self.sentence)
        self.known = self.own_code == SELF
        self.home = self.setting.home if self.known else ""
        self.elsewhere = self.find(ELSEWHERE)
        self._world: re.Match[str] | bool | None = False
        self._quiet: bool | None = None

    @property
    def mentions(self) -> list[Mention]:
        """Every country that it names."""
        return self.around.mentions(self.i)

    @property
    def abroad(self) -> list[Mention]:
        """The other countries named, up to the semicolon that ends the last item about rights."""
        home, around = self.setting.home, self.around
        found = [m for m in self.mentions if m.code != home or around.doer(m, atrocity=False)]
        if found and self.rights:
            last = max(hit.end for hit in self.hits if is_rights(hit.issue))
            stop = self.text.find(";", last, self.sentence.end)
            if stop >= 0:
                found = [m for m in found if m.start < stop]
        return found

    @property
    def world(self) -> re.Match[str] | None:
        """The first word for the world, a region or a principle."""
        if isinstance(self._world, bool):
            self._world = self.find(WORLD)
        return self._world

    @property
    def quiet(self) -> bool:
        """Whether neither the title nor the sentences before speak of another country."""
        if self._quiet is None:
            setting = self.setting
            self._quiet = not (setting.titled or setting.many or self.around.before(self.i))
        return self._quiet

    def find(self, cue: Cue) -> re.Match[str] | None:
        """The first match of a cue in it."""
        return self.signs.find(cue, self.i)

    def bare(self, codes: tuple[str, ...], why: str) -> Answer:
        """An answer that rests on no words of the sentence."""
        return codes, RuleHit("target", why, self.sentence.start, self.sentence.start)
