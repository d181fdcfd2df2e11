"""`mou remind` of several registers: one after another, as if each were run by itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from typing import Any, TextIO, cast

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.main import caught
from mou_tracker.language.wording import Wording
from mou_tracker.register.several import Named


class Headed:
    """A stream that says whose words follow before the first of them: who has nothing to say is not named."""

    def __init__(self, under: TextIO, head: str) -> None:
        self.under, self.head = under, head

    def __getattr__(self, name: str) -> Any:
        return getattr(self.under, name)

    def write(self, text: str) -> int:
        """Write a text, after the head if it is the first."""
        if text and self.head:
            self.under.write(self.head)
            self.head = ""
        return self.under.write(text)

    def writelines(self, texts: Iterable[str]) -> None:
        """Write several."""
        for text in texts:
            self.write(text)


def refuse_one_ledger(given: str | None, number: int) -> None:
    """A ledger is one register's; which of them would a named one be?"""
    if given or os.environ.get("MOU_LEDGER"):
        hint = phrase("leave --ledger and MOU_LEDGER out: each register has a ledger of its own in the state folder")
        raise Failure(phrase("a ledger is of one register, and {n} are named", n=number), hint)


def one_by_one(say: Wording, registers: Sequence[Named], work: Callable[[str], int]) -> int:
    """Do it for each; what fails with one is said, and the others have their turn. The status is the worst of all."""

    def turn(one: Named) -> int:
        if one.refused:
            raise Failure(phrase("{path}: {why}", path=str(one.path), why=one.refused))
        return work(str(one.path))

    worst = 0
    for one in registers:
        out, err = Headed(sys.stdout, f"{one.key}:\n"), Headed(sys.stderr, f"{one.key}:\n")
        with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)):
            worst = max(worst, caught(say, partial(turn, one)))
    return worst
