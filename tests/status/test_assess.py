"""The one status of each record on each day: tables of days, what was known when, and laws that hold on every day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.agreement.as_of import as_known, events
from mou_tracker.agreement.record import Agreement
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import DateSpan
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.status.assess import Assessor, assess, connected, lying_ahead, renewal_window
from mou_tracker.status.assessment import Assessment, Successor, counts
from mou_tracker.status.filters import Query
from mou_tracker.status.reasons import next_step, reason
from mou_tracker.status.statuses import STATUSES, Status
from tests.make import (
    ENGLISH,
    INDONESIA,
    KSDPL,
    agreement,
    assess_all,
    book,
    changed,
    day,
    known,
    period,
    register,
    span,
)
from tests.work import growth

DAY = timedelta(days=1)
NO_HOLIDAYS = Calendar(lambda _year: frozenset())
PETALING_JAYA = agreement("petaling-jaya-2015", signed="2015-11-27", term="5 years")


def status_on(on: str, record: Agreement, *others: Agreement, **settings: Any) -> str | None:
    """The status on a day, `?` behind it where it is not certain; None where the record is not known."""
    found = Assessor(book(record, *others, **settings), day(on), INDONESIA).assess(record)
    return f"{found.status}{'' if found.certain else '?'}" if found else None


def statuses(record: Agreement, days: Mapping[str, str | None], *others: Agreement, **settings: Any) -> None:
    """Compare the statuses over several days with those expected."""
    assert {on: status_on(on, record, *others, **settings) for on in days} == days


@pytest.mark.parametrize(
    ("on", "status", "days_left"),
    [
        ("2015-11-27", "active", 1827),
        ("2019-05-25", "active", 552),
        ("2019-05-26", "due", 551),
        ("2020-11-26", "due", 1),
        ("2020-11-27", "due", 0),
        ("2020-11-28", "lapsed", -1),
        ("2026-11-21", "lapsed", -2185),
    ],
)
def test_petaling_jaya(on: str, status: str, days_left: int) -> None:
    """Signed 2015-11-27 for 5 years: due from 18 months before the safe day, in force all of its last day."""
    found = known(on, PETALING_JAYA)
    assert (found.status, found.certain, found.last_day, found.days_left) == (
        status,
        True,
        span("2020-11-27"),
        days_left,
    )
    assert found.course
    assert (found.course.window_opens, found.course.decision_day) == (day("2019-05-26"), day("2020-11-26"))


def test_an_assessment_whole() -> None:
    """Everything that is said of one record on one day."""
    record = changed(PETALING_JAYA, owner=("ksln",))
    found = known("2026-11-21", record, contacts={"ksln": "ksln@example.org"})
    assert found == Assessment(
        agreement=record,
        as_of=day("2026-11-21"),
        status="lapsed",
        certain=True,
        path=found.path,
        courses=found.courses,
        last_day=span("2020-11-27"),
        successor=None,
        stalled=False,
        last_move=span("2015-11-27"),
        owner=("ksln@example.org",),
        procedure=KSDPL,
    )
    assert (found.start, found.open_ended, found.decided, found.under_way) == (span("2015-11-27"), False, None, None)


def steps(*given_: dict[str, str], kind: str = "ksdpl", **fields: Any) -> Agreement:
    """An unsigned record that has come this far."""
    return agreement("melbourne-2026", kind=kind, steps=given_, **fields)


@pytest.mark.parametrize(
    ("record", "status"),
    [
        pytest.param(agreement(), "exploring", id="nothing-known"),
        pytest.param(agreement(since="2026"), "exploring?", id="heard-of-in-2026"),
        pytest.param(steps({"step": "initiative"}), "exploring", id="begun"),
        pytest.param(steps({"step": "letter-of-intent", "done": "2026-01-15"}), "exploring", id="letter-of-intent"),
        pytest.param(steps({"step": "exploration", "outcome": "refused"}), "exploring", id="refused-early"),
        pytest.param(steps({"step": "cooperation-plan", "started": "2026-02-01"}), "in-approval", id="plan-begun"),
        pytest.param(steps({"step": "cooperation-plan", "done": "2026-02-01"}), "in-approval", id="plan-done"),
        pytest.param(steps({"step": "dprd-approval", "received": "2026-02-02"}), "pending-dprd", id="received"),
        pytest.param(steps({"step": "dprd-approval", "started": "2026-02-02"}), "pending-dprd", id="started"),
        pytest.param(
            steps({"step": "dprd-approval", "received": "2026-02-02", "done": "2026-03-02", "outcome": "approved"}),
            "in-approval",
            id="dprd-agreed",
        ),
        pytest.param(
            steps({"step": "dprd-approval", "received": "2026-02-02", "done": "2026-03-02", "outcome": "refused"}),
            "in-approval",
            id="dprd-refused",
        ),
        pytest.param(
            steps(
                {"step": "dprd-approval", "received": "2026-02-02"},
                {"step": "ministry-verification", "started": "2026-02-20"},
            ),
            "pending-dprd",
            id="ministry-before-the-dprd-has-decided",
        ),
        pytest.param(
            steps(
                {"step": "dprd-approval", "done": "2026-02-20"},
                {"step": "ministry-verification", "done": "2026-03-20", "outcome": "returned"},
            ),
            "in-approval",
            id="returned",
        ),
        pytest.param(steps({"step": "signing", "done": "2026-02-02"}), "in-approval", id="signing-without-a-signature"),
        pytest.param(steps({"step": "offer", "done": "2026-01-05"}, kind="ksdd"), "exploring", id="ksdd-offer"),
        pytest.param(
            steps({"step": "joint-text", "started": "2026-01-05"}, kind="ksdd"), "in-approval", id="ksdd-text"
        ),
        pytest.param(
            steps({"step": "dprd-approval", "received": "2026-01-05"}, kind="ksdd"), "pending-dprd", id="ksdd-dprd"
        ),
        pytest.param(steps({"step": "anything", "done": "2026-01-05"}, kind="other"), "exploring", id="no-procedure"),
        pytest.param(agreement(signed="2026-02-01", starts="2027-01-01", term="1 year"), "upcoming", id="upcoming"),
        pytest.param(agreement(signed="2026-02-01", starts="2027-01-01"), "upcoming", id="upcoming-of-unknown-term"),
        pytest.param(agreement(signed="2026-02-01"), "unknown", id="start-and-no-term"),
        pytest.param(agreement(signed="2026-02-01", term="unknown"), "unknown", id="unknown"),
        pytest.param(agreement(signed="2026-02-01", term="indefinite"), "active", id="indefinite"),
        pytest.param(agreement(signed="2026-02-01", term="5 years"), "active", id="active"),
        pytest.param(agreement(signed="2025-08-01", term="18 months"), "due", id="due"),
        pytest.param(agreement(signed="2020-02-01", ends="2026-12-31"), "due", id="only-an-end"),
        pytest.param(
            agreement(signed="2025-08-01", term="18 months", renewal={"mode": "none"}),
            "due",
            id="due-though-not-renewable",
        ),
        pytest.param(
            agreement(signed="2020-02-01", term="1 year", renewal={"mode": "by-agreement"}),
            "lapsed",
            id="nothing-keeps-it-alive",
        ),
        pytest.param(
            agreement(signed="2020-02-01", term="1 year", renewal={"mode": "by-agreement", "decision": "lapse"}),
            "lapsed",
            id="decided-to-lapse",
        ),
        pytest.param(
            agreement(signed="2015-02-01", term="5 years", renewal={"mode": "automatic", "notice": "3 months"}),
            "active",
            id="renewed-by-itself",
        ),
        pytest.param(
            agreement(signed="2020-02-01", term="9 years", closed={"on": "2026-05-30", "how": "terminated"}),
            "closed",
            id="terminated",
        ),
        pytest.param(agreement(closed={"on": "2026-05-30", "how": "abandoned"}), "closed", id="abandoned"),
    ],
)
def test_every_status(record: Agreement, status: str) -> None:
    """What each kind of record is on 2026-06-01."""
    assert status_on("2026-06-01", record) == status


WINDOW = {"renewal_window": "3 months"}
YEAR_2026 = agreement(signed="2026-01-01", ends="2026-12-31")


@pytest.mark.parametrize(
    ("record", "days"),
    [
        pytest.param(YEAR_2026, {"2026-12-31": "due", "2027-01-01": "lapsed"}, id="the-last-day"),
        pytest.param(
            agreement(signed="2021-01-31", ends="2022-01-31"),
            {"2022-01-30": "due", "2022-01-31": "due", "2022-02-01": "lapsed"},
            id="in-force-all-day",
        ),
        pytest.param(
            agreement(signed="2026-11-21", ends="2026-11-21"),
            {"2026-11-20": None, "2026-11-21": "due", "2026-11-22": "lapsed"},
            id="one-day",
        ),
        pytest.param(YEAR_2026, {"2026-09-29": "active", "2026-09-30": "due"}, id="the-window-opens"),
        pytest.param(
            changed(YEAR_2026, renewal={"mode": "by-agreement", "notice": "1 month"}),
            {"2026-11-29": "due", "2026-11-30": "due", "2026-12-01": "due"},
            id="notice-of-a-renewal-by-agreement-opens-no-hole",
        ),
        pytest.param(
            changed(YEAR_2026, renewal={"mode": "automatic", "period": "1 year", "notice": "1 month"}),
            {
                "2026-08-29": "active",
                "2026-08-30": "due",
                "2026-11-30": "due",
                "2026-12-01": "active",
                "2026-12-31": "active",
                "2027-01-01": "active",
                "2027-08-30": "due",
                "2027-11-30": "due",
                "2027-12-01": "active",
            },
            id="renewed-by-itself",
        ),
        pytest.param(
            changed(YEAR_2026, renewal={"mode": "automatic", "period": "1 month"}),
            {
                "2026-12-31": "due",
                "2027-01-01": "active",
                "2027-01-15": "active",
                "2027-01-16": "due",
                "2027-01-31": "due",
            },
            id="a-window-longer-than-the-term",
        ),
        pytest.param(
            changed(
                YEAR_2026,
                renewal={"mode": "automatic", "period": "1 year", "notice": "1 month"},
                notice_given="2026-11-30",
            ),
            {"2026-11-29": "due", "2026-11-30": "due", "2026-12-31": "due", "2027-01-01": "lapsed"},
            id="notice-in-time",
        ),
        pytest.param(
            changed(
                YEAR_2026,
                renewal={"mode": "automatic", "period": "1 year", "notice": "1 month"},
                notice_given="2026-12-01",
            ),
            {
                "2026-11-30": "due",
                "2026-12-01": "active",
                "2027-09-29": "active",
                "2027-09-30": "due",
                "2027-12-31": "due",
                "2028-01-01": "lapsed",
            },
            id="notice-a-day-late",
        ),
        pytest.param(
            changed(YEAR_2026, closed={"on": "2026-06-30", "how": "terminated"}),
            {"2026-06-29": "active", "2026-06-30": "active", "2026-07-01": "closed", "2027-01-01": "closed"},
            id="terminated",
        ),
        pytest.param(
            changed(YEAR_2026, closed={"on": "2027-06-30", "how": "completed"}),
            {"2026-12-31": "due", "2027-01-01": "lapsed", "2027-06-30": "lapsed", "2027-07-01": "closed"},
            id="closed-long-after-its-end",
        ),
        pytest.param(
            agreement(
                signed="2018-01-01",
                ends="2018-12-31",
                extensions=[{"signed": "2018-06-01", "term": "1 year"}],
                closed={"on": "2018-12-31", "how": "terminated"},
            ),
            {"2018-05-31": "active", "2018-12-31": "active", "2019-01-01": "closed", "2019-12-31": "closed"},
            id="no-stub-of-the-second-term",
        ),
        pytest.param(
            agreement(signed="2014-01-01", ends="2014-12-31", extensions=[{"signed": "2014-11-06", "term": "1 year"}]),
            {
                "2014-11-05": "due",
                "2014-11-06": "active",
                "2014-12-31": "active",
                "2015-12-31": "due",
                "2016-01-01": "lapsed",
            },
            id="extended-early",
        ),
        pytest.param(
            agreement(
                signed="2024-01-15",
                ends="2025-01-15",
                extensions=[{"signed": "2026-02-19", "starts": "2026-02-19", "term": "1 year"}],
            ),
            {
                "2025-01-16": "lapsed",
                "2026-02-18": "lapsed",
                "2026-02-19": "active",
                "2027-02-19": "due",
                "2027-02-20": "lapsed",
            },
            id="renewed-after-400-days",
        ),
        pytest.param(
            agreement(
                signed="2024-01-15",
                ends="2025-01-15",
                extensions=[{"signed": "2025-01-10", "starts": "2025-03-01", "term": "1 year"}],
            ),
            {
                "2025-01-09": "due",
                "2025-01-15": "due",
                "2025-01-16": "upcoming",
                "2025-02-28": "upcoming",
                "2025-03-01": "active",
            },
            id="signed-for-later-with-a-gap",
        ),
        pytest.param(
            agreement(
                signed="2025-04-01",
                ends="2025-05-18",
                extensions=[{"signed": "2025-05-01", "starts": "2025-05-18", "ends": "2026-05-18"}],
            ),
            {
                "2025-04-30": "due",
                "2025-05-01": "active",
                "2025-05-17": "active",
                "2025-05-18": "active",
                "2025-05-19": "active",
                "2026-05-18": "due",
            },
            id="the-next-begins-on-the-last-day",
        ),
        pytest.param(
            agreement(
                signed="2020-01-01", extensions=[{"signed": "2025-01-10", "starts": "2025-03-01", "ends": "2026-12-31"}]
            ),
            {"2025-01-09": "unknown", "2025-01-10": "unknown", "2025-02-28": "unknown", "2025-03-01": "active"},
            id="nobody-knows-whether-it-runs-until-the-new-start",
        ),
        pytest.param(
            agreement(
                signed="2020-01-01",
                term="indefinite",
                extensions=[{"signed": "2025-01-10", "starts": "2025-03-01", "ends": "2026-12-31"}],
            ),
            {"2025-01-10": "active", "2025-02-28": "active", "2025-03-01": "active", "2027-01-01": "lapsed"},
            id="without-an-end-until-the-new-start",
        ),
    ],
)
def test_boundaries(record: Agreement, days: Mapping[str, str | None]) -> None:
    """The days on which a status begins and ends, with a renewal window of three months."""
    statuses(record, days, **WINDOW)


@pytest.mark.parametrize(
    ("kind", "own", "window"),
    [
        ("ksdpl", None, "18 months"),
        ("ksdll", None, "18 months"),
        ("ksdd", None, "12 months"),
        ("ksdpk", None, "12 months"),
        ("other", None, "12 months"),
        ("ksdpl", "6 weeks", "6 weeks"),
    ],
)
def test_renewal_windows(kind: str, own: str | None, window: str) -> None:
    """Partnerships abroad need 18 months, others 12; the register's own window replaces both."""
    settings, record = register(renewal_window=own) if own else register(), agreement(kind=kind)
    assert renewal_window(settings, record, read_book([], ShippedProcedures()).procedures.get(kind)) == period(window)


