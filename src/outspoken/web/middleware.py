"""What every answer goes through: headers, static files, the JSON twin, plain errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from outspoken.errors import OutspokenError

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""No script or style stands in a page, and nothing comes from another host."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # A page's address can name a person at risk: other sites never see it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWINS = ("json", "csv", "svg", "png")


def headers(get_response: Answer) -> Answer:
    """Security headers on every answer, also on errors; a view's own stricter policy stays."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            if name not in response:
                response[name] = value
        if not request.path.startswith("/static/") and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response

    return answer


def static_files(get_response: Answer) -> Any:
    """Static files by WhiteNoise, from the packages that bring them."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    return WhiteNoiseMiddleware(get_response)


def twin(get_response: Answer) -> Answer:
    """Every page has its data at the same address: `/search.json` and `/search?format=json`."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        wanted = request.GET.get("format", "")
        stem, dot, ending = request.path_info.rpartition(".")
        if dot and ending in TWINS and not request.path_info.startswith("/static/"):
            request.path_info, wanted = stem or "/", ending
            if request.path_info == "/overview":
                request.path_info = "/"
            request.path = request.path_info
        request.twin = wanted if wanted in TWINS else ""  # type: ignore[attr-defined]
        return get_response(request)

    return answer


class plain_errors:  # noqa: N801 (stands in a list of functions)
    """A problem that names its input and its mend becomes a page that says just that."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; problems come to `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page for an error of ours or of the disk; None leaves others to Django."""
        from outspoken.web.errors import said

        if isinstance(problem, OutspokenError):
            return said(request, str(problem), 400)
        if isinstance(problem, OSError):
            import errno

            full = problem.errno == errno.ENOSPC
            reason = problem.strerror or type(problem).__name__
            mend = "make room on the disk and try again" if full else "try again"
            return said(request, f"nothing was saved: {reason}; {mend}", 507 if full else 500)
        from django.db import DatabaseError

        if isinstance(problem, DatabaseError):
            import logging

            logging.getLogger("outspoken.web").exception("the desk")
            return said(
                request,
                f"the desk did not take it: {problem}; nothing of it was saved, try again",
                503,
            )
        return None
