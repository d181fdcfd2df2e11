"""Registers read in several processes give the bytes that one gives; a small run shares nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from mou_tracker.basics.findings import Failure
from mou_tracker.cli.several import gather, processes
from mou_tracker.language.wording import wording
from tests.conftest import Ran
from tests.several.conftest import DAY

Mou = Callable[..., Ran]
SAY = wording("en")


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "-r", "regs", "--as-of", DAY),
        ("status", "-r", "regs", "--as-of", DAY, "-f", "json"),
        ("status", "-r", "regs", "--as-of", DAY, "-f", "csv", "--bom"),
        ("status", "-r", "regs", "--as-of", DAY, "-f", "markdown", "--lang", "id"),
        ("status", "-r", "regs", "--as-of", DAY, "-f", "prometheus", "--status", "lapsed"),
        ("status", "-r", "regs", "--as-of", DAY, "-f", "json", "bandung/petaling-jaya-2015"),
        ("agenda", "-r", "regs", "--as-of", DAY, "-f", "json"),
        ("report", "-r", "regs/bandung.yaml", "-r", "regs/cimahi", "--as-of", DAY),
        ("calendar", "-r", "regs/bandung.yaml", "-r", "regs/cimahi", "--as-of", DAY),
        ("check", "regs"),
        ("check", "regs", "-f", "json"),
    ],
)
def test_the_same_bytes_come_out(
    mou: Mou, with_broken: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """However many processes read, and whether long pieces were kept in files; on the standard error too."""
    alone = mou(*arguments)
    monkeypatch.setattr(processes, "WORTH", 0)
    monkeypatch.setattr(gather, "WORTH", 0)
    for number in (1, 3):
        monkeypatch.setenv("MOU_PROCESSES", str(number))
        # When nothing could be read is a moment on the clock.
        assert _timeless(mou(*arguments)) == _timeless(alone)


def _timeless(ran: Ran) -> tuple[int, list[str], str]:
    return ran.status, [one for one in ran.out.splitlines() if "timestamp_seconds{" not in one], ran.err


def test_pages_of_each_are_the_same(mou: Mou, registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They pass through files on their way."""
    mou("report", "-r", "regs", "--as-of", DAY, "-o", "one/")
    monkeypatch.setattr(processes, "WORTH", 0)
    monkeypatch.setattr(gather, "WORTH", 0)
    mou("report", "-r", "regs", "--as-of", DAY, "-o", "two/")
    for page in Path("one").iterdir():
        assert page.read_bytes() == (Path("two") / page.name).read_bytes()


def test_nothing_is_left_behind(mou: Mou, registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files for long pieces are gone when the run has ended, a failed one too."""
    monkeypatch.setattr(gather, "WORTH", 0)
    Path("tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(Path("tmp").absolute()))
    assert mou("status", "-r", "regs", "-f", "json").status == 0
    assert mou("status", "-r", "regs", "-f", "json", "nope").status == 2
    assert list(Path("tmp").iterdir()) == []


def _pid(job: int) -> int:
    return os.getpid()


def _ends(job: int) -> int:
    os._exit(9)


def _fails(job: int) -> int:
    raise ValueError(job)


def test_below_a_size_nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """To start processes takes as long as to read a small register."""
    monkeypatch.setenv("MOU_PROCESSES", "2")
    assert set(processes.made(_pid, range(4), SAY, processes.WORTH - 1)) == {os.getpid()}
    assert os.getpid() not in processes.made(_pid, range(4), SAY, processes.WORTH)
    assert processes.made(_pid, [1], SAY, processes.WORTH) == [os.getpid()]
    monkeypatch.setenv("MOU_PROCESSES", "1")
    assert set(processes.made(_pid, range(4), SAY, processes.WORTH)) == {os.getpid()}


def test_what_happens_in_a_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is killed is a failed run that says so; a mistake in it is one of the whole."""
    monkeypatch.setenv("MOU_PROCESSES", "2")
    with pytest.raises(Failure) as failed:
        processes.made(_ends, range(4), SAY, processes.WORTH)
    assert failed.value.message.msgid == "a process that was reading registers was ended from outside"
    with pytest.raises(ValueError, match="0"):
        processes.made(_fails, range(4), SAY, processes.WORTH)


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", pytest.param("9" * 5000, id="5000 digits")])
def test_a_number_of_processes_is_a_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Anything else is refused."""
    monkeypatch.setenv("MOU_PROCESSES", value)
    with pytest.raises(Failure):
        processes.processes()


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_tells_how_far_it_is_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it lasts; the results have the standard output for themselves."""
    monkeypatch.setenv("MOU_PROCESSES", "1")
    large = processes.WORTH
    for stream, size, drawn in ((Terminal(), large, True), (Terminal(), 10, False), (StringIO(), large, False)):
        monkeypatch.setattr(sys, "stderr", stream)
        processes.made(_pid, range(4), SAY, size)
        assert ("4/4" in stream.getvalue()) == drawn
