"""The final text of a letter as DOCX and PDF. The same letter gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from outspoken.errors import OutspokenError
from outspoken.scorecard.signing import final_signatories

if TYPE_CHECKING:
    from outspoken.desk.models import Letter

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class PdfMissingError(OutspokenError):
    """The extra for PDF is not installed."""


def lines_of(letter: Letter) -> tuple[list[str], list[tuple[str, str]]]:
    """The paragraphs of the letter, and under it (organisation, person and office) in order."""
    under = [
        (s.organisation, ", ".join(part for part in (s.person, s.title) if part))
        for s in final_signatories(letter)
    ]
    return [p for p in letter.text.split("\n") if p.strip()], under


def docx(letter: Letter) -> bytes:
    """The letter as a Word document."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(11)
    day = letter.written_on or letter.sent_on
    if day:
        document.add_paragraph(f"{day.day} {day:%B %Y}")
    paragraphs, under = lines_of(letter)
    for text in paragraphs:
        document.add_paragraph(text)
    for organisation, who in under:
        paragraph = document.add_paragraph()
        paragraph.add_run(organisation).bold = True
        if who:
            paragraph.add_run(f"\n{who}")
    properties = document.core_properties
    properties.title, properties.author = letter.title, ""
    moment = (
        datetime(day.year, day.month, day.day, tzinfo=UTC)
        if day
        else datetime(1980, 1, 1, tzinfo=UTC)
    )
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.last_modified_by, properties.revision = "", 1
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _same_bytes(content: bytes) -> bytes:
    """The archive with its members in order and without their times."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sorted(given.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, _ZIP_DAY)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(member, given.read(name))
    return out.getvalue()


def pdf(letter: Letter) -> bytes:
    """The letter as PDF, tagged for screen readers.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    day = letter.written_on or letter.sent_on
    paragraphs, under = lines_of(letter)
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    names = "".join(
        f"<li><strong>{escape(name)}</strong>{'<br>' + escape(who) if who else ''}</li>"
        for name, who in under
    )
    return print_page(
        f"<!doctype html><html lang='{escape(letter.language or 'en')}'><head><meta charset='utf-8'>"
        f"<title>{escape(letter.title)}</title><style>@page {{ size: A4; margin: 25mm 24mm }}"
        "body { font: 11pt/1.5 Georgia, 'DejaVu Serif', serif } ul { list-style: none; padding: 0 }"
        "li { margin-bottom: .6em; break-inside: avoid }</style></head><body>"
        f"{f'<p>{day.day} {day:%B %Y}</p>' if day else ''}{body}"
        f"{f'<ul>{names}</ul>' if names else ''}</body></html>"
    )


def print_page(page: str) -> bytes:
    """HTML to PDF; nothing is fetched, and the same page gives the same bytes.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        raise PdfMissingError(
            "PDF", "needs the extra 'pdf'", "pip install 'outspoken[pdf]', or take the DOCX or HTML"
        ) from None

    class Closed(URLFetcher):  # type: ignore[misc]
        """Fetches nothing: what a page needs is in the page."""

        def fetch(self, url: str, headers: object = None) -> object:
            raise ValueError(f"{url} is outside")

    written: bytes = HTML(string=page, url_fetcher=Closed()).write_pdf(
        pdf_identifier=b"outspoken", pdf_tags=True, srgb=True
    )
    return written
