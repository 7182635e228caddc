"""Sentences that people judged, followed through a re-extraction of their document.

When a document is read anew, its sentences may stand at other offsets. What people said of one is
found again by its words, within the same document: where exactly one sentence has them, or as many
as there were, in the same order. Everything else is reported and waits for a person; nothing is
moved on a guess, and nothing is dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.review.context import Key, part_of

if TYPE_CHECKING:
    from outspoken.lake import Lake

ASIDE = 1_000_000_000
"""Offset at which rows wait while others leave the places that they go to."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Stray:
    """A judged sentence that stands nowhere for certain, why, and where it might be now."""

    key: Key
    text: str
    why: str
    candidates: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class Anchors:
    """What became of the judged sentences: how many stand, which moved, which strayed."""

    standing: int = 0
    moved: dict[Key, Key] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sentence:
    n: int
    start: int
    end: int
    text: str


def look(lake: Lake) -> Anchors:
    """Where the judged sentences stand now; changes nothing."""
    found, judged = Anchors(), _judged()
    parts = part_of(lake)
    by_part: dict[str, dict[str, dict[Key, str]]] = {}
    for key, text in judged.items():
        if key[0] in parts:
            by_part.setdefault(parts[key[0]], {}).setdefault(key[0], {})[key] = text
        else:
            found.strays.append(Stray(key, text, "its document is not in the record"))
    for part, documents in sorted(by_part.items()):
        sentences = _sentences(lake, part, documents)
        for document, own in sorted(documents.items()):
            _follow(own, sentences.get(document, []), found)
    _wait(found, judged)
    return found


def follow(lake: Lake, *, by: str) -> Anchors:
    """Move what people said to where their sentences stand now, each move in the log."""
    from django.db import transaction

    from outspoken.desk.models import Change

    with transaction.atomic():
        found = look(lake)
        _move(found.moved, _numbers(lake, found.moved.values()))
        for old, new in found.moved.items():
            Change.objects.create(
                by=by,
                action="review.moved",
                subject=f"{old[0][:16]}:{old[1]}-{old[2]}",
                before={"start": old[1], "end": old[2]},
                after={"start": new[1], "end": new[2], "why": "same words in the same document"},
            )
    return found


def place(lake: Lake, key: Key, start: int, end: int, *, by: str) -> None:
    """Say where a strayed sentence stands now: a person's decision.

    Raises:
        DeskError: it has not strayed, or no sentence stands there.
    """
    from django.db import transaction

    from outspoken.desk.models import Change

    with transaction.atomic():
        stray = next((one for one in look(lake).strays if one.key == key), None)
        if stray is None:
            raise DeskError("this sentence", "has not strayed", "leave it where it is")
        part = part_of(lake).get(key[0])
        sentences = _sentences(lake, part, [key[0]]).get(key[0], []) if part else []
        goal = next((s for s in sentences if (s.start, s.end) == (start, end)), None)
        if goal is None:
            raise DeskError(f"{start}-{end}", "is no sentence of that document", "choose another")
        new = (key[0], start, end)
        if new in _judged():
            raise DeskError("that sentence", "has answers of its own", "choose another")
        _move({key: new}, {new: goal.n}, text=goal.text)
        Change.objects.create(
            by=by,
            action="review.placed",
            subject=f"{key[0][:16]}:{key[1]}-{key[2]}",
            before={"start": key[1], "end": key[2], "text": stray.text},
            after={"start": start, "end": end, "text": goal.text},
        )


