"""Working days: counting them forward and backward, and where the days off come from.

A shipped table for Indonesia, the `holidays` library for any other year or country.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache, lru_cache, partial

from msgspec import Struct

from mou_tracker.approvals.holiday_table import COLLECTIVE_LEAVE, PUBLIC

_DAY = timedelta(days=1)
_FRIDAY = 4


class Calendar(Struct, frozen=True):
    """Working days: Monday to Friday less the holidays of a country and the register's own additions and removals.

    `holidays_of` gives the holidays of one year, collective leave already put in or left out. It may be costly: it is
    asked once a year, and only for a year that a count touches. `add` are further days off. `remove` are days that
    are worked although listed as off, here or in `add`; a Saturday or Sunday stays free. `final_through` is the last
    year for which collective leave is published, None where that is unknown or does not matter.
    """

    holidays_of: Callable[[int], frozenset[date]]
    add: frozenset[date] = frozenset()
    remove: frozenset[date] = frozenset()
    final_through: int | None = None

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        working = self._working(day.year)
        at = bisect_left(working, day)
        return at < len(working) and working[at] == day

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, `day` itself when n is 0.

        Day 1 is the first working day after `day`, whether or not `day` is one: with n = 45 and the day of receipt
        this is the last day of the limit in PP 28/2018 art. 30(4). Beyond the year 9999 the answer is 9999-12-31.
        """
        _at_least_zero(n)
        if n == 0:
            return day
        year, working = day.year, self._working(day.year)
        left = n + bisect_right(working, day)
        while left > len(working):
            if year == MAXYEAR:
                return date.max
            left -= len(working)
            year += 1
            working = self._working(year)
        return working[left - 1]

    def before(self, day: date, n: int) -> date:
        """The latest day on which n working days can begin to count and be over by `day`, `day` itself when n is 0.

        That is the latest d with after(d, n) <= day. It is the eve of the n-th working day counted back from and
        including `day`, so it may fall on a day off. Before the year 1 the answer is 0001-01-01.
        """
        _at_least_zero(n)
        if n == 0:
            return day
        year, working = day.year, self._working(day.year)
        left = bisect_right(working, day) - n
        while left < 0:
            if year == MINYEAR:
                return date.min
            year -= 1
            working = self._working(year)
            left += len(working)
        return working[left] - _DAY if working[left] > date.min else date.min

    def between(self, first: date, last: date) -> int:
        """The number of working days after `first` up to and including `last`, 0 where `last` is not after `first`.

        From the day when something was due to today, these are the working days it is late.
        """
        if last <= first:
            return 0
        whole_years = sum(len(self._working(year)) for year in range(first.year, last.year))
        return (
            whole_years + bisect_right(self._working(last.year), last) - bisect_right(self._working(first.year), first)
        )

    def is_final(self, day: date) -> bool:
        """Whether the days off of the year of `day` are published; if not, a date computed there can still move."""
        return self.final_through is None or day.year <= self.final_through

    def _working(self, year: int) -> tuple[date, ...]:
        return _working(self.holidays_of, self.add, self.remove, year)


@lru_cache(maxsize=256)
def _working(
    holidays_of: Callable[[int], frozenset[date]], add: frozenset[date], remove: frozenset[date], year: int
) -> tuple[date, ...]:
    """The working days of a year in order; each year is computed once."""
    off = (holidays_of(year) | add) - remove
    days = map(date.fromordinal, range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1))
    return tuple(day for day in days if day.weekday() <= _FRIDAY and day not in off)


def _at_least_zero(n: int) -> None:
    if n < 0:
        raise ValueError(f"a number of working days is at least 0, not {n}")


INDONESIA = "ID"


Library = Callable[[str, bool, int], frozenset[date]]
"""Gives the days off of a country in a year, with collective leave or not; raises ValueError for an unknown country."""


def from_library(country: str, collective_leave: bool, year: int) -> frozenset[date]:
    """What the `holidays` library says. It calls collective leave `government`; not every country has such days.

    Raises ValueError for a country that it does not know.
    """
    import holidays

    if country not in holidays.list_supported_countries(include_aliases=False):
        raise ValueError(f"no holidays are known for country {country!r}; write a two-letter ISO 3166 code such as ID")
    known = holidays.country_holidays(country).supported_categories
    wanted = ("public", "government") if collective_leave and "government" in known else ("public",)
    return frozenset(holidays.country_holidays(country, years=year, categories=wanted))


def calendar(
    country: str,
    collective_leave: bool,
    add: frozenset[date],
    remove: frozenset[date],
    library: Library = from_library,
) -> Calendar:
    """The working days of a country (ISO 3166-1 alpha-2) with the register's own days off added and removed.

    Raises ValueError for an unknown country. The library is asked only for what is not in Indonesia's table.
    """
    days_off = holidays_of(country, collective_leave, library)
    return Calendar(days_off, add, remove, final_through(country, collective_leave))


@cache
def holidays_of(
    country: str, collective_leave: bool, library: Library = from_library
) -> Callable[[int], frozenset[date]]:
    """The function that gives the holidays of a year, with collective leave among them if `collective_leave`.

    The same arguments give the same function, and it computes each year once. Raises ValueError for an unknown country.
    """
    if country != INDONESIA:
        library(country, collective_leave, _ANY_YEAR)
    return partial(_days_off, country, collective_leave, library)


_ANY_YEAR = 2026  # to learn whether a country is known


def final_through(country: str, collective_leave: bool) -> int | None:
    """The last year with published collective leave, None where leave does not count or nothing is known of it."""
    if country != INDONESIA or not collective_leave:
        return None
    return max(year for year, days in COLLECTIVE_LEAVE.items() if days)


@cache
def _days_off(country: str, collective_leave: bool, library: Library, year: int) -> frozenset[date]:
    if country != INDONESIA or year not in PUBLIC:
        return library(country, collective_leave, year)
    listed = f"{PUBLIC[year]} {COLLECTIVE_LEAVE[year]}" if collective_leave else PUBLIC[year]
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in listed.split())
