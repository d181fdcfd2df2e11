"""`mou snooze`: be silent about an agreement until a day, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import SNOOZED
from mou_tracker.basics.dates import DateSpan, Period, ahead
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import When, editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import ask, need
from mou_tracker.cli.write.session import EditSession, agreement_of, change, open_session, standing
from mou_tracker.edit.edits import given, snooze
from mou_tracker.language.wording import Wording
from mou_tracker.status.snoozes import LONGEST, told_before


class Until(When):
    """A day as a person writes it, or how long from today: `2027-03-01`, `3 months`, `3 bulan`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date, or the period."""
        if isinstance(value, (DateSpan, Period)):
            return value
        from mou_tracker.basics.dates_in_words import read_term

        period = read_term(value)
        return period if isinstance(period, Period) else super().convert(value, param, ctx)


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Snooze the reminders of an agreement until a day, at most 12 months ahead, and record why. What is "
            "recorded after it ends the snooze; mou unset ID snooze ends it at once."
        )
    )
    what = phrase(
        "What is snoozed: the end, the approval or the promises; else everything but for the last month before an end."
    )
    return options.make(
        "snooze",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(
                ["--until"], type=Until(say), metavar="DATE", help=say(phrase("The day, or how long: 3 months."))
            ),
            click.Option(["--why"], metavar="TEXT", help=say(phrase("The reason, for those who read it later."))),
            click.Option(["--what"], type=inputs.Word(SNOOZED, say), help=say(what)),
            click.Option(["--by"], metavar="NAME", help=say(phrase("Who asked for it."))),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    until: DateSpan | Period | None,
    why: str | None,
    what: str | None,
    by: str | None,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Record the silence."""
    need(say, {"ID": name, "--until": until, "--why": why})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.closed))
    kind, today = Until(say), session.today
    asked = phrase("Snoozed until (a day, or 3 months)")
    day = _day(until, today) if until else ask(say, "--until", asked, lambda text: _day(kind(text), today))
    reason = (why or "").strip() or ask(say, "--why", phrase("Why"))
    wanted = given(until=day, why=reason, by=by, on=DateSpan(today, today), what=what)
    status = change(session, agreement, lambda: snooze(agreement, wanted), dry_run)
    if status == 0 and what is None:
        _remark(session, agreement.id, day.earliest)
    return status


def _remark(session: EditSession, name: str, until: date) -> None:
    """Say that the last month before an end is told all the same, where that comes first."""
    found = standing(session, name)
    end = told_before(found, until) if found else None
    if end:
        text = phrase("the last month before {day} is told all the same; --what end snoozes it too", day=end)
        click.echo(session.say(text), err=True)


def _day(until: DateSpan | Period, today: date) -> DateSpan:
    """The day on which the silence is over: one that lies ahead, by 12 months at most."""
    if isinstance(until, Period):
        until = DateSpan(ahead(today, until.length), ahead(today, until.length))
    latest = ahead(today, LONGEST.length)
    if until.earliest <= today:
        raise Failure(phrase("{day} does not lie ahead", day=until))
    if until.earliest > latest:
        hint = phrase("the latest day is {day}; snooze it again then", day=latest)
        raise Failure(phrase("a snooze lasts 12 months at most; {day} is later", day=until), hint)
    return until
