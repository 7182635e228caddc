"""Collecting from the network: named collections and addresses, fetched, kept as received, read.

collecting/outspoken-*.warc.gz   answers as received that the archive does not have yet
collecting/visits.sqlite3        when each address was asked, and what came
collecting/packages/             large files under way
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from outspoken.collecting.pages import CollectReport, collect_pages, collecting, digest_of
from outspoken.errors import InputError
from outspoken.ingest import add
from outspoken.model import Capture
from outspoken.sources.collections import packages
from outspoken.sources.collections.lists import targets
from outspoken.sources.collections.recipe import Recipe, addresses_of
from outspoken.sources.tables import read_table
from outspoken.sources.web import addresses_in, is_address, matcher, pages
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.client import Client, FetchError
from outspoken.sources.web.shape import at
from outspoken.sources.web.visits import Visit, Visits
from outspoken.workspace import LOCK_TIMEOUT, Workspace

__all__ = [
    "Client",
    "CollectReport",
    "addresses_in",
    "collect",
    "collect_addresses",
    "is_address",
    "trial",
]

TRIED = 5
"""Documents that a trial of a recipe reads."""


def collect_addresses(
    workspace: Workspace,
    addresses: list[str],
    client: Client,
    *,
    match: str = "",
    most: int = 0,
    recheck: float | None = 0.0,
    workers: int | None = None,
    wait: float = LOCK_TIMEOUT,
    advance: Callable[[int], None] = lambda asked: None,
) -> CollectReport:
    """Pages, feeds and sitemaps given by hand: asked again each time, fetched if they changed.

    Args:
        workspace: where to.
        addresses: as the user wrote them.
        client: how to fetch.
        match: of listed pages only those whose address this regular expression finds.
        most: pages asked for at most; 0: all.
        recheck: seconds after which a page that is held is asked again.
        workers: processes that read.
        wait: seconds to wait for another run.
        advance: told how many addresses were asked.
    """
    matcher(match)
    return collect_pages(
        workspace, client, digest_of(addresses), lambda: pages(addresses, match),
        recheck=recheck, most=most, workers=workers, wait=wait, advance=advance,
    )  # fmt: skip


def collect(
    workspace: Workspace,
    recipe: Recipe,
    client: Client,
    *,
    address: str = "",
    most: int = 0,
    recheck: float | None = None,
    workers: int | None = None,
    wait: float = LOCK_TIMEOUT,
    advance: Callable[[int], None] = lambda asked: None,
) -> CollectReport:
    """One named collection; only what is new or changed is read.

    Args:
        workspace: where to.
        recipe: the collection.
        client: how to fetch.
        address: an address or a file in place of the recipe's own (a mirror, a copy at hand).
        most: documents at most; 0: all.
        recheck: seconds after which a page that is held is asked again though no list says that it
            changed; None: never.
        workers: processes that read.
        wait: seconds to wait for another run.
        advance: told how many addresses were asked.

    Raises:
        InputError: the collection's file cannot be had.
    """
    if recipe.kind not in ("package", "table"):
        if address:
            key = "pages" if recipe.kind in ("index", "api") else "address"
            recipe = replace(recipe, fetch={**recipe.fetch, key: address})
        return collect_pages(
            workspace, client, recipe.name, lambda: targets(recipe),
            recheck=recheck, most=most, workers=workers, wait=wait, advance=advance,
        )  # fmt: skip
    report = CollectReport(recipe.name, rounds=1)
    with collecting(workspace) as (_, visits):
        found = _file(workspace, recipe, client, visits, address, report)
        if found is None:
            return report
        path, received, visit = found
        if recipe.goes_to == "engagements":
            _engagements(workspace, recipe, path, received, report, wait)
        else:
            captures = _documents(path, recipe, received)
            chosen = islice(captures, most) if most else captures
            report.added = add(workspace, chosen, workers=workers, wait=wait)
        if visit is not None:
            # A document that cannot be read is known by now; a file that broke off is not.
            broken = any(error.name == recipe.name for error in report.added.failed)
            if not most and not broken:
                visits.note(visit)  # From now on the same file need not be fetched.
            _remove(path)
    return report


def trial(
    recipe: Recipe, client: Client, *, address: str = "", most: int = TRIED
) -> dict[str, Any]:
    """What a recipe makes of its first documents; nothing is kept.

    Returns the documents as the lake has them, what failed, and for `engagements` their number.
    """
    with tempfile.TemporaryDirectory(prefix="outspoken-trial-") as folder:
        workspace = Workspace.init(Path(folder) / "trial", home=recipe.government)
        report = collect(workspace, recipe, client, address=address, most=most, workers=1)
        rows = workspace.lake.read(
            "select name, title, published_on, event_date, url, genre, government, language,"
            " publisher, words, basis, problem, left(text, 300) as beginning from documents"
        ).to_pylist()
    return {
        "recipe": recipe.name,
        "documents": rows,
        "failed": [str(error) for error in report.added.failed],
        "notes": report.added.notes,
        "engagements": report.engagements,
    }


def _file(
    workspace: Workspace,
    recipe: Recipe,
    client: Client,
    visits: Visits,
    address: str,
    report: CollectReport,
) -> tuple[Path, dict[str, Any], Visit | None] | None:
    """A collection's file at hand, what was received with it, and the visit to remember.

    None: the server says that it is the one that was read before.
    """
    if address and not is_address(address):
        path = Path(address).expanduser()
        if not path.is_file():
            raise InputError(address, "is no file", "name the collection's file, or its address")
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return path, {"address": str(path), "time": changed.isoformat()}, None
    asked = normal(address or _found(recipe, client))
    folder = workspace.path / "collecting" / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    ending = recipe.fetch.get("format", ".csv") if recipe.kind == "table" else ".package"
    path = folder / f"{recipe.name}{ending}"
    whole = path.with_name(path.name + ".whole")
    before = visits.last(asked)
    if whole.exists() and path.exists():  # The run before was broken after the file had come.
        received = json.loads(whole.read_text("utf-8"))
        if received["asked"] == asked:
            return path, received, _visit(asked, received, recipe)
        _remove(path)
    report.account.asked += 1
    step = client.download(
        asked,
        path,
        largest=int(recipe.fetch.get("most_mb", 1000)) * 1_000_000,
        etag=before.etag if before else "",
    )
    if step.status == 304:
        report.account.not_modified += 1
        return None
    received = {
        "asked": asked,
        "address": step.address,
        "status": step.status,
        "peer": step.peer,
        "time": step.at.isoformat(),
        "headers": [[k.decode("latin-1"), v.decode("latin-1")] for k, v in step.headers],
    }
    whole.write_text(json.dumps(received), "utf-8")
    return path, received, _visit(asked, received, recipe)


def _visit(asked: str, received: dict[str, Any], recipe: Recipe) -> Visit:
    headers = {name.lower(): value for name, value in received["headers"]}
    return Visit(
        asked, 200, time.time(), etag=headers.get("etag", ""), source=f"{recipe.name} file"
    )


def _found(recipe: Recipe, client: Client) -> str:
    """The address of a collection's file: stated, or found in a list of releases."""
    stated = addresses_of(recipe.fetch)
    if stated:
        return stated[0]
    how = recipe.fetch["find"]
    answer = client.get(normal(how["list"]), robots=False)
    try:
        found = at(json.loads(answer.content), how["path"])
    except (ValueError, RecursionError):
        found = None
    wanted = matcher(how.get("match", ""))
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str) and wanted(one):
            return one
    raise FetchError(how["list"], "lists no file that the recipe wants", "mend fetch.find")


