"""`mou step`: record how far an approval step is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import OUTCOMES, Agreement
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import When, ask_day, editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import choose, is_terminal, need
from mou_tracker.cli.write.session import EditSession, agreement_of, change, open_session
from mou_tracker.edit.edits import Data, given, step
from mou_tracker.language.labels import PART_NAMES
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record how far a step of the approval path is: received, started, done, and with what outcome."))
    return options.make(
        "step",
        say,
        text,
        run,
        [
            record_argument(),
            click.Argument(["stage"], metavar="STEP", required=False, shell_complete=_complete),
            click.Option(
                ["--received"], type=When(say), metavar="DATE", help=say(phrase("When the one who acts received it."))
            ),
            click.Option(["--started"], type=When(say), metavar="DATE", help=say(phrase("When it was begun."))),
            click.Option(["--done"], type=When(say), metavar="DATE", help=say(phrase("When it was done."))),
            click.Option(["--outcome"], type=inputs.Word(OUTCOMES, say), help=say(phrase("What came of it."))),
            click.Option(["--reference"], metavar="TEXT", help=say(phrase("The number of the letter."))),
            click.Option(["--note"], metavar="TEXT", help=say(phrase("A remark."))),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    stage: str | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Record the step."""
    need(say, {"ID": name, "STEP": stage})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.is_signed))
    names = _steps(session, agreement)
    if stage is None:
        which = choose(say, "STEP", phrase("Which step"), tuple(names), labels=lambda: [names])
    else:
        which = inputs.one_of(say, stage, tuple(names), *options.given_as("stage"), lambda: [names])
    wanted = given(**stated) or _asked(session)
    return change(session, agreement, lambda: step(agreement, which, wanted, replace), dry_run)


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    from mou_tracker.cli.completing import complete_steps

    return complete_steps(ctx, incomplete)


def _steps(session: EditSession, agreement: Agreement) -> Mapping[str, Words]:
    """The steps of the agreement's procedure, with what they are called."""
    procedure = session.procedure(agreement)
    if procedure is None:
        raise Failure(
            phrase("{id} is of kind {kind}: no procedure is known for it", id=agreement.id, kind=agreement.kind)
        )
    return procedure.step_names


def _asked(session: EditSession) -> dict[str, Data]:
    say, words = session.say, ["received", "started", "done"]
    if not is_terminal():
        raise click.UsageError(say(phrase("give --received, --started, --done or --outcome")))
    what = choose(say, "", phrase("What happened"), words, labels=lambda: [PART_NAMES])
    day = ask_day(session, f"--{what}", phrase("When"))
    if what != "done":
        return {what: day}
    outcome = choose(say, "--outcome", phrase("With what outcome"), OUTCOMES, "approved")
    return {what: day, "outcome": outcome}
