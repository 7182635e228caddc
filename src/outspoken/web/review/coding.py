"""The queue: what is next, taking an answer, taking it back.

The page's script keeps every answer on the person's machine until the server has said that it is
stored; so these addresses may be called twice with the same key, late, and in a new session.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from outspoken.errors import DeskError, OutspokenError
from outspoken.review.answer import of
from outspoken.review.answers import Place, store
from outspoken.review.answers import undo as take_back
from outspoken.review.context import Key
from outspoken.review.queue import Drawn, drawn, progress, queue
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.review.form import choices, place_in, posted, sent
from outspoken.web.review.item import item, look, machine
from outspoken.web.review.samples import the

AHEAD = 40
"""Sentences that the page holds, so that coding goes on while the line is down."""
FIRST = 20
"""Sentences among which one is looked for that has not strayed."""
BEHIND = 10
"""Answered sentences that the page holds, to go back to and undo."""

View = Callable[..., HttpResponse]


def told_in_json(view: View) -> View:
    """Problems as JSON for the page's script: 422 will never be taken, 503 may be tried again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.content_type != "application/json":
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except OutspokenError as error:
            return JsonResponse({"error": str(error)}, status=422)
        except (DatabaseError, OSError) as error:
            logging.getLogger("outspoken.web").exception("the desk")
            line = f"the server could not store it ({error}): make room on its disk"
            return JsonResponse({"error": line}, status=503)

    return guarded


@require_GET
@needs("coder")
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The coding page, with the next sentence in it for browsers without script."""
    sample = the(slug)
    by = request.user.get_username()
    held = drawn(sample)
    left = queue(sample, by, held)
    first: dict[str, Any] | None = None
    for one in left[:FIRST]:
        shown = look([one.key]).get(one.key)
        if shown is not None:
            codes = None if sample.blind else machine([one.key]).get(one.key)
            first = item(shown, drawn=one, codes=codes, blind=sample.blind)
            break
    content = {
        "sample": sample,
        "item": first,
        "left": len(left),
        "progress": progress(sample, held),
        "key": uuid.uuid4().hex,
        **choices(targets=tuple(first["targets"]) if first else ()),
    }
    return render(request, "review/code.html", content)


@require_GET
@needs("coder")
def following(request: HttpRequest, slug: str) -> HttpResponse:
    """The next sentences, and the last answered ones, as data for the page's script."""
    sample = the(slug)
    by = request.user.get_username()
    held = drawn(sample)
    left = queue(sample, by, held)
    ahead = left[:AHEAD]
    places = {one.key: one for one in held}
    last = list(
        sample.reviews.filter(by=by, kind="coding", withdrawn_at__isnull=True).order_by(
            "-at", "-id"
        )[:BEHIND]
    )[::-1]
    behind = {(r.document_id, r.start, r.end): r for r in last}
    shown = look([*behind, *(one.key for one in ahead)])
    codes = machine([*behind, *(() if sample.blind else (one.key for one in ahead))])
    told = progress(sample, held)
    return JsonResponse(
        {
            "csrf": get_token(request),
            "by": by,
            "behind": [
                item(
                    shown[key],
                    drawn=places.get(key),
                    mine=review,
                    codes=codes.get(key),
                    blind=sample.blind,
                )
                for key, review in behind.items()
                if key in shown
            ],
            "ahead": [
                item(shown[one.key], drawn=one, codes=codes.get(one.key), blind=sample.blind)
                for one in ahead
                if one.key in shown
            ],
            "strayed": [one.place for one in ahead if one.key not in shown],
            "left": len(left),
            "progress": _told(told),
        }
    )


@require_POST
@needs("coder")
@told_in_json
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one answer."""
    sample = the(slug)
    fields, given = sent(request)
    by = request.user.get_username()
    _same_person(fields, by)
    one = _drawn(sample, place_in(fields), fields.get("place"))
    codes = machine([one.key]).get(one.key)
    review = store(
        key=str(fields.get("key") or ""),
        sample=sample,
        place=Place(one.key, one.n, one.text),
        answer=given,
        by=by,
        codebook=at_hand.codebook().hash,
        machine=codes,
        seen=not sample.blind and codes is not None,
    )
    if request.content_type != "application/json":
        return HttpResponseRedirect(reverse("review:code", args=[slug]))
    held = drawn(sample)
    return JsonResponse(
        {
            "stored": review.key,
            "standing": review.withdrawn_at is None,
            "answer": of(review).plain(),
            "codes": codes,
            "left": len(queue(sample, by, held)),
            "progress": _told(progress(sample, held)),
        }
    )


@require_POST
@needs("coder")
@told_in_json
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's own answer back."""
    sample = the(slug)
    by = request.user.get_username()
    if request.content_type == "application/json":
        fields = posted(request)
        _same_person(fields, by)
        take_back(str(fields.get("key") or ""), by)
        return JsonResponse({"undone": fields.get("key"), "progress": _told(progress(sample))})
    own = sample.reviews.filter(by=by, kind="coding", withdrawn_at__isnull=True)
    last = own.order_by("-at", "-id").first()
    if last is None or not last.key:
        raise DeskError("undo", "you have no answer in this sample", "code a sentence first")
    take_back(last.key, by)
    return HttpResponseRedirect(reverse("review:code", args=[slug]))


def _drawn(sample: Any, key: Key, place: Any) -> Drawn:
    """The drawn sentence; by its place in the draw where it moved while the answer waited."""
    of_document = sample.sentences.filter(document_id=key[0])
    row = of_document.filter(start=key[1], end=key[2]).first()
    if row is None and isinstance(place, int):
        row = of_document.filter(place=place).first()
    if row is None:
        raise DeskError("this sentence", "is not of this sample", "reload the page")
    key = (row.document_id, row.start, row.end)
    return Drawn(row.place, key, row.n, row.text, row.stratum, row.probability, row.double)


def _same_person(fields: dict[str, Any], by: str) -> None:
    """Answers that one person gave are never stored under the name of the next at this machine."""
    given = fields.get("by") or by
    if given != by:
        raise DeskError("this answer", f"was given by {given}", f"sign in as {given} to store it")


def _told(told: Any) -> dict[str, Any]:
    return {"sentences": told.sentences, "done": told.done, "by_person": dict(told.by_person)}