def test_the_registers_reading_of_a_term() -> None:
    """Under `eve` the last day is a day earlier, unless the record says otherwise."""
    days = {"2020-11-26": "due", "2020-11-27": "lapsed"}
    statuses(PETALING_JAYA, days, end_of_term="eve")
    statuses(changed(PETALING_JAYA, end_of_term="anniversary"), {"2020-11-27": "due"}, end_of_term="eve")


FULL = agreement(
    "full",
    since="2014-05-01",
    signed="2015-11-27",
    term="5 years",
    starts="2016-01-01",
    steps=[
        {"step": "cooperation-plan", "started": "2014-06-01", "done": "2014-09-01"},
        {"step": "dprd-approval", "received": "2014-10-01", "done": "2015-02-01", "outcome": "approved"},
    ],
    extensions=[{"signed": "2020-06-01", "term": "2 years"}],
    closed={"on": "2022-06-30", "how": "terminated"},
)


def test_a_whole_life() -> None:
    """A record on every kind of day of its life: nothing dated later has happened yet."""
    statuses(
        FULL,
        {
            "2014-04-30": None,
            "2014-05-01": "exploring",
            "2014-05-31": "exploring",
            "2014-06-01": "in-approval",
            "2014-09-30": "in-approval",
            "2014-10-01": "pending-dprd",
            "2015-01-31": "pending-dprd",
            "2015-02-01": "in-approval",
            "2015-11-26": "in-approval",
            "2015-11-27": "upcoming",
            "2015-12-31": "upcoming",
            "2016-01-01": "active",
            "2019-06-29": "active",
            "2019-06-30": "due",
            "2020-05-31": "due",
            "2020-06-01": "active",
            "2021-06-29": "active",
            "2021-06-30": "due",
            "2022-06-29": "due",
            "2022-06-30": "active",
            "2022-07-01": "closed",
            "2023-01-02": "closed",
        },
    )


