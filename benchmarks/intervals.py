"""Do the intervals hold what they promise? Simulated records with a known truth.

    python -m benchmarks.intervals > docs/evaluation/intervals.md      (some minutes)

Documents of very different length, rights in one to five sentences of a hundred, crowded in some
documents; a coder that misses some and invents some, and errs on firmness; a stratified sample that
people code. Every interval is asked: is the truth of the whole population inside?
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from benchmarks.results import Figure, emit
from outspoken.measures import firmness
from outspoken.measures.attention import by_words
from outspoken.measures.parity import log_ratio
from outspoken.measures.totals import Array, Sums, Totals
from outspoken.measures.uncertainty import Scale, Value, bca, bootstrap, jackknife

Mask = npt.NDArray[np.bool_]
WORDS = 18.0
CROWDING = 20.0
"""Beta-binomial size of a document's share of rights sentences: small is crowded."""
FIRM = {"HR": (0.20, 0.25, 0.30, 0.12, 0.10, 0.03), "cmp": (0.25, 0.30, 0.20, 0.15, 0.08, 0.02)}
SOFT = 0.2
STRATA = (0.30, 0.10, 0.15, 0.20, 0.25)
"""Of a sample: coder says rights, comparator, both of neither with an anchor, and the rest."""
NAMES = [
    "sentences", "words", "agenda:HR:credited_words", "agenda:ECO:credited_words",
    "agenda:HR:sentences", "softened",
    *(f"agenda:HR:f{i}" for i in range(6)), *(f"comparators:f{i}" for i in range(6)),
]  # fmt: skip
INDEX = {name: i for i, name in enumerate(NAMES)}

MEASURES: Mapping[str, tuple[Value, Scale, bool]] = {
    "attention": (lambda s: by_words(s, "HR"), "logit", False),
    "parity": (lambda s: log_ratio(s, "ECO"), "identity", True),
    "firmness parity": (lambda s: firmness.pooled(s, "comparators"), "logit", False),
    "softening (share)": (lambda s: s["softened"] / s["agenda:HR:sentences"], "logit", False),
}


@dataclass(frozen=True, slots=True)
class Record:
    """Sentences: their document, words, codes."""

    document: npt.NDArray[np.int64]
    words: Array
    rights: Mask
    economy: Mask
    firm: npt.NDArray[np.int64]
    soft: Mask


def record(rng: np.random.Generator, documents: int, prevalence: float) -> Record:
    """A record as people would code it."""
    size = np.maximum(3, rng.lognormal(np.log(50), 0.7, documents).astype(int))
    document = np.repeat(np.arange(documents), size)
    n = len(document)
    own = rng.beta(prevalence * CROWDING, (1 - prevalence) * CROWDING, documents)
    other = rng.beta(0.08 * CROWDING, 0.92 * CROWDING, documents)
    rights = rng.random(n) < own[document]
    economy = ~rights & (rng.random(n) < other[document])
    firm = np.where(rights, rng.choice(6, n, p=FIRM["HR"]), rng.choice(6, n, p=FIRM["cmp"]))
    words = np.maximum(3, rng.gamma(4, WORDS / 4, n)).round()
    return Record(document, words, rights, economy, firm, rights & (rng.random(n) < SOFT))


def machine(
    rng: np.random.Generator, truth: Record, sensitivity: float, specificity: float
) -> Record:
    """The same record as a coder with these rates would code it; firmness right in two of three."""
    n = len(truth.words)

    def coded(real: Mask, se: float, sp: float) -> Mask:
        out: Mask = np.where(real, rng.random(n) < se, rng.random(n) > sp)
        return out

    rights = coded(truth.rights, sensitivity, specificity)
    firm = np.where(rng.random(n) < 0.65, truth.firm, rng.choice(6, n))
    soft = rights & coded(truth.soft, 0.7, 0.9)
    return Record(truth.document, truth.words, rights, coded(truth.economy, 0.8, 0.99), firm, soft)


def columns(r: Record) -> Array:
    """Each sentence's tally, in the order of NAMES."""
    own, other = r.rights.astype(float), r.economy.astype(float)
    firm = [own * (r.firm == i) for i in range(6)] + [other * (r.firm == i) for i in range(6)]
    head = [np.ones(len(own)), r.words, r.words * own, r.words * other, own, r.soft.astype(float)]
    return np.stack([*head, *firm], axis=1)


def add_up(rows: Array, document: npt.NDArray[np.int64]) -> Totals:
    """Tallies by document."""
    values = np.zeros((int(document.max()) + 1, rows.shape[1]))
    np.add.at(values, document, rows)
    return Totals(INDEX, values, len(values))


