"""Linkage: rights tied to another agenda or to the relationship (method, section 2.5).

A link needs the words for rights, the words for the other good, and a connective between them, in
one sentence, or in the next of the same turn where that begins with "This ...". Which type it is
depends on the direction: rights serve prosperity (INSTRUMENTAL), or trade will bring rights
(REVERSE); ties depend on rights (CONDITIONAL), or go on regardless of them (DECOUPLING). Words
that only list ("as well as", "including") link nothing.
"""

from __future__ import annotations

import re

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.serving import instrumental, mutual, opening, reverse
from outspoken.coders.lexicon.ties import (
    NO_LINK,
    REACH,
    Link,
    Sides,
    connectives,
    made,
    nearest,
    ordered,
    refused,
    sides_of,
    spans_of,
)
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


def link(said: Utterance, following: Utterance | None = None) -> Link:
    """The linkage of a sentence that names rights; `following` is the next one of its turn."""
    if not abroad(said.targets):
        return NO_LINK
    sides = sides_of(said)
    if not sides.rights:
        return NO_LINK
    found = _within(said, sides)
    if found.linkage or following is None:
        return found
    return _onwards(said, sides, following)


def _within(said: Utterance, sides: Sides) -> Link:
    for rule in (_decoupling, _consequence, _conditional, mutual, reverse, instrumental):
        found = rule(said, sides)
        if found is not None:
            return found
    return NO_LINK


def _decoupling(said: Utterance, sides: Sides) -> Link | None:
    """Rights kept apart from, or below, other goals."""
    for hit in connectives(said, "apart", "denied", "blocks", "despite", "ahead", "sacrifice"):
        other = nearest([*sides.goods, *sides.ties], hit)
        rights = nearest(sides.rights, hit)
        if rights is not None and other is not None and _apart(said, hit, rights, other):
            return made(Linkage.DECOUPLING, hit)
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
    if refused(said, hit):  # "we do not separate rights from trade"
        return False
    if hit.code == "ahead":  # "rights come before trade" puts them first
        return other.end <= hit.end and rights.start >= hit.end
    return hit.code == "apart" or rights.start >= hit.end


def _consequence(said: Utterance, sides: Sides) -> Link | None:
    """A measure in another field because of abuses."""
    reasons = connectives(said, "reason")
    for hit in connectives(said, "measure"):
        if (
            refused(said, hit)
            or _LIFTED.search(said.text, said.start, hit.start)
            or not _field(said, sides, hit)
        ):
            continue
        for right in sides.rights:
            low, high = min(hit.end, right.end), max(hit.start, right.start)
            if low >= high:  # the one stands in the other
                low, high = hit.start, hit.end
            between = said.text[low:high]
            if high - low > 2 * REACH or ";" in between:
                continue
            named = [r for r in reasons if low <= r.start and r.end <= high]
            if named or (hit.end <= right.start and _OVER.search(between)):
                return made(Linkage.CONSEQUENCE, hit, *(named[:1]))
    return None


def _field(said: Utterance, sides: Sides, hit: Hit) -> bool:
    """Whether the measure bears on trade, aid, arms, technology, ties: not on persons alone."""
    if _OWN_FIELD.search(said.text, hit.start, hit.end):
        return True
    return any(abs(g.start - hit.end) < 60 for g in (*sides.goods, *sides.ties))


def _conditional(said: Utterance, sides: Sides) -> Link | None:
    """The relationship, or a benefit, depends on rights or is limited by their abuse."""
    if the_more := _the_more(said, sides):
        return Link(Linkage.CONDITIONAL, (the_more,))
    if without := opening(said, sides.rights, sides.ties):
        return made(Linkage.CONDITIONAL, without)
    for hit in connectives(said, "if", "burdens", "potential", "depends", "clause"):
        if hit.code == "if":
            found = _if(said, sides, hit)
        elif hit.code == "clause":  # rights written into an agreement
            found = nearest(sides.rights, hit) is not None and bool(
                _AGREEMENT.search(said.text, said.start, said.end)
            )
        elif hit.code == "depends":  # ties depend on rights
            found = _depends(said, sides, hit)
        else:  # abuses cloud ties; ties reach their potential only with rights
            found = ordered(sides.rights, hit, sides.ties) is not None or (
                hit.code == "potential" and ordered(sides.ties, hit, sides.rights) is not None
            )
        if found:
            return made(Linkage.CONDITIONAL, hit)
    return None


