"""Verdicts by rule (method, section 4): what the record of an engagement says of one ask.

Nothing here looks at the desk or the lake: an ask's criterion, a record and a coverage statement
go in, a proposal with its sentences comes out. A proposal is never a decision.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from outspoken.measures.figure import Figure
from outspoken.measures.frame import RIGHTS
from outspoken.model import GENERIC, SELF, Linkage, Role
from outspoken.scorecard.criteria import Criterion, Reading
from outspoken.scorecard.evidence import Record, Said
from outspoken.scorecard.statement import Statement

KEPT, PARTLY, NOT_FOUND = "kept", "partly", "not_found"
CONTRADICTED, NOT_ASSESSABLE = "contradicted", "not_assessable"
CAUTION = (CONTRADICTED, KEPT, PARTLY, NOT_FOUND, NOT_ASSESSABLE)
"""From the verdict that claims most to the one that claims least."""
POSITIVE = (Linkage.INSTRUMENTAL, Linkage.CONDITIONAL, Linkage.CONSEQUENCE)
BY_HAND = {
    "meet": "whom the official met is not told by coded sentences",
    "visit": "where the official went is not told by coded sentences",
    "report": "whether something was reported is not told by coded sentences",
}
"""Verbs that no rule over sentences can judge; a person can."""
FEWEST = 5
"""Sentences on either side below which firmness is not compared (method, 3.5)."""
NEAR = 0.8
"""Words on rights for one on a comparator that pass for equal room (method, 3.2)."""
DEMAND = 3
CONSEQUENCE = 5
PUBLIC = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that a verdict rests on, and what it shows or lacks."""

    said: Said
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict under one reading."""

    value: str
    reason: str
    sentences: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The verdicts under both readings, and the one that is proposed: the more cautious."""

    weakest: Judgement
    strongest: Judgement

    @property
    def robust(self) -> bool:
        """Whether both readings give the same."""
        return self.weakest.value == self.strongest.value

    @property
    def chosen(self) -> Judgement:
        """The judgement that claims less."""
        return max(self.weakest, self.strongest, key=lambda j: CAUTION.index(j.value))

    @property
    def value(self) -> str:
        """The proposed verdict."""
        return self.chosen.value

    @property
    def reason(self) -> str:
        """Why, under both readings where they differ."""
        if self.robust:
            return self.strongest.reason
        return (
            f"not robust. Weakest reading: {self.weakest.value.replace('_', ' ')}, "
            f"{self.weakest.reason}. Strongest reading: "
            f"{self.strongest.value.replace('_', ' ')}, {self.strongest.reason}"
        )

    @property
    def sentences(self) -> tuple[Found, ...]:
        """The sentences of both judgements, each once."""
        by_place = {f.said.place: f for f in (*self.weakest.sentences, *self.strongest.sentences)}
        return tuple(by_place.values())


def propose(criterion: Criterion, record: Record, statement: Statement) -> Proposal:
    """The verdict that the rules propose for one ask in one engagement."""
    return Proposal(
        *(
            _judge(criterion, reading, record, statement)
            for reading in (criterion.weakest, criterion.strongest)
        )
    )


def _judge(
    criterion: Criterion, reading: Reading, record: Record, statement: Statement
) -> Judgement:
    if criterion.unscorable:
        return Judgement(NOT_ASSESSABLE, f"the ask cannot be scored: {criterion.unscorable}")
    if criterion.verb in BY_HAND:
        return Judgement(NOT_ASSESSABLE, f"{BY_HAND[criterion.verb]}; a person decides")
    against = [s for s in _own(record) if _on(criterion, s, record) and _denies(s)]
    if against:
        return Judgement(
            CONTRADICTED,
            "the official disclaimed the issue or kept it apart from the rest",
            tuple(Found(s, "disclaims or decouples") for s in against),
        )
    if criterion.verb == "refrain":
        return _refrained(record, statement)
    if criterion.verb in ("prominence", "firmness"):
        return _compared(criterion, reading, record, statement)
    return _raised(criterion, reading, record, statement)


# ------------------------------------------------------------------ asks to say something


def _raised(
    criterion: Criterion, reading: Reading, record: Record, statement: Statement
) -> Judgement:
    shows = _SHOWS.get(criterion.verb, _names_issue)
    least_firm = max(reading.firmness, _LEAST_FIRMNESS.get(criterion.verb, 0))
    least_venue = max(reading.venue, PUBLIC if criterion.verb == "raise_publicly" else 0)
    met: list[Found] = []
    short: list[Found] = []
    for said in record.said:
        if said.coded.quoted or said.coded.role not in (Role.PRINCIPAL, Role.OFFICIAL):
            continue
        if not (_on(criterion, said, record) and shows(criterion, said)):
            continue
        lacks = _lacks(criterion, said, record, least_firm, least_venue)
        if lacks:
            short.append(Found(said, "; ".join(lacks)))
        else:
            met.append(Found(said, _level(criterion, said, record)))
    if met:
        return Judgement(KEPT, f"{_sentences(met)} of the official meet the ask", tuple(met))
    if short:
        best = min(short, key=lambda f: (f.why.count(";"), -f.said.source.venue))
        return Judgement(PARTLY, f"said, but {best.why}", tuple(short))
    return _absent(record, statement)


