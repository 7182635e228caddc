"""Linkage: rights tied to another agenda or to the relationship (method, section 2.5).

A link needs the words for rights, the words for the other good, and a connective between them, in
one sentence, or in the next of the same turn where that begins with "This ...". Which type it is
depends on the direction: rights serve prosperity (INSTRUMENTAL), or trade will bring rights
(REVERSE); ties depend on rights (CONDITIONAL), or go on regardless of them (DECOUPLING). Words
that only list ("as well as", "including") link nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon import agents
from outspoken.coders.lexicon.utterance import Utterance, abroad, is_rights
from outspoken.model import Linkage, RuleHit, Span

SIGN = {
    Linkage.NONE: 0,
    Linkage.INSTRUMENTAL: 1,
    Linkage.CONDITIONAL: 1,
    Linkage.CONSEQUENCE: 2,
    Linkage.REVERSE: 0,  # reported apart
    Linkage.DECOUPLING: -1,
}
"""How each type counts in net linkage."""

REACH = 55
"""Characters between a connective and each of the two things it ties."""


class Link(NamedTuple):
    """The type of a sentence's linkage and the words that show it."""

    linkage: Linkage = Linkage.NONE
    rules: tuple[RuleHit, ...] = ()


NO_LINK = Link()


class _Sides(NamedTuple):
    """What may be tied: words for rights, for other goods, for the relationship."""

    rights: Sequence[Span]
    goods: Sequence[Span]
    ties: Sequence[Span]


def link(said: Utterance, following: Utterance | None = None) -> Link:
    """The linkage of a sentence that names rights; `following` is the next one of its turn."""
    if not abroad(said.targets):
        return NO_LINK
    sides = _sides(said)
    if not sides.rights:
        return NO_LINK
    found = _within(said, sides)
    if found.linkage or following is None:
        return found
    return _onwards(said, sides, following)


def _sides(said: Utterance) -> _Sides:
    rights = [Span(h.start, h.end) for h in said.issues if is_rights(h.issue)]
    rights += [  # "such abuses" stands for the rights named before
        Span(h.start, h.end) for h in said.hits if h.kind == "anchor" and rights
    ]
    goods = [
        Span(h.start, h.end)
        for h in said.issues
        if not is_rights(h.issue) and h.issue not in _NO_GOOD
    ]
    goods += _spans(said.hits, "good")
    ties = _spans(said.hits, "relation")
    return _Sides(
        rights,
        [
            g
            for g in goods
            if not _overlaps(g, rights) and not _A_RIGHT.match(said.text, g.end, said.end)
        ],
        [t for t in ties if not _overlaps(t, rights)],
    )


_NO_GOOD = frozenset(("CONSULAR", "DIP_RELATION"))


def _within(said: Utterance, sides: _Sides) -> Link:
    for rule in (_decoupling, _consequence, _conditional, _mutual, _reverse, _instrumental):
        found = rule(said, sides)
        if found is not None:
            return found
    return NO_LINK


def _decoupling(said: Utterance, sides: _Sides) -> Link | None:
    """Rights kept apart from, or below, other goals."""
    for hit in _of(said, "apart", "denied", "blocks", "despite", "ahead", "sacrifice"):
        other = _near([*sides.goods, *sides.ties], hit)
        rights = _near(sides.rights, hit)
        if rights is not None and other is not None and _apart(said, hit, rights, other):
            return _made(Linkage.DECOUPLING, hit)
    return None


def _apart(said: Utterance, hit: Hit, rights: Span, other: Span) -> bool:
    """Whether this connective puts rights apart or below, and not the other good."""
    if hit.code == "denied":
        return True
    if hit.code == "blocks":  # rights shall not block the good; they stand before
        return rights.start <= hit.end
    if hit.code == "despite":  # "despite our concerns about rights, trade goes on"
        return (
            rights.start >= hit.end
            and "," not in said.text[hit.end : rights.start]
            and not _TIES_FIRST.search(said.text, said.start, said.end)
        )
    if _refused(said, hit):  # "we do not separate rights from trade"
        return False
    if hit.code == "ahead":  # "rights come before trade" puts them first
        return other.end <= hit.start and rights.start >= hit.end
    return hit.code == "apart" or rights.start >= hit.end


