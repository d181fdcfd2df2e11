"""Asking for what the options left out: on a terminal only, with the valid choices; a script is told the option."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from mou_tracker.basics.dates import BadDate, DateSpan, parse_date
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.wording import Wording


class When(click.ParamType):  # type: ignore[type-arg]
    """A date as a register writes it: a day, a month or a year."""

    name = "date"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DateSpan:
        """The date; anything else is refused."""
        if isinstance(value, DateSpan):
            return value
        try:
            return parse_date(value)
        except BadDate:
            text = phrase("{value} is not a date as 2026-11-21, 2026-11 or 2026", value=repr(value))
            self.fail(self.say(text), param, ctx)


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    say: Wording,
    option: str,
    question: Phrase,
    kind: click.ParamType[Any] | None = None,
    default: Any = None,
) -> Any:
    """The answer to a question about a missing option; without a terminal a usage error names the option."""
    if not is_terminal():
        raise click.UsageError(say(phrase("{option} is missing", option=option)))
    return click.prompt(say(question), type=kind, default=default, err=True)


def choose(say: Wording, option: str, question: Phrase, choices: Sequence[str], default: str | None = None) -> str:
    """One of some words; with a terminal they are listed."""
    if not choices:
        raise click.UsageError(say(phrase("{option} is missing", option=option)))
    chosen: str = ask(say, option, question, click.Choice(choices), default)
    return chosen


def maybe(say: Wording, question: Phrase) -> str | None:
    """An answer that may be left out; nothing is asked without a terminal."""
    if not is_terminal():
        return None
    answer: str = click.prompt(say(question), default="", show_default=False, err=True)
    return answer or None
