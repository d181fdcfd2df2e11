"""Days known to the month or year: no output makes a whole day of one, and all outputs count alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.status.agenda import entries
from mou_tracker.status.deadlines import deadlines
from mou_tracker.views.agenda import agenda_row
from mou_tracker.views.calendar import calendar_bytes, events_of
from mou_tracker.views.monitoring import overdue
from mou_tracker.views.rows import row
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, day, known, register

PARTNER = "title: A, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou"
FIELDS = {
    "since": "since: {0}",
    "signed": "signed: {0}",
    "signatories": "signed: [{{by: A, on: {0}}}, {{by: B, on: {0}}}]",
    "starts": "signed: 1985, starts: {0}",
    "ends": "signed: 1985, ends: {0}",
    "notice": "signed: 1985, term: 20 years, renewal: {{mode: automatic, notice: 3 months}}, notice_given: {0}",
    "decided": "signed: 1985, renewal: {{decision: renew, decided: {0}}}",
    "closed": "signed: 1985, closed: {{on: {0}, how: terminated}}",
    "abandoned": "since: 1985, closed: {{on: {0}, how: abandoned}}",
    "received": "steps: [{{step: dprd-approval, received: {0}}}]",
    "started": "steps: [{{step: exploration, started: {0}}}]",
    "done": "steps: [{{step: exploration, done: {0}}}]",
    "refused": "steps: [{{step: dprd-approval, received: 1985, done: {0}, outcome: refused}}]",
    "returned": "steps: [{{step: ministry-verification, done: {0}, outcome: returned}}]",
    "extension": "signed: 1985, extensions: [{{signed: {0}, term: unknown}}]",
    "again": "signed: 1985, extensions: [{{signed: 1986, starts: {0}, term: unknown}}]",
    "lengthened": "signed: 1985, extensions: [{{signed: 1986, ends: {0}}}]",
    "promise": "since: 1985, follow_ups: [{{what: x, due: {0}}}]",
    "kept": "since: 1985, follow_ups: [{{what: x, done: {0}}}]",
}
# What computes a day from the date says so itself: a term's end, a limit's last day, the day to notify by.
COMPUTED = {"received", "started", "notice"}
WHOLE = {
    "1993": r"1993-01-01|1993-12-31|\b1 Jan(uary|uari)? 1993|31 De[cs]ember 1993",
    "1993-06": r"1993-06-01|1993-06-30|\b1 Jun[ei] 1993|30 Jun[ei] 1993",
}

VIEWS = (["status", "--all"], ["show", "a"], ["agenda"], ["timeline"], ["status", "--all", "-f", "markdown"])


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("written", WHOLE)
@pytest.mark.parametrize("name", [name for name in FIELDS if name not in COMPUTED])
def test_no_whole_day_is_made_of_a_partial_date(
    name: str, written: str, language: str, mou: Callable[..., Ran], tmp_path: Path
) -> None:
    """A month or a year is told as that in every view: nobody wrote the first or last day of it.

    A deadline to act by is a whole day, and named as the safe one.
    """
    (tmp_path / "r.yaml").write_text(f"agreements:\n  - {{id: a, {PARTNER}, {FIELDS[name].format(written)}}}\n")
    for command in (
        ["status", "--all"],
        ["show", "a"],
        ["agenda"],
        ["timeline"],
        ["status", "--all", "-f", "markdown"],
    ):
        ran = mou(*command, "-r", tmp_path / "r.yaml", "--as-of", "2026-11-21", "--lang", language)
        found = [
            line
            for line in ran.out.splitlines()
            if re.search(WHOLE[written], line) and not re.search("safe|aman", line)
        ]
        assert (command, found) == (command, [])


PARTIAL = st.sampled_from(
    ["2019", "2021", "2024", "2025", "2026", "2027", "2026-10", "2026-11", "2026-12", "2027-01", "2026-11-21"]
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "signed": PARTIAL,
        "term": st.sampled_from(["1 year", "2 years", "5 years"]),
        "ends": PARTIAL,
        "renewal": st.sampled_from([{"mode": "automatic", "notice": "3 months"}, {"mode": "by-agreement"}]),
        "steps": PARTIAL.map(lambda text: [{"step": "dprd-approval", "received": text}]),
        "follow_ups": PARTIAL.map(lambda text: [{"what": "x", "due": text}]),
    },
)


@given(RECORDS, st.dates(date(2026, 9, 1), date(2027, 3, 1)))
def test_all_outputs_count_alike(fields: dict[str, Any], on: date) -> None:
    """Overdue in all or in none; the same bounds; an event for everything that may still come."""
    record = agreement("a", since="2018", **fields)
    one = known(on.isoformat(), record)
    found = list(entries(one, register()))
    late = {(item.kind, item.day) for item in deadlines(one) if item.overdue}
    assert {(entry.kind, entry.day) for entry in found if entry.overdue} == late
    for entry in found:
        assert entry.day is None or not entry.overdue or entry.day.latest < on
        told = agenda_row(entry, ENGLISH)
        assert told["overdue"] is entry.overdue
    data = row(one, ENGLISH)
    approval = data["approval"]
    if one.status == "pending-dprd":
        assert isinstance(approval, dict)
        assert (approval["days_late"] > 0) is bool(overdue([one]))
        assert bool(overdue([one])) <= any(kind == "approval" for kind, _ in late)
    ends = {entry.day for entry in found if entry.kind == "last-day"}
    assert ends <= {one.last_day}
    made = icalendar.Calendar.from_ical(calendar_bytes(events_of(found), "x", ENGLISH))
    spans = {(event.start, event.end) for event in made.events}
    assert spans == {
        (entry.day.earliest, date.fromordinal(entry.day.latest.toordinal() + 1))
        for entry in found
        if entry.day and entry.day.latest >= on
    }


def test_an_uncertain_end_is_told_with_one_voice() -> None:
    """Signed in 2022 for five years: between 1 and 13 months, and the day to sign by is named as the safe one."""
    record = agreement("a", signed="2022", term="5 years", kind="other")
    one = known("2026-11-21", record)
    told = {entry.kind: (entry.day and entry.day.iso(), entry.overdue) for entry in entries(one, register())}
    assert told == {"last-day": ("2027", False), "sign-by": ("2026-12-31", False)}
    assert one.days_left == (day("2027-12-31") - day("2026-11-21")).days
