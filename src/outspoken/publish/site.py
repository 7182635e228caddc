"""The static site: pages that work from a folder, without a server, a script or a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outspoken.measures import LABEL
from outspoken.model import Firmness
from outspoken.publish.content import Content, PublicLetter
from outspoken.report.html import percent
from outspoken.report.links import is_safe

if TYPE_CHECKING:
    from outspoken.publish.tables import Table

LARGEST = 300_000
"""Bytes of a page before its charts; a larger one is slow where the line is slow."""


@cache
def environment() -> Environment:
    """The templates, with what they call."""
    made = Environment(
        loader=PackageLoader("outspoken.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    made.filters["figure"] = figure
    made.filters["safe_url"] = lambda url: url if url and is_safe(url) else ""
    return made


def figure(value: float | None) -> str:
    """A number for people, three figures; "–" where there is nothing to measure."""
    return "–" if value is None else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def site(content: Content, tables: Sequence[Table], *, pdf: bool) -> Iterator[tuple[str, str]]:
    """The pages: their addresses under the folder, and their text."""
    reports = {r.slug: r for r in content.reports}
    pages = [("index.html", "Overview"), ("scorecards.html", "Scorecards")]
    if content.followed is not None:
        pages.append(("followed.html", "What followed"))
    pages += [("method.html", "Method"), ("codebook.html", "Codebook"), ("data.html", "Data")]
    if len(content.letters) <= 1:
        # One letter needs no list of its own.
        pages[1:2] = [(f"scorecards/{x.slug}.html", "Scorecard") for x in content.letters]

    def page(address: str, template: str, **given: Any) -> tuple[str, str]:
        depth = address.count("/")
        text = environment().get_template(template).render(
            content=content,
            root="../" * depth,
            here=address,
            pages=pages,
            label=LABEL,
            issues=content.codebook.issues,
            agendas=content.codebook.agendas,
            firmness=Firmness.NAMES,
            reports=reports,
            **given,
        )  # fmt: skip
        return address, text

    yield page("index.html", "index.html.j2", chart=_chart(content))
    for r in content.reports:
        yield page(
            f"engagements/{r.slug}.html",
            "engagement.html.j2",
            r=r,
            figures=[f for slug, f in content.figures if slug == r.slug],
            cards=[x for x in content.letters if r.slug in x.engagements()],
        )
    if len(content.letters) > 1:
        yield page("scorecards.html", "scorecards.html.j2")
    for x in content.letters:
        yield from _scorecard(page, x, content)
    if content.followed is not None:
        yield page("followed.html", "followed.html.j2", f=content.followed)
    yield page("method.html", "method.html.j2")
    yield page("codebook.html", "codebook.html.j2")
    yield page("data.html", "data.html.j2", tables=tables, pdf=pdf)


def _scorecard(page: Any, x: PublicLetter, content: Content) -> Iterator[tuple[str, str]]:
    slugs = x.engagements()
    yardsticks = {
        slug: any(v.yardstick for v in x.verdicts if v.engagement == slug) for slug in slugs
    }
    yield page(
        f"scorecards/{x.slug}.html",
        "scorecard.html.j2",
        x=x,
        slugs=slugs,
        yardsticks=yardsticks,
        yardstick=any(yardsticks.values()),
        decided=sum(v.standing != "proposed" for v in x.verdicts),
    )
    for r in content.reports:
        if r.slug in slugs:
            yield page(
                f"scorecards/{x.slug}/{r.slug}.html",
                "card.html.j2",
                x=x,
                r=r,
                yardstick=yardsticks[r.slug],
            )


def _chart(content: Content) -> Markup:
    from outspoken.measures.registry import agendas_of
    from outspoken.report.chart import agendas_svg

    # Drawn here; the texts in it are escaped by the drawing library.
    return Markup(agendas_svg(content.reports, agendas_of(content.codebook)))  # noqa: S704