def _the_more(said: Utterance, sides: Sides) -> RuleHit | None:
    """ "The more you reform, the more we can do for you"."""
    found = _THE_MORE.search(said.text, said.start, said.end)
    if found is None or not _GRANTED.search(said.text, found.start(1), said.end):
        return None
    if not any(right.start < found.start(1) for right in sides.rights):
        return None
    return RuleHit("linkage", "depends: the more ... the more", found.start(1), found.end(1))


def _depends(said: Utterance, sides: Sides, hit: Hit) -> bool:
    found = ordered([*sides.ties, *sides.goods], hit, sides.rights) is not None
    if hit.term.startswith(("not", "no ")):
        found = found or ordered(sides.rights, hit, sides.ties) is not None
    elif refused(said, hit):
        return False
    return found and (
        nearest(sides.ties, hit) is not None
        or bool(_GRANTED.search(said.text, said.start, said.end))
    )


def _if(said: Utterance, sides: Sides, hit: Hit) -> bool:
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


def _onwards(said: Utterance, sides: Sides, following: Utterance) -> Link:
    """ "... This will affect our relationship.": the next sentence ties what this one names."""
    opening = _POINTS_BACK.match(following.text, following.start, following.end)
    if opening is None:
        return NO_LINK
    theirs = sides_of(following)
    if theirs.rights:
        return NO_LINK  # it has its own
    stand_in = Span(following.start, opening.end())
    other = Sides([stand_in], _plain(following, "good"), _plain(following, "relation"))
    for rule in (_decoupling, _conditional, instrumental):
        found = rule(following, other)
        if found is not None:
            return found
    return NO_LINK


def _plain(said: Utterance, code: str) -> list[Span]:
    own = [Span(h.start, h.end) for h in said.issues if not is_rights(h.issue)]
    return [*spans_of(said.hits, code), *(own if code == "good" else [])]


_I = re.IGNORECASE
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
_THE_MORE = re.compile(
    r"\bthe (?:more|further|faster|sooner)\b[^.;]{5,110}?\b(the (?:more|further|closer|deeper|better|faster|sooner))\b",
    _I,
)
_AGREEMENT = re.compile(
    r"\b(?:(?:trade|partnership|association|cooperation|investment|free) (?:deal|agreement|pact|treaty|talks|"
    r"negotiations|preferences)s?|agreements?|TPP|Trans-?Pacific|NAFTA|USMCA|CPTPP|FTAs?|GSP\+?|Mercosur|"
    r"preferences|export controls?|membership|accession)\b",
    _I,
)
_GRANTED = re.compile(
    r"\b(?:aid|assistance|agreement|deal|sanctions|lift\w*|relief|preferences|gsp|membership|"
    r"accession|arms|weapons|loans?|fund\w*|support|invest\w*|invit\w*|visit|normal\w*|upgrade\w*|"
    r"eas(?:e|ing)|closer|better|deeper|deepen\w*|improv\w*|relations?|relationship|ties|eligib\w*|cooperation|"
    r"ratif\w*|trade)\b",
    _I,
)
_TURNS = re.compile(
    r"\b(?:will|would|can|cannot|can[’']t|could|not|never|only|must)\b|n[’']t\b", _I
)
_LIFTED = re.compile(r"\b(?:lift|eas|remov|waiv|end|abolish|repeal)\w*\s+(?:[\w’'-]+\s+){0,3}$", _I)
_POINTS_BACK = re.compile(
    r"(?:(?:and|but|so|for)\s+)?(?:this|that|these|those|it|such \w+|they are|they[’']re|it[’']s|that[’']s|otherwise|"
    r"if not|without (?:this|that|it|progress)|until then|all of this|all this|these issues|"
    r"those issues|our concerns|our pressing on (?:these|those) issues)\b",
    _I,
)
