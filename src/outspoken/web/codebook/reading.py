"""The codebook as people read it, and where each of its terms stands in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from outspoken.web import at_hand, kept
from outspoken.web.page import page

if TYPE_CHECKING:
    from outspoken.codebook import Issue

SHOWN = 100
"""Sentences of a term that a page shows."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All issues by agenda."""
    book = at_hand.codebook()
    counts = kept.result({"codebook": "issues"}, _by_issue)
    agendas: list[dict[str, Any]] = [
        {
            "code": code,
            "label": label,
            "issues": [
                {
                    "code": issue.code,
                    "label": issue.label,
                    "definition": issue.definition,
                    "terms": len(issue.terms),
                    "sentences": None if counts is None else counts.get(issue.code, 0),
                }
                for issue in book.issues.values()
                if issue.parent == code
            ],
        }
        for code, label in book.agendas.items()
    ]
    content: dict[str, Any] = {
        "id": book.id,
        "version": book.version,
        "hash": book.hash,
        "own": at_hand.workspace().settings.codebook is not None,
        "agendas": [agenda for agenda in agendas if agenda["issues"]],
        "pending": counts is None,
    }
    rows = [{"agenda": a["code"], **one} for a in content["agendas"] for one in a["issues"]]
    return page(request, "codebook/index.html", content, rows=rows, name="codebook")


@require_GET
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """One issue whole: what it means, and the terms that show it, with their hits in the record."""
    one = the(code)
    counts = kept.result({"codebook": "terms", "issue": one.code}, lambda: _by_term(one.code))
    held = counts or {}
    tiers: list[dict[str, Any]] = [
        {
            "name": tier,
            "terms": [{"term": term, "sentences": held.get(term, 0)} for term in terms],
        }
        for tier, terms in one.tiers.items()
        if terms
    ]
    listed = set(one.terms)
    content = {
        "code": one.code,
        "label": one.label,
        "agenda": one.parent,
        "definition": one.definition,
        "include": one.include,
        "exclude": one.exclude,
        "examples": list(one.examples),
        "traps": list(one.traps),
        "tiers": tiers,
        "others": [
            {"term": term, "sentences": number}
            for term, number in sorted(held.items(), key=lambda pair: -pair[1])
            if term not in listed
        ],
        "company": list(one.company),
        "masks": list(one.masks),
        "maps": {str(k).upper(): _listed(v) for k, v in one.maps.items() if k != "checked"},
        "checked": _listed(one.maps.get("checked") or ()).upper(),
        "pending": counts is None,
    }
    rows = [{"tier": tier["name"], **term} for tier in tiers for term in tier["terms"]]
    return page(request, "codebook/issue.html", content, rows=rows, name=one.code.lower())


@require_GET
def hits(request: HttpRequest, code: str) -> HttpResponse:
    """The sentences in which a term showed an issue, newest first."""
    one = the(code)
    term = request.GET.get("term", "")
    if not term or len(term) > 500:
        raise Http404("Name a term of the issue.")
    found = kept.result(
        {"codebook": "hits", "issue": one.code, "term": term}, lambda: _hits(one.code, term)
    )
    content = {
        "code": one.code,
        "label": one.label,
        "term": term,
        "number": found["number"] if found else 0,
        "sentences": found["sentences"] if found else [],
        "pending": found is None,
        "shown": SHOWN,
    }
    return page(
        request, "codebook/hits.html", content, rows=content["sentences"], name=one.code.lower()
    )  # fmt: skip


def the(code: str) -> Issue:
    """The issue of this code."""
    found = at_hand.codebook().issues.get(code)
    if found is None:
        raise Http404(f"The codebook has no issue {code[:60]}.")
    return found


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _by_issue() -> dict[str, int]:
    return {row["issue"]: row["sentences"] for row in _read(
        "select i.issue as issue, count(distinct (c.document_id, c.n)) as sentences"
        " from codings c, unnest(c.issues) as u(i)"
        " where c.document_id in (select document_id from current) group by 1"
    )}  # fmt: skip


def _by_term(code: str) -> dict[str, int]:
    return {row["term"]: row["sentences"] for row in _read(
        "select i.term as term, count(distinct (c.document_id, c.n)) as sentences"
        " from codings c, unnest(c.issues) as u(i)"
        " where i.issue = ? and c.document_id in (select document_id from current) group by 1",
        [code],
    )}  # fmt: skip


def _hits(code: str, term: str) -> dict[str, Any]:
    from outspoken.web.page import plain

    rows = _read(
        "select s.document_id, s.start, s.end, s.text, s.speaker, s.role, d.title,"
        " coalesce(d.published_on, d.event_date) as date, i.start as at, i.end as until"
        " from (select document_id, n, unnest(issues) as i from codings) c"
        " join current d using (document_id) join sentences s using (document_id, n)"
        " where i.issue = ? and i.term = ? order by date desc nulls last, s.document_id, s.n",
        [code, term],
    )
    sentences = []
    for row in rows[:SHOWN]:
        start, at, until = row["start"], row.pop("at"), row.pop("until")
        text = row["text"]
        inside = 0 <= at - start < until - start <= len(text)
        cut = (at - start, until - start) if inside else (0, 0)
        parts = {"lead": text[: cut[0]], "words": text[cut[0] : cut[1]], "rest": text[cut[1] :]}
        sentences.append(plain(row | parts))
    return {"number": len(rows), "sentences": sentences}


def _read(query: str, params: list[Any] | None = None) -> list[dict[str, Any]]:
    codebook = at_hand.codebook()
    table = at_hand.workspace().lake.read(query, params or [], codebook=codebook.hash)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
