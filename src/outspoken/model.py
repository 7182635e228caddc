"""The types and tables that every stage shares. This module imports nothing of the project.

Offsets are Unicode code points into the document's text; `text[start:end]` is the span. Days are
ISO dates, countries ISO 3166-1 alpha-3 codes (user-assigned codes such as XVA are allowed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

import pyarrow as pa


class Role(StrEnum):
    """Whose words a turn is (method, section 1)."""

    PRINCIPAL = "principal"
    OFFICIAL = "official"
    COUNTERPART = "counterpart"
    JOURNALIST = "journalist"
    MODERATOR = "moderator"
    UNKNOWN = "unknown"


class Genre(StrEnum):
    """What kind of text a document is (method, section 1)."""

    TRANSCRIPT_JOINT = "transcript_joint"
    TRANSCRIPT_SOLO = "transcript_solo"
    INTERVIEW = "interview"
    SPEECH = "speech"
    READOUT = "readout"
    STATEMENT = "statement"
    JOINT_STATEMENT = "joint_statement"
    BRIEFING = "briefing"
    BACKGROUND = "background"
    FACTSHEET = "factsheet"
    LETTER = "letter"
    OPED = "oped"
    UNKNOWN = ""


class Status(StrEnum):
    """What became of a document on its way from bytes to sentences."""

    OK = "ok"
    EMPTY = "empty"
    FAILED = "failed"


class Span(NamedTuple):
    """A half-open range of code points in a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """A named official. Empty where not known."""

    name: str = ""
    office: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One document as a source hands it over: the bytes, and where they came from.

    `key` names the document at its source and stays the same when its content changes (a path
    relative to the added folder, an address, a table's name and row id). `name` is what the user sees
    in messages; its ending helps to tell the format. `container` is the path of the table that a row
    was taken from.
    """

    key: str
    name: str
    content: bytes
    media_type: str = ""
    url: str = ""
    retrieved_at: datetime | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    container: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document. Unknown stays empty; `basis` says where each value is from.

    `published_on` is the day in the publisher's own time (a readout of 15 November, 9 p.m. in
    Washington, is not of the 16th); `published_at` only where the time of day is known too.

    `basis` maps a field's name to a few words ("front matter", "title", "<time> element",
    "given by the table").
    """

    title: str = ""
    url: str = ""
    published_at: datetime | None = None
    published_on: date | None = None
    event_date: date | None = None
    place: str = ""
    place_country: str = ""
    publisher: str = ""
    government: str = ""
    genre: Genre = Genre.UNKNOWN
    principals: tuple[Person, ...] = ()
    counterparts: tuple[Person, ...] = ()
    language: str = ""
    translated: bool = False
    truncated: bool = False
    basis: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text and metadata of one document.

    `text` is NFC with paragraphs separated by one newline and single spaces inside them; no
    paragraph is empty. `bold` are spans at the start of a paragraph that were set in bold (a hint
    that they are a speaker's label).
    """

    text: str
    metadata: Metadata
    bold: tuple[Span, ...] = ()


class Sentence(NamedTuple):
    """One sentence of a turn; `words` does not count stage directions or labels."""

    n: int
    turn: int
    paragraph: int
    start: int
    end: int
    words: int
    speaker: str
    role: Role
    translated: bool = False
    quoted: bool = False
    joint: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """One row of a document's speaker table: a label, whom it names, and why it has its role."""

    label: str
    name: str
    role: Role
    basis: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document's turns, flattened to sentences, with its speaker table."""

    sentences: tuple[Sentence, ...]
    speakers: tuple[Speaker, ...]


class Firmness:
    """The ordinal scale of method section 2.3; `NAMES[f]` is the word for it."""

    NAMES = (
        "name-check",
        "value",
        "concern raised",
        "general demand",
        "condemnation or checkable demand",
        "consequence",
    )


class Linkage(StrEnum):
    """How rights are tied to another agenda (method, section 2.5)."""

    NONE = ""
    INSTRUMENTAL = "INSTRUMENTAL"
    CONDITIONAL = "CONDITIONAL"
    CONSEQUENCE = "CONSEQUENCE"
    REVERSE = "REVERSE"
    DECOUPLING = "DECOUPLING"


class Soft(StrEnum):
    """Softening flags (method, section 2.4)."""

    EUPHEMISM = "EUPHEMISM"
    HEDGE = "HEDGE"
    MINIMISER = "MINIMISER"
    PAIRED = "PAIRED"
    PREMISE = "PREMISE"
    EQUIVALENCE = "EQUIVALENCE"


SELF = "SELF"
GENERIC = "GENERIC"

# ---------------------------------------------------------------- tables of the lake


def _schema(columns: list[tuple[str, pa.DataType]]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns])


_PERSON = pa.struct([("name", pa.string()), ("office", pa.string()), ("country", pa.string())])

DOCUMENTS = _schema(
    [
        ("document_id", pa.string()),  # SHA-256 of the document's own bytes, hex
        ("source_key", pa.string()),  # stays the same across versions
        ("version", pa.int32()),  # 1, 2, ... in order of arrival at this source_key
        ("name", pa.string()),
        ("original_sha256", pa.string()),  # the archived object that holds the bytes
        ("media_type", pa.string()),
        ("retrieved_at", pa.timestamp("us", tz="UTC")),
        ("url", pa.string()),
        ("title", pa.string()),
        ("published_at", pa.timestamp("us", tz="UTC")),  # null where only the day is known
        ("published_on", pa.date32()),  # the day in the publisher's own time
        ("event_date", pa.date32()),
        ("place", pa.string()),
        ("place_country", pa.string()),
        ("publisher", pa.string()),
        ("government", pa.string()),
        ("genre", pa.string()),
        ("principals", pa.list_(_PERSON)),
        ("counterparts", pa.list_(_PERSON)),
        ("language", pa.string()),
        ("translated", pa.bool_()),
        ("truncated", pa.bool_()),
        ("basis", pa.map_(pa.string(), pa.string())),
        ("words", pa.int32()),
        ("text", pa.large_string()),
        ("text_sha256", pa.string()),
        ("status", pa.string()),
        ("problem", pa.string()),
        ("pipeline", pa.string()),  # version of extraction and transcript that made this row
    ]
)

SENTENCES = _schema(
    [
        ("document_id", pa.string()),
        ("n", pa.int32()),
        ("turn", pa.int32()),
        ("paragraph", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.large_string()),
        ("words", pa.int32()),
        ("speaker", pa.string()),
        ("role", pa.string()),
        ("translated", pa.bool_()),
        ("quoted", pa.bool_()),
        ("joint", pa.bool_()),
        ("missing", pa.bool_()),
    ]
)

SPEAKERS = _schema(
    [
        ("document_id", pa.string()),
        ("label", pa.string()),
        ("name", pa.string()),
        ("role", pa.string()),
        ("basis", pa.string()),
        ("turns", pa.int32()),
        ("words", pa.int32()),
    ]
)

_ISSUE = pa.struct(
    [
        ("issue", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("tier", pa.string()),
        ("term", pa.string()),
        ("firmness", pa.int8()),
    ]
)
_RULE = pa.struct(
    [("field", pa.string()), ("rule", pa.string()), ("start", pa.int32()), ("end", pa.int32())]
)

CODINGS = _schema(
    [
        ("document_id", pa.string()),
        ("n", pa.int32()),
        ("start", pa.int32()),  # of the sentence: its identity with document_id
        ("end", pa.int32()),
        ("issues", pa.list_(_ISSUE)),
        ("target", pa.list_(pa.string())),  # ISO3, SELF, GENERIC
        ("firmness", pa.int8()),  # the highest over the sentence's rights and comparator issues
        ("mode", pa.string()),  # PERFORMED, REPORTED or ""
        ("voice", pa.string()),  # "", QUOTED, ATTRIBUTED
        ("disclaimed", pa.bool_()),
        ("linkage", pa.string()),
        ("soft", pa.list_(pa.string())),
        ("cases", pa.list_(pa.string())),
        ("specificity", pa.int8()),  # 0-4, method section 2.7
        ("prompted", pa.bool_()),  # null where no question can prompt (readouts, speeches)
        ("prompted_wide", pa.bool_()),
        ("answered", pa.bool_()),  # on a question's sentence that names a rights issue
        ("rules", pa.list_(_RULE)),
    ]
)


_LEVELS = pa.list_(pa.int32())  # sentences at firmness 0, 1 ... 5; those without a level in none
_COUNT = pa.struct([("name", pa.string()), ("sentences", pa.int32())])

SUMMARIES = _schema(
    [
        # One row for a document's sentences of one role and target; words quoted of others are in
        # none. Every figure but the position is a sum over rows, so a series reads few numbers.
        ("document_id", pa.string()),
        ("role", pa.string()),
        ("target", pa.list_(pa.string())),  # as in CODINGS; empty: unresolved, or nothing coded
        ("joint", pa.bool_()),
        ("sentences", pa.int32()),
        ("words", pa.int32()),
        ("courtesy_sentences", pa.int32()),  # greetings, thanks, logistics
        ("courtesy_words", pa.int32()),
        ("opening_words", pa.int32()),  # said before anyone asked
        (
            "agendas",  # and "HR+CONSULAR": rights with the care for one's own nationals
            pa.list_(
                pa.struct(
                    [
                        ("agenda", pa.string()),
                        ("sentences", pa.int32()),
                        ("words", pa.int32()),  # full credit
                        ("credit", pa.float64()),  # sum of 1/|agendas| over sentences
                        ("credited_words", pa.float64()),  # the same, in words
                        ("before", pa.int32()),  # words of the role before the first
                        ("firmness", _LEVELS),
                    ]
                )
            ),
        ),
        (
            "issues",
            pa.list_(
                pa.struct(
                    [
                        ("issue", pa.string()),
                        ("sentences", pa.int32()),
                        ("words", pa.int32()),
                        ("before", pa.int32()),
                        ("firmness", _LEVELS),
                    ]
                )
            ),
        ),
        ("comparators", _LEVELS),  # firmness of sentences on the comparator issues (method 3.5)
        ("runs", pa.list_(pa.int32())),  # lengths of unbroken runs of rights sentences
        # Of rights sentences:
        ("volunteered", pa.int32()),
        ("prompted", pa.int32()),
        ("unaskable", pa.int32()),  # where no question can prompt
        ("prompted_wide", pa.int32()),
        ("linkage", pa.list_(_COUNT)),
        ("soft", pa.list_(_COUNT)),
        ("softened", pa.int32()),  # with a flag that counts (EQUIVALENCE does not)
        ("disclaimed", pa.int32()),
        ("specificity", pa.list_(pa.int32())),  # sentences with 0, 1 ... 4 specifics
        ("cases", pa.list_(_COUNT)),  # of any sentence
        ("euphemisms", pa.int32()),  # sentences that may speak around rights: never a mention
        ("asked", pa.int32()),  # a question's sentences on rights
        ("answered", pa.int32()),  # those that the answer took up
    ]
)


@dataclass(frozen=True, slots=True)
class IssueHit:
    """One issue found in a sentence, with the words that show it."""

    issue: str
    start: int
    end: int
    tier: str
    term: str
    firmness: int | None = None


@dataclass(frozen=True, slots=True)
class RuleHit:
    """Which rule decided a field, and the words it rests on (start == end: no words)."""

    field: str
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's answer about one sentence; one row of CODINGS without its document."""

    n: int
    start: int
    end: int
    issues: tuple[IssueHit, ...] = ()
    target: tuple[str, ...] = ()
    firmness: int | None = None
    mode: str = ""
    voice: str = ""
    disclaimed: bool = False
    linkage: Linkage = Linkage.NONE
    soft: tuple[Soft, ...] = ()
    cases: tuple[str, ...] = ()
    specificity: int = 0
    prompted: bool | None = None
    prompted_wide: bool | None = None
    answered: bool | None = None
    rules: tuple[RuleHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A document as a coder sees it: its text, its sentences, and what is known of it."""

    document_id: str
    text: str
    sentences: tuple[Sentence, ...]
    metadata: Metadata
    home: str = ""  # ISO3 of the speaker's own government, where the document does not say
    targets: tuple[str, ...] = ()  # ISO3 of the counterparts of a bilateral document


def targets_of(metadata: Metadata) -> tuple[str, ...]:
    """The counterparts' countries of a document, without its own government's."""
    countries = (person.country for person in metadata.counterparts)
    return tuple(dict.fromkeys(c for c in countries if c and c != metadata.government))
