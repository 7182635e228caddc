"""Firmness 0-5: how a sentence speaks about the issue it names (method, section 2.3).

Every cue word becomes an act with a level, after its conditions: who acts, against whom, negated,
weakened, attributed. An act counts for an issue only where its clause speaks about the issue's
clause. An issue's level is the highest act about it; the sentence's is the highest issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from outspoken.coders.lexicon.act import CONCERN, COST, NAME, VALUE, Act
from outspoken.coders.lexicon.acts import STATE_OF, acts_of
from outspoken.coders.lexicon.clauses import clause_of, governs
from outspoken.coders.lexicon.scene import Scene
from outspoken.coders.lexicon.utterance import Utterance, abroad, has_level, is_rights
from outspoken.model import IssueHit, Role, RuleHit

PERFORMED, REPORTED = "PERFORMED", "REPORTED"
QUOTED, ATTRIBUTED = "QUOTED", "ATTRIBUTED"
JOURNALISTS_MOST = 2  # a question asks, it does not demand
THIRD_PARTYS_MOST = 1


class Firm(NamedTuple):
    """The answer about one sentence. `issues` are those given, with their own levels."""

    level: int | None
    issues: tuple[IssueHit, ...]
    mode: str = ""
    voice: str = ""
    disclaimed: bool = False
    rules: tuple[RuleHit, ...] = ()


def judge(said: Utterance) -> Firm:
    """The firmness of a sentence and of each of its issues; None where it is not judged."""
    issues = tuple(said.issues)
    if not abroad(said.targets) or not any(has_level(hit.issue) for hit in issues):
        return Firm(None, issues)
    if said.quoted:
        return Firm(None, issues, voice=QUOTED)
    return _Judgement(said).judge()


class _Judgement:
    """One sentence under judgement: from its acts to the levels of its issues."""

    def __init__(self, said: Utterance) -> None:
        self.scene = Scene(said)
        self.asking = said.role is Role.JOURNALIST
        self.nothing = _NO_COMMENT.search(said.text, said.start, said.end)
        self.acts = [act for act in acts_of(self.scene) if not self._is_declined(act)]

    def _is_declined(self, act: Act) -> bool:
        """Whether it is only what is not commented on: "I have nothing to announce on tariffs"."""
        if self.nothing is None or act.start < self.nothing.start():
            return False
        return not act.spoken or act.level >= COST

    def judge(self) -> Firm:
        places = [clause_of(self.scene.clauses, hit.start) for hit in self.scene.said.issues]
        judged: list[IssueHit] = []
        best: Act | None = None
        disclaimed = attributed = False
        for hit, place in zip(self.scene.said.issues, places, strict=True):
            if not has_level(hit.issue):
                judged.append(hit)
                continue
            about = [
                act
                for act in self.acts
                if self._speaks(act, place, places)
                and not (is_rights(hit.issue) and act.rule.startswith("wrong"))
            ]
            act = self._strongest(hit, place, about)
            level = act.level
            if self.scene.third and act.start >= self.scene.third[0] and level > THIRD_PARTYS_MOST:
                level, attributed = THIRD_PARTYS_MOST, True
            reported = level == COST and not act.negated and not self.scene.asks()
            if self.asking and not reported:
                level = min(level, JOURNALISTS_MOST)
            disclaimed |= act.negated and act.level == NAME
            act = act._replace(level=level)
            judged.append(_with_level(hit, level))
            if best is None or level > best.level:
                best = act
        assert best is not None
        return Firm(
            best.level,
            tuple(judged),
            mode=self._mode(best),
            voice=ATTRIBUTED if attributed else "",
            disclaimed=disclaimed and best.level == NAME,
            rules=(RuleHit("firmness", best.rule, best.start, best.end),),
        )

    def _strongest(self, hit: IssueHit, place: int, about: Sequence[Act]) -> Act:
        asking = self.asking
        done = [act for act in about if asking or not act.negated]
        refused = [] if asking else [act for act in about if act.negated]
        strongest = max(done, key=lambda a: (a.level, -a.start), default=None)
        raised = [a for a in done if _TO_RAISE.search(a.rule)]
        if (
            asking
            and self.scene.asks()
            and (raised or not done)
            and all(a in raised or a.rule.startswith("concern: concern") for a in done)
        ):
            strongest = None  # "will he raise human rights?" names a topic
        if refused:
            firmest = max(refused, key=lambda a: a.level)
            if strongest is None or (not strongest.spoken and strongest.level <= CONCERN):
                return firmest._replace(level=NAME, rule=f"not: {firmest.rule}")
        if strongest is not None and strongest.level >= CONCERN:
            return strongest
        names = self.scene.cue("name", place)
        if names is not None and not self.scene.worth(place):
            return Act(NAME, "name", names.start, names.end, place, False)
        if strongest is not None:
            return strongest
        said = self.scene.said
        if self.nothing is not None and not self.scene.worth(place):
            return Act(NAME, "no comment", hit.start, hit.end, place, False)
        if asking and self.scene.asks() and _WHAT_WAS_SAID.search(said.text, said.start, said.end):
            return Act(NAME, "asked about", hit.start, hit.end, place, False)
        if _FRAGMENT.fullmatch(said.text, said.start, said.end):
            return Act(NAME, "asked about", hit.start, hit.end, place, False)
        if hit.issue in _WRONGS and self.scene.specific and not asking:
            return Act(CONCERN, "a wrong by name", hit.start, hit.end, place, False)
        return Act(VALUE, "named without judgement", hit.start, hit.end, place, False)

    def _speaks(self, act: Act, place: int, places: Sequence[int]) -> bool:
        if governs(self.scene.clauses, act.clause, place):
            return True
        if act.clause in places:
            return False
        clause = self.scene.clauses[act.clause]
        if act.clause == place + 1 and _POINTS_BACK.search(
            self.scene.text, clause.start, clause.end
        ):
            return True  # "they jailed him, and we condemn that"
        if act.clause == place - 1 and act.rule.startswith("demand"):
            follows = self.scene.clauses[place]
            if _GOES_ON.match(self.scene.text, follows.start, follows.end):
                return True  # "we urge X to respect rights and continue its reforms"
        after = self.scene.text[act.end : clause.end].split()
        if act.clause == place - 1 and len(after) < 3:
            return True  # "we condemn and call for an end to"
        return act.level >= CONCERN and self.scene.alone(act.clause)

    def _mode(self, act: Act) -> str:
        if not act.spoken or act.level < CONCERN:
            return ""
        clause = self.scene.clauses[act.clause]
        before = self.scene.text[max(clause.start, act.start - 25) : act.start]
        word = self.scene.text[act.start : act.end].split()[0].lower()
        if STATE_OF.search(before):
            return PERFORMED if not re.search(r"\b(?:was|were|been)\b", before, re.I) else REPORTED
        if word.endswith("ed") or word in _PAST or _PERFECT.search(before):
            return REPORTED
        return PERFORMED


def _with_level(hit: IssueHit, level: int) -> IssueHit:
    return IssueHit(hit.issue, hit.start, hit.end, hit.tier, hit.term, level)


_I = re.IGNORECASE
_POINTS_BACK = re.compile(r"\b(?:it|them|this|that|these|those|such|him|her)\b", _I)
_TO_RAISE = re.compile(r"^(?:concern: (?:rais|br)|pointed)")
_GOES_ON = re.compile(
    r"\W*(?:and|or)\s+(?:\w+ly\s+|also\s+)?(?:continue|accept|address|allow|ask|commit|confirm|consult|"
    r"declare|encourage|ensure|explain|express|join|launch|offer|recognise|recognize|renew|resolve|"
    r"review|state|support|work|make)\s",
    _I,
)
_NO_COMMENT = re.compile(
    r"\b(?:(?:(?:do not|don[’']t|did not|didn[’']t|have not|haven[’']t) have (?:anything|any|an?)|(?:have|has|had) no)"
    r" (?:\w+ )?(?:announcements?|comments?|updates?|information|details?|readouts?|predictions?|news|position|"
    r"reaction|response|to (?:announce|add|say|report|predict|preview|share|read out|offer)|(?:new )?(?:for|on))\b|"
    r"(?:don[’']t|do not|didn[’']t) have anything|"
    r"nothing (?:more |new |further |else )?(?:to (?:announce|add|say|report|predict|preview|share|read out|offer)|"
    r"for you)|"
    r"(?:not going to|won[’']t|will not|can[’']t|cannot|wouldn[’']t|would not|declin\w+ to) (?:comment|speculate|"
    r"get into|get ahead|predict|prejudge|go into|pre-?empt)|(?:refer|point) you to|"
    r"not aware of (?:any|that|those)|hypothetical)\b",
    _I,
)
_WHAT_WAS_SAID = re.compile(
    r"\b(?:rais\w+|bring\w* up|brought up|c[ao]me up|discuss\w*|talk\w* about|say\w* (?:about|to|on)|"
    r"said (?:about|to|on)|address\w*|mention\w*|speak\w* (?:about|of)|spoke\w* (?:about|of)|"
    r"(?:position|response|comments?|reaction|readout|update|details?|thoughts?) (?:on|to|about|of|from)|"
    r"meet(?:ing)? with|met with|on the agenda|sum up|outline)\b",
    _I,
)
_WRONGS = frozenset({"HR_ATROCITY"})
_FRAGMENT = re.compile(r"(?:\S+\s+){0,5}\S+\?", _I)
_PERFECT = re.compile(r"\b(?:has|have|had|did|[’']ve)\s+(?:\w+\s+){0,3}$", _I)
_PAST = frozenset(("spoke", "brought", "made", "drew", "took", "fell", "held", "shone", "spoken"))
