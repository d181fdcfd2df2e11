"""`mou extend`: record what lengthened the same instrument."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import INSTRUMENTS
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import When, ask_day, ask_end, editing, name_or_ask, record_argument, terms
from mou_tracker.cli.write.questions import need
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import extend, given
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record an extension of the same instrument: signed when, and for how long or until when."))
    return options.make(
        "extend",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(
                ["--signed"], type=When(say), metavar="DATE", help=say(phrase("When the extension was signed."))
            ),
            *terms(say),
            click.Option(["--instrument"], type=inputs.Word(INSTRUMENTS, say), help=say(phrase("The kind of paper."))),
            click.Option(["--document"], metavar="TEXT", help=say(phrase("The document that says so."))),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    signed: DateSpan | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Record the extension."""
    ending = stated.get("term") or stated.get("ends")
    need(say, {"ID": name, "--signed": signed, "--term": ending})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: one.is_signed and not one.closed))
    day = signed or ask_day(session, "--signed", phrase("Signed on"))
    wanted = given(**stated) if ending else {**ask_end(say, must=True), **given(**stated)}
    return change(session, agreement, lambda: extend(agreement, day, wanted, replace), dry_run)
