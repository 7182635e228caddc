"""One page from the network: redirects, limits, retries, and why it was not had.

Nothing here trusts a server: sizes (as sent and unpacked), time, redirects and the networks that
are reached are bounded, and the page's own word for its kind is only a hint.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from outspoken import __version__
from outspoken.errors import InputError
from outspoken.sources.files import LARGEST
from outspoken.sources.web.addresses import host_of, name_of, normal
from outspoken.sources.web.answer import Answer, Step, retry_after
from outspoken.sources.web.decoding import ACCEPTED, TooLargeError, unpack
from outspoken.sources.web.inside import CONNECT, SILENCE, Clock, InsideError, Transport
from outspoken.sources.web.manners import Manners

AGENT = f"outspoken/{__version__} (research on the public record)"
REDIRECTS = 8
TRIES = 3
BACK_OFF = 2.0
"""Seconds before the second try; each further one waits four times as long."""
PATIENCE = 120.0
"""Seconds that a server may ask us to wait within a run; for longer the page is put off."""
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
"""Answers that may be different in a moment."""
GONE = frozenset((404, 410, 451))
_REASONS = {
    401: "asks for a password",
    403: "is refused to programs, or to everyone",
    407: "asks for a password",
    429: "has too many requests for now",
    451: "is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds in all, bytes sent and unpacked."""

    seconds: float = 60.0
    largest: int = LARGEST


class FetchError(InputError):
    """A page that was not had. `again`: the moment (Unix time) before which not to ask again."""

    def __init__(self, name: str, problem: str, mend: str = "", *, again: float = 0.0) -> None:
        super().__init__(name, problem, mend)
        self.again = again


