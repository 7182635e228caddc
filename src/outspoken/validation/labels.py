"""Labelled sentences, and one answer to each: what people said, and what a coder said.

A labelled row is a row of `annotate` (`text`, `before`, `after`, `title`, `speaker`, `home`, ...)
that also carries people's answers: `issues`, `target` ("CHN+RUS", "SELF", "GENERIC", ""),
`firmness` (0-5 or null), `linkage`, and optionally `soft`, `cases`, `stratum`, `path`, and
`probability`: the chance in (0, 1] with which the sentence was drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outspoken.annotate import annotate_row
from outspoken.coders import Coder
from outspoken.errors import InputError
from outspoken.model import Coding, Passage
from outspoken.world import World


@dataclass(frozen=True, slots=True)
class Answer:
    """What one coder says of one sentence.

    `evidence` maps an issue to the words that show it; `rules` say in words what decided each field.
    """

    issues: frozenset[str]
    target: frozenset[str]
    firmness: int | None
    linkage: str
    evidence: Mapping[str, str]
    rules: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        """The rights issues alone."""
        return frozenset(issue for issue in self.issues if issue.startswith("HR_"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with people's answer; `document` groups sentences of one document.

    `weight` is how many sentences it stands for: one over its probability of being drawn.
    """

    id: str
    row: Mapping[str, Any]
    document: str
    stratum: str
    answer: Answer
    weight: float = 1.0


def read_labels(path: Path) -> list[Labelled]:
    """Labelled sentences of a JSONL file.

    Raises:
        InputError: unreadable, not JSON, or a row without the fields; names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "give a JSONL file") from None
    labelled = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name = f"{path.name} line {number}"
        try:
            row = json.loads(line)
            labelled.append(_labelled(row, number))
        except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(
                name, f"is no labelled sentence ({error})", "see 'outspoken validate --help'"
            ) from None
    if not labelled:
        raise InputError(str(path), "holds no labelled sentence", "give a JSONL file with labels")
    return labelled


def _labelled(row: Mapping[str, Any], number: int) -> Labelled:
    target = row["target"] or ""
    parts = target if isinstance(target, list) else target.split("+")
    firmness = row["firmness"]
    probability = float(row.get("probability") or 1)
    if not 0 < probability <= 1:
        raise ValueError(f"probability {probability} is not in (0, 1]")
    return Labelled(
        id=str(row.get("id", number)),
        row=row,
        document=str(row.get("path", row.get("id", number))),
        stratum=str(row.get("stratum", "")),
        answer=Answer(
            issues=frozenset(str(issue) for issue in row["issues"]),
            target=frozenset(part for part in parts if part),
            firmness=None if firmness is None else int(firmness),
            linkage=str(row.get("linkage") or ""),
            evidence={},
        ),
        weight=1 / probability,
    )


@dataclass(slots=True)
class _Listener:
    """Stands before a coder and keeps the passage and the codings of the last row."""

    coder: Coder
    passage: Passage | None = None
    codings: list[Coding] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.coder.name

    @property
    def version(self) -> str:
        return self.coder.version

    def code(self, passage: Passage) -> list[Coding]:
        self.passage, self.codings = passage, self.coder.code(passage)
        return self.codings


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled sentence in its passage (number `n`), with a coder's codings of the passage."""

    item: Labelled
    passage: Passage
    n: int
    codings: tuple[Coding, ...]


def examples(labelled: Sequence[Labelled], coder: Coder, world: World) -> Iterator[Example]:
    """Labelled sentences as a coder sees them: the sentence and its context, never a label."""
    given = ("id", "text", "before", "after", "title", "date", "speaker", "home")
    for item in labelled:
        row = {"before": "", "after": ""} | {k: item.row[k] for k in given if k in item.row}
        listener = _Listener(coder)
        for _ in annotate_row(row, listener, world, name=item.id):
            pass
        if listener.passage is not None:
            n = 1 if str(row["before"] or "").strip() else 0
            yield Example(item, listener.passage, n, tuple(listener.codings))


def answers(
    labelled: Sequence[Labelled], coder: Coder, world: World
) -> Iterator[tuple[Labelled, Answer]]:
    """A coder's answers to labelled sentences."""
    for example in examples(labelled, coder, world):
        yield example.item, answer_of(example, example.codings)


def answer_of(example: Example, codings: Sequence[Coding]) -> Answer:
    """The answer in codings of an example's passage."""
    text = example.passage.text
    coding = next((coding for coding in codings if coding.n == example.n), None)
    if coding is None:
        return Answer(frozenset(), frozenset(), None, "", {})
    evidence: dict[str, str] = {}
    rules = []
    for hit in coding.issues:
        evidence.setdefault(hit.issue, text[hit.start : hit.end])
        rules.append(f"{hit.issue}: {hit.tier} {hit.term}".rstrip())
    for rule in coding.rules:
        words = f" “{text[rule.start : rule.end]}”" if rule.start < rule.end else ""
        rules.append(f"{rule.field}: {rule.rule}{words}")
    return Answer(
        issues=frozenset(evidence),
        target=frozenset(coding.target),
        firmness=coding.firmness,
        linkage=coding.linkage.value,
        evidence=evidence,
        rules=tuple(rules),
    )
