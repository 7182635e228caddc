"""Trying a change on the record: which sentences it would gain and lose, then adopting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from outspoken.codebook import Codebook
from outspoken.errors import CodebookError
from outspoken.model import Passage
from outspoken.web import at_hand, kept
from outspoken.web.accounts import needs
from outspoken.web.codebook.draft import LISTS, change, faults, keep, open_draft, terms_in
from outspoken.web.codebook.draft import adopt as make_own
from outspoken.web.codebook.reading import the
from outspoken.web.page import page

SAMPLES = 25
"""Sentences shown of those that come, and of those that go."""


@require_http_methods(["GET", "POST"])
@needs("editor")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of one issue in a form; a change that can be read goes on to its trial."""
    issue, book = the(code), at_hand.codebook()
    texts = {name: "\n".join(getattr(issue, name)) for name in LISTS}
    problems: list[str] = []
    if request.method == "POST":
        texts = {name: request.POST.get(name, "") for name in LISTS}
        try:
            lists = {name: terms_in(text) for name, text in texts.items()}
            draft = change(book, code, lists)
            problems = [str(one) for one in faults(book, draft)]
        except CodebookError as error:
            problems = [str(error)]
        if not problems:
            if draft.hash == book.hash:
                problems = ["Nothing is changed yet."]
            else:
                name = keep(at_hand.workspace(), draft)
                return HttpResponseRedirect(reverse("codebook:trial", args=[name]))
    fields = [
        {"name": name, "text": texts[name], "rows": min(max(texts[name].count("\n") + 2, 3), 24)}
        for name in LISTS
    ]
    content = {"issue": issue, "fields": fields, "problems": problems}
    return render(
        request, "codebook/edit.html", content, status=422 if problems else 200
    )  # fmt: skip


@require_GET
@needs("editor")
def show(request: HttpRequest, digest: str) -> HttpResponse:
    """What a draft would change in the record."""
    draft = open_draft(at_hand.workspace(), digest)
    book = at_hand.codebook()
    found = kept.result({"trial": draft.hash}, lambda: _tried(book, draft))
    content: dict[str, Any] = {
        "digest": digest,
        "hash": draft.hash,
        "now": book.hash,
        "adopted": draft.hash == book.hash,
        "terms": _difference(book, draft),
        "found": found,
        "pending": found is None,
        "samples": SAMPLES,
    }
    return page(request, "codebook/trial.html", content)


@require_POST
@needs("editor")
def adopt(request: HttpRequest, digest: str) -> HttpResponse:
    """Make a draft the workspace's codebook, and code the record with it."""
    from outspoken.web.start import jobs
    from outspoken.workspace import Workspace

    workspace = at_hand.workspace()
    make_own(workspace, open_draft(workspace, digest), by=request.user.get_username())
    at_hand.show(Workspace.open(workspace.path))
    jobs.begin(at_hand.workspace(), [], by=request.user.get_username())
    messages.success(
        request, "The codebook is the workspace’s own now. The record is being coded with it."
    )
    return HttpResponseRedirect(reverse("start:index"))


def _tried(book: Codebook, draft: Codebook) -> dict[str, Any]:
    from outspoken.coders.lexicon.trial import compare

    read = [0]

    def counted() -> Iterator[Passage]:
        for passage in _touched(book, draft):
            read[0] += 1
            yield passage

    changes = compare(book, draft, counted(), keep=SAMPLES)
    return {
        "documents": read[0],
        "changes": [
            {
                "issue": one.issue,
                "gained": one.gained.seen,
                "lost": one.lost.seen,
                "gained_samples": list(one.gained.texts),
                "lost_samples": list(one.lost.texts),
            }
            for one in changes
        ],
    }


def _touched(book: Codebook, draft: Codebook) -> Iterator[Passage]:
    """The documents in which a changed term may stand; in the others nothing can change."""
    from outspoken.codebook.change import Touch
    from outspoken.codebook.change import change as difference
    from outspoken.coding.passages import passages

    workspace = at_hand.workspace()
    lake, touched = workspace.lake, Touch(difference(book, draft).terms)
    for part in sorted(lake.parts("documents")):
        texts = lake.read_part("documents", part, ["document_id", "text", "status"]).to_pylist()
        only = {
            row["document_id"] for row in texts if row["status"] == "ok" and touched(row["text"])
        }
        if only:
            yield from passages(lake, part, workspace.settings.home, only=only)


def _difference(book: Codebook, draft: Codebook) -> list[dict[str, Any]]:
    """Which terms come and go, by issue and list."""
    found = []
    for code, issue in draft.issues.items():
        old = book.issues.get(code)
        before, after = asdict(old) if old else {}, asdict(issue)
        for name in LISTS:
            was, now = before.get(name, ()), after[name]
            come, go = [t for t in now if t not in was], [t for t in was if t not in now]
            if come or go:
                found.append({"issue": code, "list": name, "come": come, "go": go})
    return found
