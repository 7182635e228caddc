"""The page behind a private link: read the letter, sign it or decline. No account, no cookie kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outspoken.errors import OutspokenError
from outspoken.web.errors import said
from outspoken.web.letters.act import number_of, text_of


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the letter to a member; take its answer to the version that it has read."""
    from outspoken.scorecard.signing import answer, by_secret

    member = by_secret(secret)
    if member is None:
        return _private(
            said(request, "This link is none, or has ended. Ask who sent it to you.", 404)
        )
    done, problem = "", ""
    if request.method == "POST":
        try:
            answer(
                member,
                request.POST.get("answer") == "sign",
                number_of(request, "version"),
                person_name=text_of(request, "person", longest=200),
                title=text_of(request, "title", longest=200),
            )
            done = (
                "Signed. Thank you."
                if member.state == "signed"
                else "Declined. You may change this until the deadline."
            )
        except OutspokenError as error:
            problem = str(error)
            member.refresh_from_db()
    letter = member.letter
    letter.refresh_from_db()
    return _private(
        render(
            request,
            "letters/sign.html",
            {
                "letter": letter,
                "member": member,
                "paragraphs": [p for p in letter.text.split("\n") if p.strip()],
                "again": member.state == "signed" and member.version_signed != letter.version,
                "done": done,
                "problem": problem,
            },
            status=409 if problem else 200,
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to no other site, into no store, no search engine.

    "same-origin", not "no-referrer": with the latter a browser sends forms with the origin "null",
    which the check of the form's own token rightly refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
