"""From a record's dates to its terms: ends, renewals by themselves, notice, extensions; each course compared whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.agreement.terms import TermInForce, TermOutlook, course, first_time, latest_end, runs
from mou_tracker.basics.dates import EndRule, Length, last_day, notice_by
from tests.make import agreement, course_on, day, expected, length, period
from tests.months import corresponding

DAY = timedelta(days=1)
MONTHLY = {"mode": "automatic", "period": "1 month"}
NONE = Length(0, 0)


def automatic(each: str | None = None, notice: str | None = None, times: int | None = None) -> dict[str, Any]:
    """A renewal that happens by itself."""
    given = {"mode": "automatic", "period": each, "notice": notice, "times": times}
    return {name: value for name, value in given.items() if value is not None}


def test_petaling_jaya() -> None:
    """Signed 2015-11-27 for 5 years: in force through 2020-11-27, to be decided by 2020-11-26 under either reading."""
    record = agreement(signed="2015-11-27", term="5 years")
    under_eve = expected("2015-11-27", "2020-11-26", decision_day="2020-11-26", window_opens="2020-05-26")
    assert course_on("2019-01-01", record, "eve") == under_eve
    found = expected("2015-11-27", "2020-11-27", decision_day="2020-11-26", window_opens="2020-05-26")
    assert [course_on(on, record) for on in ("2015-11-27", "2019-01-01", "2026-11-21")] == [found] * 3


@pytest.mark.parametrize(
    ("given_", "outlook"),
    [
        pytest.param({}, expected("2015-11-27"), id="no-term"),
        pytest.param({"term": "unknown"}, expected("2015-11-27"), id="unknown-term"),
        pytest.param({"term": "indefinite"}, expected("2015-11-27", open_ended=True), id="indefinite"),
        pytest.param(
            {"term": "indefinite", "renewal": automatic("1 year", "3 months")},
            expected("2015-11-27", open_ended=True),
            id="open-ended-has-no-notice-day",
        ),
        pytest.param(
            {"ends": "2020-11-25"},
            expected("2015-11-27", "2020-11-25", decision_day="2020-11-25", window_opens="2020-05-25"),
            id="stated-end",
        ),
        pytest.param(
            {"term": "5 years", "ends": "2020-12-31"},
            expected("2015-11-27", "2020-12-31", decision_day="2020-12-31", window_opens="2020-06-30"),
            id="a-stated-end-wins-over-the-term",
        ),
        pytest.param(
            {"term": "indefinite", "ends": "2020-12-31"},
            expected("2015-11-27", "2020-12-31", decision_day="2020-12-31", window_opens="2020-06-30"),
            id="a-stated-end-wins-over-no-end",
        ),
        pytest.param(
            {"starts": "2016-01-31", "term": "1 month"},
            expected(
                "2016-01-31", "2016-02-29", decision_day="2016-02-29", window_opens="2016-02-14", window_cut="15 days"
            ),
            id="counted-from-the-start-and-clipped",
        ),
        pytest.param(
            {"term": "5 years", "end_of_term": "eve"},
            expected("2015-11-27", "2020-11-26", decision_day="2020-11-26", window_opens="2020-05-26"),
            id="the-record's-own-reading",
        ),
        pytest.param(
            {"term": "5 years", "renewal": {"mode": "by-agreement", "period": "5 years"}},
            expected("2015-11-27", "2020-11-27", decision_day="2020-11-26", window_opens="2020-05-26"),
            id="renewal-by-agreement-never-rolls-on",
        ),
        pytest.param(
            {"term": "5 years", "renewal": {"mode": "unknown", "period": "5 years"}},
            expected("2015-11-27", "2020-11-27", decision_day="2020-11-26", window_opens="2020-05-26"),
            id="nor-does-a-renewal-of-unknown-mode",
        ),
        pytest.param(
            {"renewal": automatic("1 year")}, expected("2015-11-27"), id="renewal-without-a-known-end-stays-unknown"
        ),
        pytest.param(
            {"ends": "2020-11-25", "renewal": automatic()},
            expected("2015-11-27", "2020-11-25", decision_day="2020-11-25", window_opens="2020-05-25"),
            id="renewal-without-a-period-cannot-roll-on",
        ),
    ],
)
def test_the_first_term(given_: dict[str, Any], outlook: TermOutlook) -> None:
    """What one instrument says of its own end, long after it."""
    assert course_on("2026-11-21", agreement(signed="2015-11-27", **given_)) == outlook


def test_unsigned_records_have_no_course() -> None:
    """A start and a term are a plan while nobody has signed."""
    assert course_on("2026-11-21", agreement(starts="2020-01-01", term="5 years")) is None


def test_several_signatures() -> None:
    """The last of several signatures counts, in whatever order they are written."""
    record = agreement(signed=[("Melbourne", "2024-04-22"), ("Bandung", "2024-04-10")], term="4 years")
    found = expected("2024-04-22", "2028-04-22", decision_day="2028-04-21", window_opens="2027-10-21")
    assert course_on("2026-11-21", record) == found


def test_an_uncertain_start_has_two_corners() -> None:
    """A term from some day of 2015 ends on some day of 2020: each corner of the date gives its own course."""
    record = agreement(signed="2015", term="5 years")
    found = [course(record, "anniversary", length("6 months"), day("2019-01-01"), corner) for corner in (0, 1)]
    early = expected("2015-01-01", "2020-01-01", decision_day="2019-12-31", window_opens="2019-06-30")
    late = expected("2015-12-31", "2020-12-31", decision_day="2020-12-30", window_opens="2020-06-30")
    assert found == [early, late]


def rolling(case: str, rule: EndRule, record: dict[str, Any], on: str, outlook: TermOutlook) -> object:
    """A case of a renewal that happens by itself."""
    return pytest.param(rule, record, on, outlook, id=case)


STATED_2025 = {"signed": "2024-08-29", "ends": "2025-08-28", "renewal": automatic("12 months", "2 months")}
THREE_YEARS_THEN_ONE = {"signed": "2020-08-01", "term": "36 months", "renewal": automatic("12 months", "3 months")}
FIVE_YEARS_THEN_ONE = {"signed": "2018-01-01", "term": "60 months", "renewal": automatic("12 months")}
YEAR_2026: dict[str, Any] = {
    "signed": "2026-01-01",
    "ends": "2026-12-31",
    "renewal": automatic("12 months", "3 months"),
}
EVERY_TWO = {"signed": "2019-04-18", "term": "2 years", "renewal": automatic()}


@pytest.mark.parametrize(
    ("rule", "record", "on", "outlook"),
    [
        rolling(
            "no-notice-period",
            "anniversary",
            YEAR_2026 | {"renewal": automatic("12 months")},
            "2026-12-31",
            expected(
                "2026-01-01", "2026-12-31", notice_by="2026-12-31", decision_day="2026-12-31", window_opens="2026-06-30"
            ),
        ),
        rolling(
            "a-stated-end-renewed-once",
            "anniversary",
            STATED_2025,
            "2026-02-11",
            expected(
                "2024-08-29",
                "2026-08-28",
                times_renewed=1,
                notice_by="2026-06-28",
                decision_day="2026-06-28",
                window_opens="2025-12-28",
                notice_passed="2025-06-28",
            ),
        ),
        rolling(
            "renewed-once",
            "eve",
            THREE_YEARS_THEN_ONE,
            "2023-10-31",
            expected(
                "2020-08-01",
                "2024-07-31",
                times_renewed=1,
                notice_by="2024-04-30",
                decision_day="2024-04-30",
                window_opens="2023-10-30",
                notice_passed="2023-04-30",
            ),
        ),
        rolling(
            "on-the-notice-day-of-the-first-term",
            "eve",
            THREE_YEARS_THEN_ONE,
            "2023-04-30",
            expected(
                "2020-08-01", "2023-07-31", notice_by="2023-04-30", decision_day="2023-04-30", window_opens="2022-10-30"
            ),
        ),
        rolling(
            "five-years-then-one",
            "eve",
            FIVE_YEARS_THEN_ONE,
            "2023-05-12",
            expected(
                "2018-01-01",
                "2023-12-31",
                times_renewed=1,
                notice_by="2023-12-31",
                decision_day="2023-12-31",
                window_opens="2023-06-30",
                notice_passed="2022-12-31",
            ),
        ),
        rolling(
            "five-years-then-one-to-the-anniversary",
            "anniversary",
            FIVE_YEARS_THEN_ONE,
            "2023-05-12",
            expected(
                "2018-01-01",
                "2024-01-01",
                times_renewed=1,
                notice_by="2024-01-01",
                decision_day="2024-01-01",
                window_opens="2023-07-01",
                notice_passed="2023-01-01",
            ),
        ),
        rolling(
            "renewed-three-times",
            "eve",
            THREE_YEARS_THEN_ONE,
            "2026-04-01",
            expected(
                "2020-08-01",
                "2026-07-31",
                times_renewed=3,
                notice_by="2026-04-30",
                decision_day="2026-04-30",
                window_opens="2025-10-30",
                notice_passed="2025-04-30",
            ),
        ),
        rolling(
            "on-the-notice-day",
            "anniversary",
            YEAR_2026,
            "2026-09-30",
            expected(
                "2026-01-01", "2026-12-31", notice_by="2026-09-30", decision_day="2026-09-30", window_opens="2026-03-30"
            ),
        ),
        rolling(
            "the-day-after-the-notice-day",
            "anniversary",
            YEAR_2026,
            "2026-10-01",
            expected(
                "2026-01-01",
                "2026-12-31",
                notice_by="2027-09-30",
                decision_day="2027-09-30",
                window_opens="2027-03-30",
                times_certain=1,
                notice_passed="2026-09-30",
            ),
        ),
        rolling(
            "monthly-after-a-stated-end",
            "anniversary",
            {"signed": "2024-07-02", "ends": "2025-07-01", "renewal": MONTHLY},
            "2025-08-31",
            expected(
                "2024-07-02",
                "2025-09-01",
                times_renewed=2,
                notice_by="2025-09-01",
                decision_day="2025-09-01",
                window_opens="2025-08-17",
                due_from="2025-08-17",
                notice_passed="2025-08-01",
                window_cut="15 days",
            ),
        ),
        rolling(
            "half-yearly-after-a-stated-end",
            "anniversary",
            {"signed": "2024-07-02", "ends": "2025-07-01", "renewal": automatic("6 months")},
            "2025-12-31",
            expected(
                "2024-07-02",
                "2026-01-01",
                times_renewed=1,
                notice_by="2026-01-01",
                decision_day="2026-01-01",
                window_opens="2025-10-01",
                due_from="2025-10-01",
                notice_passed="2025-07-01",
                window_cut="3 months",
            ),
        ),
        rolling(
            "a-month-end-is-clipped-in-february",
            "anniversary",
            {"signed": "2024-09-01", "ends": "2025-08-31", "renewal": automatic("6 months")},
            "2025-10-01",
            expected(
                "2024-09-01",
                "2026-02-28",
                times_renewed=1,
                notice_by="2026-02-28",
                decision_day="2026-02-28",
                window_opens="2025-11-28",
                due_from="2025-11-28",
                notice_passed="2025-08-31",
                window_cut="3 months",
            ),
        ),
        rolling(
            "a-month-end-is-found-again-in-august",
            "anniversary",
            {"signed": "2024-09-01", "ends": "2025-08-31", "renewal": automatic("6 months")},
            "2026-03-01",
            expected(
                "2024-09-01",
                "2026-08-31",
                times_renewed=2,
                notice_by="2026-08-31",
                decision_day="2026-08-31",
                window_opens="2026-05-31",
                due_from="2026-05-31",
                notice_passed="2026-02-28",
                window_cut="3 months",
            ),
        ),
        rolling(
            "renewed-six-hundred-times",
            "eve",
            {"signed": "1950-01-01", "term": "1 month", "renewal": automatic()},
            "2000-01-01",
            expected(
                "1950-01-01",
                "2000-01-31",
                times_renewed=600,
                notice_by="2000-01-31",
                decision_day="2000-01-31",
                window_opens="2000-01-16",
                due_from="2000-01-16",
                notice_passed="1999-12-31",
                window_cut="15 days",
            ),
        ),
        rolling(
            "the-day-before-a-term-ends",
            "eve",
            EVERY_TWO,
            "2025-04-16",
            expected(
                "2019-04-18",
                "2025-04-17",
                times_renewed=2,
                notice_by="2025-04-17",
                decision_day="2025-04-17",
                window_opens="2024-10-17",
                notice_passed="2023-04-17",
            ),
        ),
        rolling(
            "the-first-day-of-the-next-term",
            "eve",
            EVERY_TWO,
            "2025-04-18",
            expected(
                "2019-04-18",
                "2027-04-17",
                times_renewed=3,
                notice_by="2027-04-17",
                decision_day="2027-04-17",
                window_opens="2026-10-17",
                notice_passed="2025-04-17",
            ),
        ),
        rolling(
            "upcoming",
            "anniversary",
            YEAR_2026,
            "2025-06-01",
            expected(
                "2026-01-01", "2026-12-31", notice_by="2026-09-30", decision_day="2026-09-30", window_opens="2026-03-30"
            ),
        ),
        rolling(
            "notice-longer-than-the-term",
            "eve",
            {"signed": "2026-01-01", "term": "1 month", "renewal": automatic(notice="60 days")},
            "2026-01-01",
            expected(
                "2026-01-01",
                "2026-01-31",
                notice_by="2026-01-30",
                decision_day="2026-01-30",
                window_opens="2026-01-15",
                due_from="2026-03-01",
                times_certain=2,
                notice_passed="2025-12-30",
                window_cut="15 days",
            ),
        ),
    ],
)
def test_renewal_by_itself(rule: EndRule, record: dict[str, Any], on: str, outlook: TermOutlook) -> None:
    """The last day is that of the running term; notice, decision and window are those of the next open decision."""
    assert course_on(on, agreement(**record), rule) == outlook


@pytest.mark.parametrize(
    ("record", "rule", "ends"),
    [
        pytest.param(
            {"signed": "2024-10-31", "term": "1 month"},
            "anniversary",
            ["2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"],
            id="monthly-from-the-31st",
        ),
        pytest.param(
            {"signed": "2024-10-30", "term": "1 month"},
            "anniversary",
            ["2024-11-30", "2024-12-30", "2025-01-30", "2025-02-28", "2025-03-30", "2025-04-30"],
            id="monthly-from-the-30th",
        ),
        pytest.param(
            {"signed": "2025-01-29", "term": "1 month"},
            "eve",
            ["2025-02-28", "2025-03-28", "2025-04-28", "2025-05-28"],
            id="monthly-from-29-january",
        ),
        pytest.param(
            {"signed": "2024-12-12", "term": "1 month"},
            "anniversary",
            ["2025-01-12", "2025-02-12", "2025-03-12", "2025-04-12"],
            id="monthly-from-the-12th",
        ),
        pytest.param(
            {"signed": "2014-12-31", "term": "1 month"},
            "anniversary",
            ["2015-01-31", "2015-02-28", "2015-03-31"],
            id="monthly-from-31-december",
        ),
        pytest.param(
            {"signed": "2025-11-29", "term": "3 months"},
            "anniversary",
            ["2026-02-28", "2026-05-29", "2026-08-29", "2026-11-29", "2027-02-28"],
            id="quarterly-from-29-november",
        ),
        pytest.param(
            {"signed": "2020-02-27", "term": "3 months"},
            "eve",
            ["2020-05-26", "2020-08-26", "2020-11-26", "2021-02-26"],
            id="quarterly-from-27-february",
        ),
        pytest.param(
            {"signed": "2024-02-29", "term": "1 year"},
            "eve",
            ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-28", "2029-02-28"],
            id="leap-day",
        ),
        pytest.param(
            {"signed": "2025-01-01", "ends": "2025-08-31", "renewal": automatic("6 months")},
            "anniversary",
            ["2025-08-31", "2026-02-28", "2026-08-31", "2027-02-28"],
            id="after-a-stated-month-end",
        ),
        pytest.param(
            {"signed": "2025-01-01", "ends": "2025-02-28", "renewal": automatic("1 month")},
            "anniversary",
            ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"],
            id="after-a-stated-end-of-february",
        ),
        pytest.param(
            {"signed": "2025-01-01", "ends": "2025-01-30", "renewal": automatic("1 month")},
            "anniversary",
            ["2025-01-30", "2025-02-28", "2025-03-30", "2025-04-30"],
            id="after-a-stated-30-january",
        ),
        pytest.param(
            {"signed": "2026-01-01", "term": "4 weeks"},
            "eve",
            ["2026-01-28", "2026-02-25", "2026-03-25"],
            id="weeks",
        ),
    ],
)
def test_terms_in_a_row(record: dict[str, Any], rule: EndRule, ends: list[str]) -> None:
    """Term after term is counted from the anchor: a short month shortens its own term and none that follows."""
    rolls = agreement(**{"renewal": automatic()} | record)
    found, on = [], day(record["signed"])
    for times in range(len(ends)):
        now = course(rolls, rule, NONE, on, 0)
        assert now
        assert now.last_day
        assert now.times_renewed == times
        found.append(now.last_day.isoformat())
        on = now.last_day + DAY
    assert found == ends


def test_renewed_no_more_often_than_it_may() -> None:
    """Twice at most: the third term is the last, it has no day for notice, and nothing follows it."""
    record = agreement(signed="2020-01-01", term="1 year", renewal=automatic(notice="3 months", times=2))
    second = expected(
        "2020-01-01",
        "2022-01-01",
        times_renewed=1,
        notice_by="2021-10-01",
        decision_day="2021-10-01",
        window_opens="2021-04-01",
        notice_passed="2020-10-01",
    )
    certain = expected(
        "2020-01-01",
        "2022-01-01",
        times_renewed=1,
        decision_day="2022-12-31",
        window_opens="2022-06-30",
        times_certain=2,
        notice_passed="2021-10-01",
    )
    third = expected(
        "2020-01-01",
        "2023-01-01",
        times_renewed=2,
        decision_day="2022-12-31",
        window_opens="2022-06-30",
        notice_passed="2021-10-01",
    )
    days = ("2021-10-01", "2021-10-02", "2022-01-02", "2026-11-21")
    assert [course_on(on, record) for on in days] == [second, certain, third, third]


def test_never_renewed() -> None:
    """At most no time at all: an automatic renewal of none is a plain term."""
    record = agreement(signed="2020-01-01", term="1 year", renewal=automatic(notice="3 months", times=0))
    found = expected("2020-01-01", "2021-01-01", decision_day="2020-12-31", window_opens="2020-06-30")
    assert course_on("2026-11-21", record) == found


@pytest.mark.parametrize(
    ("given_", "last", "opens", "passed", "times"),
    [
        pytest.param("2026-09-30", "2026-12-31", "2026-06-30", None, 0, id="in-time-on-the-day"),
        pytest.param("2026-02-01", "2026-12-31", "2026-06-30", None, 0, id="in-time-early"),
        pytest.param("2026-10-01", "2027-12-31", "2027-06-30", "2026-09-30", 1, id="one-day-late"),
        pytest.param("2027-09-30", "2027-12-31", "2027-06-30", "2026-09-30", 1, id="in-time-for-the-second-term"),
        pytest.param("2027-10-01", "2028-12-31", "2028-06-30", "2027-09-30", 2, id="late-for-the-second-term"),
    ],
)
def test_notice_given(given_: str, last: str, opens: str, passed: str | None, times: int) -> None:
    """Notice given by its day ends the agreement with that term, a later one with the term that follows."""
    record = agreement(notice_given=given_, **YEAR_2026)
    found = expected(
        "2026-01-01", last, times_renewed=times, decision_day=last, window_opens=opens, notice_passed=passed
    )
    assert [course_on(on, record) for on in (last, "2035-01-01")] == [found, found]


def test_the_term_that_runs_when_notice_was_late() -> None:
    """Notice a day late: the running term keeps its last day, the decision is that of the term which it ends."""
    record = agreement(notice_given="2026-10-01", **YEAR_2026)
    found = expected(
        "2026-01-01",
        "2026-12-31",
        decision_day="2027-12-31",
        window_opens="2027-06-30",
        times_certain=1,
        notice_passed="2026-09-30",
    )
    assert course_on("2026-11-21", record) == found


def test_notice_for_a_renewal_that_nobody_foresaw() -> None:
    """Notice stops an automatic renewal; without one it changes nothing."""
    record = agreement(signed="2020-01-01", term="1 year", notice_given="2020-02-01")
    found = expected("2020-01-01", "2021-01-01", decision_day="2020-12-31", window_opens="2020-06-30")
    assert course_on("2020-06-01", record) == found


FIRST = {"signed": "2014-01-01", "ends": "2014-12-31"}


@pytest.mark.parametrize(
    ("record", "outlook"),
    [
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "extensions": [{"signed": "2020-10-01", "term": "5 years"}]},
            expected("2015-11-27", "2025-11-27", decision_day="2025-11-26", window_opens="2025-05-26"),
            id="a-further-term",
        ),
        pytest.param(
            {
                "signed": "2024-08-31",
                "term": "6 months",
                "extensions": [
                    {"signed": "2025-01-10", "term": "6 months"},
                    {"signed": "2025-07-10", "term": "1 month"},
                ],
            },
            expected("2024-08-31", "2025-09-30", decision_day="2025-09-30", window_opens="2025-03-30"),
            id="two-further-terms-from-one-anchor",
        ),
        pytest.param(
            FIRST | {"extensions": [{"signed": "2014-11-06", "term": "1 year"}]},
            expected("2014-01-01", "2015-12-31", decision_day="2015-12-31", window_opens="2015-06-30"),
            id="extended-early-loses-no-day",
        ),
        pytest.param(
            {
                "signed": "2025-01-01",
                "ends": "2025-08-31",
                "extensions": [{"signed": "2025-08-01", "term": "6 months"}],
            },
            expected("2025-01-01", "2026-02-28", decision_day="2026-02-28", window_opens="2025-08-28"),
            id="after-a-stated-month-end",
        ),
        pytest.param(
            {
                "signed": "2025-01-01",
                "ends": "2025-08-31",
                "extensions": [
                    {"signed": "2025-08-01", "term": "6 months"},
                    {"signed": "2026-02-01", "term": "6 months"},
                ],
            },
            expected("2025-01-01", "2026-08-31", decision_day="2026-08-31", window_opens="2026-02-28"),
            id="twice-after-a-stated-month-end",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "extensions": [{"signed": "2020-10-01", "ends": "2022-06-30"}]},
            expected("2015-11-27", "2022-06-30", decision_day="2022-06-30", window_opens="2021-12-30"),
            id="a-new-end",
        ),
        pytest.param(
            {"signed": "2015-11-27", "extensions": [{"signed": "2020-10-01", "ends": "2022-06-30"}]},
            expected("2015-11-27", "2022-06-30", decision_day="2022-06-30", window_opens="2021-12-30"),
            id="a-new-end-where-none-was-known",
        ),
        pytest.param(
            {"signed": "2015-11-27", "extensions": [{"signed": "2020-10-01", "term": "5 years"}]},
            expected("2015-11-27"),
            id="a-further-term-of-an-unknown-one-is-unknown",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "extensions": [{"signed": "2020-10-01", "term": "unknown"}]},
            expected("2015-11-27"),
            id="extended-for-nobody-knows-how-long",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "extensions": [{"signed": "2020-10-01", "term": "indefinite"}]},
            expected("2015-11-27", open_ended=True),
            id="extended-without-an-end",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "indefinite", "extensions": [{"signed": "2020-10-01", "term": "1 year"}]},
            expected("2015-11-27", open_ended=True),
            id="nothing-lengthens-what-has-no-end",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "indefinite",
                "extensions": [{"signed": "2020-10-01", "ends": "2030-06-30"}],
            },
            expected("2015-11-27", "2030-06-30", decision_day="2030-06-30", window_opens="2029-12-30"),
            id="an-end-for-what-had-none",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [
                    {"signed": "2020-10-01", "ends": "2021-05-31"},
                    {"signed": "2021-05-01", "term": "1 month"},
                ],
            },
            expected("2015-11-27", "2021-06-30", decision_day="2021-06-30", window_opens="2020-12-30"),
            id="a-further-term-after-a-new-end",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [{"signed": "2023-04-20", "starts": "2023-05-01", "term": "5 years"}],
            },
            expected(
                "2015-11-27", "2028-05-01", begins="2023-05-01", decision_day="2028-04-30", window_opens="2027-10-30"
            ),
            id="a-new-start-after-a-gap",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [{"signed": "2020-10-01", "starts": "2020-11-28", "term": "5 years"}],
            },
            expected("2015-11-27", "2025-11-28", decision_day="2025-11-27", window_opens="2025-05-27"),
            id="a-new-start-without-a-gap",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [{"signed": "2020-10-01", "starts": "2020-11-29", "ends": "2025-12-31"}],
            },
            expected(
                "2015-11-27", "2025-12-31", begins="2020-11-29", decision_day="2025-12-31", window_opens="2025-06-30"
            ),
            id="a-gap-of-one-day",
        ),
        pytest.param(
            {
                "signed": "2025-04-15",
                "ends": "2025-05-18",
                "extensions": [{"signed": "2025-05-01", "starts": "2025-05-18", "ends": "2025-06-18"}],
            },
            expected(
                "2025-04-15", "2025-06-18", decision_day="2025-06-18", window_opens="2025-06-03", window_cut="15 days"
            ),
            id="both-in-force-on-one-day",
        ),
        pytest.param(
            FIRST | {"extensions": [{"signed": "2014-11-06", "term": "1 year"}], "renewal": automatic("1 year")},
            expected(
                "2014-01-01",
                "2026-12-31",
                times_renewed=11,
                notice_by="2026-12-31",
                decision_day="2026-12-31",
                window_opens="2026-06-30",
                notice_passed="2025-12-31",
            ),
            id="rolling-on-from-what-was-extended",
        ),
    ],
)
def test_extensions(record: dict[str, Any], outlook: TermOutlook) -> None:
    """An extension continues the term from the same anchor; with an end it sets it, with a start it begins anew."""
    assert course_on("2026-11-21", agreement(**record)) == outlook


def test_before_and_within_a_gap() -> None:
    """A later start that is already signed: the first time in force counts while it runs, then the one to come."""
    record = agreement(
        signed="2015-11-27",
        term="5 years",
        extensions=[{"signed": "2020-10-01", "starts": "2023-05-01", "term": "5 years"}],
    )
    first = expected("2015-11-27", "2020-11-27", decision_day="2020-11-26", window_opens="2020-05-26")
    second = expected(
        "2015-11-27", "2028-05-01", begins="2023-05-01", decision_day="2028-04-30", window_opens="2027-10-30"
    )
    days = ("2020-11-27", "2020-11-28", "2023-04-30", "2023-05-01")
    assert [course_on(on, record) for on in days] == [first, second, second, second]


def test_runs_in_order() -> None:
    """The times in force as agreed, each with its anchor: the second half-open after a stated end."""
    record = agreement(
        signed="2020-01-31",
        ends="2020-12-31",
        extensions=[
            {"signed": "2020-12-01", "term": "1 year"},
            {"signed": "2023-01-01", "starts": "2023-02-01", "term": "1 year"},
        ],
    )
    first = TermInForce(day("2020-01-31"), day("2021-01-01"), "eve", length("1 year"))
    second = TermInForce(day("2023-02-01"), day("2023-02-01"), "anniversary", length("1 year"))
    assert runs(record, "anniversary", 0) == (first, second)
    assert [run.end() for run in (first, second)] == [day("2021-12-31"), day("2024-02-01")]


def test_closing_a_course() -> None:
    """A closing ends the course early, leaves an earlier end as it is, and leaves nothing to decide."""
    found = expected("2018-01-01", "2019-12-31", decision_day="2019-12-31", window_opens="2019-06-30")
    assert found.closed_on(day("2018-12-31")) == expected("2018-01-01", "2018-12-31")
    assert found.closed_on(day("2020-06-30")) == expected("2018-01-01", "2019-12-31")
    assert expected("2018-01-01", open_ended=True).closed_on(day("2018-12-31")) == expected("2018-01-01", "2018-12-31")


rules = st.sampled_from(["anniversary", "eve"])
anchors = st.dates(date(1900, 1, 1), date(2150, 12, 31))
each_time = st.builds(Length, st.integers(0, 24), st.integers(0, 60)).filter(any)


class Counting:
    """The end of the n-th term, counting how often it was asked for."""

    def __init__(self, anchor: date, each: Length, rule: EndRule) -> None:
        self.anchor, self.each, self.rule, self.calls = anchor, each, rule, 0

    def __call__(self, times: int) -> date:
        self.calls += 1
        return last_day(self.anchor, NONE.plus(self.each, times + 1), self.rule)


@pytest.mark.parametrize("rule", ["anniversary", "eve"])
@pytest.mark.parametrize("each", ["1 month", "1 year", "1 week", "1 day", "1 month 1 day"])
@pytest.mark.parametrize("times", [0, 1, 12, 600])
def test_600_renewals_cost_no_more_than_one(rule: EndRule, each: str, times: int) -> None:
    """The term that runs on a day is found in a handful of looks, be it the first or the six hundredth."""
    end = Counting(day("1950-01-31"), length(each), rule)
    day_within = end(times)
    end.calls = 0
    assert first_time(end, day_within, length(each)) == times
    assert end.calls <= 8


@given(anchors, each_time, rules, st.integers(0, 3000))
def test_the_running_term_is_the_one_that_a_loop_finds(anchor: date, each: Length, rule: EndRule, far: int) -> None:
    """The closed form agrees with trying one term after the other, at a cost that does not grow with the distance."""
    end, on = Counting(anchor, each, rule), anchor + timedelta(far)
    naive = 0
    while end(naive) < on:
        naive += 1
    end.calls = 0
    assert first_time(end, on, each) == naive
    assert end.calls <= 40


@given(anchors, each_time, rules, st.builds(Length, st.integers(0, 12), st.integers(0, 90)), st.integers(0, 3000))
def test_the_open_notice_is_the_one_that_a_loop_finds(
    anchor: date, each: Length, rule: EndRule, notice: Length, far: int
) -> None:
    """The same for days of notice, which clipping may put closer together than the terms are."""
    end, on, naive = Counting(anchor, each, rule), anchor + timedelta(far), 0
    while notice_by(end(naive), notice) < on:
        naive += 1
    assert first_time(lambda n: notice_by(end(n), notice), on, each) == naive


@pytest.mark.parametrize(
    ("on", "each", "last"),
    [
        ("2020-06-01", "1 year", "2021-05-31"),
        ("2020-06-02", "1 year", "2021-06-01"),
        ("2015-03-01", "1 month", "2015-03-31"),
        ("2015-02-28", "1 month", "2015-03-27"),
        ("2020-06-02", "4 weeks", "2020-06-29"),
        ("2020-06-01", "4 weeks", "2020-06-28"),
        ("2020-03-01", "1 month 1 day", "2020-04-02"),  # days after months may pass months of other lengths
    ],
)
def test_the_latest_end_of_a_renewed_term(on: str, each: str, last: str) -> None:
    """A term that begins today runs longest; after a month's last day it may end on its own month's last day."""
    assert latest_end(day(on), length(each)) == day(last)


@given(anchors, each_time, rules, st.integers(0, 3000))
def test_no_renewed_term_ends_after_its_latest_end(anchor: date, each: Length, rule: EndRule, far: int) -> None:
    """The bound holds for every start, and is a few days too far at most for a term that begins that day."""
    end, on = Counting(anchor, each, rule), anchor + timedelta(far)
    running = first_time(end, on, each)
    if running and end(running - 1) < on:
        assert end(running) <= latest_end(on, each)
        first_day = end(running - 1) + DAY
        assert latest_end(first_day, each) - end(running) <= timedelta(6 if each.months and each.days else 3)


@given(anchors, st.integers(1, 24))
def test_600_terms_tile_time(anchor: date, months: int) -> None:
    """Under `eve` each term begins on its corresponding day, the day after the last one; a month that has no such day
    is wholly part of the term that ends in it.
    """
    run = TermInForce(anchor, anchor, "eve", Length(months, 0))
    ends = [run.end(Length(months, 0), times) for times in range(600)]
    starts = [corresponding(anchor, months * (times + 1)) for times in range(600)]
    assert [end + DAY if end else None for end in ends] == [
        start if start.day == anchor.day else start + DAY for start in starts
    ]
    assert all(first < second for first, second in pairwise([end for end in ends if end]))


@given(anchors, each_time, rules)
def test_last_days_strictly_increase(anchor: date, each: Length, rule: EndRule) -> None:
    """No renewal ends on or before the end of the term before it, whatever is clipped, under either reading."""
    ends = [TermInForce(anchor, anchor, rule, each).end(each, times) for times in range(600)]
    stated = [TermInForce(anchor, anchor, rule, stated=anchor).end(each, times) for times in range(600)]
    assert all(first and second and first < second for first, second in [*pairwise(ends), *pairwise(stated)])


@given(anchors, st.sampled_from(["1 month", "1 year", "6 months", "5 years", "4 weeks", "90 days"]), rules)
def test_no_day_between_two_terms(anchor: date, each: str, rule: EndRule) -> None:
    """A record that renews itself is in force on every day: on each last day, and on the next one in the next term."""
    record = agreement(signed=anchor.isoformat(), term=each, renewal=automatic())
    run = runs(record, rule, 0)[0]
    for times in range(0, 600, 37):
        last = run.end(period(each).length, times)
        assert last
        found = [course(record, rule, NONE, on, 0) for on in (last, last + DAY)]
        following = run.end(period(each).length, times + 1)
        assert [(c.last_day, c.times_renewed, c.begins) for c in found if c] == [
            (last, times, anchor),
            (following, times + 1, anchor),
        ]


@given(anchors, each_time, rules)
def test_after_a_stated_end_terms_are_half_open(anchor: date, each: Length, rule: EndRule) -> None:
    """After a stated end both readings agree: the first renewal begins on the day after it and stops on an eve."""
    run = TermInForce(anchor, anchor, rule, stated=anchor)
    assert [run.end(each, times) for times in (0, 1, 12)] == [
        anchor,
        last_day(anchor + DAY, each, "eve"),
        last_day(anchor + DAY, Length(12 * each.months, 12 * each.days), "eve"),
    ]
