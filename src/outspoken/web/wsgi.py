"""The pages as a WSGI application, for any server: the workspace is that of the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler


def application_of(path: str) -> WSGIHandler:
    """The application over the workspace at `path`."""
    from pathlib import Path

    from outspoken import web
    from outspoken.workspace import Workspace

    web.open_workspace(Workspace.open(Path(path)))
    from django.core.handlers.wsgi import WSGIHandler

    from outspoken.web import keeper

    keeper.start()
    return WSGIHandler()
