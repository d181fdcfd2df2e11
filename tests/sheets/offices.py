"""Ten sheets in the manner of real offices: universities' lists, city lists with merged heads, exports of programs."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

ROWS = 40
# Name, country in Indonesian, country as an English list writes it, kind of cooperation.
PARTNERS = (
    ("Universiti Malaya", "Malaysia", "Malaysia", "ksdll"),
    ("Yonsei University", "Korea Selatan", "Republic of Korea", "ksdll"),
    ("Kyoto University", "Jepang", "Japan", "ksdll"),
    ("Vrije Universiteit Amsterdam", "Belanda", "The Netherlands", "ksdll"),
    ("National Taiwan University", "Taiwan", "Taiwan, Province of China", "ksdll"),
    ("PT Telkom Indonesia Tbk", "Indonesia", "Indonesia", "ksdpk"),
    ("Pemerintah Kota Surabaya", "Indonesia", "Indonesia", "ksdd"),
    ("SMA Negeri 3 Bandung", "Indonesia", "Indonesia", "ksdpk"),
    ("Tsinghua University", "Tiongkok", "People's Republic of China", "ksdll"),
    ("Charles University", "Republik Ceko", "Czech Republic", "ksdll"),
    ("Hanoi University of Science", "Viet Nam", "Viet Nam", "ksdll"),
    ("City of Melbourne", "Australia", "Australia", "ksdpl"),
    ("Universidade Nacional", "Timor Leste", "Timor-Leste", "ksdll"),
)
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
SHORT = ["Jan", "Feb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Ags", "Sep", "Okt", "Nop", "Des"]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


class Said(NamedTuple):
    """What a row is about."""

    number: int
    partner: tuple[str, str, str, str]
    first: date
    last: date

    @property
    def status(self) -> str:
        """As the office's own column has it."""
        return "Aktif" if self.last >= date(2026, 11, 21) else "Tidak Aktif"


def rows(seed: int) -> list[Said]:
    """The same rows for the same number."""
    chance = random.Random(seed)
    return list(_rows(chance))


def _rows(chance: random.Random) -> Iterator[Said]:
    for number in range(1, ROWS + 1):
        first = date(2012, 1, 1) + timedelta(chance.randrange(5000))
        last = date(first.year + chance.choice((1, 2, 3, 5)), first.month, min(first.day, 28))
        yield Said(number, chance.choice(PARTNERS), first, last)


def _csv(path: Path, table: Sequence[Sequence[object]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table)


def _xlsx(path: Path, table: Sequence[Sequence[Any]], merges: Sequence[tuple[int, int, int, int]] = ()) -> None:
    book = xlsxwriter.Workbook(str(path))
    page, day = book.add_worksheet("Data"), book.add_format({"num_format": "d mmmm yyyy"})
    for row, cells in enumerate(table):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                page.write_datetime(row, column, datetime.combine(value, time()), day)
            elif value is not None:
                page.write(row, column, value)
    for top, left, bottom, right in merges:
        page.merge_range(top, left, bottom, right, table[top][left])
    book.close()


def _long(day: date) -> str:
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def university(path: Path, said: list[Said]) -> None:
    """True dates, faculty, status."""
    head = [
        "No",
        "Nama Mitra",
        "Negara",
        "Jenis Dokumen",
        "Fakultas/Unit",
        "Tanggal Mulai",
        "Tanggal Berakhir",
        "Status",
    ]
    papers = ("MoU", "MoA", "IA", "Perjanjian Kerja Sama", "Letter of Intent")
    _xlsx(
        path,
        [
            head,
            *(
                [
                    one.number,
                    one.partner[0],
                    one.partner[1],
                    papers[one.number % 5],
                    "FT",
                    one.first,
                    one.last,
                    one.status,
                ]
                for one in said
            ),
        ],
    )


def underscores(path: Path, said: list[Said]) -> None:
    """A database's dump: underscores, times of day, other columns of dates, flags."""
    head = "no,partner_name,partner_type,country,document_type,start_date,end_date,is_active,created_at,deleted_at"
    table = [
        [
            one.number, one.partner[0], "", one.partner[2], "Memorandum of Agreement", f"{one.first} 00:00:00",
            f"{one.last} 00:00:00", int(one.status == "Aktif"), "2024-01-01 10:00:00", "NULL",
        ]
        for one in said
    ]  # fmt: skip
    _csv(path, [head.split(","), *table])


def american(path: Path, said: list[Said]) -> None:
    """The month first, papers of other names."""
    table = [
        [one.number, one.partner[0], one.partner[2], ("MOU", "Exchange")[one.number % 2],
         f"{one.first.month}/{one.first.day}/{one.first.year}", f"{one.last.month}/{one.last.day}/{one.last.year}", ""]
        for one in said
    ]  # fmt: skip
    _csv(path, [["#", "University", "Country", "Type of Agreement", "Start Date", "End Date", "Remarks"], *table])


def city(path: Path, said: list[Said]) -> None:
    """Capitals, a title above, semicolons, weekdays."""
    head = "NO;NAMA DAERAH/LEMBAGA MITRA;NEGARA;BENTUK NASKAH;JUDUL;BERLAKU MULAI;BERLAKU SAMPAI;OPD PENGAMPU"
    table = [
        [one.number, one.partner[0], one.partner[1].upper(), "Nota Kesepakatan", f"Kerja sama {one.number}",
         _long(one.first), _long(one.last), "Dinas Perdagangan"]
        for one in said
    ]  # fmt: skip
    _csv(path, [["DAFTAR KERJA SAMA"], [], head.split(";"), *table], ";")


def page(path: Path, said: list[Said]) -> None:
    """HTML called .xls, as PHP's export writes it."""
    heads = ["No", "Lembaga Mitra", "Asal Negara", "Jenis Kerjasama", "Nomor MoU", "Tanggal Awal", "Tanggal Akhir"]
    lines = [
        [str(one.number), one.partner[0], one.partner[1], "MoU", f"00{one.number}/UN/{one.first.year}",
         one.first.strftime("%d-%m-%Y"), one.last.strftime("%d-%m-%Y")]
        for one in said
    ]  # fmt: skip
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in [heads, *lines])
    path.write_text(f"<html><body><table border=1>{body}</table></body></html>", "utf-8")


