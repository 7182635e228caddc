"""Packages: a repository's tarball or a ZIP file, whose members are documents.

Nothing is unpacked to disk: members are read one by one, bounded in number and size, and a member's
name is only ever a key.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.collections.recipe import Recipe
from outspoken.sources.files import LARGEST, too_large

MOST_MEMBERS = 2_000_000
MOST_UNPACKED = 50_000_000_000
"""Bytes of all members together; beyond it a package was made to harm."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package: its path, its bytes."""

    path: str
    content: bytes


def members(path: Path, name: str) -> Iterator[Member | InputError]:
    """The regular files of a package (tar, packed or not, or ZIP), in its order.

    Args:
        path: the package.
        name: what messages call it.
    """
    try:
        if zipfile.is_zipfile(path):
            yield from _zip(path, name)
        else:
            yield from _tar(path, name)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
        yield InputError(name, f"breaks off or is no package ({error})", "fetch it again")


def _tar(path: Path, name: str) -> Iterator[Member | InputError]:
    unpacked = 0
    with tarfile.open(path, "r|*") as package:
        for number, entry in enumerate(package):
            unpacked += entry.size
            if number > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                yield InputError(name, "unpacks without end", "leave it out")
                return
            if not entry.isreg():
                continue
            inner = _inner(entry.name)
            if entry.size > LARGEST:
                yield too_large(f"{name}: {inner}")
                continue
            file = package.extractfile(entry)
            if file is not None:
                yield Member(inner, file.read(LARGEST + 1))


def _zip(path: Path, name: str) -> Iterator[Member | InputError]:
    unpacked = 0
    with zipfile.ZipFile(path) as package:
        for number, entry in enumerate(package.infolist()):
            if number > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                yield InputError(name, "unpacks without end", "leave it out")
                return
            if entry.is_dir():
                continue
            inner = _inner(entry.filename)
            if entry.flag_bits & 1:
                yield InputError(f"{name}: {inner}", "is encrypted", "unpack it by hand")
                continue
            # The size that the package states may be a lie: it is read no further than allowed.
            with package.open(entry) as file:
                content = file.read(LARGEST + 1)
            unpacked += len(content)
            if len(content) > LARGEST:
                yield too_large(f"{name}: {inner}")
            else:
                yield Member(inner, content)


def documents(
    path: Path, recipe: Recipe, *, retrieved_at: datetime, received: str
) -> Iterator[Capture | InputError]:
    """The documents of a package by its recipe.

    A document's key is the recipe's name and its path below the package's top folder, so that a
    later package brings new versions of the same documents.

    Args:
        path: the package.
        recipe: says which members are documents and what is stated of them.
        retrieved_at: when the package was fetched.
        received: address and headers of the package, as JSON, for the archive.
    """
    fetch = recipe.fetch
    include, exclude = fetch.get("include", ["*"]), fetch.get("exclude", [])
    pattern = re.compile(fetch["path"]) if "path" in fetch else None
    wanted = 0
    for member in members(path, recipe.name):
        if isinstance(member, InputError):
            yield member
            continue
        inner = "/".join(member.path.split("/")[int(fetch.get("strip", 0)) :])
        if not inner or not _matches(inner, include) or _matches(inner, exclude):
            continue
        key = f"{recipe.name}/{inner}"
        found = pattern.search(inner) if pattern else None
        if pattern and found is None:
            yield InputError(key, "has a name that the recipe does not read", "mend fetch.path")
            continue
        wanted += 1
        given = stated(recipe, found.groupdict() if found else {})
        yield Capture(
            key=key,
            name=key,
            content=member.content,
            url=given.pop("url", ""),
            retrieved_at=retrieved_at,
            metadata={**given, "package": received},
            container=str(path),
        )
    if not wanted:
        yield InputError(recipe.name, "holds no member that the recipe wants", "mend include")


def stated(recipe: Recipe, groups: Mapping[str, Any]) -> dict[str, str]:
    """What a recipe states of a document: constants, and groups of its path."""
    named = {name: value or "" for name, value in groups.items()}
    given = {
        name: re.sub(r"\{(\w+)\}", lambda m: named.get(m[1], ""), text)
        for name, text in recipe.given.items()
    }
    for name, translated in recipe.values.items():
        if named.get(name) in translated:
            given[name] = translated[named[name]]
    if recipe.government:
        given.setdefault("government", recipe.government)
    return given


def _matches(path: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _inner(name: str) -> str:
    """A member's path as a plain key: no way up, no drive, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in "/".join(parts))[:500]
