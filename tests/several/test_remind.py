"""`mou remind` of several registers: one after another, each with its own ledger, none stopping another."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes
from pathlib import Path

import click
import pytest

from mou_tracker import clock
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.several.remind import one_by_one
from mou_tracker.language.wording import wording
from mou_tracker.register.several import Named
from tests.conftest import Ran

Mou = Callable[..., Ran]


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mail goes into a folder."""
    settings = tmp_path / "mail.toml"
    settings.write_text('[mail]\nfrom = "mou@example.org"\noutbox = "outbox"\n')
    settings.chmod(0o600)
    tmp_path.chmod(0o700)
    monkeypatch.setenv("MOU_SETTINGS", str(settings))
    monkeypatch.setattr(clock, "today", lambda zone: date(2026, 11, 23))  # a Monday, when digests go out
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))
    return tmp_path / "outbox"


def recipients(outbox: Path) -> list[str]:
    """Who was told."""
    return sorted(str(message_from_bytes(one.read_bytes())["To"]) for one in outbox.rglob("*.eml"))


def test_each_is_told_from_its_own_ledger(mou: Mou, registers: Path, outbox: Path) -> None:
    """Both begin, both send, and a second run sends nothing."""
    begun = mou("remind", "--init", "-r", "regs", "--as-of", "2026-11-20")
    assert (begun.status, begun.out.splitlines()[::3]) == (0, ["bandung:", "cimahi-ks:"])
    assert len(list(Path("home/mou").glob("*/ledger.sqlite"))) == 2
    first = mou("remind", "-r", "regs")
    assert (first.status, recipients(outbox)) == (0, ["a@bandung.example"])
    assert first.out.startswith("bandung:\n1 mail sent")
    again = mou("remind", "-r", "regs")
    assert (again.status, again.out, len(recipients(outbox))) == (0, "", 1)


def test_many_registers_begin_without_reading_all_ledgers_for_each(
    mou: Mou, register: Callable[..., Path], outbox: Path
) -> None:
    """Whether a new register had a ledger before is asked of every other one: each is opened for that once."""
    for number in range(12):
        register(f"register: {{id: r{number}, name: R{number}}}\nagreements: []\n", f"many/{number}.yaml")
    opened.clear()
    assert mou("remind", "--init", "-r", "many").status == 0
    assert len(opened) == 12 + 11, "one for its beginning, and one for whose it is but for the last"


opened: list[object] = []
sys.addaudithook(lambda event, given: opened.append(given) if event == "sqlite3.connect" else None)


def test_a_failing_register_stops_no_other(mou: Mou, with_broken: Path, outbox: Path) -> None:
    """The status is the worst, and what failed is said under its name."""
    mou("remind", "--init", "-r", "regs", "--as-of", "2026-11-20")
    next(Path("home/mou").glob("*bandung*/ledger.sqlite")).write_bytes(b"not a ledger" * 100)
    ran = mou("remind", "-r", "regs")
    assert ran.status == 2
    assert [one for one in ran.err.splitlines() if one.endswith(":")] == ["bandung:", "garut:"]
    assert recipients(outbox) == []
    looked = mou("remind", "--dry-run", "-r", "regs")
    assert [one for one in looked.out.splitlines() if one in ("cimahi-ks:", "bandung:")] == ["cimahi-ks:"]


def test_one_ledger_is_not_that_of_several(mou: Mou, registers: Path) -> None:
    """Which of them would it be?"""
    ran = mou("remind", "--init", "-r", "regs", "--ledger", "ledger.sqlite")
    assert (ran.status, Path("ledger.sqlite").exists()) == (2, False)
    assert "a ledger is of one register, and 2 are named" in ran.err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Failure(phrase("no way"), phrase("try that")), "mou: error: no way\n     try that\n"),
        (PermissionError(13, "Permission denied", "x.yaml"), "mou: error: x.yaml: Permission denied\n"),
        (click.UsageError("not so"), "mou: error: not so\n"),
        (
            ValueError("x"),
            "mou: error: a mistake in mou itself: ValueError: x\n"
            "     please report it; MOU_DEBUG=1 shows where it happened\n",
        ),
    ],
)
def test_whatever_fails_with_one_is_told_as_ever(
    capsys: pytest.CaptureFixture[str], error: Exception, told: str
) -> None:
    """In the words in which a run of it alone tells it, under its name; the next has its turn."""

    def work(path: str) -> int:
        if path == "a.yaml":
            raise error
        print(path)
        return 0

    assert one_by_one(wording("en"), [Named("a", Path("a.yaml")), Named("b", Path("b.yaml"))], work) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("b:\nb.yaml\n", f"a:\n{told}")


def test_who_breaks_off_is_not_held() -> None:
    """No other register has its turn then."""

    def work(path: str) -> int:
        raise click.exceptions.Abort

    with pytest.raises(click.exceptions.Abort):
        one_by_one(wording("en"), [Named("a", Path("a.yaml")), Named("b", Path("b.yaml"))], work)
