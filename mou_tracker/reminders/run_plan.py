"""The plan of a run: which mails go to whom and what each covers, what is held back, what is given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.register import Book
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import Period, ahead
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.reminders.due import Due, Reminder, due, due_of, mended
from mou_tracker.reminders.history import HeldRun, History, Key, Subject
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.reminders.program_notices import LONG, WHOLE, Notice, NoticeKind
from mou_tracker.reminders.recipients import Recipient
from mou_tracker.status.assessment import Assessment


class Message(Struct, frozen=True):
    """One mail to one person. `repeat` where an earlier run may already have sent it under the same Message-ID."""

    id: str
    recipient: Recipient
    reminders: tuple[Reminder, ...]
    repeat: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """What it covers."""
        return tuple(reminder.key for reminder in self.reminders)

    @property
    def agreements(self) -> tuple[str, ...]:
        """The ids of all records that it speaks of."""
        return tuple(dict.fromkeys(id for reminder in self.reminders for id in reminder.agreements))


class Plan(Struct, frozen=True):
    """All that one run would do. `hold` says why it is held back; then `messages` are those that say so, if any.

    `kept` are the mails that this run does not send: all that are held, or those past `most`. `abandoned` are
    Message-IDs of unsettled mails of which nothing is due any more; `mended` are problems that are gone, and `closed`
    the ids of agreements of which nothing needs to be remembered.
    """

    messages: tuple[Message, ...]
    due: Due
    abandoned: tuple[str, ...] = ()
    mended: tuple[Subject, ...] = ()
    hold: Phrase | None = None
    kept: tuple[Message, ...] = ()
    most: int | None = None
    closed: tuple[str, ...] = ()


class Rules(Struct, frozen=True):
    """How a run is to be done: `domain` is that of Message-IDs, `each` makes one mail for each agreement."""

    domain: str = "localhost"
    each: bool = False
    max_messages: int = 500
    confirmed: bool = False


def make_plan(
    assessments: Iterable[Assessment], book: Book, calendar: Calendar, as_of: date, history: History, rules: Rules
) -> Plan:
    """The plan of a run on a day."""
    found = list(assessments)
    what = due(found, book, calendar, as_of, history)
    messages = tuple(_messages(what.reminders, history, rules))

    def notice(kind: NoticeKind, date: str, text: Phrase) -> list[Message]:
        people = book.register.maintainer or book.register.owner
        told = due_of(Notice(kind, "", kind, text, people, date), book, calendar, as_of, history)
        return _messages(told.reminders, history, rules)

    hold = None if rules.confirmed or not messages else _doubted(as_of, history)
    if hold and history.last_run:
        say = phrase("reminders are held back, {n} mails: {why}", n=len(messages), why=hold)
        return Plan(tuple(notice("held", history.last_run.isoformat(), say)), what, hold=hold, kept=messages)
    waiting = {key for key, day in history.rejected.items() if day == as_of}
    waiting |= {key for key, day in history.waiting.items() if day > as_of}
    alive = {history.open.get(key) for key in waiting.union(reminder.key for reminder in what.reminders)}
    plan = Plan(
        messages,
        what,
        tuple(sorted(set(history.open.values()) - alive)),
        mended(what, history),
        closed=tuple(one.agreement.id for one in found if _long_closed(one, as_of)),
    )
    if rules.confirmed or len(messages) <= rules.max_messages:
        return plan
    first = sorted(messages, key=lambda made: (not made.repeat, _nearest(made.reminders[0])))
    sent = {one.id for one in first[: rules.max_messages]}
    say = phrase(
        "{n} mails are due, more than `max_messages`, {most}: the most urgent go first, the others by the next runs",
        n=len(messages),
        most=rules.max_messages,
    )
    return replace(
        plan,
        messages=(*notice("too-many", as_of.isoformat(), say), *(one for one in messages if one.id in sent)),
        kept=tuple(one for one in messages if one.id not in sent),
        most=rules.max_messages,
    )


def plan_of_one(notice: Notice, book: Book, calendar: Calendar, as_of: date, history: History, rules: Rules) -> Plan:
    """The plan of a run that can tell one thing only: that the register cannot be read. All else stays as it is."""
    what = due_of(notice, book, calendar, as_of, history)
    others = (one for one in history.through if one.milestone.startswith(WHOLE) and one.milestone != notice.key)
    return Plan(tuple(_messages(what.reminders, history, rules)), what, mended=tuple(sorted(others)))


def _doubted(as_of: date, history: History) -> Phrase | None:
    """Why a day is doubted: a clock that is far ahead would use up every ladder, once and for all.

    A clock that goes on day by day is right after all, and the pause was a long one.
    """
    if history.last_run is None or as_of <= history.last_run + LONG or _goes_on(as_of, history.held):
        return None
    return plural(
        "the last run was on {last}, {n} day before {as_of}",
        "the last run was on {last}, {n} days before {as_of}",
        (as_of - history.last_run).days,
        last=history.last_run,
        as_of=as_of,
    )


_ENOUGH = 3  # runs that were held back on days that go on, as the clock does


def _goes_on(as_of: date, held: Sequence[HeldRun]) -> bool:
    """Whether clock and day have advanced together through the last runs that were held back."""
    row = 0
    before: HeldRun | None = None
    for run in held:
        if before and run.day == before.day:
            continue  # a second run of the same day proves nothing
        together = before and abs((run.day - before.day) - (run.clock - before.clock)) <= timedelta(days=1)
        row = row + 1 if before and together and before.day < run.day <= before.day + LONG else 1
        before = run
    return bool(before and row >= _ENOUGH and before.day <= as_of <= before.day + LONG)


_REMEMBERED = Period(years=2)  # what was told of an agreement is kept so long once it is closed


def _long_closed(one: Assessment, as_of: date) -> bool:
    closed = one.agreement.closed
    return closed is not None and ahead(closed.on.latest, _REMEMBERED.length) <= as_of


def _messages(reminders: Sequence[Reminder], history: History, rules: Rules) -> list[Message]:
    """One message for each person (or person and agreement); what an earlier run may have sent stays by itself.

    A repeat carries its old Message-ID, so that mail programs show it once; anything new in it would be hidden too.
    """
    groups: dict[tuple[str, str, str], list[Reminder]] = {}
    for reminder in reminders:
        again = history.intents.get(reminder.key, "")
        part = reminder.key.agreement if rules.each and not again else ""
        groups.setdefault((reminder.recipient.address, again, part), []).append(reminder)
    made = []
    for (_, again, _), group in groups.items():
        covered = tuple(sorted(group, key=_nearest))
        to, keys = covered[0].recipient, [reminder.key for reminder in covered]
        name = again or _new_id(to.address, keys, history, rules)
        made.append(Message(name, to, covered, repeat=bool(again)))
    return sorted(made, key=lambda made: (made.recipient.address, not made.repeat, _nearest(made.reminders[0])))


def _nearest(reminder: Reminder) -> tuple[int, int, str, str]:
    """Sort key: the nearest day first, ahead or past, where most can still be done; notices last."""
    days = reminder.about.days if isinstance(reminder.about, Milestone) else None
    return (days is None, abs(days or 0), reminder.key.agreement, reminder.key.milestone)


def _new_id(recipient: str, keys: Sequence[Key], history: History, rules: Rules) -> str:
    """A Message-ID that no confirmed mail has: a problem that was mended and came back is told in a mail of its own."""
    ids = (message_id(history.installation, recipient, keys, rules.domain, time) for time in count())
    return next(id for id in ids if id not in history.spent)


def message_id(installation: str, recipient: str, keys: Iterable[Key], domain: str, time: int = 0) -> str:
    """The Message-ID of a mail: the same for the same recipient, content and `time` of telling it (RFC 5322 3.6.4)."""
    text = "\n".join(
        [installation, recipient, *("\t".join(key) for key in sorted(keys)), *([str(time)] if time else [])]
    )
    from hashlib import sha256  # brings OpenSSL, which is slow to load

    return f"<mou.{sha256(text.encode()).hexdigest()[:32]}@{domain}>"
