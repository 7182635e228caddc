"""From probabilities to a coding: sure heads correct the lexicon, unsure ones leave it standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outspoken.coders.trained.model import AGENDA, ISSUE, TARGET, Model
from outspoken.model import GENERIC, SELF, Coding, IssueHit, RuleHit, Sentence

TRAINED = "trained"  # the tier of an issue that a head added; its span is the whole sentence
UNSURE = "unsure"  # the tier of the lexicon's issue whose head cannot tell
RIGHTS = "HR"


@dataclass(frozen=True, slots=True)
class _View:
    """One sentence's probabilities by kind and name."""

    issue: Mapping[str, float]
    agenda: Mapping[str, float]
    target: Mapping[str, float]
    low: float
    high: float

    def yes(self, p: float | None) -> bool:
        return p is not None and p >= self.high

    def no(self, p: float | None) -> bool:
        return p is not None and p <= self.low

    def unsure(self, p: float | None) -> bool:
        return p is not None and self.low < p < self.high


def decide(
    sentence: Sentence,
    coding: Coding | None,
    chances: NDArray[np.float32],
    model: Model,
    parents: Mapping[str, str],
) -> Coding | None:
    """The coding of one sentence; None where there is nothing to say."""
    view = _view(chances, model)
    first = coding or Coding(sentence.n, sentence.start, sentence.end)
    issues, rules = _issues(sentence, first.issues, view, model, parents)
    coded = replace(first, issues=issues, rules=(*first.rules, *rules))
    if any(parents[hit.issue] == RIGHTS for hit in issues):
        coded = _target(coded, view)
    if coded == first:
        return coding
    levels = [hit.firmness for hit in coded.issues if hit.firmness is not None]
    return replace(coded, firmness=max(levels, default=None))


def _view(chances: NDArray[np.float32], model: Model) -> _View:
    by_kind: dict[str, dict[str, float]] = {ISSUE: {}, AGENDA: {}, TARGET: {}}
    for head, chance in zip(model.heads, chances.tolist(), strict=True):
        by_kind[head.kind][head.name] = chance
    low, high = model.band
    return _View(by_kind[ISSUE], by_kind[AGENDA], by_kind[TARGET], low, high)


def _issues(
    sentence: Sentence,
    found: Sequence[IssueHit],
    view: _View,
    model: Model,
    parents: Mapping[str, str],
) -> tuple[tuple[IssueHit, ...], list[RuleHit]]:
    rules: list[RuleHit] = []

    def rule(words: str, start: int = sentence.start, end: int = sentence.end) -> None:
        rules.append(RuleHit("issues", words, start, end))

    kept: list[IssueHit] = []
    for hit in found:
        own, whole = view.issue.get(hit.issue), view.agenda.get(parents[hit.issue])
        if view.no(own) or (view.no(whole) and not view.yes(own)):
            rule(f"trained: no {hit.issue}, against the lexicon", hit.start, hit.end)
        elif view.unsure(own):
            rule(f"trained: unsure of {hit.issue} (p {own:.2f})", hit.start, hit.end)
            kept.append(replace(hit, tier=UNSURE))
        else:
            kept.append(hit)
    given = {hit.issue for hit in found}
    for code, p in view.issue.items():
        if code in given:
            continue
        if view.yes(p) and not view.no(view.agenda.get(parents[code])):
            kept.append(_added(code, sentence))
            rule(f"trained: {code} from the whole sentence (p {p:.2f})")
        elif view.unsure(p):
            rule(f"trained: unsure of {code} (p {p:.2f}), not given")
    there = {parents[hit.issue] for hit in kept}
    for agenda, p in view.agenda.items():
        if agenda in there:
            continue
        if view.yes(p) and agenda in model.usual:
            code = _likeliest(agenda, view, model, parents)
            kept.append(_added(code, sentence))
            rule(f"trained: agenda {agenda} from the whole sentence (p {p:.2f})")
        elif view.unsure(p):
            rule(f"trained: unsure of agenda {agenda} (p {p:.2f}), not given")
    return tuple(kept), rules


def _likeliest(agenda: str, view: _View, model: Model, parents: Mapping[str, str]) -> str:
    """Of the agenda's issues the likeliest with a head, if likelier than not; else the usual one."""
    own = [(p, code) for code, p in view.issue.items() if parents[code] == agenda and p > 0.5]
    return max(own)[1] if own else model.usual[agenda]


def _added(code: str, sentence: Sentence) -> IssueHit:
    return IssueHit(code, sentence.start, sentence.end, TRAINED, "")


def _target(coding: Coding, view: _View) -> Coding:
    """Whose rights, where the heads are sure; which foreign country only the lexicon can say."""
    target: tuple[str, ...] = coding.target
    if view.yes(view.target.get(SELF)):
        target = (SELF,)
    elif view.yes(view.target.get(GENERIC)) and not set(target) - {SELF, GENERIC}:
        target = (GENERIC,)
    elif view.no(view.target.get(SELF)):
        target = tuple(one for one in target if one != SELF)
    rules = list(coding.rules)
    if target != coding.target:
        words = f"trained: {'+'.join(target) or 'not SELF'}"
        rules.append(RuleHit("target", words, coding.start, coding.end))
    elif any(view.unsure(p) for p in view.target.values()):
        rules.append(RuleHit("target", "trained: unsure of the target", coding.start, coding.end))
    issues = coding.issues
    if target == (SELF,) and coding.target != target:
        issues = tuple(replace(hit, firmness=None) for hit in issues)  # no firmness on oneself
    return replace(coding, target=target, issues=issues, rules=tuple(rules))
