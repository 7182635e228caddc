"""`outspoken code`: code the workspace's sentences."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def command(
    coder: Annotated[str, typer.Option(help="The coder that answers.")] = "lexicon",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; all cores by default.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Start without asking (language-model coder).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Code every sentence that this coder has not coded yet with the workspace's codebook."""
    from outspoken.cli.console import emit_json, progress, say
    from outspoken.coding import code, estimate
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if coder == "llm":
        # It sends texts to another machine and may cost money: never without a word.
        say(f"{estimate(opened)}")
        if not yes:
            typer.confirm("Send these sentences to the endpoint?", abort=True)
        workers = 1
    with progress("coding", 100) as advance:
        report = code(
            opened,
            coder=coder,
            workers=workers,
            progress=lambda done, of: advance(100 * done // max(of, 1)),
        )
    if as_json:
        emit_json(asdict(report))
        return
    if not report.parts:
        say("everything is coded already")
        return
    say(
        f"{report.sentences:,} sentences read, {report.coded:,} with a code, "
        f"{report.rights:,} on human rights (detector counts)"
    )
