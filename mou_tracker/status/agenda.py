"""Everything dated, ahead or overdue, and the times without an agreement in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.register import Register
from mou_tracker.agreement.terms import runs
from mou_tracker.basics.dates import DateSpan, EndRule, add_days
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.status.assessment import Assessment


class Gap(Struct, frozen=True):
    """The days, both inclusive, on which certainly nothing was in force; `lasts` while it has not ended."""

    first: date
    last: date
    lasts: bool = False

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1


def gaps(assessment: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> list[Gap]:
    """All gaps of a record on its day, in order: before it began, within it, and after it."""
    return sorted((gap for gap in _gaps(assessment, rule, others) if gap), key=lambda gap: gap.first)


def _gaps(assessment: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> Iterator[Gap | None]:
    before = others.get(assessment.agreement.renews or "")
    if before and before.last_day and assessment.start:
        yield _between(before.last_day.latest, assessment.start.earliest)
    late, early = runs(assessment.agreement, rule, 1), runs(assessment.agreement, rule, 0)
    for (ended, _), (_, resumed) in pairwise(zip(late, early, strict=True)):
        end = ended.end()
        if end:
            yield _between(end, resumed.start)
    after = others.get(assessment.successor.id) if assessment.successor else None
    if assessment.status == "renewed" and after and after.start and assessment.last_day:
        yield _between(assessment.last_day.latest, after.start.earliest)
    if assessment.status == "lapsed" and assessment.last_day:
        yield Gap(add_days(assessment.last_day.latest, 1), assessment.as_of, lasts=True)


def _between(end: date, start: date) -> Gap | None:
    """The gap between a last day and a first day, None if there is none."""
    gap = Gap(add_days(end, 1), add_days(start, -1))
    return gap if gap.days > 0 else None


EntryKind = Literal["last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up")
Basis = Literal["agreement", "statute", "target", "promise"]


class Entry(Struct, frozen=True):
    """One dated thing of one agreement; `day` is None for a promise without a date. `overdue` is past and undone.

    `basis` tells what the day rests on: the agreement's own text, the law, the office's targets, or a promise.
    `provisional` tells that it counts working days of a year whose collective leave is not published.
    """

    day: DateSpan | None
    kind: EntryKind
    assessment: Assessment
    what: Phrase
    basis: Basis
    owner: tuple[str, ...] = ()
    overdue: bool = False
    provisional: bool = False

    @property
    def days(self) -> int | None:
        """Calendar days from the day of looking, negative once past; counted to the earliest day."""
        return (self.day.earliest - self.assessment.as_of).days if self.day else None


def entries(assessment: Assessment, register: Register) -> Iterator[Entry]:
    """All entries of one agreement that still ask for something."""
    if assessment.status not in ("closed", "renewed"):
        yield from _ends(assessment)
        yield from _approval(assessment)
    yield from _follow_ups(assessment, register)


def agenda(assessments: Iterable[Assessment], register: Register, days: int | None = 90) -> list[Entry]:
    """What is overdue, what lies within `days` calendar days (None: however far), and promises without a date."""
    made = [entry for one in assessments for entry in entries(one, register)]
    kept = [e for e in made if e.overdue or e.day is None or days is None or within(e, days)]
    return sorted(kept, key=by_day)


def within(entry: Entry, days: int) -> bool:
    """Whether an entry's day lies between today and so many days on."""
    return entry.day is not None and entry.day.earliest <= entry.assessment.as_of + timedelta(days=days)


def by_day(entry: Entry) -> tuple[bool, date, str, str]:
    """Sort key: by day, those without one last."""
    return (entry.day is None, entry.day.earliest if entry.day else date.max, entry.assessment.agreement.id, entry.kind)


def _ends(assessment: Assessment) -> Iterator[Entry]:
    course, last = assessment.course, assessment.last_day
    if course is None or last is None:
        return
    done = bool(assessment.successor and assessment.successor.signed)
    over = assessment.status == "lapsed"
    yield Entry(
        last, "last-day", assessment, phrase("last day in force"), "agreement", assessment.owner, over and not done
    )
    if done or over or course.decision_day is None:
        return
    day = DateSpan(course.decision_day, course.decision_day)
    overdue = course.decision_day < assessment.as_of
    if course.notice_by:
        what = phrase("last day to give notice, or it renews by itself")
        yield Entry(day, "notice-by", assessment, what, "agreement", assessment.owner, overdue)
    elif assessment.decided != "lapse":
        what = phrase("sign the renewal by this day")
        yield Entry(day, "sign-by", assessment, what, "agreement", assessment.owner, overdue)
    if assessment.safe_start and assessment.first_step:
        start = DateSpan(assessment.safe_start, assessment.safe_start)
        what = phrase("latest safe start of the renewal: {step}", step=assessment.first_step.name)
        yield Entry(
            start,
            "safe-start",
            assessment,
            what,
            "target",
            assessment.owner,
            assessment.safe_start < assessment.as_of,
            not assessment.calendar_final,
        )


def _approval(assessment: Assessment) -> Iterator[Entry]:
    step = assessment.under_way
    if step is None or step.due is None or step.step.basis is None:
        return
    what = phrase("{step} is due", step=step.step.name)
    overdue = step.due.earliest < assessment.as_of
    yield Entry(step.due, "approval", assessment, what, step.step.basis, assessment.owner, overdue, not step.final)


def _follow_ups(assessment: Assessment, register: Register) -> Iterator[Entry]:
    for follow_up in assessment.agreement.follow_ups:
        if follow_up.done:
            continue
        owner = register.addresses(follow_up.owner or assessment.agreement.owner)
        overdue = bool(follow_up.due and follow_up.due.latest < assessment.as_of)
        what = phrase("{what}", what=follow_up.what)
        yield Entry(follow_up.due, "follow-up", assessment, what, "promise", owner, overdue)
