"""A brief before an engagement: what this office has said to this counterpart, and how firmly.

For each issue: on how many occasions, last when, how firmly at most, the best precedents to hold the
office to. Then what fell silent, what was asked and never named, which cases were named and what
followed. Only what is held: the brief begins with how much that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.measures.frame import RIGHTS
from outspoken.model import Role
from outspoken.report.links import to_sentence
from outspoken.scorecard.evidence import Record, Said, gather_records
from outspoken.scorecard.rules import names_case

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace

UNSPECIFIC = "HR_GENERIC"
RECENT = 3
"""Engagements, the last ones with words held, in which an issue that was named before must occur."""
PRECEDENTS = 3
"""Sentences shown for an issue."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A sentence to hold the office to."""

    text: str
    speaker: str
    day: date | None
    engagement: str
    firmness: int
    venue: int
    prompted: bool | None
    document_id: str
    start: int
    end: int
    link: str


@dataclass(frozen=True, slots=True)
class OnIssue:
    """What was said on one issue."""

    issue: str
    label: str
    engagements: int
    sentences: int
    last: date | None
    firmest: int
    volunteered: int
    precedents: tuple[Precedent, ...]


@dataclass(frozen=True, slots=True)
class Fallen:
    """An issue that was named and has not been in the last engagements with words held."""

    issue: str
    label: str
    last: date | None
    since: int
    """How many engagements with words held came after its last naming."""


@dataclass(frozen=True, slots=True)
class CaseNamed:
    """A case: when the office named it, how firmly at most, and what is registered after."""

    name: str
    named: tuple[Precedent, ...]
    after: tuple[tuple[date, str, str, int], ...]
    """Day, kind, title, days since the first naming."""


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """An ask of a letter on this counterpart, with its verdicts so far."""

    letter: str
    number: int
    paraphrase: str
    verdicts: tuple[tuple[str, str, str], ...]
    """Engagement, verdict, standing."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a person wants to know before the engagement."""

    who: str
    counterpart: str
    engagements: tuple[tuple[str, date, int], ...]
    """Name, first day, words of the official held; none held is not silence."""
    issues: tuple[OnIssue, ...]
    fallen: tuple[Fallen, ...]
    asked_never_named: tuple[tuple[str, str], ...]
    cases: tuple[CaseNamed, ...]
    asks: tuple[OpenAsk, ...]


def brief(
    workspace: Workspace,
    counterpart: str,
    *,
    official: str = "",
    office: str = "",
    government: str = "",
    until: date | None = None,
) -> Brief:
    """The brief on one office (or official, or government) and one counterpart.

    Raises:
        DeskError: no engagement fits.
        InputError: part of the record is not coded.
    """
    codebook = workspace.codebook()
    chosen = _chosen(counterpart, official, office, government, until)
    if not chosen:
        raise DeskError(
            f"{official or office or government or 'any official'} and {counterpart}",
            "have no engagement here",
            "see 'outspoken engagements list'",
        )
    records = gather_records(workspace, codebook, chosen, measured=False)
    heard = [r for r in records if r.spoken(Role.PRINCIPAL, "during")]
    on = {
        code: _on(code, issue.label, heard, records)
        for code, issue in codebook.issues.items()
        if issue.parent == RIGHTS
    }
    asks = _asks(counterpart, government or chosen[-1].government)
    wanted = {code for ask in asks for code in ask["issues"] if code in on}
    return Brief(
        who=official or office or government,
        counterpart=counterpart,
        engagements=tuple(
            (r.slug, r.start, sum(s.coded.words for s in r.spoken(Role.PRINCIPAL, "during")))
            for r in records
        ),
        issues=tuple(
            sorted((o for o in on.values() if o.sentences), key=lambda o: (-o.sentences, o.issue))
        ),
        fallen=tuple(_fallen(on, heard)),
        asked_never_named=tuple(
            (code, on[code].label) for code in sorted(wanted) if not on[code].sentences
        ),
        cases=tuple(_cases(heard, records)),
        asks=tuple(
            OpenAsk(a["letter"], a["number"], a["paraphrase"], tuple(a["verdicts"])) for a in asks
        ),
    )


