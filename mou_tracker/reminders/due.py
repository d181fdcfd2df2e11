"""What is due to be told, to whom: a pure function of the register, the day and what the ledger remembers.

Beside the reminders of records it holds what the program tells about itself (`program_notices`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.register import Book, Register
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import add_days, back
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.history import History, Key, Subject
from mou_tracker.reminders.milestones import Milestone, RecordMilestones, milestones_of, no_milestone
from mou_tracker.reminders.program_notices import LIST, LONG, UNREADABLE, Notice, notices
from mou_tracker.reminders.recipients import Recipient, Told, recipients
from mou_tracker.reminders.schedule import DIGEST, ReminderDays, ReminderPoint, digest_day, own_day, said
from mou_tracker.status.assessment import Assessment

# A date that moves by no more working days than these is the same one: a holiday was added, a target changed.
SAME_DATE = 5


class Reminder(Struct, frozen=True):
    """One thing to tell one person. `passed` are the labels of the rungs passed over; `moved_from` an earlier date.

    `again` is how often it is told that a matter is late, this time included; 0 while its day lies ahead.
    """

    key: Key
    step: ReminderPoint
    recipient: Recipient
    about: Milestone | Notice
    because: Phrase | None = None
    passed: tuple[str, ...] = ()
    moved_from: date | None = None
    again: int = 0

    @property
    def agreements(self) -> tuple[str, ...]:
        """The ids of all records that it speaks of."""
        if isinstance(self.about, Notice) and self.about.lines:
            return tuple(dict.fromkeys(id for line in self.about.lines for id in line.agreements))
        return (self.key.agreement,) if self.key.agreement else ()


class Silence(Struct, frozen=True):
    """Why nothing is told today of a record, or of one milestone. `lost` where nobody can be told what should be.

    `waiting` is the address to which a mail was tried in vain that is to be tried again on another day. `digest` is the
    rung that is reached and waits for a day of digests, and that day.
    """

    agreement: str
    why: Phrase
    about: Milestone | Notice | None = None
    lost: bool = False
    waiting: str = ""
    digest: tuple[ReminderPoint, date] | None = None

    @property
    def coming(self) -> ReminderPoint | None:
        """The next rung."""
        return self.about.times.coming(self.about.assessment.as_of) if isinstance(self.about, Milestone) else None


class Due(Struct, frozen=True):
    """Everything that is due on a day, and everything that is silent."""

    reminders: tuple[Reminder, ...]
    silences: tuple[Silence, ...]

    @property
    def lost(self) -> tuple[Silence, ...]:
        """What should be told and can be told to nobody."""
        return tuple(silence for silence in self.silences if silence.lost)

    @property
    def waiting(self) -> tuple[tuple[str, Phrase], ...]:
        """The addresses whose mails are tried again on another day, each with the reason."""
        found = {one.waiting: one.why for one in self.silences if one.waiting}
        return tuple((address, found[address]) for address in sorted(found))


class _Asking(Struct, frozen=True):
    """What every reminder is worked out with."""

    register: Register
    calendar: Calendar
    history: History


def due(assessments: Iterable[Assessment], book: Book, calendar: Calendar, as_of: date, history: History) -> Due:
    """What is due of the records found on a day, and the notices about records and addresses that fail."""
    found, asking = milestones_of(assessments, book.register, calendar), _Asking(book.register, calendar, history)
    made = [told for one in found for told in of_record(one, book.register, calendar, history)]
    for notice in notices(found, book, calendar, as_of, history):
        made += _of_notice(notice, asking, as_of)
    return _parted(made)


def mended(found: Due, history: History) -> tuple[Subject, ...]:
    """Problems told before that are gone: should they come back, they are told again."""
    told = (*(one.about for one in found.reminders), *(one.about for one in found.silences))
    present = {(one.agreement, key) for one in told if isinstance(one, Notice) for key in (one.key, one.formerly)}
    gone = (matter for matter in history.through if matter.milestone.startswith(f"{UNREADABLE}:"))
    return tuple(sorted(matter for matter in gone if (matter.agreement, matter.milestone) not in present))


def due_of(notice: Notice, book: Book, calendar: Calendar, as_of: date, history: History) -> Due:
    """What is due of one notice alone."""
    return _parted(_of_notice(notice, _Asking(book.register, calendar, history), as_of))


def _parted(made: Iterable[Reminder | Silence]) -> Due:
    all_of_them = list(made)
    reminders = tuple(one for one in all_of_them if isinstance(one, Reminder))
    return Due(reminders, tuple(one for one in all_of_them if isinstance(one, Silence)))


def of_record(
    record: RecordMilestones, register: Register, calendar: Calendar, history: History
) -> list[Reminder | Silence]:
    """The reminders and silences of one record."""
    asking = _Asking(register, calendar, history)
    made = [told for one in record.milestones for told in _of_milestone(one, asking)]
    return made or [Silence(record.assessment.agreement.id, no_milestone(record.assessment))]


def _of_milestone(milestone: Milestone, asking: _Asking) -> Iterator[Reminder | Silence]:
    found = milestone.assessment
    agreement, step = found.agreement.id, milestone.times.reached(found.as_of)
    if step is None:
        yield Silence(agreement, phrase("no rung is reached yet"), milestone)
        return
    people = _people(milestone, step, milestone.owners, None, asking)
    if not people:
        yield Silence(agreement, _NOBODY, milestone, lost=True)
    for told in people:
        yield _reminder(told, step, milestone.times, milestone, asking)
    further = milestone.further
    later = further.times.reached(found.as_of) if further else None
    if further and later:
        why = phrase("it has been late for {period} or longer", period=further.after)
        known = {told.recipient.address for told in people}
        for told in _people(milestone, later, further.to, why, asking):
            if told.recipient.address not in known:
                yield _reminder(told, later, further.times, milestone, asking)


_NOBODY = phrase("nobody can be told: no usable address is known, or all were refused")


def _reachable(
    names: tuple[str, ...],
    register: Register,
    history: History,
    as_of: date,
    key: Callable[[str], Key],
    other: str = "",
) -> list[Told]:
    """Whoever is to be told of one reminder, but for an address that it is about.

    An address that a mail server refused is not tried again while somebody can stand in. Once all are refused, which is
    how a misconfigured server looks, all are tried again daily: else the reminder would be lost.
    """
    people = recipients(names, register, lambda address: address == other or key(address) in history.refused)
    return people or recipients(
        names, register, lambda address: address == other or history.refused.get(key(address)) == as_of
    )


def _people(
    milestone: Milestone, step: ReminderPoint, names: tuple[str, ...], because: Phrase | None, asking: _Asking
) -> list[Told]:
    """Who is to be told of a milestone's step, or to whom it is escalated and why."""
    agreement, day = milestone.assessment.agreement.id, milestone.day.earliest

    def key(address: str) -> Key:
        return Key(agreement, milestone.key, day.isoformat(), step.label, address)

    if because is None:
        return _reachable(names, asking.register, asking.history, milestone.assessment.as_of, key)
    return recipients(names, asking.register, lambda address: key(address) in asking.history.refused, because)


