"""Further addresses of a document: rows that say the same, without its sentences again.

A mirror, a second copy, a page that returned to an earlier version: the same bytes at another
address, or again at the same one. Each gets a row in `documents` with the text and metadata of the
first, under its own key and version, so that what is current at every address can be told. The
sentences are there once, under the document's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.archive import Entry
from outspoken.ingest.batches import Plan
from outspoken.ingest.known import Known, Version
from outspoken.ingest.rows import address
from outspoken.lake import SAME, Staged
from outspoken.model import DOCUMENTS, SENTENCES, SPEAKERS
from outspoken.workspace import Workspace


def write_same(workspace: Workspace, known: Known, plan: Plan) -> None:
    """Write the rows that the lake lacks or holds in an older state."""
    missing = {m.document_id: [] for m in known.same}  # type: dict[str, list[Version]]
    for member in known.same:
        if not known.is_held(member):
            missing[member.document_id].append(member)
    if not plan.stale_same and not any(missing.values()):
        return
    parts = _parts_of(workspace, {m.document_id for m in known.same})
    groups: dict[str, list[Version]] = {}
    for document_id, members in missing.items():
        if members and document_id in parts:
            groups.setdefault(parts[document_id], []).extend(members)
    # A stale part is replaced by one of the same members, whatever parts their documents are in.
    replaced = {plan.part(members, SAME): part for part, members in plan.stale_same.items()}
    for members in [*groups.values(), *plan.stale_same.values()]:
        part = plan.part(members, SAME)
        staged = _stage(workspace, part, members, _entries(workspace, known, members), parts)
        workspace.lake.commit(staged, [replaced.get(part, "")])


def _stage(
    workspace: Workspace,
    part: str,
    members: Sequence[Version],
    entries: dict[Version, Entry],
    parts: dict[str, str],
) -> list[Staged]:
    lake = workspace.lake
    wanted = {m.document_id for m in members}
    firsts: dict[str, dict[str, Any]] = {}
    for name in sorted({parts[document_id] for document_id in wanted if document_id in parts}):
        table = lake.read_part("documents", name)
        chosen = table.filter(pc.is_in(table["document_id"], pa.array(sorted(wanted))))
        firsts |= {row["document_id"]: row for row in chosen.to_pylist()}
    rows = []
    for member in members:
        first = firsts.get(member.document_id)
        if first is not None:
            own = address(entries[member])
            rows.append({**first, **own, "url": own["url"] or first["url"]})
    tables = {
        "sentences": SENTENCES.empty_table(),
        "speakers": SPEAKERS.empty_table(),
        "documents": pa.Table.from_pylist(rows, DOCUMENTS),
    }
    return [lake.stage(name, part, table) for name, table in tables.items()]


def _entries(
    workspace: Workspace, known: Known, members: Sequence[Version]
) -> dict[Version, Entry]:
    """The manifest's lines of these members; those of this run are read back from it too."""
    if any(known.same[m] < 0 for m in members):
        for place, entry in workspace.archive.lines():
            if entry["kind"] == "document" and entry["same_as"]:
                version = Version(entry["source_key"], entry["version"], entry["document_id"])
                known.same[version] = place
    lines = workspace.archive.lines_at(known.same[m] for m in members)
    return dict(zip(members, lines, strict=True))


def _parts_of(workspace: Workspace, document_ids: set[str]) -> dict[str, str]:
    """The parts in which these documents were read."""
    found = {}
    for part in sorted(workspace.lake.parts("documents")):
        if not part.startswith(SAME):
            held = workspace.lake.read_part("documents", part, ["document_id"])["document_id"]
            found.update({d: part for d in held.to_pylist() if d in document_ids})
    return found