def _documents(
    path: Path, recipe: Recipe, received: dict[str, Any]
) -> Iterator[Capture | InputError]:
    kept = json.dumps(received)
    if recipe.kind == "package":
        moment = datetime.fromisoformat(received["time"])
        yield from packages.documents(path, recipe, retrieved_at=moment, received=kept)
        return
    for found in read_table(path, recipe.name, recipe.map):
        if isinstance(found, InputError):
            yield found
            continue
        fields = json.loads(found.content)
        given = packages.stated(recipe, {})
        for name, meant in recipe.values.items():
            if fields.get(name) in meant:
                given[name] = meant[fields[name]]
        yield replace(found, metadata={**found.metadata, **given, "package": kept})


def _engagements(
    workspace: Workspace,
    recipe: Recipe,
    path: Path,
    received: dict[str, Any],
    report: CollectReport,
    wait: float,
) -> None:
    """A list of trips or visits: its file into the archive, its records onto the desk."""
    from outspoken import desk
    from outspoken.engagements.decisions import store
    from outspoken.engagements.grouping import Proposal
    from outspoken.engagements.history import read_history

    with tempfile.TemporaryDirectory(prefix="outspoken-") as folder:
        moment = datetime.fromisoformat(received["time"])
        for found in packages.documents(path, recipe, retrieved_at=moment, received=""):
            if isinstance(found, InputError):
                report.added.failed.append(found)
                continue
            goal = Path(folder) / found.key.replace("/", "~")
            goal.write_bytes(found.content)
        read = list(read_history(Path(folder), workspace.world()))
    report.added.failed += [one for one in read if isinstance(one, InputError)]
    proposals = [one for one in read if isinstance(one, Proposal)]
    desk.connect(workspace.desk_path)
    with workspace.lock(wait):
        workspace.archive.recover()
        digest, size = workspace.archive.put_file(path)
        if not workspace.archive.path_of(digest).exists():
            entry = {
                "kind": "package", "time": datetime.now(UTC).isoformat(timespec="seconds"),
                "sha256": digest, "size": size, "name": path.name, "source_key": recipe.name,
                "origin": str(path), "url": "", "media_type": "", "received": received,
            }  # fmt: skip
            workspace.archive.append([entry])
        stored = store(proposals)
    report.engagements = {
        "read": len(proposals),
        **{
            name: len(getattr(stored, name))
            for name in ("new", "updated", "unchanged", "joined", "kept")
        },
    }


def _remove(path: Path) -> None:
    for ending in ("", ".etag", ".whole"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
