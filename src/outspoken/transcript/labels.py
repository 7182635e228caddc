"""Speaker labels at the start of a paragraph, in the forms that official transcripts use.

A capital label with a colon is a label anywhere; `Q` may stand alone. A name in ordinary letters is
one only with evidence from the document: bold type, or coming back again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outspoken.model import Genre, Span

LONGEST = 70
"""Characters; a longer run before a colon is a sentence."""


class Label(NamedTuple):
    """A label in a paragraph: its words, and where the speech after it begins."""

    name: str
    start: int
    speech: int
    aside: str = ""  # "(via interpreter)" between the name and the colon


_QUESTION = re.compile(
    r"(?:Q(?:\s?\d{1,2})?(?:\s*[:.](?=\s|$)|(?=\s+(?:[A-Z0-9“\"'‘(\[$…—–-]|\.\.)))|Q\s*:)\s*"
)
_MARKS = r"[*_#>\s]*"
_ASIDE = r"(?:\s*\([^()]{1,60}\))?"
_CAPITAL = re.compile(
    _MARKS
    + r"\[?(?P<name>(?=[^:]*[A-ZÀ-Þ]{2})[A-ZÀ-Þ][\w.,'’`´&#/() -]{1,68}?)\]?"
    + rf"(?P<aside>{_ASIDE})\s*[:;](?=\s|$|[A-Z(“\"*_])[*_]*\s*"
)
_INITIALS = re.compile(r"(?P<name>[A-Z]{2,4}|J)(?P<aside>)\s*:\s+")
_MIXED = re.compile(
    _MARKS
    + r"\[?(?P<name>[A-ZÀ-Þ][\w.'’-]*(?:[ ,]+(?:[A-ZÀ-Þ][\w.'’-]*|of|the|for|and|de|da|van|von|al|bin)){0,7})\]?"
    + rf"(?P<aside>{_ASIDE})\s*:(?=\s|$|[*_])[*_]*\s*"
)
_OWN_LINE = re.compile(
    r"[*_]*(?P<name>(?:(?:Prime Minister|President|Chancellor|Premier|(?:Foreign )?Minister|Secretary"
    r"|Mr\.?|Ms\.?|Mrs\.?|Dr\.?)(?: [A-Z][\w.’'-]+){0,3}|Journalist|Reporter|Question(?:er)?))[*_]*"
)
_HEADINGS = frozenset(
    word
    for line in (
        "agenda background briefing contact contacts date time place venue location subject",
        "subjects re from to cc tel telephone phone fax email e-mail web website media note notes",
        "update correction summary source sources footnote annex appendix attachment attachments",
        "address who what when where why how washington canberra london beijing geneva brussels",
        "ottawa paris tokyo new york fact sheet factsheet readout statement press release for",
        "immediate remarks speech interview transcript event title topic topics participants",
        "attendees signatories embargo embargoed ends end contents chapter part section step day",
        "week phase pillar goal option ps nb ie eg usa us uk un eu nato covid tv radio breaking",
        "news photo video audio link links read see more related the deal bottom line result",
        "results action actions offense sentence commutation grant doc id proof e&oe eoe check",
        "against delivery matter dear",
    )
    for word in line.split()
)
_WHOLE_HEADINGS = frozenset(
    (
        "fact sheet", "press release", "media release", "for immediate release", "new york",
        "the bottom line", "bottom line", "the deal", "check against delivery", "doc id",
        "commutation grant", "subject matter", "joint statement", "background briefing",
    )
)  # fmt: skip
_LOWER = re.compile(
    r"\b(?!(?:of|the|for|and|de|da|do|du|la|le|van|von|der|al|bin|el|mc|mac)\b)[a-zà-þ]{2,}"
)
_ASKING = re.compile(
    r"(?:question(?:er)?|journalists?|reporters?|interviewer|host|presenter|compere|audience(?: member)?"
    r"|moderator|prime minister|president|secretary|minister|chancellor|speaker|interpreter|operator)\b",
    re.I,
)
_TRANSCRIPTS = frozenset(
    {
        Genre.TRANSCRIPT_JOINT,
        Genre.TRANSCRIPT_SOLO,
        Genre.INTERVIEW,
        Genre.BRIEFING,
        Genre.BACKGROUND,
    }
)
_SINGLE_VOICE = frozenset(
    {
        Genre.READOUT,
        Genre.STATEMENT,
        Genre.JOINT_STATEMENT,
        Genre.FACTSHEET,
        Genre.LETTER,
        Genre.OPED,
    }
)


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text."""
    at = 0
    for paragraph in text.split("\n"):
        yield Span(at, at + len(paragraph))
        at += len(paragraph) + 1


