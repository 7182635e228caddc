"""What the manifest knows of documents, in little memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from outspoken.archive import Archive, Entry
from outspoken.model import Capture


class Version(NamedTuple):
    """One version at one address."""

    source_key: str
    version: int
    document_id: str


@dataclass(slots=True)
class Known:
    """What the manifest says, in little memory: lines are looked up by their place."""

    latest: dict[str, Version] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)  # source_key -> where it was taken from
    places: dict[Version, int] = field(default_factory=dict)  # of lines that are read
    first: dict[str, str] = field(default_factory=dict)  # document_id -> the key that is read
    same: dict[Version, int] = field(default_factory=dict)  # places of the other addresses
    containers: set[str] = field(default_factory=set)  # tables, packages and WARC files
    records: set[bytes] = field(default_factory=set)  # of web archives that were added
    gone: set[str] = field(default_factory=set)  # keys whose page is withdrawn now

    @classmethod
    def of(cls, archive: Archive) -> Known:
        """Read the manifest."""
        known = cls()
        for place, entry in archive.lines():
            known.take(entry, place)
        return known

    def take(self, entry: Entry, place: int = -1) -> None:
        """Learn of one line."""
        if entry["kind"] == "gone":
            self.gone.add(entry["source_key"])
            return
        if entry["kind"] != "document":
            self.containers.add(entry["sha256"])
            return
        if entry.get("container") and entry.get("record"):
            self.records.add(_short(entry["record"]))
        version = Version(entry["source_key"], entry["version"], entry["document_id"])
        self.latest[version.source_key] = version
        self.gone.discard(version.source_key)
        self.origins[version.source_key] = entry["origin"]
        if entry["same_as"]:
            self.same[version] = place
        else:
            self.places[version] = place
            if entry["size"]:
                self.first.setdefault(version.document_id, version.source_key)

    def has_record(self, record: str) -> bool:
        """Whether a record of an added web archive was taken already, as this or as a version."""
        return _short(record) in self.records

    def key_of(self, capture: Capture, digest: str, origin: str) -> str:
        """The capture's key, or `key~2` where another document has it.

        Two folders may hold files of one name (`2023/index.html`, `2024/index.html`). They are one
        document that moved if the bytes are the same or the first file is gone, otherwise two.
        """
        key, number = capture.key, 1
        while key in self.latest:
            before = self.origins[key]
            if before in ("", origin) or self.latest[key].document_id == digest:
                break
            if not Path(before).exists():
                break
            number += 1
            key = f"{capture.key}~{number}"
        return key


def _short(record: str) -> bytes:
    """Ten bytes that stand for a record's id: there are millions."""
    return blake2b(record.encode(), digest_size=10).digest()
