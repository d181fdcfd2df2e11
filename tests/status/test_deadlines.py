"""One list of deadlines: what selects from it never contradicts another selection."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.reminders.milestones import milestones
from mou_tracker.status.agenda import entries
from mou_tracker.status.assess import Assessor, assess
from mou_tracker.status.deadlines import deadlines, decision
from mou_tracker.status.reasons import next_step, reason
from mou_tracker.status.renewal_plans import plan_for, wanted
from mou_tracker.views.calendar import ahead
from tests.make import ENGLISH, INDONESIA, agreement, book, changed, known, register
from tests.status.test_assess import anything, dates_of_interest

FIVE_YEARS: dict[str, Any] = {"signed": "2015-11-27", "term": "5 years"}
AUTOMATIC = {"mode": "automatic", "period": "5 years", "notice": "3 months"}
NEXT = agreement("next", signed="2020-06-15", term="5 years", renews="petaling-jaya")


def told(on: str, *records: Agreement) -> list[tuple[str, str, str]]:
    """The first record's deadlines: kind, day, and whether each is open, overdue, or why it is settled."""
    return [
        (one.kind, one.day.iso() if one.day else "", ENGLISH(one.settled) if one.settled else _state(one.overdue))
        for one in deadlines(known(on, *records))
    ]


def _state(overdue: bool) -> str:
    return "overdue" if overdue else "open"


@pytest.mark.parametrize(
    ("given_", "on", "expected"),
    [
        (
            {},
            "2019-07-01",
            [
                ("last-day", "2020-11-27", "open"),
                ("sign-by", "2020-11-26", "open"),
                ("safe-start", "2020-02-02", "open"),
            ],
        ),
        (
            {"renewal": {"decision": "renew"}},
            "2020-07-01",
            [
                ("last-day", "2020-11-27", "open"),
                ("sign-by", "2020-11-26", "open"),
                ("safe-start", "2020-02-02", "overdue"),
            ],
        ),
        (
            {"renewal": {"decision": "renew"}},
            "2021-01-01",
            [("last-day", "2020-11-27", "overdue")],
        ),
        (
            {"renewal": {"decision": "lapse"}},
            "2020-07-01",
            [
                ("last-day", "2020-11-27", "it is decided, or agreed in its text, to let it lapse"),
                ("sign-by", "2020-11-26", "it is decided, or agreed in its text, to let it lapse"),
            ],
        ),
        (
            {"renewal": {"mode": "none"}},
            "2021-01-01",
            [("last-day", "2020-11-27", "it is decided, or agreed in its text, to let it lapse")],
        ),
        (
            {"renewal": AUTOMATIC},
            "2020-07-01",
            [("last-day", "2020-11-27", "open"), ("notice-by", "2020-08-27", "open")],
        ),
        (
            {"renewal": AUTOMATIC | {"decision": "lapse"}},
            "2020-07-01",
            [
                ("last-day", "2020-11-27", "it is decided, or agreed in its text, to let it lapse"),
                ("notice-by", "2020-08-27", "open"),
            ],
        ),
        (
            {"renewal": AUTOMATIC | {"decision": "renew"}},
            "2020-07-01",
            [("last-day", "2020-11-27", "open"), ("notice-by", "2020-08-27", "it is decided to renew it")],
        ),
        ({"closed": {"on": "2020-01-01", "how": "terminated"}}, "2020-07-01", []),
        (
            {"closed": {"on": "2020-01-01", "how": "terminated"}, "follow_ups": [{"what": "x"}]},
            "2020-07-01",
            [("follow-up", "", "open")],
        ),
        (
            {"term": "unknown", "follow_ups": [{"what": "x", "due": "2016-06"}, {"what": "y", "done": "2016-06-01"}]},
            "2016-06-30",
            [("follow-up", "2016-06", "open"), ("follow-up", "", "it was kept")],
        ),
    ],
)
def test_what_is_open_and_why_not(given_: dict[str, Any], on: str, expected: list[tuple[str, str, str]]) -> None:
    """An intention to renew settles nothing; a decision to lapse all but a notice; a closing all but promises."""
    assert told(on, agreement(**FIVE_YEARS | given_)) == expected


