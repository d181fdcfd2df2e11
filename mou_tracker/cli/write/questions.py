"""Questions on a terminal. A bad answer is asked again with the reason; what was answered is never lost.

Whoever is interrupted, or refused at the end, is told the command that goes on from there, with all answers in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.cli import inputs
from mou_tracker.cli.main import Commands
from mou_tracker.cli.misuse import Misuse
from mou_tracker.cli.progress import stopped
from mou_tracker.language.called import called
from mou_tracker.language.wording import Wording

Kind = Callable[[str], Any]
_ANSWERS, _FINISHED = "mou.answers", "mou.finished"
YES, NO = ("y", "yes", "ya"), ("n", "no", "t", "tidak")


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    say: Wording,
    option: str,
    question: Phrase,
    kind: Kind | None = None,
    default: str | None = None,
    accepts: Callable[[Any], bool] | None = None,
) -> Any:
    """The answer to a question about a missing option; without a terminal a usage error names the option.

    It is asked again while `accepts` does not take it. An option without a name is only asked, and is no part of the
    command that goes on.
    """
    if not is_terminal():
        raise missing(say, [option])
    judge = _judge(say, kind)

    def needed(typed: str) -> tuple[str, Any]:
        text = typed.strip() or default or ""
        if not text:
            raise click.UsageError(say(phrase("an answer is needed")))
        return judge(text)

    return _accepted(say, option, question, needed, default, accepts)


def choose(
    say: Wording,
    option: str,
    question: Phrase,
    choices: Sequence[str],
    default: str | None = None,
    labels: inputs.Labels | None = None,
) -> str:
    """One of some words; with a terminal they are listed by what they are called."""
    if not choices:
        raise missing(say, [option])
    names = dict(zip(choices, names_of(say, choices, labels), strict=True))
    listed = phrase("{question} ({words})", question=question, words=[*names.values()])
    chosen: str = ask(say, option, listed, inputs.Word(choices, say, labels), default and names[default])
    return chosen


def names_of(say: Wording, words: Sequence[str], labels: inputs.Labels | None = None) -> list[str]:
    """What words are called by the reader, as they may be typed."""
    from mou_tracker.fields.typed import LABELS

    found = called(words, labels() if labels else LABELS)
    return [one if isinstance(one, str) else say.called(one) for one in found]


def maybe(
    say: Wording,
    option: str,
    question: Phrase,
    kind: Kind | None = None,
    accepts: Callable[[Any], bool] | None = None,
) -> Any:
    """An answer that may be left out; nothing is asked without a terminal, and a bad answer is asked again."""
    if not is_terminal():
        return None
    judge = _judge(say, kind)
    return _accepted(say, option, question, lambda typed: judge(typed) if typed.strip() else ("", None), "", accepts)


def or_nothing(question: Phrase) -> Phrase:
    """A question that need not be answered."""
    return phrase("{question}, or nothing", question=question)


def confirm(say: Wording, question: Phrase, default: bool) -> bool:
    """Yes or no, in any language of the program."""

    def meant(typed: str) -> bool:
        word = typed.strip().casefold()
        if not word:
            return default
        if word not in (*YES, *NO):
            raise click.UsageError(say(phrase("{word} is neither yes nor no", word=repr(typed))))
        return word in YES

    yes_or_no = phrase("Y/n") if default else phrase("y/N")
    asked = phrase("{question} [{answers}]", question=question, answers=yes_or_no)
    return bool(_prompt(say, asked, meant, "", False))


def _judge(say: Wording, kind: Kind | None) -> Callable[[str], tuple[str, Any]]:
    """What makes an answer of a typed text: that text, and what it means; what cannot be meant is a usage error."""

    def judge(typed: str) -> tuple[str, Any]:
        text = typed.strip()
        try:
            return text, kind(text) if kind else text
        except Failure as bad:
            hint = f" ({say(bad.hint)})" if bad.hint else ""
            raise click.UsageError(say(bad.message) + hint) from None
        except Misuse as bad:
            raise click.UsageError(bad.said) from None

    return judge


def _accepted(
    say: Wording,
    option: str,
    question: Phrase,
    proc: Callable[[str], tuple[str, Any]],
    default: str | None,
    accepts: Callable[[Any], bool] | None,
) -> Any:
    """The first answer that `accepts` takes, which alone is kept for the command that goes on."""
    while True:
        text, answer = _prompt(say, question, proc, default, bool(default))
        if answer is None or accepts is None or accepts(answer):
            if text:
                remember(option, text)
            return answer


def _prompt(say: Wording, question: Phrase, proc: Callable[[str], Any], default: Any, shown: bool) -> Any:
    try:
        with stopped():
            text = escape_text(say(question))
            return click.prompt(text, value_proc=proc, default=default, show_default=shown, err=True)
    except click.Abort:
        click.echo(err=True)  # the line in which the question stands has no end yet
        raise


def missing(say: Wording, names: Sequence[str]) -> click.UsageError:
    """That options are missing, all of them at once."""
    said = plural("{options} is missing", "{options} are missing", len(names), options=", ".join(names))
    return click.UsageError(say(said))


def need(say: Wording, given: Mapping[str, object]) -> None:
    """Refuse a run of a script that lacks options; on a terminal they are asked for later."""
    lacking = [name for name, value in given.items() if not value]
    if lacking and not is_terminal():
        raise missing(say, lacking)


def remember(option: str, text: str) -> None:
    """Keep an answer for the command that goes on: an option with its value, or an argument."""
    ctx = click.get_current_context()
    if not option:
        return
    if _ANSWERS not in ctx.meta:
        ctx.meta[_ANSWERS] = []
        ctx.call_on_close(lambda: _go_on(ctx))
    ctx.meta[_ANSWERS].append(f"{option}={text}" if option.startswith("--") else text)


def finished() -> None:
    """What was answered was put to use."""
    click.get_current_context().meta[_FINISHED] = True


def _go_on(ctx: click.Context) -> None:
    root = ctx.find_root().command
    if ctx.meta.get(_FINISHED) or not isinstance(root, Commands):
        return
    line = joined(["mou", *root.given, *ctx.meta[_ANSWERS]])
    text = phrase("What was answered is kept in this command, which goes on: {command}", command=line)
    click.echo(escape_text(root.say(text)), err=True)


def joined(words: Sequence[str]) -> str:
    """Words as a shell of this system takes them for one command."""
    import shlex
    import subprocess

    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
