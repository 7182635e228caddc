"""The brief before an engagement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from outspoken.web import at_hand
from outspoken.web.page import page


def show(request: HttpRequest) -> HttpResponse:
    """What an office has said to a counterpart."""
    from outspoken.desk.models import Engagement
    from outspoken.scorecard.brief import brief

    counterpart = request.GET.get("counterpart", "").upper()[:3]
    office = request.GET.get("office", "")[:200]
    official = request.GET.get("official", "")[:200]
    rows = Engagement.objects.exclude(state__in=["rejected", "merged"])
    content: dict[str, Any] = {
        "counterpart": counterpart,
        "office": office,
        "official": official,
        "brief": None,
    }
    if counterpart:
        content["brief"] = asdict(
            brief(at_hand.workspace(), counterpart, official=official, office=office)
        )
    extra = {
        "counterparts": sorted(set(rows.values_list("counterpart", flat=True))),
        "offices": sorted({o for o in rows.values_list("office", flat=True) if o}),
    }
    return page(request, "letters/brief.html", content, extra=extra)