def test_a_signed_successor_settles_the_end() -> None:
    """Until it is signed the end stays open."""
    record = agreement(**FIVE_YEARS)
    draft = agreement("next", renews="petaling-jaya", steps=[{"step": "initiative", "done": "2019-01-01"}])
    assert told("2020-07-01", record, draft) == [
        ("last-day", "2020-11-27", "open"),
        ("sign-by", "2020-11-26", "open"),
    ]
    assert told("2020-07-01", record, NEXT) == [
        ("last-day", "2020-11-27", "it is renewed by next"),
        ("sign-by", "2020-11-26", "it is renewed by next"),
    ]


def test_decided_to_renew_is_told_alike_everywhere() -> None:
    """Status said "too late, start it now", the agenda three dates, the mail "nothing": they say the same."""
    record = agreement(**FIVE_YEARS, renewal={"mode": "by-agreement", "decision": "renew", "decided": "2020-06-01"})
    for on in ("2020-07-01", "2020-11-26", "2021-01-15"):
        found = known(on, record)
        kinds = {one.kind for one in deadlines(found) if one.open}
        assert {entry.kind for entry in entries(found, register())} == kinds
        spoken = {one.kind for one in milestones(found, register(), INDONESIA)}
        assert spoken
        assert spoken <= kinds  # the graver of two mutes the other
        assert next_step(found).what is not None


@given(st.tuples(anything, anything, anything), dates_of_interest)
def test_selections_agree(given_: tuple[dict[str, Any], ...], on: date) -> None:
    """Agenda, calendar, reminders, next step and plan choose from one list: the same days, overdue in all or none."""
    records = book(*(agreement(name, **fields) for name, fields in zip("abc", given_, strict=True)))
    for found in assess(records, on, INDONESIA):
        known_ = list(deadlines(found))
        dated = {(one.kind, one.day, one.overdue) for one in known_}
        open_ = {(one.kind, one.day.earliest) for one in known_ if one.open and one.day}
        listed = list(entries(found, records.register))
        assert {(entry.kind, entry.day, entry.overdue) for entry in listed} <= dated
        assert {(entry.kind, entry.day) for entry in listed if entry.overdue} == {
            (one.kind, one.day) for one in known_ if one.overdue and one.kind != "renewed-itself"
        }
        assert all(not entry.overdue or entry.kind != "last-day" for entry in listed if ahead(entry))
        for one in milestones(found, records.register, INDONESIA):
            if one.kind not in {known.kind for known in known_}:
                continue  # what asks for a next step rests on no day of the list
            end = found.course.last_day if found.course else None
            assert (one.kind, one.day.earliest) in open_ or (one.kind == "last-day" and one.day.earliest == end)
        following = next_step(found)
        if following.by and not following.happens:
            assert following.by in {one.day.earliest for one in known_ if one.day}
        asked = decision(found)
        if wanted(found):
            assert asked is not None
            assert asked.day is not None
            plan = plan_for(found, Assessor(records, on, INDONESIA))
            if plan and not found.successor:
                assert plan.sign_by == asked.day.earliest


def test_a_day_that_is_over_is_overdue_on_the_next() -> None:
    """On the day itself there is still time."""
    record = agreement(**FIVE_YEARS)
    assert [told(on, record)[1] for on in ("2020-11-26", "2020-11-27")] == [
        ("sign-by", "2020-11-26", "open"),
        ("sign-by", "2020-11-26", "overdue"),
    ]


