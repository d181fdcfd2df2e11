"""Options and questions that the commands which write share; questions are asked on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mou_tracker.agreement.record import Agreement, Term
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import options
from mou_tracker.cli.options import Params
from mou_tracker.cli.write.session import EditSession
from mou_tracker.language.wording import Wording
from mou_tracker.register.files import shown_path


class When(click.ParamType):  # type: ignore[type-arg]
    """A date as a person writes it: a day, a month or a year."""

    name = "date"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DateSpan:
        """The date; anything else is refused."""
        if isinstance(value, DateSpan):
            return value
        text = phrase("{value} is not a date as 2026-11-21, 2026-11 or 2026", value=repr(value))
        return options.typed_date(self.say, value, param, ctx, text)


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
    listed = phrase("{question} ({words})", question=question, words=", ".join(choices))
    chosen: str = ask(say, option, listed, options.Word(choices, say), default)
    return chosen


def maybe(say: Wording, question: Phrase, kind: click.ParamType[Any] | None = None) -> Any:
    """An answer that may be left out; nothing is asked without a terminal, and a bad answer is asked again."""
    if not is_terminal():
        return None
    answer: Any = click.prompt(say(question), default="", show_default=False, err=True, value_proc=_or_nothing(kind))
    return answer or None


def _or_nothing(kind: click.ParamType[Any] | None) -> Callable[[str], Any]:
    return lambda text: kind(text.strip()) if kind and text.strip() else text.strip()


class Lasting(click.ParamType):  # type: ignore[type-arg]
    """How long a term is, as a register writes it."""

    name = "term"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Term:
        """The period, or one of the words for terms without one."""
        if isinstance(value, tuple):
            return value  # type: ignore[return-value]
        from mou_tracker.basics.dates_in_words import read_term

        period = read_term(value)
        if period is None:
            text = phrase("{value} is no term as `5 years`, `18 bulan` or `indefinite`", value=repr(value))
            self.fail(self.say(text), param, ctx)
        return period


def record_argument() -> click.Argument:
    """The record that is meant; asked for where it is left out."""
    return click.Argument(["name"], metavar="ID", required=False, shell_complete=options.ids)


def terms(say: Wording) -> Params:
    """How long something lasts."""
    return [
        click.Option(
            ["--term"],
            type=Lasting(say),
            metavar="PERIOD",
            help=say(phrase("For how long: 5 years, 18 bulan, indefinite.")),
        ),
        click.Option(
            ["--ends"], type=When(say), metavar="DATE", help=say(phrase("The last day, if the text prints one."))
        ),
        click.Option(
            ["--starts"],
            type=When(say),
            metavar="DATE",
            help=say(phrase("In force from, if not from the signing or the end before.")),
        ),
    ]


def editing(say: Wording, replace: bool = True) -> Params:
    """What all edits take: what becomes of a contradiction, whether to write, where."""
    replacing = click.Option(["--replace"], is_flag=True, help=say(phrase("Correct what is recorded otherwise.")))
    return [
        *([replacing] if replace else []),
        click.Option(["--dry-run"], is_flag=True, help=say(phrase("Print the difference and write nothing."))),
        *options.reading(say),
    ]


def name_or_ask(session: EditSession, name: str | None, fits: Callable[[Agreement], bool]) -> str:
    """The id given, or the one chosen of the records that fit."""
    if name:
        return name
    return choose(
        session.say, "ID", phrase("Which agreement"), [one.id for one in session.book.agreements if fits(one)]
    )


def file_of(session: EditSession, given_file: str | None) -> str:
    """The file that the record goes into, by the name that people see."""
    names = list(session.files)
    if given_file:
        shown = shown_path(Path(given_file), Path.cwd())
        inside = shown_path(session.path / given_file, Path.cwd())
        for name in (shown, inside):
            if name in names:
                return name
        raise Failure(
            phrase("{file} is no file of the register", file=given_file),
            phrase("its files: {files}", files=", ".join(names)),
        )
    if len(names) == 1:
        return names[0]
    if not names:
        raise Failure(phrase("{path} holds no .yaml or .yml file", path=str(session.path)))
    return choose(session.say, "--file", phrase("Into which file"), names)
