"""`outspoken collect`: named public collections, and trying a recipe."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.errors import InputError

if TYPE_CHECKING:
    from outspoken.collecting import Client, CollectReport
    from outspoken.sources.collections import Recipe
    from outspoken.workspace import Workspace

Workspace_ = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
]


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names of collections, or recipe files (.toml). "
            "'test NAME' tries a recipe on a few documents and keeps nothing."
        ),
    ] = None,
    *,
    list_: Annotated[
        bool, typer.Option("--list", help="List the collections; no network.")
    ] = False,
    address: Annotated[
        str, typer.Option(help="An address or a file in place of the recipe's own.")
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="Documents at most; 0: all.")] = 0,
    recheck: Annotated[
        float | None,
        typer.Option(min=0, help="Ask again for pages that are held and older than so many days."),
    ] = None,
    pace: Annotated[
        float | None, typer.Option(min=0, help="Seconds between two requests to a host.")
    ] = None,
    contact: Annotated[str, typer.Option(help="Your address or e-mail, told to the servers.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also reach addresses inside networks.")
    ] = False,
    workspace: Workspace_ = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; all cores when not given.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another run on this workspace.")
    ] = 600,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Collect named public collections over the network. Can be stopped and run again at any time."""
    from outspoken.cli.console import emit_json, interruptible, progress, say
    from outspoken.sources.collections import find
    from outspoken.workspace import Workspace

    if list_ or not names:
        _list(workspace, as_json)
        return
    trying = names[0] == "test"
    if trying and len(names) == 1:
        raise InputError("collect test", "names no recipe", "as in: outspoken collect test my.toml")
    opened = None if trying else Workspace.open(workspace)
    folder = opened.path if opened else _folder(workspace)
    recipes = [find(name, folder) for name in names[trying:]]
    failed = False
    said: list[Any] = []
    for recipe in recipes:
        client = client_for(recipe.every if pace is None else pace, allow_private, contact)
        if opened is None:
            failed |= _try(recipe, client, address, limit, as_json)
            continue
        if not as_json:
            say(f"{recipe.name}: {recipe.title} ({recipe.licence})")
        with interruptible(f"outspoken collect {recipe.name}"), progress("asking") as advance:
            report = _collect(
                opened, recipe, client, address=address, most=limit,
                recheck=None if recheck is None else recheck * 86400,
                workers=workers, wait=wait, advance=advance,
            )  # fmt: skip
        client.close()
        failed |= nothing_came(report)
        if as_json:
            said.append(as_values(report))
        else:
            say_report(report)
    if said:
        emit_json(said)
    if failed:
        raise typer.Exit(1)


def client_for(pace: float, allow_private: bool, contact: str) -> Client:
    """A client as the options want it."""
    from outspoken.collecting import Client

    return Client(every=pace, allow_private=allow_private, contact=contact)


def say_report(report: CollectReport) -> None:
    """What was asked of the network, what the documents became, what failed and why."""
    from outspoken.cli.add import say_added
    from outspoken.cli.console import say

    account = report.account
    counts = [
        (account.asked, "asked for"),
        (account.not_modified, "not modified"),
        (account.not_due, "held and not due"),
        (account.lists, "lists opened"),
    ]
    if said := [f"{number:,} {what}" for number, what in counts if number]:
        say("addresses: " + ", ".join(said))
    for one in account.gone:
        say(f"withdrawn: {one.key} (answers {one.status}); what was held is kept")
    if report.engagements:
        said = [f"{number:,} {what}" for what, number in report.engagements.items()]
        say("engagements: " + ", ".join(said))
    say_added(report.added)


def as_values(report: CollectReport) -> dict[str, Any]:
    """A report for a program."""
    return {
        "source": report.source,
        "asked": report.account.asked,
        "not_modified": report.account.not_modified,
        "not_due": report.account.not_due,
        "withdrawn": [
            {"key": one.key, "status": one.status, "at": one.at.isoformat()}
            for one in report.account.gone
        ],
        "engagements": report.engagements,
        **{**asdict(report.added), "failed": [str(error) for error in report.added.failed]},
    }


def nothing_came(report: CollectReport) -> bool:
    """Whether a run had problems and nothing but problems."""
    added, account = report.added, report.account
    return bool(added.failed) and not (
        added.added or added.changed or added.unchanged or added.duplicates
        or account.not_modified or account.gone or account.not_due or report.engagements
    )  # fmt: skip


def _collect(workspace: Workspace, recipe: Recipe, client: Client, **options: Any) -> CollectReport:
    from outspoken.collecting import collect

    return collect(workspace, recipe, client, **options)


def _folder(workspace: Path | None) -> Path | None:
    from outspoken.errors import WorkspaceError
    from outspoken.workspace import Workspace

    try:
        return Workspace.open(workspace).path
    except WorkspaceError:
        return None


def _list(workspace: Path | None, as_json: bool) -> None:
    from outspoken.cli.console import emit_json, say
    from outspoken.sources.collections import built_in, own

    folder = _folder(workspace)
    recipes = [*(own(folder) if folder else []), *built_in()]
    if as_json:
        emit_json([asdict(recipe) for recipe in recipes])
        return
    for recipe in recipes:
        say(f"{recipe.name}: {recipe.title}")
        languages = ", ".join(recipe.languages)
        say(f"    {recipe.publisher}; {languages}; {recipe.licence}; {recipe.size}")
        if recipe.note:
            say(f"    {recipe.note}")
        if recipe.attribution:
            say(f"    name as source: {recipe.attribution}")
        seen = f"last seen to answer on {recipe.seen}" if recipe.seen else "try it first"
        say(f"    {recipe.home} ({seen}: outspoken collect test {recipe.name})")


def _try(recipe: Recipe, client: Client, address: str, limit: int, as_json: bool) -> bool:
    """Show what a recipe makes of its first documents; True if it makes nothing of them."""
    from outspoken.cli.console import emit_json, say, say_failed
    from outspoken.collecting import trial
    from outspoken.errors import InputError as Problem

    found = trial(recipe, client, address=address, most=limit or 5)
    if as_json:
        emit_json(found)
        return not (found["documents"] or found["engagements"])
    say(f"{recipe.name}: {recipe.kind}, {recipe.title}")
    if found["engagements"]:
        say(f"engagements read: {found['engagements']['read']:,}")
    for row in found["documents"]:
        day = row["published_on"] or row["event_date"] or "no date"
        say(f"  {row['title'] or '(no title)'}")
        say(
            f"    {day}; {row['government'] or 'no government'}; {row['language'] or 'no language'};"
            f" {row['genre'] or 'no genre'}; {row['words'] or 0:,} words; {row['url'] or row['name']}"
        )
        beginning = " ".join((row["beginning"] or row["problem"] or "").split())
        say(f"    {beginning[:150]}")
    missing = [
        name
        for name in ("title", "published_on", "url", "language")
        if found["documents"] and not any(row[name] for row in found["documents"])
    ]
    if missing:
        say(f"no document has: {', '.join(missing)} (see map and given in docs/formats.md)")
    say_failed([Problem(*line.partition(": ")[::2]) for line in found["failed"]], found["notes"])
    if not found["documents"] and not found["engagements"]:
        say("the recipe brings nothing")
        return True
    return False
