"""SIGKILL in the middle: nobody stays untold, and at most the one mail whose fate nobody can know comes twice."""

from __future__ import annotations

from collections import Counter

from tests.remind.killing import CALLS, sweep


def test_killed_anywhere() -> None:
    """A kill at a system call, then a normal run: the promise holds at each point tried.

    Every 20th point here; `bench/remind.py kill` tries all of them.
    """
    points = list(sweep(every=20))
    assert [point for point in points if point.killed and not point.kept] == []
    killed = Counter(point.call for point in points if point.killed)
    # All kinds of calls were reached, but for those that a run does not make.
    assert {call for call in CALLS if not killed[call]} <= {"fsync"}
    assert any(point.repeated for point in points) or all(point.before < 3 for point in points)
