"""`outspoken codebook`: read, check and try a codebook; no programming needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.codebook.schema import Issue
    from outspoken.coders.lexicon.trial import Change, TermReport
    from outspoken.model import Passage

app = typer.Typer(
    name="codebook",
    help="Read, check and try the codebook: what is measured, and by which words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Book = Annotated[
    Path | None,
    typer.Option("--codebook", help="A codebook file; else the workspace's, else the built-in."),
]
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Keep = Annotated[int, typer.Option("--samples", min=0, help="Sentences shown of each kind.")]


@app.command("check")
def check_command(
    path: Annotated[Path | None, typer.Argument(help="A codebook file.")] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Find what is wrong with a codebook: clashes, dead terms, bad syntax. Exit code 1 if any."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say
    from outspoken.codebook.check import check

    book = _book(path, workspace)
    found = check(book)
    if as_json:
        emit_json({"hash": book.hash, "findings": [asdict(one) for one in found]})
    else:
        for one in found:
            say(str(one))
        terms = sum(len(i.terms) for i in book.issues.values())
        say(
            f"{book.id} {book.version}: {len(book.issues)} issues, {terms:,} terms, "
            f"{len(found)} findings; hash {book.hash[:16]}"
        )
    if found:
        raise typer.Exit(1)


@app.command("show")
def show_command(
    issue: Annotated[str, typer.Argument(help="An issue's code; all issues when not given.")] = "",
    codebook: Book = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Show one issue whole, or the list of all."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say

    book = _book(codebook, workspace)
    if not issue:
        if as_json:
            emit_json({code: one.label for code, one in book.issues.items()})
            return
        for agenda, label in book.agendas.items():
            say(f"{agenda}  {label}")
            for one in book.issues.values():
                if one.parent == agenda:
                    say(f"  {one.code:18} {one.label}")
        return
    one = _issue(book, issue)
    if as_json:
        emit_json(asdict(one))
        return
    for line in _described(one):
        say(line)


@app.command("test")
def test_command(
    sentence: Annotated[
        str, typer.Argument(help="A sentence, in quotes; all of the codebook's when not given.")
    ] = "",
    *,
    before: Annotated[str, typer.Option(help="The sentence before it.")] = "",
    after: Annotated[str, typer.Option(help="The sentence after it.")] = "",
    codebook: Book = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Show which issues a sentence gets, by which words, and which words were not enough.

    Without a sentence, try the codebook's own examples and near misses. Exit code 1 if one of them
    comes out otherwise than it should.
    """
    from outspoken.cli.console import emit_json, say
    from outspoken.coders.lexicon.trial import explain

    book = _book(codebook, workspace)
    if not sentence:
        _own_sentences(book, as_json)
        return
    found, left = explain(book, sentence, before, after)
    if as_json:
        emit_json(
            {
                "issues": [
                    {"issue": h.issue, "tier": h.tier, "term": h.term, "start": h.start,
                     "end": h.end, "words": sentence[h.start : h.end]}
                    for h in found
                ],
                "not_enough": [{"issue": code, "term": term} for code, term in left],
            }
        )  # fmt: skip
        return
    for hit in found:
        words = sentence[hit.start : hit.end]
        say(f"{hit.issue:18} {hit.tier:7} {words!r}  (term: {hit.term})")
    for code, term in left:
        say(f"{code:18} not enough: {term}")
    if not found:
        say("no issue")


@app.command("diff")
def diff_command(
    other: Annotated[Path, typer.Argument(help="The changed codebook.")],
    codebook: Book = None,
    workspace: Folder = None,
    samples: Keep = 5,
    as_json: Json = False,
) -> None:
    """Show what another codebook would change in the workspace's record, before it is adopted."""
    from outspoken.cli.console import emit_json, say
    from outspoken.codebook import load
    from outspoken.codebook.change import change
    from outspoken.coders.lexicon.trial import compare

    old, new = _book(codebook, workspace), load(other)
    changes = compare(old, new, _passages(workspace), keep=samples)
    if as_json:
        emit_json(
            {
                "old": old.hash,
                "new": new.hash,
                "changes": [
                    {
                        "issue": c.issue,
                        "before": c.before,
                        "after": c.after,
                        "gained": {"sentences": c.gained.seen, "samples": c.gained.texts},
                        "lost": {"sentences": c.lost.seen, "samples": c.lost.texts},
                    }
                    for c in changes
                ],
            }
        )
        return
    say(f"from {old.id} {old.version} {old.hash[:16]} to {new.id} {new.version} {new.hash[:16]}")
    say(str(change(old, new)))
    for one in changes:
        for line in _change(one):
            say(line)
    if not changes:
        say("no sentence of the record is coded otherwise")


