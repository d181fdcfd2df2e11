"""Where days off come from: a shipped table for Indonesia, the `holidays` library for any other year or country.

The library is imported only where the table has no answer: importing it costs more than all the rest of a run. It
carries its data with it; nothing is ever downloaded.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from mou_tracker.core.workdays import Calendar
from mou_tracker.edges.holiday_table import COLLECTIVE_LEAVE, PUBLIC

INDONESIA = "ID"


def calendar(country: str, collective_leave: bool, add: frozenset[date], remove: frozenset[date]) -> Calendar:
    """The working days of a country (ISO 3166-1 alpha-2) with the register's own days off added and removed."""
    return Calendar(holidays_of(country, collective_leave), add, remove, final_through(country, collective_leave))


@cache
def holidays_of(country: str, collective_leave: bool) -> Callable[[int], frozenset[date]]:
    """The function that gives the holidays of a year, with collective leave among them if `collective_leave`.

    The same arguments give the same function, and it computes each year once. Raises ValueError for an unknown country.
    """
    if country != INDONESIA and country not in _countries():
        raise ValueError(f"no holidays are known for country {country!r}; write a two-letter ISO 3166 code such as ID")
    return partial(_days_off, country, collective_leave)


def final_through(country: str, collective_leave: bool) -> int | None:
    """The last year with published collective leave, None where leave does not count or nothing is known of it."""
    if country != INDONESIA or not collective_leave:
        return None
    return max(year for year, days in COLLECTIVE_LEAVE.items() if days)


@cache
def _days_off(country: str, collective_leave: bool, year: int) -> frozenset[date]:
    if country != INDONESIA or year not in PUBLIC:
        return _from_library(country, collective_leave, year)
    listed = f"{PUBLIC[year]} {COLLECTIVE_LEAVE[year]}" if collective_leave else PUBLIC[year]
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in listed.split())


def _from_library(country: str, collective_leave: bool, year: int) -> frozenset[date]:
    """The library calls collective leave `government`; where it knows no such category, public holidays are all."""
    import holidays

    known = holidays.country_holidays(country).supported_categories
    wanted = ("public", "government") if collective_leave and "government" in known else ("public",)
    return frozenset(holidays.country_holidays(country, years=year, categories=wanted))


def _countries() -> frozenset[str]:
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))
