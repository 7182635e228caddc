"""What is to be read, in batches: what earlier runs left, what is stale, what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from outspoken.archive import Entry
from outspoken.ingest.known import Known, Version
from outspoken.lake import SAME, Lake
from outspoken.workspace import Workspace

PIPELINE = "4"
"""Version of extraction and transcript; when it changes, `add` reads all documents anew."""
BATCH_BYTES = 4_000_000
BATCH_DOCUMENTS = 1000

Corrections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that is in the archive and not yet in the lake; a new row brings its content."""

    entry: Entry
    content: bytes | None = None

    @property
    def name(self) -> str:
        """What the user calls it."""
        return str(self.entry["name"])


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that one worker reads and stages as one part.

    A part that is read anew can be more than one batch: `replaces` names it, and the last of its
    batches says so.
    """

    root: Path
    lake: Lake
    part: str
    pipeline: str
    pending: tuple[Pending, ...]
    corrections: Corrections = field(default_factory=dict)
    replaces: str = ""
    last: bool = True

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(pending.entry["size"] for pending in self.pending)

    def singles(self) -> Iterator[Batch]:
        """The batch's documents, one by one."""
        for pending in self.pending:
            yield replace(self, pending=(pending,))


@dataclass(slots=True)
class Plan:
    """What the lake lacks or holds in an older state."""

    workspace: Workspace
    pipeline: str
    corrections: Corrections
    known: Known
    stale: dict[str, list[Version]] = field(default_factory=dict)
    stale_same: dict[str, list[Version]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)  # parts of no batch, or not of this manifest
    left: list[Version] = field(default_factory=list)
    size: int = 0

    @classmethod
    def of(cls, workspace: Workspace, known: Known) -> Plan:
        """Compare the manifest with the lake."""
        from outspoken.transcript.corrections import read_corrections

        settings = workspace.settings
        plan = cls(
            workspace,
            pipeline_of(settings.home, settings.countries),
            read_corrections(workspace.path),
            known,
        )
        for part in sorted(workspace.lake.parts("documents")):
            table = workspace.lake.read_part(
                "documents", part, ["source_key", "version", "document_id"]
            )
            members = [Version(*row) for row in zip(*_lists(table), strict=True)]
            known.hold(members)
            prefix = SAME if part.startswith(SAME) else ""
            if "@" in part and part == plan.part(members, prefix):
                continue
            if "@" in part and all(_of_manifest(known, m, prefix) for m in members):
                (plan.stale_same if prefix else plan.stale)[part] = members
            else:
                plan.alone.add(part)
        plan.left = known.left()
        wanted = [*plan.left, *(m for members in plan.stale.values() for m in members)]
        plan.size = sum(entry["size"] for entry in plan._entries(wanted))
        return plan

    @property
    def resumed(self) -> int:
        """Documents that a run left which did not come to its end."""
        return len(self.left)

    @property
    def reread(self) -> int:
        """Documents that are read anew."""
        return sum(map(len, self.stale.values()))

    def part(self, members: Sequence[Version], prefix: str = "") -> str:
        """The name of a part: these documents (`BATCH`), read in this state (`@STATE`)."""
        return name_of(members, prefix, self.pipeline, self.corrections)

    def batches(self) -> Iterator[Batch]:
        """Stale parts, each to be replaced by batches of the same documents; then what was left."""
        for part, members in self.stale.items():
            batches = list(self.fill(Pending(entry) for entry in self._entries(members)))
            for number, batch in enumerate(batches, 1):
                yield replace(batch, replaces=part, last=number == len(batches))
        yield from self.fill(Pending(entry) for entry in self._entries(self.left))

    def fill(self, pending: Iterable[Pending]) -> Iterator[Batch]:
        """Documents in batches of a few megabytes."""
        waiting: list[Pending] = []
        size = 0
        for one in pending:
            waiting.append(one)
            size += one.entry["size"]
            if size >= BATCH_BYTES or len(waiting) >= BATCH_DOCUMENTS:
                yield self._batch(waiting)
                waiting, size = [], 0
        if waiting:
            yield self._batch(waiting)

    def _batch(self, pending: Sequence[Pending]) -> Batch:
        members = [
            Version(p.entry["source_key"], p.entry["version"], p.entry["document_id"])
            for p in pending
        ]
        corrections = {
            m.document_id: self.corrections[m.document_id]
            for m in members
            if m.document_id in self.corrections
        }
        return Batch(
            self.workspace.path,
            self.workspace.lake,
            self.part(members),
            self.pipeline,
            tuple(pending),
            corrections,
        )

    def _entries(self, members: Iterable[Version]) -> Iterator[Entry]:
        return self.workspace.archive.lines_at(
            place for m in members if (place := self.known.place(m)) is not None
        )


def _of_manifest(known: Known, member: Version, prefix: str) -> bool:
    return member in known.same if prefix else known.place(member) is not None


def name_of(
    members: Iterable[tuple[str, int, str]], prefix: str, pipeline: str, corrections: Corrections
) -> str:
    """The name of a part of these documents (key, version, id), read in this state."""
    ids = sorted(members)
    said = {document: c for *_, document in ids if (c := corrections.get(document))}
    return f"{prefix}{_digest(ids, 16)}@{_digest([pipeline, said], 8)}"


def pipeline_of(home: str, countries: Mapping[str, object]) -> str:
    """The pipeline's version, with a mark of the settings that change what it reads."""
    return f"{PIPELINE}.{_digest([home, countries], 6)}" if home or countries else PIPELINE


def _digest(value: object, digits: int) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return sha256(text.encode()).hexdigest()[:digits]


def _lists(table: pa.Table) -> list[list[Any]]:
    return [column.to_pylist() for column in table.columns]
