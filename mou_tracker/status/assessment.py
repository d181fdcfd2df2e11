"""What is known of one record on one day: its status and everything that goes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.procedure import Procedure, ProcedureStep
from mou_tracker.agreement.record import Activity, Agreement, Closing
from mou_tracker.agreement.terms import START_UNKNOWN, TermOutlook
from mou_tracker.approvals.progress import Path, StepState
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import Phrase
from mou_tracker.status.statuses import PENDING, STATUSES, Status, status_name, status_names


class Successor(Struct, frozen=True):
    """The record that renews this one, and how far it is."""

    id: str
    status: Status
    signed: bool
    procedure: Procedure | None = None

    @property
    def status_name(self) -> Phrase:
        """The status in words."""
        return status_name(self.status, self.procedure)


class Ahead(Struct, frozen=True):
    """A record that is not shown on a day since all that is dated in it lies ahead, and when it is first known of."""

    id: str
    on: DateSpan


class Assessment(Struct, frozen=True):
    """One record on one day. Deadlines are counted from the earliest day of an uncertain date; all days inclusive.

    `days_left` counts calendar days to the latest possible last day, negative once it is over. `safe_start` is the
    latest day on which a renewal may begin without a gap, None where none is to begin or where nobody knows how long
    its approval takes; `first_step` is what begins it, None where none is to begin. `calendar_final` tells whether all
    working days up to the day to sign by are published. `closes` is a closing announced for a day ahead: it has not
    happened yet, so the status is that of the day, but its day is the last one in force and nothing is to be decided.
    `procedure` is its kind's, None for a kind without one. `framework` is the agreement that it carries out and
    `children` are those that carry it out, each as it stands on the day, without its own.
    """

    agreement: Agreement
    as_of: date
    status: Status
    certain: bool
    path: Path
    courses: tuple[TermOutlook, TermOutlook] | None = None
    last_day: DateSpan | None = None
    successor: Successor | None = None
    closes: Closing | None = None
    stalled: bool = False
    last_move: DateSpan | None = None
    owner: tuple[str, ...] = ()
    safe_start: date | None = None
    first_step: ProcedureStep | None = None
    calendar_final: bool = True
    procedure: Procedure | None = None
    framework: Assessment | None = None
    children: tuple[Assessment, ...] = ()
    renewal_begun: date | None = None

    @property
    def status_name(self) -> Phrase:
        """The status in words."""
        return status_name(self.status, self.procedure)

    @property
    def running_children(self) -> tuple[Assessment, ...]:
        """The agreements under it that are in force on the day; where no end is known they may be."""
        return tuple(one for one in self.children if one.status in ("active", "due", "unknown"))

    @property
    def last_activity(self) -> Activity | None:
        """What was done last under it, as far as it is recorded."""
        if not self.agreement.activities:
            return None
        return max(self.agreement.activities, key=lambda one: (one.on.latest, one.on.earliest))

    @property
    def course(self) -> TermOutlook | None:
        """The course counted from the earliest days, which all deadlines follow."""
        return self.courses[0] if self.courses else None

    @property
    def start(self) -> DateSpan | None:
        """The first day in force; None also where nobody knows it."""
        return _since(self.courses[0].start, self.courses[1].start) if self.courses else None

    @property
    def begins(self) -> DateSpan | None:
        """The first day of the uninterrupted time in force that counts on the day."""
        return _since(self.courses[0].begins, self.courses[1].begins) if self.courses else None

    @property
    def open_ended(self) -> bool:
        """Whether it runs without an end."""
        return self.courses is not None and self.courses[0].open_ended

    @property
    def days_left(self) -> int | None:
        """Calendar days to the last day, 0 on it, negative after it."""
        return (self.last_day.latest - self.as_of).days if self.last_day else None

    @property
    def under_way(self) -> StepState | None:
        """The approval step under way; the council's while the record is pending there."""
        return self.path.of_council if self.status == "pending-dprd" else self.path.current

    @property
    def consent(self) -> StepState | None:
        """The council's consent after which an unsigned record has not moved for a year; None where there is none."""
        council = self.path.of_council if self.stalled and self.status == "in-approval" else None
        return council if council and council.state == "done" else None

    @property
    def decided(self) -> str | None:
        """`lapse` or `renew` where it is decided what becomes of the agreement; by its text or by the office.

        A closing that is announced decides it too.
        """
        if self.closes:
            return "lapse"
        renewal = self.agreement.renewal
        return renewal.decision or ("lapse" if renewal.mode == "none" else None)


def _since(first: date, last: date) -> DateSpan | None:
    return None if first == START_UNKNOWN else DateSpan(first, last)


_RANK = {
    status: rank
    for rank, status in enumerate(
        (
            "lapsed",
            "due",
            "pending-dprd",
            "in-approval",
            "unknown",
            "exploring",
            "upcoming",
            "active",
            "renewed",
            "closed",
        )
    )
}


def urgency(assessment: Assessment) -> tuple[int, date, str]:
    """Sort key: what needs attention first, then the earliest deadline, then the id."""
    when = assessment.last_day.earliest if assessment.last_day else date.max
    if assessment.course and assessment.course.decision_day and assessment.status == "due":
        when = assessment.course.decision_day
    if not assessment.agreement.signed and (step := assessment.under_way) and step.due:
        when = step.due.earliest
    return (_RANK[assessment.status], when, assessment.agreement.id)


def status_words(assessments: Iterable[Assessment]) -> Mapping[Status, Phrase]:
    """The statuses in words for these records together: the council is that of those that wait for one, else of all."""
    known = tuple(assessments)
    return status_names([one.procedure for one in known if one.status == PENDING] or [one.procedure for one in known])


def counts(assessments: Iterable[Assessment]) -> Mapping[Status, int]:
    """How many records have each status; every status is present, and the sum is the number of records."""
    numbers: dict[Status, int] = dict.fromkeys(STATUSES, 0)
    for one in assessments:
        numbers[one.status] += 1
    return numbers
