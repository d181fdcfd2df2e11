"""`mou renew`: begin the record of the next instrument."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import INSTRUMENTS, Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.session import EditSession, add, agreement_of, open_session
from mou_tracker.edit.edits import given, next_id, next_instrument
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Begin the record of the next instrument after an agreement. It keeps partner, kind, fields and owner; "
            "dates, terms, decisions and closings are the old one's and stay there."
        )
    )
    return options.make(
        "renew",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(
                ["--id", "new"], metavar="ID", help=say(phrase("The new record's id; made from the old one else."))
            ),
            click.Option(["--title"], metavar="TEXT", help=say(phrase("Its title; the old one else."))),
            click.Option(["--instrument"], type=click.Choice(INSTRUMENTS), help=say(phrase("The kind of paper."))),
            click.Option(
                ["--dprd"],
                type=click.Choice(["required", "not-required"]),
                help=say(phrase("Whether the council must approve.")),
            ),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording, name: str | None, new: str | None, dry_run: bool, path: str | None, as_of: date | None, **stated: Any
) -> int:
    """Add the record, unless there is one already."""
    session = open_session(say, path, as_of)
    old = agreement_of(session, name_or_ask(session, name, lambda one: one.is_signed and not one.closed))
    if not old.is_signed:
        raise Failure(phrase("{id} was never signed: there is nothing to renew", id=old.id))
    known = _successor(session, old)
    if known and new in (None, known.id):
        click.echo(say(phrase("{new} renews {id} already; nothing was changed", new=known.id, id=old.id)))
        return 0
    today = DateSpan(session.today, session.today)
    record = next_instrument(old, new or next_id(old.id, session.today.year, session.ids), today, given(**stated))
    return add(session, old.file, [record], dry_run)


def _successor(session: EditSession, old: Agreement) -> Agreement | None:
    """The record that renews this one and was not given up."""
    return next((one for one in session.book.agreements if one.renews == old.id and not one.closed), None)
