"""Runs a function over batches: on this machine's cores, in order, with bounded memory.

The function is a plain, picklable one from a batch to a result, and batches know nothing of each
other, so the same call can run on a cluster (docs/decisions/0001-engine.md).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")

IN_FLIGHT = 2
"""Batches waiting for each worker: enough to keep it busy, few enough to bound memory."""


class WorkerDied(Exception):
    """A worker process died over a batch (out of memory, a crash in a parser)."""


def default_workers() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[Batch], Result],
    batches: Iterable[Batch],
    *,
    workers: int | None = None,
    initializer: Callable[..., None] | None = None,
    initargs: tuple[object, ...] = (),
) -> Iterator[tuple[Batch, Result | WorkerDied]]:
    """Yield each batch with its result, in the order given.

    A batch over which a worker dies is tried once more alone in a fresh process; if that dies too
    its result is `WorkerDied` and the rest goes on. With one worker everything runs here.
    """
    workers = default_workers() if workers is None else max(workers, 1)
    if workers == 1:
        if initializer is not None:
            initializer(*initargs)
        for batch in batches:
            yield batch, function(batch)
        return
    todo = iter(batches)
    waiting: deque[tuple[Batch, Future[Result]]] = deque()

    def pool() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=get_context("forkserver" if os.name == "posix" else "spawn"),
            initializer=initializer,
            initargs=initargs,
        )

    executor = pool()
    try:
        while True:
            while len(waiting) < workers * IN_FLIGHT:
                try:
                    batch = next(todo)
                except StopIteration:
                    break
                waiting.append((batch, executor.submit(function, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                yield batch, future.result()
            except BrokenProcessPool:
                executor.shutdown(wait=False, cancel_futures=True)
                yield batch, _alone(function, batch, initializer, initargs)
                executor = pool()
                waiting = deque((b, executor.submit(function, b)) for b, _ in waiting)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _alone(
    function: Callable[[Batch], Result],
    batch: Batch,
    initializer: Callable[..., None] | None,
    initargs: tuple[object, ...],
) -> Result | WorkerDied:
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=initializer, initargs=initargs
    ) as single:
        try:
            return single.submit(function, batch).result()
        except BrokenProcessPool:
            return WorkerDied("a worker process died over this batch")
