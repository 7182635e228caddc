"""One sentence of the record, seen with the machine's codes and corrected by a person."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from outspoken.review.answer import Answer, of, read
from outspoken.review.answers import Place, standing, store
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.review.form import choices, sent
from outspoken.web.review.item import item, look, machine


@require_http_methods(["GET", "POST"])
@needs("coder")
def show(request: HttpRequest, document: str, start: int, end: int) -> HttpResponse:
    """The sentence with the machine's answer filled in; taking the person's."""
    key = (document, start, end)
    shown = look([key]).get(key)
    if shown is None:
        raise Http404("The record has no sentence at this place.")
    codes = machine([key]).get(key)
    by = request.user.get_username()
    if request.method == "POST":
        fields, given = sent(request)
        store(
            key=str(fields["key"]),
            sample=None,
            place=Place(key, shown.n, shown.text),
            answer=given,
            by=by,
            codebook=at_hand.codebook().hash,
            machine=codes,
            seen=codes is not None,
        )
        messages.success(
            request, "Saved. The sentence keeps both answers, the machine's and yours."
        )
        return HttpResponseRedirect(request.path)
    mine = standing(None, key, by)
    if mine is not None:
        filled = of(mine)
    elif codes is not None:
        proposed = {k: v for k, v in codes.items() if k not in ("coder", "codebook")}
        filled = read(proposed, at_hand.codebook(), at_hand.world())
    else:
        filled = Answer()
    content = {
        "item": item(shown, mine=mine, codes=codes, blind=False),
        "mine": mine,
        "key": uuid.uuid4().hex,
        **choices(filled, tuple(shown.targets)),
    }
    return render(request, "review/single.html", content)
