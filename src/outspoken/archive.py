"""The original bytes, by SHA-256, with an append-only manifest that shows tampering.

    archive/objects/ab/abcd...   the bytes as received
    archive/manifest.jsonl       one line a capture, in order of arrival

Each line carries the hash of the line before it (`prev`) and its own (`hash`: SHA-256 of the line's
canonical JSON without `hash`), so that no line can be changed, taken out or put in unseen. The last
`hash` is the state of the whole archive.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outspoken.errors import WorkspaceError

START = "0" * 64
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with an archive: where, and what."""

    name: str
    problem: str


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Archive:
    """The archive of one workspace. Writing needs the workspace's lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = root / "manifest.jsonl"

    def path_of(self, digest: str) -> Path:
        """Where the object with this hash lies (or would lie)."""
        return self.root / "objects" / digest[:2] / digest

    def put(self, content: bytes) -> str:
        """Keep bytes; returns their hash. Not durable before the next `append`."""
        digest = sha256(content)
        path = self.path_of(digest)
        if not path.exists() or path.stat().st_size != len(content):
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}.partial")
            partial.write_bytes(content)
            partial.replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this hash.

        Raises:
            WorkspaceError: missing, or no longer the bytes that were received.
        """
        path = self.path_of(digest)
        try:
            content = path.read_bytes()
        except OSError:
            raise WorkspaceError(str(path), "is missing from the archive", "restore it") from None
        if sha256(content) != digest:
            raise WorkspaceError(str(path), "is not the bytes received", "restore it from a copy")
        return content

    def append(self, entries: Iterable[Mapping[str, Any]]) -> list[Entry]:
        """Add lines to the manifest, durably: objects are on disk before the lines that name them."""
        self.repair()
        previous, number = self._last()
        lines: list[Entry] = []
        folders = set()
        for entry in entries:
            number += 1
            line = {**entry, "seq": number, "prev": previous}
            line["hash"] = previous = sha256(canonical(line))
            lines.append(line)
            path = self.path_of(entry["sha256"])
            _sync(path)
            folders.add(path.parent)
        for folder in folders:
            _sync(folder)
        if lines:
            self.root.mkdir(parents=True, exist_ok=True)
            with self.manifest.open("ab") as file:
                file.write(b"".join(canonical(line) + b"\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
        return lines

    def entries(self) -> Iterator[Entry]:
        """The manifest's lines in order; a torn last line (a run was killed) is left out."""
        if not self.manifest.exists():
            return
        with self.manifest.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield json.loads(line)

    def head(self) -> str:
        """The hash of the last line: the state of the whole archive."""
        return self._last()[0]

    def repair(self) -> bool:
        """Cut off a torn last line; says whether there was one. Its document is added again."""
        if not self.manifest.exists():
            return False
        with self.manifest.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            if size == 0:
                return False
            file.seek(size - 1)
            if file.read(1) == b"\n":
                return False
            file.seek(0)
            whole = file.read().rfind(b"\n") + 1
            file.truncate(whole)
            return True

    def _last(self) -> tuple[str, int]:
        """Hash and number of the last whole line, read from the end of the file."""
        if not self.manifest.exists():
            return START, 0
        with self.manifest.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            tail, block = b"", 65536
            while end > 0 and tail.count(b"\n") < 3:
                start = max(0, end - block)
                file.seek(start)
                tail = file.read(end - start) + tail
                end = start
        lines = [line for line in tail.split(b"\n")[:-1] if line]
        if not lines:
            return START, 0
        last = json.loads(lines[-1])
        return last["hash"], last["seq"]

    def verify(self) -> list[Finding]:
        """Everything that is wrong: altered, missing or added bytes, a manifest cut or rewritten."""
        found = []
        previous, number = START, 0
        named: dict[str, str] = {}
        if self.manifest.exists():
            for position, line in enumerate(self.manifest.read_bytes().split(b"\n"), start=1):
                if not line:
                    continue
                try:
                    entry = json.loads(line)
                    claimed = entry.pop("hash")
                except (ValueError, KeyError, AttributeError):
                    found.append(Finding(f"manifest line {position}", "is not readable"))
                    continue
                if entry["prev"] != previous or entry["seq"] != number + 1:
                    found.append(Finding(f"manifest line {position}", "does not follow the line before it"))
                if sha256(canonical(entry)) != claimed:
                    found.append(Finding(f"manifest line {position}", f"was altered ({entry['name']})"))
                previous, number = claimed, entry["seq"]
                named[entry["sha256"]] = entry["name"]
        for digest, name in named.items():
            path = self.path_of(digest)
            if not path.is_file():
                found.append(Finding(str(path), f"is missing ({name})"))
            elif sha256(path.read_bytes()) != digest:
                found.append(Finding(str(path), f"was altered ({name})"))
        objects = self.root / "objects"
        for path in sorted(objects.rglob("*")) if objects.exists() else ():
            if path.is_file() and path.name not in named and path.suffix != ".partial":
                found.append(Finding(str(path), "is not in the manifest"))
        return found


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
