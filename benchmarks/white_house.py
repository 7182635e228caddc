"""Talks with five countries in the White House's readouts: attention, parity, silence.

    python -m benchmarks.white_house WORKSPACE > docs/evaluation/white-house.md

The workspace holds the White House's texts of January 2021 to June 2023, coded.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import results
from outspoken.cli.tables import interval, shown
from outspoken.errors import InputError
from outspoken.measures.ask import figures, provenance
from outspoken.measures.figure import Figure
from outspoken.measures.omissions import silences
from outspoken.measures.selection import Selection
from outspoken.workspace import Workspace

COUNTRIES = {"CHN": "China", "SAU": "Saudi Arabia", "EGY": "Egypt", "IND": "India", "ARE": "UAE"}
DAYS = ("2021-01-20", "2023-06-30")
MEASURES = ("attention HR", "attention ECO", "attention SEC", "parity HR:ECO", "parity HR:SEC",
            "firmness-parity HR:comparators")  # fmt: skip


def main() -> None:
    """Print the page."""
    workspace, kept = Workspace.open(Path(sys.argv[1])), list[results.Figure]()
    codebook = workspace.codebook()
    print("# Readouts of talks with five countries\n")
    print(
        "Made by `python -m benchmarks.white_house`: the White House's readouts of talks with each "
        f"country, {DAYS[0]} to {DAYS[1]}, in English or of a language that a few lines do not tell. "
        "What the publishing side says of itself or of both sides. All are **detector counts**, not "
        "corrected by people; 95 % intervals in brackets, over documents, or within them where "
        "fewer than five are held.\n"
    )
    print("| with | readouts | " + " | ".join(MEASURES) + " |")
    print("|---|---|" + "---|" * len(MEASURES))
    for code, name in COUNTRIES.items():
        selection = Selection(
            government="USA", counterpart=code, genre="readout", since=DAYS[0], until=DAYS[1]
        )
        for line in figures(
            workspace, names=MEASURES, selection=selection, mix=True, codebook=codebook
        ):
            cells = [_cell(f) for f in line.figures]
            kept.append(results.Figure(f"{name}, readouts", line.documents, "documents"))
            kept += [
                results.Figure(f"{name}, {measure}", f.estimate, f.unit)
                for measure, f in zip(MEASURES, line.figures, strict=True)
            ]
            print(f"| {name} | {line.documents} | {' | '.join(cells)} |")
    print("\n## Silence on human rights\n")
    print("Each readout against the others with the same country (other days).\n")
    print("| with | tested | without rights | long enough to test | notable | highest P0 limit |")
    print("|---|---|---|---|---|---|")
    for code, name in COUNTRIES.items():
        selection = Selection(
            government="USA", counterpart=code, genre="readout", since=DAYS[0], until=DAYS[1]
        )
        try:
            found = [s for one in silences(workspace, codebook, selection) for s in one.silences]
        except InputError as error:
            print(f"| {name} | no base rate: {error.problem} | | | | |")
            continue
        without = [s for s in found if not s.mentions]
        tested = [s for s in without if s.tested]
        kept.append(results.Figure(f"{name}, notable", sum(s.notable for s in without), "silences"))
        limits = ", ".join(sorted({f"{s.chance.high:.2f}" for s in without})[-1:]) or "-"
        print(
            f"| {name} | {len(found)} | {len(without)} | {len(tested)} "
            f"| {sum(s.notable for s in without)} | {limits} |"
        )
    results.emit("white_house", kept, settings={"codebook": codebook.hash[:16]})
    head = provenance(workspace, codebook, "lexicon", "foreign")
    print("\n" + ", ".join(f"{name} `{value}`" for name, value in head.items()))


def _cell(figure: Figure) -> str:
    if figure.estimate is None:
        return f"none ({figure.n} of {figure.of})"
    bounds = f" [{interval(figure)}]" if figure.low is not None else ""
    verdict = f", {figure.verdict}" if figure.verdict else ""
    within = ", within" if figure.interval.startswith("within") else ""
    return f"{shown(figure.estimate, figure.unit)}{bounds} ({figure.n} of {figure.of}{within}){verdict}"


if __name__ == "__main__":
    main()