class _PassingError(Exception):
    """A failure that may be gone in a moment."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(slots=True)
class Client:
    """Fetches pages, politely and within limits. May be used by several threads.

    Args:
        every: seconds between two requests to one host, at least.
        allow_private: also reach addresses inside networks.
        agent: how it names itself to servers; `contact` (an address or e-mail) is added.
        pause: waits; tests put a clock of their own here.
    """

    every: float = 1.0
    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    contact: str = ""
    pause: Callable[[float], None] = time.sleep
    back_off: float = BACK_OFF
    _clock: Clock = field(init=False, repr=False)
    _transport: Transport = field(init=False, repr=False)
    manners: Manners = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._clock = Clock()
        self._transport = Transport(self._clock, allow_private=self.allow_private)
        self.manners = Manners(self._robots, every=self.every, pause=self.pause)

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        return f"{AGENT[:-1]}; {self.contact})" if self.contact else AGENT

    def close(self) -> None:
        """End all connections."""
        self._transport.close()

    def get(
        self, address: str, *, etag: str = "", modified: str = "", robots: bool = True
    ) -> Answer:
        """A page, with the answers on the way to it; 304, 404 and 410 are answers too.

        Args:
            address: in normal form.
            etag: of the version held, so that an unchanged page is not sent again.
            modified: `Last-Modified` of the version held.
            robots: whether the site's robots.txt is asked; not for an interface made for programs.

        Raises:
            FetchError: with the reason, and when to ask again if the server says so.
            InsideError: it leads into an inside network.
        """
        failure = _PassingError("was not asked")
        for number in range(TRIES):
            if number:
                wait = self.back_off * 4 ** (number - 1) * random.uniform(0.8, 1.2)  # noqa: S311
                self.pause(max(wait, failure.wait or 0.0))
            try:
                return self._follow(address, etag, modified, robots)
            except _PassingError as error:
                failure = error
                if error.wait is not None and error.wait > PATIENCE:
                    break
        again = time.time() + failure.wait if failure.wait else 0.0
        mend = "run the same command again later"
        if failure.wait and failure.wait > PATIENCE:
            mend = f"the server asks to wait {failure.wait / 60:.0f} minutes; run it again then"
        raise FetchError(name_of(address), str(failure), mend, again=again)

    def download(
        self, address: str, path: Path, *, largest: int, etag: str = "", seconds: float = 3600
    ) -> Step:
        """A large file into `path`; one that broke off is gone on with where it stopped.

        The user asked for this one file by name: robots.txt, which is for programs that follow
        links, is not asked. Returns the answer without its body; 304 where the file is still the
        one of `etag`.

        Raises:
            FetchError, InsideError: as for `get`.
        """
        failure = _PassingError("was not asked")
        for number in range(TRIES):
            if number:
                self.pause(max(self.back_off * 4 ** (number - 1), failure.wait or 0.0))
            try:
                return self._download(address, path, largest, etag, seconds)
            except _PassingError as error:
                failure = error
        raise FetchError(name_of(address), str(failure), "run the same command again later")

    def _download(self, address: str, path: Path, largest: int, etag: str, seconds: float) -> Step:
        mark = path.with_name(path.name + ".etag")
        held = path.stat().st_size if path.exists() and mark.exists() else 0
        extra = {"If-None-Match": etag} if etag and not held else {}
        if held:
            extra = {"Range": f"bytes={held}-", "If-Range": mark.read_text("latin-1")}
        jar = httpx.Cookies()
        for _ in range(REDIRECTS):
            with self._asking(address, extra, jar, seconds, packed=False) as response:
                step = self._step(address, response, b"")
                if goal := _redirect(step):
                    address = goal
                    continue
                if step.status == 304:
                    return step
                if step.status == 416:
                    path.unlink(missing_ok=True)
                    raise _PassingError("cannot be gone on with")
                if step.status not in (200, 206):
                    self._refuse(step)
                strong = step.header("etag") or step.header("last-modified")
                mark.write_text("" if strong.startswith("W/") else strong, "latin-1")
                if not mark.read_text("latin-1"):
                    mark.unlink()
                size = held if step.status == 206 else 0
                with path.open("ab" if step.status == 206 else "wb") as file:
                    for chunk in _chunks(response):
                        size += len(chunk)
                        if size > largest:
                            raise FetchError(
                                name_of(address),
                                f"is larger than {largest / 1e6:,.0f} MB",
                                "raise most_mb in the recipe if that is right",
                            )
                        file.write(chunk)
                whole = step.header("content-length")
                if step.status == 200 and whole.isdigit() and int(whole) != size:
                    raise _PassingError(f"broke off after {size:,} bytes")
                return step
        raise FetchError(name_of(address), f"redirects more than {REDIRECTS} times", "check it")

    def _follow(self, address: str, etag: str, modified: str, robots: bool) -> Answer:
        asked, steps, jar = address, list[Step](), httpx.Cookies()
        extra = {}
        if etag:
            extra["If-None-Match"] = etag
        if modified:
            extra["If-Modified-Since"] = modified
        while len(steps) <= REDIRECTS:
            name = name_of(asked)
            if robots and (refusal := self.manners.refusal(address, self.agent)):
                raise FetchError(name, refusal, "ask the publisher, or save the page by hand")
            with self._asking(address, extra, jar, self.limits.seconds) as response:
                body = self._read(name, response)
                step = self._step(address, response, body)
            steps.append(step)
            if goal := _redirect(step):
                seen = [s.address for s in steps]
                if seen.count(goal) > 1:  # Once is right: a cookie was set on the way.
                    raise FetchError(name, "redirects in a circle", "open it in a browser")
                address = goal
                continue
            if step.status in GONE or step.status == 304:
                return Answer(asked, tuple(steps), self._unpacked(name, step))
            if not 200 <= step.status < 300:
                self._refuse(step)
            return Answer(asked, tuple(steps), self._unpacked(name, step))
        raise FetchError(
            name_of(asked), f"redirects more than {REDIRECTS} times", "open it in a browser"
        )

    @contextmanager
    def _asking(
        self,
        address: str,
        extra: dict[str, str],
        jar: httpx.Cookies,
        seconds: float,
        *,
        packed: bool = True,
    ) -> Iterator[httpx.Response]:
        """One exchange, in its turn and within its time; failures as `_PassingError`."""
        headers = {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED if packed else "identity",
            **extra,
        }
        timeout = {"connect": CONNECT, "read": SILENCE, "write": SILENCE, "pool": CONNECT}
        request = httpx.Request("GET", address, headers=headers, extensions={"timeout": timeout})
        jar.set_cookie_header(request)
        try:
            with self.manners.turn(host_of(address)):
                self._clock.deadline = time.monotonic() + seconds
                self._clock.peer = ""
                response = self._transport.handle_request(request)
                response.request = request
                try:
                    jar.extract_cookies(response)
                    yield response
                finally:
                    response.close()
        except InsideError as error:
            raise InsideError(name_of(address), error.problem, error.mend) from None
        except httpx.TimeoutException:
            raise _PassingError("takes too long to answer") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _PassingError(f"cannot be reached ({str(error)[:150]})") from None
        finally:
            self._clock.deadline = float("inf")

    def _read(self, name: str, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > self.limits.largest:
                raise FetchError(
                    name,
                    f"is larger than {self.limits.largest / 1e6:,.0f} MB, or has no end",
                    "fetch it by hand and add the file",
                )
        return bytes(body)

    def _step(self, address: str, response: httpx.Response, body: bytes) -> Step:
        reason = response.extensions.get("reason_phrase", b"")
        return Step(
            address=address,
            status=response.status_code,
            reason=reason.decode("latin-1", "replace"),
            headers=tuple(response.headers.raw),
            body=body,
            at=datetime.now(UTC),
            peer=self._clock.peer,
        )

    def _unpacked(self, name: str, step: Step) -> bytes:
        try:
            return unpack(step.body, step.header("content-encoding"), self.limits.largest)
        except TooLargeError:
            raise FetchError(
                name,
                f"unpacks to more than {self.limits.largest / 1e6:,.0f} MB",
                "leave it out: no page does",
            ) from None
        except ValueError as error:
            raise _PassingError(str(error)) from None

    def _refuse(self, step: Step) -> None:
        status = step.status
        why = _REASONS.get(status, f"answers {status} {step.reason}".rstrip())
        if status in _PASSING:
            raise _PassingError(why, retry_after(step))
        raise FetchError(name_of(step.address), why, "open it in a browser; save and add it")

    def _robots(self, address: str) -> tuple[int, bytes]:
        """Status and text of a robots.txt; 0 where the server cannot be reached."""
        jar = httpx.Cookies()
        try:
            for _ in range(REDIRECTS):
                with self._asking(address, {}, jar, min(20.0, self.limits.seconds)) as response:
                    body = bytearray()
                    for chunk in _chunks(response):
                        body += chunk
                        if len(body) > 500_000:
                            break
                    step = self._step(address, response, bytes(body))
                if goal := _redirect(step):
                    address = goal
                    continue
                return step.status, unpack(step.body, step.header("content-encoding"), 1_000_000)
        except _PassingError:
            return 0, b""
        except (ValueError, InputError) as error:
            if isinstance(error, InsideError):
                raise
            return 400, b""
        return 400, b""


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    assert isinstance(response.stream, httpx.SyncByteStream)
    yield from response.stream


def _redirect(step: Step) -> str:
    if step.status not in (301, 302, 303, 307, 308):
        return ""
    location = step.header("location")
    if not location:
        return ""
    # Servers write addresses in UTF-8; a header arrives as Latin-1.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return normal(location, step.address)
    except InputError as error:
        raise FetchError(
            name_of(step.address), f"redirects to what {error.problem}", "open it in a browser"
        ) from None
