"""All terms of a codebook in one automaton: a document in, the hits of each sentence out.

One Aho-Corasick pass over the document's normal form (see `terms`) finds the literals; numpy
settles word boundaries and sentences for the whole document at once; only terms with inner
wildcards and `~n` are finished in Python, where their longest part was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from outspoken.codebook.masking import Found, unmask
from outspoken.codebook.proximity import Composite, compose, covers, find
from outspoken.codebook.terms import CLOSED, Atom, TermError, alphabet, parse
from outspoken.errors import CodebookError

if TYPE_CHECKING:
    from outspoken.codebook.schema import Codebook
    from outspoken.model import Sentence, Span
    from outspoken.world import World

Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
TELLING = ("issue", "soft", "linkage")
_DOUBLE = re.compile(r"\s\s")


class Hit(NamedTuple):
    """One term found in a sentence; offsets are code points of the text that was scanned.

    `kind` is "issue", "anchor", "echo", "company", "head", "target" or a kind of cue ("firmness",
    "soft", "linkage", "specificity", whatever `cues:` of the codebook names). `code` is the
    issue's code, the country's ISO3, the cue's code ("4", "HEDGE", "DECOUPLING"), the head's
    table. `tier` is "strong", "lone", "weak" or "beside" for issues, the kind of name for targets (country,
    demonym, capital, place, organ, official).
    """

    kind: str
    code: str
    tier: str
    term: str
    start: int
    end: int


_hit = Hit._make


class Entry(NamedTuple):
    """What a term stands for: a Hit without its place. A mask's `code` is its scope."""

    kind: str
    code: str
    tier: str
    term: str


class Hits:
    """The hits of one document, by the index of the sentence in the sequence that was given."""

    def __init__(
        self,
        bounds: list[int],
        rows: tuple[list[int], list[int], list[int]],
        entries: Sequence[tuple[Entry, ...]],
        special: Mapping[int, list[Hit]],
        of_kind: Callable[[str], set[int]],
    ) -> None:
        self._bounds = bounds
        self._atoms, self._starts, self._ends = rows
        self._entries = entries
        self._special = special
        self._seen = dict(special)
        self._of_kind = of_kind

    def of(self, i: int) -> list[Hit]:
        """Hits of sentence `i`, sorted by start; masked ones are gone."""
        found = self._seen.get(i)
        if found is None:
            entries, atoms, starts, ends = self._entries, self._atoms, self._starts, self._ends
            found = self._seen[i] = [
                _hit((*entry, starts[row], ends[row]))
                for row in range(self._bounds[i], self._bounds[i + 1])
                for entry in entries[atoms[row]]
            ]
        return found

    def sentences(self, *kinds: str) -> list[int]:
        """Sentences with a hit of one of these kinds (default: issue, soft, linkage), sorted."""
        wanted = kinds or TELLING
        found: set[int] = set().union(*(self._of_kind(kind) for kind in wanted))
        for i, hits in self._special.items():
            (found.add if any(hit.kind in wanted for hit in hits) else found.discard)(i)
        return sorted(found)

    def __iter__(self) -> Iterator[tuple[int, list[Hit]]]:
        """Each sentence that has any hit, with its hits."""
        for i in range(len(self._bounds) - 1):
            if hits := self.of(i):
                yield i, hits


