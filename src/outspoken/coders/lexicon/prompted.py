"""Prompted: was the official asked, or did the official raise it (method, section 2.6)?

A rights sentence is prompted if the nearest question before it names the same issue and no
sentence of the official's own side did so earlier in the document; a later return to an issue is
unprompted. Where no journalist or moderator speaks, nothing can prompt, and the answer is None.

An answer of under five words to a question that names an issue ("Yes.", "That's right.") takes
the question's issue: prompted, firmness 0 (method, section 1, rule 7).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from outspoken.coders.lexicon.utterance import is_rights
from outspoken.model import Genre, IssueHit, Role, Sentence

ASKING = frozenset((Role.JOURNALIST, Role.MODERATOR))
ANSWERING = frozenset((Role.PRINCIPAL, Role.OFFICIAL))
NEVER_ASKED = frozenset(
    (Genre.READOUT, Genre.STATEMENT, Genre.JOINT_STATEMENT, Genre.SPEECH, Genre.FACTSHEET,
     Genre.LETTER, Genre.OPED)
)  # fmt: skip
SHORT = 5
"""Words from which an answer must name the issue itself."""


class Prompt(NamedTuple):
    """Whether a sentence answers a question on its issue (narrow), or on any rights (wide)."""

    narrow: bool | None = None
    wide: bool | None = None


class ShortAnswer(NamedTuple):
    """A short answer and the rights issues that it takes from its question."""

    at: int  # its index in the document's sentences
    issues: tuple[str, ...]
    asked: int  # the sentence of the question that names the first of them


Issues = Mapping[int, Sequence[IssueHit]]
"""The issue hits of each sentence that has any, by its index."""


def prompts(sentences: Sequence[Sentence], issues: Issues, genre: Genre) -> dict[int, Prompt]:
    """For each rights sentence of the speaking side: was it asked for? By the sentence's index.

    Short answers (see `short_answers`) are in it, prompted.
    """
    asked_at_all = genre not in NEVER_ASKED and any(s.role in ASKING for s in sentences)
    short = {one.at: one.issues for one in short_answers(sentences, issues)}
    found: dict[int, Prompt] = {}
    question: frozenset[str] = frozenset()  # rights issues of the nearest asking turn
    asking_turn = -1
    raised: set[str] = set()
    for i, sentence in enumerate(sentences):
        own = frozenset(h.issue for h in issues.get(i, ()) if is_rights(h.issue))
        if sentence.role in ASKING:
            question = own if sentence.turn != asking_turn else question | own
            asking_turn = sentence.turn
        elif sentence.role in ANSWERING:
            if i in short:
                found[i] = Prompt(True, True)
                own = frozenset(short[i])
            elif own:
                found[i] = (
                    Prompt(bool((own & question) - raised), bool(question) and not raised)
                    if asked_at_all
                    else Prompt()
                )
            raised |= own
    return found


def short_answers(sentences: Sequence[Sentence], issues: Issues) -> Iterator[ShortAnswer]:
    """Turns of under five words that follow a question naming rights, and name none themselves."""
    turns = list(_turns(sentences))
    for before, answer in pairwise(turns):
        first = sentences[answer[0]]
        if sentences[before[0]].role not in ASKING or first.role not in ANSWERING:
            continue
        if sum(sentences[i].words for i in answer) >= SHORT:
            continue
        if any(issues.get(i) for i in answer):
            continue
        asked = _rights(before, issues)
        if asked:
            question = next(i for i in before if _rights((i,), issues))
            yield ShortAnswer(answer[0], tuple(sorted(asked)), question)


def answers(
    sentences: Sequence[Sentence], issues: Issues, targets: Mapping[int, Collection[str]]
) -> dict[int, bool]:
    """For each sentence of a question that names rights: did the answer take it up?

    The answer is every sentence of the official's side until the next question that is more than
    an interjection. It takes the question up if it names the same issue, or rights in general, or
    has a rights issue and shares a country; a short answer does, by rule. Naming the country
    alone does not: "we have a strong relationship with Valdoria" is no answer on torture.
    """
    turns = list(_turns(sentences))
    short = {one.at for one in short_answers(sentences, issues)}
    found: dict[int, bool] = {}
    for n, turn in enumerate(turns):
        if sentences[turn[0]].role not in ASKING:
            continue
        reply: list[int] = []
        for later in turns[n + 1 :]:
            role = sentences[later[0]].role
            if role in ANSWERING:
                reply += later
            elif role in ASKING and sum(sentences[i].words for i in later) >= SHORT:
                break
        said = _rights(reply, issues)
        for i in turn:
            asked = _rights((i,), issues)
            if asked:
                found[i] = bool(
                    asked & said
                    or any(j in short for j in reply)
                    or "HR_GENERIC" in said
                    or (
                        "HR_GENERIC" in asked
                        and said
                        and _shared(targets.get(i, ()), reply, issues, targets)
                    )
                )
    return found


def _shared(
    asked: Collection[str],
    reply: Sequence[int],
    issues: Issues,
    targets: Mapping[int, Collection[str]],
) -> bool:
    return any(set(asked) & set(targets.get(j, ())) for j in reply if _rights((j,), issues))


def _rights(indices: Sequence[int], issues: Issues) -> frozenset[str]:
    return frozenset(h.issue for i in indices for h in issues.get(i, ()) if is_rights(h.issue))


def _turns(sentences: Sequence[Sentence]) -> Iterator[range]:
    """The indices of each turn's sentences, in order."""
    first = 0
    for _, own in groupby(sentences, key=attrgetter("turn")):
        last = first + sum(1 for _ in own)
        yield range(first, last)
        first = last
