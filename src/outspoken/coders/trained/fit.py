"""Training: from labelled sentences to a model, and its cross-validation beside the lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outspoken.codebook import Codebook
from outspoken.coders.trained import TrainedCoder, logistic
from outspoken.coders.trained.embed import Embeddings
from outspoken.coders.trained.features import BLOCKS, Layout, layout, rows
from outspoken.coders.trained.model import AGENDA, ISSUE, TARGET, Head, Model
from outspoken.model import GENERIC, SELF, Coding, Passage
from outspoken.validation.labels import Answer, Example, Labelled, answer_of

LEAST = 10
"""A question is learnt only from so many sentences that say yes, and as many that say no."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """How training goes. Penalties: weights of vectors, of context vectors, of the lexicon."""

    least: int = LEAST
    band: tuple[float, float] = (0.15, 0.85)
    vectors: float = 1.0
    context: float = 4.0
    lexicon: float = 1.0
    own: float = 0.05


DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class _Known:
    """The lexicon's answers, remembered."""

    codings: Sequence[Coding]
    name: str = "lexicon"
    version: str = "1"

    def code(self, passage: Passage) -> list[Coding]:
        return list(self.codings)


def table(
    some: Sequence[Example],
    embeddings: Embeddings,
    columns: Layout,
    parents: Mapping[str, str],
) -> NDArray[np.float64]:
    """Features, one row an example."""
    found = [
        rows(e.passage, {c.n: c for c in e.codings}, embeddings, columns, parents)[e.n]
        for e in some
    ]
    return np.array(found, dtype=np.float64)


def folds(documents: Sequence[str], number: int = FOLDS, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each sentence; a document's sentences are all in one."""
    names = sorted(set(documents))
    order = np.random.default_rng(seed).permutation(len(names))
    of = {name: int(place) % number for name, place in zip(names, order, strict=True)}
    return np.array([of[name] for name in documents])


def train(
    some: Sequence[Example],
    x: NDArray[np.float64],
    embeddings: Embeddings,
    codebook: Codebook,
    about: Mapping[str, Any],
    settings: Settings = DEFAULT,
) -> Model:
    """A model of these examples."""
    parents = {code: issue.parent for code, issue in codebook.issues.items()}
    columns = layout(embeddings.dimensions, parents)
    groups = folds([e.item.document for e in some], seed=1)
    heads: list[Head] = []
    weights: list[NDArray[np.float64]] = []
    offsets: list[float] = []
    for kind, name, yes, mask in _questions(some, columns, parents):
        count = int(yes[mask].sum())
        if count < settings.least or int(mask.sum()) - count < settings.least:
            continue
        penalty = _penalty(kind, name, columns, settings)
        w, offset = _head(x[mask], yes[mask], groups[mask], penalty)
        heads.append(Head(kind, name, count))
        weights.append(w)
        offsets.append(offset)
    issues = Counter(c for e in some for c in sorted(e.item.answer.issues) if c in parents)
    usual: dict[str, str] = {}
    for code, _ in issues.most_common():
        usual.setdefault(parents[code], code)
    return Model(
        columns,
        tuple(heads),
        np.array(weights, dtype=np.float32).reshape(len(heads), columns.width).T,
        np.array(offsets, dtype=np.float32),
        settings.band,
        usual,
        embeddings,
        about,
    )


def _questions(
    some: Sequence[Example], columns: Layout, parents: Mapping[str, str]
) -> list[tuple[str, str, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Kind, name, who says yes, and who is asked at all (targets: only sentences on rights)."""
    answers = [e.item.answer for e in some]
    everyone = np.ones(len(some), dtype=np.bool_)
    rights = np.array([bool(a.rights) and bool(a.target) for a in answers], dtype=np.bool_)
    asked = []
    for code in columns.issues:
        asked.append((ISSUE, code, np.array([code in a.issues for a in answers]), everyone))
    for agenda in columns.agendas:
        yes = [any(parents.get(c) == agenda for c in a.issues) for a in answers]
        asked.append((AGENDA, agenda, np.array(yes), everyone))
    for target in (SELF, GENERIC):
        asked.append((TARGET, target, np.array([target in a.target for a in answers]), rights))
    return asked


def _penalty(kind: str, name: str, columns: Layout, settings: Settings) -> NDArray[np.float64]:
    """The lexicon's own answer to a question is believed most easily, the context least."""
    penalty = np.full(columns.width, settings.lexicon)
    d = columns.dimensions
    penalty[:d] = settings.vectors
    penalty[d : BLOCKS * d] = settings.context
    if kind == ISSUE:
        penalty[columns.issue(name)] = settings.own
    elif kind == AGENDA:
        penalty[columns.agenda(name)] = settings.own
    return penalty


def _head(
    x: NDArray[np.float64],
    yes: NDArray[np.bool_],
    groups: NDArray[np.int64],
    penalty: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Weights and offset, calibrated on scores of sentences that each fit had not seen."""
    goal = yes.astype(np.float64)
    scores = np.zeros(len(yes))
    for fold in np.unique(groups):
        seen = groups != fold
        w, offset = logistic.fit(x[seen], goal[seen], logistic.balance(yes[seen]), penalty)
        scores[~seen] = x[~seen] @ w + offset
    slope, shift = logistic.platt(scores, yes)
    w, offset = logistic.fit(x, goal, logistic.balance(yes), penalty)
    return w * slope, offset * slope + shift


def cross_validate(
    some: Sequence[Example],
    embeddings: Embeddings,
    codebook: Codebook,
    settings: Settings = DEFAULT,
    seed: int = 0,
) -> tuple[list[tuple[Labelled, Answer]], list[tuple[Labelled, Answer]]]:
    """The trained coder's and the lexicon's answers; the former from models without that fold."""
    parents = {code: issue.parent for code, issue in codebook.issues.items()}
    columns = layout(embeddings.dimensions, parents)
    x = table(some, embeddings, columns, parents)
    of = folds([e.item.document for e in some], seed=seed)
    trained: list[tuple[Labelled, Answer]] = []
    lexicon: list[tuple[Labelled, Answer]] = []
    about = {"codebook": codebook.hash}
    for fold in range(FOLDS):
        seen, held = np.flatnonzero(of != fold).tolist(), np.flatnonzero(of == fold).tolist()
        if not held or not seen:
            continue
        model = train([some[i] for i in seen], x[seen], embeddings, codebook, about, settings)
        for i in held:
            example = some[i]
            coder = TrainedCoder(codebook, _Known(example.codings), model)
            trained.append((example.item, answer_of(example, coder.code(example.passage))))
            lexicon.append((example.item, answer_of(example, example.codings)))
    return trained, lexicon
