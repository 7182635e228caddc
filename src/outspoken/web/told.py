"""An engagement as its page tells it: the report's content, read from the index.

`IndexedWorkspace` stands in for a workspace where only documents and coded sentences are read: one
lookup in the index instead of a scan of the lake's tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa

from outspoken.measures.frame import Coded, read
from outspoken.measures.sides import seen_from
from outspoken.model import CODINGS, SENTENCES
from outspoken.report.content import EngagementReport, Provenance
from outspoken.report.gather import gather
from outspoken.search import reading
from outspoken.web import at_hand

if TYPE_CHECKING:
    from outspoken.desk.models import Engagement
    from outspoken.search.schema import Index
    from outspoken.workspace import Workspace

_FROM_CODINGS = (
    "issues", "target", "firmness", "mode", "voice", "disclaimed", "linkage", "soft", "cases",
    "specificity", "prompted", "prompted_wide", "answered",
)  # fmt: skip
CODED = pa.schema([*SENTENCES, *(CODINGS.field(name) for name in _FROM_CODINGS)])
"""Sentences joined with their codings, as `Lake.coded` gives them."""


class IndexedLake:
    """Documents and coded sentences from the index, in the shape of the lake."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def documents(self, document_ids: Iterable[str]) -> list[dict[str, Any]]:
        """One row of facts for each of these ids."""
        return [
            {
                **one.facts,
                "document_id": one.document_id,
                "title": one.title,
                "genre": one.genre,
                "government": one.government,
                "language": one.language,
                "words": one.words,
                "published_on": _day(one.facts.get("published_on")),
                "event_date": _day(one.facts.get("event_date")),
            }
            for one in reading.documents(self.index, document_ids).values()
        ]

    def coded(
        self, document_ids: Iterable[str], *, coder: str = "", codebook: str = ""
    ) -> pa.Table:
        """Sentences of these documents joined with their codings, in document order."""
        rows: list[dict[str, Any]] = []
        for document_id in sorted(set(document_ids)):
            one = reading.document(self.index, document_id)
            if one is not None:
                rows += [row_of(line) for line in reading.lines(self.index, one)]
        return pa.Table.from_pylist(rows, CODED)


class IndexedWorkspace:
    """A workspace whose lake is read through the index."""

    def __init__(self, workspace: Workspace, index: Index) -> None:
        self.settings = workspace.settings
        self.archive = workspace.archive
        self.world = workspace.world
        self.lake = IndexedLake(index)


def row_of(line: reading.Line) -> dict[str, Any]:
    """A sentence as a row of `CODED`."""
    codes = line.codes or {}
    row: dict[str, Any] = {name: codes.get(name) for name in _FROM_CODINGS}
    row.update(
        document_id=line.document_id, n=line.n, turn=line.turn, paragraph=line.paragraph,
        start=line.start, end=line.end, text=line.text, words=line.words, speaker=line.label,
        role=line.role, translated=line.translated, quoted=line.quoted, joint=line.joint,
        missing=line.missing,
    )  # fmt: skip
    if codes:
        row["disclaimed"] = bool(codes.get("disclaimed"))
    return row


def report_of(engagement: Engagement) -> tuple[EngagementReport, Provenance]:
    """What is said of one engagement."""
    indexed = cast("Workspace", IndexedWorkspace(at_hand.workspace(), at_hand.index()))
    reports, provenance = gather(indexed, at_hand.codebook(), [engagement])
    return reports[0], provenance


def rows_of(
    engagement: Engagement, document_ids: Sequence[str], scope: str = "foreign"
) -> list[Coded]:
    """Coded sentences of some of an engagement's documents, roles as its official sees them."""
    lake = IndexedLake(at_hand.index())
    facts = {row["document_id"]: row for row in lake.documents(document_ids)}
    table = lake.coded(document_ids)
    rows = read(
        table,
        at_hand.codebook().parents,
        scope=scope,  # type: ignore[arg-type]
        counterpart=engagement.counterpart,
    )
    return [
        seen_from(
            row,
            engagement.counterpart,
            publisher=facts[row.document_id]["government"] or "",
            genre=facts[row.document_id]["genre"] or "",
        )
        for row in rows
    ]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value
