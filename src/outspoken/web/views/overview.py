"""Overview: what is in the record, who is outspoken, what came last, what needs a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from outspoken.web import at_hand, charts, kept
from outspoken.web.page import page

MEASURES = ("attention HR", "parity HR:ECO", "parity HR:SEC")
LATEST = 8
FEW = 30
"""Sentences below which a year stands in the table and not in the chart: its interval fills it."""


def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    by = "government" if request.GET.get("by") == "government" else "official"
    made = kept.figures(names=MEASURES, engagements=True, by=(by, "year"))
    told = [line for line in made.lines if line.labels.get(by) and line.labels.get("year")]
    told.sort(key=lambda line: (line.labels[by], line.labels["year"]))
    content = {
        "record": record(),
        "by": by,
        "lines": told,
        "latest": latest(),
        "needs": needs(),
        "pending": made.pending,
        "problem": made.problem,
    }
    chart = charts.series(
        _most(told, by), "attention HR", by=by, title="share of words on human rights"
    )
    rows = [
        {by: line.labels[by], "year": line.labels["year"], **figure.row()}
        for line in told
        for figure in line.figures
    ]
    return page(request, "overview.html", content, rows=rows, chart=chart, name="overview")


def _most(lines: list[Any], by: str) -> list[Any]:
    """The lines of those who said most: a chart bears few names."""
    lines = [line for line in lines if line.figures[0].of >= FEW]
    words: dict[str, int] = {}
    for line in lines:
        words[line.labels[by]] = words.get(line.labels[by], 0) + line.figures[0].of
    names = sorted(words, key=lambda name: -words[name])[: len(charts.PALETTE) - 2]
    return [line for line in lines if line.labels[by] in names]


def record() -> dict[str, Any]:
    """How much is held, and how much of it has not been looked at."""
    return at_hand.remember("record", _record)


def _record() -> dict[str, Any]:
    index = at_hand.index()
    facts = index.one(
        "select count(*) documents, sum(sentences) sentences, sum(rights) rights, min(date) first,"
        " max(date) last, sum(coded = 0) uncoded, count(distinct government) governments"
        " from documents where found = 1"
    )
    return {
        **{k: v or 0 for k, v in (facts or {}).items()},
        "unreadable": index.value("select count(*) from versions where status != 'ok'"),
    }


def latest() -> list[dict[str, Any]]:
    """The latest engagements with documents."""
    from outspoken.desk.models import Engagement

    rows = (
        Engagement.objects.exclude(state__in=["rejected", "merged"])
        .filter(documents__isnull=False)
        .distinct()
        .prefetch_related("documents")
        .order_by("-start", "-end", "slug")[:LATEST]
    )
    from outspoken.web.views.engagements import row_of

    return [row_of(row) for row in rows]


def needs() -> dict[str, int]:
    """What waits for a person."""
    from outspoken.desk.models import Ask, Engagement, Review, SampledSentence, Verdict

    answered = Review.objects.filter(sample__isnull=False, withdrawn_at__isnull=True)
    return {
        "engagements": Engagement.objects.filter(state="suggested").count(),
        "asks": Ask.objects.filter(state="suggested").count(),
        "verdicts": Verdict.objects.filter(decided="").count(),
        "sampled": max(SampledSentence.objects.count() - answered.count(), 0),
        "unsure": Review.objects.filter(unsure=True, withdrawn_at__isnull=True).count(),
    }
