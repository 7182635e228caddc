"""Specificity: the kinds of checkable detail tied to rights."""

from __future__ import annotations

import pytest

from outspoken.coders.lexicon.specificity import specificity
from utterances import said


@pytest.mark.parametrize(
    ("text", "cases", "count"),
    [
        ("We are concerned about human rights.", (), 0),
        ("We are concerned about the torture of prisoners in Valdor.", (), 1),
        ("They tortured 40 protesters.", (), 1),
        ("Dozens of journalists were jailed.", (), 1),
        ("She was jailed for blasphemy, and human rights lawyers were detained.", (), 1),
        ("We call for the release of Ana Orlo, a human rights defender.", ("Ana Orlo",), 1),
        (
            "Ana Orlo, a human rights defender, was sentenced to nine years for sedition on "
            "4 May 2021 in Valdor.",
            ("Ana Orlo",),
            4,
        ),
        ("Article 23 threatens press freedom.", (), 1),
        ("We discussed trade worth 40 million in 2020.", (), 0),
        ("We raised human rights, and we will meet again on 4 May 2022.", (), 0),
        ("We raised human rights; trade grew by 40 percent.", (), 0),
    ],
)
def test_details_count_once_each_and_only_beside_rights(text, cases, count):
    assert len(specificity(said(text), cases)) == count