def spans(path: Path, said: list[Said]) -> None:
    """Both days in one cell."""
    table = [
        [one.number, one.partner[0], one.partner[1], "PKS",
         f"{one.first.day} {SHORT[one.first.month - 1]}. {one.first.year} s.d. "
         f"{one.last.day} {SHORT[one.last.month - 1]} {one.last.year}"]
        for one in said
    ]  # fmt: skip
    _csv(path, [["No.", "Mitra Kerja Sama", "Negara Mitra", "Naskah", "Masa Berlaku"], *table])


def bilingual(path: Path, said: list[Said]) -> None:
    """Heads in two languages and lines, dates as texts."""
    head = ["No", "Nama Institusi\n(Name of Institution)", "Negara\n(Country)", "Jenis Dokumen (Document)",
            "Tanggal Mulai (Start Date)", "Tanggal Selesai (End Date)", "Ruang Lingkup (Scope)"]  # fmt: skip
    table = [
        [one.number, one.partner[0], one.partner[1], "MoA", one.first.strftime("%d/%m/%Y"),
         one.last.strftime("%d/%m/%Y"), "Pendidikan, Penelitian"]
        for one in said
    ]  # fmt: skip
    _xlsx(path, [["DAFTAR MITRA / LIST OF PARTNERS"], head, *table])


def merged(path: Path, said: list[Said]) -> None:
    """Merged heads over two rows below a title."""
    heads = [
        ["REKAPITULASI"], [None],
        ["No", "Mitra", None, "Dokumen", "Masa Berlaku", None, "Status"],
        [None, "Nama", "Negara", None, "Mulai", "Berakhir", None],
    ]  # fmt: skip
    table = [[one.number, one.partner[0], one.partner[1], "MoU", one.first, one.last, one.status] for one in said]
    areas = [(0, 0, 0, 6), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 3, 3), (2, 4, 2, 5), (2, 6, 3, 6)]
    _xlsx(path, [*heads, *table], areas)


def program(path: Path, said: list[Said]) -> None:
    """JSON of an interface, English dates."""
    path.write_text(
        json.dumps(
            [
                {
                    "Institution": one.partner[0],
                    "Country": one.partner[2],
                    "Agreement Type": "MoU",
                    "Valid From": f"{ENGLISH[one.first.month - 1]} {one.first.day}, {one.first.year}",
                    "Valid Until": f"{ENGLISH[one.last.month - 1]} {one.last.day}, {one.last.year}",
                }
                for one in said
            ]
        ),
        "utf-8",
    )


def old(path: Path, said: list[Said]) -> None:
    """UTF-16 with tabs, dots in dates, heads of other words."""
    head = "No\tPerguruan Tinggi\tAsal Negara\tBerlaku dari\tBerlaku s/d\tKet. Status"
    lines = [
        f"{one.number}\t{one.partner[0]}\t{one.partner[1]}\t{one.first:%d.%m.%Y}\t{one.last:%d.%m.%Y}\t{one.status}"
        for one in said
    ]
    path.write_bytes("\n".join([head, *lines]).encode("utf-16"))


OFFICES: dict[str, Callable[[Path, list[Said]], None]] = {
    "university.xlsx": university,
    "underscores.csv": underscores,
    "american.csv": american,
    "city.csv": city,
    "page.xls": page,
    "spans.csv": spans,
    "bilingual.xlsx": bilingual,
    "merged.xlsx": merged,
    "program.json": program,
    "old.txt": old,
}
