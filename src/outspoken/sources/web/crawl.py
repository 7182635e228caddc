"""Targets to captures: what is due is asked for, written to the spool, and handed on.

A few threads ask, one request at a time to each host; what comes back is handed on in the order of
the targets. A list (feed, sitemap, index page) among them is opened where it stands.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from outspoken.archive import canonical, sha256
from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import LARGEST
from outspoken.sources.tables import ROW
from outspoken.sources.web import feeds, sitemaps
from outspoken.sources.web.addresses import name_of
from outspoken.sources.web.answer import Answer
from outspoken.sources.web.client import GONE, Client, FetchError
from outspoken.sources.web.decoding import unpack
from outspoken.sources.web.inside import InsideError
from outspoken.sources.web.shape import row_of
from outspoken.sources.web.spool import Spool, Spooled
from outspoken.sources.web.targets import Target, target_again
from outspoken.sources.web.visits import Visit, Visits
from outspoken.sources.web.walls import wall

THREADS = 4
"""Pages asked for at once; each may hold the largest document in memory."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A page that was held and is no more: its key, the server's word, and when."""

    key: str
    status: int
    at: datetime
    record: str
    body: bytes = b""


@dataclass(slots=True)
class Account:
    """What a run asked and what came of it."""

    asked: int = 0
    not_modified: int = 0
    not_due: int = 0
    lists: int = 0
    gone: list[Gone] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Result:
    """One of: a capture, a failure, further targets, or none of them (nothing new)."""

    capture: Capture | None = None
    failure: InputError | None = None
    further: Iterator[Target | InputError] | None = None
    gone: Gone | None = None
    not_modified: bool = False
    settled: Visit | None = None


