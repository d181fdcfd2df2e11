"""`mou close`: record the end of an agreement beside its term."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import CLOSINGS
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import When, editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import ask, choose, need
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import close, given
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record that an agreement ended: terminated, replaced, completed or abandoned."))
    return options.make(
        "close",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(["--on"], type=When(say), metavar="DATE", help=say(phrase("The last day in force."))),
            click.Option(["--how"], type=inputs.Word(CLOSINGS, say), help=say(phrase("How it ended."))),
            click.Option(["--by"], metavar="ID", help=say(phrase("The agreement that replaced it."))),
            click.Option(["--reason"], metavar="TEXT", help=say(phrase("Why."))),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    on: DateSpan | None,
    how: str | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Record the closing."""
    need(say, {"ID": name, "--on": on, "--how": how})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.closed))
    day = on or ask(say, "--on", phrase("Last day in force"), When(say), session.today.isoformat())
    manner = how or choose(say, "--how", phrase("How did it end"), CLOSINGS)
    wanted = given(on=day, how=manner, **stated)
    return change(session, agreement, lambda: close(agreement, wanted, replace), dry_run)
