"""The lexicon coder held against UPR Info's hand coding of recommendations (sessions 1 to 13).

    python -m benchmarks.upr [--shared FOLDER] [--sample N] [--write docs/evaluation/upr.md]

Two questions. Does firmness rise with UPR Info's action category (1 minimal .. 5 specific)? A
recommendation is an imperative without a speaker; it is read here as "We recommend that COUNTRY
...". And do our issues agree with theirs, through the table in upr_mapping.yaml?

The data are UPR Info's (upr-info.org), for research use; they are read in place and not copied:
what is written holds counts and verbs, and no recommendation.
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

from benchmarks.results import Figure, emit

MAPPING = Path(__file__).with_name("upr_mapping.yaml")
SEED = 1
CHUNK = 500
CONSIDERING = 3
ACTIONS = {1: "minimal", 2: "continuing", 3: "considering", 4: "general", 5: "specific"}
TREATY = "HR_MECHANISMS (the treaty or body is named, not the right)"
OTHER = "another right of ours"
NONE = "no right of ours"

PREFACE = """\
# UN review recommendations

Made by `python -m benchmarks.upr --write docs/evaluation/upr.md`; not edited by hand. The lexicon
coder is held against UPR Info's hand coding of the recommendations of sessions 1 to 13 of the
Universal Periodic Review (2008 to 2012; upr-info.org). The recommendations themselves are not
copied here. What each tag is compared with, and why, stands in `benchmarks/upr_mapping.yaml`.

How to read it:

- UPR Info tags a recommendation by the treaty that it names: to ratify the Convention against
  Torture is tagged Torture as well as International instruments. We code the sentence's words:
  HR_MECHANISMS, and torture only where the treaty's full name or the practice is written out.
- It tags a child wherever one is meant, and gives one tag to abuses of one group (its manual,
  1.2); our children are one of the groups of HR_EQUALITY, beside schooling and health.
- Its action category grades what kind of act is asked (from asking others for help, over
  continuing and considering, to general and specific acts). Our firmness grades how hard it is
  put. A continued good practice is praise (1 or 2 with us), a minimal act still a demand (3): so
  categories 1 and 2 are no lower end of our scale. Categories 3 to 5 are.
