"""`outspoken code`: code the workspace's sentences."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def command(
    coder: Annotated[str, typer.Option(help="The coder that answers.")] = "lexicon",
    *,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; all cores when not given.")
    ] = None,
    runs_on: Annotated[
        str, typer.Option("--engine", help="native, ray, or ray://HOST:PORT (docs/cluster.md).")
    ] = "",
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another run on this workspace.")
    ] = 600,
    yes: Annotated[
        bool, typer.Option("--yes", help="Start without asking (language-model coder).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Code every sentence that this coder has not coded yet with the workspace's codebook."""
    from outspoken.cli.console import emit_json, interruptible, progress, say, say_failed
    from outspoken.coding import code, estimate
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if coder == "llm":
        # It sends texts to another machine and may cost money: never without a word.
        typer.echo(estimate(opened), err=True)
        if not yes:
            typer.confirm("Send these sentences to the endpoint?", abort=True, err=True)
        workers = 1
    with interruptible("outspoken code"), progress("coding") as advance:
        report = code(
            opened, coder=coder, workers=workers, wait=wait, runs_on=runs_on, progress=advance
        )
    if as_json:
        emit_json({**asdict(report), "failed": [str(error) for error in report.failed]})
    elif not report.parts and not report.failed:
        say("everything is coded already" if report.parts_before else "there is nothing to code")
    else:
        say(
            f"{report.sentences:,} sentences read, {report.coded:,} with a code, "
            f"{report.rights:,} on human rights (detector counts)"
        )
        say_failed(report.failed)
    if report.failed:
        raise typer.Exit(1)
