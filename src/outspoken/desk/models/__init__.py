"""The desk's tables, one module a part of the work.

Documents are named by their SHA-256 and sentences by it and their offsets, so that the lake can be
made anew under them. People are named in words (`by`), not by account, so that the desk can be
written out as plain text and read back elsewhere.
"""

from __future__ import annotations

from outspoken.desk.models.advocacy import (
    Ask,
    Letter,
    LetterVersion,
    Reply,
    Signatory,
    Verdict,
    VerdictSentence,
)
from outspoken.desk.models.aftermath import Case, Event
from outspoken.desk.models.engagements import (
    Change,
    Engagement,
    EngagementDocument,
    ExpectedDocument,
    WholeReading,
)
from outspoken.desk.models.reviews import Review, Sample, SampledSentence
from outspoken.desk.models.workbench import Note, SavedSearch

__all__ = [
    "Ask",
    "Case",
    "Change",
    "Engagement",
    "EngagementDocument",
    "Event",
    "ExpectedDocument",
    "Letter",
    "LetterVersion",
    "Note",
    "Reply",
    "Review",
    "Sample",
    "SampledSentence",
    "SavedSearch",
    "Signatory",
    "Verdict",
    "VerdictSentence",
    "WholeReading",
]
