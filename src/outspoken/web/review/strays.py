"""Judged sentences that a re-extraction moved: followed where that is certain, else placed by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from outspoken.review.anchors import Anchors, follow, look, place
from outspoken.review.context import Key
from outspoken.web import at_hand, kept
from outspoken.web.accounts import needs
from outspoken.web.page import page
from outspoken.web.review.form import place_in


def number() -> int:
    """Judged sentences that do not stand where they stood; 0 until that has been looked up."""
    from outspoken.desk.models import Change, Review, SampledSentence

    question = {
        "strays": [Review.objects.count(), SampledSentence.objects.count()],
        "moved": Change.objects.filter(action__in=("review.moved", "review.placed")).count(),
    }
    lake = at_hand.workspace().lake

    def make() -> int:
        found = look(lake)
        return len(found.strays) + len(found.moved)

    return kept.result(question, make) or 0


@require_http_methods(["GET", "POST"])
@needs("coder")
def show(request: HttpRequest) -> HttpResponse:
    """What strayed, and where each might stand now."""
    lake = at_hand.workspace().lake
    by = request.user.get_username()
    if request.method == "POST":
        if request.POST.get("goal"):
            key: Key = place_in(request.POST.dict())
            start, _, end = request.POST["goal"].partition("-")
            goal = place_in({"document": key[0], "start": start, "end": end})
            place(lake, key, goal[1], goal[2], by=by)
            messages.success(request, "Placed.")
        else:
            moved = follow(lake, by=by).moved
            messages.success(request, f"{len(moved):,} sentences were found again by their words.")
        return HttpResponseRedirect(reverse("review:strays"))
    found: Anchors = look(lake)
    content = {
        "standing": found.standing,
        "to_move": len(found.moved),
        "strays": found.strays,
    }
    return page(request, "review/strays.html", content)