def test_the_record_as_known() -> None:
    """What is dated later is taken out piece by piece; on the last event's day the record is as written."""
    plan = {"step": "cooperation-plan", "started": "2014-06-01", "done": "2014-09-01"}
    begun = {"step": "cooperation-plan", "started": "2014-06-01"}
    heard = agreement("full", since="2014-05-01", term="5 years", starts="2016-01-01")
    asked = {"step": "dprd-approval", "received": "2014-10-01"}
    answered = asked | {"done": "2015-02-01", "outcome": "approved"}
    signed = {"signed": "2015-11-27", "steps": [plan, answered]}
    extended = signed | {"extensions": [{"signed": "2020-06-01", "term": "2 years"}]}
    days = [
        "2014-04-30",
        "2014-05-01",
        "2014-06-01",
        "2014-09-01",
        "2014-10-01",
        "2015-02-01",
        "2015-11-27",
        "2020-06-01",
        "2022-06-30",
    ]
    assert [as_known(FULL, day(on)) for on in days] == [
        None,
        heard,
        changed(heard, steps=[begun]),
        changed(heard, steps=[plan]),
        changed(heard, steps=[plan, asked]),
        changed(heard, steps=[plan, answered]),
        changed(heard, **signed),
        changed(heard, **extended),
        FULL,
    ]


def test_what_was_known_of_smaller_things() -> None:
    """A decision, a notice and a promise kept are known from their day on; a promise itself is no event."""
    record = agreement(
        signed="2020-01-01",
        term="1 year",
        notice_given="2020-08-01",
        renewal={"mode": "automatic", "decision": "lapse", "decided": "2020-07-01"},
        follow_ups=[
            {"what": "report", "due": "2030-01-01", "done": "2020-09-01"},
            {"what": "visit", "due": "2019-01-01"},
        ],
    )
    open_ = [{"what": "report", "due": "2030-01-01"}, {"what": "visit", "due": "2019-01-01"}]
    nothing = agreement(signed="2020-01-01", term="1 year", renewal={"mode": "automatic"}, follow_ups=open_)
    decided = changed(nothing, renewal={"mode": "automatic", "decision": "lapse", "decided": "2020-07-01"})
    told = changed(decided, notice_given="2020-08-01")
    days = ["2020-06-30", "2020-07-01", "2020-08-01", "2020-09-01"]
    assert [as_known(record, day(on)) for on in days] == [nothing, decided, told, record]


def test_a_signature_counts_with_the_last_party() -> None:
    """From the first signature on the record is known, from the last one on it is signed."""
    record = agreement(signed=[("Melbourne", "2024-04-22"), ("Bandung", "2024-05-02")], term="4 years")
    statuses(
        record, {"2024-04-21": None, "2024-04-22": "in-approval", "2024-05-01": "in-approval", "2024-05-02": "active"}
    )


def test_when_a_record_is_shown() -> None:
    """Not before all of its events, and not before it was heard of; one without any dated event always is."""
    promise = {"what": "report", "due": "2030-01-01"}
    shown = {
        "undated": agreement(steps=[{"step": "initiative"}], follow_ups=[promise], starts="2029-01-01", term="1 year"),
        "signed-later": agreement(signed="2026-11-22", term="1 year"),
        "extended-later": agreement(extensions=[{"signed": "2026-11-22", "ends": "2030-01-01"}]),
        "notice-later": agreement(notice_given="2026-11-22"),
        "closed-later": agreement(closed={"on": "2026-11-22", "how": "abandoned"}),
        "step-later": agreement(steps=[{"step": "initiative", "started": "2026-11-22"}]),
        "one-of-two-earlier": agreement(signed="2026-11-22", steps=[{"step": "initiative", "started": "2026-11-21"}]),
        "heard-of-later": agreement(since="2026-11-22", signed="2015-01-01", term="5 years"),
        "heard-of-today": agreement(since="2026-11-21"),
    }
    assert {name: status_on("2026-11-21", record) for name, record in shown.items()} == {
        "undated": "exploring",
        "signed-later": None,
        "extended-later": None,
        "notice-later": None,
        "closed-later": None,
        "step-later": None,
        "one-of-two-earlier": "exploring",
        "heard-of-later": None,
        "heard-of-today": "exploring",
    }


@pytest.mark.parametrize(
    ("record", "days"),
    [
        pytest.param(
            agreement(signed="2015", term="5 years"),
            {
                "2014-12-31": None,
                "2015-01-01": "active?",
                "2015-12-30": "active?",
                "2015-12-31": "active",
                "2018-06-29": "active",
                "2018-06-30": "due?",
                "2019-06-29": "due?",
                "2019-06-30": "due",
                "2020-01-01": "due",
                "2020-01-02": "due?",
                "2020-12-31": "due?",
                "2021-01-01": "lapsed",
            },
            id="a-year",
        ),
        pytest.param(
            agreement(signed="2015-11", term="5 years"),
            {
                "2015-10-31": None,
                "2015-11-01": "active?",
                "2015-11-30": "active",
                "2020-11-01": "due",
                "2020-11-02": "due?",
                "2020-11-30": "due?",
                "2020-12-01": "lapsed",
            },
            id="a-month",
        ),
        pytest.param(
            agreement(signed="2015-11-27", ends="2020"),
            {
                "2018-06-30": "active",
                "2018-07-01": "due?",
                "2019-06-29": "due?",
                "2019-06-30": "due",
                "2020-01-01": "due",
                "2020-01-02": "due?",
                "2020-12-31": "due?",
                "2021-01-01": "lapsed",
            },
            id="a-stated-end-of-a-year",
        ),
        pytest.param(
            agreement(signed="2015-11-27", starts="2016", term="5 years"),
            {
                "2015-11-27": "upcoming",
                "2015-12-31": "upcoming",
                "2016-01-01": "active?",
                "2016-12-30": "active?",
                "2016-12-31": "active",
            },
            id="a-start",
        ),
        pytest.param(
            agreement(signed="2015-11-27", term="9 years", closed={"on": "2020-03", "how": "terminated"}),
            {
                "2020-02-29": "active",
                "2020-03-01": "active",
                "2020-03-02": "closed?",
                "2020-03-31": "closed?",
                "2020-04-01": "closed",
            },
            id="a-closing",
        ),
        pytest.param(
            agreement(since="2019-01-01", steps=[{"step": "dprd-approval", "received": "2020-03"}]),
            {
                "2020-02-29": "exploring",
                "2020-03-01": "pending-dprd?",
                "2020-03-30": "pending-dprd?",
                "2020-03-31": "pending-dprd",
            },
            id="a-step",
        ),
        pytest.param(
            agreement(signed="2015-01-01", ends="2020-06-30", extensions=[{"signed": "2020", "term": "5 years"}]),
            {
                "2019-12-31": "due",
                "2020-01-01": "active?",
                "2020-06-30": "active?",
                "2020-07-01": "active?",
                "2020-12-30": "active?",
                "2020-12-31": "active",
            },
            id="an-extension",
        ),
        pytest.param(
            agreement(
                signed="2015",
                term="1 year",
                renewal={"mode": "automatic"},
                closed={"on": "2019-06-30", "how": "terminated"},
            ),
            {"2019-07-01": "closed", "2026-11-21": "closed"},
            id="renewed-by-itself-until-it-was-closed",
        ),
    ],
)
def test_uncertain_dates(record: Agreement, days: dict[str, str | None]) -> None:
    """A date of a month or a year counts from its earliest day; nothing lapses while it may still run."""
    statuses(record, days)


def test_renewed_by_itself_on_nobody_knows_which_day() -> None:
    """Renewed every year on some day: never certain once some day of notice may have passed, and never lapsed. At the
    end of 2015 neither the first nor the last possible day is due, but days between them are.
    """
    record = agreement(signed="2015", term="1 year", renewal={"mode": "automatic", "notice": "1 month"})
    statuses(
        record,
        {
            "2014-12-31": None,
            "2015-09-30": "active?",
            "2015-12-31": "active?",
            "2019-06-01": "active?",
            "2026-11-21": "due?",
        },
        renewal_window="2 months",
    )


