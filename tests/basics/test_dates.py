"""Calendar arithmetic: the rules by which terms end and notice is counted, and how dates and periods are read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.dates import (
    BadDate,
    DateSpan,
    Length,
    Period,
    add_days,
    add_months,
    ahead,
    back,
    between,
    distance,
    last_day,
    month_end,
    notice_by,
    parse_date,
    parse_period,
)
from tests.make import day, length, span
from tests.months import MONTH_LENGTHS, corresponding, last_of_term

DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
lengths = st.builds(Length, st.integers(0, 600), st.integers(0, 2000))
anything = st.builds(Period, *[st.integers(0, 99_999)] * 4)


def case(*values: str) -> object:
    """A case whose first value names it."""
    return pytest.param(*values[1:], id=values[0])


@pytest.mark.parametrize(
    ("start", "term", "eve", "anniversary"),
    [
        case("a-month", "2025-01-01", "1 month", "2025-01-31", "2025-02-01"),
        case("a-quarter", "2021-02-01", "3 months", "2021-04-30", "2021-05-01"),
        case("a-leap-day-and-a-year", "2024-02-29", "1 year", "2025-02-28", "2025-02-28"),
        case("from-leap-day-to-leap-day", "2024-02-29", "4 years", "2028-02-28", "2028-02-29"),
        case("february-from-the-29th", "2025-01-29", "1 month", "2025-02-28", "2025-02-28"),
        case("february-from-the-30th", "2025-01-30", "1 month", "2025-02-28", "2025-02-28"),
        case("february-from-the-31st", "2025-01-31", "1 month", "2025-02-28", "2025-02-28"),
        case("a-leap-february", "2024-01-30", "1 month", "2024-02-29", "2024-02-29"),
        case("half-a-year-to-february", "2025-08-31", "6 months", "2026-02-28", "2026-02-28"),
        case("18-months-to-february", "2025-08-31", "18 months", "2027-02-28", "2027-02-28"),
        case("from-27-february", "2020-02-27", "3 months", "2020-05-26", "2020-05-27"),
        case("half-a-year-from-27-february", "2020-02-27", "6 months", "2020-08-26", "2020-08-27"),
        case("petaling-jaya", "2015-11-27", "5 years", "2020-11-26", "2020-11-27"),
        case("before-a-leap-day", "2023-02-28", "1 year", "2024-02-27", "2024-02-28"),
        case("no-leap-day-in-1900", "1896-02-29", "4 years", "1900-02-28", "1900-02-28"),
        case("a-leap-day-in-2000", "1996-02-29", "4 years", "2000-02-28", "2000-02-29"),
        case("over-new-year", "2025-12-31", "2 months", "2026-02-28", "2026-02-28"),
        case("five-years-from-a-leap-day", "2024-02-29", "5 years", "2029-02-28", "2029-02-28"),
        case("eighteen-months-from-a-leap-day", "2024-02-29", "18 months", "2025-08-28", "2025-08-29"),
        case("to-a-leap-day", "2023-08-31", "6 months", "2024-02-29", "2024-02-29"),
    ],
)
def test_the_last_day(start: str, term: str, eve: str, anniversary: str) -> None:
    """A term ends on the corresponding day or on its eve; without a corresponding day both end with the month."""
    found = [last_day(day(start), length(term), rule).isoformat() for rule in ("eve", "anniversary")]
    assert found == [eve, anniversary]


@pytest.mark.parametrize(
    ("start", "eve", "anniversary"),
    [
        ("2024-01-31", "2024-02-29", "2024-02-29"),
        ("2024-02-29", "2024-03-28", "2024-03-29"),
        ("2024-03-31", "2024-04-30", "2024-04-30"),
        ("2024-04-30", "2024-05-29", "2024-05-30"),
        ("2024-05-31", "2024-06-30", "2024-06-30"),
        ("2024-06-30", "2024-07-29", "2024-07-30"),
        ("2024-07-31", "2024-08-30", "2024-08-31"),
        ("2024-08-31", "2024-09-30", "2024-09-30"),
        ("2024-09-30", "2024-10-29", "2024-10-30"),
        ("2024-10-31", "2024-11-30", "2024-11-30"),
        ("2024-11-30", "2024-12-29", "2024-12-30"),
        ("2024-12-31", "2025-01-30", "2025-01-31"),
        ("2025-02-28", "2025-03-27", "2025-03-28"),
    ],
)
def test_one_month_from_every_month_end(start: str, eve: str, anniversary: str) -> None:
    """Only a month without the corresponding day shortens the term; no month end is ever rounded to another."""
    one = Length(1, 0)
    assert (last_day(day(start), one, "eve"), last_day(day(start), one, "anniversary")) == (day(eve), day(anniversary))


@pytest.mark.parametrize(
    ("start", "term", "eve", "anniversary"),
    [
        ("2024-01-15", "1 month 10 days", "2024-02-24", "2024-02-25"),
        ("2025-01-31", "1 month 1 day", "2025-03-01", "2025-03-01"),
        ("2024-02-29", "1 year 1 day", "2025-03-01", "2025-03-01"),
        ("2026-01-01", "6 weeks", "2026-02-11", "2026-02-12"),
        ("2026-01-01", "90 days", "2026-03-31", "2026-04-01"),
        ("2025-01-31", "30 days", "2025-03-01", "2025-03-02"),
        ("2024-01-31", "1 year 1 month 1 week 1 day", "2025-03-08", "2025-03-08"),
    ],
)
def test_months_move_first_and_days_are_added_then(start: str, term: str, eve: str, anniversary: str) -> None:
    """A term of both moves the month, clipped to its last day, and adds the days to that."""
    found = [last_day(day(start), length(term), rule).isoformat() for rule in ("eve", "anniversary")]
    assert found == [eve, anniversary]


@pytest.mark.parametrize(
    ("end", "notice", "by"),
    [
        case("two-months", "2026-08-28", "2 months", "2026-06-28"),
        case("july-to-april", "2024-07-31", "3 months", "2024-04-30"),
        case("three-months", "2021-09-26", "3 months", "2021-06-26"),
        case("days", "2026-12-31", "60 days", "2026-11-01"),
        case("june-to-march", "2026-06-30", "3 months", "2026-03-31"),
        case("february-to-january", "2026-02-28", "1 month", "2026-01-31"),
        case("february-to-august", "2027-02-28", "6 months", "2026-08-31"),
        case("leap-day-to-january", "2028-02-29", "1 month", "2028-01-31"),
        case("september-to-august", "2026-09-30", "1 month", "2026-08-31"),
        case("march-to-february", "2026-03-31", "1 month", "2026-02-28"),
        case("may-to-february", "2026-05-31", "3 months", "2026-02-28"),
        case("december-to-september", "2026-12-31", "3 months", "2026-09-30"),
        case("days-to-new-year", "2026-04-01", "90 days", "2026-01-01"),
        case("days-over-new-year", "2026-01-31", "60 days", "2025-12-02"),
        case("weeks", "2026-12-31", "2 weeks", "2026-12-17"),
        case("both", "2026-12-31", "1 month 10 days", "2026-11-21"),
        case("clipped", "2026-05-30", "3 months", "2026-02-27"),
        case("clipped-to-a-leap-day", "2028-05-30", "3 months", "2028-02-28"),
        case("end-of-a-leap-february", "2028-02-29", "1 year", "2027-02-28"),
        case("the-day-before-a-leap-day", "2028-02-28", "12 months", "2027-02-27"),
        case("end-on-the-31st", "2026-12-31", "6 months", "2026-06-30"),
        case("end-on-the-30th", "2026-12-30", "6 months", "2026-06-29"),
        case("none", "2026-12-31", "", "2026-12-31"),
    ],
)
def test_the_latest_day_for_notice(end: str, notice: str, by: str) -> None:
    """The whole notice period fits between the day of notice and the last day, months as months and days as days."""
    assert notice_by(day(end), length(notice)).isoformat() == by


@given(days, lengths)
def test_a_full_notice_period_fits_and_not_one_day_later(end: date, notice: Length) -> None:
    """A notice period that begins on the day after `notice_by` is over by the end; begun a day later it is not."""
    first = notice_by(end, notice) + DAY
    assert last_of_term(first, *notice, "eve") <= end < last_of_term(first + DAY, *notice, "eve")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015-11-27", "2015-11-27", "2015-11-27"),
        ("2015-11", "2015-11-01", "2015-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("1900", "1900-01-01", "1900-12-31"),
        ("2200-12-31", "2200-12-31", "2200-12-31"),
    ],
)
def test_partial_dates(text: str, first: str, last: str) -> None:
    """A date of a month or a year is all its days, and is written back at its own precision."""
    found = parse_date(text)
    assert (found, found.certain, found.iso()) == (DateSpan(day(first), day(last)), first == last, text)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-11-01", "2020-11-30", "2020-11"),
        ("2020-11-01", "2020-12-31", "2020-11-01/2020-12-31"),
        ("2020-11-26", "2020-11-27", "2020-11-26/2020-11-27"),
        ("2020-01-01", "2021-12-31", "2020-01-01/2021-12-31"),
        ("2020-02-01", "2020-02-28", "2020-02-01/2020-02-28"),
        ("2020-01-02", "2020-12-31", "2020-01-02/2020-12-31"),
    ],
)
def test_a_span_is_never_written_more_precisely_or_more_vaguely(first: str, last: str, text: str) -> None:
    """Only a whole month or year is written as one; any other span keeps both of its days."""
    assert DateSpan(day(first), day(last)).iso() == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "form"),
        ("2026-2-3", "form"),
        ("31/12/2026", "form"),
        ("27-11-2015", "form"),
        ("20261231", "form"),
        ("2026-12-31T23:59:59Z", "form"),
        ("2026-12-31 ", "form"),
        ("2026-12-31\n", "form"),
        ("10000-01-01", "form"),
        ("26-12-31", "form"),
        ("-2026", "form"),
        ("٢٠٢٦", "form"),
        ("2026-02-30", "day"),
        ("2026-06-31", "day"),
        ("2025-02-29", "day"),
        ("1900-02-29", "day"),
        ("2026-13", "day"),
        ("2026-00-01", "day"),
        ("2026-01-00", "day"),
        ("0000-00-00", "day"),
        ("1899-13-01", "day"),
        ("1899-12-31", "year"),
        ("2201", "year"),
        ("0000", "year"),
        ("9999-12", "year"),
    ],
)
def test_what_is_no_date(text: str, kind: str) -> None:
    """A text of another form, a day that does not exist and a year out of reach are told apart."""
    with pytest.raises(BadDate) as caught:
        parse_date(text)
    assert caught.value.kind == kind


@given(st.one_of(days.map(lambda d: d.isoformat()), days.map(lambda d: f"{d:%Y-%m}"), days.map(lambda d: str(d.year))))
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    """Reading and writing a date of any precision gives the same text, and reading that gives the same span."""
    found = parse_date(text)
    assert (found.iso(), parse_date(found.iso())) == (text, found)


@given(st.text())
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    """No text makes the reading of dates or periods fail in another way."""
    with suppress(BadDate):
        assert parse_date(text).iso() == text
    found = parse_period(text)
    assert found is None or parse_period(found.text()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 years", Period(5, 0, 0, 0)),
        ("1 year", Period(1, 0, 0, 0)),
        ("18 months", Period(0, 18, 0, 0)),
        ("2 years 6 months", Period(2, 6, 0, 0)),
        ("6 weeks", Period(0, 0, 6, 0)),
        ("90 days", Period(0, 0, 0, 90)),
        ("1 year 1 month 1 week 1 day", Period(1, 1, 1, 1)),
        ("5 tahun", Period(5, 0, 0, 0)),
        ("18 bulan", Period(0, 18, 0, 0)),
        ("6 minggu", Period(0, 0, 6, 0)),
        ("90 hari", Period(0, 0, 0, 90)),
        ("2 tahun 6 bulan", Period(2, 6, 0, 0)),
        ("P5Y", Period(5, 0, 0, 0)),
        ("P18M", Period(0, 18, 0, 0)),
        ("P5Y0M", Period(5, 0, 0, 0)),
        ("P0Y6M0D", Period(0, 6, 0, 0)),
        ("P2Y6M", Period(2, 6, 0, 0)),
        ("P6W", Period(0, 0, 6, 0)),
        ("P1Y2M3W4D", Period(1, 2, 3, 4)),
        ("200 years", Period(200, 0, 0, 0)),
    ],
)
def test_periods(text: str, found: Period) -> None:
    """A period is read in English, in Indonesian and as ISO 8601."""
    assert parse_period(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "5", "years", "five years", "5years", "5  years", " 5 years", "5 years ", "5 years\n", "5 Years"),
        *("0 years", "05 years", "012 months", "-1 year", "1.5 years", "5 years, 6 months", "5 years and 6 months"),
        *("6 months 2 years", "1 year 1 year", "1 year 2 tahun", "5 decades", "3 jam", "٥ tahun", "5 years 0 months"),
        *(
            "P",
            "P0Y",
            "P0Y0M",
            "P00Y1M",
            "PY",
            "P5",
            "p5y",
            "P5YT1H",
            "PT5H",
            "P1M2Y",
            "P-1Y",
            "P1.5Y",
            "indefinite",
            "unknown",
        ),
        *("201 years", "200 years 1 day", "99999 months", "999999 days", "P201Y", "100000 days"),
    ],
)
def test_what_is_no_period(text: str) -> None:
    """Anything that is not a positive period of at most 200 years, written from large to small, is refused."""
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 tahun", "1 year"),
        ("P2Y6M", "2 years 6 months"),
        ("1 minggu 1 hari", "1 week 1 day"),
        ("60 months", "60 months"),
    ],
)
def test_a_period_in_words(text: str, said: str) -> None:
    """A period is said in plain English in the units in which it was written."""
    found = parse_period(text)
    assert found
    assert found.text() == said


@pytest.mark.parametrize(
    ("text", "found"),
    [("5 years", (60, 0)), ("2 years 6 months", (30, 0)), ("6 weeks", (0, 42)), ("1 month 1 week 1 day", (1, 8))],
)
def test_lengths(text: str, found: tuple[int, int]) -> None:
    """Years are months and weeks are days."""
    assert length(text) == Length(*found)


def test_lengths_add_up() -> None:
    """A length and a multiple of another are one length, to be counted from one anchor."""
    assert length("5 years").plus(length("1 month 2 days"), 3) == Length(63, 6)


@pytest.mark.parametrize(
    ("today", "window", "opens", "closes"),
    [
        case("over-the-end-of-february", "2025-11-30", "3 months", "2025-08-30", "2026-02-28"),
        case("petaling-jaya", "2020-11-26", "18 months", "2019-05-26", "2022-05-26"),
        case("days", "2026-03-01", "90 days", "2025-12-01", "2026-05-30"),
        case("both", "2026-03-31", "1 month 1 day", "2026-02-27", "2026-05-01"),
        case("leap-day", "2024-02-29", "1 year", "2023-02-28", "2025-02-28"),
    ],
)
def test_windows(today: str, window: str, opens: str, closes: str) -> None:
    """A window reaches back, or ahead, by whole months clipped to the month's last day, and then by days."""
    assert (back(day(today), length(window)), ahead(day(today), length(window))) == (day(opens), day(closes))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2020-11-27", "2026-11-21", Period(years=5, months=11)),
        ("2020-11-27", "2026-11-27", Period(years=6)),
        ("2020-11-27", "2026-11-26", Period(years=5, months=11)),
        ("2026-11-21", "2028-04-22", Period(years=1, months=5)),
        ("2026-01-31", "2026-02-28", Period(days=28)),
        ("2026-01-31", "2026-03-30", Period(days=58)),
        ("2026-01-31", "2026-03-31", Period(months=2)),
        ("2026-01-31", "2026-02-27", Period(days=27)),
        ("2026-01-31", "2026-03-01", Period(days=29)),
        ("2026-11-21", "2026-12-20", Period(days=29)),
        ("2026-11-21", "2026-11-22", Period(days=1)),
        ("2026-11-21", "2026-11-21", Period()),
        ("2026-11-21", "2026-11-19", Period(days=-2)),
        ("2026-11-21", "2020-11-27", Period(days=-2185)),
        ("2024-02-29", "2025-02-27", Period(months=11)),
        ("2024-02-29", "2025-02-28", Period(years=1)),
        ("2024-02-29", "2028-02-28", Period(years=3, months=11)),
        ("2024-02-29", "2028-02-29", Period(years=4)),
        ("2024-02-29", "2024-03-28", Period(days=28)),
        ("2024-01-31", "2024-02-29", Period(days=29)),
        ("2025-08-31", "2026-02-28", Period(months=6)),
        ("2025-02-28", "2025-08-31", Period(months=6)),
        ("2025-05-31", "2025-06-29", Period(days=29)),
        ("2025-05-31", "2025-06-30", Period(days=30)),
        ("2025-12-31", "2026-12-30", Period(months=11)),
    ],
)
def test_distances(first: str, last: str, found: Period) -> None:
    """Two days are so many whole years and months apart, or so many days below two months."""
    assert distance(day(first), day(last)) == found


