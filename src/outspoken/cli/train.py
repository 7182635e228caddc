"""`outspoken train`: a trained coder from labelled sentences, held against the lexicon first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from outspoken.validation.score import Scores


def command(
    labels: Annotated[
        list[Path],
        typer.Argument(help="JSONL files of labelled sentences, or of people's reviews."),
    ],
    embeddings: Annotated[
        Path, typer.Option(help="Word-piece vectors, made by tools/make_embeddings.py.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The model's file.")] = Path(
        "model.npz"
    ),
    codebook: Annotated[Path | None, typer.Option(help="Another codebook file.")] = None,
    least: Annotated[
        int, typer.Option(help="Learn a question only from so many sentences that say yes.")
    ] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Train a coder that corrects the lexicon where it is sure, and say whether it is better.

    Both are compared by cross-validation over documents; the model is written in any case, and
    used by `--coder trained` from the workspace's folder or by $OUTSPOKEN_MODEL.
    """
    from hashlib import sha256
    from importlib.metadata import version

    from outspoken import coders, world
    from outspoken.cli.console import emit_json, progress, say
    from outspoken.codebook import load
    from outspoken.coders.trained import NAME, embed, model
    from outspoken.coders.trained.features import layout
    from outspoken.coders.trained.fit import Settings, cross_validate, table, train
    from outspoken.errors import InputError
    from outspoken.validation.labels import examples, read_labels
    from outspoken.validation.score import score

    labelled = [item for path in labels for item in read_labels(path)]
    book, countries = load(codebook), world.load(None)
    vectors = embed.load(embeddings)
    lexicon = coders.get("lexicon", book, countries)
    settings = Settings(least=least)
    parents = {code: issue.parent for code, issue in book.issues.items()}
    with progress("training", 3) as advance:
        some = list(examples(labelled, lexicon, countries))
        advance(1)
        pairs = cross_validate(some, vectors, book, settings)
        advance(2)
        about = {
            "codebook": book.hash,
            "labels": sha256(b"".join(path.read_bytes() for path in labels)).hexdigest(),
            "sentences": len(some),
            "versions": {"outspoken": version("outspoken"), "lexicon": lexicon.version},
            "embeddings": vectors.hash,
        }
        x = table(some, vectors, layout(vectors.dimensions, parents), parents)
        made = train(some, x, vectors, book, about, settings)
        advance(3)
    if not made.heads:
        raise InputError(
            ", ".join(map(str, labels)),
            f"has no issue that {least} sentences name and {least} do not",
            "give more labelled sentences, or a lower --least",
        )
    model.save(made, output)
    if not pairs[0]:
        say(f"{output}: {len(made.heads)} heads; one document alone cannot be cross-validated")
        return
    trained, plain = (score(found, parents) for found in pairs)
    rows = {name: _figures(one) for name, one in (("trained", trained), ("lexicon", plain))}
    if as_json:
        emit_json({"model": str(output), "heads": [h.name for h in made.heads], **rows})
        return
    say(f"{output}: {len(made.heads)} heads from {len(some)} sentences")
    say("cross-validated over documents (F1)     trained   lexicon")
    for name in rows["trained"]:
        say(f"  {name:36}" + "".join(_cell(rows[who][name]) for who in ("trained", "lexicon")))
    better = trained.rights_issues.f1.estimate or 0, trained.agendas.f1.estimate or 0
    before = plain.rights_issues.f1.estimate or 0, plain.agendas.f1.estimate or 0
    if better <= before:
        say("not better than the lexicon on sentences that it had not seen: use the lexicon")
    say(f"use it: put it into a workspace as {NAME}, then 'outspoken code --coder trained'")


def _figures(scores: Scores) -> dict[str, Any]:
    return {
        "rights or not": scores.rights.f1.estimate,
        "rights issues": scores.rights_issues.f1.estimate,
        "comparison agendas": scores.agendas.f1.estimate,
        "target accuracy": scores.target.estimate,
        "own country": scores.own_country.f1.estimate,
    }


def _cell(value: float | None) -> str:
    return f"{'–' if value is None else f'{value:.3f}':>10}"
