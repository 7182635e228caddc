"""The workspace that the pages of this process show, with what is read once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outspoken.errors import WorkspaceError

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.workspace import Workspace
    from outspoken.world import World

_held: dict[str, Workspace] = {}
_codebooks: dict[tuple[str, int], Codebook] = {}


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
