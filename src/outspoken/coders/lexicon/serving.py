"""Rights and another good serve each other: which serves which (method, section 2.5).

Rights serve the good, or rest beneath it, or their abuse harms it: INSTRUMENTAL. The good will bring
rights: REVERSE. The order about the connective decides, and who is its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.ties import (
    REACH,
    Link,
    Sides,
    connectives,
    is_subject,
    list_between,
    made,
    nearest,
    ordered,
    refused,
)
from outspoken.coders.lexicon.utterance import Utterance
from outspoken.model import Linkage, RuleHit, Span

NEAR_AIM = 25
"""Characters from rights to an infinitive that says what they are good for."""


def mutual(said: Utterance, sides: Sides) -> Link | None:
    """Rights and another good go together; that they are not linked is DECOUPLING."""
    for hit in connectives(said, "mutual", "linked"):
        rights, other = nearest(sides.rights, hit), nearest([*sides.goods, *sides.ties], hit)
        if rights is None or other is None:
            continue
        if hit.code == "linked" and any(
            list_between(said.text, hit.end, span.start) for span in (rights, other)
        ):
            continue
        if hit.code == "linked" and refused(said, hit):
            return made(Linkage.DECOUPLING, hit)
        return made(Linkage.INSTRUMENTAL, hit)
    return None


def reverse(said: Utterance, sides: Sides) -> Link | None:
    """Trade, growth, security or good relations will bring rights."""
    for hit in connectives(said, "brings"):
        if _AIM.search(said.text[max(said.start, hit.start - 20) : hit.start]):
            continue  # "we try to bring about": someone's aim, not what a good does
        pair = ordered([*sides.goods, *sides.ties], hit, sides.rights)
        if (
            pair is not None
            and not refused(said, hit)
            and (
                not _BARE.fullmatch(hit.term)
                or _TO_COME.search(said.text, max(said.start, hit.start - 24), hit.start)
            )
            and is_subject(said.text, said.start, pair[0], hit)
            and not list_between(said.text, hit.end, pair[1].start)
            and not any(  # "women's part in peace is essential to democracy": rights are the subject
                r.end <= pair[0].start and is_subject(said.text, said.start, r, hit)
                for r in sides.rights
            )
        ):
            return made(Linkage.REVERSE, hit)
    if found := opening(said, sides.goods, sides.rights):
        return made(Linkage.REVERSE, found)
    for hit in connectives(said, "without"):
        pair = ordered(sides.rights, hit, sides.goods)
        if (
            pair is not None
            and _NEVER.search(said.text, said.start, pair[1].end)
            and hit.end - 2 <= pair[1].start <= hit.end + 30
        ):
            return made(Linkage.REVERSE, hit)
    return None


def opening(said: Utterance, missing: Sequence[Span], lost: Sequence[Span]) -> Hit | None:
    """ "Without <missing> there can be no <lost>"."""
    for hit in connectives(said, "without"):
        if hit.term != "without" or said.text[said.start : hit.start].strip():
            continue
        for gone in missing:
            if not 0 <= gone.start - hit.end <= 30:
                continue
            if any(
                other.start > gone.end and _NEVER.search(said.text, gone.end, said.end)
                for other in lost
            ):
                return hit
    return None


def instrumental(said: Utterance, sides: Sides) -> Link | None:
    """Rights serve another good, or rest beneath it, or their abuse harms it."""
    if found := opening(said, sides.rights, sides.goods):
        return made(Linkage.INSTRUMENTAL, found)
    if importance := _importance(said, sides):
        return Link(Linkage.INSTRUMENTAL, (importance,))
    if better := _better_who(said, sides):
        return Link(Linkage.INSTRUMENTAL, (better,))
    for rule in (_serves, _rests, _better_if):
        hit = rule(said, sides)
        if hit is not None:
            return made(Linkage.INSTRUMENTAL, hit)
    return None


def _importance(said: Utterance, sides: Sides) -> RuleHit | None:
    """ "The importance of rights to growth", "the role of women in peacebuilding"."""
    for found in _IMPORTANCE.finditer(said.text, said.start, said.end):
        for right in sides.rights:
            if not 0 <= right.start - found.end() <= 40:
                continue
            for good in sides.goods:
                between = said.text[right.end : good.start]
                if good.start > right.end and _TO_A_GOOD.fullmatch(between):
                    return RuleHit("linkage", "serves: importance of", found.start(), found.end())
    return None


def _better_who(said: Utterance, sides: Sides) -> RuleHit | None:
    """ "Countries that respect rights are more stable": the good lies in the adjective."""
    for who in _THOSE_WHO.finditer(said.text, said.start, said.end):
        if not any(0 <= right.start - who.end() <= REACH for right in sides.rights):
            continue
        better = _ARE_BETTER.search(said.text, who.end(), said.end)
        if better and any(who.end() <= r.start < better.start() for r in sides.rights):
            return RuleHit("linkage", "serves: those who", better.start(), better.end())
    return None


def _serves(said: Utterance, sides: Sides) -> Hit | None:
    for hit in connectives(said, "serves", "basis", "harms"):
        if _A_NOUN.fullmatch(hit.term) and _OWNED.search(
            said.text, max(said.start, hit.start - 24), hit.start
        ):
            continue  # "their support", "the needs of"
        pair = ordered(sides.rights, hit, [*sides.goods, *sides.ties])
        if pair is not None and _far_aim(said, pair[0], hit):
            continue
        if pair is None or (
            hit.code != "basis" and not is_subject(said.text, said.start, pair[0], hit)
        ):
            continue
        if hit.code == "harms" or not (
            refused(said, hit) or list_between(said.text, hit.end, pair[1].start)
        ):
            return hit
    return None


def _far_aim(said: Utterance, rights: Span, hit: Hit) -> bool:
    """Whether the good is somebody's aim further on: "a fund for women ... to support growth"."""
    aim = _AIM.search(said.text[max(said.start, hit.start - 20) : hit.start])
    return bool(
        aim
        and not aim[0].startswith("order")
        and hit.start - rights.end > NEAR_AIM
        and not _IMPORTANCE.search(said.text, said.start, rights.start)
    )


