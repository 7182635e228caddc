"""What `validate` shows: tables for the terminal, plain values for programs, the error book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from outspoken.validation.labels import Answer, Labelled
from outspoken.validation.score import Interval, Pair, Score, Scores


def interval(value: Interval) -> str:
    """An estimate with its interval: ".82 [.74, .88]"."""
    if value.estimate is None:
        return "–"
    if value.low is None or value.high is None:
        return _number(value.estimate)
    return f"{_number(value.estimate)} [{_number(value.low)}, {_number(value.high)}]"


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return text[1:] if text.startswith("0.") else text


def rows(scores: Scores) -> list[tuple[str, str, str, str, str]]:
    """Table rows: what, precision, recall, F1, count given by people."""
    pools = [scores.rights, scores.rights_issues, scores.agendas, scores.own_country]
    return [_row(score) for score in (*pools, *scores.issues)]


def _row(score: Score) -> tuple[str, str, str, str, str]:
    return (
        score.name,
        interval(score.precision),
        interval(score.recall),
        interval(score.f1),
        f"{score.counts.tp + score.counts.fn:g}",
    )


def summary(scores: Scores) -> list[str]:
    """The lines under the table."""
    firm = scores.firmness
    how = ", each weighted by one over its probability of being drawn" if scores.weighted else ""
    lines = [
        f"{scores.sentences} sentences of {scores.documents} documents{how}",
        f"rights issues, macro F1 over those given five times or more: "
        f"{'–' if scores.rights_macro is None else _number(scores.rights_macro)}",
        f"target, all countries right: {interval(scores.target)} of {scores.target_sentences} "
        "sentences that both hold to be on rights",
        f"firmness, quadratic-weighted kappa: {interval(firm.kappa)} on {firm.both} sentences "
        f"(level given by people alone {firm.only_people}, by the coder alone {firm.only_coder})",
        f"linkage: F1 {interval(scores.linkage.f1)}",
    ]
    if firm.both:
        lines.append("firmness given by people (rows) and by the coder (columns), 0 to 5:")
        lines += ["  " + "".join(f"{count:5}" for count in row) for row in firm.confusion]
    lines += [
        f"rights or not in stratum {n}: F1 {interval(s.f1)}" for n, s in scores.strata.items()
    ]
    return lines


def plain(scores: Scores) -> dict[str, Any]:
    """The scores as plain values for JSON."""

    def one(score: Score) -> dict[str, Any]:
        return {
            "precision": _plain(score.precision),
            "recall": _plain(score.recall),
            "f1": _plain(score.f1),
            "tp": score.counts.tp,
            "fp": score.counts.fp,
            "fn": score.counts.fn,
        }

    return {
        "sentences": scores.sentences,
        "weighted": scores.weighted,
        "documents": scores.documents,
        "rights": one(scores.rights),
        "rights_issues": one(scores.rights_issues),
        "rights_issues_macro_f1": scores.rights_macro,
        "agendas": one(scores.agendas),
        "own_country": one(scores.own_country),
        "target_accuracy": _plain(scores.target),
        "firmness": {
            "kappa": _plain(scores.firmness.kappa),
            "both": scores.firmness.both,
            "confusion": [list(row) for row in scores.firmness.confusion],
        },
        "linkage": one(scores.linkage),
        "issues": {score.name: one(score) for score in scores.issues},
        "strata": {name: one(score) for name, score in scores.strata.items()},
    }


def _plain(value: Interval) -> dict[str, float | None]:
    return {"estimate": value.estimate, "low": value.low, "high": value.high}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence on which coder and people differ; `weight` sorts the worst first."""

    item: Labelled
    answer: Answer
    weight: int
    reasons: tuple[str, ...]


def mistakes(pairs: Sequence[Pair]) -> list[Mistake]:
    """All differences: rights missed or invented weigh most, then issues, target, firmness."""
    found = []
    for item, answer in pairs:
        people = item.answer
        reasons: list[str] = []
        weight = 0
        if bool(people.rights) != bool(answer.rights):
            weight += 8
            reasons.append("rights missed" if people.rights else "rights where people saw none")
        for issue in sorted(people.issues - answer.issues):
            weight += 3 if issue.startswith("HR_") else 1
            reasons.append(f"missed {issue}")
        for issue in sorted(answer.issues - people.issues):
            weight += 3 if issue.startswith("HR_") else 1
            reasons.append(f"gave {issue} on “{answer.evidence.get(issue, '')}”")
        if people.rights and answer.rights and people.target != answer.target:
            weight += 2
            reasons.append(
                f"target {'+'.join(sorted(answer.target)) or 'none'}, "
                f"people {'+'.join(sorted(people.target)) or 'none'}"
            )
        if people.firmness is not None and answer.firmness is not None:
            gap = abs(people.firmness - answer.firmness)
            weight += gap
            if gap:
                reasons.append(f"firmness {answer.firmness}, people {people.firmness}")
        if reasons:
            found.append(Mistake(item, answer, weight, tuple(reasons)))
    return sorted(found, key=lambda m: (-m.weight, m.item.id))


def error_book(pairs: Sequence[Pair], coder: str) -> str:
    """The error book as one self-contained HTML page, worst first."""
    entries = "\n".join(
        f"<li><p class='why'>{escape('; '.join(m.reasons))}</p>"
        f"<p class='context'>{escape(str(m.item.row.get('before') or ''))}</p>"
        f"<blockquote>{escape(str(m.item.row.get('text', '')))}</blockquote>"
        f"<ul class='rules'>{''.join(f'<li>{escape(rule)}</li>' for rule in m.answer.rules)}</ul>"
        f"<p class='context'>{escape(str(m.item.row.get('after') or ''))}</p>"
        f"<p class='source'>{escape(str(m.item.row.get('title') or ''))} · "
        f"{escape(str(m.item.row.get('speaker') or 'no speaker'))} · "
        f"<code>{escape(m.item.id)}</code></p></li>"
        for m in mistakes(pairs)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Error book: {escape(coder)}</title>
<style>body{{font:1rem/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem}}
.why{{font:600 .95rem system-ui,sans-serif;color:#9a3412;margin:1.4rem 0 .2rem}}
.rules{{font:.85rem/1.4 ui-monospace,monospace;margin:.2rem 0}}
.context,.source{{color:#57534e;font-size:.9rem;margin:.2rem 0}}
blockquote{{margin:.2rem 0;padding-left:.8rem;border-left:4px solid #c2410c}}</style></head>
<body><h1>Error book: {escape(coder)}</h1>
<p>Sentences on which the coder and people differ, worst first, with the coder's rules. Either may
be wrong.</p>
<ol>
{entries}
</ol></body></html>
"""
