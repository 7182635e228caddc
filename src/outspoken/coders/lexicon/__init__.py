"""The lexicon: the transparent, offline coder. A codebook's words, and rules that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon.careers import announces, without_careers
from outspoken.coders.lexicon.encounters import is_encounter
from outspoken.coders.lexicon.issues import IssueFinder
from outspoken.coders.lexicon.reading import Reading
from outspoken.coders.lexicon.setting import home_of
from outspoken.model import Coding, Passage

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.world import World


class LexiconCoder:
    """Codes every sentence that names an issue or a case, or that speaks around rights."""

    name = "lexicon"
    version = "4"

    def __init__(self, codebook: Codebook, world: World | None = None) -> None:
        from outspoken import world as worlds

        self._given = (codebook, world)
        self._world = world if world is not None else worlds.load(None)
        self._matcher = Matcher(codebook, self._world)
        self._issues = IssueFinder(codebook)

    def __reduce__(self) -> tuple[type[LexiconCoder], tuple[Codebook, World | None]]:
        return LexiconCoder, self._given  # it is compiled anew where it arrives

    def code(self, passage: Passage) -> list[Coding]:
        """The sentences with an issue, a euphemism, a case or a short answer on rights, in order."""
        hits = self._matcher.scan(passage.text, passage.sentences)
        home = home_of(passage, self._world)
        issues = self._issues.find(
            passage.text,
            passage.sentences,
            hits,
            home,
            encounter=is_encounter(passage, self._world, home),
        )
        if announces(passage.metadata.title):
            issues = without_careers(passage.text, passage.sentences, issues)
        return list(Reading(passage, hits, issues, self._world).codings())
