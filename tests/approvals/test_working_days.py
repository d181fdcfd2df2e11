"""Counting working days: the values checked by hand, an independent counter, and the laws that counting obeys."""

import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.approvals.working_days import Calendar, calendar, holidays_of

DAY = timedelta(days=1)
INDONESIA = calendar("ID", True, frozenset(), frozenset())
LEAVE_IS_WORKED = calendar("ID", False, frozenset(), frozenset())
NO_HOLIDAYS = Calendar(lambda _year: frozenset())

days = st.dates(date(2016, 1, 1), date(2029, 12, 31))
counts = st.integers(1, 400)


@pytest.mark.parametrize(
    ("received", "due", "due_if_leave_is_worked"),
    [
        (date(2025, 3, 3), date(2025, 5, 20), date(2025, 5, 9)),
        (date(2026, 2, 2), date(2026, 4, 16), date(2026, 4, 9)),
        (date(2026, 3, 2), date(2026, 5, 13), date(2026, 5, 7)),
        (date(2026, 8, 3), date(2026, 10, 7), date(2026, 10, 7)),
        (date(2026, 11, 23), date(2027, 1, 29), date(2027, 1, 28)),
    ],
)
def test_the_dprd_limit(received: date, due: date, due_if_leave_is_worked: date) -> None:
    """45 working days after receipt end where a count by hand ends, with and without collective leave off."""
    assert (INDONESIA.after(received, 45), LEAVE_IS_WORKED.after(received, 45)) == (due, due_if_leave_is_worked)


def test_a_count_over_nyepi_and_lebaran() -> None:
    """Three working days after 17 March 2026 is 27 March: Nyepi, Idulfitri and their collective leave lie between."""
    assert INDONESIA.after(date(2026, 3, 17), 3) == date(2026, 3, 27)


def test_day_one_is_the_first_working_day_after_receipt() -> None:
    """Received on a Friday, a Saturday or a Sunday, day 1 is the Monday; received on that Monday, it is the Tuesday."""
    received = [date(2026, 7, 3), date(2026, 7, 4), date(2026, 7, 5), date(2026, 7, 6)]
    monday, tuesday = date(2026, 7, 6), date(2026, 7, 7)
    assert [INDONESIA.after(day, 1) for day in received] == [monday, monday, monday, tuesday]


def test_none_to_count() -> None:
    """Zero working days from a day is that day, even a Sunday, in both directions."""
    sunday = date(2026, 7, 5)
    assert (INDONESIA.after(sunday, 0), INDONESIA.before(sunday, 0)) == (sunday, sunday)


def test_a_negative_count_is_refused() -> None:
    """A number of working days below zero is a mistake of the caller, said in words, in both directions."""
    for count in (INDONESIA.after, INDONESIA.before):
        with pytest.raises(ValueError, match=r"^a number of working days is at least 0, not -1$"):
            count(date(2026, 7, 6), -1)


def test_what_is_a_working_day() -> None:
    """Weekends, national holidays and collective leave are off; with leave counted as worked, only that changes."""
    monday, saturday, nyepi, leave = date(2026, 7, 6), date(2026, 7, 4), date(2026, 3, 19), date(2026, 3, 20)
    asked = [monday, saturday, nyepi, leave]
    assert [INDONESIA.is_working(day) for day in asked] == [True, False, False, False]
    assert [LEAVE_IS_WORKED.is_working(day) for day in asked] == [True, False, False, True]


def test_the_registers_own_days() -> None:
    """A day added is off, a listed day removed is worked, a removed weekend stays free, and a removal wins."""
    added, listed, saturday, both = date(2026, 7, 7), date(2026, 3, 20), date(2026, 7, 4), date(2026, 7, 9)
    own = calendar("ID", True, frozenset({added, both}), frozenset({listed, saturday, both}))
    assert [own.is_working(day) for day in (added, listed, saturday, both)] == [False, True, False, True]
    assert own.after(date(2026, 7, 6), 1) == date(2026, 7, 8)


def test_backward_from_the_last_day() -> None:
    """To be over on Wednesday, two working days begin to count on Monday; over by Monday, one begins on Sunday."""
    assert INDONESIA.before(date(2026, 7, 8), 2) == date(2026, 7, 6)
    assert INDONESIA.before(date(2026, 7, 6), 1) == date(2026, 7, 5)


def test_days_late() -> None:
    """Due on a Friday: none late that day or over the weekend, one on Monday, and never fewer than none."""
    due = date(2026, 7, 3)
    today = [date(2026, 7, 2), due, date(2026, 7, 5), date(2026, 7, 6), date(2026, 7, 10)]
    assert [INDONESIA.between(due, day) for day in today] == [0, 0, 0, 1, 5]


