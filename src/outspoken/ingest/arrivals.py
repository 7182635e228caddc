"""What arrives: new, changed, held already, or the same bytes as another document.

A document is known by its `source_key` and the bytes there. New bytes at a known key are its next
version. The same bytes at another key are one document at two addresses: they are read once, and
the second address gets a row of its own that says the same (see `same.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.archive import Archive, Entry, sha256
from outspoken.errors import InputError
from outspoken.ingest.batches import BATCH_BYTES, Pending
from outspoken.ingest.known import Known
from outspoken.model import Capture
from outspoken.sources.files import unreadable
from outspoken.sources.tables import ROW

if TYPE_CHECKING:
    from outspoken.ingest import AddReport

OWN = ("row", "columns", "origin", "record", "package")
"""What captures carry for the archive; the rest of their metadata is what their source states."""


class Arrivals:
    """Takes captures into the archive and hands on those that are to be read."""

    def __init__(
        self,
        archive: Archive,
        known: Known,
        report: AddReport,
        passed: Callable[[int], None],
    ) -> None:
        self._archive = archive
        self._known = known
        self._report = report
        self._passed = passed
        self._containers: dict[str, tuple[str, str]] = {}

    def of(self, captures: Iterable[Capture | InputError]) -> Iterator[Pending]:
        """Archive what is new, a few megabytes at a time, and yield what is to be read."""
        new: list[Pending] = []
        size = 0
        for capture in captures:
            if isinstance(capture, InputError):
                self._report.failed.append(capture)
                continue
            try:
                pending = self._pending(capture)
            except InputError as error:
                self._report.failed.append(error)
                continue
            if pending is None:
                self._passed(len(capture.content))
                continue
            new.append(pending)
            size += len(capture.content)
            if size >= BATCH_BYTES:
                yield from self._keep(new)
                new, size = [], 0
        yield from self._keep(new)

    def _keep(self, new: list[Pending]) -> Iterator[Pending]:
        self._archive.append([pending.entry for pending in new])
        for pending in new:
            if pending.entry["same_as"]:
                self._passed(pending.entry["size"])
            else:
                yield pending

    def _pending(self, capture: Capture) -> Pending | None:
        """A document with its manifest line, its bytes archived; None if it is held already."""
        known, report = self._known, self._report
        document_id = sha256(capture.content)
        package = capture.metadata.get("package", "")
        # The members of a collection's package are known by its name, wherever the package lay.
        origin = "" if package else capture.container or capture.metadata.get("origin", "")
        key = known.key_of(capture, document_id, origin)
        before = known.latest(key)
        # A page that was withdrawn and is back is news, though it says the same.
        if before is not None and before.document_id == document_id and key not in known.gone:
            report.unchanged += 1
            return None
        if capture.container and known.has_record(capture.metadata.get("record", "")):
            report.unchanged += 1
            return None
        is_row = capture.media_type == ROW and bool(capture.container)
        row = None
        container = ""
        if is_row:
            original, ending = self._container(capture)
            row = {
                "number": int(capture.metadata["row"]),
                "columns": json.loads(capture.metadata["columns"]),
                "ending": ending,
            }
        else:
            if capture.container:
                container, _ = self._container(capture)
            original = self._archive.put(capture.content)
        given = {k: v for k, v in capture.metadata.items() if k not in OWN}
        now = datetime.now(UTC)
        entry: dict[str, Any] = {
            "kind": "document",
            "time": now.isoformat(timespec="seconds"),
            "sha256": original,
            "document_id": document_id,
            "same_as": known.first(document_id),
            "size": len(capture.content),
            "name": capture.name,
            "source_key": key,
            "version": before.version + 1 if before is not None else 1,
            "origin": origin,
            "url": capture.url,
            "media_type": capture.media_type,
            "retrieved_at": (capture.retrieved_at or now).isoformat(),
            "given": given,
            "row": row,
            "record": capture.metadata.get("record", ""),
            "container": container,
        }
        self._say(entry, capture)
        known.take(entry)
        return Pending(entry, capture.content if is_row else None)

    def _say(self, entry: Entry, capture: Capture) -> None:
        report = self._report
        if entry["same_as"]:
            report.duplicates += 1
            first = entry["same_as"]
            report.notes.append(
                f"{entry['name']}: returns to an earlier version"
                if first == entry["source_key"]
                else f"{entry['name']}: duplicate of {first}, read once"
            )
        elif entry["version"] > 1:
            report.changed += 1
        else:
            report.added += 1
            if entry["source_key"] != capture.key:
                report.notes.append(
                    f"{entry['name']}: another file of that name was added before from "
                    f"{self._known.origin(capture.key)}; kept as {entry['source_key']}"
                )

    def _container(self, capture: Capture) -> tuple[str, str]:
        """Keep a table's or package's file, once for the same bytes."""
        path = Path(capture.container)
        if capture.container not in self._containers:
            try:
                digest, size = self._archive.put_file(path)
            except OSError as error:
                raise unreadable(capture.name, error) from None
            self._containers[capture.container] = digest, path.suffix.lower()
            if digest not in self._known.containers:
                entry = {
                    "kind": _kind(capture, path),
                    "time": datetime.now(UTC).isoformat(timespec="seconds"),
                    "sha256": digest,
                    "size": size,
                    "name": path.name,
                    "source_key": capture.key.rpartition("#")[0],
                    "origin": capture.container,
                    "url": "",
                    "media_type": "",
                    "received": json.loads(capture.metadata.get("package") or "{}"),
                }
                self._archive.append([entry])
                self._known.take(entry)
        return self._containers[capture.container]


def _kind(capture: Capture, path: Path) -> str:
    if capture.media_type == ROW:
        return "table"
    return "warc" if path.name.lower().endswith((".warc", ".warc.gz")) else "package"
