"""Overview: what is in the record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from outspoken.web.page import page


def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return page(request, "overview.html", {})
