"""`mou sign`: record a signature."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import When, ask, editing, name_or_ask, record_argument, terms
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import fill, given, sign
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record that an agreement was signed, by all at once or by one party."))
    return options.make(
        "sign",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(["--on"], type=When(say), metavar="DATE", help=say(phrase("The day of the signature."))),
            click.Option(
                ["--by"], metavar="PARTY", help=say(phrase("Who signed, where each party signs on its own day."))
            ),
            *terms(say),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    on: DateSpan | None,
    by: str | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Record the signature, and the term if it is given."""
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.signed))
    day = on or ask(say, "--on", phrase("Signed on"), When(say), session.today.isoformat())
    wanted = given(**stated)
    return change(
        session, agreement, lambda: [*sign(agreement, day, by, replace), *fill((), agreement, wanted, replace)], dry_run
    )
