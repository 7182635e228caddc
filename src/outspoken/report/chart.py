"""The report's chart: what the official spoke about, one bar an engagement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outspoken.report.content import EngagementReport

AGENDAS: Mapping[str, str] = {
    "HR": "Human rights",
    "ECO": "Economy",
    "SEC": "Security",
    "ENV": "Climate and energy",
    "HEALTH": "Health",
    "LAW": "Crime",
    "P2P": "People to people",
    "DEV": "Development and aid",
    "DIP": "Relations and consular",
}
COLOURS: Mapping[str, str] = {
    "HR": "#c2410c",
    "ECO": "#1e5a8a",
    "SEC": "#5b7a99",
    "ENV": "#5f8f72",
    "HEALTH": "#8fb3a0",
    "LAW": "#8a7fa8",
    "P2P": "#b3a9c9",
    "DEV": "#c9b97a",
    "DIP": "#b8bec7",
}
"""Rights stand out, the comparators recede. Told apart by order and label too, never by hue alone."""


def label(report: EngagementReport) -> str:
    """An engagement's name on an axis."""
    return f"{report.start.isoformat()}  {report.counterpart_name}, {report.kind}"


def occurring(reports: Sequence[EngagementReport], agendas: Sequence[str]) -> list[str]:
    """The agendas that any of the officials touched, rights always among them."""
    touched = {a.agenda for r in reports for a in r.principal.agendas if a.words}
    return [agenda for agenda in agendas if agenda in touched or agenda == agendas[0]]


def agendas_svg(reports: Sequence[EngagementReport], agendas: Sequence[str]) -> str:
    """A stacked bar of the principal's words by agenda for each engagement, as an SVG element.

    Engagements without any words of the principal have no bar (the text says why).
    """
    import altair as alt
    import vl_convert

    heard = [r for r in reports if not r.unheard]
    if not heard:
        return ""
    shown = occurring(reports, agendas)
    values = [
        {
            "engagement": label(report),
            "agenda": AGENDAS.get(a.agenda, a.agenda),
            "share": a.share or 0.0,
            "order": agendas.index(a.agenda),
        }
        for report in heard
        for a in report.principal.agendas
        if a.agenda in shown
    ]
    names = [AGENDAS.get(a, a) for a in shown]
    chart = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(height={"band": 0.72})
        .encode(
            x=alt.X(
                "share:Q",
                title="share of the official's words",
                axis=alt.Axis(format="%", grid=True, tickCount=6),
            ),
            y=alt.Y(
                "engagement:N",
                title=None,
                sort=[label(r) for r in heard],
                axis=alt.Axis(labelLimit=320, minExtent=215, labelPadding=8),
            ),
            color=alt.Color(
                "agenda:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[COLOURS.get(a, "#999999") for a in shown]),
                legend=alt.Legend(orient="top", columns=4, columnPadding=28, symbolType="square"),
            ),
            order=alt.Order("order:Q"),
        )
        .properties(width=560, height=max(34 * len(heard), 60), background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, domain=False, gridColor="#e5e7eb")
        .configure_legend(labelFontSize=12)
        .configure(font="Arial, Helvetica, sans-serif", padding=12)
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg
