"""The report as one self-contained HTML file: no script, nothing loaded from anywhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outspoken.codebook import Codebook
from outspoken.measures import LABEL
from outspoken.measures.figure import Figure
from outspoken.model import Firmness
from outspoken.report.chart import AGENDAS, agendas_svg, occurring
from outspoken.report.content import EngagementReport, Provenance
from outspoken.report.links import is_safe

LINKAGES: Mapping[str, str] = {
    "INSTRUMENTAL": "rights serve another aim",
    "CONDITIONAL": "relations depend on rights",
    "CONSEQUENCE": "a cost for abuses",
    "REVERSE": "another agenda will bring rights",
    "DECOUPLING": "kept apart from rights",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("outspoken.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.filters["safe_url"] = lambda url: url if is_safe(url) else ""
    environment.filters["times"] = times
    environment.filters["between"] = between
    return environment


def percent(share: float | None) -> str:
    """A share for people: "4.2 %"; "–" where nothing was said, which is not zero."""
    if share is None:
        return "–"
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{share * 100:.1f} %"


def times(ratio: float | None) -> str:
    """A ratio of words for people: "0.25" or "3.1"; "–" where there is nothing to compare."""
    if ratio is None:
        return "–"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def between(figure: Figure | None) -> str:
    """A figure's interval for people: "2.1 to 9.8 %", "0.11 to 0.37"; empty where there is none."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    if figure.unit == "log ratio":
        low, high = (times(math.exp(min(x, 50.0))) for x in (figure.low, figure.high))
        return f"{low} to {high}"
    return f"{figure.low * 100:.1f} to {figure.high * 100:.1f} %"


def render(
    reports: Sequence[EngagementReport],
    provenance: Provenance,
    codebook: Codebook,
    agendas: Sequence[str],
    *,
    title: str,
    made_at: datetime | None = None,
) -> str:
    """The whole page as text. `made_at` is printed; give it to get the same bytes again."""
    heard = [r for r in reports if not r.unheard]
    page = _environment().get_template("report.html.j2")
    return page.render(
        title=title,
        reports=reports,
        heard=heard,
        named=[r for r in heard if r.principal.rights],
        silent=[r for r in heard if r.silent],
        unheard=[r for r in reports if r.unheard],
        rights_words=sum(r.principal.hr.words for r in heard),
        words=sum(r.principal.words for r in heard),
        economy_words=sum(a.words for r in heard for a in r.principal.agendas if a.agenda == "ECO"),
        security_words=sum(
            a.words for r in heard for a in r.principal.agendas if a.agenda == "SEC"
        ),
        provenance=provenance,
        label=LABEL,
        shown=occurring(reports, agendas),
        agenda_names=AGENDAS,
        issues=codebook.issues,
        firmness=Firmness.NAMES,
        linkages=LINKAGES,
        chart=Markup(agendas_svg(reports, agendas)),  # noqa: S704 - drawn here, texts escaped in it
        made_at=made_at or datetime.now(UTC),
    )
