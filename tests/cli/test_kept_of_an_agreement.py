"""What an office keeps of an agreement besides its dates is told in every view: numbers, partners, what was done under
it, its framework and what carries it out; the person at the partner only where it is asked for.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Ran

REGISTER = """\
register: {name: Contoh, owner: a@example.org, language: en}
agreements:
  - id: network-2015
    title: MoU of four cities
    partners: [{name: Suwon, country: KR}, {name: Oslo, country: "NO", place: Viken}, {name: Kyoto, country: JP}]
    kind: ksdpl
    instrument: mou
    numbers: {ours: 193/1-Bag.KS/2015, theirs: B-2}
    signed: 2015-11-27
    place: Bandung
    term: 5 years
    unit: Bagian Kerja Sama
    fields: [water, small business]
    contact: {name: Rina, email: rina@example.org, phone: +82 1}
    activities:
      - {on: 2018-05, what: Visit to Suwon, url: "https://example.org/a"}
      - {on: 2016, what: Training}
    follow_ups: [{what: Send the list}, {what: Report, done: 2017-01-01}]
  - {id: water-ia, title: IA, partner: {name: Kyoto, country: JP}, kind: ksdpl, instrument: ia, under: network-2015,
     signed: 2019-11-27, term: 10 years}
  - {id: old-ia, title: IA, partner: {name: Kyoto, country: JP}, kind: ksdpl, instrument: ia, under: network-2015,
     signed: 2016-11-27, term: 2 years}
  - {id: quiet, title: Q, partner: {name: Namur, country: BE}, kind: ksdpl, instrument: mou, signed: 2016-01-01,
     term: 5 years}
  - {id: dayless, title: D, partner: {name: Namur, country: BE}, kind: ksdpl, instrument: pks, dprd: not-required,
     signed: unknown, term: 5 years}
"""
DAY = "--as-of=2026-11-21"
Mou = Callable[..., Ran]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The register in a file."""
    file = tmp_path / "r.yaml"
    file.write_text(REGISTER)
    return file


def test_a_list_tells_it_below_the_dates(mou: Mou, path: Path) -> None:
    """The number, the last activity or that there is none, and what still runs under a framework that is over."""
    lines = mou("status", "-r", path, DAY, "--lang", "en").out.splitlines()
    told = [line.strip() for line in lines[2:14]]
    assert told == [
        "LAPSED 3",
        "old-ia        Kyoto JP               IA   2016-11-27 + 2 years  last day 2018-11-27  7 years 11 months ago",
        "→ renew it or close it · mou renew old-ia",
        "no activity is recorded",
        "network-2015  Suwon KR and 2 others  MoU  2015-11-27 + 5 years  last day 2020-11-27  5 years 11 months ago",
        "→ renew it or close it · 1 promise open · mou renew network-2015",
        "no. 193/1-Bag.KS/2015, the partner's B-2 · last activity 2018-05: Visit to Suwon · "
        "1 agreement under it still runs: water-ia",
        "quiet         Namur BE               MoU  2016-01-01 + 5 years  last day 2021-01-01  5 years 10 months ago",
        "→ renew it or close it · mou renew quiet",
        "no activity is recorded",
        "",
        "DUE FOR RENEWAL 0",
    ]


def test_a_term_without_a_day_is_told(mou: Mou, path: Path) -> None:
    """Signed on a day that nobody knows, for five years: the term is known, only its end is not."""
    whole = mou("status", "--all", "-r", path, DAY, "--lang", "en").out
    assert "dayless  Namur BE  PKS  signed on an unknown day  term of 5 years\n" in whole
    shown = mou("show", "dayless", "-r", path, DAY, "--lang", "en").out
    assert "last day       –  its term of 5 years counts from a day that nobody knows\n" in shown


def test_show_leads_up_and_down(mou: Mou, path: Path) -> None:
    """A framework names what carries it out, and these name their framework, each with how it stands."""
    above = mou("show", "network-2015", "-r", path, DAY, "--lang", "en").out
    assert (
        "Carried out by\n  old-ia    IA  lapsed  last day 2018-11-27\n  water-ia  IA  active  last day 2029-11-27\n"
        in above
    )
    assert "Activities\n  2016     Training\n  2018-05  Visit to Suwon  https://example.org/a\n" in above
    below = mou("show", "water-ia", "-r", path, DAY, "--lang", "en").out
    assert "  Under the framework  network-2015, MoU, lapsed, last day 2020-11-27\n" in below


def test_relatives_that_a_filter_hides_are_told(mou: Mou, path: Path) -> None:
    """What is not among the records shown still stands above or under them."""
    found = json.loads(mou("status", "water-ia", "network-2015", "--kind", "ksdpl", "-r", path, DAY, "-f", "json").out)
    assert {one["id"]: (one["under"], [child["id"] for child in one["children"]]) for one in found["agreements"]} == {
        "network-2015": (None, ["old-ia", "water-ia"]),
        "water-ia": ("network-2015", []),
    }