def test_a_signed_successor_is_the_next_step_of_what_still_runs() -> None:
    """Long before its window opens too: nothing is left to begin."""
    record = agreement(signed="2015-11-27", term="14 years")
    following = next_step(known("2020-07-01", record, NEXT))
    assert (ENGLISH(following.what) if following.what else "", following.by) == ("already renewed by next", None)


FROM_2022 = {"signed": "2022", "term": "5 years"}


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        (
            FROM_2022,
            "2027-06-01",
            [("last-day", "open"), ("sign-by", "open")],
        ),
        (
            FROM_2022,
            "2027-12-31",
            [("last-day", "open"), ("sign-by", "overdue")],
        ),
        (FROM_2022, "2028-01-01", [("last-day", "overdue")]),
        ({"follow_ups": [{"what": "x", "due": "2016-06"}]}, "2016-06-30", [("follow-up", "open")]),
        ({"follow_ups": [{"what": "x", "due": "2016-06"}]}, "2016-07-01", [("follow-up", "overdue")]),
        (
            {"steps": [{"step": "dprd-approval", "received": "2026-07"}]},
            "2026-09-20",
            [("approval", "open")],
        ),
    ],
)
def test_overdue_once_its_latest_day_is_past(fields: dict[str, Any], on: str, expected: list[tuple[str, str]]) -> None:
    """What is known to the month or year is overdue in no view before its latest day is past."""
    record = agreement(kind="other" if "steps" not in fields else "ksdpl", **fields)
    found = [one for one in told(on, record) if one[0] != "safe-start"]
    assert [(kind, state) for kind, _, state in found] == expected


def test_a_closing_announced_settles_what_the_term_asks_for() -> None:
    """Closed on a day ahead: every view has that last day, nobody is asked to renew, and the status is the day's."""
    record = agreement(signed="2023-04-22", term="5 years", closed={"on": "2027-06-30", "how": "terminated"})
    one = known("2026-11-21", record)
    assert (one.status, ENGLISH(reason(one))) == ("due", "closes on 30 June 2027 (terminated), in 7 months.")
    assert one.last_day == DateSpan(date(2027, 6, 30), date(2027, 6, 30))
    following = next_step(one)
    assert following.what
    assert (ENGLISH(following.what), following.by, following.happens) == ("it closes", date(2027, 6, 30), True)
    assert [(e.kind, e.overdue) for e in entries(one, register())] == [("last-day", False)]
    assert known("2027-07-01", record).status == "closed"


CLOSES = {"on": "2027-06-30", "how": "terminated"}
ITSELF = {"mode": "automatic", "period": "1 year", "notice": "3 months"}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({"signed": "2023-04-22", "term": "5 years"}, "due", id="a-term"),
        pytest.param({"signed": "2023-04-22", "term": "9 years"}, "active", id="a-long-term"),
        pytest.param({"signed": "2023-04-22", "term": "indefinite"}, "active", id="no-end"),
        pytest.param({"signed": "2023-04-22"}, "unknown", id="no-term-known"),
        pytest.param({"signed": "unknown", "since": "2023-04", "term": "5 years"}, "unknown", id="no-start-known"),
        pytest.param({"signed": "2023-04", "ends": "2028"}, "due", id="uncertain"),
        pytest.param({"signed": "2023-04-22", "ends": "2026-12-31", "renewal": ITSELF}, "active", id="next-is-certain"),
        pytest.param({"signed": "2023-04-22", "ends": "2027-01-31", "renewal": ITSELF}, "active", id="renews-itself"),
        pytest.param({"signed": "2023", "term": "1 year", "renewal": ITSELF}, "active", id="renews-itself-uncertain"),
        pytest.param({"signed": "2026-11-01", "starts": "2027-01-01", "term": "5 years"}, "upcoming", id="upcoming"),
    ],
)
def test_a_closing_announced_is_the_one_end(fields: dict[str, Any], status: str) -> None:
    """Whatever the term says: the closing is the last day of the record and of what ends with it, by no other day is
    anything to be decided, and a plan counts from it.
    """
    record = agreement("closing", **fields, closed=CLOSES)
    child = agreement("child", signed="2023-05-01", ends_with="closing")
    grandchild = agreement("grandchild", signed="2023-05-02", ends_with="child")
    assessor = Assessor(book(record, child, grandchild, owner="a@example.org"), date(2026, 11, 21), INDONESIA)
    end = DateSpan(date(2027, 6, 30), date(2027, 6, 30))
    for one in filter(None, map(assessor.assess, (record, child, grandchild))):
        course = one.course
        assert course
        assert (one.last_day, one.open_ended, course.decision_day, course.notice_by, course.window_opens) == (
            (end, False, None, None, None)
        )
        assert [e.day for e in entries(one, register())] == [end]
        plan = plan_for(one, assessor)
        assert plan
        assert plan.sign_by == end.latest
        if one.status != "upcoming":
            following = next_step(one)
            assert following.what
            assert (ENGLISH(following.what), following.by) == ("it closes", end.latest)
            assert ENGLISH(reason(one)) == "closes on 30 June 2027 (terminated), in 7 months."
    found = assessor.assess(record)
    assert found
    assert found.status == status


