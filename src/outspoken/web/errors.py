"""Pages that say what went wrong, in one line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def said(request: HttpRequest, line: str, status: int) -> HttpResponse:
    """One clear line, as a page, as JSON, or as a fragment for htmx."""
    if getattr(request, "twin", "") == "json":
        return JsonResponse({"error": line}, status=status)
    if getattr(request, "htmx", False):
        return render(request, "error_line.html", {"line": line}, status=status)
    return render(request, "error.html", {"line": line, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing has this address."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return said(request, reason or "Nothing in this workspace has this address.", 404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The account may not do this."""
    return said(request, str(exception) or "Your account may not do this.", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return said(request, "A fault in Outspoken; the terminal of 'outspoken serve' says more.", 500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense, or a name that this server does not answer to."""
    return HttpResponse("Bad request.", status=400, content_type="text/plain")


def csrf_failed(request: HttpRequest, reason: str = "") -> Any:
    """A form that did not come from these pages, or from a page opened before signing in."""
    return said(request, "This form is out of date: go back, reload the page, try again.", 403)
