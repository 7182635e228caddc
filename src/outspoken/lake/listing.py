"""The list of parts: which files count. It is the commit.

    documents/parts.json                          parts of documents, sentences and speakers
    codings/coder=NAME/codebook=HASH/parts.json   and the same for summaries

A run writes files under names that were never used, and then the list, whole, in place of the one
before: from then on they count, and those that they replace count no more. A file that no list
names is not there for any reader. Files that were replaced stay for `GRACE` seconds, for readers
who had the list before.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from outspoken.errors import WorkspaceError
from outspoken.lake.reach import TOLD_OF, Reach, reach_of
from outspoken.lake.storage import Folder, Storage

NAME = "parts.json"
FORMAT = 1
GRACE = 600.0
"""Seconds for which a replaced file stays: readers may be at it."""
READ_TABLES = ("sentences", "speakers", "documents")
"""The tables of a part that `add` makes; they have one list."""


@dataclass(frozen=True, slots=True)
class File:
    """A Parquet file without its ending, and its bytes."""

    stem: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to a name: one file a table, and what the documents are about.

    `of` are the parts from whose rows it was put together (`arrange.py`).
    """

    files: Mapping[str, File]
    reach: Reach = field(default_factory=Reach)
    documents: int = 0
    slices: int = 1
    of: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files.values())

    def joined(self, other: Part) -> Part:
        """With the files of another part of the same name in place of its own."""
        files = {**self.files, **other.files}
        told = other if "documents" in other.files else self
        return replace(told, files=files)


@dataclass(frozen=True, slots=True)
class Listing:
    """Parts by name; `gone` are replaced files ("TABLE/STEM") with the time of their end.

    `written` is when it was put in place.
    """

    parts: Mapping[str, Part] = field(default_factory=dict)
    gone: Mapping[str, float] = field(default_factory=dict)
    written: float = 0.0

    def changed(self, add: Mapping[str, Part], remove: Iterable[str] = ()) -> Listing:
        """With parts put in and taken out; a part replaces the one of the same batch."""
        parts = dict(self.parts)
        batches = {batch_of(name): name for name in parts}
        out = [name for name in remove if name in parts]
        out += [old for name in add if (old := batches.get(batch_of(name), name)) != name]
        for name in out:
            parts.pop(name, None)
        for name, part in add.items():
            held = parts.get(name)
            parts[name] = part if held is None else held.joined(part)
        kept = _files(parts.values())
        now = time.time()
        gone = dict.fromkeys(_files(self.parts.values()) - kept, now)
        return Listing(parts, {**self.gone, **gone})

    def files(self) -> set[str]:
        """Every file that must stay, as "TABLE/STEM"."""
        return _files(self.parts.values()) | self.gone.keys()


def batch_of(name: str) -> str:
    """A part's name without its last mark: which documents, or of codings which part."""
    return name.rpartition("@")[0] or name


def _files(parts: Iterable[Part]) -> set[str]:
    return {f"{table}/{file.stem}" for part in parts for table, file in part.files.items()}


_parsed: dict[tuple[Storage, str], tuple[tuple[int, ...], bytes, Listing]] = {}
"""The last list of each folder with its stamp and content: lists are asked for all the time."""


def load(storage: Storage, folder: str) -> Listing:
    """The list of a folder; one of the layout before the list is told from the files.

    Raises:
        WorkspaceError: it was written by a later version, or is damaged.
    """
    held = _parsed.get((storage, folder))
    stamp = storage.stamp(f"{folder}/{NAME}")
    if stamp and held is not None and held[0] == stamp:
        return held[2]
    content = storage.read(f"{folder}/{NAME}")
    known = content or repr(sorted(storage.files(folder))).encode()
    if held is not None and held[1] == known:
        return held[2]
    listing = adopt(storage, folder) if content is None else _parse(content, f"{folder}/{NAME}")
    _parsed[storage, folder] = (stamp, known, listing)
    return listing


def save(storage: Storage, folder: str, listing: Listing) -> None:
    """Put a list in place of the one before: the commit."""
    storage.write(f"{folder}/{NAME}", _told(listing))


def _told(listing: Listing) -> bytes:
    parts: dict[str, Any] = {}
    for name, part in listing.parts.items():
        row: dict[str, Any] = {
            "files": {table: [file.stem, file.size] for table, file in part.files.items()}
        }
        if part.documents:
            row |= {"documents": part.documents, "days": part.reach.days}
        if part.slices > 1:
            row["slices"] = part.slices
        if part.of:
            row["of"] = part.of
        if part.reach.revised:
            row["revised"] = part.reach.revised
        parts[name] = row
    whole = {"format": FORMAT, "written": time.time(), "parts": parts, "gone": listing.gone}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _parse(content: bytes, name: str) -> Listing:
    try:
        whole = json.loads(content)
        if whole["format"] != FORMAT:
            raise WorkspaceError(name, f"is of format {whole['format']}", "use a later version")
        parts = {
            part: Part(
                {table: File(stem, size) for table, (stem, size) in row["files"].items()},
                Reach(
                    {place: (first, last) for place, (first, last) in row.get("days", {}).items()},
                    row.get("revised", {}),
                ),
                row.get("documents", 0),
                row.get("slices", 1),
                tuple(row.get("of", ())),
            )
            for part, row in whole["parts"].items()
        }
        return Listing(parts, whole["gone"], whole["written"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            name, f"is damaged ({error})", "remove the folder lake/ and run 'add' and 'code' again"
        ) from None


# ---------------------------------------------------------------- the layout before the list


def adopt(storage: Storage, folder: str) -> Listing:
    """A lake without a list: its files are its parts, and of one batch the last written counts."""
    if not isinstance(storage, Folder):
        return Listing()  # Object storage came with the list.
    newest: dict[str, tuple[int, str]] = {}
    for path in (storage.root / folder).glob("*.parquet"):
        with suppress(FileNotFoundError):
            written = (path.stat().st_mtime_ns, path.stem)
            newest[batch_of(path.stem)] = max(newest.get(batch_of(path.stem), (-1, "")), written)
    table = folder.partition("/")[0]
    tables = READ_TABLES if table == "documents" else (table,)
    parts = {}
    for _, name in sorted(newest.values()):
        places = {one: storage.root / folder.replace(table, one, 1) for one in tables}
        files = {
            one: File(name, path.stat().st_size)
            for one, place in places.items()
            if (path := place / f"{name}.parquet").exists()
        }
        parts[name] = Part(files)
        if table == "documents":
            documents = storage.parquet(f"documents/{name}.parquet").read(list(TOLD_OF))
            parts[name] = Part(files, reach_of(documents), documents.num_rows)
    return Listing(parts)
