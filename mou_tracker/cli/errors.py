"""The world failing, told in one sentence: raised anywhere below a command, caught only in `main`."""

from __future__ import annotations

from mou_tracker.core.phrases import Phrase


class Failure(Exception):
    """The run cannot go on; ends it with exit status 2 and this sentence."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint
