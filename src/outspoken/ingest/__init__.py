"""From captures to tables: archive, extract, transcript, lake.

A run can be killed at any moment. What the manifest names and the lake does not hold yet is read at
the next run, from the archive; what was not in the manifest yet is added again by its source.
Documents are read anew from the archive when what reads them changes: `PIPELINE`, the settings that
steer it, or a person's corrections of a document's speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from outspoken import engine
from outspoken.errors import InputError
from outspoken.ingest.arrivals import Arrivals
from outspoken.ingest.batches import PIPELINE, Batch, Plan
from outspoken.ingest.known import Known
from outspoken.ingest.order import put_in_order
from outspoken.ingest.reading import (
    Outcome,
    Reader,
    failed,
    read_batch,
    read_one,
    stage,
    start,
)
from outspoken.ingest.same import write_same
from outspoken.lake import Staged
from outspoken.model import Capture
from outspoken.workspace import LOCK_TIMEOUT, Workspace

__all__ = ["PIPELINE", "AddReport", "add"]


BATCHES_A_WORKER = 16
"""Parsers written in C may leak: a fresh process after some 64 MB read costs a fiftieth of the time."""


@dataclass(slots=True)
class AddReport:
    """What a run did. `failed` are documents that could not be read, each with its mend."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    resumed: int = 0  # left by a run that did not come to its end
    reread: int = 0  # because the pipeline, the settings or a correction changed
    rewritten: int = 0  # parts of the lake that were joined or put in order
    sentences: int = 0
    words: int = 0
    failed: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def add(
    workspace: Workspace,
    captures: Iterable[Capture | InputError] = (),
    *,
    workers: int | None = None,
    wait: float = LOCK_TIMEOUT,
    runs_on: str = "",
    progress: Callable[[int, int], None] = lambda done, more: None,
    setup: Callable[[], Reader] | None = None,
) -> AddReport:
    """Add captures to a workspace; with none, finish what an earlier run left.

    Args:
        workspace: where to.
        captures: from `sources.captures`.
        workers: processes; one for each core when not given, none of its own for 0.
        wait: seconds to wait for another run to end.
        runs_on: the engine; the workspace's own setting when not given.
        progress: called with the bytes done, and the bytes to do beyond those of the captures.
        setup: makes a worker's reader; `reading.start` when not given.

    Raises:
        WorkspaceError: in use by another run, or its manifest was cut or rewritten.
    """
    report = AddReport()
    settings = workspace.settings
    setup = setup or partial(start, settings.home, settings.countries or None)
    with workspace.lock(wait):
        report.notes += workspace.archive.recover()
        workspace.lake.sweep()
        known = Known.of(workspace.archive)
        plan = Plan.of(workspace, known)
        report.resumed, report.reread = plan.resumed, plan.reread
        done = 0

        def passed(size: int) -> None:
            nonlocal done
            done += size
            progress(done, plan.size)

        arrivals = Arrivals(workspace.archive, known, report, passed)
        batches = chain(plan.batches(), plan.fill(arrivals.of(captures)))
        staged: list[Staged] = []
        for batch, result in engine.run(
            read_batch,
            batches,
            setup=setup,
            workers=workers,
            batches_a_worker=BATCHES_A_WORKER,
            engine=runs_on or settings.engine,
        ):
            outcome = _singly(batch, setup) if isinstance(result, engine.WorkerDied) else result
            staged += outcome.staged
            if batch.last:
                workspace.lake.commit(staged, [batch.replaces])
                staged = []
            report.sentences += outcome.sentences
            report.words += outcome.words
            report.failed += [InputError(*failure) for failure in outcome.failed]
            report.notes += outcome.notes
            passed(batch.size)
        write_same(workspace, known, plan)
        for one in put_in_order(plan, workers=workers, runs_on=runs_on or settings.engine):
            if isinstance(one, InputError):
                report.notes.append(str(one))
            else:
                report.rewritten += one
    return report


def _singly(batch: Batch, setup: Callable[[], Reader]) -> Outcome:
    """Read a batch over which a worker died, each document where it can only harm itself."""
    error = ("crashed the reader, or took far too long", "leave it out, or convert it")
    return stage(
        batch,
        (
            failed(single.pending[0], InputError(single.pending[0].name, *error))
            if isinstance(result, engine.WorkerDied)
            else result
            for single, result in engine.run(read_one, batch.singles(), setup=setup, workers=1)
        ),
    )
