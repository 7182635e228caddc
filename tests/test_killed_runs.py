"""A run that is killed at any moment leaves a workspace that the next run completes."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dying import Killed, dies_after
from outspoken.ingest import add
from outspoken.sources import captures
from outspoken.workspace import Workspace

DOCUMENTS = 30
KILLS = 6
STEP = 0.25
"""Seconds by which the moments of the kills lie apart; start-up takes about half a second."""


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "outspoken", *words]


def write_record(folder: Path) -> None:
    """Documents of some size, and a table, so that a run has several stages to be killed in."""
    folder.mkdir()
    paragraph = "MINISTER MARSH: We raised the arrest of writers and the trade in grain. " * 12
    for n in range(DOCUMENTS):
        turns = "\n\nQ  Were prisoners released?\n\n".join([paragraph] * 8)
        text = f"---\ntitle: Remarks {n}\ndate: 2024-03-{1 + n % 28:02}\n---\n\n{turns}\n\nNumber {n}.\n"
        (folder / f"{n:03}.md").write_text(text)
    rows = [{"id": str(n), "text": f"The Minister spoke of prisoners, {n}."} for n in range(40)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))


def tables(home: Path) -> dict[str, list]:
    """What the lake says, apart from the moments of arrival."""
    workspace = Workspace.open(home)
    read = {
        "documents": "select name, document_id, version, text_sha256, words, status from documents",
        "sentences": 'select document_id, n, start, "end", role, words from sentences',
        "speakers": "select document_id, label, role, turns, words from speakers",
    }
    found = {name: workspace.lake.read(f"{query} order by all").to_pylist()
             for name, query in read.items()}  # fmt: skip
    codebook = workspace.codebook().hash
    found["codings"] = workspace.lake.read(
        "select document_id, n, issues, target, firmness from codings order by all",
        coder="lexicon", codebook=codebook,
    ).to_pylist()  # fmt: skip
    return found


def kill_all(process: subprocess.Popen) -> None:
    """Kill a run and its workers as a power cut would, without a chance to tidy up."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "record"
    write_record(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(record: Path) -> dict[str, list]:
    """The tables of a run that nobody disturbed."""
    home = record.parent / "undisturbed"
    subprocess.run(command("init", str(home), "--home", "USA"), check=True, capture_output=True)
    run_to_the_end(record, home)
    return tables(home)


def run_to_the_end(record: Path, home: Path) -> None:
    for words in (("add", str(record)), ("code",)):
        subprocess.run(
            command(*words, "-w", str(home), "--workers", "1"), check=True, capture_output=True
        )


def test_kills_at_random_moments_change_nothing_in_the_end(record, undisturbed):
    home = record.parent / "disturbed"
    subprocess.run(command("init", str(home), "--home", "USA"), check=True, capture_output=True)
    moments = random.Random(7)
    killed = 0
    for attempt in range(KILLS):
        words = ("add", str(record)) if attempt < KILLS // 2 else ("code",)
        process = subprocess.Popen(
            command(*words, "-w", str(home), "--workers", "1"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(0.4 + STEP * (attempt % (KILLS // 2)) + moments.uniform(0, STEP))
        killed += process.poll() is None
        kill_all(process)
    run_to_the_end(record, home)
    assert killed
    assert tables(home) == undisturbed
    assert Workspace.open(home).archive.verify() == []


@pytest.mark.parametrize("step", range(0, 24, 4))
def test_a_kill_at_each_write_of_add_is_mended(tmp_path, record, undisturbed, step):
    """The run dies at its n-th move or write of a file, in this process and so at an exact place."""
    home = tmp_path / "workspace"
    Workspace.init(home, home="USA")
    with pytest.raises(Killed), dies_after(step, (Path, "replace"), (os, "fsync")):
        add(Workspace.open(home), captures([record]), workers=0)
    add(Workspace.open(home), captures([record]), workers=0)
    found = tables(home)
    for name in ("documents", "sentences", "speakers"):
        assert found[name] == undisturbed[name]
    assert Workspace.open(home).archive.verify() == []


def test_of_two_runs_at_once_the_second_waits_and_both_succeed(tmp_path, record, undisturbed):
    home = tmp_path / "workspace"
    Workspace.init(home, home="USA")
    both = [
        subprocess.Popen(
            command("add", str(record), "-w", str(home), "--workers", "1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    found = tables(home)
    for name in ("documents", "sentences", "speakers"):
        assert found[name] == undisturbed[name]
    assert sum("held already" in out for out, _ in said) == 1


def test_a_run_that_may_not_wait_says_who_holds_the_workspace(tmp_path, record):
    home = tmp_path / "workspace"
    workspace = Workspace.init(home)
    with workspace.lock():
        result = subprocess.run(
            command("add", str(record), "-w", str(home), "--wait", "0"),
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode != 0
    assert f"process {os.getpid()}" in result.stderr
    assert "try again" in result.stderr
