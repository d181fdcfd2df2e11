"""What is due to be told, to whom: a pure function of the register, the day and what the ledger remembers.

Beside the reminders of records it holds what the program tells about itself: records that it cannot read, and people
whom it cannot reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from datetime import date as Day
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.history import History, Key, Subject
from mou_tracker.reminders.milestones import Milestone, milestones, no_milestone
from mou_tracker.reminders.recipients import Recipient, Told, recipients
from mou_tracker.reminders.schedule import ReminderPoint, escalated, said
from mou_tracker.status.assessment import Assessment

PATIENCE = timedelta(days=3)
NoticeKind = Literal["unreadable", "undelivered"]
UNREADABLE: NoticeKind = "unreadable"
UNDELIVERED: NoticeKind = "undelivered"


class Notice(Struct, frozen=True):
    """One thing to tell `people` once. `agreement` is an id or empty; `address` is whom not to tell it to."""

    kind: NoticeKind
    agreement: str
    key: str
    text: Phrase
    people: tuple[str, ...]
    date: str = ""
    step: str = "once"
    since: Day = Day.min
    address: str = ""


def notices(book: Book, as_of: Day, history: History) -> Iterator[Notice]:
    """All notices that hold on a day, told before or not."""
    yield from unreadable(book)
    for address, trouble in sorted(history.troubles.items()):
        if trouble.since + PATIENCE <= as_of:
            text = phrase(
                "mail to {address} could not be delivered since {day}: {reply}",
                address=address,
                day=trouble.since,
                reply=trouble.reply,
            )
            yield Notice(
                UNDELIVERED,
                "",
                f"{UNDELIVERED}:{address}",
                text,
                book.register.owner,
                trouble.since.isoformat(),
                address=address,
            )


def unreadable(book: Book) -> Iterator[Notice]:
    """One notice for each record that cannot be read, and for each file that holds errors outside its records."""
    people = book.register.maintainer or book.register.owner
    for broken in book.unreadable:
        place = phrase(
            "{file}:{line}: {message}", file=broken.file, line=broken.line, message=_named(broken.id, broken.message)
        )
        yield Notice(UNREADABLE, broken.id or "", _problem(broken.file, broken.id, broken.message), place, people)
    told: set[str] = set()
    for finding in book.diagnostics:
        known = finding.agreement is not None or any(b.file == finding.file for b in book.unreadable)
        if finding.severity == "error" and not known and finding.file not in told:
            told.add(finding.file)
            place = phrase(
                "{file}:{line}: {message}", file=finding.file, line=finding.span.line, message=finding.message
            )
            yield Notice(UNREADABLE, "", _problem(finding.file, None, finding.message), place, people)


def _named(id: str | None, message: Phrase) -> Phrase:
    """What is wrong, with the id of the record where it is known."""
    return phrase("{id}: {why}", id=id, why=message) if id else message


def _problem(file: str, agreement: str | None, message: Phrase) -> str:
    """Names a problem by what is wrong and not by its line, which moves with every edit above it."""
    text = repr((file, agreement, message))
    from hashlib import sha256  # brings OpenSSL, which is slow to load

    return f"{UNREADABLE}:{sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def mended(book: Book, history: History) -> tuple[Subject, ...]:
    """Problems told before that are gone: should they come back, they are told again."""
    present = {(notice.agreement, notice.key) for notice in unreadable(book)}
    gone = (matter for matter in history.through if matter.milestone.startswith(f"{UNREADABLE}:"))
    return tuple(sorted(matter for matter in gone if (matter.agreement, matter.milestone) not in present))


# A one-off of longer ago counts as told when a ledger begins; a clock that is further ahead of the last run is doubted.
LONG = timedelta(days=45)


class Reminder(Struct, frozen=True):
    """One thing to tell one person. `passed` are the labels of the rungs passed over; `moved_from` an earlier date."""

    key: Key
    step: ReminderPoint
    recipient: Recipient
    about: Milestone | Notice
    because: Phrase | None = None
    passed: tuple[str, ...] = ()
    moved_from: date | None = None


class Silence(Struct, frozen=True):
    """Why nothing is told today of a record, or of one milestone. `lost` where nobody can be told what should be.

    `rejected` is the address whose mail was rejected today: it is still to be told.
    """

    agreement: str
    why: Phrase
    about: Milestone | Notice | None = None
    lost: bool = False
    rejected: str = ""

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
    def rejected(self) -> tuple[str, ...]:
        """The addresses whose mails an earlier run of the day saw rejected; they are tried again the next day."""
        return tuple(sorted({silence.rejected for silence in self.silences if silence.rejected}))


def due(assessments: Iterable[Assessment], book: Book, as_of: date, history: History) -> Due:
    """What is due of the records found on a day, and the notices about records and addresses that fail."""
    made = [told for one in assessments for told in of_record(one, book.register, history)]
    for notice in notices(book, as_of, history):
        made += _of_notice(notice, book.register, as_of, history)
    reminders = tuple(one for one in made if isinstance(one, Reminder))
    return Due(reminders, tuple(one for one in made if isinstance(one, Silence)))


def of_record(assessment: Assessment, register: Register, history: History) -> list[Reminder | Silence]:
    """The reminders and silences of one record."""
    made = [
        told for milestone in milestones(assessment, register) for told in _of_milestone(milestone, register, history)
    ]
    return made or [Silence(assessment.agreement.id, no_milestone(assessment))]


def _of_milestone(milestone: Milestone, register: Register, history: History) -> Iterator[Reminder | Silence]:
    found = milestone.assessment
    agreement = found.agreement.id
    step = milestone.times.reached(found.as_of)
    if step is None:
        yield Silence(agreement, phrase("no step is reached yet"), milestone)
        return
    people = _told_of(milestone, step, register, history)
    if not people:
        yield Silence(agreement, _NOBODY, milestone, lost=True)
    for told in people:
        key = Key(agreement, milestone.key, milestone.day.earliest.isoformat(), step.label, told.recipient.address)
        why = _settled(key, step, milestone, found.as_of, history)
        yield why or _reminder(key, step, told, milestone, history)


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


def _told_of(milestone: Milestone, step: ReminderPoint, register: Register, history: History) -> list[Told]:
    """Who is to be told of a milestone's step: its people, and those to whom it is escalated."""
    agreement, day = milestone.assessment.agreement.id, milestone.day.earliest

    def key(address: str) -> Key:
        return Key(agreement, milestone.key, day.isoformat(), step.label, address)

    people = _reachable(milestone.owners, register, history, milestone.assessment.as_of, key)
    escalation = milestone.escalation
    if escalation and escalated(escalation, day, milestone.assessment.as_of):
        why = phrase("it has been late for {period} or longer", period=escalation.after)
        known = {told.recipient.address for told in people}
        further = recipients(escalation.to, register, lambda address: key(address) in history.refused, why)
        people += [told for told in further if told.recipient.address not in known]
    return people


