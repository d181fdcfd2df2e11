"""How far away a day is, in words: the one place that counts days for people.

A day that is known to the month or year is counted to with both its bounds, and is overdue only once its latest day is
past. Above two months people count in months and years (`basics.dates.distance`), working days too.
"""

from __future__ import annotations

from datetime import date, timedelta

from mou_tracker.basics.dates import DateSpan, Period, distance
from mou_tracker.basics.phrases import Phrase, phrase, plural

_MONTHS_AT_MOST = 23


def how_far(as_of: date, day: DateSpan | date) -> Phrase:
    """How far a day lies ahead or back: `in 17 months`, `today`, `between 1 and 12 months ago`."""
    first, last = day if isinstance(day, DateSpan) else (day, day)
    if first <= as_of <= last:
        if first == last:
            return phrase("today")
        if last == as_of:
            return phrase("today at the latest")
        return phrase("in {distance} at the latest", distance=distance(as_of, last))
    if first > as_of:
        return _ahead(distance(as_of, first), distance(as_of, last))
    return _back(distance(last, as_of), distance(first, as_of))


def overdue(as_of: date, due: DateSpan) -> Phrase:
    """By how much something is past its day: `20 days overdue`, `between 3 and 14 months overdue`."""
    apart = _one(distance(due.latest, as_of), distance(due.earliest, as_of))
    if isinstance(apart, Period):
        return phrase("{distance} overdue", distance=apart)
    return phrase("between {least} and {most} overdue", least=apart[0], most=apart[1])


def late(as_of: date, due: DateSpan, working_days: int) -> Phrase:
    """By how much a step is past its limit: in working days up to two months, in months and years beyond.

    Counted from the latest day of an uncertain limit, as `working_days` are.
    """
    apart = distance(due.latest, as_of)
    if not apart.years and not apart.months:
        return plural("{n} working day late", "{n} working days late", working_days)
    return phrase("{distance} late", distance=apart)


def within(days: int, as_of: date) -> Period:
    """A number of calendar days counted from a day as people say it."""
    return distance(as_of, as_of + timedelta(days))


def _ahead(least: Period, most: Period) -> Phrase:
    apart = _one(least, most)
    if isinstance(apart, Period):
        return phrase("in {distance}", distance=apart)
    return phrase("between {least} and {most} from now", least=apart[0], most=apart[1])


def _back(least: Period, most: Period) -> Phrase:
    apart = _one(least, most)
    if isinstance(apart, Period):
        return phrase("{distance} ago", distance=apart)
    return phrase("between {least} and {most} ago", least=apart[0], most=apart[1])


def _one(least: Period, most: Period) -> Period | tuple[object, Period]:
    """Two distances as one where people would say one: the same, or the same number of years, from two on.

    Else both, in one unit where that reads better: `1 and 12 months` instead of `1 month and 1 year`.
    """
    if least == most:
        return least
    if least.years == most.years >= 2:
        return Period(years=least.years)
    low, high = _in_months(least), _in_months(most)
    if low and high and high.months <= _MONTHS_AT_MOST:
        return low.months, high
    unit = next(i for i, n in enumerate(most) if n)
    if least[unit] and sum(map(bool, least)) == sum(map(bool, most)) == 1:
        return least[unit], most
    return least, most


def _in_months(period: Period) -> Period | None:
    """The same in months alone, None where it has days or no month."""
    months = period.length.months
    return Period(months=months) if months and not period.length.days else None
