"""Sentences of groups with few documents, for intervals within documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outspoken.measures.figure import Figure
from outspoken.measures.frame import Coded, Scope, read, tallies
from outspoken.measures.measure import Measure
from outspoken.measures.series import reading_role
from outspoken.measures.totals import Totals, totals
from outspoken.measures.uncertainty import blocks

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from outspoken.codebook import Codebook


def within(
    db: duckdb.DuckDBPyConnection,
    groups: Sequence[int],
    book: Codebook,
    role: str,
    scope: Scope,
) -> dict[int, Totals]:
    """Blocks of sentences of groups with few documents, by group (see `uncertainty`)."""
    if not groups:
        return {}
    query = (
        "select p.grp, p.counterpart, p.reading, s.*, c.issues, c.target, c.firmness, c.mode,"
        " c.voice, c.disclaimed, c.linkage, c.soft, c.cases, c.specificity, c.prompted,"
        " c.prompted_wide, c.answered from sentences s join picks p using (document_id)"
        " left join codings c using (document_id, n)"
        " where p.grp in (select unnest(?)) order by p.grp, s.document_id, s.n"
    )
    table: pa.Table = db.sql(query, params=[list(groups)]).to_arrow_table()
    found: dict[int, list[tuple[str, Mapping[str, float]]]] = {}
    places: list[tuple[Any, Any, Any]] = list(
        zip(*(table[name].to_pylist() for name in ("grp", "counterpart", "reading")), strict=True)
    )
    by_country: dict[str, list[int]] = {}
    for i, (_, country, _) in enumerate(places):
        by_country.setdefault(country or "-" if scope == "counterpart" else "-", []).append(i)
    for country, indices in by_country.items():
        rows = read(table.take(indices), book.parents, scope=scope, counterpart=country)
        for i, row in zip(indices, rows, strict=True):
            grp, _, reading = places[i]
            if not row.quoted and reading_role(reading, row.role.value) == role:
                found.setdefault(grp, []).extend(tallies([row]))
    return {grp: blocks(sentences) for grp, sentences in found.items()}


def figures_of(
    rows: Sequence[Coded], wanted: Sequence[Measure], subject: str, selects: str
) -> dict[str, Figure]:
    """Figures of coded sentences at hand (one role of one engagement), in document order.

    Measures of a document's own columns (positions, means) need the summaries: see `ask`.
    """
    own = tallies(rows)
    by_document, near = totals(own), blocks(own)
    return {
        measure.name: measure.figure(by_document, subject, near=near, selects=selects)
        for measure in wanted
        if not measure.by_document
    }