@pytest.mark.parametrize(
    ("record", "on", "start", "last_day", "days_left"),
    [
        pytest.param(
            agreement(signed="2015", term="5 years"), "2020-06-01", "2015", "2020-01-01/2020-12-31", 213, id="a-year"
        ),
        pytest.param(
            agreement(signed="2015-11", term="5 years"),
            "2026-11-21",
            "2015-11",
            "2020-11-01/2020-11-30",
            -2182,
            id="a-month",
        ),
        pytest.param(
            agreement(signed="2015-11-27", ends="2020"), "2020-06-01", "2015-11-27", "2020", 213, id="a-stated-end"
        ),
        pytest.param(
            agreement(signed=[("Melbourne", "2024-04-22"), ("Bandung", "2024-04")], term="4 years"),
            "2026-11-21",
            "2024-04-22/2024-04-30",
            "2028-04-22/2028-04-30",
            526,
            id="two-signatures",
        ),
        pytest.param(
            agreement(signed="2015", term="1 year", renewal={"mode": "automatic"}),
            "2020-06-01",
            "2015",
            "2020-06-01/2021-05-31",
            364,
            id="renewed-by-itself-on-nobody-knows-which-day",
        ),
        pytest.param(
            agreement(signed="2015-11-27", term="9 years", closed={"on": "2020-03", "how": "terminated"}),
            "2020-06-01",
            "2015-11-27",
            "2020-03",
            -62,
            id="a-closing",
        ),
        pytest.param(
            agreement(
                signed="2015",
                term="1 year",
                renewal={"mode": "automatic"},
                closed={"on": "2019-06-30", "how": "terminated"},
            ),
            "2020-06-01",
            "2015",
            "2019-06-30",
            -337,
            id="closed-while-it-ran",
        ),
    ],
)
def test_spans(record: Agreement, on: str, start: str, last_day: str, days_left: int) -> None:
    """First and last day are spans from the earliest to the latest possible day; days left count to the latest."""
    found = known(on, record)
    assert (found.start, found.last_day, found.days_left) == (span(start), span(last_day), days_left)


def test_closing_stops_the_renewals() -> None:
    """A record that renewed itself twice before it was terminated has not renewed itself since."""
    record = agreement(
        signed="2015-01-01",
        term="1 year",
        renewal={"mode": "automatic"},
        closed={"on": "2017-06-30", "how": "terminated"},
    )
    found = known("2026-11-21", record)
    assert found.course
    assert (found.course.times_renewed, found.last_day, found.certain) == (2, span("2017-06-30"), True)


PARENT = agreement("parent", signed="2016-01-01", ends="2026-12-31")


@pytest.mark.parametrize(
    ("parent", "days"),
    [
        pytest.param(
            PARENT,
            {
                "2020-01-31": "upcoming",
                "2020-02-01": "active",
                "2025-06-29": "active",
                "2025-06-30": "due",
                "2026-12-31": "due",
                "2027-01-01": "lapsed",
            },
            id="its-end",
        ),
        pytest.param(
            changed(PARENT, closed={"on": "2022-06-30", "how": "terminated"}),
            {"2022-06-29": "active", "2022-06-30": "active", "2022-07-01": "lapsed"},
            id="its-closing",
        ),
        pytest.param(
            changed(PARENT, extensions=[{"signed": "2026-06-01", "term": "2 years"}]),
            {"2026-05-31": "due", "2026-06-01": "active", "2028-12-31": "due", "2029-01-01": "lapsed"},
            id="its-extension",
        ),
        pytest.param(
            changed(PARENT, renewal={"mode": "automatic", "period": "5 years", "notice": "3 months"}),
            {"2026-09-30": "due", "2026-10-01": "active", "2027-01-01": "active", "2031-09-30": "due"},
            id="its-renewal-by-itself",
        ),
        pytest.param(
            agreement("parent", signed="2016-01-01", term="indefinite"), {"2026-11-21": "active"}, id="no-end"
        ),
        pytest.param(agreement("parent", signed="2016-01-01"), {"2026-11-21": "unknown"}, id="an-unknown-end"),
        pytest.param(agreement("parent"), {"2026-11-21": "unknown"}, id="unsigned"),
        pytest.param(agreement("another"), {"2026-11-21": "unknown"}, id="missing"),
        pytest.param(
            agreement("parent", signed="2020-03-01", ends="2026-12-31"),
            {"2020-02-29": "unknown", "2020-03-01": "active"},
            id="not-known-yet",
        ),
        pytest.param(
            agreement("parent", signed="2016-01-01", ends="2026"),
            {"2024-07-01": "due?", "2026-06-01": "due?", "2027-01-01": "lapsed"},
            id="an-uncertain-end",
        ),
    ],
)
def test_a_record_that_lives_as_long_as_another(parent: Agreement, days: dict[str, str | None]) -> None:
    """Its end, closing, extension and renewal are the other's; what is not known of the other is not known of it."""
    child = agreement("child", signed="2020-01-15", starts="2020-02-01", term="1 year", ends_with="parent")
    statuses(child, days, parent)


def test_the_end_of_a_child_in_its_own_right() -> None:
    """A stated end and a closing of its own come before the other record's end."""
    stated = agreement("child", signed="2020-01-15", ends="2022-12-31", ends_with="parent")
    closed = agreement(
        "child", signed="2020-01-15", ends_with="parent", closed={"on": "2021-05-31", "how": "completed"}
    )
    found = [known("2023-01-01", record, PARENT) for record in (stated, closed)]
    assert [(one.status, one.last_day) for one in found] == [
        ("lapsed", span("2022-12-31")),
        ("closed", span("2021-05-31")),
    ]


def test_circles_are_unknown() -> None:
    """Records that end with each other, or with themselves, have no known end; nothing runs in a circle."""
    one, two, three = (
        agreement(name, signed="2020-01-15", ends_with=other)
        for name, other in (("one", "two"), ("two", "three"), ("three", "one"))
    )
    itself = agreement("itself", signed="2020-01-15", ends_with="itself")
    found = assess_all("2026-11-21", one, two, three, itself)
    assert {record.agreement.id: (record.status, record.last_day) for record in found} == dict.fromkeys(
        ("one", "two", "three", "itself"), ("unknown", None)
    )


def test_a_chain_of_three() -> None:
    """A record that ends with one that ends with another ends with the last of them."""
    middle = agreement("middle", signed="2018-01-01", ends_with="parent")
    child = agreement("child", signed="2020-01-15", ends_with="middle")
    assert known("2026-11-21", child, middle, PARENT).last_day == span("2026-12-31")


def successor_on(on: str, *candidates: Agreement) -> tuple[str, Successor | None]:
    """The status of Petaling Jaya's record and who follows it."""
    found = known(on, PETALING_JAYA, *candidates)
    return found.status, found.successor


RENEWS = {"renews": "petaling-jaya-2015"}


def test_a_signed_successor_renews() -> None:
    """From the day on which the next instrument is signed the old one is renewed, but not while it still runs."""
    following = agreement("bdg-pj-2020", signed="2020-10-01", starts="2020-11-28", term="5 years", **RENEWS)
    late = agreement("bdg-pj-2023", signed="2023-05-01", term="5 years", **RENEWS)
    assert [successor_on(on, following) for on in ("2020-09-30", "2020-10-01", "2020-11-27", "2020-11-28")] == [
        ("due", None),
        ("due", Successor("bdg-pj-2020", "upcoming", True, KSDPL)),
        ("due", Successor("bdg-pj-2020", "upcoming", True, KSDPL)),
        ("renewed", Successor("bdg-pj-2020", "active", True, KSDPL)),
    ]
    assert [successor_on(on, late) for on in ("2023-04-30", "2023-05-01")] == [
        ("lapsed", None),
        ("renewed", Successor("bdg-pj-2023", "active", True, KSDPL)),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"signed": "unknown", "term": "5 years"},
        {"signed": "unknown", "term": "indefinite"},
        {"signed": "unknown", "ends": "2030-12-31"},
        {"signed": "unknown", "since": "2020-11-01"},
        {"signed": [("Bandung", "2020-11-01"), ("Petaling Jaya", "2020-10")]},
        {"starts": "2020-11-28", "ends": "2030-11-27"},
        {"starts": "2020-11-28"},
        {"ends": "2030-12-31"},
        {"starts": "2020-11-28", "steps": [{"step": "signing", "done": "2020-11-01"}]},
    ],
)
def test_a_successor_signed_on_a_day_that_nobody_knows(fields: dict[str, Any]) -> None:
    """It is signed all the same, so what it renews is renewed and has not lapsed."""
    status, successor = successor_on("2026-11-21", agreement("next", **fields, **RENEWS))
    assert (status, successor and successor.signed) == ("renewed", True)