@dataclass(slots=True)
class Crawl:
    """One run over one source.

    Args:
        source: the name under which the run is remembered.
        started: when it began (Unix time), earlier than now if the run before was broken: what was
            had since is not asked again.
        recheck: seconds after which a page that is held is asked again though no list says that
            it changed; 0: always; None: never.
        most: pages asked for at most.
        until: the moment at which to stop asking, for runs in rounds.
    """

    client: Client
    spool: Spool
    visits: Visits
    source: str
    started: float
    recheck: float | None = None
    most: int = 0
    until: float = float("inf")
    account: Account = field(default_factory=Account)
    finished: bool = False
    advance: Callable[[str], None] = lambda address: None

    def captures(self, targets: Iterable[Target | InputError]) -> Iterator[Capture | InputError]:
        """Documents and problems; `finished` is set when nothing is left to ask."""
        todo: list[Iterator[Target | InputError]] = [iter(targets)]
        waiting: deque[Future[_Result]] = deque()
        settled: list[Visit] = []
        failed = 0
        seen: set[str] = set()
        self.finished = True
        with ThreadPoolExecutor(THREADS, thread_name_prefix="outspoken-fetch") as threads:
            try:
                while True:
                    while len(waiting) < THREADS and (found := self._next(todo, seen)):
                        if isinstance(found, InputError):
                            failed += 1
                            yield found
                        else:
                            waiting.append(threads.submit(self._ask, found))
                    if not waiting:
                        break
                    result = waiting.popleft().result()
                    if result.further is not None:
                        self.account.lists += 1
                        todo.append(result.further)
                        if result.settled is not None:
                            settled.append(result.settled)
                    self.account.not_modified += result.not_modified
                    if result.gone is not None:
                        self.account.gone.append(result.gone)
                    if result.failure is not None:
                        failed += 1
                        yield result.failure
                    if result.capture is not None:
                        yield result.capture
            finally:
                for future in waiting:
                    future.cancel()
        if self.finished and not failed:
            # From now on an unchanged list need not be opened: all it names was settled.
            for visit in settled:
                self.visits.note(visit)

    def left(self) -> Iterator[Capture | InputError]:
        """What earlier runs had received whole; the archive may know some of it already."""
        for spooled in self.spool.left():
            if spooled.about.get("gone"):
                self.account.gone.append(
                    Gone(
                        spooled.about["key"], spooled.status, spooled.at, spooled.record,
                        spooled.body,
                    )
                )  # fmt: skip
            if not _is_document(spooled):
                continue
            capture = self._capture_again(spooled)
            if capture is not None:
                self._remember(spooled)
                yield capture

    def rechecked(self) -> Iterator[Target]:
        """Pages of this source that are held and were not asked for `recheck` seconds."""
        if self.recheck is not None:
            for visit in self.visits.due(
                self.source, min(time.time() - self.recheck, self.started)
            ):
                yield target_again(visit.address, visit.about)

    def _next(
        self, todo: list[Iterator[Target | InputError]], seen: set[str]
    ) -> Target | InputError | None:
        """The next target that is due."""
        while todo:
            if self.most and self.account.asked >= self.most:
                return None
            # Each round asks for something, however short it is.
            if self.account.asked and time.time() >= self.until:
                self.finished = False
                return None
            found = next(todo[-1], None)
            if found is None:
                todo.pop()
                continue
            if isinstance(found, InputError):
                return found
            if found.address in seen:
                continue
            seen.add(found.address)
            problem = self._due(found)
            if isinstance(problem, InputError):
                return problem
            if problem:
                self.account.asked += 1
                self.advance(found.address)
                return found
            self.account.not_due += 1
        return None

    def _due(self, target: Target) -> bool | InputError:
        visit = self.visits.last(target.address)
        if visit is None or target.opens is not None:
            return True
        now = time.time()
        if visit.again > now:
            minutes = (visit.again - now) / 60
            return FetchError(
                name_of(target.address),
                f"was put off: the server asked to wait {minutes:.0f} minutes more",
                "run the same command again then",
            )
        if visit.problem or not visit.status:
            return True
        if target.listing and not visit.digest:
            return True  # A list: what it names is due or not by itself.
        if visit.at >= self.started:
            return False
        if target.changed_at > visit.at:
            return True
        return self.recheck is not None and now - visit.at >= self.recheck

    def _ask(self, target: Target) -> _Result:
        before = self.visits.last(target.address)
        known = before if before is not None and before.status and not before.problem else None
        etag, modified = (known.etag, known.modified) if known else ("", "")
        try:
            answer = self.client.get(target.address, etag=etag, modified=modified)
            return self._read(target, answer, before)
        except (FetchError, InsideError) as error:
            if target.otherwise:
                first, *others = target.otherwise
                return self._ask(replace(target, address=first, otherwise=tuple(others)))
            again = error.again if isinstance(error, FetchError) else 0.0
            self.visits.note(
                Visit(
                    target.address, at=time.time(), problem=error.problem, again=again,
                    key=target.key, source=self.source, about=json.dumps(target.about()),
                )
            )  # fmt: skip
            return _Result(failure=error)

    def _read(self, target: Target, answer: Answer, before: Visit | None) -> _Result:
        last = answer.last
        visit = Visit(
            target.address, last.status, last.at.timestamp(), last.header("etag"),
            last.header("last-modified"), "", key=target.key, source=self.source,
            about=json.dumps(target.about()),
        )  # fmt: skip
        if last.status == 304:
            self.spool.write(answer, {**target.about(), "asked": target.address})
            kept = before or visit
            self.visits.note(replace(kept, status=200, at=visit.at, source=self.source))
            return _Result(not_modified=True)
        if last.status in GONE:
            return self._gone(target, answer, before, visit)
        opens = target.opens or (_opener(target, answer) if target.listing else None)
        if opens is not None:
            self.spool.write(answer, {"list": True})
            self.visits.note(replace(visit, etag="", modified="", source=""))
            return _Result(further=opens(answer), settled=replace(visit, source=""))
        name = name_of(target.key)
        if target.must_list:
            raise FetchError(name, "is no feed or sitemap", "mend the address")
        what, mend = wall(answer.content, last.header("content-type"))
        if what:
            raise FetchError(name, what, mend)
        if not answer.content:
            raise FetchError(name, "is an empty page", "check the address")
        about = {**target.about(), "address": last.address}
        record = self.spool.write(answer, about)
        capture = capture_of(about, answer.content, last.header("content-type"), last.at, record)
        if isinstance(capture, InputError):
            raise FetchError(name, capture.problem, capture.mend)
        self.visits.note(replace(visit, digest=sha256(capture.content)))
        return _Result(capture=capture)

    def _gone(self, target: Target, answer: Answer, before: Visit | None, visit: Visit) -> _Result:
        last = answer.last
        if target.last_page:
            return _Result()
        if before is None or not before.digest:
            why = f"is not there (answers {last.status})"
            raise FetchError(name_of(target.address), why, "check the address")
        if before.status in GONE:
            self.visits.note(replace(before, at=visit.at))
            return _Result(not_modified=True)
        record = self.spool.write(answer, {**target.about(), "gone": True})
        self.visits.note(replace(visit, digest=before.digest, etag="", modified=""))
        return _Result(gone=Gone(target.key, last.status, last.at, record, answer.content))

    def _remember(self, spooled: Spooled) -> None:
        """A run was killed between the spool and its memory: mend the memory."""
        asked = str(spooled.about["asked"])
        visit = self.visits.last(asked)
        if visit is not None and visit.at >= spooled.at.timestamp() - 0.001 and visit.status:
            return
        about = {
            k: v
            for k, v in spooled.about.items()
            if k in ("key", "given", "hints", "shape", "values")
        }
        self.visits.note(
            Visit(
                asked, spooled.status, spooled.at.timestamp(), spooled.headers.get("etag", ""),
                spooled.headers.get("last-modified", ""), sha256(spooled.body),
                key=spooled.about["key"], source=self.source, about=json.dumps(about),
            )
        )  # fmt: skip

    def _capture_again(self, spooled: Spooled) -> Capture | None:
        try:
            content = unpack(spooled.body, spooled.headers.get("content-encoding", ""), LARGEST)
        except ValueError:
            return None
        capture = capture_of(
            spooled.about, content, spooled.headers.get("content-type", ""), spooled.at,
            spooled.record,
        )  # fmt: skip
        return None if isinstance(capture, InputError) else capture


