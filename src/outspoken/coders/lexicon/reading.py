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
from outspoken.coders.lexicon.prompted import Prompt, answers, prompts, short_answers
from outspoken.coders.lexicon.softening import soften
from outspoken.coders.lexicon.specificity import specificity
from outspoken.coders.lexicon.target import Targets
from outspoken.coders.lexicon.utterance import Utterance, has_level, is_rights
from outspoken.model import Coding, IssueHit, Passage, RuleHit, Soft
from outspoken.world import World

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
        self._targets = Targets(passage, hits, world)
        self._resolved: dict[int, tuple[tuple[str, ...], RuleHit]] = {}
        self._short = {one.at: one for one in short_answers(self._sentences, issues)}
        self._rights_turns = {
            self._sentences[i].turn
            for i, own in issues.items()
            if any(is_rights(hit.issue) for hit in own)
        }

    def codings(self) -> Iterator[Coding]:
        """The sentences about which there is something to say, in order."""
        for i in sorted({*self._issues, *self._short, *self._euphemisms(), *self._naming_cases()}):
            coding = self._short_answer(i) if i in self._short else self._coding(i)
            if coding.issues or coding.soft or coding.cases:
                yield coding

    # ------------------------------------------------------------------ which sentences

    def _euphemisms(self) -> Iterator[int]:
        for i in self._hits.sentences("soft"):
            if self._sentences[i].turn in self._rights_turns or i in self._issues:
                continue
            if any(h.kind == "soft" and h.code == Soft.EUPHEMISM for h in self._hits.of(i)):
                yield i

    def _naming_cases(self) -> Iterator[int]:
        for i in self._hits.sentences("target"):
            if any(h.kind == "target" and h.tier == "case" for h in self._hits.of(i)):
                yield i

    # ------------------------------------------------------------------ one sentence

    def _coding(self, i: int) -> Coding:
        sentence = self._sentences[i]
        said = self._said(i)
        rights = any(is_rights(hit.issue) for hit in said.issues)
        rules: list[RuleHit] = []
        firm = Firm(None, tuple(said.issues))
        if any(has_level(hit.issue) for hit in said.issues):
            firm = judge(said)
            rules += firm.rules
        before, after = self._beside(i - 1, i), self._beside(i + 1, i)
        soft = soften(
            said,
            firm.level,
            before=before,
            after=after,
            rights_in_turn=sentence.turn in self._rights_turns,
        )
        linked = link(said, after)
        names, shown = cases(self._passage.text, said.hits, self._world, self._on)
        specific = specificity(said, names)
        rules += [*soft.rules, *linked.rules, *shown, *specific]
        prompt = self._prompts.get(i, Prompt())
        answered = self._answers.get(i)
        targets: tuple[str, ...] = ()
        if said.issues or soft.flags:
            targets, rule = self._target(i)
            rules.insert(0, rule)
        if prompt.narrow or prompt.wide:
            rules.append(self._bare("prompted", "the nearest question names it", i))
        if answered is not None and rights:
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
        targets = {
            i: self._target(i)[0]
            for i, own in self._issues.items()
            if any(is_rights(hit.issue) for hit in own)
        }
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