@given(days, st.integers(-1200, 1200))
def test_months_agree_with_a_table_of_their_lengths(start: date, months: int) -> None:
    """The corresponding day is the one counted on a table, and it is clipped exactly where the day number changes."""
    judged = corresponding(start, months)
    assert add_months(start, months) == (judged, judged.day != start.day)


@given(days, lengths)
def test_last_days_agree_with_a_table_of_month_lengths(start: date, term: Length) -> None:
    """Under either reading a term ends where the table says: the eve is clipped, or a day before the anniversary."""
    found = [last_day(start, term, rule) for rule in ("eve", "anniversary")]
    assert found == [last_of_term(start, *term, rule) for rule in ("eve", "anniversary")]


@given(days, lengths)
def test_windows_agree_with_a_table_of_month_lengths(today: date, window: Length) -> None:
    """Back and ahead move by months on the table first, and by days then."""
    judged = (
        corresponding(today, -window.months) - timedelta(window.days),
        corresponding(today, window.months) + timedelta(window.days),
    )
    assert (back(today, window), ahead(today, window)) == judged


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_between_two_days_lie_the_months_that_dateutil_counts(one: date, other: date) -> None:
    """And the same days besides."""
    first, last = sorted((one, other))
    apart = relativedelta(last, first)
    assert between(first, last) == (12 * apart.years + apart.months, apart.days)


