"""Attention: the share of what was said that an agenda received (method, section 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outspoken.measures.frame import Coded, credit_of, words_of


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
    words = words_of(rows)
    credit = credit_of(rows, agenda)
    total = float(words.sum())
    return Attention(
        agenda=agenda,
        share=float(words @ credit) / total if total else None,
        sentence_share=float(credit.mean()) if len(rows) else None,
        full_share=float(words @ (credit > 0)) / total if total else None,
        sentences=int((credit > 0).sum()),
        words=float(words @ credit),
        of_sentences=len(rows),
        of_words=int(total),
    )


def attention_by_issue(rows: Sequence[Coded], issues: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each issue: in how many sentences it occurs, and their words (full credit)."""
    found = {issue: [0, 0] for issue in issues}
    for row in rows:
        if not row.agendas:
            continue
        for issue in row.issues:
            if issue in found:
                found[issue][0] += 1
                found[issue][1] += row.words
    return {issue: (count, words) for issue, (count, words) in found.items()}