def test_between_two_signatures_the_signing_is_under_way() -> None:
    """What one side has signed is beyond exploring, and not signed yet."""
    record = agreement(signed=[("Melbourne", "2024-01-10"), ("Bandung", "2024-06")], term="4 years")
    statuses(
        record, {"2024-01-09": None, "2024-01-10": "in-approval", "2024-05-31": "in-approval", "2024-06-30": "active"}
    )
    found = known("2024-03-01", record)
    assert ENGLISH(reason(found)) == "Signing is under way since 10 January 2024."
    done = changed(record, steps=[{"step": "signing", "started": "2024-02-01"}])
    assert ENGLISH(reason(known("2024-03-01", done))) == "Signing is under way since 1 February 2024."


def test_a_successor_signed_on_an_uncertain_day() -> None:
    """Renewed from the earliest day on, for certain from the latest one; so too what renewed itself until then."""
    signed = agreement("next", signed="2026", term="5 years", **RENEWS)
    itself = changed(PETALING_JAYA, renewal={"mode": "automatic", "period": "6 months"})
    days = {"2025-12-31": "lapsed", "2026-01-01": "renewed?", "2026-12-30": "renewed?", "2026-12-31": "renewed"}
    statuses(PETALING_JAYA, days, signed)
    days = {"2025-12-31": "active", "2026-05-27": "due", "2026-06-01": "due?", "2026-12-31": "due?"}
    statuses(itself, days | {"2027-06-01": "renewed"}, signed)


def test_dates_of_force_on_a_path_renew_nothing() -> None:
    """What is not signed yet renews nothing, though it says from when it is to be in force."""
    drafted = agreement("next", starts="2020-11-28", steps=[{"step": "draft-text", "started": "2020-10-01"}], **RENEWS)
    assert successor_on("2026-11-21", drafted) == ("lapsed", Successor("next", "in-approval", False, KSDPL))


@pytest.mark.parametrize(
    ("fields", "status", "last_day"),
    [
        ({"signed": "2023-06-01", "term": "5 years"}, "renewed", "2024-01-01"),
        ({"signed": "unknown", "starts": "2023-06-01", "term": "5 years"}, "renewed", "2024-01-01"),
        ({"starts": "2023-06-01", "ends": "2030-01-01"}, "renewed", "2024-01-01"),
        ({"signed": "unknown", "term": "5 years"}, "active", "2027-01-01"),  # since when, nobody can tell
    ],
)
def test_what_renews_itself_is_renewed_by_another(fields: dict[str, Any], status: str, last_day: str) -> None:
    """It renews itself no more once the next instrument is signed, or in force where that day is not known."""
    older = agreement("older", signed="2020-01-01", term="1 year", renewal={"mode": "automatic"})
    found = known("2026-01-21", older, agreement("next", renews="older", **fields))
    assert (found.status, found.last_day) == (status, span(last_day))


def test_a_successor_under_way() -> None:
    """An unsigned record that is to renew a lapsed one does not renew it, and is shown with its own status."""
    received = {"step": "dprd-approval", "received": "2026-10-01"}
    pending = agreement("bdg-pj-2026", steps=[received], **RENEWS)
    assert successor_on("2026-11-21", pending) == ("lapsed", Successor("bdg-pj-2026", "pending-dprd", False, KSDPL))


def test_which_successor() -> None:
    """A signed one before an unsigned one, the later in the file among equals, and an abandoned one never."""
    signed = agreement("signed", signed="2021-01-01", term="1 year", **RENEWS)
    first, second = agreement("first", since="2021-01-01", **RENEWS), agreement("second", since="2021-01-01", **RENEWS)
    given_up = agreement("given-up", closed={"on": "2021-06-30", "how": "abandoned"}, **RENEWS)
    exploring = Successor("second", "exploring", False, KSDPL)
    over = Successor("signed", "lapsed", True, KSDPL)
    assert [
        successor_on("2026-11-21", *records)
        for records in (
            (signed, first),
            (first, signed),
            (first, second),
            (second, given_up),
            (given_up,),
            (signed, given_up),
        )
    ] == [
        ("renewed", over),
        ("renewed", over),
        ("lapsed", exploring),
        ("lapsed", exploring),
        ("lapsed", None),
        ("renewed", over),
    ]


@pytest.mark.parametrize(
    ("fields", "by", "follows"),
    [
        ({"signed": "2019-01-01", "term": "30 years"}, "next", ("active", True)),
        ({"signed": "2019-01-01", "starts": "2027-01-01", "term": "30 years"}, "next", ("upcoming", True)),
        ({"steps": [{"step": "dprd-approval", "received": "2026-10-01"}]}, "next", ("pending-dprd", False)),
        ({"since": "2027-01-01"}, "next", None),  # nobody knows of it yet
        ({"signed": "2019-01-01", "term": "30 years"}, None, None),
        ({"signed": "2019-01-01", "term": "30 years"}, "another", None),
    ],
)
def test_what_a_closing_names_comes_after(
    fields: dict[str, Any], by: str | None, follows: tuple[Status, bool] | None
) -> None:
    """Also where that record does not say itself that it renews this one."""
    replaced = changed(PETALING_JAYA, closed={"on": "2019-01-01", "how": "replaced", **({"by": by} if by else {})})
    found = known("2026-11-21", replaced, agreement("next", **fields))
    assert (found.status, found.successor) == ("closed", Successor("next", *follows, KSDPL) if follows else None)


def test_a_successor_has_its_own_status() -> None:
    """The status shown for a successor is the one that it has in the list, also where its end is uncertain."""
    following = agreement("following", signed="2015", term="5 years", renews="older")
    older = agreement("older", signed="2010-01-01", term="5 years")
    found = known("2020-06-01", older, following)
    assert (found.successor, known("2020-06-01", following, older).status) == (
        Successor("following", "due", True, KSDPL),
        "due",
    )


def test_records_that_renew_each_other() -> None:
    """Even a circle of successors is shown; a check says that it is one."""
    one = agreement("one", signed="2015-01-01", term="1 year", renews="two")
    two = agreement("two", signed="2016-01-01", term="1 year", renews="one")
    assert [(a.agreement.id, a.status, a.successor) for a in assess_all("2026-11-21", one, two)] == [
        ("one", "renewed", Successor("two", "renewed", True, KSDPL)),
        ("two", "renewed", Successor("one", "renewed", True, KSDPL)),
    ]


@pytest.mark.parametrize(
    ("record", "days"),
    [
        pytest.param(
            agreement(since="2024-02-29"), {"2025-02-27": False, "2025-02-28": True, "2026-11-21": True}, id="a-year"
        ),
        pytest.param(
            steps({"step": "initiative", "done": "2024-03-01"}, {"step": "exploration", "done": "2025-03-25"}),
            {"2025-03-01": True, "2025-03-25": False, "2026-03-24": False, "2026-03-25": True},
            id="a-step-moves-it",
        ),
        pytest.param(agreement(since="2024"), {"2025-12-30": False, "2025-12-31": True}, id="from-the-latest-day"),
        pytest.param(agreement(), {"2026-11-21": False}, id="without-any-date"),
        pytest.param(agreement(signed="2015-01-01"), {"2026-11-21": False}, id="never-once-signed"),
        pytest.param(
            agreement(since="2020-01-01", closed={"on": "2025-06-30", "how": "abandoned"}),
            {"2025-06-30": False, "2026-11-21": False},
            id="never-once-closed",
        ),
    ],
)
def test_stalled(record: Agreement, days: dict[str, bool]) -> None:
    """An unsigned record is stalled on the day a year after its last move."""
    assert {on: known(on, record).stalled for on in days} == days


@pytest.mark.parametrize(
    ("received", "on", "due", "late"),
    [
        ("2025-03-03", "2025-05-20", "2025-05-20", 0),
        ("2026-02-02", "2026-04-16", "2026-04-16", 0),
        ("2026-02-02", "2026-04-17", "2026-04-16", 1),
        ("2026-02-02", "2026-04-19", "2026-04-16", 1),
        ("2026-02-02", "2026-04-20", "2026-04-16", 2),
        ("2026-08-03", "2026-10-07", "2026-10-07", 0),
    ],
)
def test_the_clock_of_the_dprd(received: str, on: str, due: str, late: int) -> None:
    """45 working days from receipt, by statute; silence approves nothing, so past them it is overdue."""
    found = known(on, steps({"step": "dprd-approval", "received": received}))
    assert found.under_way
    assert (found.status, found.under_way.since, found.under_way.due, found.under_way.days_late) == (
        "pending-dprd",
        span(received),
        span(due),
        late,
    )


