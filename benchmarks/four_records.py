"""The lexicon on sentences of four records, labelled in several draws.

    python -m benchmarks.four_records WORKSPACE [WORKSPACE ...] [--write FILE]

The workspaces hold the White House's texts of 2021-23, its briefings of 2009-16, the transcripts of
Australian Prime Ministers and the UN general debate (one or several each; `outspoken add` makes them).
The labels (`benchmarks/four_records.csv`) hold no text: a sentence is found by its document's SHA-256
and the hash of its words, and is coded in its whole document. Sentences that are not found are counted.
`part` says what a draw was used for: `read` was read while the rules were made, of `scored` only the
scores were looked at, `last` was drawn and labelled after that and is the one to believe.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.gold import pooled
from outspoken import coders, world
from outspoken.codebook import load
from outspoken.coding.passages import passages
from outspoken.validation import report
from outspoken.validation.labels import Answer, Example, Labelled, answer_of
from outspoken.validation.score import Scores, score
from outspoken.workspace import Workspace

LABELS = Path(__file__).with_suffix(".csv")
RECORDS = {
    "wh": "White House 2021-23",
    "ob": "White House briefings 2009-16",
    "au": "Australian Prime Ministers",
    "un": "UN general debate",
}
PARTS = {
    "scored": "scored while building",
    "read": "read while building",
}
Key = tuple[str, str]
"""A document's SHA-256 and the hash of a sentence's words."""


def labels() -> dict[Key, Labelled]:
    """The labelled sentences by document and words."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {(row["document"], row["words"]): _labelled(row) for row in csv.DictReader(file)}


def _labelled(row: Mapping[str, Any]) -> Labelled:
    answer = Answer(
        frozenset(row["issues"].split()),
        frozenset(row["target"].split("+")) - {""},
        int(row["firmness"]) if row["firmness"] else None,
        row["linkage"],
        {},
    )
    return Labelled(row["words"], row, row["document"], row["stratum"], answer)


def words_of(sentence: str) -> str:
    """The hash by which a sentence is found again, whatever its white space."""
    return sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def answered(folder: Path, wanted: Mapping[Key, Labelled]) -> Iterator[tuple[Labelled, Answer]]:
    """The lexicon's answers to those of the labelled sentences that a workspace holds."""
    workspace = Workspace.open(folder)
    coder = coders.get("lexicon", load(None), world.load(None))
    documents = {document for document, _ in wanted}
    for part in sorted(workspace.lake.parts("documents")):
        for passage in passages(workspace.lake, part, workspace.settings.home):
            if passage.document_id not in documents:
                continue
            codings = tuple(coder.code(passage))
            for sentence in passage.sentences:
                words = words_of(passage.text[sentence.start : sentence.end])
                item = wanted.get((passage.document_id, words))
                if item is not None:
                    example = Example(item, passage, sentence.n, codings)
                    yield item, answer_of(example, codings)


def page(columns: Mapping[str, Scores], unread: Scores, missing: int) -> str:
    """The evaluation as a page: figures only. `unread` are the sentences that nobody read."""
    lines = [
        "# Evaluation: sentences of four records",
        "",
        "Made by `python -m benchmarks.four_records WORKSPACE ... --write"
        " docs/evaluation/four-records.md`;"
        f" the coder is `lexicon`, the codebook {load(None).hash[:16]}. The sentences were drawn at"
        " random within strata of the lexicon (rights are frequent: read no shares of a record from"
        f" them); {missing} labels were not found in the workspaces. The labels are a language"
        " model's, reading each sentence with its neighbours under the protocol of the labelled"
        " sentences, without the lexicon at hand. On the 109 sentences that [coder](coder.md) sets"
        " aside, such readings agree with the careful reader's at F1 .96 for rights or not, .89 for"
        " rights issues, .87 for comparison agendas and .97 of targets; two of them agree with each"
        " other on 270 sentences at .97, .94, .92 and .96 (firmness, weighted kappa: .96). So most"
        " of what is missing here is the coder's.",
        "",
        "What was drawn first was read while the rules were made, and flatters them. Of a second"
        " part only scores were looked at, to choose between variants. **The last draw comes from"
        " documents of which no label had been read; it was scored when the rules were done: its"
        " figures say what to expect on a new record.** Single agendas are weak; use samples coded by"
        " people to correct counts (`outspoken review sample`).",
        "",
        "| | " + " | ".join(f"{n} ({s.sentences})" for n, s in columns.items()) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]  # fmt: skip
    lines += pooled(list(columns.values()))
    lines += ["", f"## Issue by issue: the {unread.sentences} sentences that nobody read", ""]
    lines += ["| | precision | recall | F1 | given by readers |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in report.rows(unread)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Score the lexicon on each record and on all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("workspaces", nargs="+", type=Path)
    parser.add_argument("--write", type=Path, help="write the page here")
    given = parser.parse_args()
    wanted = labels()
    found: dict[str, tuple[Labelled, Answer]] = {}
    for folder in given.workspaces:
        for item, answer in answered(folder, wanted):
            found.setdefault(f"{item.document} {item.id}", (item, answer))
    pairs = list(found.values())
    if not pairs:
        parser.error("none of the labelled sentences is in these workspaces")
    parents = load(None).parents

    def scores(**chosen: str) -> Scores:
        wanted = chosen.items()
        return score([p for p in pairs if wanted <= p[0].row.items()], parents)

    columns = {"last draw": scores(part="last")}
    columns |= {words: scores(part="last", record=name) for name, words in RECORDS.items()}
    columns |= {words: scores(part=part) for part, words in PARTS.items()}
    unread = score([pair for pair in pairs if pair[0].row["part"] != "read"], parents)
    text = page(columns, unread, len(wanted) - len(pairs))
    if given.write:
        given.write.write_text(text, "utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
