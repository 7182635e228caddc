"""Which issues a sentence gets. All sentences are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from outspoken import codebook, world
from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon.issues import IssueFinder, one_each
from outspoken.coders.lexicon.lists import members
from outspoken.coders.lexicon.trial import Trial, explain
from outspoken.model import IssueHit, Role, Sentence


def hits_after(matcher: Matcher, finder: IssueFinder, before: str, text: str) -> list[IssueHit]:
    """The hits of a sentence that follows another one in the same turn."""
    whole, start = f"{before} {text}", len(before) + 1
    sentences = [
        Sentence(0, 0, 0, 0, start - 1, 0, "", Role.OFFICIAL),
        Sentence(1, 0, 0, start, len(whole), 0, "", Role.OFFICIAL),
    ]
    return finder.find(whole, sentences, matcher.scan(whole, sentences)).get(1, [])


def issues_of(matcher: Matcher, finder: IssueFinder, text: str) -> set[str]:
    sentences = [Sentence(0, 0, 0, 0, len(text), 0, "", Role.OFFICIAL)]
    found = finder.find(text, sentences, matcher.scan(text, sentences))
    return {hit.issue for hit in found.get(0, [])}


# What looks like a right and is none; the words of each are taken apart by one rule or mask.
TRAPS = [
    ("The research and development of a new engine took years.", set()),
    ("That was an encouraging development in the talks.", set()),
    ("They chose a recipe for disaster and the poor paid.", set()),
    ("Our reforms restored the banks to health.", {"ECO_MACRO"}),
    ("Her question on reproductive rights and health care was fair.", {"HR_WOMEN"}),
    ("Buying immunity from attack has never worked.", set()),
    ("The police chief welcomed the guests.", set()),
    ("Silencing the guns is the duty of this decade.", {"SEC_CONFLICT"}),
    (
        "They spoke of the rule of law and freedom of navigation in the South China Sea.",
        {"SEC_REGIONAL"},
    ),
    ("The glaciers of the Tibetan Plateau feed ten rivers.", {"ENV_CLIMATE"}),
    ("Right now we are right here.", set()),
    ("They will meet the trade unions' pension fund.", {"ECO_MACRO"}),
    ("A climate of fear has settled on the square.", set()),
    ("The Democratic Party chose its candidate.", set()),
    ("He was hailed as a freedom fighter.", set()),
    ("The labor market is strong.", {"ECO_MACRO"}),
    ("The talk was of abuse of alcohol in the towns.", set()),
    ("The press secretary held a press conference.", set()),
    ("Freedom House published its map.", set()),
    ("Every state has the inherent right of self-defence.", {"SEC_MILITARY"}),
    ("She heads the Bureau of Democracy, Human Rights, and Labor.", set()),
    ("He came with the Assistant Secretary for Democracy and Human Rights.", set()),
    ("We thank Human Rights Watch for the room.", set()),
    ("They talked about the Democratic People's Republic of Korea.", set()),
    ("The free trade agreement covers property rights.", {"ECO_TRADE"}),
    ("Senate Democrats will caucus at noon.", set()),
    ("It is the Medal of Freedom that she wears.", set()),
    ("The Government Accountability Office counted the chairs.", set()),
    ("The General Assembly meets on Monday.", set()),
    ("The file was corrupted data from the first page.", set()),
    ("Our engineers went the tortured path to a treaty.", set()),
    ("The Leader of the Opposition spoke of bribery in the councils.", {"HR_CORRUPTION"}),
    ("She was appointed to the bench after years of work on human trafficking.", set()),
    ("Prior to joining the ministry he wrote on torture.", set()),
    ("They came together in protest over the new harbour fees.", set()),
    ("The shooting of June 4th left two farmers short of hay.", set()),
    ("The assault on the rule of law among nations goes on.", set()),
    ("Police opened an inquiry into the death of the swimmer.", {"LAW_DRUGS"}),
    ("Our students gathered in the square for the fair.", set()),
    ("The team's last independent director is pleased with the arresting headline.", set()),
    ("Our veterans gave all for the freedoms that we enjoy.", set()),
    ("Lethe defied dozens of resolutions in violation of General Assembly decisions.", set()),
    ("The Convention on the Rights of Persons with Disabilities guides us.", {"HR_EQUALITY"}),
]


# What is said in another way, or in another language, than the words that were first thought of.
OTHERWISE = [
    ("Her only crime was to stand up to a dictator.", "HR_CRITICS"),
    ("The country's oldest rights group was liquidated by court order.", "HR_CIVSOC"),
    ("Two correspondents had their accreditation withdrawn.", "HR_EXPRESSION"),
    ("Mobile data was switched off across the country.", "HR_INTERNET"),
    ("The courts there are an instrument of the palace.", "HR_RULEOFLAW"),
    ("The fate of hundreds who vanished during the war is unknown.", "HR_DETENTION"),
    ("The officers who gave the orders have never been charged with the killings.", "HR_IMPUNITY"),
    ("Nous ferons respecter les droits de la personne.", "HR_GENERIC"),
    ("Los derechos humanos obligan a todos.", "HR_GENERIC"),
    ("They want to take away people's freedoms.", "HR_GENERIC"),
    ("The bench of the military commission is neither fair nor impartial.", "HR_RULEOFLAW"),
    ("Everyone is innocent until proven guilty.", "HR_RULEOFLAW"),
    ("They were jailed for speaking their minds.", "HR_EXPRESSION"),
    ("The murder of the journalist was planned abroad.", "HR_LIFE"),
    ("The general turned his guns on his own people.", "HR_LIFE"),
    ("The inquiry looks at the treatment of young people in detention.", "HR_TORTURE"),
    ("Islamophobia grows in our towns.", "HR_RELIGION"),
    ("Another two hundred people were rounded up and held.", "HR_DETENTION"),
    ("The junta should lift its telecommunications restrictions.", "HR_INTERNET"),
    ("The Human Rights Commission asked for clearer rules on complaints.", "HR_MECHANISMS"),
]


@pytest.mark.parametrize(("text", "issue"), OTHERWISE, ids=[text[:40] for text, _ in OTHERWISE])
def test_an_issue_is_known_by_its_other_words(
    matcher: Matcher, finder: IssueFinder, text: str, issue: str
) -> None:
    assert issue in issues_of(matcher, finder, text)


@pytest.mark.parametrize(("text", "issues"), TRAPS, ids=[text[:40] for text, _ in TRAPS])
def test_words_that_only_look_like_an_issue_are_none(
    matcher: Matcher, finder: IssueFinder, text: str, issues: set[str]
) -> None:
    assert issues_of(matcher, finder, text) == issues


LISTS = [
    (
        "We defend freedoms of belief, assembly and the press.",
        {"HR_RELIGION", "HR_ASSEMBLY", "HR_EXPRESSION"},
    ),
    (
        "There are restrictions on civil society, expression and the Internet.",
        {"HR_CIVSOC", "HR_EXPRESSION", "HR_INTERNET"},
    ),
    (
        "It means freedom of speech, religion, and association.",
        {"HR_EXPRESSION", "HR_RELIGION", "HR_CIVSOC"},
    ),
    (
        "People have the right to vote, to assemble and to worship.",
        {"HR_DEMOCRACY", "HR_ASSEMBLY", "HR_RELIGION"},
    ),
    ("They arrested journalists, lawyers and activists.", {"HR_EXPRESSION", "HR_DEFENDERS"}),
    (
        "A crackdown on unions, priests' houses or the media will not help.",
        {"HR_LABOUR", "HR_EXPRESSION"},
    ),
    (
        "We raised the lack of due process, privacy and free elections.",
        {"HR_RULEOFLAW", "HR_DEMOCRACY"},
    ),
]


@pytest.mark.parametrize(("text", "issues"), LISTS, ids=[text[:40] for text, _ in LISTS])
def test_a_head_counts_for_every_member_of_its_list(
    matcher: Matcher, finder: IssueFinder, text: str, issues: set[str]
) -> None:
    assert issues <= issues_of(matcher, finder, text)


@pytest.mark.parametrize(
    ("segment", "parts"),
    [
        (b" belief, assembly and the press.", [b"belief", b"assembly", b"the press"]),
        (b" to vote, to assemble and to worship", [b"to vote", b"to assemble", b"to worship"]),
        (b" media, and urged them to reform", [b"media"]),
        (b" media in the region, and women", [b"media"]),
        (b"; then they left", []),
        (b"", []),
    ],
)
def test_a_list_ends_where_its_sentence_goes_elsewhere(segment: bytes, parts: list[bytes]) -> None:
    assert [segment[start:end] for start, end in members(segment)] == parts


class TestGeneric:
    """Rights in general beside specific ones."""

    @pytest.mark.parametrize(
        ("text", "counts"),
        [
            ("We discussed human rights in Tibet.", False),
            ("We discussed human rights abuses against Uyghurs.", False),
            ("Human rights lawyers were detained.", False),
            ("We discussed corruption and human rights.", True),
            ("We discussed human rights, the rule of law and elections.", True),
            ("We discussed human rights.", True),
            ("Our commitment to human rights, democracy and peace holds.", True),
            ("We support civil society and human rights in Cuba.", True),
            ("The governance and human rights gains may be lost.", True),
            ("Health care is a human right, and it binds us.", False),
            ("We lead on LGBTQI+ human rights.", False),
        ],
    )
    def test_it_yields_only_to_the_right_that_it_speaks_of(
        self, matcher: Matcher, finder: IssueFinder, text: str, counts: bool
    ) -> None:
        assert ("HR_GENERIC" in issues_of(matcher, finder, text)) is counts

    def test_a_weak_sign_yields_to_any_specific_right(
        self, matcher: Matcher, finder: IssueFinder
    ) -> None:
        text = "The brutal repression of the regime did not spare Tibet."
        assert issues_of(matcher, finder, text) == {"HR_TIBET"}


def test_a_weak_term_needs_company_in_another_place(matcher: Matcher, finder: IssueFinder) -> None:
    assert "HR_CIVSOC" not in issues_of(matcher, finder, "We thanked civil society for coming.")
    assert "HR_CIVSOC" in issues_of(matcher, finder, "They intimidate civil society and judges.")


def test_the_relationship_yields_to_any_substance(matcher: Matcher, finder: IssueFinder) -> None:
    assert issues_of(matcher, finder, "Bilateral relations are warm.") == {"DIP_RELATION"}
    assert issues_of(matcher, finder, "The summit dealt with trade.") == {"ECO_TRADE"}


def test_words_of_the_relationship_itself_stand_beside_a_substance(
    matcher: Matcher, finder: IssueFinder
) -> None:
    text = "Our diplomatic relations with Lethe now rest on trade."
    assert issues_of(matcher, finder, text) == {"DIP_RELATION", "ECO_TRADE"}


@pytest.mark.parametrize(
    ("text", "home", "issues"),
    [
        ("There was a long conversation with the French.", "AUS", {"DIP_RELATION"}),
        ("There was a long conversation with the French.", "FRA", set()),
        ("There was a long conversation with the mayor.", "AUS", set()),
    ],
)
def test_a_contact_is_one_with_another_country(
    text: str, home: str, issues: set[str], matcher: Matcher, finder: IssueFinder
) -> None:
    abroad = Matcher(codebook.load(), world.load(None))
    sentences = [Sentence(0, 0, 0, 0, len(text), 0, "", Role.OFFICIAL)]
    found = finder.find(text, sentences, abroad.scan(text, sentences), home)
    assert {hit.issue for hit in found.get(0, [])} == issues


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("Education opens doors.", {"P2P"}),
        ("The budget pays for education, roads and vaccines.", {"HEALTH"}),
        ("Education and vaccines need more school teachers.", {"HEALTH"}),
        ("Education and tourism grow as old friends should.", {"P2P"}),
        ("Our relations with Lethe live by education.", {"DIP_RELATION", "P2P"}),
    ],
)
def test_a_lone_term_counts_where_nothing_else_is_spoken_of(
    text: str, issues: set[str], matcher: Matcher, finder: IssueFinder
) -> None:
    assert issues_of(matcher, finder, text) == issues


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Inflation is down and wages are up.", "ECO_MACRO"),
        ("Your health insurance will cost less.", "HEALTH"),
        ("The gang sold heroin on both sides of the border.", "LAW_DRUGS"),
        ("Their orchestra will play in our capital, and our students in theirs.", "P2P"),
        ("The cease-fire in Lethe is holding.", "SEC_CONFLICT"),
        ("Hackers broke into the ministry's network.", "SEC_CYBER"),
        ("We will send tents and food aid after the earthquake.", "HUMANITARIAN"),
        ("Grid operators need more gas and coal this winter.", "ENV_ENERGY"),
        ("Floods have driven ten thousand families out of their homes; send help.", "HUMANITARIAN"),
        ("Peace, security and development cannot be had one without the other.", "HUMANITARIAN"),
        ("We will manage migration and what drives it together.", "HUMANITARIAN"),
        ("Lethe will cut mandatory minimum sentences.", "LAW_DRUGS"),
        ("Two men were arrested with stolen firearms.", "LAW_DRUGS"),
        ("The clinical trial ends in May.", "HEALTH"),
    ],
)
def test_the_other_agendas_are_topics_at_home_and_abroad(
    matcher: Matcher, finder: IssueFinder, text: str, issue: str
) -> None:
    assert issue in issues_of(matcher, finder, text)


def test_an_adjacent_window_looks_at_the_same_turn_only(tmp_path: Path) -> None:
    path = tmp_path / "adjacent.yaml"
    path.write_text(
        "meta: {id: t, version: 1}\nagendas: {HR: Rights}\nanchors: [jailed]\n"
        "issues: {HR_X: {parent: HR, label: x, definition: x, weak: [camps], window: adjacent}}\n"
    )
    book = codebook.load(path)
    text = "They were jailed. The camps are full. The camps are full."
    first, second = text.index("The camps"), text.rindex("The camps")
    sentences = [
        Sentence(0, 0, 0, 0, first - 1, 0, "", Role.OFFICIAL),
        Sentence(1, 0, 0, first, second - 1, 0, "", Role.OFFICIAL),
        Sentence(2, 1, 0, second, len(text), 0, "", Role.COUNTERPART),
    ]
    found = IssueFinder(book).find(text, sentences, Matcher(book).scan(text, sentences))
    assert list(found) == [1]


@pytest.mark.parametrize(
    ("before", "text", "wanted"),
    [
        ("Pastors sit in jail in Ostmark for their sermons.", "That persecution goes on.", True),
        ("Pastors sit in jail in Ostmark for their sermons.", "The weather is fine.", False),
        # A topic of its own keeps what stands beside it out.
        (
            "Pastors sit in jail in Ostmark for their sermons.",
            "The abuse of tariffs must end.",
            False,
        ),
        # A name is no complaint, and nothing beside it names a right.
        ("Pastors sit in jail in Ostmark.", "She joined the Forum for Victims of Abuse.", False),
        ("The harvest was good.", "They were harassed.", False),
    ],
)
def test_a_word_for_a_wrong_takes_the_right_beside_it(
    matcher: Matcher, finder: IssueFinder, before: str, text: str, wanted: bool
) -> None:
    found = hits_after(matcher, finder, before, text)
    assert ("HR_CHRISTIANS" in {hit.issue for hit in found}) is wanted
    assert not wanted or {hit.tier for hit in found} == {"echo"}


def test_a_case_goes_on_in_the_next_sentence_of_the_turn(
    matcher: Matcher, finder: IssueFinder
) -> None:
    text = "Two of our citizens are held there. Their detention must end. Their detention must end."
    first, second = text.index("Their"), text.rindex("Their")
    sentences = [
        Sentence(0, 0, 0, 0, first - 1, 0, "", Role.OFFICIAL),
        Sentence(1, 0, 0, first, second - 1, 0, "", Role.OFFICIAL),
        Sentence(2, 1, 0, second, len(text), 0, "", Role.COUNTERPART),
    ]
    found = finder.find(text, sentences, matcher.scan(text, sentences))
    assert {hit.issue for hit in found.get(1, [])} == {"CONSULAR"}
    assert "CONSULAR" not in {hit.issue for hit in found.get(2, [])}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        # A label for a regime beside another matter is no talk of democracy; alone it is.
        ("An autocratic neighbour lowered its tariffs.", False),
        ("Autocrats fear their people.", True),
        # Values that only introduce trade are a label; beside a right told for sure they stand.
        ("Building on our democratic values we widen trade.", False),
        ("Trade, democratic values and human rights were discussed.", True),
    ],
)
def test_democracy_as_a_label_gives_way_to_the_matter_of_the_sentence(
    matcher: Matcher, finder: IssueFinder, text: str, there: bool
) -> None:
    assert ("HR_DEMOCRACY" in issues_of(matcher, finder, text)) is there


def test_one_hit_stands_for_an_issue_the_surest_first() -> None:
    weak, strong, longer = (
        IssueHit("HR_X", 0, 4, "weak", "a"),
        IssueHit("HR_X", 9, 12, "strong", "b"),
        IssueHit("HR_X", 20, 29, "strong", "c"),
    )
    assert one_each([weak, strong, longer]) == (longer,)


def test_an_explanation_counts_in_the_sentence_and_names_what_was_not_enough() -> None:
    sentence = "Civil society came, and so did the price of wheat in Tibet."
    found, left = explain(codebook.load(), sentence, before="Good morning.")
    assert [sentence[hit.start : hit.end] for hit in found if hit.issue == "HR_TIBET"] == ["Tibet"]
    assert ("ECO_MACRO", "price") in left


def test_the_letter_names_fifteen_issues(matcher: Matcher, finder: IssueFinder) -> None:
    """The issues of the seed letter, in words of our own and the letter's order of thought."""
    text = (
        "Speak of the persecution of critics of the government, of Tibet and Xinjiang, of "
        "believers such as persecuted Christians and Falun Gong; of restrictions on civil society, "
        "freedom of expression, and the Internet; of the rule of law, of transparency and "
        "accountability of government, of corruption, censorship and impunity, and of freedoms of "
        "belief and assembly."
    )
    wanted = {
        "HR_CRITICS", "HR_TIBET", "HR_XINJIANG", "HR_RELIGION", "HR_CHRISTIANS", "HR_FALUNGONG",
        "HR_CIVSOC", "HR_EXPRESSION", "HR_INTERNET", "HR_RULEOFLAW", "HR_TRANSPARENCY",
        "HR_CORRUPTION", "HR_CENSORSHIP", "HR_IMPUNITY", "HR_ASSEMBLY",
    }  # fmt: skip
    assert wanted <= issues_of(matcher, finder, text)


