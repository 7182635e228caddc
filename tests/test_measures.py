"""The measures on small tables whose answer can be worked out by hand."""

from __future__ import annotations

import math

import pytest

from outspoken.measures.attention import attention, attention_by_issue
from outspoken.measures.breadth import breadth
from outspoken.measures.first import raised
from outspoken.measures.frame import Coded, in_scope, read, spoken_by
from outspoken.measures.parity import parity
from outspoken.measures.selection import Selection
from outspoken.model import CODINGS, SENTENCES, Coding, IssueHit, Role
from outspoken.summaries.tally import plain, tally

PARENTS = {"HR_TORTURE": "HR", "HR_GENERIC": "HR", "ECO_TRADE": "ECO", "SEC_CYBER": "SEC"}


def said(n, words, issues=(), *, role=Role.PRINCIPAL, prompted=None, quoted=False, target=("XKE",)):
    counts = in_scope(target, "foreign", "")
    agendas = dict.fromkeys(PARENTS[i] for i in issues) if counts else {}
    coding = Coding(
        n=n, start=0, end=1, issues=tuple(IssueHit(i, 0, 1, "strong", "") for i in issues)
    )
    return Coded(
        document_id="d", n=n, turn=0, start=0, end=1, text="", words=words, speaker="", role=role,
        joint=False, quoted=quoted, issues=tuple(issues), target=tuple(target), firmness=None,
        linkage="", soft=(), cases=(), prompted=prompted,
        agendas={agenda: 1 / len(agendas) for agenda in agendas},
        tally=tally(words, role, coding, PARENTS) if counts else plain(words, False),
    )  # fmt: skip


ROWS = [
    said(0, 10, ["ECO_TRADE"]),
    said(1, 20, ["HR_TORTURE", "ECO_TRADE"]),
    said(2, 30),
    said(3, 40, ["HR_TORTURE", "HR_GENERIC"]),
]


def test_attention_divides_a_sentence_between_its_agendas():
    rights = attention(ROWS, "HR")
    assert rights.share == pytest.approx((20 / 2 + 40) / 100)
    assert rights.sentence_share == pytest.approx((0.5 + 1) / 4)
    assert rights.full_share == pytest.approx(60 / 100)
    assert (rights.sentences, rights.of_sentences, rights.of_words) == (2, 4, 100)
    shares = [attention(ROWS, agenda).share for agenda in ("HR", "ECO", "SEC")]
    assert sum(shares) == pytest.approx(70 / 100)


def test_nothing_said_is_not_zero():
    assert attention([], "HR").share is None
    assert parity([], "ECO").log_ratio is None


def test_parity_smooths_by_half_the_mean_sentence():
    result = parity(ROWS, "ECO")
    assert result.log_ratio == pytest.approx(math.log((50 + 12.5) / (20 + 12.5)))
    assert result.times == pytest.approx(62.5 / 32.5)
    assert (result.rights_sentences, result.comparator_sentences) == (2, 2)
    assert parity([said(0, 9)], "ECO").log_ratio is None


def test_parity_is_zero_for_equal_words():
    rows = [said(0, 15, ["HR_TORTURE"]), said(1, 15, ["SEC_CYBER"])]
    assert parity(rows, "SEC").log_ratio == 0


def test_own_country_carries_no_credit_but_its_words_count():
    rows = [said(0, 50, ["HR_TORTURE"], target=("SELF",)), said(1, 50, ["HR_TORTURE"])]
    assert attention(rows, "HR").share == 0.5
    assert rows[0].rights == ()


@pytest.mark.parametrize(
    ("target", "scope", "counts"),
    [
        ((), "foreign", True),
        (("SELF",), "foreign", False),
        (("SELF", "CHN"), "foreign", True),
        (("PRK",), "foreign", True),
        (("PRK",), "counterpart", False),
        (("CHN", "PRK"), "counterpart", True),
        (("GENERIC",), "counterpart", True),
        (("SELF",), "counterpart", False),
    ],
)
def test_scope(target, scope, counts):
    assert in_scope(target, scope, "CHN") is counts


def test_a_journalists_words_and_quoted_words_are_nobodys_position():
    rows = [
        said(0, 10, ["HR_TORTURE"], role=Role.JOURNALIST),
        said(1, 10, ["HR_TORTURE"], quoted=True),
        said(2, 10, ["ECO_TRADE"]),
    ]
    assert [row.n for row in spoken_by(rows, (Role.PRINCIPAL,))] == [2]


def test_who_raised_it_first_and_how():
    rows = [
        said(0, 5, ["ECO_TRADE"]),
        said(1, 5, ["HR_TORTURE"], role=Role.JOURNALIST),
        said(2, 5, ["HR_TORTURE"], prompted=True),
        said(3, 5, ["HR_GENERIC"], prompted=False),
        said(4, 5, ["HR_GENERIC"]),
    ]
    how = raised(rows)
    assert (how.first.n, how.own.n) == (1, 2)
    assert (how.volunteered, how.prompted, how.unaskable) == (1, 1, 1)
    assert raised(rows[:1]).first is None


def test_breadth_and_issue_counts():
    named = breadth(ROWS, ["HR_GENERIC", "HR_TORTURE", "HR_LIFE"])
    assert named.mentioned == ("HR_GENERIC", "HR_TORTURE")
    assert named.not_mentioned == ("HR_LIFE",)
    assert named.share == pytest.approx(2 / 3)
    assert attention_by_issue(ROWS, ["HR_TORTURE", "HR_LIFE"]) == {
        "HR_TORTURE": (2, 60),
        "HR_LIFE": (0, 0),
    }


def test_read_needs_the_counterpart_for_its_scope():
    import pyarrow as pa

    schema = pa.unify_schemas(
        [SENTENCES, pa.schema([f for f in CODINGS if f.name not in SENTENCES.names])]
    )
    table = pa.Table.from_pylist(
        [{"document_id": "d", "n": 0, "words": 3, "role": "principal"}], schema
    )
    (row,) = read(table, PARENTS)
    assert (row.issues, row.agendas, row.firmness) == ((), {}, None)
    with pytest.raises(ValueError, match="ISO3"):
        read(table, PARENTS, scope="counterpart")


def test_a_day_may_be_written_without_hyphens():
    assert Selection(since="20210318").since == "2021-03-18"
