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
from mou_tracker.cli.write.questions import finished, need
from mou_tracker.cli.write.session import agreement_of, change, open_session, standing
from mou_tracker.edit.edits import given, snooze
from mou_tracker.language.wording import Wording
from mou_tracker.reminders.milestones import next_rung
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.snoozes import ACKNOWLEDGED, LONGEST, over_on, running
from mou_tracker.views.cells import snoozed


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
    """Record the silence, unless a longer one with a reason of its own is recorded."""
    need(say, {"ID": name})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.closed))
    found = standing(session, agreement.id)
    step = next_rung(found, session.book.register, calendar(session.book)) if found else None
    if found is None or step is None:
        text = phrase("no reminder of {id} is to come, so there is none to wait for", id=agreement.id)
        raise Failure(text, phrase("mou snooze {id} --until DATE snoozes it until a day", id=agreement.id))
    day, today = min(step.day, ahead(session.today, LONGEST.length)), DateSpan(session.today, session.today)
    if _is_longer(found, day):
        finished()
        silent = snoozed(found)
        click.echo(say(phrase("{id} is already {silent}; nothing was changed", id=agreement.id, silent=silent)))
        return 0
    wanted = given(until=DateSpan(day, day), why=ACKNOWLEDGED, by=by, on=today)
    return change(session, agreement, lambda: snooze(agreement, wanted), dry_run)


def _is_longer(found: Assessment, day: date) -> bool:
    """Whether a snooze that holds, and says why, lasts at least until a day."""
    silent, over = running(found), over_on(found)
    return bool(silent and silent.why != ACKNOWLEDGED and over and over >= day)
