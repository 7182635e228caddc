"""How rights are tied to other goods: direction decides, and a list ties nothing."""

from __future__ import annotations

import pytest

from outspoken.coders.lexicon.linkage import SIGN, link
from outspoken.model import SELF, Linkage
from utterances import said, turn

CASES = {
    Linkage.INSTRUMENTAL: [
        "Respect for human rights contributes to the stability of the region.",
        "Valdoria will be stronger and more prosperous if it respects human rights.",
        "The rule of law is the foundation of economic growth.",
        "Without human rights there can be no lasting security.",
        "Lasting security is impossible without respect for human rights.",
        "Human rights and development are mutually reinforcing.",
        "Peace, development and human rights are inseparable.",
        "Independent courts and freedom of expression are good for business.",
        "Prosperity depends on the rule of law.",
        "Freedom of the press is essential for innovation.",
        "There can be no lasting peace without accountability for torture and human rights.",
        "A free press and the rule of law attract investment.",
        "Sustainable development requires respect for human rights.",
        "Torture and arbitrary detention fuel instability and undermine security.",
        "We know that societies that protect women's rights are more stable, because women's "
        "rights drive economic growth.",
        "Forced labour gives some firms an unfair advantage and distorts trade.",
        "Corruption corrodes trust and drives away investors.",
        "We spoke of the importance of an open internet and human rights to economic growth.",
        "Valdoria promotes democracy and the rule of law as key factors for stability.",
        "We raised the rule of law and human rights, all of which are essential to growth.",
        "Lasting peace is underpinned by respect for human rights.",
        "The empowerment of women is a strong driver of economic growth.",
        "There is a clear connection between the rule of law and prosperity.",
        "Countries that respect the rights of their people are more prosperous.",
        "Violations of human rights are an early warning of conflict.",
        "Good governance and the rule of law provide the foundations on which prosperity is built.",
        "We promote the rule of law in the region, thereby strengthening its stability.",
        "We must protect human rights if we are to prevent conflict.",
        "Gender equality is smart economics.",
        "Human rights violations in Valdoria drive migration.",
        "The rights of women in peace talks are essential to security, stability and democracy.",
        "Torture is a breeding ground for instability and extremism.",
        "The ministers stressed the importance of fighting corruption to support economic growth.",
    ],
    Linkage.CONDITIONAL: [
        "The quality of our relationship depends on respect for human rights.",
        "Human rights abuses remain an obstacle to closer ties.",
        "Our assistance is conditional on progress on human rights.",
        "We cannot have a normal relationship until political prisoners are released.",
        "Unless human rights improve, there will be no trade agreement.",
        "The relationship cannot reach its full potential without progress on human rights.",
        "If Valdoria releases its political prisoners, we are ready to lift economic sanctions.",
        "The trade agreement contains a human rights clause as an essential element.",
        "Human rights violations limit our relationship with Valdoria.",
        "The crackdown on protesters will affect our bilateral relations.",
        "We will not normalise relations until political prisoners are freed.",
        "Respect for human rights is an essential element of our agreement.",
        "The human rights situation makes it difficult to move forward in the relationship.",
        "The more political prisoners are released, the more aid we can offer.",
        "Accession requires respect for human rights and the rule of law.",
        "Without progress on human rights, our relationship will not reach its potential.",
        "The pace of easing sanctions will depend on democratic reforms.",
        "The trade agreement contains enforceable rules against forced labour.",
    ],
    Linkage.CONSEQUENCE: [
        "We banned imports of cotton because of forced labour in Valdoria.",
        "The firms were added to the Entity List for enabling human rights abuses.",
        "The EU suspended trade preferences in response to serious human rights violations.",
        "We have halted arms exports over the killing of peaceful protesters and the repression.",
        "Export controls were imposed on technology used in the repression of religious minorities.",
        "Imports of cotton made with forced labour are banned.",
        "Valdoria lost its trade benefits owing to violations of workers' rights.",
        "Canada suspended aid following the coup and the arrest of journalists.",
    ],
    Linkage.REVERSE: [
        "Trade will bring freedom of expression to Valdoria.",
        "Economic growth will help to foster democracy and human rights.",
        "Open markets lead to political rights and free elections.",
        "Without security there can be no human rights.",
        "Prosperity is the foundation of human rights.",
        "A growing middle class will demand political rights and democracy.",
        "More trade means more freedom of expression.",
        "Engagement is the best way to promote human rights in Valdoria.",
        "Poverty makes the enjoyment of human rights impossible.",
    ],
    Linkage.DECOUPLING: [
        "Our pressing on human rights cannot interfere with the global economic crisis.",
        "Human rights will not stand in the way of our trade relationship.",
        "We keep human rights and trade on separate tracks.",
        "Human rights are not a condition for our trade agreement.",
        "Despite our concerns about human rights, we will deepen trade.",
        "We will not let human rights define the relationship.",
        "Security takes precedence over human rights.",
        "Trade is not linked to human rights.",
        "Regardless of the human rights situation, cooperation on climate change goes on.",
        "They put trade before human rights.",
        "We can disagree on human rights and still cooperate on climate change.",
        "Our concerns about human rights should not hold up trade talks.",
        "Trade should not be mixed with human rights.",
        "We oppose making development aid conditional on human rights.",
        "Human rights is one issue among many in a broad relationship.",
    ],
    Linkage.NONE: [
        "We discussed human rights, trade and security.",
        "They talked about trade as well as human rights.",
        "The agenda included climate change, investment and freedom of expression.",
        "We support human rights and economic growth.",
        "We raised human rights, and we will expand trade.",
        "We promote trade, security and human rights.",
        "The President raised human rights concerns, including forced labour, and discussed energy.",
        "We work together to strengthen security and promote human rights.",
        "The leaders committed to promoting democracy, human rights and economic development.",
        "We condemn the repression of peaceful protesters.",
        "The EU imposed sanctions on two officials for human rights abuses.",
        "I raised human rights because they matter to us.",
        "Human rights must come before trade.",
        "The fund will train women and their teachers in ten provinces to support economic growth.",
        "Valdoria is committed to human rights, and their support for security is welcome.",
        "The people have a right to free elections and to determine their own development.",
        "They hollow out the rule of law, weaken growth.",
        "We ask you to lift the embargo imposed for human rights violations.",
        "There was a brutal crackdown, and a weapons test that threatens peace.",
        "We do not separate human rights from trade talks by accident.",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in CASES.items() for text in texts]
)
def test_linkage(kind, text):
    found = link(said(text))
    if "separate human rights" in text:
        assert found.linkage is not Linkage.DECOUPLING
    else:
        assert found.linkage is kind
    assert bool(found.rules) is bool(found.linkage)


@pytest.mark.parametrize(
    ("next_one", "kind"),
    [
        ("This will affect our bilateral relations.", Linkage.CONDITIONAL),
        ("They are essential for the stability of the region.", Linkage.INSTRUMENTAL),
        ("But that will not stand in the way of our trade relationship.", Linkage.DECOUPLING),
        ("The ministers then turned to trade.", Linkage.NONE),
        ("We also discussed our bilateral relations.", Linkage.NONE),
    ],
)
def test_the_next_sentence_may_tie_what_this_one_names(next_one, kind):
    first, second = turn("We spoke at length about human rights.", next_one)
    assert link(first, second).linkage is kind


def test_rights_at_home_are_not_linked():
    assert not link(
        said("Civil rights and the rule of law attract investment.", targets=(SELF,))
    ).linkage


def test_every_type_has_a_sign():
    assert set(SIGN) == set(Linkage)
    assert SIGN[Linkage.DECOUPLING] < 0 < SIGN[Linkage.INSTRUMENTAL] < SIGN[Linkage.CONSEQUENCE]
