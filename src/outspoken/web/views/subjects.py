"""Officials, governments, counterparts: who they are, their series, what they last said, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from outspoken.measures.ask import Line
from outspoken.search.query import Query, find
from outspoken.search.reading import by_ids
from outspoken.web import at_hand, charts, kept
from outspoken.web.page import page
from outspoken.web.templatetags.outspoken import MEASURES as MEASURE_WORDS

MEASURES = (
    "attention HR", "attention ECO", "attention SEC", "parity HR:ECO", "parity HR:SEC",
    "firmness-parity HR:comparators", "prompted", "softening", "linkage",
)  # fmt: skip
KINDS = ("official", "government", "counterpart")
MOST = 4
"""Subjects beside each other."""


def index(request: HttpRequest) -> HttpResponse:
    """Who is in the record."""
    content = {"officials": officials(), "governments": governments(), "counterparts": others()}
    rows = [
        {"kind": kind, **row}
        for kind, part in (
            ("official", content["officials"]),
            ("government", content["governments"]),
            ("counterpart", content["counterparts"]),
        )
        for row in part
    ]
    return page(request, "officials.html", content, rows=rows, name="officials")


def officials() -> list[dict[str, Any]]:
    """Officials whose documents are held, most documents first."""
    return at_hand.remember(
        "officials",
        lambda: at_hand.index().all(
            "select p.name, max(p.office) office, p.country government, count(*) documents,"
            " min(d.date) first, max(d.date) last from people p join documents d using (number)"
            " where p.side = 'principal' and p.name != '' and d.found = 1"
            " group by p.name, p.country order by documents desc, p.name limit 400"
        ),
    )


def governments() -> list[dict[str, Any]]:
    """Governments that published what is held."""
    return at_hand.remember(
        "governments",
        lambda: at_hand.index().all(
            "select government name, count(*) documents, min(date) first, max(date) last"
            " from documents where found = 1 and government != '' group by government"
            " order by documents desc, government"
        ),
    )


def others() -> list[dict[str, Any]]:
    """The other sides of documents."""
    return at_hand.remember(
        "counterparts",
        lambda: at_hand.index().all(
            "select p.country name, count(distinct p.number) documents, min(d.date) first,"
            " max(d.date) last from people p join documents d using (number)"
            " where p.side = 'counterpart' and p.country != '' and d.found = 1"
            " and p.country != coalesce(d.government, '') group by p.country"
            " order by documents desc, name limit 300"
        ),
    )


def official(request: HttpRequest, name: str) -> HttpResponse:
    """One official."""
    return subject(request, "official", name)


def government(request: HttpRequest, iso3: str) -> HttpResponse:
    """One government."""
    return subject(request, "government", iso3)


def counterpart(request: HttpRequest, iso3: str) -> HttpResponse:
    """One counterpart: what others said to and with it."""
    return subject(request, "counterpart", iso3)


def subject(request: HttpRequest, kind: str, value: str) -> HttpResponse:
    """The series of one subject over time, its precedents, its engagements."""
    if not _held(kind, value):
        raise Http404(f"No document in this workspace has the {kind} {value}.")
    made = series(kind, value)
    lines = made.lines
    content = {
        "kind": kind,
        "value": value,
        "name": name_of(kind, value),
        "lines": lines,
        "precedents": precedents(kind, value),
        "engagements": engagements(kind, value),
        "pending": made.pending,
        "problem": made.problem,
    }
    chart = charts.series(lines, "attention HR", title="share of words on human rights")
    return page(
        request, "subject.html", content, rows=_rows({value: lines}), chart=chart,
        name=f"{kind}-{value}",
    )  # fmt: skip


def compare(request: HttpRequest) -> HttpResponse:
    """Two or more beside each other, year by year, within one measure."""
    measure = request.GET.get("measure", "attention HR")
    if measure not in MEASURES:
        measure = MEASURES[0]
    chosen = [
        (kind, value) for kind in KINDS for value in request.GET.getlist(kind) if value.strip()
    ][:MOST]
    found: dict[str, Sequence[Line]] = {}
    pending, problem = False, ""
    for kind, value in chosen:
        if not _held(kind, value):
            raise Http404(f"No document in this workspace has the {kind} {value}.")
        made = series(kind, value)
        pending = pending or made.pending
        problem = problem or made.problem
        found[name_of(kind, value)] = made.lines
    years = sorted({line.labels["year"] for lines in found.values() for line in lines})
    table = [
        {
            "year": year,
            "cells": [
                next((f for line in lines if line.labels["year"] == year
                      for f in line.figures if f.measure == measure), None)
                for lines in found.values()
            ],
        }
        for year in years
    ]  # fmt: skip
    joined = [
        Line({**line.labels, "who": who}, line.documents, line.figures)
        for who, lines in found.items()
        for line in lines
    ]
    share = not measure.startswith(("parity", "firmness"))
    chart = (
        charts.series(
            joined, measure, by="who", title=MEASURE_WORDS.get(measure, measure), as_share=share,
            even=0.0 if measure.startswith("parity") else None,
        )
        if joined
        else None
    )  # fmt: skip
    content = {
        "chosen": [{"kind": k, "value": v, "name": name_of(k, v)} for k, v in chosen],
        "measure": measure,
        "table": table,
        "pending": pending,
        "problem": problem,
    }
    return page(
        request, "compare.html", content, rows=_rows(found), chart=chart, name="compare",
        extra={
            "measures": MEASURES,
            "words": MEASURE_WORDS.get(measure, measure) + ", with 95 % intervals.",
            "officials": officials()[:200],
            "governments": governments(),
            "counterparts": others(),
        },
    )  # fmt: skip


def series(kind: str, value: str) -> kept.Made:
    """A subject's figures year by year."""
    made = kept.figures(names=MEASURES, selection={kind: value}, by=("year",))
    lines = sorted((x for x in made.lines if x.labels.get("year")), key=lambda x: x.labels["year"])
    return replace(made, lines=tuple(lines))


