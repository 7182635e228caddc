"""`outspoken measure`: figures of an engagement or a series, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.cli import choice

if TYPE_CHECKING:
    from outspoken.measures.ask import Line


def command(
    engagement: choice.EngagementName = "",
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure", "-m", help="A measure or a family of them (attention, parity, all ...)."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Series by engagement, official, government, counterpart, genre, language, year, "
            "quarter or month; several times for several."
        ),
    ] = None,
    official: choice.Official = "",
    government: choice.Government = "",
    counterpart: choice.Counterpart = "",
    genre: choice.GenreName = "",
    language: choice.Language = "",
    since: choice.Since = "",
    until: choice.Until = "",
    record: choice.Record = False,
    role: choice.RoleName = "principal",
    scope: choice.ScopeName = "foreign",
    mix: Annotated[
        bool,
        typer.Option("--mix", help="Put genres and languages together; the figures are marked."),
    ] = False,
    coder: choice.CoderName = "lexicon",
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.")
    ] = None,
    workspace: choice.WorkspacePath = None,
) -> None:
    """Figures with their intervals, what they stand on, and the command that lists the sentences."""
    from outspoken.cli.tables import check, write_rows
    from outspoken.measures.ask import figures, provenance
    from outspoken.measures.selection import Selection
    from outspoken.workspace import Workspace

    check(form, output)
    opened = Workspace.open(workspace)
    selection = Selection(
        engagement, official, government, counterpart, genre, language, since, until
    )
    engagements = choice.chosen(opened, selection, record)
    dimensions = by or ([] if record or engagement else ["engagement"])
    codebook = opened.codebook()
    lines = figures(
        opened,
        names=measure or (),
        selection=selection,
        engagements=engagements,
        by=dimensions,
        role=role,
        scope=choice.scope_named(scope),
        coder=coder,
        mix=mix,
        codebook=codebook,
    )
    head = provenance(opened, codebook, coder, scope)
    if form == "table":
        _show(lines, head)
        return
    rows = [
        {**line.labels, "documents": line.documents, "role": role, **figure.row()}
        for line in lines
        for figure in line.figures
    ]
    write_rows(rows, form, output, head)


def _show(lines: Sequence[Line], head: dict[str, Any]) -> None:
    from rich.console import Console

    from outspoken.cli.tables import interval, shown

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        if not line.figures:
            continue
        first = line.figures[0]
        many = "document" if line.documents == 1 else "documents"
        console.print(f"[bold]{first.subject}[/bold]  {line.documents:,} {many}")
        for f in line.figures:
            words = f"  {f.verdict}" if f.verdict else ""
            console.print(
                f"  {f.measure:<34} {shown(f.estimate, f.unit):>8}  "
                f"{f'[{interval(f)}]':<22} n = {f.n:,} of {f.of:,}{words}",
                markup=False,
            )
            for remark in (f.correction, f.note):
                if remark:
                    console.print(f"      {remark}", markup=False)
            console.print(f"      {f.sentences}", style="dim", markup=False)
    labels = sorted({f.label for line in lines for f in line.figures})
    console.print(
        f"{'; '.join(labels)}. Intervals of 95 %; ratios are words on rights for one on the other."
    )
    for kind in sorted({f.interval.partition(",")[0] for line in lines for f in line.figures}):
        if kind.startswith("within"):
            console.print(
                "within-document: how firm the figure is within these texts, "
                "not what others would bring"
            )
    console.print(", ".join(f"{name} {value}" for name, value in head.items()), style="dim")
