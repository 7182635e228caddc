"""What a skilled analyst would write for an afternoon's question: the plain script to compare with.

    python benchmarks/analyst.py FOLDER OUTPUT.csv

Reads Markdown files, cuts them into sentences, looks for the codebook's strong terms with regular
expressions, and tabulates words on each agenda by document. It knows no speakers, no masks, no
targets, no firmness, keeps no originals, and its second run is as long as its first.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
from sentencex import segment

from outspoken.codebook import load

FRONT = re.compile(r"\A---.*?\n---\n", re.DOTALL)


def expression(term: str) -> str:
    """A term of the codebook as a regular expression; `A ~n B` as words apart, in either order."""
    parts = re.split(r"\s*~\s*(\d+)\s+", term.removeprefix("cs:"))
    sides = [re.escape(side).replace(r"\*", r"\w*").replace(r"\?", r"\w?") for side in parts[0::2]]
    if len(sides) != 2:
        return rf"\b{sides[0]}\b"
    a, b, gap = sides[0], sides[1], rf"\W+(?:\w+\W+){{0,{parts[1]}}}?"
    return rf"\b(?:{a}{gap}{b}|{b}{gap}{a})\b"


def main(folder: Path, output: Path) -> None:
    """Write the table."""
    book = load(None)
    issues = {
        code: re.compile("|".join(map(expression, issue.strong)), re.IGNORECASE)
        for code, issue in book.issues.items()
        if issue.strong
    }
    rows = []
    for path in sorted(folder.rglob("*.md")):
        text = FRONT.sub("", path.read_text("utf-8"))
        for sentence in segment("en", text):
            words = len(sentence.split())
            found = {book.agenda(code) for code, term in issues.items() if term.search(sentence)}
            rows += [(path.name, agenda, words / len(found)) for agenda in found]
            rows.append((path.name, "all", words))
    table = pd.DataFrame(rows, columns=["document", "agenda", "words"])
    table.pivot_table(index="document", columns="agenda", values="words", aggfunc="sum").to_csv(
        output
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
