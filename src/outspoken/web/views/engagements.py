"""Engagements: the list, and one of them as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

from outspoken.measures import LABEL
from outspoken.measures.frame import Coded
from outspoken.model import Genre, Role
from outspoken.search.reading import documents
from outspoken.web import at_hand, charts, finding, kept, told
from outspoken.web.page import page

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.report.content import EngagementReport

PAGE = 50
HEADLINES = (
    "parity HR:ECO", "parity HR:SEC", "firmness-parity HR:comparators", "prompted", "softening",
    "linkage", "attention",
)  # fmt: skip


def index(request: HttpRequest) -> HttpResponse:
    """All engagements, newest first, with filters."""
    from django.core.paginator import Paginator

    from outspoken.desk.models import Engagement

    everyone = Engagement.objects.exclude(state="merged")
    filters = {
        name: request.GET.get(name, "")
        for name in ("government", "official", "counterpart", "kind", "state", "year")
    }
    rows = everyone.order_by("-start", "-end", "slug").prefetch_related("documents")
    if not filters["state"]:
        rows = rows.exclude(state="rejected")
    for name, value in filters.items():
        if value and name == "year":
            rows = rows.filter(start__year=int(value)) if value.isdigit() else rows.none()
        elif value:
            rows = rows.filter(**{name: value})
    pager = Paginator(rows, PAGE)
    shown = pager.get_page(request.GET.get("page"))
    choices = {
        name: sorted({v for v in everyone.values_list(name, flat=True).distinct() if v})
        for name in ("government", "official", "counterpart", "kind", "state")
    }
    choices["year"] = sorted({str(d.year) for d in everyone.dates("start", "year")}, reverse=True)
    content = {
        "engagements": [row_of(row) for row in shown],
        "total": pager.count,
        "filters": filters,
        "page_number": shown.number,
        "pages": pager.num_pages,
    }
    export = getattr(request, "twin", "") == "csv"
    return page(
        request,
        "engagements.html",
        content,
        rows=[row_of(row) for row in rows] if export else None,
        name="engagements",
        extra={"shown": shown, "choices": choices},
    )


def row_of(row: Engagement) -> dict[str, Any]:
    """An engagement as a line of a list: how much of it is on record, and what was said of rights."""
    held = [d.document_id for d in row.documents.all()]
    known, sentences, rights = finding.said_in(row)
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": str(row.kind),
        "state": str(row.state),
        "official": row.official,
        "government": row.government,
        "counterpart": row.counterpart,
        "start": row.start,
        "end": row.end,
        "place": row.place,
        "documents": len(held),
        "not_looked_at": sum(not one.coded for one in known),
        "sentences": sentences,
        "rights": rights,
    }


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One engagement on one screen."""
    from outspoken.desk.models import Engagement

    engagement = Engagement.objects.filter(slug=slug).prefetch_related("documents").first()
    if engagement is None:
        raise Http404(f"There is no engagement {slug} in this workspace.")
    report, provenance = told.report_of(engagement)
    names = [f"attention {a.agenda}" for a in report.principal.agendas] + list(HEADLINES[:-1])
    nothing = kept.Made()
    own = nothing if report.unheard else kept.figures(names=names, engagement=slug)
    agendas = names[: len(report.principal.agendas)]
    theirs = (
        kept.figures(names=agendas, engagement=slug, role="counterpart")
        if report.voices[2].words
        else nothing
    )
    content = {
        "engagement": facts_of(engagement),
        "report": report,
        "provenance": provenance,
        "label": LABEL,
        "figures": own.by_name(),
        "their_figures": theirs.by_name(),
        "firmness": by_firmness(report),
        "unnamed": unnamed(report),
        "coverage": coverage(engagement),
        "accounts": accounts(engagement, report),
        "asks": asks(engagement),
        "soft": marked(report, "soft"),
        "linked": marked(report, "linkage"),
        "uncoded": not_looked_at(report),
        "pending": own.pending or theirs.pending,
        "problem": own.problem,
    }
    shares = [
        {"who": words, "agenda": a.agenda, "share": a.share or 0.0}
        for voice, words in (
            (report.principal, report.official),
            (report.voices[1], "others of the government"),
            (report.voices[2], report.counterpart_name),
        )
        for a in voice.agendas
        if voice.words
    ]
    rows = [
        {
            "who": voice.role.value,
            "agenda": a.agenda,
            "share": a.share,
            "sentences": a.sentences,
            "of_sentences": a.of_sentences,
            "words": a.words,
            "of_words": a.of_words,
        }
        for voice in report.voices
        for a in voice.agendas
        if voice.words
    ]
    return page(
        request,
        "engagement.html",
        content,
        rows=rows,
        chart=charts.agendas(shares),
        name=slug,
        extra={"model": engagement},
    )


