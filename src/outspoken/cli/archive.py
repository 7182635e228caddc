"""`outspoken archive`: prove the archive, date it, and see what changed at an address."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from outspoken.cli.console import emit_json, say

app = typer.Typer(
    help="The original bytes: prove them, date them, see what changed.", no_args_is_help=True
)
Where = Annotated[Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Roots = Annotated[
    Path | None, typer.Option(help="Certificates (PEM) of time-stamping authorities you trust.")
]


@app.command()
def verify(
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="A state that a report printed; the archive must go through it (repeat)."
        ),
    ] = None,
    roots: Roots = None,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """Check every byte and every line: altered, missing, added, rewritten; names each file."""
    from outspoken.archive import Finding
    from outspoken.proofs import proofs
    from outspoken.workspace import Workspace

    archive = Workspace.open(workspace).archive
    found = archive.verify(tuple(state or ()))
    stamps = list(proofs(archive, roots))
    found += [one for one in stamps if isinstance(one, Finding)]
    held = [one for one in stamps if not isinstance(one, Finding)]
    head, lines = archive.state()
    if as_json:
        emit_json(
            {
                "intact": not found,
                "state": head,
                "lines": lines,
                "findings": [asdict(one) for one in found],
                "stamps": [asdict(one) for one in held],
            }
        )
    else:
        for one in found:
            say(f"{one.name}: {one.problem}")
        for stamp in held:
            say(
                f"stamped on {stamp.moment:%Y-%m-%d %H:%M} UTC at line {stamp.line:,}"
                f" by {stamp.authority or 'an authority'} ({stamp.checked})"
            )
        if found:
            say(f"{len(found):,} findings: the archive is not as it was received")
        else:
            say(f"intact: {lines:,} lines, state {head}")
    if found:
        raise typer.Exit(1)


@app.command()
def timestamp(
    answer: Annotated[
        Path | None, typer.Option(help="An authority's answer (.tsr) to check and keep.")
    ] = None,
    send: Annotated[
        str, typer.Option(help="An authority's address: sends the request (uses the network).")
    ] = "",
    roots: Roots = None,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """Date the archive's state by RFC 3161: prepare the request offline, check and keep the answer."""
    from outspoken.errors import InputError
    from outspoken.proofs import REQUEST, prepare, take
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if answer is None and not send:
        with opened.lock():
            request = prepare(opened.archive)
        if as_json:
            emit_json({"request": request, "state": opened.archive.head()})
            return
        say(f"the request is {request}; nothing was sent")
        say("send it to an authority of your choice, for example:")
        say(f"  curl -H 'Content-Type: {REQUEST}' --data-binary @{request} ADDRESS -o answer.tsr")
        say("then: outspoken archive timestamp --answer answer.tsr --roots roots.pem")
        return
    with opened.lock():
        if send:
            from outspoken.collecting.stamping import ask

            content = ask(send, prepare(opened.archive).read_bytes())
        else:
            assert answer is not None
            try:
                content = answer.read_bytes()
            except OSError as error:
                raise InputError(str(answer), f"cannot be read ({error})", "check it") from None
        proof = take(opened.archive, content, roots)
    if as_json:
        emit_json(asdict(proof))
        return
    say(
        f"the archive was in the state {proof.state[:16]}... (line {proof.line:,})"
        f" by {proof.moment:%Y-%m-%d %H:%M:%S} UTC, says {proof.authority or 'the authority'}"
    )
    say(f"{proof.checked}; kept in {opened.archive.root / 'proofs'}")


@app.command()
def changes(
    address: Annotated[
        str | None,
        typer.Argument(help="An address or path (its end is enough). None: list all that changed."),
    ] = None,
    since: Annotated[str, typer.Option(help="Only what changed on this day or later (ISO).")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Every step, not only the last two states.")
    ] = False,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """What was edited or withdrawn: the states of an address, with the changed sentences marked."""
    from outspoken.versions import changed, difference, history, lines
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if address is None:
        rows = changed(opened, since)
        if as_json:
            emit_json([[asdict(one) for one in held] for held in rows])
            return
        for held in rows:
            last = held[-1]
            what = "withdrawn" if last.withdrawn else f"version {last.number}"
            say(f"{last.at[:10]}  {what}  {last.key}")
        say(f"{len(rows):,} addresses with more than one state")
        return
    states = history(opened, address)
    pairs = list(pairwise(states))
    chosen = pairs if every else pairs[-1:]
    found = [difference(opened, before, after) for before, after in chosen]
    if as_json:
        emit_json([asdict(one) for one in found])
        return
    if not found:
        say(f"{states[0].key}: one state, of {states[0].at[:16]}")
    for one in found:
        for line in lines(one):
            say(line)


@app.command()
def duplicates(workspace: Where = None, as_json: AsJson = False) -> None:
    """Link texts that say the same in almost the same words (Jaccard above 0.9); none is deleted."""
    from outspoken.near import link
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    with opened.lock():
        links = link(opened)
    if as_json:
        emit_json([asdict(one) for one in links])
        return
    wanted = {one.kept for one in links} | {one.document_id for one in links}
    names: dict[str, dict[str, Any]] = {
        row["document_id"]: row for row in opened.lake.documents(wanted)
    }
    for one in links[:100]:
        copy, kept = names[one.document_id], names[one.kept]
        say(f"{one.jaccard:.3f}  {copy['url'] or copy['name']}")
        say(f"       as  {kept['url'] or kept['name']}")
    if len(links) > 100:
        say(f"and {len(links) - 100:,} more (all of them with --json)")
    say(f"{len(links):,} near-duplicates linked in {opened.lake.root / 'near.parquet'}")
