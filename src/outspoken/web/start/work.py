"""One job, in a process of its own: `python -m outspoken.web.start.work WORKSPACE JOB`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

EVERY = 0.5
"""Seconds between two words about progress."""
SHOWN = 50
"""Problems that are told one by one."""


def main(workspace_path: str, job: str) -> None:
    """Do what the job says and say how far it is; every problem becomes a line."""
    from outspoken.errors import OutspokenError
    from outspoken.web.start import jobs
    from outspoken.workspace import Workspace

    folder = Path(workspace_path) / jobs.FOLDER / job
    state: dict[str, Any] = {
        "step": "wait", "pid": os.getpid(), "done": 0, "of": 0, "lines": [], "problems": [],
    }  # fmt: skip
    jobs.write_state(folder, **state)
    try:
        workspace = Workspace.open(Path(workspace_path))
        _work(workspace, folder, state)
        state["step"] = "done"
        shutil.rmtree(folder / "files", ignore_errors=True)
    except OutspokenError as error:
        state["step"] = "failed"
        state["problems"].append(str(error))
    except OSError as error:
        state["step"] = "failed"
        reason = error.strerror or type(error).__name__
        state["problems"].append(f"stopped: {reason}; make room or mend rights, then go on with it")
    jobs.write_state(folder, **state)


def _work(workspace: Any, folder: Path, state: dict[str, Any]) -> None:
    from outspoken import desk
    from outspoken.coding import code
    from outspoken.engagements.decisions import store
    from outspoken.engagements.grouping import group
    from outspoken.engagements.occasion import read_occasions
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.web.start import jobs

    told = [0.0]

    def tell(step: str, done: int = 0, of: int = 0) -> None:
        if state["step"] != step or time.monotonic() - told[0] > EVERY:
            told[0] = time.monotonic()
            state.update(step=step, done=done, of=of)
            jobs.write_state(folder, **state)

    paths = [Path(path) for path in json.loads((folder / "job.json").read_text("utf-8"))["paths"]]
    size = _size(paths)
    added = add(
        workspace, captures(paths), progress=lambda done, more: tell("add", done, size + more)
    )
    counts = [
        (added.added, "documents added"),
        (added.changed, "changed"),
        (added.unchanged, "held already"),
        (added.duplicates, "with the bytes of another"),
        (added.resumed, "left by an earlier run"),
        (added.sentences, "sentences"),
    ]
    state["lines"] = [f"{number:,} {words}" for number, words in counts if number]
    state["problems"] = [str(error) for error in added.failed[:SHOWN]]
    if len(added.failed) > SHOWN:
        state["problems"].append(f"and {len(added.failed) - SHOWN:,} more: outspoken doctor")
    tell("code")
    coded = code(workspace, progress=lambda done, of: tell("code", done, of))
    if coded.parts:
        state["lines"].append(f"{coded.rights:,} sentences on human rights (detector count)")
    state["problems"] += [str(error) for error in coded.failed]
    tell("group")
    desk.connect(workspace.desk_path)
    with workspace.lock():
        proposals = group(
            read_occasions(workspace.lake, workspace.world()), workspace.settings.home
        )
        stored = store(proposals, replacing=True)
    if stored.new:
        state["lines"].append(f"{len(stored.new):,} engagements proposed")


def _size(paths: list[Path]) -> int:
    files = [f for path in paths for f in (path.rglob("*") if path.is_dir() else [path])]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main(*sys.argv[1:3])
