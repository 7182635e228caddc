"""`outspoken validate`: a coder against labelled sentences, or two people against each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.validation.labels import Labelled


def command(
    labels: Annotated[
        list[Path],
        typer.Argument(help="JSONL files of labelled sentences (fields as in docs/reference)."),
    ],
    coder: Annotated[str, typer.Option(help="The coder to hold against them.")] = "lexicon",
    against: Annotated[
        Path | None,
        typer.Option(help="A second coding of the same sentences: prints Krippendorff's alpha."),
    ] = None,
    codebook: Annotated[Path | None, typer.Option(help="Another codebook file.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write the error book (HTML) here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Hold a coder against labelled sentences: precision, recall, F1, kappa, the error book."""
    from outspoken.annotate import read_coder
    from outspoken.codebook import load
    from outspoken.validation import report
    from outspoken.validation.labels import answers, read_labels
    from outspoken.validation.score import score

    labelled = [item for path in labels for item in read_labels(path)]
    if against is not None:
        _agreement(labelled, read_labels(against), as_json)
        return
    chosen, world = read_coder(coder, codebook)
    pairs = list(answers(labelled, chosen, world))
    parents = {code: issue.parent for code, issue in load(codebook).issues.items()}
    scores = score(pairs, parents)
    if errors is not None:
        errors.write_text(report.error_book(pairs, coder), "utf-8")
    if as_json:
        typer.echo(json.dumps(report.plain(scores), indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("", "precision", "recall", "F1", "n"):
        table.add_column(name, justify="left" if not name else "right")
    for row in report.rows(scores):
        table.add_row(*row)
    console = Console()
    console.print(table)
    for line in report.summary(scores):
        console.print(line, highlight=False)
    if errors is not None:
        console.print(f"error book: {errors}", highlight=False)


def _agreement(first: list[Labelled], second: list[Labelled], as_json: bool) -> None:
    from outspoken.validation.agreement import agreement

    result = agreement(first, second)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    typer.echo(f"{result['units']} sentences coded by both")
    for name, alpha in result["alpha"].items():
        low, high = alpha["low"], alpha["high"]
        value = "–" if alpha["alpha"] is None else f"{alpha['alpha']:.3f}"
        span = "" if low is None else f" [{low:.3f}, {high:.3f}]"
        typer.echo(f"  {name}: {value}{span} ({alpha['units']} units)")
