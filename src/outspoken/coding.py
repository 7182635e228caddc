"""The coding stage: a part of sentences in, a part of codings out, by any coder.

Beside each part of codings goes its part of summaries, so that a series is a sum over few rows. A part is coded once by each coder, codebook and coder version; what is there is never done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from outspoken import engine
from outspoken.coders import Coder
from outspoken.errors import InputError, OutspokenError
from outspoken.lake import SUMMARY, Lake, codings_part
from outspoken.model import (
    CODINGS,
    SUMMARIES,
    Coding,
    Genre,
    Metadata,
    Passage,
    Person,
    Role,
    Sentence,
    targets_of,
)
from outspoken.summaries.cells import cells
from outspoken.workspace import LOCK_TIMEOUT, Workspace

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


@dataclass(slots=True)
class CodeReport:
    """What a coding run did. `failed` are parts of the record that could not be coded, and why."""

    parts: int = 0
    parts_before: int = 0
    sentences: int = 0
    coded: int = 0
    rights: int = 0
    failed: list[InputError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the lake to code."""

    root: Path
    part: str
    coder: str
    codebook: str
    home: str
    parents: Mapping[str, str]  # issue -> agenda

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
    name: str


def code(
    workspace: Workspace,
    *,
    coder: str = "lexicon",
    workers: int | None = None,
    wait: float = LOCK_TIMEOUT,
    runs_on: str = "",
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> CodeReport:
    """Code what this coder has not coded yet with the workspace's codebook.

    A part whose coding breaks is left uncoded, said so, and tried again by the next run: a part of
    the record that nobody looked at must not look like one that is silent.

    Args:
        workspace: whose sentences.
        coder: a name of the registry.
        workers: processes; one for each core when not given, none of its own for 0.
        wait: seconds to wait for another run to end.
        runs_on: the engine; the workspace's own setting when not given.
        progress: called with the bytes done and the bytes in all.
    """
    from outspoken import coders

    report = CodeReport()
    codebook = workspace.codebook()
    settings = workspace.settings
    with workspace.lock(wait):
        lake = workspace.lake
        lake.sweep()
        built = coders.get(coder, codebook, workspace.world())
        held = lake.parts("codings", coder=coder, codebook=codebook.hash)
        wanted = {part: codings_part(part, built.version) for part in lake.parts("documents")}
        tasks = [
            Task(workspace.path, part, coder, codebook.hash, settings.home, codebook.parents)
            for part, name in sorted(wanted.items())
            if name not in held
        ]
        report.parts_before = len(wanted) - len(tasks)
        total, done = sum(task.size for task in tasks), 0
        if len(tasks) == 1 and workers is None:
            workers = 0  # Compiling the codebook once more would take longer than it saves.
        setup: Callable[[], Coder] = lambda: built  # noqa: E731
        if workers != 0:
            setup = partial(_start, coder, settings.codebook, settings.countries or None)
        for task, result in engine.run(
            code_part, tasks, setup=setup, workers=workers, engine=runs_on or settings.engine
        ):
            done += task.size
            progress(done, total)
            if isinstance(result, Coded):
                lake.commit("codings", result.name, coder=coder, codebook=codebook.hash)
                name = result.name + SUMMARY
                lake.commit("summaries", name, coder=coder, codebook=codebook.hash)
                report.parts += 1
                report.sentences += result.sentences
                report.coded += result.coded
                report.rights += result.rights
                continue
            died = InputError(task.part, f"crashed the coder {coder}", "report it")
            report.failed.append(died if isinstance(result, engine.WorkerDied) else result)
    return report


def _start(
    name: str, codebook: Path | None, countries: Mapping[str, Mapping[str, Any]] | None
) -> Coder:
    from outspoken import coders, world
    from outspoken.codebook import load

    return coders.get(name, load(codebook), world.load(countries))


def code_part(coder: Coder, task: Task) -> Coded | InputError:
    """Code one part and stage it; runs in a worker."""
    lake = Lake(task.root / "lake")
    rows: dict[str, list[Any]] = {name: [] for name in CODINGS.names}
    summed: list[dict[str, Any]] = []
    total = rights = 0
    for passage in passages(lake, task.part, task.home):
        total += len(passage.sentences)
        try:
            codings = coder.code(passage)
        except OutspokenError:
            raise  # An endpoint that does not answer, a wrong setting: nothing else would go well.
        except Exception as error:  # A fault of the coder over one document.
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            name = f"document {passage.document_id[:12]}"
            return InputError(name, f"broke the coder {task.coder} ({reason})", "report it")
        summed += summary_of(passage, codings, task.parents)
        for coding in codings:
            rights += any(hit.issue.startswith("HR_") for hit in coding.issues)
            rows["document_id"].append(passage.document_id)
            rows["issues"].append([asdict(hit) for hit in coding.issues])
            rows["rules"].append([asdict(rule) for rule in coding.rules])
            for name in PLAIN:
                rows[name].append(getattr(coding, name))
            rows["linkage"].append(coding.linkage.value)
            rows["target"].append(list(coding.target))
            rows["soft"].append([flag.value for flag in coding.soft])
            rows["cases"].append(list(coding.cases))
    name = codings_part(task.part, coder.version)
    table = pa.table(rows, schema=CODINGS)
    lake.stage("codings", name, table, coder=task.coder, codebook=task.codebook)
    sums = pa.Table.from_pylist(summed, SUMMARIES)
    lake.stage("summaries", name + SUMMARY, sums, coder=task.coder, codebook=task.codebook)
    return Coded(total, table.num_rows, rights, name)


def summary_of(
    passage: Passage, codings: Iterable[Coding], parents: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A document's rows of SUMMARIES."""
    by_n = {coding.n: coding for coding in codings}
    rows = cells(passage.text, passage.sentences, by_n, parents, passage.metadata.language)
    return [{"document_id": passage.document_id, **row} for row in rows]


def passages(lake: Lake, part: str, home: str) -> list[Passage]:
    """The documents of a part as a coder sees them."""
    documents = lake.read_part(
        "documents",
        part,
        [
            "document_id", "text", "title", "published_at", "published_on", "event_date", "place",
            "place_country", "publisher", "government", "genre", "principals", "counterparts",
            "language", "status",
        ],
    )  # fmt: skip
    table = lake.read_part("sentences", part)
    by_document: dict[str, list[Sentence]] = {}
    names = ["n", "turn", "paragraph", "start", "end", "words", "speaker", "role",
             "translated", "quoted", "joint", "missing"]  # fmt: skip
    roles = {role.value: role for role in Role}
    columns = [table[name].to_pylist() for name in names]
    for document_id, n, turn, paragraph, start, end, words, speaker, role, *flags in zip(
        table["document_id"].to_pylist(), *columns, strict=True
    ):
        by_document.setdefault(document_id, []).append(
            Sentence(n, turn, paragraph, start, end, words, speaker, roles[role], *flags)
        )
    found = []
    for row in documents.to_pylist():
        sentences = by_document.get(row["document_id"])
        if not sentences:
            continue
        metadata = Metadata(
            title=row["title"] or "",
            published_at=row["published_at"],
            published_on=row["published_on"],
            event_date=row["event_date"],
            place=row["place"] or "",
            place_country=row["place_country"] or "",
            publisher=row["publisher"] or "",
            government=row["government"] or "",
            genre=Genre(row["genre"] or ""),
            principals=tuple(Person(**p) for p in row["principals"] or ()),
            counterparts=tuple(Person(**p) for p in row["counterparts"] or ()),
            language=row["language"] or "",
        )
        found.append(
            Passage(
                document_id=row["document_id"],
                text=row["text"],
                sentences=tuple(sentences),
                metadata=metadata,
                home=metadata.government or home,
                targets=targets_of(metadata),
            )
        )
    return found


def estimate(workspace: Workspace) -> str:
    """What the language-model coder would ask for, over the parts that it has not coded."""
    from outspoken.coders.llm import LanguageModelCoder

    codebook = workspace.codebook()
    model = LanguageModelCoder(codebook, workspace.world())
    lake = workspace.lake
    held = lake.parts("codings", coder=model.name, codebook=codebook.hash)
    parts = sorted(lake.parts("documents"))
    todo = [p for p in parts if codings_part(p, model.version) not in held]
    found = [p for part in todo for p in passages(lake, part, workspace.settings.home)]
    return f"{model.endpoint.url}, {model.endpoint.model}: {model.estimate(found)}"
