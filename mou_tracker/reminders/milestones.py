"""The dated milestones of a record that ask for reminders, each with the days on which its ladder speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nsmallest
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.record import Escalation, FollowUp, Ladder, Offsets
from mou_tracker.agreement.register import Register
from mou_tracker.basics.dates import DateSpan, add_days
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.schedule import ReminderDays, ReminderPoint, ladder_of, once, rungs_of, times
from mou_tracker.status.assessment import Assessment

MilestoneKind = Literal["last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up", "renewed-itself"]


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
    yield from _end(assessment, ladder)
    yield from _approval(assessment, ladder)
    for follow_up in assessment.agreement.follow_ups:
        if follow_up.due and not follow_up.done:
            yield _promise(follow_up, follow_up.due, assessment, ladder)


def _end(assessment: Assessment, ladder: Ladder) -> Iterator[Milestone]:
    """The milestones of the agreement's end, until it is decided what becomes of it.

    A decision to let an automatic renewal lapse needs a notice: until that is given the notice day is still told.
    """
    course, last = assessment.course, assessment.last_day
    if course is None or last is None or course.last_day is None:
        return
    if assessment.successor and assessment.successor.signed:
        return
    if course.notice_passed and assessment.agreement.renewal.decision != "renew":
        passed = DateSpan(course.notice_passed, course.notice_passed)
        yield _of(assessment, "renewed-itself", passed, once(course.notice_passed), last)
    if assessment.decided and not (course.notice_by and assessment.decided == "lapse"):
        return
    if assessment.as_of > course.last_day:
        day = DateSpan(course.last_day, max(last.latest, course.last_day))
        yield _of(
            assessment, "last-day", day, times(course.last_day, rungs_of(ladder, "lapsed"), after=True), last, ladder
        )
    elif course.decision_day:
        yield from _decision(assessment, ladder, course.decision_day, last)


def _decision(assessment: Assessment, ladder: Ladder, decision_day: date, last: DateSpan) -> Iterator[Milestone]:
    floor = _agreed_on(assessment)
    notice = assessment.course is not None and assessment.course.notice_by is not None
    late = assessment.courses[1].decision_day if assessment.courses else None
    day = DateSpan(decision_day, max(late or decision_day, decision_day))
    rungs = rungs_of(ladder, "decision")
    yield _of(assessment, "notice-by" if notice else "sign-by", day, times(decision_day, rungs, floor=floor), last)
    if assessment.safe_start and assessment.first_step:
        # The path to a signature begins here, so the rungs are those of an approval; once the day is past the rungs
        # of the decision say how late it is.
        steps = Offsets(rungs_of(ladder, "approval").steps)
        start = DateSpan(assessment.safe_start, assessment.safe_start)
        name = assessment.first_step.name
        yield _of(assessment, "safe-start", start, times(assessment.safe_start, steps, floor=floor), last, subject=name)


def _agreed_on(assessment: Assessment) -> date:
    """Before this day nobody could have been reminded of the end: it was not agreed, or not certain, until then."""
    agreement, course = assessment.agreement, assessment.course
    days = [extension.signed.earliest for extension in agreement.extensions]
    if agreement.signing:
        days.append(agreement.signing.earliest)
    if course and course.notice_passed:
        days.append(add_days(course.notice_passed, 1))
    return max(days, default=date.min)


def _of(
    assessment: Assessment,
    kind: MilestoneKind,
    day: DateSpan,
    when: ReminderDays,
    last: DateSpan,
    late: Ladder | None = None,
    subject: object = None,
) -> Milestone:
    escalation = late.escalate if late else None
    return Milestone(kind, kind, day, when, assessment, assessment.agreement.owner, subject, last, escalation)


def _approval(assessment: Assessment, ladder: Ladder) -> Iterator[Milestone]:
    step = assessment.under_way
    if step is None or step.due is None or assessment.path.refused:
        return
    when = times(step.due.earliest, rungs_of(ladder, "approval"))
    yield Milestone(
        "approval",
        f"approval:{step.step.id}",
        step.due,
        when,
        assessment,
        assessment.agreement.owner,
        step.step.name,
        escalation=ladder.escalate,
    )


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