def _reminder(
    told: Told, step: ReminderPoint, when: ReminderDays, milestone: Milestone, asking: _Asking
) -> Reminder | Silence:
    found, history = milestone.assessment, asking.history
    day, address = milestone.day.earliest.isoformat(), told.recipient.address
    key = Key(found.agreement.id, milestone.key, day, step.label, address)
    why = _told(key, step, when, milestone, asking) or _waiting(step, milestone, asking)
    why = why or _tried(key, milestone, found.as_of, history)
    if why:
        return why
    passed = when.passed(history.through.get(key.matter, date.min), step.day)
    again = 0
    if step.label.startswith("+"):
        same = (key.matter, *_same(key.matter, milestone, asking))
        again = max(history.late.get(one, 0) for one in same) + 1
    before = history.dates.get((key.agreement, key.milestone, key.recipient))
    # A date told before that has not come yet was moved; one that is over belongs to an earlier term.
    moved = before if before and before != milestone.day.earliest and before >= found.as_of else None
    if milestone.kind == "follow-up":
        moved = None  # another promise of the same place
    return Reminder(key, step, told.recipient, milestone, told.because, passed, moved, again)


def _told(key: Key, step: ReminderPoint, when: ReminderDays, milestone: Milestone, asking: _Asking) -> Silence | None:
    """Whether the step, or one after it, was told: of this date, of one close to it, or by the matter's former name."""
    history, matter = asking.history, key.matter
    for subject in (matter, *_same(matter, milestone, asking)):
        through = history.through.get(subject)
        if through is None:
            continue
        known = history.steps.get(subject, "")
        if through >= step.day or (known and 0 <= when.position(step.label) <= when.position(known)):
            return Silence(key.agreement, _known(key, subject in history.assumed), milestone)
    return None


def _known(key: Key, assumed: bool) -> Phrase:
    """That somebody was told, or counts as such."""
    who, step = key.recipient, said(key.step)
    if assumed:
        return phrase("{address} counted as told when the ledger began ({step})", address=who, step=step)
    return phrase("{address} has been told ({step})", address=who, step=step)


def _same(matter: Subject, milestone: Milestone, asking: _Asking) -> Iterator[Subject]:
    """The names under which the same matter may have been told before."""
    if milestone.formerly:
        yield matter._replace(milestone=milestone.formerly)
    day = milestone.day.earliest
    for offset in range(-4 * SAME_DATE, 4 * SAME_DATE + 1):  # with holidays among them
        other = add_days(day, offset)
        subject = matter._replace(date=other.isoformat())
        if offset and subject in asking.history.through:
            first, last = sorted((day, other))
            if asking.calendar.between(first, last) <= SAME_DATE:
                yield subject


