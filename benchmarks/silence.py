"""Does the test of silence keep its false discoveries rare, and does it find what was left out?

    python -m benchmarks.silence > docs/evaluation/silence.md

Simulated readouts of 80 to 2,500 words with eight issues, from one that nearly every readout names
to one in a few hundred. In half of the long ones and a third of the short ones, two issues are
taken out. Every readout is tested on every issue.
"""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt

from benchmarks.results import Figure, emit
from outspoken.measures.silence import Model, base_rate

Numbers = npt.NDArray[np.float64]

ISSUES = list("ABCDEFGH")
RATES = np.array([0.012, 0.01, 0.008, 0.006, 0.004, 0.002, 0.0008, 0.0003])
"""Sentences for each word: an issue of every readout, down to one of a few in a hundred."""
LONG = 600


def readouts(rng: np.random.Generator, size: int, dispersion: float) -> tuple[Numbers, Numbers]:
    """Readouts of 80 to 2,500 words, and their sentences on each issue."""
    words = np.clip(rng.lognormal(np.log(350), 0.7, size), 80, 2500).round()
    mean = RATES[None] * words[:, None]
    if dispersion:
        mean = mean * rng.gamma(dispersion, 1 / dispersion, mean.shape)
    return rng.poisson(mean).astype(float), words


def study(
    model: Model, dispersion: float, reference: int, repetitions: int, seed: int = 1
) -> tuple[float, float, int]:
    """False-discovery rate, and the share found of suppressed mentions that were as good as certain."""
    rng = np.random.default_rng(seed)
    false, found, suppressed = [], 0, 0
    for _ in range(repetitions):
        counts, words = readouts(rng, reference, dispersion)
        tested, at = readouts(rng, 12, dispersion)
        silent = np.zeros(tested.shape, dtype=bool)
        for d in range(12):
            if rng.random() < (0.5 if at[d] >= LONG else 0.33):
                silent[d, rng.choice(5, 2, replace=False)] = True
        tested[silent] = 0
        out = base_rate(counts, words, ISSUES, [str(i) for i in range(12)], tested, at, model=model)
        notable = np.array([s.notable for s in out]).reshape(12, len(ISSUES))
        false.append((notable & ~silent).sum() / max(notable.sum(), 1))
        mean = RATES[None] * at[:, None]
        ordinary = (1 + mean / dispersion) ** -dispersion if dispersion else np.exp(-mean)
        sought = silent & (at[:, None] >= LONG) & (ordinary < 0.005)
        suppressed += sought.sum()
        found += (notable & sought).sum()
    return float(np.mean(false)), found / max(suppressed, 1), suppressed


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=200)
    repetitions = parser.parse_args().repetitions
    print("# Silence on simulated readouts\n")
    print(
        f"Made by `python -m benchmarks.silence`, {repetitions} simulated records a line, twelve "
        "readouts tested in each on eight issues. False discoveries: mean share of the silences "
        f"called notable that were ordinary. Found: of mentions taken out of texts of {LONG} words "
        "or more that an ordinary text has with 99.5 % or more, the share called notable. "
        "Dispersion: size of the negative binomial; infinite is a constant rate.\n"
    )
    print("| model | dispersion | reference texts | false discoveries | found | of |")
    print("|---|---|---|---|---|---|")
    kept = list[Figure]()
    for model in ("mention", "count"):
        for dispersion in (0.0, 3.0):
            for reference in (20, 60, 150):
                false, share, of = study(model, dispersion, reference, repetitions)
                size = f"{dispersion:.0f}" if dispersion else "infinite"
                case = f"{model}, dispersion {size}, {reference} texts"
                # Simulated with a fixed seed: what changes is the test, or numpy's draws.
                kept.append(Figure(f"false, {case}", false, "share", "lower", 0.5))
                kept.append(Figure(f"found, {case}", share, "share", "higher", 0.1))
                print(
                    f"| {model} | {size} | {reference} | {false:.1%} | {share:.0%} | {of} |",
                    flush=True,
                )
    emit("silence", kept, settings={"repetitions": repetitions})


if __name__ == "__main__":
    main()
