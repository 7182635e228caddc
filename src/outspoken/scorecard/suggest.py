"""Asks that a letter seems to make, each with the words it rests on and its two fair readings.

The coder finds the issues, the patterns below find the request and its verb. A suggestion is for a
person to edit; a sentence that asks for nothing recognisable gives none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from outspoken.codebook import Codebook
from outspoken.coders.lexicon import LexiconCoder
from outspoken.measures.frame import RIGHTS
from outspoken.model import GENERIC, SELF, Coding, Genre, Metadata, Passage, Role, Sentence, Span
from outspoken.scorecard.criteria import Reading
from outspoken.scorecard.letterhead import Letterhead
from outspoken.transcript.sentences import split_counted
from outspoken.world import World

_REQUEST = re.compile(
    r"\b(?:we|our organi[sz]ations?|the undersigned|I)\b[^.;]{0,60}?\b(?:urge|ask|request|recommend|encourage|"
    r"appeal|implore|call (?:up)?on|press|hope (?:that )?you|expect)\b"
    r"|\b(?:you|the administration|the government|the united states|the u\.?s\.?(?: government)?|"
    r"(?:secretary|president|minister|prime minister|ambassador)\s+[A-Z]\w+)\s+(?:must|should|needs? to|ought to)\b"
    r"|\bit is (?:essential|imperative|critical|vital|important) that (?:you|the)\b"
    r"|\b(?:obligation|opportunity|moment|responsibility|chance|time) to (?:raise|signal|make|tell|state|speak|press|call)\b"
    r"|^\s*please\b",
    re.IGNORECASE,
)
_LIST_OPENS = re.compile(
    r"\b(?:urge|ask|request|recommend|call (?:up)?on|should|must)\b[^.]*:\s*$", re.I
)
"""A paragraph after which each paragraph is an item, as in "we urge you to:"."""
_ITEM = re.compile(
    r"^\s*(?:[•*·–—-]\s*|\(?\d{1,2}[.)]\s*|\(?[a-z][.)]\s*)?(?P<verb>[A-Z]?[a-z]+)\b"
)

_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (verb, re.compile(pattern, re.IGNORECASE))
    for verb, pattern in (
        ("sanction", r"\bsanction(?:s|ed|ing)?\b|\bvisa (?:ban|restriction)s?\b|\bfreez\w+ (?:the )?assets\b|\bconsequences? for\b"),
        ("prominence", r"\b(?:equal|same|comparable|due|greater) prominence\b|\bas prominent\w*\b|\b(?:a |top |high )?priorit(?:y|ise|ize)\b|\bprominent(?:ly)?\b|\bon (?:an )?equal footing\b"),
        ("firmness", r"\b(?:as|equally|comparably) (?:firm|strong|force?ful|robust|clear|vigorous|confident|public)\w*\b|\bequal (?:confidence|vigou?r|force)\b|\bcomparably strong\b"),
        ("link", r"\blink(?:s|ed|ing)?\b.{0,60}\b(?:rights|to)\b|\bdepends? (?:in part )?(?:up)?on\b|\bcondition(?:al|ed|s|ing)?\b.{0,30}\bon\b|\bspillover\b|\bobstacles? to\b|\bconnect\w*\b.{0,60}\b(?:aspects|interests|issues)\b|\bquality of (?:its|the|our) relation"),
        ("meet", r"\bmeet(?:ing)?s? (?:with )?(?:the )?(?:famil|civil|activ|lawyer|dissident|defender|independent|represent|relatives|human rights)\w*"),
        ("visit", r"\bvisit(?:ing)? (?:the )?(?:prison|detention|camp|region|monaster|Tibet|Xinjiang)\w*|\bseek access to\b"),
        ("name_case", r"\b(?:the )?cases? of\b|\bby name\b|\bnam(?:e|ing) (?:specific|individual)\b"),
        ("demand", r"\b(?:call(?:ing)? (?:up)?on|press(?:ing)?|demand\w*|insist\w*)\b.{0,80}\b(?:to (?:release|repeal|end|stop|halt|free|withdraw|abolish|allow|grant|cease)|releas|repeal|withdraw|abolish)\w*|\b(?:call(?:ing)? for|seek|secure|demand) (?:the )?(?:immediate |unconditional |prompt )*(?:releas|repeal|end)\w*"),
        ("report", r"\b(?:publish|release|issue|make public)\b.{0,30}\b(?:report|assessment|statement of progress|findings)\b"),
        ("refrain", r"\b(?:refrain from|avoid|do not|must not|should not|not to)\b"),
        ("raise_publicly", r"\bpublic(?:ly)?\b|\bspeak (?:out|to an audience)\b|\bin public\b|\bvisibl[ey]\b|\bspoken\b|\bdeclare\b|\bannounce\b"),
        ("raise", r"\b(?:rais(?:e|ing)|address|discuss|express|convey|voice|bring up|mention|highlight|underscore|stress|press|speak|make)\b"),
    )
)  # fmt: skip
"""In order: what asks for more comes first."""
_LIVE = re.compile(
    r"\b(?:press conference|speech|remarks|in (?:beijing|public)|while (?:there|in)|audience)\b",
    re.I,
)
_BEFORE_THEM = re.compile(
    r"\b(?:with|to|in (?:your )?(?:meetings?|discussions?|talks) with)\s+(?:\w+\s+){0,3}"
    r"(?:leader|leadership|government|authorities|officials|counterpart|president|premier|minister)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|until|in the absence of|should they)\b[^.,;]{5,120}", re.I)
_AGENDAS = (
    ("ECO", re.compile(r"\b(?:econom|trade|commerc|business)\w*", re.I)),
    ("SEC", re.compile(r"\b(?:strateg|securit|defen[cs]e|military|cyber)\w*", re.I)),
)
_STRONG = re.compile(r"\b(?:strong\w*|firm\w*|force\w*|robust\w*|clear\w*|unequivocal\w*)\b", re.I)
_DEFAULTS = {
    "raise": (Reading(0, 2, "the issue is named in a public text"), Reading(2, 3, "a concern is put to them, live")),
    "raise_publicly": (Reading(0, 2, "the issue is named in a public text"), Reading(2, 3, "a concern is voiced live")),
    "name_case": (Reading(0, 2, "the person is named in a public text"), Reading(3, 3, "something is asked for the person, live")),
    "demand": (Reading(3, 2, "a demand is reported in a public text"), Reading(4, 3, "the act that is asked for is demanded, live")),
    "link": (Reading(0, 2, "rights are said to serve another aim"), Reading(2, 3, "a concern is tied to relations or to a cost")),
    "sanction": (Reading(5, 2, "a cost is named"), Reading(5, 2, "a cost is announced")),
    "prominence": (Reading(0, 2, "about as much room as the comparators, by the count of words"), Reading(0, 3, "shown to take as much room")),
    "firmness": (Reading(0, 2, "the firmest word on rights is as firm as on the comparators"), Reading(0, 3, "sentence by sentence at least as likely to be the firmer")),
    "meet": (Reading(0, 0, "a meeting took place"), Reading(0, 2, "a meeting took place and was made public")),
    "visit": (Reading(0, 0, "the place was visited"), Reading(0, 2, "the place was visited and this was made public")),
    "report": (Reading(0, 2, "something was published"), Reading(0, 2, "what was asked for was published")),
    "refrain": (Reading(0, 0, "nothing of the kind in the record"), Reading(0, 0, "nothing of the kind in the record")),
}  # fmt: skip
MOST = 40
"""Suggestions of one letter; more would not be looked at."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggested ask; `start` and `end` are offsets of its quote in the letter."""

    quote: str
    start: int
    end: int
    verb: str
    issues: tuple[str, ...]
    comparators: tuple[str, ...]
    weakest: Reading
    strongest: Reading
    with_counterpart: bool
    in_public: bool
    cases: tuple[str, ...]
    condition: str
    because: str
    """The words that show the verb."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a letter seems to ask, and of which country it speaks."""

    asks: tuple[Suggested, ...]
    counterpart: str
    named: tuple[str, ...] = field(default=())
    """All rights issues that the letter names, asked for or not."""


