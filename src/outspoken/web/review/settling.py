"""Settling: two answers to one sentence side by side, who gave them not shown, and what counts."""

from __future__ import annotations

import uuid
from hashlib import sha256
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from outspoken.errors import DeskError
from outspoken.review.adjudication import Dispute, disputes
from outspoken.review.answer import Answer, of, read
from outspoken.review.answers import Place, store
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.review.form import choices, place_in, sent
from outspoken.web.review.item import item, look, machine
from outspoken.web.review.samples import the

if TYPE_CHECKING:
    from outspoken.desk.models import Review


@require_http_methods(["GET", "POST"])
@needs("editor")
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The next disagreement; taking a settlement."""
    sample = the(slug)
    if request.method == "POST":
        return _settle(request, slug)
    open_ones = disputes(sample)
    passed = request.GET.get("after", "")
    at = next((i + 1 for i, one in enumerate(open_ones) if _id(one.key) == passed), 0)
    one = open_ones[at % len(open_ones)] if open_ones else None
    shown = look([one.key]).get(one.key) if one else None
    content = {
        "sample": sample,
        "left": len(open_ones),
        "dispute": one,
        "item": item(shown) if shown else None,
        "answers": [(name, of(review)) for name, review in zip("ABCDEF", _shuffled(one), strict=False)]
        if one
        else [],
        "key": uuid.uuid4().hex,
        "passed": _id(one.key) if one else "",
        **choices(
            _common(one) if one else None, tuple(shown.targets) if shown else ()
        ),
    }  # fmt: skip
    return render(request, "review/settle.html", content)


def _settle(request: HttpRequest, slug: str) -> HttpResponse:
    sample = the(slug)
    fields, given = sent(request)
    key = place_in(fields)
    by = request.user.get_username()
    one = next((d for d in disputes(sample, settled=True) if d.key == key), None)
    if one is None:
        raise DeskError("this sentence", "is not in dispute", "go to the next")
    taken = request.POST.get("take", "")
    if taken:
        number = "ABCDEF".find(taken)
        if not 0 <= number < len(one.answers):
            raise DeskError("take", f"there is no answer {taken[:10]!r}", "reload the page")
        given = of(_shuffled(one)[number])
    store(
        key=str(fields["key"]),
        sample=sample,
        place=Place(key, one.n, one.text),
        answer=given,
        by=by,
        codebook=at_hand.codebook().hash,
        machine=machine([key]).get(key),
        settles=True,
    )
    if by in {review.by for review in one.answers}:
        messages.warning(request, "Settled by one of the two who coded it: the log says so.")
    return HttpResponseRedirect(reverse("review:settle", args=[slug]))


def _shuffled(one: Dispute) -> list[Review]:
    """The answers in an order that does not tell whose is whose, the same each time."""
    return sorted(one.answers, key=lambda r: sha256(f"{r.pk}{r.key}".encode()).digest())


def _common(one: Dispute) -> Answer:
    """What all say; where they differ, nothing is filled in."""
    answers = [of(review) for review in one.answers]
    agreed = {
        name: value
        for name, value in answers[0].plain().items()
        if name not in ("unsure", "note") and all(a.plain()[name] == value for a in answers)
    }
    return read(agreed if agreed.get("issues") else {}, at_hand.codebook(), at_hand.world())


def _id(key: tuple[str, int, int]) -> str:
    return f"{key[0][:16]}-{key[1]}-{key[2]}"
