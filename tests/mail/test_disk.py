"""A disk that fails in the middle: nothing is sent without a record, and a mail that went out unrecorded is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mail.killing import PEOPLE, Place, Point
from tests.mail.server import Server


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("disk")
    folder.chmod(0o700)
    with Server() as server:
        yield Place(folder, server)


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS"])
def test_first_write_fails(place: Place, error: str) -> None:
    """Full, broken or read-only from the start: exit 2, nothing sent; once mended everyone is told once."""
    point = place.disturb("pwrite64", 1, f"error={error}:when=1+")
    assert (point.first_status, point.before, point.kept, point.repeated) == (2, 0, True, [])
    assert "the ledger" in point.first_said
    assert "cannot be used" in point.first_said


FAILING = pytest.mark.parametrize(("call", "error"), [("pwrite64", "ENOSPC"), ("fdatasync", "EIO")])


@FAILING
def test_fails_in_the_middle(place: Place, call: str, error: str) -> None:
    """From any point on the disk fails: exit 2, at most one mail is out that is not recorded, and its id is said."""
    for number in range(4, place.count(call), 16 if call == "pwrite64" else 8):
        named(place.disturb(call, number, f"error={error}:when={number}+"))


@FAILING
def test_fails_when_a_mail_has_gone_out(place: Place, call: str, error: str) -> None:
    """The disk fails at the first call after a mail's text: just that mail is unrecorded and comes again."""
    points = [place.disturb(call, number, f"error={error}:when={number}+") for number in place.after_each_mail(call)]
    for point in points:
        named(point)
    assert [(point.before, point.repeated) for point in points] == [(n, [who]) for n, who in enumerate(PEOPLE, 1)]


def named(point: Point) -> None:
    """The promise holds at a point where the disk failed, and whoever is told twice was named with the mail's id."""
    assert (point.first_status, point.kept) == (2, True), point
    for who in point.repeated:
        (id,) = point.ids[who]
        assert f"mail {id} to {who} was sent, but the ledger cannot be written" in point.first_said


def test_the_lock_cannot_be_had(place: Place) -> None:
    """A file system without locks is refused, since two runs could not know of each other."""
    point = place.disturb("flock", 1, "error=ENOLCK:when=1")
    assert (point.first_status, point.before, point.kept) == (2, 0, True)
    assert "No locks available" in point.first_said


KEPT = ("ledger.sqlite", "ledger.sqlite.lock")


@pytest.mark.parametrize("number", [4, 30, 60])
def test_a_run_leaves_nothing_behind(place: Place, number: int) -> None:
    """A run that fails leaves a journal only where the next one needs it, and that one leaves none."""
    point = place.disturb("pwrite64", number, f"error=ENOSPC:when={number}+")
    left = tuple(name for name in point.left if name != "ledger.sqlite-journal" or number == 4)
    assert (point.first_status, left, place.state()) == (2, KEPT, KEPT)


FULL = """\
mou: error: the ledger state/ledger.sqlite cannot be used: database or disk is full
     nothing was sent; see to the disk and its rights, then run again
"""


@pytest.mark.parametrize("number", [1, 5, 20])
def test_a_ledger_is_made_whole_or_not_at_all(place: Place, number: int) -> None:
    """Where the disk fails while a ledger is made there is none afterwards, and no draft of one."""
    ran = place.begin_disturbed("pwrite64", f"error=ENOSPC:when={number}+")
    assert (ran.returncode, ran.stderr, place.state()) == (2, FULL, ())
