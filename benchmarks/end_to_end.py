"""From a folder to figures: Outspoken's commands beside a plain script (benchmarks/analyst.py).

    python -m benchmarks.end_to_end FOLDER [--files 600]

Both read the same files, evenly chosen, in one run; Outspoken once with all cores and once with one
worker, as the script uses one. The ratio says how long Outspoken takes for one second of the script.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.add_and_code import measure
from benchmarks.results import Figure, emit


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=600)
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
    rows = {"plain script": script.seconds}
    for name, workers in (("one worker", ["--workers", "1"]), ("all cores", [])):
        outspoken = [sys.executable, "-m", "outspoken"]
        where = ["-w", str(scratch / name)]
        measure([*outspoken, "init", str(scratch / name), "--home", "USA"])
        rows[f"add, {name}"] = measure(
            [*outspoken, "add", str(scratch / "files"), *where, *workers]
        ).seconds
        rows[f"code, {name}"] = measure([*outspoken, "code", *where, *workers]).seconds
        rows[f"add and code again, {name}"] = (
            measure([*outspoken, "add", str(scratch / "files"), *where, *workers]).seconds
            + measure([*outspoken, "code", *where, *workers]).seconds
        )
    shutil.rmtree(scratch)
    print(f"{len(chosen)} files, {size:.1f} MB")
    for name, seconds in rows.items():
        print(f"{name:32}{seconds:8.1f} s{seconds / script.seconds:8.2f} times the script")
    emit(
        "end_to_end",
        [Figure(f"{name}, seconds", seconds, "s", "lower") for name, seconds in rows.items()]
        + [
            Figure(name, seconds / script.seconds, "times the script", "lower", 0.3)
            for name, seconds in rows.items()
            if name.endswith("one worker")
        ],
        settings={"files": len(chosen)},
    )


if __name__ == "__main__":
    main()
