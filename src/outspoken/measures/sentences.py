"""The sentences behind a figure: every number opens to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outspoken.measures.frame import Coded, Scope, in_scope, read
from outspoken.measures.selection import (
    Selection,
    connect,
    pick_documents,
    pick_engagements,
)
from outspoken.measures.series import reading_role
from outspoken.model import Soft

if TYPE_CHECKING:
    import pyarrow as pa

    from outspoken.codebook import Codebook
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Filter:
    """Which coded sentences. Agendas and issues are alternatives to each other; the rest adds up.

    `firmness` is that of the asked issues, or of rights where none is asked for.
    """

    agendas: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    firmness: int | None = None
    linked: bool = False
    linkage: str = ""
    softened: bool = False
    disclaimed: bool = False
    prompted: bool = False
    volunteered: bool = False
    specific: bool = False

    def keeps(self, row: Coded, raw: dict[str, Any]) -> bool:
        """Whether a sentence within the scope is behind the figure."""
        named = set(row.issues) & set(self.issues) or set(row.agendas) & set(self.agendas)
        if (self.agendas or self.issues) and not named:
            return False
        if self.firmness is not None and self._level(row) != self.firmness:
            return False
        soft = set(row.soft) - {Soft.EQUIVALENCE.value}
        return not (
            (self.linked and not row.linkage)
            or (self.linkage and row.linkage != self.linkage)
            or (self.softened and not soft)
            or (self.disclaimed and not raw["disclaimed"])
            or (self.prompted and row.prompted is not True)
            or (self.volunteered and row.prompted is not False)
            or (self.specific and not raw["specificity"])
        )

    def _level(self, row: Coded) -> int | None:
        tally = row.tally
        keys = [f"issue:{issue}" for issue in self.issues]
        keys += [f"agenda:{agenda}" for agenda in self.agendas or (() if keys else ("HR",))]
        levels = [k for key in keys for k in range(6) if tally.get(f"{key}:f{k}")]
        return max(levels, default=None)


def sentences(
    workspace: Workspace,
    *,
    keep: Filter,
    selection: Selection | None = None,
    engagements: Sequence[Engagement] | None = None,
    role: str = "principal",
    scope: Scope = "foreign",
    coder: str = "lexicon",
    codebook: Codebook | None = None,
) -> list[dict[str, Any]]:
    """The sentences, each with its document, offsets, address and codes, in document order.

    Args:
        workspace: whose record.
        keep: which sentences.
        selection, engagements, role, scope, coder, codebook: as for `ask.figures`.
    """
    book = codebook or workspace.codebook()
    selection = selection or Selection()
    with connect(workspace.lake, selection, engagements, coder=coder, codebook=book.hash) as db:
        if engagements is None:
            pick_documents(db, selection, ())
        else:
            pick_engagements(db, engagements, selection, ())
        query = (
            "select p.counterpart as seen_from, p.reading, d.title, d.url, d.day, s.*, c.issues,"
            " c.target, c.firmness, c.mode, c.voice, c.disclaimed, c.linkage, c.soft, c.cases,"
            " c.specificity, c.prompted, c.prompted_wide, c.answered"
            " from codings c join picks p using (document_id)"
            " join sentences s on s.document_id = c.document_id and s.n = c.n"
            " join (select document_id, title, url, coalesce(event_date, published_on) as day"
            " from current) d on d.document_id = s.document_id"
            " order by d.day, s.document_id, s.n"
        )
        table: pa.Table = db.sql(query).to_arrow_table()
    found = []
    rows = table.to_pylist()
    for raw, row in zip(rows, read(table, book.parents), strict=True):
        if row.quoted or reading_role(raw["reading"], row.role.value) != role:
            continue
        if in_scope(row.target, scope, raw["seen_from"] or "-") and keep.keeps(row, raw):
            found.append(_shown(raw, row))
    return found


def _shown(raw: dict[str, Any], row: Coded) -> dict[str, Any]:
    return {
        "document_id": row.document_id,
        "start": row.start,
        "end": row.end,
        "day": raw["day"],
        "title": raw["title"],
        "url": raw["url"],
        "speaker": row.speaker,
        "role": row.role.value,
        "text": row.text,
        "words": row.words,
        "issues": list(row.issues),
        "target": list(row.target),
        "firmness": row.firmness,
        "prompted": row.prompted,
        "linkage": row.linkage,
        "soft": list(row.soft),
        "cases": list(row.cases),
    }
