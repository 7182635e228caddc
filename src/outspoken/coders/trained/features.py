"""What the trained coder looks at: meaning of the sentence and its surroundings, and the lexicon.

One row a sentence, in this order: vector of the sentence, of the one before it, of the document's
title; for each issue of the codebook, whether the lexicon gave it; for each agenda, how many of its
issues the lexicon gave; the logarithm of the sentence's length in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outspoken.coders.trained.embed import Embeddings
from outspoken.model import Coding, Passage

BLOCKS = 3
"""Vectors a row: the sentence's, the previous one's, the title's."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column is which. `agenda` maps an issue to its agenda."""

    dimensions: int
    issues: tuple[str, ...]
    agendas: tuple[str, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return BLOCKS * self.dimensions + len(self.issues) + len(self.agendas) + 1

    def issue(self, code: str) -> int:
        """The column of an issue."""
        return BLOCKS * self.dimensions + self.issues.index(code)

    def agenda(self, code: str) -> int:
        """The column of an agenda."""
        return BLOCKS * self.dimensions + len(self.issues) + self.agendas.index(code)


def layout(dimensions: int, parents: Mapping[str, str]) -> Layout:
    """The layout for a codebook, given as issue -> agenda."""
    return Layout(dimensions, tuple(sorted(parents)), tuple(sorted(set(parents.values()))))


def rows(
    passage: Passage,
    codings: Mapping[int, Coding],
    embeddings: Embeddings,
    columns: Layout,
    parents: Mapping[str, str],
) -> NDArray[np.float32]:
    """One row for each sentence of the passage; `codings` are the lexicon's, by sentence number."""
    text = passage.text
    vectors = embeddings.encode([text[s.start : s.end] for s in passage.sentences])
    d = columns.dimensions
    table = np.zeros((len(passage.sentences), columns.width), dtype=np.float32)
    table[:, :d] = vectors
    table[1:, d : 2 * d] = vectors[:-1]
    table[:, 2 * d : 3 * d] = embeddings.encode([passage.metadata.title])[0]
    issue_at = {code: columns.issue(code) for code in columns.issues}
    agenda_at = {code: columns.agenda(code) for code in columns.agendas}
    for i, sentence in enumerate(passage.sentences):
        table[i, -1] = math.log1p(sentence.words) / 4
        coding = codings.get(sentence.n)
        for hit in coding.issues if coding else ():
            if hit.issue in issue_at:
                table[i, issue_at[hit.issue]] = 1
                table[i, agenda_at[parents[hit.issue]]] += 1
    return table
