"""What is going to be public: gathered once, with everything private already taken out.

Site, PDF and data package are written from this alone; none of them looks at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.publish.guard import WITHHELD, Guard, guard
from outspoken.report.content import EngagementReport, Provenance, Quote
from outspoken.scorecard.statement import Statement

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Ask, Engagement, Letter, Verdict
    from outspoken.measures.figure import Figure
    from outspoken.scorecard.aftermath import Followed
    from outspoken.workspace import Workspace

PUBLIC_STATES = ("sent", "recorded")
"""States of a letter that may leave; drafts and letters open for signing never do."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that a verdict rests on, as a reader opens it."""

    text: str
    why: str
    document_id: str
    start: int
    end: int
    title: str
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class PublicVerdict:
    """A verdict on one ask in one engagement."""

    letter: str
    ask: int
    engagement: str
    value: str
    wording: str
    standing: str
    weakest: str
    strongest: str
    reason: str
    yardstick: bool
    sentences: tuple[Cited, ...]
    replies: tuple[tuple[date, str, str, str], ...]
    """Date, who, words, address."""

    @property
    def robust(self) -> bool:
        """Whether both fair readings give the same."""
        return self.weakest == self.strongest


@dataclass(frozen=True, slots=True)
class PublicAsk:
    """An ask with its two readings."""

    number: int
    paraphrase: str
    quote: str
    verb: str
    issues: tuple[str, ...]
    comparators: tuple[str, ...]
    target: str
    window: tuple[date | None, date | None]
    weakest: Mapping[str, Any]
    strongest: Mapping[str, Any]
    unscorable: str
    lineage: str


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """A letter that is out, with its confirmed asks and the verdicts on them."""

    slug: str
    title: str
    written_on: date | None
    addressee: str
    office: str
    government: str
    counterpart: str
    occasion: str
    source_url: str
    signatories: tuple[str, ...]
    asks: tuple[PublicAsk, ...]
    verdicts: tuple[PublicVerdict, ...]

    def engagements(self) -> list[str]:
        """The engagements with a verdict, in order."""
        return list(dict.fromkeys(v.engagement for v in self.verdicts))

    def verdict(self, ask: int, engagement: str) -> PublicVerdict | None:
        """The verdict on an ask in an engagement."""
        return next((v for v in self.verdicts if (v.ask, v.engagement) == (ask, engagement)), None)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that will be public, and what was taken out."""

    title: str
    publisher: str
    reports: tuple[EngagementReport, ...]
    statements: Mapping[str, Statement]
    letters: tuple[PublicLetter, ...]
    figures: tuple[tuple[str, Figure], ...]
    """Engagement and figure."""
    followed: Followed | None
    cases: tuple[Mapping[str, Any], ...]
    notes: tuple[Mapping[str, str], ...]
    provenance: Provenance
    codebook: Codebook
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to publish. Empty lists: all confirmed engagements, all letters that are out."""

    title: str = "Human rights in diplomacy"
    publisher: str = ""
    engagements: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    decided_only: bool = False
    followed: bool = True


def gather(workspace: Workspace, choice: Choice) -> Content:
    """What the choice makes public.

    Raises:
        DeskError: nothing fits, an unknown name, or a letter that is a draft.
        InputError: part of the record is not coded.
    """
    from outspoken.measures.ask import figures
    from outspoken.report.gather import gather as gather_reports

    kept = guard()
    codebook = workspace.codebook()
    letters = _letters(choice)
    engagements = _engagements(choice, letters)
    if not engagements:
        raise DeskError("publish", "nothing fits", "confirm engagements, or name some")
    counts: dict[str, int] = {}
    reports, provenance = gather_reports(workspace, codebook, engagements)
    slugs = {e.slug for e in engagements}
    lines = figures(
        workspace, engagements=engagements, by=["engagement"], mix=True, codebook=codebook
    )
    return Content(
        title=choice.title,
        publisher=choice.publisher,
        reports=tuple(_report(r, kept, counts) for r in reports),
        statements={e.slug: _statement(e, kept) for e in engagements},
        letters=tuple(_letter(x, slugs, workspace, choice, kept, counts) for x in letters),
        figures=tuple(
            (line.labels.get("engagement", ""), f) for line in lines for f in line.figures
        ),
        followed=_followed(workspace, engagements, kept, counts) if choice.followed else None,
        cases=_cases(kept),
        notes=_notes(kept, counts),
        provenance=provenance,
        codebook=codebook,
        withheld=counts,
    )


