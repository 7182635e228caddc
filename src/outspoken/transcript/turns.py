"""Turns: a label and all that follows it until the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outspoken.model import Span
from outspoken.transcript.directions import INTERPRETED, ORIGINAL, blank
from outspoken.transcript.labels import Label, paragraphs

_INTERPRETER = re.compile(r"(?:THE )?(?:INTERPRETER|TRANSLATOR|INTERPRETATION)\b.*", re.I)
_DASH = re.compile(r"(?:--|—|–|-)\s*[\"”]?\s*$")
_CLOSING = re.compile(
    r"\W*(?:(?:END|ENDS?|END OF TRANSCRIPT|TRANSCRIPT ENDS|-?30-?)?\W*"
    r"(?:\d{1,2}[:.]\d{2}\s*(?:[AP]\.?\s?M\b\.?)?\W*(?:\(?(?:local|[A-Z]{2,5})(?: time)?\)?)?)?)\W*",
    re.I,
)
"""A line that times or ends a transcript is nobody's words."""
LEAST_ORIGINAL = 25
"""Characters; before an interpreter's turn even a short one tells its language well enough."""
SHORT_INTERRUPTION = 8
"""Words; a longer one is a turn in its own right and the first speaker starts anew (rule 6)."""


@dataclass(slots=True)
class Turn:
    """One speaker's uninterrupted speech: its label and its stretches of text.

    `number` is the same for the parts of a turn that a short interruption broke.
    """

    label: str
    spans: list[Span]
    translated: bool = False
    number: int = 0


def read_turns(text: str, labels: Mapping[int, Label]) -> tuple[list[Turn], list[Span]]:
    """Turns in order, and the paragraphs before the first label."""
    before: list[Span] = []
    turns: list[Turn] = []
    for span in paragraphs(text):
        if _CLOSING.fullmatch(text, span.start, span.end):
            continue
        label = labels.get(span.start)
        if label is not None:
            heard = bool(INTERPRETED.search(label.aside))
            turns.append(Turn(label.name, [Span(label.speech, span.end)], translated=heard))
        elif turns:
            turns[-1].spans.append(span)
        else:
            before.append(span)
    for turn in turns:
        turn.translated = turn.translated or any(
            INTERPRETED.search(text[s.start : min(s.end, s.start + 80)]) for s in turn.spans
        )
    turns = _interpreted(text, turns)
    _number(text, turns)
    return turns, before


def _interpreted(text: str, turns: list[Turn]) -> list[Turn]:
    """An interpreter's turn counts for the speaker; where both stand, the original goes (rule 3)."""
    kept: list[Turn] = []
    for turn in turns:
        if _INTERPRETER.fullmatch(turn.label) and kept:
            speaker = kept[-1]
            if speaker.translated or _is_original(text, speaker):
                kept.pop()
            kept.append(Turn(speaker.label, turn.spans, translated=True))
            continue
        _drop_original(text, turn)
        kept.append(turn)
    return [turn for turn in kept if turn.spans]


def _is_original(text: str, turn: Turn) -> bool:
    from outspoken.extract.language import language_of

    said = " ".join(text[s.start : s.end] for s in turn.spans)
    if ORIGINAL.search(said[:60]):
        return True
    language = language_of(" ".join(blank(said).split()), least=LEAST_ORIGINAL)
    return bool(language) and language != "en"


def _drop_original(text: str, turn: Turn) -> None:
    """Within one turn: the words in the original language before "(Via interpreter)"."""
    marks = [
        i
        for i, s in enumerate(turn.spans)
        if INTERPRETED.search(text, s.start, min(s.end, s.start + 80))
    ]
    first = turn.spans[0]
    if ORIGINAL.search(text, first.start, min(first.end, first.start + 40)):
        match = INTERPRETED.search(text, first.start, first.end)
        if match:
            turn.spans[0] = Span(match.start(), first.end)
        elif marks:
            turn.spans = turn.spans[marks[0] :]


def _number(text: str, turns: list[Turn]) -> None:
    """Number turns; a turn that ends in a dash goes on after a short interruption (rule 6)."""
    number = -1
    for i, turn in enumerate(turns):
        resumed = i >= 2 and turns[i - 2].label == turn.label and turn.label != turns[i - 1].label
        if resumed and _breaks_off(text, turns[i - 2]) and _is_short(text, turns[i - 1]):
            turn.number = turns[i - 2].number
            continue
        number += 1
        turn.number = number


def _breaks_off(text: str, turn: Turn) -> bool:
    last = turn.spans[-1]
    return bool(_DASH.search(text[max(last.start, last.end - 20) : last.end]))


def _is_short(text: str, turn: Turn) -> bool:
    said = " ".join(blank(text[s.start : s.end]) for s in turn.spans)
    return len(said.split()) <= SHORT_INTERRUPTION
