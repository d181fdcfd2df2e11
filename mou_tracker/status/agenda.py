"""Everything dated, ahead or overdue, and the times without an agreement in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from mou_tracker.agreement.register import Register
from mou_tracker.agreement.terms import runs
from mou_tracker.basics.dates import DateSpan, EndRule, add_days
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.status.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Gap:
    """The days, both inclusive, on which certainly nothing was in force; `lasts` while it has not ended."""

    first: date
    last: date
    lasts: bool = False

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1


def gaps(found: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> list[Gap]:
    """All gaps of a record on its day, in order: before it began, within it, and after it."""
    return sorted((gap for gap in _gaps(found, rule, others) if gap), key=lambda gap: gap.first)


def _gaps(found: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> Iterator[Gap | None]:
    before = others.get(found.agreement.renews or "")
    if before and before.last_day and found.start:
        yield _between(before.last_day.latest, found.start.earliest)
    late, early = runs(found.agreement, rule, 1), runs(found.agreement, rule, 0)
    for (ended, _), (_, resumed) in pairwise(zip(late, early, strict=True)):
        end = ended.end()
        if end:
            yield _between(end, resumed.start)
    after = others.get(found.successor.id) if found.successor else None
    if found.status == "renewed" and after and after.start and found.last_day:
        yield _between(found.last_day.latest, after.start.earliest)
    if found.status == "lapsed" and found.last_day:
        yield Gap(add_days(found.last_day.latest, 1), found.as_of, lasts=True)


def _between(end: date, start: date) -> Gap | None:
    """The gap between a last day and a first day, None if there is none."""
    gap = Gap(add_days(end, 1), add_days(start, -1))
    return gap if gap.days > 0 else None


EntryKind = Literal["last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up")
Basis = Literal["agreement", "statute", "target", "promise"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing of one agreement; `day` is None for a promise without a date. `overdue` is past and undone.

    `basis` tells what the day rests on: the agreement's own text, the law, the office's targets, or a promise.
    `provisional` tells that it counts working days of a year whose collective leave is not published.
    """

    day: DateSpan | None
    kind: EntryKind
    found: Assessment
    what: Phrase
    basis: Basis
    owner: tuple[str, ...] = ()
    overdue: bool = False
    provisional: bool = False

    @property
    def days(self) -> int | None:
        """Calendar days from the day of looking, negative once past; counted to the earliest day."""
        return (self.day.earliest - self.found.as_of).days if self.day else None


def entries(found: Assessment, register: Register) -> Iterator[Entry]:
    """All entries of one agreement that still ask for something."""
    if found.status not in ("closed", "renewed"):
        yield from _ends(found)
        yield from _approval(found)
    yield from _follow_ups(found, register)


def agenda(found: Iterable[Assessment], register: Register, days: int | None = 90) -> list[Entry]:
    """What is overdue, what lies within `days` calendar days (None: however far), and promises without a date."""
    made = [entry for one in found for entry in entries(one, register)]
    kept = [e for e in made if e.overdue or e.day is None or days is None or within(e, days)]
    return sorted(kept, key=by_day)


def within(entry: Entry, days: int) -> bool:
    """Whether an entry's day lies between today and so many days on."""
    return entry.day is not None and entry.day.earliest <= entry.found.as_of + timedelta(days=days)


def by_day(entry: Entry) -> tuple[bool, date, str, str]:
    """Sort key: by day, those without one last."""
    return (entry.day is None, entry.day.earliest if entry.day else date.max, entry.found.agreement.id, entry.kind)


def _ends(found: Assessment) -> Iterator[Entry]:
    course, last = found.course, found.last_day
    if course is None or last is None:
        return
    done = bool(found.successor and found.successor.signed)
    over = found.status == "lapsed"
    yield Entry(last, "last-day", found, phrase("last day in force"), "agreement", found.owner, over and not done)
    if done or over or course.decision_day is None:
        return
    day = DateSpan(course.decision_day, course.decision_day)
    overdue = course.decision_day < found.as_of
    if course.notice_by:
        what = phrase("last day to give notice, or it renews by itself")
        yield Entry(day, "notice-by", found, what, "agreement", found.owner, overdue)
    elif found.decided != "lapse":
        what = phrase("sign the renewal by this day")
        yield Entry(day, "sign-by", found, what, "agreement", found.owner, overdue)
    if found.safe_start and found.first_step:
        start = DateSpan(found.safe_start, found.safe_start)
        what = phrase("latest safe start of the renewal: {step}", step=found.first_step.name)
        yield Entry(
            start,
            "safe-start",
            found,
            what,
            "target",
            found.owner,
            found.safe_start < found.as_of,
            not found.calendar_final,
        )


def _approval(found: Assessment) -> Iterator[Entry]:
    step = found.under_way
    if step is None or step.due is None or step.step.basis is None:
        return
    what = phrase("{step} is due", step=step.step.name)
    overdue = step.due.earliest < found.as_of
    yield Entry(step.due, "approval", found, what, step.step.basis, found.owner, overdue, not step.final)


def _follow_ups(found: Assessment, register: Register) -> Iterator[Entry]:
    for follow_up in found.agreement.follow_ups:
        if follow_up.done:
            continue
        owner = register.addresses(follow_up.owner or found.agreement.owner)
        overdue = bool(follow_up.due and follow_up.due.latest < found.as_of)
        what = phrase("{what}", what=follow_up.what)
        yield Entry(follow_up.due, "follow-up", found, what, "promise", owner, overdue)
