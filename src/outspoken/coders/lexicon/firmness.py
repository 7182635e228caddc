"""Firmness 0-5: how a sentence speaks about the issue it names (method, section 2.3).

Every cue word becomes an act with a level, after its conditions: who acts, against whom, negated,
weakened, attributed. An act counts for an issue only where its clause speaks about the issue's
clause. An issue's level is the highest act about it; the sentence's is the highest issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon import agents
from outspoken.coders.lexicon.clauses import REL, Clause, clause_of, governs, split
from outspoken.coders.lexicon.utterance import Utterance, abroad, has_level, is_rights, named
from outspoken.model import GENERIC, IssueHit, Role, RuleHit

PERFORMED, REPORTED = "PERFORMED", "REPORTED"
QUOTED, ATTRIBUTED = "QUOTED", "ATTRIBUTED"
NAME, VALUE, CONCERN, DEMAND, CONDEMN, COST = range(6)
JOURNALISTS_MOST = 2  # a question asks, it does not demand
THIRD_PARTYS_MOST = 1
NEAR = 2  # words between a negation and the fact it denies


class Firm(NamedTuple):
    """The answer about one sentence. `issues` are those given, with their own levels."""

    level: int | None
    issues: tuple[IssueHit, ...]
    mode: str = ""
    voice: str = ""
    disclaimed: bool = False
    rules: tuple[RuleHit, ...] = ()


class Act(NamedTuple):
    """Something done with words: its level, the rule that gave it, its place, its clause."""

    level: int
    rule: str
    start: int
    end: int
    clause: int
    spoken: bool  # a speech act, not a description
    negated: bool = False


def judge(said: Utterance) -> Firm:
    """The firmness of a sentence and of each of its issues; None where it is not judged."""
    issues = tuple(said.issues)
    if not abroad(said.targets) or not any(has_level(hit.issue) for hit in issues):
        return Firm(None, issues)
    if said.quoted:
        return Firm(None, issues, voice=QUOTED)
    return _Sentence(said).judge()


class _Sentence:
    """One sentence under judgement: its clauses and the acts in them."""

    def __init__(self, said: Utterance) -> None:
        self.said = said
        self.text = said.text
        self.clauses = split(said.text, said.start, said.end)
        self.specific = named(said.targets)
        void = [h for h in said.hits if h.kind == "firmness" and h.code == "void"]
        self.cues: list[tuple[Hit, int]] = [
            (hit, clause_of(self.clauses, hit.start))
            for hit in said.hits
            if hit.kind == "firmness"
            and hit.code != "void"
            and not any(v.start <= hit.start and hit.end <= v.end for v in void)
        ]
        self.countries = [h for h in said.hits if h.kind == "target" and h.code in said.targets]
        self.third = (
            None
            if said.role is Role.JOURNALIST
            else agents.attributed(said.text, said.start, said.end)
        )
        self.acts = [act for act in self._acts() if act is not None]

    # ------------------------------------------------------------------ from acts to levels
    def judge(self) -> Firm:
        places = [clause_of(self.clauses, hit.start) for hit in self.said.issues]
        judged: list[IssueHit] = []
        best: Act | None = None
        disclaimed = attributed = False
        for hit, place in zip(self.said.issues, places, strict=True):
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
            if self.third and act.start >= self.third[0] and level > THIRD_PARTYS_MOST:
                level, attributed = THIRD_PARTYS_MOST, True
            if self.said.role is Role.JOURNALIST:
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
        asking = self.said.role is Role.JOURNALIST
        done = [act for act in about if asking or not act.negated]
        refused = [] if asking else [act for act in about if act.negated]
        strongest = max(done, key=lambda a: (a.level, -a.start), default=None)
        raised = [a for a in done if _TO_RAISE.search(a.rule)]
        if (
            asking
            and self._asks()
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
        names = self._cue("name", place)
        if names is not None and not self._worth(place):
            return Act(NAME, "name", names.start, names.end, place, False)
        if strongest is not None:
            return strongest
        if (asking and self._asks() and not self._worth(place)) or (
            _FRAGMENT.fullmatch(self.text, self.said.start, self.said.end)
        ):
            return Act(NAME, "asked about", hit.start, hit.end, place, False)
        return Act(VALUE, "named without judgement", hit.start, hit.end, place, False)

    def _speaks(self, act: Act, place: int, places: Sequence[int]) -> bool:
        if governs(self.clauses, act.clause, place):
            return True
        if act.clause in places:
            return False
        clause = self.clauses[act.clause]
        if act.clause == place + 1 and _POINTS_BACK.search(self.text, clause.start, clause.end):
            return True  # "they jailed him, and we condemn that"
        if act.clause == place - 1 and act.rule.startswith("demand"):
            follows = self.clauses[place]
            if _GOES_ON.match(self.text, follows.start, follows.end):
                return True  # "we urge X to respect rights and continue its reforms"
        after = self.text[act.end : clause.end].split()
        return act.clause == place - 1 and len(after) < 3  # "we condemn and call for an end to"

    # ------------------------------------------------------------------ from cues to acts
    def _acts(self) -> list[Act | None]:
        acts: list[Act | None] = []
        for hit, place in self.cues:
            rule = _RULES.get(hit.code)
            if rule is not None:
                acts.append(rule(self, hit, place))
        for place, clause in enumerate(self.clauses):
            for match in _MUST.finditer(self.text, clause.start, clause.end):
                acts.append(self._must(match, place, clause))
        return acts

    def _act(self, level: int, hit: Hit, place: int, *, spoken: bool = True) -> Act:
        """An act of this level, less what weakens it."""
        start = self.clauses[place].start
        if spoken and (agents.weakened(self.text, start, hit.start) or self._hedged(place)):
            level = max(level - 1, VALUE)
        refused = agents.negated(self.text, start, hit.start, hit.end, 7 if spoken else NEAR)
        return Act(level, f"{hit.code}: {hit.term}", hit.start, hit.end, place, spoken, refused)

    def _cost(self, hit: Hit, place: int) -> Act | None:
        if self._elsewhere(hit) or self._beside(hit, place):
            return None
        if self._theirs(hit, place) and not _SUFFERED.match(hit.term):
            return self._described(hit, place)
        asked = self._asked_for(hit, place)
        if asked is not None:  # a cost that others are asked to impose; or the target's own law
            return self._act(CONDEMN, hit, place) if asked else None
        return self._act(COST, hit, place)

    def _asked_for(self, hit: Hit, place: int) -> bool | None:
        """Whether a demand for this is put to others (True) or to the target (False), if any is."""
        for cue, where in self.cues:
            if cue.code != "demand" or where != place or cue.end > hit.start:
                continue
            if _EVERYONE.match(self.text, cue.end, hit.start):
                return True
            if _COMPLEMENT.search(self.text, cue.start, hit.start):
                return False
        return None

    def _cost_own(self, hit: Hit, place: int) -> Act | None:
        if not self._ours(hit, place) or self._theirs(hit, place) or self._elsewhere(hit):
            return None
        return self._act(COST, hit, place)

    def _condemn(self, hit: Hit, place: int) -> Act | None:
        if self._theirs(hit, place):
            return None
        start = self.clauses[place].start
        attribute = not _VERBS.match(hit.term) and not _STATE_OF.search(self.text, start, hit.start)
        mild = self._general(place) or (attribute and not self.specific)
        return self._act(CONCERN if mild else CONDEMN, hit, place)

    def _condemn_own(self, hit: Hit, place: int) -> Act | None:
        return self._condemn(hit, place) if self._ours(hit, place) else None

    def _crime(self, hit: Hit, place: int) -> Act | None:
        clause = self.clauses[place]
        if not self.specific or self._effort(hit, place):
            return None
        if _SUPPOSED.search(
            self.text, max(clause.start, hit.start - 60), min(hit.end + 25, clause.end)
        ):
            return self._act(CONCERN, hit, place, spoken=False)
        return self._act(CONDEMN, hit, place, spoken=False)

    def _account(self, hit: Hit, place: int) -> Act | None:
        if not self.specific or self._theirs(hit, place):
            return None
        if hit.term.endswith(" for") and not self._cue("demand", place):
            return self._act(CONCERN, hit, place)
        return self._act(CONDEMN, hit, place)

    def _demand(self, hit: Hit, place: int) -> Act | None:
        clause = self.clauses[place]
        if self._theirs(hit, place) or self._noun(hit, clause):
            return None
        if hit.term.endswith(" to") and not _TO.search(
            self.text, hit.start + 3, min(hit.end + 50, clause.end)
        ):
            return None  # "to encourage dialogue" asks nobody
        if hit.term.startswith(("the need", "need for")) and not (
            self.specific and _DEMANDED.match(self.text, hit.end, clause.end)
        ):
            return None
        if _EVERYONE.match(self.text, hit.end, clause.end) or _EVERYONE_IN.search(
            self.text, hit.start, hit.end
        ):
            return self._act(CONCERN, hit, place)
        act = self._act(DEMAND if tuple(self.said.targets) != (GENERIC,) else CONCERN, hit, place)
        if _GENTLE.match(self.text, hit.end, clause.end):
            act = act._replace(level=max(act.level - 1, VALUE), rule=f"{act.rule}, gently")
        if self._checkable(hit.end, place):
            act = act._replace(level=act.level + 1, rule=f"{act.rule}, checkable")
        return act

    def _noun(self, hit: Hit, clause: Clause) -> bool:
        """Whether the cue is a thing, not an act: "their demands", "the situation calls for"."""
        if not _NOUNS.match(self.text, hit.start, hit.end):
            return False
        return bool(
            _OWNED.search(self.text, clause.start, hit.start)
            and not _RENEWED.search(self.text, clause.start, hit.start)
        )

    def _concern(self, hit: Hit, place: int) -> Act | None:
        if self._theirs(hit, place):
            return None
        return self._act(CONCERN, hit, place)

    def _pointed(self, hit: Hit, place: int) -> Act | None:
        return self._concern(hit, place) if self.specific else None

    def _abuse(self, hit: Hit, place: int) -> Act | None:
        if agents.negated(self.text, self.clauses[place].start, hit.start, hit.end, NEAR):
            return None
        if self._welcomed(hit, place):
            return None
        if not self.specific and not (
            _ABUSERS.search(self.text, self.said.start, self.said.end)
            and not self._effort(hit, place)
        ):
            return None
        return self._described(hit, place)

    def _ill(self, hit: Hit, place: int) -> Act | None:
        if not self.specific or self._effort(hit, place) or self._worth(place):
            return None
        return self._described(hit, place)

    def _wrong(self, hit: Hit, place: int) -> Act | None:
        if all(is_rights(issue.issue) for issue in self.said.issues):
            return None
        return self._abuse(hit, place)

    def _described(self, hit: Hit, place: int) -> Act:
        return Act(CONCERN, f"{hit.code}: {hit.term}", hit.start, hit.end, place, False)

    def _must(self, match: re.Match[str], place: int, clause: Clause) -> Act | None:
        """A demand in the form of must, should, has to, needs to: whose duty is it?"""
        subject = self.text[clause.start : match.start()]
        if _FELT.search(subject):
            return None
        bare = not subject.strip(" ,") or _LINKED.fullmatch(subject)
        if bare and place and clause.link == "coord":
            subject = self.text[self.clauses[place - 1].start : match.start()]
        within = [h for h in self.countries if h.end <= match.start()]
        own = _last(_WE, subject)
        opens = match.start() - len(subject)
        within = [h for h in within if h.start >= opens + own]
        if own and not within and not _THEY.search(subject, own):
            return None
        act = Act(DEMAND, f"demand: {match[0].lower()}", match.start(), match.end(), place, True)
        if _EVERY.search(subject):
            act = act._replace(level=CONCERN)
        elif _ABLE.match(self.text, match.end(), clause.end):
            act = act._replace(level=VALUE)
        elif not (within or _THEY.search(subject)) and not self.specific:
            return None
        elif _STATE.match(self.text, match.end(), clause.end) and not within:
            act = act._replace(level=CONCERN if self.specific else VALUE)
        elif not (within or _THEY.search(subject)) and not _PASSIVE.match(
            self.text, match.end(), clause.end
        ):
            act = act._replace(level=CONCERN)
        elif self._checkable(match.end(), place):
            act = act._replace(level=CONDEMN)
        refused = bool(re.match(r"\s*(?:not|n[’']t)\b", self.text[match.end() : match.end() + 6]))
        if refused:  # "must not be jailed" demands too
            act = act._replace(level=max(act.level, DEMAND) if self.specific else act.level)
        if self._hedged(place):
            act = act._replace(level=act.level - 1)
        return act

    # ------------------------------------------------------------------ conditions
    def _theirs(self, hit: Hit, place: int) -> bool:
        """Whether the target or a public acts here, also through a verb that lacks a subject."""
        clause = self.clauses[place]
        start = self.clauses[clause.parent].start if clause.link == REL else clause.start
        if agents.theirs(self.text, start, hit.start, self.countries) or agents.others(
            self.text, start, hit.start
        ):
            return True
        if not place or not _LINKED.fullmatch(self.text, start, hit.start):
            return False
        before = self.clauses[place - 1]
        verb = _VERB.search(self.text, before.start, before.end)
        subject_end = verb.start() if verb else before.end
        if agents.ours(self.text[before.start : subject_end]):
            return False
        return any(before.start <= h.start and h.end <= subject_end for h in self.countries)

    def _ours(self, hit: Hit, place: int) -> bool:
        """Whether our side does it, and does not ask the target to: "we urge X to suspend"."""
        if any(
            cue.code == "demand" and cue.end <= hit.start and where == place
            for cue, where in self.cues
        ):
            return False
        clause = self.clauses[place]
        start = clause.start
        while place and self.clauses[place].link != "head" and start > self.said.start:
            if agents.ours(self.text[start : hit.start]):
                return True
            place -= 1
            start = self.clauses[place].start
        return agents.ours(self.text[start : hit.start])

    def _elsewhere(self, hit: Hit) -> bool:
        """Whether the cost falls on another country than the sentence is about."""
        if not self.specific:
            return False
        for other in self.said.hits:
            if other.kind == "target" and 0 <= other.start - hit.end <= 25:
                between = self.text[hit.end : other.start]
                if _UPON.match(between) and other.code not in self.said.targets:
                    return True
        return False

    def _beside(self, hit: Hit, place: int) -> bool:
        """Whether a noun such as "sanctions" only stands in a list of things talked about."""
        clause = self.clauses[place]
        names = self._cue("name", place)
        if names is None or names.start > hit.start:
            return False
        return not any(
            "," not in self.text[min(hit.end, i.end) : max(hit.start, i.start)]
            for i in self.said.issues
            if has_level(i.issue) and clause.start <= i.start < clause.end
        )

    def _general(self, place: int) -> bool:
        clause = self.clauses[place]
        return not self.specific and bool(_EVERYWHERE.search(self.text, clause.start, clause.end))

    def _checkable(self, after: int, place: int) -> bool:
        return any(
            hit.code == "checkable" and hit.end > after and where in (place, place + 1)
            for hit, where in self.cues
        )

    def _effort(self, hit: Hit, place: int) -> bool:
        return any(
            cue.code == "effort" and where == place and cue.start < hit.start
            for cue, where in self.cues
        )

    def _welcomed(self, hit: Hit, place: int) -> bool:
        clause = self.clauses[place]
        return bool(
            _WELCOME.search(self.text, clause.start, hit.start)
            and _RELIEF.search(self.text, clause.start, clause.end)
        )

    def _worth(self, place: int) -> bool:
        value = self._cue("value", place)
        if value is not None and self.said.role is Role.JOURNALIST:
            return not _THOUGHT.match(value.term)  # "does he believe", asked, values nothing
        return value is not None

    def _cue(self, code: str, place: int) -> Hit | None:
        for hit, where in self.cues:
            if hit.code == code and (where == place or governs(self.clauses, where, place)):
                return hit
        return None

    def _hedged(self, place: int) -> bool:
        clause = self.clauses[place]
        return any(
            hit.kind == "soft" and hit.code == "HEDGE" and clause.start <= hit.start < clause.end
            for hit in self.said.hits
        )

    def _asks(self) -> bool:
        return bool(_QUESTION.search(self.text, self.said.start, self.said.end))

    def _mode(self, act: Act) -> str:
        if not act.spoken or act.level < CONCERN:
            return ""
        clause = self.clauses[act.clause]
        before = self.text[max(clause.start, act.start - 25) : act.start]
        word = self.text[act.start : act.end].split()[0].lower()
        if _STATE_OF.search(before):
            return PERFORMED if not re.search(r"\b(?:was|were|been)\b", before, re.I) else REPORTED
        if word.endswith("ed") or word in _PAST or _PERFECT.search(before):
            return REPORTED
        return PERFORMED


def _with_level(hit: IssueHit, level: int) -> IssueHit:
    return IssueHit(hit.issue, hit.start, hit.end, hit.tier, hit.term, level)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


_I = re.IGNORECASE
_POINTS_BACK = re.compile(r"\b(?:it|them|this|that|these|those|such|him|her)\b", _I)
_MUST = re.compile(
    r"\b(?:must|should|ought to|ha(?:s|ve) to|(?<!the )(?<!no )(?<!any )needs? to|is obliged to|are obliged to|"
    r"had better|(?:has|have) (?:a|an|the) (?:\w+ )?(?:duty|obligation|responsibility) to|"
    r"(?:is|are) obligated to)\b",
    _I,
)
_WE = re.compile(r"\b(?:we|i|us|our|ourselves|the united states|america|president \w+|who)\b", _I)
_THEY = re.compile(
    r"\b(?:they|you|he|she|those|perpetrators|regime|junta|authorities|government|military|"
    r"leaders|leadership|officials|parties|sides|detainees|prisoners|forces|taliban|rulers|police)\b",
    _I,
)
_EVERY = re.compile(
    r"\b(?:all|every|other|each) (?:countries|states|nations|governments|country|state|nation|"
    r"government|member|actors|of us)|\b(?:governments|states|countries|nations|democracies|member "
    r"states|the international community|the world|companies|businesses|the council|"
    r"the united nations|everyone|no one|nobody|the security council|the general assembly)\b",
    _I,
)
_EVERYONE = re.compile(
    r"\s*(?:on|upon|for|that|to)?\s*(?:the\s+)?(?:(?:all|every|other|each|our|fellow|more)\s+"
    r"(?:\w+\s+)?)?(?:countries|states|nations|governments|country|member states|members|"
    r"international community|world leaders|world|democracies|partners|allies|companies|businesses|"
    r"congress|parliament|council|security council|united nations|human rights council|everyone|"
    r"people|us|ourselves|private sector|the u\.?n\.?)\b",
    _I,
)
_EVERYONE_IN = re.compile(
    r"\b(?:(?:all|every|other) (?:countries|states|nations|governments|country)|democracies|"
    r"member states|the international community|companies|congress)\b",
    _I,
)
_EVERYWHERE = re.compile(
    r"\b(?:all forms|any form|in all its forms|wherever|anywhere|everywhere|around the world|"
    r"across the (?:world|globe)|worldwide|globally|any country|all countries|governments|"
    r"no matter where|those who|in any form|against any)\b",
    _I,
)
_DEMANDED = re.compile(
    r"(?:\s+\S+){0,6}?\s+(?:military|regime|government|authorities|junta|end|stop|halt|cease|restor\w+|"
    r"releas\w+|respect\w*|immediate\w*|accountab\w+|account|justice|access|investigat\w+|free and fair|"
    r"lift\w*|return|refrain\w*)\b",
    _I,
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|may|might|possible|potential|alleged|any|whether|if|risks? of|prevent\w*|"
    r"convention|tribunal|museum|memorial|remembrance|remember\w*|investigat\w+|evidence|"
    r"commemorat\w+|1[89]\d\d|armenian|rwanda\w*|srebrenica|holodomor|khmer|anniversary|holocaust|determin\w+ whether|amount to|charge[sd]? of)\b",
    _I,
)
_ABUSERS = re.compile(
    r"\b(?:regimes?|dictators?|autocrats?|authoritarian\w*|repressive|governments|leaders|foreign "
    r"actors?|foreign governments?|actors|abusers|tyrants?|strongmen|oppressors?|rulers|"
    r"state actors|perpetrators|those who)\b",
    _I,
)
_THOUGHT = re.compile(r"believe|important|importance|priorit|commit|support")
_FELT = re.compile(  # "it is alarming that such a state should have these weapons"
    r"\b(?:alarm\w*|concern\w*|surpris\w*|regret\w*|shock\w*|outrag\w*|disgrac\w*|wrong|absurd|"
    r"unacceptable|sad|tragic|ironic|strange|appalling|shameful) that\b",
    _I,
)
_ABLE = re.compile(r"\s+(?:\w+\s+)?be (?:able|free|allowed|permitted) to\b", _I)
_STATE = re.compile(
    r"\s+(?:\w+\s+)?be (?:at the|part of|a\b|an\b|the\b|our\b|central|clear|on\b|in\b|no\b)", _I
)
_VERB = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|must|should|can|continues?|\w{3,}ed|said|met|spoke)\b",
    _I,
)
_PASSIVE = re.compile(
    r"\s+(?:not\s+)?(?:\w+ly\s+)?(?:be\s+(?:\w+ly\s+)?(?:\w+ed|held|met|brought|free|given|put|kept|made|"
    r"let|heard|shown)|end|stop|cease|come to an end)\b",
    _I,
)
_LINKED = re.compile(r"\W*(?:and|but|or|they)?\W*(?:also|then|again|\w+ly)?\W*", _I)
_UPON = re.compile(r"\s+(?:on|against|upon|to|for)\s+(?:the\s+)?", _I)
_WELCOME = re.compile(r"\b(?:welcom|commend|applaud|congratulat|prais|pleased|glad|encouraged)", _I)
_RELIEF = re.compile(
    r"\b(?:releas\w+|lifting|lifted|end(?:ed|ing)?|abolition|abolish\w*|pardon\w*|acquit\w*|freed|"
    r"commut\w+|reform\w*|progress|steps?|improve\w*|efforts?|decision|commitment\w*|ratif\w+|"
    r"moratorium)\b",
    _I,
)
_QUESTION = re.compile(
    r"\?|\b(?:question|follow[- ]?up|wondering|wanted to ask|want to ask|i[’']d like to ask|ask you)\b",
    _I,
)
_TO = re.compile(r"\s(?:to|not to)\s", _I)
_TO_RAISE = re.compile(r"^(?:concern: (?:rais|br)|pointed)")
_VERBS = re.compile(
    r"(?:condemn|denounc|deplor|decr|abhor|reject|oppos|repudiat|rebuk|censur|cannot|can't|won't|will|"
    r"not|never|do |does |no |strong|firmly|formally|summon|lodged|turn)"
)
_NOUNS = re.compile(
    r"(?:demands?|requests?|recommend\w*|calls? (?:for|to)|appeals? (?:for|to))\b", _I
)
_OWNED = re.compile(
    r"\b(?:the|their|his|her|a|an|these|those|any|such|of|up|for|by|with|many|growing|legitimate|"
    r"that|this|it|which|situation|decency|dignity|justice|law|crisis|challenge|responsibility|"
    r"charter|conscience|humanity)\s+(?:(?:popular|public|just|own|pent|also|\w+ly)\s+)?$",
    _I,
)
_RENEWED = re.compile(r"\b(?:reiterat|renew|repeat|join|echo|support|made?|mak|add)\w*\b", _I)
_GENTLE = re.compile(  # "to consider ratifying", "to continue its reforms"
    r"(?:\s+(?!and\b)[\w’'-]+){0,7}?,?\s+(?:consider\w*|continu\w+|maintain\w*|pursu\w+|persever\w+|"
    r"keep(?:ing)? up|examin\w+|study|explor\w+|envisag\w+|reflect\w* (?:on|upon))\s(?!and\b)",
    _I,
)
_COMPLEMENT = re.compile(r"\b(?:to|that)\s", _I)
_GOES_ON = re.compile(
    r"\W*(?:and|or)\s+(?:\w+ly\s+|also\s+)?(?:continue|accept|address|allow|ask|commit|confirm|consult|"
    r"declare|encourage|ensure|explain|express|join|launch|offer|recognise|recognize|renew|resolve|"
    r"review|state|support|work|make)\s",
    _I,
)
_SUFFERED = re.compile(
    r"(?:pay|fac|not in|suffer|be |will be|ha[sv]e?|denied|ineligible)"
)  # their part of a cost
_FRAGMENT = re.compile(r"(?:\S+\s+){0,5}\S+\?", _I)
_STATE_OF = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|remain|remains|[’']m|[’']re|[’']s)\s+(?:\w+\s+){0,3}$",
    _I,
)
_PERFECT = re.compile(r"\b(?:has|have|had|did|[’']ve)\s+(?:\w+\s+){0,3}$", _I)
_PAST = frozenset(("spoke", "brought", "made", "drew", "took", "fell", "held", "shone", "spoken"))
_RULES = {
    "cost": _Sentence._cost,
    "cost_own": _Sentence._cost_own,
    "condemn": _Sentence._condemn,
    "condemn_own": _Sentence._condemn_own,
    "crime": _Sentence._crime,
    "account": _Sentence._account,
    "demand": _Sentence._demand,
    "concern": _Sentence._concern,
    "pointed": _Sentence._pointed,
    "abuse": _Sentence._abuse,
    "ill": _Sentence._ill,
    "wrong": _Sentence._wrong,
}