def facts_of(engagement: Engagement) -> dict[str, Any]:
    """An engagement's own facts."""
    return {
        "slug": engagement.slug,
        "title": engagement.title,
        "official": engagement.official,
        "office": engagement.office,
        "people": list(engagement.counterpart_people),
        "state": str(engagement.state),
        "origin": engagement.origin,
    }


def not_looked_at(report: EngagementReport) -> list[str]:
    """Titles of its texts that no coder has read: nothing may be concluded from them."""
    held = documents(at_hand.index(), [d.document_id for d in report.documents])
    return [one.title for one in held.values() if not one.coded]


def by_firmness(report: EngagementReport) -> list[dict[str, Any]]:
    """The official's rights sentences, the firmest first."""
    levels: dict[int, list[Any]] = {}
    for quote in report.principal.rights:
        level = -1 if quote.coded.firmness is None else quote.coded.firmness
        levels.setdefault(level, []).append(quote)
    return [{"level": level, "quotes": levels[level]} for level in sorted(levels, reverse=True)]


def unnamed(report: EngagementReport) -> list[str]:
    """Rights issues that the official named in none of the record held."""
    return [issue for issue, (sentences, _) in report.issues.items() if not sentences]


def marked(report: EngagementReport, what: str) -> list[dict[str, Any]]:
    """The official's rights sentences that are softened, or tied to another agenda, by kind."""
    found: dict[str, list[Any]] = {}
    for quote in report.principal.rights:
        value = getattr(quote.coded, what)
        for kind in (value,) if isinstance(value, str) else value:
            if kind:
                found.setdefault(kind, []).append(quote)
    return [{"kind": kind, "quotes": quotes} for kind, quotes in found.items()]


def coverage(engagement: Engagement) -> list[dict[str, Any]]:
    """A person's list of what should exist, where there is one."""
    return [
        {
            "title": row.title,
            "genre": row.genre,
            "date": row.date,
            "state": str(row.state),
            "searched_on": row.searched_on,
            "document_id": row.document_id,
            "note": row.note,
        }
        for row in engagement.expected.all()
    ]


def asks(engagement: Engagement) -> list[dict[str, Any]]:
    """What was asked before it, and the verdicts."""
    from outspoken.desk.models import Ask, Verdict

    found = []
    verdicts = {v.ask_id: v for v in Verdict.objects.filter(engagement=engagement)}
    rows = Ask.objects.filter(letter__engagements=engagement).exclude(state="rejected")
    for ask in rows.select_related("letter"):
        verdict = verdicts.get(ask.pk)
        found.append(
            {
                "letter": ask.letter.title,
                "letter_slug": ask.letter.slug,
                "number": ask.number,
                "ask": ask.paraphrase,
                "verdict": str(verdict.decided or verdict.proposed) if verdict else "",
                "decided": bool(verdict and verdict.decided),
            }
        )
    return found


_ACCOUNTS = (Genre.READOUT, Genre.STATEMENT)
"""A joint statement is both sides' and no account of either."""


def accounts(engagement: Engagement, report: EngagementReport) -> dict[str, Any]:
    """Both sides' accounts, issue by issue, with the sentences of each."""
    ours = [
        d
        for d in report.documents
        if d.genre in _ACCOUNTS and d.phase == "during" and d.government != report.counterpart
    ]
    theirs = [
        d
        for d in report.documents
        if d.genre in _ACCOUNTS and d.phase == "during" and d.government == report.counterpart
    ]
    if not ours or not theirs:
        return {"ours": ours, "theirs": theirs, "rows": []}
    own = told.rows_of(engagement, [d.document_id for d in ours])
    other = told.rows_of(engagement, [d.document_id for d in theirs])
    book = at_hand.codebook()
    rows = []
    for issue, about in book.issues.items():
        left, right = _naming(own, issue), _naming(other, issue)
        if left or right:
            rows.append({"issue": issue, "agenda": about.parent, "ours": left, "theirs": right})
    rows.sort(key=lambda row: row["agenda"] != "HR")
    plain = {"ours": [r for r in own if not r.issues], "theirs": [r for r in other if not r.issues]}
    return {"ours": ours, "theirs": theirs, "rows": rows, "other": plain}


def _naming(rows: Sequence[Coded], issue: str) -> list[dict[str, Any]]:
    return [
        {
            "document_id": row.document_id,
            "start": row.start,
            "end": row.end,
            "text": row.text,
            "firmness": row.firmness,
        }
        for row in rows
        if issue in row.issues and row.role not in (Role.JOURNALIST, Role.MODERATOR)
    ]
