"""`outspoken watch`: visit sources on a schedule and tell what changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

SHORTEST = 60.0
"""Seconds that the watch sleeps at least."""


def command(
    once: Annotated[
        bool, typer.Option("--once", help="One round of what is due, for cron or a timer.")
    ] = False,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Visit every source, due or not.")
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="List the sources and when each is due; no network.")
    ] = False,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; all cores when not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Visit the sources in outspoken.toml over the network, code what is new, tell what changed."""
    import time

    from outspoken.cli.console import emit_json, interruptible, say
    from outspoken.watching import due, lines, read_watch, run_round
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    watch = read_watch(opened.path)
    if list_:
        waits = due(opened, watch, time.time())
        if as_json:
            emit_json([{**asdict(s), "due_in": max(0, waits[s.name])} for s in watch.sources])
            return
        for source in watch.sources:
            wait = waits[source.name]
            when = "due now" if wait <= 0 else f"due in {wait / 3600:.1f} hours"
            what = source.collection or ", ".join(source.addresses)
            say(f"{source.name}: {what}; every {source.every / 3600:g} hours; {when}")
        return
    with interruptible("outspoken watch"):
        while True:
            done = run_round(
                opened, watch, everything=everything, workers=workers,
                say=(lambda line: None) if as_json else say,
            )  # fmt: skip
            if as_json:
                emit_json(
                    {
                        "visited": done.visited,
                        "news": [asdict(item) for item in done.items],
                        "failed": done.failed,
                    }
                )
            elif done.visited or done.items:
                for line in lines(done.items, done.failed):
                    say(line)
            else:
                say("no source is due")
            if once:
                return
            wait = max(SHORTEST, min(due(opened, watch, time.time()).values()))
            if not as_json:
                say(f"sleeping {wait / 60:.0f} minutes")
            time.sleep(wait)
