"""Search: words and codes over the whole record; saved searches; every list as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import InputError
from outspoken.model import Firmness, Linkage, Role, Soft
from outspoken.search.passage import in_context, pieces
from outspoken.search.query import from_address, marked
from outspoken.search.reading import Document, Line
from outspoken.web import at_hand, finding
from outspoken.web.page import cell, page

EXPORTED = 100_000
"""Sentences in one file."""
AT_ONCE = 1000
"""Sentences on one page of JSON."""
COLUMNS = (
    "date", "title", "government", "genre", "speaker", "role", "text", "issues", "firmness",
    "target", "linkage", "soft", "cases", "prompted", "document_id", "start", "end", "url",
    "address",
)  # fmt: skip


def show(request: HttpRequest) -> HttpResponseBase:
    """Results, newest first."""
    problem = ""
    try:
        query = from_address(dict(request.GET.lists()))
    except InputError as error:
        problem, query = str(error), from_address({})
    twin = getattr(request, "twin", "")
    if twin == "csv" and not problem:
        return _csv(query)
    asked = bool(query.filters())
    size = _whole(request, "size", finding.PAGE)
    before, after = _whole(request, "before", 0), _whole(request, "after", 0)
    if request.GET.get("order") == "oldest" and not after:
        after = 1
    nothing = finding.Found((), 0, False, 0)
    found = (
        finding.look(query, limit=min(max(size, 1), AT_ONCE), before=before, after=after)
        if (asked or twin) and not problem
        else nothing
    )
    phrases = marked(query.q)
    view = "kwic" if request.GET.get("view") == "kwic" else "list"
    content = {
        "query": query.filters(),
        "total": found.total,
        "more_than": found.capped,
        "sentences": [plain_row(line, document) for line, document in found.rows],
        "next": _next(request, found, bool(after)),
        "problem": problem,
    }
    extra = {
        "q": query,
        "asked": asked,
        "view": view,
        "rows": [
            {
                "line": line,
                "document": document,
                "pieces": pieces(line.text, phrases),
                "kwic": in_context(line.text, phrases),
            }
            for line, document in found.rows
        ],
        "choices": choices(),
        "filter_names": FILTERS,
        "chips": chips(request, query.filters()),
        "saved": saved(request),
        "here": _without(request, "before", "after", "format", "view", "order"),
        "order": request.GET.get("order", ""),
    }
    return page(request, "search.html", content, extra=extra, status=400 if problem else 200)


def plain_row(line: Line, document: Document) -> dict[str, Any]:
    """A sentence as a row of a list."""
    codes = line.codes or {}
    return {
        "date": document.date,
        "title": document.title,
        "government": document.government,
        "genre": document.genre,
        "speaker": line.speaker,
        "role": line.role,
        "text": line.text,
        "issues": list(line.issues),
        "firmness": codes.get("firmness"),
        "target": codes.get("target", []),
        "linkage": codes.get("linkage", ""),
        "soft": codes.get("soft", []),
        "cases": codes.get("cases", []),
        "prompted": codes.get("prompted"),
        "document_id": document.document_id,
        "start": line.start,
        "end": line.end,
        "url": document.url,
        "address": reverse("sentence", args=[document.document_id, line.start, line.end]),
    }


def _csv(query: Any) -> StreamingHttpResponse:
    """All results as a file, written while they are read."""
    import csv

    class Echo:
        def write(self, value: str) -> str:
            return value

    writer = csv.writer(Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(COLUMNS)
        for line, document in finding.every(query, EXPORTED):
            row = plain_row(line, document)
            yield writer.writerow([cell(row[name]) for name in COLUMNS])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sentences.csv"'
    return response


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name; the same name again replaces it."""
    from outspoken.desk.models import Change, SavedSearch

    name = request.POST.get("name", "").strip()[:200]
    values = QueryDict(request.POST.get("query", "")[:4000])
    query = from_address(dict(values.lists())).filters()
    if not name:
        raise InputError("saved search", "has no name", "write one and save again")
    if not query:
        raise InputError("saved search", "is empty", "search for something first")
    by = request.user.get_username()
    with transaction.atomic():
        held = SavedSearch.objects.filter(name=name, by=by).first()
        before = held.query if held else None
        SavedSearch.objects.update_or_create(name=name, by=by, defaults={"query": query})
        Change.objects.create(
            by=by, action="search saved", subject=name, before=before,
            after=json.loads(json.dumps(query)),
        )  # fmt: skip
    messages.success(request, f"Saved as “{name}”.")
    return HttpResponseRedirect(_address(query))


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a saved search away."""
    from outspoken.desk.models import Change, SavedSearch

    by = request.user.get_username()
    held = SavedSearch.objects.filter(pk=pk, by=by).first()
    if held is None:
        raise Http404("You have no saved search with this number.")
    with transaction.atomic():
        Change.objects.create(
            by=by, action="search forgotten", subject=held.name, before=held.query, after=None
        )
        held.delete()
    return HttpResponseRedirect(reverse("search"))


def saved(request: HttpRequest) -> list[dict[str, Any]]:
    """A person's saved searches."""
    from outspoken.desk.models import SavedSearch

    return [
        {"pk": s.pk, "name": s.name, "address": _address(s.query)}
        for s in SavedSearch.objects.filter(by=request.user.get_username())
    ]


