"""Samples: how far each is, how far its people agree, drawing a new one, its labels as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from outspoken.errors import InputError
from outspoken.review.agreement import GATE, agreement
from outspoken.review.queue import drawn, people, progress, queue
from outspoken.web import at_hand
from outspoken.web.accounts import may, needs
from outspoken.web.page import page

LARGEST = 20_000
"""Sentences of one sample; a person codes a few hundred in a day."""


def the(slug: str) -> Any:
    """The sample of this name."""
    from outspoken.desk.models import Sample

    sample = Sample.objects.filter(slug=slug).first()
    if sample is None:
        raise Http404(f"There is no sample {slug!r}.")
    return sample


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All samples, the newest first."""
    from outspoken.desk.models import Sample
    from outspoken.web.review.strays import number

    samples = []
    for sample in Sample.objects.order_by("-made_at", "-id"):
        held = drawn(sample)
        samples.append(
            {
                "name": sample.slug,
                "title": sample.title,
                "blind": sample.blind,
                "made_at": sample.made_at,
                "made_by": sample.made_by,
                "progress": progress(sample, held),
                "left_for_you": len(queue(sample, request.user.get_username(), held)),
            }
        )
    return page(
        request, "review/index.html", {"samples": samples}, rows=_flat(samples), name="samples",
        extra={"strays": number()},
    )  # fmt: skip


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One sample: progress, agreement, strata, what can be done with it."""
    from outspoken.review.adjudication import disputes

    sample = the(slug)
    held = drawn(sample)
    coded: dict[str, int] = {}
    for one in held:
        coded[one.stratum] = coded.get(one.stratum, 0) + bool(one.by)
    strata = [
        {"name": name, **counts, "coded": coded.get(name, 0)}
        for name, counts in sorted(sample.strata.items())
    ]
    content = {
        "name": sample.slug,
        "title": sample.title,
        "blind": sample.blind,
        "seed": sample.seed,
        "made_at": sample.made_at,
        "made_by": sample.made_by,
        "population": sample.population,
        "strata": strata,
        "progress": progress(sample, held),
        "people": people(sample),
        "left_for_you": len(queue(sample, request.user.get_username(), held)),
        "to_settle": len(disputes(sample)),
        "agreement": agreement(sample),
        "gate": GATE,
    }
    return page(request, "review/sample.html", content)


@require_GET
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """Agreement and progress as they are now, for the page that shows them."""
    sample = the(slug)
    content = {
        "name": slug,
        "agreement": agreement(sample),
        "progress": progress(sample),
        "gate": GATE,
    }
    return render(request, "review/_agreement.html", content)


@require_GET
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The labelled rows that `outspoken validate` and `outspoken train` read.

    Coders get their own alone: whoever has seen another's answers codes no longer independently.
    """
    from outspoken.review.labels import labels, written

    workspace = at_hand.workspace()
    by = request.GET.get("by", "")
    if by != request.user.get_username() and not may(request.user, "editor"):
        raise PermissionDenied(
            "Other people’s answers are open to editors, so that coders stay independent."
        )
    told = labels(the(slug), workspace.lake, home=workspace.settings.home, by=by)
    response = HttpResponse(written(told.rows), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.jsonl"'
    return response


@require_POST
@needs("editor")
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample of the whole record with known probabilities."""
    from django.utils.text import slugify

    from outspoken.measures.drawing import population, store

    name = slugify(request.POST.get("name", ""))[:160]
    if not name:
        raise InputError("the sample's name", "is empty", "give it a short name")
    if name in ("draw", "strays", "sentence"):
        raise InputError(name, "is the address of another page", "give the sample another name")
    size = _number(request, "size", 1, LARGEST)
    double = _number(request, "double", 0, 100)
    role = request.POST.get("role", "principal")
    workspace = at_hand.workspace()
    sample = store(
        workspace,
        population(workspace, role=role, codebook=at_hand.codebook()),
        name=name,
        title=request.POST.get("title", "")[:300],
        size=size,
        seed=_number(request, "seed", 0, 2**31),
        by=request.user.get_username(),
        double_share=double / 100,
        blind=request.POST.get("mode") != "assisted",
    )
    messages.success(request, f"{sample.sentences.count()} sentences drawn.")
    return HttpResponseRedirect(reverse("review:sample", args=[name]))


def _number(request: HttpRequest, name: str, least: int, most: int) -> int:
    text = request.POST.get(name, "")
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise InputError(name, f"{text[:20]!r} is not a number from {least} to {most:,}", "mend it")
    return int(text)


def _flat(samples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": one["name"],
            "title": one["title"],
            "sentences": one["progress"].sentences,
            "done": one["progress"].done,
            "answers": one["progress"].answers,
        }
        for one in samples
    ]
