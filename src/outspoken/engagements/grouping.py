"""From occasions to proposed engagements: documents of one event are put together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outspoken.engagements.occasion import Occasion

SAME_EVENT_DAYS = 1
"""Core texts of one event lie at most a day apart: midnight, time zones, a two-day visit."""
BEFORE_DAYS = 8
AFTER_DAYS = 3
"""How far a briefing or an announcement may lie from the event it is about."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A document of an engagement: its phase (before, during, after) and why it is there."""

    document_id: str
    phase: str
    basis: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An engagement as a machine proposes it; `slug` names it for good."""

    slug: str
    title: str
    kind: str
    official: str
    office: str
    government: str
    counterpart: str
    people: tuple[str, ...]
    start: date
    end: date
    place: str
    place_country: str
    origin: str
    documents: tuple[Gathered, ...] = ()
    note: str = ""


Pair = tuple[str, str, str]


def group(occasions: Iterable[Occasion], home: str = "") -> list[Proposal]:
    """Group occasions into engagements, in order of their days.

    `home` is the government from whose side engagements are seen: the other side's text of a talk
    joins it as their account instead of making an engagement of its own.

    Core texts (readouts, joint appearances, joint statements) of one official, one counterpart and
    one kind on neighbouring days are one engagement; announcements and background briefings join
    the nearest one. An announcement with no event near it stands alone: something was to happen,
    and no text of it is held.
    """
    pairs: dict[Pair, list[Occasion]] = defaultdict(list)
    unnamed: list[Occasion] = []
    for occasion in occasions:
        if occasion.official:
            family = family_of(occasion.official)
            pairs[occasion.government, family, occasion.counterpart].append(occasion)
        else:
            unnamed.append(occasion)
    _give_unnamed(unnamed, pairs)
    if home:
        _give_mirrored(pairs, home)
    proposals = []
    for members in pairs.values():
        if members:
            proposals += _of_pair(
                sorted(members, key=lambda o: (o.day, o.published, o.document_id))
            )
    return sorted(proposals, key=lambda p: (p.start, p.end, p.slug))


def _give_unnamed(unnamed: Iterable[Occasion], pairs: dict[Pair, list[Occasion]]) -> None:
    """Texts of two governments without names go to the officials who met then, if any did."""
    for occasion in unnamed:
        for (government, _, counterpart), members in pairs.items():
            if (government, counterpart) != (occasion.government, occasion.counterpart):
                continue
            if any(m.core and abs((m.day - occasion.day).days) <= SAME_EVENT_DAYS for m in members):
                members.append(occasion)


def _give_mirrored(pairs: dict[Pair, list[Occasion]], home: str) -> None:
    """Turn the other governments' texts of talks with `home` round, where `home` has one too."""
    for pair in [p for p in pairs if p[2] == home]:
        government = pair[0]
        kept = []
        for occasion in pairs[pair]:
            families = {family_of(name) for name in occasion.people}
            members = next(
                (
                    members
                    for (own, family, other), members in pairs.items()
                    if own == home
                    and other == government
                    and family in families
                    and any(
                        m.core and abs((m.day - occasion.day).days) <= SAME_EVENT_DAYS
                        for m in members
                    )
                ),
                None,
            )
            if members is None:
                kept.append(occasion)
                continue
            members.append(
                replace(
                    occasion,
                    official="",
                    office="",
                    government=home,
                    counterpart=government,
                    people=(occasion.official,),
                    published_by=government,
                )
            )
        pairs[pair] = kept