def test_the_earliest_closing_announced_counts() -> None:
    """Of two closings ahead, its own and that of what it ends with, the first ends it; a stated end hides neither."""
    parent = agreement("parent", signed="2020-01-01", term="indefinite", closed=CLOSES)
    sooner = agreement(
        "sooner", signed="2020-01-01", ends_with="parent", closed={"on": "2027-01-31", "how": "completed"}
    )
    later = agreement("later", signed="2020-01-01", ends_with="parent", closed={"on": "2027-12-31", "how": "completed"})
    stated = agreement("stated", signed="2020-01-01", ends_with="parent", ends="2028-12-31")
    assessor = Assessor(book(parent, sooner, later, stated), date(2026, 11, 21), INDONESIA)
    ends = [
        one.last_day.iso() if one and one.last_day else None for one in map(assessor.assess, assessor.book.agreements)
    ]
    assert ends == ["2027-06-30", "2027-01-31", "2027-06-30", "2028-12-31"]


def test_what_closes_before_it_begins_never_comes_into_force() -> None:
    """Nobody is told to wait for the day on which it would have begun."""
    record = agreement(signed="2026-01-01", starts="2028-01-01", term="5 years", closed=CLOSES)
    found = known("2026-11-21", record)
    following = next_step(found)
    assert following.what
    assert (found.status, ENGLISH(following.what), following.by) == ("upcoming", "it closes", date(2027, 6, 30))
    assert ENGLISH(reason(found)) == "closes on 30 June 2027 (terminated), in 7 months."


def test_what_is_over_closes_no_more() -> None:
    """A closing after the last day is a slip, which a check tells: the agreement is to be renewed all the same."""
    for term, expected in (
        ("5 years", ("lapsed", "renew it or close it")),
        ("7 years", ("due", "too late for a renewal without a gap: 8 months; start it now or close it")),
    ):
        found = known("2026-11-21", agreement(signed="2020-01-01", term=term, closed=CLOSES))
        following = next_step(found)
        assert following.what
        assert (found.status, ENGLISH(following.what)) == expected


def test_what_was_never_signed_may_close_too() -> None:
    """Where nothing is under way the closing is what comes next; a step under way comes before it."""
    idle = agreement(since="2026-01-01", closed=CLOSES)
    received = changed(idle, steps=[{"step": "dprd-approval", "received": "2026-10-01"}])
    told_ = [next_step(known("2026-11-21", one)) for one in (idle, received)]
    assert [(ENGLISH(one.what) if one.what else "", one.by) for one in told_] == [
        ("it closes", date(2027, 6, 30)),
        ("DPRD approval: DPRD to act", date(2026, 12, 3)),
    ]
