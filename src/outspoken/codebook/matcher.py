"""All terms of a codebook in one automaton: a document in, the hits of each sentence out.

(First cut: the shapes that the coders build on. The engine follows.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from outspoken.codebook.schema import Codebook
    from outspoken.model import Span
    from outspoken.world import World


class Hit(NamedTuple):
    """One term found in a sentence; offsets are code points of the text that was scanned.

    `kind` is "issue", "anchor", "target" or a kind of cue ("firmness", "soft", "linkage",
    "specificity", whatever `cues:` of the codebook names). `code` is the issue's code, the
    country's ISO3, the cue's code ("4", "HEDGE", "DECOUPLING"). `tier` is "strong" or "weak" for
    issues, the kind of name for targets (country, demonym, capital, place, organ, official).
    """

    kind: str
    code: str
    tier: str
    term: str
    start: int
    end: int


class Hits:
    """The hits of one document, by the index of the sentence in the sequence that was given."""

    def of(self, i: int) -> list[Hit]:
        """Hits of sentence `i`, sorted by start; masked ones are gone."""
        raise NotImplementedError

    def sentences(self, *kinds: str) -> list[int]:
        """Sentences with a hit of one of these kinds (default: issue, soft, linkage)."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[int, list[Hit]]]:
        """Each sentence that has any hit, with its hits."""
        raise NotImplementedError


class Matcher:
    """A compiled codebook. Picklable: it is rebuilt from its terms in the worker."""

    def __init__(self, codebook: Codebook, world: World | None = None) -> None:
        raise NotImplementedError

    def scan(self, text: str, sentences: Sequence[Span]) -> Hits:
        """All hits of `text` that lie within one sentence. Sentences are sorted and disjoint."""
        raise NotImplementedError
