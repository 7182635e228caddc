"""Whose conduct or situation a sentence is about (method, section 2.2).

The first of the rules (`target_rules`) that answers is told as the reason. Where a sentence about
rights names no country and the first answer is not one of the `SURE`, it is weighed against all
other signs (`weighed`), and gives way to another kind of answer that outweighs it by more than
`LEAD`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from outspoken.coders.lexicon.around import MOST, Around, HitsOf
from outspoken.coders.lexicon.asked import Answer, Asked
from outspoken.coders.lexicon.own import Own
from outspoken.coders.lexicon.references import Signs
from outspoken.coders.lexicon.setting import BILATERAL, setting_of
from outspoken.coders.lexicon.target_rules import first_answer
from outspoken.coders.lexicon.weighed import OTHER, kind_of, weigh
from outspoken.model import GENERIC, SELF, IssueHit, Passage, Role, RuleHit, Sentence
from outspoken.world import World

SURE = frozenset({"named", "of_the_day", "back", "doing", "domestic_text", "counterpart", "titled"})
"""Rules that are more often right than the weights where they answer: never weighed."""
LEAD = 0.15
"""By how much another kind of answer must outweigh that of the rules (in log-odds): on records that
the weights were not fitted to, a little trust in the rules pays; on other documents it does not harm."""


class Targets:
    """Resolves the targets of one document's sentences. Reads ahead and back as far as it must."""

    def __init__(self, passage: Passage, naming: Iterable[int], of: HitsOf, world: World) -> None:
        self.passage, self._world = passage, world
        self.setting = setting_of(passage, world)
        self.around = Around(passage, naming, of, world, self.setting)
        self.signs = Signs(passage.text, passage.sentences)
        self.own = Own(passage.text, passage.sentences, self.setting.home, self.signs)

    def resolve(self, i: int, hits: Sequence[IssueHit]) -> Answer:
        """The target of sentence `i` with these issues, and the rule that found it."""
        asked = Asked(self, i, hits)
        answer, rule = first_answer(asked)
        if rule in SURE or not (asked.rights and asked.home):
            return answer
        return _weighed(asked, rule, answer)

    def own_code(self, sentence: Sentence) -> str:
        """What "our country" means in this speaker's mouth."""
        if sentence.role is Role.COUNTERPART:
            if self.setting.one:
                return self.setting.one[0]
            on = self.passage.metadata.event_date or self.passage.metadata.published_on
            official = self._world.official(sentence.speaker, on) if sentence.speaker else None
            return official.country if official else GENERIC
        return SELF


def _weighed(asked: Asked, rule: str, answer: Answer) -> Answer:
    """The first answer, unless the signs together speak for another kind of answer."""
    kind = kind_of(answer[0])
    found = weigh(asked, rule, kind)
    if found.lead <= LEAD:
        return answer
    why = f"the signs weighed, most of all: {found.sign}"
    if found.kind != OTHER:
        return (found.kind,), RuleHit("target", why, *found.span)
    codes = _nearest(asked)
    return (codes, RuleHit("target", why, *found.span)) if codes else answer


def _nearest(asked: Asked) -> tuple[str, ...]:
    """The country that is nearest where the sentence is about another one and names none."""
    setting, around, i = asked.setting, asked.around, asked.i
    return (
        around.just_before(i)
        or (setting.one if setting.genre in BILATERAL else ())
        or around.before(i)
        or setting.one
        or (setting.titled if len(setting.titled) <= MOST else ())
        or around.after(i)
    )