def _consequence(said: Utterance, sides: _Sides) -> Link | None:
    """A measure in another field because of abuses."""
    reasons = _of(said, "reason")
    for hit in _of(said, "measure"):
        if _refused(said, hit) or not _field(said, sides, hit):
            continue
        for right in sides.rights:
            low, high = min(hit.end, right.end), max(hit.start, right.start)
            between = said.text[low:high]
            if high - low > 2 * REACH or ";" in between:
                continue
            named = [r for r in reasons if low <= r.start and r.end <= high]
            if named or (hit.end <= right.start and _OVER.search(between)):
                return _made(Linkage.CONSEQUENCE, hit, *(named[:1]))
    return None


def _field(said: Utterance, sides: _Sides, hit: Hit) -> bool:
    """Whether the measure bears on trade, aid, arms, technology, ties: not on persons alone."""
    if _OWN_FIELD.search(said.text, hit.start, hit.end):
        return True
    return any(abs(g.start - hit.end) < 60 for g in (*sides.goods, *sides.ties))


def _conditional(said: Utterance, sides: _Sides) -> Link | None:
    """The relationship, or a benefit, depends on rights or is limited by their abuse."""
    for hit in _of(said, "if", "burdens", "potential", "depends"):
        if hit.code == "if":
            found = _if(said, sides, hit)
        elif hit.code == "depends":  # ties depend on rights
            found = _depends(said, sides, hit)
        else:  # abuses cloud ties; ties reach their potential only with rights
            found = _ordered(sides.rights, hit, sides.ties) is not None or (
                hit.code == "potential" and _ordered(sides.ties, hit, sides.rights) is not None
            )
        if found:
            return _made(Linkage.CONDITIONAL, hit)
    return None


def _depends(said: Utterance, sides: _Sides, hit: Hit) -> bool:
    found = _ordered([*sides.ties, *sides.goods], hit, sides.rights) is not None
    if hit.term.startswith(("not", "no ")):
        found = found or _ordered(sides.rights, hit, sides.ties) is not None
    elif _refused(said, hit):
        return False
    return found and (
        _near(sides.ties, hit) is not None or bool(_GRANTED.search(said.text, said.start, said.end))
    )


def _if(said: Utterance, sides: _Sides, hit: Hit) -> bool:
    """Ties or benefits in the main clause, rights in the condition."""
    comma = said.text.find(",", hit.end, said.end)
    opening = said.text[said.start : hit.start].strip(" ,").lower() in ("", "and", "but", "so")
    stop = comma if opening and comma > 0 else said.end
    inside = [r for r in sides.rights if hit.end <= r.start < stop]
    if not inside or inside[0].start - hit.end > 2 * REACH:
        return False
    outside = [
        t
        for t in (*sides.ties, *sides.goods)
        if (stop <= t.start if opening else t.end <= hit.start)
    ]
    span = said.text[stop : said.end] if opening else said.text[said.start : hit.start]
    return bool(outside) and (
        bool(_GRANTED.search(span)) or any(t in sides.ties and _TURNS.search(span) for t in outside)
    )


def _mutual(said: Utterance, sides: _Sides) -> Link | None:
    for hit in _of(said, "mutual", "linked"):
        rights, other = _near(sides.rights, hit), _near([*sides.goods, *sides.ties], hit)
        if rights is None or other is None:
            continue
        if hit.code == "linked" and _refused(said, hit):
            return _made(Linkage.DECOUPLING, hit)
        return _made(Linkage.INSTRUMENTAL, hit)
    return None


def _reverse(said: Utterance, sides: _Sides) -> Link | None:
    """Trade, growth, security or good relations will bring rights."""
    for hit in _of(said, "brings"):
        pair = _ordered([*sides.goods, *sides.ties], hit, sides.rights)
        if (
            pair is not None
            and not _refused(said, hit)
            and _subject(said.text, said.start, pair[0], hit)
            and not _list_between(said.text, hit.end, pair[1].start)
        ):
            return _made(Linkage.REVERSE, hit)
    if opening := _opening(said, sides.goods, sides.rights):
        return _made(Linkage.REVERSE, opening)
    for hit in _of(said, "without"):
        pair = _ordered(sides.rights, hit, sides.goods)
        if (
            pair is not None
            and _NEVER.search(said.text, said.start, pair[1].end)
            and hit.end - 2 <= pair[1].start <= hit.end + 30
        ):
            return _made(Linkage.REVERSE, hit)
    return None


def _opening(said: Utterance, missing: Sequence[Span], lost: Sequence[Span]) -> Hit | None:
    """ "Without <missing> there can be no <lost>"."""
    for hit in _of(said, "without"):
        if hit.term != "without" or said.text[said.start : hit.start].strip():
            continue
        for gone in missing:
            if not 0 <= gone.start - hit.end <= 30:
                continue
            if any(
                other.start > gone.end and _NEVER.search(said.text, gone.end, other.start)
                for other in lost
            ):
                return hit
    return None