def _chosen(
    counterpart: str, official: str, office: str, government: str, until: date | None
) -> list[Engagement]:
    from outspoken.engagements.decisions import choose

    rows = choose(official=official, counterpart=counterpart)
    return [
        e
        for e in rows
        if (not office or office.casefold() in e.office.casefold())
        and (not government or e.government == government.upper())
        and (until is None or e.start <= until)
    ]


def _rights(record: Record, code: str) -> list[Said]:
    return [
        s
        for s in record.spoken(Role.PRINCIPAL, "during")
        if code in s.coded.rights and not s.disclaimed
    ]


def _on(code: str, label: str, heard: Sequence[Record], records: Sequence[Record]) -> OnIssue:
    found = [(r, s) for r in heard for s in _rights(r, code)]
    days = [s.source.day or r.start for r, s in found]
    ranked = sorted(
        found,
        key=lambda x: (
            x[1].firmness.get(code) or 0,
            x[1].source.venue,
            x[1].coded.prompted is not True,
            x[1].source.day or x[0].start,
        ),
        reverse=True,
    )
    return OnIssue(
        issue=code,
        label=label,
        engagements=len({r.slug for r, _ in found}),
        sentences=len(found),
        last=max(days, default=None),
        firmest=max((s.firmness.get(code) or 0 for _, s in found), default=0),
        volunteered=sum(s.coded.prompted is not True for _, s in found),
        precedents=tuple(_precedent(r, s, code) for r, s in ranked[:PRECEDENTS]),
    )


def _precedent(record: Record, said: Said, code: str = "") -> Precedent:
    levels = [said.firmness.get(code)] if code else list(said.firmness.values())
    return Precedent(
        text=said.coded.text,
        speaker=said.coded.speaker,
        day=said.source.day or record.start,
        engagement=record.slug,
        firmness=max((level or 0 for level in levels), default=0),
        venue=said.source.venue,
        prompted=said.coded.prompted,
        document_id=said.coded.document_id,
        start=said.coded.start,
        end=said.coded.end,
        link=to_sentence(said.source.url, said.coded.text),
    )


def _fallen(on: dict[str, OnIssue], heard: Sequence[Record]) -> list[Fallen]:
    found = []
    for code, issue in on.items():
        if code == UNSPECIFIC:
            continue  # It gives way wherever a specific issue is named instead.
        places = [n for n, r in enumerate(heard) if _rights(r, code)]
        since = len(heard) - 1 - places[-1] if places else 0
        if places and since >= RECENT:
            found.append(Fallen(code, issue.label, issue.last, since))
    return sorted(found, key=lambda f: (-f.since, f.issue))


def _cases(heard: Sequence[Record], records: Sequence[Record]) -> list[CaseNamed]:
    from outspoken.desk.models import Case

    found = []
    for case in Case.objects.prefetch_related("events"):
        named = [
            _precedent(r, s)
            for r in heard
            for s in r.spoken(Role.PRINCIPAL, "during")
            if names_case((case.name, *case.aliases), s)
        ]
        if not named:
            continue
        first = min(p.day for p in named if p.day)
        after = tuple(
            (e.date, str(e.kind), e.title, (e.date - first).days)
            for e in case.events.all()
            if e.date >= first
        )
        found.append(CaseNamed(case.name, tuple(named[:PRECEDENTS]), after))
    return found


def _asks(counterpart: str, government: str) -> list[dict[str, Any]]:
    from outspoken.desk.models import Ask
    from outspoken.scorecard.verdicts import standing_of

    rows = Ask.objects.filter(state="confirmed", letter__counterpart=counterpart)
    if government:
        rows = rows.filter(letter__government__in=["", government])
    return [
        {
            "letter": a.letter.slug,
            "number": a.number,
            "paraphrase": a.paraphrase,
            "issues": a.issues,
            "verdicts": [
                (v.engagement.slug, str(v.decided or v.proposed), standing_of(v))
                for v in a.verdicts.select_related("engagement")
            ],
        }
        for a in rows.select_related("letter")
    ]
