"""Times without an agreement in force stay visible, to the day."""

from __future__ import annotations

import pytest

from mou_tracker.agreement.record import Agreement
from mou_tracker.status.agenda import Gap, gaps
from tests.make import agreement, assess_all, day

OLD = agreement("old", signed="2015-11-27", term="5 years")


def gaps_of(name: str, on: str, *records: Agreement) -> list[Gap]:
    """The gaps of one record of a register on a day."""
    found = {one.agreement.id: one for one in assess_all(on, *records)}
    return gaps(found[name], "anniversary", found)


def gap(first: str, last: str, lasts: bool = False) -> Gap:
    """A gap from texts."""
    return Gap(day(first), day(last), lasts)


def test_a_gap_within_a_record() -> None:
    """Ended on 2020-11-27, extended from 2023-05-02: not in force 2020-11-28 to 2023-05-01, 885 days."""
    record = agreement(
        signed="2015-11-27",
        term="5 years",
        extensions=[{"signed": "2023-05-01", "starts": "2023-05-02", "term": "5 years"}],
    )
    assert gaps_of(record.id, "2024-01-01", record) == [gap("2020-11-28", "2023-05-01")]
    assert gap("2020-11-28", "2023-05-01").days == 885


@pytest.mark.parametrize(
    ("signed", "starts", "last"),
    [("2015-11-27", "2023", "2022-12-31"), ("2015", "2023-05-02", "2023-05-01"), ("2015-11", "2023-05", "2023-04-30")],
)
def test_a_gap_of_days_that_are_not_certain(signed: str, starts: str, last: str) -> None:
    """Only the days on which it was surely out of force: from the latest end to the earliest beginning anew."""
    again = {"signed": "2022-01-01", "starts": starts, "term": "9 years"}
    record = agreement(signed=signed, term="5 years", extensions=[again])
    (found,) = gaps_of(record.id, "2024-01-01", record)
    ended = {"2015": "2021-01-01", "2015-11": "2020-12-01"}.get(signed, "2020-11-28")
    assert found == gap(ended, last)


def test_a_gap_between_a_record_and_its_renewal_is_seen_from_both() -> None:
    """The day after the last day to the day before the renewal begins."""
    new = agreement("new", signed="2023-02-01", term="5 years", renews="old")
    for name in ("old", "new"):
        assert gaps_of(name, "2024-01-01", OLD, new) == [gap("2020-11-28", "2023-01-31")]


def test_a_gap_that_has_not_ended() -> None:
    """What has lapsed and is not renewed is in a gap until today."""
    assert gaps_of("old", "2026-11-21", OLD) == [gap("2020-11-28", "2026-11-21", lasts=True)]


@pytest.mark.parametrize(
    ("on", "records"),
    [
        ("2018-01-01", (OLD,)),
        ("2024-01-01", (OLD, agreement("new", signed="2020-11-28", term="5 years", renews="old"))),
        ("2024-01-01", (OLD, agreement("new", signed="2020-05-01", term="5 years", renews="old"))),
        (
            "2024-01-01",
            (agreement("old", signed="2015", term="5 years"), agreement("new", signed="2020", renews="old")),
        ),
    ],
    ids=["in-force", "the-day-after", "before-the-end", "nobody-knows"],
)
def test_no_gap(on: str, records: tuple[Agreement, ...]) -> None:
    """In force, renewed in time, or by dates that may leave none: no gap is claimed."""
    assert gaps_of("old", on, *records) == []
