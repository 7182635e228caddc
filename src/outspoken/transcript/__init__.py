"""Text to turns (speaker, role) and sentences: the seven rules of method section 1."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from outspoken.model import (
    Extracted,
    Genre,
    Metadata,
    Role,
    Sentence,
    Span,
    Speaker,
    Transcript,
)
from outspoken.transcript.directions import MISSING
from outspoken.transcript.labels import find_labels, paragraphs
from outspoken.transcript.sentences import split_counted
from outspoken.transcript.speakers import (
    PARTNER_TURNS,
    Named,
    Voice,
    called,
    family_of_label,
    identify,
    is_bare,
    misspelt,
)
from outspoken.transcript.turns import Turn, read_turns
from outspoken.transcript.voice import quoted, readout_roles
from outspoken.world import World

FRONT = ""
"""The speaker of what stands before the first label."""
_BY_SPOKESPERSON = re.compile(
    r"(?:joint )?statement (?:by|from|of) .{0,40}(?:press secretary|spokes\w+)", re.I
)
HEADING_WORDS = 12
"""Before the first label, shorter paragraphs are place, time and title, nobody's words."""


def read(
    extracted: Extracted,
    *,
    home: str = "",
    world: World,
    corrections: Mapping[str, Role] | None = None,
) -> Transcript:
    """Turns, sentences and the speaker table of a document.

    Args:
        extracted: the text, what is known of it, and its bold beginnings of paragraphs.
        home: ISO3 of the government whose text it is, where the metadata do not say.
        world: known officials.
        corrections: label -> role, by a person; they go before every rule.
    """
    metadata = extracted.metadata
    home = metadata.government or home
    labels = find_labels(extracted.text, extracted.bold, metadata.genre)
    language = metadata.language or "en"
    if not labels:
        return _one_voice(extracted.text, metadata, home, language)
    turns, before = read_turns(extracted.text, labels)
    pieces = [
        [piece for span in turn.spans for piece in split_counted(extracted.text, span, language)]
        for turn in turns
    ]
    table = _speaker_table(extracted.text, turns, pieces, metadata, home, world, corrections or {})
    sentences = _front(extracted.text, before, metadata, language)
    shift = 1 if sentences else 0
    paragraph_of = _paragraph_numbers(extracted.text)
    for turn, found in zip(turns, pieces, strict=True):
        named = table[turn.label]
        for span, words in found:
            text = extracted.text[span.start : span.end]
            sentences.append(
                Sentence(
                    n=len(sentences),
                    turn=turn.number + shift,
                    paragraph=paragraph_of(span.start),
                    start=span.start,
                    end=span.end,
                    words=words,
                    speaker=turn.label,
                    role=named.role,
                    translated=turn.translated,
                    quoted=named.role is not Role.JOURNALIST and quoted(text),
                    missing=bool(MISSING.search(text)) if "(" in text or "[" in text else False,
                )
            )
    sentences.sort(key=lambda s: s.start)
    sentences = [s._replace(n=n) for n, s in enumerate(sentences)]
    return Transcript(tuple(sentences), _speakers(turns, pieces, table))


def role_of(speaker: str, metadata: Metadata, *, home: str, world: World) -> Role:
    """The role of a single speaker, where the rest of the document is not at hand."""
    if not speaker:
        if metadata.genre in (Genre.STATEMENT, Genre.FACTSHEET, Genre.BRIEFING, Genre.BACKGROUND):
            return Role.OFFICIAL
        return Role.PRINCIPAL if metadata.principals else Role.OFFICIAL if home else Role.UNKNOWN
    return identify(speaker, metadata, home=home, world=world).role


def _one_voice(text: str, metadata: Metadata, home: str, language: str) -> Transcript:
    """A text without labels: one turn in the document's own voice."""
    found = split_counted(text, Span(0, len(text)), language)
    found = _without_title(text, found, metadata.title)
    speaker, role = _own_voice(metadata, home)
    joint = metadata.genre is Genre.JOINT_STATEMENT
    roles: Sequence[tuple[Role, bool]] = [(role, joint)] * len(found)
    if metadata.genre is Genre.READOUT and metadata.principals:
        roles = readout_roles((text[s.start : s.end] for s, _ in found), metadata)
        speaker = ""
    paragraph_of = _paragraph_numbers(text)
    sentences = tuple(
        Sentence(
            n=n,
            turn=0,
            paragraph=paragraph_of(span.start),
            start=span.start,
            end=span.end,
            words=words,
            speaker=speaker,
            role=whose,
            translated=metadata.translated,
            quoted=quoted(text[span.start : span.end]),
            joint=together,
        )
        for n, ((span, words), (whose, together)) in enumerate(zip(found, roles, strict=True))
    )
    basis = "the document's own voice"
    words = sum(s.words for s in sentences)
    return Transcript(
        sentences, (Speaker("", speaker, role, basis, 1, words),) if sentences else ()
    )


