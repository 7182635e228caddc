"""What is to be read, in batches: what earlier runs left, what is stale, what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from outspoken.archive import Entry
from outspoken.ingest.known import Known, Version
from outspoken.workspace import Workspace

PIPELINE = "4"
"""Version of extraction and transcript; when it changes, `add` reads all documents anew."""
BATCH_BYTES = 4_000_000
BATCH_DOCUMENTS = 1000
SAME = "same-"
"""Starts the name of a part of `documents` that only holds further addresses (see `same.py`)."""

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
    """Documents that one worker reads and stages as one part."""

    root: Path
    part: str
    pipeline: str
    pending: tuple[Pending, ...]
    corrections: Corrections = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(pending.entry["size"] for pending in self.pending)

    def singles(self) -> Iterator[Batch]:
        """The batch's documents, one by one."""
        for pending in self.pending:
            yield Batch(self.root, self.part, self.pipeline, (pending,), self.corrections)


@dataclass(slots=True)
class Plan:
    """What the lake lacks or holds in an older state."""

    workspace: Workspace
    pipeline: str
    corrections: Corrections
    known: Known
    held: set[tuple[str, int]] = field(default_factory=set)
    stale: list[list[Version]] = field(default_factory=list)
    stale_same: list[list[Version]] = field(default_factory=list)
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
            plan.held.update((m.source_key, m.version) for m in members)
            prefix = SAME if part.startswith(SAME) else ""
            if "@" not in part or part == plan.part(members, prefix):
                continue
            if all(m in (known.same if prefix else known.places) for m in members):
                (plan.stale_same if prefix else plan.stale).append(members)
        plan.left = [m for m in known.places if (m.source_key, m.version) not in plan.held]
        wanted = [*plan.left, *(m for members in plan.stale for m in members)]
        plan.size = sum(entry["size"] for entry in plan._entries(wanted))
        return plan

    @property
    def resumed(self) -> int:
        """Documents that a run left which did not come to its end."""
        return len(self.left)

    @property
    def reread(self) -> int:
        """Documents that are read anew."""
        return sum(map(len, self.stale))

    def part(self, members: Sequence[Version], prefix: str = "") -> str:
        """The name of a part: these documents (`BATCH`), read in this state (`@STATE`)."""
        ids = sorted(members)
        corrections = {m.document_id: c for m in ids if (c := self.corrections.get(m.document_id))}
        return f"{prefix}{_digest(ids, 16)}@{_digest([self.pipeline, corrections], 8)}"

    def batches(self) -> Iterator[Batch]:
        """Stale parts, each to be replaced by one of the same documents; then what was left."""
        for members in self.stale:
            yield self._batch([Pending(entry) for entry in self._entries(members)])
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
            self.workspace.path, self.part(members), self.pipeline, tuple(pending), corrections
        )

    def _entries(self, members: Iterable[Version]) -> Iterator[Entry]:
        return self.workspace.archive.lines_at(self.known.places[m] for m in members)


def pipeline_of(home: str, countries: Mapping[str, object]) -> str:
    """The pipeline's version, with a mark of the settings that change what it reads."""
    return f"{PIPELINE}.{_digest([home, countries], 6)}" if home or countries else PIPELINE


def _digest(value: object, digits: int) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return sha256(text.encode()).hexdigest()[:digits]


def _lists(table: pa.Table) -> list[list[Any]]:
    return [column.to_pylist() for column in table.columns]
