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
"""Bytes of one document; that of a page or a transcript is a thousandth of it."""
PAGES = (".html", ".htm", ".xhtml")
MACHINERY = ("archive", "lake", "collecting")
SETTINGS = ("outspoken.toml", "corrections.toml", "desk.sqlite3")
"""What a workspace keeps for itself, passed over when the workspace lies in an added folder."""


def walk(path: Path) -> Iterator[tuple[Path, str] | InputError]:
    """Files under `path` with their keys, in order of name; hidden files are passed over.

    A file's key is its path below the folder that was added, with the folder's own name before it:
    the same folder gives the same keys wherever it lies. Links are followed to files inside the
    added folder, never out of it; a linked folder is not entered, since one inside is walked under
    its own name.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would lose a link's own name
    if not os.path.lexists(path):
        yield InputError(str(path), "does not exist", "check the path")
        return
    if not path.is_dir():
        yield path, _plain(path.name)
        return
    root = path.resolve()
    problems: list[InputError] = []

    def complain(error: OSError) -> None:
        problems.append(
            InputError(
                _plain(str(error.filename)), f"cannot be listed ({error.strerror})", "check rights"
            )
        )

    for folder, folders, files in os.walk(path, onerror=complain):
        here = Path(folder)
        yield from problems
        problems.clear()
        linked = [name for name in folders if (here / name).is_symlink()]
        kept = {name for name in folders if not name.startswith(".")} - set(linked)
        if "outspoken.toml" in files:
            kept.difference_update(MACHINERY)
            files[:] = [f for f in files if not f.startswith(SETTINGS)]
        # A page that a browser saved has its pictures and scripts in a folder beside it.
        stems = {name.rpartition(".")[0] for name in files if name.lower().endswith(PAGES)}
        kept = {n for n in kept if not (n.endswith("_files") and n.removesuffix("_files") in stems)}
        folders[:] = sorted(kept)
        for name in sorted([*files, *linked]):
            file = here / name
            if name.startswith("."):
                continue
            if file.is_symlink():
                problem = _bad_link(file, root)
                if problem is not None:
                    yield problem
                if problem is not None or name in linked:
                    continue
            yield file, _plain(f"{path.name}/{file.relative_to(path).as_posix()}")
    yield from problems


def read_file(path: Path, key: str) -> Capture | InputError:
    """One file as a capture. Sockets, pipes and devices are refused before they are opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return InputError(key, "is not a regular file", "add documents only")
        if status.st_size > LARGEST:
            return too_large(key)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return unreadable(key, error)
    if len(content) > LARGEST:  # It grew while it was read.
        return too_large(key)
    return Capture(
        key=key,
        name=key,
        content=content,
        retrieved_at=datetime.fromtimestamp(status.st_mtime, UTC),
        metadata={"origin": _plain(str(path))},
    )


def too_large(name: str) -> InputError:
    """The problem with a document over the limit."""
    return InputError(
        name,
        f"is larger than {LARGEST // 1_000_000} MB",
        "split it, or add it as a table if it holds many documents",
    )


def unreadable(name: str, error: OSError) -> InputError:
    """The problem with a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return InputError(name, "is a link to nothing, or has just gone", "fetch it again")
    reason = error.strerror or type(error).__name__
    return InputError(name, f"cannot be read ({reason})", "check path and rights")


def _bad_link(file: Path, root: Path) -> InputError | None:
    name = _plain(str(file))
    try:
        goal = file.resolve(strict=True)
    except (OSError, RuntimeError):  # It points at nothing, or at itself.
        return InputError(name, "is a link to nothing", "mend the link, or take it out")
    if not goal.is_relative_to(root):
        return InputError(name, "is a link out of the folder", "add what it points to by itself")
    return None


def _plain(name: str) -> str:
    """A name that can be written: bytes that are not UTF-8 become replacement characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
