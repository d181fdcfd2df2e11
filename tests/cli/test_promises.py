"""`mou promises`: every follow-up, kept or open, partner by partner."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Mou = Callable[..., Ran]
DAY = "--as-of=2026-11-21"
RECORD = (
    "  - {{id: {0}, title: T, partner: {{name: {1}, country: MY}}, kind: ksdpl, instrument: mou, signed: 2020-01-02, "
    "term: 20 years, follow_ups: [{2}]}}\n"
)
REGISTER = (
    "register: {name: Kantor, owner: ani, language: en, contacts: {ani: {name: Ani, email: ani@example.org}, "
    "budi: {email: budi@example.org}}}\nagreements:\n"
    + RECORD.format(
        "b",
        "Penang",
        "{what: Visit, due: 2026-12, owner: budi}, {what: '=Guests', due: 2021, done: 2021-05-06}, {what: Any day}",
    )
    + RECORD.format("a", "Ipoh", "{what: 'Exchange | staff', due: 2016-01-02}")
)


@pytest.fixture
def office(register: Callable[[str], Path]) -> Path:
    """Two partners with four promises."""
    return register(REGISTER)


def test_by_partner(office: Path, mou: Mou) -> None:
    """Open ones first, by their day; how far away it is, which record, whose."""
    assert mou("promises", DAY) == Ran(
        0,
        "Kantor   21 November 2026 · 3 open, 1 kept\n"
        "\n"
        "Ipoh MY\n"
        "  Exchange | staff\n"
        "     due 2 January 2016, 10 years 10 months overdue · a · ani@example.org\n"
        "\n"
        "Penang MY\n"
        "  Visit\n"
        "     due December 2026, between 10 and 40 days from now · b · budi@example.org\n"
        "  Any day\n"
        "     no day is set · b · ani@example.org\n"
        "  =Guests\n"
        "     kept on 6 May 2021 · b · ani@example.org\n",
        "",
    )


def test_for_programs(office: Path, mou: Mou) -> None:
    """JSON and CSV say the same; a cell that would run as a formula does not."""
    found = json.loads(mou("promises", DAY, "-f", "json").out)
    assert {key: found[key] for key in ("format", "register", "as_of", "unreadable")} == {
        "format": "mou-promises/1",
        "register": "Kantor",
        "as_of": "2026-11-21",
        "unreadable": [],
    }
    assert [(one["id"], one["number"], one["state"], one["due"], one["done"]) for one in found["promises"]] == [
        ("a", 1, "overdue", "2016-01-02", None),
        ("b", 1, "open", "2026-12", None),
        ("b", 3, "open", None, None),
        ("b", 2, "kept", "2021", "2021-05-06"),
    ]
    rows = list(csv.DictReader(mou("promises", DAY, "-f", "csv").out.splitlines()))
    assert [(row["partner"], row["what"], row["owner"]) for row in rows][3] == ("Penang", "'=Guests", "ani@example.org")
    assert "| Ipoh MY | Exchange \\| staff | overdue | 2016-01-02 |" in mou("promises", DAY, "-f", "markdown").out


def test_several_partners_and_owners_in_a_cell(register: Callable[[str], Path], mou: Mou) -> None:
    """Joined in `mou promises` as in `mou status`: names by `; `, addresses by blanks."""
    text = REGISTER.replace(
        "partner: {name: Ipoh, country: MY}", 'partners: [{name: Ipoh, country: MY}, {name: Oslo, country: "NO"}]'
    )
    register(
        text.replace("due: 2016-01-02}", "due: 2016-01-02, owner: [ani, budi]}").replace(
            "owner: ani,", "owner: [ani, budi],"
        )
    )
    promised, stands = (
        next(row for row in csv.DictReader(mou(command, DAY, "-f", "csv").out.splitlines()) if row["id"] == "a")
        for command in ("promises", "status")
    )
    assert (promised["partner"], promised["country"]) == (stands["partners"], "MY; NO") == ("Ipoh; Oslo", "MY; NO")
    assert promised["owner"] == stands["owner"] == "ani@example.org budi@example.org"


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("--state", "open"), ["Visit", "Any day"]),
        (("--state", "overdue,kept"), ["Exchange | staff", "=Guests"]),
        (("--owner", "budi"), ["Visit"]),
        (("--owner", "Ani", "--partner", "penang"), ["Any day", "=Guests"]),
        (("--search", "exchange"), ["Exchange | staff"]),
    ],
)
def test_filters(office: Path, mou: Mou, arguments: tuple[str, ...], kept: list[str]) -> None:
    """Those of its siblings, and the state; an owner finds what is his own to do."""
    found = json.loads(mou("promises", DAY, *arguments, "-f", "json").out)["promises"]
    assert [one["what"] for one in found] == kept


def test_none(register: Callable[[str], Path], mou: Mou) -> None:
    """A register without promises says so; in Indonesian too."""
    register("agreements: []\n")
    assert mou("promises", DAY, "--lang", "id").out.endswith("\nTidak ada yang dijanjikan.\n")
