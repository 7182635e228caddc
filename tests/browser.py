"""A real browser on a real server: what the page tests share.

`serving` runs `outspoken serve` on a workspace as people do; `Chromium` opens pages in Debian's
Chromium; `serious` runs axe on a page.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("OUTSPOKEN_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Served:
    """A running server: its address, and the address that signs this machine's user in."""

    address: str
    entry: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()  # Closes its output too.


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(workspace: Path, port: int = 0, **environment: str) -> Served:
    """Start the server on a workspace and wait until it answers."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "outspoken", "serve", "--no-browser", "--port", str(port),
         "-w", str(workspace)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, **environment},
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http" in line, "the server did not start"
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    entry = line[line.index("http") :].strip()
    return Served(f"http://127.0.0.1:{port}", entry, process)


@contextmanager
def serving(workspace: Path, port: int = 0, **environment: str) -> Iterator[Served]:
    """A server on a workspace, ended afterwards."""
    served = start(workspace, port, **environment)
    try:
        yield served
    finally:
        served.process.terminate()
        try:
            served.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            served.kill()


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; skips with a reason where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM} (set OUTSPOKEN_CHROMIUM to its path)")
    # Playwright runs a loop in this thread; the tests look into the desk from the same thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def serious(page: Any) -> list[str]:
    """What axe finds on a page that is serious or worse."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
