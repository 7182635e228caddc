"""What a connective may tie: words for rights, for other goods, for the relationship; and in what order.

The geometry of linkage: which of two things stands before a connective, which after it, how near, and
whether something else stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon import agents
from outspoken.coders.lexicon.utterance import Utterance, is_rights
from outspoken.model import Linkage, RuleHit, Span

REACH = 90
"""Characters between a connective and each of the two things it ties."""


class Link(NamedTuple):
    """The type of a sentence's linkage and the words that show it."""

    linkage: Linkage = Linkage.NONE
    rules: tuple[RuleHit, ...] = ()


NO_LINK = Link()


class Sides(NamedTuple):
    """What may be tied: words for rights, for other goods, for the relationship."""

    rights: Sequence[Span]
    goods: Sequence[Span]
    ties: Sequence[Span]


def sides_of(said: Utterance) -> Sides:
    """What a sentence names that a connective could tie."""
    rights = [Span(h.start, h.end) for h in said.issues if is_rights(h.issue)]
    rights += [  # "such abuses" stands for the rights named before
        Span(h.start, h.end) for h in said.hits if h.kind == "anchor" and rights
    ]
    goods = [
        Span(h.start, h.end)
        for h in said.issues
        if not is_rights(h.issue) and h.issue not in _NO_GOOD
    ]
    goods += spans_of(said.hits, "good")
    ties = spans_of(said.hits, "relation")
    return Sides(
        rights,
        [
            g
            for g in goods
            if not _overlaps(g, rights) and not _A_RIGHT.match(said.text, g.end, said.end)
        ],
        [t for t in ties if not _overlaps(t, rights)],
    )


_NO_GOOD = frozenset(("CONSULAR", "DIP_RELATION"))


def made(kind: Linkage, *hits: Hit) -> Link:
    """The link of this kind that these words show."""
    return Link(
        kind,
        tuple(RuleHit("linkage", f"{h.code.lower()}: {h.term}", h.start, h.end) for h in hits),
    )


def connectives(said: Utterance, *codes: str) -> list[Hit]:
    """The sentence's connectives of these kinds."""
    return [h for h in said.hits if h.kind == "linkage" and h.code in codes]


def refused(said: Utterance, hit: Hit) -> bool:
    """Whether the connective is negated."""
    return agents.negated(said.text, said.start, hit.start, hit.end)


def spans_of(hits: Iterable[Hit], code: str) -> list[Span]:
    """The spans of one kind of linkage word."""
    return [Span(h.start, h.end) for h in hits if h.kind == "linkage" and h.code == code]


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < o.end and o.start < span.end for o in others)


def nearest(spans: Sequence[Span], hit: Hit) -> Span | None:
    """The nearest of the spans within reach, or inside the connective itself."""
    best = min(spans, key=lambda s: _gap(s, hit), default=None)
    return best if best is not None and _gap(best, hit) <= REACH else None


def _gap(span: Span, hit: Hit) -> int:
    return max(span.start - hit.end, hit.start - span.end, 0)


def ordered(before: Sequence[Span], hit: Hit, after: Sequence[Span]) -> tuple[Span, Span] | None:
    """The nearest span that ends before the connective, with the nearest that begins after it."""
    left = [s for s in before if s.end <= hit.start + 2 and hit.start - s.end <= REACH]
    right = [s for s in after if s.start >= hit.end - 2 and s.start - hit.end <= REACH]
    if not right:  # it may stand inside the connective: "good for business"
        right = [s for s in after if hit.start <= s.start < hit.end]
    if not left or not right:
        return None
    return max(left, key=lambda s: s.end), min(right, key=lambda s: s.start)


def is_subject(text: str, start: int, span: Span, hit: Hit) -> bool:
    """Whether the span, not someone else, does what the verb says: "trade brings", not "we bring"."""
    between = text[span.end : hit.start]
    if _WHICH.match(between) and not _ACTOR.search(between):
        return True  # "rights, which are essential to growth", whatever is done about them
    if between.startswith(",") and between.rstrip().endswith(","):
        return False  # one more verb in a list
    if _ACTOR.search(between) or _ANOTHER.search(between) or between.strip() == ",":
        return False
    if _JOINED.fullmatch(between) and not _FINITE.search(between):
        return False
    head = text[start : span.start]
    own = _VERBAL.search(head)
    return own is None or bool(_THAT.search(head, own.end()))


def list_between(text: str, start: int, end: int) -> bool:
    """Whether the second thing is only a later member of a list, or in another clause."""
    between = text[start:end]
    return between.count(",") > 1 or ";" in between or bool(_ANEW.search(between))


_I = re.IGNORECASE
_ACTOR = re.compile(
    r"\b(?:we|i|they|he|she|you|leaders|ministers|the president|the secretary|both sides|sides|"
    r"united states|countries|governments|partners)\b|[.;]",
    _I,
)
_JOINED = re.compile(
    r"(?:\W+\w+){0,3}?\W*\s(?:and|or)\s+(?:to\s+)?|.*;.*", _I
)  # "peace and strengthen"
_WHICH = re.compile(r"\W+(?:(?:all|both|each) of )?which\b", _I)
_ANOTHER = re.compile(
    r",? and (?:an?|the|its|their|his)\b", _I
)  # "rights violations, and a weapon that"
_FINITE = re.compile(r"^\s*(?:\w+ly\s+)?(?!rights|freedoms)\w{4,}s\s", _I)  # "corrodes trust and"
_VERBAL = re.compile(
    r"\b(?:discuss\w*|support\w*|promot\w*|advanc\w*|strengthen\w*|work\w*|rais\w*|welcom\w*|"
    r"address\w*|committed to|commit to|focus\w*|cooperat\w*|invest|expand\w*|including|on issues)\b",
    _I,
)
_THAT = re.compile(r"\b(?:that|because|how|why|believe|know|clear)\b|:|[“\"]", _I)
_ANEW = re.compile(
    r"\b(?:and|but) (?:we|i|they|he|she|to|also)\b|\b(?:fear|undermin\w+|threat\w*|violat\w+)\b", _I
)
_A_RIGHT = re.compile(
    r"(?:,? (?:and )?(?:civil|political|economic|social|cultural)){0,4} rights\b", _I
)  # "economic and social rights"