def small(tmp_path: Path, extra: str = "", masks: str = "") -> Trial:
    path = tmp_path / "book.yaml"
    path.write_text(
        f"""\
meta: {{id: small, version: "1"}}
agendas: {{HR: Rights, SEC: Security}}
anchors: [jailed]
{masks}
issues:
  HR_X:
    parent: HR
    label: X
    definition: an issue
    strong: [right to speak]
    weak: [camps]
    company: [guards]
{extra}
  SEC_W:
    parent: SEC
    label: W
    definition: war
    strong: [war]
  SEC_F:
    parent: SEC
    label: F
    definition: forces
    weak: [forces]
    company: [base]
    yields: [SEC_W]
""",
        "utf-8",
    )
    return Trial(codebook.load(path))


def codes(trial: Trial, text: str) -> set[str]:
    return {hit.issue for hit in trial.sentence(text)}


def test_a_weak_term_leans_on_its_agenda_or_on_its_own_company_alone(tmp_path: Path) -> None:
    agenda = small(tmp_path)
    assert codes(agenda, "They were jailed in camps.") == {"HR_X"}
    own = small(tmp_path, "    support: own")
    assert codes(own, "They were jailed in camps.") == set()
    assert codes(own, "The guards left the camps.") == {"HR_X"}


def test_a_weak_term_yields_to_an_issue_that_says_more(tmp_path: Path) -> None:
    trial = small(tmp_path)
    assert codes(trial, "The forces left the base.") == {"SEC_F"}
    assert codes(trial, "The war drove the forces from the base.") == {"SEC_W"}