def suggest(
    text: str,
    head: Letterhead,
    codebook: Codebook,
    world: World,
    *,
    coder: LexiconCoder | None = None,
) -> Suggestions:
    """The asks of a letter, in the order of the text."""
    sentences = _sentences(text, head)
    passage = Passage(
        document_id="letter",
        text=text,
        sentences=tuple(sentences),
        metadata=Metadata(
            genre=Genre.LETTER, government=head.government, published_on=head.written_on
        ),
        home=head.government,
    )
    codings = {c.n: c for c in (coder or LexiconCoder(codebook, world)).code(passage)}
    items = _items(text, sentences)
    asks: list[Suggested] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        if not (sentence.n in items or _REQUEST.search(words)):
            continue
        asks += _asks(words, sentence, codings.get(sentence.n), codebook)
    return Suggestions(
        asks=tuple(asks[:MOST]),
        counterpart=_counterpart(codings.values(), head.government),
        named=tuple(
            dict.fromkeys(
                hit.issue
                for coding in codings.values()
                for hit in coding.issues
                if codebook.agenda(hit.issue) == RIGHTS
            )
        ),
    )


def _sentences(text: str, head: Letterhead) -> list[Sentence]:
    return [
        Sentence(
            n, 0, text.count("\n", 0, span.start), span.start, span.end, words, "", Role.PRINCIPAL
        )
        for n, (span, words) in enumerate(split_counted(text, Span(*head.body)))
    ]