- Every recommendation is a request, so levels 0, 1 and 5 hardly occur; the correlation is over a
  narrow range and says nothing about speeches."""


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


def firmness(coded: Sequence[Coded], measured: list[Figure]) -> Iterator[str]:
    """The rank correlation, the table, and what decides where the two part."""
    from scipy.stats import kendalltau, spearmanr

    judged = [one for one in coded if one.firmness is not None]
    pairs = [(one.given.action, one.firmness or 0) for one in judged]
    upper = [pair for pair in pairs if pair[0] >= CONSIDERING]
    yield "## Firmness and action category"
    yield ""
    yield f"{len(judged):,} of {len(coded):,} recommendations name a rights issue of ours."
    yield ""
    yield "| recommendations | n | Spearman's rho | Kendall's tau-b |"
    yield "| --- | ---: | ---: | ---: |"
    for name, some in (("all categories", pairs), ("categories 3 to 5 (one scale)", upper)):
        rho = spearmanr(*zip(*some, strict=True)).statistic
        tau = kendalltau(*zip(*some, strict=True)).statistic
        yield f"| {name} | {len(some):,} | {rho:.3f} | {tau:.3f} |"
        measured.append(Figure(f"rho, {name}", rho, "rank correlation", "higher", 0.03))
    table = Counter(pairs)
    yield ""
    yield "| action category | " + " | ".join(f"F{f}" for f in range(6)) + " | mean |"
    yield "| --- |" + " ---: |" * 7
    for action, name in ACTIONS.items():
        row = [table[action, f] for f in range(6)]
        mean = sum(f * n for f, n in enumerate(row)) / max(1, sum(row))
        yield f"| {action} {name} | " + " | ".join(f"{n:,}" for n in row) + f" | {mean:.2f} |"
    yield ""
    yield "First words of the largest groups off the diagonal (category, firmness): the verb decides"
    yield "for UPR Info, what can be checked for us."
    yield ""
    for action, level in ((5, 3), (4, 4), (2, 3), (3, 3), (1, 3)):
        verbs = Counter(
            one.given.text.split()[0].lower().strip(",.")
            for one in judged
            if (one.given.action, one.firmness) == (action, level)
        )
        most = ", ".join(f"{verb} {n:,}" for verb, n in verbs.most_common(8))
        yield f"- category {action}, firmness {level} ({verbs.total():,}): {most}"


def issues(
    coded: Sequence[Coded], mapping: Mapping[str, Sequence[str]], measured: list[Figure]
) -> Iterator[str]:
    """Agreement on issues: per tag how often one of its codes is found, per code how often a tag
    that maps to it stands, both pooled, and what stands where a tag's codes are missed."""
    found, given = Counter[str](), Counter[str]()
    right, said = Counter[str](), Counter[str]()
    instead: dict[str, Counter[str]] = defaultdict(Counter)
    codes = {code for own in mapping.values() for code in own}
    tags_of: dict[str, set[str]] = defaultdict(set)
    for tag, own in mapping.items():
        for code_ in own:
            tags_of[code_].add(tag)
    for one in coded:
        tags = [tag for tag in one.given.issues if tag in mapping]
        for tag in tags:
            given[tag] += 1
            if one.issues & set(mapping[tag]):
                found[tag] += 1
            else:
                instead[tag][_instead(one.issues)] += 1
        if tags:
            for code_ in one.issues & codes:
                said[code_] += 1
                right[code_] += bool(tags_of[code_] & set(tags))
    recall = found.total() / max(1, given.total())
    precision = right.total() / max(1, said.total())
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    for name, share in (("recall", recall), ("precision", precision), ("F1", f1)):
        measured.append(Figure(f"issues, {name}", share, "share", "higher", 0.02))
    yield "## Issues"
    yield ""
    yield f"Pooled: recall {recall:.3f}, precision {precision:.3f}, F1 {f1:.3f}"
    yield f"({given.total():,} tags given, {said.total():,} codes found)."
    yield ""
    lost: Counter[str] = sum(instead.values(), Counter())
    yield "What was found where none of a tag's codes was:"
    yield ""
    for what, n in lost.most_common():
        yield f"- {what}: {n:,} ({n / max(1, lost.total()):.0%})"
    yield ""
    yield "| tag | given | one of its codes found | else: a treaty or body | another right | no right |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for tag, n in given.most_common():
        rest = " | ".join(f"{instead[tag][what]:,}" for what in (TREATY, OTHER, NONE))
        yield f"| {tag} | {n:,} | {found[tag] / n:.2f} | {rest} |"
    yield ""
    yield "| code | found | beside one of its tags |"
    yield "| --- | ---: | ---: |"
    for code_, n in said.most_common():
        yield f"| {code_} | {n:,} | {right[code_] / n:.2f} |"


def _instead(found: frozenset[str]) -> str:
    rights = {code_ for code_ in found if code_.startswith("HR_")}
    if "HR_MECHANISMS" in rights:
        return TREATY
    return OTHER if rights else NONE


def document(
    coded: Sequence[Coded], mapping: Mapping[str, Sequence[str]], measured: list[Figure]
) -> str:
    """The whole evaluation as Markdown; its figures are added to `measured`."""
    lines = [*PREFACE.splitlines(), "", *issues(coded, mapping, measured)]
    lines += ["", *firmness(coded, measured)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Runs the benchmark; 0 also where the data are absent, with the reason."""
    import yaml

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    default = Path(__file__).resolve().parent.parent.parent / "shared"
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--sample", type=int, default=0, help="only so many rows, drawn by chance")
    parser.add_argument("--write", type=Path, help="the Markdown file to write")
    chosen = parser.parse_args()
    folder = chosen.shared / "gold" / "upr"
    rows = list(read(folder)) if folder.is_dir() else []
    if not rows:
        print(f"skipped: UPR Info's tables are not at {folder} (name the folder with --shared)")
        return 0
    if chosen.sample:
        rows = random.Random(SEED).sample(rows, min(chosen.sample, len(rows)))
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    unknown = Counter(
        tag
        for row in rows
        for tag in row.issues
        if tag not in content["issues"] and tag not in content["left_out"]
    )
    if unknown:
        print(f"tags without a row in {MAPPING.name}: {dict(unknown)}", file=sys.stderr)
    measured = list[Figure]()
    text = document(list(code(rows)), content["issues"], measured)
    emit("upr", measured, settings={"recommendations": len(rows)})
    if chosen.write:
        chosen.write.write_text(text, "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
