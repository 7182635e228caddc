"""What the server alone may know: the key that signs cookies, and the address that opens once."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outspoken.workspace import Workspace

KEY = ".pages.key"
ENTRY = ".pages.entry"


def key_of(workspace: Workspace) -> str:
    """The workspace's key, made where there is none; only its owner can read the file."""
    path = workspace.path / KEY
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        _write(path, secrets.token_urlsafe(50))
        return path.read_text("ascii")


def new_entry(workspace: Workspace) -> str:
    """A token that opens the pages once, on this machine; an earlier one is void."""
    token = secrets.token_urlsafe(32)
    path = workspace.path / ENTRY
    path.unlink(missing_ok=True)
    _write(path, _digest(token))
    return token


def spend_entry(workspace: Workspace, token: str) -> bool:
    """Whether the token opens; it does so once (the file's removal decides between two)."""
    path = workspace.path / ENTRY
    try:
        held = path.read_text("ascii")
        if not hmac.compare_digest(held, _digest(token)):
            return False
        path.unlink()
    except (FileNotFoundError, UnicodeError):
        return False
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # Another process was first.
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
