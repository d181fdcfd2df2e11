"""The dated milestones of a record that ask for reminders, each with the days on which its ladder speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest

from msgspec import Struct

from mou_tracker.agreement.record import Escalation, FollowUp, Ladder, Offsets
from mou_tracker.agreement.register import Register
from mou_tracker.basics.dates import DateSpan, add_days
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.schedule import ReminderDays, ReminderPoint, ladder_of, once, rungs_of, times
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import Deadline, DeadlineKind, deadlines

MilestoneKind = DeadlineKind


class Milestone(Struct, frozen=True):
    """One dated thing of one record. Its earliest day counts; `key` names it among the record's milestones.

    `owners` are contact ids or addresses; `subject` is what is due, a step's name or a promise. `last` is the last day
    of the agreement where the milestone belongs to its end. `escalation` applies once the day is over.
    """

    kind: MilestoneKind
    key: str
    day: DateSpan
    times: ReminderDays
    assessment: Assessment
    owners: tuple[str, ...]
    subject: object = None
    last: DateSpan | None = None
    escalation: Escalation | None = None

    @property
    def days(self) -> int:
        """Calendar days from the day of looking to the earliest day, negative once it is past."""
        return (self.day.earliest - self.assessment.as_of).days

    @property
    def certain(self) -> bool:
        """Whether its day, and the end that it comes from, is known to the day."""
        return self.day.certain and (self.last is None or self.last.certain)


def milestones(assessment: Assessment, register: Register) -> Iterator[Milestone]:
    """What one record wants to be reminded of; nothing where `no_milestone` says why."""
    ladder = ladder_of(assessment.agreement, register)
    if ladder is None or assessment.status in ("closed", "renewed"):
        return
    for one in deadlines(assessment):
        if one.open and one.day:
            made = _milestone(assessment, one, one.day, ladder)
            if made:
                yield made


def _milestone(assessment: Assessment, one: Deadline, day: DateSpan, ladder: Ladder) -> Milestone | None:
    """How a deadline is spoken of. Once the last day may be over that leads; before it, the decision."""
    owners, last = assessment.agreement.owner, assessment.last_day
    if one.follow_up:
        return _promise(one.follow_up, day, assessment, ladder)
    if one.step:
        when, key = times(day.earliest, rungs_of(ladder, "approval")), f"approval:{one.step.step.id}"
        name, escalation = one.step.step.name, ladder.escalate
        return Milestone("approval", key, day, when, assessment, owners, name, escalation=escalation)
    assert last is not None
    assert assessment.course is not None
    assert assessment.course.last_day is not None
    if one.kind == "renewed-itself":
        return Milestone(one.kind, one.kind, day, once(day.earliest), assessment, owners, last=last)
    end = assessment.course.last_day
    if one.kind == "last-day":
        if assessment.as_of <= end:
            return None
        when, escalation = times(end, rungs_of(ladder, "lapsed"), after=True), ladder.escalate
        over = DateSpan(end, max(last.latest, end))
        return Milestone(one.kind, one.kind, over, when, assessment, owners, last=last, escalation=escalation)
    if assessment.as_of > end:
        return None
    floor = _agreed_on(assessment)
    if one.kind == "safe-start":
        # The path to a signature begins here, so the offsets are those of an approval; once the day is past those of
        # the decision say how late it is.
        when = times(day.earliest, Offsets(rungs_of(ladder, "approval").steps), floor=floor)
        subject = assessment.first_step.name if assessment.first_step else None
        return Milestone(one.kind, one.kind, day, when, assessment, owners, subject, last)
    when = times(day.earliest, rungs_of(ladder, "decision"), floor=floor)
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


def _promise(follow_up: FollowUp, due: DateSpan, assessment: Assessment, ladder: Ladder) -> Milestone:
    # The text names the promise: its place in the list changes when another one is added.
    from hashlib import sha256  # brings OpenSSL, which is slow to load

    key = f"follow-up:{sha256(follow_up.what.encode()).hexdigest()[:12]}"
    when = times(due.earliest, rungs_of(ladder, "follow_up"))
    owners = follow_up.owner or assessment.agreement.owner
    return Milestone("follow-up", key, due, when, assessment, owners, follow_up.what, escalation=ladder.escalate)


def no_milestone(assessment: Assessment) -> Phrase:
    """Why a record has no milestone, in the order in which the reasons count."""
    if assessment.agreement.reminders == "none":
        return phrase("the record says `reminders: none`")
    if assessment.status == "closed":
        return phrase("it is closed")
    if assessment.successor and assessment.successor.signed:
        return phrase("it is renewed by {id}", id=assessment.successor.id)
    if assessment.decided and assessment.last_day:
        decided = phrase("it is decided to renew it") if assessment.decided == "renew" else None
        return decided or phrase("it is decided, or agreed in its text, to let it lapse")
    if assessment.open_ended:
        return phrase("it has no end")
    if assessment.course:
        return phrase("its last day is not known")
    return phrase("nothing in it has a day by which it is due")


def coming(assessments: Iterable[Assessment], register: Register, most: int) -> list[tuple[ReminderPoint, Milestone]]:
    """The next steps of all milestones, the earliest first, whoever they are told to."""
    made = [(step, m) for one in assessments for m in milestones(one, register) if (step := m.times.coming(one.as_of))]
    return nsmallest(most, made, key=lambda pair: (pair[0].day, pair[1].assessment.agreement.id, pair[1].key))
