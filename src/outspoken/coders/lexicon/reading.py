"""One document under the lexicon: what each rule finds, held once, so that later rules can ask.

Issues are found for the whole document first. All that costs more is asked only of sentences that
have something to answer for: an issue, a euphemism, a case, a short answer to a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from outspoken.codebook.matcher import Hits
from outspoken.coders.lexicon.cases import cases
from outspoken.coders.lexicon.firmness import Firm, judge
from outspoken.coders.lexicon.issues import one_each
from outspoken.coders.lexicon.linkage import link
from outspoken.coders.lexicon.prompted import (
    ASKING,
    Prompt,
    ShortAnswer,
    answers,
    prompts,
    short_answers,
)
from outspoken.coders.lexicon.softening import NOT_SOFT, soften
from outspoken.coders.lexicon.specificity import specificity
from outspoken.coders.lexicon.target import Targets
from outspoken.coders.lexicon.ties import NO_LINK
from outspoken.coders.lexicon.utterance import Utterance, has_level, is_rights
from outspoken.model import Coding, IssueHit, Passage, RuleHit, Soft
from outspoken.world import World

NEVER = Prompt()
ANSWER = "answer"
"""The tier of an issue that a short answer takes from its question; the answer is its span."""


class Reading:
    """The codings of one passage, from the matcher's hits and the issues found in them."""

    def __init__(
        self, passage: Passage, hits: Hits, issues: dict[int, list[IssueHit]], world: World
    ) -> None:
        self._passage, self._sentences = passage, passage.sentences
        self._hits, self._world = hits, world
        self._issues = issues
        self._targets = Targets(passage, hits.sentences("target"), hits.of, world)
        self._resolved: dict[int, tuple[tuple[str, ...], RuleHit]] = {}
        self._rights = {i for i, own in issues.items() if any(is_rights(hit.issue) for hit in own)}
        self._rights_turns = {self._sentences[i].turn for i in self._rights}
        self._short: dict[int, ShortAnswer] = {}
        if any(self._sentences[i].role in ASKING for i in self._rights):
            self._short = {one.at: one for one in short_answers(self._sentences, issues)}

    def codings(self) -> Iterator[Coding]:
        """The sentences about which there is something to say, in order."""
        for i in sorted({*self._issues, *self._short, *self._alluding, *self._cases}):
            if i in self._short:
                yield self._short_answer(i)
            elif self._plain(i):
                yield self._plainly(i)
            else:
                coding = self._coding(i)
                if coding.issues or coding.soft or coding.cases:
                    yield coding

    # ------------------------------------------------------------------ which sentences

    def _plain(self, i: int) -> bool:
        """Whether only the target is to be found: issues without a level, nothing alluded to."""
        return (
            i in self._issues
            and not any(has_level(hit.issue) for hit in self._issues[i])
            and i not in self._alluding
            and i not in self._cases
        )

    @cached_property
    def _alluding(self) -> frozenset[int]:
        """Sentences with a euphemism, in turns that never name rights."""
        return frozenset(
            i
            for i in self._hits.sentences("soft")
            if self._sentences[i].turn not in self._rights_turns
            and any(h.kind == "soft" and h.code == Soft.EUPHEMISM for h in self._hits.of(i))
        )

    @cached_property
    def _cases(self) -> frozenset[int]:
        return frozenset(
            i
            for i in self._hits.sentences("target")
            if any(h.kind == "target" and h.tier == "case" for h in self._hits.of(i))
        )

    # ------------------------------------------------------------------ one sentence

    def _plainly(self, i: int) -> Coding:
        sentence = self._sentences[i]
        targets, rule = self._target(i)
        return Coding(
            n=sentence.n,
            start=sentence.start,
            end=sentence.end,
            issues=one_each(self._issues[i]),
            target=targets,
            rules=(rule,),
        )

    def _coding(self, i: int) -> Coding:
        sentence = self._sentences[i]
        said = self._said(i)
        rights = i in self._rights
        rules: list[RuleHit] = []
        firm = Firm(None, tuple(said.issues))
        if any(has_level(hit.issue) for hit in said.issues):
            firm = judge(said)
            rules += firm.rules
        soft, linked = NOT_SOFT, NO_LINK
        if rights or i in self._alluding:
            before, after = self._beside(i - 1, i), self._beside(i + 1, i)
            in_turn = sentence.turn in self._rights_turns
            soft = soften(said, firm.level, before=before, after=after, rights_in_turn=in_turn)
            linked = link(said, after)
        names, shown = cases(said, self._world, self._on, rights=rights)
        specific = specificity(said, names) if rights else ()
        rules += [*soft.rules, *linked.rules, *shown, *specific]
        prompt = self._prompts.get(i, NEVER) if rights else NEVER
        answered = self._answers.get(i) if rights and sentence.role in ASKING else None
        targets: tuple[str, ...] = ()
        if said.issues or soft.flags:
            targets, rule = self._target(i)
            rules.insert(0, rule)
        if prompt.narrow or prompt.wide:
            rules.append(self._bare("prompted", "the nearest question names it", i))
        if answered is not None:
            rules.append(
                self._bare("answered", "the answer names it" if answered else "not taken up", i)
            )
        return Coding(
            n=sentence.n,
            start=sentence.start,
            end=sentence.end,
            issues=_firmest(firm.issues),
            target=targets,
            firmness=firm.level,
            mode=firm.mode,
            voice=firm.voice,
            disclaimed=firm.disclaimed,
            linkage=linked.linkage,
            soft=soft.flags,
            cases=names,
            specificity=len(specific),
            prompted=prompt.narrow,
            prompted_wide=prompt.wide,
            answered=answered,
            rules=tuple(rules),
        )

    def _short_answer(self, i: int) -> Coding:
        """ "Yes." to a question on rights: the question's issue and target, firmness 0."""
        sentence, short = self._sentences[i], self._short[i]
        targets, rule = self._target(short.asked)
        return Coding(
            n=sentence.n,
            start=sentence.start,
            end=sentence.end,
            issues=tuple(
                IssueHit(issue, sentence.start, sentence.end, ANSWER, "", 0)
                for issue in short.issues
            ),
            target=targets,
            firmness=0,
            prompted=True,
            prompted_wide=True,
            rules=(
                replace(rule, rule=f"of the question: {rule.rule}"),
                RuleHit("firmness", "a short answer", sentence.start, sentence.end),
                self._bare("prompted", "a short answer takes the question's issue", i),
            ),
        )

    # ------------------------------------------------------------------ what the rules see

    def _said(self, i: int) -> Utterance:
        passage, sentence = self._passage, self._sentences[i]
        issues = self._issues.get(i, ())
        return Utterance(
            passage.text,
            sentence.start,
            sentence.end,
            issues,
            self._target(i)[0],
            self._hits.of(i),
            sentence.role,
            passage.metadata.genre,
            self._targets.setting.home,
            sentence.quoted,
        )

    def _beside(self, j: int, i: int) -> Utterance | None:
        """The sentence `j` where it is of the same turn as `i`; its target is not asked for."""
        if not 0 <= j < len(self._sentences):
            return None
        other = self._sentences[j]
        if other.turn != self._sentences[i].turn:
            return None
        return Utterance(
            self._passage.text,
            other.start,
            other.end,
            self._issues.get(j, ()),
            (),
            self._hits.of(j),
            other.role,
            self._passage.metadata.genre,
            self._targets.setting.home,
            other.quoted,
        )

    def _target(self, i: int) -> tuple[tuple[str, ...], RuleHit]:
        found = self._resolved.get(i)
        if found is None:
            found = self._targets.resolve(i, self._issues.get(i, ()))
            self._resolved[i] = found
        return found

    @cached_property
    def _on(self) -> date | None:
        metadata = self._passage.metadata
        return metadata.event_date or metadata.published_on

    @cached_property
    def _prompts(self) -> dict[int, Prompt]:
        return prompts(self._sentences, self._issues, self._passage.metadata.genre)

    @cached_property
    def _answers(self) -> dict[int, bool]:
        targets = {i: self._target(i)[0] for i in self._rights}
        return answers(self._sentences, self._issues, targets)

    def _bare(self, field: str, rule: str, i: int) -> RuleHit:
        return RuleHit(field, rule, self._sentences[i].start, self._sentences[i].start)


def _firmest(hits: Sequence[IssueHit]) -> tuple[IssueHit, ...]:
    """One hit for each issue, with the highest level of all hits of the issue."""
    levels: dict[str, int] = {}
    for hit in hits:
        if hit.firmness is not None:
            levels[hit.issue] = max(hit.firmness, levels.get(hit.issue, 0))
    return tuple(
        replace(hit, firmness=levels[hit.issue]) if hit.issue in levels else hit
        for hit in one_each(hits)
    )
