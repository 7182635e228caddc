"""MIME: e-mails (the body that says most), and pages that a browser saved as one file (MHTML).

An e-mail's date is when it was sent and counts as the text's; the date of an MHTML file is when it
was saved and does not.
"""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from outspoken.errors import InputError
from outspoken.extract import html
from outspoken.extract.plain import paragraphs_of
from outspoken.extract.stated import metadata_of, where_unstated
from outspoken.model import Extracted

MOST_PARTS = 2000


def read(content: bytes, name: str) -> Extracted:
    """Read a message or a saved page.

    Raises:
        InputError: it has no readable text.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        saved = message.get("Snapshot-Content-Location") or (
            message.get_content_type() == "multipart/related" and not message.get("From")
        )
        part = _body(message, page=bool(saved))
        markup = _text_of(part) if part is not None else ""
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise InputError(name, f"is no readable message ({error})", "save it again") from None
    if part is None or not markup.strip():
        raise InputError(name, "is a message without text", "add its attachments by themselves")
    if saved:
        extracted = html.read(markup.encode("utf-8", "replace"), name)
        address = str(
            message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
        )
        hints = {"url": address, "title": _header(message, "Subject")}
        metadata = where_unstated(
            extracted.metadata, {k: v for k, v in hints.items() if v}, extracted.text
        )
        return Extracted(extracted.text, metadata, extracted.bold)
    if part.get_content_type() == "text/html":
        inner = html.read(markup.encode("utf-8", "replace"), name)
        text, bold = inner.text, inner.bold
    else:
        text, bold = paragraphs_of(markup)
    stated = {"title": (_header(message, "Subject"), "the e-mail's subject")}
    if (date := _header(message, "Date")) and (day := _sent(date)):
        stated["published"] = (day, "the e-mail's date")
    return Extracted(text, metadata_of(stated, text), bold)


def _body(message: Message, *, page: bool) -> Message | None:
    """The part that holds the text: HTML before plain text, the first of its kind."""
    found: Message | None = None
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/html":
            return part
        if kind == "text/plain" and found is None and not page:
            found = part
    return found


def _text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or ""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252" if charset in ("", "us-ascii", "iso-8859-1") else charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp1252", "replace")


def _header(message: EmailMessage | Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _sent(date: str) -> str:
    try:
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
