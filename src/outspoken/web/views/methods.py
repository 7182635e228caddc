"""Methods and data: how each figure is made, by what, from what; hashes and downloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from outspoken import __version__
from outspoken.codebook import DEFAULT
from outspoken.measures.registry import measures
from outspoken.model import Firmness
from outspoken.web import at_hand, keeper
from outspoken.web.page import page
from outspoken.web.views.overview import record

ABOUT = {
    "attention": "Share of a speaker's words that an agenda received. A sentence on two agendas gives half to each.",
    "issue": "Share of a speaker's words in sentences that name the issue.",
    "parity": "Words on rights for each word on the other agenda, in the same texts by the same speaker; 1 is equal prominence.",
    "position": "How early rights come up, and in what order beside the other agendas.",
    "breadth": "How many of the codebook's rights issues were named.",
    "depth": "How long rights are stayed with once they have come up.",
    "firmness": "How firmly rights were put, from a name-check (0) to a consequence (5).",
    "firmness-parity": "How likely a rights sentence is put more firmly than one on the comparators by the same speaker; 0.5 is equal.",
    "linkage": "Share of rights sentences that tie rights to another agenda.",
    "softening": "Share of rights sentences with a hedge, a euphemism, a minimiser, a pairing or a premise.",
    "prompted": "Share of rights sentences said only in answer to a question, where questions could be put.",
    "specificity": "How many of case, law, place, number and date a rights sentence names.",
    "visibility": "Where rights were said: to the counterpart, to the press, to a home audience.",
    "answered": "Share of journalists' questions on rights that the answer took up.",
}


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    at = at_hand.workspace()
    book = at_hand.codebook()
    behind, parts = keeper.behind()
    families: dict[str, list[dict[str, Any]]] = {}
    for measure in at_hand.remember("measures", lambda: measures(book)).values():
        families.setdefault(measure.family, []).append(
            {"name": measure.name, "unit": measure.unit, "note": measure.note}
        )
    content = {
        "version": __version__,
        "coder": "lexicon",
        "codebook": {"id": book.id, "version": book.version, "hash": book.hash},
        "manifest": at.archive.head(),
        "home": at.settings.home,
        "record": record(),
        "index": {"parts": parts, "behind": behind, "state": at_hand.state()},
        "measures": [
            {"family": family, "about": ABOUT.get(family, ""), "variants": rows}
            for family, rows in families.items()
        ],
        "firmness": list(Firmness.NAMES),
    }
    rows = [{"family": f, **row} for f, variants in families.items() for row in variants]
    return page(request, "methods.html", content, rows=rows, name="measures")


def manifest(request: HttpRequest) -> HttpResponseBase:
    """The archive's manifest: every object with its hash, address and time."""
    return _file(at_hand.workspace().archive.manifest, "manifest.jsonl", "application/x-ndjson")


def codebook(request: HttpRequest) -> HttpResponseBase:
    """The codebook as its file."""
    path = at_hand.workspace().settings.codebook or DEFAULT
    return _file(path, "codebook.yaml", "application/yaml")


def _file(path: Path, name: str, media_type: str) -> FileResponse:
    if not path.is_file():
        raise Http404(f"There is no {name} yet: add documents first.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