def find_labels(text: str, bold: Sequence[Span], genre: Genre) -> dict[int, Label]:
    """Labels by the offset of their paragraph."""
    capital: dict[int, Label] = {}
    mixed: dict[int, Label] = {}
    bold_at = {span.start: span.end for span in bold}
    for span in paragraphs(text):
        paragraph = text[span.start : min(span.end, span.start + 160)]
        question = _QUESTION.match(paragraph)
        if question:
            capital[span.start] = Label("Q", span.start, span.start + question.end())
            continue
        if ":" not in paragraph[: LONGEST + 66] and ";" not in paragraph[:LONGEST]:
            continue
        found = _CAPITAL.match(paragraph) or _INITIALS.match(paragraph)
        if found and (found["name"] == "J" or _is_capital(found["name"], found[0])):
            capital[span.start] = _label(found, span.start)
            continue
        found = _MIXED.match(paragraph)
        if found and len(found["name"]) <= LONGEST and not _is_heading(found["name"]):
            mixed[span.start] = _label(found, span.start)
    capital |= _believable(mixed, capital, bold_at)
    if genre in _TRANSCRIPTS:
        capital |= _on_own_line(text, capital)
    if not _is_transcript(capital, genre):
        return {}
    return capital | _slipped(text, capital)


def _slipped(text: str, labels: dict[int, Label]) -> dict[int, Label]:
    """Labels of the document whose colon became a full stop, a comma, or nothing ("MR. MARSH.  Yes")."""
    known = {label.name for label in labels.values() if label.name != "Q" and " " in label.name}
    if not known:
        return {}
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    slip = re.compile(rf"(?P<name>{names})(?:[.,;]\s+|\s+(?:[-–—]+\s+)?)(?=[A-Z“\"(])")
    found = {}
    for span in paragraphs(text):
        if span.start not in labels and (match := slip.match(text, span.start, span.end)):
            found[span.start] = Label(match["name"], span.start, match.end())
    return found


def _on_own_line(text: str, labels: dict[int, Label]) -> dict[int, Label]:
    """Office and name alone on a line above the speech, without a colon, more than one of them."""
    found = {}
    for span in paragraphs(text):
        if span.end - span.start > LONGEST or span.start in labels:
            continue
        match = _OWN_LINE.fullmatch(text, span.start, span.end)
        if match:
            name = " ".join(match["name"].split())
            found[span.start] = Label(name, span.start, span.end)
    names = Counter(label.name.lower() for label in found.values())
    return found if len(names) > 1 and max(names.values()) > 1 else {}


def _label(match: re.Match[str], at: int) -> Label:
    name = match["name"] if match["name"].endswith(".") else match["name"].strip(" ,")
    return Label(" ".join(name.split()), at, at + match.end(), match["aside"].strip())


def _is_capital(name: str, whole: str) -> bool:
    letters = [ch for ch in re.sub(r"\bMa?c(?=[A-Z])", "", name) if ch.isalpha()]
    if len(name) > LONGEST or len(letters) < 2:
        return False
    if re.search(r"\d(?!$)|[^\s#\d]\d", name.rstrip(" #)")):  # "TEL 17 Jan", "T1EL7": a fax's head
        return False
    # Two small letters in a long label are a misread or a particle ("PRIME MiNISTER", "de").
    small = sum(ch.islower() for ch in letters)
    if small > max(2, len(letters) * 0.2) and _LOWER.search(name):
        return False
    if ";" in whole and ":" not in whole and not _ASKING.match(name):
        return False
    return small < len(letters) * 0.5 and not _is_heading(name)


def _is_heading(name: str) -> bool:
    words = name.lower().strip(" .-#*").split()
    if " ".join(words) in _WHOLE_HEADINGS:
        return True
    if len(words) <= 2 and all(
        word.strip("’'.,()") in _HEADINGS or word.isdigit() for word in words
    ):
        return True
    return name[:1].isdigit() or bool(re.match(r"(?:fact sheet|readout|statement)\b", name, re.I))


def _believable(
    mixed: dict[int, Label], capital: dict[int, Label], bold_at: dict[int, int]
) -> dict[int, Label]:
    """Names in ordinary letters that the document itself shows to be labels."""
    counts = Counter(label.name for label in mixed.values())
    asked = any(_ASKING.match(label.name) for label in (*mixed.values(), *capital.values()))
    asked = asked or any(label.name == "Q" for label in capital.values())
    several = len(counts) + len({label.name for label in capital.values()}) > 1
    kept = {}
    for at, label in mixed.items():
        marked = bold_at.get(at, at) >= at + len(label.name)
        known = bool(_ASKING.match(label.name))
        if asked and (
            (marked and (known or counts[label.name] > 1 or capital))
            or (known and counts[label.name] > 1)
            or (several and counts[label.name] >= 3)
        ):
            kept[at] = label
    return kept


def _is_transcript(labels: dict[int, Label], genre: Genre) -> bool:
    """A single capital line with a colon in a statement is a heading, not a speaker."""
    if not labels:
        return False
    names = Counter(label.name for label in labels.values())
    if genre in _SINGLE_VOICE:
        return len(labels) >= 3 and ("Q" in names or len(names) >= 2)
    return "Q" in names or any(
        count > 1 or _ASKING.match(name) or _titled(name) for name, count in names.items()
    )


_TITLE = re.compile(
    r"(?:THE |MR|MS|MRS|DR|PRESIDENT|VICE|PRIME|PM\b|SECRETARY|MINISTER|FOREIGN|CHANCELLOR|SENIOR|AMBASSADOR"
    r"|GENERAL|ADMIRAL|SENATOR|GOVERNOR|KING|QUEEN|HIS|HER|PREMIER|HIGH|COMMISSIONER|TREASURER|ACTING)",
    re.I,
)


def _titled(name: str) -> bool:
    return bool(_TITLE.match(name))
