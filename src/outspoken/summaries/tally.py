"""One sentence as counts. Every additive figure is a sum of these over sentences.

A tally maps names to numbers:

    sentences, words, courtesy_sentences, courtesy_words
    agenda:HR:sentences|words|credit|credited_words|f0 ... f5     (any agenda; "HR+CONSULAR" too)
    issue:HR_TIBET:sentences|words|f0 ... f5
    comparators:f0 ... f5
    volunteered, prompted, unaskable, prompted_wide, softened, disclaimed, euphemisms
    linkage:TYPE, soft:FLAG, specificity:0 ... 4, case:NAME, asked, answered

`credit` is the fractional credit c = 1/|agendas of the sentence| of method section 3; `words` of an
agenda are the sentence's whole words (full credit). A person's coding and the machine's become
tallies in the same way, so that their difference corrects any figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from outspoken.coders.lexicon.utterance import COMPARATORS, is_rights
from outspoken.model import Coding, Linkage, Role, Soft

RIGHTS = "HR"
CONSULAR = "CONSULAR"
RIGHTS_AND_CONSULAR = "HR+CONSULAR"
"""Rights with the care for one's own nationals, which is no rights issue (method, 2.1, rule v)."""
ASKING = frozenset((Role.JOURNALIST, Role.MODERATOR))

Tally = dict[str, float]


def plain(words: int, courtesy: bool) -> Tally:
    """A sentence in which nothing was coded."""
    counts: Tally = {"sentences": 1, "words": words}
    if courtesy:
        counts["courtesy_sentences"] = 1
        counts["courtesy_words"] = words
    return counts


def tally(words: int, role: Role, coding: Coding, parents: Mapping[str, str]) -> Tally:
    """A coded sentence. `parents` maps an issue to its agenda; unknown issues count for nothing."""
    counts = plain(words, False)
    issues = {hit.issue: hit.firmness for hit in coding.issues if hit.issue in parents}
    levels = _levels(issues, coding.firmness)
    agendas: dict[str, int | None] = {}
    for issue, level in levels.items():
        counts[f"issue:{issue}:sentences"] = 1
        counts[f"issue:{issue}:words"] = words
        if level is not None:
            counts[f"issue:{issue}:f{level}"] = 1
        agendas[parents[issue]] = _higher(agendas.get(parents[issue]), level)
    for agenda, level in agendas.items():
        _credit(counts, agenda, words, 1 / len(agendas), level)
    if RIGHTS in agendas or CONSULAR in issues:
        widened = {parents[i] if i != CONSULAR else RIGHTS for i in issues}
        level = agendas.get(RIGHTS)
        _credit(counts, RIGHTS_AND_CONSULAR, words, 1 / len(widened), level)
    beside = [level for issue, level in levels.items() if issue in COMPARATORS]
    if any(level is not None for level in beside):
        counts[f"comparators:f{max(level for level in beside if level is not None)}"] = 1
    for name in coding.cases:
        counts[f"case:{name}"] = 1
    if RIGHTS in agendas:
        _rights(counts, role, coding)
    elif Soft.EUPHEMISM in coding.soft:
        counts["euphemisms"] = 1
    return counts


def _credit(counts: Tally, agenda: str, words: int, share: float, level: int | None) -> None:
    counts[f"agenda:{agenda}:sentences"] = 1
    counts[f"agenda:{agenda}:words"] = words
    counts[f"agenda:{agenda}:credit"] = share
    counts[f"agenda:{agenda}:credited_words"] = words * share
    if level is not None:
        counts[f"agenda:{agenda}:f{level}"] = 1


def _rights(counts: Tally, role: Role, coding: Coding) -> None:
    if role in ASKING:
        if coding.answered is not None:
            counts["asked"] = 1
            counts["answered"] = float(coding.answered)
        return
    prompted = {None: "unaskable", False: "volunteered", True: "prompted"}[coding.prompted]
    counts[prompted] = 1
    if coding.prompted_wide:
        counts["prompted_wide"] = 1
    if coding.linkage != Linkage.NONE:
        counts[f"linkage:{coding.linkage.value}"] = 1
    for flag in dict.fromkeys(coding.soft):
        counts[f"soft:{flag.value}"] = 1
    if any(flag != Soft.EQUIVALENCE for flag in coding.soft):
        counts["softened"] = 1
    if coding.disclaimed:
        counts["disclaimed"] = 1
    counts[f"specificity:{min(max(coding.specificity or 0, 0), 4)}"] = 1


def _levels(issues: Mapping[str, int | None], firmness: int | None) -> dict[str, int | None]:
    """Each issue's level; a coder that gives one for the sentence gives it to all that have any."""
    if firmness is None or any(level is not None for level in issues.values()):
        return dict(issues)
    return {i: firmness if is_rights(i) or i in COMPARATORS else None for i in issues}


def _higher(a: int | None, b: int | None) -> int | None:
    return max((x for x in (a, b) if x is not None), default=None)


def add(total: Tally, counts: Mapping[str, float], sign: float = 1.0) -> None:
    """Add a tally to a total, or take it away."""
    for name, value in counts.items():
        total[name] = total.get(name, 0.0) + sign * value


def difference(a: Mapping[str, float], b: Mapping[str, float]) -> Tally:
    """a - b, without zeros."""
    names = dict.fromkeys(chain(a, b))
    pairs = ((name, a.get(name, 0.0) - b.get(name, 0.0)) for name in names)
    return {name: value for name, value in pairs if value}