class Matcher:
    """A compiled codebook with the names of a world. Picklable: it recompiles where it arrives."""

    def __init__(self, codebook: Codebook, world: World | None = None) -> None:
        self._given = (codebook, world)
        self._agenda = {code: issue.parent for code, issue in codebook.issues.items()}
        self._compile(codebook.path, entries_of(codebook, world))

    def __reduce__(self) -> tuple[type[Matcher], tuple[Any, ...]]:
        return Matcher, self._given

    def _compile(self, path: str, listed: Sequence[Entry]) -> None:
        import ahocorasick_rs

        try:
            self._alphabet = alphabet("".join(entry.term for entry in listed))
        except TermError as error:
            raise CodebookError(path, *error.args) from None
        numbers: dict[Atom, int] = {}
        entries: list[list[Entry]] = []
        self._composites: dict[int, list[Composite]] = defaultdict(list)
        for entry in listed:
            try:
                term = parse(entry.term, self._alphabet)
            except TermError as error:
                problem, mend = error.args
                place = f"the {entry.kind} term {entry.term!r} of {entry.code or 'the codebook'}"
                raise CodebookError(path, f"{place}: {problem}", mend) from None
            composite = compose(entry, term) if term.gaps else None
            atom = term.atoms[composite.trigger if composite else 0]
            number = numbers.setdefault(atom, len(numbers))
            if number == len(entries):
                entries.append([])
            if composite:
                self._composites[number].append(composite)
            elif entry not in entries[number]:
                entries[number].append(entry)
        self._entries = [tuple(own) for own in entries]
        literals: dict[bytes, list[int]] = defaultdict(list)
        for atom, number in numbers.items():
            literals[atom.literal if atom.open_left else b" " + atom.literal].append(number)
        self.automaton: Any = ahocorasick_rs.BytesAhoCorasick(list(literals)) if literals else None
        # from a literal to the atoms that share it, as two flat arrays
        self._first = np.cumsum([0, *(len(own) for own in literals.values())], dtype=np.int64)
        self._flat = np.fromiter(chain.from_iterable(literals.values()), dtype=np.int64)
        atoms = list(numbers)
        self._open_left = np.array([a.open_left for a in atoms], dtype=bool)
        self._open_right = np.array([a.open_right for a in atoms], dtype=bool)
        self._patterns = {
            n: re.compile(a.pattern + (b"" if a.open_right else CLOSED))
            for n, a in enumerate(atoms)
            if a.pattern
        }
        self._cased = {n: a.cased for n, a in enumerate(atoms) if a.cased}
        inspected = self._patterns.keys() | self._cased.keys()
        self._inspect = np.array([n in inspected for n in range(len(atoms))], dtype=bool)
        self._trigger = np.array([n in self._composites for n in range(len(atoms))], dtype=bool)
        self._of_kind: dict[str, Flags] = {
            kind: np.array([any(e.kind == kind for e in own) for own in self._entries], dtype=bool)
            for kind in {entry.kind for entry in listed}
        }

    def scan(self, text: str, sentences: Sequence[Span | Sentence]) -> Hits:
        """All hits of `text` that lie within one sentence. Sentences are sorted and disjoint."""
        count = len(sentences)
        if not text or not count or self.automaton is None:
            return Hits([0] * (count + 1), ([], [], []), (), {}, lambda _: set())
        norm, places = self._normal(text)
        opens = np.fromiter((s.start for s in sentences), dtype=np.int64, count=count)
        closes = np.fromiter((s.end for s in sentences), dtype=np.int64, count=count)
        if places is not None:
            opens, closes = np.searchsorted(places, opens), np.searchsorted(places, closes)
        matches = self.automaton.find_matches_as_indexes(norm, overlapping=True)
        flat = np.fromiter(chain.from_iterable(matches), dtype=np.int64, count=3 * len(matches))
        atom, start, end = self._settle(norm, flat.reshape(-1, 3))
        sentence = np.searchsorted(opens, start, side="right") - 1
        keep = (sentence >= 0) & (end <= closes[np.maximum(sentence, 0)])
        if self._cased:
            keep &= self._spelt(text, places, atom, start, end)
        atom, start, end, sentence = atom[keep], start[keep], end[keep], sentence[keep]
        order = np.argsort((start << 12) + np.minimum(end - start, 4095), kind="stable")
        atom, start, end, sentence = atom[order], start[order], end[order], sentence[order]
        bounds = np.searchsorted(sentence, np.arange(count + 1)).tolist()
        masked = self._sentences_of("mask", atom, sentence)
        nearby = self._nearby(norm, opens, closes, (atom, start, end, sentence))
        special: dict[int, list[Hit]] = {}
        rows = (atom.tolist(), start.tolist(), end.tolist())
        if places is not None:
            back = [*places.tolist(), len(text)]
            rows = (rows[0], [back[s] for s in rows[1]], [back[e - 1] + 1 for e in rows[2]])
            nearby = {
                i: [
                    Found(one.entry, tuple((back[s], back[e - 1] + 1) for s, e in one.places))
                    for one in found
                ]
                for i, found in nearby.items()
            }
        for i in masked | nearby.keys():
            plain = [
                Found(entry, ((rows[1][row], rows[2][row]),))
                for row in range(bounds[i], bounds[i + 1])
                for entry in self._entries[rows[0][row]]
            ]
            left = unmask([*plain, *nearby.get(i, [])], self._agenda)
            special[i] = sorted(
                (Hit(*one.entry, *covers(one.places)) for one in left),
                key=lambda hit: (hit.start, hit.end),
            )
        return Hits(
            bounds,
            rows,
            self._entries,
            special,
            lambda kind: self._sentences_of(kind, atom, sentence),
        )

    def _sentences_of(self, kind: str, atom: Ints, sentence: Ints) -> set[int]:
        flags = self._of_kind.get(kind)
        return set() if flags is None else set(sentence[flags[atom]].tolist())

    def normal(self, text: str) -> bytes:
        """The normal form that the automaton reads."""
        return self._normal(text)[0]

    def _normal(self, text: str) -> tuple[bytes, Ints | None]:
        """Normal form with a space before and after it, and where its characters come from.

        The second is None where offsets are those of the text; text with double spaces is closed
        up, so that a phrase matches over them.
        """
        folded = self._alphabet.fold(text)
        places: Ints | None = None
        if _DOUBLE.search(text):
            blank = np.isin(np.array([text]).view(np.uint32), _BLANKS)
            single = np.ones(len(text), dtype=bool)
            single[1:] = ~(blank[1:] & blank[:-1])
            folded, places = folded[single], np.flatnonzero(single)
        return b" " + folded.tobytes() + b" ", places

    def _settle(self, norm: bytes, matches: Ints) -> tuple[Ints, Ints, Ints]:
        """From literals to atoms with settled boundaries: atom, start, end (without the pad)."""
        literal, start, end = matches[:, 0], matches[:, 1], matches[:, 2]
        shared = self._first[literal + 1] - self._first[literal]
        offset = np.arange(int(shared.sum())) - np.repeat(np.cumsum(shared) - shared, shared)
        atom = self._flat[np.repeat(self._first[literal], shared) + offset]
        start, end = np.repeat(start, shared), np.repeat(end, shared)
        points = np.frombuffer(norm, dtype=np.uint8)
        wordly = _WORDLY[points]
        breaks = np.flatnonzero(~wordly)  # the pad makes sure that there is one on either side
        closed = ~self._open_right[atom]
        keep = ~(closed & wordly[np.minimum(end, len(norm) - 1)])
        inspected = np.flatnonzero(self._inspect[atom])
        for row in inspected.tolist():
            pattern = self._patterns.get(int(atom[row]))
            if pattern is None:
                continue
            begin = int(start[row]) + (not self._open_left[atom[row]])
            match = pattern.match(norm, begin)
            keep[row] = match is not None
            if match:
                end[row] = match.end()
        atom, start, end = atom[keep], start[keep], end[keep]
        left, right = self._open_left[atom], self._open_right[atom]
        start[~left] += 1
        start[left] = breaks[np.searchsorted(breaks, start[left]) - 1] + 1
        end[right] = breaks[np.searchsorted(breaks, end[right])]
        return atom, start - 1, end - 1

    def _spelt(self, text: str, places: Ints | None, atom: Ints, start: Ints, end: Ints) -> Flags:
        """False for matches of cs: terms that are spelt otherwise in the text."""
        right = np.ones(len(atom), dtype=bool)
        for row in np.flatnonzero(self._inspect[atom]).tolist():
            wanted = self._cased.get(int(atom[row]))
            if wanted is None:
                continue
            s, e = int(start[row]), int(end[row])
            if places is not None:
                s, e = int(places[s]), int(places[e - 1]) + 1
            seen = " ".join(re.split(r"[\s\-‐-―/]+", text[s:e]))
            right[row] = seen.replace("’", "'") == wanted.replace("’", "'")
        return right

    def _nearby(
        self, norm: bytes, opens: Ints, closes: Ints, rows: tuple[Ints, Ints, Ints, Ints]
    ) -> dict[int, list[Found]]:
        """The `~n` terms of each sentence, in offsets of the unpadded normal form."""
        atom, start, end, sentence = rows
        found: dict[int, list[Found]] = {}
        for row in np.flatnonzero(self._trigger[atom]).tolist():
            i = int(sentence[row])
            at = int(start[row]) + 1, int(end[row]) + 1
            begin, until = int(opens[i]) + 1, int(closes[i]) + 1
            for term in self._composites[int(atom[row])]:
                for literal in term.others:  # 39 of 40 terms end here, without a call.
                    if norm.find(literal, begin, until) < 0:
                        break
                else:
                    places = find(term, norm, begin, until, at)
                    if places is not None:
                        one = Found(term.entry, tuple(sorted((s - 1, e - 1) for s, e in places)))
                        own = found.setdefault(i, [])
                        if one not in own:
                            own.append(one)
        return found


