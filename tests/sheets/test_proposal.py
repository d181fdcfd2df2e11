"""What a sheet's columns are proposed for where the headings alone do not tell it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.edit.serialize import scalar
from mou_tracker.sheets.formats.tables import Table, sayable, text_cell, told_apart
from mou_tracker.sheets.import_map import read_map
from mou_tracker.sheets.proposal.choices import choices
from mou_tracker.sheets.proposal.map_text import proposal
from tests.conftest import Ran
from tests.make import ENGLISH
from tests.sheets.lists import book, later

# Beginnings of agreements, how many years each runs, and two other days of work on it.
SPANS = [(date(2012, 1, 5) + timedelta(97 * number), number % 4 + 1) for number in range(30)]


def _columns(kinds: str) -> list[list[object]]:
    """Rows with a partner, a country and days: `s` beginnings, `e` ends, `i` days of signing, `r` other days."""
    made: list[list[object]] = []
    for number, (first, years) in enumerate(SPANS):
        last = later(first, years) - timedelta(number % 2)
        days = {
            "s": first,
            "e": last,
            "i": first - timedelta(number * 7 % 20),
            "r": first + timedelta(number * 31 % 300),
        }
        made.append([f"Universitas {number}", "Malaysia", *(days[kind] for kind in kinds)])
    return made


@pytest.mark.parametrize(
    ("heads", "kinds", "expected"),
    [
        ("Kolom A|Kolom B", "se", "starts|ends"),
        ("Kolom B|Kolom A", "es", "ends|starts"),
        ("Unterzeichnet am|Beginn|Ende", "ise", "|starts|ends"),
        ("Kontrol|Kolom A|Kolom B", "rse", "|starts|ends"),
        ("Start Date|Review Date|Kolom B", "sre", "starts||ends"),
        ("Start Date|Kolom A|Kolom B", "sre", "starts||ends"),
        ("Kolom A|Valid until", "se", "starts|ends"),
        ("Tanggal Naskah|Kolom A", "se", "signed|ends"),
        ("Periode Awal|Periode Akhir", "se", "starts|ends"),
        # A heading that was taken for the end's, where its days come first.
        ("Periode|Kolom B", "se", "starts|ends"),
        # Other days alone prove nothing.
        ("Kolom A|Kolom B|Kolom C", "rri", "||"),
        ("Start Date|Review Date", "sr", "starts|"),
        ("Created|Updated", "se", "|"),
        # What is planned has not happened.
        ("Target Penandatanganan|Kolom B", "ir", "|"),
        ("Rencana Mulai|Start Date|End Date", "rse", "|starts|ends"),
    ],
)
def test_the_beginning_and_the_end_are_found_by_their_days(heads: str, kinds: str, expected: str) -> None:
    """By their order in each row and the whole years between them, wherever they stand and whatever they are called."""
    found = choices(["Mitra", "Negara", *heads.split("|")], _columns(kinds))
    assert ["".join(found[index].to) if index in found else "" for index in range(2, 2 + len(kinds))] == (
        expected.split("|")
    )


@pytest.mark.parametrize(
    "written",
    [
        lambda day: (day - date(1899, 12, 30)).days,
        lambda day: str((day - date(1899, 12, 30)).days),
        lambda day: f"{day:%Y%m%d}",
        lambda day: f"Bandung, {day.day}/{day.month}/{day.year}",
        lambda day: f"{day:%d/%m/%Y} (dapat diperpanjang)",
    ],
)
def test_days_are_found_however_they_are_written(written: Callable[[date], object]) -> None:
    """Also as numbers, which are days only where whole years prove it: postal codes look like them."""
    rows = [[*row[:2], written(row[2]), written(row[3]), 40132 + at] for at, row in enumerate(_columns("se"))]
    found = choices(["Mitra", "Negara", "Kolom A", "Kolom B", "Pos"], rows)
    assert [found[index].to if index in found else () for index in (2, 3, 4)] == [("starts",), ("ends",), ()]


@pytest.mark.parametrize(
    ("heading", "cells", "order"),
    [
        ("Mulai (mm/dd/yyyy)", ["05/11/2015", "03/04/2016"], "month-first"),
        ("Mulai (dd/mm/yyyy)", ["05/11/2015", "03/04/2016"], "day-first"),
        ("Mulai tgl-bln-thn", ["05-11-2015", "03-04-2016"], "day-first"),
        ("Mulai (hh/bb/tttt)", ["05/11/2015", "03/04/2016"], "day-first"),
        ("Mulai", ["05/11/2015", "03/04/2016"], None),
        # A cell that contradicts its heading: nothing is declared any more.
        ("Mulai (mm/dd/yyyy)", ["05/11/2015", "27/11/2015"], None),
    ],
)
def test_a_heading_may_say_the_order_of_day_and_month(heading: str, cells: list[str], order: str | None) -> None:
    """For its own column, as long as no cell of it says otherwise."""
    table = Table([["Mitra", "Negara", heading], *(["Universitas A", "Malaysia", cell] for cell in cells)])
    expected = f"{{to: starts, dates: {order}}}" if order else "starts"
    assert f"  {scalar(heading, False)}: {expected}" in proposal(table, "s.csv", "ID", ENGLISH).text.splitlines()


@pytest.mark.parametrize(
    ("heads", "cells", "partner"),
    [
        ("Institusi|Institusi Mitra", "Universitas Kita|Universitas {}", 1),
        ("Institusi Mitra|Institusi", "Universitas {}|Universitas Kita", 0),
        ("Mitra|Nama Unit", "Universitas Kita|Fakultas", 0),
    ],
)
def test_the_offices_own_name_is_no_partner(heads: str, cells: str, partner: int) -> None:
    """A column that says the same in each row gives way to another that may name partners."""
    rows: list[list[object]] = [[*(cell.format(number) for cell in cells.split("|")), "MY"] for number in range(9)]
    found = choices([*heads.split("|"), "Negara"], rows)
    assert [index for index, one in found.items() if one.to == ("partner.name",)] == [partner]


# Headings of the partner, its country, and both days, as lists have them.
PARTNER_HEADS = (
    *("Partner", "Partner's Name", "Foreign University", "Collaborating Institution", "Counterparty", "Other Party"),
    *("Lembaga/Instansi", "Nama Mitra LN", "Pihak Kedua", "Kampus Mitra", "Rumah Sakit", "Nama PT/Lembaga", "Client"),
    *("nm_mitra", "partnerName", "inst_name", "Universitas Luar Negeri", "Company/Institution", "Rekanan", "提携先"),
)
COUNTRY_HEADS = (
    "Country",
    "Partner's Country",
    "Location",
    "Negara Asal",
    "kd_negara",
    "Land",
    "Region/Country",
    "Asal",
)
DAY_HEADS = (
    *(
        "Start Date|End Date",
        "From|To",
        "Signed|Expires",
        "Commence|Conclude",
        "Inception|Maturity",
        "MoU Date|MoU Expiry",
    ),
    *("Date of Execution|Date of Expiration", "Entry into force|Expiry", "Active From|Active Until", "Date 1|Date 2"),
    *("Tgl. Awal|Tgl. Akhir", "Sejak|Hingga", "TMT|TST", "Masa Berlaku Mulai|Masa Berlaku Selesai", "Dari|Sampai"),
    *("Jangka Waktu Mulai|Jangka Waktu Berakhir", "Ditandatangani Tanggal|Berlaku s/d", "Tanggal TTD|Masa Berlaku"),
    *(
        "Tanggal Pengesahan|Batas Waktu",
        "dt_inicio|dt_fim",
        "Beginn|Ende",
        "締結日|有効期限",
        "Agreement Date|Closing Date",
    ),
)


def _work(row: int, first: date, years: int) -> dict[str, object]:
    """What other columns of such lists say."""
    last = later(first, years)
    return {
        **{"No": row, "Kode": f"K{row}", "Nomor Dokumen": f"{row}/UN/2020", "ID": row, "QS Rank": row * 3},
        **{"City": f"Kota {row % 7}", "Address": f"Jl. {row % 5}", "Benua": "Asia", "Website": "https://x.edu"},
        **{"PIC Mitra": "John", "Nama Penandatangan": "Prof. X", "Signatory": "Rector", "Email": "a@b.edu"},
        **{"Fakultas": f"Fakultas {row % 6}", "Department": "Dept. of Physics", "Home Institution": "Universitas Kita"},
        **{"Judul Kerja Sama": f"Kerja sama Universitas {row}", "Ruang Lingkup": "riset", "Keterangan": "lihat berkas"},
        **{"Status": "Aktif", "Active?": "Yes", "Auto Renewal": "Yes", "Level": "Internasional", "Dokumen": "ada"},
        **{"Durasi (Tahun)": years, "Jangka Waktu": f"{years} tahun", "Tahun": first.year, "Sisa Hari": row * 9 - 90},
        **{
            "Review Date": last - timedelta(180),
            "Renewal Date": last - timedelta(90),
            "Tanggal Input": date(2024, 1, row),
        },
        **{"Tanggal Surat": first - timedelta(20 + row % 7), "Tanggal Pengajuan": first - timedelta(60 + row % 17)},
        **{
            "Date of Visit": first + timedelta(row * 31 % 300),
            "Tanggal Persetujuan DPRD": first - timedelta(9 + row % 5),
        },
    }


@given(
    st.sampled_from(PARTNER_HEADS),
    st.sampled_from(COUNTRY_HEADS),
    st.sampled_from(DAY_HEADS),
    st.lists(st.sampled_from([*_work(1, date(2020, 1, 1), 1)]), min_size=2, max_size=9, unique=True),
    st.randoms(use_true_random=False),
)
def test_whatever_stands_beside_them_the_four_columns_are_found(
    partner: str, country: str, days: str, beside: list[str], chance: random.Random
) -> None:
    """Partner, country, beginning and end, in any order and among any other columns of such lists."""
    begins, ends = days.split("|")
    rows = []
    for number, (first, years) in enumerate(SPANS, 1):
        last = later(first, years) - timedelta(number % 2)
        told = {partner: f"Universitas {number}", country: ("Malaysia", "Jepang", "Thailand")[number % 3]}
        rows.append({**_work(number, first, years), **told, begins: first, ends: last})
    names = [partner, country, begins, ends, *beside]
    chance.shuffle(names)
    found = choices(names, [[row[name] for name in names] for row in rows])
    said = {field: names[index] for index, one in found.items() for field in one.to}
    assert [said.get(field) for field in ("partner.name", "partner.country", "ends")] == [partner, country, ends]
    assert begins in (said.get("starts"), said.get("signed"))
    assert said.get("starts", begins) == begins


def test_single_cells_do_not_hide_the_beginning_and_the_end() -> None:
    """Blanks, an end before its beginning and a word among the days are of their own rows only."""
    rows = [*_columns("se"), *_columns("se")]
    rows[3][3], rows[7][2], rows[9][3] = None, "TBA", date(2001, 1, 1)
    found = choices(["Mitra", "Negara", "Kolom A", "Kolom B"], rows)
    assert [found[index].to for index in (2, 3)] == [("starts",), ("ends",)]


HEAD: list[Any] = ["No", "Mitra", "Negara", "Jenis", "Tanggal Mulai", "Tanggal Berakhir"]
LEGEND: list[Any] = [["Kode", "Arti"], ["MoU", "Memorandum of Understanding"]]
TOTALS: list[Any] = [["Rekap"], ["Mitra", "Negara", "Jumlah MoU", "Jumlah MoA"], ["Universitas Oslo", "Norwegia", 1, 2]]


def _list(year: int) -> list[list[Any]]:
    days = [date(year, 3, 1), date(year + 5, 2, 28)]
    return [["DAFTAR"], HEAD, *([n, f"Universitas {n}", "Norwegia", "MoU", *days] for n in (1, 2))]


@pytest.mark.parametrize(
    ("sheets", "read"),
    [
        (
            {"Legenda": LEGEND, "Rekap": TOTALS, "2019": _list(2019), "2020": _list(2020)},
            ["2019", "2019", "2020", "2020"],
        ),
        ({"Rekap": TOTALS, "Data": _list(2019)}, ["2019", "2019"]),
        ({"Data": _list(2019), "Rekap": TOTALS}, ["2019", "2019"]),
    ],
)
def test_the_first_list_of_a_workbook_is_read(
    sheets: dict[str, Any], read: list[str], register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """Not the legend or the totals that stand before it, and with it those of other years."""
    path = register("agreements: []\n")
    book(Path("s.xlsx"), sheets)
    assert mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27").status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["starts"][:4] for one in made] == read


def test_sheets_of_countries_say_the_country_of_their_rows(
    register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """Where no column does; what could not be taken keeps its country, and comes in once it is mended."""
    path = register("agreements: []\n")
    head = [name for name in HEAD if name != "Negara"]
    days = [date(2020, 3, 1), date(2025, 2, 28)]
    sheets: dict[str, Any] = {
        "Norwegia": [head, [1, "Universitas Oslo", "MoU", *days], [2, "Universitas Bergen", "MoU", *days]],
        "Korea Selatan": [head, [1, "Universitas Suwon", "MoU", *days[::-1]], [2, "Universitas Daegu", "MoU", *days]],
    }
    book(Path("s.xlsx"), sheets)
    ran = mou("import", "s.xlsx", "--guess")
    assert "sections: partner.country" in ran.out.splitlines()
    assert mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27").status == 1
    kept = Path("s.xlsx.rejects.csv")
    text = kept.read_text("utf-8-sig")
    assert ",Korea Selatan,,,,\n" in text.replace("\r", "")
    mended = text.replace("2025-02-28,2020-03-01", "2020-03-01,2025-02-28")
    kept.write_text(mended, "utf-8")
    assert mou("import", kept.name, "--map", "s.xlsx.map.yaml", "--yes", "--as-of=2026-11-27").status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"]["name"][12:], one["partner"]["country"]) for one in made] == [
        *(("Oslo", "NO"), ("Bergen", "NO"), ("Daegu", "KR"), ("Suwon", "KR"))
    ]


@pytest.mark.parametrize(
    ("heading", "wrong", "told"),
    [
        ("Sisa", 30, ["left out"]),
        ("Sisa", 3, ["left out"]),
        ("Sisa", 2, ["row 2 not taken", "row 3 not taken"]),
        ("Masa Berlaku (Tahun)", 12, ["left out"]),
        ("Status", 30, ["left out"]),
        ("Tanggal Selesai", 30, ["row 2 not taken", "row 3 not taken", "row 4 not taken"]),
    ],
)
def test_a_formula_that_fails_is_left_out(
    heading: str, wrong: int, told: list[str], register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """In row after row, where it tells nothing that a record needs, and that is said; a single cell is to be mended."""
    register("agreements: []\n")
    rows = [["Mitra", "Negara", "Mulai", "Berakhir", heading], *_columns("se")]
    for row, cell in zip(rows[1:], ["#NUM!"] * wrong + ["5"] * (30 - wrong), strict=True):
        row.append(cell)
    if heading == "Tanggal Selesai":
        rows = [[*row[:3], row[4]] for row in rows]
    book(Path("s.xlsx"), {"Data": rows})
    ran = mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27")
    lines = [line for line in ran.out.splitlines() if "left out" in line or "not taken, " in line]
    expected = f"column left out, its formula fails in many rows: '{heading}'"
    column = "D" if heading == "Tanggal Selesai" else "E"
    assert lines == [
        expected if one == "left out" else f"{one}, {column}{one.split()[1]}: #NUM!, an error of the spreadsheet"
        for one in told
    ]
    guessed = mou("import", "s.xlsx", "--guess").out
    assert ("ignore  # its cells are errors of the spreadsheet" in guessed) == (told == ["left out"])


def test_sheets_of_papers_say_the_paper_of_their_rows(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Where no column does, a sheet's title or a caption names it; rows that wait keep it."""
    path = register("agreements: []\n")
    head = [name for name in HEAD if name != "Jenis"]
    days = [date(2020, 3, 1), date(2025, 2, 28)]
    sheets: dict[str, Any] = {
        "MoU": [["DAFTAR MoU"], head, [1, "Universitas Oslo", "Norwegia", *days]],
        "MoA Luar Negeri": [head, [None, "Fakultas Teknik"], [1, "Universitas Suwon", "Korea Selatan", *days[::-1]]],
        "MoU lama": [head, [1, "Universitas Oslo", "Norwegia", *days]],
        "Rekap": [["Jenis", "Jumlah"], ["MoU", 1]],
    }
    book(Path("s.xlsx"), sheets)
    assert mou("import", "s.xlsx", "--guess").out.count("sections: instrument\n") == 1
    ran = mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27")
    assert "read is the sheet MoU, MoA Luar Negeri; not read: MoU lama, Rekap" in ran.out
    kept = Path("s.xlsx.rejects.csv")
    kept.write_text(kept.read_text("utf-8-sig").replace("2025-02-28,2020-03-01", "2020-03-01,2025-02-28"), "utf-8")
    assert mou("import", kept.name, "--map", "s.xlsx.map.yaml", "--yes", "--as-of=2026-11-27").status == 0
    captions: list[Any] = [head, [None, "I. MoU"], [None, "II. IA"], [1, "Universitas Daegu", "Korea Selatan", *days]]
    book(Path("t.xlsx"), {"Data": captions})
    assert mou("import", "t.xlsx", "--yes", "--as-of=2026-11-27").status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"]["name"][12:], one["instrument"]) for one in made] == [
        ("Oslo", "mou"),
        ("Suwon", "pks"),
        ("Daegu", "ia"),
    ]


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("DAFTAR MEMORANDUM OF AGREEMENT (MoA) TAHUN 2024", "pks"),
        ("Rekap Implementation Arrangement", "ia"),
        ("Daftar MoU dan MoA", "mou"),
        ("Daftar kerja sama", "mou"),
    ],
)
def test_a_title_names_the_paper_of_its_list(title: str, paper: str) -> None:
    """Where no column does; a title of several papers names none."""
    rows: list[list[Any]] = [[title], ["Mitra", "Negara", "Mulai", "Berakhir"], *_columns("se")]
    assert f"  instrument: {paper}\n" in proposal(Table(rows), "s.xlsx", "ID", ENGLISH).text


