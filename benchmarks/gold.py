"""A coder's scores on the labelled sentences: the two thirds for building, the third set aside.

    python -m benchmarks.gold [--coder lexicon] [--aside]
    python -m benchmarks.gold --write docs/evaluation/coder.md

A document is set aside when the SHA-256 of its path is divisible by three (read as a number), so
the choice knows nothing of its content and stays when sentences are added. The third set aside is
for reporting only: `--aside` prints its scores and never its sentences. `--write` makes the public
table of both parts.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from benchmarks.results import Figure, emit
from outspoken.annotate import read_coder
from outspoken.codebook import load
from outspoken.validation import report
from outspoken.validation.labels import Labelled, answers, read_labels
from outspoken.validation.score import Scores, score

SHARED = Path(os.environ.get("OUTSPOKEN_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "dev.jsonl"


def is_aside(item: Labelled) -> bool:
    """Whether a sentence's document is set aside."""
    return int(sha256(item.document.encode()).hexdigest(), 16) % 3 == 0


def scores_of(name: str, aside: bool, errors: Path | None = None) -> Scores:
    """A coder's scores on one part."""
    coder, world = read_coder(name, None)
    chosen = [item for item in read_labels(GOLD) if is_aside(item) == aside]
    pairs = list(answers(chosen, coder, world))
    if errors and not aside:
        errors.write_text(report.error_book(pairs, name), "utf-8")
    return score(pairs, load(None).parents)


def pooled(columns: Sequence[Scores]) -> list[str]:
    """The rows of a table of pooled scores, a column each."""
    pools = [("rights or not, F1", "rights"), ("rights issues, micro F1", "rights_issues"),
             ("comparison agendas, micro F1", "agendas"),
             ("own country against foreign, F1", "own_country"), ("linkage, F1", "linkage")]  # fmt: skip
    rows = {
        words: [report.interval(getattr(one, field).f1) for one in columns]
        for words, field in pools
    }
    rows["rights issues, macro F1"] = [f"{one.rights_macro or 0:.2f}" for one in columns]
    rows["target, all countries right"] = [report.interval(one.target) for one in columns]
    rows["firmness, quadratic-weighted kappa"] = [
        report.interval(one.firmness.kappa) for one in columns
    ]
    return [f"| {words} | {' | '.join(cells)} |" for words, cells in rows.items()]


def page(name: str) -> str:
    """The evaluation as a page: figures only, no sentence."""
    parts = {"set aside": scores_of(name, True), "for building": scores_of(name, False)}
    held, built = parts.values()
    lines = [
        "# Evaluation: how often the coder is right",
        "",
        f"Made by `python -m benchmarks.gold --write docs/evaluation/coder.md`; the coder is"
        f" `{name}`, the codebook {load(None).hash[:16]}. The sentences are from the White House's"
        " texts of 2021 to 2023, coded once by one careful reader and drawn so that rights are"
        " frequent: do not read shares of a record from them, and expect a few labels to be wrong."
        " **A third of the documents was set aside** and never looked at while the coder was built;"
        " its figures are those to go by, and they are few, so look at the intervals. Other years,"
        " officials and governments are harder: [four records](four-records.md). Intervals: Wilson's for precision and recall, a"
        " bootstrap over documents for the rest, 95 %.",
        "",
        f"| | set aside ({held.sentences} sentences) | for building ({built.sentences}) |",
        "|---|---|---|",
    ]
    lines += pooled(list(parts.values()))
    for words, one in (("Set aside", held), ("For building", built)):
        lines += ["", f"## {words}, issue by issue", ""]
        lines += ["| | precision | recall | F1 | given by people |", "|---|---|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in report.rows(one)]
        lines += ["", "Rights or not by stratum: " + ", ".join(
            f"{name} F1 {report.interval(s.f1)}" for name, s in one.strata.items()
        ) + "."]  # fmt: skip
    return "\n".join(lines) + "\n"


def figures(scores: Scores) -> list[Figure]:
    """The pooled scores; a label or two may go the other way without a word."""
    pools = {"rights": scores.rights, "rights issues": scores.rights_issues,
             "comparison agendas": scores.agendas, "own country": scores.own_country,
             "linkage": scores.linkage}  # fmt: skip
    shares = {f"{name}, F1": pool.counts.f1 for name, pool in pools.items()}
    shares["rights issues, macro F1"] = scores.rights_macro
    shares["target, all countries right"] = scores.target.estimate
    shares["firmness, kappa"] = scores.firmness.kappa.estimate
    return [Figure(name, share, "share", "higher", 0.03) for name, share in shares.items()]


def main() -> None:
    """Print one part's scores, or write the page of both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--coder", default="lexicon")
    parser.add_argument("--aside", action="store_true", help="the third set aside: report only")
    parser.add_argument("--errors", type=Path, help="write the error book (never of the third)")
    parser.add_argument("--write", type=Path, help="write the page of both parts here")
    given = parser.parse_args()
    if not GOLD.is_file():
        raise SystemExit(f"the labelled sentences are not at {GOLD} (set OUTSPOKEN_SHARED)")
    if given.write:
        given.write.write_text(page(given.coder), "utf-8")
        return
    scores = scores_of(given.coder, given.aside, given.errors)
    part = "set aside" if given.aside else "for building"
    emit("gold", figures(scores), settings={"coder": given.coder, "part": part})
    for row in report.rows(scores):
        print(f"{row[0]:28}" + "".join(f"{cell:>20}" for cell in row[1:]))
    for line in report.summary(scores):
        print(line)


if __name__ == "__main__":
    main()
