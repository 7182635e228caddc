"""Summaries: what a document's codings add up to, so that a series is a sum over few rows.

The coding stage writes them beside each part of codings. A lake whose codings have none yet (coded
by an earlier version, or by another program) gets them from `ensure`, without coding anything again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pyarrow as pa

from outspoken import engine
from outspoken.codebook import Codebook
from outspoken.errors import InputError
from outspoken.lake import SUMMARY, Lake, Staged
from outspoken.lake.listing import batch_of
from outspoken.model import SUMMARIES, Coding, IssueHit, Linkage, Role, Sentence, Soft
from outspoken.summaries.cells import cells
from outspoken.workspace import LOCK_TIMEOUT, Workspace

WORTH_WORKERS = 8
"""Parts from which starting worker processes saves more than it costs."""


def ensure(
    workspace: Workspace,
    codebook: Codebook,
    *,
    coder: str = "lexicon",
    wait: float = LOCK_TIMEOUT,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Make the summaries that are missing; how many parts were made.

    Nothing is locked or written where nothing is missing.

    Raises:
        WorkspaceError: another run holds the workspace for longer than `wait` seconds.
    """
    lake = workspace.lake
    if not missing(lake, coder, codebook.hash):
        return 0
    with workspace.lock(wait):
        wanted = sorted(missing(lake, coder, codebook.hash))
        tasks = [(lake, part, coder, codebook.hash, codebook.parents) for part in wanted]
        if workers is None and len(tasks) < WORTH_WORKERS:
            workers = 0
        run = engine.run(_stage, tasks, setup=engine.stateless, workers=workers)
        for done, ((_, part, *_), result) in enumerate(run, 1):
            if isinstance(result, engine.WorkerDied):
                raise InputError(part, "could not be summed up", "report it")
            lake.commit([result])
            progress(done, len(tasks))
        return len(tasks)


def missing(lake: Lake, coder: str, codebook: str) -> set[str]:
    """The parts of codings that have no summaries."""
    held = lake.parts("summaries", coder=coder, codebook=codebook)
    codings = lake.parts("codings", coder=coder, codebook=codebook)
    return codings - {part.removesuffix(SUMMARY) for part in held}


Task = tuple[Lake, str, str, str, dict[str, str]]


def _stage(_: None, task: Task) -> Staged:
    """Sum one part up and stage it; runs in a worker."""
    lake, part, coder, codebook, parents = task
    slices = (
        pa.Table.from_pylist(summarise(lake, part, at, coder, codebook, parents), SUMMARIES)
        for at in range(lake.slices(batch_of(part)))
    )
    return lake.stage("summaries", part + SUMMARY, slices, coder=coder, codebook=codebook)


def summarise(
    lake: Lake, part: str, at: int, coder: str, codebook: str, parents: dict[str, str]
) -> list[dict[str, Any]]:
    """The rows of SUMMARIES of one slice of a part of codings, from what lies in the lake."""
    codings: dict[str, dict[int, Coding]] = {}
    where = {"coder": coder, "codebook": codebook}
    for row in lake.read_part("codings", part, slice_=at, **where).to_pylist():
        codings.setdefault(row["document_id"], {})[row["n"]] = coding_of(row)
    batch = batch_of(part)
    languages = lake.read_part("documents", batch, ["document_id", "language"], slice_=at)
    names = ["n", "turn", "paragraph", "start", "end", "words", "speaker", "role",
             "translated", "quoted", "joint", "missing"]  # fmt: skip
    table = lake.read_part("sentences", batch, ["document_id", "text", *names], slice_=at)
    sentences: dict[str, list[tuple[Sentence, str]]] = {}
    columns = [table[name].to_pylist() for name in names]
    for document_id, text, *values in zip(
        table["document_id"].to_pylist(), table["text"].to_pylist(), *columns, strict=True
    ):
        one = Sentence(*values)._replace(role=Role(values[names.index("role")]))
        sentences.setdefault(document_id, []).append((one, text))
    rows = []
    for document_id, language in zip(*(c.to_pylist() for c in languages.columns), strict=True):
        own = sentences.pop(document_id, [])
        found = codings.get(document_id, {})
        said = "".join(text for _, text in own)
        for row in cells(said, list(_placed(own)), found, parents, language or ""):
            rows.append({"document_id": document_id, **row})
    return rows


def _placed(sentences: list[tuple[Sentence, str]]) -> Any:
    """Sentences with offsets into their own texts in a row, so that the document is not read."""
    start = 0
    for sentence, text in sentences:
        yield sentence._replace(start=start, end=start + len(text))
        start += len(text)


def coding_of(row: dict[str, Any]) -> Coding:
    """A row of CODINGS as a coding, without its rules; nulls as where nothing was said."""
    known = {f.name for f in fields(Coding)} - {
        "issues",
        "target",
        "linkage",
        "soft",
        "cases",
        "rules",
    }
    return Coding(
        **{name: row[name] for name in known if row.get(name) is not None},
        issues=tuple(IssueHit(**hit) for hit in row["issues"] or ()),
        target=tuple(row["target"] or ()),
        linkage=Linkage(row["linkage"] or ""),
        soft=tuple(Soft(flag) for flag in row["soft"] or ()),
        cases=tuple(row["cases"] or ()),
    )