# Days after which no rung waits for a digest any more: the days off of its year need not be asked for then.
_LONG_PAST = 60


def _waiting(step: ReminderPoint, milestone: Milestone, asking: _Asking) -> Silence | None:
    """Whether a step waits for the day on which digests go out: what is urgent does not."""
    as_of = milestone.assessment.as_of
    if add_days(step.day, _LONG_PAST) < as_of:
        return None
    when = told_on(step, milestone, asking.register, asking.calendar)
    if when <= as_of or _is_near(as_of, milestone, asking.register):
        return None
    why = phrase("it waits for the digest of {day}", day=when)
    return Silence(milestone.assessment.agreement.id, why, milestone, digest=(step, when))


def told_on(step: ReminderPoint, milestone: Milestone, register: Register, calendar: Calendar) -> date:
    """The day on which a rung is told: its own where it is urgent, else the next of digests, or once it is urgent."""
    if is_urgent(step, milestone, register):
        return step.day
    settings, day = register.reminders.digest or DIGEST, milestone.day.earliest
    digest, near = digest_day(step.day, settings.on, calendar), back(day, settings.urgent.length)
    return near if step.day < near < digest and near <= day else digest


def is_urgent(step: ReminderPoint, milestone: Milestone, register: Register) -> bool:
    """Whether a rung is told at once: its day is near, or it is the first word that it was missed."""
    first_late = next((point for point in milestone.times.fixed if point.label.startswith("+")), None)
    return step == first_late or _is_near(own_day(step, milestone.day.earliest), milestone, register)


def _is_near(on: date, milestone: Milestone, register: Register) -> bool:
    """Whether a milestone's day is so near on a day that nothing of it waits for a digest."""
    day, near = milestone.day.earliest, (register.reminders.digest or DIGEST).urgent
    return back(day, near.length) <= on <= day


def cannot_wait(reminder: Reminder, register: Register) -> bool:
    """Whether a reminder is urgent on the day on which it is told."""
    about = reminder.about
    if isinstance(about, Notice):
        return False
    return is_urgent(reminder.step, about, register) or _is_near(about.assessment.as_of, about, register)


def _tried(key: Key, about: Milestone | Notice, as_of: date, history: History) -> Silence | None:
    """Whether it was tried in vain and is to be tried again on another day only."""
    if history.rejected.get(key) == as_of:
        why = phrase("the mail was rejected; it is tried again tomorrow")
        return Silence(key.agreement, why, about, waiting=key.recipient)
    day = history.waiting.get(key)
    if day and day > as_of:
        why = phrase("the answer was lost; it is tried again on {day}", day=day)
        return Silence(key.agreement, why, about, waiting=key.recipient)
    return None


def _of_notice(notice: Notice, asking: _Asking, as_of: date) -> Iterator[Reminder | Silence]:
    step, history = ReminderPoint(notice.step, notice.since), asking.history
    names = (notice.agreement, notice.key, notice.date, notice.step)
    if notice.kind == LIST:
        people = recipients(notice.people, asking.register, lambda _: False)[:1]
    else:
        people = _reachable(
            notice.people, asking.register, history, as_of, lambda address: Key(*names, address), notice.address
        )
    if not people:
        yield Silence(notice.agreement, _NOBODY, notice, lost=True)
    for told in people:
        key = Key(notice.agreement, notice.key, notice.date, notice.step, told.recipient.address)
        known = (key.matter, key.matter._replace(milestone=notice.formerly or notice.key))
        if any(matter in history.through and history.through[matter] >= step.day for matter in known):
            yield Silence(key.agreement, _known(key, assumed=False), notice)
            continue
        yield _tried(key, notice, as_of, history) or Reminder(key, step, told.recipient, notice)


def long_past(reminders: Iterable[Reminder], as_of: date) -> tuple[Reminder, ...]:
    """Those that a new ledger counts as told: one-offs of long ago, and what is past its ladder.

    That is in the first list of all that is open; whatever a ladder still speaks of is told by the first run.
    """
    return tuple(
        one
        for one in reminders
        if isinstance(one.about, Milestone) and one.about.times.coming(as_of) is None and one.step.day < as_of - LONG
    )


def begun(reminders: Iterable[Reminder], as_of: date) -> History:
    """What a ledger remembers that begins on a day on which these are due and nothing was ever told."""
    past = long_past(reminders, as_of)
    return History(
        through={one.key.matter: one.step.day for one in past},
        steps={one.key.matter: one.step.label for one in past},
        assumed=frozenset(one.key.matter for one in past),
    )
