"""`mou remind` looking: what a run would do, how the last ones went, and the ledger's beginning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from mou_tracker import clock
from mou_tracker.basics.dates import Period, back
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.cli.register import calendar, drawn, write
from mou_tracker.cli.remind.session import ReminderSession, damaged
from mou_tracker.language.wording import Wording
from mou_tracker.mail.settings import Settings
from mou_tracker.mail.settings_place import BadSettings, UnsafeSettings
from mou_tracker.reminders.due import due, long_past
from mou_tracker.reminders.explain import announced, armed_lines, plan_lines, unspoken
from mou_tracker.reminders.history import History
from mou_tracker.reminders.milestones import milestones_of
from mou_tracker.views.lines import Line, Part, line

if TYPE_CHECKING:
    from mou_tracker.mail.ledger import Ledger

MOST_ARMED = 10


def dry_run(session: ReminderSession) -> int:
    """Show the plan."""
    with session.memory() as memory:
        plan = session.plan(session.rules(_settings(session)), memory)
    loaded = session.loaded
    write(drawn(lambda width: plan_lines(plan, loaded.name, loaded.as_of, session.say, width), None), None)
    return 1 if plan.due.lost or damaged(loaded) else 0


def _settings(session: ReminderSession) -> Settings | None:
    """The settings as far as there are any: a plan can be shown without."""
    try:
        return session.settings()
    except UnsafeSettings:
        raise
    except BadSettings as error:
        session.tell(phrase("no mail can be sent yet: {why}", why=error.message))
        return None


def init(session: ReminderSession) -> int:
    """Begin the ledger: one-offs of long ago count as told, what is open is told by the first run."""
    loaded = session.loaded
    what = due(loaded.assessments, loaded.book, calendar(loaded.book), loaded.as_of, History()).reminders
    past = long_past(what, loaded.as_of)
    from mou_tracker.mail.ledger_file import create

    create(session.ledger, clock.now, past, loaded.as_of, session.identity)
    people = len({reminder.recipient.address for reminder in what if reminder not in past})
    click.echo(session.say(phrase("ledger begun: {path}", path=str(session.ledger))))
    click.echo(
        session.say(
            plural(
                "{n} person will be told what is due by the next run; see it with --dry-run",
                "{n} people will be told what is due by the next run; see it with --dry-run",
                people,
            )
        )
    )
    return 0


def adopt(session: ReminderSession) -> int:
    """Make the ledger of a register that was moved or renamed this one's own. Sends nothing."""
    from mou_tracker.mail.ledger_file import disk_errors, opened
    from mou_tracker.mail.ledger_place import Busy, lock

    path, usual = session.to_adopt()
    try:
        with lock(path), disk_errors(path):
            with opened(path, clock.now, write=False) as ledger:
                owner = ledger.owner()
            with opened(path, clock.now, register=session.identity, adopt=True):
                pass
    except Busy:
        session.tell(phrase("another run is at work; try again when it has ended"))
        return 1
    if usual:
        path = path.parent.rename(usual.parent) / path.name
    if owner and owner != session.identity:
        session.print(phrase("the ledger {path} was that of {owner}", path=str(path), owner=str(owner)))
    session.print(phrase("it is that of {register} now; mou remind goes on with it", register=str(session.identity)))
    return 0


def status(session: ReminderSession) -> int:
    """Show how the runs went; 1 if the last good one is older than `--max-age`."""
    from mou_tracker.mail.ledger_file import disk_errors, opened

    loaded = session.loaded
    with (
        disk_errors(session.ledger),
        opened(session.ledger, clock.now, write=False, register=session.identity) as ledger,
    ):
        good = ledger.last_good()
        runs = [*_runs(ledger, session.say), line(), *_pending(ledger, session.say), line()]
        history = ledger.memory()
    register, days = loaded.book.register, calendar(loaded.book)
    records = milestones_of(loaded.assessments, register, days)
    armed = announced(records, register, days, history, MOST_ARMED)
    nobody = unspoken(records, register, days, loaded.as_of)
    named = phrase("Spoken of by nobody: {ids}", ids=", ".join(nobody) or phrase("none"))

    def lines(width: int | None) -> list[Line]:
        head = line(Part(session.say(phrase("Next")), "strong"))
        rows = armed_lines(armed, register, session.say, width)
        return [*runs, head, *rows, line(), line(Part(session.say(named), "lapsed" if nobody else ""), indent=2)]

    write(drawn(lines, None), None)
    return 0 if good and good.started >= _oldest(session.given["max_age"]) else 1


def _oldest(age: Period) -> datetime:
    """The moment so long ago, by the clock: when a run really happened counts, and not the day that it took it for."""
    now = clock.now()
    return datetime.combine(back(now.date(), age.length), now.timetz())


def _runs(ledger: Ledger, say: Wording) -> Iterator[Line]:
    good, last = ledger.last_good(), ledger.last()
    if good:
        mails = plural("{n} mail sent", "{n} mails sent", good.sent)
        yield line(say(phrase("last good run: {day}, {mails}", day=good.day.isoformat(), mails=mails)))
    else:
        yield line(Part(say(phrase("no good run yet")), "lapsed"))
    if last and last != good:
        state = phrase(
            "last run: {day}, {state}, {sent} sent, {failed} not",
            day=last.day.isoformat(),
            state=_STATES.get(last.state) or last.state,
            sent=last.sent,
            failed=last.failed,
        )
        yield line(Part(say(state), "lapsed"))


_STATES = {
    "begun": phrase("died before it sent anything"),
    "sending": phrase("died while sending"),
    "failed": phrase("could not deliver everything"),
    "held": phrase("held back, since its day is doubted"),
}
_PENDING = {
    "intent": phrase("outcome unknown, may be repeated"),
    "deferred": phrase("to be tried again"),
    "rejected": phrase("rejected, tried again daily"),
    "refused": phrase("address refused, others were told"),
}


def _pending(ledger: Ledger, say: Wording) -> Iterator[Line]:
    pending, unsent = ledger.pending(), ledger.unsent()
    yield line(Part(say(phrase("Not delivered")), "strong"), f" {len(pending) + unsent}")
    if unsent:
        text = plural("{n} mail that the last run did not send", "{n} mails that the last run did not send", unsent)
        yield line("  ", say(text), indent=4)
    for name, day, why in ledger.channel_troubles():
        text = phrase("channel {name}: failed on {day}: {why}", name=name, day=day.isoformat(), why=why)
        yield line("  ", say(text), indent=4)
    for one in pending:
        text = phrase(
            "{address}: {what}, {day} {reply}",
            address=one.recipient,
            what=_PENDING[one.state],
            day=one.day.isoformat(),
            reply=one.reply,
        )
        yield line("  ", say(text).rstrip(), indent=4)
