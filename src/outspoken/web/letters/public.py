"""The check before publishing: what would be public, what stays here, what to look at first."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse

from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.page import page


@needs("editor")
def show(request: HttpRequest) -> HttpResponse:
    """The list for all confirmed engagements and all letters that are out."""
    from outspoken.errors import DeskError
    from outspoken.publish.check import check
    from outspoken.publish.content import Choice, gather

    try:
        listed = asdict(check(gather(at_hand.workspace(), Choice())))
        problem = ""
    except DeskError as error:
        listed, problem = {"public": (), "kept": (), "look": ()}, str(error)
    return page(request, "letters/public.html", {"check": listed, "problem": problem})
