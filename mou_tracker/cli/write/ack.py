"""`mou ack`: a reminder was read; be silent about its agreement until the next one."""

from __future__ import annotations

from datetime import date

import click

from mou_tracker.basics.dates import DateSpan, ahead
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import calendar
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import need
from mou_tracker.cli.write.session import EditSession, agreement_of, change, open_session
from mou_tracker.edit.edits import given, snooze
from mou_tracker.language.wording import Wording
from mou_tracker.status.assess import assess
from mou_tracker.status.snoozes import ACKNOWLEDGED, LONGEST


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Record that a reminder was read: nothing more is told of the agreement until its next reminder falls due. "
            "The record then says `snooze` with the reason `ack`."
        )
    )
    return options.make(
        "ack",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(["--by"], metavar="NAME", help=say(phrase("Who read it."))),
            *editing(say, replace=False),
        ],
    )


def run(say: Wording, name: str | None, by: str | None, dry_run: bool, path: str | None, as_of: date | None) -> int:
    """Record the silence."""
    need(say, {"ID": name})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.closed))
    day = _next(session, agreement.id)
    today = DateSpan(session.today, session.today)
    wanted = given(until=DateSpan(day, day), why=ACKNOWLEDGED, by=by, on=today)
    return change(session, agreement, lambda: snooze(agreement, wanted), dry_run)


def _next(session: EditSession, name: str) -> date:
    """The day of the next rung, at most 12 months ahead; a Failure where no reminder is to come."""
    from mou_tracker.reminders.milestones import next_rung

    days, book = calendar(session.book), session.book
    found = next((one for one in assess(book, session.today, days, {name}) if one.agreement.id == name), None)
    step = next_rung(found, book.register, days) if found else None
    if step is None:
        text = phrase("no reminder of {id} is to come, so there is none to wait for", id=name)
        raise Failure(text, phrase("mou snooze {id} --until DATE snoozes it until a day", id=name))
    return min(step.day, ahead(session.today, LONGEST.length))
