"""Time and memory of `outspoken add` and `outspoken code` over a folder of documents.

    python -m benchmarks.add_and_code FOLDER [--workers N] [--keep WORKSPACE]

Runs the commands as a user would, each in a process of its own, then once more with nothing to do.
Memory is the largest sum over the run and all its workers, sampled every 50 ms, in runs of minutes
every half second: `pss` counts pages that processes share once, `rss` counts them for each. `cpu` is
the processor time of them all, `user` what of it is not the system's: on a machine that does nothing
else, seconds are cpu divided by the cores in use. Linux only (it reads /proc).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import Figure, emit, pace

SAMPLE = 0.05


@dataclass(frozen=True)
class Run:
    """What one command took, in seconds and MB."""

    seconds: float
    cpu: float
    user: float
    pss: float
    rss: float
    processes: int
    said: str


def family(pid: int) -> list[int]:
    """A process and all that came from it and still run."""
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                todo += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def memory(pid: int, field: str) -> int:
    """Kilobytes of one process: `Pss` or `Rss`."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def processor_time(pid: int) -> tuple[float, float]:
    """Seconds that one process has used: user, system."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    tick = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / tick, int(fields[12]) / tick


def measure(command: list[str]) -> Run:
    """Run a command and watch it."""
    started = time.perf_counter()
    pss = rss = processes = 0
    used: dict[int, tuple[float, float]] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            family_now = family(process.pid)
            pss = max(pss, sum(memory(pid, "Pss") for pid in family_now))
            rss = max(rss, sum(memory(pid, "Rss") for pid in family_now))
            used |= {pid: max(used.get(pid, (0.0, 0.0)), processor_time(pid)) for pid in family_now}
            processes = max(processes, len(family_now))
            time.sleep(SAMPLE if time.perf_counter() - started < 30 else 10 * SAMPLE)
        seconds = time.perf_counter() - started
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(
        seconds,
        sum(map(sum, used.values())),
        sum(user for user, _ in used.values()),
        pss / 1000,
        rss / 1000,
        processes,
        " / ".join(said.split("\n")[:2]),
    )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", default="USA")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--keep", type=Path, help="make the workspace here and leave it")
    given = parser.parse_args()
    workspace = given.keep or Path(tempfile.mkdtemp(prefix="outspoken-"))
    outspoken = [sys.executable, "-m", "outspoken"]
    processes = ["--workers", str(given.workers)] if given.workers else []
    where = ["--workspace", str(workspace), *processes]
    measure([*outspoken, "init", str(workspace), "--home", given.home])
    found, fixed = list[Figure](), pace()
    print(f"{'':14}{'seconds':>9}{'cpu s':>9}{'pss MB':>9}{'rss MB':>9}{'processes':>11}")
    for name, command in (
        ("add", ["add", str(given.folder), *where]),
        ("code", ["code", *where]),
        ("add again", ["add", str(given.folder), *where]),
        ("code again", ["code", *where]),
    ):
        run = measure([*outspoken, *command])
        figures = f"{run.seconds:9.1f}{run.cpu:9.1f}{run.pss:9.0f}{run.rss:9.0f}{run.processes:11}"
        print(f"{name:14}{figures}  {run.said}", flush=True)
        found += [
            Figure(f"{name}, seconds", run.seconds, "s", "lower"),
            Figure(f"{name}, processor", run.cpu, "s", "lower"),
            Figure(f"{name}, of the fixed work", run.cpu / fixed, "times", "lower", 0.3),
            Figure(f"{name}, memory", run.pss, "MB", "lower", 0.2),
        ]
    documents = sum(1 for path in given.folder.rglob("*") if path.is_file())
    workers = given.workers or len(os.sched_getaffinity(0))
    emit("add_and_code", found, settings={"files": documents, "workers": workers})
    if not given.keep:
        shutil.rmtree(workspace)


if __name__ == "__main__":
    main()
