"""A sample from the lake to the desk: the population with its strata, what to draw, what is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError, InputError
from outspoken.measures.sampling import Drawn, draw
from outspoken.measures.selection import (
    Selection,
    connect,
    pick_documents,
    pick_engagements,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from outspoken.codebook import Codebook
    from outspoken.desk.models import Engagement, Sample
    from outspoken.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Population:
    """All sentences that could be drawn (document_id, n, start, end, stratum), in a stable order."""

    table: pa.Table
    filters: dict[str, Any]

    @property
    def sizes(self) -> dict[str, int]:
        """Sentences by stratum."""
        counts: Any = self.table["stratum"].value_counts()
        return {row["values"]: row["counts"] for row in counts.to_pylist()}


def population(
    workspace: Workspace,
    *,
    selection: Selection | None = None,
    engagements: Sequence[Engagement] | None = None,
    role: str = "principal",
    coder: str = "lexicon",
    codebook: Codebook | None = None,
) -> Population:
    """The sentences of one role in the chosen documents, with what the coder made of each.

    A sentence that the transcript gives to another role is not in it: wrong roles are found by
    `outspoken doctor`, not by this sample.
    """
    book = codebook or workspace.codebook()
    selection = selection or Selection()
    with connect(workspace.lake, selection, engagements, coder=coder, codebook=book.hash) as db:
        if engagements is None:
            pick_documents(db, selection, ())
        else:
            pick_engagements(db, engagements, selection, ())
        table = _strata(db, role, book)
    return Population(
        table,
        {
            "selection": asdict(selection),
            "engagements": None if engagements is None else [e.slug for e in engagements],
            "role": role,
            "coder": coder,
            "codebook": book.hash,
            "manifest": workspace.archive.head(),
            "sentences": table.num_rows,
        },
    )


def _strata(db: duckdb.DuckDBPyConnection, role: str, book: Codebook) -> pa.Table:
    anchors = "|".join(_pattern(term) for term in book.anchors) or "$^"
    rights = "list_filter(c.issues, lambda i: i.issue like 'HR\\_%' escape '\\')"
    query = (
        "select s.document_id, s.n, s.start, s.end, case"  # noqa: S608
        f" when len(list_filter({rights}, lambda i: i.tier = 'strong')) > 0 then 'rights-strong'"
        f" when len({rights}) > 0 then 'rights-weak'"
        " when len(list_filter(c.issues, lambda i: i.issue like 'ECO%' or i.issue like 'SEC%')) > 0"
        " then 'comparator'"
        " when regexp_matches(lower(s.text), ?) then 'anchor'"
        " else 'none' end as stratum"
        " from sentences s left join codings c using (document_id, n)"
        " where s.role = ? and not s.quoted and s.words > 0"
        " and s.document_id in (select document_id from picks)"
        " order by s.document_id, s.n"
    )
    table: pa.Table = db.sql(query, params=[rf"\b(?:{anchors})\b", role]).to_arrow_table()
    return table


def _pattern(term: str) -> str:
    """A term of the codebook as a pattern for the database; good enough to make a stratum of."""
    plain = re.escape(term.lower().strip()).replace(r"\ ", r"[\s-]+").replace(r"\?", ".?")
    return plain.replace(r"\*", r"\w*")


def store(
    workspace: Workspace,
    found: Population,
    *,
    name: str,
    size: int,
    seed: int,
    by: str,
    title: str = "",
    double_share: float = 0.25,
    blind: bool = True,
) -> Sample:
    """Draw and put the sample on the desk, with every sentence's probability, in one transaction.

    Raises:
        DeskError: a sample of this name is there already.
        InputError: nothing to draw from.
    """
    from django.db import transaction

    from outspoken import desk

    desk.connect(workspace.desk_path)
    from outspoken.desk.models import Change, Sample, SampledSentence

    if Sample.objects.filter(slug=name).exists():
        raise DeskError(name, "is a sample already", "give the new one another name")
    if not found.table.num_rows:
        raise InputError("sample", "no sentence fits", "choose more documents")
    drawn = draw(
        found.table["stratum"].to_numpy(zero_copy_only=False),
        size,
        seed=seed,
        double_share=double_share,
    )
    rows = found.table.take([one.index for one in drawn]).to_pylist()
    texts = _texts(workspace, rows)
    sizes = found.sizes
    with transaction.atomic():
        sample = Sample.objects.create(
            slug=name,
            title=title,
            population=found.filters,
            strata={
                stratum: {
                    "population": sizes[stratum],
                    "drawn": sum(one.stratum == stratum for one in drawn),
                }
                for stratum in sorted(sizes)
            },
            seed=seed,
            double_share=double_share,
            blind=blind,
            made_by=by,
        )
        SampledSentence.objects.bulk_create(
            [
                _sentence(SampledSentence, sample, place, one, row, texts)
                for place, (one, row) in enumerate(zip(drawn, rows, strict=True), 1)
            ]
        )
        Change.objects.create(
            by=by,
            action="sample drawn",
            subject=name,
            before=None,
            after={"sentences": len(drawn), "strata": sample.strata, "seed": seed},
        )
    return sample


def _sentence(
    model: Any,
    sample: Sample,
    place: int,
    one: Drawn,
    row: dict[str, Any],
    texts: dict[tuple[str, int], str],
) -> Any:
    return model(
        sample=sample,
        place=place,
        document_id=row["document_id"],
        n=row["n"],
        start=row["start"],
        end=row["end"],
        text=texts[row["document_id"], row["n"]],
        stratum=one.stratum,
        probability=one.probability,
        double=one.double,
    )


def _texts(workspace: Workspace, rows: Sequence[dict[str, Any]]) -> dict[tuple[str, int], str]:
    ids = sorted({row["document_id"] for row in rows})
    table = workspace.lake.read(
        "select document_id, n, text from sentences where document_id in (select unnest(?))",
        [ids],
        documents=ids,
    )
    return {(row["document_id"], row["n"]): row["text"] for row in table.to_pylist()}
