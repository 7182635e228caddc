"""Acts: what each word about firmness does in its sentence, after its conditions (method, 2.3).

A rule for each kind of word gives an act its level, or none: "condemn" by our side is a
condemnation, by the target it is nothing; "sanctions" on another country are no cost here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from outspoken.codebook.matcher import Hit
from outspoken.coders.lexicon import agents
from outspoken.coders.lexicon.act import CONCERN, CONDEMN, COST, DEMAND, VALUE, Act
from outspoken.coders.lexicon.clauses import Clause
from outspoken.coders.lexicon.duties import duties
from outspoken.coders.lexicon.scene import Scene
from outspoken.coders.lexicon.utterance import is_rights
from outspoken.model import GENERIC

NEAR = 2  # words between a negation and the fact it denies


def acts_of(scene: Scene) -> list[Act]:
    """Every act of a sentence."""
    acts: list[Act | None] = []
    for hit, place in scene.cues:
        rule = _RULES.get(hit.code)
        if rule is not None:
            acts.append(rule(scene, hit, place))
    acts += duties(scene)
    return [act for act in acts if act is not None]


def _act(scene: Scene, level: int, hit: Hit, place: int, *, spoken: bool = True) -> Act:
    """An act of this level, less what weakens it."""
    start = scene.clauses[place].start
    if spoken and (agents.weakened(scene.text, start, hit.start) or scene.hedged(place)):
        level = max(level - 1, VALUE)
    refused = agents.negated(scene.text, start, hit.start, hit.end, 7 if spoken else NEAR)
    return Act(level, f"{hit.code}: {hit.term}", hit.start, hit.end, place, spoken, refused)


def _cost(scene: Scene, hit: Hit, place: int) -> Act | None:
    if scene.elsewhere(hit) or scene.beside(hit, place):
        return None
    if scene.theirs(hit, place) and not _SUFFERED.match(hit.term):
        return _described(scene, hit, place)
    asked = _asked_for(scene, hit, place)
    if asked is not None:  # a cost that others are asked to impose; or the target's own law
        return _act(scene, CONDEMN, hit, place) if asked else None
    return _act(scene, COST, hit, place)


def _asked_for(scene: Scene, hit: Hit, place: int) -> bool | None:
    """Whether a demand for this is put to others (True) or to the target (False), if any is."""
    for cue, where in scene.cues:
        if cue.code != "demand" or where != place or cue.end > hit.start:
            continue
        if _EVERYONE.match(scene.text, cue.end, hit.start):
            return True
        if _COMPLEMENT.search(scene.text, cue.start, hit.start):
            return False
    return None


def _cost_own(scene: Scene, hit: Hit, place: int) -> Act | None:
    if (
        not scene.specific
        or not scene.ours(hit, place)
        or scene.theirs(hit, place)
        or scene.elsewhere(hit)
    ):
        return None
    return _act(scene, COST, hit, place)


def _condemn(scene: Scene, hit: Hit, place: int) -> Act | None:
    owned = scene.text[max(0, hit.start - 3) : hit.start].endswith(("'s ", "’s ", "s' ", "s’ "))
    if not owned and scene.theirs(hit, place):  # but "the regime's unacceptable ban" is our word
        return None
    start = scene.clauses[place].start
    attribute = not _VERBS.match(hit.term) and not STATE_OF.search(scene.text, start, hit.start)
    mild = scene.general(place) or (
        not scene.specific and (attribute or _ADJECTIVES.match(hit.term) is not None)
    )
    return _act(scene, CONCERN if mild else CONDEMN, hit, place)


def _condemn_own(scene: Scene, hit: Hit, place: int) -> Act | None:
    return _condemn(scene, hit, place) if scene.ours(hit, place) else None


def _crime(scene: Scene, hit: Hit, place: int) -> Act | None:
    clause = scene.clauses[place]
    if not scene.specific or scene.effort(hit, place):
        return None
    if _in_a_name(scene, hit) or _SUPPOSED.search(
        scene.text, max(clause.start, hit.start - 60), min(hit.end + 25, clause.end)
    ):
        return _act(scene, CONCERN, hit, place, spoken=False)
    return _act(scene, CONDEMN, hit, place, spoken=False)


def _account(scene: Scene, hit: Hit, place: int) -> Act | None:
    if not scene.specific or scene.theirs(hit, place):
        return None
    if _FOR_WAR.match(scene.text, hit.end) and not _ANSWERED & {i.issue for i in scene.said.issues}:
        return None
    if hit.term.endswith(" for") and not scene.cue("demand", place):
        return _act(scene, CONCERN, hit, place)
    if _HOLDING.match(scene.text, hit.start) and scene.ours(hit, place):
        return _act(scene, COST, hit, place)  # "we are holding the regime accountable"
    wanted = hit.term.startswith("held") and _WANTED.search(
        scene.text, scene.clauses[place].start, hit.start
    )
    return _act(scene, DEMAND if wanted else CONDEMN, hit, place)


def _demand(scene: Scene, hit: Hit, place: int) -> Act | None:
    clause = scene.clauses[place]
    if scene.theirs(hit, place) or _noun(scene, hit, clause):
        return None
    if _ASKED.search(scene.text, clause.start, hit.start) and scene.ours(hit, place):
        return None  # "the task that we are called upon to perform"
    if hit.term == "demanding" and not scene.ours(hit, place):
        return None  # "the crowds who came demanding democracy"
    if hit.term.endswith(" to") and not _TO.search(
        scene.text, hit.start + 3, min(hit.end + 50, clause.end)
    ):
        return None  # "to encourage dialogue" asks nobody
    if hit.term.startswith(("the need", "need for")) and not (
        scene.specific and _DEMANDED.match(scene.text, hit.end, clause.end)
    ):
        return None
    if _EVERYONE.match(scene.text, hit.end, clause.end) or _EVERYONE_IN.search(
        scene.text, hit.start, hit.end
    ):
        return _act(scene, CONCERN, hit, place)
    act = _act(scene, DEMAND if tuple(scene.said.targets) != (GENERIC,) else CONCERN, hit, place)
    gentle = _GENTLE.match(scene.text, hit.end, clause.end)
    if gentle and not (_INSISTS.match(hit.term) and _GOES_ON_WITH.search(gentle[0])):
        act = act._replace(level=max(act.level - 1, VALUE), rule=f"{act.rule}, gently")
    if scene.checkable(hit.end, place):
        act = act._replace(level=act.level + 1, rule=f"{act.rule}, checkable")
    return act


def _noun(scene: Scene, hit: Hit, clause: Clause) -> bool:
    """Whether the cue is a thing, not an act: "their demands", "the situation calls for"."""
    if _DEMANDS.match(scene.text, hit.start):
        return True
    if not _NOUNS.match(scene.text, hit.start, hit.end):
        return False
    return bool(
        _OWNED.search(scene.text, clause.start, hit.start)
        and not _RENEWED.search(scene.text, clause.start, hit.start)
    )


def _concern(scene: Scene, hit: Hit, place: int) -> Act | None:
    if scene.theirs(hit, place):
        return None
    return _act(scene, CONCERN, hit, place)


def _pointed(scene: Scene, hit: Hit, place: int) -> Act | None:
    return _concern(scene, hit, place) if scene.specific else None


def _abuse(scene: Scene, hit: Hit, place: int) -> Act | None:
    if agents.negated(scene.text, scene.clauses[place].start, hit.start, hit.end, NEAR):
        return None
    if scene.welcomed(hit, place) or (hit.code == "abuse" and _fought(scene, hit, place)):
        return None
    if not scene.specific and (
        scene.effort(hit, place)
        or not (
            _ABUSERS.search(scene.text, scene.said.start, scene.said.end)
            or _suffered(scene, hit, place)
        )
    ):
        return None
    return _described(scene, hit, place)


def _suffered(scene: Scene, hit: Hit, place: int) -> bool:
    """Whether it is told as done to people, wherever: "women are denied their rights"."""
    before = max(scene.clauses[place].start, hit.start - 30)
    return bool(
        hit.code == "abuse"
        and _SUFFER.search(scene.text, before, hit.start)
        and not _SUPPOSE.search(scene.text, scene.said.start, hit.start)
        and _DONE.match(scene.text, hit.start)
    )


def _in_a_name(scene: Scene, hit: Hit) -> bool:
    """Whether the word is part of the name of a law, body or programme."""
    return scene.text[hit.start].isupper() and bool(_BODY.match(scene.text, hit.end))


def _fought(scene: Scene, hit: Hit, place: int) -> bool:
    """Whether what is named is what an effort, a law or an office is against."""
    before = scene.text[max(scene.clauses[place].start, hit.start - 60) : hit.start]
    return _in_a_name(scene, hit) or bool(_AGAINST.search(before))


def _ill(scene: Scene, hit: Hit, place: int) -> Act | None:
    if scene.effort(hit, place) or scene.worth(place) or _in_a_name(scene, hit):
        return None
    if not scene.specific and not _LASTS.search(scene.text, scene.said.start, scene.said.end):
        return None
    names = scene.cue("name", place)
    if names is not None and names.start < hit.start:
        return None  # "we discussed corruption" judges nobody
    return _described(scene, hit, place)


def _wrong(scene: Scene, hit: Hit, place: int) -> Act | None:
    if all(is_rights(issue.issue) for issue in scene.said.issues):
        return None
    return _abuse(scene, hit, place)


def _described(scene: Scene, hit: Hit, place: int) -> Act:
    return Act(CONCERN, f"{hit.code}: {hit.term}", hit.start, hit.end, place, False)


_I = re.IGNORECASE
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
_ASKED = re.compile(r"\b(?:am|is|are|be|been|was|were) (?:\w+ly |also )?$", _I)
_HOLDING = re.compile(r"holding\b", _I)
_WANTED = re.compile(
    r"\b(?:must|should|have to|has to|need(?:s|ed)? to|ought to|to) (?:\w+ly )?be\b|\binsist\w*\b",
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
_SUFFER = re.compile(r"\b(?:are|were|is|was|been|being|still)\s+(?:\w+\s+){0,2}$", _I)
_SUPPOSE = re.compile(r"\b(?:when|whenever|where|wherever|if|unless|any|no|not|never|before)\b", _I)
_DONE = re.compile(
    r"(?:arrested|jailed|imprisoned|tortured|killed|murdered|executed|beaten|harassed|intimidated|silenced|"
    r"persecuted|oppressed|repressed|enslaved|raped|massacred|slaughtered|denied|deprived|censored|"
    r"violated|exploited|restricted|banned|detained|abducted|disappeared|forced|abused|trampled|eroded|"
    r"undermined|threatened|targeted|crushed|stifled|suppressed|curtailed)\b",
    _I,
)
_BODY = re.compile(
    r"(?:\s+(?:and|of|the|for|on|in)|,?\s+[A-Z][\w’'-]*){0,5}?\s+(?:Act|Bill|Law|Convention|Covenant|Commission\w*|"
    r"Committee|Council|Group|Initiative|Program\w*|Project|Task Force|Unit|Office|Fund|Strategy|Plan|"
    r"Cent(?:er|re)|Day|Week|Report|Summit|Declaration|Protocol|Tribunal|Court|Museum|Network|Alliance|"
    r"Partnership|Prosecutor|Rapporteur|Envoy|Ambassador)\b"
)
_AGAINST = re.compile(
    r"\b(?:(?:combat|counter|prevent|tackl|eradicat|eliminat|resolv|investigat|reduc|overcom|"
    r"fight)(?:s|e|es|ed|ing)?|fought|addressing|to address|(?:convention|declaration|law|act|campaign|fight|coalition|"
    r"programme?|strategy|task force|efforts?|commission|committee|prosecutor|day|alliance|action) "
    r"(?:against|on|for|to end|to stop|to prevent)|efforts? to \w+|helping \w+ (?:those )?who|"
    r"released|releasing|release of|(?:decision|decided|agreed|"
    r"agreement|agreeing|pledged|promised|moved) to release)(?:\s+(?!by\b|from\b|who\b|that\b|against\b)[\w’'-]+){0,5}\s*$",
    _I,
)
_ABUSERS = re.compile(
    r"\b(?:regimes?|dictators?|autocrats?|authoritarian\w*|repressive|governments|leaders|foreign "
    r"actors?|foreign governments?|actors|abusers|tyrants?|strongmen|oppressors?|rulers|"
    r"state actors|perpetrators|those who)\b",
    _I,
)
_LASTS = re.compile(
    r"\b(?:persist\w*|rising|on the rise|spread\w*|widespread|rampant|prevail\w*|prevalen\w+|pervasive|"
    r"growing|grows|surge\w*|continue to (?:exist|plague)|deep-?rooted|endemic|resurgen\w+)\b",
    _I,
)
_FOR_WAR = re.compile(
    r"\s+for (?:its|their|his|the|this) (?:\w+ ){0,2}(?:aggression|invasion|war|attack)\b", _I
)
_ANSWERED = frozenset({"HR_IMPUNITY", "HR_ATROCITY"})
_TO = re.compile(r"\s(?:to|not to)\s", _I)
_VERBS = re.compile(
    r"(?:condemn|denounc|deplor|decr|abhor|reject|oppos|repudiat|rebuk|censur|cannot|can't|won't|will|"
    r"not|never|do |does |no |strong|firmly|formally|summon|lodged|turn)"
)
_ADJECTIVES = re.compile(  # of anything anywhere: "sexual abuse is abhorrent"
    r"(?:abhorren|outrag|inexcus|unconsc|appall|horr|hein|egreg|repreh|despic|barb|atroc|shame|disgust|"
    r"repug|abom|shock|reject|oppos|intoler|illegit)"
)
_NOUNS = re.compile(
    r"(?:demands?|requests?|recommend\w*|calls? (?:for|to)|appeals? (?:for|to))\b", _I
)
_DEMANDS = re.compile(r"demands(?:\s+(?:for|of|from|on|and|to be|are|were|made)\b|\W*$|[,.;])", _I)
_OWNED = re.compile(
    r"\b(?:the|their|his|her|a|an|these|those|any|such|of|up|for|by|with|many|growing|legitimate|"
    r"that|this|it|which|situation|decency|dignity|justice|law|crisis|challenge|responsibility|"
    r"charter|conscience|humanity)\s+(?:(?:popular|public|just|own|pent|also|\w+ly)\s+)?$",
    _I,
)
_RENEWED = re.compile(r"\b(?:reiterat|renew|repeat|join|echo|support|made?|mak|add)\w*\b", _I)
_INSISTS = re.compile(r"urg|call|demand|press|insist")
_GOES_ON_WITH = re.compile(r"\b(?:continu|maintain|pursu|persever|keep)", _I)
_GENTLE = re.compile(  # "to consider ratifying", "to continue its reforms"
    r"(?:\s+(?!and\b)[\w’'-]+){0,7}?,?\s+(?:consider\w*|continu\w+|maintain\w*|pursu\w+|persever\w+|"
    r"keep(?:ing)? up|examin\w+|study|explor\w+|envisag\w+|reflect\w* (?:on|upon))\s(?!and\b)",
    _I,
)
_COMPLEMENT = re.compile(r"\b(?:to|that)\s", _I)
_SUFFERED = re.compile(
    r"(?:pay|fac|not in|suffer|be |will be|ha[sv]e?|denied|ineligible|suspended from|once suspended|"
    r"expulsion|ostraci|not be invited|disinvit|uninvit)"
)  # their part of a cost
STATE_OF = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|remain|remains|[’']m|[’']re|[’']s)\s+(?:\w+\s+){0,3}$",
    _I,
)
_RULES: dict[str, Callable[[Scene, Hit, int], Act | None]] = {
    "cost": _cost,
    "cost_own": _cost_own,
    "condemn": _condemn,
    "condemn_own": _condemn_own,
    "crime": _crime,
    "account": _account,
    "demand": _demand,
    "concern": _concern,
    "pointed": _pointed,
    "abuse": _abuse,
    "ill": _ill,
    "wrong": _wrong,
}
