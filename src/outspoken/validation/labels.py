"""Labelled sentences, and one answer to each: what people said, and what a coder said.

A labelled row is a row of `annotate` (`text`, `before`, `after`, `title`, `speaker`, `home`, ...)
that also carries people's answers: `issues`, `target` ("CHN+RUS", "SELF", "GENERIC", ""),
`firmness` (0-5 or null), `linkage`, and optionally `soft`, `cases`, `stratum`, `path`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outspoken.annotate import annotate_row
from outspoken.coders import Coder
from outspoken.errors import InputError
from outspoken.world import World


@dataclass(frozen=True, slots=True)
class Answer:
    """What one coder says of one sentence. `evidence` maps an issue to the words that show it."""

    issues: frozenset[str]
    target: frozenset[str]
    firmness: int | None
    linkage: str
    evidence: Mapping[str, str]

    @property
    def rights(self) -> frozenset[str]:
        """The rights issues alone."""
        return frozenset(issue for issue in self.issues if issue.startswith("HR_"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with people's answer; `document` groups sentences of one document."""

    id: str
    row: Mapping[str, Any]
    document: str
    stratum: str
    answer: Answer


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
    )


def answers(
    labelled: Sequence[Labelled], coder: Coder, world: World
) -> Iterator[tuple[Labelled, Answer]]:
    """A coder's answers to labelled sentences; it sees the sentence and its context, no label."""
    given = ("id", "text", "before", "after", "title", "date", "speaker", "home")
    for item in labelled:
        row = {"before": "", "after": ""} | {k: item.row[k] for k in given if k in item.row}
        (line,) = annotate_row(row, coder, world, name=item.id)
        evidence: dict[str, str] = {}
        for hit in line["issues"]:
            evidence.setdefault(hit["issue"], hit["evidence"])
        yield (
            item,
            Answer(
                issues=frozenset(evidence),
                target=frozenset(line["target"]),
                firmness=line["firmness"],
                linkage=line["linkage"],
                evidence=evidence,
            ),
        )