def test_where_the_calendar_is_final() -> None:
    """Collective leave is published through 2027; a calendar to which leave does not matter is final everywhere."""
    last, first = date(2027, 12, 31), date(2028, 1, 1)
    assert [INDONESIA.is_final(last), INDONESIA.is_final(first), LEAVE_IS_WORKED.is_final(first)] == [True, False, True]


def test_the_ends_of_time() -> None:
    """A count that leaves the calendar of the computer stops at its first or last day instead of failing."""
    assert [NO_HOLIDAYS.after(date(9999, 12, 20), 45), NO_HOLIDAYS.after(date.max, 1)] == [date.max, date.max]
    assert [NO_HOLIDAYS.before(date(1, 1, 10), 45), NO_HOLIDAYS.before(date.min, 1)] == [date.min, date.min]
    assert NO_HOLIDAYS.after(date(2200, 1, 1), 45) == date(2200, 3, 5)


def test_each_year_is_asked_for_once_and_only_when_needed() -> None:
    """The holidays of a year may be costly: a thousand counts ask once for each year that they touch."""
    asked: list[int] = []

    def note(year: int) -> frozenset[date]:
        asked.append(year)
        return frozenset()

    noting = Calendar(note)
    for _ in range(1000):
        noting.after(date(2026, 12, 1), 45)
        noting.before(date(2026, 6, 1), 45)
    assert asked == [2026, 2027]


def test_a_calendar_is_a_value() -> None:
    """Two calendars of the same days off are equal and hash alike, whatever one of them has counted so far."""
    used, fresh = (Calendar(holidays_of("ID", True), frozenset({date(2026, 7, 7)})) for _ in range(2))
    used.after(date(2026, 7, 6), 45)
    assert (used, hash(used), repr(used)) == (fresh, hash(fresh), repr(fresh))


def test_against_an_independent_counter() -> None:
    """NumPy, given the same holidays, counts the same over ten thousand random days, in every direction."""
    off = np.array(sorted(day for year in range(2015, 2031) for day in holidays_of("ID", True)(year)), "datetime64[D]")
    chance = random.Random(20261121)
    for _ in range(10_000):
        day = date(2017, 1, 1) + timedelta(days=chance.randrange(4000))
        n, later = chance.randrange(1, 300), day + timedelta(days=chance.randrange(600))
        after = np.busday_offset(np.datetime64(day), n, roll="backward", holidays=off).item()
        last_start = (np.busday_offset(np.datetime64(day), 1 - n, roll="backward", holidays=off) - 1).item()
        between = int(np.busday_count(np.datetime64(day + DAY), np.datetime64(later + DAY), holidays=off))
        working = bool(np.is_busday(np.datetime64(day), holidays=off))
        assert (after, last_start, between, working) == (
            INDONESIA.after(day, n),
            INDONESIA.before(day, n),
            INDONESIA.between(day, later),
            INDONESIA.is_working(day),
        ), (day, n, later)


@given(days, counts)
def test_before_is_the_latest_start(day: date, n: int) -> None:
    """Begun on the day that `before` gives, n working days are over by `day`; begun one day later they are not."""
    start = INDONESIA.before(day, n)
    assert INDONESIA.after(start, n) <= day < INDONESIA.after(start + DAY, n)


@given(days, counts)
def test_before_undoes_after(day: date, n: int) -> None:
    """From the day that `after` gives, `before` leads back to the eve of day 1, and from there to the same day."""
    due = INDONESIA.after(day, n)
    start = INDONESIA.before(due, n)
    assert (start, INDONESIA.after(start, n)) == (INDONESIA.after(day, 1) - DAY, due)


@given(days, counts)
def test_after_lands_on_the_nth_working_day(day: date, n: int) -> None:
    """The day that `after` gives is a working day, and there are exactly n of them up to it."""
    due = INDONESIA.after(day, n)
    assert (INDONESIA.is_working(due), INDONESIA.between(day, due)) == (True, n)


@given(days, counts, counts)
def test_counting_in_two_goes(day: date, n: int, m: int) -> None:
    """n working days and then m more are n + m working days."""
    assert INDONESIA.after(INDONESIA.after(day, n), m) == INDONESIA.after(day, n + m)


@given(st.lists(days, min_size=3, max_size=3).map(sorted))
def test_between_adds_up(three: list[date]) -> None:
    """The working days of two adjoining stretches are those of the whole."""
    first, middle, last = three
    whole = INDONESIA.between(first, last)
    assert INDONESIA.between(first, middle) + INDONESIA.between(middle, last) == whole
