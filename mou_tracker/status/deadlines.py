"""Every day of one record by which something is due, and whether it still asks for anything.

This is the one place that decides it. Agenda, calendar, reminders, next step, plans and monitoring select from it;
a property over generated records says that they never contradict one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.record import FollowUp
from mou_tracker.approvals.progress import StepState
from mou_tracker.basics.dates import At, DateSpan
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.status.assessment import Assessment

DeadlineKind = Literal["renewed-itself", "last-day", "notice-by", "sign-by", "safe-start", "approval", "follow-up"]
Basis = Literal["agreement", "statute", "target", "promise"]


class Deadline(Struct, frozen=True):
    """One day by which something is due; None for a promise without one.

    `day` is the safe day where an agreement's end is known to the month or year only, and `latest` the last day that
    the uncertain end allows. `settled` says why it asks for nothing any more, None while it is open. `overdue` is past
    and open. `basis` tells what the day rests on: the agreement's own text, the law, the office's targets, or a
    promise; `provisional` that it counts working days of a year whose collective leave is not published. `place` is
    that of a promise among the record's follow-ups, the first being 1.
    """

    kind: DeadlineKind
    day: DateSpan | None
    basis: Basis
    settled: Phrase | None = None
    overdue: bool = False
    provisional: bool = False
    latest: DateSpan | None = None
    step: StepState | None = None
    follow_up: FollowUp | None = None
    place: int = 0

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it, or has to be told."""
        return self.settled is None


def deadlines(assessment: Assessment) -> Iterator[Deadline]:
    """All deadlines of a record on its day. Of one that is closed or renewed only the promises are left."""
    if assessment.status not in ("closed", "renewed"):
        yield from _ends(assessment)
        yield from _approval(assessment)
    for place, follow_up in enumerate(assessment.agreement.follow_ups, 1):
        done = phrase("it was kept") if follow_up.done else None
        late = bool(follow_up.due and follow_up.due.latest < assessment.as_of)
        yield Deadline("follow-up", follow_up.due, "promise", done, late and not done, follow_up=follow_up, place=place)


def decision(assessment: Assessment) -> Deadline | None:
    """The open deadline by which it is decided whether the agreement goes on; None where nothing is to be decided."""
    return next((one for one in deadlines(assessment) if one.open and one.kind in ("notice-by", "sign-by")), None)


def _ends(assessment: Assessment) -> Iterator[Deadline]:
    course, last = assessment.course, assessment.last_day
    if course is None or last is None:
        return
    renewed, over = _renewed(assessment) or _closing(assessment), assessment.status == "lapsed"
    if course.notice_passed and assessment.agreement.renewal.decision != "renew":
        yield Deadline("renewed-itself", DateSpan(course.notice_passed, course.notice_passed), "agreement", renewed)
    ends = renewed or _ending_by_choice(assessment)
    yield Deadline("last-day", last, "agreement", ends, over and not ends)
    if over or course.decision_day is None:
        return
    day, late = course.decision_day, assessment.courses[1].decision_day if assessment.courses else None
    span, latest = DateSpan(day, day), DateSpan(day, max(late or day, day))
    past = latest.latest < assessment.as_of
    if course.notice_by:
        # To let it lapse asks for the notice all the same; only to renew settles it, since it renews by itself.
        settled = renewed or (_decided_to_renew() if assessment.decided == "renew" else None)
        yield Deadline("notice-by", span, "agreement", settled, past and not settled, latest=latest)
    else:
        yield Deadline("sign-by", span, "agreement", ends, past and not ends, latest=latest)
    start = assessment.safe_start
    if start and assessment.first_step:
        late_start, provisional = start < assessment.as_of and not ends, not assessment.calendar_final
        yield Deadline("safe-start", DateSpan(start, start), "target", ends, late_start, provisional)


def _renewed(assessment: Assessment) -> Phrase | None:
    """An intention is not its fulfilment: a decision to renew settles nothing until the successor is signed."""
    successor = assessment.successor
    return phrase("it is renewed by {id}", id=successor.id) if successor and successor.signed else None


def _closing(assessment: Assessment) -> Phrase | None:
    """A closing that is announced settles everything that the term asks for."""
    return phrase("it closes {when}", when=At(assessment.closes.on)) if assessment.closes else None


def _ending_by_choice(assessment: Assessment) -> Phrase | None:
    lapses = assessment.decided == "lapse"
    return phrase("it is decided, or agreed in its text, to let it lapse") if lapses else None


def _decided_to_renew() -> Phrase:
    return phrase("it is decided to renew it")


def _approval(assessment: Assessment) -> Iterator[Deadline]:
    step = assessment.under_way
    if step is None or step.due is None or step.step.basis is None:
        return
    refused = phrase("the path was refused") if assessment.path.refused else None
    late = step.due.latest < assessment.as_of and not refused
    yield Deadline("approval", step.due, step.step.basis, refused, late, not step.final, step=step)
