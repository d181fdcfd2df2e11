"""When a ladder speaks: the rungs of a milestone as days, the one reached on a day and the one to come.

A rung that repeats for ever is computed in closed form: 600 repetitions cost no more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from mou_tracker.agreement.record import Agreement, Escalation, Ladder, Offsets
from mou_tracker.agreement.register import Register
from mou_tracker.agreement.terms import ZERO, first_time
from mou_tracker.basics.dates import Length, Period, add_days, ahead, back, parse_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

LadderName = Literal["decision", "lapsed", "approval", "follow_up"]
_MONTH, _WEEK, _DAY = Period(months=1), Period(weeks=1), Period(days=1)
DEFAULTS: Mapping[LadderName, Offsets] = {
    "decision": Offsets(
        (
            Period(months=18),
            Period(months=12),
            Period(months=6),
            Period(months=3),
            _MONTH,
            Period(weeks=2),
            _WEEK,
            _DAY,
            Period(),
        ),
    ),
    "lapsed": Offsets((_DAY, _MONTH, Period(months=3)), Period(months=6)),
    "approval": Offsets((_WEEK, Period()), _WEEK),
    "follow_up": Offsets((_WEEK, Period()), Period(weeks=2)),
}


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


def times(day: date, offsets: Offsets, after: bool = False, floor: date = date.min) -> ReminderDays:
    """The days on which rungs speak of a day, before it or (`after`) after it.

    `then every …` goes on from the last rung listed. Rungs before `floor` have never come due: the day was not yet
    agreed then.
    """
    days = {(ahead if after else back)(day, rung.length): rung for rung in offsets.steps}
    last = days[max(days)] if days else Period()
    fixed = tuple(ReminderPoint(_label(days[at], after), at) for at in sorted(days) if at >= floor)
    if after:
        return ReminderDays(fixed, day, last.length, offsets.every)
    return ReminderDays(fixed, back(day, last.length), ZERO, offsets.every)


def once(day: date) -> ReminderDays:
    """A single rung on the day after another one, told as information."""
    return ReminderDays((ReminderPoint("info", add_days(day, 1)),))


def _label(period: Period, after: bool) -> str:
    text = period.text()
    return f"{'+' if after else '-'}{text}" if text else "0 days"


_LABEL = pattern(r"([+-])(.+?)(?: x([0-9]+)(?:-x([0-9]+))?)?")


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


def escalated(escalation: Escalation | None, day: date, as_of: date) -> bool:
    """Whether a day has been over for so long that others are to be told too."""
    return escalation is not None and ahead(day, escalation.after.length) <= as_of
