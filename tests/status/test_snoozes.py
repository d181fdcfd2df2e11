"""From when until when a snooze holds, and what it hides."""

from __future__ import annotations

import pytest

from mou_tracker.agreement.record import Snooze
from mou_tracker.basics.dates import add_days
from mou_tracker.status.deadlines import deadlines
from mou_tracker.status.snoozes import OF_END, hides, over_on, running, told_before
from tests.make import agreement, day, known, span

DECEMBER = {"until": "2026-12-01", "on": "2026-11-01"}


@pytest.mark.parametrize(
    ("snooze", "more", "as_of", "over", "holds"),
    [
        (DECEMBER, {}, "2026-11-21", "2026-12-01", True),
        (DECEMBER, {}, "2026-12-01", "2026-12-01", False),
        ({"until": "2026-12-01", "on": "2026-11-22"}, {}, "2026-11-21", "2026-12-01", False),  # not decided yet
        ({"until": "2026-12", "on": "2026-11-01"}, {}, "2026-11-30", "2026-12-01", True),  # from its earliest day
        ({"until": "2030-01-01", "on": "2026-11-01"}, {}, "2027-10-31", "2027-11-01", True),
        ({"until": "2030-01-01", "on": "2026-11-01"}, {}, "2027-11-01", "2027-11-01", False),  # 12 months at most
        # Nobody wrote down since when: the last 12 months before its day, and no more.
        ({"until": "2030-01-01"}, {}, "2028-12-31", "2030-01-01", False),
        ({"until": "2030-01-01"}, {}, "2029-01-01", "2030-01-01", True),
        # What is recorded after it ends it: a step, an extension, a notice. Not what is of the same day, or to come.
        (
            DECEMBER,
            {"extensions": ({"signed": "2026-11-10", "term": "1 year"},)},
            "2026-11-21",
            "2026-11-10",
            False,
        ),
        (
            DECEMBER,
            {"notice_given": "2026-11-21"},
            "2026-11-21",
            "2026-11-21",
            False,
        ),
        (DECEMBER, {"renewal": {"decision": "renew", "decided": "2026-11-12"}}, "2026-11-21", "2026-11-12", False),
        (DECEMBER, {"notice_given": "2026-11-01"}, "2026-11-21", "2026-12-01", True),
        (DECEMBER, {"notice_given": "2026-11-22"}, "2026-11-21", "2026-12-01", True),
        (DECEMBER, {"notice_given": "2026-11"}, "2026-11-21", "2026-12-01", True),
    ],
)
def test_how_long(snooze: dict[str, str], more: dict[str, object], as_of: str, over: str, holds: bool) -> None:
    """Until its day, for a year at most, and no longer than until something new is recorded."""
    given = {key: span(text) for key, text in snooze.items()}
    record = agreement("suwon", kind="other", signed="2020-01-01", ends="2029-12-31", snooze=Snooze(**given), **more)
    found = known(as_of, record)
    assert (over_on(found), running(found) is not None) == (day(over), holds)


@pytest.mark.parametrize(
    ("what", "hidden"),
    [
        (None, {"sign-by", "safe-start", "notice-by", "approval", "next-step", "follow-up"}),
        ("end", {"sign-by", "safe-start", "notice-by"}),
        ("approval", {"approval", "next-step"}),
        ("promises", {"follow-up"}),
    ],
)
def test_what_it_is_about(what: str | None, hidden: set[str]) -> None:
    """A part of the record, or all of it."""
    snooze = Snooze(span("2026-12-01"), "why", None, span("2026-11-01"), what)
    found = known("2026-11-21", agreement("suwon", kind="other", signed="2020-01-01", ends="2029-12-31", snooze=snooze))
    kinds = ("sign-by", "safe-start", "notice-by", "approval", "next-step", "follow-up")
    assert {kind for kind in kinds if hides(found, kind, day("2029-01-01"))} == hidden


@pytest.mark.parametrize(
    ("kind", "deadline", "as_of", "hidden"),
    [
        ("sign-by", "2026-12-30", "2026-11-29", True),
        ("sign-by", "2026-12-30", "2026-11-30", False),  # a month before the last day, 31 December
        ("sign-by", "2026-12-30", "2026-12-31", False),
        ("last-day", "2026-12-31", "2027-01-01", True),  # over: the last month is too
        ("notice-by", "2026-12-15", "2026-11-14", True),
        ("notice-by", "2026-12-15", "2026-11-15", False),  # a month before the notice day
        ("follow-up", "2026-12-15", "2026-12-15", True),
    ],
)
def test_the_last_month_is_never_hidden(kind: str, deadline: str, as_of: str, hidden: bool) -> None:
    """Before an end, and before the day to give notice; a promise has no such month."""
    snooze = Snooze(span("2027-02-01"), "why", None, span("2026-11-01"))
    found = known(as_of, agreement("suwon", kind="other", signed="2020-01-01", ends="2026-12-31", snooze=snooze))
    assert hides(found, kind, day(deadline)) is hidden
    loud = Snooze(span("2027-02-01"), "why", None, span("2026-11-01"), "end")
    meant = known(as_of, agreement("suwon", kind="other", signed="2020-01-01", ends="2026-12-31", snooze=loud))
    assert hides(meant, kind, day(deadline)) is (kind != "follow-up")


@pytest.mark.parametrize("until", ["2026-11-22", "2026-12-27", "2026-12-28", "2027-03-01"])
@pytest.mark.parametrize(
    "renewal", [{}, {"mode": "automatic", "notice": "1 month"}, {"mode": "automatic", "notice": "2 weeks"}]
)
def test_what_is_told_before_a_snooze_is_over(renewal: dict[str, str], until: str) -> None:
    """It is what some day before then does not hide."""
    snooze = Snooze(span(until), "why", None, span("2026-11-21"))
    record = agreement("suwon", kind="other", signed="2020-01-28", term="7 years", renewal=renewal, snooze=snooze)
    first = known("2026-11-21", record)
    days = [add_days(first.as_of, n) for n in range((day(until) - first.as_of).days)]
    told = [
        one
        for found in (known(one.isoformat(), record) for one in days)
        for one in deadlines(found)
        if one.open and one.day and one.kind in OF_END and not hides(found, one.kind, one.day.earliest)
    ]
    assert (told_before(first, day(until)) is not None) is bool(told)
