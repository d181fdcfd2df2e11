"""How far away a day is, in words: certain days, days known to the month or year, and lateness in working days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.agreement.register import Register
from mou_tracker.basics.dates import DateSpan, distance
from mou_tracker.reminders.milestones import milestones
from mou_tracker.reminders.sentences import sentence
from mou_tracker.status.agenda import entries
from mou_tracker.status.distances import how_far, late, overdue, within
from mou_tracker.status.reasons import reason
from mou_tracker.views.agenda import when
from tests.make import ENGLISH, INDONESIA, agreement, day, known, span


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-21", "today"),
        ("2026-11-22", "in 1 day"),
        ("2026-12-20", "in 29 days"),
        ("2026-12-21", "in 30 days"),
        ("2027-01-20", "in 60 days"),
        ("2027-01-21", "in 2 months"),
        ("2028-04-22", "in 1 year 5 months"),
        ("2026-11-20", "1 day ago"),
        ("2020-11-27", "5 years 11 months ago"),
        ("2027", "between 41 days and 1 year 1 month from now"),
        ("2027-01", "between 41 days and 2 months from now"),
        ("2026-12", "between 10 and 40 days from now"),
        ("2028", "between 1 year 1 month and 2 years 1 month from now"),
        ("2030-06", "in 3 years"),
        ("2026", "in 40 days at the latest"),
        ("2026-11", "in 9 days at the latest"),
        ("2026-10-01/2026-11-21", "today at the latest"),
        ("2026-10", "between 21 and 51 days ago"),
        ("2025", "between 10 and 22 months ago"),
        ("2016-06", "10 years ago"),
        ("2008-09", "18 years ago"),
        ("2023-09/2024-12", "between 1 year 10 months and 3 years 2 months ago"),
    ],
)
def test_how_far(when: str, told: str) -> None:
    """Both bounds where they differ as people count; one where they do not."""
    if "/" in when and len(when) == 15:
        first, _, last = when.partition("/")
        when = f"{first}-01/{last}-31"
    assert ENGLISH(how_far(day("2026-11-21"), span(when))) == told


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-11-01", "20 days overdue"),
        ("2016-06", "10 years overdue"),
        ("2025", "between 10 and 22 months overdue"),
        ("2026-10", "between 21 and 51 days overdue"),
    ],
)
def test_overdue(due: str, told: str) -> None:
    """Past its latest day, by both bounds."""
    assert ENGLISH(overdue(day("2026-11-21"), span(due))) == told


@pytest.mark.parametrize(
    ("due", "days", "told"),
    [
        ("2026-11-20", 1, "1 working day late"),
        ("2026-09-22", 43, "43 working days late"),
        ("2026-09-21", 44, "2 months late"),
        ("2022-08-16", 1024, "4 years 3 months late"),
    ],
)
def test_late(due: str, days: int, told: str) -> None:
    """Working days up to two months, months and years beyond: nobody reads 1,024 working days."""
    assert ENGLISH(late(day("2026-11-21"), span(due), days)) == told


@pytest.mark.parametrize(
    ("days", "told"), [(0, "0 days"), (1, "1 day"), (60, "60 days"), (61, "2 months"), (1000, "2 years 8 months")]
)
def test_within(days: int, told: str) -> None:
    """Days up to two months, counted from a day; months and years beyond."""
    assert ENGLISH.period(within(days, day("2026-11-21"))) == told


@given(st.integers(-1500, 1500).filter(bool), st.sampled_from(["end", "promise"]))
def test_every_view_says_the_same_of_the_same_distance(days: int, of: str) -> None:
    """The agenda, a status's reason, a plan and a mail have their words from one function, ahead and past."""
    today = day("2026-11-21")
    on = today + timedelta(days)
    far = ENGLISH.period(distance(*sorted((today, on))))
    given: dict[str, Any] = {
        "end": {"signed": "2010-01-01", "ends": on.isoformat(), "kind": "other", "renewal": {"mode": "by-agreement"}},
        "promise": {"signed": "2010-01-01", "follow_ups": [{"what": "visit", "due": on.isoformat()}]},
    }[of]
    found = known(today.isoformat(), agreement(**given))
    said = [ENGLISH(when(one)) for one in entries(found, Register()) if one.day and one.day.earliest == on]
    said += [
        ENGLISH(sentence(one))
        for one in milestones(found, Register(owner=("a@example.org",)), INDONESIA)
        if one.day.earliest == on and one.kind not in ("ending", "sign-by")
    ]
    if of == "end":
        said.append(ENGLISH(how_far(today, on)))
        said += [ENGLISH(one) for one in [reason(found)] if one]
        said.append(ENGLISH.period(within(days, today)) if days > 0 else ENGLISH.period(within(-days, on)))
    assert said
    assert [one for one in said if far not in one] == []


DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_ahead_only_if_wholly_ahead(as_of: date, one: date, other: date) -> None:
    """`from now` and a plain `in` are said of what is surely ahead, `ago` of what is surely past, nothing else."""
    when = DateSpan(min(one, other), max(one, other))
    said = ENGLISH(how_far(as_of, when))
    assert said.endswith("ago") is (when.latest < as_of)
    assert (said.endswith("at the latest") or said == "today") is (when.earliest <= as_of <= when.latest)