def precedents(kind: str, value: str) -> list[dict[str, Any]]:
    """For each rights issue the last time that it was named, newest first.

    Words about the speaker's own country alone are none; an official's are what that person said,
    a government's and those to a counterpart what any official of the record said.
    """
    index = at_hand.index()
    book = at_hand.codebook()
    column = {"official": "speaker", "government": "government", "counterpart": "counterpart"}[kind]
    roles = "" if kind == "official" else " and role in ('principal', 'official')"
    held = index.all(
        f"select name, max(last) last, min(last) least from said where {column} = ?"  # noqa: S608
        f" and kind = 'issue'{roles} group by name",
        [value],
    )
    found = []
    for row in held:
        if book.agenda(row["name"]) != "HR":
            continue
        ids = [row["last"]]
        if not row["least"]:  # unknown since a document was taken out
            who = () if kind == "official" else ("principal", "official")
            asked: dict[str, Any] = {kind: (value,), "issue": (row["name"],), "role": who}
            query = Query(**asked, own="yes", scope="foreign")
            ids = find(index, query, limit=1)
        for line, document in by_ids(index, [i for i in ids if i]):
            found.append(
                {
                    "issue": row["name"],
                    "date": document.date,
                    "speaker": line.speaker,
                    "text": line.text,
                    "document_id": document.document_id,
                    "start": line.start,
                    "end": line.end,
                    "title": document.title,
                }
            )
    found.sort(key=lambda row: row["date"], reverse=True)
    return found


def engagements(kind: str, value: str) -> list[dict[str, Any]]:
    """The latest engagements of a subject."""
    from outspoken.desk.models import Engagement
    from outspoken.web.views.engagements import row_of

    rows = Engagement.objects.exclude(state__in=["rejected", "merged"]).filter(**{kind: value})
    return [row_of(row) for row in rows.order_by("-start").prefetch_related("documents")[:8]]


def name_of(kind: str, value: str) -> str:
    """How a subject is called."""
    return value if kind == "official" else at_hand.world().name(value)


def _held(kind: str, value: str) -> bool:
    query = {
        "official": "select 1 from people where name = ? and side = 'principal'",
        "government": "select 1 from documents where government = ?",
        "counterpart": "select 1 from people where country = ? and side = 'counterpart'",
    }[kind]
    return at_hand.index().value(f"{query} limit 1", [value]) is not None


def _rows(found: Mapping[str, Sequence[Line]]) -> list[dict[str, Any]]:
    return [
        {"who": who, "year": line.labels["year"], "documents": line.documents, **figure.row()}
        for who, lines in found.items()
        for line in lines
        for figure in line.figures
    ]
