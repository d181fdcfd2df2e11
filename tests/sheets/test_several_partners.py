"""A row with several partners is the record with all of them, in whatever order, and no other one."""

from __future__ import annotations

from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Partner
from mou_tracker.basics.dates import parse_date
from mou_tracker.edit.edits import Data
from mou_tracker.sheets.matching import Link, Match, Placed, links, matched
from mou_tracker.sheets.rows import Row

SUWON, OSLO, GUMI = (Partner(name, country) for name, country in (("Suwon", "KR"), ("Oslo", "NO"), ("Gumi", "KR")))


def agreement(name: str, *partners: Partner, instrument: str = "mou", day: str = "2015-11-27") -> Agreement:
    """A record with some partners."""
    known = Agreement(name, name, partners[0], "ksdpl", instrument)
    several = partners if len(partners) > 1 else ()
    return replace(known, partners=several, starts=parse_date(day), ends=parse_date("2020-11-26"))


def row(*partners: Partner) -> Row:
    """A row of a sheet that names some partners."""
    told: list[Data] = [{"name": one.name, "country": one.country} for one in partners]
    record: dict[str, Data] = {"partners": told} if len(told) > 1 else {"partner": told[0]}
    days = {"starts": parse_date("2015-11-27"), "ends": parse_date("2020-11-26")}
    return Row(2, (), {**record, "kind": "ksdpl", "instrument": "mou", **days})


def test_known_by_all_partners() -> None:
    """Two agreements of one day with one first partner are two; the order in which partners stand makes none new."""
    alone, both = agreement("alone", SUWON), agreement("both", SUWON, OSLO)
    found = matched([row(OSLO, SUWON), row(SUWON), row(SUWON, GUMI)], [alone, both], ("identity",))
    assert found == [Match(both), Match(alone), Match()]


def test_a_framework_is_one_that_all_partners_signed() -> None:
    """An implementing agreement of the second partner hangs on the MoU of both, one with a stranger on none."""
    both = agreement("both", SUWON, OSLO)
    below = [
        agreement("second", OSLO, instrument="ia", day="2016-01-01"),
        agreement("two", OSLO, SUWON, instrument="ia", day="2016-01-01"),
        agreement("stranger", OSLO, GUMI, instrument="ia", day="2016-01-01"),
    ]
    placed = [Placed(one, one.starts, one.ends) for one in (both, *below)]
    assert links(placed, {one.id for one in below}, under=True) == [
        Link("second", "under", "both"),
        Link("two", "under", "both"),
    ]
