"""What is wrong with a codebook: each finding one line with the place, the term and the mend."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outspoken.codebook.masking import RIGHTS
from outspoken.codebook.matcher import Entry, Matcher, entries_of
from outspoken.codebook.schema import Codebook
from outspoken.codebook.terms import Alphabet, Term, TermError, alphabet, parse
from outspoken.model import Span

FILLER = " xx "  # stands between the parts of a `~n` term in its sample


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a codebook. `line` is 0 where it is not known."""

    place: str
    term: str
    problem: str
    mend: str
    line: int = 0

    def __str__(self) -> str:
        where = f"line {self.line}, {self.place}" if self.line else self.place
        what = f"{self.term!r} {self.problem}" if self.term else self.problem
        return f"{where}: {what}; {self.mend}"


def check(codebook: Codebook) -> list[Finding]:
    """Every fault that can be found without a record to try the codebook on.

    Bad syntax is reported alone: the rest is only asked of terms that can be read.
    """
    entries = entries_of(codebook, None)
    letters = alphabet("".join(entry.term for entry in entries))
    found = list(_syntax(codebook, entries, letters))
    if not found:
        found = [
            *_twice(entries, letters),
            *_clashes(codebook, letters),
            *_own_company(codebook, letters),
            *_dead(codebook, entries, letters),
            *_bare(codebook),
        ]
    return _with_lines(codebook.path, found)


def _syntax(codebook: Codebook, entries: Sequence[Entry], letters: Alphabet) -> Iterator[Finding]:
    for entry in entries:
        try:
            parse(entry.term, letters)
        except TermError as error:
            yield Finding(_place(entry), entry.term, f"has {error.args[0]}", error.args[1])
    for table, members in codebook.coordination.conjuncts.items():
        for term in members:
            try:
                parsed = parse(term, letters)
            except TermError as error:
                yield Finding(f"coordination {table}", term, f"has {error.args[0]}", error.args[1])
                continue
            if parsed.gaps:
                yield Finding(f"coordination {table}", term, "has a ~", "members are plain words")


def _twice(entries: Sequence[Entry], letters: Alphabet) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        shape = _shape(parse(entry.term, letters))
        scope = (entry.kind, entry.code, *shape)
        first = seen.setdefault(scope, entry)
        if first is not entry:
            where = f"as {first.tier}" if first.tier != entry.tier else "there"
            yield Finding(_place(entry), entry.term, f"stands {where} already", "keep one")


def _clashes(codebook: Codebook, letters: Alphabet) -> Iterator[Finding]:
    """One strong term of two issues of one agenda: every sentence with it would get both."""
    owners: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for code, issue in codebook.issues.items():
        for term in issue.strong:
            owners[(issue.parent, *_shape(parse(term, letters)))].append((code, term))
    for own in owners.values():
        codes = sorted({code for code, _ in own})
        if len(codes) > 1:
            others = " and ".join(codes[1:])
            yield Finding(codes[0], own[0][1], f"is strong for {others} too", "leave it with one")


def _own_company(codebook: Codebook, letters: Alphabet) -> Iterator[Finding]:
    """A weak term needs another place to lean on; one whose only company is itself never counts."""
    rights = {_shape(parse(term, letters)) for term in codebook.anchors}
    for code, issue in codebook.issues.items():
        around = {_shape(parse(t, letters)) for t in issue.company if not t.startswith("@")}
        if issue.parent == RIGHTS:
            around |= rights
        strong = any(i.parent == issue.parent and i.strong for i in codebook.issues.values())
        for term in issue.weak:
            alone = not strong and not any(t.startswith("@") for t in issue.company)
            if alone and around <= {_shape(parse(term, letters))}:
                yield Finding(code, term, "is weak and has no company", "name words in company")


def _dead(codebook: Codebook, entries: Sequence[Entry], letters: Alphabet) -> Iterator[Finding]:
    """Terms that do not match their own words: something else always hides them."""
    matcher = Matcher(codebook)
    for entry in entries:
        if entry.kind == "mask":
            continue
        sample = _sample(parse(entry.term, letters), entry.term)
        hits = matcher.scan(sample, [Span(0, len(sample))]).of(0)
        if not any(hit[:4] == tuple(entry) for hit in hits):
            yield Finding(
                _place(entry),
                entry.term,
                "can never match: a mask hides it",
                "take out the term, or make the mask longer",
            )


def _bare(codebook: Codebook) -> Iterator[Finding]:
    for code, issue in codebook.issues.items():
        if not issue.terms:
            yield Finding(code, "", "has no terms", "add at least one under strong")
        if not issue.examples:
            yield Finding(code, "", "has no example", "write a sentence that should be coded")


def _shape(term: Term) -> tuple[str, ...]:
    """What makes two terms the same, whatever their spelling."""
    parts = [f"{a.open_left}{a.open_right}{a.literal!r}{a.pattern!r}{a.cased}" for a in term.atoms]
    return (*parts, str(term.gaps))


def _sample(term: Term, source: str) -> str:
    """Words that the term should match: wildcards empty, parts one word apart."""
    if term.atoms[0].cased:
        return term.atoms[0].cased
    sides = re.split(r"\s*~\d+\s+", " ".join(source.split()))
    near = [" " if gap == 1 else FILLER for gap in term.gaps] + [""]
    return "".join(
        re.sub(r"[*?]", "", side) + between for side, between in zip(sides, near, strict=True)
    )


def _place(entry: Entry) -> str:
    if entry.kind == "issue":
        return f"{entry.code} {entry.tier}"
    return f"{entry.code} {entry.kind}".strip()


def _with_lines(path: str, found: list[Finding]) -> list[Finding]:
    """The findings with the lines of their terms, where the file can be read."""
    file = Path(path)
    if not found or not file.is_file():
        return found
    lines = file.read_text("utf-8").splitlines()
    placed = []
    for one in found:
        block = one.place.split()[0]
        start = next((n for n, line in enumerate(lines) if line.strip() == f"{block}:"), 0)
        line = next(
            (n for n, text in enumerate(lines[start:], start + 1) if one.term and one.term in text),
            start + 1 if not one.term else 0,
        )
        placed.append(Finding(one.place, one.term, one.problem, one.mend, line))
    return placed