def _letters(choice: Choice) -> list[Letter]:
    from outspoken.desk.models import Letter
    from outspoken.scorecard.letters import find

    if not choice.letters:
        return list(
            Letter.objects.filter(state__in=PUBLIC_STATES, asks__state="confirmed").distinct()
        )
    chosen = [find(slug) for slug in choice.letters]
    for letter in chosen:
        if letter.state not in PUBLIC_STATES:
            raise DeskError(letter.slug, f"is {letter.state}; drafts never leave", "send it first")
    return chosen


def _engagements(choice: Choice, letters: Sequence[Letter]) -> list[Engagement]:
    from outspoken.desk.models import Engagement
    from outspoken.engagements.decisions import find

    if choice.engagements:
        found = [find(slug) for slug in choice.engagements]
        for engagement in found:
            if engagement.state in (Engagement.State.REJECTED, Engagement.State.MERGED):
                raise DeskError(engagement.slug, f"is {engagement.state}", "choose another")
    else:
        found = list(Engagement.objects.filter(state=Engagement.State.CONFIRMED))
    return sorted(set(found), key=lambda e: (e.start, e.slug))


def _report(report: EngagementReport, kept: Guard, counts: dict[str, int]) -> EngagementReport:
    voices = []
    for voice in report.voices:
        rights = tuple(q for q in voice.rights if not _hidden(q, kept))
        _count(counts, "sentences", len(voice.rights) - len(rights))
        voices.append(replace(voice, rights=tuple(_quote(q, kept) for q in rights)))
    first = report.raised.first
    raised = report.raised
    if first is not None and kept.hides(first.text, first.speaker):
        raised = replace(raised, first=None)
    return replace(
        report,
        title=kept.text(report.title),
        note="",  # a remark for the desk, not for the public
        voices=tuple(voices),
        raised=raised,
        documents=tuple(
            replace(d, title=kept.text(d.title), url=kept.url(d.url)) for d in report.documents
        ),
    )


def _hidden(quote: Quote, kept: Guard) -> bool:
    return kept.hides(quote.coded.text, quote.coded.speaker, *quote.coded.cases)


def _quote(quote: Quote, kept: Guard) -> Quote:
    document = quote.document
    return replace(
        quote,
        document=replace(document, title=kept.text(document.title), url=kept.url(document.url)),
        link=kept.url(quote.link),
    )


def _statement(engagement: Engagement, kept: Guard) -> Statement:
    from outspoken.scorecard.coverage import statement

    known = statement(engagement)
    return replace(
        known,
        items=tuple(
            replace(
                item,
                title=kept.text(item.title),
                url=kept.url(item.url),
                archive_url=kept.url(item.archive_url),
                # Who read a text, and remarks on the search, are the desk's own affair.
                read_by=("a person",) * len(item.read_by),
                note="",
            )
            for item in known.items
        ),
    )


def _letter(
    letter: Letter,
    engagements: set[str],
    workspace: Workspace,
    choice: Choice,
    kept: Guard,
    counts: dict[str, int],
) -> PublicLetter:
    from outspoken.desk.models import Verdict
    from outspoken.scorecard.signing import final_signatories

    asks = list(letter.asks.filter(state="confirmed"))
    rows = Verdict.objects.filter(ask__in=asks, engagement__slug__in=engagements)
    if choice.decided_only:
        rows = rows.exclude(decided="")
    rows = rows.select_related("ask", "engagement").order_by("engagement__start", "ask__number")
    chosen = list(rows.prefetch_related("sentences", "replies"))
    cited = {s.document_id for v in chosen for s in v.sentences.all()}
    documents = {d["document_id"]: d for d in workspace.lake.documents(cited)}
    verdicts = [_verdict(v, documents, kept, counts) for v in chosen]
    return PublicLetter(
        slug=letter.slug,
        title=kept.text(letter.title),
        written_on=letter.written_on,
        addressee=letter.addressee,
        office=letter.office,
        government=letter.government,
        counterpart=letter.counterpart,
        occasion=kept.text(letter.occasion),
        source_url=kept.url(letter.source_url),
        signatories=tuple(s.organisation for s in final_signatories(letter)),
        asks=tuple(_ask(ask, kept) for ask in asks),
        verdicts=tuple(verdicts),
    )


