"""The watch: visits the sources that are due, codes what is new, and tells what changed.

A round may be killed at any moment: what was collected stays, and what was not told is told by the
next round.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from outspoken.collecting import Client, CollectReport, collect
from outspoken.collecting.pages import FOLDER, collect_pages
from outspoken.errors import OutspokenError, WorkspaceError
from outspoken.sources.collections import find
from outspoken.sources.web import pages
from outspoken.sources.web.visits import Visits
from outspoken.watching.news import Item, begin, gather, told
from outspoken.watching.settings import Source, Watch, read_watch
from outspoken.watching.tell import lines, send, write_feed
from outspoken.workspace import Workspace

__all__ = ["Round", "Source", "Watch", "due", "lines", "read_watch", "run_round"]


@dataclass(slots=True)
class Round:
    """What one round did. `failed` are addresses and sources that were not had."""

    visited: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def due(workspace: Workspace, watch: Watch, now: float) -> dict[str, float]:
    """Seconds until each source is due; 0 or less: now."""
    visits = Visits(workspace.path / FOLDER / "visits.sqlite3")
    try:
        return {
            source.name: visits.ended(_remembered(source)) + source.every - now
            for source in watch.sources
        }
    finally:
        visits.close()


def run_round(
    workspace: Workspace,
    watch: Watch,
    *,
    everything: bool = False,
    workers: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Round:
    """One round: visit what is due, code, tell.

    Args:
        workspace: whose sources.
        watch: the sources, and how to tell.
        everything: visit all sources, due or not.
        workers: processes that read and code.
        say: told what is being done.

    Raises:
        WorkspaceError: the e-mail could not be sent; the news is told again by the next round.
    """
    from outspoken.coding import code

    begin(workspace)
    done = Round()
    waits = due(workspace, watch, time.time())
    for source in watch.sources:
        if waits[source.name] > 0 and not everything:
            continue
        say(f"visiting {source.name}")
        done.visited.append(source.name)
        try:
            report = _visit(workspace, watch, source, workers)
        except WorkspaceError:
            raise
        except OutspokenError as error:  # One source that fails must not stop the others.
            done.failed.append(str(error))
            continue
        done.failed += [str(error) for error in report.added.failed]
    code(workspace, workers=workers)
    done.items = gather(workspace)
    if done.items and watch.mail_to:
        send(watch, workspace.settings.name, done.items, done.failed)
    kept = told(workspace, done.items)
    if watch.feed:
        write_feed(workspace.path / watch.feed, workspace.settings.name, kept)
    return done


def _visit(
    workspace: Workspace, watch: Watch, source: Source, workers: int | None
) -> CollectReport:
    recipe = find(source.collection, workspace.path) if source.collection else None
    client = Client(
        every=max(watch.pace, recipe.every) if recipe and watch.pace else watch.pace,
        allow_private=watch.allow_private,
        contact=watch.contact,
    )
    try:
        if recipe is not None:
            return collect(workspace, recipe, client, recheck=source.recheck, workers=workers)
        return collect_pages(
            workspace, client, _remembered(source),
            lambda: pages(source.addresses, source.match),
            recheck=source.recheck, workers=workers,
        )  # fmt: skip
    finally:
        client.close()


def _remembered(source: Source) -> str:
    """The name under which the runs over a source are remembered."""
    return source.collection or f"watch {source.name}"