def _instrumental(said: Utterance, sides: _Sides) -> Link | None:
    """Rights serve another good, or rest beneath it, or their abuse harms it."""
    if opening := _opening(said, sides.rights, sides.goods):
        return _made(Linkage.INSTRUMENTAL, opening)
    for rule in (_serves, _rests, _better_if):
        hit = rule(said, sides)
        if hit is not None:
            return _made(Linkage.INSTRUMENTAL, hit)
    return None


def _serves(said: Utterance, sides: _Sides) -> Hit | None:
    for hit in _of(said, "serves", "basis", "harms"):
        pair = _ordered(sides.rights, hit, [*sides.goods, *sides.ties])
        if pair is None or (
            hit.code != "basis" and not _subject(said.text, said.start, pair[0], hit)
        ):
            continue
        if hit.code == "harms" or not (
            _refused(said, hit) or _list_between(said.text, hit.end, pair[1].start)
        ):
            return hit
    return None


def _rests(said: Utterance, sides: _Sides) -> Hit | None:
    for hit in _of(said, "rests", "needs", "without"):
        pair = _ordered(sides.goods, hit, sides.rights)
        if pair is None or _list_between(said.text, hit.end, pair[1].start):
            continue
        if hit.code == "without" and not _NEVER.search(said.text, said.start, hit.end):
            continue
        if hit.code == "needs" and not _subject(said.text, said.start, pair[0], hit):
            continue
        return hit
    return None


def _better_if(said: Utterance, sides: _Sides) -> Hit | None:
    """ "Stronger and more stable if it respects rights": the good may lie in the adjective."""
    for hit in _of(said, "if"):
        if not any(0 <= right.start - hit.end <= REACH for right in sides.rights):
            continue
        better = _BETTER.search(said.text, said.start, hit.start)
        if better and (
            _STRONG.search(better[0]) or any(good.end <= hit.start for good in sides.goods)
        ):
            return hit
    return None


def _onwards(said: Utterance, sides: _Sides, following: Utterance) -> Link:
    """ "... This will affect our relationship.": the next sentence ties what this one names."""
    opening = _POINTS_BACK.match(following.text, following.start, following.end)
    if opening is None:
        return NO_LINK
    theirs = _sides(following)
    if theirs.rights:
        return NO_LINK  # it has its own
    stand_in = Span(following.start, opening.end())
    other = _Sides([stand_in], _plain(following, "good"), _plain(following, "relation"))
    for rule in (_decoupling, _conditional, _instrumental):
        found = rule(following, other)
        if found is not None:
            return found
    return NO_LINK


def _plain(said: Utterance, code: str) -> list[Span]:
    own = [Span(h.start, h.end) for h in said.issues if not is_rights(h.issue)]
    return [*_spans(said.hits, code), *(own if code == "good" else [])]


# ---------------------------------------------------------------------- places and order
def _of(said: Utterance, *codes: str) -> list[Hit]:
    return [h for h in said.hits if h.kind == "linkage" and h.code in codes]


def _refused(said: Utterance, hit: Hit) -> bool:
    return agents.negated(said.text, said.start, hit.start, hit.end)


def _spans(hits: Iterable[Hit], code: str) -> list[Span]:
    return [Span(h.start, h.end) for h in hits if h.kind == "linkage" and h.code == code]


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < o.end and o.start < span.end for o in others)


def _near(spans: Sequence[Span], hit: Hit) -> Span | None:
    """The nearest of the spans within reach, or inside the connective itself."""
    best = min(spans, key=lambda s: _gap(s, hit), default=None)
    return best if best is not None and _gap(best, hit) <= REACH else None


def _gap(span: Span, hit: Hit) -> int:
    return max(span.start - hit.end, hit.start - span.end, 0)


def _ordered(before: Sequence[Span], hit: Hit, after: Sequence[Span]) -> tuple[Span, Span] | None:
    """The nearest span that ends before the connective, with the nearest that begins after it."""
    left = [s for s in before if s.end <= hit.start + 2 and hit.start - s.end <= REACH]
    right = [s for s in after if s.start >= hit.end - 2 and s.start - hit.end <= REACH]
    if not right:  # it may stand inside the connective: "good for business"
        right = [s for s in after if hit.start <= s.start < hit.end]
    if not left or not right:
        return None
    return max(left, key=lambda s: s.end), min(right, key=lambda s: s.start)


