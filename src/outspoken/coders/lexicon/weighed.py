"""Own country, another one, or the world: the signs of a rights sentence that names no country, weighed.

The rules of `target` answer in an order; where none of them rests on a country named in the
sentence, the one that answers first is often outweighed by what the others and the sentences beside
say. Here each of them is a sign with a weight for each of the three answers. The weights and their
origin stand in `weights.yaml`; `benchmarks/target_weights.py` fits them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from outspoken.coders.lexicon.asked import Asked
from outspoken.coders.lexicon.conduct import conduct
from outspoken.coders.lexicon.references import (
    BACK,
    BLAMES,
    BOTH,
    ELSEWHERE,
    FAR,
    POINTS,
    REFUGE,
    SHARED,
    TALKED,
    WORLD,
    YOURS,
)
from outspoken.coders.lexicon.setting import BILATERAL
from outspoken.model import GENERIC, SELF, Span
from outspoken.world.reading import read_yaml

OTHER = "OTHER"
"""Another country than the speaker's, whichever."""
TITLE = "title: "
"""Before a word of the title; such a sign weighs, but is never told as the reason."""
KINDS = (SELF, GENERIC, OTHER)
_CUES = {
    "the country before": BACK,
    "your country": YOURS,
    "what others do": ELSEWHERE,
    "the world": WORLD,
    "blame": BLAMES,
    "values shared": SHARED,
    "far countries": FAR,
    "two sides": BOTH,
    "a talk": TALKED,
    "those who seek refuge": REFUGE,
}
_CUES_BESIDE = {k: _CUES[k] for k in ("the world", "far countries", "your country", "the country before", "blame")}  # fmt: skip
_TURNS = {
    "we": re.compile(r"\b(?:we|us|ours?)\b", re.I),
    "our": re.compile(r"\bour\b", re.I),
    "must": re.compile(r"\b(?:must|should|needs? to|ought)\b"),
    "a question": re.compile(r"\?"),
}
WORD = re.compile(r"[a-z][a-z'’-]+")
"""A word of a sentence in lower case, as weights are given to it."""


class Weighed(NamedTuple):
    """The answer that weighs most, by how much more than the first one, and what speaks for it."""

    kind: str
    lead: float
    sign: str
    span: Span


def kind_of(codes: tuple[str, ...]) -> str:
    """Which of the three answers these targets are."""
    return codes[0] if codes in ((SELF,), (GENERIC,)) else OTHER


def signs(asked: Asked, answered: str) -> Iterator[tuple[str, Span]]:
    """Every sign of the sentence with its place; `answered` names the rule that answers first."""
    sentence = asked.sentence
    here = Span(sentence.start, sentence.start)
    yield f"answered: {answered}", here
    named = list(_named(asked))
    yield from named
    for name, cue in _CUES.items():
        if match := asked.find(cue):
            yield name, Span(*match.span())
            if name == "your country":
                yield f"your country, by {sentence.role}", Span(*match.span())
    if match := asked.signs.pronoun(asked.i, sentence.start):
        yield "a pronoun", Span(*match.span())
    said = asked.text[sentence.start : sentence.end]
    if match := POINTS.search(said):
        yield "points back", Span(sentence.start + match.start(), sentence.start + match.end())
    for name, pattern in _TURNS.items():
        if pattern.search(said):
            yield name, here
    done = list(
        conduct(
            asked.text, asked.signs.low, sentence.start, sentence.end, asked.mentions, asked.home
        )
    )
    yield from done
    if asked.world:
        for name, span in (*done, *named):
            yield f"{name}, and the world", span
    for name in (*_of_document(asked), *_of_issues(asked)):
        yield name, here
    for where, j in (("before", asked.i - 1), ("after", asked.i + 1)):
        for name in _beside(asked, j):
            yield f"{where}: {name}", here


