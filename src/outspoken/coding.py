"""The coding stage: a part of sentences in, a part of codings out, by any coder.

A part is coded once by each coder, codebook and coder version; what is there is never done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from outspoken import engine
from outspoken.coders import Coder
from outspoken.errors import InputError
from outspoken.lake import Lake
from outspoken.model import CODINGS, Genre, Metadata, Passage, Person, Role, Sentence
from outspoken.workspace import Workspace


@dataclass(slots=True)
class CodeReport:
    """What a coding run did."""

    parts: int = 0
    parts_before: int = 0
    sentences: int = 0
    coded: int = 0
    rights: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the lake to code."""

    root: Path
    part: str
    coder: str
    codebook: str
    version: str
    home: str


def code(
    workspace: Workspace,
    *,
    coder: str = "lexicon",
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> CodeReport:
    """Code what this coder has not coded yet with the workspace's codebook.

    Args:
        workspace: whose sentences.
        coder: a name of the registry.
        workers: processes; one for each core when not given.
        progress: called with parts done and parts in all.
    """
    from outspoken import coders

    codebook = workspace.codebook()
    version = coders.get(coder, codebook, workspace.world()).version
    report = CodeReport()
    with workspace.lock():
        lake = workspace.lake
        held = lake.parts("codings", coder=coder, codebook=codebook.hash)
        wanted = {part: f"{part}-{version}" for part in lake.parts("documents")}
        todo = sorted(part for part, name in wanted.items() if name not in held)
        report.parts_before = len(wanted) - len(todo)
        tasks = [
            Task(workspace.path, part, coder, codebook.hash, version, workspace.settings.home)
            for part in todo
        ]
        initargs = (coder, workspace.settings.codebook, workspace.settings.countries or None)
        for task, outcome in engine.run(
            code_part,
            tasks,
            workers=1 if len(tasks) < 2 else workers,
            initializer=_start_worker,
            initargs=initargs,
        ):
            if isinstance(outcome, engine.WorkerDied):
                raise InputError(task.part, "crashed the coder", "report it with this part's name")
            sentences, coded, rights = outcome
            report.parts += 1
            report.sentences += sentences
            report.coded += coded
            report.rights += rights
            progress(report.parts, len(tasks))
        # What another version of the coder, or a part that is gone, left behind.
        for stale in held - set(wanted.values()):
            folder = lake.folder("codings", coder=coder, codebook=codebook.hash)
            (folder / f"{stale}.parquet").unlink(missing_ok=True)
    return report


_coder: Coder | None = None


def _start_worker(
    name: str, codebook: Path | None, countries: Mapping[str, Mapping[str, Any]] | None
) -> None:
    global _coder  # noqa: PLW0603 - one coder a process, compiled once
    from outspoken import coders, world
    from outspoken.codebook import load

    _coder = coders.get(name, load(codebook), world.load(countries))


def code_part(task: Task) -> tuple[int, int, int]:
    """Code one part; runs in a worker. Returns sentences, sentences coded, rights sentences."""
    assert _coder is not None
    lake = Lake(task.root / "lake")
    rows: dict[str, list[Any]] = {name: [] for name in CODINGS.names}
    total = rights = 0
    for passage in passages(lake, task.part, task.home):
        total += len(passage.sentences)
        for coding in _coder.code(passage):
            rights += any(hit.issue.startswith("HR_") for hit in coding.issues)
            rows["document_id"].append(passage.document_id)
            rows["issues"].append([asdict(hit) for hit in coding.issues])
            rows["rules"].append([asdict(rule) for rule in coding.rules])
            for name in (
                "n", "start", "end", "firmness", "mode", "voice", "disclaimed", "specificity",
                "prompted", "prompted_wide", "answered",
            ):  # fmt: skip
                rows[name].append(getattr(coding, name))
            rows["linkage"].append(coding.linkage.value)
            rows["target"].append(list(coding.target))
            rows["soft"].append([flag.value for flag in coding.soft])
            rows["cases"].append(list(coding.cases))
    table = pa.table(rows, schema=CODINGS)
    name = f"{task.part}-{task.version}"
    lake.write_part("codings", name, table, coder=task.coder, codebook=task.codebook)
    return total, table.num_rows, rights


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


def targets_of(metadata: Metadata) -> tuple[str, ...]:
    """The counterparts' countries of a document, without its own government's."""
    countries = (person.country for person in metadata.counterparts)
    return tuple(dict.fromkeys(c for c in countries if c and c != metadata.government))


def estimate(workspace: Workspace) -> str:
    """What the language-model coder would ask for, over the parts that it has not coded."""
    from outspoken.coders.llm import LanguageModelCoder

    codebook = workspace.codebook()
    model = LanguageModelCoder(codebook, workspace.world())
    lake = workspace.lake
    held = lake.parts("codings", coder=model.name, codebook=codebook.hash)
    todo = [p for p in sorted(lake.parts("documents")) if f"{p}-{model.version}" not in held]
    found = [p for part in todo for p in passages(lake, part, workspace.settings.home)]
    return f"{model.endpoint.url}, {model.endpoint.model}: {model.estimate(found)}"
