"""The scorecard of a letter, and one verdict with its sentences and its decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import InputError
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.letters.act import act, text_of
from outspoken.web.letters.letter import found
from outspoken.web.page import page

if TYPE_CHECKING:
    from outspoken.desk.models import Verdict

VALUES = (
    ("kept", "kept"), ("partly", "partly"), ("not_found", "not found in the items searched"),
    ("contradicted", "contradicted"), ("not_assessable", "not assessable"),
)  # fmt: skip


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks by engagements."""
    from outspoken.desk.models import Engagement, Verdict
    from outspoken.scorecard.verdicts import standing_of, wording_of

    letter = found(slug)
    rows = list(
        Verdict.objects.filter(ask__letter=letter)
        .select_related("ask", "engagement", "ask__letter")
        .order_by("engagement__start", "engagement__slug", "ask__number")
    )
    engagements = list(dict.fromkeys(v.engagement for v in rows))
    cells = {(v.ask_id, v.engagement_id): v for v in rows}
    asks = list(letter.asks.filter(state="confirmed"))
    verdicts = [
        {
            "id": v.pk,
            "ask": v.ask.number,
            "engagement": v.engagement.slug,
            "value": str(v.decided or v.proposed),
            "wording": wording_of(v),
            "standing": standing_of(v),
            "robust": v.proposed_weakest == v.proposed_strongest,
        }
        for v in rows
    ]
    by_id = {v["id"]: v for v in verdicts}
    table = [
        (
            a,
            [
                by_id.get(cells[a.pk, e.pk].pk) if (a.pk, e.pk) in cells else None
                for e in engagements
            ],
        )
        for a in asks
    ]
    yardsticks = {v.engagement.slug for v in rows if v.provenance.get("standing")}
    others = Engagement.objects.exclude(state__in=["rejected", "merged"]).order_by("-start")
    own = list(letter.engagements.all())
    return page(
        request,
        "letters/scorecard.html",
        {"letter": {"slug": slug, "title": letter.title}, "verdicts": verdicts},
        rows=verdicts,
        name=f"{slug}-scorecard",
        extra={
            "table": table,
            "engagements": [(e, e.slug in yardsticks) for e in engagements],
            "choices": [*own, *(e for e in others[:300] if e not in own)],
            "unconfirmed": letter.asks.filter(state="suggested").count(),
        },
    )


@needs("editor")
@require_POST
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose verdicts for engagements."""
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.verdicts import score

    letter = found(slug)

    def action() -> str:
        chosen = [find(s) for s in request.POST.getlist("engagement")]
        if not chosen:
            raise InputError("engagement", "is not chosen", "choose one or more")
        rows = score(
            at_hand.workspace(), letter, chosen, standing=bool(request.POST.get("standing"))
        )
        return f"{len(rows)} verdicts proposed. A proposal is no verdict until a person has decided it."

    return act(request, reverse("letters:scorecard", args=[slug]), action)


def _verdict(number: int) -> Verdict:
    from outspoken.desk.models import Verdict

    row = Verdict.objects.select_related("ask__letter", "engagement").filter(pk=number).first()
    if row is None:
        raise Http404("There is no such verdict.")
    return row


def verdict(request: HttpRequest, number: int) -> HttpResponse:
    """One verdict: its readings, reason, sentences, decisions, replies."""
    from outspoken.scorecard.coverage import statement
    from outspoken.scorecard.log import values
    from outspoken.scorecard.verdicts import standing_of, wording_of

    row = _verdict(number)
    known = statement(row.engagement)
    documents = {
        d["document_id"]: d
        for d in at_hand.workspace().lake.documents(s.document_id for s in row.sentences.all())
    }
    content = {
        "verdict": {
            "id": row.pk,
            **values(
                row,
                "proposed",
                "proposed_weakest",
                "proposed_strongest",
                "reason",
                "decided",
                "decided_by",
                "decided_at",
                "second",
                "second_by",
                "note",
            ),
            "standing": standing_of(row),
            "wording": wording_of(row),
            "yardstick": bool(row.provenance.get("standing")),
        },
        "ask": {
            "letter": row.ask.letter.slug,
            **values(
                row.ask,
                "number",
                "paraphrase",
                "quote",
                "verb",
                "issues",
                "comparators",
                "weakest",
                "strongest",
            ),
        },
        "engagement": values(row.engagement, "slug", "title", "start", "official"),
        "sentences": [
            {
                "id": s.pk,
                **values(s, "document_id", "start", "end", "text", "why"),
                "title": (documents.get(s.document_id) or {}).get("title") or "",
            }
            for s in row.sentences.all()
        ],
        "replies": [values(r, "date", "by", "text", "source_url") for r in row.replies.all()],
        "gaps": known.gaps(),
    }
    return page(request, "letters/verdict.html", content, extra={"values": VALUES})


@needs("editor")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide, as the first or the second person; or store a reply."""
    from outspoken.scorecard import verdicts

    row = _verdict(number)

    def action() -> str:
        by = request.user.get_username()
        if request.POST.get("step") == "reply":
            day = text_of(request, "date")
            try:
                on = date.fromisoformat(day)
            except ValueError:
                raise InputError(day, "is no day", "write it as 2013-04-13") from None
            verdicts.reply(
                row, on=on, by=text_of(request, "by", longest=200), text=text_of(request, "text"),
                source_url=text_of(request, "url", longest=1000), entered_by=by,
            )  # fmt: skip
            return "The reply is kept beside the verdict."
        chosen = [int(n) for n in request.POST.getlist("sentence") if n.isdecimal()]
        verdicts.decide(
            row, text_of(request, "value"), by=by, note=text_of(request, "note"), sentences=chosen
        )
        return f"Decided: {verdicts.standing_of(row)}."

    return act(request, reverse("letters:verdict", args=[number]), action)