def _reminder(key: Key, step: ReminderPoint, told: Told, milestone: Milestone, history: History) -> Reminder:
    passed = milestone.times.passed(history.through.get(key.matter, date.min), step.day)
    before = history.dates.get((key.agreement, key.milestone, key.recipient))
    # A date told before that has not come yet was moved; one that is over belongs to an earlier term.
    moved = before if before and before != milestone.day.earliest and before >= milestone.assessment.as_of else None
    return Reminder(key, step, told.recipient, milestone, told.because, passed, moved)


def _settled(key: Key, step: ReminderPoint, about: Milestone | Notice, as_of: date, history: History) -> Silence | None:
    """Why a reminder is not to be sent (again) today; None where it is."""
    through = history.through.get(key.matter)
    if through and through >= step.day:
        told = phrase("{address} has been told ({step})", address=key.recipient, step=said(key.step))
        return Silence(key.agreement, told, about)
    if history.rejected.get(key) == as_of:
        why = phrase("the mail server rejected it today; it is tried again tomorrow")
        return Silence(key.agreement, why, about, rejected=key.recipient)
    return None


def _of_notice(notice: Notice, register: Register, as_of: date, history: History) -> Iterator[Reminder | Silence]:
    step = ReminderPoint(notice.step, notice.since)
    names = (notice.agreement, notice.key, notice.date, notice.step)
    people = _reachable(notice.people, register, history, as_of, lambda address: Key(*names, address), notice.address)
    if not people:
        yield Silence(notice.agreement, _NOBODY, notice, lost=True)
    for told in people:
        key = Key(notice.agreement, notice.key, notice.date, notice.step, told.recipient.address)
        why = _settled(key, step, notice, as_of, history)
        yield why or Reminder(key, step, told.recipient, notice)


def long_past(reminders: Iterable[Reminder], as_of: date) -> tuple[Reminder, ...]:
    """Those that a new ledger counts as told: one-offs of long ago. What is still open is told by the first run."""
    return tuple(
        one
        for one in reminders
        if isinstance(one.about, Milestone)
        and one.about.kind in ("safe-start", "renewed-itself")
        and one.step.day < as_of - LONG
    )