@given(days, days)
def test_the_distance_reaches_and_does_not_overshoot(one: date, other: date) -> None:
    """The distance, counted from the first day on a table, does not pass the last one, and one month more does;
    of less than two months it is told in days.
    """
    first, last = sorted((one, other))
    found = distance(first, last)
    months = found.length.months
    assert corresponding(first, months) <= last < corresponding(first, max(months + 1, 2))
    assert found == (Period(months // 12, months % 12) if months else Period(days=(last - first).days))


@given(days, st.integers(0, 100_000))
def test_a_distance_back_is_told_in_days(first: date, before: int) -> None:
    """Where the last day lies before the first one the distance is so many days below nothing, and no months."""
    assert distance(first, first - timedelta(before)) == Period(days=-before)


@given(days)
def test_month_ends_agree_with_a_table_of_month_lengths(start: date) -> None:
    """A month's last day is the month's length, and the day after it is the first of the next month."""
    last = month_end(start)
    assert last == date(start.year, start.month, MONTH_LENGTHS[start.year, start.month])
    assert (last + DAY).day == 1


@given(days, days, anything)
def test_nothing_raises(one: date, other: date, far: Period) -> None:
    """No day from 1900 to 2200 and no period, however long, leads out of the days that a computer knows."""
    reach = far.length
    found = [
        last_day(one, reach, "eve"),
        last_day(one, reach, "anniversary"),
        notice_by(one, reach),
        back(one, reach),
        ahead(one, reach),
        add_months(one, reach.months)[0],
        add_days(one, -reach.days),
        distance(one, other),
    ]
    assert [type(value) for value in found] == [date] * 7 + [Period]


def test_the_ends_of_time() -> None:
    """What would leave the computer's calendar stops at its first or last day."""
    endless = Length(12 * 9999, 0)
    assert (ahead(day("2000-01-01"), endless), back(day("2000-01-01"), endless)) == (date.max, date.min)
    assert (add_days(date.max, 1), add_days(date.min, -1)) == (date.max, date.min)
    beyond = 10**30
    assert [add_months(day("2000-01-31"), months) for months in (beyond, -beyond)] == [
        (date.max, False),
        (date.min, False),
    ]
    assert (add_months(day("9998-12-31"), 12), add_months(day("9999-01-31"), 12)) == (
        (day("9999-12-31"), False),
        (date.max, False),
    )
    assert (add_months(day("0002-01-31"), -12), add_months(day("0001-12-31"), -12)) == (
        (day("0001-01-31"), False),
        (date.min, False),
    )


def test_a_span_of_two_days_is_not_certain() -> None:
    """Only a span of one day is certain."""
    assert [span(text).certain for text in ("2020-11-27", "2020-11", "2020-11-27/2020-11-28")] == [True, False, False]