def test_the_dprd_is_the_step_that_counts() -> None:
    """While the DPRD has the request its step is the one shown, though the ministry has begun as well."""
    asked = {"step": "dprd-approval", "received": "2026-02-02"}
    found = known("2026-03-01", steps(asked, {"step": "ministry-verification", "started": "2026-02-20"}))
    assert found.under_way
    assert (found.status, found.under_way.step.id, found.under_way.due) == (
        "pending-dprd",
        "dprd-approval",
        span("2026-04-16"),
    )


def test_what_was_decided() -> None:
    """Decided by the office, or by a text that foresees no renewal."""
    base = {"signed": "2015-01-01", "term": "5 years"}
    found = [
        known("2026-11-21", agreement(renewal=renewal, **base)).decided
        for renewal in ({}, {"mode": "none"}, {"decision": "lapse"}, {"mode": "none", "decision": "renew"})
    ]
    assert found == [None, "lapse", "lapse", "renew"]


def test_the_order_of_the_list() -> None:
    """What needs attention first, then the earlier deadline, then the id; whatever the order of the file."""
    records = [
        agreement("h-active", signed="2026-01-01", term="9 years"),
        agreement("g-active", signed="2026-01-01", term="indefinite"),
        agreement("f-pending-later", steps=[{"step": "dprd-approval", "received": "2026-10-05"}]),
        agreement("e-pending-sooner", steps=[{"step": "dprd-approval", "received": "2026-10-01"}]),
        agreement("c-due-later", signed="2020-01-01", ends="2027-12-31"),
        agreement(
            "d-due-sooner",
            signed="2020-01-01",
            ends="2027-12-31",
            renewal={"mode": "automatic", "period": "1 year", "notice": "6 months"},
        ),
        agreement("b-lapsed", signed="2015-01-01", term="5 years"),
        agreement("a-lapsed", signed="2015-01-01", term="5 years"),
        agreement("i-lapsed-first", signed="2014-01-01", term="5 years"),
        agreement("j-closed", closed={"on": "2020-01-01", "how": "abandoned"}),
        agreement("k-exploring"),
        agreement("l-unknown", signed="2015-01-01"),
    ]
    wanted = [
        "i-lapsed-first",
        "a-lapsed",
        "b-lapsed",
        "d-due-sooner",
        "c-due-later",
        "e-pending-sooner",
        "f-pending-later",
        "l-unknown",
        "k-exploring",
        "h-active",
        "g-active",
        "j-closed",
    ]
    assert [found.agreement.id for found in assess_all("2026-11-21", *records)] == wanted
    assert [found.agreement.id for found in assess_all("2026-11-21", *reversed(records))] == wanted


def test_counts() -> None:
    """Every status is counted, also those that no record has."""
    found = assess_all("2026-11-21", PETALING_JAYA, agreement("a"), agreement("b"))
    assert list(counts(found).items()) == [
        ("exploring", 2),
        ("pending-dprd", 0),
        ("in-approval", 0),
        ("upcoming", 0),
        ("unknown", 0),
        ("active", 0),
        ("due", 0),
        ("lapsed", 1),
        ("renewed", 0),
        ("closed", 0),
    ]


# A register of every kind of record within four years, for the laws that hold on every day.
FOUR_YEARS = [day("2024-01-01") + timedelta(n) for n in range(1461)]
ALL_KINDS = book(
    FULL,
    PETALING_JAYA,
    agreement("fixed", signed="2024-03-01", term="18 months"),
    agreement(
        "stated", signed="2024-02-01", ends="2025-06-30", extensions=[{"signed": "2025-06-01", "term": "6 months"}]
    ),
    agreement(
        "gap",
        signed="2024-01-15",
        term="1 year",
        extensions=[{"signed": "2024-12-01", "starts": "2025-06-01", "term": "1 year"}],
    ),
    agreement("rolling", signed="2024-01-31", term="1 month", renewal={"mode": "automatic", "notice": "2 weeks"}),
    agreement("capped", signed="2024-01-31", term="6 months", renewal={"mode": "automatic", "times": 3}),
    agreement(
        "notified",
        signed="2024-02-29",
        term="1 year",
        notice_given="2026-02-10",
        renewal={"mode": "automatic", "notice": "1 month"},
    ),
    agreement("year", signed="2024", term="1 year"),
    agreement("month", signed="2024-11", term="1 year", closed={"on": "2026-05", "how": "completed"}),
    agreement("child", signed="2024-06-01", ends_with="fixed"),
    agreement(
        "next",
        signed="2025-08-15",
        starts="2025-10-01",
        term="1 year",
        renews="fixed",
        since="2024-09-01",
        steps=[
            {"step": "letter-of-intent", "done": "2024-09-01"},
            {"step": "dprd-approval", "received": "2025-02-03", "done": "2025-05-05"},
            {"step": "ministry-verification", "done": "2025-06-05", "outcome": "returned"},
        ],
    ),
    agreement("indefinite", signed="2025-01-01", term="indefinite"),
    agreement("unknown", signed="2025-01-01"),
    agreement("idea", since="2025-04"),
)


def test_every_day_of_four_years() -> None:
    """On every day each record known is in exactly one status, each filter finds exactly its own, counts add up,
    and every record can say why it is where it is and what comes next.
    """
    for on in FOUR_YEARS:
        found = assess(ALL_KINDS, on, INDONESIA)
        wanted = sorted(a.id for a in ALL_KINDS.agreements if as_known(a, on))
        by_filter = {name: [one for one in found if Query(status=[name]).keeps(one)] for name in STATUSES}
        assert sorted(one.agreement.id for one in found) == wanted
        assert sorted(one.agreement.id for some in by_filter.values() for one in some) == wanted
        assert [one for name, some in by_filter.items() for one in some if one.status != name] == []
        assert {name: len(some) for name, some in by_filter.items()} == counts(found)
        assert sum(counts(found).values()) == len(found)
        said = [ENGLISH(sentence) for one in found for sentence in (reason(one), next_step(one).what) if sentence]
        assert [text for text in said if not text or "None" in text or "{" in text] == []


def test_days_left_count_down() -> None:
    """Within a term the days left are one fewer each day, and go on below zero after the last one."""
    for record in ALL_KINDS.agreements:
        before = None
        for on in FOUR_YEARS:
            found = Assessor(ALL_KINDS, on, INDONESIA).assess(record)
            if before and found and before.last_day == found.last_day and found.days_left is not None:
                assert before.days_left == found.days_left + 1
            before = found


def test_the_order_of_the_file_does_not_matter() -> None:
    """The same records in another order give the same list."""
    turned = book(*reversed(ALL_KINDS.agreements))
    on = day("2026-11-21")
    assert assess(turned, on, INDONESIA) == assess(ALL_KINDS, on, INDONESIA)


starts = st.dates(date(2015, 1, 1), date(2019, 12, 31))
texts = st.one_of(
    starts.map(lambda on: on.isoformat()), starts.map(lambda on: f"{on:%Y-%m}"), starts.map(lambda on: f"{on:%Y}")
)
terms = st.sampled_from(["1 month", "6 months", "1 year", "18 months", "3 years", "90 days", "1 year 10 days"])
renewals = st.one_of(
    st.just({"mode": "by-agreement"}),
    st.fixed_dictionaries(
        {"mode": st.just("automatic")},
        optional={"times": st.integers(0, 4), "notice": st.sampled_from(["1 month", "3 months", "45 days"])},
    ),
)
dates_of_interest = st.dates(date(2015, 1, 1), date(2024, 12, 31))


def variants(text: str) -> list[str]:
    """Every day that a date may be."""
    first, last = span(text)
    return [(first + timedelta(n)).isoformat() for n in range((last - first).days + 1)]


@settings(max_examples=60, deadline=None)
@given(texts, terms, renewals, dates_of_interest, st.sampled_from(["1 month", "6 months", "18 months"]))
def test_a_certain_status_holds_for_every_day_that_the_date_may_be(
    signed: str, term: str, renewal: dict[str, Any], on: date, window: str
) -> None:
    """Where a record with an uncertain signing is certain of its status, it has it whichever day that was; and the
    days given for its end hold the end of each variant that is signed by then.
    """
    record = agreement(signed=signed, term=term, renewal=renewal)
    found = Assessor(book(record, renewal_window=window), on, NO_HOLIDAYS).assess(record)
    made = [changed(record, signed=one) for one in variants(signed)]
    exact = [Assessor(book(one, renewal_window=window), on, NO_HOLIDAYS).assess(one) for one in made]
    if found is None:
        assert exact == [None] * len(made)
        return
    if found.certain:
        assert {one.status if one else None for one in exact} == {found.status}
    if found.status == "lapsed":
        assert {one.status for one in exact if one} == {"lapsed"}
    assert found.last_day
    ends = [one.last_day for one in exact if one and one.last_day]
    assert [end for end in ends if not found.last_day.earliest <= end.earliest <= found.last_day.latest] == []


