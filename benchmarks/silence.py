"""Does the test of silence keep its false discoveries rare, and does it find what was left out?

    python -m benchmarks.silence > docs/evaluation/silence.md

Simulated readouts of 80 to 2,500 words with eight issues, from one that nearly every readout names
to one in a few hundred. In half of the long ones and a third of the short ones, two issues are
taken out. Every readout is tested on every issue.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


def main() -> None:
    """Print the table."""
    from test_silence import LONG, study

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
    for model in ("mention", "count"):
        for dispersion in (0.0, 3.0):
            for reference in (20, 60, 150):
                false, share, of = study(model, dispersion, reference, repetitions)
                size = f"{dispersion:.0f}" if dispersion else "infinite"
                print(
                    f"| {model} | {size} | {reference} | {false:.1%} | {share:.0%} | {of} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
