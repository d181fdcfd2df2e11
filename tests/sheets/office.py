"""A spreadsheet as an office keeps it, as CSV and as a workbook with merged headings and true dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

HEAD: list[list[Any]] = [
    ["REKAPITULASI KERJA SAMA LUAR NEGERI", None, None, None, None, None, None, None, None],
    [None] * 9,
    ["No", "Mitra", None, "Jenis Dokumen", "Tanggal TTD", "Masa Berlaku", None, "Bidang", "Ket."],
    [None, "Nama", "Negara", None, None, "Jangka Waktu", "Berakhir", None, None],
]
BODY: list[list[Any]] = [
    [1, "Petaling Jaya", "Malaysia", "MoU", date(2015, 11, 27), "5 tahun", None, "UMKM; pengembangan SDM", None],
    [
        2,
        "Melbourne",
        "Australia",
        "Memorandum Saling Pengertian",
        "22 April 2024",
        "4 (empat) thn",
        "n/a",
        "kota cerdas, kota layak huni",
        "dapat diperpanjang",
    ],
    [None] * 9,
    [3, "Oslo", "Norwegia", "LoI", "Senin, 3 Nopember 2025", "2 tahun 6 bulan", date(2028, 5, 3), None, None],
    [4, "Suwon", "Korea Selatan", "MoU", "25/08/1997", "unlimited", None, "kebudayaan", None],
    [5, "Toyota", "Jepang", "MoU", "2017", "3 tahun, auto renew", None, None, None],
    [6, "Kawasaki", "Jepang", "IA", date(2023, 5, 17), None, "auto renew", "air limbah", None],
    [None] * 9,
    [7, "Namur", "Belgia", "MoU", "31/02/2018", "5 tahun", None, None, None],
    [8, "Cuenca", "Ekuador", "MoU", "3 April 17", "lama", None, None, None],
    [9, "Namur", "Belgia", "MoU", "04/05/2018", "5 tahun", "1 Mei 2017", None, None],
]
MAP = """\
file: {header: [3, 4]}
dates: day-first
columns:
  "No": ignore
  Mitra / Nama: partner.name
  Mitra / Negara: partner.country
  Jenis Dokumen: instrument
  Tanggal TTD: signed
  Masa Berlaku / Jangka Waktu: term
  Masa Berlaku / Berakhir: ends
  Bidang: fields
  Ket.: notes
defaults: {kind: ksdpl, owner: ksln}
words:
  partner.country: {Ekuador: EC}
"""
REGISTER = """\
register:
  contacts: {ksln: {email: ksln@example.org}}

agreements:
  - id: daegu
    title: Daegu
    partner: {name: Daegu, country: KR}
    kind: ksdpl
    instrument: mou
"""


def workbook(path: Path, rows: list[list[Any]] | None = None) -> Path:
    """The sheet as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    for row in rows if rows is not None else [*HEAD, *BODY]:
        page.append(row)
    if rows is None:
        for area in ("A1:I1", "B3:C3", "F3:G3", "A3:A4", "D3:D4", "E3:E4", "H3:H4", "I3:I4"):
            page.merge_cells(area)
    book.save(path)
    return path


def comma_separated(path: Path, separator: str = ";", encoding: str = "utf-8") -> Path:
    """The sheet as CSV; true dates come out as spreadsheets of that region write them."""
    rows = [[cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell for cell in row] for row in [*HEAD, *BODY]]
    import csv

    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path