def _names_issue(criterion: Criterion, said: Said) -> bool:
    return not criterion.cases or names_case(criterion.cases, said)


def _names_person(criterion: Criterion, said: Said) -> bool:
    return names_case(criterion.cases, said)


def _links(criterion: Criterion, said: Said) -> bool:
    return said.coded.linkage in POSITIVE


_SHOWS: Mapping[str, Callable[[Criterion, Said], bool]] = {
    "name_case": _names_person,
    "link": _links,
}
_LEAST_FIRMNESS = {"demand": DEMAND, "sanction": CONSEQUENCE}


def names_case(names: Sequence[str], said: Said) -> bool:
    """Whether a sentence names one of these persons, by coding or by the words themselves."""
    if set(names) & set(said.coded.cases):
        return True
    text = f" {plain(said.coded.text)} "
    return any(f" {plain(name)} " in text for name in names if name.strip())


def plain(text: str) -> str:
    """Lower case, without accents, letters and figures only: how names are compared."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", bare.replace("’s", " ").replace("'s", " ")))


def _own(record: Record) -> list[Said]:
    return record.spoken(Role.PRINCIPAL, "during")


def _on(criterion: Criterion, said: Said, record: Record) -> bool:
    """Whether a sentence is on an issue of the ask and about the target, or nobody in particular.

    A case is looked for by name, whatever issue its sentence was coded with.
    """
    target = criterion.target or record.counterpart
    about = said.coded.target
    if about and SELF in about and len(about) == 1:
        return False
    if about and target not in about and GENERIC not in about and SELF not in about:
        return False
    if criterion.verb == "name_case":
        return True
    return any(criterion.on(issue, record.parents) for issue in said.coded.issues)


def _denies(said: Said) -> bool:
    return said.disclaimed or said.coded.linkage == Linkage.DECOUPLING


def _firmness(criterion: Criterion, said: Said, record: Record) -> int:
    levels = [
        level or 0
        for issue, level in said.firmness.items()
        if criterion.verb == "name_case" or criterion.on(issue, record.parents)
    ]
    return max(levels, default=0)


def _lacks(
    criterion: Criterion, said: Said, record: Record, firmness: int, venue: int
) -> list[str]:
    """What a sentence on the issue falls short of, in words."""
    lacks = []
    if said.coded.role is not Role.PRINCIPAL:
        lacks.append("by another official of the same government")
    if said.source.phase != "during":
        lacks.append(f"{said.source.phase} the engagement, not in it")
    level = _firmness(criterion, said, record)
    if level < firmness:
        lacks.append(f"firmness {level}, asked {firmness}")
    if said.source.venue < venue:
        lacks.append(f"venue {said.source.venue}, asked {venue}")
    day = said.source.day
    if day and (
        (criterion.start and day < criterion.start) or (criterion.end and day > criterion.end)
    ):
        lacks.append("outside the window")
    if criterion.with_counterpart and said.source.genre not in _BEFORE_COUNTERPART:
        lacks.append("not in the counterpart's presence as far as the text shows")
    return lacks


_BEFORE_COUNTERPART = ("transcript_joint", "joint_statement", "readout")
"""Texts of, or about, words that the counterpart heard."""


def _level(criterion: Criterion, said: Said, record: Record) -> str:
    return f"firmness {_firmness(criterion, said, record)}, venue {said.source.venue}"


# ------------------------------------------------------------------ asks to say as much, as firmly


def _compared(
    criterion: Criterion, reading: Reading, record: Record, statement: Statement
) -> Judgement:
    own = _own(record)
    about = [s for s in own if _on(criterion, s, record) and RIGHTS in s.coded.agendas]
    if not about:
        others = [s for s in record.said if s.coded.role is Role.OFFICIAL]
        spoken = [
            Found(s, "by another official of the same government")
            for s in others
            if not s.coded.quoted and _on(criterion, s, record) and RIGHTS in s.coded.agendas
        ]
        if spoken and own:
            return Judgement(PARTLY, "only another official spoke of rights", tuple(spoken))
        return _absent(record, statement)
    compare = _firmness_beside if criterion.verb == "firmness" else _prominence_beside
    strict = reading is criterion.strongest
    return compare(criterion, own, about, record, strict=strict)


def _prominence_beside(
    criterion: Criterion,
    own: Sequence[Said],
    about: Sequence[Said],
    record: Record,
    *,
    strict: bool,
) -> Judgement:
    """Words on rights beside those on each comparator (method, 3.2).

    Strongest reading: shown to be at parity or above it, by the interval. Weakest: at least
    `NEAR` words on rights for one on each comparator, by the count itself. That nothing is shown
    either way, as in a short text, satisfies neither.
    """
    results = [record.parity[g] for g in criterion.comparators if g in record.parity]
    known = [figure for figure in results if figure.estimate is not None]
    told = "; ".join(_told(figure) for figure in results)
    evidence = tuple(Found(s, "on rights") for s in about)
    if not known:
        return Judgement(NOT_ASSESSABLE, told or "no comparator that is measured", evidence)
    if all(figure.verdict in ("equal prominence", "above parity") for figure in known):
        return Judgement(KEPT, told, evidence)
    below = any(figure.verdict == "below parity" for figure in known)
    if strict and not below:
        return Judgement(NOT_ASSESSABLE, f"parity is not shown either way: {told}", evidence)
    near = all(math.exp(figure.estimate or 0.0) >= NEAR for figure in known)
    if near and not below and not strict:
        return Judgement(KEPT, told, evidence)
    return Judgement(PARTLY, f"raised, but less prominently: {told}", evidence)


def _told(figure: Figure) -> str:
    """A parity in words: a ratio of words with its interval."""
    comparator = figure.measure.partition(":")[2]
    if figure.estimate is None:
        return f"{comparator}: {figure.note or 'nothing to compare'}"
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f" [{math.exp(figure.low):.2f}, {math.exp(figure.high):.2f}]"
    times = math.exp(figure.estimate)
    verdict = figure.verdict or "undetermined"
    return f"{times:.2f}{interval} words on rights for one on {comparator}, {verdict}"


def _firmness_beside(
    criterion: Criterion,
    own: Sequence[Said],
    about: Sequence[Said],
    record: Record,
    *,
    strict: bool,
) -> Judgement:
    """Firmness on rights beside the comparators' (method, 3.5).

    Weakest reading: the firmest word on rights is as firm as the firmest on the comparators.
    Strongest: a rights sentence is at least as likely to be the firmer one (theta >= 0.5), which is
    not computed with fewer than five sentences on either side.
    """
    rights = [_firmness(criterion, s, record) for s in about]
    pairs = [(s, _highest(criterion.comparators, s, record)) for s in own]
    beside = [(s, level) for s, level in pairs if level is not None]
    other = [level for _, level in beside]
    evidence = tuple(Found(s, f"rights, firmness {f}") for s, f in zip(about, rights, strict=True))
    evidence += tuple(
        Found(s, f"comparator, firmness {level}") for s, level in beside if level == max(other)
    )
    if not other:
        return Judgement(
            NOT_ASSESSABLE, "no sentence on the comparators to hold it against", evidence
        )
    counts = f"{len(rights)} sentences on rights, {len(other)} on the comparators"
    if not strict:
        told = f"firmest on rights {max(rights)}, on the comparators {max(other)} ({counts})"
        return Judgement(KEPT if max(rights) >= max(other) else PARTLY, told, evidence)
    if min(len(rights), len(other)) < FEWEST:
        return Judgement(
            NOT_ASSESSABLE, f"fewer than {FEWEST} sentences on one side: {counts}", evidence
        )
    value = _theta(rights, other)
    told = f"theta {value:.2f} ({counts}); 0.50 is parity"
    return Judgement(KEPT if value >= 0.5 else PARTLY, told, evidence)


def _theta(rights: Sequence[int], other: Sequence[int]) -> float:
    """P(F_HR > F_cmp) + 0.5 P(F_HR = F_cmp), in [0, 1]; 0.5 is firmness parity (method, 3.5)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in rights for b in other)
    return wins / (len(rights) * len(other))


