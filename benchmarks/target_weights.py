"""Weights of the signs of a sentence's target, fitted to labels; writes `weights.yaml`.

    python -m benchmarks.target_weights LABELS.jsonl... --unlabelled ROWS.jsonl --write

A multinomial logistic regression over three answers (own country, the world, another country) on
the signs of every labelled sentence that names no country as its matter. The words of a sentence
are first learnt apart, from unlabelled sentences in which a rule is sure (a country named, a word
for home, a word for the world), with the words that made it sure struck out; their sum is then
one more sign for each answer. Printed: accuracy and log-loss, cross-validated by document and by
record (the first part of a row's `path`), beside those of the rules alone.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

from outspoken import coders, world
from outspoken.codebook import load
from outspoken.codebook.matcher import Matcher
from outspoken.coders import lexicon
from outspoken.coders.lexicon.asked import Asked
from outspoken.coders.lexicon.references import BACK, ELSEWHERE, FAR, SHARED, WORLD
from outspoken.coders.lexicon.target import SURE, Targets
from outspoken.coders.lexicon.target_rules import first_answer
from outspoken.coders.lexicon.weighed import KINDS, OTHER, TITLE, WORD, kind_of, signs
from outspoken.model import GENERIC, SELF, IssueHit
from outspoken.validation.labels import Example, examples, read_labels

WRITTEN = Path(lexicon.__file__).with_name("weights.yaml")
LEAST = 6  # sentences with a sign
LEAST_TITLE = 15  # of a word of a title
LEAST_WORD = 20  # of a word
RIDGE, RIDGE_WORDS = 8.0, 4.0
COMPARED = 0.3  # weight of a sentence without a rights issue
KEPT = 500  # words written
_NO_SIGN = re.compile(  # little words, and names that do not outlast a government or a record
    rf"{TITLE}(?:the|of|an?|in|as|at|for|with|from|biden|harris|obama|trump|earnest|carney|gibbs|psaki|jean-pierre|karine|josh|jay|jen|"
    r"howard|rudd|gillard|abbott|turnbull|john|kevin|julia|tony|malcolm|joe|kamala|sullivan|jake|"
    r"ben|eric|robert|rhodes|schultz|kirby|mp|hon|nsc|canberra|sydney|melbourne|america\w*|australia\w*|"
    r"february|april|may|june|july|august|october|november|december|january|march|september)$"
)


@dataclass(slots=True)
class Case:
    """A sentence with its signs; `kind` is the index of its answer in `KINDS`."""

    path: str
    signs: list[str]
    words: set[str]
    masked: set[str]
    first: int
    rule: str
    kind: int
    rights: bool
    homed: bool


class Reader:
    """Turns rows into cases by the package's own rules."""

    def __init__(self) -> None:
        self.world, self.codebook = world.load(None), load(None)
        self.coder = coders.get("lexicon", self.codebook, self.world)
        self.matcher = Matcher(self.codebook, self.world)

    def cases(self, path: Path) -> Iterable[Case]:
        """The cases of a file of labelled rows."""
        for example in examples(read_labels(path), self.coder, self.world):
            if found := self._case(example):
                yield found

    def _case(self, example: Example) -> Case | None:
        passage, gold = example.passage, example.item.answer
        hits = self.matcher.scan(passage.text, passage.sentences)
        targets = Targets(passage, hits.sentences("target"), hits.of, self.world)
        i = [s.n for s in passage.sentences].index(example.n)
        sentence = passage.sentences[i]
        coding = next((c for c in example.codings if c.n == example.n), None)
        issues = list(coding.issues) if coding else []
        wanted = [x for x in gold.issues if x.startswith("HR_")] or ([] if issues else gold.issues)
        if not any(hit.issue.startswith("HR_") for hit in issues):
            issues += [
                IssueHit(x, sentence.start, sentence.end, "strong", "", None) for x in wanted
            ]
        if not issues:
            return None
        asked = Asked(targets, i, issues)
        answer, rule = first_answer(asked)
        kind = KINDS.index(kind_of(answer[0]))
        said = list(dict(signs(asked, f"{rule} {KINDS[kind]}")))
        low = asked.signs.low[sentence.start : sentence.end]
        gold_kind = KINDS.index(kind_of(tuple(gold.target))) if gold.target else -1
        return Case(
            example.item.document, [s for s in said if not _NO_SIGN.match(s)],
            set(WORD.findall(low)), set(WORD.findall(_masked(asked, low))),
            kind, rule, gold_kind, any(x.startswith("HR_") for x in gold.issues),
            bool(targets.setting.home),
        )  # fmt: skip