@pytest.mark.parametrize(
    ("titles", "read"),
    [
        ("MoU|MoA|IA|Rekap", 3),
        ("MoU 2023|MoA 2023|MoU 2024|MoA 2024", 4),
        ("2023|2024|2023 lama", 2),
        ("Luar Negeri|Dalam Negeri", 2),
        ("LN|DN|Grafik", 2),
        ("Aktif|Tidak Aktif|Semua", 2),
        ("Semua|Aktif|Tidak Aktif", 1),
        ("Fakultas Teknik|Fakultas Hukum|Lembar1", 2),
        ("FEB|FMIPA|FH|Pascasarjana", 4),
        ("MoU|MoU lama|MoU (contoh)", 1),
        ("Data|Data (2)", 1),
        ("Draft|Batal", 1),
    ],
)
def test_sheets_that_are_parts_of_a_list(
    titles: str, read: int, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """By titles that say nothing but which part they are; copies, filters and drafts are none."""
    register("agreements: []\n")
    days = [date(2020, 3, 1), date(2025, 2, 28)]
    rows = (HEAD, [1, "Universitas Oslo", "Norwegia", "MoU", *days])
    sheets: dict[str, Any] = {
        title: [rows[0], [1, f"Universitas {title}", *rows[1][2:]]] for title in titles.split("|")
    }
    book(Path("s.xlsx"), sheets)
    ran = mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27")
    assert ran.out.splitlines()[-1].partition(":")[0].split()[0] == str(read)


@pytest.mark.parametrize(
    ("heads", "partner"),
    [
        ("Institusi|Instansi Mitra|Negara", 1),
        ("Institusi|Nama Mitra|Negara", 1),
        ("Instansi Mitra|Institusi|Negara", 1),  # the second has the partners here
        ("Universitas|Mitra Kerja Sama|Negara", 1),
    ],
)
def test_the_office_itself_is_no_partner(heads: str, partner: int) -> None:
    """A column that says the same in all rows names who keeps the list, whatever its heading."""
    names = [*heads.split("|"), "Mulai", "Berakhir"]
    rows: list[Any] = [["Universitas Contoh", *row] for row in _columns("se")]
    found = choices(names, rows)
    assert [index for index, one in found.items() if one.to == ("partner.name",)] == [partner]


def test_days_that_nobody_knows_are_asked(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Rather than showing all that is in force as something that is only thought of; the map can say it."""
    register("agreements: []\n")
    rows = [["Mitra", "Negara", "Kolom A", "Kolom B", "Kolom C"], *_columns("rri")]
    book(Path("s.xlsx"), {"Data": rows})
    ran = mou("import", "s.xlsx", "--yes")
    assert (ran.status, ran.err.splitlines()) == (
        2,
        [
            "mou: error: which column says the beginning and which the end? Days stand under Kolom A, Kolom B, Kolom C",
            "     mou import s.xlsx --guess writes a map; say there `signed`, `starts` or `ends`",
        ],
    )
    assert mou("import", "s.xlsx", "--guess").status == 0


def test_countries_that_cannot_be_read_are_said(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Not only that rows have none."""
    register("agreements: []\n")
    rows: list[Any] = [[f"Oslo {number}", "Eropa", date(2020, 1, 2), date(2025, 1, 2)] for number in range(4)]
    book(Path("s.xlsx"), {"Data": [["Mitra", "Negara", "Mulai", "Akhir"], *rows]})
    ran = mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27")
    assert "under 'Negara' 0 of 4 cells can be read as countries, 'Eropa' cannot" in ran.out.splitlines()


def test_nothing_comes_in_without_days_where_a_heading_may_ask_for_some(
    register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """Also one that names another field rather; a list that speaks of no days is taken without."""
    register("agreements: []\n")
    for heading, status in (("Agreement expires", 2), ("Agreement commenced on", 2), ("Alumni", 0)):
        book(
            Path("s.xlsx"),
            {"Data": [["Mitra", "Negara", heading], ["Oslo", "Norwegia", "soon"], ["Bonn", "Jerman", "x"]]},
        )
        assert mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27").status == status


def test_lengths_without_a_unit_are_said(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Whether they are years, the map must say; where another column has the end, they say nothing new."""
    register("agreements: []\n")
    rows: list[Any] = [[f"Oslo {number}", "Norwegia", date(2020, 1, 2), 5, date(2025, 1, 2)] for number in range(4)]
    told = "under 'Masa Berlaku' 0 of 4 cells are lengths with their unit, '5' is none"
    for width, expected in ((4, True), (5, False)):
        head = ["Mitra", "Negara", "TTD", "Masa Berlaku", "Akhir"]
        book(Path("s.xlsx"), {"Data": [row[:width] for row in (head, *rows)]})
        ran = mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27")
        assert (told in ran.out.splitlines()) is expected


def test_formulas_without_results_cost_no_row(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """As programs write them that cannot compute; where they say what a record needs, its rows wait."""
    register("agreements: []\n")
    for column, expected in (("Status", "5 rows: 5 new"), ("Tanggal Akhir", "5 rows: 0 new")):
        page = (book_ := openpyxl.Workbook()).active
        page.append(["Mitra", "Negara", "Mulai", "Akhir", column][: 5 if column == "Status" else 3] + (
            [] if column == "Status" else [column]))  # fmt: skip
        for number in range(5):
            cells = [
                f"Oslo {number}",
                "Norwegia",
                date(2020, 1, 2),
                date(2025, 1, 2),
                '=IF(D2>TODAY(),"Aktif","Habis")',
            ]
            page.append(cells if column == "Status" else [*cells[:3], "=EDATE(C2,60)"])
        book_.save("s.xlsx")
        assert expected in mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27").out.splitlines()[-1]


@pytest.mark.parametrize(
    ("begins", "ends", "status", "told"),
    [
        ("Q1 2020", "Q2 2025", 2, "mou: error: under 'Mulai' 0 of 5 cells can be read as days, 'Q1 2020' cannot"),
        ("2020-01-02", "Q2 2025", 0, "under 'Tanggal Berakhir' 1 of 5 cells can be read as days, 'Q2 2025' cannot"),
        ("2020-01-02", "2025-01-02", 0, None),
        (
            "minggu ke-3",
            "belum lagi",
            2,
            "mou: error: under 'Mulai' 0 of 5 cells can be read as days, 'minggu ke-3' cannot",
        ),
    ],
)
def test_days_that_cannot_be_read_are_said(
    begins: str, ends: str, status: int, told: str | None, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """A column headed as the beginning or the end is not kept beside in silence, and nothing comes in without any."""
    register("agreements: []\n")
    rows: list[Any] = [["Mitra", "Negara", "Mulai", "Tanggal Berakhir", "Tanggal Evaluasi"]]
    rows += [[f"Oslo {number}", "Norwegia", begins, ends, "awal"] for number in range(4)]
    rows += [["Bergen", "Norwegia", begins, "2024-03-04" if status == 0 else ends, "akhir"]]
    book(Path("s.xlsx"), {"Data": rows})
    ran = mou("import", "s.xlsx", "--dry-run", "--as-of=2026-11-27")
    assert ran.status == status
    said = [line for line in (ran.out + ran.err).splitlines() if "cells can be read" in line]
    assert said == ([told] if told else [])


def test_a_hidden_column_is_said_and_gives_way(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Who hid it may not want it in the register; an end that was replaced may be hidden beside the new one."""
    path = register("agreements: []\n")
    made = xlsxwriter.Workbook("s.xlsx")
    page = made.add_worksheet("Data")
    page.set_column(2, 3, None, None, {"hidden": True})
    for number, row in enumerate(
        [
            ["Mitra", "Negara", "Rahasia", "Tanggal Berakhir", "Tanggal Mulai", "Tanggal Berakhir"],
            ["Universitas Oslo", "Norwegia", "sulit", "2024-01-01", "2020-03-01", "2025-02-28"],
        ]
    ):
        page.write_row(number, 0, row)
    made.close()
    ran = mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27")
    assert "hidden columns, read like the others: 'Rahasia', 'Tanggal Berakhir'" in ran.out.splitlines()
    (one,) = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert (one["starts"], one["ends"]) == ("2020-03-01", "2025-02-28")
    assert one["extra"] == {"Rahasia": "sulit", "Tanggal Berakhir": "2024-01-01"}


@pytest.mark.parametrize("repeated", [0, 1, 5])
def test_a_number_that_rows_share_is_none_of_its_own(repeated: int) -> None:
    """One in a hundred is a slip; where more share it, it is kept beside, so that no row is lost for it."""
    numbers = [f"{number}/UN/2020" for number in range(100)]
    numbers[:repeated] = ["belum ada"] * repeated if repeated > 1 else [numbers[9]] * repeated
    found = choices(["Mitra", "Nomor MoU"], [[f"Univ {number}", number] for number in numbers])
    assert (1 in found) == (repeated < 2)


def test_one_contradiction_takes_no_other_row_with_it(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """A number given twice, and whatever else the check calls an error, is of its own row, also in the preview."""
    path = register("agreements: []\n")
    rows: list[Any] = [[f"Univ {number}", "Norwegia", f"{number}/UN", date(2020, 1, 1)] for number in range(120)]
    rows[50][2] = "7/UN"
    book(Path("s.xlsx"), {"Data": [["Mitra", "Negara", "Nomor MoU", "Tanggal TTD"], *rows]})
    for option, status in (("--dry-run", 1), ("--yes", 1)):
        ran = mou("import", "s.xlsx", option, "--as-of=2026-11-27")
        assert ran.status == status
        assert ran.out.splitlines()[-2:] == [
            "row 52 not taken: univ-7-2020 bears the number 7/UN too",
            "120 rows: 119 new, 0 changed, 0 same, 1 not taken",
        ]
    assert len(yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]) == 119


def test_last_days_and_lengths_in_one_column(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """Half of the cells are each: an end may be either."""
    path = register("agreements: []\n")
    ends = ["s.d. 27 November 2025", "5 (lima) tahun", "tiga tahun", "Five years", "31/12/2027", "Seumur hidup"]
    rows: list[Any] = [[f"Univ {at}", "Norwegia", date(2024, 3, 1), end] for at, end in enumerate(ends)]
    book(Path("s.xlsx"), {"Data": [["Mitra", "Negara", "Tanggal TTD", "Masa Berlaku"], *rows]})
    assert mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27").status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one.get("ends", one.get("term")) for one in made] == [
        *("2025-11-27", "5 years", "3 years", "5 years", "2027-12-31", "indefinite")
    ]


@pytest.mark.parametrize("mark", ["A", "II.", "3", None])
def test_a_country_with_a_mark_before_it_parts_the_list(
    mark: str | None, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """A letter or a number in the column of numbers; a partner called like a country has more to say."""
    path = register("agreements: []\n")
    days = [date(2020, 3, 1), date(2025, 2, 28)]
    rows: list[Any] = [[mark, "KOREA SELATAN"], *([at, f"Univ {at}", "MoU", *days] for at in (1, 2, 3))]
    rows += [[mark, "Jepang"], *([at, f"Univ {at + 3}", "MoU", *days] for at in (1, 2)), [3, "Jepang", "IA", *days]]
    book(Path("s.xlsx"), {"Data": [["No", "Nama Mitra", "Jenis", "Mulai", "Berakhir"], *rows]})
    assert mou("import", "s.xlsx", "--yes", "--as-of=2026-11-27").status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["partner"]["country"] for one in made] == ["KR"] * 3 + ["JP"] * 3


@pytest.mark.parametrize("column", range(5))
def test_a_cell_of_any_length_leaves_a_proposal_that_can_be_read(column: int) -> None:
    """No text of thousands of signs becomes a key of the map, where YAML takes none."""
    heads: list[Any] = ["Mitra", "Negara", "Naskah", "TTD", "Lama"]
    for row in (0, 1) if column else (1,):  # without a heading of partners there is no list
        rows = [heads, ["Oslo", "Norwegia", "MoU", "2020-01-01", "5 tahun"], ["Bergen", "Norway", "LoI", "", ""]]
        rows[row] = [*rows[row]]
        text = rows[row][column]
        rows[row][column] = text[0] + "[" * 2000 + text[1:]
        by, findings = read_map("map.yaml", proposal(Table(rows), "x", "ID", ENGLISH).text.encode())
        assert (by.columns != {}, findings) == (True, [])


SIGNS = st.sampled_from(["\x01", "\x85", "\xa0", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800", "\n", "\r", "\t"])
WORDS = st.sampled_from(["", "27/08/2021", "08/27/2021", "5 tahun", "MoU", "Jepang", "aktif", "Tanggal", "Tanggal (2)"])
ODD = st.one_of(
    st.text(max_size=12),
    st.builds(lambda word, sign, at: word[:at] + sign + word[at:], WORDS, SIGNS, st.integers(0, 9)),
    st.sampled_from(["null", "~", "true", "1e3", "2015-01-01", "a: b", "#x", "- x", "'", '"', "[", "*a", "&a", "=1"]),
    st.sampled_from(["?", "| x", "x" * 3000]),
)


@given(heads=st.lists(ODD, max_size=4), cells=st.lists(ODD, max_size=4), names=st.lists(ODD, max_size=3), file=ODD)
def test_any_text_anywhere_leaves_a_proposal_that_can_be_read(
    heads: list[str], cells: list[str], names: list[str], file: str
) -> None:
    """Headings, cells, sheets' names and the file's name: whatever the map says of them, YAML and the map take it."""
    rows = [["Mitra", "Negara", "TTD", *heads], ["Oslo", "Norwegia", "2020-01-01", *cells], ["Bergen", "Norway", ""]]
    table = Table([[text_cell(one) for one in row] for row in rows], sheet=tuple(told_apart([*map(sayable, names)])))
    table = replace(table, sheet=tuple(one for one in table.sheet if one))
    by, findings = read_map("map.yaml", proposal(table, file, "ID", ENGLISH).text.encode())
    assert (by.columns != {}, findings, by.file.sheet) == (True, [], table.sheet)


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        (["A", "A", "", "", "A"], ["A", "A (2)", "", "", "A (3)"]),
        (["A", "A", "A (2)"], ["A", "A (2)", "A (2) (2)"]),
        (["A", "A (2)", "A"], ["A", "A (2)", "A (3)"]),
        (["A"] * 16_000, ["A", *(f"A ({n})" for n in range(2, 16_001))]),
    ],
)
def test_equal_headings_are_told_apart(names: list[str], apart: list[str]) -> None:
    """Also from one that is called so already, and as many as a sheet can have."""
    assert told_apart(names) == apart