def test_two_weak_terms_that_yield_to_each_other_both_stay(tmp_path: Path) -> None:
    path = tmp_path / "mutual.yaml"
    issue = "{{parent: {0}, label: x, definition: x, {1}}}"
    issues = {
        "ECO_M": issue.format("ECO", "weak: [loan], company: [bank], yields: [DEV_H]"),
        "DEV_H": issue.format("DEV", "weak: [aid], company: [donor*], yields: [ECO_M, ENV_C]"),
        "ENV_C": issue.format("ENV", "strong: [climate], weak: [ice], yields: [DEV_H]"),
    }
    path.write_text(
        "meta: {id: t, version: 1}\nagendas: {ECO: Economy, DEV: Aid, ENV: Climate}\nissues:\n"
        + "".join(f"  {code}: {body}\n" for code, body in issues.items())
    )
    trial = Trial(codebook.load(path))
    assert codes(trial, "The donors give aid, the bank a loan.") == {"DEV_H", "ECO_M"}
    assert codes(trial, "The donors give aid for the climate.") == {"ENV_C"}


def test_a_sentence_about_a_career_holds_no_issue(tmp_path: Path) -> None:
    trial = small(tmp_path, masks="masks: {sentence: [she served as]}")
    assert codes(trial, "She served as envoy for the right to speak.") == set()
    assert codes(trial, "She served the right to speak.") == {"HR_X"}


