"""Batches over workers: order, bounded look-ahead, workers that die, and Ray beside the pool."""

from __future__ import annotations

import importlib.util
import os
import signal
from pathlib import Path

import pytest

from outspoken import engine
from outspoken.engine import WorkerDied
from outspoken.errors import InputError

HAS_RAY = importlib.util.find_spec("ray") is not None
ENGINES = [
    "native",
    pytest.param(
        "ray",
        marks=pytest.mark.skipif(not HAS_RAY, reason="the extra 'cluster' (Ray) is not installed"),
    ),
]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """One Ray for all tests of this file, whose workers can import this file."""
    if not HAS_RAY:
        yield
        return
    import ray

    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def setup():
    return 10


def times(state, batch):
    return state * batch


def mark_and_die_once(state, batch):
    """The first worker that gets batch 3 is killed in the middle; the next one finishes it."""
    number, folder = batch
    seen = Path(folder, str(number))
    if number == 3 and not seen.exists():
        seen.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * state


def die_always(state, batch):
    if batch == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch * state


def fail(state, batch):
    raise ValueError(f"batch {batch}")


@pytest.mark.parametrize("name", ENGINES)
def test_results_come_in_the_order_of_the_batches(name):
    found = list(engine.run(times, range(9), setup=setup, workers=2, engine=name))
    assert found == [(n, n * 10) for n in range(9)]


@pytest.mark.parametrize("name", ENGINES)
def test_a_worker_killed_in_the_middle_changes_nothing(name, tmp_path):
    batches = [(n, str(tmp_path)) for n in range(8)]
    found = list(engine.run(mark_and_die_once, batches, setup=setup, workers=2, engine=name))
    assert [result for _, result in found] == [n * 10 for n in range(8)]


@pytest.mark.parametrize("name", ENGINES)
def test_the_batch_that_kills_every_worker_fails_alone(name):
    found = dict(engine.run(die_always, range(5), setup=setup, workers=2, engine=name))
    assert isinstance(found.pop(2), WorkerDied)
    assert found == {0: 0, 1: 10, 3: 30, 4: 40}


@pytest.mark.parametrize("name", ENGINES)
def test_an_exception_of_the_function_ends_the_run(name):
    with pytest.raises(ValueError, match="batch 0"):
        list(engine.run(fail, range(3), setup=setup, workers=1, engine=name))


@pytest.mark.parametrize("name", ENGINES)
def test_fresh_workers_take_over_after_so_many_batches(name):
    found = list(
        engine.run(pid_of_worker, range(8), setup=setup, workers=1, batches_a_worker=2, engine=name)
    )
    assert len({pid for _, pid in found}) >= 3


def pid_of_worker(state, batch):
    return os.getpid()


def test_batches_are_taken_only_a_few_ahead_of_the_results():
    taken = []

    def batches():
        for n in range(40):
            taken.append(n)
            yield n

    run = engine.run(times, batches(), setup=setup, workers=2)
    for done, _ in run:
        assert len(taken) - done <= 2 * 2 + 1


def test_no_workers_means_this_process():
    (result,) = engine.run(pid_of_worker, [1], setup=setup, workers=0, engine="ray")
    assert result[1] == os.getpid()


def test_an_unknown_engine_is_one_line():
    with pytest.raises(InputError, match="native, ray"):
        engine.run(times, [1], setup=setup, engine="spark")


@pytest.mark.skipif(not HAS_RAY, reason="the extra 'cluster' (Ray) is not installed")
def test_the_same_documents_give_the_same_tables_on_a_cluster(tmp_path):
    from importlib.resources import as_file, files

    from outspoken.coding import code
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.workspace import Workspace

    tables = {}
    for name in ("native", "ray"):
        workspace = Workspace.init(tmp_path / name, home="XVA")
        with as_file(files("outspoken.sample") / "record") as record:
            add(workspace, captures([record]), workers=2, runs_on=name)
        code(workspace, workers=2, runs_on=name)
        codebook = workspace.codebook().hash
        tables[name] = [
            workspace.lake.read(query, codebook=codebook).to_pylist()
            for query in (
                "select * exclude (retrieved_at) from documents order by source_key, version",
                "select * from sentences order by document_id, n",
                "select * from codings order by document_id, n",
            )
        ]
    assert all(tables["native"])
    assert tables["native"] == tables["ray"]
