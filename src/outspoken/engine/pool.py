"""Batches on this machine's cores: a pool of processes, in order, with bounded memory."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any

from outspoken.engine.memory import give_back
from outspoken.engine.result import IN_FLIGHT, Batch, Result, State, WorkerDied


def default_workers() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[State, Batch], Result],
    batches: Iterable[Batch],
    *,
    setup: Callable[[], State],
    workers: int | None,
    batches_a_worker: int,
) -> Iterator[tuple[Batch, Result | WorkerDied]]:
    """See `outspoken.engine.run`."""
    if workers == 0:
        yield from _here(function, batches, setup)
        return
    workers = default_workers() if workers is None else workers
    todo = iter(batches)
    under_way: deque[tuple[Batch, Future[Result]]] = deque()
    pool, given = _pool(workers, setup), 0
    clean = False
    try:
        while True:
            tired = bool(batches_a_worker) and given >= workers * batches_a_worker
            while (
                not tired
                and len(under_way) < workers * IN_FLIGHT
                and (batch := next(todo, None)) is not None
            ):
                under_way.append((batch, _submit(pool, function, batch)))
                given += 1
            if not under_way:
                if not tired:
                    break
                pool.shutdown()
                pool, given = _pool(workers, setup), 0
                continue
            batch, future = under_way.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                again = [batch, *(other for other, _ in under_way)]
                under_way.clear()
                _end(pool)
                for one in again:
                    yield one, _alone(function, one, setup)
                pool, given = _pool(workers, setup), 0
            else:
                yield batch, result
        clean = True
    finally:
        if clean:
            pool.shutdown()
        else:
            _end(pool)


def _submit(
    pool: ProcessPoolExecutor, function: Callable[[State, Batch], Result], batch: Batch
) -> Future[Result]:
    try:
        return pool.submit(_call, function, batch)
    except BrokenProcessPool as error:  # It died since the last batch.
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _here(
    function: Callable[[State, Batch], Result],
    batches: Iterable[Batch],
    setup: Callable[[], State],
) -> Iterator[tuple[Batch, Result | WorkerDied]]:
    state: list[State] = []
    for batch in batches:
        if not state:
            state.append(setup())
        yield batch, function(state[0], batch)


def _alone(
    function: Callable[[State, Batch], Result], batch: Batch, setup: Callable[[], State]
) -> Result | WorkerDied:
    pool = _pool(1, setup)
    try:
        result: Result = pool.submit(_call, function, batch).result()
        return result
    except BrokenProcessPool:
        return WorkerDied()
    finally:
        _end(pool)


def _pool(workers: int, setup: Callable[[], Any]) -> ProcessPoolExecutor:
    # Not "fork": a forked worker would hold the workspace's lock after this process is killed.
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(setup,))


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool at once, whatever its workers are at."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()


_setup: Callable[[], Any] | None = None
_state: list[Any] = []


def _start(setup: Callable[[], Any]) -> None:
    """Prepare a worker. The state is made with the first batch, so that its errors are told."""
    global _setup  # noqa: PLW0603 - one a process
    _setup = setup
    give_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's own affair.
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End this worker when its run has been killed; nobody would take its results."""
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _call(function: Callable[[Any, Any], Any], batch: Any) -> Any:
    if not _state:
        assert _setup is not None
        _state.append(_setup())
    return function(_state[0], batch)
