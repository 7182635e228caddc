"""The coding stage: a part of sentences in, a part of codings out, by any coder.

Beside each part of codings goes its part of summaries, so that a series is a sum over few rows. A
part is coded once by each coder, codebook and coder version; what is there is never done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from outspoken import engine
from outspoken.codebook import Codebook
from outspoken.coders import Coder
from outspoken.coding.part import Coded, Task, code_part
from outspoken.coding.passages import passages
from outspoken.coding.reuse import Reuse, find_reuse, kept, remember
from outspoken.errors import InputError
from outspoken.lake import Lake, codings_part
from outspoken.workspace import LOCK_TIMEOUT, Workspace


@dataclass(slots=True)
class CodeReport:
    """What a coding run did. `failed` are parts of the record that could not be coded, and why."""

    parts: int = 0
    parts_before: int = 0
    sentences: int = 0
    kept: int = 0  # documents whose codings with an earlier codebook still hold
    coded: int = 0
    rights: int = 0
    failed: list[InputError] = field(default_factory=list)


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
        todo, report.parts_before = _todo(lake, coder, built.version, codebook)
        reuse = find_reuse(lake, coder, codebook, set(todo.values()))
        read = lake.listing("sentences")
        sizes = {part: read[part].files["sentences"].size if part in read else 0 for part in todo}
        tasks = [
            Task(
                lake,
                part,
                sizes[part],
                coder,
                codebook.hash,
                settings.home,
                codebook.parents,
                reuse,
            )
            for part in sorted(todo, key=lambda part: (-sizes[part], part))
        ]
        if tasks:
            remember(lake, coder, codebook)
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
                lake.commit(result.staged)
                report.parts += 1
                report.sentences += result.sentences
                report.kept += result.kept
                report.coded += result.coded
                report.rights += result.rights
                continue
            died = InputError(task.part, f"crashed the coder {coder}", "report it")
            report.failed.append(died if isinstance(result, engine.WorkerDied) else result)
    return report


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a run of `code` would do, and why."""

    parts: int
    parts_before: int
    documents: int
    touched: int  # of the documents in parts to code: with a term that changed
    reuse: Reuse | None


def explain(workspace: Workspace, *, coder: str = "lexicon") -> Explanation:
    """Look at what is to be coded without coding it."""
    from outspoken import coders

    codebook, lake = workspace.codebook(), workspace.lake
    built = coders.get(coder, codebook, workspace.world())
    todo, before = _todo(lake, coder, built.version, codebook)
    reuse = find_reuse(lake, coder, codebook, set(todo.values()))
    documents = touched = 0
    for part, name in todo.items():
        for at in range(lake.slices(part)):
            number = lake.read_part("documents", part, ["document_id"], slice_=at).num_rows
            old = kept(lake, part, name, at, coder, reuse) if reuse else None
            documents += number
            touched += len(old.anew) if old else number
    return Explanation(len(todo), before, documents, touched, reuse)


def _todo(lake: Lake, coder: str, version: str, codebook: Codebook) -> tuple[dict[str, str], int]:
    """Parts that this coder has not coded, with their codings' names; how many it has coded."""
    held = lake.parts("codings", coder=coder, codebook=codebook.hash)
    wanted = {part: codings_part(part, version) for part in sorted(lake.parts("documents"))}
    todo = {part: name for part, name in wanted.items() if name not in held}
    return todo, len(wanted) - len(todo)


def _start(
    name: str, codebook: Path | None, countries: Mapping[str, Mapping[str, Any]] | None
) -> Coder:
    from outspoken import coders, world
    from outspoken.codebook import load

    return coders.get(name, load(codebook), world.load(countries))


def estimate(workspace: Workspace) -> str:
    """What the language-model coder would ask for, over the parts that it has not coded."""
    from outspoken.coders.llm import LanguageModelCoder

    codebook, lake = workspace.codebook(), workspace.lake
    model = LanguageModelCoder(codebook, workspace.world())
    found = [
        passage
        for part in _todo(lake, model.name, model.version, codebook)[0]
        for passage in passages(lake, part, workspace.settings.home)
    ]
    return f"{model.endpoint.url}, {model.endpoint.model}: {model.estimate(found)}"
