"""`outspoken annotate`: documents or tables in, one JSON line a sentence out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Documents of any supported format, or tables (.jsonl, .csv) of rows."),
    ],
    coder: Annotated[str, typer.Option(help="The coder that answers.")] = "lexicon",
    codebook: Annotated[
        Path | None, typer.Option(help="A codebook file; the built-in one when not given.")
    ] = None,
) -> None:
    """Code documents or rows without a workspace: one JSON line a sentence on standard output."""
    from outspoken.annotate import annotate_path, read_coder
    from outspoken.errors import InputError

    chosen, world = read_coder(coder, codebook)
    failed = 0
    for path in paths:
        for line in annotate_path(path, chosen, world):
            if isinstance(line, InputError):
                failed += 1
                print(f"outspoken: {line}", file=sys.stderr)
            else:
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)
