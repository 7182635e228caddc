"""The workspace that the pages of this process show, with what is read once and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from outspoken.errors import WorkspaceError

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.search.schema import Index
    from outspoken.workspace import Workspace
    from outspoken.world import World

_held: dict[str, Workspace] = {}
_codebooks: dict[tuple[str, int], Codebook] = {}
_thread = threading.local()
_remembered: dict[str, Any] = {}
_lock = threading.Lock()
T = TypeVar("T")


def show(workspace: Workspace) -> None:
    """Make this the workspace at hand."""
    _held["workspace"] = workspace
    _codebooks.clear()


def workspace() -> Workspace:
    """The workspace at hand.

    Raises:
        WorkspaceError: none was opened.
    """
    if "workspace" not in _held:
        raise WorkspaceError("pages", "have no workspace", "start them with 'outspoken serve'")
    return _held["workspace"]


def world() -> World:
    """Countries and officials as the workspace knows them."""
    return workspace().world()


def codebook() -> Codebook:
    """The workspace's codebook; read again when its file has changed."""
    at = workspace()
    path = at.settings.codebook
    stamp = path.stat().st_mtime_ns if path is not None and path.exists() else 0
    key = (str(path), stamp)
    if key not in _codebooks:
        _codebooks.clear()
        _codebooks[key] = at.codebook()
    return _codebooks[key]


def index() -> Index:
    """The search index, one connection a thread; opened anew where the file was replaced."""
    from outspoken.search.schema import FILE, open_index

    at = workspace()
    path = at.path / "lake" / FILE
    try:
        stamp: tuple[str, int] = (str(path), path.stat().st_ino)
    except FileNotFoundError:
        stamp = (str(path), 0)
    held: tuple[tuple[str, int], Index] | None = getattr(_thread, "index", None)
    if held is not None and held[0] == stamp:
        return held[1]
    if held is not None:
        held[1].close()
    opened = open_index(at.path / "lake")
    _thread.index = (stamp, opened)
    return opened


def state() -> str:
    """What the index was made of: figures that were kept under another state are stale."""
    return index().meta("state")


def remember(name: str, make: Callable[[], T]) -> T:
    """What is the same on every page until the record changes, looked up once."""
    now = (str(workspace().path), state(), codebook().hash)
    with _lock:
        if _remembered.get("") != now:
            _remembered.clear()
            _remembered[""] = now
        if name in _remembered:
            found: T = _remembered[name]
            return found
    made = make()
    with _lock:
        if _remembered.get("") == now:
            _remembered[name] = made
    return made


def uncoded() -> int:
    """Documents that are held and not coded with the codebook at hand."""
    query = "select count(*) from documents where found = 1 and coded = 0"
    return remember("uncoded", lambda: int(index().value(query)))
