"""A disk that fails in the middle: nothing is sent without a record, and a mail that went out unrecorded is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remind.killing import Place
from tests.remind.server import Server


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


@pytest.mark.parametrize(("call", "error"), [("pwrite64", "ENOSPC"), ("fdatasync", "EIO")])
def test_fails_in_the_middle(place: Place, call: str, error: str) -> None:
    """From any point on the disk fails: exit 2, at most one mail is out that is not recorded, and its id is said."""
    count = place.count(call)
    unrecorded = 0
    for number in range(4, count, 16 if call == "pwrite64" else 8):
        point = place.disturb(call, number, f"error={error}:when={number}+")
        assert (point.first_status, point.kept) == (2, True), point
        if point.repeated:
            unrecorded += 1
            (who,) = point.repeated
            (id,) = point.ids[who]
            assert f"mail {id} to {who} was sent, but the ledger cannot be written" in point.first_said
    assert unrecorded


def test_the_lock_cannot_be_had(place: Place) -> None:
    """A file system without locks is refused, since two runs could not know of each other."""
    point = place.disturb("flock", 1, "error=ENOLCK:when=1")
    assert (point.first_status, point.before, point.kept) == (2, 0, True)
    assert "No locks available" in point.first_said


def test_nothing_is_left_behind(place: Place) -> None:
    """After all that the state folder holds the ledger and its lock, no journal and no draft."""
    place.disturb("pwrite64", 30, "error=ENOSPC:when=30+")
    left = sorted(file.name for file in Path(place.folder, "state").iterdir())
    assert left == ["ledger.sqlite", "ledger.sqlite.lock"]
