"""What was at an address over time: versions, withdrawals, and the sentences that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from outspoken.errors import InputError
from outspoken.workspace import Workspace

LONGEST = 20_000
"""Sentences of one version that are compared; beyond it the comparison takes too long."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a document: its text as read, or that it was withdrawn."""

    key: str
    number: int
    at: str
    document_id: str = ""
    sha256: str = ""
    record: str = ""
    withdrawn: int = 0  # the server's status, 404 or 410


@dataclass(frozen=True, slots=True)
class Change:
    """A run of sentences that differs: what stood there, and what stands there now.

    `place` is the number of the sentence in the later version where it stands (or stood).
    """

    place: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states of one address held against each other."""

    key: str
    title: str
    before: Version
    after: Version
    changes: tuple[Change, ...] = ()
    same: int = 0
    withdrawn: bool = False
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """The bytes changed and no sentence did."""
        return not self.changes and not self.fields and not self.withdrawn


def history(workspace: Workspace, asked: str) -> list[Version]:
    """The states of one address, oldest first.

    Args:
        workspace: whose archive.
        asked: a document's key (an address, a path), its end, or the beginning of a document's id.

    Raises:
        InputError: no document, or several, answer to it.
    """
    by_key: dict[str, list[Version]] = {}
    for entry in workspace.archive.entries():
        if entry["kind"] in ("document", "gone"):
            by_key.setdefault(entry["source_key"], []).append(_version(entry))
    exact = [asked] if asked in by_key else []
    found = exact or [key for key in by_key if key.rstrip("/").endswith(asked.rstrip("/"))]
    if not found and len(asked) >= 6:
        found = [
            key
            for key, held in by_key.items()
            if any(v.document_id.startswith(asked) for v in held)
        ]
    if len(found) != 1:
        problem = f"is the end of {len(found)} addresses" if found else "is no document's address"
        raise InputError(asked, problem, "give more of it; see 'outspoken archive changes'")
    return by_key[found[0]]


def changed(workspace: Workspace, since: str = "") -> list[list[Version]]:
    """The addresses with more than one state, those that changed last first.

    Args:
        workspace: whose archive.
        since: only those whose last state is of this day or later (ISO).
    """
    by_key: dict[str, list[Version]] = {}
    for entry in workspace.archive.entries():
        if entry["kind"] in ("document", "gone"):
            by_key.setdefault(entry["source_key"], []).append(_version(entry))
    several = [held for held in by_key.values() if len(held) > 1 and held[-1].at >= since]
    return sorted(several, key=lambda held: held[-1].at, reverse=True)


def difference(workspace: Workspace, before: Version, after: Version) -> Difference:
    """Two states of one address, sentence by sentence."""
    rows = {row["document_id"]: row for row in _rows(workspace, before, after)}
    old, new = rows.get(before.document_id, {}), rows.get(after.document_id, {})
    title = str(new.get("title") or old.get("title") or before.key)
    if after.withdrawn:
        sentences = _sentences(workspace, before.document_id)
        gone = (Change(0, before=tuple(sentences)),) if sentences else ()
        return Difference(before.key, title, before, after, gone, withdrawn=True)
    fields = {
        name: (str(old[name] or ""), str(new[name] or ""))
        for name in ("title", "published_on", "event_date", "place")
        if old and new and old[name] != new[name]
    }
    if old and new and old["text_sha256"] == new["text_sha256"]:
        return Difference(before.key, title, before, after, fields=fields)
    was, now = (_sentences(workspace, v.document_id) for v in (before, after))
    changes, same = compare(was, now)
    return Difference(before.key, title, before, after, changes, same, fields=fields)


def compare(before: list[str], after: list[str]) -> tuple[tuple[Change, ...], int]:
    """The runs of sentences that differ, and how many are the same."""
    before, after = before[:LONGEST], after[:LONGEST]
    changes, same = [], 0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            same += b - a
        else:
            changes.append(Change(c, tuple(before[a:b]), tuple(after[c:d])))
    return tuple(changes), same


def lines(found: Difference) -> Iterator[str]:
    """A difference as text: `-` what stood there, `+` what stands there now."""
    when = f"{found.before.at[:16]} -> {found.after.at[:16]}"
    yield f"{found.title} ({found.key}), {when}"
    if found.withdrawn:
        yield f"withdrawn: the server answers {found.after.withdrawn}; what was held:"
    for name, (was, now) in found.fields.items():
        yield f"{name.replace('_', ' ')}: {was!r} -> {now!r}"
    for change in found.changes:
        yield f"at sentence {change.place + 1}:"
        yield from (f"- {sentence}" for sentence in change.before)
        yield from (f"+ {sentence}" for sentence in change.after)
    if found.silent:
        yield "no sentence changed: only the page around the text did"
    elif not found.withdrawn:
        yield f"{found.same:,} sentences are the same"


def _version(entry: dict[str, Any]) -> Version:
    return Version(
        key=entry["source_key"],
        number=int(entry.get("version", 0)),
        at=str(entry["retrieved_at"]),
        document_id=entry.get("document_id", ""),
        sha256=entry["sha256"],
        record=entry.get("record", ""),
        withdrawn=int(entry.get("status", 0)),
    )


def _rows(workspace: Workspace, *versions: Version) -> Iterable[dict[str, Any]]:
    ids = [v.document_id for v in versions if v.document_id]
    rows: list[dict[str, Any]] = workspace.lake.read(
        "select distinct on (document_id) document_id, title, published_on, event_date, place,"
        " text_sha256 from documents where document_id in (select unnest(?))",
        [ids],
    ).to_pylist()
    return rows


def _sentences(workspace: Workspace, document_id: str) -> list[str]:
    table = workspace.lake.read(
        "select text from sentences where document_id = ? order by n", [document_id]
    )
    return [str(text) for text in table["text"].to_pylist()]
