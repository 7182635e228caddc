"""`outspoken engagements`: propose, import, list, and decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.cli.console import emit_json, progress, say, say_failed
from outspoken.errors import InputError

if TYPE_CHECKING:
    from outspoken.engagements.decisions import Stored
    from outspoken.workspace import Workspace

app = typer.Typer(
    help="Visits, meetings, calls and dialogues, and their documents.", no_args_is_help=True
)
Where = Annotated[Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _open(workspace: Path | None) -> Workspace:
    from outspoken import desk
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    desk.connect(opened.desk_path)
    return opened


@app.command()
def suggest(workspace: Where = None, as_json: AsJson = False) -> None:
    """Propose engagements from titles, places and dates; people's decisions stay."""
    from outspoken.engagements.decisions import store
    from outspoken.engagements.grouping import group
    from outspoken.engagements.occasion import read_occasions

    opened = _open(workspace)
    with opened.lock():
        proposals = group(read_occasions(opened.lake, opened.world()), opened.settings.home)
        with progress("engagements", len(proposals)) as advance:
            stored = store(proposals, replacing=True, advance=_counter(advance))
    _tell(stored, as_json)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A trips or visits file (XML), or their folder.")],
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """Import trips and visits in the form of the Office of the Historian (XML)."""
    from outspoken.engagements.decisions import store
    from outspoken.engagements.grouping import Proposal
    from outspoken.engagements.history import Double, read_history

    opened = _open(workspace)
    if not path.exists():
        raise InputError(str(path), "does not exist", "check the path")
    with opened.lock():
        read = list(read_history(path, opened.world()))
        proposals = [p for p in read if isinstance(p, Proposal)]
        with progress("engagements", len(proposals)) as advance:
            stored = store(proposals, advance=_counter(advance))
    _tell(stored, as_json)
    doubles = [f"{d}: says the same as an earlier record, taken once" for d in read
               if isinstance(d, Double)]  # fmt: skip
    say_failed([e for e in read if isinstance(e, InputError)], doubles)


@app.command("list")
def list_(
    official: Annotated[str, typer.Option(help="Part of the official's name.")] = "",
    counterpart: Annotated[str, typer.Option(help="ISO3 of the counterpart.")] = "",
    since: Annotated[str, typer.Option(help="First day (ISO).")] = "",
    until: Annotated[str, typer.Option(help="Last day (ISO).")] = "",
    documents: Annotated[
        bool, typer.Option("--with-documents", help="Only those with any.")
    ] = False,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """List engagements."""
    from outspoken.engagements.decisions import choose, snapshot

    _open(workspace)
    found = choose(official=official, counterpart=counterpart, since=since, until=until)
    if documents:
        found = [e for e in found if e.documents.exists()]
    if as_json:
        emit_json([snapshot(engagement) for engagement in found])
        return
    for e in found:
        count = e.documents.count()
        say(
            f"{e.slug}  {e.start}..{e.end}  {e.official} / {e.counterpart}  {e.kind}, {e.state}, {count} documents"
        )
    say(f"{len(found)} engagements")


@app.command()
def show(slug: str, workspace: Where = None, as_json: AsJson = False) -> None:
    """One engagement with its documents."""
    from outspoken.engagements.decisions import find, snapshot

    opened = _open(workspace)
    engagement = find(slug)
    value: dict[str, Any] = snapshot(engagement)
    if as_json:
        emit_json(value)
        return
    titles = {
        d["document_id"]: d
        for d in opened.lake.documents(d["document_id"] for d in value["documents"])
    }
    say(f"{engagement.slug}: {engagement.title} ({engagement.state})")
    for row in value["documents"]:
        document = titles.get(row["document_id"])
        title = (document["title"] or document["name"]) if document else "not in the lake"
        say(f"  {row['document_id'][:12]}  {row['phase']:6}  {title}")


@app.command()
def confirm(slug: str, workspace: Where = None) -> None:
    """Confirm a suggestion: it is a real engagement, and later suggestions leave it alone."""
    _decide(slug, "confirmed", workspace)


@app.command()
def reject(slug: str, workspace: Where = None) -> None:
    """Reject a suggestion: it will not be proposed again."""
    _decide(slug, "rejected", workspace)


def _decide(slug: str, state: str, workspace: Path | None) -> None:
    from outspoken.engagements.decisions import decide

    _open(workspace)
    say(f"{decide(slug, state).slug}: {state}")


@app.command()
def merge(
    slugs: Annotated[list[str], typer.Argument(help="The engagement to keep, then the others.")],
    workspace: Where = None,
) -> None:
    """Merge engagements into the first."""
    from outspoken.engagements.decisions import merge as merge_engagements

    _open(workspace)
    merged = merge_engagements(slugs)
    say(f"{merged.slug}: {merged.start} to {merged.end}, {merged.documents.count()} documents")


@app.command()
def split(
    slug: str,
    documents: Annotated[list[str], typer.Argument(help="Ids of the documents that leave.")],
    workspace: Where = None,
) -> None:
    """Split documents off into an engagement of their own."""
    from outspoken.engagements.decisions import split as split_engagement

    _open(workspace)
    new = split_engagement(slug, documents)
    say(f"{new.slug}: {new.documents.count()} documents")


def _counter(advance: Any) -> Any:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        advance(done)

    return step


def _tell(stored: Stored, as_json: bool) -> None:
    counts = {
        "new": len(stored.new),
        "updated": len(stored.updated),
        "unchanged": len(stored.unchanged),
        "joined to imported visits": len(stored.joined),
        "decided by people, left alone": len(stored.kept),
        "withdrawn": len(stored.withdrawn),
    }
    if as_json:
        emit_json(
            {
                "new": stored.new,
                "updated": stored.updated,
                "withdrawn": stored.withdrawn,
                "counts": counts,
            }
        )
        return
    say("engagements: " + (", ".join(f"{n:,} {what}" for what, n in counts.items() if n) or "none"))
