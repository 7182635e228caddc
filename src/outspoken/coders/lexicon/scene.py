"""The scene of a sentence: its clauses, the words that act in them, and who acts on whom.

What the rules of `acts` ask before a word counts: does our side say it, does the target do it, does
it fall on another country, is it hedged, welcomed, only listed?
"""

from __future__ import annotations

import re

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon import agents
from outspoken.coders.lexicon.clauses import REL, clause_of, governs, split
from outspoken.coders.lexicon.utterance import Utterance, has_level, named
from outspoken.model import Role


class Scene:
    """One sentence with its clauses; `cues` are its words about firmness, each with its clause."""

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
            and not any(v.start <= hit.start < v.end for v in void)
        ]
        self.countries = [h for h in said.hits if h.kind == "target" and h.code in said.targets]
        self.third = (
            None
            if said.role is Role.JOURNALIST
            else agents.attributed(said.text, said.start, said.end)
        )

    def theirs(self, hit: Hit, place: int) -> bool:
        """Whether the target or a public acts here, also through a verb that lacks a subject."""
        clause = self.clauses[place]
        start = self.clauses[clause.parent].start if clause.link == REL else clause.start
        if agents.theirs(self.text, start, hit.start, self.countries) or agents.others(
            self.text, start, hit.start
        ):
            return True
        if not place or not LINKED.fullmatch(self.text, start, hit.start):
            return False
        before = self.clauses[place - 1]
        verb = _VERB.search(self.text, before.start, before.end)
        subject_end = verb.start() if verb else before.end
        if agents.ours(self.text[before.start : subject_end]):
            return False
        return any(before.start <= h.start and h.end <= subject_end for h in self.countries)

    def ours(self, hit: Hit, place: int) -> bool:
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

    def elsewhere(self, hit: Hit) -> bool:
        """Whether the cost falls on another country than the sentence is about."""
        if not self.specific:
            return False
        for other in self.said.hits:
            if other.kind == "target" and 0 <= other.start - hit.end <= 25:
                between = self.text[hit.end : other.start]
                if _UPON.match(between) and other.code not in self.said.targets:
                    return True
        return False

    def beside(self, hit: Hit, place: int) -> bool:
        """Whether a noun such as "sanctions" only stands in a list of things talked about."""
        clause = self.clauses[place]
        names = self.cue("name", place)
        if names is None or names.start > hit.start:
            return False
        return not any(
            "," not in self.text[min(hit.end, i.end) : max(hit.start, i.start)]
            for i in self.said.issues
            if has_level(i.issue) and clause.start <= i.start < clause.end
        )

    def general(self, place: int) -> bool:
        """Whether the clause is about anywhere and everyone, and no country is named."""
        clause = self.clauses[place]
        return not self.specific and bool(_EVERYWHERE.search(self.text, clause.start, clause.end))

    def checkable(self, after: int, place: int) -> bool:
        """Whether an act that can be checked is asked for after this offset."""
        return any(
            hit.code == "checkable" and hit.end > after and where in (place, place + 1)
            for hit, where in self.cues
        )

    def alone(self, place: int) -> bool:
        """Whether the clause names no issue of its own: what it judges is judged for the sentence."""
        clause = self.clauses[place]
        return not any(clause.start <= hit.start < clause.end for hit in self.said.issues)

    def effort(self, hit: Hit, place: int) -> bool:
        """Whether the ill is fought, not reported: "combating corruption"."""
        return any(
            cue.code == "effort" and where == place and cue.start < hit.start
            for cue, where in self.cues
        )

    def welcomed(self, hit: Hit, place: int) -> bool:
        """Whether the end of an abuse is welcomed: "we welcome the release"."""
        clause = self.clauses[place]
        return bool(
            _WELCOME.search(self.text, clause.start, hit.start)
            and _RELIEF.search(self.text, clause.start, clause.end)
        )

    def worth(self, place: int) -> bool:
        """Whether a word of value speaks about this clause."""
        value = self.cue("value", place)
        if value is not None and self.said.role is Role.JOURNALIST:
            return not _THOUGHT.match(value.term)  # "does he believe", asked, values nothing
        return value is not None

    def cue(self, code: str, place: int) -> Hit | None:
        """The first word of this kind that speaks about the clause."""
        for hit, where in self.cues:
            if hit.code == code and (where == place or governs(self.clauses, where, place)):
                return hit
        return None

    def hedged(self, place: int) -> bool:
        """Whether a hedge stands in the clause."""
        clause = self.clauses[place]
        return any(
            hit.kind == "soft" and hit.code == "HEDGE" and clause.start <= hit.start < clause.end
            for hit in self.said.hits
        )

    def asks(self) -> bool:
        """Whether the sentence is a question."""
        return bool(_QUESTION.search(self.text, self.said.start, self.said.end))


_I = re.IGNORECASE
_EVERYWHERE = re.compile(
    r"\b(?:all forms|any form|in all its forms|wherever|anywhere|everywhere|around the world|"
    r"across the (?:world|globe)|worldwide|globally|any country|all countries|governments|"
    r"no matter where|those who|in any form|against any)\b",
    _I,
)
_THOUGHT = re.compile(r"believe|important|importance|priorit|commit|support")
_VERB = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|must|should|can|continues?|\w{3,}ed|said|met|spoke)\b",
    _I,
)
LINKED = re.compile(r"\W*(?:and|but|or|they)?\W*(?:also|then|again|\w+ly)?\W*", _I)
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
