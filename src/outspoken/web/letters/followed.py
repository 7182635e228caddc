"""What followed: cases and events entered or imported, one time line, comparisons with caveats."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import DeskError, InputError
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.letters.act import act, table_of, text_of
from outspoken.web.page import page


def show(request: HttpRequest) -> HttpResponse:
    """The time line of a counterpart."""
    from outspoken.desk.models import Case, Engagement, Event
    from outspoken.scorecard.aftermath import followed

    country = request.GET.get("country", "").upper()[:3]
    chosen = Engagement.objects.filter(state="confirmed")
    if country:
        chosen = chosen.filter(counterpart=country)
    found = followed(at_hand.workspace(), list(chosen), counterpart=country)
    content: dict[str, Any] = {
        "country": country,
        "followed": asdict(found),
        "cases": [
            {
                "slug": c.slug,
                "name": c.name,
                "country": c.country,
                "at_risk": c.at_risk,
                "events": c.events.count(),
            }
            for c in Case.objects.all()
        ],
    }
    extra = {
        "kinds": Event.Kind.choices,
        "countries": sorted(set(Engagement.objects.values_list("counterpart", flat=True))),
    }
    rows = [asdict(e) for e in found.entries]
    return page(request, "letters/followed.html", content, rows=rows, name="timeline", extra=extra)


@needs("editor")
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Add or import cases and events, mark a person as at risk."""
    from outspoken.desk.models import Case
    from outspoken.scorecard import cases

    def action() -> str:
        by = request.user.get_username()
        step = request.POST.get("step", "")
        if step == "case":
            made = cases.save_case(
                {
                    "name": text_of(request, "name", longest=200),
                    "country": text_of(request, "country", longest=3),
                    "aliases": [
                        a.strip() for a in text_of(request, "aliases").split(";") if a.strip()
                    ],
                    "summary": text_of(request, "summary"),
                    "at_risk": bool(request.POST.get("at_risk")),
                },
                by=by,
            )
            return f"{made.name} added."
        if step == "event":
            fields = ("date", "kind", "title", "case", "source_url", "second_source_url", "country")
            made_event = cases.add_event(
                {f: text_of(request, f, longest=1000) for f in fields}, by=by
            )
            return f"{made_event.title} added."
        if step == "import-cases":
            return f"{cases.import_cases(*table_of(request, 'file'), by=by)} cases added."
        if step == "import-events":
            new, there = cases.import_events(*table_of(request, "file"), by=by)
            return f"{new} events added, {there} were there."
        if step == "risk":
            row = Case.objects.filter(slug=text_of(request, "slug")).first()
            if row is None:
                raise DeskError("case", "is not there", "reload the page")
            cases.save_case({"at_risk": not row.at_risk}, case=row, by=by)
            return (
                f"{row.name}: {'at risk, never published' if row.at_risk else 'no longer at risk'}."
            )
        raise InputError("step", "is unknown", "reload the page")

    return act(request, reverse("letters:followed"), action)