def _highest(comparators: Sequence[str], said: Said, record: Record) -> int | None:
    levels = [
        level
        for issue, level in said.firmness.items()
        if level is not None and (issue in comparators or record.parents.get(issue) in comparators)
    ]
    return max(levels, default=None)


# ------------------------------------------------------------------ what is not there


def _refrained(record: Record, statement: Statement) -> Judgement:
    """An ask not to say something: kept only where the record is whole and has been read."""
    gaps = _gaps(record, statement)
    if gaps:
        return Judgement(NOT_ASSESSABLE, "; ".join(gaps))
    return Judgement(KEPT, f"nothing of the kind in the {statement.count('held')} items searched")


def _absent(record: Record, statement: Statement) -> Judgement:
    gaps = _gaps(record, statement)
    if gaps:
        return Judgement(NOT_ASSESSABLE, f"no sentence found, and {'; '.join(gaps)}")
    return Judgement(NOT_FOUND, statement.wording())


def _gaps(record: Record, statement: Statement) -> list[str]:
    gaps = statement.gaps()
    during = [s for s in record.sources if s.phase == "during"]
    if not any(s.coded.role is Role.PRINCIPAL for s in record.said):
        gaps.append("no words of the official are held")
    cut = [s for s in during if s.excerpt]
    foreign = [s for s in during if not s.excerpt and not s.readable]
    if cut:
        gaps.append(f"{len(cut)} of the texts held {'is' if len(cut) == 1 else 'are'} cut short")
    if foreign:
        gaps.append(f"{len(foreign)} of the texts held not in a language that is searched")
    return gaps


def _sentences(found: Sequence[Found]) -> str:
    return f"{len(found)} sentence" + ("s" if len(found) != 1 else "")