@pytest.mark.parametrize(
    ("fields", "others", "last_day"),
    [
        ({"ends": "2020-12-31", "notice_given": "2020"}, {}, "2020-12-31/2021-12-31"),
        ({"term": "1 year", "notice_given": "2020"}, {}, "2021-01-01/2022-01-01"),
        ({"term": "1 year", "notice_given": "2021"}, {}, "2022-01-01/2023-01-01"),
        ({"term": "6 months", "notice_given": "2020"}, {}, "2020-07-01/2021-07-01"),
        ({"ends": "2020-12-31"}, {"signed": "2020"}, "2020-12-31"),
        ({"ends": "2020-06-30"}, {"signed": "2020"}, "2020-06-30/2021-06-30"),
    ],
)
def test_terms_of_known_days_end_on_one_of_them(fields: dict[str, Any], others: dict[str, Any], last_day: str) -> None:
    """Where only the day that stopped them is uncertain, the end is that of one of the terms, and none between."""
    period = fields.get("term", "1 year")
    renewal = {"mode": "automatic", "period": period, "notice": "3 months"}
    record = agreement("a", signed="2020-01-01", renewal=renewal, **fields)
    beside = [agreement("b", renews="a", term="5 years", **others)] if others else []
    found = known("2022-06-01", record, *beside)
    assert found.last_day
    assert found.last_day.iso() == last_day


stops = st.dates(date(2020, 1, 1), date(2022, 12, 31))


@settings(max_examples=120, deadline=None)
@example("2015", "1 year", None, day("2018-06-01"), 228, False)
@example("2015", "1 year", None, day("2018-06-01"), 365, False)
@example("2015", "1 year", None, day("2018-06-01"), 228, True)
@given(
    texts,
    terms,
    st.sampled_from([None, "1 month", "3 months", "45 days"]),
    stops,
    st.integers(0, 2500),
    st.booleans(),
)
def test_what_stopped_renewing_ends_though_nobody_knows_in_which_term(
    signed: str, term: str, notice: str | None, stop: date, later: int, renewed: bool
) -> None:
    """A notice or the next instrument ends automatic renewals in a term that an uncertain signing leaves open.

    What is said of the end holds for every day that the signing may have been; once all of them are past it is over,
    and not `due` for ever.
    """
    renewal = {"mode": "automatic"} | ({"notice": notice} if notice else {})
    record = agreement("a", signed=signed, term=term, renewal=renewal)
    beside = [agreement("b", signed=stop.isoformat(), term="5 years", renews="a")] if renewed else []
    record = record if renewed else changed(record, notice_given=stop.isoformat())
    on = stop + timedelta(later)

    def assessed(one: Agreement) -> Assessment:
        found = Assessor(book(one, *beside), on, NO_HOLIDAYS).assess(one)
        assert found
        return found

    found, exact = assessed(record), [assessed(changed(record, signed=one)) for one in variants(signed)]
    over = {"renewed"} if renewed else {"lapsed"}
    ends = [one.last_day for one in exact if one.last_day]
    assert found.last_day
    assert [end for end in ends if not found.last_day.earliest <= end.earliest <= found.last_day.latest] == []
    if found.certain or found.status in over:
        assert {one.status for one in exact} == {found.status}
    if on > max(ends).latest + timedelta(3):
        assert (found.status, found.certain) == (over.pop(), True)


@settings(max_examples=60, deadline=None)
@given(
    starts, texts, dates_of_interest, st.sampled_from(["ends", "starts", "closed", "notice", "extension", "restart"])
)
def test_the_same_for_any_other_date(start: date, text: str, on: date, which: str) -> None:
    """The same where the stated end, the start, a closing, a notice or an extension is the uncertain date."""

    def record(value: str) -> Agreement:
        given_: dict[str, dict[str, Any]] = {
            "ends": {"ends": value},
            "starts": {"starts": value, "term": "1 year"},
            "closed": {"term": "2 years", "closed": {"on": value, "how": "terminated"}},
            "notice": {"term": "1 year", "renewal": {"mode": "automatic", "notice": "2 months"}, "notice_given": value},
            "extension": {"term": "2 years", "extensions": [{"signed": value, "term": "1 year"}]},
            "restart": {
                "term": "2 years",
                "extensions": [{"signed": "2015-01-01", "starts": value, "ends": "2021-12-31"}],
            },
        }
        return agreement(signed=start.isoformat(), since="2015-01-01", **given_[which])

    def assessed(one: Agreement) -> Assessment | None:
        return Assessor(book(one, renewal_window="6 months"), on, NO_HOLIDAYS).assess(one)

    found = assessed(record(text))
    exact = {one.status for value in variants(text) if (one := assessed(record(value)))}
    assert found
    if found.certain:
        assert exact == {found.status}
    if found.status == "lapsed":
        assert exact == {"lapsed"}


anything = st.fixed_dictionaries(
    {},
    optional={
        "since": texts,
        "signed": texts,
        "starts": texts,
        "ends": texts,
        "renewal": renewals,
        "term": terms | st.sampled_from(["indefinite", "unknown"]),
        "notice_given": texts,
        "ends_with": st.sampled_from(["a", "b", "c"]),
        "renews": st.sampled_from(["a", "b", "c"]),
        "closed": st.fixed_dictionaries({"on": texts, "how": st.sampled_from(["terminated", "replaced"])}),
        "extensions": st.lists(
            st.fixed_dictionaries(
                {"signed": texts},
                optional={"term": terms | st.sampled_from(["indefinite", "unknown"]), "ends": texts, "starts": texts},
            ),
            max_size=3,
        ),
        "steps": st.lists(
            st.fixed_dictionaries(
                {
                    "step": st.sampled_from(
                        ["initiative", "cooperation-plan", "dprd-approval", "ministry-verification", "x"]
                    )
                },
                optional={
                    "received": texts,
                    "started": texts,
                    "done": texts,
                    "outcome": st.sampled_from(["approved", "refused", "returned"]),
                },
            ),
            max_size=4,
        ),
        "kind": st.sampled_from(["ksdpl", "ksdd", "other"]),
    },
)


# In its early reading the extension has begun and ends, in its late one neither.
HALF_BEGUN: dict[str, Any] = {
    "since": "2015-01-01",
    "signed": "2015-01-01",
    "extensions": [{"signed": "2015-01-01", "term": "1 month", "starts": "2015-01"}],
}


@settings(max_examples=300, deadline=None)
@example((HALF_BEGUN, {}, {}), day("2015-01-01"))
@given(st.tuples(anything, anything, anything), dates_of_interest)
def test_any_records_have_a_status_and_a_reason(given_: tuple[dict[str, Any], ...], on: date) -> None:
    """Whatever three records say, and however wrong it is, each one known is shown once, with why and what next."""
    records = [agreement(name, **fields) for name, fields in zip("abc", given_, strict=True)]
    found = assess(book(*records), on, INDONESIA)
    assert sorted(one.agreement.id for one in found) == [a.id for a in records if as_known(a, on)]
    for one in found:
        sentences = [ENGLISH(said) for said in (reason(one), next_step(one).what) if said]
        assert [text for text in sentences if not text or "None" in text or "{" in text] == []
        assert [s for s in STATUSES if s == one.status] == [one.status]


@given(texts, dates_of_interest)
def test_nothing_later_is_known(text: str, on: date) -> None:
    """As known on a day, a record has no event that is certain to lie after that day."""
    seen = as_known(changed(FULL, signed=text), on)
    assert [event for event in events(seen) if event.earliest > on] == [] if seen else on < day("2014-05-01")


def test_the_first_day_of_an_uncertain_start() -> None:
    """The days of a start given by two uncertain signatures run from the later of the earliest to the later latest."""
    record = agreement(signed=[("Suwon", "2024"), ("Bandung", "2024-04-22")], term="4 years")
    assert known("2026-11-21", record).start == DateSpan(day("2024-04-22"), day("2024-12-31"))


def chained(count: int, root: Mapping[str, Any], last_first: bool) -> list[Agreement]:
    """So many records of which each ends with the one before it, the first one with these dates."""
    made = [agreement("chained-0", signed="2020-01-15", **root)]
    made += [agreement(f"chained-{n}", signed="2020-01-15", ends_with=f"chained-{n - 1}") for n in range(1, count)]
    return made[::-1] if last_first else made


