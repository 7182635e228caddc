"""Reading documents in a worker: bytes to text, metadata, turns and sentences; staged as a part."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import parent_process
from types import FrameType
from typing import TYPE_CHECKING, Any

from outspoken.archive import Archive, sha256
from outspoken.errors import InputError, OutspokenError
from outspoken.ingest.batches import Batch, Pending
from outspoken.lake import Staged
from outspoken.model import Extracted, Metadata, Role, Transcript

if TYPE_CHECKING:
    from outspoken.world import World

TIME_LIMIT = 60
"""Seconds for one document; one that takes longer is hostile or broken."""
GRACE = 15
"""Seconds after which a worker that did not heed the limit is ended."""

Reader = Callable[[Pending, bytes, Mapping[str, str]], tuple[Extracted, Transcript]]


@dataclass(frozen=True, slots=True)
class Read:
    """One document as read, or why not."""

    pending: Pending
    extracted: Extracted | None = None
    transcript: Transcript | None = None
    failure: InputError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: its files, counts, failures as (name, problem, mend), notes."""

    staged: tuple[Staged, ...]
    sentences: int
    words: int
    failed: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def start(home: str, countries: Mapping[str, Mapping[str, Any]] | None) -> Reader:
    """The reader of a worker: the world is loaded once."""
    from outspoken import world

    return partial(read_document, home=home, world=world.load(countries))


def read_batch(reader: Reader, batch: Batch) -> Outcome:
    """Read a batch and stage its part."""
    return stage(batch, _read_all(reader, batch))


def read_one(reader: Reader, batch: Batch) -> Read:
    """Read a batch of one document and hand it back."""
    return next(_read_all(reader, batch))


def failed(pending: Pending, error: OutspokenError) -> Read:
    """A document that cannot be read."""
    return Read(pending, failure=InputError(error.name, error.problem, error.mend))


def stage(batch: Batch, reads: Iterable[Read]) -> Outcome:
    """Stage the part of a batch from its documents as read."""
    from outspoken.ingest import rows

    documents, sentences, speakers = rows.Documents(), rows.Sentences(), rows.Speakers()
    notes: list[str] = []
    problems: list[tuple[str, str, str]] = []
    for read in reads:
        problem = documents.add(read, batch.pipeline)
        if problem is not None:
            problems.append((problem.name, problem.problem, problem.mend))
        if read.extracted is not None and read.transcript is not None:
            notes += _notes(read.pending.name, read.extracted.metadata)
            sentences.add(read.pending.entry["document_id"], read.extracted.text, read.transcript)
            speakers.add(read.pending.entry["document_id"], read.transcript)
    tables = {
        "sentences": sentences.table(),
        "speakers": speakers.table(),
        "documents": documents.table(),
    }
    staged = tuple(batch.lake.stage(name, batch.part, table) for name, table in tables.items())
    return Outcome(staged, len(sentences), documents.words, tuple(problems), tuple(notes))


def read_document(
    pending: Pending,
    content: bytes,
    corrections: Mapping[str, str],
    *,
    home: str,
    world: World,
) -> tuple[Extracted, Transcript]:
    """Extract one document and read its turns.

    Raises:
        InputError: it cannot be read.
    """
    from outspoken.extract import extract
    from outspoken.extract.heading import read_heading
    from outspoken.extract.stated import where_unstated
    from outspoken.transcript import read

    entry = pending.entry
    if entry["row"]:
        content = _with_country_code(content, world)
    said = entry.get("given") or {}
    given = {name: value for name, value in said.items() if not name.startswith("?")}
    hints = {name[1:]: value for name, value in said.items() if name.startswith("?")}
    extracted = extract(content, name=pending.name, media_type=entry["media_type"], given=given)
    metadata = where_unstated(extracted.metadata, hints, extracted.text)
    if not metadata.url and entry["url"]:
        metadata = _with(metadata, "url", entry["url"], "the source's address")
    if not metadata.government and home:
        metadata = _with(metadata, "government", home, "the workspace's home government")
    extracted = replace(extracted, metadata=read_heading(metadata, extracted.text, world))
    return extracted, read(
        extracted,
        home=extracted.metadata.government or home,
        world=world,
        corrections={label: Role(role) for label, role in corrections.items()},
    )


