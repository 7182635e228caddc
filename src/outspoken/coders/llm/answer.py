"""Reading an answer: everything is checked against the sentence and the codebook.

Whatever does not hold is dropped with a reason: a sentence that was not asked about, an issue the
codebook does not know, evidence whose words are not in the sentence, a level out of range.
"""

from __future__ import annotations

import json
import re
from typing import Any

from outspoken.codebook import Codebook
from outspoken.coders.llm.prompt import Batch
from outspoken.model import Coding, IssueHit, Linkage, RuleHit, Sentence, Soft

_COUNTRY = re.compile(r"[A-Z]{3}|SELF|GENERIC")
TIER = "model"


def read_answer(answer: str, batch: Batch, codebook: Codebook) -> tuple[list[Coding], list[str]]:
    """The codings of an answer that hold, and the reasons why others do not."""
    try:
        rows = json.loads(answer)["answers"]
    except (json.JSONDecodeError, TypeError, KeyError, RecursionError):
        return [], ["the answer is not the JSON that was asked for"]
    if not isinstance(rows, list):
        return [], ["the answer has no list of answers"]
    asked = {sentence.n: sentence for sentence in batch.sentences}
    found: dict[int, Coding] = {}
    problems: list[str] = []
    for row in rows:
        sentence = asked.get(row.get("n", -1)) if isinstance(row, dict) else None
        if sentence is None:
            problems.append("an answer names a sentence that was not asked about")
            continue
        if sentence.n in found:
            problems.append(f"sentence {sentence.n} is answered twice")
            continue
        coding = _coding(row, sentence, batch, codebook, problems)
        if coding is not None:
            found[sentence.n] = coding
    return [found[n] for n in sorted(found)], problems


def _coding(
    row: dict[str, Any], sentence: Sentence, batch: Batch, codebook: Codebook, problems: list[str]
) -> Coding | None:
    where = f"sentence {sentence.n}"
    issues = []
    for given in _list(row.get("issues")):
        issue = str(given.get("issue")) if isinstance(given, dict) else ""
        if issue not in codebook.issues:
            problems.append(f"{where}: {issue!r} is no issue of the codebook")
            continue
        span = locate(str(given.get("evidence") or ""), batch.text, sentence.start, sentence.end)
        if span is None:
            problems.append(f"{where}: the evidence for {issue} is not in the sentence")
            continue
        issues.append(IssueHit(issue, *span, TIER, "language model"))
    cases = []
    for name in _list(row.get("cases")):
        if locate(str(name), batch.text, sentence.start, sentence.end) is None:
            problems.append(f"{where}: the name {str(name)[:60]!r} is not in the sentence")
            continue
        cases.append(str(name))
    firmness = row.get("firmness")
    if firmness is not None and (type(firmness) is not int or not 0 <= firmness <= 5):
        problems.append(f"{where}: firmness {firmness!r} is not 0 to 5")
        firmness = None
    targets = [t for t in _list(row.get("target")) if isinstance(t, str) and _COUNTRY.fullmatch(t)]
    linkage = row.get("linkage") or ""
    if linkage not in list(Linkage):
        problems.append(f"{where}: {linkage!r} is no linkage")
        linkage = ""
    soft = [flag for flag in _list(row.get("soft")) if flag in list(Soft)]
    if not issues and not soft and not cases:
        return None
    return Coding(
        n=sentence.n,
        start=sentence.start,
        end=sentence.end,
        issues=tuple(issues),
        target=tuple(dict.fromkeys(targets))[:3] if issues else (),
        firmness=firmness if issues else None,
        linkage=Linkage(linkage),
        soft=tuple(Soft(flag) for flag in dict.fromkeys(soft)),
        cases=tuple(dict.fromkeys(cases)),
        rules=(RuleHit("issues", "answer of the language model", sentence.start, sentence.start),),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def locate(evidence: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the evidence stands in text[start:end]; white space and case may differ, words not."""
    words = evidence.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.compile(pattern, re.IGNORECASE).search(text, start, end)
    return match.span() if match else None
