"""The server: gunicorn with threads, on this machine unless told otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = 8
TIMEOUT = 120


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to this address."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def run(
    workspace: Path,
    host: str,
    port: int,
    *,
    workers: int = 1,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until stopped."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": THREADS,
                "timeout": TIMEOUT,
                "loglevel": "warning",
                "control_socket_disable": True,
                "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
                "when_ready": lambda server: ready(),
                "limit_request_line": 8190,
                "forwarded_allow_ips": "127.0.0.1,::1",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from outspoken.web.wsgi import application_of

            return application_of(str(workspace))

    Server().run()