def _read_all(reader: Reader, batch: Batch) -> Iterator[Read]:
    archive = Archive(batch.root / "archive")
    rows = _archived_rows(archive, batch.pending)
    for pending in batch.pending:
        name, document_id = pending.name, pending.entry["document_id"]
        try:
            content = pending.content
            if content is None and pending.entry["row"]:
                content = rows.get(document_id)
                if content is None:
                    raise InputError(name, "is not found again in its table", "add it again")
            elif content is None:
                content = archive.get(document_id)
            with _time_limit(name):
                extracted, transcript = reader(
                    pending, content, batch.corrections.get(document_id, {})
                )
        except OutspokenError as error:
            yield failed(pending, error)
        except Exception as error:  # A fault of ours must not stop the other documents.
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            yield failed(
                pending, InputError(name, f"broke the reader ({reason})", "report it with the file")
            )
        else:
            yield Read(pending, extracted, transcript)


def _archived_rows(archive: Archive, pending: Iterable[Pending]) -> dict[str, bytes]:
    """The rows among these documents that came without content, by document."""
    from outspoken.sources.tables import read_again

    tables: dict[tuple[str, str], dict[int, Mapping[str, str]]] = {}
    for one in pending:
        row = one.entry["row"]
        if row and one.content is None:
            wanted = tables.setdefault((one.entry["sha256"], row["ending"]), {})
            wanted[row["number"]] = row["columns"]
    return {
        sha256(content): content
        for (digest, ending), wanted in tables.items()
        for _, content in read_again(archive.path_of(digest), ending, wanted)
    }


def _with_country_code(row: bytes, world: World) -> bytes:
    """Tables name a government in words as often as by its code."""
    fields = json.loads(row)
    government = fields.get("government", "").strip()
    if not government or (len(government) == 3 and government.isupper()):
        return row
    fields["government"] = world.country(government)
    return json.dumps(fields, ensure_ascii=False).encode()


def _with(metadata: Metadata, name: str, value: str, basis: str) -> Metadata:
    basis_now = {**metadata.basis, name: basis}
    return replace(metadata, basis=basis_now, **{name: value})  # type: ignore[arg-type]


def _notes(name: str, metadata: Metadata) -> list[str]:
    """What a reader should know though the document could be read: above all of its date."""
    said = [
        f"{name}: {field.replace('_', ' ')} of {basis}"
        for field, basis in metadata.basis.items()
        if basis.endswith("left out")
    ]
    if metadata.published_on is None and metadata.event_date is None and not said:
        said.append(f"{name}: no date is stated; give one in a table or front matter")
    return said


class _TooLong(BaseException):
    """Not an Exception: parsers catch those."""


@contextmanager
def _time_limit(name: str) -> Iterator[None]:
    """Stop a document that takes too long, where the system can (main thread, POSIX).

    A parser deep in C heeds no signal: after a time of grace the whole worker is ended, and the
    engine finds out over which document.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(TIME_LIMIT)
    in_worker = parent_process() is not None
    if in_worker:
        faulthandler.dump_traceback_later(TIME_LIMIT + GRACE, exit=True, file=_nowhere())
    try:
        yield
    except _TooLong:
        raise InputError(
            name, f"takes longer than {TIME_LIMIT} s to read", "split it, or convert it"
        ) from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        if in_worker:
            faulthandler.cancel_dump_traceback_later()


_silence: list[int] = []


def _nowhere() -> int:
    if not _silence:
        _silence.append(os.open(os.devnull, os.O_WRONLY))
    return _silence[0]