def _own_voice(metadata: Metadata, home: str) -> tuple[str, Role]:
    if metadata.genre is Genre.LETTER:
        return "", Role.UNKNOWN
    if metadata.genre is Genre.JOINT_STATEMENT:
        return metadata.publisher, Role.PRINCIPAL  # credited to both sides, and marked joint
    if _BY_SPOKESPERSON.match(metadata.title):
        return metadata.publisher, Role.OFFICIAL
    if metadata.principals:
        return metadata.principals[0].name, Role.PRINCIPAL
    if home and metadata.genre is not Genre.UNKNOWN:
        return metadata.publisher, Role.OFFICIAL
    return "", Role.OFFICIAL if home else Role.UNKNOWN


def _without_title(text: str, found: list[tuple[Span, int]], title: str) -> list[tuple[Span, int]]:
    """The text's own headline is not a sentence of it."""
    wanted = " ".join(title.lower().split())
    while found and wanted:
        span = found[0][0]
        line = text[span.start : span.end].lower()
        if line == wanted or (span.start == 0 and len(line) > 10 and wanted.startswith(line)):
            wanted = wanted[len(line) :].strip()
            found = found[1:]
            continue
        break
    return found


def _front(text: str, before: Sequence[Span], metadata: Metadata, language: str) -> list[Sentence]:
    """What stands before the first label: kept with role unknown unless it is a heading."""
    paragraph_of = _paragraph_numbers(text)
    sentences: list[Sentence] = []
    for span in before:
        paragraph = text[span.start : span.end]
        if len(paragraph.split()) <= HEADING_WORDS or paragraph == metadata.title:
            continue
        for piece, words in split_counted(text, span, language):
            sentences.append(
                Sentence(
                    len(sentences), 0, paragraph_of(piece.start), piece.start, piece.end, words,
                    FRONT, Role.UNKNOWN,
                )
            )  # fmt: skip
    return sentences


class _paragraph_numbers:  # noqa: N801 - called like a function, holds where it is
    """Paragraph number of growing offsets; cheap because offsets come in order."""

    def __init__(self, text: str) -> None:
        self._starts = [span.start for span in paragraphs(text)]

    def __call__(self, offset: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._starts, offset) - 1


def _speaker_table(
    text: str,
    turns: Sequence[Turn],
    pieces: Sequence[Sequence[tuple[Span, int]]],
    metadata: Metadata,
    home: str,
    world: World,
    corrections: Mapping[str, Role],
) -> dict[str, Named]:
    voices: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for turn, found in zip(turns, pieces, strict=True):
        asks = any(text[span.end - 1 : span.end] == "?" for span, _ in found)
        voices[turn.label].append((sum(words for _, words in found), asks))
    table = {}
    spoken_of = f"{metadata.title}\n{text}"
    most = max(len(said) for said in voices.values())
    for label, said in voices.items():
        if label in corrections:
            table[label] = Named(label, corrections[label], "corrected by a person")
            continue
        voice = Voice(
            turns=len(said),
            words=sum(words for words, _ in said),
            asking=sum(asks for _, asks in said) / len(said),
            partner=len(said) >= max(PARTNER_TURNS, most / 2),
            called=called(family_of_label(label), spoken_of) if is_bare(label) else "",
        )
        others = [other for other in voices if other != label]
        table[label] = identify(label, metadata, home=home, world=world, others=others, voice=voice)
    counts = {label: len(said) for label, said in voices.items()}
    for label in [label for label in table if label not in corrections]:
        if meant := misspelt(label, table, counts):
            meaning = table[meant]
            table[label] = Named(meaning.name, meaning.role, f"{meant}, misspelt")
    return table


def _speakers(
    turns: Sequence[Turn],
    pieces: Sequence[Sequence[tuple[Span, int]]],
    table: Mapping[str, Named],
) -> tuple[Speaker, ...]:
    counts: dict[str, list[int]] = {label: [0, 0] for label in table}
    for turn, found in zip(turns, pieces, strict=True):
        counts[turn.label][0] += 1
        counts[turn.label][1] += sum(words for _, words in found)
    return tuple(
        Speaker(label, named.name, named.role, named.basis, *counts[label])
        for label, named in table.items()
    )


__all__ = ["read", "role_of"]