def test_a_mask_of_two_parts_hides_all_that_stands_between(tmp_path: Path) -> None:
    trial = small(tmp_path, masks="masks: {HR: [school ~6 debate]}")
    assert codes(trial, "The school held a right to speak debate.") == set()
    assert codes(trial, "The right to speak matters.") == {"HR_X"}


def test_rights_that_a_group_owns_are_that_groups(matcher: Matcher, finder: IssueFinder) -> None:
    assert issues_of(matcher, finder, "We defend women and girls' human rights.") == {"HR_WOMEN"}


# One case for each cause of a miss or a false alarm; what the words mean decides, not the words.
RIGHTS = [
    ("Those who shelled the town must be tried for war crimes.", {"HR_ATROCITY", "HR_IMPUNITY"}),
    ("We will hold Lethe accountable for its war crimes.", {"HR_ATROCITY", "HR_IMPUNITY"}),
    (
        "They must answer for the torture: the perpetrators will be held accountable.",
        {"HR_IMPUNITY", "HR_TORTURE"},
    ),
    ("The president abused his veto to escape accountability.", set()),
    ("The bank's owners must be held accountable.", set()),
    ("The oligarchs' yachts lie at anchor.", set()),
    (
        "They promised accountability, transparency and oversight of the ministries.",
        {"HR_TRANSPARENCY"},
    ),
    ("A whistleblower came to the gate.", {"HR_TRANSPARENCY"}),
    ("Corruption feeds on weak governance.", {"HR_CORRUPTION"}),
    ("Transparency about ticket prices helps shoppers.", set()),
    ("States, tribes and territories will get the grant.", set()),
    ("The tribal treaty rights of the valley are law.", {"HR_MINORITIES"}),
    ("They target sexual minorities in Lethe.", {"HR_EQUALITY"}),
    ("He was accused of sexually harassing his clerks.", {"HR_WOMEN"}),
    ("The women of the valley have been silenced.", {"HR_WOMEN"}),
    ("Our men and women on the farms rose early.", set()),
    ("She may decide about her own body: abortion is her choice.", {"HR_WOMEN"}),
    ("We remember the toll of slavery.", {"HR_EQUALITY"}),
    ("Insurers may not discriminate against people with preexisting conditions.", set()),
    ("When will all children be out of detention?", {"HR_EQUALITY"}),
    ("Gun traffickers were charged in the port.", set()),
    ("The deal raises labor and environmental standards.", {"HR_LABOUR"}),
    ("The generals must relinquish power.", {"HR_DEMOCRACY"}),
    ("Register to vote by Monday.", {"HR_DEMOCRACY"}),
    ("Our democracy is young.", {"HR_DEMOCRACY"}),
    ("He called me right after the election and was kind.", set()),
    ("Their refugee status was denied.", {"HR_TRANSNATIONAL"}),
    ("The boats have stopped coming.", set()),
    ("The helicopters drop barrel bombs.", set()),
    ("The regime kills its own people.", {"HR_LIFE"}),
    ("The pump gives each hut access to clean water.", set()),
    ("Everyone has a right to drink clean water.", {"HR_ESC"}),
    ("They sold the private data of the patients to the police.", {"HR_PRIVACY"}),
    ("Les droits des femmes ne sont pas un luxe.", {"HR_WOMEN"}),
    ("Il faut lutter contre l'impunité.", {"HR_IMPUNITY"}),
    ("Los pueblos indígenas viven aquí.", {"HR_MINORITIES"}),
    ("La democracia no se negocia.", {"HR_DEMOCRACY"}),
    ("Condenamos el trabajo infantil.", {"HR_LABOUR"}),
    ("Airlines will be held accountable for late bags.", set()),
    ("Two makers of pills could raise their prices with impunity.", set()),
    ("The officers who ordered the massacre must be prosecuted.", {"HR_IMPUNITY"}),
    ("Sanctions fell on nine officials for human rights violations.", {"HR_IMPUNITY"}),
    ("Those responsible will one day stand before the international tribunal.", set()),
    ("The treaty will be executed by the two ministers.", set()),
    ("Treatment has turned the illness from a death sentence into a nuisance.", set()),
    ("They were executed at dawn without a trial.", {"HR_LIFE"}),
    ("Release all those who were detained in the coup.", {"HR_DEMOCRACY", "HR_DETENTION"}),
    ("Forty detainees were moved off the battlefield.", set()),
    ("Inmates sleep in shifts: the prison is overcrowded.", {"HR_TORTURE"}),
    ("The visitors arrived by boat and had lunch.", set()),
    ("Refugees were pushed back at the border.", {"HR_TRANSNATIONAL"}),
    ("Human rights law binds every army.", {"HR_GENERIC"}),
    ("The complaint went to the human rights commission of the province.", {"HR_MECHANISMS"}),
    ("The family asks the press to respect their privacy.", set()),
    ("The fighters of the terrorist group committed atrocities in the hills.", set()),
    ("Domestic critical minerals are scarce.", set()),
]


