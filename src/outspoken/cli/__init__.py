"""The command line: one thin module a verb."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from outspoken import __version__
from outspoken.errors import OutspokenError

app = typer.Typer(
    name="outspoken",
    help="Measure how governments speak about human rights in their diplomacy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"outspoken {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def _register() -> None:
    from outspoken.cli import (
        add,
        annotate,
        archive,
        brief,
        cases,
        code,
        codebook,
        collect,
        coverage,
        demo,
        doctor,
        engagements,
        export,
        import_,
        init,
        letter,
        measure,
        publish,
        report,
        review,
        score,
        sentences,
        serve,
        silence,
        train,
        validate,
        watch,
    )

    app.command("init")(init.command)
    app.command("demo")(demo.command)
    app.command("add")(add.command)
    app.command("collect")(collect.command)
    app.add_typer(archive.app, name="archive")
    app.command("watch")(watch.command)
    app.command("code")(code.command)
    app.add_typer(engagements.app, name="engagements")
    app.command("measure")(measure.command)
    app.command("sentences")(sentences.command)
    app.command("silence")(silence.command)
    app.add_typer(review.app, name="review")
    app.command("report")(report.command)
    app.command("serve")(serve.command)
    app.add_typer(serve.user, name="user")
    app.command("annotate")(annotate.command)
    app.command("validate")(validate.command)
    app.command("train")(train.command)
    app.add_typer(codebook.app, name="codebook")
    app.add_typer(letter.app, name="letter")
    app.add_typer(coverage.app, name="coverage")
    app.add_typer(score.app, name="score")
    app.command("export")(export.command)
    app.command("import")(import_.command)
    app.add_typer(cases.app, name="cases")
    app.command("brief")(brief.command)
    app.command("publish")(publish.command)
    app.command("doctor")(doctor.command)


_register()


def main() -> None:
    """Run a command; a problem with the user's input is one line on stderr and exit code 1."""
    try:
        app()
    except OutspokenError as error:
        print(f"outspoken: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(141) from None