def _follow(own: Mapping[Key, str], sentences: Sequence[_Sentence], found: Anchors) -> None:
    at = {(s.start, s.end): s for s in sentences}
    lost: dict[str, list[Key]] = {}
    taken: set[tuple[int, int]] = set()
    for key, text in sorted(own.items()):
        here = at.get(key[1:])
        if here is not None and _same(here.text) == _same(text):
            found.standing += 1
            taken.add(key[1:])
        else:
            lost.setdefault(_same(text), []).append(key)
    for words, keys in lost.items():
        same = [s for s in sentences if _same(s.text) == words and (s.start, s.end) not in taken]
        if len(same) == len(keys):
            for key, goal in zip(keys, same, strict=True):
                found.moved[key] = (key[0], goal.start, goal.end)
            continue
        for key in keys:
            near = same or _near(words, sentences)
            why = (
                f"its words stand {len(same)} times in the document"
                if same
                else "no sentence of the document has its words"
            )
            shown = tuple((s.start, s.end, s.text) for s in near[:SHOWN])
            found.strays.append(Stray(key, own[key], why, shown))


def _wait(found: Anchors, judged: Mapping[Key, str]) -> None:
    """What would go where something strayed still stands waits until that has its place."""
    held = {stray.key for stray in found.strays}
    while blocked := [(old, new) for old, new in found.moved.items() if new in held]:
        for old, new in blocked:
            del found.moved[old]
            why = "its new place is held by another that has strayed: place that first"
            goal = (new[1], new[2], judged[old])
            found.strays.append(Stray(old, judged[old], why, (goal,)))
            held.add(old)


def _near(words: str, sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """Sentences that hold part of the words, or are held by them: cut in another way."""
    wanted = set(words.casefold().split())
    scored = []
    for sentence in sentences:
        have = set(sentence.text.casefold().split())
        overlap = len(wanted & have) / max(len(wanted | have), 1)
        text = _same(sentence.text)
        if overlap >= 0.4 or words in text or (len(have) > 2 and text in words):
            scored.append((-overlap, sentence.start, sentence))
    return [sentence for _, _, sentence in sorted(scored, key=lambda entry: entry[:2])]


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _tables() -> tuple[Any, ...]:
    from outspoken.desk.models import Review, SampledSentence, VerdictSentence

    return Review, SampledSentence, VerdictSentence


def _judged() -> dict[Key, str]:
    """Every sentence that a person's work points to, with its words."""
    found: dict[Key, str] = {}
    for table in _tables():
        for document, start, end, text in table.objects.values_list(
            "document_id", "start", "end", "text"
        ):
            found.setdefault((document, start, end), text)
    return found


def _sentences(lake: Lake, part: str, documents: Iterable[str]) -> dict[str, list[_Sentence]]:
    """The sentences of some documents of a part."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = lake.read_part("sentences", part, ["document_id", "n", "start", "end", "text"])
    chosen = table.filter(pc.is_in(table["document_id"], pa.array(sorted(documents))))
    found: dict[str, list[_Sentence]] = {}
    for row in chosen.to_pylist():
        sentence = _Sentence(row["n"], row["start"], row["end"], row["text"])
        found.setdefault(row["document_id"], []).append(sentence)
    return found


def _numbers(lake: Lake, keys: Iterable[Key]) -> dict[Key, int]:
    parts = part_of(lake)
    by_part: dict[str, set[str]] = {}
    for key in keys:
        by_part.setdefault(parts[key[0]], set()).add(key[0])
    return {
        (document, sentence.start, sentence.end): sentence.n
        for part, documents in by_part.items()
        for document, sentences in _sentences(lake, part, documents).items()
        for sentence in sentences
    }


def _move(moves: Mapping[Key, Key], numbers: Mapping[Key, int], text: str | None = None) -> None:
    for table in _tables():
        for document, start, end in moves:
            rows = table.objects.filter(document_id=document, start=start, end=end)
            rows.update(start=start + ASIDE, end=end + ASIDE)
        for old, new in moves.items():
            rows = table.objects.filter(
                document_id=old[0], start=old[1] + ASIDE, end=old[2] + ASIDE
            )
            values: dict[str, Any] = {"start": new[1], "end": new[2], "n": numbers[new]}
            rows.update(**values, **({} if text is None else {"text": text}))
