"""Manners towards a host: what its robots.txt forbids, and how long to wait between requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

SLOWEST = 30.0
"""Seconds between requests that a robots.txt may ask for; a longer one is taken as this."""
AGAIN = 2.0
"""Seconds before a robots.txt that could not be had is asked for again."""
KEPT = 24 * 3600.0
"""Seconds for which a robots.txt holds (RFC 9309, section 2.4)."""
PRODUCT = "outspoken"
"""What a robots.txt names to address this program."""


class Manners:
    """The pace and the rules of every host of a run.

    Args:
        fetch: gives status and text of a robots.txt's address; status 0: not reachable.
        every: seconds between two requests to one host, at least.
        pause: waits for so many seconds.
    """

    def __init__(
        self,
        fetch: Callable[[str], tuple[int, bytes]],
        *,
        every: float,
        pause: Callable[[float], None],
    ) -> None:
        self._fetch = fetch
        self._every = every
        self._pause = pause
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._rules: dict[str, tuple[float, Any, str]] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._busy: dict[str, threading.Lock] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """This thread's turn at a host: one request at a time, with a pause between two."""
        with self._lock:
            busy = self._busy.setdefault(host, threading.Lock())
        with busy:
            wait = self._next.get(host, 0.0) - time.monotonic()
            if wait > 0:
                self._pause(wait)
            try:
                yield
            finally:
                pause = max(self._every, self._delays.get(host, 0.0))
                self._next[host] = time.monotonic() + pause

    def refusal(self, address: str, agent: str) -> str:
        """Why the host does not want this page fetched, or "".

        As RFC 9309 says: no robots.txt allows all; one that cannot be had for the server's fault
        forbids all.
        """
        parts = urlsplit(address)
        host = parts.netloc
        with self._lock:
            asking = self._asking.setdefault(host, threading.Lock())
        with asking:
            when, rules, problem = self._rules.get(host, (0.0, None, ""))
            if not when or time.monotonic() - when > KEPT:
                rules, problem = self._read(f"{parts.scheme}://{host}/robots.txt", host)
                self._rules[host] = (time.monotonic(), rules, problem)
        if problem:
            return problem
        if rules is not None and not rules.can_fetch(address, PRODUCT):
            return "is closed to programs by the site's robots.txt"
        return ""

    def _read(self, address: str, host: str) -> tuple[Any, str]:
        from protego import Protego

        status, text = self._fetch(address)
        if _unavailable(status):  # Once more: a whole site hangs on it.
            self._pause(AGAIN)
            status, text = self._fetch(address)
        if _unavailable(status):
            said = f"answers {status}" if status else "cannot be reached"
            return None, f"was not asked: the site's robots.txt {said}, which forbids all"
        if status != 200:
            return None, ""
        try:
            rules = Protego.parse(text.decode("utf-8", "replace"))
            delay = rules.crawl_delay(PRODUCT)
        except (ValueError, RecursionError):
            return None, ""
        if delay:
            self._delays[host] = min(float(delay), SLOWEST)
        return rules, ""


def _unavailable(status: int) -> bool:
    return status in (0, 429) or status >= 500