def _masked(asked: Asked, low: str) -> str:
    """The sentence without what makes the rules sure."""
    spans = [(m.start, m.end) for m in asked.mentions]
    if strong := asked.own.strong(asked.i):
        spans.append((strong.start, strong.end))
    spans += [m.span() for cue in (FAR, WORLD, SHARED, BACK, ELSEWHERE) if (m := asked.find(cue))]
    letters = list(low)
    for start, end in spans:
        for k in range(start, min(end, asked.sentence.end)):
            letters[k - asked.sentence.start] = " "
    return "".join(letters)


_SURELY = {"named": OTHER, "own": SELF, "domestic_text": SELF, "doing": SELF, "worldwide": GENERIC, "shared": GENERIC}  # fmt: skip


def sure(cases: Iterable[Case]) -> list[Case]:
    """Unlabelled cases in which a rule is sure, with its answer as their kind.

    Where nobody knows whose text it is, a country named may be home.
    """
    found = []
    for case in cases:
        if case.rule == "named" and not case.homed:
            continue
        if case.rule in _SURELY and KINDS[case.first] == _SURELY[case.rule]:
            case.kind = case.first
            found.append(case)
    return found


def matrix(
    rows: Sequence[Sequence[str]], vocabulary: Sequence[str]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column a sign, and a last one of ones."""
    place = {name: k for k, name in enumerate(vocabulary)}
    x = np.zeros((len(rows), len(vocabulary) + 1))
    x[:, -1] = 1
    for r, row in enumerate(rows):
        for name in row:
            if name in place:
                x[r, place[name]] = 1
    return x


def fitted(x: Any, y: Any, ridge: Any, each: Any) -> Any:
    """Coefficients, a row a column of `x`, under a ridge penalty for each; the last is the bias."""
    kinds = len(KINDS)
    truth = np.eye(kinds)[y]
    penalty = np.append(np.broadcast_to(ridge, x.shape[1] - 1), 0.01)[:, None]

    def loss(flat: Any) -> tuple[float, Any]:
        w = flat.reshape(-1, kinds)
        p = chances(x @ w)
        value = -(each * np.log((p * truth).sum(1) + 1e-12)).sum() + 0.5 * (penalty * w * w).sum()
        return value, (x.T @ (each[:, None] * (p - truth)) + penalty * w).ravel()

    start = np.zeros(x.shape[1] * kinds)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return done.x.reshape(-1, kinds)


def chances(z: Any) -> Any:
    """Probabilities from sums of weights."""
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def learn_words(cases: Sequence[Case]) -> dict[str, Any]:
    """For each word how it speaks for each answer; what speaks for all alike is left out."""
    count = Counter(word for case in cases for word in case.masked)
    vocabulary = sorted(w for w, n in count.items() if n >= LEAST_WORD and len(w) > 2)
    kinds = np.array([case.kind for case in cases])
    each = len(cases) / 3 / np.bincount(kinds)[kinds] * np.where([c.rights for c in cases], 1, 0.5)
    w = fitted(matrix([list(c.masked) for c in cases], vocabulary), kinds, RIDGE_WORDS, each)[:-1]
    w -= w.mean(1, keepdims=True)
    worth = [
        np.abs(row).max() * count[word] ** 0.5 for word, row in zip(vocabulary, w, strict=True)
    ]
    kept = np.argsort(worth)[::-1][:KEPT]
    return {vocabulary[k]: w[k] for k in kept}


def sums(cases: Sequence[Case], words: dict[str, Any]) -> Any:
    """The sum of the words of each sentence, a column an answer."""
    none = np.zeros(len(KINDS))
    return np.array([sum((words[w] for w in c.words if w in words), none) for c in cases])


def vocabulary_of(cases: Sequence[Case]) -> list[str]:
    """The signs that are frequent enough to be given a weight."""
    count = Counter(name for case in cases for name in case.signs)
    return sorted(
        s for s, n in count.items() if n >= (LEAST_TITLE if s.startswith(TITLE) else LEAST)
    )


def fit(cases: Sequence[Case], words: dict[str, Any]) -> tuple[list[str], Any]:
    """Signs, and weights of these, of the three sums of words, and the bias."""
    vocabulary = vocabulary_of(cases)
    x = joined(cases, vocabulary, words)
    ridge = np.append(np.full(len(vocabulary), RIDGE), np.ones(len(KINDS)))
    each = np.array([1.0 if c.rights else COMPARED for c in cases])
    return vocabulary, fitted(x, np.array([c.kind for c in cases]), ridge, each)


def joined(cases: Sequence[Case], vocabulary: Sequence[str], words: dict[str, Any]) -> Any:
    """The matrix of signs, sums of words and ones."""
    x = matrix([c.signs for c in cases], vocabulary)
    return np.hstack([x[:, :-1], sums(cases, words), x[:, -1:]])


def validated(
    cases: Sequence[Case], words: dict[str, Any], group: Callable[[Case], object]
) -> tuple[float, float]:
    """Accuracy and log-loss on rights sentences, each group judged by weights of the others."""
    right, loss = [], []
    for one in sorted({group(c) for c in cases}, key=str):
        held = [c for c in cases if group(c) == one and c.rights]
        if not held:
            continue
        vocabulary, w = fit([c for c in cases if group(c) != one], words)
        p = chances(joined(held, vocabulary, words) @ w)
        y = np.array([c.kind for c in held])
        right += list(p.argmax(1) == y)
        loss += list(-np.log(p[np.arange(len(y)), y] + 1e-9))
    return float(np.mean(right)), float(np.mean(loss))


def write(vocabulary: Sequence[str], w: Any, words: dict[str, Any], head: str) -> None:
    """`weights.yaml`: a sign a line, its weights in the order of `KINDS`."""

    def row(values: Any) -> list[float]:
        values = values - values.mean()
        return [round(float(v), 2) for v in values]

    n = len(vocabulary)
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    lines += ["", f"bias: {row(w[-1])}", "", "signs:"]
    for name, values in zip(vocabulary, w[:n], strict=True):
        if np.abs(values - values.mean()).max() >= 0.03:
            lines.append(
                f"  {yaml.dump(name, default_flow_style=True).splitlines()[0]}: {row(values)}"
            )
    lines += ["", "words:"]
    for word, values in sorted(words.items()):
        own = values @ w[n : n + len(KINDS)]
        if np.abs(own - own.mean()).max() >= 0.05:
            lines.append(f"  {yaml.dump(word).splitlines()[0]}: {row(own)}")
    WRITTEN.write_text("\n".join(lines) + "\n", "utf-8")


HEAD = """Weights of the signs of a rights sentence's target, for: own country, the world, another country.

Fitted by `python -m benchmarks.target_weights` (multinomial logistic regression, ridge {ridge}) to {n}
labelled sentences of {documents} documents in which no country is named as the matter, {rights} of them on rights;
words learnt from {sure} unlabelled sentences in which a rule is sure. Rules alone are right in
{alone:.3f} of these rights sentences, of which they had been made; weights judged on other documents
than they were fitted to in {by_document:.3f}, on other records in {by_record:.3f}. What a sign is called says
what it is; "answered: R K" is the rule of `target_rules.py` that answers first, and its kind of answer."""


def main() -> None:
    """Fit, judge, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--unlabelled", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    reader = Reader()
    cases = [c for path in given.labels for c in reader.cases(path)]
    cases = [c for c in cases if c.rule not in SURE and c.kind >= 0]
    certain = sure(reader.cases(given.unlabelled))
    words = learn_words(certain)
    rights = [c for c in cases if c.rights]
    alone = float(np.mean([c.first == c.kind for c in rights]))
    print(f"{len(cases)} sentences, {len(rights)} on rights; rules alone right {alone:.3f}")
    paths = sorted({c.path for c in cases})
    random.Random(1).shuffle(paths)
    fold = {path: k % 8 for k, path in enumerate(paths)}
    by_document = validated(cases, words, lambda c: fold[c.path])
    by_record = validated(cases, words, lambda c: c.path.split("/")[0])
    print("by document", by_document, "by record", by_record)
    vocabulary, w = fit(cases, words)
    if given.write:
        write(
            vocabulary, w, words,
            HEAD.format(ridge=RIDGE, n=len(cases), documents=len(paths), rights=len(rights),
                        sure=len(certain), alone=alone, by_document=by_document[0], by_record=by_record[0]),
        )  # fmt: skip
        print(f"wrote {WRITTEN}")


if __name__ == "__main__":
    main()
