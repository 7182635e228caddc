"""A coder's scores on the labelled sentences: the two thirds for building, the third set aside.

    python -m benchmarks.gold [--coder lexicon] [--aside]

A document is set aside when the SHA-256 of its path is divisible by three (read as a number), so
the choice knows nothing of its content and stays when sentences are added. The third set aside is
for reporting only: `--aside` prints its scores and never its sentences.
"""

from __future__ import annotations

import argparse
import os
from hashlib import sha256
from pathlib import Path

from outspoken.annotate import read_coder
from outspoken.validation import report
from outspoken.validation.labels import Labelled, answers, read_labels
from outspoken.validation.score import score

SHARED = Path(os.environ.get("OUTSPOKEN_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "dev.jsonl"


def is_aside(item: Labelled) -> bool:
    """Whether a sentence's document is set aside."""
    return int(sha256(item.document.encode()).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Print one part's scores."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--coder", default="lexicon")
    parser.add_argument("--aside", action="store_true", help="the third set aside: report only")
    parser.add_argument("--errors", type=Path, help="write the error book (never of the third)")
    given = parser.parse_args()
    if not GOLD.is_file():
        raise SystemExit(f"the labelled sentences are not at {GOLD} (set OUTSPOKEN_SHARED)")
    coder, world = read_coder(given.coder, None)
    chosen = [item for item in read_labels(GOLD) if is_aside(item) == given.aside]
    pairs = list(answers(chosen, coder, world))
    from outspoken.codebook import load

    parents = {code: issue.parent for code, issue in load(None).issues.items()}
    scores = score(pairs, parents)
    if given.errors and not given.aside:
        given.errors.write_text(report.error_book(pairs, given.coder), "utf-8")
    for row in report.rows(scores):
        print(f"{row[0]:28}" + "".join(f"{cell:>20}" for cell in row[1:]))
    for line in report.summary(scores):
        print(line)


if __name__ == "__main__":
    main()
