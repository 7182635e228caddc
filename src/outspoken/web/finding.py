"""Sentences for a page: a query, also over what engagements gathered, with roles as they see them.

In the other government's text its own official is the principal; seen from the engagement that is
the counterpart, and what it tells of our official is its account, not our official on record. So a
query on an engagement becomes up to three, by whose text it is (see `measures.selection`).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outspoken.measures.figure import Figure
from outspoken.measures.selection import ACCOUNTS
from outspoken.search.query import MANY, Query, count, find
from outspoken.search.reading import Document, Line, by_ids, documents
from outspoken.web import at_hand

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement

SIDES = ("principal", "official", "counterpart")
SWAPPED = {"principal": "counterpart", "official": "counterpart", "counterpart": "principal"}
PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. `more` is where the next begins, 0 at the end."""

    rows: tuple[tuple[Line, Document], ...]
    total: int
    capped: bool
    more: int


def look(
    query: Query, *, limit: int = PAGE, before: int = 0, after: int = 0, counted: bool = True
) -> Found:
    """What a query finds, newest first (oldest first with `after`)."""
    index = at_hand.index()
    parts = _parts(query)
    ids = sorted(
        {
            i
            for part in parts
            for i in find(index, part, limit=limit + 1, before=before, after=after)
        },
        reverse=not after,
    )
    total = sum(count(index, part) for part in parts) if counted else 0
    more = ids[limit - 1] if len(ids) > limit else 0
    rows = by_ids(index, ids[:limit])
    return Found(tuple(rows), min(total, MANY), total > MANY, more)


def number(query: Query) -> int:
    """How many sentences a query finds, at most one more than are counted."""
    index = at_hand.index()
    return sum(count(index, part) for part in _parts(query))


def every(query: Query, limit: int) -> Iterable[tuple[Line, Document]]:
    """All that a query finds, newest first, at most `limit`."""
    index = at_hand.index()
    ids = sorted(
        {i for part in _parts(query) for i in find(index, part, limit=limit)}, reverse=True
    )[:limit]
    for at in range(0, len(ids), 500):
        yield from by_ids(index, ids[at : at + 500])


def _parts(query: Query) -> list[Query]:
    if not query.engagement:
        return [query]
    from outspoken.engagements.decisions import choose
    from outspoken.engagements.decisions import find as find_engagement

    if query.engagement == "any":
        chosen = [
            e
            for e in choose()
            if (not query.government or e.government in query.government)
            and (not query.counterpart or e.counterpart in query.counterpart)
            and (not query.principal or e.official in query.principal)
            and (not query.since or e.start.isoformat() >= query.since)
            and (not query.until or e.start.isoformat() <= query.until)
        ]
        # The engagement's own day, sides and official choose it; its documents all count.
        query = replace(query, government=(), counterpart=(), principal=(), since="", until="")
    else:
        chosen = [find_engagement(query.engagement)]
    return _of_engagements(query, chosen)


def _of_engagements(query: Query, chosen: Sequence[Engagement]) -> list[Query]:
    groups: dict[str, set[str]] = {"own": set(), "account": set(), "other": set()}
    wanted = {
        row.document_id: e
        for e in chosen
        for row in e.documents.all()
        if str(row.phase) == "during"
    }
    for document in documents(at_hand.index(), wanted).values():
        theirs = document.government == wanted[document.document_id].counterpart
        account = document.genre in {genre.value for genre in ACCOUNTS}
        kind = ("account" if account else "other") if theirs else "own"
        groups[kind].add(document.document_id)
    parts = []
    for kind, ids in groups.items():
        roles = _roles(query.role, kind)
        if ids and roles is not None:
            parts.append(replace(query, role=roles, documents=tuple(sorted(ids)), engagement=""))
    return parts


def said_in(engagement: Engagement) -> tuple[list[Document], int, int]:
    """An engagement's documents, its official's sentences in them, and how many put rights."""
    rows = {row.document_id: str(row.phase) for row in engagement.documents.all()}
    held = documents(at_hand.index(), rows)
    sentences = rights = 0
    for document in held.values():
        if rows[document.document_id] != "during":
            continue
        theirs = document.government == engagement.counterpart
        account = document.genre in {genre.value for genre in ACCOUNTS}
        roles = _roles(("principal",), ("account" if account else "other") if theirs else "own")
        if document.found and roles:
            marks = ",".join("?" * len(roles))
            counts = at_hand.index().one(
                "select sum(sentences) n, sum(rights) r from roles where number = ?"  # noqa: S608
                f" and role in ({marks})",
                [document.number, *roles],
            )
            sentences += (counts and counts["n"]) or 0
            rights += (counts and counts["r"]) or 0
    return list(held.values()), sentences, rights


def _roles(roles: tuple[str, ...], kind: str) -> tuple[str, ...] | None:
    """Roles in the text that are these roles in the engagement; None where none is."""
    if not roles or kind == "own":
        return roles
    plain = [role for role in roles if role not in SIDES]
    if kind == "account":
        found = plain + (list(SIDES) if "counterpart" in roles else [])
    else:
        found = plain + [role for role, seen in SWAPPED.items() if seen in roles]
    return tuple(found) or None


_LISTS = ("government", "counterpart", "genre", "language", "role", "agenda", "issue", "firmness",
          "linkage")  # fmt: skip
_FLAGS = {"linked": ("linkage", "any"), "softened": ("softened", "yes"),
          "disclaimed": ("disclaimed", "yes"), "prompted": ("prompted", "yes"),
          "volunteered": ("prompted", "no"), "specific": ("specific", "yes")}  # fmt: skip


def address_of(figure: Figure | Mapping[str, Any]) -> str:
    """The list of the sentences behind a figure: its command (`outspoken sentences ...`) as a page."""
    from outspoken.web.templatetags.outspoken import search_url

    command = figure.sentences if isinstance(figure, Figure) else str(figure["sentences"])
    if not command:
        return ""
    words = shlex.split(command)[2:]
    found: dict[str, Any] = {"role": ["principal"], "scope": "foreign", "own": "yes"}
    engagement = "any"
    at = 0
    while at < len(words):
        word = words[at]
        name = word.removeprefix("--")
        value = words[at + 1] if at + 1 < len(words) else ""
        if not word.startswith("--"):
            engagement = word
        elif name == "record":
            engagement = ""
        elif name in _FLAGS:
            key, held = _FLAGS[name]
            found[key] = [held]
        else:
            at += 1
            if name == "role":
                found["role"] = [value]
            elif name == "official":
                found["principal"] = [value]
            elif name == "scope":
                found["scope"] = "foreign"
            elif name in _LISTS:
                found.setdefault(name, []).append(value)
            elif name in ("since", "until"):
                found[name] = value
        at += 1
    return search_url({**found, "engagement": engagement})
