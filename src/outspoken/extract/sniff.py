"""Telling a document's format: by its first bytes, then its stated type, then its name's ending."""

from __future__ import annotations

import re
from pathlib import PurePath

from outspoken.errors import InputError

ROW = "application/vnd.outspoken.row+json"
_ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "plain",
    ".text": "plain",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xml": "xml",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
}
_MEDIA = {
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "text/xml": "xml",
    ROW: "row",
    "message/rfc822": "mail",
    "multipart/related": "mail",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|h1|article|main)\b", re.I)
_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html[\s>])", re.I)
_OTHERS = {
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc)",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}


def sniff(content: bytes, name: str, media_type: str = "") -> str:
    """markdown, html, plain, pdf, docx, xml or row.

    Raises:
        InputError: another format, or no text at all.
    """
    media = media_type.partition(";")[0].strip().lower()
    if media == ROW:
        return "row"
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        if b"word/" in content or b"[Content_Types].xml" in content[:4096]:
            return "docx"
        raise InputError(name, "is a ZIP archive", "unpack it and add what is in it")
    for magic, what in _OTHERS.items():
        if content.startswith(magic):
            raise InputError(name, f"is {what}", "convert it to PDF, DOCX, HTML or text")
    if _is_binary(content):
        raise InputError(name, "is binary data, no document", "leave it out, or convert it")
    by_name = _ENDINGS.get(PurePath(name).suffix.lower(), "")
    if head.startswith(b"<?xml") and b"<html" not in head[:1024].lower():
        return "xml"
    if by_name:
        return by_name
    if _PAGE.match(head):
        return "html"  # Servers send pages as text/plain, or as nothing in particular.
    if media in _MEDIA:
        return _MEDIA[media]
    if _HTML.search(head[:1024]):
        return "html"
    return "plain"


def _is_binary(content: bytes) -> bool:
    sample = content[:8192]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    # UTF-16 without a mark has its zeros on every second byte; other zeros mean no text.
    nulls = sample.count(0)
    if nulls:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return not (min(even, odd) <= nulls * 0.05 and nulls > len(sample) * 0.2)
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    return controls > len(sample) * 0.05
