"""Files and folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from outspoken.errors import InputError
from outspoken.model import Capture

LARGEST = 50_000_000
"""Bytes; a document of a page or a transcript is a thousandth of it."""


def walk(path: Path) -> Iterator[tuple[Path, str] | InputError]:
    """Files under `path` with their keys, in order of name; hidden files are passed over.

    A file's key is its path below the folder that was added, with the folder's own name before it,
    so that the same folder added from elsewhere gives the same keys. A link that leads out of the
    added folder is not followed.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link's name away
    if not os.path.lexists(path):
        yield InputError(str(path), "does not exist", "check the path")
        return
    if not path.is_dir():
        yield path, path.name
        return
    root = path.resolve()

    def complain(error: OSError) -> None:
        problems.append(
            InputError(str(error.filename), f"cannot be listed ({error.strerror})", "check rights")
        )

    problems: list[InputError] = []
    for folder, folders, files in os.walk(path, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            file = Path(folder, name)
            if file.is_symlink() and not file.resolve().is_relative_to(root):
                yield InputError(
                    str(file), "is a link that leads out of the folder", "add its goal"
                )
                continue
            yield file, f"{path.name}/{file.relative_to(path).as_posix()}"
        yield from problems
        problems.clear()
    yield from problems


def read_file(path: Path, key: str) -> Capture | InputError:
    """One file as a capture. Sockets, pipes and devices are refused before they are opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return InputError(str(path), "is not a regular file", "add documents only")
        if status.st_size > LARGEST:
            return InputError(
                str(path),
                f"is larger than {LARGEST // 1_000_000} MB",
                "split it, or add it as a table if it holds many documents",
            )
        content = path.read_bytes()
    except OSError as error:
        return InputError(str(path), f"cannot be read ({error.strerror})", "check path and rights")
    if not content:
        return InputError(str(path), "is empty", "fetch it again, or leave it out")
    return Capture(
        key=key,
        name=path.name,
        content=content,
        retrieved_at=datetime.fromtimestamp(status.st_mtime, UTC),
    )