def _address(query: dict[str, Any]) -> str:
    from outspoken.web.templatetags.outspoken import search_url

    return search_url(query)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer."""
    from outspoken.web.templatetags import outspoken as words
    from outspoken.web.views.subjects import governments, officials, others

    book = at_hand.codebook()
    return {
        "government": [(g["name"], words.country(g["name"])) for g in governments()],
        "official": [(o["name"], o["name"]) for o in officials()[:100]],
        "counterpart": [(c["name"], words.country(c["name"])) for c in others()],
        "role": [(r.value, words.role(r.value)) for r in Role],
        "agenda": [(a, words.agenda(a)) for a in book.agendas],
        "issue": sorted(
            ((code, issue.label) for code, issue in book.issues.items()),
            key=lambda c: (book.agenda(c[0]) != "HR", c[1]),
        ),
        "at_least": [(str(n), f"{n} {name}") for n, name in enumerate(Firmness.NAMES)],
        "genre": [(g, name) for g, name in words.GENRES.items() if g],
        "linkage": [("any", "any"), *((x.value, words.linkage(x.value)) for x in Linkage if x)],
        "soft": [(s.value, words.softening(s.value)) for s in Soft],
        "prompted": [("no", "volunteered"), ("yes", "when asked")],
    }


def chips(request: HttpRequest, filters: dict[str, Any]) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    from outspoken.web.templatetags import outspoken as words

    naming = {
        "government": words.country, "counterpart": words.country, "target": words.country,
        "role": words.role, "agenda": words.agenda, "issue": words.issue, "genre": words.genre,
        "linkage": words.linkage, "soft": words.softening,
    }  # fmt: skip
    found = []
    for name, value in filters.items():
        if name == "q":
            continue
        for one in value if isinstance(value, tuple) else (value,):
            rest = request.GET.copy()
            kept = [v for v in rest.getlist(name) if v != one]
            rest.setlist(name, kept)
            for gone in ("before", "after", "format"):
                rest.pop(gone, None)
            shown = naming[name](one) if name in naming else one
            found.append(
                {"name": NAMES.get(name, name), "value": shown, "without": f"?{rest.urlencode()}"}
            )
    return found


FILTERS = (
    ("government", "Government"), ("official", "Who speaks"), ("counterpart", "Counterpart"),
    ("role", "Role"), ("agenda", "Agenda"), ("issue", "Issue"),
    ("at_least", "Rights, at least as firm as"), ("genre", "Kind of text"), ("linkage", "Linked"),
    ("soft", "Softened"), ("prompted", "Raised or answered"),
)  # fmt: skip
NAMES = {
    "at_least": "at least", "own": "own words only", "scope": "about", "principal": "official",
    "official": "speaker", "engagement": "engagement",
}  # fmt: skip


def _whole(request: HttpRequest, name: str, default: int) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdigit() and len(value) < 20 else default


def _without(request: HttpRequest, *names: str) -> str:
    rest = request.GET.copy()
    for name in names:
        rest.pop(name, None)
    return str(rest.urlencode())


def _next(request: HttpRequest, found: finding.Found, up: bool) -> str:
    if not found.more:
        return ""
    rest = request.GET.copy()
    for name in ("before", "after", "format"):
        rest.pop(name, None)
    rest["after" if up else "before"] = str(found.more)
    return f"{reverse('search')}?{rest.urlencode()}"
