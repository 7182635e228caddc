"""From the desk and the lake to the content of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outspoken import __version__
from outspoken.codebook import Codebook
from outspoken.engagements.coverage import expected
from outspoken.errors import InputError
from outspoken.measures.frame import RIGHTS, Coded, Scope, read
from outspoken.measures.sides import seen_from
from outspoken.model import Genre, Role
from outspoken.report.content import (
    EngagementReport,
    HeldDocument,
    Provenance,
    Quote,
    figures,
)
from outspoken.report.links import to_sentence
from outspoken.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from outspoken.desk.models import Engagement

PHASES = ("during",)
"""Texts made at or of the engagement. Announcements and later briefings are listed, not counted."""


def agendas_of(codebook: Codebook) -> tuple[str, ...]:
    """The codebook's agendas in its own order, rights first."""
    named = dict.fromkeys(issue.parent for issue in codebook.issues.values())
    return (RIGHTS, *(agenda for agenda in named if agenda != RIGHTS))


def coded_sentences(
    workspace: Workspace, codebook: Codebook, document_ids: Sequence[str], coder: str = "lexicon"
) -> pa.Table:
    """Sentences of these documents joined with one coder's codings, in the order of the record."""
    return workspace.lake.coded(document_ids, coder=coder, codebook=codebook.hash)


def gather(
    workspace: Workspace,
    codebook: Codebook,
    engagements: Sequence[Engagement],
    *,
    scope: Scope = "foreign",
    coder: str = "lexicon",
) -> tuple[list[EngagementReport], Provenance]:
    """The content of a report on these engagements."""
    world = workspace.world()
    wanted = [row.document_id for e in engagements for row in e.documents.all()]
    documents = {d["document_id"]: d for d in workspace.lake.documents(wanted)}
    parents = {code: issue.parent for code, issue in codebook.issues.items()}
    reports = []
    for engagement in engagements:
        gathered = [d for d in engagement.documents.all() if d.document_id in documents]
        held = {d.document_id: held_document(documents[d.document_id], d.phase) for d in gathered}
        order = sorted(held.values(), key=_by_phase)
        counted = [d.document_id for d in order if d.phase in PHASES]
        table = coded_sentences(workspace, codebook, counted, coder)
        rows = [
            seen_from(
                row,
                engagement.counterpart,
                publisher=held[row.document_id].government,
                genre=held[row.document_id].genre,
            )
            for row in read(table, parents, scope=scope, counterpart=engagement.counterpart)
        ]
        rows.sort(key=lambda row: (counted.index(row.document_id), row.n))
        report = _report(
            engagement, order, rows, codebook, world.name(engagement.counterpart), held
        )
        others = [
            d.document_id
            for d in order
            if d.phase not in PHASES and d.government != engagement.counterpart
        ]
        told = read(
            coded_sentences(workspace, codebook, others, coder),
            parents,
            scope=scope,
            counterpart=engagement.counterpart,
        )
        reports.append(replace(report, told=_told(told, others, held)))
    provenance = Provenance(
        version=__version__,
        coder=coder,
        codebook=codebook.id,
        codebook_hash=codebook.hash,
        manifest_hash=workspace.archive.head(),
        documents=len(documents),
        scope=scope,
    )
    return reports, provenance


def refuse_uncoded(
    workspace: Workspace,
    codebook: Codebook,
    engagements: Sequence[Engagement],
    coder: str = "lexicon",
) -> None:
    """Stop where a text of these engagements is not coded: not looked at must not look like zero.

    Raises:
        InputError: one or more are not; says how to mend it.
    """
    lake = workspace.lake
    wanted = {row.document_id for e in engagements for row in e.documents.all()}
    missing = {
        document_id
        for part in lake.uncoded(coder=coder, codebook=codebook.hash)
        for document_id in lake.read_part("documents", part, ["document_id"])[0].to_pylist()
        if document_id in wanted
    }
    if missing:
        raise InputError(
            f"{len(missing)} of {len(wanted)} texts",
            f"are not coded by {coder} with this codebook ({codebook.hash[:12]})",
            "run: outspoken code",
        )


def _told(
    rows: Sequence[Coded], order: Sequence[str], held: dict[str, HeldDocument]
) -> tuple[Quote, ...]:
    """What officials announce or report of rights; a journalist's words are not theirs."""
    own = [
        row
        for row in rows
        if row.rights and not row.quoted and row.role in (Role.PRINCIPAL, Role.OFFICIAL)
    ]
    own.sort(key=lambda row: (order.index(row.document_id), row.n))
    return tuple(
        Quote(row, held[row.document_id], to_sentence(held[row.document_id].url, row.text))
        for row in own
    )


def _by_phase(document: HeldDocument) -> tuple[int, str, str]:
    phases = ("before", "during", "after")
    return (phases.index(document.phase), str(document.published or ""), document.document_id)


def held_document(row: dict[str, Any], phase: str) -> HeldDocument:
    """What a report says of a document, from its row in the table of documents."""
    return HeldDocument(
        document_id=row["document_id"],
        title=row["title"] or row["name"],
        genre=row["genre"] or "",
        phase=str(phase),
        published=row["published_on"],
        publisher=row["publisher"] or "",
        government=row["government"] or "",
        url=row["url"] or "",
        original_sha256=row["original_sha256"],
        words=row["words"] or 0,
    )


def _report(
    engagement: Engagement,
    order: Sequence[HeldDocument],
    rows: Sequence[Coded],
    codebook: Codebook,
    counterpart_name: str,
    held: dict[str, HeldDocument],
) -> EngagementReport:
    quotes = {
        (row.document_id, row.n): Quote(
            row, held[row.document_id], to_sentence(held[row.document_id].url, row.text)
        )
        for row in rows
        if row.agendas
    }
    rights_issues = [c for c, issue in codebook.issues.items() if issue.parent == RIGHTS]
    voices, how, named, issues = figures(
        rows, agendas_of(codebook), rights_issues, quotes, engagement.slug
    )
    return EngagementReport(
        slug=engagement.slug,
        title=engagement.title,
        kind=str(engagement.kind),
        state=str(engagement.state),
        official=engagement.official,
        government=engagement.government,
        counterpart=engagement.counterpart,
        counterpart_name=counterpart_name or engagement.counterpart,
        start=engagement.start,
        end=engagement.end,
        place=engagement.place,
        note=engagement.note,
        documents=tuple(order),
        expected=tuple(
            expected(
                str(engagement.kind),
                engagement.government,
                engagement.counterpart,
                [(d.document_id, Genre(d.genre), d.government) for d in order],
            )
        ),
        voices=voices,
        raised=how,
        breadth=named,
        issues=issues,
    )
