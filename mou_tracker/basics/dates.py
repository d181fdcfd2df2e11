"""Days that may be known only to the month or year, periods, and the rules by which a term ends.

Everything here is arithmetic on calendar days; no function asks for today. dateutil's `relativedelta` moves months and
tells distances; which day then ends a term is the register's rule and said here. `dateutil.rrule` has no place here,
since it leaves out the months without the day where a term ends with the month, nor has the guessing `dateutil.parser`.
What counts months is loaded by the first count: `mou --help` loads this module and counts none.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from mou_tracker.basics.patterns import pattern

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

EndRule = Literal["anniversary", "eve"]
Bound = Literal[0, 1]
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY = timedelta(days=1)
_DATE = pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class DateSpan(NamedTuple):
    """A day that is known to lie between two days, both inclusive; a certain day has both equal."""

    earliest: date
    latest: date

    @property
    def certain(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest

    def iso(self) -> str:
        """As ISO text at its own precision: `2015-11-27`, `2015-11`, `2015`, or both ends joined by `/`."""
        first, last = self
        if first == last:
            return first.isoformat()
        if (first.day, last) == (1, month_end(first)):
            return first.isoformat()[:7]
        if (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
            return first.isoformat()[:4]
        return f"{first.isoformat()}/{last.isoformat()}"


class At(Struct, frozen=True):
    """A day as a sentence says when something was: on 27 November 2015, in November 2015, in 2015."""

    day: DateSpan


class Brief(Struct, frozen=True):
    """A day in few letters, as the subject of a mail says it: 27 Nov 2015, Nov 2015, 2015."""

    day: DateSpan


class Length(NamedTuple):
    """The length of a period as months, moved first, and days, added then."""

    months: int
    days: int

    def plus(self, other: Length, times: int = 1) -> Length:
        """This length and `times` another one, to be counted from one anchor."""
        return Length(self.months + times * other.months, self.days + times * other.days)


class Period(NamedTuple):
    """A positive period as people write it: years, months, weeks and days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def length(self) -> Length:
        """The same as months and days."""
        return Length(12 * self.years + self.months, 7 * self.weeks + self.days)

    def text(self) -> str:
        """In plain English words, which is also how a register may write it: `2 years 6 months`."""
        units = zip(self, ("year", "month", "week", "day"), strict=True)
        return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n)


