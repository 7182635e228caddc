"""Pages, feeds, sitemaps: what is due is fetched, kept as received, and read.

A run goes in rounds: fetch for a while, read what came, move the answers as received into the
archive. A round that is killed at any moment leaves its answers in `collecting/`; the next run
reads them from there before it asks the network for anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from outspoken.archive import Archive, sha256
from outspoken.errors import InputError, WorkspaceError
from outspoken.ingest import AddReport, add
from outspoken.ingest.known import Known
from outspoken.model import Capture
from outspoken.sources.web.client import Client, FetchError
from outspoken.sources.web.crawl import Account, Crawl, Gone
from outspoken.sources.web.inside import InsideError
from outspoken.sources.web.spool import Spool, read
from outspoken.sources.web.targets import Target
from outspoken.sources.web.visits import Visits
from outspoken.workspace import LOCK_TIMEOUT, Workspace

FOLDER = "collecting"
ROUND = 600.0
"""Seconds of fetching after which what came is read and other commands get their turn."""

Found = Capture | InputError


@dataclass(slots=True)
class CollectReport:
    """What a collection did: what was asked of the network, and what the documents became."""

    source: str
    added: AddReport = field(default_factory=AddReport)
    account: Account = field(default_factory=Account)
    rounds: int = 0
    engagements: dict[str, Any] = field(default_factory=dict)


@contextmanager
def collecting(workspace: Workspace) -> Iterator[tuple[Spool, Visits]]:
    """Hold the collecting folder, mended; one run at a time.

    Raises:
        WorkspaceError: another collection is under way.
    """
    import filelock

    folder = workspace.path / FOLDER
    folder.mkdir(exist_ok=True)
    lock = filelock.FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise WorkspaceError(
            str(folder), "another collection is under way", "wait until it has ended"
        ) from None
    visits = Visits(folder / "visits.sqlite3")
    try:
        spool = Spool(folder)
        spool.mend()
        yield spool, visits
    finally:
        visits.close()
        lock.release()


def collect_pages(
    workspace: Workspace,
    client: Client,
    source: str,
    targets: Callable[[], Iterable[Target | InputError]],
    *,
    recheck: float | None = None,
    most: int = 0,
    workers: int | None = None,
    wait: float = LOCK_TIMEOUT,
    advance: Callable[[int], None] = lambda asked: None,
    round_seconds: float = ROUND,
) -> CollectReport:
    """Fetch what is due of a source, and read it.

    Args:
        workspace: where to.
        client: how to fetch.
        source: the name under which the run is remembered: a collection, or the addresses.
        targets: gives the pages and lists anew for each round.
        recheck: seconds after which a page that is held is asked again (see `Crawl`).
        most: pages asked for at most; 0: all.
        workers: processes that read.
        wait: seconds to wait for another run on the workspace.
        advance: told how many addresses were asked.
        round_seconds: length of a round.
    """
    report = CollectReport(source)
    with collecting(workspace) as (spool, visits):
        started = visits.begin(source, time.time())
        while True:
            crawl = Crawl(
                client, spool, visits, source, started, recheck,
                most=most - report.account.asked if most else 0,
                until=time.time() + round_seconds,
            )  # fmt: skip
            crawl.advance = lambda address, c=crawl: advance(  # type: ignore[misc]
                report.account.asked + c.account.asked
            )
            found = crawl.captures(chain(targets(), crawl.rechecked()))
            before = crawl.left() if report.rounds == 0 else iter(())
            added = add(workspace, chain(before, found), workers=workers, wait=wait)
            spool.close()
            with workspace.lock(wait):
                seal(workspace.archive, spool, crawl.account.gone)
            report.rounds += 1
            _merge(report, added, crawl.account)
            done = crawl.finished or (most and report.account.asked >= most)
            if done or not crawl.account.asked:
                break
        visits.end(source, time.time())
    return report


def seal(archive: Archive, spool: Spool, gone: Sequence[Gone]) -> None:
    """Move spooled answers into the archive and note withdrawn pages; the lock must be held."""
    known = Known.of(archive)
    entries: list[dict[str, Any]] = []
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for one in gone:
        if one.key in known.gone or known.latest(one.key) is None:
            continue
        known.gone.add(one.key)
        entries.append(
            {
                "kind": "gone", "time": now, "sha256": archive.put(one.body),
                "size": len(one.body), "name": one.key, "source_key": one.key, "origin": "",
                "url": one.key, "media_type": "", "status": one.status, "record": one.record,
                "retrieved_at": one.at.isoformat(),
            }
        )  # fmt: skip
    files = spool.files()
    for path in files:
        if next(read(path), None) is None:
            continue
        digest, size = archive.put_file(path)
        if digest not in known.containers:
            entries.append(
                {
                    "kind": "warc", "time": now, "sha256": digest, "size": size,
                    "name": path.name, "source_key": path.name, "origin": "", "url": "",
                    "media_type": "application/warc",
                }
            )  # fmt: skip
    archive.append(entries)
    for path in files:
        path.unlink(missing_ok=True)


def record_of(archive: Archive, record: str) -> tuple[str, int, dict[str, str], bytes] | None:
    """The answer as received that a manifest line names: address, status, headers, body."""
    from fastwarc.warc import ArchiveIterator

    for entry in archive.entries():
        if entry["kind"] != "warc":
            continue
        with archive.path_of(entry["sha256"]).open("rb") as file:
            for found in ArchiveIterator(file, parse_http=True):
                if found.headers.get("WARC-Record-ID") == record and found.http_headers:
                    return (
                        found.headers["WARC-Target-URI"],
                        int(found.http_headers.status_code or 0),
                        dict(found.http_headers.items()),
                        found.reader.read(),
                    )
    return None


def digest_of(addresses: Sequence[str]) -> str:
    """The name under which a run over addresses given by hand is remembered."""
    return "addresses " + sha256("\n".join(sorted(addresses)).encode())[:16]


def _merge(report: CollectReport, added: AddReport, account: Account) -> None:
    total = report.added
    for name in (
        "added", "changed", "unchanged", "duplicates", "resumed", "reread", "sentences", "words",
    ):  # fmt: skip
        setattr(total, name, getattr(total, name) + getattr(added, name))
    # A later round asks again for what was not had: its answer counts.
    kept = [e for e in total.failed if not isinstance(e, FetchError | InsideError)]
    total.failed = [*kept, *added.failed]
    total.notes += added.notes
    sums = report.account
    for name in ("asked", "not_modified", "lists"):
        setattr(sums, name, getattr(sums, name) + getattr(account, name))
    sums.not_due = account.not_due
    sums.gone += account.gone
