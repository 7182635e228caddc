"""Coverage of an engagement: what should exist, what is held, what a person has read whole."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import DeskError, InputError
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.letters.act import act, number_of, table_of, text_of
from outspoken.web.page import page


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of an engagement."""
    from outspoken.desk.models import Engagement
    from outspoken.scorecard.coverage import statement

    engagement = Engagement.objects.filter(slug=slug).first()
    if engagement is None:
        raise Http404(f"No engagement is called {slug}.")
    known = statement(engagement)
    numbers = engagement.expected.values_list("pk", flat=True)
    titles = {
        d["document_id"]: d["title"] or d["name"]
        for d in at_hand.workspace().lake.documents(known.unlisted)
    }
    content = {
        "engagement": {"slug": slug, "title": engagement.title, "start": engagement.start},
        "items": [
            {"id": number, "item": item} for number, item in zip(numbers, known.items, strict=True)
        ],
        "ratio": known.ratio,
        "gaps": known.gaps(),
        "held": known.count("held"),
        "primary": len(known.primary),
        "unlisted": [{"document_id": d, "title": titles.get(d, "")} for d in known.unlisted],
    }
    return page(request, "letters/coverage.html", content)


@needs("editor")
@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Import a list, draw one up, match, set a state, confirm a whole reading."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard import coverage

    def action() -> str:
        engagement = find(slug)
        by = request.user.get_username()
        step = request.POST.get("step", "")
        if step == "draw":
            return (
                f"{coverage.draw_up(engagement, by=by)} texts listed from the kind of engagement."
            )
        if step == "import":
            content, name = table_of(request, "file")
            new = coverage.list_documents(engagement, coverage.read_list(content, name), by=by)
            return f"{new} texts listed."
        if step == "match":
            done = coverage.match(at_hand.workspace(), engagement, by=by)
            return f"{len(done.held)} newly held, {done.unchanged} as they were."
        if step == "state":
            item = engagement.expected.filter(pk=number_of(request, "id")).first()
            if item is None:
                raise DeskError("text", "is not on this list", "reload the page")
            coverage.set_state(
                item.pk, text_of(request, "state"), by=by, note=text_of(request, "note"),
                archive_url=text_of(request, "archive_url", longest=1000),
            )  # fmt: skip
            return f"{item.title}: saved."
        if step == "read":
            document = text_of(request, "document", longest=64)
            held = set(engagement.documents.values_list("document_id", flat=True))
            held |= set(
                engagement.expected.exclude(document_id="").values_list("document_id", flat=True)
            )
            if document not in held:
                raise DeskError("document", "is none of this engagement", "reload the page")
            coverage.confirm_reading(document, by=by)
            return "Kept: you have read this text whole."
        raise InputError("step", "is unknown", "reload the page")

    return act(request, reverse("letters:coverage", args=[slug]), action)
