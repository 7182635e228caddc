"""Words for a wrong that do not say which: "that persecution goes on", "they were harassed".

A sentence with such a word (`echoes` of the codebook) and with no issue of its own takes the rights
that the sentence before it speaks of, else the one after; of the same turn, or of the turn before,
whose end is often a question. A word inside a name says nothing, and what stands beside counts only
if its rights rest on words that code a sentence alone. Of 28 labelled sentences that gained rights
so, 22 were rightly on rights; of 44 others read on the record, some 36.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outspoken.codebook.matcher import Hits
from outspoken.coders.lexicon.names import inside, names
from outspoken.model import IssueHit, Sentence

ECHO = "echo"
"""The tier of an issue taken from beside, and the kind of the hits that take it: their span."""
UNSURE = ("weak", ECHO)


def echoed(
    text: str,
    sentences: Sequence[Sentence],
    hits: Hits,
    found: Mapping[int, Sequence[IssueHit]],
    rights: frozenset[str],
) -> dict[int, list[IssueHit]]:
    """The rights that sentences without any issue take from beside them, by their index."""
    taken: dict[int, list[IssueHit]] = {}
    for i in hits.sentences(ECHO):
        if i in found:
            continue
        beside = _beside(sentences, found, rights, i)
        if not beside:
            continue
        spans = names(text, sentences[i].start, sentences[i].end)
        for hit in hits.of(i):
            if hit.kind == ECHO and not inside(hit.start, hit.end, spans):
                taken[i] = [
                    IssueHit(issue, hit.start, hit.end, ECHO, hit.term) for issue in sorted(beside)
                ]
                break
    return taken


def _beside(
    sentences: Sequence[Sentence],
    found: Mapping[int, Sequence[IssueHit]],
    rights: frozenset[str],
    i: int,
) -> set[str]:
    for j in (i - 1, i + 1):
        if not 0 <= j < len(sentences):
            continue
        if sentences[i].turn - sentences[j].turn not in (0, 1):
            continue
        own = {
            hit.issue for hit in found.get(j, ()) if hit.issue in rights and hit.tier not in UNSURE
        }
        if own:
            return own
    return set()