def as_period(length: Length) -> Period:
    """A length in years, months and days."""
    return Period(years=length.months // 12, months=length.months % 12, days=length.days)


class BadDate(ValueError):
    """A text that is not a date; `kind` says in which way."""

    def __init__(self, kind: Literal["form", "day", "year"]) -> None:
        super().__init__(kind)
        self.kind = kind


@lru_cache(maxsize=1 << 14)
def parse_date(text: str) -> DateSpan:
    """Read `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; anything else raises BadDate."""
    match = _DATE.fullmatch(text)
    if not match:
        raise BadDate("form")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if (month is not None and not (1 <= month <= 12)) or (day is not None and not (1 <= day <= 31)):
        raise BadDate("day")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate("year")
    if month is None:
        return DateSpan(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        first = date(year, month, 1)
        return DateSpan(first, month_end(first))
    try:
        known = date(year, month, day)
    except ValueError:
        raise BadDate("day") from None
    return DateSpan(known, known)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    from calendar import monthrange

    return day.replace(day=monthrange(day.year, day.month)[1])


# The index in a Period of each word for a unit that a register takes.
UNITS = {
    "year": 0,
    "years": 0,
    "tahun": 0,
    "month": 1,
    "months": 1,
    "bulan": 1,
    "week": 2,
    "weeks": 2,
    "minggu": 2,
    "day": 3,
    "days": 3,
    "hari": 3,
}
_WORDED = pattern(r"(?:[1-9][0-9]{0,4} [a-z]+)(?: [1-9][0-9]{0,4} [a-z]+)*")
_ISO = pattern(
    r"P(?=[0-9])(?:(0|[1-9][0-9]{0,4})Y)?(?:(0|[1-9][0-9]{0,4})M)?(?:(0|[1-9][0-9]{0,4})W)?(?:(0|[1-9][0-9]{0,4})D)?"
)
LONGEST_YEARS = 200


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period | None:
    """Read `2 years 6 months`, `5 tahun`, `P5Y`; None for anything that is not a positive period up to 200 years."""
    period = any_period(text)
    return period if period and _days(period) <= LONGEST_YEARS * 372 else None


def any_period(text: str) -> Period | None:
    """Read a positive period however long it is."""
    parts = [0, 0, 0, 0]
    iso = _ISO.fullmatch(text)
    if iso:
        parts = [int(n or 0) for n in iso.groups()]
    elif _WORDED.fullmatch(text):
        words = text.split(" ")
        units = [UNITS.get(word, -1) for word in words[1::2]]
        if -1 in units or units != sorted(set(units)):
            return None
        for number, unit in zip(words[::2], units, strict=True):
            parts[unit] = int(number)
    period = Period(*parts)
    return period if _days(period) else None


def _days(period: Period) -> int:
    """At least as many days as a period has."""
    months, days = period.length
    return months * 31 + days


def add_months(day: date, months: int) -> tuple[date, bool]:
    """The corresponding day some months on (or back), and whether it was clipped to a shorter month's last day.

    What would leave the days that a date can hold stops at the first or last of them.
    """
    if not months:
        return day, False
    reached = _month_on(day.year, day.month, months)
    if reached is None:
        return (date.max if months > 0 else date.min), False
    year, month, days = reached
    if day.day > days:
        return date(year, month, days), True
    return date(year, month, day.day), False


@lru_cache(maxsize=1 << 13)
def _month_on(year: int, month: int, months: int) -> tuple[int, int, int] | None:
    """The month that lies so many months on from another one, and its number of days; None where no date can be in it.

    Kept, since the records of a large register have few months between them, though their days are many.
    """
    from calendar import monthrange

    try:
        reached = date(year, month, 1) + _months(months)
    except (ValueError, OverflowError):
        return None
    return reached.year, reached.month, monthrange(reached.year, reached.month)[1]


@lru_cache(maxsize=256)
def _months(number: int) -> relativedelta:
    """So many months: a register has few different periods, and to make one costs as much as to add it."""
    from dateutil.relativedelta import relativedelta

    return relativedelta(months=number)


def add_days(day: date, days: int) -> date:
    """A day some days on or back, kept within what a date can hold."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def last_day(anchor: date, length: Length, rule: EndRule) -> date:
    """The last day in force, inclusive, of a term that begins on `anchor`.

    `anniversary`: the corresponding day. `eve`: the day before it. Where the month has no corresponding day both
    give that month's last day. Months move first, then days are added.
    """
    day, clipped = add_months(anchor, length.months)
    return add_days(day, length.days - (rule == "eve" and not clipped))


def notice_by(last: date, notice: Length) -> date:
    """The latest day on which notice may be given so that the whole notice period fits before the end."""
    day, _ = add_months(add_days(last, 1 - notice.days), -notice.months)
    return add_days(day, -1)


def back(day: date, length: Length) -> date:
    """The day that lies a period before another one."""
    return add_days(add_months(day, -length.months)[0], -length.days)


def ahead(day: date, length: Length) -> date:
    """The day that lies a period after another one."""
    return add_days(add_months(day, length.months)[0], length.days)


def between(first: date, last: date) -> Length:
    """The whole months from a day to one that is not before it, and the days that are left."""
    months = 12 * (last.year - first.year) + last.month - first.month
    reached, _ = add_months(first, months)
    if reached > last:
        months -= 1
        reached, _ = add_months(first, months)
    return Length(months, (last - reached).days)


FEWEST_MONTHS = 2


@lru_cache(maxsize=1 << 14)
def distance(first: date, last: date) -> Period:
    """How far two days are apart as people say it: in days below two months, in whole years and months from then on.

    Whoever tells a distance, in a view, a page or a mail, has it from here, so that all say the same of the same two
    days; the day itself stands beside it. Remembered, since it is the dearest count and the records of a large register
    share their last days. In days where `last` is before.
    """
    days = (last - first).days
    months = between(first, last).months if days > 0 else 0
    if months < FEWEST_MONTHS:
        return Period(days=days)
    return Period(years=months // 12, months=months % 12)
