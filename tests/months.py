"""The judge of month arithmetic: months counted on a table of lengths that is itself counted in days.

It shares nothing with the program, which leaves the counting to dateutil.
"""

from __future__ import annotations

from datetime import date, timedelta

YEARS = range(1700, 3400)  # 600 renewals by two years reach that far
_FIRSTS = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
MONTH_LENGTHS = {
    (first.year, first.month): (following - first).days
    for first, following in zip(_FIRSTS, [*_FIRSTS[1:], date(YEARS.stop, 1, 1)], strict=True)
}


def corresponding(start: date, months: int) -> date:
    """The day with the same number some months on or back, or the last day of a month that has no such day."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, MONTH_LENGTHS[year, month + 1]))


def last_of_term(start: date, months: int, days: int, rule: str) -> date:
    """The last day of a term: the corresponding day or its eve, and under both the last day of a month without one."""
    day = corresponding(start, months)
    before = rule == "eve" and day.day == start.day
    return day + timedelta(days - before)
