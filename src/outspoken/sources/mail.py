"""E-mail files: a message is a document, and so is each document that is attached to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path, PurePath

from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import LARGEST, read_file, too_large, unreadable

MAIL = "message/rfc822"
ATTACHED = (".pdf", ".docx", ".html", ".htm", ".txt", ".md")
"""Endings of attachments that are documents; pictures, calendars and signatures are not."""
MOST_ATTACHED = 200


def read_mail(path: Path, key: str, mapping: Mapping[str, str]) -> Iterator[Capture | InputError]:
    """One message (.eml) and its attachments."""
    found = read_file(path, key)
    if isinstance(found, InputError):
        yield found
        return
    yield replace(found, media_type=MAIL)
    yield from _attached(found)


def read_mailbox(
    path: Path, key: str, mapping: Mapping[str, str]
) -> Iterator[Capture | InputError]:
    """The messages of a mailbox (.mbox), each with its attachments."""
    number, lines, size = 0, list[bytes](), 0
    try:
        with path.open("rb") as file:
            for line in file:
                if line.startswith(b"From ") and (not lines or lines[-1] in (b"\n", b"\r\n")):
                    if number:
                        yield from _message(b"".join(lines), size, key, number, path)
                    number, lines, size = number + 1, [], 0
                    continue
                size += len(line)
                if size <= LARGEST:
                    lines.append(line[1:] if line.startswith(b">From ") else line)
        if number:
            yield from _message(b"".join(lines), size, key, number, path)
        else:
            yield InputError(key, "holds no message", "save the mailbox as mbox")
    except OSError as error:
        yield unreadable(key, error)


def _message(
    content: bytes, size: int, key: str, number: int, path: Path
) -> Iterator[Capture | InputError]:
    name = f"{key} message {number}"
    if size > LARGEST:
        yield too_large(name)
        return
    try:
        parsed = BytesParser(policy=policy.default).parsebytes(content, headersonly=True)
        identity = str(parsed.get("Message-ID", "")).strip("<> \r\n")
    except (MessageError, ValueError, LookupError, IndexError, AttributeError):
        identity = ""
    capture = Capture(
        key=f"{key}#{identity or number}",
        name=name,
        content=content,
        media_type=MAIL,
        metadata={"origin": str(path)},
    )
    yield capture
    yield from _attached(capture)


def _attached(message: Capture) -> Iterator[Capture | InputError]:
    try:
        parsed = BytesParser(policy=policy.default).parsebytes(message.content)
        parts = list(parsed.iter_attachments()) if isinstance(parsed, EmailMessage) else []
    except (MessageError, ValueError, LookupError, KeyError, IndexError, AttributeError, TypeError):
        return  # The message itself is read, or fails with its reason.
    for part in parts[:MOST_ATTACHED]:
        try:
            name = PurePath((part.get_filename() or "").replace("\\", "/")).name
            content = part.get_payload(decode=True)
        except (MessageError, ValueError, LookupError, AttributeError):
            continue
        if not isinstance(content, bytes) or not name.lower().endswith(ATTACHED):
            continue
        shown = f"{message.name}: {name}"
        yield replace(
            message, key=f"{message.key}!{name}", name=shown, content=content, media_type=""
        )
