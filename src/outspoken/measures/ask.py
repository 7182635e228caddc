"""Figures on request: from a workspace, a choice of documents and names of measures.

This is the door for the commands, the pages, a notebook (`outspoken.figures`) and what is published:
none of them computes a figure itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outspoken.errors import InputError
from outspoken.measures.figure import LEVEL, Figure
from outspoken.measures.frame import Scope
from outspoken.measures.measure import Measure
from outspoken.measures.people import people
from outspoken.measures.registry import agendas_of, chosen, measures, of_questions
from outspoken.measures.selection import (
    DIMENSIONS,
    Selection,
    connect,
    pick_documents,
    pick_engagements,
)
from outspoken.measures.series import Group, read_groups
from outspoken.measures.totals import Totals
from outspoken.measures.transport import Transport
from outspoken.measures.uncertainty import FEW
from outspoken.measures.within import within

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace

KEPT_APART = ("genre", "language")
MIXED = "mixed {}: {}; comparison is fair only within one"


@dataclass(frozen=True, slots=True)
class Line:
    """One group of a series with its figures."""

    labels: Mapping[str, str]
    documents: int
    figures: tuple[Figure, ...]


def figures(
    workspace: Workspace,
    *,
    names: Sequence[str] = (),
    selection: Selection | None = None,
    engagements: Sequence[Engagement] | None = None,
    by: Sequence[str] = (),
    role: str = "principal",
    scope: Scope = "foreign",
    coder: str = "lexicon",
    mix: bool = False,
    level: float = LEVEL,
    codebook: Codebook | None = None,
) -> list[Line]:
    """Figures of every group.

    Args:
        workspace: whose record.
        names: measures or families (`registry.FAMILIES`); the headlines if none, "all" for all.
        selection: which documents.
        engagements: count the documents that these gathered; every chosen document of the record
            if not given.
        by: dimensions of the series (`selection.DIMENSIONS`).
        role: whose sentences.
        scope: see `frame`.
        coder: whose codings.
        mix: put genres and languages together; the figures are marked.
        level: of the intervals.
        codebook: the workspace's, if it is at hand.

    Raises:
        InputError: an unknown measure, dimension or role.
    """
    from outspoken import summaries

    selection = selection or Selection()
    for name in by:
        if name not in DIMENSIONS:
            raise InputError(f"--by {name}", "is no dimension", f"one of {', '.join(DIMENSIONS)}")
    if role not in ("principal", "official", "counterpart"):
        raise InputError(f"--role {role}", "is no role", "principal, official or counterpart")
    if engagements is None and "engagement" in by:
        raise InputError("--by engagement", "is not of the record", "leave out --record")
    book = codebook or workspace.codebook()
    uncoded = workspace.lake.uncoded(coder=coder, codebook=book.hash)
    if uncoded:
        raise InputError(
            f"{len(uncoded)} parts of the record",
            f"are not coded by {coder} with this codebook: not looked at is not silent",
            f"run: outspoken code{'' if coder == 'lexicon' else f' --coder {coder}'}",
        )
    summaries.ensure(workspace, book, coder=coder)
    # One engagement, alone or among others, is told as a whole; it is no comparison by itself.
    apart = () if mix or (engagements is not None and len(engagements) == 1) else KEPT_APART
    dimensions = [*by, *(name for name in apart if name not in by)]
    known = measures(book)
    questions = of_questions()
    asked = chosen({**known, **questions}, names)
    lines: dict[tuple[str, ...], Line] = {}
    with connect(workspace.lake, selection, engagements, coder=coder, codebook=book.hash) as db:
        if engagements is None:
            labels = pick_documents(db, selection, dimensions)
        else:
            labels = pick_engagements(db, engagements, selection, dimensions)
        unit = (
            "documents" if engagements is None or "engagement" in by or len(engagements) == 1
            else "engagements"
        )  # fmt: skip
        for own, who in ((known, role), (questions, "journalist")):
            wanted = [m for name, m in asked.items() if name in own]
            if not wanted:
                continue
            coded = people(workspace, book, coder=coder, role=who)
            groups = read_groups(
                db,
                labels,
                wanted,
                role=who,
                scope=scope,
                agendas=agendas_of(book),
                unit=unit,
                coded=coded,
                parents=book.parents,
            )
            few = [labels.index(g.labels) for g in groups if g.totals.documents < FEW]
            near = within(db, few, book, who, scope)
            transport = Transport(coded, who, scope, book.parents)
            for group in groups:
                named = dict(zip(dimensions, group.labels, strict=False)) if dimensions else {}
                line = _line(
                    group, wanted, named, selection, near.get(labels.index(group.labels)),
                    options=_options(who, scope, engagements is None), level=level,
                    transported=transport,
                )  # fmt: skip
                before = lines.get(group.labels)
                lines[group.labels] = (
                    replace(before, figures=before.figures + line.figures) if before else line
                )
    return list(lines.values())


def _options(role: str, scope: str, on_record: bool) -> str:
    words = [] if role in ("principal", "journalist") else [f"--role {role}"]
    words += [] if scope == "foreign" else [f"--scope {scope}"]
    return " ".join([*words, *(["--record"] if on_record else [])])


def _line(
    group: Group,
    wanted: Sequence[Measure],
    labels: Mapping[str, str],
    selection: Selection,
    near: Totals | None,
    *,
    options: str,
    level: float,
    transported: Transport,
) -> Line:
    part = selection
    for name, label in labels.items():
        if label:
            part = part.within(name, label)
    subject = ", ".join(label for label in labels.values() if label)
    subject = subject or part.options() or "the whole record"
    note = "; ".join(
        MIXED.format(what, ", ".join(f"{name or 'unknown'} {n}" for name, n in counts.items()))
        for what, counts in (("genres", group.genres), ("languages", group.languages))
        if len(counts) > 1
    )
    selects = " ".join(x for x in (part.options(), options) if x)
    made = []
    for measure in wanted:
        settings: dict[str, Any] = {"selects": selects, "level": level, "note": note}
        if group.corrected is not None and not measure.by_document and group.documents >= FEW:
            how = f"design-based, {group.labelled:,} sentences of sample {transported.sample}"
            figure = measure.figure(
                group.corrected, subject, correction=how, counts=group.totals.sums, **settings
            )
        else:
            figure = measure.figure(group.totals, subject, near=near, **settings)
            figure = transported.correct(figure, measure)
        made.append(figure)
    return Line(labels, group.documents, tuple(made))


def provenance(workspace: Workspace, codebook: Codebook, coder: str, scope: str) -> dict[str, str]:
    """What a reader needs to make the same figures again."""
    from outspoken import __version__

    return {
        "coder": coder,
        "codebook": codebook.hash,
        "manifest": workspace.archive.head(),
        "scope": scope,
        "version": __version__,
    }