@pytest.mark.parametrize("last_first", [False, True])
def test_long_chain(last_first: bool) -> None:
    """A chain of records that end with one another may be longer than a program can call; all share the first's end."""
    for root in ({"term": "5 years"}, {"term": "5 years", "closed": {"on": "2025-01-15", "how": "completed"}}):
        found = assess_all("2024-09-01", *chained(3000, root, last_first))
        assert {one.last_day for one in found} == {span("2025-01-15")}
        assert len(found) == 3000


def test_chain_with_a_break() -> None:
    """What ends with an unsigned record or with none has no known end; a circle ends where a closing breaks it."""
    records = [
        agreement("unsigned", since="2020-01-01"),
        agreement("of-unsigned", signed="2020-01-15", ends_with="unsigned"),
        agreement("of-none", signed="2020-01-15", ends_with="none"),
        agreement("round", signed="2020-01-15", ends_with="about"),
        agreement("about", signed="2020-01-15", ends_with="round", closed={"on": "2030-01-31", "how": "completed"}),
        agreement("into", signed="2020-01-15", ends_with="round"),
        agreement("further", signed="2020-01-15", ends_with="into"),
    ]
    closed = span("2030-01-31")
    assert {one.agreement.id: (one.status, one.last_day) for one in assess_all("2030-06-01", *records)} == {
        "unsigned": ("exploring", None),
        "of-unsigned": ("unknown", None),
        "of-none": ("unknown", None),
        "round": ("lapsed", closed),
        "about": ("closed", closed),
        "into": ("lapsed", closed),
        "further": ("lapsed", closed),
    }


@pytest.mark.parametrize("last_first", [False, True])
def test_chain_work(last_first: bool) -> None:
    """Each record of a chain is worked out once, wherever in the file the chain begins."""
    assert growth(lambda size: assess_all("2024-09-01", *chained(size, {"term": "5 years"}, last_first)), 50) < 4.5


@given(
    st.lists(anything, min_size=4, max_size=6),
    st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=6, max_size=6),
    anything,
    dates_of_interest,
)
@settings(max_examples=300)
def test_connected(drawn: list[dict[str, Any]], replaced_by: list[str | None], new: dict[str, Any], on: date) -> None:
    """What is not connected with a record that changed stands as it stood."""
    made = [agreement(name, **given) for name, given in zip("abcdef", drawn, strict=False)]
    before = [
        changed(one, closed={"on": "2020", "how": "replaced", "by": by}) if by else one
        for one, by in zip(made, replaced_by, strict=False)
    ]
    after = [agreement("a", **new), *before[1:]]
    books = book(*before), book(*after)
    found = connected(books, ["a"])
    stood, stands = ({one.agreement.id: one for one in assess(one, on, NO_HOLIDAYS)} for one in books)
    assert {name for name in stood.keys() | stands.keys() if stood.get(name) != stands.get(name)} <= found | {"a"}
    assert [one for one in stands.values() if one.agreement.id in found] == assess(books[1], on, NO_HOLIDAYS, found)


def test_what_lies_ahead_is_named() -> None:
    """A record whose events all lie after the day is not assessed, but named, with the day of its first news."""
    records = [
        agreement("typo", signed="2062-11-01", term="5 years"),
        agreement("next-week", signed="2026-11-28"),
        agreement("vague", since="2027"),
        agreement("undated"),
        agreement("known", signed="2024-04-22"),
        agreement(
            "announced", starts="2024-01-01", ends="2028-01-01", closed={"on": "2027-06-30", "how": "terminated"}
        ),
    ]
    shown = assess(book(*records), day("2026-11-21"), INDONESIA)
    assert {one.agreement.id for one in shown} == {"undated", "known", "announced"}
    assert [(one.id, one.on.iso()) for one in lying_ahead(book(*records), shown)] == [
        ("next-week", "2026-11-28"),
        ("vague", "2027"),
        ("typo", "2062-11-01"),
    ]


@pytest.mark.parametrize(
    ("fields", "opens"),
    [
        ({"signed": "2024-04-22", "term": "4 years"}, "2026-10-21"),
        ({"signed": "2026-11-01", "term": "1 year"}, "2027-04-30"),
        ({"signed": "2026-11-01", "term": "3 years"}, "2028-04-30"),
        ({"signed": "2026-11-01", "term": "35 months"}, "2028-04-15"),
        ({"signed": "2026-11-01", "ends": "2027-10-31"}, "2027-04-30"),
        ({"signed": "2026-11-01", "term": "90 days"}, "2026-12-15"),
        (
            {"signed": "2025-11-01", "term": "1 year", "extensions": [{"signed": "2026-10-01", "term": "1 year"}]},
            "2026-10-31",
        ),
    ],
)
def test_a_window_longer_than_half_the_term_is_cut(fields: dict[str, Any], opens: str) -> None:
    """18 months, but never more than half the term: a one-year letter of intent is not due on the day it is signed."""
    found = known("2026-11-21", agreement(**fields)).course
    assert found
    assert found.window_opens == day(opens)


def test_a_window_named_for_the_kind_of_paper_is_not_cut() -> None:
    """A procedure that says how long before a letter of intent is due means letters of a year too."""
    record = agreement(signed="2026-11-01", term="1 year", instrument="loi")
    windows = {"loi": period("10 months"), "default": period("18 months")}
    procedures = {"ksdpl": replace(KSDPL, renewal_window=windows)}
    found = Assessor(replace(book(record), procedures=procedures), day("2026-11-21"), INDONESIA).assess(record)
    assert found
    assert found.course
    assert (found.course.window_opens, found.course.window_cut) == (day("2026-12-31"), None)


LOI_OF_A_YEAR = (
    "agreements: [{id: a, title: T, partner: {name: P, country: MY}, kind: KIND, instrument: loi, signed: 2026-11-01, "
    "term: 1 year}]\n"
)
OWN_KIND = (
    "alliance: {name: {id: A, en: A}, signing: sign, steps: [{id: sign, name: {id: S, en: S}}], renewal_window: %s}"
)


WINDOWS_SAID = [
    (None, None, "2027-04-30"),  # shipped: 18 months, which is cut to half the term
    ("3 months", None, "2027-07-31"),
    (None, "2 months", "2027-08-31"),
    ("3 months", "2 months", "2027-08-31"),  # what is said of the kind counts before what is said of all
    ("3 months", "18 months", "2027-04-30"),
    (None, "{loi: 10 months}", "2026-12-31"),  # named for this very paper, so that it is not cut
    ("3 months", "{loi: 10 months}", "2026-12-31"),
    ("3 months", "{mou: 10 months}", "2027-07-31"),
    (None, "{loi: 10 months, default: 1 month}", "2026-12-31"),
    ("3 months", "{mou: 10 months, default: 1 month}", "2027-09-30"),
]


@pytest.mark.parametrize(
    ("kind", "usual", "own", "opens"),
    [(kind, *said) for kind in ("ksdpl", "alliance") for said in WINDOWS_SAID if kind == "ksdpl" or said[1]],
)
def test_a_register_says_how_long_before(kind: str, usual: str | None, own: str | None, opens: str) -> None:
    """Of all agreements, of a kind, be it shipped or its own, and of a kind's papers: the nearest word counts."""
    said = OWN_KIND % own if kind == "alliance" else f"ksdpl: {{renewal_window: {own}}}" if own else ""
    settings = [f"procedures: {{{said}}}"] * bool(said) + [f"renewal_window: {usual}"] * bool(usual)
    text = f"register: {{{', '.join(['language: en', *settings])}}}\n" + LOI_OF_A_YEAR.replace("KIND", kind)
    read = read_book([("a.yaml", text.encode())], ShippedProcedures())
    assert read.diagnostics == ()
    (found,) = assess(read, day("2026-11-21"), INDONESIA)
    assert found.course
    assert found.course.window_opens == day(opens)


@pytest.mark.parametrize(
    ("on", "status", "certain"),
    [
        ("2019-06-30", "due", True),
        ("2019-10-01", "due", True),
        ("2019-10-04", "due", False),
        ("2020-09-30", "due", False),
    ],
)
def test_an_uncertain_notice_day_keeps_it_due(on: str, status: str, certain: bool) -> None:
    """Signed some day of 2015, renewing itself after five years with three months' notice: while one reading is still
    before its notice day, nobody may be told that the next term is certain.
    """
    record = agreement(signed="2015", term="5 years", renewal={"mode": "automatic", "notice": "3 months"})
    found = known(on, record)
    assert (found.status, found.certain) == (status, certain)
