"""Words that look like an issue and are none: each kind was met in the record. All sentences are ours.

`test_lexicon_issues.py` holds the rules one by one; here stand the traps that cost a reader of the
figures most, because they would put rights where nobody spoke of them, or hide that nobody did.
"""

from __future__ import annotations

import pytest

from outspoken import codebook
from outspoken.coders.lexicon.trial import Trial, surprises

RIGHTS_TRAPS = {
    "maritime law is no rule of law of a state": (
        "The ministers stressed the rule of law and freedom of navigation in the South China Sea."
    ),
    "a peaceful settlement is no state of law": (
        "They recalled the rule of law and the peaceful settlement of territorial disputes."
    ),
    "own nationals kept from leaving are a consular matter": (
        "She raised the cases of Australian citizens who are subject to exit bans in Kestria."
    ),
    "a plateau is no people": "Glaciers on the Tibetan Plateau feed the river.",
    "a sport's council shares the letters of a court": (
        "The ICC put off the cricket match in Lethe."
    ),
    "a surname begins like a faith": "Mr Ahmadinejad answered with a letter.",
    "faith in a person is no belief": "You were right to put your faith in this minister.",
    "laws are executed too": "He must see that the laws are faithfully executed.",
    "an officer's responsibility to protect is no doctrine": (
        "It is my responsibility to protect the work of the detectives."
    ),
    "a news agency's name": "The Associated Press lawsuit is two years old.",
    "soldiers who protect others": "These are the men and women that protect us at night.",
    "a commissioner's title": "I have spoken with the Human Rights Commissioner of the territory.",
    "a machine in a hospital": "The clinic bought two CAT scanners.",
    "a shares issue and a film's rights": "The studio bought the film rights.",
    "a committee of several parties": "The multi-party committee on water met twice.",
    "results are accounted for too": "We will hold every office accountable for its emissions.",
    "labour law in the other sense": "The right-to-work law passed the upper house.",
    "a reporter addressed": "That is a question for journalists like yourselves.",
    "the leader of a parliamentary opposition": "The Leader of the Opposition will speak at noon.",
    "a private school": "The private school expelled some girls in her class.",
    "a lottery of critics": "Our most ardent critics say that the sanctions work.",
    "a house in a market": "Home equity rose for the third year.",
    "law among states is no state of law": "We defend an international order based on the rule of law.",
    "praise of a judge": "Three nominees are experienced and devoted to the rule of law.",
    "courts at their daily work": "The fisheries plan has been held up in the courts since the arrest.",
    "a protocol on gases": "Kestria has ratified the protocol on greenhouse gases.",
    "instruments against weapons": "They carry out the international instruments on missiles.",
    "contracts and warrants are executed": "The search warrant was executed on Monday.",
    "a pill in a bill": "Nobody should hang a poison pill on the budget.",
    "bargains in good faith": "There was a lack of good faith on their side.",
    "a fast line": "Pupils suffered from a lack of reliable Internet.",
    "a transcript's label": "JOURNALIST: What do you say to the arrest of the two burglars?",
    "guests of a meeting": "The envoy met senior officials and civil society leaders.",
    "an extradition is no freedom": "We asked Hong Kong for the provisional arrest of the fugitive.",
    "a statue is no shrine": "The founder's statue was desecrated in the park.",
    "bodies use force too": "The resolution allows the use of force against Ostmark's navy.",
}

WRONG_ISSUE = {
    "the vote is meant, not speech": (
        "The people will decide by the free expression of their will.",
        "HR_EXPRESSION",
        "HR_DEMOCRACY",
    ),
    "own citizens are a consular matter": (
        "We want every American who is unjustly held there to come home.",
        "HR_CRITICS",
        "CONSULAR",
    ),
    "a pipeline that was hacked is no energy policy": (
        "The man was behind the ransomware attack on Colonial Pipeline.",
        "ENV_ENERGY",
        "SEC_CYBER",
    ),
    "abused children are not women": (
        "The inquiry into child sexual abuse will hear every victim.",
        "HR_WOMEN",
        "HR_EQUALITY",
    ),
    "a war's forces are no defence policy": (
        "The ceasefire let both forces rest.",
        "SEC_MILITARY",
        "SEC_CONFLICT",
    ),
    "cooperation on security between two states is defence": (
        "Security cooperation with our neighbour has grown.",
        "SEC_REGIONAL",
        "SEC_MILITARY",
    ),
    "the peace of a strait is its region's": (
        "Peace and stability in the Taiwan Strait matter to us.",
        "SEC_CONFLICT",
        "SEC_REGIONAL",
    ),
    "a bombed town is a war, not a defence policy": (
        "Airstrikes flattened the town.",
        "SEC_MILITARY",
        "SEC_CONFLICT",
    ),
    "driving out a people is an atrocity's name": (
        "What happened there was ethnic cleansing.",
        "SEC_CONFLICT",
        "HR_ATROCITY",
    ),
    "a weapon's country is no war": (
        "Russia used a nerve agent in the park.",
        "SEC_CONFLICT",
        "SEC_NONPROLIF",
    ),
    "a country's wrongs are no weapons programme": (
        "North Korea violates the human rights of its own citizens.",
        "SEC_NONPROLIF",
        "HR_GENERIC",
    ),
    "a jailed activist is a critic": (
        "They must release the activists at once.",
        "HR_DEFENDERS",
        "HR_CRITICS",
    ),
    "a filter is censorship": (
        "The ministry will not give up its Internet filter.",
        "HR_INTERNET",
        "HR_CENSORSHIP",
    ),
    "a blogger is a writer": (
        "The blogger was jailed for a post on the harvest.",
        "HR_INTERNET",
        "HR_EXPRESSION",
    ),
    "no charge is no trial of a judge": (
        "Hundreds have been held for a year without trial.",
        "HR_RULEOFLAW",
        "HR_DETENTION",
    ),
}

NOTHING = {
    "a courtesy": "I beg your pardon?",
    "a host of ways": "We have a host of ways to find out.",
    "a visitor": "A visitor left her umbrella.",
    "a climate of opinion": "In the current climate nobody bets.",
    "bargaining": "These chips were on the table, bargaining chips all.",
    "a hostage of budget politics": "They hold the whole house hostage to it.",
    "a bully at work": "This intimidation will not stand.",
    "a minister who might leave": "His threat to resign was not serious.",
    "an auditor": "The inspector general reads the accounts.",
    "a quantum leap": "It was a quantum leap for the team.",
}


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(codebook.load())


def issues(trial: Trial, sentence: str) -> set[str]:
    return {hit.issue for hit in trial.sentence(sentence)}


@pytest.mark.parametrize("kind", RIGHTS_TRAPS)
def test_no_right_is_seen_where_none_was_spoken_of(trial: Trial, kind: str) -> None:
    found = issues(trial, RIGHTS_TRAPS[kind])
    assert not {issue for issue in found if issue.startswith("HR_")}


@pytest.mark.parametrize("kind", WRONG_ISSUE)
def test_the_right_issue_is_seen_and_not_its_neighbour(trial: Trial, kind: str) -> None:
    sentence, wrong, right = WRONG_ISSUE[kind]
    found = issues(trial, sentence)
    assert wrong not in found
    assert right in found


@pytest.mark.parametrize("kind", NOTHING)
def test_words_in_another_sense_are_about_nothing(trial: Trial, kind: str) -> None:
    assert issues(trial, NOTHING[kind]) == set()


def test_all_examples_and_near_misses_of_the_default_codebook_hold() -> None:
    tried, found = surprises(codebook.load())
    assert found == []
    assert tried >= 50 * 5
