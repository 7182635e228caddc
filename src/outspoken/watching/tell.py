"""Telling what changed: as text, as an e-mail, as an Atom feed."""

from __future__ import annotations

import html
import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from outspoken.durable import write_whole
from outspoken.errors import WorkspaceError
from outspoken.watching.news import Item, now
from outspoken.watching.settings import Watch

SHOWN = 12
"""Changed sentences of one page that are written out; the rest is counted."""
PASSWORD = "OUTSPOKEN_SMTP_PASSWORD"  # noqa: S105 - the variable's name, not its value
_WORDS = {"new": "new", "edited": "edited", "withdrawn": "withdrawn"}


def lines(items: Sequence[Item], failed: Sequence[str] = ()) -> Iterator[str]:
    """The news as lines of text."""
    if not items:
        yield "nothing new"
    for item in items:
        day = f"{item.day}  " if item.day else ""
        yield f"{_WORDS[item.kind]}: {day}{item.title}"
        yield f"  {item.url or item.key}"
        if said := _counted(item):
            yield f"  {said}"
        yield from (f"  {line}" for line in item.changes[:SHOWN])
        if len(item.changes) > SHOWN:
            yield f"  and {len(item.changes) - SHOWN:,} more sentences (outspoken archive changes)"
    if failed:
        yield f"not had ({len(failed):,}):"
        yield from (f"  {line}" for line in failed[:SHOWN])
        if len(failed) > SHOWN:
            yield f"  and {len(failed) - SHOWN:,} more"


def subject(items: Sequence[Item], name: str) -> str:
    """The e-mail's subject: how many of what."""
    counts = [
        f"{number} {_WORDS[kind]}"
        for kind in _WORDS
        if (number := sum(item.kind == kind for item in items))
    ]
    rights = sum(item.rights for item in items)
    about = f", {rights} sentences on human rights" if rights else ""
    return f"{_one_line(name)}: {', '.join(counts) or 'nothing new'}{about}"


def send(watch: Watch, name: str, items: Sequence[Item], failed: Sequence[str] = ()) -> None:
    """Send the news by SMTP, over TLS where the port is not 25.

    Raises:
        WorkspaceError: the server does not take it.
    """
    message = EmailMessage()
    message["Subject"] = subject(items, name)
    message["From"] = _one_line(watch.mail_from)
    message["To"] = ", ".join(_one_line(one) for one in watch.mail_to)
    message.set_content("\n".join(lines(items, failed)) + "\n")
    host, _, port = watch.smtp.partition(":")
    number = int(port) if port.isdigit() else 587
    context = ssl.create_default_context()
    try:
        if number == 465:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, number, timeout=30, context=context)
        else:
            server = smtplib.SMTP(host, number, timeout=30)
        with server:
            if number == 587:
                server.starttls(context=context)
            if watch.smtp_user:
                server.login(watch.smtp_user, os.environ.get(PASSWORD, ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise WorkspaceError(
            watch.smtp, f"does not take the e-mail ({error})", "check watch.smtp; the news is kept"
        ) from None


def write_feed(path: Path, name: str, items: Sequence[Item]) -> None:
    """Write the Atom feed (RFC 4287), newest first."""
    entries = "".join(_entry(item) for item in reversed(items))
    updated = items[-1].at if items else now()
    feed = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <title>{_xml(name)}</title>\n"
        f"  <id>urn:outspoken:watch:{_xml(name)}</id>\n"
        f"  <updated>{_xml(updated)}</updated>\n"
        "  <author><name>Outspoken</name></author>\n"
        "  <generator>Outspoken</generator>\n"
        f"{entries}</feed>\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, feed.encode("utf-8"))


def _entry(item: Item) -> str:
    body = [f"<p>{html.escape(_counted(item))}</p>"] if _counted(item) else []
    body += [
        f"<p>{'<del>' if line.startswith('- ') else '<ins>' if line.startswith('+ ') else ''}"
        f"{html.escape(line)}"
        f"{'</del>' if line.startswith('- ') else '</ins>' if line.startswith('+ ') else ''}</p>"
        for line in item.changes[:SHOWN]
    ]
    link = ""
    if item.url.startswith(("http://", "https://")):
        link = f"    <link href={quoteattr(_clean(item.url))}/>\n"
    title = f"{_WORDS[item.kind]}: {item.title}"
    return (
        "  <entry>\n"
        f"    <title>{_xml(title)}</title>\n"
        f"    <id>urn:sha256:{_xml(item.line)}</id>\n"
        f"    <updated>{_xml(item.at)}</updated>\n"
        f"{link}"
        f'    <content type="html">{_xml("".join(body))}</content>\n'
        "  </entry>\n"
    )


def _counted(item: Item) -> str:
    if not item.sentences:
        return ""
    said = f"{item.sentences:,} sentences, {item.rights:,} on human rights (detector counts)"
    if item.issues:
        said += ": " + ", ".join(f"{issue} {count}" for issue, count in item.issues.items())
    return said


def _xml(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(ch for ch in text if ch >= " " or ch in "\t\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())
