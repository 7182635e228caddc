"""The lexicon coder held against UPR Info's hand coding of recommendations (sessions 1 to 13).

    python benchmarks/upr.py [--shared FOLDER] [--sample N]

Two questions. Does firmness rise with UPR Info's action category (1 minimal .. 5 specific)? A
recommendation is an imperative without a speaker; it is read here as "We recommend that COUNTRY
...". And do our issues agree with theirs, through the table in upr_mapping.yaml?

The data are UPR Info's (upr-info.org), for research use; they are read in place and not copied.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

MAPPING = Path(__file__).with_name("upr_mapping.yaml")
SEED = 1
CHUNK = 500


class Recommendation(NamedTuple):
    """One row of UPR Info's table."""

    to: str
    text: str
    action: int
    issues: tuple[str, ...]


class Coded(NamedTuple):
    """A recommendation and what the lexicon says of it."""

    given: Recommendation
    firmness: int | None
    rule: str
    issues: frozenset[str]


def read(folder: Path) -> Iterator[Recommendation]:
    """All recommendations in the folder's tables."""
    for path in sorted(folder.glob("upr-*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                text = " ".join((row["Text"] or "").split())
                if text and (row["Action"] or "").strip() in "12345":
                    issues = tuple(i.strip() for i in (row["Issue"] or "").split(",") if i.strip())
                    yield Recommendation(row["To"] or "", text, int(row["Action"]), issues)


def code(recommendations: Sequence[Recommendation]) -> Iterator[Coded]:
    """Each recommendation as one sentence spoken to its country."""
    from outspoken import codebook, world
    from outspoken.codebook.matcher import Matcher
    from outspoken.coders.lexicon.firmness import judge
    from outspoken.coders.lexicon.issues import IssueFinder
    from outspoken.coders.lexicon.utterance import Utterance
    from outspoken.model import Role, Sentence

    book, known = codebook.load(), world.load()
    matcher, finder = Matcher(book, known), IssueFinder(book)
    for first in range(0, len(recommendations), CHUNK):
        chunk = recommendations[first : first + CHUNK]
        sentences, pieces, at = [], [], 0
        for n, one in enumerate(chunk):
            piece = f"We recommend that {one.to} {one.text[:1].lower()}{one.text[1:]}"
            sentences.append(Sentence(n, n, n, at, at + len(piece), 10, "", Role.OFFICIAL))
            pieces.append(piece)
            at += len(piece) + 1
        text = "\n".join(pieces)
        hits = matcher.scan(text, sentences)
        issues = finder.find(text, sentences, hits)
        for n, (one, sentence) in enumerate(zip(chunk, sentences, strict=True)):
            found = tuple(issues.get(n, ()))
            target = known.country(one.to) or "XXX"
            firm = judge(
                Utterance(text, sentence.start, sentence.end, found, (target,), hits.of(n))
            )
            rule = firm.rules[0].rule if firm.rules else ""
            yield Coded(one, firm.level, rule, frozenset(hit.issue for hit in found))


def firmness(coded: Sequence[Coded]) -> None:
    """Prints the rank correlation, the table, and what decides where the two part."""
    from scipy.stats import kendalltau, spearmanr

    judged = [one for one in coded if one.firmness is not None]
    pairs = [(one.given.action, one.firmness or 0) for one in judged]
    rho = spearmanr(*zip(*pairs, strict=True)).statistic
    tau = kendalltau(*zip(*pairs, strict=True)).statistic
    print(f"\nFirmness: {len(judged)} of {len(coded)} recommendations name a rights issue of ours.")
    print(f"Spearman rho {rho:.3f}, Kendall tau-b {tau:.3f} with the action category")
    table = Counter(pairs)
    print("action   " + "".join(f"F{f:<7}" for f in range(6)) + "mean")
    for action in range(1, 6):
        row = [table[action, f] for f in range(6)]
        mean = sum(f * n for f, n in enumerate(row)) / max(1, sum(row))
        print(f"{action:<9}" + "".join(f"{n:<8}" for n in row) + f"{mean:.2f}")
    for action, level in ((5, 3), (4, 4), (2, 3), (3, 3)):
        verbs = Counter(
            one.given.text.split()[0].lower()
            for one in judged
            if (one.given.action, one.firmness) == (action, level)
        )
        most = ", ".join(f"{verb} {n}" for verb, n in verbs.most_common(9))
        print(f"action {action} at firmness {level}, first words: {most}")


def issues(coded: Sequence[Coded], mapping: Mapping[str, Sequence[str]]) -> None:
    """Prints agreement on issues: per tag how often one of its codes is found, per code how often
    a tag that maps to it stands, and both pooled."""
    found, given = Counter[str](), Counter[str]()
    right, said = Counter[str](), Counter[str]()
    codes = {code for own in mapping.values() for code in own}
    tags_of: dict[str, set[str]] = defaultdict(set)
    for tag, own in mapping.items():
        for code_ in own:
            tags_of[code_].add(tag)
    for one in coded:
        tags = [tag for tag in one.given.issues if tag in mapping]
        for tag in tags:
            given[tag] += 1
            found[tag] += bool(one.issues & set(mapping[tag]))
        if tags:
            for code_ in one.issues & codes:
                said[code_] += 1
                right[code_] += bool(tags_of[code_] & set(tags))
    recall = found.total() / max(1, given.total())
    precision = right.total() / max(1, said.total())
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"\nIssues: recall {recall:.3f}, precision {precision:.3f}, F1 {f1:.3f} (pooled)")
    print("tag: share of its recommendations in which one of its codes is found")
    for tag, n in given.most_common():
        print(f"  {found[tag] / n:.2f} of {n:<6}{tag}")
    print("code: share of its recommendations that carry one of its tags")
    for code_, n in said.most_common():
        print(f"  {right[code_] / n:.2f} of {n:<6}{code_}")


def main() -> int:
    """Runs the benchmark; 0 also where the data are absent, with the reason."""
    import yaml

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    default = Path(__file__).resolve().parent.parent.parent / "shared"
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--sample", type=int, default=0, help="only so many rows, drawn by chance")
    chosen = parser.parse_args()
    folder = chosen.shared / "gold" / "upr"
    rows = list(read(folder)) if folder.is_dir() else []
    if not rows:
        print(f"skipped: UPR Info's tables are not at {folder} (name the folder with --shared)")
        return 0
    if chosen.sample:
        rows = random.Random(SEED).sample(rows, min(chosen.sample, len(rows)))
    coded = list(code(rows))
    firmness(coded)
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    issues(coded, content["issues"])
    unknown = Counter(
        tag
        for row in rows
        for tag in row.issues
        if tag not in content["issues"] and tag not in content["left_out"]
    )
    if unknown:
        print(f"\ntags without a row in {MAPPING.name}: {dict(unknown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
