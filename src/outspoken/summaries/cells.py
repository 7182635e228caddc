"""A document's coded sentences, added up: one row of SUMMARIES for each role and target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outspoken.model import SELF, Coding, Role, Sentence
from outspoken.summaries.courtesy import is_courtesy
from outspoken.summaries.tally import ASKING, RIGHTS, Tally, add, plain, tally

COUNTS = (
    "sentences", "words", "courtesy_sentences", "courtesy_words", "opening_words", "volunteered",
    "prompted", "unaskable", "prompted_wide", "softened", "disclaimed", "euphemisms", "asked",
    "answered",
)  # fmt: skip
"""Columns that are plain counts, under the same name in a tally."""
LEVELS = 6
SPECIFICS = 5


@dataclass(slots=True)
class Cell:
    """The sum of a role's sentences on one target, with what is no sum: places and runs."""

    total: Tally = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    runs: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Speaker:
    """Where a role stands in the document: words so far, whether anyone has asked since."""

    said: int = 0
    asked: bool = False
    run: list[int] | None = None
    last: tuple[int, int] = (-1, -2)  # turn, n of the last rights sentence


def cells(
    text: str,
    sentences: Sequence[Sentence],
    codings: Mapping[int, Coding],
    parents: Mapping[str, str],
    language: str = "",
) -> list[dict[str, Any]]:
    """Rows of SUMMARIES for a document, without its id.

    Args:
        text: of the document.
        sentences: all of its sentences, in order.
        codings: by the sentence's n.
        parents: issue -> agenda.
        language: of the text; courtesies are known in English (or where unknown) only.
    """
    found: dict[tuple[str, tuple[str, ...], bool], Cell] = {}
    speakers: dict[Role, _Speaker] = {}
    english = language in ("", "en")
    for sentence in sentences:
        if sentence.role in ASKING:
            for role, other in speakers.items():
                other.asked = other.asked or role != sentence.role
        if sentence.quoted:
            continue
        speaker = speakers.setdefault(sentence.role, _Speaker())
        coding = codings.get(sentence.n)
        if coding is None:
            said = text[sentence.start : sentence.end]
            counts = plain(sentence.words, english and is_courtesy(said, sentence.words))
            target: tuple[str, ...] = ()
        else:
            counts = tally(sentence.words, sentence.role, coding, parents)
            target = coding.target
        cell = found.setdefault((sentence.role.value, target, sentence.joint), Cell())
        add(cell.total, counts)
        if not speaker.asked:
            add(cell.total, {"opening_words": sentence.words})
        if coding is not None:
            _places(cell, counts, speaker.said)
            if f"agenda:{RIGHTS}:sentences" in counts and target != (SELF,):
                _run(cell, speaker, sentence)
        speaker.said += sentence.words
    return [
        _row(role, target, joint, cell) for (role, target, joint), cell in sorted(found.items())
    ]


def _places(cell: Cell, counts: Tally, said: int) -> None:
    for name in counts:
        kind, _, rest = name.partition(":")
        if kind in ("agenda", "issue") and rest.endswith(":sentences"):
            cell.before.setdefault(name.removesuffix(":sentences"), said)


def _run(cell: Cell, speaker: _Speaker, sentence: Sentence) -> None:
    """Lengthen the run of rights sentences, or begin one in this cell."""
    if speaker.run is not None and speaker.last == (sentence.turn, sentence.n - 1):
        speaker.run[-1] += 1
    else:
        cell.runs.append(1)
        # A run is kept in the cell where it began; runs that go on in other cells lengthen it there.
        speaker.run = cell.runs
    speaker.last = (sentence.turn, sentence.n)


def _row(role: str, target: tuple[str, ...], joint: bool, cell: Cell) -> dict[str, Any]:
    total = cell.total
    row: dict[str, Any] = {name: int(total.get(name, 0)) for name in COUNTS}
    row.update(role=role, target=list(target), joint=joint, runs=cell.runs)
    row["agendas"] = [
        {
            "agenda": name,
            "credit": total[f"agenda:{name}:credit"],
            "credited_words": total[f"agenda:{name}:credited_words"],
            **_of(total, f"agenda:{name}", cell.before),
        }
        for name in _names(total, "agenda")
    ]
    row["issues"] = [
        {"issue": name, **_of(total, f"issue:{name}", cell.before)}
        for name in _names(total, "issue")
    ]
    row["comparators"] = _levels(total, "comparators")
    for column, kind in (("linkage", "linkage"), ("soft", "soft"), ("cases", "case")):
        row[column] = [
            {"name": name, "sentences": int(total[f"{kind}:{name}"])}
            for name in dict.fromkeys(
                key.partition(":")[2] for key in total if key.startswith(f"{kind}:")
            )
        ]
    row["specificity"] = [int(total.get(f"specificity:{k}", 0)) for k in range(SPECIFICS)]
    return row


def _names(total: Tally, kind: str) -> list[str]:
    end = ":sentences"
    return [
        k[len(kind) + 1 : -len(end)] for k in total if k.startswith(kind + ":") and k.endswith(end)
    ]


def _of(total: Tally, name: str, before: Mapping[str, int]) -> dict[str, Any]:
    return {
        "sentences": int(total[f"{name}:sentences"]),
        "words": int(total[f"{name}:words"]),
        "before": before[name],
        "firmness": _levels(total, name),
    }


def _levels(total: Tally, name: str) -> list[int]:
    counts = [int(total.get(f"{name}:f{level}", 0)) for level in range(LEVELS)]
    return counts if any(counts) else []
