"""The shipped days off agree with the library they come from, and the library is left alone where they suffice."""

import re
import subprocess
import sys
from datetime import date

import holidays
import pytest

from mou_tracker.approvals.holiday_table import COLLECTIVE_LEAVE, PUBLIC
from mou_tracker.approvals.working_days import calendar, final_through, holidays_of

YEARS = range(2015, 2041)


def library(country: str, year: int, *categories: str) -> frozenset[date]:
    """The library's own answer."""
    return frozenset(holidays.country_holidays(country, years=year, categories=categories))


def test_the_years_of_the_table() -> None:
    """Both halves of the table hold the same years, 2015 to 2040."""
    assert (list(PUBLIC), list(COLLECTIVE_LEAVE)) == (list(YEARS), list(YEARS))


@pytest.mark.parametrize("year", YEARS)
def test_the_table_equals_the_library(year: int) -> None:
    """The shipped days are the library's, with and without collective leave; else run tools/holiday_table.py."""
    assert holidays_of("ID", True)(year) == library("ID", year, "public", "government")
    assert holidays_of("ID", False)(year) == library("ID", year, "public")


@pytest.mark.parametrize("year", [1945, 2002, 2014, 2041, 9999])
def test_years_outside_the_table(year: int) -> None:
    """Outside the table the library answers, also for years of which it knows nothing."""
    assert holidays_of("ID", True)(year) == library("ID", year, "public", "government")
    assert holidays_of("ID", False)(year) == library("ID", year, "public")


def library_is_loaded_by(statement: str) -> str:
    """Whether a fresh interpreter that has run a statement holds the library: True or False, as a line of text."""
    program = f"""
import sys
from datetime import date
from mou_tracker.approvals.working_days import calendar
{statement}
print("holidays" in sys.modules)
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_the_library_stays_unloaded_for_the_table() -> None:
    """Counting Indonesian working days within the table imports nothing of the library."""
    count = 'calendar("ID", {}, frozenset(), frozenset()).after(date({}, 12, 1), 45)'
    within = [count.format(True, 2015), count.format(False, 2026), count.format(True, 2029)]
    assert [library_is_loaded_by(statement) for statement in within] == ["False\n"] * 3
    assert library_is_loaded_by(count.format(True, 2040)) == "True\n"


def test_other_countries() -> None:
    """Another country has its own days off; collective leave adds to them where the library knows such a category."""
    assert holidays_of("JP", True)(2026) == holidays_of("JP", False)(2026) == library("JP", 2026, "public")
    assert holidays_of("TH", True)(2026) == library("TH", 2026, "public", "government")
    assert holidays_of("TH", False)(2026) == library("TH", 2026, "public")
    assert calendar("AU", True, frozenset(), frozenset()).after(date(2026, 1, 23), 1) == date(2026, 1, 27)


@pytest.mark.parametrize("country", ["XX", "id", "IDN", "Indonesia", ""])
def test_an_unknown_country(country: str) -> None:
    """A country that is not known is refused at once, in a sentence that says what to write."""
    message = f"no holidays are known for country {country!r}; write a two-letter ISO 3166 code such as ID"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        calendar(country, True, frozenset(), frozenset())


def test_how_far_collective_leave_is_published() -> None:
    """Indonesia's collective leave is published through 2027; without it, or elsewhere, no year is the last."""
    assert [final_through("ID", True), final_through("ID", False), final_through("JP", True)] == [2027, None, None]


def test_a_calendar_carries_what_it_was_given() -> None:
    """The register's own days and the last published year arrive in the calendar as they are."""
    add, remove = frozenset({date(2026, 12, 23)}), frozenset({date(2026, 12, 24)})
    made = calendar("ID", True, add, remove)
    assert (made.add, made.remove, made.final_through) == (add, remove, 2027)