def capture_of(
    about: Mapping[str, Any], content: bytes, media_type: str, at: datetime, record: str
) -> Capture | InputError:
    """The document in an answer: its bytes, or for JSON the row of the fields that were asked for.

    Args:
        about: what `Target.about` said, with the `address` that answered.
        content: the unpacked body.
        media_type: as the server states it.
        at: when it answered.
        record: the WARC record that holds the answer as received.
    """
    key = str(about["key"])
    metadata = dict(about.get("given", {}))
    metadata |= {f"?{name}": value for name, value in about.get("hints", {}).items()}
    metadata["record"] = record
    url = str(about.get("address", key)) if not about.get("shape") else key
    if shape := about.get("shape"):
        row = row_of(content, shape, about.get("values", {}), key)
        if isinstance(row, InputError):
            return row
        content, media_type = canonical(row), ROW
    return Capture(
        key=key,
        name=name_of(key),
        content=content,
        media_type=media_type,
        url=url,
        retrieved_at=at,
        metadata=metadata,
    )


def _is_document(spooled: Spooled) -> bool:
    about = spooled.about
    return 200 <= spooled.status < 300 and "key" in about and "gone" not in about


def _opener(
    target: Target, answer: Answer
) -> Callable[[Answer], Iterator[Target | InputError]] | None:
    if feeds.is_feed(answer.content):
        return lambda found: feeds.entries(found, target)
    if sitemaps.is_sitemap(answer.content):
        return lambda found: sitemaps.entries(found, target)
    return None
