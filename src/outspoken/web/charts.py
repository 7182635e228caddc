"""Charts as SVG, drawn on this machine from Vega-Lite; every chart stands beside its table."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outspoken.measures.ask import Line
from outspoken.report.chart import AGENDAS, COLOURS
from outspoken.web import kept

Spec = dict[str, Any]
_specs: OrderedDict[str, Spec] = OrderedDict()
HELD = 500
"""Specifications kept: making one takes longer than a page has."""
WIDTH = 620
PALETTE = ("#b4390a", "#1e5a8a", "#4d7c5a", "#7a5ea8", "#8a6d1d", "#5b6670")
"""For speakers beside each other: first the one the page is about. Told apart by shape too."""
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def spec(about: Sequence[Any], make: Callable[[], Any]) -> Spec:
    """An Altair chart as plain values, made once for what it is about."""
    key = json.dumps(about, default=str)
    if key not in _specs:
        _specs[key] = _styled(make()).to_dict()
        while len(_specs) > HELD:
            _specs.popitem(last=False)
    return _specs[key]


def svg(chart: Spec | None) -> str | None:
    """A chart as an SVG element; None while it is being drawn, or where there is none."""
    if chart is None:
        return None

    def draw() -> str:
        import vl_convert

        drawn: str = vl_convert.vegalite_to_svg(chart)
        return drawn

    made = kept.result({"chart": chart}, draw)
    return None if made is None else str(made)


def png(chart: Spec) -> bytes:
    """A chart as a picture, twice as fine as a screen."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(chart | {"background": "white"}, scale=2)
    return drawn


def series(
    lines: Sequence[Line],
    measure: str,
    *,
    across: str = "year",
    by: str = "",
    title: str,
    as_share: bool = True,
    even: float | None = None,
) -> Spec | None:
    """A measure over time with its intervals, one row of marks for each value of `by`."""
    values = []
    for line in lines:
        figure = next((f for f in line.figures if f.measure == measure), None)
        if figure is None or figure.estimate is None or not line.labels.get(across):
            continue
        values.append(
            {
                "when": line.labels[across],
                "who": line.labels.get(by, "") if by else "",
                "value": figure.estimate,
                "low": figure.low,
                "high": figure.high,
                "count": f"{figure.n} of {figure.of}",
            }
        )
    if len(values) < 2:
        return None
    names = list(dict.fromkeys(str(v["who"]) for v in values))[: len(PALETTE)]
    values = [v for v in values if v["who"] in names]
    about = ["series", values, title, as_share, even]
    return spec(about, lambda: _series(values, names, title, as_share, even))


def _series(
    values: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    title: str,
    as_share: bool,
    even: float | None,
) -> Any:
    import altair as alt

    base = alt.Chart(alt.Data(values=values))
    offset = {"xOffset": alt.XOffset("who:N", sort=names)} if len(names) > 1 else {}
    colour = alt.Color(
        "who:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])),
        legend=alt.Legend(orient="top", columns=3) if len(names) > 1 else None,
    )
    x = alt.X("when:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=title, axis=alt.Axis(format="%" if as_share else ".1f", tickCount=5))
    layers = []
    if even is not None:
        layers.append(
            alt.Chart(alt.Data(values=[{"even": even}]))
            .mark_rule(strokeDash=[5, 4], color="#888")
            .encode(y="even:Q")
        )
    layers.append(
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q", color=colour, **offset)
    )
    layers.append(
        base.mark_point(filled=True, size=80, opacity=1).encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape(
                "who:N",
                sort=names,
                scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])),
                legend=None,
            ),
            **offset,
        )
    )
    return alt.layer(*layers).properties(width=WIDTH, height=230)


def counts(rows: Sequence[Mapping[str, Any]], title: str) -> Spec | None:
    """Sentences a year (rows with `year`, `sentences`) as bars."""
    values = [dict(row) for row in rows if row.get("year")]
    if len(values) < 2:
        return None
    return spec(["counts", values, title], lambda: _counts(values, title))


def _counts(values: Sequence[Mapping[str, Any]], title: str) -> Any:
    import altair as alt

    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(color=COLOURS["HR"])
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("sentences:Q", title=title, axis=alt.Axis(tickMinStep=1, tickCount=5)),
        )
        .properties(width=WIDTH, height=180)
    )


def agendas(rows: Sequence[Mapping[str, Any]]) -> Spec | None:
    """Shares of words by agenda (rows with `who`, `agenda`, `share`), a bar for each side."""
    values = [
        {**row, "name": AGENDAS.get(row["agenda"], row["agenda"]), "order": n}
        for n, row in enumerate(rows)
        if row["share"]
    ]
    return spec(["agendas", values], lambda: _agendas(values)) if values else None


def _agendas(values: Sequence[Mapping[str, Any]]) -> Any:
    import altair as alt

    shown = list(dict.fromkeys(row["agenda"] for row in values))
    names = [AGENDAS.get(a, a) for a in shown]
    sides = list(dict.fromkeys(v["who"] for v in values))
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X("share:Q", title="share of the words", axis=alt.Axis(format="%", tickCount=6)),
            y=alt.Y("who:N", title=None, sort=sides, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "name:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[COLOURS.get(a, "#999999") for a in shown]),
                legend=alt.Legend(orient="top", columns=4, columnPadding=24, symbolType="square"),
            ),
            order=alt.Order("order:Q"),
        )
        .properties(width=WIDTH - 60, height=max(44 * len(sides), 60))
    )


def _styled(chart: Any) -> Any:
    return (
        chart.properties(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, domain=False, gridColor="#d8d4cd")
        .configure_legend(labelFontSize=12)
        .configure(font="Arial, Helvetica, sans-serif", padding=8)
    )
