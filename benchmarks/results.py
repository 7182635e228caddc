"""What a benchmark measured, as JSON beside its table, and what got worse since the figures kept.

Every benchmark writes its figures to `benchmarks/results/NAME.json`. Seconds hold for one machine
only. Ratios within one run, counts, scores and megabytes hold on others too: these are *steady*,
say how far they may fall back (`within`), and stand in `benchmarks/baseline.json`, which is committed.

    python -m benchmarks --compare            what of the last results is worse; exit code 1 if any is
    python -m benchmarks --accept NAME ...    the last results of a benchmark become the figures kept
"""

from __future__ import annotations

import json
import os
import platform
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("results")
BASELINE = Path(__file__).with_name("baseline.json")
COUNTED = 0.001
"""For what is counted or scored without chance: any loss that is not a rounding."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `within` is the share of the kept figure by which it may be worse."""

    name: str
    value: float | None
    unit: str
    better: str = ""  # "higher", "lower"; "" for what is neither
    within: float | None = None  # None: tied to this machine, not compared

    def worse_than(self, kept: float) -> bool:
        """Whether it has fallen back further than it may."""
        if self.value is None:
            return True
        if self.better == "higher":
            return self.value < kept * (1 - (self.within or 0))
        return self.value > kept * (1 + (self.within or 0))


def emit(
    benchmark: str,
    figures: Iterable[Figure],
    *,
    settings: Mapping[str, Any] | None = None,
    left_out: Mapping[str, str] | None = None,
) -> None:
    """Write a benchmark's figures. `settings` are those that change them; `left_out` says why."""
    from outspoken import __version__

    result = {
        "benchmark": benchmark,
        "version": __version__,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "settings": dict(settings or {}),
        "left_out": dict(left_out or {}),
        "figures": [asdict(figure) | {"value": _rounded(figure.value)} for figure in figures],
    }
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (FOLDER / f"{benchmark}.json").write_text(text + "\n", "utf-8")


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.5g}")


def machine() -> dict[str, Any]:
    """What the figures were measured on; `load` is of the minute before."""
    processor = platform.processor() or platform.machine()
    memory = 0.0
    try:
        info = Path("/proc/cpuinfo").read_text("utf-8")
        processor = next(iter(re.findall(r"model name\s*:\s*(.+)", info)), processor)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (OSError, ValueError):
        pass
    return {
        "system": platform.system(),
        "processor": processor,
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def pace() -> float:
    """Processor seconds that a fixed piece of work takes here, the best of seven.

    Divided by it, seconds mean something on another machine: "so many times the fixed work".
    """
    line = "The minister raised the case of the imprisoned poet, and spoke of trade in timber. "
    text, word = line * 15_000, re.compile(r"\w+")
    best = float("inf")
    for _ in range(7):
        start = time.process_time()
        counted = Counter(w.lower() for w in word.findall(text))
        sorted((n, w) for w, n in counted.items())
        best = min(best, time.process_time() - start)
    return best


def compare() -> int:
    """Print what is worse than the figures kept; how many figures are."""
    worse = 0
    for benchmark, kept in _baseline().items():
        path = FOLDER / f"{benchmark}.json"
        if not path.is_file():
            print(f"{benchmark}: not run")
            continue
        result = json.loads(path.read_text("utf-8"))
        if result["settings"] != kept["settings"]:
            print(f"{benchmark}: run with {result['settings']}, kept with {kept['settings']}: "
                  "not compared")  # fmt: skip
            continue
        found = list(_against(kept["figures"], result))
        worse += len(found)
        for line in found:
            print(f"{benchmark}: {line}")
        if not found:
            print(f"{benchmark}: nothing worse than kept, of {len(kept['figures'])} figures")
    return worse


def _against(kept: Mapping[str, float], result: Mapping[str, Any]) -> Iterator[str]:
    measured = {figure["name"]: Figure(**figure) for figure in result["figures"]}
    for name, value in kept.items():
        figure = measured.get(name)
        if figure is None:
            if name not in result["left_out"]:
                yield f"WORSE  {name}: measured no more (was {value:g})"
        elif figure.worse_than(value):
            yield (
                f"WORSE  {name}: {figure.value} {figure.unit}, was {value:g} "
                f"(better is {figure.better}; within {figure.within:.0%})"
            )


def accept(names: Iterable[str]) -> None:
    """Take the last results of these benchmarks as the figures kept."""
    baseline = _baseline()
    for name in names:
        path = FOLDER / f"{name}.json"
        if not path.is_file():
            raise SystemExit(f"{name}: has no results at {path}; run the benchmark first")
        result = json.loads(path.read_text("utf-8"))
        steady = [
            f for f in result["figures"] if f["within"] is not None and f["value"] is not None
        ]
        baseline[name] = {
            "version": result["version"],
            "date": result["date"],
            "settings": result["settings"],
            "figures": {f["name"]: f["value"] for f in steady},
        }
    text = json.dumps(dict(sorted(baseline.items())), indent=1, ensure_ascii=False)
    BASELINE.write_text(text + "\n", "utf-8")


def _baseline() -> dict[str, Any]:
    if not BASELINE.is_file():
        return {}
    found: dict[str, Any] = json.loads(BASELINE.read_text("utf-8"))
    return found
