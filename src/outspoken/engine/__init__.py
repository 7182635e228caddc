"""Runs a function over batches: on this machine's cores, or on a Ray cluster, with the same code.

The function is a plain one from what a worker keeps and one batch to a result; batches know nothing
of each other, and everything that travels is picklable (docs/decisions/0001-engine.md). Tables do
not travel: a batch names files that every worker can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from outspoken.engine.result import Batch, Result, State, WorkerDied
from outspoken.errors import InputError

__all__ = ["WorkerDied", "check", "run", "stateless"]


def check(engine: str) -> str:
    """The engine's name as given, if there is such an engine.

    Raises:
        InputError: there is none.
    """
    if engine in ("", "native", "ray") or engine.startswith("ray://"):
        return engine
    raise InputError(f"engine {engine}", "is no engine", "native, ray, or ray://HOST:PORT")


def stateless() -> None:
    """The setup of a function that needs no state; it has a name, by which workers get it."""


def run(
    function: Callable[[State, Batch], Result],
    batches: Iterable[Batch],
    *,
    setup: Callable[[], State],
    workers: int | None = None,
    batches_a_worker: int = 0,
    engine: str = "",
) -> Iterator[tuple[Batch, Result | WorkerDied]]:
    """Yield each batch with its result, in the order given.

    When a worker dies, each batch that was under way is run again alone in a process of its own;
    the one over which that dies too has `WorkerDied` as its result, and the rest goes on. An
    exception of the function itself ends the run.

    Args:
        function: a module's function, from a worker's state and a batch to a result.
        batches: taken one by one, only a few ahead of the results.
        setup: makes a worker's state, once in each process and only when there is a batch.
        workers: processes; one for each core when not given, and none (all in this one) for 0.
        batches_a_worker: after about so many, fresh processes take over: parsers written in C leak.
        engine: "native" or "" for this machine's cores; "ray" for a Ray cluster of its own on this
            machine; "ray://HOST:PORT" for one that runs.

    Raises:
        InputError: no such engine, or it cannot be reached.
    """
    if check(engine) in ("", "native") or workers == 0:
        from outspoken.engine import pool

        return pool.run(
            function, batches, setup=setup, workers=workers, batches_a_worker=batches_a_worker
        )
    from outspoken.engine import cluster

    return cluster.run(
        function,
        batches,
        setup=setup,
        workers=workers,
        batches_a_worker=batches_a_worker,
        address=engine,
    )
