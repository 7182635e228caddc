"""What is watched and who is told: `[watch]` and `[[sources]]` in a workspace's settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outspoken.errors import WorkspaceError
from outspoken.workspace import SETTINGS

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(m|h|d|w)")
_SECONDS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 7 * 86400.0}
LEAST = 300.0
"""Seconds between two visits of a source, at least."""
WATCH = (
    "every", "recheck", "feed", "contact", "allow_private", "mail_to", "mail_from", "smtp",
    "smtp_user", "pace",
)  # fmt: skip
SOURCE = ("name", "collection", "address", "match", "every", "recheck")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that is watched: a named collection, or pages, feeds and sitemaps.

    `every` and `recheck` are seconds: between two visits, and until a page that is held is asked
    again to see whether it was edited or withdrawn.
    """

    name: str
    collection: str = ""
    addresses: tuple[str, ...] = ()
    match: str = ""
    every: float = 86400.0
    recheck: float = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class Watch:
    """The whole watch: its sources, and how to tell.

    Attributes:
        sources: what is watched.
        feed: file of the Atom feed, in the workspace; "" for none.
        contact: told to the servers.
        allow_private: also reach addresses inside networks.
        pace: seconds between two requests to a host.
        mail_to: who gets an e-mail when there is news.
        mail_from: the sender.
        smtp: host, or host:port (587 with STARTTLS if not said; 465 is TLS from the start).
        smtp_user: account there; its password is in OUTSPOKEN_SMTP_PASSWORD, never in a file.
    """

    sources: tuple[Source, ...]
    feed: str = "watch.atom"
    contact: str = ""
    allow_private: bool = False
    pace: float = 1.0
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp: str = ""
    smtp_user: str = ""


def read_watch(folder: Path) -> Watch:
    """The watch of a workspace.

    Raises:
        WorkspaceError: nothing is watched, or a setting is wrong; names it and the mend.
    """
    path = folder / SETTINGS
    table = tomllib.loads(path.read_text("utf-8"))
    watch = table.get("watch", {})

    def wrong(setting: str, problem: str, mend: str) -> WorkspaceError:
        return WorkspaceError(f"{path}: {setting}", problem, mend)

    if not isinstance(watch, dict):
        raise wrong("watch", "is no table", "begin it with [watch]")
    for setting in watch:
        if setting not in WATCH:
            raise wrong(f"watch.{setting}", "is no setting", f"settings: {', '.join(WATCH)}")
    rows = table.get("sources", [])
    if not rows or not isinstance(rows, list):
        raise wrong("sources", "is empty: nothing is watched", "see docs/how-to.md, watching")
    every = _span(watch.get("every", "1d"), "watch.every", wrong)
    recheck = _span(watch.get("recheck", "7d"), "watch.recheck", wrong)
    sources = tuple(
        _source(row, number, every, recheck, wrong) for number, row in enumerate(rows, start=1)
    )
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise wrong(f"sources: {name}", "stands twice", "give each source its own name")
    mail_to = watch.get("mail_to", [])
    mail_to = [mail_to] if isinstance(mail_to, str) else mail_to
    if mail_to and not (watch.get("smtp") and watch.get("mail_from")):
        raise wrong("watch.smtp", "is missing", "e-mail needs smtp and mail_from")
    feed = str(watch.get("feed", "watch.atom"))
    if Path(feed).is_absolute() or ".." in Path(feed).parts:
        raise wrong("watch.feed", "leads out of the workspace", "name a file in it")
    return Watch(
        sources=sources,
        feed=feed,
        contact=str(watch.get("contact", "")),
        allow_private=bool(watch.get("allow_private", False)),
        pace=float(watch.get("pace", 1.0)),
        mail_to=tuple(str(one) for one in mail_to),
        mail_from=str(watch.get("mail_from", "")),
        smtp=str(watch.get("smtp", "")),
        smtp_user=str(watch.get("smtp_user", "")),
    )


def _source(
    row: Mapping[str, Any], number: int, every: float, recheck: float, wrong: Any
) -> Source:
    here = f"sources {number}"
    if not isinstance(row, dict):
        raise wrong(here, "is no table", "begin each with [[sources]]")
    for setting in row:
        if setting not in SOURCE:
            raise wrong(f"{here}: {setting}", "is no setting", f"settings: {', '.join(SOURCE)}")
    written = row.get("address", [])
    addresses = (written,) if isinstance(written, str) else tuple(written)
    if bool(addresses) == bool(row.get("collection")):
        raise wrong(here, "needs either collection or address", "name one of them")
    name = str(row.get("name") or row.get("collection") or addresses[0])
    return Source(
        name=name,
        collection=str(row.get("collection", "")),
        addresses=tuple(str(one) for one in addresses),
        match=str(row.get("match", "")),
        every=max(LEAST, _span(row["every"], f"{here}: every", wrong) if "every" in row else every),
        recheck=_span(row["recheck"], f"{here}: recheck", wrong) if "recheck" in row else recheck,
    )


def _span(value: object, setting: str, wrong: Any) -> float:
    match = _SPAN.fullmatch(str(value).strip().lower())
    if match is None:
        raise wrong(setting, f"{value!r} is no span of time", "as in 30m, 6h, 1d or 2w")
    return float(match[1]) * _SECONDS[match[2]]
