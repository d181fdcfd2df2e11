"""The dated milestones of a record that ask for reminders, each with the days on which its ladder speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import FollowUp, Ladder, Offsets
from mou_tracker.agreement.register import Register
from mou_tracker.approvals.progress import StepState
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import DateSpan, Period, add_days, ahead, back
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.schedule import (
    IDLE,
    ReminderDays,
    ReminderPoint,
    escalated,
    ladder_of,
    once,
    rungs_of,
    times,
    working_before,
)
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import Deadline, DeadlineKind, deadlines
from mou_tracker.status.snoozes import ACKNOWLEDGED, hides, over_on, running

MilestoneKind = Literal[DeadlineKind, "next-step", "receipt", "ending", "snooze-over"]
_MONTH, _RECEIPT = Period(months=1), Period(weeks=2)


class Milestone(Struct, frozen=True):
    """One dated thing of one record. Its earliest day counts; `key` names it among the record's milestones.

    `owners` are contact ids or addresses; `subject` is what is due, a step's name or a promise. `last` is the last day
    of the agreement where the milestone belongs to its end. `further` says who else is told, and when, once the day is
    over. `formerly` is the key by which ledgers of the first version know it. `late` is a safe start that was missed,
    `promise` the one that is to be kept.
    """

    kind: MilestoneKind
    key: str
    day: DateSpan
    times: ReminderDays
    assessment: Assessment
    owners: tuple[str, ...]
    subject: object = None
    last: DateSpan | None = None
    further: Further | None = None
    formerly: str = ""
    late: date | None = None
    promise: FollowUp | None = None

    @property
    def days(self) -> int:
        """Calendar days from the day of looking to the earliest day, negative once it is past."""
        return (self.day.earliest - self.assessment.as_of).days

    @property
    def certain(self) -> bool:
        """Whether its day, and the end that it comes from, is known to the day."""
        return self.day.certain and (self.last is None or self.last.certain)

    @property
    def over(self) -> bool:
        """Whether its day is past for certain."""
        return self.day.latest < self.assessment.as_of


class RecordMilestones(Struct, frozen=True):
    """A record on a day, and what it wants to be reminded of."""

    assessment: Assessment
    milestones: tuple[Milestone, ...]


class Further(Struct, frozen=True):
    """To whom a matter is escalated, after how long, and the days of their own ladder."""

    to: tuple[str, ...]
    after: Period
    times: ReminderDays


class _Making(Struct, frozen=True):
    """What all milestones of a record are made with."""

    assessment: Assessment
    ladder: Ladder
    calendar: Calendar

    def days(
        self, day: DateSpan, before: Offsets, floor: date = date.min, after: Offsets | None = None
    ) -> ReminderDays:
        """Rungs before a day, and those that say how late it is."""
        working = working_before(self.calendar, self.assessment.as_of)
        late = rungs_of(self.ladder, "late") if after is None else after
        return times(day.earliest, before, late, floor, day.latest, working)

    def further(self, of: str, end: date, when: ReminderDays) -> Further | None:
        """Who else is told once a matter of a ladder is late."""
        given = self.ladder.escalate
        if given is None or (given.for_ and of not in given.for_):
            return None
        return Further(given.to, given.after, escalated(when, end, given.after))


def milestones_of(assessments: Iterable[Assessment], register: Register, calendar: Calendar) -> list[RecordMilestones]:
    """The records with their milestones, which are worked out here once for a whole run."""
    return [RecordMilestones(one, tuple(milestones(one, register, calendar))) for one in assessments]


def milestones(assessment: Assessment, register: Register, calendar: Calendar) -> list[Milestone]:
    """What one record wants to be reminded of; nothing where `no_milestone` says why.

    The graver thing speaks: an end that is over mutes promises that are late, and a safe start, near or missed, mutes
    the day to sign by until its last month.
    """
    ladder = ladder_of(assessment.agreement, register)
    if ladder is None or assessment.status in ("closed", "renewed"):
        return []
    making = _Making(assessment, ladder, calendar)
    found = [*_dated(making), *_undated(making)]
    kinds = {one.kind for one in found}
    over = "last-day" in kinds and assessment.status == "lapsed"
    found = [one for one in found if not (over and one.kind == "follow-up" and one.over)]
    start = next((one for one in found if one.kind == "safe-start"), None)
    if start and start.times.reached(assessment.as_of):
        found = _led(found, start, making)
    made = [one for one in found if not hides(assessment, one.kind, one.day.earliest)]
    return [*made, *_woken(making)]


# Beside a safe start that was missed the end itself is told so long before, and on the day.
_BESIDE = Offsets((_MONTH, Period(weeks=1), Period()))


def _led(found: list[Milestone], start: Milestone, making: _Making) -> list[Milestone]:
    """What is left once a safe start speaks: the day to sign by comes later, and in its last month takes its place."""
    sign_by = next((one for one in found if one.kind == "sign-by"), None)
    if sign_by is None:
        return found
    day, as_of = sign_by.day.earliest, sign_by.assessment.as_of
    # Also between that day and the end, if that is a later one: nobody can begin in time any more.
    if not (start.days < 0 and back(day, _MONTH.length) <= as_of):
        return [one for one in found if one is not sign_by]
    wanted = rungs_of(making.ladder, "decision").steps
    floor = _agreed_on(sign_by.assessment)
    when = making.days(DateSpan(day, day), _BESIDE if wanted else Offsets(()), floor, Offsets(()))
    led = replace(sign_by, times=when, late=start.day.earliest)
    return [*(one for one in found if one not in (start, sign_by)), led]


def _dated(making: _Making) -> Iterator[Milestone]:
    for one in deadlines(making.assessment):
        if one.open and one.day:
            made = _milestone(making, one, one.day)
            if made:
                yield made


def _milestone(making: _Making, one: Deadline, day: DateSpan) -> Milestone | None:
    """How a deadline is spoken of. Once the last day may be over that leads; before it, the decision."""
    assessment, ladder = making.assessment, making.ladder
    owners, last = assessment.agreement.owner, assessment.last_day
    if one.follow_up:
        return _promise(making, one.follow_up, day)
    if one.step:
        when = making.days(day, rungs_of(ladder, "approval"))
        further = making.further("approval", day.latest, when)
        name = one.step.step.name
        return Milestone(
            "approval", f"approval:{one.step.step.id}", day, when, assessment, owners, name, further=further
        )
    assert last is not None
    assert assessment.course is not None
    if one.kind == "renewed-itself":
        return Milestone(one.kind, one.kind, day, once(day.earliest), assessment, owners, last=last)
    end = assessment.course.last_day
    if end is None:
        return None
    if one.kind == "last-day":
        if assessment.as_of <= end:
            return None
        when = times(end, Offsets(()), rungs_of(ladder, "lapsed"))
        over = DateSpan(end, max(last.latest, end))
        # Others are told of what is surely late: an end that is not certain counts for them from its latest day.
        sure = times(over.latest, Offsets(()), rungs_of(ladder, "lapsed"))
        further = making.further("lapsed" if assessment.status == "lapsed" else "decision", over.latest, sure)
        return Milestone(one.kind, one.kind, over, when, assessment, owners, last=last, further=further)
    if assessment.as_of > end:
        return None
    floor = _agreed_on(assessment)
    if one.kind == "safe-start":
        when = making.days(day, rungs_of(ladder, "safe_start"), floor)
        subject = assessment.first_step.name if assessment.first_step else None
        further = making.further("safe_start", day.latest, when)
        return Milestone(one.kind, one.kind, day, when, assessment, owners, subject, last, further)
    if one.kind == "sign-by" and assessment.renewal_begun:
        floor = max(floor, assessment.renewal_begun)  # until then the safe start spoke, and it has been answered
    when = making.days(DateSpan(day.earliest, day.earliest), rungs_of(ladder, "decision"), floor, Offsets(()))
    return Milestone(one.kind, one.kind, one.latest or day, when, assessment, owners, last=last)


def _agreed_on(assessment: Assessment) -> date:
    """Before this day nobody could have been reminded of the end: it was not agreed, or not certain, until then."""
    agreement, course = assessment.agreement, assessment.course
    days = [extension.signed.earliest for extension in agreement.extensions]
    if agreement.signing:
        days.append(agreement.signing.earliest)
    if course and course.notice_passed:
        days.append(add_days(course.notice_passed, 1))
    return max(days, default=date.min)


def _promise(making: _Making, follow_up: FollowUp, due: DateSpan) -> Milestone:
    # Its place and its day name a promise, not its wording, in which slips are mended.
    agreement = making.assessment.agreement
    alike = [other for other in agreement.follow_ups if other.due == follow_up.due]
    place = next(i for i, other in enumerate(alike) if other is follow_up)
    from hashlib import sha256  # brings OpenSSL, which is slow to load

    return Milestone(
        "follow-up",
        f"follow-up:{place}",
        due,
        making.days(due, rungs_of(making.ladder, "follow_up")),
        making.assessment,
        follow_up.owner or agreement.owner,
        follow_up.what,
        formerly=f"follow-up:{sha256(follow_up.what.encode()).hexdigest()[:12]}",
        promise=follow_up,
    )


def _undated(making: _Making) -> Iterator[Milestone]:
    """What has no due day of its own: a path on which nothing is recorded any more, and an end that nobody opposes."""
    assessment = making.assessment
    agreement, owners = assessment.agreement, assessment.agreement.owner
    ending = _ending(assessment)
    if ending:
        when = times(ending.earliest, Offsets((_MONTH,)), floor=_agreed_on(assessment))
        yield Milestone("ending", "ending", ending, when, assessment, owners, last=ending)
    if agreement.signed or assessment.status not in ("exploring", "pending-dprd", "in-approval"):
        return
    step, none = assessment.under_way, Offsets(())
    if step and step.due and not assessment.path.refused:
        return  # its due day speaks
    waiting = _not_received(step)
    if step and waiting:
        day = _after(waiting, _RECEIPT)
        when = making.days(day, none)
        key = f"receipt:{step.step.id}"
        yield Milestone("receipt", key, day, when, assessment, owners, step.step.name)
    elif assessment.last_move:
        day = _after(assessment.last_move, making.ladder.idle or IDLE)
        when = making.days(day, none)
        further = making.further("approval", day.latest, when)
        yield Milestone("next-step", "next-step", day, when, assessment, owners, assessment.last_move, further=further)


def _ending(assessment: Assessment) -> DateSpan | None:
    """The last day of an agreement that is to end, and for which nobody has to do anything more."""
    course, last = assessment.course, assessment.last_day
    if assessment.decided != "lapse" or course is None or course.notice_by or last is None:
        return None
    renewed = assessment.successor and assessment.successor.signed
    return None if renewed or assessment.as_of > last.earliest else last


def _not_received(step: StepState | None) -> DateSpan | None:
    """When a step was begun whose time counts from a receipt that is not recorded."""
    if step is None or step.entry is None or step.step.clock != "received" or step.entry.received:
        return None
    return step.entry.started


def _after(day: DateSpan, wait: Period) -> DateSpan:
    return DateSpan(ahead(day.earliest, wait.length), ahead(day.latest, wait.length))


def _woken(making: _Making) -> Iterator[Milestone]:
    """A snooze that has come to its end: one mail says so. What was only acknowledged is told by its next rung."""
    assessment = making.assessment
    snooze, over = assessment.agreement.snooze, over_on(assessment)
    if snooze and over and over <= assessment.as_of and snooze.why != ACKNOWLEDGED:
        when = ReminderDays((ReminderPoint("info", over),))
        owners = assessment.agreement.owner
        yield Milestone("snooze-over", "snooze-over", DateSpan(over, over), when, assessment, owners, snooze.why)


def no_milestone(assessment: Assessment) -> Phrase:
    """Why a record has no milestone, in the order in which the reasons count."""
    if assessment.agreement.reminders == "none":
        return phrase("the record says `reminders: none`")
    if assessment.status == "closed":
        return phrase("it is closed")
    if assessment.successor and assessment.successor.signed:
        return phrase("it is renewed by {id}", id=assessment.successor.id)
    if running(assessment):
        return phrase("it is snoozed until {day}", day=over_on(assessment))
    if assessment.decided and assessment.last_day:
        decided = phrase("it is decided to renew it") if assessment.decided == "renew" else None
        return decided or phrase("it is decided, or agreed in its text, to let it lapse")
    if assessment.open_ended:
        return phrase("it has no end")
    if assessment.course and assessment.last_day is None:
        return phrase("its last day is not known")
    return phrase("nothing in it has a day by which it is due")


def coming(records: Iterable[RecordMilestones], most: int) -> list[tuple[ReminderPoint, Milestone]]:
    """The next steps of all milestones, the earliest first, whoever they are told to."""
    made = [(step, m) for one in records for m in one.milestones if (step := m.times.coming(one.assessment.as_of))]
    return nsmallest(most, made, key=lambda pair: (pair[0].day, pair[1].assessment.agreement.id, pair[1].key))


def next_rung(assessment: Assessment, register: Register, calendar: Calendar) -> ReminderPoint | None:
    """The next rung of any milestone of a record, as if it were not snoozed; None where none comes."""
    awake = replace(assessment, agreement=replace(assessment.agreement, snooze=None))
    return next((step for step, _ in coming(milestones_of([awake], register, calendar), 1)), None)
