"""The instrument's bare face: documents or rows in, one JSON object a sentence out.

No workspace is needed and nothing is stored. A row (`.jsonl`, `.csv`) has `text` and optionally
`id`, `before`, `after`, `title`, `date`, `speaker`, `home`, `target`. A row that carries `before`
or `after` (even empty) is one sentence, taken as it stands; any other row is cut into sentences,
and one without a speaker is read as a whole document, labels and all.

`start` and `end`, of sentences and of issues alike, count code points in the text that was given:
the row's `text`, or the document's text as extracted. `evidence` is `text[start:end]`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateutil import parser as date_parser

from outspoken.coders import Coder
from outspoken.errors import InputError, OutspokenError
from outspoken.model import (
    Coding,
    Extracted,
    Metadata,
    Passage,
    Role,
    Sentence,
    Span,
    targets_of,
)
from outspoken.world import World

Row = Mapping[str, Any]
Line = dict[str, Any]

ROW_ENDINGS = (".jsonl", ".ndjson", ".csv")


def annotate_path(path: Path, coder: Coder, world: World) -> Iterator[Line | InputError]:
    """Annotate one file; a bad row or document comes out as an InputError in its place."""
    if path.suffix.lower() in ROW_ENDINGS:
        for number, row in _rows(path):
            if isinstance(row, InputError):
                yield row
                continue
            try:
                yield from annotate_row(row, coder, world, name=f"{path.name} row {number}")
            except InputError as error:
                yield error
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        yield InputError(str(path), f"cannot be read ({error.strerror})", "check path and rights")
        return
    try:
        yield from annotate_document(content, path.name, coder, world)
    except InputError as error:
        yield error


def annotate_document(
    content: bytes, name: str, coder: Coder, world: World, *, home: str = ""
) -> Iterator[Line]:
    """Annotate one document of any supported format.

    Raises:
        InputError: the bytes cannot be read as a document.
    """
    from outspoken.extract import extract
    from outspoken.extract.heading import read_heading

    extracted = extract(content, name=name)
    metadata = read_heading(extracted.metadata, extracted.text, world)
    extracted = Extracted(extracted.text, metadata, extracted.bold)
    yield from _lines(_passage(extracted, name, home, (), world), coder, name, "")


def annotate_row(row: Row, coder: Coder, world: World, *, name: str = "row") -> Iterator[Line]:
    """Annotate one row of a table.

    Raises:
        InputError: the row has no text, or a field of the wrong kind.
    """
    text = _field(row, "text", name)
    if not text.strip():
        raise InputError(name, "has no text", "give each row a field 'text'")
    home = _field(row, "home", name).upper()
    targets = _targets(row.get("target"), name)
    identity = str(row["id"]) if row.get("id") is not None else ""
    metadata = _metadata(row, home, world, name)
    targets = targets or targets_of(metadata)
    speaker = _field(row, "speaker", name)
    home = home or _home_of(speaker, metadata, world)
    if "before" in row or "after" in row:
        before, after = _flat(_field(row, "before", name)), _flat(_field(row, "after", name))
        passage, wanted, shift = _in_context(
            before, _flat(text), after, speaker, metadata, home, targets, world
        )
        yield from _lines(passage, coder, name, identity, only=wanted, shift=shift)
        return
    if speaker:
        passage = _one_voice(text, speaker, metadata, home, targets, world)
    else:
        passage = _passage(Extracted(_flat_lines(text), metadata), name, home, targets, world)
    yield from _lines(passage, coder, name, identity)


def read_coder(name: str = "lexicon", codebook: Path | None = None) -> tuple[Coder, World]:
    """The coder and the world that `annotate` uses when no workspace is at hand."""
    from outspoken import coders, world
    from outspoken.codebook import load

    countries = world.load(None)
    return coders.get(name, load(codebook), countries), countries


def _rows(path: Path) -> Iterator[tuple[int, Row | InputError]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        yield 0, InputError(str(path), f"cannot be read ({error.strerror})", "check path, rights")
        return
    except UnicodeDecodeError:
        yield 0, InputError(path.name, "is not UTF-8", "save the table as UTF-8 and try again")
        return
    if path.suffix.lower() == ".csv":
        yield from enumerate(csv.DictReader(io.StringIO(text)), start=1)
        return
    # Not splitlines(): JSON strings may hold U+2028 and the like.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            yield number, InputError(f"{path.name} row {number}", "is not JSON", "mend that line")
            continue
        if not isinstance(row, dict):
            yield (
                number,
                InputError(f"{path.name} row {number}", "is not a JSON object", "mend that line"),
            )
            continue
        yield number, row


def _field(row: Row, field: str, name: str) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(name, f"field '{field}' is not text", "give it as a string")
    return value


def _targets(value: object, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, list) else str(value).replace("+", ",").split(",")
    codes = tuple(str(part).strip().upper() for part in parts if str(part).strip())
    for code in codes:
        if len(code) != 3 or not code.isalpha():
            raise InputError(name, f"target {code!r} is no ISO3 code", "write it as in CHN")
    return codes


def _home_of(speaker: str, metadata: Metadata, world: World) -> str:
    """Whose government speaks, where nobody says: the named speaker's, else the title's official's."""
    official = world.official(speaker, metadata.published_on) if speaker else None
    if official is not None:
        return official.country
    return next((person.country for person in metadata.principals if person.country), "")