def _subject(text: str, start: int, span: Span, hit: Hit) -> bool:
    """Whether the span, not someone else, does what the verb says: "trade brings", not "we bring"."""
    between = text[span.end : hit.start]
    if _ACTOR.search(between) or _JOINED.fullmatch(between):
        return False
    head = text[start : span.start]
    own = _VERBAL.search(head)
    return own is None or bool(_THAT.search(head, own.end()))


def _list_between(text: str, start: int, end: int) -> bool:
    """Whether the second thing is only a later member of a list, or in another clause."""
    between = text[start:end]
    return between.count(",") > 1 or ";" in between or bool(_ANEW.search(between))


def _made(kind: Linkage, *hits: Hit) -> Link:
    return Link(
        kind,
        tuple(RuleHit("linkage", f"{h.code.lower()}: {h.term}", h.start, h.end) for h in hits),
    )


_I = re.IGNORECASE
_ACTOR = re.compile(
    r"\b(?:we|i|they|he|she|you|leaders|ministers|the president|the secretary|both sides|sides|"
    r"united states|countries|governments|partners)\b|[.;]",
    _I,
)
_JOINED = re.compile(
    r"(?:\W+\w+){0,3}?\W*\s(?:and|or)\s+(?:to\s+)?|.*;.*", _I
)  # "peace and strengthen"
_VERBAL = re.compile(
    r"\b(?:discuss\w*|support\w*|promot\w*|advanc\w*|strengthen\w*|work\w*|rais\w*|welcom\w*|"
    r"address\w*|committed to|commit to|focus\w*|cooperat\w*|invest|expand\w*|including|on issues)\b",
    _I,
)
_THAT = re.compile(r"\b(?:that|because|how|why|believe|know|clear)\b|:|[“\"]", _I)
_ANEW = re.compile(
    r"\b(?:and|but) (?:we|i|they|he|she|to|also)\b|\b(?:fear|undermin\w+|threat\w*|violat\w+)\b", _I
)
_OVER = re.compile(r"\b(?:over|after|following|given|for|who|that|against|until)\b", _I)
_OWN_FIELD = re.compile(
    r"import|export|entity list|forced labor|withhold release|tariff|trade|econom|sector|aid|"
    r"embargo|divest|invest|fund|preferences|supply|boycott|licen",
    _I,
)
_TIES_FIRST = re.compile(
    r"\bdespite (?:our|the|these|strong|close|growing|deep)?\s?(?:\w+ )?(?:trade|economic|ties|"
    r"relationship|partnership|cooperation|alliance)\b",
    _I,
)
_GRANTED = re.compile(
    r"\b(?:aid|assistance|agreement|deal|sanctions|lift\w*|relief|preferences|gsp|membership|"
    r"accession|arms|weapons|loans?|fund\w*|support|invest\w*|invit\w*|visit|normal\w*|upgrade\w*|"
    r"closer|better|deeper|deepen\w*|improv\w*|relations?|relationship|ties|eligib\w*|cooperation|"
    r"ratif\w*|trade)\b",
    _I,
)
_TURNS = re.compile(
    r"\b(?:will|would|can|cannot|can[’']t|could|not|never|only|must)\b|n[’']t\b", _I
)
_BETTER = re.compile(
    r"\b(?:will|would|can|could|cannot|is|are|be|become|grow|succeed|thrive|prosper|stronger|"
    r"more \w+|better)\b[^.;]*",
    _I,
)
_STRONG = re.compile(
    r"\b(?:stronger|more (?:stable|innovative|prosperous|secure|successful|competitive|resilient|"
    r"dynamic)|thrive|prosper|succeed|richer|safer)\b",
    _I,
)
_A_RIGHT = re.compile(
    r"(?:,? (?:and )?(?:civil|political|economic|social|cultural)){0,4} rights\b", _I
)  # "economic and social rights"
_NEVER = re.compile(r"\b(?:no|not|never|cannot|can[’']t|impossible|hardly|without)\b|n[’']t\b", _I)
_POINTS_BACK = re.compile(
    r"(?:(?:and|but|so|for)\s+)?(?:this|that|these|those|it|such \w+|they are|they[’']re|it[’']s|that[’']s|otherwise|"
    r"if not|without (?:this|that|it|progress)|until then|all of this|all this|these issues|"
    r"those issues|our concerns|our pressing on (?:these|those) issues)\b",
    _I,
)
