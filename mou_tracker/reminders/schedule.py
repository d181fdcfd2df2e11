"""When a ladder speaks: the rungs of a milestone as days, the one reached on a day and the one to come.

A ladder has rungs before a day and rungs after it, and ends with its last one (spec, section 5). Only a register that
writes `then every …` has a rung that repeats for ever: in closed form, 600 repetitions cost no more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from msgspec import Struct

from mou_tracker.agreement.record import WEEKDAYS, Agreement, DigestDays, Ladder, Offsets
from mou_tracker.agreement.register import Register
from mou_tracker.agreement.terms import ZERO, first_time
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import Length, Period, add_days, ahead, back, parse_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

LadderName = Literal["decision", "safe_start", "late", "lapsed", "approval", "follow_up"]
_MONTH, _WEEK, _DAY = Period(months=1), Period(weeks=1), Period(days=1)
_TWO_WEEKS, _QUARTER, _HALF = Period(weeks=2), Period(months=3), Period(months=6)
DEFAULTS: Mapping[LadderName, Offsets] = {
    "decision": Offsets(
        (Period(months=18), Period(months=12), _HALF, _QUARTER, _MONTH, _TWO_WEEKS, _WEEK, _DAY, Period())
    ),
    "safe_start": Offsets((_QUARTER, _MONTH, _TWO_WEEKS, Period())),
    "late": Offsets((_WEEK, _TWO_WEEKS, _MONTH, _QUARTER, _HALF)),
    "lapsed": Offsets((_DAY, _MONTH, _QUARTER, _HALF)),
    "approval": Offsets((_WEEK, Period())),
    "follow_up": Offsets((_WEEK, Period())),
}
IDLE = Period(months=2)
HOUSEKEEPING = _QUARTER
DIGEST = DigestDays()
_NONE = Offsets(())
# The rungs of 1, 3 and 6 months, by which those are told to whom a matter is escalated after their first word.
_ESCALATED = (_MONTH, _QUARTER, _HALF)


class ReminderPoint(NamedTuple):
    """One rung on its day. The label is part of a reminder's identity: `-6 months`, `0 days`, `+1 week x3`, `info`."""

    label: str
    day: date


class ReminderDays(Struct, frozen=True):
    """All the days on which a ladder speaks of one milestone: some fixed ones, and perhaps one that repeats.

    The n-th repetition lies `base + n × every` after `anchor`, so that repetitions by months cannot drift.
    """

    fixed: tuple[ReminderPoint, ...]
    anchor: date = date.min
    base: Length = ZERO
    every: Period | None = None

    def _repeated(self, n: int) -> date:
        assert self.every is not None
        return ahead(self.anchor, self.base.plus(self.every.length, n))

    def _repeat(self, n: int) -> ReminderPoint:
        assert self.every is not None
        return ReminderPoint(f"+{self.every.text()} x{n}", self._repeated(n))

    def _repeats_before(self, day: date) -> int:
        """How many repetitions lie before a day."""
        if self.every is None:
            return 0
        return max(0, first_time(self._repeated, day, self.every.length) - 1)

    def reached(self, as_of: date) -> ReminderPoint | None:
        """The most urgent rung whose day has come; None where none has."""
        times = self._repeats_before(add_days(as_of, 1))
        if times:
            return self._repeat(times)
        at = bisect_right(self.fixed, as_of, key=lambda step: step.day)
        return self.fixed[at - 1] if at else None

    def position(self, label: str) -> int:
        """Where a rung stands in the ladder, -1 if it is none of it."""
        for at, point in enumerate(self.fixed):
            if point.label == label:
                return at
        match = _LABEL.fullmatch(label) if self.every else None
        if match and match[3] and self.every and match[2] == self.every.text():
            return len(self.fixed) + int(match[4] or match[3])
        return -1

    def coming(self, as_of: date) -> ReminderPoint | None:
        """The next rung after the day; None where the ladder has come to its end."""
        at = bisect_right(self.fixed, as_of, key=lambda step: step.day)
        if at < len(self.fixed):
            return self.fixed[at]
        if self.every is None:
            return None
        return self._repeat(self._repeats_before(add_days(as_of, 1)) + 1)

    def passed(self, after: date, before: date) -> tuple[str, ...]:
        """The labels of the rungs between two days, both exclusive; repetitions are told as one range."""
        labels = [step.label for step in self.fixed if after < step.day < before]
        first, last = self._repeats_before(add_days(after, 1)) + 1, self._repeats_before(before)
        if self.every is not None and first <= last:
            labels.append(f"+{self.every.text()} x{first}" + (f"-x{last}" if last > first else ""))
        return tuple(labels)


