"""Attention: the share of what was said that an agenda received (method, section 3.1).

Four variants, always published together: by words with fractional credit (the measure), by
sentences, with full credit (each agenda of a sentence gets the whole of it), and by words without
greetings, thanks and logistics. Rights are also given together with the care for one's own
nationals (`HR+CONSULAR`), which is no rights issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outspoken.measures.frame import Coded, sums_of
from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums


@dataclass(frozen=True, slots=True)
class Attention:
    """An agenda's share, with the counts that it stands on.

    `share` is A_g = sum w c / sum w, in [0, 1]; None where nothing was said (not zero).
    `sentence_share` counts sentences instead of words; `full_share` gives each agenda of a
    sentence the whole sentence.
    """

    agenda: str
    share: float | None
    sentence_share: float | None
    full_share: float | None
    sentences: int
    words: float
    of_sentences: int
    of_words: int


def attention(rows: Sequence[Coded], agenda: str) -> Attention:
    """Attention to one agenda in sentences of one role."""
    sums = sums_of(rows)
    words, sentences = float(sums["words"]), float(sums["sentences"])
    return Attention(
        agenda=agenda,
        share=float(by_words(sums, agenda)) if words else None,
        sentence_share=float(by_sentences(sums, agenda)) if sentences else None,
        full_share=float(full_credit(sums, agenda)) if words else None,
        sentences=int(sums[f"agenda:{agenda}:sentences"]),
        words=float(sums[f"agenda:{agenda}:credited_words"]),
        of_sentences=int(sentences),
        of_words=int(words),
    )


def by_words(sums: Sums, agenda: str) -> Array:
    """A_g = sum w c / sum w."""
    share: Array = sums[f"agenda:{agenda}:credited_words"] / sums["words"]
    return share


def by_sentences(sums: Sums, agenda: str) -> Array:
    """The mean fractional credit of a sentence."""
    share: Array = sums[f"agenda:{agenda}:credit"] / sums["sentences"]
    return share


def full_credit(sums: Sums, agenda: str) -> Array:
    """Words of all sentences that touch the agenda, over all words."""
    share: Array = sums[f"agenda:{agenda}:words"] / sums["words"]
    return share


def without_courtesies(sums: Sums, agenda: str) -> Array:
    """By words, greetings and logistics left out of the denominator."""
    share: Array = sums[f"agenda:{agenda}:credited_words"] / (
        sums["words"] - sums["courtesy_words"]
    )
    return share


def document_mean(sums: Sums, agenda: str) -> Array:
    """The mean of the documents' own shares: every document counts the same."""
    share: Array = sums[f"each:{agenda}"] / sums["each"]
    return share


def attention_by_issue(rows: Sequence[Coded], issues: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each issue: in how many sentences it occurs, and their words (full credit)."""
    sums = sums_of(rows)
    return {
        issue: (int(sums[f"issue:{issue}:sentences"]), int(sums[f"issue:{issue}:words"]))
        for issue in issues
    }


def measures(agendas: Sequence[str], issues: Sequence[str]) -> Iterator[Measure]:
    """Attention to each agenda in all variants, and to each issue (full credit)."""
    variants = (
        ("", by_words, "share of words"),
        (" (sentences)", by_sentences, "share of sentences"),
        (" (full credit)", full_credit, "share of words"),
        (" (without courtesies)", without_courtesies, "share of words"),
        (" (mean of documents)", document_mean, "share of words"),
    )
    for agenda in agendas:
        for variant, value, unit in variants:
            yield Measure(
                name=f"attention {agenda}{variant}",
                unit=unit,
                scale="logit",
                value=lambda sums, value=value, agenda=agenda: value(sums, agenda),  # type: ignore[misc]
                n=lambda sums, agenda=agenda: sums[f"agenda:{agenda}:sentences"],  # type: ignore[misc]
                of=lambda sums: sums["sentences"],
                lists="--agenda HR --issue CONSULAR" if "+" in agenda else f"--agenda {agenda}",
                by_document=value is document_mean,
                presence=f"agenda:{agenda}:words" if value is full_credit else "",
                note="every document counts the same" if value is document_mean else "",
            )
    for issue in issues:
        yield Measure(
            name=f"issue {issue}",
            unit="share of words",
            scale="logit",
            value=lambda sums, issue=issue: sums[f"issue:{issue}:words"] / sums["words"],  # type: ignore[misc]
            n=lambda sums, issue=issue: sums[f"issue:{issue}:sentences"],  # type: ignore[misc]
            of=lambda sums: sums["sentences"],
            lists=f"--issue {issue}",
            presence=f"issue:{issue}:words",
        )
