"""`outspoken review`: samples for people to code."""

from __future__ import annotations

from typing import Annotated

import typer

from outspoken.cli import choice, reviewed

app = typer.Typer(help="Samples that people code, and what they coded.", no_args_is_help=True)


@app.command("sample")
def sample(
    name: Annotated[
        str, typer.Argument(help="The new sample's name; leave it out for advice.")
    ] = "",
    size: Annotated[
        int, typer.Option(min=0, help="Sentences to draw; what --half-width needs if not given.")
    ] = 0,
    half_width: Annotated[
        float,
        typer.Option(help="Wanted half-width of the interval, as a share of all sentences."),
    ] = 0.005,
    seed: Annotated[int, typer.Option(help="Of the draw; the same seed draws the same.")] = 1,
    double: Annotated[float, typer.Option(min=0, max=1, help="Share that two people code.")] = 0.25,
    official: choice.Official = "",
    government: choice.Government = "",
    counterpart: choice.Counterpart = "",
    genre: choice.GenreName = "",
    language: choice.Language = "",
    since: choice.Since = "",
    until: choice.Until = "",
    record: choice.Record = False,
    role: choice.RoleName = "principal",
    coder: choice.CoderName = "lexicon",
    workspace: choice.WorkspacePath = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draw sentences with known probabilities for people to code, or say how many are needed."""
    import getpass

    from outspoken.cli.console import emit_json, say
    from outspoken.measures import sampling
    from outspoken.measures.drawing import population, store
    from outspoken.measures.selection import Selection
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    selection = Selection("", official, government, counterpart, genre, language, since, until)
    found = population(
        opened,
        selection=selection,
        engagements=choice.chosen(opened, selection, record),
        role=role,
        coder=coder,
    )
    sizes = found.sizes
    wanted = sampling.needed(sizes, half_width) if sizes else {}
    taken = (
        sampling.allocate(sizes, size) if size else sampling.allocate(sizes, sum(wanted.values()))
    )
    errors = {stratum: sampling.STRATA[stratum][1] for stratum in sizes}
    reached = sampling.half_width(sizes, taken, errors) if sizes else 0.0
    if name:
        made = store(
            opened,
            found,
            name=name,
            size=sum(taken.values()),
            seed=seed,
            by=getpass.getuser(),
            double_share=double,
        )
        taken = {stratum: counts["drawn"] for stratum, counts in made.strata.items()}
    if as_json:
        emit_json(
            {
                "sample": name or None,
                "population": sizes,
                "drawn" if name else "would_draw": taken,
                "needed": {"half_width": half_width, "by_stratum": wanted},
                "half_width": reached,
                "double": double,
                "seed": seed,
            }
        )
        return
    say(f"{found.table.num_rows:,} sentences of the role {role} could be drawn")
    for stratum, (_, error) in sampling.STRATA.items():
        if stratum in sizes:
            say(
                f"  {stratum:14} {sizes[stratum]:>9,} sentences  {taken[stratum]:>6,} "
                f"{'drawn' if name else 'to draw'}  (coder expected to err in {error:.1%})"
            )
    say(
        f"{sum(taken.values()):,} sentences give a share of sentences to about +- {reached:.2%}; "
        f"+- {half_width:.2%} needs {sum(wanted.values()):,}, best spread as "
        + ", ".join(f"{stratum} {n:,}" for stratum, n in sorted(wanted.items()))
    )
    say(
        f"precision of about 85 % to +- 5 points needs {sampling.precision_sample(0.05)} hits; "
        f"omissions bounded at 0.5 % need {sampling.omissions_sample(0.005)} negatives, none missed; "
        "firmness parity needs 150 rights and 150 comparator sentences"
    )
    if name:
        say(f"sample {name}: {sum(taken.values()):,} sentences, {double:.0%} for two people")
    else:
        say("to draw it: outspoken review sample NAME")


app.command("status")(reviewed.status)
app.command("export")(reviewed.export)
app.command("anchor")(reviewed.anchor)
