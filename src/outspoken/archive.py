"""The original bytes, by SHA-256, with an append-only manifest that shows tampering.

    archive/objects/ab/abcd...   the bytes as received
    archive/manifest.jsonl       one line a document, in order of arrival
    archive/head.json            number and hash of the manifest's last line
    archive/arriving/            bytes that no line of the manifest names yet
    archive/proofs/              time stamps of the archive's states, where they were asked for

Each line carries the hash of the line before it (`prev`) and its own (`hash`: SHA-256 of the line's
canonical JSON without `hash`), so that no line can be changed, taken out or put in unseen.
`head.json` shows lines cut from the end and a chain that was written anew. Who can write to the
folder can rewrite that file too: the state that a report prints (`head`) is the outside witness,
and `verify` takes any number of such states.

The manifest's line is the moment of commitment. Bytes wait in `arriving/` until their line is on
disk and move to `objects/` after it, so a run that is killed leaves nothing in `objects/` that the
manifest does not name; `recover` finishes the move or drops what no line names.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from outspoken.durable import sync, write_whole
from outspoken.errors import WorkspaceError

START = "0" * 64
BLOCK = 1 << 20
PROOFS = "proofs"
"""Time stamps of states of the archive (see `proofs.py`)."""
WRITERS = 8
"""Threads that wait for the disk; it takes many small files to heart at once."""

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
        self._head = root / "head.json"
        self._arriving = root / "arriving"

    def path_of(self, digest: str) -> Path:
        """Where the object with this hash lies (or would lie)."""
        return self.root / "objects" / digest[:2] / digest

    def put(self, content: bytes) -> str:
        """Take bytes in; returns their hash. They are kept once `append` has named them."""
        digest = sha256(content)
        if not self.path_of(digest).exists():
            self._arriving.mkdir(parents=True, exist_ok=True)
            (self._arriving / digest).write_bytes(content)
        return digest

    def put_file(self, path: Path) -> tuple[str, int]:
        """Take a file of any size in without holding it; returns its hash and size.

        Raises:
            OSError: it cannot be read.
        """
        self._arriving.mkdir(parents=True, exist_ok=True)
        partial = self._arriving / f"{os.getpid()}.partial"
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, partial.open("wb") as goal:
            while block := source.read(BLOCK):
                digest.update(block)
                size += len(block)
                goal.write(block)
        partial.replace(self._arriving / digest.hexdigest())
        return digest.hexdigest(), size

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
        """Add lines to the manifest, durably: bytes are on disk before the line that names them.

        Each entry names its object as `sha256`; `seq`, `prev` and `hash` are set here.
        """
        previous, number = self._last()
        lines: list[Entry] = []
        for entry in entries:
            number += 1
            line = {**entry, "seq": number, "prev": previous}
            line["hash"] = previous = sha256(canonical(line))
            lines.append(line)
        if not lines:
            return []
        if number == len(lines):
            self._write_head(START, 0)  # From the first line on, a missing head is a finding.
        waiting = [d for d in {e["sha256"] for e in lines} if (self._arriving / d).exists()]
        if waiting:
            _sync_all([self._arriving / digest for digest in waiting])
            sync(self._arriving)
        with self.manifest.open("ab") as file:
            file.write(b"".join(canonical(line) + b"\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        self._settle(waiting)
        self._write_head(previous, number)
        return lines

    def entries(self) -> Iterator[Entry]:
        """The manifest's lines in order; a torn last line (a run was killed) is left out.

        Raises:
            WorkspaceError: a line is not readable.
        """
        for _, entry in self.lines():
            yield entry

    def lines(self) -> Iterator[tuple[int, Entry]]:
        """The manifest's lines, each with the place where it starts (for `line_at`)."""
        if not self.manifest.exists():
            return
        place = 0
        with self.manifest.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.endswith(b"\n"):
                    yield place, self._parsed(line, number)
                place += len(line)

    def lines_at(self, places: Iterable[int]) -> Iterator[Entry]:
        """The lines that start at these places."""
        if not self.manifest.exists():
            return
        with self.manifest.open("rb") as file:
            for place in places:
                file.seek(place)
                yield self._parsed(file.readline(), 0)

    def head(self) -> str:
        """The hash of the last line: the state of the whole archive."""
        return self._last()[0]

    def state(self) -> tuple[str, int]:
        """The hash and the number of the last line."""
        return self._last()

    def recover(self) -> list[str]:
        """Finish what a killed run left, before anything is written; says what was mended.

        Raises:
            WorkspaceError: the manifest does not go through the state that the last run left, so
                that adding to it would hide that it was cut or rewritten.
        """
        said = []
        if self._cut_torn_line():
            said.append("the manifest's last line was torn by a killed run; cut off, read again")
        self._check_head()
        if self._arriving.exists():
            arrived = {path.name for path in self._arriving.iterdir()}
            if arrived:
                self._settle([e["sha256"] for e in self.entries() if e["sha256"] in arrived])
            shutil.rmtree(self._arriving, ignore_errors=True)
        last, number = self._last()
        if number:
            self._write_head(last, number)
        return said

    def verify(self, states: Sequence[str] = ()) -> list[Finding]:
        """Everything that is wrong: altered, missing, added bytes; lines changed, cut, rewritten.

        Args:
            states: states of the archive that reports have printed; the manifest must go
                through each.
        """
        found: list[Finding] = []
        named: dict[str, str] = {}
        states_seen = {START: 0}
        previous = START
        number = 0
        for number, line in enumerate(self._raw_lines(), start=1):
            here = f"{self.manifest} line {number}"
            try:
                entry = json.loads(line)
                claimed = entry.pop("hash")
                follows = entry["prev"] == previous and entry["seq"] == number
                named.setdefault(entry["sha256"], str(entry["name"]))
            except (ValueError, KeyError, AttributeError, TypeError):
                found.append(Finding(here, "is not readable"))
                continue
            if not follows:
                found.append(
                    Finding(here, "does not follow the line before: one was taken out or put in")
                )
            if sha256(canonical(entry)) != claimed:
                found.append(Finding(here, f"was altered ({entry['name']})"))
            states_seen[claimed] = number
            previous = claimed
        found += self._verify_states(states_seen, number, states)
        for digest, name in named.items():
            found += self._verify_object(digest, name)
        found += self._verify_places(named)
        return found

    def _verify_places(self, named: Mapping[str, str]) -> Iterator[Finding]:
        """Files that the archive did not put where they are."""
        own = {self.manifest, self._head}
        for path in sorted(self.root.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            inner = path.relative_to(self.root).parts
            if path.is_symlink():
                yield Finding(str(path), "is a link: the archive holds none")
            elif path in own or inner[0] == PROOFS:
                continue
            elif inner[0] == "arriving":
                if path.name not in named:
                    yield Finding(
                        str(path), "waits for its line in the manifest; the next run clears it"
                    )
            elif inner[0] != "objects" or path.name not in named:
                yield Finding(str(path), "is in no line of the manifest")
            elif path != self.path_of(path.name):
                yield Finding(str(path), "is not where the archive put it")
        if self.manifest.exists():
            with self.manifest.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - 1))
                if size and file.read(1) != b"\n":
                    yield Finding(
                        str(self.manifest), "ends in a torn line; the next run cuts it off"
                    )

    def _verify_states(
        self, seen: Mapping[str, int], number: int, states: Sequence[str]
    ) -> Iterator[Finding]:
        head = self._read_head()
        if head is None:
            if number:
                yield Finding(str(self._head), "is missing: nothing shows where the manifest ends")
        elif head[1] > number:
            yield Finding(
                str(self.manifest), f"has {number} lines where the last run left {head[1]}"
            )
        elif seen.get(head[0]) != head[1]:
            yield Finding(str(self.manifest), "was rewritten: it lacks the last run's state")
        for state in states:
            if state not in seen:
                yield Finding(str(self.manifest), f"does not go through the state {state}")

    def _verify_object(self, digest: str, name: str) -> Iterator[Finding]:
        path = self.path_of(digest)
        if not path.is_file():
            path = self._arriving / digest
        try:
            with path.open("rb") as file:
                intact = _digest_of(file) == digest
        except OSError:
            yield Finding(str(self.path_of(digest)), f"is missing ({name})")
            return
        if not intact:
            yield Finding(str(path), f"was altered ({name})")

    def _raw_lines(self) -> Iterator[bytes]:
        if self.manifest.exists():
            with self.manifest.open("rb") as file:
                yield from (line for line in file if line.endswith(b"\n"))

    def _parsed(self, line: bytes, number: int) -> Entry:
        try:
            entry = json.loads(line)
            entry["sha256"], entry["hash"], entry["seq"]
        except (ValueError, KeyError, TypeError):
            raise WorkspaceError(
                str(self.manifest), f"line {number} is not readable", "restore it from a copy"
            ) from None
        return entry  # type: ignore[no-any-return]

    def _settle(self, digests: Iterable[str]) -> None:
        """Move what the manifest names to its place."""
        for digest in digests:
            path = self.path_of(digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            if (self._arriving / digest).exists():
                (self._arriving / digest).replace(path)

    def _cut_torn_line(self) -> bool:
        if not self.manifest.exists():
            return False
        with self.manifest.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            start, tail = size, b""
            while start > 0 and b"\n" not in tail:
                start = max(0, start - BLOCK)
                file.seek(start)
                tail = file.read(size - start)
            whole = start + tail.rfind(b"\n") + 1
            if whole == size:
                return False
            file.truncate(whole)
            os.fsync(file.fileno())
            return True

    def _last(self) -> tuple[str, int]:
        """Hash and number of the last whole line, read from the end of the file."""
        if not self.manifest.exists():
            return START, 0
        with self.manifest.open("rb") as file:
            end = size = file.seek(0, os.SEEK_END)
            tail = b""
            while end > 0 and tail.count(b"\n") < 2:
                end = max(0, end - BLOCK)
                file.seek(end)
                tail = file.read(size - end)
        lines = tail.split(b"\n")[:-1]
        if not lines:
            return START, 0
        last = self._parsed(lines[-1], 0)
        return last["hash"], last["seq"]

    def _read_head(self) -> tuple[str, int] | None:
        try:
            head = json.loads(self._head.read_bytes())
            return str(head["hash"]), int(head["seq"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_head(self, state: str, number: int) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        write_whole(self._head, canonical({"hash": state, "seq": number}) + b"\n")

    def _check_head(self) -> None:
        head = self._read_head()
        if head is None or head == self._last():
            return
        if head[1] and not any(
            entry["seq"] == head[1] and entry["hash"] == head[0] for entry in self.entries()
        ):
            raise WorkspaceError(
                str(self.manifest),
                f"was cut or rewritten: it lacks line {head[1]} as the last run left it",
                "restore it from a copy",
            )


def _digest_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _sync_all(paths: Sequence[Path]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(sync, paths))