def _named(asked: Asked) -> Iterator[tuple[str, Span]]:
    for m in asked.abroad:
        yield f"named: {m.part or 'matter'}", Span(m.start, m.end)
    own, i = asked.own, asked.i
    strong = own.strong(i)
    if strong:
        yield ("home and far" if asked.find(FAR) else "home"), strong
    if topic := own.topic(i):
        yield "a topic at home", topic
    shown = own.shown(i, asked.mentions, rights=True, known=asked.known)
    if shown and not strong:
        yield shown.rule, Span(shown.start, shown.end)
    if acts := own.acts(i):
        yield "our own act at home", Span(acts.start, acts.end)
    if not shown:
        for m in asked.mentions:
            if m.code == asked.home:
                yield "home named", Span(m.start, m.end)
                break


def _of_document(asked: Asked) -> Iterator[str]:
    setting = asked.setting
    if setting.one:
        yield "one counterpart" + (", bilateral" if setting.genre in BILATERAL else "")
    if len(setting.titled) == 1 and not setting.many:
        yield "one country in the title"
    if setting.titled:
        yield "countries in the title"
    if setting.visited:
        yield "a visit"
    if setting.many:
        yield "many countries"
    if setting.domestic:
        yield "home in the title"
    if setting.national:
        yield "home named in the title"
    if asked.quiet and not asked.abroad:
        yield "no other country in sight"
    yield f"said by {asked.sentence.role}"
    for word in setting.words:
        yield TITLE + word


def _of_issues(asked: Asked) -> Iterator[str]:
    for issue in sorted(asked.issues):
        yield issue if issue.startswith("HR_") else issue.split("_")[0]


def _beside(asked: Asked, j: int) -> Iterator[str]:
    """The signs of the sentence before or after."""
    if not 0 <= j < len(asked.around):
        return
    mentions = asked.around.mentions(j)
    if asked.around.abroad(j):
        yield "other country" if asked.around.same_turn(j, asked.i) else "other country, other turn"
    if any(m.code != asked.setting.home for m in mentions):
        yield "any other named"
    if asked.own.named(mentions):
        yield "home named"
    if asked.own.shown(j, mentions, rights=True):
        yield "home"
    if asked.own.acts(j):
        yield "our own act at home"
    if asked.own.topic(j):
        yield "a topic at home"
    for name, cue in _CUES_BESIDE.items():
        if asked.signs.find(cue, j):
            yield name


def weigh(asked: Asked, rule: str, kind_answered: str) -> Weighed:
    """The answer with the greatest sum of weights; `rule` answers first, and of this kind."""
    table = weights()
    total = list(table["bias"])
    best: dict[str, tuple[float, str, Span]] = {}
    sentence = asked.sentence
    known = table["signs"]
    for name, span in dict(signs(asked, f"{rule} {kind_answered}")).items():
        own = known.get(name)
        if own is None:
            continue
        for k, weight in enumerate(own):
            total[k] += weight
            kind = KINDS[k]
            lead = weight - max(own[:k] + own[k + 1 :])
            if lead > best.get(kind, (0.0,))[0] and not name.startswith(TITLE):
                best[kind] = (lead, name, span)
    words = table["words"]
    for word in set(WORD.findall(asked.signs.low[sentence.start : sentence.end])):
        if own := words.get(word):
            for k, weight in enumerate(own):
                total[k] += weight
    total = [round(weight, 6) for weight in total]  # whatever the order that a set was read in
    first = max(range(len(KINDS)), key=total.__getitem__)
    _, sign, span = best.get(KINDS[first], (0.0, "its words", Span(sentence.start, sentence.start)))
    lead = round(total[first] - total[KINDS.index(kind_answered)], 6)
    return Weighed(KINDS[first], lead, sign, span)


@cache
def weights() -> dict[str, Any]:
    """The tables of `weights.yaml`."""
    data = read_yaml("weights.yaml", "outspoken.coders.lexicon")
    return {
        "bias": _numbers(data["bias"]),
        **{table: {k: _numbers(v) for k, v in data[table].items()} for table in ("signs", "words")},
    }


def _numbers(written: list[str]) -> list[float]:
    return [float(number) for number in written]