@app.command("hits")
def hits_command(
    term: Annotated[str, typer.Argument(help="A term in the codebook's syntax, in quotes.")],
    codebook: Book = None,
    workspace: Folder = None,
    samples: Keep = 5,
    as_json: Json = False,
) -> None:
    """Show where a term stands in the workspace's record, and how its sentences are coded now."""
    from outspoken.cli.console import emit_json, say
    from outspoken.coders.lexicon.trial import try_term

    report = try_term(term, _book(codebook, workspace), _passages(workspace), keep=samples)
    if as_json:
        emit_json(
            {
                "term": term,
                "sentences": report.sentences,
                "with_term": report.with_term,
                "issues": report.issues,
                "uncoded": {"sentences": report.uncoded.seen, "samples": report.uncoded.texts},
                "coded": {"sentences": report.coded.seen, "samples": report.coded.texts},
            }
        )
        return
    for line in _term(term, report):
        say(line)


def _own_sentences(book: Codebook, as_json: bool) -> None:
    """Try the codebook on its own examples and near misses."""
    from dataclasses import asdict

    from outspoken.cli.console import emit_json, say
    from outspoken.coders.lexicon.trial import surprises

    tried, found = surprises(book)
    if as_json:
        emit_json({"hash": book.hash, "tried": tried, "surprises": [asdict(s) for s in found]})
    else:
        for one in found:
            what = "example not coded so" if one.wanted else "near miss coded so"
            terms = ", ".join(f"{issue} ({term})" for issue, term in one.issues) or "no issue"
            say(f"{one.code}: {what}: {one.sentence}")
            say(f"  got {terms}")
        say(f"{tried:,} examples and near misses tried, {len(found)} come out otherwise")
    if found:
        raise typer.Exit(1)


def _book(path: Path | None, workspace: Path | None) -> Codebook:
    """The named codebook, else that of the workspace we are in, else the built-in one."""
    from outspoken.codebook import load
    from outspoken.errors import WorkspaceError
    from outspoken.workspace import Workspace

    if path is not None:
        return load(path)
    try:
        return Workspace.open(workspace).codebook()
    except WorkspaceError:
        if workspace is not None:
            raise
        return load()


def _passages(workspace: Path | None) -> Iterator[Passage]:
    """Every document of the workspace's lake, a part at a time."""
    from outspoken.cli.console import progress
    from outspoken.coding.passages import passages
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    parts = sorted(opened.lake.parts("documents"))
    with progress("reading the record", len(parts)) as advance:
        for done, part in enumerate(parts, 1):
            yield from passages(opened.lake, part, opened.settings.home)
            advance(done)


def _issue(book: Codebook, code: str) -> Issue:
    from difflib import get_close_matches

    from outspoken.errors import CodebookError

    found = book.issues.get(code.upper())
    if found is None:
        near = get_close_matches(code.upper(), book.issues, n=3, cutoff=0.4)
        mend = f"did you mean {', '.join(near)}" if near else "outspoken codebook show lists all"
        raise CodebookError(code, "is no issue of this codebook", mend)
    return found


def _described(one: Issue) -> Iterator[str]:
    from outspoken.codebook.schema import LISTS

    yield f"{one.code}: {one.label} ({one.parent})"
    yield one.definition
    for name in ("include", "exclude"):
        if text := getattr(one, name):
            yield f"{name}: {text}"
    for name in LISTS:
        texts: Sequence[str] = getattr(one, name)
        if texts:
            yield f"{name.replace('_', ' ')}:"
            yield from (f"  {text}" for text in texts)
    if one.yields:
        yield f"weak terms yield to: {', '.join(one.yields)}"
    if one.support == "own":
        yield "weak terms lean on the issue's own company alone"
    if one.maps:
        yield "maps:"
        yield from (f"  {name}: {value}" for name, value in one.maps.items())


def _change(change: Change) -> Iterator[str]:
    yield (
        f"{change.issue}: {change.before:,} -> {change.after:,} sentences "
        f"(+{change.gained.seen:,} -{change.lost.seen:,})"
    )
    yield from (f"  + {text}" for text in change.gained.texts)
    yield from (f"  - {text}" for text in change.lost.texts)


def _term(term: str, report: TermReport) -> Iterator[str]:
    yield f"{term!r}: {report.with_term:,} of {report.sentences:,} sentences"
    for issue, count in report.issues.items():
        yield f"  {count:,} have {issue} already"
    yield f"{report.uncoded.seen:,} have no code:"
    yield from (f"  {text}" for text in report.uncoded.texts)
    yield f"{report.coded.seen:,} have one:"
    yield from (f"  {text}" for text in report.coded.texts)
