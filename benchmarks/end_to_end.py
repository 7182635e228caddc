"""From a folder to figures: Outspoken's commands beside a plain script (benchmarks/analyst.py).

    python -m benchmarks.end_to_end FOLDER [--files 150]

Both read the same files, evenly chosen, in one run; Outspoken once with all cores and once with one
worker, as the script uses one. The ratio is in processor seconds: how long Outspoken works for one
second of the script.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.add_and_code import measure
from benchmarks.results import Figure, emit

OUTSPOKEN = [sys.executable, "-m", "outspoken"]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=150)
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.md"))
    chosen = files[:: max(1, len(files) // given.files)]
    if not chosen:
        raise SystemExit(f"{given.folder}: holds no Markdown files; name the record's folder")
    scratch = Path(tempfile.mkdtemp(prefix="outspoken-"))
    (scratch / "files").mkdir()
    for path in chosen:
        shutil.copy(path, scratch / "files" / path.name)
    size = sum(path.stat().st_size for path in chosen) / 1e6
    analyst = Path(__file__).with_name("analyst.py")
    table = str(scratch / "table.csv")
    script = measure([sys.executable, str(analyst), str(scratch / "files"), table])
    runs = {"plain script": [script]}
    for name, workers in (("one worker", ["--workers", "1"]), ("all cores", [])):
        where = ["-w", str(scratch / name), *workers]
        measure([*OUTSPOKEN, "init", str(scratch / name), "--home", "USA"])
        add = [*OUTSPOKEN, "add", str(scratch / "files"), *where]
        code = [*OUTSPOKEN, "code", *where]
        runs[f"add, {name}"] = [measure(add)]
        runs[f"code, {name}"] = [measure(code)]
        runs[f"add and code again, {name}"] = [measure(add), measure(code)]
    shutil.rmtree(scratch)
    print(f"{len(chosen)} files, {size:.1f} MB")
    print(f"{'':32}{'seconds':>10}{'cpu s':>9}{'times the script, by cpu':>26}")
    kept = list[Figure]()
    for name, own in runs.items():
        seconds, cpu = sum(run.seconds for run in own), sum(run.cpu for run in own)
        print(f"{name:32}{seconds:10.1f}{cpu:9.1f}{cpu / script.cpu:26.3f}")
        kept.append(Figure(f"{name}, seconds", seconds, "s", "lower"))
        kept.append(Figure(f"{name}, processor", cpu, "s", "lower"))
        if name.endswith("one worker"):
            kept.append(Figure(name, cpu / script.cpu, "times the script", "lower", 0.3))
    emit("end_to_end", kept, settings={"files": len(chosen)})


if __name__ == "__main__":
    main()