def test_json_has_it_all(mou: Mou, path: Path) -> None:
    """Each key as the register has it, the last activity and the count of what is open."""
    ran = mou("status", "network-2015", "-r", path, DAY, "-f", "json")
    (found,) = json.loads(ran.out)["agreements"]
    keys = ("numbers", "under", "unit", "place", "fields", "promises_open", "activities", "last_activity", "contact")
    assert {key: found[key] for key in keys} == {
        "numbers": {"ours": "193/1-Bag.KS/2015", "theirs": "B-2"},
        "under": None,
        "unit": "Bagian Kerja Sama",
        "place": "Bandung",
        "fields": ["water", "small business"],
        "promises_open": 1,
        "activities": 2,
        "last_activity": {"on": "2018-05", "what": "Visit to Suwon", "url": "https://example.org/a"},
        "contact": None,
    }
    assert found["partners"][1] == {"name": "Oslo", "country": "NO", "body": None, "place": "Viken"}
    assert found["children"] == [
        {"id": "old-ia", "status": "lapsed", "last_day": {"earliest": "2018-11-27", "latest": "2018-11-27"}},
        {"id": "water-ia", "status": "active", "last_day": {"earliest": "2029-11-27", "latest": "2029-11-27"}},
    ]


def test_a_list_in_one_cell_keeps_its_items(mou: Mou, path: Path) -> None:
    """Items with blanks stay apart in CSV; mail addresses, which have none, are joined by blanks as ever."""
    rows = list(csv.DictReader(io.StringIO(mou("status", "network-2015", "-r", path, DAY, "-f", "csv").out)))
    (row,) = rows
    told = {key: row[key] for key in ("partners", "fields", "children", "owner", "last_activity_on", "numbers_theirs")}
    assert told == {
        "partners": "Suwon; Oslo; Kyoto",
        "fields": "water; small business",
        "children": "old-ia; water-ia",
        "owner": "a@example.org",
        "last_activity_on": "2018-05",
        "numbers_theirs": "B-2",
    }
    assert all(row[key] is not None for key in row)
    plans = list(csv.DictReader(io.StringIO(mou("plan", "--all", "-r", path, DAY, "-f", "csv").out)))
    unknown = {one["id"]: one["unknown"] for one in plans}
    steps = json.loads(mou("plan", "--all", "-r", path, DAY, "-f", "json").out)["plans"]
    assert unknown == {one["id"]: "; ".join(one["unknown"]) for one in steps}


ALL_VIEWS = [
    *(("status", "-f", form) for form in ("table", "json", "csv", "markdown")),
    *(("status", "--all", "-f", form) for form in ("table", "markdown")),
    *(("show", "network-2015", "-f", form) for form in ("json", "csv")),
    *(("agenda", "--days", "9999", "-f", form) for form in ("table", "json", "csv", "markdown")),
    ("calendar",),
    ("report",),
    ("plan", "--all"),
    ("status", "--search", "rina"),
]


@pytest.mark.parametrize("view", ALL_VIEWS, ids=" ".join)
def test_the_person_at_the_partner_is_told_only_when_asked(view: tuple[str, ...], mou: Mou, path: Path) -> None:
    """No view has the name, the address or the telephone by itself; those that can, have all three when asked."""
    plain = mou(*view, "-r", path, DAY, "--lang", "en").out
    assert [part for part in ("Rina", "rina@", "+82 1") if part in plain] == []
    if view[0] in ("status", "show", "report") and "--search" not in view:
        asked = mou(*view, "--contacts", "-r", path, DAY, "--lang", "en").out
        assert [part for part in ("Rina", "rina@", "+82 1") if part not in asked] == []


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_show_has_the_person_at_the_partner(form: str, mou: Mou, path: Path) -> None:
    """The page of one agreement is where an official looks for whom to call."""
    out = mou("show", "network-2015", "-f", form, "-r", path, DAY, "--lang", "en").out
    assert "Rina, rina@example.org, +82 1" in out.replace("\\", "")


def test_the_report_tells_it_too(mou: Mou, path: Path) -> None:
    """The row of the table has the number, the last activity, the other partners and what still runs."""
    page = mou("report", "-r", path, DAY, "--lang", "en").out
    for text in (
        "Suwon KR and 2 others",
        "last activity 2018-05: Visit to Suwon",
        "1 agreement under it still runs: water-ia",
        "no activity is recorded",
        '<a href="https://example.org/a" rel=noreferrer>2018-05</a>',
    ):
        assert text in page, text


def test_a_workbook_has_columns_for_it(mou: Mou, path: Path, tmp_path: Path) -> None:
    """Number, partners, unit and the last activity always; the person at the partner only when asked."""
    plain, asked = tmp_path / "plain.xlsx", tmp_path / "asked.xlsx"
    mou("status", "network-2015", "-r", path, DAY, "-f", "xlsx", "-o", plain, "--lang", "en")
    mou("status", "network-2015", "--contacts", "-r", path, DAY, "-f", "xlsx", "-o", asked, "--lang", "en")
    heads, row = ([cell.value for cell in line] for line in openpyxl.load_workbook(asked).active.rows)
    told = dict(zip(heads, row, strict=True))
    names = ("Number", "The partner's number", "All partners", "Unit in charge", "Last activity", "What was done")
    assert [told[name] for name in (*names, "Contact at the partner", "Mail address", "Telephone")] == [
        *("193/1-Bag.KS/2015", "B-2", "Suwon; Oslo; Kyoto", "Bagian Kerja Sama", "2018-05", "Visit to Suwon"),
        *("Rina", "rina@example.org", "+82 1"),
    ]
    whole = [str(cell.value) for line in openpyxl.load_workbook(plain).active.rows for cell in line]
    assert [text for text in whole if "Rina" in text or "rina@" in text or "+82" in text] == []
