"""`outspoken publish`: a static site, a data package and a PDF report of what may be public."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[
        Path, typer.Argument(help="A new or empty folder, or an earlier publication.")
    ],
    engagement: Annotated[
        list[str] | None, typer.Option(help="Only these engagements (repeat); else all confirmed.")
    ] = None,
    letter: Annotated[
        list[str] | None, typer.Option(help="Only these letters (repeat); else all that are out.")
    ] = None,
    title: Annotated[str, typer.Option(help="Of the publication.")] = "Human rights in diplomacy",
    publisher: Annotated[str, typer.Option(help="Who publishes it.")] = "",
    decided_only: Annotated[
        bool, typer.Option("--decided-only", help="Leave out verdicts that no person has decided.")
    ] = False,
    pdf: Annotated[bool, typer.Option(help="Add a PDF report (extra 'pdf').")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only list what would be public; write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write a static site with a data package; lists first what will be public, and asks."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say
    from outspoken.cli.score import open_desk
    from outspoken.errors import InputError
    from outspoken.publish.check import check as check_content
    from outspoken.publish.content import Choice, gather
    from outspoken.publish.guard import guard
    from outspoken.publish.write import publish

    opened = open_desk(workspace)
    content = gather(
        opened,
        Choice(
            title=title,
            publisher=publisher,
            engagements=tuple(engagement or ()),
            letters=tuple(letter or ()),
            decided_only=decided_only,
        ),
    )
    listed = check_content(content)
    if not as_json:
        for heading, lines in (
            ("will be public", listed.public), ("stays here", listed.kept),
            ("look at this first", listed.look),
        ):  # fmt: skip
            say(f"{heading}:")
            for line in lines or ("nothing",):
                say(f"  {line}")
    if check:
        if as_json:
            emit_json(asdict(listed))
        return
    if not yes and not typer.confirm("Publish this?", default=False):
        raise InputError(str(folder), "was not written", "look at the list, then answer y or --yes")
    written = publish(content, folder, guard(), pdf=pdf)
    if as_json:
        emit_json({"check": asdict(listed), "written": asdict(written)})
        return
    name, size = written.largest
    say(f"{written.files} files, {written.bytes:,} bytes; largest page {name}, {size:,} bytes")
    say(f"publication: {written.folder / 'index.html'}")
