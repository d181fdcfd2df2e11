"""SIGKILL in the middle: nobody stays untold, and at most the one mail whose fate nobody can know comes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mail.certificates import Certificates
from tests.mail.killing import CALLS, PEOPLE, Place, sweep
from tests.mail.server import Server


def test_killed_anywhere() -> None:
    """A kill at a system call, then a normal run: the promise holds at each point tried.

    Every 20th point here; `bench/remind.py kill` tries all of them.
    """
    killed = [point for point in sweep(every=20) if point.killed]
    assert [point for point in killed if not point.kept] == []
    # All kinds of calls were reached, but for those that a run does not make.
    assert {*CALLS} - {point.call for point in killed} <= {"fsync"}
    # They struck before the first mail, between the mails and after the last one.
    assert {point.before for point in killed} == {0, 1, 2, len(PEOPLE)}


@pytest.mark.parametrize("who", PEOPLE)
def test_killed_while_the_answer_is_awaited(who: str, tmp_path: Path) -> None:
    """The server has the mail and the run dies before it hears of it: that mail comes twice, with one Message-ID."""
    tmp_path.chmod(0o700)
    with Server() as server:
        point = Place(tmp_path, server).kill_awaiting(who)
    assert (point.killed, point.kept, point.repeated) == (True, True, [who])


def test_killed_anywhere_over_tls(certificates: Certificates) -> None:
    """The same over STARTTLS with a login, from the first connection on; `bench/remind.py kill` tries all points."""
    killed = [point for point in sweep(every=60, tls=certificates) if point.killed]
    assert [point for point in killed if not point.kept] == []
    assert {"write", "read", "connect", "fdatasync"} <= {point.call for point in killed}
    assert {point.before for point in killed} >= {0, len(PEOPLE)}
