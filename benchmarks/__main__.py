"""Every benchmark, one after another: `make bench`, or `python -m benchmarks [NAME ...]`.

Each prints its own table, which is kept under `benchmarks/results/NAME.txt`, its figures beside it as
JSON (`results.py`). In the end they are held against the figures kept in `baseline.json`; a worse one
makes the exit code 1. `--compare` does that alone, for the results that are there; `--accept NAME ...`
makes the last results those to be held against. Benchmarks on the real record say what they need where
it is not at hand (OUTSPOKEN_SHARED). All of them take an hour or more.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.results import FOLDER as RESULTS
from benchmarks.results import accept, compare

SHARED = Path(os.environ.get("OUTSPOKEN_SHARED", Path(__file__).resolve().parents[2] / "shared"))
WHITE_HOUSE = SHARED / "record" / "white-house"
RECORD = "{record}"
"""Stands for a workspace with the White House's record, added and coded by the first benchmark."""
LARGE = "{large}"
"""Stands for a folder for a larger one."""

BENCHMARKS: dict[str, tuple[str, ...]] = {
    "add_and_code": (str(WHITE_HOUSE), "--keep", RECORD),
    "work": (),
    "coding_speed": (),
    "end_to_end": (str(WHITE_HOUSE),),
    "growth": (str(WHITE_HOUSE),),
    "workers": (str(WHITE_HOUSE),),
    "gold": ("--aside",),
    "roles": (),
    "upr": (),
    "white_house": (RECORD,),
    "intervals": ("--repetitions", "200"),
    "silence": (),
    "series_speed": (),
    "collecting": ("speed",),
    "pages": (RECORD, LARGE, "--sentences", "5000000"),
}
ON_THE_RECORD = frozenset(
    name
    for name, given in BENCHMARKS.items()
    if RECORD in given or str(WHITE_HOUSE) in given or name in ("coding_speed", "gold", "roles", "upr")
)  # fmt: skip


def main() -> int:
    """Run the named benchmarks, or all, and compare; 1 if one failed or a figure is worse."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--compare", action="store_true", help="run nothing, compare what is there")
    parser.add_argument("--accept", action="store_true", help="keep the last results of NAME ...")
    given = parser.parse_args()
    if given.accept:
        accept(given.names)
        return 0
    failed = 0 if given.compare else run(given.names)
    if not given.compare:
        print("\n# Against the figures kept")
    return int(bool(failed + compare()))


def run(names: list[str]) -> int:
    """Run the named benchmarks, or all; returns how many failed."""
    for name in names:
        if name not in BENCHMARKS:
            print(f"{name}: is no benchmark; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
            return 1
    RESULTS.mkdir(exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="outspoken-bench-") as scratch:
        record = Path(scratch) / "record"
        for name in names or BENCHMARKS:
            if name in ON_THE_RECORD and not WHITE_HOUSE.is_dir():
                print(f"{name}: left out; it needs the real record at {SHARED} (OUTSPOKEN_SHARED)")
                continue
            stands = {RECORD: str(record), LARGE: str(Path(scratch) / "large")}
            given = [stands.get(one, one) for one in BENCHMARKS[name]]
            if str(record) in given and name != "add_and_code" and not record.is_dir():
                _run("add_and_code", [str(WHITE_HOUSE), "--keep", str(record)])
            if name == "pages":
                suggest = [sys.executable, "-m", "outspoken", "engagements", "suggest"]
                subprocess.run([*suggest, "-w", str(record)], check=True)
            failed += _run(name, given)
    return failed


def _run(name: str, given: list[str]) -> bool:
    """Run one benchmark and keep what it prints; whether it failed."""
    print(f"\n# {name}", flush=True)
    started = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.{name}", *given]
    with (RESULTS / f"{name}.txt").open("w", encoding="utf-8") as kept:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            kept.write(line)
    print(f"({time.perf_counter() - started:.0f} s)", flush=True)
    return process.wait() != 0


if __name__ == "__main__":
    raise SystemExit(main())
