"""Specificity 0-4: how many kinds of checkable detail a rights sentence gives (method, 2.7).

The kinds: a named case, a law or charge, a place below the country, a number or date. Each counts
once, and only in a clause that speaks of rights (or that hangs on one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon.clauses import clause_of, governs, split
from outspoken.coders.lexicon.utterance import Utterance, is_rights
from outspoken.model import RuleHit, Span

PLACES = frozenset(("place", "capital"))
"""Kinds of target names that lie below the country. An organ ("the Kremlin") is a government."""


def specificity(said: Utterance, cases: Sequence[str] = ()) -> tuple[RuleHit, ...]:
    """The kinds of detail found, each with the words that show it; their number is the measure.

    `cases` are the persons named as victims in the sentence. Empty where no rights are named.
    """
    topics = [h for h in said.issues if is_rights(h.issue)]
    if not topics:
        return ()
    clauses = split(said.text, said.start, said.end)
    places = {clause_of(clauses, h.start) for h in topics}

    def tied(at: int) -> bool:
        place = clause_of(clauses, at)
        return any(governs(clauses, place, t) or governs(clauses, t, place) for t in places)

    laws = [Span(h.start, h.end) for h in said.hits if _law(h)] + _matches(_ARTICLE, _LAWS, said)
    where = [Span(h.start, h.end) for h in said.hits if _place(h)] + _matches(_WHERE, _SITES, said)
    found: list[RuleHit] = []
    if cases:
        found.append(RuleHit("specificity", "a named case", said.start, said.start))
    for name, spans in (
        ("a law or charge", laws),
        ("a place below the country", where),
        ("a number or date", _matches(_NUMBER, _COUNTS, said)),
    ):
        shown = next((span for span in spans if tied(span.start)), None)
        if shown is not None:
            found.append(RuleHit("specificity", name, shown.start, shown.end))
    return tuple(found)


def _matches(pattern: re.Pattern[str], sign: re.Pattern[str], said: Utterance) -> list[Span]:
    """Where the pattern stands; `sign`, which is faster, stands wherever the pattern does."""
    if not sign.search(said.text, said.start, said.end):
        return []
    return [Span(*m.span()) for m in pattern.finditer(said.text, said.start, said.end)]


def _law(hit: Hit) -> bool:
    return hit.kind == "specificity" and hit.code == "law"


def _place(hit: Hit) -> bool:
    return (hit.kind == "specificity" and hit.code == "place") or (
        hit.kind == "target" and hit.tier in PLACES
    )


_LAW = r"(?:Act|Law|Code|Decree|Bill|Convention|Covenant)\b"
_ARTICLE = re.compile(
    r"\b(?:[Aa]rticles?|[Ss]ections?|[Rr]esolutions?) \d+|"
    rf"\b(?:the |its |their )?(?:[A-Z][\w-]+ ){{1,6}}{_LAW}"
)
_LAWS = re.compile(rf"(?:icle|ection|esolution)s? \d| {_LAW}")
_SITE = r"(?:Prison|Province|Prefecture|Square|State Prison|Camp|District|Oblast)\b"
_WHERE = re.compile(rf"\b(?:[A-Z][\w-]+ )+{_SITE}")
_SITES = re.compile(rf" {_SITE}")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_COUNTED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozens?|hundreds|thousands|"
    r"tens|scores)"
)
_PERSONS = (
    r"(?:\w+ ){0,2}(?:people|persons|men|women|children|girls|civilians|protesters|demonstrators|"
    r"journalists|reporters|activists|lawyers|defenders|prisoners|detainees|dissidents|officials|"
    r"monks|students|uyghurs|muslims|christians|members|cases|executions|arrests|killings|deaths|"
    r"newspapers|outlets|organi[sz]ations|years|months|days|others|individuals|leaders|workers)"
)
_NUMBER = re.compile(
    rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} (?:\d{{1,2}}|\d{{4}})\b|\b(?:19|20)\d\d\b|"
    rf"\b\d[\d,.]* (?:percent|per cent|million|thousand)\b|\b\d[\d,]*[ -]{_PERSONS}\b|"
    rf"\b(?:{_COUNTED}[ -](?:and |of )?)+{_PERSONS}\b|\b\d+[- ]year\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(rf"\d|\b{_COUNTED}[ -]", re.IGNORECASE)
