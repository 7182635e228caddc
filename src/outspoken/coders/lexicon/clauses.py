"""Clauses: which words of a sentence speak about which others, without a parser.

"We raised human rights, and will extend the sanctions on Russia" is two clauses; the sanctions are
none about human rights. A sentence is cut where a finite verb begins something new; what depends
on a clause (a relative clause, "if ...", a remark between dashes) is cut too, but keeps its parent.
Lists of nouns are not cut: one verb governs them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

HEAD = "head"  # the first clause, or the one that an opening "if ..." belongs to
COORD = "coord"  # begins something new: and + verb, semicolon, but, while
REL = "rel"  # which, who, whose, where
SUB = "sub"  # if, because, when, unless, until, so that
ASIDE = "aside"  # between dashes, after a colon


class Clause(NamedTuple):
    """A range of the text, how it is tied to the rest, and the index of what it hangs on."""

    start: int
    end: int
    link: str
    parent: int


_CUT = re.compile(
    r";|:(?=\s)|\s[—–]\s?|\s--?\s|—|--|"
    r"\b(?P<word>and|but|or|yet|while|whilst|whereas|although|though|which|who|whom|whose|where|"
    r"because|since|if|when|unless|until|so that|as well as)\b|(?P<comma>,)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[\s,]*((?:[\w’'-]+\s+){0,3}[\w’'-]+)?")
_CONTRAST = frozenset(("but", "yet", "while", "whilst", "whereas", "although", "though"))
_RELATIVE = frozenset(("which", "who", "whom", "whose", "where"))
_SUBORDINATE = frozenset(("because", "since", "if", "when", "unless", "until", "so that"))
_OPENERS = re.compile(
    r"\s*(?:(?:and|but|so|well|look|now)\b,?\s*)*"
    r"(?:if|when|while|as|because|since|although|though|unless|until|after|before|even)\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(
    [
        "i", "we", "he", "she", "they", "it", "you", "there", "this", "these", "those", "i'm",
        "we're", "we've", "i've", "we'll", "i'll", "he's", "she's", "it's", "they're", "they've",
        "that's", "there's", "let's", "nobody", "everyone",
    ]
)  # fmt: skip
_AUX = frozenset(
    [
        "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may",
        "might", "must", "should", "shall", "do", "does", "did", "isn't", "aren't", "wasn't",
        "weren't", "hasn't", "haven't", "hadn't", "won't", "wouldn't", "can't", "cannot",
        "couldn't", "mustn't", "shouldn't", "don't", "doesn't", "didn't",
    ]
)  # fmt: skip
_STEMS = [
    "accept", "accuse", "acknowledge", "address", "affirm", "agree", "allege", "announce",
    "appeal", "applaud", "ask", "assert", "assure", "call", "cite", "claim", "commend",
    "condemn", "confirm", "congratulate", "consult", "continue", "convey", "decide",
    "declare", "decry", "demand", "denounce", "deplore", "describe", "designate", "detail",
    "discuss", "emphasise", "emphasize", "encourage", "exchange", "expect", "explain",
    "express", "highlight", "hope", "impose", "insist", "intend", "invite", "join", "launch",
    "look", "met", "note", "object", "offer", "oppose", "outline", "pledge", "praise",
    "press", "proclaim", "propose", "raise", "reaffirm", "recall", "recognise", "recognize",
    "recommend", "regret", "reiterate", "reject", "remain", "remind", "renew", "repeat",
    "report", "request", "resolve", "respond", "review", "say", "said", "see", "share",
    "shared", "speak", "spoke", "state", "stress", "suggest", "talk", "tell", "told", "thank",
    "think", "thought", "touch", "underline", "underscore", "urge", "voice", "want", "warn",
    "welcome", "work",
]  # fmt: skip
_PLAIN = frozenset(  # nouns and complements of "call on X to ..." that look like these verbs
    "address appeal call claim demand exchange hope join note object offer report request respond "
    "review share state work press look remain release review speak"
).union(("reports", "states", "calls", "demands", "claims", "concerns", "shares", "works", "talks"))


def _forms(stem: str) -> tuple[str, ...]:
    if stem in ("met", "said", "spoke", "told", "thought", "shared"):
        return (stem,)
    root = stem.removesuffix("e")
    extra = {"decry": ("decried", "decries"), "reply": ("replied", "replies")}.get(stem, ())
    return (stem, f"{stem}s", f"{stem}es", f"{root}ed", f"{root}ing", *extra)


_VERBS = frozenset(form for stem in _STEMS for form in _forms(stem)) - _PLAIN
_ADVERB = re.compile(
    r"(?:\w+ly|also|then|again|further|furthermore|moreover|once|still|both|now|always|in|turn|"
    r"not|never)$"
)
_PARTICIPLE = re.compile(r"\w{3,}ing$")
_DETERMINER = frozenset(
    [
        "the", "our", "my", "a", "an", "his", "her", "their", "its", "both", "many", "some",
        "all", "no",
    ]
)  # fmt: skip
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|does|did|"
    r"do|remains?|continues?|wants?|needs?|says|said)\b|\b\w+n[’']t\b",
    re.IGNORECASE,
)


_SHARED = re.compile(  # "which are wrong, and are used against ...": still what "which" says
    r"(?:and|or)\s+(?:\w+ly\s+)?(?:is|are|was|were|has|have|had|do|does|did)\b", re.IGNORECASE
)


_PAST = re.compile(
    r"\w\s(?:\w{3,}ed|grew|fell|rose|went|came|took|gave|made|met|held|saw|told|spoke|began)\s",
    re.I,
)


def split(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of `text[start:end]`, in order, without gaps."""
    cuts: list[tuple[int, str]] = []
    opened = bool(_OPENERS.match(text, start, end))
    waiting = opened  # for the comma that ends an opening "if ..."
    last = start
    for match in _CUT.finditer(text, start, end):
        at = match.start()
        if at < last + 2 and match.group() != ";":
            continue
        link = _link(text, match, end, waiting)
        if not link:
            continue
        if waiting and link in (HEAD, COORD):
            waiting = False
        if at - last < 2:
            continue
        cuts.append((at, link))
        last = match.end()
    if not cuts:
        return [Clause(start, end, HEAD, -1)]
    return _tied(text, start, end, cuts, opened)


