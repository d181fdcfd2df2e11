"""Filters: what each of them keeps of one small register, and how they are said."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.language.wording import wording
from mou_tracker.status.filters import Query, owners_meant
from mou_tracker.status.statuses import status_names
from tests.make import agreement, assess_all, register

RECORDS = [
    agreement("petaling-jaya", signed="2015-11-27", term="5 years", owner=("ksln",)),
    agreement("melbourne", signed="2024-04-22", term="4 years", partner=("Melbourne", "AU", "City of Melbourne")),
    agreement("suwon", partner=("Suwon", "KR"), kind="ksdll", owner=("budi@example.org",)),
    agreement("bogor", partner=("Bogor", "ID", "Dinas Ketahanan Pangan"), kind="ksdd", signed="2026-01-01"),
]
FOUND = assess_all(
    "2026-11-21", *RECORDS, owner=("office",), contacts={"ksln": "ksln@example.org", "office": "office@example.org"}
)
EVERYTHING = ["petaling-jaya", "melbourne", "suwon", "bogor"]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, EVERYTHING),
        ({"ids": ["suwon", "bogor"]}, ["suwon", "bogor"]),
        ({"ids": ["Suwon"]}, []),
        ({"status": ["lapsed"]}, ["petaling-jaya"]),
        ({"status": ["lapsed", "exploring"]}, ["petaling-jaya", "suwon"]),
        ({"status": ["closed"]}, []),
        ({"owner": ["ksln"]}, ["petaling-jaya"]),
        ({"owner": ["ksln@example.org"]}, ["petaling-jaya"]),
        ({"owner": ["budi@example.org", "ksln"]}, ["petaling-jaya", "suwon"]),
        ({"owner": ["office@example.org"]}, ["melbourne", "bogor"]),
        ({"kind": ["ksdd"]}, ["bogor"]),
        ({"kind": ["ksdd", "ksdll"]}, ["suwon", "bogor"]),
        ({"country": ["my"]}, ["petaling-jaya"]),
        ({"country": ["AU", "kr"]}, ["melbourne", "suwon"]),
        ({"partner": ["jaya"]}, ["petaling-jaya"]),
        ({"partner": ["CITY OF"]}, ["melbourne"]),
        ({"partner": ["ketahanan", "suwon"]}, ["suwon", "bogor"]),
        ({"partner": [""]}, EVERYTHING),
        ({"kind": ["ksdpl"], "country": ["AU", "MY"], "status": ["active", "due"]}, ["melbourne"]),
        ({"kind": ["ksdpl"], "partner": ["Suwon"]}, []),
    ],
)
def test_what_is_kept(filters: dict[str, Any], kept: list[str]) -> None:
    """Several values of one filter are or, several filters are and; an empty filter keeps everything."""
    query = Query(**filters)
    assert sorted(one.agreement.id for one in FOUND if query.keeps(one)) == sorted(kept)


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({}, ""),
        ({"status": ["lapsed", "due"]}, "status=lapsed,due"),
        ({"ids": ["suwon", "bogor"]}, "suwon bogor"),
        (
            {"ids": ["suwon"], "partner": ["Petaling Jaya"], "country": ["MY"], "kind": ["ksdpl"], "owner": ["ksln"]},
            "suwon owner=ksln kind=ksdpl country=MY partner=Petaling Jaya",
        ),
    ],
)
def test_how_a_filter_is_said(filters: dict[str, Any], text: str) -> None:
    """The filters in words, so that a page can say what hides the rest."""
    assert wording("en").spell(Query(**filters).text(status_names(()))) == text


def test_a_filter_is_said_in_the_readers_language() -> None:
    """By what it is called, a status with its own word beside it."""
    found = Query(status=["lapsed", "due"], search=["sister"], unit=["Setda"])
    assert (
        wording("id").spell(found.text(status_names(())))
        == "status=berakhir (lapsed),perlu diperbarui (due) unit=Setda cari=sister"
    )


TWO = {"ksln": "ksln@example.org", "budi": "Budi@Example.org", "ani": "ani@example.org"}


@pytest.mark.parametrize("asked", ["budi", "BUDI", "budi@example.org", "Budi@example.ORG"])
def test_one_person_however_written(asked: str) -> None:
    """A contact's id and its address, in any case, give the same records, promises in other people's records too."""
    records = [
        agreement("own", signed="2024-04-22", owner=("budi",)),
        agreement("by-address", signed="2024-04-22", owner=("Budi@Example.org",)),
        agreement("promise", signed="2024-04-22", owner=("ani",), follow_ups=[{"what": "x", "owner": ("budi",)}]),
        agreement("other", signed="2024-04-22", owner=("ani",)),
        agreement("the-registers", signed="2024-04-22"),
    ]
    settings = register(owner=("ksln",), contacts=TWO)
    found = assess_all("2026-11-21", *records, owner=("ksln",), contacts=TWO)
    query = Query(owner=[asked], owners=owners_meant([asked], settings))
    assert sorted(one.agreement.id for one in found if query.keeps(one)) == ["by-address", "own", "promise"]
    default = Query(owner=["ksln"], owners=owners_meant(["ksln"], settings))
    assert [one.agreement.id for one in found if default.keeps(one)] == ["the-registers"]
