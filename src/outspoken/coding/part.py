"""One part of the lake coded: a table of sentences in, codings and their summaries out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.coders import Coder
from outspoken.coding.passages import passages
from outspoken.coding.reuse import Reuse, kept
from outspoken.errors import InputError, OutspokenError
from outspoken.lake import SUMMARY, Lake, codings_part
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


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the lake to code; `reuse` where codings of another codebook can be kept."""

    root: Path
    part: str
    coder: str
    codebook: str
    home: str
    parents: Mapping[str, str]  # issue -> agenda
    reuse: Reuse | None = None

    @property
    def size(self) -> int:
        """Bytes of the part's sentences, as they lie on disk."""
        return Lake(self.root / "lake").path_of("sentences", self.part).stat().st_size


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of one part: counts, and the part's name once it is staged."""

    sentences: int
    coded: int
    rights: int
    kept: int  # documents whose codings were taken over
    name: str


def code_part(coder: Coder, task: Task) -> Coded | InputError:
    """Code one part and stage it; runs in a worker."""
    lake = Lake(task.root / "lake")
    name = codings_part(task.part, coder.version)
    before = kept(lake, task.part, name, task.coder, task.reuse) if task.reuse else None
    only = before.anew if before else None
    rows: dict[str, list[Any]] = {column: [] for column in CODINGS.names}
    summed: list[dict[str, Any]] = []
    sentences = before.sentences if before else 0
    for passage in passages(lake, task.part, task.home, only=only) if only != [] else ():
        sentences += len(passage.sentences)
        try:
            codings = coder.code(passage)
        except OutspokenError:
            raise  # An endpoint that does not answer, a wrong setting: nothing else would go well.
        except Exception as error:  # A fault of the coder over one document.
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            document = f"document {passage.document_id[:12]}"
            return InputError(document, f"broke the coder {task.coder} ({reason})", "report it")
        summed += summary_of(passage, codings, task.parents)
        _append(rows, passage.document_id, codings)
    table = pa.table(rows, schema=CODINGS)
    sums = pa.Table.from_pylist(summed, SUMMARIES)
    if before:
        table = pa.concat_tables([before.codings, table])
        sums = pa.concat_tables([before.summaries, sums])
    lake.stage("codings", name, table, coder=task.coder, codebook=task.codebook)
    lake.stage("summaries", name + SUMMARY, sums, coder=task.coder, codebook=task.codebook)
    return Coded(
        sentences, table.num_rows, _on_rights(table), before.documents if before else 0, name
    )


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