def _link(text: str, match: re.Match[str], end: int, waiting: bool) -> str:
    """How the clause is tied that begins at this mark; "" if none begins."""
    mark = match.group().strip().lower()
    word = match.group("word")
    if mark == ";":
        return COORD if _begins(text, match.end(), end) else ASIDE
    if not word and mark != ",":
        return ASIDE
    if mark in _RELATIVE:
        return REL
    if mark in _SUBORDINATE:
        return SUB
    following = _NEXT.match(text, match.end(), end)
    words = [] if following is None or following[1] is None else following[1].split()
    tokens = [w.lower().replace("’", "'") for w in words]
    bare = [t for t in tokens if not _ADVERB.match(t)]
    if not tokens:
        return ""
    if mark in _CONTRAST:
        return COORD
    if waiting and mark == ",":
        return HEAD if _clausal(text, match.end(), end, tokens) else ""
    if not bare:
        return ""
    first = bare[0]
    if first in _PRONOUNS and not (first in ("this", "these", "those") and mark == ","):
        return COORD
    if mark == ",":
        # a comma alone cuts before a participle of speech: ", condemning the arrests"
        return COORD if first in _VERBS and _PARTICIPLE.match(first) else ""
    if first in _AUX or first in _VERBS:
        return "" if waiting and mark in ("and", "or") else COORD  # "if they respect and are ..."
    if mark in ("and", "or") and _new_subject(text, match.end(), end, words):
        return COORD
    return ""


def _begins(text: str, at: int, end: int) -> bool:
    """Whether a statement follows a semicolon, not one more item of a list."""
    stop = text.find(";", at, min(end, at + 80))
    stop = min(end, at + 80) if stop < 0 else stop
    if _FINITE.search(text, at, stop) or _PAST.search(text, at, stop):
        return True
    following = _NEXT.match(text, at, end)
    words = (following[1] or "").lower().split() if following else []
    return any(w in _PRONOUNS or w in _VERBS or _PARTICIPLE.match(w) for w in words[:3])


def _new_subject(text: str, at: int, end: int, words: Sequence[str]) -> bool:
    """Whether a noun with its own verb follows: "and the President has raised"."""
    opener = words[0].lower()
    if not (opener in _DETERMINER or opener in ("maybe", "perhaps") or words[0][:1].isupper()):
        return False
    stop = min(end, at + 60)
    comma = text.find(",", at + 1, stop)
    finite = _FINITE.search(text, at, stop if comma < 0 else comma)
    return finite is not None and not re.search(
        r"\b(?:who|which|that)\b", text[at : finite.start()]
    )


def _clausal(text: str, at: int, end: int, tokens: Sequence[str]) -> bool:
    first = tokens[0]
    if first in _PRONOUNS or first in _DETERMINER or text[at : at + 2].strip()[:1].isupper():
        return True
    return _FINITE.search(text, at, min(end, at + 60)) is not None


def _tied(
    text: str, start: int, end: int, cuts: Sequence[tuple[int, str]], opened: bool
) -> list[Clause]:
    bounds = [start, *(at for at, _ in cuts), end]
    links = [HEAD, *(link for _, link in cuts)]
    main = next((n for n, link in enumerate(links) if n and link == HEAD), 0)
    clauses: list[Clause] = []
    for n, link in enumerate(links):
        if n == 0 and opened and main:
            clauses.append(Clause(bounds[0], bounds[1], SUB, main))
        elif link == COORD and clauses[n - 1].link == REL and _SHARED.match(text, bounds[n]):
            clauses.append(Clause(bounds[n], bounds[n + 1], REL, clauses[n - 1].parent))
        elif link in (HEAD, COORD):
            clauses.append(Clause(bounds[n], bounds[n + 1], link, -1))
        elif link == ASIDE and n > 1 and links[n - 1] == ASIDE:
            # the second dash closes the remark: what follows goes on where it was broken off
            clauses.append(Clause(bounds[n], bounds[n + 1], ASIDE, clauses[n - 1].parent))
        else:
            clauses.append(Clause(bounds[n], bounds[n + 1], link, n - 1))
    return clauses


def clause_of(clauses: Sequence[Clause], at: int) -> int:
    """The index of the clause in which an offset lies."""
    for n in range(len(clauses) - 1, 0, -1):
        if at >= clauses[n].start:
            return n
    return 0


def governs(clauses: Sequence[Clause], cue: int, topic: int) -> bool:
    """Whether a cue in clause `cue` speaks about a topic in clause `topic`.

    It does in its own clause, in all that hangs on it ("we condemn a regime that jails"), and,
    from a relative clause or a remark, about what that hangs on ("arrests, which we condemn").
    A condition does not judge its main clause.
    """
    if cue == topic:
        return True
    step = topic
    while clauses[step].parent >= 0 and clauses[step].link != COORD:
        step = clauses[step].parent
        if step == cue:
            return True
    own = clauses[cue]
    return own.link in (REL, ASIDE) and own.parent == topic
