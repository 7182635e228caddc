"""Sentences that go on about the matter of the one before, in words that name no issue.

"They raised the tariff again. And that is what our farmers cannot live with." The second sentence
is about trade as much as the first. It takes over the issues of the sentence before it in its turn
if that one is of one agenda alone, and if its opening points back ("that", "it", "they", "but") or
the sentence after it is of the same agenda too; not if the sentence after it turns to another, and
not if it thanks, greets or calls for questions. Only what a sentence names itself is carried, so
never further than one sentence. Of the labelled sentences that the rule was drawn up on 63 of 83 were
rightly so; of others about one in two.

Rights are carried only by a word for a wrong (see `echoes`): a claim of attention to them rests on
words. Agendas whose words stand in passing (culture, development, relations) are not carried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from outspoken.model import IssueHit, Sentence

CARRIED = "carried"
"""The tier of an issue taken over from the sentence before; its span is the whole sentence."""
BESIDE = "beside"
"""The tier of an issue that goes on by one of its own words (`beside` of the codebook)."""
AGENDAS = frozenset(("ECO", "ENV", "HEALTH", "LAW", "SEC"))
SURE = frozenset(("strong", "list"))
"""Tiers of which at least one must stand in the sentence before."""
RELATION = "DIP_RELATION"
DIPLOMACY = "DIP"
LEAST = 5
"""Words under which a sentence says nothing of its own."""
OPENING = 6
"""Words in which a sentence points back."""
_BACK = r"(?:it|it[’']s|that|that[’']s|this|these|those|they|they[’'](?:re|ve|ll|d)|them|there|there[’']s)"
_GOES_ON = re.compile(
    r"\W*(?:(?:and|but|so|because|or|now|well|also|however|therefore|thus|moreover|furthermore|in "
    rf"addition|additionally|even|not)\b|(?:[^\s]+\s+){{0,{OPENING - 1}}}[\"“(]?{_BACK}\b)",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:thank|thanks|congratulat\w*|welcome|pleasure|honou?r to|appoint\w*|born|questions?)\b",
    re.I,
)


def carried(
    text: str,
    sentences: Sequence[Sentence],
    found: Mapping[int, Sequence[IssueHit]],
    agendas: Mapping[str, str],
) -> dict[int, list[IssueHit]]:
    """The issues that sentences take over from the one before, by their index.

    Such sentences have none of their own, or speak of relations in passing, which gives way.
    """
    new: dict[int, list[IssueHit]] = {}
    for i, own in found.items():
        j = i + 1
        if j >= len(sentences) or sentences[j].turn != sentences[i].turn:
            continue
        sentence = sentences[j]
        if sentence.words < LEAST or any(_speaks(hit) for hit in found.get(j, ())):
            continue
        if not any(hit.tier in SURE for hit in own):
            continue
        named = [hit for hit in own if hit.tier != BESIDE]
        agenda = _agenda(named, agendas)
        if len(agenda) != 1 or not agenda <= AGENDAS:
            continue
        beyond = found.get(j + 1, ())
        if beyond and sentences[j + 1].turn != sentence.turn:
            beyond = ()
        following = _agenda(beyond, agendas)
        same = bool(agenda & following)
        if (following and not same) or not (
            same or _GOES_ON.match(text, sentence.start, sentence.end)
        ):
            continue
        if _ELSEWHERE.search(text, sentence.start, sentence.end):
            continue
        new[j] = [
            IssueHit(issue, sentence.start, sentence.end, CARRIED, "")
            for issue in sorted({hit.issue for hit in named if agendas[hit.issue] in agenda})
        ]
    return new


def _speaks(hit: IssueHit) -> bool:
    """Whether a sentence has a matter of its own: relations yield to what they are about."""
    return hit.issue != RELATION or hit.tier == "strong"


def _agenda(hits: Sequence[IssueHit], agendas: Mapping[str, str]) -> set[str]:
    return {agendas[hit.issue] for hit in hits} - {DIPLOMACY}
