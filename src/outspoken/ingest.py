"""From captures to tables: archive, extract, transcript, lake.

A run can be killed at any moment. What the manifest names and the lake does not hold yet is read at
the next run, from the archive; what was not in the manifest yet is added again by its source.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa

from outspoken import engine
from outspoken.archive import Archive, Entry, canonical, sha256
from outspoken.errors import InputError
from outspoken.lake import Lake
from outspoken.model import (
    DOCUMENTS,
    SENTENCES,
    SPEAKERS,
    Capture,
    Extracted,
    Metadata,
    Role,
    Status,
    Transcript,
)
from outspoken.workspace import Workspace
from outspoken.world import World

PIPELINE = "1"
"""Version of extraction and transcript; when it changes, `add` reads all documents anew."""
BATCH_BYTES = 4_000_000
TIME_LIMIT = 60
"""Seconds for one document; a page that takes longer is hostile or broken."""


@dataclass(slots=True)
class AddReport:
    """What a run did. `failed` are documents that could not be read, each with its mend."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    resumed: int = 0
    sentences: int = 0
    words: int = 0
    failed: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that is in the archive and not yet in the lake."""

    document_id: str
    entry: Entry
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that one worker reads and writes as one part."""

    root: Path
    home: str
    pending: tuple[Pending, ...]
    corrections: Mapping[str, Mapping[str, str]]

    @property
    def part(self) -> str:
        """The part's name: the same documents, pipeline and corrections have the same."""
        ids = "".join(sorted(f"{p.document_id}{p.entry['source_key']}" for p in self.pending))
        corrected = canonical(self.corrections).decode() if self.corrections else ""
        return f"{PIPELINE}-{sha256(f'{ids}{corrected}'.encode())[:24]}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker says of a batch."""

    sentences: int
    words: int
    failed: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def add(
    workspace: Workspace,
    captures: Iterable[Capture | InputError],
    *,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> AddReport:
    """Add captures to a workspace; with none, finish what an earlier run left.

    Args:
        workspace: where to.
        captures: from `sources.captures`.
        workers: processes; one for each core when not given.
        progress: called with the number of bytes read so far.
    """
    report = AddReport()
    with workspace.lock():
        if workspace.archive.repair():
            report.notes.append("the last line of the manifest was torn by a killed run; mended")
        pending = _pending(workspace, captures, report, progress)
        batches = _batches(workspace, pending)
        for batch, outcome in engine.run(
            read_batch,
            batches,
            workers=workers,
            initializer=_start_worker,
            initargs=(workspace.settings.countries or None,),
        ):
            _take(report, batch, outcome, workspace)
        _retire(workspace)
    return report


def _take(
    report: AddReport, batch: Batch, outcome: Outcome | engine.WorkerDied, workspace: Workspace
) -> None:
    if isinstance(outcome, engine.WorkerDied):
        if len(batch.pending) == 1:
            pending = batch.pending[0]
            error = InputError(
                pending.entry["name"], "crashed the reader", "leave it out, or convert it"
            )
            _write(Lake(workspace.path / "lake"), batch.part, [_failed_row(pending, error)], [], [])
            report.failed.append(error)
            return
        for one in batch.pending:
            alone = Batch(batch.root, batch.home, (one,), batch.corrections)
            for single, result in engine.run(
                read_batch,
                [alone],
                workers=2,
                initializer=_start_worker,
                initargs=(workspace.settings.countries or None,),
            ):
                _take(report, single, result, workspace)
        return
    report.sentences += outcome.sentences
    report.words += outcome.words
    report.failed += [InputError(*failure) for failure in outcome.failed]
    report.notes += outcome.notes


def _pending(
    workspace: Workspace,
    captures: Iterable[Capture | InputError],
    report: AddReport,
    progress: Callable[[int], None],
) -> Iterator[Pending]:
    """Documents to read: those that earlier runs left, then what is new in the captures."""
    archive = workspace.archive
    latest: dict[str, Entry] = {}
    first: dict[str, str] = {}
    tables: set[str] = set()
    done = _done(workspace.lake)
    for entry in archive.entries():
        if entry["kind"] == "table":
            tables.add(entry["sha256"])
            continue
        latest[entry["source_key"]] = entry
        if entry["duplicate_of"]:
            continue
        first[entry["document_id"]] = entry["source_key"]
        if (entry["document_id"], entry["source_key"]) not in done:
            report.resumed += 1
            yield Pending(entry["document_id"], entry, None)
    new: list[tuple[dict[str, Any], bytes]] = []
    size = read = 0
    containers: dict[str, str] = {}
    for capture in captures:
        if isinstance(capture, InputError):
            report.failed.append(capture)
            continue
        read += len(capture.content)
        progress(read)
        entry = _entry(capture, latest, first, report)
        if entry is None:
            continue
        if capture.container:
            entry["original"] = _keep_table(archive, capture.container, containers, tables)
        archive.put(capture.content)
        latest[entry["source_key"]] = entry
        if not entry["duplicate_of"]:
            first[entry["document_id"]] = entry["source_key"]
        new.append((entry, capture.content))
        size += len(capture.content)
        if size >= BATCH_BYTES:
            yield from _commit(archive, new)
            new, size = [], 0
    yield from _commit(archive, new)


def _commit(archive: Archive, new: list[tuple[dict[str, Any], bytes]]) -> Iterator[Pending]:
    archive.append([entry for entry, _ in new])
    for entry, content in new:
        if not entry["duplicate_of"]:
            yield Pending(entry["document_id"], entry, content)


def _entry(
    capture: Capture, latest: Mapping[str, Entry], first: Mapping[str, str], report: AddReport
) -> dict[str, Any] | None:
    """A manifest line for what is new, or None for what is held already."""
    digest = sha256(capture.content)
    known = latest.get(capture.key)
    if known is not None and known["document_id"] == digest:
        report.unchanged += 1
        return None
    holder = first.get(digest)
    if holder is not None:
        report.duplicates += 1
        report.notes.append(f"{capture.name}: the same bytes as {holder}; kept once")
    elif known is not None:
        report.changed += 1
    else:
        report.added += 1
    return {
        "kind": "document",
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": digest,
        "document_id": digest,
        "duplicate_of": holder or "",
        "original": digest,
        "size": len(capture.content),
        "name": capture.name,
        "source_key": capture.key,
        "version": known["version"] + 1 if known is not None else 1,
        "url": capture.url,
        "media_type": capture.media_type,
        "retrieved_at": (capture.retrieved_at or datetime.now(UTC)).isoformat(),
    }


def _keep_table(archive: Archive, path: str, containers: dict[str, str], tables: set[str]) -> str:
    """Keep a table's file as the original of its rows; once a run, and once for the same bytes."""
    if path not in containers:
        content = Path(path).read_bytes()
        containers[path] = digest = archive.put(content)
        if digest not in tables:
            tables.add(digest)
            archive.append(
                [
                    {
                        "kind": "table",
                        "time": datetime.now(UTC).isoformat(timespec="seconds"),
                        "sha256": digest,
                        "size": len(content),
                        "name": Path(path).name,
                    }
                ]
            )
    return containers[path]


def _done(lake: Lake) -> set[tuple[str, str]]:
    done = set()
    for part in lake.parts("documents"):
        if part.startswith(f"{PIPELINE}-"):
            table = lake.read_part("documents", part, ["document_id", "source_key"])
            done.update(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return done


def _retire(workspace: Workspace) -> None:
    """Take out parts of an older pipeline: everything they held has been read anew by now."""
    lake = workspace.lake
    for part in lake.parts("documents"):
        if not part.startswith(f"{PIPELINE}-"):
            for table in ("documents", "sentences", "speakers"):
                lake.remove_part(table, part)


def _batches(workspace: Workspace, pending: Iterable[Pending]) -> Iterator[Batch]:
    corrections = _corrections(workspace)
    waiting: list[Pending] = []
    size = 0

    def batch() -> Batch:
        mine = {
            p.document_id: corrections[p.document_id]
            for p in waiting
            if p.document_id in corrections
        }
        return Batch(workspace.path, workspace.settings.home, tuple(waiting), mine)

    for one in pending:
        waiting.append(one)
        size += one.entry["size"]
        if size >= BATCH_BYTES:
            yield batch()
            waiting, size = [], 0
    if waiting:
        yield batch()


def _corrections(workspace: Workspace) -> Mapping[str, Mapping[str, str]]:
    from outspoken.transcript.corrections import read_corrections

    return read_corrections(workspace.path)


_world: World | None = None


def _start_worker(countries: Mapping[str, Mapping[str, Any]] | None) -> None:
    global _world  # noqa: PLW0603 - one world a process, loaded once
    from outspoken import world

    _world = world.load(countries)


def read_batch(batch: Batch) -> Outcome:
    """Read a batch of documents and write its parts of the lake; runs in a worker process."""
    archive = Archive(batch.root / "archive")
    documents: list[dict[str, Any]] = []
    sentences: list[tuple[str, str, Transcript]] = []
    speakers: list[tuple[str, Transcript]] = []
    failed = []
    notes = []
    for pending in batch.pending:
        try:
            content = (
                archive.get(pending.entry["sha256"]) if pending.content is None else pending.content
            )
            with _time_limit(pending.entry["name"]):
                extracted, transcript = _read(content, pending, batch)
        except InputError as error:
            failed.append((error.name, error.problem, error.mend))
            documents.append(_failed_row(pending, error))
            continue
        notes += _notes(pending.entry["name"], extracted.metadata)
        documents.append(_row(pending, extracted, transcript))
        sentences.append((pending.document_id, extracted.text, transcript))
        speakers.append((pending.document_id, transcript))
    _write(Lake(batch.root / "lake"), batch.part, documents, sentences, speakers)
    return Outcome(
        sentences=sum(len(t.sentences) for _, _, t in sentences),
        words=sum(row["words"] or 0 for row in documents),
        failed=tuple(failed),
        notes=tuple(notes),
    )


def _read(content: bytes, pending: Pending, batch: Batch) -> tuple[Extracted, Transcript]:
    from outspoken.extract import extract
    from outspoken.extract.heading import read_heading
    from outspoken.transcript import read

    assert _world is not None
    entry = pending.entry
    extracted = extract(content, name=entry["name"], media_type=entry["media_type"])
    metadata = extracted.metadata
    if not metadata.government and batch.home:
        metadata = _with(metadata, "government", batch.home, "the workspace's home government")
    if not metadata.url and entry["url"]:
        metadata = _with(metadata, "url", entry["url"], "the source's address")
    metadata = read_heading(metadata, extracted.text, _world)
    extracted = Extracted(extracted.text, metadata, extracted.bold)
    corrections = {
        label: Role(role) for label, role in batch.corrections.get(pending.document_id, {}).items()
    }
    transcript = read(
        extracted,
        home=metadata.government or batch.home,
        world=_world,
        corrections=corrections,
    )
    return extracted, transcript


def _with(metadata: Metadata, name: str, value: str, basis: str) -> Metadata:
    from dataclasses import replace

    return replace(metadata, **{name: value, "basis": {**metadata.basis, name: basis}})  # type: ignore[arg-type]


def _notes(name: str, metadata: Metadata) -> list[str]:
    found = [
        f"{name}: {field} {basis}" for field, basis in metadata.basis.items() if "left out" in basis
    ]
    if metadata.published_on is None and metadata.event_date is None and not found:
        found.append(f"{name}: no date is stated; give one in a table or front matter")
    return found


@contextmanager
def _time_limit(name: str) -> Iterator[None]:
    """Stop a document that takes too long, where the system can (main thread, POSIX)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise InputError(name, f"takes longer than {TIME_LIMIT} s to read", "split or convert it")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(TIME_LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _base_row(pending: Pending) -> dict[str, Any]:
    entry = pending.entry
    return {
        **dict.fromkeys(DOCUMENTS.names),
        "document_id": pending.document_id,
        "source_key": entry["source_key"],
        "version": entry["version"],
        "name": entry["name"],
        "original_sha256": entry["original"],
        "media_type": entry["media_type"],
        "retrieved_at": datetime.fromisoformat(entry["retrieved_at"]),
        "url": entry["url"],
        "pipeline": PIPELINE,
    }


def _failed_row(pending: Pending, error: InputError) -> dict[str, Any]:
    return {**_base_row(pending), "status": Status.FAILED.value, "problem": str(error)}


def _row(pending: Pending, extracted: Extracted, transcript: Transcript) -> dict[str, Any]:
    metadata = extracted.metadata
    published = metadata.published_at

    def people(persons: Iterable[Any]) -> list[dict[str, str]]:
        return [{"name": p.name, "office": p.office, "country": p.country} for p in persons]

    return {
        **_base_row(pending),
        "url": metadata.url,
        "title": metadata.title,
        "published_at": published.astimezone(UTC) if published and published.tzinfo else None,
        "published_on": metadata.published_on or (published.date() if published else None),
        "event_date": metadata.event_date,
        "place": metadata.place,
        "place_country": metadata.place_country,
        "publisher": metadata.publisher,
        "government": metadata.government,
        "genre": metadata.genre.value,
        "principals": people(metadata.principals),
        "counterparts": people(metadata.counterparts),
        "language": metadata.language,
        "translated": metadata.translated,
        "truncated": metadata.truncated,
        "basis": list(metadata.basis.items()),
        "words": sum(s.words for s in transcript.sentences),
        "text": extracted.text,
        "text_sha256": sha256(extracted.text.encode()),
        "status": (Status.OK if transcript.sentences else Status.EMPTY).value,
        "problem": "" if transcript.sentences else "no sentence was found in it",
    }


def _write(
    lake: Lake,
    part: str,
    documents: list[dict[str, Any]],
    sentences: list[tuple[str, str, Transcript]],
    speakers: list[tuple[str, Transcript]],
) -> None:
    """Write the parts of one batch, `documents` last: it says that the others are there."""
    lake.write_part("sentences", part, _sentence_table(sentences))
    rows = [
        {
            "document_id": document_id,
            "label": s.label,
            "name": s.name,
            "role": s.role.value,
            "basis": s.basis,
            "turns": s.turns,
            "words": s.words,
        }
        for document_id, transcript in speakers
        for s in transcript.speakers
    ]
    lake.write_part("speakers", part, pa.Table.from_pylist(rows, SPEAKERS))
    lake.write_part("documents", part, pa.Table.from_pylist(documents, DOCUMENTS))


def _sentence_table(read: list[tuple[str, str, Transcript]]) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [] for name in SENTENCES.names}
    for document_id, text, transcript in read:
        found = transcript.sentences
        if not found:
            continue
        columns["document_id"] += [document_id] * len(found)
        n, turn, paragraph, start, end, words, speaker, role, *flags = zip(*found, strict=True)
        for name, values in zip(
            ("n", "turn", "paragraph", "start", "end", "words", "speaker"),
            (n, turn, paragraph, start, end, words, speaker),
            strict=True,
        ):
            columns[name] += values
        columns["text"] += [text[a:b] for a, b in zip(start, end, strict=True)]
        columns["role"] += [r.value for r in role]
        for name, values in zip(("translated", "quoted", "joint", "missing"), flags, strict=True):
            columns[name] += values
    return pa.table(columns, schema=SENTENCES)


def read_again(workspace: Workspace, document_ids: set[str]) -> None:
    """Read documents anew from the archive, after a person's correction; their parts are replaced."""
    lake = workspace.lake
    with workspace.lock():
        entries = {
            e["document_id"]: e
            for e in workspace.archive.entries()
            if e["kind"] == "document" and not e["duplicate_of"]
        }
        for part in sorted(lake.parts("documents")):
            table = lake.read_part("documents", part, ["document_id"])
            ids = table["document_id"].to_pylist()
            if not document_ids.intersection(ids):
                continue
            corrections = _corrections(workspace)
            pending = tuple(Pending(i, entries[i], None) for i in ids if i in entries)
            # Another name, so that codings of the old part are not taken for those of the new.
            batch = Batch(
                workspace.path,
                workspace.settings.home,
                pending,
                {i: corrections[i] for i in ids if i in corrections},
            )
            for _ in engine.run(
                read_batch,
                [batch],
                workers=1,
                initializer=_start_worker,
                initargs=(workspace.settings.countries or None,),
            ):
                pass
            if batch.part != part:
                for name in ("documents", "sentences", "speakers"):
                    lake.remove_part(name, part)