def _metadata(row: Row, home: str, world: World, name: str) -> Metadata:
    from outspoken.extract.heading import read_heading

    published = None
    if row.get("date"):
        try:
            published = date_parser.isoparse(str(row["date"]))
        except ValueError:
            raise InputError(
                name, f"date {row['date']!r} is no ISO date", "use 2013-04-13"
            ) from None
    metadata = Metadata(
        title=_field(row, "title", name),
        government=home,
        published_at=published,
        published_on=published.date() if published else None,
    )
    return read_heading(metadata, "", world)


def _flat(text: str) -> str:
    """One paragraph of the same length: line breaks become spaces."""
    return text.replace("\n", " ").replace("\r", " ")


def _flat_lines(text: str) -> str:
    return text.replace("\r", " ")


def _passage(
    extracted: Extracted, name: str, home: str, targets: tuple[str, ...], world: World
) -> Passage:
    from outspoken.transcript import read

    metadata = extracted.metadata
    transcript = read(extracted, home=home or metadata.government, world=world)
    return Passage(
        document_id=name,
        text=extracted.text,
        sentences=transcript.sentences,
        metadata=metadata,
        home=home or metadata.government,
        targets=targets or targets_of(metadata),
    )


def _one_voice(
    text: str,
    speaker: str,
    metadata: Metadata,
    home: str,
    targets: tuple[str, ...],
    world: World,
) -> Passage:
    from outspoken.transcript import role_of
    from outspoken.transcript.sentences import split

    role = role_of(speaker, metadata, home=home, world=world)
    sentences = tuple(
        _sentence(n, 0, span, text, speaker, role)
        for n, span in enumerate(split(text, Span(0, len(text))))
    )
    return Passage("row", text, sentences, metadata, home, targets)


def _in_context(
    before: str,
    text: str,
    after: str,
    speaker: str,
    metadata: Metadata,
    home: str,
    targets: tuple[str, ...],
    world: World,
) -> tuple[Passage, int, int]:
    """A passage of the neighbours and the sentence; which sentence is wanted; where it starts."""
    from outspoken.transcript import role_of

    role = role_of(speaker, metadata, home=home, world=world)
    parts = [before, text, after]
    whole = "\n".join(parts)
    sentences: list[Sentence] = []
    at = 0
    wanted, shift = 0, 0
    for position, part in enumerate(parts):
        if position == 1:
            wanted, shift = len(sentences), at
        if part.strip():
            lead = len(part) - len(part.lstrip())
            span = Span(at + lead, at + len(part.rstrip()))
            sentences.append(_sentence(len(sentences), 0, span, whole, speaker, role))
        at += len(part) + 1
    return Passage("row", whole, tuple(sentences), metadata, home, targets), wanted, shift


def _sentence(n: int, turn: int, span: Span, text: str, speaker: str, role: Role) -> Sentence:
    words = len(text[span.start : span.end].split())
    return Sentence(n, turn, turn, span.start, span.end, words, speaker, role)


def _lines(
    passage: Passage,
    coder: Coder,
    name: str,
    identity: str,
    *,
    only: int | None = None,
    shift: int = 0,
) -> Iterator[Line]:
    codings = {coding.n: coding for coding in coder.code(passage)}
    sentences: Iterable[Sentence] = passage.sentences
    if only is not None:
        sentences = [passage.sentences[only]]
    for sentence in sentences:
        coding = codings.get(sentence.n) or Coding(sentence.n, sentence.start, sentence.end)
        yield _line(passage.text, sentence, coding, name, identity, shift, only is not None)


def _line(
    text: str,
    sentence: Sentence,
    coding: Coding,
    name: str,
    identity: str,
    shift: int,
    alone: bool,
) -> Line:
    return {
        "id": identity or f"{name}:{sentence.start - shift}-{sentence.end - shift}",
        "doc": name,
        "turn": sentence.turn,
        "n": 0 if alone else sentence.n,
        "speaker": sentence.speaker,
        "role": sentence.role.value,
        "text": text[sentence.start : sentence.end],
        "start": sentence.start - shift,
        "end": sentence.end - shift,
        "words": sentence.words,
        "issues": [
            {
                "issue": hit.issue,
                "start": hit.start - shift,
                "end": hit.end - shift,
                "evidence": text[hit.start : hit.end],
                "tier": hit.tier,
            }
            for hit in coding.issues
        ],
        "target": list(coding.target),
        "firmness": coding.firmness,
        "mode": coding.mode,
        "linkage": coding.linkage.value,
        "soft": [flag.value for flag in coding.soft],
        "cases": list(coding.cases),
        "prompted": coding.prompted,
    }


__all__ = ["OutspokenError", "annotate_document", "annotate_path", "annotate_row", "read_coder"]
