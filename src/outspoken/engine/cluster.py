"""Batches on a Ray cluster: one actor a worker, in order, with bounded memory.

Ray restarts an actor whose process or machine died and hands it its batches again, so a lost worker
costs time only. A batch over which workers die again and again is run alone in the end, so that it
fails by itself and not with its neighbours.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from outspoken.engine.memory import give_back
from outspoken.engine.result import IN_FLIGHT, Batch, Result, State, WorkerDied
from outspoken.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

TRIES = 3
"""So often Ray hands a batch to a restarted worker before the batch is run alone."""


class _Worker:
    """One process of the cluster; its state is made with the first batch, so errors are told."""

    def __init__(self, setup: Callable[[], Any]) -> None:
        give_back()
        self._setup = setup
        self._state: list[Any] = []

    def ready(self) -> None:
        """Answers once the process runs and has loaded what it needs."""

    def call(self, function: Callable[[Any, Any], Any], batch: Any) -> Any:
        """The function's result for one batch."""
        if not self._state:
            self._state.append(self._setup())
        return function(self._state[0], batch)


class _Slot:
    """A worker's place: the actor that holds it now, and how many batches that was given."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self.actor: Any = make()
        self.given = 0
        self.waiting = 0

    def submit(self, function: Callable[[Any, Any], Any], batch: Any, limit: int) -> Any:
        """Hand a batch over. A tired actor ends by itself once its batches are done."""
        if limit and self.given >= limit:
            self.actor, self.given = self._make(), 0
        self.given += 1
        self.waiting += 1
        return self.actor.call.remote(function, batch)


def run(
    function: Callable[[State, Batch], Result],
    batches: Iterable[Batch],
    *,
    setup: Callable[[], State],
    workers: int | None,
    batches_a_worker: int,
    address: str,
) -> Iterator[tuple[Batch, Result | WorkerDied]]:
    """See `outspoken.engine.run`. A connection that stands already is used and left standing."""
    ray, ours = _connect(address, workers)
    from ray.exceptions import RayActorError

    slots: list[_Slot] = []
    try:
        made = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TRIES)(_Worker)
        once = ray.remote(num_cpus=0, max_restarts=0, max_task_retries=0)(_Worker)
        count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        slots += [_Slot(lambda: made.remote(setup)) for _ in range(count)]
        try:
            ray.get(slots[0].actor.ready.remote())
        except RayActorError as error:
            raise InputError(
                f"engine {address}",
                f"has workers that cannot start ({_last_line(error)})",
                "install this version of outspoken on every machine of the cluster",
            ) from None
        under_way: deque[tuple[Batch, Any, _Slot]] = deque()
        todo = iter(batches)
        while True:
            while len(under_way) < count * IN_FLIGHT and (batch := next(todo, None)) is not None:
                slot = min(slots, key=lambda one: one.waiting)
                under_way.append((batch, slot.submit(function, batch, batches_a_worker), slot))
            if not under_way:
                break
            batch, promise, slot = under_way.popleft()
            result: Result | WorkerDied
            try:
                result = ray.get(promise)
            except RayActorError:
                try:
                    result = ray.get(once.remote(setup).call.remote(function, batch))
                except RayActorError:
                    result = WorkerDied()
            slot.waiting -= 1
            yield batch, result
    finally:
        for slot in slots:
            ray.kill(slot.actor)
        if ours:
            ray.shutdown()


def _connect(address: str, workers: int | None) -> tuple[ModuleType, bool]:
    """Ray, connected, and whether the connection is this run's own."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Before the import: nothing is sent anywhere.
    try:
        import ray
    except ImportError:
        raise InputError(
            f"engine {address}", "needs Ray", "pip install 'outspoken[cluster]'"
        ) from None
    if ray.is_initialized():
        return ray, False
    try:
        if address == "ray":
            ray.init(
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                log_to_driver=False,
                configure_logging=False,
            )
        else:
            ray.init(address=address, log_to_driver=False)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        raise InputError(
            f"engine {address}", f"cannot be reached ({_last_line(error)})", "see docs/cluster.md"
        ) from None
    return ray, True


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].strip()[:160]
