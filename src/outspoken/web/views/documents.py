"""The reader: a document as turns, a sentence at its address, the archived original."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from outspoken.report.links import to_sentence
from outspoken.search import reading
from outspoken.search.reading import Document, Line
from outspoken.web import at_hand
from outspoken.web.page import page

AT_ONCE = 300
"""Sentences on one page of the reader."""
AROUND = 3
"""Sentences before and after one that is shown at its own address."""
LISTED = 100


def index(request: HttpRequest) -> HttpResponse:
    """Documents, newest first; also those that could not be read."""
    filters = {n: request.GET.get(n, "") for n in ("government", "genre", "year", "before")}
    where, params = ["found = 1"], []
    for name in ("government", "genre"):
        if filters[name]:
            where.append(f"coalesce({name}, '') = ?")
            params.append("" if filters[name] == "unknown" else filters[name])
    if filters["year"]:
        where.append("date >= ? and date < ?")
        params += [filters["year"], filters["year"] + "~"]
    wanted = " and ".join(where)
    db = at_hand.index()
    total = at_hand.remember(
        f"documents {wanted} {params}",
        lambda: db.value(f"select count(*) from documents where {wanted}", params),  # noqa: S608
    )
    rows = db.all(
        "select document_id, date, title, government, genre, words, sentences, rights, coded,"  # noqa: S608
        f" number from documents where {wanted} and (? = '' or (coalesce(date, ''), number) <"
        " (?, ?)) order by coalesce(date, '') desc, number desc limit ?",
        [*params, *_before(filters["before"]),
         100_000 if getattr(request, "twin", "") == "csv" else LISTED + 1],
    )  # fmt: skip
    more = ""
    if len(rows) > LISTED and getattr(request, "twin", "") != "csv":
        last = rows[LISTED - 1]
        more = f"{last['date'] or ''}_{last['number']}"
        rows = rows[:LISTED]
    content = {
        "documents": rows,
        "total": total,
        "filters": filters,
        "more": more,
        "unreadable": reading.unreadable(db),
    }
    choices = at_hand.remember("document choices", _choices)
    return page(
        request, "documents.html", content, rows=rows, name="documents", extra={"choices": choices}
    )


def _choices() -> dict[str, list[str]]:
    db = at_hand.index()
    return {
        "government": [r["v"] for r in db.all(
            "select distinct government v from documents where government != '' order by 1")],
        "genre": [r["v"] for r in db.all(
            "select distinct genre v from documents where genre != '' order by 1")],
        "year": [r["v"] for r in db.all(
            "select distinct substr(date, 1, 4) v from documents where date is not null"
            " order by 1 desc")],
    }  # fmt: skip


def _before(value: str) -> tuple[str, str, int]:
    day, _, number = value.rpartition("_")
    return (value, day, int(number)) if number.isdigit() else ("", "", 0)


def read(request: HttpRequest, document_id: str) -> HttpResponse:
    """A document's text as turns, its codes in the margin."""
    db = at_hand.index()
    one = _document(document_id)
    parts = max((one.sentences + AT_ONCE - 1) // AT_ONCE, 1)
    wanted = request.GET.get("part", "1")
    part = min(max(int(wanted) if wanted.isdigit() else 1, 1), parts)
    data = bool(getattr(request, "twin", ""))
    lines = (
        reading.lines(db, one)
        if data
        else reading.lines(db, one, (part - 1) * AT_ONCE, part * AT_ONCE - 1)
    )
    text = reading.text(db, one)
    content = {
        "document": facts_of(one),
        "speakers": reading.speakers(db, one),
        "versions": reading.versions(db, one),
        "part": part,
        "parts": parts,
    }
    if data:
        from outspoken.web.views.search import plain_row

        rows = [plain_row(line, one) for line in lines]
        return page(
            request, "document.html", {**content, "sentences": rows}, rows=rows,
            name=document_id[:12],
        )  # fmt: skip
    extra = {
        "turns": turns(lines, text),
        "engagements": engagements_of(document_id),
        "others": range(1, parts + 1),
    }
    return page(request, "document.html", content, extra=extra)


def sentence(request: HttpRequest, document_id: str, start: int, end: int) -> HttpResponse:
    """One sentence at its permanent address: in context, with its codes, its rules, its source."""
    db = at_hand.index()
    one = _document(document_id)
    line, exact = reading.at(db, one, start, end)
    if line is None:
        raise Http404(
            f"No sentence of this document lies at {start}-{end}: its text has {len(reading.text(db, one))} characters."
        )
    around = reading.lines(db, one, max(line.n - AROUND, 0), line.n + AROUND)
    question = question_before(db, one, line)
    content = {
        "document": facts_of(one),
        "sentence": line,
        "exact": exact,
        "asked": {"start": start, "end": end},
        "question": question,
        "rules": rules_of(line, reading.text(db, one)),
        "reviews": reviews_of(line),
        "source": to_sentence(one.url, line.text),
        "coded_by": {"coder": "lexicon", "codebook": at_hand.codebook().hash},
        "cite": cite(one, line),
    }
    extra = {
        "before": [x for x in around if x.n < line.n],
        "after": [x for x in around if x.n > line.n],
        "pieces": highlighted(line),
        "engagements": engagements_of(document_id),
        "part": line.n // AT_ONCE + 1,
    }
    return page(request, "sentence.html", content, extra=extra)


def original(request: HttpRequest, digest: str) -> HttpResponseBase:
    """The archived bytes as a download, or as plain text: nothing in them may run here."""
    at = at_hand.workspace()
    if not at.archive.path_of(digest).is_file():
        raise Http404("The archive holds no original with this hash.")
    content = at.archive.get(digest)  # refuses bytes that are no longer those received
    if request.GET.get("as") == "text":
        response = HttpResponse(
            content.decode("utf-8", "replace"), content_type="text/plain; charset=utf-8"
        )
    else:
        response = HttpResponse(content, content_type="application/octet-stream")
        name = f"{digest[:16]}{_ending(digest)}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


_ENDINGS = {
    "text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md",
    "application/xml": ".xml", "text/xml": ".xml", "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


def _ending(digest: str) -> str:
    one = reading.document(at_hand.index(), digest)
    kind = str(one.facts.get("media_type") or "").partition(";")[0] if one else ""
    return _ENDINGS.get(kind, ".bin")


def jump(request: HttpRequest, document_id: str, n: int) -> HttpResponse:
    """From a sentence's number to its permanent address."""
    one = _document(document_id)
    lines = reading.lines(at_hand.index(), one, n, n)
    if not lines:
        raise Http404(f"This document has no sentence {n}.")
    return HttpResponseRedirect(
        reverse("sentence", args=[document_id, lines[0].start, lines[0].end])
    )


def _document(document_id: str) -> Document:
    one = reading.document(at_hand.index(), document_id)
    if one is None:
        raise Http404("This workspace holds no readable document with this hash.")
    return one


def facts_of(one: Document) -> dict[str, Any]:
    """What is known of a document, and where each fact is from."""
    return {
        "document_id": one.document_id,
        "title": one.title,
        "date": one.date,
        "government": one.government,
        "genre": one.genre,
        "language": one.language,
        "words": one.words,
        "sentences": one.sentences,
        "rights": one.rights,
        "coded": one.coded,
        "current": one.found,
        **{k: v for k, v in one.facts.items() if k != "parents"},
    }


def turns(lines: Sequence[Line], text: str) -> list[dict[str, Any]]:
    """Sentences by turn; what stands between them (labels, stage directions) is kept aside."""
    found: list[dict[str, Any]] = []
    at = lines[0].start if lines else 0
    for line in lines:
        between = text[at : line.start].strip()
        at = line.end
        if not found or found[-1]["turn"] != line.turn:
            found.append(
                {
                    "turn": line.turn,
                    "speaker": line.speaker,
                    "label": line.label,
                    "role": line.role,
                    "lines": [],
                }
            )
            between = between if between.startswith(("(", "[")) else ""
        found[-1]["lines"].append(
            {
                "line": line,
                "pieces": highlighted(line),
                "paragraph": not found[-1]["lines"]
                or found[-1]["lines"][-1]["line"].paragraph != line.paragraph,
                "between": between,
            }
        )
    return found


def highlighted(line: Line) -> list[dict[str, Any]]:
    """A sentence cut where its codes rest, each piece with the issues that it shows."""
    hits = line.codes["issues"] if line.codes else []
    edges = sorted(
        {0, len(line.text)}
        | {
            min(max(x - line.start, 0), len(line.text))
            for h in hits
            for x in (h["start"], h["end"])
        }
    )
    found = []
    for start, end in pairwise(edges):
        over = [
            h["issue"]
            for h in hits
            if h["start"] - line.start <= start and end <= h["end"] - line.start
        ]
        found.append({"text": line.text[start:end], "issues": list(dict.fromkeys(over))})
    return found


def rules_of(line: Line, text: str) -> list[dict[str, Any]]:
    """Why each code: the term or rule, and the words that it rests on."""
    if not line.codes:
        return []
    found = [
        {
            "field": "issue",
            "value": hit["issue"],
            "rule": f"{hit['tier']} term",
            "term": hit["term"],
            "words": text[hit["start"] : hit["end"]],
            "firmness": hit.get("firmness"),
        }
        for hit in line.codes["issues"]
    ]
    for rule in line.codes.get("rules", ()):
        value = line.codes.get(rule["field"], "")
        found.append(
            {
                "field": rule["field"],
                "value": ", ".join(value) if isinstance(value, list) else value,
                "rule": rule["rule"],
                "term": "",
                "words": text[rule["start"] : rule["end"]],
                "firmness": None,
            }
        )
    return found


def question_before(db: Any, one: Document, line: Line) -> list[Line]:
    """The question that a turn answers: the turn before it, where a journalist or moderator spoke."""
    earlier = reading.lines(db, one, max(line.n - 60, 0), line.n)
    own = [x for x in earlier if x.turn == line.turn]
    first = own[0].n if own else line.n
    before = [x for x in earlier if x.n < first]
    if not before or before[-1].role not in ("journalist", "moderator"):
        return []
    return [x for x in before if x.turn == before[-1].turn]


def reviews_of(line: Line) -> list[dict[str, Any]]:
    """What people answered about a sentence."""
    from outspoken.desk.models import Review

    rows = Review.objects.filter(
        document_id=line.document_id, start=line.start, end=line.end, withdrawn_at__isnull=True
    )
    return [
        {
            "by": r.by,
            "at": r.at,
            "kind": str(r.kind),
            "issues": list(r.issues),
            "firmness": r.firmness,
            "unsure": r.unsure,
            "note": r.note,
        }
        for r in rows
    ]


def engagements_of(document_id: str) -> list[dict[str, Any]]:
    """The engagements that gathered a document."""
    from outspoken.desk.models import EngagementDocument

    rows = EngagementDocument.objects.filter(document_id=document_id).select_related("engagement")
    return [
        {
            "slug": r.engagement.slug,
            "title": r.engagement.title,
            "phase": str(r.phase),
            "basis": r.basis,
        }
        for r in rows
        if str(r.engagement.state) not in ("rejected", "merged")
    ]


def cite(one: Document, line: Line) -> str:
    """A line to quote a sentence by."""
    who = line.speaker or one.publisher or "speaker unknown"
    parts = [who, f"“{one.title}”", one.publisher, one.date, one.url]
    place = f"sha256 {one.document_id}, characters {line.start}-{line.end}"
    return ", ".join(p for p in (*parts, place) if p)