def _items(text: str, sentences: Sequence[Sentence]) -> set[int]:
    """Sentences that open an item of a list of requests."""
    found: set[int] = set()
    opened, last = False, -1
    for sentence in sentences:
        if sentence.paragraph != last:
            paragraph = text[sentence.start : text.find("\n", sentence.start) % (len(text) + 1)]
            if opened and _ITEM.match(paragraph):
                found.add(sentence.n)
            elif opened and last >= 0:
                opened = False
            if _LIST_OPENS.search(paragraph):
                opened = True
            last = sentence.paragraph
    return found


def _asks(
    words: str, sentence: Sentence, coding: Coding | None, codebook: Codebook
) -> list[Suggested]:
    found = next(((verb, m) for verb, p in _VERBS if (m := p.search(words))), None)
    if found is None:
        return []
    verb, match = found
    hits = [hit.issue for hit in coding.issues] if coding else []
    rights = [code for code in dict.fromkeys(hits) if codebook.agenda(code) == RIGHTS]
    specific = [code for code in rights if code != "HR_GENERIC"]
    others = [code for code in dict.fromkeys(hits) if codebook.agenda(code) in ("ECO", "SEC")]
    if not rights and verb not in ("meet", "visit", "report"):
        return []
    cases = coding.cases if coding else ()
    if verb == "name_case" and not cases:
        verb = "raise"
    weakest, strongest = _readings(verb, words)
    comparators: list[str] = []
    if verb == "prominence":
        comparators = [agenda for agenda, p in _AGENDAS if p.search(words)] or ["ECO", "SEC"]
    elif verb == "firmness":
        comparators = others or ["SEC_CYBER", "SEC_REGIONAL", "ECO_TRADE"]
    # One ask per verb and issue where issues are to be raised; else one for the whole sentence.
    groups = (
        [[code] for code in specific] if verb in ("raise", "raise_publicly") and specific else []
    )
    condition = _CONDITION.search(words)
    return [
        Suggested(
            quote=words,
            start=sentence.start,
            end=sentence.end,
            verb=verb,
            issues=tuple(issues),
            comparators=tuple(comparators),
            weakest=weakest,
            strongest=strongest,
            with_counterpart=bool(_BEFORE_THEM.search(words)),
            in_public=verb != "meet" and "privately" not in words,
            cases=tuple(cases),
            condition=condition.group().strip() if condition else "",
            because=match.group(),
        )
        for issues in groups or [specific or ["HR"]]
    ]


def _readings(verb: str, words: str) -> tuple[Reading, Reading]:
    weakest, strongest = _DEFAULTS[verb]
    if verb in ("raise", "raise_publicly") and _STRONG.search(words):
        strongest = Reading(3, strongest.venue, "a demand is put to them, live")
    if verb in ("raise", "raise_publicly", "name_case") and _LIVE.search(words):
        strongest = Reading(strongest.firmness, 4, f"{strongest.words}, in their country")
    return weakest, strongest


def _counterpart(codings: Iterable[Coding], home: str) -> str:
    """The country that most coded sentences are about."""
    counts: Counter[str] = Counter()
    for coding in codings:
        counts.update(c for c in coding.target if c not in (SELF, GENERIC, home))
    return counts.most_common(1)[0][0] if counts else ""