@pytest.mark.parametrize(("text", "issues"), RIGHTS, ids=[text[:40] for text, _ in RIGHTS])
def test_a_right_is_told_by_what_is_said_of_it(
    matcher: Matcher, finder: IssueFinder, text: str, issues: set[str]
) -> None:
    found = issues_of(matcher, finder, text)
    assert {code for code in found if code.startswith("HR_")} == issues


@pytest.mark.parametrize(
    ("text", "issue", "given"),
    [
        ("The budget passed by one vote.", "ECO_MACRO", True),
        ("She was at the Office of Management and Budget.", "ECO_MACRO", False),
        ("We owe the nurses a debt of gratitude.", "ECO_MACRO", False),
        ("Banks passed the higher borrowing costs on.", "ECO_MACRO", True),
        ("Council tax will rise.", "ECO_MACRO", True),
        ("They stand by the Euro-Atlantic order.", "ECO_MACRO", False),
        ("The council renewed the arms embargo.", "ECO_TRADE", False),
        ("It is our largest market for wool.", "ECO_TRADE", True),
        ("Good air is a public good, one of the public goods.", "ECO_TRADE", False),
        ("One in ten of the medicines sold there is counterfeit.", "ECO_PRODUCT", True),
        ("One in ten of the medicines sold there is counterfeit.", "ECO_IP", False),
        ("A shortage of infant formula worries parents.", "ECO_PRODUCT", False),
        ("Infant formula with bacteria was taken off the shelves.", "ECO_PRODUCT", True),
        ("New infrastructure for the islands costs less than they feared.", "ECO_MACRO", True),
        ("The missiles struck civilian infrastructure.", "ECO_MACRO", False),
        ("Our factories manufacture half of what we wear.", "ECO_MACRO", True),
        ("That is a crisis manufactured by its critics.", "ECO_MACRO", False),
        ("The workforce is young and consumers are careful.", "ECO_MACRO", True),
        ("Grants will train the health workforce.", "ECO_MACRO", False),
        ("Half of the airports and bridges are old.", "ECO_MACRO", True),
        ("Police arrested him at the airport.", "ECO_MACRO", False),
        ("They laundered the proceeds as digital assets.", "ECO_MACRO", False),
        ("Our private sector needs room.", "ECO_MACRO", True),
        ("They invested three billion in new clinics and vaccines.", "ECO_MACRO", False),
        ("Congress must not let default happen.", "ECO_MACRO", True),
        ("A broken supply chain leaves our shelves empty.", "ECO_MACRO", True),
        ("A broken supply chain leaves our shelves empty.", "ECO_TRADE", False),
        ("They trade the tyranny of one for that of many.", "ECO_TRADE", False),
    ],
)
def test_the_economy_is_told_from_words_like_it(
    matcher: Matcher, finder: IssueFinder, text: str, issue: str, given: bool
) -> None:
    assert (issue in issues_of(matcher, finder, text)) is given


