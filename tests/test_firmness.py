"""How firmly a sentence speaks: levels, and the conditions that change them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken.coders.lexicon.firmness import judge
from outspoken.model import GENERIC, SELF, Role
from utterances import said

NOBODY = (GENERIC,)


def level(text: str, *, targets: tuple[str, ...] = ("XVA",), role: Role = Role.OFFICIAL) -> int:
    sentence = said(text, targets=targets, role=role)
    assert sentence.issues, "the codebook finds no issue here"
    firm = judge(sentence)
    assert firm.level is not None
    return firm.level


@pytest.mark.parametrize(
    "text",
    [
        "They also discussed human rights.",
        "The ministers exchanged views on trade, human rights and climate change.",
        "The talks covered regional security, counter-terrorism and human rights.",
        "The agenda included consular issues, migration and human rights.",
        "We talked about a range of issues including trade, Sudan and human rights.",
        "The two sides touched on religious freedom and education.",
    ],
)
def test_a_topic_that_is_merely_listed_is_a_name_check(text):
    assert level(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "The United States stands for universal human rights.",
        "Canada is committed to promoting freedom of expression and media freedom.",
        "We believe that human rights are universal and indivisible.",
        "The Prime Minister emphasised the importance of human rights and the rule of law.",
        "The EU will continue to support civil society and human rights defenders.",
        "Australia welcomes the abolition of the death penalty in Valdoria.",
        "We welcome the release of the remaining political prisoners.",
        "They discussed the importance of protecting freedom of religion or belief.",
        "We are working with Valdoria to combat human trafficking.",
        "People in Valdoria should be able to enjoy freedom of expression.",
    ],
)
def test_a_principle_or_support_is_a_value(text):
    assert level(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I raised human rights with the Foreign Minister.",
        "The President raised concerns about Valdoria's treatment of religious minorities.",
        "The UK remains deeply concerned by the shrinking space for civil society in Valdoria.",
        "Norway is alarmed by reports of torture in Valdorian prisons.",
        "We regret the decision to close the independent newspaper and restrict press freedom.",
        "We are troubled by the arrest of human rights defenders.",
        "Freedom of expression in Valdoria has deteriorated sharply.",
        "Hundreds of political prisoners are still behind bars.",
        "The regime continues its crackdown on peaceful protesters.",
        "I have been very clear with the Valdorian leadership about human rights.",
        "The trials fall short of international standards on due process and the rule of law.",
        "New Zealand is disappointed by the use of the death penalty.",
        "The Secretary expressed concern about the jailing of journalists.",
        "We spoke out on forced labour.",
    ],
)
def test_voiced_concern_and_described_abuse_are_two(text):
    assert level(text) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We urge Valdoria to respect human rights.",
        "The EU calls on the Valdorian authorities to uphold freedom of assembly.",
        "The High Representative called on Valdoria to abide by its human rights obligations.",
        "We call for full respect for the rule of law.",
        "The authorities must respect the right to peaceful assembly.",
        "Valdoria should guarantee the independence of the judiciary.",
        "The Valdorian government needs to protect religious minorities.",
        "Canada encourages Valdoria to strengthen the protection of women's rights.",
        "Australia recommends that Valdoria take steps to end torture.",
        "The President pressed for greater religious freedom.",
        "They need to respect the rights of the Valdorian people, and human rights generally.",
        "The Secretary-General appeals to all parties to respect human rights.",
        "We expect Valdoria to live up to its human rights commitments.",
        "We want to see an end to the persecution of religious minorities.",
    ],
)
def test_a_demand_on_the_target_is_three(text):
    assert level(text) == 3


@pytest.mark.parametrize(
    "text",
    [
        "We condemn the coup and the killing of peaceful protesters.",
        "The UK condemns in the strongest terms the arrest of human rights defenders.",
        "These attacks on press freedom are unacceptable.",
        "The ongoing genocide in Valdoria shocks the conscience.",
        "Valdoria must release all political prisoners immediately.",
        "We call for the immediate and unconditional release of the detained journalists.",
        "The EU urges Valdoria to repeal its law against independent civil society and press freedom.",
        "We urge Valdoria to grant the human rights mechanisms of the UN unhindered access.",
        "Canada calls on Valdoria to ratify the Convention against Torture.",
        "We call on the authorities to drop all charges against the human rights defender.",
        "I strongly deplore the use of torture.",
        "We reject the sham election.",
        "We will hold accountable those responsible for the massacre of protesters.",
        "The United Nations calls for an independent investigation into the enforced disappearances.",
        "The detention of human rights lawyers is outrageous.",
    ],
)
def test_condemnation_and_a_checkable_demand_are_four(text):
    assert level(text) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Today we imposed sanctions on four officials for serious human rights abuses.",
        "The EU has adopted restrictive measures against those responsible for torture.",
        "The Treasury designated two Valdorian police commanders for human rights abuse.",
        "Canada announced visa restrictions on officials who undermine democracy in Valdoria.",
        "There will be consequences if the repression of protesters continues.",
        "If the junta does not release political prisoners, we will suspend our assistance.",
        "Goods made with forced labour in Valdoria are subject to an import ban.",
        "Australia has suspended defence cooperation because of the coup and the killing of protesters.",
        "We will not lift the measures unless political prisoners are released.",
        "Our assistance is conditioned on progress on human rights.",
        "The President raised tariffs on Valdorian steel over its unfair trade practices.",
        "Those who silence journalists will pay a price.",
        "We will block imports made with forced labour in Kestria.",
        "They are stopping goods made with forced labour in China at our ports.",
    ],
)
def test_a_cost_is_five(text):
    assert level(text) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We discussed human rights, and will extend our sanctions on Kestria.", 0),
        ("We support human rights, but the sanctions on Kestria will stay.", 1),
        ("They discussed sanctions on Kestria, the war in Ostmark, and human rights.", 0),
        ("While we condemn Kestria's missile test, we also value religious freedom.", 1),
        ("Human rights are universal; we condemn the invasion of Ostmark.", 1),
    ],
)
def test_a_cue_counts_only_in_the_clause_of_the_issue(text, expected):
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will impose sanctions on a regime that jails journalists.", 5),
        ("The crackdown on protesters, which we condemn, goes on.", 4),
        ("They arrested the human rights lawyer, and we condemn that.", 4),
        ("We condemn and call for an end to the repression of protesters.", 4),
        ("We raised trade, and called for the release of political prisoners.", 4),
    ],
)
def test_a_cue_reaches_what_hangs_on_its_clause(text, expected):
    assert level(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I did not raise human rights.",
        "We are not calling on Valdoria to release political prisoners.",
        "We have not imposed sanctions over human rights.",
        "The minister declined to condemn the use of torture.",
    ],
)
def test_a_refused_act_is_disclaimed(text):
    firm = judge(said(text))
    assert (firm.level, firm.disclaimed) == (0, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We have never hesitated to condemn torture in Valdoria.", 4),
        ("We will not shy away from raising human rights.", 2),
        ("That does not mean that we have not condemned the detention of journalists.", 4),
        ("We not only raised human rights but urged Valdoria to respect religious freedom.", 3),
        ("We will not tolerate the persecution of religious minorities.", 4),
        ("I have no doubt that we must condemn this torture.", 4),
    ],
)
def test_a_double_negation_and_idioms_are_none(text, expected):
    firm = judge(said(text))
    assert (firm.level, firm.disclaimed) == (expected, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We would urge Valdoria to respect human rights.", 2),
        ("We hope that Valdoria will respect human rights.", 1),
        ("We are somewhat concerned about human rights.", 1),
        ("We could impose sanctions for these human rights violations.", 4),
    ],
)
def test_would_and_hedges_take_one_level(text, expected):
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Activists say that the police torture detainees.", 1),
        ("According to rights groups, dozens of journalists were jailed.", 1),
        ("We are concerned by reports that journalists were jailed.", 2),
    ],
)
def test_what_third_parties_claim_is_no_more_than_a_value(text, expected):
    firm = judge(said(text))
    assert firm.level == expected
    assert firm.voice == ("ATTRIBUTED" if expected == 1 else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Valdoria condemned our statement on human rights.", 2),
        ("The regime has suspended independent media and restricted press freedom.", 2),
        ("Valdorians are demanding democracy and free elections.", 1),
        ("Valdoria has imposed sanctions on European human rights defenders.", 2),
    ],
)
def test_what_the_target_does_is_not_our_firmness(text, expected):
    assert level(text) <= expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We call on all states to respect human rights.", 2),
        ("All countries must respect the rule of law.", 2),
        ("We must stand up for human rights.", 1),
        ("Repressive governments jail journalists.", 2),
        ("Women and girls are denied their rights to education.", 2),
        ("Wherever human rights are violated, we must speak for them.", 1),
        ("We will fight corruption and forced labour together.", 1),
    ],
)
def test_nobody_in_particular_caps_a_demand(text, expected):
    assert level(text, targets=NOBODY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will the President raise human rights?", 0),
        ("I have a question on press freedom.", 0),
        ("Dozens of peaceful protesters have been arrested in Valdoria.", 2),
        ("Why has the President not condemned the genocide in Valdoria?", 2),
        ("Do people in Valdoria have more freedom of expression today than last year?", 1),
        ("What was the response to your remarks on human rights?", 0),
        ("Today you imposed sanctions on Valdoria for human rights abuses.", 5),
        ("Did you decline to impose sanctions for human rights abuses?", 2),
    ],
)
def test_a_journalist_asks(text, expected):
    assert level(text, role=Role.JOURNALIST) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I have nothing to announce on human rights in Valdoria.", 0),
        (
            "I have nothing to predict about sanctions over human rights in Valdoria.",
            0,
        ),
        ("We are not going to speculate about free elections in Valdoria.", 0),
        ("We do not have a partner there, but human rights in Valdoria go forward.", 1),
    ],
)
def test_no_comment_only_names_the_topic(text, expected):
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is important for the Valdorian government to respect human rights.", 3),
        ("It is high time that Valdoria holds free and fair elections.", 3),
        ("It is urgent that the violence against peaceful protesters end.", 3),
        ("It is important for us to promote human rights in Valdoria.", 1),
        ("The perpetrators of the massacre in Valdoria must be held accountable.", 3),
        ("We are holding the regime accountable for the massacre of protesters.", 5),
        ("We are called upon to defend human rights in Valdoria.", 1),
        ("Protests and demands for free elections in Valdoria go back years.", 1),
    ],
)
def test_whose_duty_and_whose_demand_it_is(text, expected):
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Valdoria signed the Declaration Against Arbitrary Detention.", 1),
        ("The government of Valdoria decided to release political prisoners.", 1),
        ("The aid will help Valdoria combat abusive labour practices and forced labour.", 1),
        ("Valdoria has released no one, and torture and forced labour go on.", 2),
        ("Valdoria offers a genuine choice of candidates and free elections.", 1),
    ],
)
def test_an_abuse_in_a_name_or_fought_is_no_report_of_it(text, expected):
    assert level(text) == expected


def test_a_clause_without_an_issue_speaks_about_the_sentence():
    assert level("The ruler is so oppressive, and still people hold peaceful protests.") == 2


def test_rights_at_home_and_other_agendas_have_no_level():
    assert judge(said("We must protect the right to vote.", targets=(SELF,))).level is None
    assert judge(said("We discussed climate change.")).level is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We discussed corruption and the forests of Valdoria.", 0),
        ("They work on challenges such as human rights and the climate.", 0),
        ("Crowds came to the square of Valdor demanding democracy.", 1),
        ("It ought to be remembered that elections in Valdoria began early.", 1),
        ("The people of Valdoria do not enjoy freedom of expression.", 2),
        ("The assault on press freedom in Valdoria goes on.", 2),
        ("My plea to Valdoria is to respect freedom of religion.", 3),
        ("For its human rights record Valdoria was suspended from the council.", 5),
        ("Valdoria's ministers will face repercussions for human rights abuses.", 5),
    ],
)
def test_listing_describing_asking_and_paying_are_told_apart(text, expected):
    assert level(text) == expected


def test_intolerance_that_lasts_is_criticised_where_nobody_is_named():
    assert level("Racism and religious hatred persist in many places.", targets=NOBODY) == 2
    assert level("We combat racism and religious hatred together.", targets=NOBODY) == 1


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("I urge Valdoria to respect human rights.", "PERFORMED"),
        ("The President urged Valdoria to respect human rights.", "REPORTED"),
        ("We are deeply concerned about human rights.", "PERFORMED"),
        ("We have condemned the use of torture.", "REPORTED"),
        ("We stand for human rights.", ""),
    ],
)
def test_mode_tells_a_readout_from_the_act_itself(text, mode):
    assert judge(said(text)).mode == mode


def test_someone_elses_words_are_not_judged():
    firm = judge(said("We condemn torture.")._replace(quoted=True))
    assert (firm.level, firm.voice) == (None, "QUOTED")


def test_the_rule_points_at_its_words():
    sentence = said("We urge Valdoria to respect human rights.")
    (rule,) = judge(sentence).rules
    assert sentence.text[rule.start : rule.end].lower().startswith("urge")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "we",
                "not",
                "condemn",
                "human",
                "rights",
                "sanctions,",
                "and",
                ";",
                "—",
                "Valdoria",
                "must",
                "release",
                "torture",
                "who",
                "if",
                "raised",
                "“",
                "”",
                "but",
                "Kestria",
                "hopes",
            ]
        ),
        min_size=1,
        max_size=25,
    )
)
def test_any_words_give_a_level_with_its_reason(words):
    sentence = said(" ".join(words))
    firm = judge(sentence)
    if firm.level is None:
        assert not any(i.issue.startswith("HR_") for i in sentence.issues)
    else:
        assert 0 <= firm.level <= 5
        assert max(i.firmness for i in firm.issues if i.firmness is not None) == firm.level
        assert all(sentence.start <= r.start <= r.end <= sentence.end for r in firm.rules)
