"""What changed since the watch last told: new documents, edited pages, withdrawn ones."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from outspoken.durable import write_whole
from outspoken.versions import Difference, Version, difference, history
from outspoken.workspace import Workspace

TOLD = "told.json"
KEPT = 300
"""News that the feed goes on listing."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news. `kind` is new, edited or withdrawn; counts are the detector's."""

    kind: str
    key: str
    title: str
    at: str
    line: str  # the manifest line's hash: the item's identity
    url: str = ""
    day: str = ""
    sentences: int = 0
    rights: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    changes: tuple[str, ...] = ()


def gather(workspace: Workspace) -> list[Item]:
    """The news since the last call of `told`; nothing is marked as told.

    A page whose bytes changed while no sentence did is no news.
    """
    after = _last_told(workspace)
    found: list[dict[str, Any]] = [
        entry
        for entry in workspace.archive.entries()
        if entry["seq"] > after and entry["kind"] in ("document", "gone")
    ]
    wanted = {entry["document_id"] for entry in found if entry["kind"] == "document"}
    rows = {row["document_id"]: row for row in workspace.lake.documents(wanted)}
    counts = _counts(workspace, wanted)
    items = []
    for entry in found:
        item = _item(workspace, entry, rows, counts)
        if item is not None:
            items.append(item)
    return items


def told(workspace: Workspace, items: list[Item]) -> list[Item]:
    """Mark everything up to now as told; returns the newest items, for the feed."""
    kept = [*_read(workspace).get("items", []), *(asdict(item) for item in items)][-KEPT:]
    _, line = workspace.archive.state()
    content = json.dumps({"line": line, "items": kept}, ensure_ascii=False, indent=1)
    path = workspace.path / "collecting" / TOLD
    path.parent.mkdir(exist_ok=True)
    write_whole(path, content.encode())
    return [Item(**{**one, "changes": tuple(one["changes"])}) for one in kept]


def begin(workspace: Workspace) -> None:
    """At the first round, what the workspace holds already is no news."""
    if not (workspace.path / "collecting" / TOLD).exists():
        told(workspace, [])


def _item(
    workspace: Workspace,
    entry: dict[str, Any],
    rows: dict[str, dict[str, Any]],
    counts: dict[str, tuple[int, int, dict[str, int]]],
) -> Item | None:
    key = entry["source_key"]
    if entry["kind"] == "gone" or entry["version"] > 1:
        states = history(workspace, key)
        place = next(n for n, state in enumerate(states) if _is(state, entry))
        if place == 0:
            return None
        found = difference(workspace, states[place - 1], states[place])
        if found.silent and not states[place - 1].withdrawn:
            return None
        return _changed(entry, found, counts)
    row = rows.get(entry["document_id"])
    if row is None or entry["same_as"]:
        return None
    sentences, rights, issues = counts.get(entry["document_id"], (0, 0, {}))
    day = row["published_on"] or row["event_date"]
    return Item(
        "new", key, row["title"] or row["name"], entry["retrieved_at"], entry["hash"],
        row["url"] or "", str(day or ""), sentences, rights, issues,
    )  # fmt: skip


def _changed(
    entry: dict[str, Any],
    found: Difference,
    counts: dict[str, tuple[int, int, dict[str, int]]],
) -> Item:
    lines = tuple(
        line
        for change in found.changes
        for line in (*(f"- {s}" for s in change.before), *(f"+ {s}" for s in change.after))
    )
    fields = tuple(f"{name}: {was!r} -> {now!r}" for name, (was, now) in found.fields.items())
    sentences, rights, issues = counts.get(entry.get("document_id", ""), (0, 0, {}))
    return Item(
        "withdrawn" if found.withdrawn else "edited", found.key, found.title,
        entry["retrieved_at"], entry["hash"], entry["url"], "", sentences, rights, issues,
        (*fields, *lines),
    )  # fmt: skip


def _is(state: Version, entry: dict[str, Any]) -> bool:
    if entry["kind"] == "gone":
        return bool(state.withdrawn) and state.record == entry["record"]
    return not state.withdrawn and state.number == entry["version"]


def _counts(workspace: Workspace, wanted: set[str]) -> dict[str, tuple[int, int, dict[str, int]]]:
    """Sentences, those on human rights, and rights issues by sentences, of each document."""
    if not wanted:
        return {}
    table = workspace.lake.read(
        "select document_id, issues from codings where document_id in (select unnest(?))",
        [sorted(wanted)],
        codebook=workspace.codebook().hash,
    )
    sentences: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    issues: dict[str, Counter[str]] = {}
    for row in table.to_pylist():
        named = {hit["issue"] for hit in row["issues"] or []}
        on_rights = {issue for issue in named if issue.startswith("HR_")}
        rights[row["document_id"]] += bool(on_rights)
        issues.setdefault(row["document_id"], Counter()).update(on_rights)
    held = workspace.lake.read(
        "select document_id, count(*) as n from sentences"
        " where document_id in (select unnest(?)) group by 1",
        [sorted(wanted)],
    )
    for row in held.to_pylist():
        sentences[row["document_id"]] = row["n"]
    return {
        one: (sentences[one], rights[one], dict(issues.get(one, Counter()).most_common(5)))
        for one in wanted
    }


def _last_told(workspace: Workspace) -> int:
    return int(_read(workspace).get("line", 0))


def _read(workspace: Workspace) -> dict[str, Any]:
    try:
        value = json.loads((workspace.path / "collecting" / TOLD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def now() -> str:
    """The present moment, as feeds write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
