"""`outspoken add`: files, folders, tables and web addresses into the workspace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.errors import InputError

if TYPE_CHECKING:
    from outspoken.ingest import AddReport
    from outspoken.workspace import Workspace


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, tables (.csv .tsv .jsonl .parquet), WARC and e-mail files; "
            "addresses of pages, feeds and sitemaps (these use the network). "
            "None: finish what an earlier run left."
        ),
    ] = None,
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="For tables: field=COLUMN, as in text=Body (repeat)."),
    ] = None,
    addresses: Annotated[
        list[Path] | None,
        typer.Option("--list", help="A file with one address a line (repeat)."),
    ] = None,
    match: Annotated[
        str, typer.Option(help="Of pages that feeds and sitemaps list: a regular expression.")
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="Addresses asked for at most; 0: all.")] = 0,
    recheck: Annotated[
        float,
        typer.Option(min=0, help="Ask again for pages had less than so many days ago? 0: always."),
    ] = 0,
    pace: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host.")] = 1,
    contact: Annotated[str, typer.Option(help="Your address or e-mail, told to the servers.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also reach addresses inside networks.")
    ] = False,
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
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add documents: kept by hash, read into text, turns, sentences. Only what is new is read."""
    from outspoken.cli.console import emit_json, interruptible, progress, size_of
    from outspoken.collecting import addresses_in, is_address
    from outspoken.ingest import add
    from outspoken.sources import captures
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    asked = [text for text in paths or [] if is_address(text)]
    asked += [address for path in addresses or [] for address in addresses_in(path)]
    if asked:
        if len(asked) == len(paths or []) and mapping:
            raise InputError("--map", "is for tables, not for addresses", "leave it out")
        _from_network(
            opened, asked, client=(pace, allow_private, contact), as_json=as_json, match=match,
            most=limit, recheck=recheck * 86400, workers=workers, wait=wait,
        )  # fmt: skip
    wanted = [Path(text) for text in paths or [] if not is_address(text)]
    if asked and not wanted:
        return
    found = captures(wanted, dict(_pair(text) for text in mapping or []))
    total = size_of(wanted)
    with interruptible("outspoken add"), progress("reading") as advance:
        report = add(
            opened,
            found,
            workers=workers,
            wait=wait,
            runs_on=runs_on,
            progress=lambda done, more: advance(done, total + more),
        )
    if as_json:
        emit_json({**asdict(report), "failed": [str(error) for error in report.failed]})
    else:
        say_added(report)
    if report.failed and not (
        report.added or report.changed or report.unchanged or report.duplicates
    ):
        raise typer.Exit(1)


def _from_network(
    workspace: Workspace,
    addresses: list[str],
    *,
    client: tuple[float, bool, str],
    as_json: bool,
    **options: Any,
) -> None:
    from outspoken.cli.collect import as_values, client_for, nothing_came, say_report
    from outspoken.cli.console import emit_json, interruptible, progress, say
    from outspoken.collecting import collect_addresses

    if not as_json:
        say(f"asking the network for {len(addresses):,} addresses")
    fetching = client_for(*client)
    with interruptible("outspoken add"), progress("asking") as advance:
        report = collect_addresses(workspace, addresses, fetching, advance=advance, **options)
    fetching.close()
    if as_json:
        emit_json(as_values(report))
    else:
        say_report(report)
    if nothing_came(report):
        raise typer.Exit(1)


def say_added(report: AddReport) -> None:
    """What became of documents, in counts, with what failed and why."""
    from outspoken.cli.console import say, say_failed

    counts = [
        (report.added, "added"),
        (report.changed, "changed (the version before is kept)"),
        (report.unchanged, "held already"),
        (report.duplicates, "with the bytes of another, read once"),
        (report.resumed, "left by an earlier run"),
        (report.reread, "read anew from the archive"),
        (len(report.failed), "not readable"),
    ]
    said = [f"{number:,} {what}" for number, what in counts if number]
    say("documents: " + (", ".join(said) or "nothing to do"))
    if report.sentences:
        say(f"sentences: {report.sentences:,} ({report.words:,} words)")
    say_failed(report.failed, report.notes)


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign or not field or not column:
        raise InputError(f"--map {text}", "is not field=COLUMN", "as in --map text=Body")
    return field.strip(), column.strip()