@pytest.mark.parametrize(
    ("text", "issue", "given"),
    [
        ("They voted in a climate of tranquillity.", "ENV_CLIMATE", False),
        ("No other people on our planet has such songs.", "ENV_CLIMATE", False),
        ("The irrigators will get less water.", "ENV_CLIMATE", True),
        ("Crop failure follows crop failure.", "ENV_CLIMATE", True),
        ("Indoor air quality in schools is poor.", "ENV_CLIMATE", False),
        ("The hall was full of her energy, passion and wit.", "ENV_ENERGY", False),
        ("That fuels our hopes.", "ENV_ENERGY", False),
        ("Greed fuels division in every village.", "ENV_ENERGY", False),
        ("Fuel prices doubled and petrol stations closed.", "ENV_ENERGY", True),
        ("They hold half of the highly enriched uranium.", "ENV_ENERGY", False),
        ("It was a watershed moment for the republic.", "ENV_CLIMATE", False),
        ("The last eight years were the hottest on record.", "ENV_CLIMATE", True),
        ("Synthetic fuels are made there.", "ENV_ENERGY", True),
        ("Nuclear-powered submarines will call at the port.", "ENV_ENERGY", False),
        ("The heat may bring down the power grids.", "ENV_ENERGY", True),
        ("A pipeline of young judges is needed.", "ENV_ENERGY", False),
        ("Police used tear gas while the oil price rose.", "ENV_ENERGY", True),
        ("End the media blackouts.", "ENV_ENERGY", False),
    ],
)
def test_climate_and_energy_are_told_from_words_like_them(
    matcher: Matcher, finder: IssueFinder, text: str, issue: str, given: bool
) -> None:
    assert (issue in issues_of(matcher, finder, text)) is given


