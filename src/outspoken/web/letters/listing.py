"""The room's first page: letters, and taking in another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import InputError
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.letters.act import LARGEST_LETTER, act, text_of
from outspoken.web.page import page


def index(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    from outspoken.desk.models import Engagement, Letter

    rows = [
        {
            "slug": x.slug,
            "title": x.title,
            "state": str(x.state),
            "written_on": x.written_on,
            "addressee": x.addressee,
            "counterpart": x.counterpart,
            "signatories": x.signatories.count(),
            "asks": x.asks.count(),
            "confirmed": x.asks.filter(state="confirmed").count(),
        }
        for x in Letter.objects.order_by("-written_on", "slug")
    ]
    engagements = Engagement.objects.exclude(state__in=["rejected", "merged"])
    listed = [
        {"slug": e.slug, "title": e.title, "start": e.start, "expected": e.expected.count()}
        for e in engagements.order_by("-start")[:200]
    ]
    return page(
        request,
        "letters/index.html",
        {"letters": rows, "engagements": listed},
        rows=rows,
        name="letters",
    )


@needs("editor")
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a letter: an uploaded file, or its text."""
    from outspoken.extract import extract
    from outspoken.scorecard import intake

    made: dict[str, Any] = {}

    def action() -> str:
        given = request.FILES.get("file")
        if given is not None:
            if (given.size or 0) > LARGEST_LETTER:
                raise InputError(str(given.name), "is larger than 20 MB", "send the text alone")
            text = extract(given.read(), name=str(given.name)).text
        else:
            text = text_of(request, "text", longest=200_000)
        if not text:
            raise InputError("letter", "is empty", "choose a file, or paste its text")
        letter = intake.take_in(
            at_hand.workspace(),
            text,
            source_url=text_of(request, "url"),
            given={
                "addressee": text_of(request, "addressee", longest=200),
                "counterpart": text_of(request, "counterpart", longest=3).upper(),
            },
            by=request.user.get_username(),
        )
        made["slug"] = letter.slug
        return "Taken in. What stands here was suggested by the machine: confirm or change it."

    answer = act(request, reverse("letters:index"), action)
    return redirect("letters:letter", slug=made["slug"]) if made else answer


@needs("editor")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a draft that a coalition will sign."""
    from outspoken.scorecard.letters import create

    made: dict[str, Any] = {}

    def action() -> str:
        letter = create(
            {
                "title": text_of(request, "title", longest=300),
                "addressee": text_of(request, "addressee", longest=200),
                "counterpart": text_of(request, "counterpart", longest=3).upper(),
                "state": "draft",
            },
            text=text_of(request, "text", longest=200_000),
            by=request.user.get_username(),
        )
        made["slug"] = letter.slug
        return "A draft. Open it for signatures when its text stands."

    answer = act(request, reverse("letters:index"), action)
    return redirect("letters:draft", slug=made["slug"]) if made else answer