def draw(rng: np.random.Generator, coder: Record, truth: Record, size: int) -> tuple[Mask, Array]:
    """A stratified sample: which sentences, and every sentence's probability."""
    n = len(coder.words)
    anchor = np.where(truth.rights, rng.random(n) < 0.7, rng.random(n) < 0.05)
    none = ~coder.rights & ~coder.economy
    stratum = np.select(
        [coder.rights & anchor, coder.rights, coder.economy, none & anchor], [0, 1, 2, 3], 4
    )
    drawn, pi = np.zeros(n, dtype=bool), np.ones(n)
    for k, share in enumerate(STRATA):
        units = np.flatnonzero(stratum == k)
        take = min(len(units), max(10, round(share * size)))
        if len(units):
            drawn[rng.choice(units, take, replace=False)] = True
            pi[units] = take / len(units)
    return drawn, pi


def corrected(truth: Record, coder: Record, drawn: Mask, pi: Array) -> Totals:
    """Pseudo-outcomes added up by document."""
    f, y = columns(coder), columns(truth)
    f[drawn] += (y[drawn] - f[drawn]) / pi[drawn, None]
    return add_up(f, truth.document)


@cache
def population(prevalence: float) -> tuple[Array, int]:
    """The mean tallies of a document over a population so large that they hardly vary."""
    rng = np.random.default_rng(int(prevalence * 1000))
    size, pieces = 4_000, 12
    total = np.zeros(len(NAMES))
    for _ in range(pieces):
        total += columns(record(rng, size, prevalence)).sum(axis=0)
    return total, size * pieces


def truths(prevalence: float, documents: int) -> dict[str, float]:
    """The measures over the population, as a record of so many documents would have them."""
    total, size = population(prevalence)
    sums = Sums(INDEX, total * documents / size)
    return {name: float(value(sums)) for name, (value, _, _) in MEASURES.items()}


@dataclass(slots=True)
class Score:
    """How one method did over the repetitions."""

    inside: int = 0
    low: int = 0
    high: int = 0
    undefined: int = 0
    estimates: list[float] | None = None
    widths: list[float] | None = None

    def note(self, truth: float, estimate: float, low: float | None, high: float | None) -> None:
        """One interval."""
        if self.estimates is None:
            self.estimates, self.widths = [], []
        if low is None or high is None:
            self.undefined += 1
            return
        self.estimates.append(estimate)
        assert self.widths is not None
        self.widths.append(high - low)
        self.inside += low <= truth <= high
        self.low += high < truth
        self.high += low > truth

    @property
    def inside_share(self) -> float | None:
        """Of the defined intervals, the share that hold the truth."""
        known = self.inside + self.low + self.high
        return self.inside / known if known else None

    @property
    def coverage(self) -> str:
        """The same in per cent, as the tables have it."""
        known = self.inside_share
        share = "-" if known is None else f"{100 * known:.1f}"
        return f"{share} ({self.undefined} undefined)" if self.undefined else share

    def bias(self, truth: float) -> str:
        """Mean error in standard deviations of the estimate."""
        values = np.array(self.estimates or [np.nan])
        spread = values.std(ddof=1) if len(values) > 1 else np.nan
        return f"{(values.mean() - truth) / spread:+.2f}"


Method = Callable[[Totals, str], tuple[float, float | None, float | None] | None]


def by_jackknife(data: Totals, name: str) -> tuple[float, float | None, float | None] | None:
    """The project's interval."""
    value, scale, unbias = MEASURES[name]
    found = jackknife(data, value, scale, unbias=unbias)
    return None if found is None else (found.estimate, *found.at(0.95))


def by_bca(data: Totals, name: str) -> tuple[float, float | None, float | None] | None:
    """BCa with 400 resamples (2,000 change little and cost five times as much)."""
    value, _, _ = MEASURES[name]
    found = bca(data, value, resamples=400)
    return None if found is None else (float(value(data.sums)), *found)


def by_percentiles(data: Totals, name: str) -> tuple[float, float | None, float | None] | None:
    """The percentile bootstrap."""
    value, _, _ = MEASURES[name]
    draws = bootstrap(data, value, resamples=400)
    if len(draws) < 200:
        return None
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(value(data.sums)), float(low), float(high)


def run(
    data: Callable[[np.random.Generator], Totals],
    truth: Mapping[str, float],
    methods: Mapping[str, Method],
    repetitions: int,
    seed: int,
) -> dict[tuple[str, str], Score]:
    """Scores of every measure under every method."""
    rng = np.random.default_rng(seed)
    scores: dict[tuple[str, str], Score] = {}
    for _ in range(repetitions):
        made = data(rng)
        for name in MEASURES:
            for label, method in methods.items():
                found = method(made, name)
                score = scores.setdefault((name, label), Score())
                score.note(truth[name], *(found or (np.nan, None, None)))
    return scores