@pytest.mark.parametrize(
    ("text", "issue", "given"),
    [
        # A teacher's, a judge's or a nominee's past is no claim about rights.
        ("She is an adjunct professor who writes on human trafficking.", "HR_LABOUR", False),
        ("He was law clerk to the judge in the discrimination case.", "HR_EQUALITY", False),
        # Whose privacy decides: a family's wish, a patient's file and an abortion are other matters.
        ("We respect the privacy of her family.", "HR_PRIVACY", False),
        (
            "The drone carries intelligence, surveillance and reconnaissance gear.",
            "HR_PRIVACY",
            False,
        ),
        ("They balance national security and civil liberties.", "HR_PRIVACY", True),
        ("Firms harvest the location data of shoppers.", "HR_PRIVACY", True),
        # Peoples beside ecosystems are partners; their lands and their say are rights.
        ("With indigenous peoples we protect the ecosystem.", "HR_MINORITIES", False),
        ("Nothing is built without free, prior and informed consent.", "HR_MINORITIES", True),
        ("Unions gave us the weekend.", "HR_LABOUR", True),
        ("The bill ends overtime pay.", "HR_LABOUR", True),
        ("The patriarch received the minister.", "HR_WOMEN", False),
        ("Votes for women came late to Ostmark.", "HR_WOMEN", True),
        ("The definition of marriage is before the house.", "HR_EQUALITY", True),
        ("The fever did not discriminate, whatever one's age.", "HR_EQUALITY", False),
    ],
)
def test_groups_and_privacy_are_told_from_words_like_them(
    matcher: Matcher, finder: IssueFinder, text: str, issue: str, given: bool
) -> None:
    assert (issue in issues_of(matcher, finder, text)) is given


@pytest.mark.parametrize(
    ("before", "text", "issue", "given"),
    [
        ("The state banned abortion.", "The ruling harms survivors.", "HR_WOMEN", True),
        ("Mass surveillance must stop.", "That needs oversight.", "HR_PRIVACY", True),
        ("Police raided the gang.", "Two were charged.", "LAW_DRUGS", True),
        ("The harvest was good.", "The ruling harms survivors.", "HR_WOMEN", False),
        ("The state banned abortion.", "The ruling ends tariffs.", "HR_WOMEN", False),
    ],
)
def test_a_right_goes_on_in_words_that_do_not_name_it(
    matcher: Matcher, finder: IssueFinder, before: str, text: str, issue: str, given: bool
) -> None:
    found = hits_after(matcher, finder, before, text)
    assert (issue in {hit.issue for hit in found}) is given


