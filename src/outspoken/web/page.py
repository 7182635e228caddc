"""One way to answer: a page, or the same content as JSON or CSV at the same address."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

NAVIGATION = (
    ("overview", "Overview"),
    ("engagements", "Engagements"),
    ("officials", "Officials"),
    ("issues", "Issues"),
    ("cases", "Cases"),
    ("search", "Search"),
    ("review:index", "Review"),
    ("letters:index", "Letters"),
    ("codebook:index", "Codebook"),
    ("methods", "Methods and data"),
)
"""Name of the address, words. Rooms that are not there are left out."""


def page(
    request: HttpRequest,
    template: str,
    content: Mapping[str, Any],
    *,
    rows: Sequence[Mapping[str, Any]] | None = None,
    name: str = "",
    extra: Mapping[str, Any] | None = None,
    chart: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a template, or with its content where the address asks for data.

    Args:
        content: what the page says; also its JSON twin, so it holds plain values, dates and
            dataclasses only.
        rows: the page's list, for its CSV twin.
        name: of a downloaded file, without its ending.
        extra: what the template alone needs (forms, rows of the desk).
        chart: the page's chart as Vega-Lite; the template gets it as `svg`, the addresses ending in
            .svg and .png as files.
    """
    from outspoken.web import charts

    wanted = getattr(request, "twin", "")
    if wanted in ("svg", "png"):
        return _drawn(chart, wanted, name or "outspoken")
    if content.get("pending") and wanted:
        status = 202
    if wanted == "json":
        response = JsonResponse(
            plain(content), json_dumps_params={"indent": 1, "ensure_ascii": False}, status=status
        )
        response["Content-Type"] = "application/json; charset=utf-8"
        return response
    if wanted == "csv" and rows is not None:
        return as_csv(rows, name or "outspoken")
    svg = charts.svg(chart)
    pending = bool(content.get("pending")) or (chart is not None and svg is None)
    shown = {**content, **(extra or {}), "svg": svg, "pending": pending}
    return render(request, template, shown, status=status)


def _drawn(chart: dict[str, Any] | None, ending: str, name: str) -> HttpResponse:
    from outspoken.web import charts

    if chart is None:
        raise Http404("There is no chart on this page, or its figures are still being made.")
    if ending == "png":
        response = HttpResponse(charts.png(chart), content_type="image/png")
    else:
        import vl_convert

        drawn = vl_convert.vegalite_to_svg(chart)
        response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
        # Opened by itself it is a document: nothing in it may run.
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def as_csv(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Rows as a file that a spreadsheet opens.

    A cell that begins like a formula gets an apostrophe in front: the texts are other people's, and
    a spreadsheet would run them.
    """
    out = io.StringIO()
    names = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(row.get(key)) for key in names])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value: Any) -> str:
    """A value as a spreadsheet may have it: nothing of other people's that runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(v) for v in value)
    text = str(value)
    dangerous = isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "'" + text if dangerous else text


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs: the navigation with the room at hand, the workspace's name."""
    from outspoken import __version__
    from outspoken.web import at_hand, keeper

    items = []
    for name, words in NAVIGATION:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == address if address == "/" else request.path.startswith(address)
        items.append({"address": address, "words": words, "here": here})
    try:
        workspace, uncoded = at_hand.workspace().settings.name, at_hand.uncoded()
    except Exception:  # an error page must always come out
        workspace, uncoded = "", 0
    return {
        "navigation": items,
        "workspace_name": workspace,
        "version": __version__,
        "not_looked_at": uncoded,
        "behind": keeper.behind(),
    }


def twin_address(request: HttpRequest, ending: str) -> str:
    """The address of this page's data, with the same filters."""
    query = request.GET.copy()
    query["format"] = ending
    return f"{request.path}?{query.urlencode()}"
