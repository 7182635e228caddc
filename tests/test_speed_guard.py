"""Work is counted, not timed: the same on every machine, and never much more than was kept.

The counts are of `benchmarks/work.py`, the limits of `benchmarks/baseline.json`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.results import Figure

ROOT = Path(__file__).parents[1]
KEPT = json.loads((ROOT / "benchmarks" / "baseline.json").read_text("utf-8"))
RAISE = (
    "{name}: {value:.1f} {unit}, kept are {kept:.1f} and up to {within:.0%} more is let through. "
    "Look at what the change calls for each sentence or file; if that is worth it, run "
    "`python -m benchmarks work && python -m benchmarks --accept work`, commit "
    "benchmarks/baseline.json and say why"
)


@pytest.fixture(scope="module")
def counted():
    """Counts of a new process: what other tests have run before leaves caches filled."""
    program = (
        "import json; from dataclasses import asdict; from benchmarks.work import counts; "
        "print(json.dumps([asdict(one) for one in counts()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    return {one["name"]: Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("name", KEPT["work"]["figures"])
def test_a_sentence_and_a_series_take_no_more_work_than_kept(counted, name):
    kept, found = KEPT["work"]["figures"][name], counted[name]
    assert not found.worse_than(kept), RAISE.format(
        name=name, value=found.value, unit=found.unit, kept=kept, within=found.within
    )


def test_every_count_is_kept(counted):
    assert counted.keys() == KEPT["work"]["figures"].keys()
    assert all(figure.value > 0 for figure in counted.values())


@pytest.mark.parametrize(
    ("better", "kept", "value", "worse"),
    [
        ("lower", 10, 11, False),
        ("lower", 10, 11.6, True),
        ("lower", 10, 3, False),
        ("higher", 10, 9, False),
        ("higher", 10, 8.4, True),
        ("higher", 10, 30, False),
        ("lower", 0, 0, False),
        ("lower", 0, 1, True),
        ("higher", 10, None, True),
    ],
)
def test_a_figure_is_worse_beyond_what_it_may_fall_back(better, kept, value, worse):
    assert Figure("x", value, "", better, within=0.15).worse_than(kept) is worse


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    monkeypatch.setattr(results, "BASELINE", tmp_path / "baseline.json")
    return tmp_path


def measured(value, **more):
    speed = Figure("speed", value, "MB/s", "higher")
    share = Figure("share", value, "of the scan", "higher", 0.1)
    results.emit("matching", [speed, share], settings={"megabytes": 4}, **more)


def test_only_what_means_something_elsewhere_is_kept_and_compared(folder, capsys):
    measured(0.5)
    results.accept(["matching"])
    kept = json.loads((folder / "baseline.json").read_text("utf-8"))
    assert kept["matching"]["figures"] == {"share": 0.5}
    measured(0.46)
    assert results.compare() == 0
    measured(0.44)
    assert results.compare() == 1
    assert "matching: WORSE  share: 0.44 of the scan, was 0.5" in capsys.readouterr().out


def test_other_settings_are_not_compared_and_what_is_left_out_is_no_loss(folder, capsys):
    measured(0.5)
    results.accept(["matching"])
    results.emit("matching", [], settings={"megabytes": 1})
    assert results.compare() == 0
    assert "not compared" in capsys.readouterr().out
    results.emit("matching", [], settings={"megabytes": 4}, left_out={"share": "no R here"})
    assert results.compare() == 0
    results.emit("matching", [], settings={"megabytes": 4})
    assert results.compare() == 1
    assert "measured no more" in capsys.readouterr().out


def test_results_say_when_and_on_what_they_were_measured(folder):
    measured(1 / 3)
    result = json.loads((folder / "results" / "matching.json").read_text("utf-8"))
    assert result["machine"]["cores"] == os.cpu_count()
    assert result["machine"]["python"].startswith(f"{sys.version_info.major}.")
    assert result["date"].startswith("20")
    assert [one["value"] for one in result["figures"]] == [0.33333, 0.33333]
