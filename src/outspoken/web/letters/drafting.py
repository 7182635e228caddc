"""A draft: its text, its members, their links. The link of a member is shown once."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outspoken.errors import DeskError, InputError
from outspoken.web.accounts import needs
from outspoken.web.letters.act import act, number_of, table_of, text_of
from outspoken.web.letters.letter import found
from outspoken.web.page import page

LINKS = "letters-new-links"
"""Where new links wait in the session until they are shown, once."""


@never_cache
@needs("editor")
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft with where everyone stands."""
    from outspoken.scorecard.log import values
    from outspoken.scorecard.signing import standing

    letter = found(slug)
    if letter.state == "recorded":
        raise Http404("This letter is on record; it was not drafted here.")
    content = {
        "letter": {
            "slug": slug,
            **values(letter, "title", "state", "version", "deadline", "addressee"),
        },
        "standing": standing(letter),
        "members": [
            {
                "id": s.pk,
                **values(
                    s, "organisation", "person", "title", "state", "version_signed", "answered_at"
                ),
            }
            for s in letter.signatories.all()
        ],
        "versions": [values(v, "number", "by", "at", "text_sha256") for v in letter.versions.all()],
    }
    links = request.session.pop(LINKS, []) if not getattr(request, "twin", "") else []
    shown = [(name, request.build_absolute_uri(path)) for name, path in links]
    return page(request, "letters/draft.html", content, extra={"text": letter.text, "links": shown})


@needs("editor")
@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Revise the text, open it, invite, renew a link, take off, send."""
    letter = found(slug)

    def action() -> str:
        from outspoken.scorecard import signing
        from outspoken.scorecard.signatories_csv import import_signatories

        by = request.user.get_username()
        step = request.POST.get("step", "")
        if step == "text":
            if number_of(request, "version") != letter.version:
                raise DeskError(slug, "was changed by somebody else meanwhile", "reload the page")
            made = signing.revise(letter, text_of(request, "text", longest=200_000), by=by)
            again = signing.standing(made).asked_again
            return f"Version {made.version}." + (
                f" Asked again: {', '.join(again)}." if again else ""
            )
        if step == "open":
            day = text_of(request, "deadline")
            try:
                deadline = datetime.fromisoformat(day)
            except ValueError:
                raise InputError(day, "is no moment", "write it as 2013-04-09T18:00") from None
            signing.open_for_signing(letter, deadline.replace(tzinfo=deadline.tzinfo or UTC), by=by)
            return "Open for signatures."
        if step == "invite":
            names = [n.strip() for n in text_of(request, "organisations").split("\n") if n.strip()]
            if not names:
                raise InputError("organisations", "is empty", "write one a line")
            made_links = []
            from django.db import transaction

            with transaction.atomic():
                for name in names:
                    row, secret = signing.invite(letter, name, by=by)
                    made_links.append((row.organisation, reverse("letters:sign", args=[secret])))
            request.session[LINKS] = made_links
            return f"{len(names)} invited. Their links are shown once, below."
        if step == "import":
            return f"{import_signatories(letter, *table_of(request, 'file'), by=by)} members added."
        if step == "send":
            signing.send(letter, by=by)
            return "Sent: the text and its signatures stand."
        row_ = letter.signatories.filter(pk=number_of(request, "id")).first()
        if row_ is None:
            raise DeskError("member", "is not there", "reload the page")
        if step == "link":
            secret = signing.renew(row_, by=by)
            request.session[LINKS] = [(row_.organisation, reverse("letters:sign", args=[secret]))]
            return f"A new link for {row_.organisation}; the old one has ended."
        if step == "remove":
            signing.remove(row_, by=by)
            return f"{row_.organisation} taken off."
        raise InputError("step", "is unknown", "reload the page")

    return act(request, reverse("letters:draft", args=[slug]), action)
