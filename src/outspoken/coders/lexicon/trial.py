"""Trying a codebook on the record before it is adopted: what a change would gain and lose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from outspoken.codebook import Codebook
from outspoken.codebook.change import Touch, change
from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon.issues import IssueFinder, one_each
from outspoken.model import IssueHit, Passage, Role, Sentence, Span

SEED = 1
AROUND = 120
"""Characters shown on either side of the words that decide."""


@dataclass(slots=True)
class Sample:
    """A few texts drawn evenly from a stream of unknown length (reservoir), and their number."""

    size: int
    seen: int = 0
    texts: list[str] = field(default_factory=list)
    _random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a sample

    def add(self, text: str) -> None:
        """Offer one more text."""
        self.seen += 1
        if len(self.texts) < self.size:
            self.texts.append(text)
        elif (place := self._random.randrange(self.seen)) < self.size:
            self.texts[place] = text


@dataclass(slots=True)
class Change:
    """What becomes of one issue: sentences before and after, and which come and go."""

    issue: str
    gained: Sample
    lost: Sample
    before: int = 0
    after: int = 0


class Trial:
    """A codebook compiled for looking at sentences; issues only."""

    def __init__(self, codebook: Codebook) -> None:
        self.matcher = Matcher(codebook)
        self.finder = IssueFinder(codebook)

    def hits(self, passage: Passage) -> dict[int, dict[str, IssueHit]]:
        """The issues of each sentence of a passage, by its index, each with the hit that shows it."""
        hits = self.matcher.scan(passage.text, passage.sentences)
        found = self.finder.find(passage.text, passage.sentences, hits)
        return {i: {hit.issue: hit for hit in one_each(own)} for i, own in found.items()}

    def sentence(self, text: str) -> tuple[IssueHit, ...]:
        """The issues of a sentence that stands alone, one hit each."""
        alone = [Sentence(0, 0, 0, 0, len(text), 0, "", Role.UNKNOWN)]
        hits = self.matcher.scan(text, alone)
        return one_each(self.finder.find(text, alone, hits).get(0, []))


def compare(
    old: Codebook, new: Codebook, passages: Iterable[Passage], *, keep: int = 5
) -> list[Change]:
    """Every issue whose sentences differ between two codebooks, the greatest change first.

    The samples carry the words that decide in brackets. A document in which no changed term stands
    is read with the old codebook alone: the new one can say nothing else.
    """
    one, other = Trial(old), Trial(new)
    touched = Touch(change(old, new).terms)
    changes: dict[str, Change] = {}

    def of(issue: str) -> Change:
        return changes.setdefault(issue, Change(issue, Sample(keep), Sample(keep)))

    for passage in passages:
        before = one.hits(passage)
        after = other.hits(passage) if touched(passage.text) else before
        for i in sorted(before.keys() | after.keys()):
            was, now = before.get(i, {}), after.get(i, {})
            for issue in was:
                of(issue).before += 1
            for issue in now:
                of(issue).after += 1
            for issue in now.keys() - was.keys():
                of(issue).gained.add(_marked(passage, i, now[issue]))
            for issue in was.keys() - now.keys():
                of(issue).lost.add(_marked(passage, i, was[issue]))
    return sorted(
        (c for c in changes.values() if c.gained.seen or c.lost.seen),
        key=lambda c: (-c.gained.seen - c.lost.seen, c.issue),
    )


def explain(
    codebook: Codebook, sentence: str, before: str = "", after: str = ""
) -> tuple[list[IssueHit], list[tuple[str, str]]]:
    """The issue hits of one sentence, in its own offsets, and terms found that were not enough.

    A term is not enough where it is weak and alone, part of a name, or outdone by another issue.
    """
    parts = [part for part in (before, sentence, after) if part]
    index = 1 if before else 0
    sentences, start = [], 0
    for n, part in enumerate(parts):
        sentences.append(Sentence(n, 0, n, start, start + len(part), 0, "", Role.UNKNOWN))
        start += len(part) + 1
    text = "\n".join(parts)
    trial = Trial(codebook)
    hits = trial.matcher.scan(text, sentences)
    found = trial.finder.find(text, sentences, hits).get(index, [])
    shift = sentences[index].start
    issues = [replace(hit, start=hit.start - shift, end=hit.end - shift) for hit in found]
    held = {(hit.issue, hit.term) for hit in found}
    left = [(h.code, h.term) for h in hits.of(index) if h.kind == "issue"]
    return issues, [one for one in dict.fromkeys(left) if one not in held]


@dataclass(frozen=True, slots=True)
class Surprise:
    """A sentence of the codebook that is not coded as the codebook says.

    `wanted` is True for an example that lacks its issue, False for a near miss that has it. `issues`
    are those found, each with the term that decided.
    """

    code: str
    wanted: bool
    sentence: str
    issues: tuple[tuple[str, str], ...]


def surprises(codebook: Codebook, only: Collection[str] = ()) -> tuple[int, list[Surprise]]:
    """How many examples and near misses were tried, and those that come out otherwise.

    Args:
        codebook: whose sentences, and whose terms.
        only: codes of issues; all when empty.
    """
    trial = Trial(codebook)
    tried, found = 0, []
    for code, issue in codebook.issues.items():
        if only and code not in only:
            continue
        both = [(text, True) for text in issue.examples] + [(t, False) for t in issue.near_misses]
        for text, wanted in both:
            tried += 1
            hits = trial.sentence(text)
            if wanted != any(hit.issue == code for hit in hits):
                terms = tuple((hit.issue, hit.term) for hit in hits)
                found.append(Surprise(code, wanted, text, terms))
    return tried, found


@dataclass(slots=True)
class TermReport:
    """Where a term stands in the record, and what its sentences are coded without it."""

    sentences: int
    with_term: int
    issues: dict[str, int]
    uncoded: Sample
    coded: Sample


def try_term(
    term: str, codebook: Codebook, passages: Iterable[Passage], *, keep: int = 5
) -> TermReport:
    """What one term would find; raises CodebookError for a term of bad syntax."""
    alone = _only(term, codebook)
    trial = Trial(codebook)
    report = TermReport(0, 0, {}, Sample(keep), Sample(keep))
    for passage in passages:
        report.sentences += len(passage.sentences)
        places = list(_places(alone, passage))
        if not places:
            continue
        coded = trial.hits(passage)
        for i, span in places:
            report.with_term += 1
            marked = _marked(passage, i, span)
            own = coded.get(i, {})
            for issue in own:
                report.issues[issue] = report.issues.get(issue, 0) + 1
            (report.coded if own else report.uncoded).add(marked)
    report.issues = dict(sorted(report.issues.items(), key=lambda item: (-item[1], item[0])))
    return report


def _places(matcher: Matcher, passage: Passage) -> Iterator[tuple[int, Span]]:
    hits = matcher.scan(passage.text, passage.sentences)
    for i in hits.sentences("term"):
        first = hits.of(i)[0]
        yield i, Span(first.start, first.end)


def _only(term: str, codebook: Codebook) -> Matcher:
    """A matcher for this term and nothing else: no mask hides it."""
    return Matcher(
        replace(
            codebook,
            issues={},
            anchors=(),
            echoes=(),
            masks={},
            cues={"term": {"": (term,)}},
            coordination=replace(codebook.coordination, heads={}, conjuncts={}),
        )
    )


def _marked(passage: Passage, i: int, place: Span | IssueHit) -> str:
    """A sentence with the words at `place` in brackets; of a long one, what stands around them."""
    sentence, text = passage.sentences[i], passage.text
    first, last = max(sentence.start, place.start - AROUND), min(sentence.end, place.end + AROUND)
    return (
        f"{'... ' * (first > sentence.start)}{text[first : place.start].lstrip()}"
        f"[{text[place.start : place.end]}]"
        f"{text[place.end : last].rstrip()}{' ...' * (last < sentence.end)}"
    )
