"""Announcements of appointments: what they tell of a person's career is about no issue.

"She led the office against trafficking and holds a degree in trade law" is a list of posts, in the
words of every issue. A document whose title announces appointments or nominations is made of such
sentences; in it a sentence that tells of a person holds no issue. Sentences on the body or on the
policy ("These officials are indispensable to the rule of law") keep theirs, and so does what is said
aloud: remarks and interviews on a nomination argue, they do not list. Of 27 labelled sentences of
such documents in which the words showed rights, readers saw rights in 11.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from outspoken.model import IssueHit, Sentence

_APPOINTS = re.compile(
    r"\b(?:nominat(?:es?|ed|ions?)|nominees?|appoint(?:s|ed|ees?|ments?)"
    r"|change of .*(?:ambassador|high commissioner|consul))\b",
    re.I,
)
_SPOKEN = re.compile(
    r"\W*(?:remarks|speech|address|statement|interview|press|transcript|doorstop|joint|background|q ?&)",
    re.I,
)
_PERSON = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|Mrs?|Ms|Dr|Judge|Professor|[Ss]erv(?:ed|es|ing) (?:as|on|in|at)"
    r"|[Ww]orked|[Ff]ormer|[Pp]reviously|[Pp]rior to|[Cc]areer|[Rr]ecipient|[Ff]ellow|[Gg]raduated?"
    r"|[Dd]egree|[Cc]lerk\w*|[Rr]esides?|to be (?:[A-Z]|an? )|vice [A-Z])\b"
)


def announces(title: str) -> bool:
    """Whether a document announces appointments, by its title."""
    return bool(_APPOINTS.search(title)) and not _SPOKEN.match(title)


def without_careers(
    text: str, sentences: Sequence[Sentence], found: Mapping[int, list[IssueHit]]
) -> dict[int, list[IssueHit]]:
    """The issues of such a document, without those of sentences that tell of a person."""
    return {
        i: own
        for i, own in found.items()
        if not _PERSON.search(text, sentences[i].start, sentences[i].end)
    }
