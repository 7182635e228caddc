"""The countries named in the sentences around: what "they", "there" and "the regime" point back to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.mentions import MATTER, SPEAKS, SUFFERS, Mention, named, parted
from outspoken.coders.lexicon.setting import Setting
from outspoken.model import Passage
from outspoken.world import World

HitsOf = Callable[[int], Sequence[Hit]]
"""The matcher's hits of a sentence, by its index."""
MOST = 3
"""More countries than this in one sentence are a list, and the sentence is about the world."""
REACH = 6
"""Sentences over which "they" still means the country named before, in one turn."""
ASKED = 8
"""Sentences at the end of the turn before that may name what this turn speaks of."""


class Around:
    """The countries named in each sentence of one document, read once and only where asked for.

    `naming` are the sentences that name any country.
    """

    def __init__(
        self, passage: Passage, naming: Iterable[int], of: HitsOf, world: World, setting: Setting
    ) -> None:
        self._text, self._sentences = passage.text, passage.sentences
        self._of, self._world = of, world
        self._home = setting.home
        self._on = passage.metadata.event_date or passage.metadata.published_on
        self._near = frozenset((*setting.titled, *setting.counterparts, setting.home))
        self._naming = frozenset(naming)
        self._seen: dict[int, list[Mention]] = {}
        self._abroad: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._sentences)

    def same_turn(self, i: int, j: int) -> bool:
        """Whether two sentences are of one turn."""
        return self._sentences[i].turn == self._sentences[j].turn

    def mentions(self, i: int) -> list[Mention]:
        """The countries that sentence `i` names, with the part of each."""
        found = self._seen.get(i)
        if found is None:
            if i not in self._naming:
                return []
            found = named(self._text, self._of(i), self._world, self._on, self._near)
            found = self._seen[i] = parted(self._text, self._sentences[i], found, self._home)
        return found

    def abroad(self, i: int) -> tuple[str, ...]:
        """The other countries that sentence `i` is about."""
        if i not in self._naming:
            return ()
        found = self._abroad.get(i)
        if found is None:
            foreign = [m for m in self.mentions(i) if m.code not in (self._home, "EUE")]
            matter = [m for m in foreign if m.part in (MATTER, SUFFERS)] or [
                m for m in foreign if m.part == SPEAKS
            ]
            found = self._abroad[i] = tuple(dict.fromkeys(m.code for m in matter))
        return found

    def doer(self, m: Mention, *, atrocity: bool) -> str:
        """Whose doing it is what is done to rights in the country named; "" where it is its own."""
        return self._world.doer(m.code, self._text[m.start : m.end], self._on, atrocity=atrocity)

    def of_the_day(self, start: int, end: int) -> tuple[str, int, int] | None:
        """The country that a piece of text means without naming it, by its day, and the words."""
        return self._world.of_the_day(self._text, start, end, self._on)

    def before(self, i: int, *, ahead: bool = False) -> tuple[str, ...]:
        """The country named last in the turn, else in the turn before it, else (ahead) next."""
        turn = self._sentences[i].turn
        left, asked = REACH, ASKED
        j = i - 1
        while j >= 0 and left > 0:
            other = self._sentences[j]
            if other.turn != turn:
                if other.turn < turn - 1 or asked == 0:
                    break
                asked -= 1
            else:
                left -= 1
            if codes := self.abroad(j):
                return self._one_of(codes, i)
            j -= 1
        return self.after(i) if ahead else ()

    def after(self, i: int) -> tuple[str, ...]:
        """The country of the next sentence of the turn."""
        if i + 1 < len(self._sentences) and self._sentences[i + 1].turn == self._sentences[i].turn:
            return self.abroad(i + 1)[:MOST]
        return ()

    def just_before(self, i: int) -> tuple[str, ...]:
        """The country of the sentence before, in the same turn."""
        if i > 0 and self._sentences[i - 1].turn == self._sentences[i].turn:
            return self._one_of(self.abroad(i - 1), i)
        return ()

    def _one_of(self, codes: tuple[str, ...], i: int) -> tuple[str, ...]:
        """Of several countries, the one that the text goes on about."""
        if len(codes) > 1:
            following = self.after(i)
            both = tuple(code for code in codes if code in following)
            return both or codes[:MOST]
        return codes
