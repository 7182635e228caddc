"""Work in the background: a process of its own that adds and codes, and tells how far it is.

A job lives in `.jobs/ID/` of the workspace: `job.json` says what to do, `state.json` how far it is,
`files/` holds what was uploaded until it is in the archive. The process is not the server's thread:
a hostile document that kills its reader, or a server that ends, takes nothing else along, and what
was not finished goes on with the next job (the path from bytes to tables can be killed anywhere).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.durable import write_whole
from outspoken.errors import DeskError

if TYPE_CHECKING:
    from outspoken.workspace import Workspace

FOLDER = ".jobs"
KEPT = 20
"""Finished jobs that are remembered."""
NAMES = {"wait": "waits for other work", "add": "reading", "code": "coding", "group": "engagements",
         "done": "done", "failed": "stopped"}  # fmt: skip
_ours: dict[str, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is. `step` is one of `NAMES`; `done` and `of` are bytes."""

    id: str
    by: str
    what: str
    begun: str
    step: str = "wait"
    done: int = 0
    of: int = 0
    lines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    pid: int = 0
    words: str = field(default="")

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self.step not in ("done", "failed")

    @property
    def percent(self) -> int:
        """How far its present step is."""
        return min(100 * self.done // self.of, 100) if self.of else 0


def folder_of(workspace: Workspace, job: str) -> Path:
    """A job's folder.

    Raises:
        DeskError: no name of a job.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", job):
        raise DeskError("job", "has no such name", "reload the page")
    return workspace.path / FOLDER / job


def prepare(workspace: Workspace) -> tuple[str, Path]:
    """A new job's name, and the folder for its files, which only its owner can read."""
    job = uuid.uuid4().hex
    files = folder_of(workspace, job) / "files"
    files.mkdir(parents=True, mode=0o700)
    return job, files


def begin(
    workspace: Workspace, paths: Sequence[Path], *, by: str, what: str = "", job: str = ""
) -> str:
    """Start a job in a process of its own: add what lies at the paths, code, propose engagements."""
    job = job or prepare(workspace)[0]
    folder = folder_of(workspace, job)
    written = {
        "id": job,
        "by": by,
        "what": what or "the record is coded",
        "begun": datetime.now(UTC).isoformat(timespec="microseconds"),
        "paths": [str(path) for path in paths],
    }
    write_whole(folder / "job.json", json.dumps(written).encode())
    with (folder / "log.txt").open("wb") as log:
        _ours[job] = subprocess.Popen(  # noqa: S603 (our own module; paths are given as data)
            [sys.executable, "-m", "outspoken.web.start.work", str(workspace.path), job],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return job


def write_state(folder: Path, **values: Any) -> None:
    """Say how far a job is."""
    write_whole(folder / "state.json", json.dumps(values).encode())


def states(workspace: Workspace) -> list[State]:
    """All remembered jobs, the newest first; the oldest finished ones are forgotten."""
    found = []
    for folder in (workspace.path / FOLDER).glob("*"):
        job = _read(folder / "job.json")
        if not job:
            continue
        told = _read(folder / "state.json")
        step = str(told.get("step", "wait"))
        problems = tuple(str(one) for one in told.get("problems", ()))
        if step not in ("done", "failed") and not _alive(folder.name, int(told.get("pid", 0))):
            step = "failed"
            problems = (*problems, "The work was broken off; what was done is kept. Go on with it.")
        found.append(
            State(
                id=folder.name,
                by=str(job["by"]),
                what=str(job["what"]),
                begun=str(job["begun"]),
                step=step,
                done=int(told.get("done", 0)),
                of=int(told.get("of", 0)),
                lines=tuple(str(one) for one in told.get("lines", ())),
                problems=problems,
                words=NAMES.get(step, step),
            )
        )
    found.sort(key=lambda one: one.begun, reverse=True)
    for old in [one for one in found if not one.running][KEPT:]:
        shutil.rmtree(folder_of(workspace, old.id), ignore_errors=True)
    return found


def _read(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _alive(job: str, pid: int) -> bool:
    ours = _ours.get(job)
    if ours is not None:
        return ours.poll() is None
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
