"""One part of the lake coded: a table of sentences in, codings and their summaries out.

A part is coded slice by slice, so that a large one takes no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.coders import Coder
from outspoken.coding.passages import passages_of_slice
from outspoken.coding.reuse import Reuse, kept
from outspoken.errors import InputError, OutspokenError
from outspoken.lake import SUMMARY, Lake, Staged, codings_part
from outspoken.model import CODINGS, SUMMARIES, Coding, IssueHit, Passage, RuleHit
from outspoken.summaries.cells import cells

PLAIN = (
    "n",
    "start",
    "end",
    "firmness",
    "mode",
    "voice",
    "disclaimed",
    "specificity",
    "prompted",
    "prompted_wide",
    "answered",
)
"""Columns of CODINGS that are a coding's attributes as they stand."""
ROWS = 2000
"""Codings, or rows of summaries, that are held as Python's objects at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the lake to code; `reuse` where codings of another codebook can be kept.

    `size` are the bytes of the part's sentences, as they lie there.
    """

    lake: Lake
    part: str
    size: int
    coder: str
    codebook: str
    home: str
    parents: Mapping[str, str]  # issue -> agenda
    reuse: Reuse | None = None


@dataclass(slots=True)
class Coded:
    """What became of one part: counts, and its files once they are staged."""

    sentences: int = 0
    coded: int = 0
    rights: int = 0
    kept: int = 0  # documents whose codings were taken over
    staged: tuple[Staged, ...] = ()


class _BrokenError(Exception):
    """A document over which the coder broke."""


def code_part(coder: Coder, task: Task) -> Coded | InputError:
    """Code one part and stage it; runs in a worker."""
    lake, name, coded = task.lake, codings_part(task.part, coder.version), Coded()
    where = {"coder": task.coder, "codebook": task.codebook}
    sums: list[pa.Table] = []

    def slices() -> Iterator[pa.Table]:
        for at in range(lake.slices(task.part)):
            table, summed = _slice(coder, task, name, at, coded)
            sums.append(summed)
            yield table

    try:
        codings = lake.stage("codings", name, slices(), **where)
    except _BrokenError as broken:
        return InputError(*broken.args)
    coded.staged = (codings, lake.stage("summaries", name + SUMMARY, sums, **where))
    return coded


def _slice(coder: Coder, task: Task, name: str, at: int, coded: Coded) -> tuple[pa.Table, pa.Table]:
    """Codings and summaries of one slice; its counts are added."""
    lake = task.lake
    before = kept(lake, task.part, name, at, task.coder, task.reuse) if task.reuse else None
    only = before.anew if before else None
    tables = [before.codings] if before else []
    summaries = [before.summaries] if before else []
    rows: dict[str, list[Any]] = {column: [] for column in CODINGS.names}
    summed: list[dict[str, Any]] = []

    def close() -> None:
        """Put what was coded into tables: as Python's objects it takes many times the memory."""
        tables.append(pa.table(rows, schema=CODINGS))
        summaries.append(pa.Table.from_pylist(summed, SUMMARIES))
        for column in (*rows.values(), summed):
            column.clear()

    found = passages_of_slice(lake, task.part, at, task.home, only=only) if only != [] else ()
    for passage in found:
        coded.sentences += len(passage.sentences)
        try:
            codings = coder.code(passage)
        except OutspokenError:
            raise  # An endpoint that does not answer, a wrong setting: nothing else would go well.
        except Exception as error:  # A fault of the coder over one document.
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            document = f"document {passage.document_id[:12]}"
            raise _BrokenError(
                document, f"broke the coder {task.coder} ({reason})", "report it"
            ) from None
        summed += summary_of(passage, codings, task.parents)
        _append(rows, passage.document_id, codings)
        if max(len(rows["n"]), len(summed)) >= ROWS:
            close()
    close()
    table, sums = pa.concat_tables(tables), pa.concat_tables(summaries)
    if before:
        coded.sentences += before.sentences
        coded.kept += before.documents
    coded.coded += table.num_rows
    coded.rights += _on_rights(table)
    return table, sums


def _on_rights(codings: pa.Table) -> int:
    """How many of the codings name a rights issue."""
    lists: Any = codings["issues"].combine_chunks()
    rights: Any = pc.starts_with(pc.struct_field(lists.flatten(), "issue"), "HR_")
    return int(pc.count_distinct(pc.list_parent_indices(lists).filter(rights)).as_py())


def _append(rows: dict[str, list[Any]], document_id: str, codings: Sequence[Coding]) -> None:
    for coding in codings:
        rows["document_id"].append(document_id)
        rows["issues"].append([_hit(hit) for hit in coding.issues])
        rows["rules"].append([_rule(rule) for rule in coding.rules])
        for name in PLAIN:
            rows[name].append(getattr(coding, name))
        rows["linkage"].append(coding.linkage.value)
        rows["target"].append(list(coding.target))
        rows["soft"].append([flag.value for flag in coding.soft])
        rows["cases"].append(list(coding.cases))


def _hit(hit: IssueHit) -> dict[str, Any]:
    # Written out: dataclasses.asdict copies deeply, which takes longer than coding.
    return {
        "issue": hit.issue,
        "start": hit.start,
        "end": hit.end,
        "tier": hit.tier,
        "term": hit.term,
        "firmness": hit.firmness,
    }


def _rule(rule: RuleHit) -> dict[str, Any]:
    return {"field": rule.field, "rule": rule.rule, "start": rule.start, "end": rule.end}


def summary_of(
    passage: Passage, codings: Iterable[Coding], parents: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A document's rows of SUMMARIES."""
    by_n = {coding.n: coding for coding in codings}
    rows = cells(passage.text, passage.sentences, by_n, parents, passage.metadata.language)
    return [{"document_id": passage.document_id, **row} for row in rows]