_BLANKS = np.array([ord(c) for c in "\t\n\v\f\r \x85\xa0"], dtype=np.uint32)
_WORDLY: Flags = np.array([chr(b).isalnum() if b < 0x80 else True for b in range(256)], dtype=bool)


def entries_of(codebook: Codebook, world: World | None) -> list[Entry]:
    """Every term that a codebook and a world bring, with what it stands for."""
    listed = [Entry("anchor", "", "", term) for term in codebook.anchors]
    listed += [Entry("echo", "", "", term) for term in codebook.echoes]
    for scope, terms in codebook.masks.items():
        listed += [Entry("mask", scope, "", term) for term in terms]
    for code, issue in codebook.issues.items():
        listed += [
            Entry("issue", code, tier, term) for tier, own in issue.tiers.items() for term in own
        ]
        listed += [Entry("company", code, "", t) for t in issue.company if not t.startswith("@")]
        listed += [Entry("mask", code, "", term) for term in issue.masks]
    for name, heads in codebook.coordination.heads.items():
        listed += [Entry("head", name, "", term) for term in heads]
    for kind, codes in codebook.cues.items():
        listed += [Entry(kind, code, "", term) for code, terms in codes.items() for term in terms]
    if world is not None:
        listed += [Entry("target", iso3, kind, term) for term, iso3, kind in world.terms()]
    return listed
