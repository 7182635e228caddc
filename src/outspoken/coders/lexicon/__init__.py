"""The lexicon: the transparent, offline coder. A codebook's words, and rules that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon.issues import IssueFinder, one_each
from outspoken.model import Coding, Passage

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.world import World


class LexiconCoder:
    """Codes every sentence of a passage in which one of the codebook's issues is found."""

    name = "lexicon"
    version = "1"

    def __init__(self, codebook: Codebook, world: World | None = None) -> None:
        self._matcher = Matcher(codebook, world)
        self._issues = IssueFinder(codebook)

    def code(self, passage: Passage) -> list[Coding]:
        """The sentences with an issue, in order."""
        hits = self._matcher.scan(passage.text, passage.sentences)
        found = self._issues.find(passage.text, passage.sentences, hits)
        codings = []
        for i, issues in sorted(found.items()):
            sentence = passage.sentences[i]
            codings.append(Coding(sentence.n, sentence.start, sentence.end, one_each(issues)))
        return codings
