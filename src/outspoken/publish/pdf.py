"""The PDF report: the same content as one document for print."""

from __future__ import annotations

from outspoken.measures import LABEL
from outspoken.model import Firmness
from outspoken.publish.content import Content
from outspoken.publish.site import environment
from outspoken.scorecard.writing import print_page


def report_html(content: Content) -> str:
    """The report as one page of HTML, as it is printed."""
    return environment().get_template("report.html.j2").render(
        content=content,
        label=LABEL,
        issues=content.codebook.issues,
        firmness=Firmness.NAMES,
        reports={r.slug: r for r in content.reports},
    )  # fmt: skip


def report_pdf(content: Content) -> bytes:
    """The report as PDF.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    return print_page(report_html(content))
