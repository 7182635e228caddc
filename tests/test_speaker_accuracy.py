"""Roles of speakers on real transcripts that a person has read (see benchmarks/roles.py)."""

from __future__ import annotations

from benchmarks.roles import score


def test_at_least_98_of_100_turns_have_the_right_role(shared):
    scores = score(shared / "record")
    assert len(scores) >= 20
    right, turns = sum(s.right for s in scores), sum(s.turns for s in scores)
    assert turns > 700
    assert right / turns >= 0.98, [s for s in scores if s.wrong]