def family_of(name: str) -> str:
    """A name's last part without additions, folded: variants of one name have the same."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = [w for w in re.findall(r"[a-z]+", plain.lower()) if w not in ("jr", "sr", "mp")]
    return words[-1] if words else ""


def _of_pair(members: Sequence[Occasion]) -> list[Proposal]:
    clusters: list[list[Occasion]] = []
    for occasion in members:
        if occasion.core:
            near = [c for c in clusters if _same_event(c, occasion)]
            if near:
                near[-1].append(occasion)
            else:
                clusters.append([occasion])
    for occasion in members:
        if occasion.core:
            continue
        if occasion.told:
            for cluster in clusters:
                if _tells_of(occasion, cluster):
                    cluster.append(occasion)
            continue
        best = min(
            (c for c in clusters if _points_to(occasion, c)),
            key=lambda c: abs((occasion.day - _start(c)).days),
            default=None,
        )
        if best is not None:
            best.append(occasion)
        else:
            clusters.append([occasion])
    return [_proposal(cluster) for cluster in clusters]


def _start(cluster: Sequence[Occasion]) -> date:
    return min(o.day for o in cluster if o.core or not any(m.core for m in cluster))


def _same_event(cluster: Sequence[Occasion], occasion: Occasion) -> bool:
    if not any(abs((o.day - occasion.day).days) <= SAME_EVENT_DAYS for o in cluster):
        return False
    # A call and a meeting on neighbouring days are two events; a visit holds its meetings.
    return _is_call(cluster[0]) == _is_call(occasion)


def _is_call(occasion: Occasion) -> bool:
    return occasion.kind == "call"


def _points_to(occasion: Occasion, cluster: Sequence[Occasion]) -> bool:
    first = cluster[0]
    if _is_call(occasion) != _is_call(first) and first.core:
        return False
    gap = (occasion.day - _start(cluster)).days
    return -BEFORE_DAYS <= gap <= AFTER_DAYS


def _tells_of(occasion: Occasion, cluster: Sequence[Occasion]) -> bool:
    """A press conference alone, on the day of a meeting or visit or the day after."""
    core = [o for o in cluster if o.core]
    if not core or _is_call(core[0]):
        return False
    start, end = min(o.day for o in core), max(o.day for o in core)
    return start <= occasion.day <= end + timedelta(days=SAME_EVENT_DAYS)


def _phase(occasion: Occasion, start: date) -> str:
    if occasion.core or occasion.told:
        return "during"
    if occasion.ahead or min(occasion.day, occasion.published) < start:
        return "before"
    return "after"


def _basis(occasion: Occasion) -> str:
    genre = occasion.genre.value.replace("_", " ") or "text"
    if occasion.told:
        return f"the official's {genre} of that day names the other side {occasion.told} times"
    whose = "the other side's " if occasion.published_by else ""
    return f"{whose}{genre} of {occasion.published.isoformat()}: both sides in its title or place"


def _proposal(cluster: Sequence[Occasion]) -> Proposal:
    core = [o for o in cluster if o.core] or list(cluster)
    start, end = min(o.day for o in core), max(o.day for o in core)
    kind = Counter(o.kind for o in core).most_common(1)[0][0]
    if kind == "meeting" and any(o.kind == "visit" for o in core):
        kind = "visit"
    official = _fullest([o.official for o in cluster])
    people = _people(core)
    placed = next((o for o in core if o.place), core[0])
    documents = {
        o.document_id: Gathered(o.document_id, _phase(o, start), _basis(o)) for o in cluster
    }
    announced_only = not any(o.core for o in cluster)
    first = core[0]
    return Proposal(
        slug=slug_of(start, official, first.counterpart, kind),
        title=f"{official} and {people[0] if people else first.counterpart}, {kind}",
        kind=kind,
        official=official,
        office=next((o.office for o in cluster if o.office), ""),
        government=first.government,
        counterpart=first.counterpart,
        people=people,
        start=start,
        end=end,
        place=placed.place,
        place_country=placed.place_country,
        origin="suggested from titles, places and dates",
        documents=tuple(documents[key] for key in sorted(documents)),
        note="announced or briefed on; no text of it is held" if announced_only else "",
    )


def _fullest(names: Sequence[str]) -> str:
    """The form of a name that says most and decorates least ("Joe Biden", not "Biden, Jr.")."""
    return max(names, key=lambda n: (len(n.split()) > 1, -n.count("."), -n.count(","), len(n)))


def _people(core: Sequence[Occasion]) -> tuple[str, ...]:
    """The counterparts' names, each person once, in the fullest form that occurs."""
    named: list[str] = []
    for name in (name for o in core for name in o.people):
        same = next(
            (i for i, known in enumerate(named) if set(name.split()) & set(known.split())), None
        )
        if same is None:
            named.append(name)
        else:
            named[same] = max(named[same], name, key=len)
    return tuple(named)


def slug_of(start: date, official: str, counterpart: str, kind: str) -> str:
    """A name for good: day, official's family name, counterpart, kind."""
    return f"{start.isoformat()}-{family_of(official) or 'official'}-{counterpart.lower()}-{kind}"
