"""What is being done is said on a terminal once it lasts, and gets in nobody's way."""

from __future__ import annotations

import io
import os
import pty
import select
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import click
import pytest

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import progress as module
from mou_tracker.cli.progress import Progress, Unseen, progress, stopped
from mou_tracker.cli.streams import Stream, unheard
from mou_tracker.language.wording import wording
from tests.conftest import Ran

READING, WRITING = phrase("reading the sheet"), phrase("writing the sheet")
SAY = wording("en")
PATIENCE = 5.0


class Screen:
    """A terminal as standard output and error, and all that was written to it."""

    def __init__(self, reading: int, under: TextIO, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reading, self.under, self.monkeypatch, self.seen = reading, under, monkeypatch, ""

    def on(self) -> None:
        """What is printed from now on stands on it; pytest has streams of its own until a test begins."""
        for name in ("stdout", "stderr"):
            self.monkeypatch.setattr(sys, name, Stream(self.under, defused=False))

    def until(self, text: str) -> str:
        """Wait until a text stands there; gives all that came up to it."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _, _ = select.select([self.reading], [], [], max(0, end - time.monotonic()))
            assert ready, (text, self.seen)
            self.seen += os.read(self.reading, 10_000).decode()
        before, _, self.seen = self.seen.partition(text)
        return before


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """A terminal, on which what is being done is said at once."""
    reading, writing = pty.openpty()
    monkeypatch.setattr(module, "AFTER", 0.0)
    monkeypatch.setattr(module, "EVERY", 0.01)
    with os.fdopen(writing, "w", encoding="utf-8") as under, click.Context(click.Command("x")):
        yield Screen(reading, under, monkeypatch)
    os.close(reading)


def test_each_part_is_named_and_the_line_goes_away(screen: Screen) -> None:
    """In one line, which is overwritten; nothing of it is left."""
    screen.on()
    with progress(SAY, READING) as doing:
        screen.until("\r\x1b[Kreading the sheet … 0 s")
        doing.now(WRITING)
        screen.until("\r\x1b[Kwriting the sheet … 0 s")
    print("done", file=sys.stderr, flush=True)
    assert screen.until("done").endswith("\r\x1b[K")


def test_what_is_printed_meanwhile_stands_in_a_line_of_its_own(screen: Screen) -> None:
    """On either stream; the line comes again below it."""
    screen.on()
    with progress(SAY, READING):
        for stream in (sys.stdout, sys.stderr):
            screen.until("… 0 s")
            print("a warning", file=stream, flush=True)
            assert screen.until("a warning").endswith("\r\x1b[K")
        screen.until("reading the sheet … 0 s")


def test_nothing_is_said_while_somebody_is_asked(screen: Screen) -> None:
    """The question stays where it is, however long the answer takes."""
    screen.on()
    with progress(SAY, READING):
        screen.until("… 0 s")
        with stopped():
            click.echo("Which file? ", err=True, nl=False)
            sys.stderr.flush()
            screen.until("Which file? ")
            time.sleep(0.1)
            click.echo("answered", err=True)
            assert screen.until("answered") == ""
        screen.until("reading the sheet … 0 s")


def test_what_takes_no_time_is_not_said(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds are no time, each part's own."""
    screen.on()
    monkeypatch.setattr(module, "AFTER", PATIENCE)
    with progress(SAY, READING):
        time.sleep(0.1)
    print("done", flush=True)
    assert screen.until("done") == ""


def test_it_is_seen_while_a_library_is_not_heard(screen: Screen, capfd: pytest.CaptureFixture[str]) -> None:
    """What a library writes past Python goes nowhere; after it everything is as it was, also after an error."""
    screen.on()

    def panic() -> None:
        with unheard():
            os.write(2, b"thread '<unnamed>' panicked\n")
            screen.until("… 0 s")
            raise LookupError

    with progress(SAY, READING), pytest.raises(LookupError):
        panic()
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"


def test_elsewhere_than_on_a_terminal_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread is begun for it, and a terminal without a descriptor is none."""

    class Odd(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (io.StringIO(), Odd()):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress(SAY, READING) as doing:
            doing.now(WRITING)
            assert isinstance(doing, Unseen)
        assert stream.getvalue() == ""


@pytest.mark.parametrize("command", ["import", "export"])
def test_every_part_of_an_import_and_an_export_says_what_it_does(
    register: Callable[[str], Path], mou: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Also after the yes, and while the register is read."""
    path = register("register: {owner: a@example.org}\nagreements: []\n")
    Path("list.csv").write_text("Mitra,Negara,Judul,Tanggal TTD\nOslo,NO,MoU,2024-01-02\n", "utf-8")
    said: list[str] = []
    monkeypatch.setattr(Unseen, "now", lambda _, doing: said.append(SAY(doing)))
    assert Progress.now is not Unseen.now
    arguments = ("import", "list.csv", "--yes") if command == "import" else ("export", "out.xlsx")
    mou(*arguments, "-r", path, "--as-of=2026-11-21")
    assert (
        said
        == {
            "import": [
                "reading the register",
                "reading the sheet",
                "comparing with the register",
                "checking what is to be written",
                "writing the register",
            ],
            "export": ["writing the sheet"],
        }[command]
    )
