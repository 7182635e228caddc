"""Finding sentences by words and codes.

What a person types becomes a full-text query: words (all of them), "a phrase", begin*, -without,
OR between two. Filters are tokens of the same index, days a span of ids: one lookup for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from outspoken.errors import InputError
from outspoken.search.passage import spaced, words_of
from outspoken.search.schema import Index, first_of, span_of
from outspoken.search.tags import ANY, token

MANY = 10_000
"""Up to here results are counted; beyond, "more than"."""
LONGEST = 600
"""Characters of a query."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Empty means no limit; a field with several values takes any of them.

    `official` is who speaks; `principal` the official whose document it is. `firmness` is that of
    the asked issues, or of rights where none is asked for. `scope` "foreign" leaves out what is about
    the speaker's own country alone. `documents` are SHA-256 hashes.
    """

    q: str = ""
    government: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    principal: tuple[str, ...] = ()
    counterpart: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    firmness: tuple[str, ...] = ()
    at_least: str = ""
    target: tuple[str, ...] = ()
    linkage: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    prompted: str = ""
    softened: str = ""
    disclaimed: str = ""
    specific: str = ""
    scope: str = ""
    own: str = ""
    since: str = ""
    until: str = ""
    engagement: str = ""
    documents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.q) > LONGEST:
            raise InputError("search", f"is longer than {LONGEST} characters", "shorten it")
        for name in ("since", "until"):
            try:
                if getattr(self, name):
                    date.fromisoformat(getattr(self, name))
            except ValueError:
                raise InputError(
                    f"{name} {getattr(self, name)!r}", "is no day", "write it as 2022-11-14"
                ) from None

    def filters(self) -> dict[str, Any]:
        """What is set, under its name."""
        return {f.name: v for f in fields(self) if (v := getattr(self, f.name))}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing typed: words in a row, wanted or not; `alternative` to the one before."""

    phrase: str
    begins: bool = False
    without: bool = False
    alternative: bool = False


_TERM = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def terms(q: str) -> list[Term]:
    """What a person typed."""
    found: list[Term] = []
    alternative = False
    for match in _TERM.finditer(q.replace("“", '"').replace("”", '"')):
        word = match["word"]
        if word == "OR" and found:
            alternative = True
            continue
        phrase = match["phrase"] if match["phrase"] is not None else word
        begins = match["word"] is not None and word.endswith("*")
        if not words_of(phrase):
            continue
        found.append(Term(phrase.rstrip("*"), begins, bool(match["minus"]), alternative))
        alternative = False
    return found


def marked(q: str) -> list[str]:
    """The phrases that are marked in what was found."""
    return [t.phrase + ("*" if t.begins else "") for t in terms(q) if not t.without]


def match_of(query: Query) -> str:
    """The full-text query."""
    groups: list[list[str]] = []
    without: list[str] = []
    for term in terms(query.q):
        written = "text : " + _quoted(term)
        if term.without:
            without.append(written)
        elif term.alternative and groups:
            groups[-1].append(written)
        else:
            groups.append([written])
    clauses = [_any(group) for group in groups]
    clauses += [_any([f"tags : {t}" for t in group]) for group in _tags(query)]
    if not clauses:
        clauses = [f"tags : {ANY}"]
    wanted = " AND ".join(clauses)
    return f"({wanted}) NOT {_any(without)}" if without else wanted


def _quoted(term: Term) -> str:
    # Only letters and digits are left, so nothing of the full-text language can be typed.
    words = " ".join(words_of(spaced(term.phrase)))
    return f'"{words}"' + (" *" if term.begins else "")


def _any(group: Sequence[str]) -> str:
    return group[0] if len(group) == 1 else "(" + " OR ".join(group) + ")"


def _tags(query: Query) -> list[list[str]]:
    groups: list[list[str]] = []
    for name in ("government", "principal", "counterpart", "role", "target", "linkage", "soft",
                 "case", "genre", "language"):  # fmt: skip
        if values := getattr(query, name):
            groups.append([token(name, value) for value in values])
    if query.official:
        groups.append([token("speaker", value) for value in query.official])
    if query.agenda or query.issue:
        groups.append(
            [token("agenda", value) for value in query.agenda]
            + [token("issue", value) for value in query.issue]
        )
    if query.firmness:
        groups.append(
            [token("issue_level", f"{i}:{k}") for i in query.issue for k in query.firmness]
            if query.issue
            else [token("rights_level", k) for k in query.firmness]
        )
    if query.at_least:
        groups.append([token("at_least", query.at_least)])
    for name in ("prompted", "softened", "disclaimed", "specific"):
        if value := getattr(query, name):
            groups.append([token(name, value)])
    if query.scope == "foreign":
        groups.append([token("foreign", "yes")])
    return groups


def find(
    index: Index,
    query: Query,
    *,
    limit: int = 50,
    before: int = 0,
    after: int = 0,
) -> list[int]:
    """Ids of sentences, newest first; `before` goes on below an id.

    With `after` the oldest come first, from above that id (1 for the very first).
    """
    match = match_of(query)
    # Quoted words of others are nobody's own (`own`), and that is the absence of a token.
    if query.own:
        match = f"({match}) NOT tags : {token('quoted', 'yes')}"
    found: list[int] = []
    down = not after
    for first, last in _spans(index, query, down):
        low = max(first, after + 1) if after else first
        high = min(last, before - 1) if before else last
        if low > high:
            continue
        rows = index.db.execute(
            "select rowid from words where words match ? and rowid between ? and ?"  # noqa: S608
            f" order by rowid {'desc' if down else 'asc'} limit ?",
            [match, low, high, limit - len(found)],
        )
        found += [row[0] for row in rows]
        if len(found) >= limit:
            break
    return found


def count(index: Index, query: Query, *, up_to: int = MANY) -> int:
    """How many there are, counted up to one more than `up_to`."""
    match = match_of(query)
    if query.own:
        match = f"({match}) NOT tags : {token('quoted', 'yes')}"
    total = 0
    for low, high in _spans(index, query, True):
        total += index.value(
            "select count(*) from (select rowid from words where words match ?"
            " and rowid between ? and ? limit ?)",
            [match, low, high, up_to + 1 - total],
        )
        if total > up_to:
            break
    return total


def _spans(index: Index, query: Query, down: bool) -> list[tuple[int, int]]:
    low, high = 0, (1 << 63) - 1
    if query.since:
        low = first_of(date.fromisoformat(query.since))
    if query.until:
        until = date.fromisoformat(query.until)
        if until < date.max:
            high = first_of(until + timedelta(days=1)) - 1
        low = max(low, 1 << 43)  # what has no day is not before one
    if not query.documents and not query.engagement:
        return [(low, high)]
    found: list[tuple[int, int]] = []
    for document in query.documents:
        base = index.value("select base from documents where document_id = ?", [document])
        if base is not None:
            first, last = span_of(base)
            if last >= low and first <= high:
                found.append((max(first, low), min(last, high)))
    return sorted(set(found), reverse=down)


def from_address(values: Mapping[str, Sequence[str]]) -> Query:
    """A query from the values of an address; unknown names are left alone.

    Raises:
        InputError: a day that is none, a query that is too long.
    """
    given: dict[str, Any] = {}
    for one in fields(Query):
        held = [v.strip() for v in values.get(one.name, ()) if v.strip()][:40]
        if held:
            given[one.name] = held[-1] if isinstance(one.default, str) else tuple(held)
    return Query(**given)