def times(
    day: date,
    before: Offsets,
    after: Offsets = _NONE,
    floor: date = date.min,
    over: date | None = None,
    working: Callable[[date], date] | None = None,
) -> ReminderDays:
    """The days on which rungs speak: `before` of them before a day, `after` once it is over.

    `over` is the day from which those after it count, where that is a later one: a date that is not certain is late
    only after its latest day. `then every …` goes on from the last rung listed, and where the rungs before the day
    have it no others come after. Rungs before `floor` have never come due: the day was not yet agreed then. `working`
    gives the working day on which a rung before the day is told, itself or one before.
    """
    end = over or day
    points = {back(day, rung.length): _label(rung, False) for rung in before.steps}
    if working:
        moved: dict[date, str] = {}
        for at in sorted(points):
            moved[working(at)] = points[at]  # of two that fall together the nearer one speaks
        points = moved
    last = max((back(day, rung.length) for rung in before.steps), default=day)
    if before.every is None:
        points |= {ahead(end, rung.length): _label(rung, True) for rung in after.steps}
    fixed = tuple(ReminderPoint(points[at], at) for at in sorted(points) if at >= floor)
    if before.every:
        return ReminderDays(fixed, last, ZERO, before.every)
    if after.every:
        longest = max(after.steps, key=lambda rung: ahead(end, rung.length), default=Period())
        return ReminderDays(fixed, end, longest.length, after.every)
    return ReminderDays(fixed)


def escalated(when: ReminderDays, end: date, wait: Period) -> ReminderDays:
    """The rungs of those to whom a matter is escalated: the first one after so long a wait, then 1, 3 and 6 months."""
    late = [point for point in when.fixed if point.day >= ahead(end, wait.length) and point.label.startswith("+")]
    known = {point.day for point in late[:1]}
    further = (ReminderPoint(_label(rung, True), ahead(end, rung.length)) for rung in _ESCALATED)
    later = [point for point in further if point.day > max(known, default=ahead(end, wait.length))]
    return ReminderDays(tuple(sorted([*late[:1], *later], key=lambda point: point.day)))


def once(day: date) -> ReminderDays:
    """A single rung on the day after another one, told as information."""
    return ReminderDays((ReminderPoint("info", add_days(day, 1)),))


def _label(period: Period, after: bool) -> str:
    text = period.text()
    return f"{'+' if after else '-'}{text}" if text else "0 days"


_LABEL = pattern(r"([+-])(.+?)(?: x([0-9]+)(?:-x([0-9]+))?)?")


def own_day(point: ReminderPoint, day: date) -> date:
    """The day of a rung before a day as the ladder has it: a day off, where it is told on the working day before."""
    match = _LABEL.fullmatch(point.label)
    before = parse_period(match[2]) if match and match[1] == "-" else None
    return back(day, before.length) if before else point.day


def said(label: str) -> Phrase:
    """A rung's label as people read it: `6 months before`, `on the day`, `every week, no. 3`."""
    match = _LABEL.fullmatch(label)
    period = parse_period(match[2]) if match else None
    if match and period:
        if match[4]:
            return phrase("every {period}, no. {first} to {last}", period=period, first=match[3], last=match[4])
        if match[3]:
            return phrase("every {period}, no. {n}", period=period, n=match[3])
        if match[1] == "-":
            return phrase("{period} before", period=period)
        return phrase("{period} after", period=period)
    return _OTHERS.get(label) or phrase("{text}", text=label)


_OTHERS = {
    "0 days": phrase("on the day"),
    "info": phrase("once, for information"),
    "once": phrase("once"),
}


def ladder_of(agreement: Agreement, register: Register) -> Ladder | None:
    """The ladder that counts for a record: its own one replaces the register's whole; None where it wants none."""
    if agreement.reminders == "none":
        return None
    return agreement.reminders if isinstance(agreement.reminders, Ladder) else register.reminders


def rungs_of(ladder: Ladder, name: LadderName) -> Offsets:
    """One kind of rungs, the default ones where the ladder does not give them."""
    given: Offsets | None = getattr(ladder, name)
    return DEFAULTS[name] if given is None else given


def digest_day(day: date, on: str, calendar: Calendar) -> date:
    """The first day, from `day` on, on which digests go out: a weekday, or the first working day after it."""
    weekday = WEEKDAYS.index(on)
    at = add_days(day, -((day.weekday() - weekday) % 7))
    while True:
        found = at if calendar.is_working(at) else calendar.after(at, 1)
        if found >= day:
            return found
        at += timedelta(days=7)


def working_before(calendar: Calendar, as_of: date) -> Callable[[date], date]:
    """The working day on which a rung is told: its own day, or the one before.

    Only near the day of looking: a calendar of years far away is costly, and what is told is known by its name.
    """

    def found(day: date) -> date:
        if not -400 < (day - as_of).days < 60:
            return day
        near = (add_days(day, -n) for n in range(30))
        return next((one for one in near if calendar.is_working(one)), day)

    return found
