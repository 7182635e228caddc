"""`outspoken code`: code the workspace's sentences."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.workspace import Workspace


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
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what would be coded and why, and stop.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Code every sentence that this coder has not coded yet with the workspace's codebook."""
    from outspoken.cli.console import emit_json, interruptible, progress, say, say_failed
    from outspoken.coding import code, estimate
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if explain:
        _explain(opened, coder, as_json)
        return
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
        _index(opened, coder)
    if as_json:
        emit_json({**asdict(report), "failed": [str(error) for error in report.failed]})
    elif not report.parts and not report.failed:
        say("everything is coded already" if report.parts_before else "there is nothing to code")
    else:
        say(
            f"{report.sentences:,} sentences read, {report.coded:,} with a code, "
            f"{report.rights:,} on human rights (detector counts)"
        )
        if report.kept:
            say(f"{report.kept:,} documents kept their codings: no changed term stands in them")
        say_failed(report.failed)
    if report.failed:
        raise typer.Exit(1)


def _explain(workspace: Workspace, coder: str, as_json: bool) -> None:
    from outspoken.cli.console import emit_json, say
    from outspoken.coding import explain

    found = explain(workspace, coder=coder)
    change = str(found.reuse.change) if found.reuse else ""
    if as_json:
        emit_json(
            {
                "parts": found.parts,
                "parts_before": found.parts_before,
                "documents": found.documents,
                "touched": found.touched,
                "since": found.reuse.codebook if found.reuse else None,
                "change": change,
                "terms": list(found.reuse.change.terms) if found.reuse else [],
            }
        )
        return
    if not found.parts:
        say("everything is coded already" if found.parts_before else "there is nothing to code")
        return
    say(f"{found.parts:,} parts with {found.documents:,} documents are to be coded, because no")
    say(f"codings of them by {coder} with this codebook and this version are there")
    if found.reuse is None:
        say("all of them anew: no codings with another codebook by this version can be kept")
        return
    say(f"since the codebook {found.reuse.codebook[:12]} {change}")
    say(
        f"{found.touched:,} documents in which one of them may stand are coded anew, "
        f"{found.documents - found.touched:,} keep their codings"
    )


def _index(opened: Workspace, coder: str) -> None:
    """Keep the pages' search index up to date where there is one; `serve` makes the first."""
    from outspoken.search import refresh
    from outspoken.search.schema import FILE

    if coder == "lexicon" and (opened.lake.root / FILE).exists():
        refresh(opened, opened.codebook())