def _ask(ask: Ask, kept: Guard) -> PublicAsk:
    low, high = (
        {**r, "words": kept.text(r.get("words", ""))} for r in (ask.weakest, ask.strongest)
    )
    return PublicAsk(
        number=ask.number,
        paraphrase=kept.text(ask.paraphrase),
        quote=kept.text(ask.quote),
        verb=str(ask.verb),
        issues=tuple(ask.issues),
        comparators=tuple(ask.comparators),
        target=ask.target,
        window=(ask.window_start, ask.window_end),
        weakest=low,
        strongest=high,
        unscorable=kept.text(ask.unscorable),
        lineage=f"{ask.lineage} {ask.earlier}" if ask.earlier else "",
    )


def _verdict(
    verdict: Verdict,
    documents: Mapping[str, Mapping[str, Any]],
    kept: Guard,
    counts: dict[str, int],
) -> PublicVerdict:
    from outspoken.report.links import to_sentence
    from outspoken.scorecard.verdicts import standing_of, wording_of

    cited = []
    for row in verdict.sentences.all():
        document = documents.get(row.document_id, {})
        if kept.hides(row.text):
            _count(counts, "sentences", 1)
            continue
        url = kept.url(document.get("url") or "")
        cited.append(
            Cited(
                text=row.text,
                why=row.why,
                document_id=row.document_id,
                start=row.start,
                end=row.end,
                title=kept.text(document.get("title") or document.get("name") or ""),
                url=url,
                link=to_sentence(url, row.text),
            )
        )
    return PublicVerdict(
        letter=verdict.ask.letter.slug,
        ask=verdict.ask.number,
        engagement=verdict.engagement.slug,
        value=str(verdict.decided or verdict.proposed),
        wording=wording_of(verdict),
        standing=standing_of(verdict),
        weakest=str(verdict.proposed_weakest),
        strongest=str(verdict.proposed_strongest),
        reason=kept.text(verdict.reason),
        yardstick=bool(verdict.provenance.get("standing")),
        sentences=tuple(cited),
        replies=tuple(
            (r.date, r.by, kept.text(r.text), kept.url(r.source_url)) for r in verdict.replies.all()
        ),
    )


def _followed(
    workspace: Workspace, engagements: Sequence[Engagement], kept: Guard, counts: dict[str, int]
) -> Followed | None:
    from outspoken.desk.models import Event
    from outspoken.scorecard.aftermath import followed

    if not Event.objects.exists():
        return None
    found = followed(workspace, engagements)
    entries = tuple(
        e for e in found.entries if not kept.hides(e.title, e.case, e.url, e.quote, e.subject)
    )
    _count(counts, "entries of the time line", len(found.entries) - len(entries))
    return replace(found, entries=entries)


def _cases(kept: Guard) -> tuple[Mapping[str, Any], ...]:
    from outspoken.desk.models import Case

    rows = Case.objects.filter(at_risk=False).exclude(consent=False)
    return tuple(
        {
            "slug": c.slug,
            "name": c.name,
            "aliases": list(c.aliases),
            "country": c.country,
            "issues": list(c.issues),
            "summary": kept.text(c.summary),
            "source_url": kept.url(c.source_url),
        }
        for c in rows
        if not kept.hides(c.name, *c.aliases)
    )


def _notes(kept: Guard, counts: dict[str, int]) -> tuple[Mapping[str, str], ...]:
    from outspoken.desk.models import Note

    _count(counts, "private notes", Note.objects.filter(private=True).count())
    return tuple(
        {"subject": n.subject, "text": n.text}
        for n in Note.objects.filter(private=False)
        if not kept.hides(n.subject, n.text)
    )


def _count(counts: dict[str, int], what: str, number: int) -> None:
    if number:
        counts[what] = counts.get(what, 0) + number


__all__ = [
    "WITHHELD",
    "Choice",
    "Cited",
    "Content",
    "PublicAsk",
    "PublicLetter",
    "PublicVerdict",
    "gather",
]
