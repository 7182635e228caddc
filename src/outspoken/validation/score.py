"""Scores of a coder: precision, recall, F1 with intervals, kappa for firmness (method, 6.3).

Intervals: Wilson's for precision and recall (E. B. Wilson, JASA 22, 1927); a percentile bootstrap
over documents for F1, kappa and accuracy. Where sentences were drawn with unequal probabilities each
counts one over its own (method, 6.3), and Wilson's interval takes Kish's effective number (L. Kish,
Survey Sampling, 1965). Weighted kappa: J. Cohen, Psychological Bulletin 70
(1968), with quadratic weights.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outspoken.model import SELF
from outspoken.validation.labels import Answer, Labelled

Pair = tuple[Labelled, Answer]
Z95 = 1.959963984540054
RESAMPLES = 1000
MACRO_LEAST = 5
"""Macro averages are over issues that people gave at least so often."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval; None where it is undefined."""

    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives (weighted where weights were given)."""

    tp: float
    fp: float
    fn: float

    @property
    def precision(self) -> float | None:
        """Of what the coder gave, the share that people gave."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Of what people gave, the share that the coder gave."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where neither gave anything."""
        found = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / found if found else None


@dataclass(frozen=True, slots=True)
class Score:
    """One code, or a pool of codes."""

    name: str
    counts: Counts
    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class Firm:
    """Agreement on firmness where both gave a level; `confusion[people][coder]`."""

    kappa: Interval
    both: int
    only_people: int
    only_coder: int
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything `validate` reports."""

    sentences: int
    documents: int
    rights: Score
    rights_issues: Score
    rights_macro: float | None
    agendas: Score
    issues: tuple[Score, ...]
    target: Interval
    target_sentences: int
    own_country: Score
    firmness: Firm
    linkage: Score
    strata: Mapping[str, Score]
    weighted: bool


def wilson(hits: float, of: float) -> Interval:
    """Wilson's 95 % interval of a share."""
    if of <= 0:
        return Interval(None, None, None)
    p = hits / of
    centre = (p + Z95**2 / (2 * of)) / (1 + Z95**2 / of)
    half = Z95 * math.sqrt(p * (1 - p) / of + Z95**2 / (4 * of**2)) / (1 + Z95**2 / of)
    return Interval(p, max(0.0, centre - half), min(1.0, centre + half))


def weighted_kappa(
    a: Sequence[int], b: Sequence[int], levels: int = 6, counts: Sequence[float] | None = None
) -> float | None:
    """Quadratic-weighted kappa of two codings on 0..levels-1; None without variation.

    `counts` says how often each pair counts; once where not given.
    """
    if not a:
        return None
    table = np.zeros((levels, levels))
    np.add.at(table, (np.asarray(a), np.asarray(b)), 1.0 if counts is None else np.asarray(counts))
    grid = np.arange(levels)
    weights = (grid[:, None] - grid[None, :]) ** 2 / (levels - 1) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chance = float((weights * expected).sum())
    return None if chance == 0 else 1 - float((weights * table).sum()) / chance


def score(pairs: Sequence[Pair], agendas: Mapping[str, str], *, seed: int = 0) -> Scores:
    """Score a coder's answers.

    Args:
        pairs: labelled sentences with the coder's answers.
        agendas: issue code -> agenda, from the codebook.
        seed: of the bootstrap.
    """
    codes = sorted({c for item, answer in pairs for c in item.answer.issues | answer.issues})
    singles = tuple(
        _score(pairs, code, lambda a, code=code: a.issues & {code}, seed)  # type: ignore[misc]
        for code in codes
    )
    rights = [s for s in singles if s.name.startswith("HR_")]
    frequent = [s.counts.f1 or 0.0 for s in rights if s.counts.tp + s.counts.fn >= MACRO_LEAST]
    strata: dict[str, list[Pair]] = defaultdict(list)
    for item, answer in pairs:
        strata[item.stratum].append((item, answer))
    on_rights = [(i, a) for i, a in pairs if i.answer.rights and a.rights]
    return Scores(
        sentences=len(pairs),
        documents=len({item.document for item, _ in pairs}),
        rights=_score(pairs, "rights or not", _any_rights, seed),
        rights_issues=_score(pairs, "rights issues, pooled", lambda a: a.rights, seed),
        rights_macro=float(np.mean(frequent)) if frequent else None,
        agendas=_score(
            pairs,
            "comparison agendas, pooled",
            lambda a: {agendas.get(i, i) for i in a.issues} - {"HR"},
            seed,
        ),
        issues=singles,
        target=_bootstrap(
            on_rights,
            lambda ps: float(
                np.average(
                    [i.answer.target == a.target for i, a in ps], weights=[i.weight for i, _ in ps]
                )
            ),
            seed,
        ),
        target_sentences=len(on_rights),
        own_country=_score(on_rights, "own country or not", lambda a: a.target & {SELF}, seed),
        firmness=_firmness(pairs, seed),
        linkage=_score(pairs, "linkage", lambda a: {a.linkage} - {""}, seed),
        strata={
            name: _score(members, name, _any_rights, seed)
            for name, members in sorted(strata.items())
            if name
        },
        weighted=any(item.weight != 1 for item, _ in pairs),
    )