def _kept(score: Score, case: str) -> Figure:
    """Coverage by the project's interval; simulated with a fixed seed."""
    return Figure(f"coverage, {case}", score.inside_share, "share", "higher", 0.03)


def sampling_only(repetitions: int, kept: list[Figure]) -> list[str]:
    """Table: no coder error, intervals over documents by three methods."""
    methods: dict[str, Method] = {
        "jackknife": by_jackknife, "BCa": by_bca, "percentile": by_percentiles,
    }  # fmt: skip
    lines = [
        "| documents | prevalence | measure | jackknife, t | BCa | percentile | bias / SE |",
        "|---|---|---|---|---|---|---|",
    ]
    for documents in (10, 25, 60, 200):
        for prevalence in (0.01, 0.03, 0.05):
            truth = truths(prevalence, documents)

            def made(rng: np.random.Generator, d: int = documents, p: float = prevalence) -> Totals:
                one = record(rng, d, p)
                return add_up(columns(one), one.document)

            scores = run(made, truth, methods, repetitions, documents)
            for name in MEASURES:
                cells = [scores[name, label].coverage for label in methods]
                bias = scores[name, "jackknife"].bias(truth[name])
                case = f"{name}, {documents} documents, {prevalence:.0%}"
                kept.append(_kept(scores[name, "jackknife"], case))
                lines.append(
                    f"| {documents} | {prevalence:.0%} | {name} | {' | '.join(cells)} | {bias} |"
                )
    return lines


def with_coder_error(
    repetitions: int, sizes: tuple[int, ...], documents: int, full: bool, kept: list[Figure]
) -> list[str]:
    """Table: a coder that errs, corrected by a sample of people's codes."""
    lines = [
        "| sample | prevalence | sensitivity | specificity | measure | corrected: coverage "
        "| bias / SE | uncorrected: coverage |",
        "|---|---|---|---|---|---|---|---|",
    ]
    grid = [
        (p, se, sp)
        for p in (0.01, 0.03, 0.05)
        for se, sp in ((0.5, 0.97), (0.7, 0.99), (0.95, 0.999))
    ]
    for size in sizes:
        for prevalence, se, sp in grid if full else [grid[0], grid[4], grid[8]]:
            truth = truths(prevalence, documents)
            plain: dict[str, Score] = {}

            def made(
                rng: np.random.Generator,
                n: int = size, p: float = prevalence, se: float = se, sp: float = sp,
                plain: dict[str, Score] = plain, truth: dict[str, float] = truth,
            ) -> Totals:  # fmt: skip
                real = record(rng, documents, p)
                coder = machine(rng, real, se, sp)
                counted = add_up(columns(coder), coder.document)
                for name in MEASURES:
                    found = by_jackknife(counted, name) or (np.nan, None, None)
                    plain.setdefault(name, Score()).note(truth[name], *found)
                return corrected(real, coder, *draw(rng, coder, real, n))

            scores = run(made, truth, {"jackknife": by_jackknife}, repetitions, size)
            for name in MEASURES:
                score = scores[name, "jackknife"]
                case = f"{name}, sample of {size}, {prevalence:.0%}, {se}, {sp}"
                kept.append(_kept(score, case))
                lines.append(
                    f"| {size:,} | {prevalence:.0%} | {se} | {sp} | {name} | {score.coverage} "
                    f"| {score.bias(truth[name])} | {plain[name].coverage} |"
                )
    return lines


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=1000)
    repetitions = parser.parse_args().repetitions
    print("# Intervals on simulated records\n")
    print(
        f"Made by `python -m benchmarks.intervals`, {repetitions:,} simulated records a line: what "
        "per cent of the 95 % intervals hold the population's value (Monte Carlo error about "
        f"{100 * (0.95 * 0.05 / repetitions) ** 0.5:.1f} points), and the mean error of the "
        "estimate in its own standard deviations. Sentences a document: lognormal, median 50; the "
        "share of rights sentences varies between documents (beta-binomial, size 20). "
        '"Undefined": no rights sentence at all, or none left without one document.\n'
    )
    kept = list[Figure]()
    print("## Documents vary, the coder does not err\n")
    print("\n".join(sampling_only(repetitions // 2, kept)))
    print("\n## The coder errs, people coded a sample: 150 documents, some 9,600 sentences\n")
    print("\n".join(with_coder_error(repetitions, (1000,), 150, True, kept)))
    print("\n## How large a sample\n")
    sizes = (100, 200, 500, 2000)
    print("\n".join(with_coder_error(repetitions // 2, sizes, 150, False, kept)))
    emit("intervals", kept, settings={"repetitions": repetitions})


if __name__ == "__main__":
    main()
