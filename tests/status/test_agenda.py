"""The agenda: everything dated, ahead or overdue, each thing once."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.agreement.record import Agreement
from mou_tracker.status.agenda import Entry, Wanted, agenda
from mou_tracker.status.filters import Query
from tests.make import ENGLISH, agreement, assess_all, day, register

OFFICE = {"contacts": {"ksln": "ksln@example.org", "dinkop": "dinkop@example.org"}, "owner": ("ksln",)}


def told(on: str, *records: Agreement, days: int | None = 90) -> list[tuple[str, str, str, bool]]:
    """Day, agreement, kind and whether it is overdue, in order."""
    found = agenda(assess_all(on, *records, **OFFICE), register(**OFFICE), days)
    return [(e.day.iso() if e.day else "", e.assessment.agreement.id, e.kind, e.overdue) for e in found]


def entries(on: str, *records: Agreement) -> list[Entry]:
    """All entries, however far away."""
    return agenda(assess_all(on, *records, **OFFICE), register(**OFFICE), None)


def test_an_agreement_in_force_has_its_end_its_deadline_and_its_safe_start() -> None:
    """A partnership of four years: when to start, by when to sign, the last day."""
    record = agreement("melbourne", signed="2024-04-22", term="4 years")
    told_all = told("2026-11-21", record, days=None)
    assert [(kind, overdue) for _, _, kind, overdue in told_all] == [
        ("safe-start", False),
        ("sign-by", False),
        ("last-day", False),
    ]
    assert [day for day, *_ in told_all][1:] == ["2028-04-21", "2028-04-22"]
    assert [ENGLISH(entry.what) for entry in entries("2026-11-21", record)] == [
        "latest safe start of the renewal: Cooperation plan",
        "sign the renewal by this day",
        "last day in force",
    ]


def test_only_what_lies_within_the_days_asked_for() -> None:
    """90 days reach to the 90th day and not to the 91st."""
    record = agreement("short", signed="2025-01-01", ends="2026-12-31", renewal={"mode": "none"})
    assert told("2026-10-02", record) == [("2026-12-31", "short", "last-day", False)]
    assert told("2026-10-01", record) == []


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, "undated late soon"),
        ({"days": 0}, "undated late"),
        ({"days": 31}, "undated late"),
        ({"days": 32}, "undated late soon"),
        ({"days": 91}, "undated late soon far"),
        ({"until": day("2026-12-31")}, "undated late"),
        ({"until": day("2027-01-01")}, "undated late soon"),
        ({"until": day("2027-03-01")}, "undated late soon far"),
        ({"year": 2020}, "late"),
        ({"year": 2026}, ""),
        ({"year": 2027}, "soon far"),
        ({"what": ("follow-up",)}, "undated late soon"),
        ({"what": ("ends", "notice-by")}, ""),
    ],
)
def test_how_far_one_looks(wanted: dict[str, Any], names: str) -> None:
    """So many days, until a day, each the last one included; of a year only what falls on a day of it."""
    days = {"late": "2020-02-01", "soon": "2027-01-01", "far": "2027-03-01"}
    promises = [{"what": "undated"}, *({"what": name, "due": on} for name, on in days.items())]
    record = agreement("a", signed="2015-01-01", term="indefinite", follow_ups=promises)
    found = Wanted(**wanted).of(assess_all("2026-11-30", record), register(), day("2026-11-30"), Query())
    assert {ENGLISH(entry.what) for entry in found} == set(names.split())


def test_a_lapse_stays_on_the_agenda_until_it_is_renewed() -> None:
    """However long ago; a signed renewal takes it off."""
    old = agreement("old", signed="2015-11-27", term="5 years")
    new = agreement("new", signed="2026-01-05", term="unknown", renews="old")
    assert told("2025-11-21", old) == [("2020-11-27", "old", "last-day", True)]
    assert told("2026-11-21", old, new) == []


def test_an_automatic_renewal_asks_for_notice_and_not_for_a_signature() -> None:
    """Its decision is the notice day."""
    record = agreement(
        "auto",
        signed="2025-01-01",
        ends="2026-12-31",
        renewal={"mode": "automatic", "period": "1 year", "notice": "1 month"},
    )
    assert told("2026-11-21", record) == [
        ("2026-11-30", "auto", "notice-by", False),
        ("2026-12-31", "auto", "last-day", False),
    ]


def test_an_approval_is_on_the_agenda_on_its_due_day_and_says_that_it_is_law() -> None:
    """45 working days from 2025-03-03 are over on 2025-05-20."""
    record = agreement("daegu", steps=[{"step": "dprd-approval", "received": "2025-03-03"}])
    (entry,) = entries("2025-04-01", record)
    assert (entry.kind, entry.day and entry.day.iso(), entry.basis, entry.overdue) == (
        "approval",
        "2025-05-20",
        "statute",
        False,
    )
    assert [overdue for *_, overdue in told("2025-05-21", record)] == [True]


def test_promises_are_kept_in_sight_with_and_without_a_date() -> None:
    """Overdue first, then those ahead, those without a date at the end, those done not at all; each to its owner."""
    record = agreement(
        "mara",
        follow_ups=[
            {"what": "Exchange of staff"},
            {"what": "Business visit", "due": "2026-12-10", "owner": ("dinkop",)},
            {"what": "Opening", "due": "2016-06"},
            {"what": "Report", "due": "2026-11-30", "done": "2026-11-02"},
        ],
    )
    assert told("2026-11-21", record) == [
        ("2016-06", "mara", "follow-up", True),
        ("2026-12-10", "mara", "follow-up", False),
        ("", "mara", "follow-up", False),
    ]
    assert [e.owner for e in entries("2026-11-21", record)] == [
        ("ksln@example.org",),
        ("dinkop@example.org",),
        ("ksln@example.org",),
    ]


def test_what_is_closed_asks_for_nothing_but_its_promises() -> None:
    """A closed agreement has no end to watch; what was promised may still be owed."""
    record = agreement(
        "closed",
        signed="2020-01-01",
        term="10 years",
        closed={"on": "2024-06-30", "how": "terminated"},
        follow_ups=[{"what": "Final report", "due": "2026-12-01"}],
    )
    assert told("2026-11-21", record) == [("2026-12-01", "closed", "follow-up", False)]


def test_decided_to_lapse_needs_no_signature() -> None:
    """Where the office has decided to let it lapse only the end itself remains."""
    record = agreement(
        "lapse", signed="2022-01-01", term="5 years", renewal={"mode": "by-agreement", "decision": "lapse"}
    )
    assert told("2026-11-21", record) == [("2027-01-01", "lapse", "last-day", False)]
