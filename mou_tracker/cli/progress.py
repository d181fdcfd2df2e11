"""What is being done, said on a terminal once it lasts; nothing elsewhere."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.streams import Stream
from mou_tracker.language.wording import Wording

AFTER = 2.0  # seconds for which nobody wonders
EVERY = 0.5
_ACTIVE = "mou.progress"


class Progress:
    """One line at the end of the screen, from a thread of its own. It makes room for whatever else is printed."""

    def __init__(self, say: Wording, doing: Phrase, screen: TextIO) -> None:
        self.say, self.doing, self.screen = say, doing, screen
        self.since = time.monotonic()
        self.asking = self.shown = False
        self.ended, self.lock = threading.Event(), threading.Lock()
        self.thread = threading.Thread(target=self._tell, daemon=True)
        self.thread.start()

    def now(self, doing: Phrase) -> None:
        """Another part begins, with time of its own."""
        with self.lock:
            self.doing, self.since = doing, time.monotonic()

    def clear(self) -> None:
        """Take the line away; it comes again."""
        with self.lock:
            self._put("")

    def ask(self, asking: bool) -> None:
        """Whether it is somebody else who takes time."""
        with self.lock:
            self._put("")
            self.asking, self.since = asking, time.monotonic()

    def end(self) -> None:
        """Nothing more is said."""
        self.ended.set()
        self.thread.join()
        self.clear()

    def _tell(self) -> None:
        while not self.ended.wait(EVERY):
            with self.lock:
                passed = time.monotonic() - self.since
                told = phrase("{doing} … {n} s", doing=self.doing, n=int(passed))
                self._put(self.say(told) if passed >= AFTER and not self.asking else "")

    def _put(self, text: str) -> None:
        if text or self.shown:
            with suppress(OSError):  # a terminal that is gone
                self.screen.write(f"\r\x1b[K{text}")
                self.screen.flush()
        self.shown = bool(text)


class Unseen:
    """In its place where there is no terminal."""

    def now(self, doing: Phrase) -> None:
        """Another part begins."""


@contextmanager
def progress(say: Wording, doing: Phrase) -> Iterator[Progress | Unseen]:
    """Say what is being done while it is. What is printed meanwhile stands above it, and a question stops it."""
    screen = _screen()
    if screen is None:
        yield Unseen()
        return
    context = click.get_current_context()
    with screen:
        streams = [one for one in (sys.stdout, sys.stderr) if isinstance(one, Stream)]
        context.meta[_ACTIVE] = shown = Progress(say, doing, screen)
        for one in streams:
            one.before = shown.clear
        try:
            yield shown
        finally:
            for one in streams:
                one.before = None
            del context.meta[_ACTIVE]
            shown.end()


@contextmanager
def stopped() -> Iterator[None]:
    """While somebody is asked nothing is said of what is being done."""
    shown = click.get_current_context().meta.get(_ACTIVE)
    if shown:
        shown.ask(True)
    try:
        yield
    finally:
        if shown:
            shown.ask(False)


def _screen() -> TextIO | None:
    """The terminal that standard error leads to, by a descriptor of its own: the other may lead nowhere for a while."""
    if not sys.stderr.isatty():
        return None
    try:
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace")
    except (OSError, ValueError):
        return None
