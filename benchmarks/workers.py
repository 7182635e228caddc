"""One against two workers, on this machine's own processes and on a local Ray: the same job.

    python -m benchmarks.workers RECORD [--documents 1000]

Documents of RECORD, evenly chosen, are added once; `outspoken code` then codes copies of that
workspace with each engine and number of workers, and the codings are held against each other row for
row. Ray's start is in its seconds, and given by itself: it is paid once a run, whatever its size. Two
workers halve the time only where two cores have nothing else to do: look at the load.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.add_and_code import Run, measure
from benchmarks.growth import derive
from benchmarks.results import COUNTED, Figure, emit

OUTSPOKEN = [sys.executable, "-m", "outspoken"]
RATIOS = (
    "ray, two workers to one, without its start",
    "ray with two workers, without its start",
    "ray, processor seconds to native's",
)
RAY_START = """
import os
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
ray.shutdown()
"""


def codings(workspace: Path) -> list[dict[str, Any]]:
    """All rows, in order."""
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    query = "select * from codings order by document_id, n"
    rows: list[dict[str, Any]] = opened.lake.read(
        query, codebook=opened.codebook().hash
    ).to_pylist()
    return rows


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    left_out = {}
    engines = ["native", "ray"]
    if importlib.util.find_spec("ray") is None:
        engines.remove("ray")
        left_out = dict.fromkeys(RATIOS, "Ray is not here (pip install 'outspoken[cluster]')")
        print(f"ray: left out: {left_out[RATIOS[0]]}")
    with tempfile.TemporaryDirectory(prefix="outspoken-workers-") as scratch:
        folder = Path(scratch)
        derive(given.record, folder / "files", given.documents)
        added = folder / "added"
        measure([*OUTSPOKEN, "init", str(added), "--home", "USA"])
        measure([*OUTSPOKEN, "add", str(folder / "files"), "-w", str(added)])
        runs: dict[tuple[str, int], Run] = {}
        first: list[dict[str, Any]] = []
        print(f"{given.documents} documents; load before: {os.getloadavg()[0]:.1f}")
        print(
            f"{'engine':8}{'workers':>9}{'seconds':>9}{'cpu s':>9}{'pss MB':>9}  same rows",
            flush=True,
        )
        differ = 0
        for engine in engines:
            for workers in (1, 2):
                own = folder / f"{engine}{workers}"
                shutil.copytree(added, own)
                given_to = ["-w", str(own), "--engine", engine, "--workers", str(workers)]
                run = runs[engine, workers] = measure([*OUTSPOKEN, "code", *given_to])
                rows = codings(own)
                first = first or rows
                differ += rows != first
                print(f"{engine:8}{workers:9}{run.seconds:9.1f}{run.cpu:9.1f}{run.pss:9.0f}"
                      f"  {'yes' if rows == first else 'NO'}, {len(rows):,}", flush=True)  # fmt: skip
    kept = [
        Figure(f"{engine} {workers}, {name}", value, unit, "lower")
        for (engine, workers), run in runs.items()
        for name, value, unit in (("seconds", run.seconds, "s"), ("memory", run.pss, "MB"))
    ]
    kept.append(Figure("runs with other rows", differ, "runs", "lower", COUNTED))
    two = runs["native", 1].seconds / runs["native", 2].seconds
    kept.append(Figure("native, two workers to one", two, "times as fast", "higher", 0.25))
    if "ray" in engines:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", RAY_START], check=True, stderr=subprocess.DEVNULL)
        start = time.perf_counter() - begun
        of_ray = (runs["ray", 1].seconds - start) / (runs["ray", 2].seconds - start)
        beside = (runs["ray", 2].seconds - start) / runs["native", 2].seconds
        kept += [
            Figure("ray, start and end", start, "s", "lower"),
            Figure(RATIOS[0], of_ray, "times as fast", "higher", 0.25),
            Figure(RATIOS[1], beside, "times native's", "lower", 0.25),
            Figure(RATIOS[2], runs["ray", 2].cpu / runs["native", 2].cpu, "times", "lower", 0.3),
        ]
    for figure in kept[-6 if "ray" in engines else -2 :]:
        print(f"{figure.name}: {figure.value:.2f} {figure.unit}")
    emit("workers", kept, settings={"documents": given.documents}, left_out=left_out)


if __name__ == "__main__":
    main()
