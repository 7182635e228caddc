"""`outspoken doctor`: what is unclear or broken in a workspace, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    label: Annotated[str, typer.Option(help="Correct a speaker's label: the label ...")] = "",
    role: Annotated[str, typer.Option(help="... its role (principal, official, ...) ...")] = "",
    document: Annotated[str, typer.Option(help="... in this document (beginning of its id).")] = "",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List unreadable documents, missing dates, unknown speakers; verify the archive; correct a label."""
    from outspoken.cli.console import SHOWN, emit_json, say
    from outspoken.health import correct, examine
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    if label or role or document:
        count = correct(opened, document, label, role)
        say(
            f"{label}: {role} in {count} document{'s' if count != 1 else ''}; read anew. Next: outspoken code"
        )
        return
    health = examine(opened)
    if as_json:
        emit_json(health)
        return
    say(f"{health['documents']:,} documents, {health['sentences']:,} sentences")
    for name, title in (
        ("archive", "archive: what is wrong"),
        ("unreadable", "not readable"),
        ("undated", "without a date"),
        ("unplaced", "without a government"),
    ):
        rows = health[name]
        say(f"{title}: {len(rows)}")
        for row in rows[:SHOWN]:
            say(f"  {row}")
    unknown = health["unknown_labels"]
    say(
        f"speakers of unknown role: {len(unknown)} labels, {sum(r['turns'] for r in unknown):,} turns"
    )
    for row in unknown[:SHOWN]:
        say(
            f"  {row['label']}: {row['turns']} turns in {row['documents']} documents, as in {row['example'][:12]} ({row['basis']})"
        )
    if unknown:
        say("to correct one: outspoken doctor --label LABEL --role official --document ID")
