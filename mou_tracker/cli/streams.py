"""Standard output and error for a run: neither ever fails it, and where a build service listens no text gives orders.

What could not be written is remembered and told in one line at the end. Beneath lies whatever `sys.stdout` was, None
where it was closed before the program began.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from mou_tracker.basics.escaping import escape_ci_commands
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.wording import Wording

# Build services that take orders from what is printed, by the variable that each sets.
LISTENING = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")


class _Bytes:
    """The way for bytes, guarded like that for text."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream

    def write(self, data: bytes) -> int:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("bytes are wanted")
        if not (self.stream.defused and self._as_text(data)):
            self.stream.put(lambda under: under.buffer.write(data), bool(data))
        return len(data)

    def _as_text(self, data: bytes) -> bool:
        try:
            self.stream.write(bytes(data).decode())
        except UnicodeDecodeError:
            return False
        return True

    def flush(self) -> None:
        self.stream.flush()


class Stream:
    """One of the two streams, in the place of Python's own."""

    def __init__(self, under: TextIO | None, defused: bool) -> None:
        self.under, self.defused = under, defused
        self.gone = False
        self.why: str | Phrase | None = None
        """What the system said when something was lost; an empty text where the stream was closed from the start."""
        self.before: Callable[[], None] | None = None
        """What makes room for what is written."""
        self.buffer = _Bytes(self)
        self._line = self._sent = ""  # the line under way, as it was given and as it went out
        self._json: bool | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.under, name)

    @property
    def lost(self) -> bool:
        """Whether something did not arrive that somebody was to see; a reader who left has seen enough."""
        return self.why is not None and not self.gone

    def isatty(self) -> bool:
        """Whether a terminal shows it."""
        return self.under is not None and self.under.isatty()

    def write(self, text: str) -> int:
        """Write a text; under a build service such that it obeys nothing in it."""
        if not isinstance(text, str):
            raise TypeError("a text is wanted")
        self.as_is(self._safe(text) if self.defused else text)
        return len(text)

    def as_is(self, text: str) -> None:
        """Write a text that may give the build service orders: ours, made of data that was made safe."""
        self.put(lambda under: under.write(text), bool(text))

    def writelines(self, pieces: Iterable[str]) -> None:
        """Write a large text, which comes in pieces."""
        if self.defused:
            for piece in pieces:
                self.write(piece)
        else:
            self.put(lambda under: under.writelines(pieces), True)

    def flush(self) -> None:
        """Let out what is held back."""
        self.put(lambda under: under.flush(), False)

    def put(self, do: Callable[[TextIO], object], something: bool) -> None:
        """Do what writes, unless something was lost before: half an output must not look whole."""
        if self.why is not None:
            return
        if self.under is None:
            self.why = "" if something else None
            return
        try:
            if self.before and something:
                self.before()
            do(self.under)
        except (BrokenPipeError, ConnectionResetError):
            self.why, self.gone = "", True
        except OSError as error:
            from mou_tracker.basics.system_errors import reason

            self.why = reason(error)

    def _safe(self, text: str) -> str:
        """The text without orders, also where one would be put together from two pieces.

        In JSON the signs of an old order are written as JSON may write any, so that the data stay what they are.
        """
        if not text:
            return ""
        if self._json is None:
            self._json = text.startswith(("{", "["))
        escape = _in_json if self._json else escape_ci_commands
        whole = escape(self._line + text)
        again = "\\" + escape(text).removeprefix("\\")  # where an order began in what went out already
        out = whole[len(self._sent) :] if whole.startswith(self._sent) else again
        line = text[text.rfind("\n") + 1 :]
        if "\n" in text:
            self._line, self._sent = line, out[out.rfind("\n") + 1 :]
        else:
            went_on = whole.startswith(self._sent)
            self._sent += out
            # Once an order was broken in what went out, that is the line which goes on.
            self._line = self._line + line if went_on else self._sent
        return out


def _in_json(text: str) -> str:
    return escape_ci_commands(text, "#\\u0023")


@contextmanager
def guarded(environment: Mapping[str, str]) -> Iterator[tuple[Stream, Stream]]:
    """Guard both streams for a run."""
    defused = any(environment.get(name) for name in LISTENING)
    before = sys.stdout, sys.stderr
    out, err = Stream(before[0], defused), Stream(before[1], defused)
    sys.stdout, sys.stderr = out, err
    try:
        yield out, err
    finally:
        sys.stdout, sys.stderr = before


def settled(status: int, out: Stream, err: Stream, say: Wording) -> int:
    """The exit status of a run when all is written: 1 in place of 0 where its output was lost, and a line says why."""
    out.flush()
    if out.lost:
        said = phrase("standard output: {why}", why=out.why) if out.why else phrase("standard output is closed")
        err.write(f"mou: {say(phrase('error'))}: {say(said)}\n")
    err.flush()
    return status or int(out.lost)


@contextmanager
def unheard() -> Iterator[None]:
    """What a library writes to standard error by itself, past Python, is not seen: a failure is told in our own words.

    The descriptor leads nowhere meanwhile, for the whole process: nobody else writes there then, but for the progress
    on a terminal, which has a descriptor of its own.
    """
    sys.stderr.flush()
    kept, nowhere = os.dup(STANDARD_ERROR), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)


STANDARD_ERROR = 2


def reserve() -> None:
    """Keep the three standard descriptors taken where one was closed: a file opened later must not get its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # for the whole run
