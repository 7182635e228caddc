"""From hits to issues: tiers and company, lists, names, what yields to what, what is carried on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from outspoken.codebook import Codebook
from outspoken.codebook.matcher import Hit, Hits
from outspoken.codebook.schema import ADJACENT, IGNORED, OWN
from outspoken.coders.lexicon.carried import BESIDE, CARRIED, RELATION, carried
from outspoken.coders.lexicon.echoes import ECHO, echoed
from outspoken.coders.lexicon.lists import Lists
from outspoken.coders.lexicon.names import inside, names
from outspoken.model import IssueHit, Sentence

RIGHTS = "HR"
GENERIC = "HR_GENERIC"
LIST = "list"  # the tier of an issue that a list's head brought in
COUNTRY = "@country"  # a company term: any country named
ABROAD = "@abroad"  # a company term: any country named but the speaker's own
ENCOUNTER = "@encounter"  # a company term: the document is of a meeting between governments
LONE = "lone"
CASE = "case"  # a person held or harmed: naming one is no contact with the country
NEAR = "~"  # between the parts of a term that stand near each other
BEFORE = 6  # characters before a member of a list that tell it is one
OWN_CASE = "CONSULAR"
OF_A_CASE = frozenset(("HR_DETENTION", "HR_EXPRESSION", "HR_PRIVACY", "HR_RULEOFLAW"))
"""Rights that are told of any case: of one's own national's they alone are the consular matter."""
COMPANY = frozenset(("anchor", "company", "target"))  # kinds of hits that can vouch for a weak one


class _Document(NamedTuple):
    text: str
    sentences: Sequence[Sentence]
    hits: Hits
    home: str
    encounter: bool


class IssueFinder:
    """Finds the issues of every sentence of a document."""

    def __init__(self, codebook: Codebook) -> None:
        self._agenda = {code: issue.parent for code, issue in codebook.issues.items()}
        self._rights = frozenset(c for c, agenda in self._agenda.items() if agenda == RIGHTS)
        self._adjacent = frozenset(c for c, i in codebook.issues.items() if i.window == ADJACENT)
        self._nameless = frozenset(c for c, i in codebook.issues.items() if i.names == IGNORED)
        self._anywhere = frozenset(c for c, i in codebook.issues.items() if COUNTRY in i.company)
        self._abroad = frozenset(c for c, i in codebook.issues.items() if ABROAD in i.company)
        self._met = frozenset(c for c, i in codebook.issues.items() if ENCOUNTER in i.company)
        self._alone = frozenset(c for c, i in codebook.issues.items() if i.support == OWN)
        self._continued = frozenset(c for c, i in codebook.issues.items() if i.beside)
        self._yields = {c: frozenset(i.yields) for c, i in codebook.issues.items() if i.yields}
        self._lists = Lists(codebook)

    def find(
        self,
        text: str,
        sentences: Sequence[Sentence],
        hits: Hits,
        home: str = "",
        *,
        encounter: bool = False,
    ) -> dict[int, list[IssueHit]]:
        """All issue hits of each sentence that has any, by the sentence's index, by start.

        One issue can have several hits; `one_each` reduces them. `home` is the speaker's country;
        `encounter`: the document is of a meeting between governments (see `encounters`).
        """
        document = _Document(text, sentences, hits, home, encounter)
        found: dict[int, list[IssueHit]] = {}
        for i in hits.sentences("issue", "head"):
            own = self._sentence(document, i)
            if own:
                found[i] = own
        found.update(echoed(text, sentences, hits, found, self._rights))
        found.update(carried(text, sentences, found, self._agenda))
        return found

    def _sentence(self, document: _Document, i: int) -> list[IssueHit]:
        text, sentence = document.text, document.sentences[i]
        own = document.hits.of(i)
        strong: list[Hit] = []
        weak: list[Hit] = []
        beside: list[Hit] = []
        heads: list[Hit] = []
        around: list[Hit] = []
        by_tier = {"strong": strong, BESIDE: beside}
        look = False
        for hit in own:
            if hit.kind in COMPANY:
                around.append(hit)
            elif hit.kind == "issue":
                by_tier.get(hit.tier, weak).append(hit)
                look = look or hit.code in self._nameless
            elif hit.kind == "head":
                heads.append(hit)
        spans: Sequence[tuple[int, int]] = ()
        if (look or heads) and (spans := names(text, sentence.start, sentence.end)):
            strong = [h for h in strong if not self._in_name(h, spans)]
            weak = [h for h in weak if not self._in_name(h, spans)]
            heads = [h for h in heads if not inside(h.start, h.end, spans)]
        issues = [IssueHit(h.code, h.start, h.end, h.tier, h.term) for h in strong]
        for head in heads:
            issues += [
                IssueHit(issue, start, end, LIST, f"{head.term} ... {term}")
                for issue, term, start, end in self._lists.read(
                    text, head.end, sentence.end, head.code
                )
                if not inside(start, end, spans)
            ]
        sure = tuple(issues)
        issues += [
            IssueHit(h.code, h.start, h.end, "weak", h.term)
            for h in weak
            if self._accompanied(h, around, sure, document)
            or (h.code in self._adjacent and self._has_company_beside(h, document, i))
        ]
        issues = self._yield(issues)
        if lone := [h for h in weak if h.tier == LONE]:
            issues += self._left_alone(lone, issues)
        if not issues:
            beside += [h for h in weak if h.code in self._continued]
        if beside and not issues:  # they go on with what is surely spoken of before or after
            spoken = {h.code for h in _hits_beside(document, i) if _is_strong(h)}
            issues = [
                IssueHit(h.code, h.start, h.end, BESIDE, h.term) for h in beside if h.code in spoken
            ]
        return _settle(text, issues, self._rights)

    def _in_name(self, hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
        return hit.code in self._nameless and inside(hit.start, hit.end, spans)

    def _left_alone(self, lone: Sequence[Hit], issues: Sequence[IssueHit]) -> list[IssueHit]:
        """The lone hits of a sentence that speaks of one thing, relations aside."""
        told = {one.issue for one in issues if one.issue != RELATION}
        topics = told or {hit.code for hit in lone if hit.code != RELATION} or {RELATION}
        if len({self._agenda[code] for code in topics}) > 1:
            return []
        return [
            IssueHit(hit.code, hit.start, hit.end, LONE, hit.term)
            for hit in lone
            if hit.code in topics
        ]

    def _accompanied(
        self, weak: Hit, around: Sequence[Hit], sure: Sequence[IssueHit], document: _Document
    ) -> bool:
        """Whether something else in the sentence, or the document, vouches for a weak hit."""
        if document.encounter and weak.code in self._met:
            return True
        agenda, home = self._agenda[weak.code], document.home
        if any(self._keeps_company(weak, h, agenda, home) and _apart(weak, h) for h in around):
            return True
        return weak.code not in self._alone and any(
            self._agenda[one.issue] == agenda and _apart(weak, one) for one in sure
        )

    def _yield(self, issues: list[IssueHit]) -> list[IssueHit]:
        """Without the weak hits whose issue yields to another of the sentence.

        Sure signs go first. Two weak issues that each yield to the other both stay: were both to
        go, a sentence on either would be on nothing. A right yields to a matter that is none only
        where no other right is told for sure: in "trade, democracy and human rights" they stand
        together.
        """
        sure = {hit.issue for hit in issues if hit.tier != "weak"}
        told = sure & self._rights

        def ways(issue: str) -> frozenset[str]:
            given = self._gives_way(issue)
            return given & self._rights if issue in self._rights and told - {issue} else given

        left = [hit for hit in issues if hit.tier != "weak" or not (sure & ways(hit.issue))]
        weak = {hit.issue for hit in left} - sure
        if len(weak) < 2:
            return left
        return [
            hit
            for hit in left
            if hit.issue not in weak
            or not any(other in ways(hit.issue) and hit.issue not in ways(other) for other in weak)
        ]

    def _gives_way(self, issue: str) -> frozenset[str]:
        return self._yields.get(issue, frozenset())

    def _has_company_beside(self, weak: Hit, document: _Document, i: int) -> bool:
        """The same, in the sentence before or after of the same turn."""
        agenda = self._agenda[weak.code]
        return any(
            self._keeps_company(weak, h, agenda, document.home)
            or (weak.code not in self._alone and _is_strong(h) and self._agenda[h.code] == agenda)
            for h in _hits_beside(document, i)
        )

    def _keeps_company(self, weak: Hit, other: Hit, agenda: str, home: str) -> bool:
        if other.kind == "anchor":
            return agenda == RIGHTS and weak.code not in self._alone
        if other.kind == "target":
            return weak.code in self._anywhere or (
                weak.code in self._abroad and other.code not in ("", home) and other.tier != CASE
            )
        return other.kind == "company" and other.code == weak.code


def _hits_beside(document: _Document, i: int) -> Iterator[Hit]:
    """The hits of the sentences before and after, of the same turn."""
    sentences = document.sentences
    for j in (i - 1, i + 1):
        if 0 <= j < len(sentences) and sentences[j].turn == sentences[i].turn:
            yield from document.hits.of(j)


def _is_strong(hit: Hit) -> bool:
    return hit.kind == "issue" and hit.tier == "strong"


def one_each(hits: Iterable[IssueHit]) -> tuple[IssueHit, ...]:
    """One hit for each issue: strong before list, lone, weak and what came from beside."""
    rank = {"strong": 0, LIST: 1, LONE: 2, "weak": 3, ECHO: 4, CARRIED: 4, BESIDE: 4}
    best: dict[str, IssueHit] = {}
    for hit in sorted(hits, key=lambda h: (rank[h.tier], h.start - h.end, h.start)):
        best.setdefault(hit.issue, hit)
    return tuple(sorted(best.values(), key=lambda h: (h.start, h.end, h.issue)))


def _settle(text: str, issues: list[IssueHit], rights: frozenset[str]) -> list[IssueHit]:
    """What yields: rights in general to the specific right they speak of, relations to substance,
    the rights that a trial abroad or a reporter's work name to the case of one's own national.

    "Human rights in Tibet" is Tibet alone; "corruption and human rights" is both. A weak sign of
    rights in general ("repression") yields to any specific right.
    """
    codes = {h.issue for h in issues}
    if GENERIC in codes and len(codes) > 1:
        specific = [h for h in issues if h.issue in rights and h.issue != GENERIC]
        issues = [
            h
            for h in issues
            if h.issue != GENERIC
            or not specific
            or (h.tier != "weak" and not any(_attached(text, h, other) for other in specific))
        ]
    if OWN_CASE in codes and codes & rights <= OF_A_CASE:
        issues = [h for h in issues if h.issue not in OF_A_CASE]
    if RELATION in codes and len(codes) > 1:
        issues = [h for h in issues if h.issue != RELATION or h.tier == "strong"]
    issues.sort(key=_place)
    return issues


_place = attrgetter("start", "end")


def _attached(text: str, general: IssueHit, specific: IssueHit) -> bool:
    if not _apart(general, specific):
        return not _listed(text, general) or not _inside(general, specific)
    if general.end <= specific.start:
        return bool(_TOWARDS.fullmatch(text, general.end, specific.start))
    return bool(_POSSESSED.fullmatch(text, specific.end, general.start))


def _listed(text: str, hit: IssueHit) -> bool:
    """Whether it is a member of a list: "democracy, human rights and the rule of law"."""
    before = text[max(0, hit.start - BEFORE) : hit.start]
    if _ONE.search(before):  # "health is a human right, and ..."
        return False
    return bool(_AFTER.match(text, hit.end) or _BEFORE.search(before))


def _inside(general: IssueHit, specific: IssueHit) -> bool:
    """Whether it only stands between the parts of the other: "efforts ... human rights ... women"."""
    return NEAR in specific.term and specific.start <= general.start and general.end <= specific.end


_AFTER = re.compile(r",?\s+(?:and|or)\b|,(?!\s+(?:who|which|that)\b)")
_BEFORE = re.compile(r"(?:,|\b(?:and|or))\s+$")
_ONE = re.compile(r"\ban?\s+$")
_TOWARDS = re.compile(
    r"\s+(?:(?:abuses?|violations?|situation|record|conditions|practices|issues|concerns)\s+)?"
    r"(?:in|of|for|against|towards?|by|among)\s+(?:(?!and\b|or\b)[\w’'.-]+\s+){0,3}"
)
_POSSESSED = re.compile(r"\+?(?:[’']s?)?\s+")


def _apart(one: Hit | IssueHit, other: Hit | IssueHit) -> bool:
    return one.end <= other.start or other.end <= one.start