def _any_rights(answer: Answer) -> set[str]:
    return {"HR"} if answer.rights else set()


def _counts(pairs: Iterable[Pair], of: Callable[[Answer], Iterable[str]]) -> Counts:
    tp = fp = fn = 0.0
    for item, answer in pairs:
        people, coder = set(of(item.answer)), set(of(answer))
        tp += item.weight * len(people & coder)
        fp += item.weight * len(coder - people)
        fn += item.weight * len(people - coder)
    return Counts(tp, fp, fn)


def _score(
    pairs: Sequence[Pair], name: str, of: Callable[[Answer], Iterable[str]], seed: int
) -> Score:
    counts = _counts(pairs, of)
    per: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for item, answer in pairs:
        one = _counts([(item, answer)], of)
        row = per[item.document]
        row[0] += one.tp
        row[1] += one.fp
        row[2] += one.fn
    weights = np.array([item.weight for item, _ in pairs])
    scale = float((weights**2).sum() / weights.sum()) if len(pairs) else 1.0
    return Score(
        name=name,
        counts=counts,
        precision=wilson(counts.tp / scale, (counts.tp + counts.fp) / scale),
        recall=wilson(counts.tp / scale, (counts.tp + counts.fn) / scale),
        f1=_f1_interval(counts, np.array(list(per.values())), seed),
    )


def _f1_interval(
    counts: Counts, table: np.ndarray[tuple[int, ...], np.dtype[np.float64]], seed: int
) -> Interval:
    if counts.f1 is None:
        return Interval(None, None, None)
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=RESAMPLES)
    tp, fp, fn = (draws @ table).T
    found = 2 * tp + fp + fn
    values = np.divide(2 * tp, found, out=np.full_like(tp, np.nan), where=found > 0)
    low, high = np.nanquantile(values, (0.025, 0.975))
    return Interval(counts.f1, float(low), float(high))


def _bootstrap(
    pairs: Sequence[Pair], statistic: Callable[[Sequence[Pair]], float | None], seed: int
) -> Interval:
    estimate = statistic(pairs) if pairs else None
    if estimate is None:
        return Interval(None, None, None)
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair[0].document].append(pair)
    members = list(groups.values())
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(RESAMPLES):
        sample = [p for g in rng.integers(0, len(members), len(members)) for p in members[g]]
        value = statistic(sample)
        if value is not None:
            draws.append(value)
    low, high = np.quantile(draws, (0.025, 0.975))
    return Interval(estimate, float(low), float(high))


def _firmness(pairs: Sequence[Pair], seed: int) -> Firm:
    def levels(some: Sequence[Pair]) -> tuple[list[int], list[int], list[float]]:
        people, coder, weights = [], [], []
        for item, answer in some:
            if item.answer.firmness is not None and answer.firmness is not None:
                people.append(item.answer.firmness)
                coder.append(answer.firmness)
                weights.append(item.weight)
        return people, coder, weights

    def kappa(some: Sequence[Pair]) -> float | None:
        people, coder, weights = levels(some)
        return weighted_kappa(people, coder, counts=weights)

    people, coder, _ = levels(pairs)
    confusion = [[0] * 6 for _ in range(6)]
    for p, c in zip(people, coder, strict=True):
        confusion[p][c] += 1
    return Firm(
        kappa=_bootstrap(pairs, kappa, seed),
        both=len(people),
        only_people=sum(i.answer.firmness is not None and a.firmness is None for i, a in pairs),
        only_coder=sum(i.answer.firmness is None and a.firmness is not None for i, a in pairs),
        confusion=tuple(tuple(row) for row in confusion),
    )
