"""The rules that say whose conduct a sentence is about, in the order in which they are asked.

A principle that is shared; the countries that the sentence names, less those that only act beside
the speaker; a country that the issue itself belongs to; "there", "the regime" back to the country
named last; the speaker's own country; "they" and "he"; topics at home; the document's one
counterpart; the world; the country of the sentence beside it or of the title; and where nothing
says anything, what such an issue is about in such a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from outspoken.coders.lexicon.around import MOST
from outspoken.coders.lexicon.asked import Answer, Asked
from outspoken.coders.lexicon.mentions import BESIDE, MATTER, SPEAKS, SUFFERS, VENUE, Mention
from outspoken.coders.lexicon.references import (
    BACK,
    BLAMES,
    BOTH,
    FAR,
    POINTS,
    REFUGE,
    SHARED,
    TALKED,
    WORLD,
    YOURS,
)
from outspoken.coders.lexicon.setting import BILATERAL
from outspoken.coders.lexicon.utterance import is_rights
from outspoken.model import GENERIC, SELF, Genre, Role, RuleHit

OWNERS = {  # issues that belong to a country by definition
    "HR_TIBET": "CHN",
    "HR_XINJIANG": "CHN",
    "HR_HONGKONG": "CHN",
    "HR_FALUNGONG": "CHN",
}
OF_WAR = frozenset({"HR_ATROCITY", "HR_IMPUNITY", "HR_TORTURE"})
"""Issues that are the doing of the invader where a country is invaded."""
OF_BOTH = frozenset({Genre.JOINT_STATEMENT, Genre.TRANSCRIPT_JOINT, Genre.OPED})
"""Genres that are never taken for talk of home without a sign."""
BESIDE_OTHERS = frozenset({"VAT"})
"""Who speaks of other countries far more often than it is spoken of."""
NEVER_HOME = frozenset({"HR_ATROCITY"})
"""Issues about which even words for home are no sign ("Congress recognised the genocide")."""
ABROAD = frozenset(
    [
        "HR_GENERIC",
        "HR_MECHANISMS",
        "HR_ATROCITY",
        "HR_DEFENDERS",
        "HR_CRITICS",
        "HR_TRANSNATIONAL",
        "HR_CHRISTIANS",
        "HR_RELIGION",
        "HR_INTERNET",
        "HR_TORTURE",
        "HR_CIVSOC",
        "HR_CORRUPTION",
        "HR_IMPUNITY",
        "SEC_CONFLICT",
        "SEC_REGIONAL",
        "SEC_NONPROLIF",
        "SEC_TERROR",
        "SEC_MILITARY",
        "DIP_RELATION",
        "CONSULAR",
        "HUMANITARIAN",
        "ECO_TRADE",
        "SEC_CYBER",
    ]
)
"""Issues that are not taken for domestic ones without a sign."""


def _at(codes: tuple[str, ...], why: str, match: re.Match[str]) -> Answer:
    return codes, RuleHit("target", why, match.start(), match.end())


def _of(mentions: Sequence[Mention], why: str) -> Answer:
    codes = tuple(dict.fromkeys(m.code for m in mentions))
    where = (mentions[0].start, mentions[0].end)
    if len(codes) > MOST:
        return (GENERIC,), RuleHit("target", "more than three countries", *where)
    return codes, RuleHit("target", why, *where)


def _named(asked: Asked) -> Answer | None:
    """Countries named in the sentence; of an issue with an owner, only beside the owner."""
    owners: list[str] = []
    if not OWNERS.keys().isdisjoint(asked.issues):
        owners = [OWNERS[issue] for issue in sorted(asked.issues) if issue in OWNERS]
        owners = [code for code in dict.fromkeys(owners) if code != asked.setting.home]
    matter = (owners and _beside_owner(asked, owners)) or _matter(asked)
    if matter:
        return _of(_done_by(asked, matter), "named in the sentence")
    if owners:
        return asked.bare(tuple(owners), "a country that the issue belongs to")
    return None


def _of_the_day(asked: Asked) -> Answer | None:
    """What everybody spoke of in those months without a name: "is it a war crime?" """
    if not asked.rights or asked.abroad or asked.find(FAR):
        return None
    found = asked.around.of_the_day(asked.sentence.start, asked.sentence.end)
    if found is None or found[0] == asked.setting.home:
        return None
    code, start, end = found
    return (code,), RuleHit("target", "what was spoken of in those months", start, end)


def _done_by(asked: Asked, matter: list[Mention]) -> list[Mention]:
    """The same, with whom it is done by in place of a country that is invaded."""
    if not asked.rights:
        return matter
    atrocity = not asked.issues.isdisjoint(OF_WAR)
    doers = [asked.around.doer(m, atrocity=atrocity) for m in matter]
    sentence = asked.sentence
    if not any(doers) or _LONG_AGO.search(asked.text, sentence.start, sentence.end):
        return matter
    return [
        m._replace(code=doer) if doer and doer != asked.setting.home else m
        for m, doer in zip(matter, doers, strict=True)
    ]


_LONG_AGO = re.compile(r"\b1[89][0-6]\d\b|\bHolodomor\b")


def _beside_owner(asked: Asked, owners: list[str]) -> list[Mention]:
    named = [
        m
        for m in asked.abroad
        if (m.code in owners or m.tier not in ("demonym", "country"))
        and m.part == MATTER
        and m.code not in ("EUE", "TWN")
    ]
    return named if any(m.code in owners for m in named) else []


def _matter(asked: Asked) -> list[Mention]:
    """Of the countries named, those whose conduct or situation is the content."""
    named = asked.abroad
    if not asked.rights:
        return [m for m in named if m.part == MATTER] or [
            m for m in named if m.part in (SUFFERS, SPEAKS, BESIDE)
        ]
    named = [m for m in named if m.code != "EUE"]
    if any(m.code not in BESIDE_OTHERS for m in named):
        named = [m for m in named if m.code not in BESIDE_OTHERS]
    if asked.home and asked.own.word(asked.i):
        named = [m for m in named if not _is_guest(asked, m)]
    for part in (MATTER, SUFFERS):
        if found := [m for m in named if m.part == part]:
            return [m for m in found if not _is_seat(asked, m)] or found
    if not named or asked.world:
        return []
    return [m for m in named if m.part == SPEAKS and not m.advocates]


_GUESTS = re.compile(
    r"(?:[’']s)? (?:\w+ )?(?:migrants?|refugees?|asylum[- ]seekers?|immigrants?|nationals|evacuees|"
    r"students|diaspora|communit(?:y|ies)|workers|visitors|detainees?)\b"
)


def _is_seat(asked: Asked, m: Mention) -> bool:
    """Whether the name is that of a capital where something is said: "what he said in Ostburg"."""
    return m.tier == "capital" and asked.text.startswith("in ", max(0, m.start - 3))


def _is_guest(asked: Asked, m: Mention) -> bool:
    """Whether the name is that of people who are here: "Ostmark refugees in our own prisons"."""
    return m.tier == "demonym" and _GUESTS.match(asked.text, m.end) is not None


def _back(asked: Asked) -> Answer | None:
    """ "The regime", "there", "that country"."""
    back = asked.find(BACK)
    if back and (codes := asked.around.before(asked.i, ahead=True)):
        return _at(codes, "back to the country named before", back)
    return None


def _yours(asked: Asked) -> Answer | None:
    """ "Your government": of a question the speaker's own, of an official's the one addressed."""
    yours = asked.find(YOURS)
    if not yours:
        return None
    codes: tuple[str, ...] = (SELF,)
    if asked.sentence.role in (Role.PRINCIPAL, Role.OFFICIAL):
        codes = asked.setting.one or asked.around.before(asked.i) or (GENERIC,)
    return _at(codes, "your country", yours)


def _shared(asked: Asked) -> Answer | None:
    """Values held in common, by whomever: "Valdoria and we share a commitment to democracy"."""
    if not asked.rights or asked.elsewhere or (asked.abroad and asked.find(BLAMES)):
        return None
    shared = asked.find(SHARED)
    return _at((GENERIC,), "a principle that is shared", shared) if shared else None


def _own(asked: Asked) -> Answer | None:
    if asked.issues and asked.issues <= NEVER_HOME:
        return None
    shown = asked.own.shown(asked.i, asked.mentions, rights=asked.rights, known=asked.known)
    return ((asked.own_code,), shown) if shown else None


def _refuge(asked: Asked) -> Answer | None:
    """How those who come are treated, which is the affair of the country that they come to."""
    if not (asked.rights and asked.home) or asked.find(BLAMES) or asked.find(FAR):
        return None
    refuge = asked.find(REFUGE)
    if refuge is None or not (asked.own.word(asked.i) or asked.own.named(asked.mentions)):
        return None
    return _at((SELF,), "those who seek refuge at home", refuge)


def _venue(asked: Asked) -> Answer | None:
    """Where something is held, if nothing else is named: "a trial in Valdoria"."""
    if not asked.rights or asked.world:
        return None
    venue = [m for m in asked.abroad if m.part == VENUE and m.tier == "country"]
    return _of(venue, "the place where it is") if venue else None


def _pointing(asked: Asked) -> bool:
    """Whether "they" or "this was" opens a clause here: it has someone to point back to."""
    return POINTS.search(asked.text[asked.sentence.start : asked.sentence.end]) is not None


_OF_THEIR_OWN = re.compile(  # "people and their right to peace" points to no country
    r"(?<!the )(?<!those )(?<!these )\b(?:people|countries|states|nations|governments|societies|"
    r"individuals|persons|women|girls|children|citizens|everyone)\b[^.;,]{0,40}$",
    re.I,
)


def _pronoun(asked: Asked) -> Answer | None:
    """ "They", "he", and words for what only others do, back to the country named before."""
    if asked.rights and asked.world and (asked.find(FAR) or not _pointing(asked)):
        return None
    both = asked.signs.both_sides(asked.i) if asked.setting.genre in BILATERAL else 0
    found = asked.signs.pronoun(asked.i, both) or asked.elsewhere
    if (
        found
        and found[0] == "their"
        and _OF_THEIR_OWN.search(asked.text[asked.sentence.start : found.start()])
    ):
        found = asked.signs.pronoun(asked.i, found.end()) or asked.elsewhere
    if found and (codes := asked.around.before(asked.i, ahead=asked.elsewhere is not None)):
        return _at(codes, "to the country named before", found)
    return None


def _doing(asked: Asked) -> Answer | None:
    if not asked.home or asked.world or asked.setting.titled:
        return None
    shown = asked.own.acts(asked.i)
    return ((SELF,), shown) if shown else None


def _topic(asked: Asked) -> Answer | None:
    """What such a government says about home unless another country is in sight."""
    if not asked.home or asked.setting.genre in OF_BOTH:
        return None
    topic = asked.own.topic(asked.i)
    if topic is None or not asked.quiet:
        return None
    if asked.rights and (
        asked.find(FAR) or all(issue in ABROAD for issue in asked.issues if is_rights(issue))
    ):
        return None
    return (SELF,), RuleHit("target", "a topic at home", *topic)


def _domestic_text(asked: Asked) -> Answer | None:
    if asked.setting.domestic and not asked.elsewhere:
        return asked.bare((SELF,), "a text about the speaker's own country")
    return None


def _counterpart(asked: Asked) -> Answer | None:
    """The one counterpart of a bilateral text, unless it speaks of the world and blames nobody."""
    one = asked.setting.one
    if not one or (asked.rights and one == ("EUE",)):
        return None
    blames = asked.find(BLAMES)
    apart = asked.rights and asked.world and not blames
    if asked.setting.genre in BILATERAL and not (apart and not _of_two(asked)):
        return asked.bare(one, "the document's one counterpart")
    if asked.rights and blames:
        return _at(one, "a concern in a talk with one counterpart", blames)
    return None


def _of_two(asked: Asked) -> bool:
    """Whether it tells what the two of a talk do, and of no wider world."""
    return asked.find(BOTH) is not None and not asked.find(FAR)


def _worldwide(asked: Asked) -> Answer | None:
    return _at((GENERIC,), "the world or a principle", asked.world) if asked.world else None


def _own_beside(asked: Asked) -> Answer | None:
    """Home in the sentence before, or in the question that is answered."""
    before = asked.before
    if not asked.home or before is None or before.turn < asked.sentence.turn - 1:
        return None
    if not (asked.quiet or asked.setting.national) or asked.around.abroad(asked.i - 1):
        return None
    if asked.setting.genre in OF_BOTH or (asked.rights and asked.find(FAR)):
        return None
    mentions = asked.around.mentions(asked.i - 1)
    shown = asked.own.shown(asked.i - 1, mentions, rights=True) or asked.own.acts(asked.i - 1)
    yours = asked.signs.find(YOURS, asked.i - 1) if before.role is Role.JOURNALIST else None
    if yours:
        return _at((SELF,), "the government that was asked about", yours)
    if shown is None:
        return None
    return (SELF,), RuleHit("target", "home in the sentence before", shown.start, shown.end)


def _beside(asked: Asked) -> Answer | None:
    beside = asked.around.just_before(asked.i) if asked.rights else ()
    return asked.bare(beside, "the country of the sentence beside") if beside else None


def _titled(asked: Asked) -> Answer | None:
    setting = asked.setting
    if asked.rights and setting.visited and not asked.find(TALKED):
        return None
    if len(setting.titled) == 1 and not setting.many:
        return asked.bare(setting.titled, "the country of the title")
    return None


def _world_before(asked: Asked) -> bool:
    """Whether the sentence before speaks of the world or of any other country."""
    before, i = asked.before, asked.i - 1
    if before is None or before.turn != asked.sentence.turn:
        return False
    if asked.signs.find(WORLD, i):
        return True
    return any(m.code != asked.setting.home for m in asked.around.mentions(i))


def _domestic_issue(asked: Asked) -> Answer | None:
    setting = asked.setting
    if (
        asked.home
        and asked.quiet
        and not asked.elsewhere
        and setting.genre not in OF_BOTH
        and not setting.counterparts
        and not asked.issues & ABROAD
        and not (asked.rights and _world_before(asked))
    ):
        return asked.bare((SELF,), "such an issue in such a text is domestic")
    return None


def _union(asked: Asked) -> Answer | None:
    """The European Union, which is named beside the matter far more often than as the matter."""
    union = [m for m in asked.abroad if m.code == "EUE" and m.part == MATTER]
    return _of(union, "the Union, and nothing else") if union else None


RULES: tuple[Callable[[Asked], Answer | None], ...] = (
    _shared,
    _refuge,
    _named,
    _of_the_day,
    _back,
    _yours,
    _own,
    _venue,
    _pronoun,
    _doing,
    _topic,
    _domestic_text,
    _counterpart,
    _worldwide,
    _own_beside,
    _beside,
    _titled,
    _domestic_issue,
    _union,
)


def first_answer(asked: Asked) -> tuple[Answer, str]:
    """The answer of the first rule that has one, and what that rule is called among the signs."""
    for rule in RULES:
        found = rule(asked)
        if found is not None:
            return found, rule.__name__[1:]
    return asked.bare((GENERIC,), "nobody in particular"), "nothing"