CONTINUED = """
meta: {id: x, version: "1"}
agendas: {SEC: x, ECO: x}
issues:
  SEC_X: {parent: SEC, label: x, definition: x, strong: [warheads], weak: [Nordland], beside: [the deal],
    company: [missiles], support: own}
  ECO_X: {parent: ECO, label: x, definition: x, strong: [tariffs]}
"""


@pytest.mark.parametrize(
    ("second", "turn", "wanted"),
    [
        ("The deal was checked.", 0, {"SEC_X"}),
        ("It is Nordland that decides.", 0, {"SEC_X"}),  # weak terms go on too
        ("The deal was checked.", 1, set()),
        ("The deal ends tariffs.", 0, {"ECO_X"}),
        ("The dance was long.", 0, set()),
    ],
)
def test_a_subject_goes_on_beside_a_sure_sentence_unless_another_is_named(
    tmp_path: Path, second: str, turn: int, wanted: set[str]
) -> None:
    path = tmp_path / "continued.yaml"
    path.write_text(CONTINUED)
    book = codebook.load(path)
    first = "They keep warheads."
    text = f"{first} {second}"
    sentences = [
        Sentence(0, 0, 0, 0, len(first), 0, "", Role.OFFICIAL),
        Sentence(1, turn, 0, len(first) + 1, len(text), 0, "", Role.OFFICIAL),
    ]
    found = IssueFinder(book).find(text, sentences, Matcher(book).scan(text, sentences))
    assert {hit.issue for hit in found.get(1, [])} == wanted


def test_a_subject_does_not_go_on_from_one_that_itself_only_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "continued.yaml"
    path.write_text(CONTINUED)
    book = codebook.load(path)
    parts = ["They keep warheads.", "The deal was checked.", "The deal stands."]
    text = " ".join(parts)
    starts = [text.index(part) for part in parts]
    sentences = [
        Sentence(i, 0, 0, start, start + len(part), 0, "", Role.OFFICIAL)
        for i, (start, part) in enumerate(zip(starts, parts, strict=True))
    ]
    found = IssueFinder(book).find(text, sentences, Matcher(book).scan(text, sentences))
    assert [hit.tier for hit in found.get(1, [])] == ["beside"]
    assert 2 not in found or not found[2]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Veterans get their pensions sooner.", set()),
        ("Our peacekeepers keep to the bridge.", {"SEC_CONFLICT"}),
        ("The conflict has lasted ten years.", {"SEC_CONFLICT"}),
        ("A conflict of interest was declared.", set()),
        ("Market forces will decide.", set()),
        ("Their forces in the north were doubled.", {"SEC_MILITARY"}),
        ("The foot soldiers of the campaign rang doorbells.", set()),
        ("Islamist militants burnt the market.", {"SEC_TERROR"}),
        ("He had a heart attack.", set()),
        ("The rules-based international order protects small islands.", {"SEC_REGIONAL"}),
        ("They met at the Office of Science and Technology Policy.", set()),
        ("We need a new start.", set()),
        ("New START was extended.", {"SEC_NONPROLIF"}),
    ],
)
def test_security_is_told_from_its_words_in_other_senses(
    matcher: Matcher, finder: IssueFinder, text: str, wanted: set[str]
) -> None:
    security = {code for code in issues_of(matcher, finder, text) if code.startswith("SEC_")}
    assert security == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The trial of Paul Whelan was a mockery of justice.", {"CONSULAR"}),
        (
            "Two Americans are wrongfully detained, and human rights and due process suffer.",
            {"CONSULAR", "HR_GENERIC", "HR_RULEOFLAW"},
        ),
        ("The trial of the mayor was a mockery of justice.", {"HR_RULEOFLAW"}),
    ],
)
def test_a_trial_of_ones_own_national_is_a_consular_case(
    matcher: Matcher, finder: IssueFinder, text: str, wanted: set[str]
) -> None:
    assert issues_of(matcher, finder, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The asylum seekers were moved inland.", {"HR_TRANSNATIONAL"}),
        ("Human resources practitioners were arrested.", set()),
        ("Our parliamentary democracy is two centuries old.", {"HR_DEMOCRACY"}),
        ("They honour their shared democratic values and our alliance.", set()),
        ("Four mosques were vandalised.", {"HR_RELIGION"}),
        ("Transparency in debt and in pricing would help the banks.", set()),
        (
            "The government was not open about it: whistleblowers were punished.",
            {"HR_TRANSPARENCY"},
        ),
    ],
)
def test_rights_at_home_and_of_the_weak_are_told_from_words_like_them(
    matcher: Matcher, finder: IssueFinder, text: str, wanted: set[str]
) -> None:
    rights = {code for code in issues_of(matcher, finder, text) if code.startswith("HR_")}
    assert rights == wanted