def _rests(said: Utterance, sides: Sides) -> Hit | None:
    for hit in connectives(said, "rests", "needs", "without"):
        pair = ordered(sides.goods, hit, sides.rights)
        if pair is None or list_between(said.text, hit.end, pair[1].start):
            continue
        if hit.code == "without" and (
            pair[1].start > hit.end + 40 or not _NEVER.search(said.text, said.start, hit.end)
        ):
            continue
        if (
            hit.code == "needs"
            and _A_NOUN.fullmatch(hit.term)
            and _OWNED.search(said.text, max(said.start, hit.start - 24), hit.start)
        ):
            continue
        if hit.code == "needs" and not is_subject(said.text, said.start, pair[0], hit):
            continue
        return hit
    return None


def _better_if(said: Utterance, sides: Sides) -> Hit | None:
    """ "Stronger and more stable if it respects rights": the good may lie in the adjective."""
    for hit in connectives(said, "if"):
        if not any(0 <= right.start - hit.end <= REACH for right in sides.rights):
            continue
        better = _BETTER.search(said.text, said.start, hit.start)
        if better and (
            _STRONG.search(better[0]) or any(good.end <= hit.start for good in sides.goods)
        ):
            return hit
    return None


_I = re.IGNORECASE
_BETTER = re.compile(
    r"\b(?:will|would|can|could|cannot|is|are|be|become|grow|succeed|thrive|prosper|stronger|"
    r"more \w+|better)\b[^.;]*",
    _I,
)
_THOSE_WHO = re.compile(
    r"\b(?:countries|nations|societies|states|governments|economies|communities|those|a country|a nation|a society|"
    r"a government|peoples?) (?:that|which|who|where|with)\b",
    _I,
)
_ARE_BETTER = re.compile(
    r"\b(?:are|is|become|be|make|makes|tend to be|tends to be|grow|prove)\s+(?:\w+ly |far |much |also )?(?:stronger|safer|"
    r"richer|wealthier|healthier|better (?:partners?|allies|off|neighbou?rs?|places?)|more (?:stable|innovative|prosperous|"
    r"secure|successful|competitive|resilient|dynamic|peaceful|reliable|productive)|less (?:stable|secure|prosperous)|"
    r"less likely to (?:go to war|fight|fail))\b",
    _I,
)
_STRONG = re.compile(
    r"\b(?:stronger|more (?:stable|innovative|prosperous|secure|successful|competitive|resilient|"
    r"dynamic)|thrive|prosper|succeed|richer|safer)\b",
    _I,
)
_BARE = re.compile(  # verbs that do much else: only what trade will do counts
    r"(?:spread|encourage|promote|advance|improve|strengthen|enable|allow|expand|nurture|drive|produce|benefit|"
    r"underpin|guarantee)\w*",
    _I,
)
_TO_COME = re.compile(
    r"\b(?:will|can|could|would|may|helps?|helped|[’']ll)\s+(?:\w+ly\s+|also\s+)?$", _I
)
_IMPORTANCE = re.compile(r"\b(?:importance|contribution|centrality|relevance|value) of\b", _I)
_TO_A_GOOD = re.compile(r"\s*(?:\w+\s+){0,2}(?:to|for|in)\s+(?:[\w’'-]+\s+){0,4}", _I)
_A_NOUN = re.compile(
    r"support|benefits?|needs?|drive|drives|boost|increase|increases|lift|lifts|harm|harms|damage|damages|"
    r"risk to|threat to|feeds|drain|drains|spur|hurt|fuel|fuels|compromise|compromises",
    _I,
)
_OWNED = re.compile(
    r"\b(?:the|a|an|this|these|such|their|his|her|its|our|your|continued|strong|additional|no|any|"
    r"provid\w+|express\w+|pledg\w+|fossil)\s+(?:(?!rights|freedoms?|democracy|justice|to\b|will\b|can\b|would\b|that\b|which\b)\w+\s+)?$|"
    r"(?:[’']s|\b(?:of|for|and|with|in|more))\s+$",
    _I,
)
_AIM = re.compile(r"\b(?:to|helping to|try(?:ing)? to|order to)\s+(?:\w+ly\s+|further\s+)?$", _I)
_NEVER = re.compile(r"\b(?:no|not|never|cannot|can[’']t|impossible|hardly|without)\b|n[’']t\b", _I)
