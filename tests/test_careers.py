"""Announcements of appointments list careers in the words of every issue. All are invented."""

from __future__ import annotations

import pytest

from outspoken.coders.lexicon.careers import announces
from utterances import line


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Chancellor Announces Key Nominations", True),
        ("Nominations Sent to the Senate of Lethe", True),
        ("Her Majesty's Government: Change of Ambassador to Valdoria", True),
        ("Remarks by the Chancellor on the Nomination of Judge Arden", False),
        ("Interview: who will be appointed?", False),
        ("Joint Statement on Trade", False),
        ("A disappointment for the harbour", False),
    ],
)
def test_appointments_are_told_by_the_title(title: str, expected: bool) -> None:
    assert announces(title) is expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "The Chancellor Announces Key Nominees",
            "She led the fight against human trafficking.",
            (),
        ),
        (
            "The Chancellor Announces Key Nominees",
            "These officials will defend the rule of law.",
            ("HR_RULEOFLAW",),
        ),
        ("Talks in Lethe", "She led the fight against human trafficking.", ("HR_LABOUR",)),
    ],
)
def test_a_career_is_no_issue(title: str, text: str, expected: tuple[str, ...]) -> None:
    found = line(text, title=title)
    assert tuple(one["issue"] for one in found["issues"]) == expected
