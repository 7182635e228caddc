"""What of the record can be coded otherwise after a change of the codebook.

The lexicon's answers about a document depend on the codebook only through the terms found in it. So
a document in which no term stands that was added, taken out, or belongs to an issue whose rules were
changed is coded as before, and its codings can be kept. Definitions, examples and mappings are for
readers and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outspoken.codebook.matcher import Entry, entries_of
from outspoken.codebook.schema import Codebook, Issue
from outspoken.codebook.terms import Term, TermError, alphabet, parse

RULES = ("parent", "window", "names", "support", "yields")
"""Fields of an issue that decide what its terms mean."""


@dataclass(frozen=True, slots=True)
class Change:
    """Which terms can make a difference, and the issues (or other parts) that they belong to."""

    terms: tuple[str, ...]
    parts: tuple[str, ...]

    def __str__(self) -> str:
        if not self.terms:
            return "nothing that a coder reads changed"
        return f"{len(self.terms)} terms of {', '.join(self.parts)} changed"


def change(old: Codebook, new: Codebook) -> Change:
    """What differs between two codebooks as far as codings go."""
    before, after = set(_rules(old)), set(_rules(new))
    differing = before ^ after
    for code in old.issues.keys() | new.issues.keys():
        if _meaning(old.issues.get(code)) != _meaning(new.issues.get(code)):
            differing |= {entry for entry in before | after if entry.code == code}
    return Change(
        terms=tuple(sorted({entry.term for entry in differing})),
        parts=tuple(sorted({entry.code or entry.kind for entry in differing})),
    )


def _rules(codebook: Codebook) -> Iterator[Entry]:
    yield from entries_of(codebook, None)
    for table, members in codebook.coordination.conjuncts.items():
        for term, issue in members.items():
            yield Entry("member", issue, table, term)


def _meaning(issue: Issue | None) -> tuple[object, ...] | None:
    if issue is None:
        return None
    general = tuple(term for term in issue.company if term.startswith("@"))
    return (*(getattr(issue, name) for name in RULES), general, bool(issue.beside))


class Touch:
    """Tells whether any of a few terms may stand in a text: never no where one does."""

    def __init__(self, terms: tuple[str, ...]) -> None:
        import ahocorasick_rs

        self._alphabet = alphabet("".join(terms))
        literals = {_rarest(parse(term, self._alphabet)) for term in terms if _parses(term)}
        self._find = ahocorasick_rs.BytesAhoCorasick(sorted(literals)) if literals else None

    def __call__(self, text: str) -> bool:
        """Whether the text holds the letters of one of the terms."""
        if self._find is None:
            return False
        # A phrase matches over any run of blanks.
        norm = b" ".join(self._alphabet.fold(text).tobytes().split())
        return bool(self._find.find_matches_as_indexes(norm))


def _parses(term: str) -> bool:
    try:
        parse(term, alphabet(term))
    except TermError:
        return False
    return True


def _rarest(term: Term) -> bytes:
    """The longest literal of a term: all of them stand wherever the term does."""
    return max((atom.literal for atom in term.atoms), key=len).strip()
