"""A row with several partners is the record with all of them, in whatever order, and no other one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Partner
from mou_tracker.basics.dates import parse_date
from mou_tracker.edit.edits import Data
from mou_tracker.sheets.matching import Link, Match, Placed, links, matched
from mou_tracker.sheets.rows.record import Row
from tests.conftest import Ran

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


DAYS = ["2024-11-27", "2029-11-26"]
ONE = "Universiti Malaya"


def imported(
    name: str, country: str | None, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> tuple[list[str], str]:
    """The partners that come of a cell, each with its country, by the proposal alone, and what is said of the row."""
    path = register("agreements: []\n")
    heads = ["Mitra", "Negara", "Mulai", "Berakhir"] if country is not None else ["Mitra", "Mulai", "Berakhir"]
    places = ["Malaysia"] if country is not None else []
    filler = [[f"{ONE}{'' if places else ', Malaysia'}", *places, f"{year}-01-01", "2029-12-31"] for year in range(9)]
    for number, row in enumerate(filler):
        row[-2] = f"{2015 + number}-01-01"
    with Path("s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *filler, [name, *([country] if country is not None else []), *DAYS]])
    ran = mou("import", "s.csv", "--yes", "--as-of=2026-11-27")
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    again = mou("import", "s.csv", "--dry-run", "--as-of=2026-11-27")
    assert again.out.splitlines()[-1].startswith(f"10 rows: 0 new, 0 changed, {len(made)} same")
    told = [one for one in made if one["starts"] == DAYS[0]]
    parties = [party for one in told for party in one.get("partners", [one.get("partner")])]
    said = next((line for line in ran.out.splitlines() if line.startswith("row 11")), "")
    return [f"{one['name']} {one['country']}" for one in parties], said


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Oslo Univ; Kyoto Univ", "Norwegia; Jepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("Oslo Univ\nKyoto Univ", "Norwegia\nJepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("1. Oslo Univ\n2. Kyoto Univ", "1. Norwegia\n2. Jepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("a. Oslo Univ; b. Kyoto Univ", "Norwegia / Jepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("Oslo Univ dan Kyoto Univ", "Norwegia dan Jepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("Oslo Univ & Kyoto Univ", "Norwegia, Jepang", ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("(1) Oslo U (2) Bergen U (3) Kyoto U", "Norwegia", ["Oslo U NO", "Bergen U NO", "Kyoto U NO"]),
        ("Oslo University; Bergen College", "Norwegia", ["Oslo University NO", "Bergen College NO"]),
        # One name, whatever joins its words.
        ("Kementerian Pendidikan dan Kebudayaan", "Norwegia", ["Kementerian Pendidikan dan Kebudayaan NO"]),
        ("Institut Teknologi Tokyo\nTokyo Institute of Technology", "Jepang",
         ["Institut Teknologi Tokyo Tokyo Institute of Technology JP"]),
        ("Dept. A; Oslo", "Norwegia", ["Dept. A; Oslo NO"]),
        ("Oslo University; Faculty of Law", "Norwegia", ["Oslo University; Faculty of Law NO"]),
        ("Universitas Oslo; Fakultas Hukum; Prodi X", "Norwegia", ["Universitas Oslo; Fakultas Hukum; Prodi X NO"]),
        ("Jepang & Co University", "Jepang/Japan", ["Jepang & Co University JP"]),
        # Each with its country in one cell.
        ("Oslo Univ, Norwegia; Kyoto Univ, Jepang", None, ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("1. Oslo Univ (Norwegia)\n2. Kyoto Univ (Jepang)", None, ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("Oslo Univ, Norwegia dan Kyoto Univ, Jepang", None, ["Oslo Univ NO", "Kyoto Univ JP"]),
        ("Oslo Univ dan Bergen Univ, Norwegia", None, ["Oslo Univ dan Bergen Univ NO"]),
        # A misspelt country is proposed here too.
        ("Kyoto Univ, Phillipines", None, ["Kyoto Univ PH"]),
    ],
)  # fmt: skip
def test_partners_of_one_cell(
    name: str,
    country: str | None,
    expected: list[str],
    register: Callable[[str], Path],
    mou: Callable[..., Ran],
) -> None:
    """As many as there are countries, or as the cell counts; what may be one name stays one. All are known again."""
    assert imported(name, country, register, mou) == (expected, "")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Faculty of Law\nUniversity of Georgia", "Georgia, USA"),
        ("University of Georgia", "Georgia, USA"),
        ("Oslo Univ; Kyoto Univ; Bonn Univ", "Norwegia; Jepang"),
        ("Tokyo University, Kyoto University", "Jepang, Norwegia"),
    ],
)
def test_countries_that_do_not_fit_the_names_are_asked(
    name: str, country: str, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """Whose country is which is not guessed."""
    assert imported(name, country, register, mou) == (
        [],
        f"row 11 not taken, B11: {country!r} could be two countries: say in the map under `words` which",
    )


@pytest.mark.parametrize(
    ("cell", "name", "kept"),
    [
        ("Universitas Pembangunan\n“Veteran” Jawa Timur", "Universitas Pembangunan “Veteran” Jawa Timur", None),
        ("Universitas Oslo\n(Fakultas Hukum)\n", "Universitas Oslo (Fakultas Hukum)", None),
        ("Universitas Oslo\nJl. Raya No. 12", "Universitas Oslo", "Mitra: Universitas Oslo; Jl. Raya No. 12"),
        ("Universitas Oslo\n12/UN5/KS/2020", "Universitas Oslo", "Mitra: Universitas Oslo; 12/UN5/KS/2020"),
        ("Universitas Oslo\nTelp. (0274) 512345\nks@oslo.example", "Universitas Oslo",
         "Mitra: Universitas Oslo; Telp. (0274) 512345; ks@oslo.example"),
        ("Universitas Oslo\n+62 812-3456-7890\nwww.oslo.example", "Universitas Oslo",
         "Mitra: Universitas Oslo; +62 812-3456-7890; www.oslo.example"),
        ("Jl. Raya No. 12", "Jl. Raya No. 12", None),
        ("SMK\nNegeri 2 Solo", "SMK Negeri 2 Solo", None),
        ("Contact\nCentre Oslo", "Contact Centre Oslo", None),
        ("PT Kontak\nPerkasa Futures", "PT Kontak Perkasa Futures", None),
    ],
)  # fmt: skip
def test_lines_below_a_name(
    cell: str, name: str, kept: str | None, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """A name that was broken is one; an address, a number, a way to reach it are none of it, and are not lost."""
    path = register("agreements: []\n")
    with open("s.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Mitra", "Negara", "Mulai", "Akhir"], [cell, "NO", "2020-01-02", "2025-01-02"]])
    assert mou("import", "s.csv", "--yes", "--as-of=2026-11-27").status == 0
    (made,) = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert (made["partner"]["name"], made.get("notes")) == (name, kept)
