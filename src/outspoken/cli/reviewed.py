"""What people coded, at the command line: `outspoken review status`, `export`, `anchor`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.cli import choice

if TYPE_CHECKING:
    from outspoken.workspace import Workspace

Name = Annotated[str, typer.Argument(help="The sample's name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def status(
    name: Annotated[str, typer.Argument(help="A sample; all of them when not given.")] = "",
    workspace: choice.WorkspacePath = None,
    as_json: Json = False,
) -> None:
    """Show how far samples are coded, and how far the people agree who coded the same sentences."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say
    from outspoken.review.adjudication import disputes
    from outspoken.review.agreement import agreement
    from outspoken.review.queue import progress

    _open(workspace)
    from outspoken.desk.models import Sample

    samples = [_sample(name)] if name else list(Sample.objects.all())
    told = [
        {
            "sample": one.slug,
            "progress": asdict(progress(one)),
            "agreement": asdict(agreement(one)),
            "to_settle": len(disputes(one)),
        }
        for one in samples
    ]
    if as_json:
        emit_json(told)
        return
    if not told:
        say("no sample yet: outspoken review sample NAME")
    for one in told:
        for line in _lines(one):
            say(line)


def export(
    name: Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="The JSONL file to write.")],
    *,
    by: Annotated[
        str, typer.Option(help="One person's own answers, to hold them against another's.")
    ] = "",
    unsure: Annotated[
        bool, typer.Option("--unsure/--sure", help="With or without answers marked unsure.")
    ] = True,
    workspace: choice.WorkspacePath = None,
) -> None:
    """Write a sample's labelled sentences for 'validate' and 'train'."""
    from outspoken.cli.console import interruptible, say
    from outspoken.durable import write_whole
    from outspoken.review.labels import labels, written

    opened = _open(workspace)
    told = labels(
        _sample(name), opened.lake, home=opened.settings.home, by=by, unsure=unsure
    )  # fmt: skip
    with interruptible("outspoken review export"):
        write_whole(output, written(told.rows).encode())
    say(f"{len(told.rows):,} labelled sentences in {output}")
    if told.differing:
        say(f"{told.differing:,} left out: people differ, nobody has settled it yet")
    if told.strayed:
        say(f"{told.strayed:,} left out: they have strayed (outspoken review anchor)")


def anchor(
    workspace: choice.WorkspacePath = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Let people's answers follow their sentences after documents were read anew.

    A sentence is found by its words in the same document. What is not certain is listed, never
    guessed at and never dropped; a person places it on the page Review.
    """
    import getpass
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say
    from outspoken.review.anchors import follow, look

    opened = _open(workspace)
    found = look(opened.lake) if dry_run else follow(opened.lake, by=getpass.getuser())
    if as_json:
        emit_json(
            {
                "standing": found.standing,
                "moved": [{"from": old, "to": new} for old, new in found.moved.items()],
                "strays": [asdict(stray) for stray in found.strays],
            }
        )
        return
    say(f"{found.standing:,} judged sentences stand where people saw them")
    if found.moved:
        say(f"{len(found.moved):,} {'would move' if dry_run else 'moved'} with their words")
    for stray in found.strays:
        say(f"  {stray.key[0][:12]} {stray.key[1]}-{stray.key[2]}: {stray.why}: {stray.text[:90]}")


def _open(path: Path | None) -> Workspace:
    from outspoken import desk
    from outspoken.workspace import Workspace

    opened = Workspace.open(path)
    desk.connect(opened.desk_path)
    return opened


def _sample(name: str) -> Any:
    from outspoken.desk.models import Sample
    from outspoken.errors import DeskError

    found = Sample.objects.filter(slug=name).first()
    if found is None:
        names = ", ".join(Sample.objects.values_list("slug", flat=True)) or "none yet"
        raise DeskError(name, "is no sample", f"there are: {names}")
    return found


def _lines(told: dict[str, Any]) -> list[str]:
    progress, agreement = told["progress"], told["agreement"]
    by = ", ".join(f"{who} {number:,}" for who, number in progress["by_person"].items())
    lines = [
        f"{told['sample']}: {progress['done']:,} of {progress['sentences']:,} sentences done"
        + (f" ({by})" if by else "")
        + f"; {told['to_settle']:,} to settle"
    ]
    if progress["passed"]:
        lines.append(f"  {progress['passed']:,} passed over: the hard ones must not be left out")
    for line in agreement["lines"]:
        alpha = line["alpha"]
        if alpha["alpha"] is not None:
            span = f" [{alpha['low']:.2f}, {alpha['high']:.2f}]" if alpha["low"] is not None else ""
            lines.append(
                f"  alpha {line['what']}: {alpha['alpha']:.2f}{span}, {alpha['units']} sentences"
            )
    return lines
