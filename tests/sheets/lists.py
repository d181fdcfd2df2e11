"""Lists as universities and cities keep and publish them, dirt and all, made by what knows the truth.

The headings and the shapes of cells follow public pages.
"""

from __future__ import annotations

import csv
import html
import json
import random
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

ROWS = 40
AS_OF = date(2026, 11, 27)
# Name, code, and the country as lists write it.
PARTNERS = """\
Universiti Kebangsaan Malaysia (UKM)|MY|Malaysia|MALAYSIA
Yonsei University|KR|Korea Selatan|Korsel|Republic of Korea|Rep. of Korea|South Korea
Kyoto University|JP|Jepang|JEPANG|Japan|Kyoto, Japan|Jepang/Japan
Tohoku University|JP|Jepang|Japan (Sendai)
Vrije Universiteit Amsterdam|NL|Belanda|Netherland|The Netherlands|Belanda (Netherlands)
National Taiwan University of Science and Technology|TW|Taiwan|R.O.C. Taiwan|Taiwan (R.O.C.)|Taiwan, ROC
Tsinghua University|CN|Tiongkok|RRT|P.R. China|PR China|People's Republic of China
Charles University|CZ|Republik Ceko|Czech|Czech Republic
Hanoi University of Science|VN|Viet Nam|Vietnam
The University of Queensland|AU|Australia|Brisbane, Australia|Austalia
Universidade Nacional Timor Lorosa'e|TL|Timor Leste|Timor-Leste|East Timor
University of Leeds|GB|Inggris|UK|U.K.|United Kingdom (UK)|England
Ohio State University|US|Amerika Serikat|AS|USA|U.S.A.|Ohio, USA
Technische Universität Berlin|DE|Jerman|Germany
Université de Nantes|FR|Perancis|Prancis|France
De La Salle University|PH|Filipina|Philipina|Phillipines|The Philippines
Al-Azhar University|EG|Mesir|Egypt
King Saud University|SA|Arab Saudi|KSA|Kingdom of Saudi Arabia
Istanbul Aydin University|TR|Turki|Türkiye|Turkey
National University of Laos|LA|Laos|Lao PDR
University of Hong Kong|HK|Hongkong|Hong Kong SAR|Hong Kong, China
PT Telkom Indonesia (Persero) Tbk|ID|Indonesia
Pemerintah Kabupaten Sleman|ID|Indonesia
SMA Negeri 3 Bandung|ID|Indonesia"""
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sept", "Okt", "Nov", "Des"]
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]
PAPERS = {"MoU": "mou", "MoA": "pks", "IA": "ia", "LoI": "loi", "PKS": "pks"}
CODES = (
    "MY MYS|KR KOR|JP JPN|NL NLD|TW TWN|CN CHN|CZ CZE|VN VNM|AU AUS|TL TLS|GB GBR|US USA|DE DEU|FR FRA|PH PHL|EG EGY|"
    "SA SAU|TR TUR|LA LAO|HK HKG|ID IDN"
)
Table = list[list[Any]]


class Truth:
    """What a row is about; `begins` and `ends` are what the register should say of it."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number = number
        self.name, self.code, *spellings = chance.choice(PARTNERS.split("\n")).split("|")
        self.country, self.plain = chance.choice(spellings), spellings[0]
        self.first = date(2011, 1, 1) + timedelta(number * 131 % 5300)
        self.years = chance.choice((1, 2, 3, 4, 5, 5))
        self.last = later(self.first, self.years)
        self.paper = chance.choice(list(PAPERS))
        self.instrument = PAPERS[self.paper]
        self.begins, self.ends = self.first.isoformat(), self.last.isoformat()

    @property
    def status(self) -> str:
        """As an office's own column has it."""
        return "Kadaluarsa" if self.last < AS_OF else "Aktif"


def later(day: date, years: int) -> date:
    """The same day some years on."""
    return day.replace(year=day.year + years, day=min(day.day, monthrange(day.year + years, day.month)[1]))


def truths(seed: int) -> tuple[list[Truth], random.Random]:
    """The same rows for the same number."""
    chance = random.Random(seed)
    return [Truth(number, chance) for number in range(1, ROWS + 1)], chance


def long(day: date, names: Sequence[str] = MONTHS) -> str:
    """12 Agustus 2021."""
    return f"{day.day} {names[day.month - 1]} {day.year}"


def ordinal(day: date) -> str:
    """1st of May 2019."""
    end = "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{end} of {ENGLISH[day.month - 1]} {day.year}"


def american(day: date) -> str:
    """8/12/2021."""
    return f"{day.month}/{day.day}/{day.year}"


def comma(path: Path, table: Table, sign: str = ",") -> None:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows(table)


def book(
    path: Path, sheets: dict[str, Table], merges: Sequence[tuple[int, int, int, int]] = (), days: str = "dd/mm/yyyy"
) -> None:
    """A workbook with true dates."""
    made = xlsxwriter.Workbook(str(path))
    form = made.add_format({"num_format": days})
    for name, table in sheets.items():
        page = made.add_worksheet(name)
        for row, cells in enumerate(table):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    page.write_datetime(row, column, datetime.combine(value, time()), form)
                elif value not in (None, ""):
                    page.write(row, column, value)
        for top, left, bottom, right in merges:
            page.merge_range(top, left, bottom, right, table[top][left])
    made.close()


def international(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Ordinals, months alone, ends that are none, below two lines of title."""
    table: Table = [["LIST OF INTERNATIONAL PARTNERS"], ["as of November 2026"], []]
    table.append(["No.", "Institution", "Country", "Type of Agreement", "School/Faculty", "Date Signed", "Valid Until"])
    for one in said:
        end = chance.choice([ordinal(one.last), long(one.last, ENGLISH), "Endless", "Indefinite", "month"])
        if end == "month":
            end, one.ends = f"{ENGLISH[one.last.month - 1]}, {one.last.year}", f"{one.last:%Y-%m}"
        elif end in ("Endless", "Indefinite"):
            one.ends = "indefinite"
        table.append([one.number, one.name, one.country, one.paper, "FT", ordinal(one.first), end])
    book(path, {"Partners": table})


def institute(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Years of two digits, lengths in words, a column of papers that only its cells tell."""
    head = ["S.No.", "Institutions/Organization", "Nature", "Purpose/Title", "Signed on", "Duration"]
    table: Table = [[*head, "Country with which there is collaboration"]]
    words = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}
    for one in said:
        day = chance.choice(
            [f"{one.first:%d}-{ENGLISH[one.first.month - 1][:3]}-{one.first:%y}", f"{one.first:%d.%m.%Y}"]
        )
        length = chance.choice(
            [f"{one.years} years", f"{words[one.years]} ({one.years}) years", f"{one.years * 12} months"]
        )
        table.append([one.number, one.name, one.paper, "Exchange", day, length, one.country])
    comma(path, table)


def accreditation(path: Path, said: list[Truth], _: random.Random) -> None:
    """Merged heads over two rows, ticks, the columns counted below them."""
    table: Table = [["Tabel 1 Kerjasama Pendidikan"], []]
    table.append(["No.", "Lembaga Mitra", "Negara", "Tingkat", None, "Manfaat", "Waktu dan Durasi", None, "Bukti"])
    table.append([None, None, None, "Internasional", "Nasional", None, "Mulai", "Berakhir", None])
    table.append([f"({number})" for number in range(1, 10)])
    for one in said:
        one.instrument = "mou"
        ticks = ["V", None] if one.code != "ID" else [None, "V"]
        table.append([one.number, one.name, one.country, *ticks, "Mutu", long(one.first), long(one.last), "ada"])
    areas = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5), (2, 6, 2, 7), (2, 8, 3, 8)]
    book(path, {"1": table}, [(0, 0, 0, 8), *areas])


def by_country(path: Path, said: list[Truth], _: random.Random) -> None:
    """Countries are rows of their own; numbers begin anew below each."""
    table: Table = [["DAFTAR KERJA SAMA LUAR NEGERI"], []]
    table.append(["No", "Nama Perguruan Tinggi", "Jenis", "Mulai Berlaku", "Masa Berlaku Sampai"])
    said.sort(key=lambda one: one.code)
    now, number = "", 0
    for one in said:
        if one.code != now:
            now, number = one.code, 0
            table.append([one.plain.upper()])
        number += 1
        table.append([number, one.name, one.paper, one.first, one.last])
    book(path, {"Data": table})


def regions(path: Path, said: list[Truth], _: random.Random) -> None:
    """Regions, blank rows and totals between the rows."""
    table: Table = [["No", "University", "Country", "Document", "Start", "End", "Status"]]
    for at in range(0, ROWS, 10):
        table.append([["ASIA", "EUROPE", "AMERICA", "AUSTRALIA & OCEANIA"][at // 10]])
        for number, one in enumerate(said[at : at + 10], 1):
            table.append([number, one.name, one.country, one.paper, one.first, one.last, one.status])
        table += [[None, "Total", None, None, None, None, 10], []]
    book(path, {"Data": [*table, ["TOTAL", None, ROWS]]}, days="d-mmm-yy")


def college(path: Path, said: list[Truth], chance: random.Random) -> None:
    """The month first, ends in words, how it is renewed."""
    head = ["Partner Institution", "City", "Country", "Agreement Type", "College", "Effective Date", "Expiration Date"]
    table: Table = [[*head, "Renewal Terms"]]
    for one in said:
        end = american(one.last)
        if chance.random() < 0.2:
            end, one.ends = chance.choice(["No expiration", "N/A - indefinite", "Indefinite"]), "indefinite"
        rest = ["Engineering", american(one.first), end, chance.choice(["Mutual consent", "", "n/a"])]
        table.append([one.name, "Somewhere", one.country, one.paper.upper(), *rest])
    comma(path, table)


def city(path: Path, said: list[Truth], _: random.Random) -> None:
    """Titles above; the sum, the place and who signs below."""
    words = {1: "satu", 2: "dua", 3: "tiga", 4: "empat", 5: "lima"}
    table: Table = [["PEMERINTAH KOTA"], ["DAFTAR KERJA SAMA"], ["Keadaan s.d. November 2026"], []]
    table.append(["NO", "KOTA/LEMBAGA MITRA", "NEGARA", "BENTUK", "TANGGAL TTD", "JANGKA WAKTU", "BERLAKU S.D."])
    for one in said:
        length = f"{one.years} ({words[one.years]}) tahun"
        table.append([f"{one.number}.", one.name, one.country, one.paper, long(one.first), length, one.last])
    table += [[None, "JUMLAH", ROWS], [], [*[None] * 5, "Kota, 27 November 2026"], [*[None] * 5, "Kepala Bagian,"]]
    book(path, {"Data": [*table, [], [*[None] * 5, "NIP. 196501011990031001"]]}, days="d mmmm yyyy")


def form(path: Path, said: list[Truth], _: random.Random) -> None:
    """A form's answers: a time stamp, whole questions as headings."""
    head = ["Timestamp", "Nama Mitra Kerja Sama", "Negara Asal Mitra", "Jenis Naskah Kerja Sama"]
    table: Table = [[*head, "Tanggal Mulai Kerja Sama", "Tanggal Berakhir Kerja Sama", "Apakah masih aktif?"]]
    for one in said:
        stamp = f"{american(one.first + timedelta(30))} 09:05:07"
        days = [american(one.first), american(one.last), "Ya" if one.last > AS_OF else "Tidak"]
        table.append([stamp, one.name, one.country, f"{one.paper} (naskah)", *days])
    comma(path, table)


def periods(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Both days in one cell, in many ways."""
    table: Table = [["No", "Nama Lembaga Mitra", "Negara", "Dokumen", "Periode Kerjasama"]]
    for one in said:
        a, b = one.first, one.last
        forms = [f"{a:%d/%m/%Y} s.d. {b:%d/%m/%Y}", f"{long(a)} – {long(b)}", f"{a:%d-%m-%Y} s/d {b:%d-%m-%Y}", "years"]
        cell = chance.choice([*forms, f"{long(a)} sampai dengan {long(b)}", f"{a:%d/%m/%Y}-{b:%d/%m/%Y}"])
        if cell == "years":
            cell, one.begins, one.ends = f"{a.year} - {b.year}", str(a.year), str(b.year)
        table.append([one.number, one.name, one.country, one.paper, cell])
    book(path, {"Data": table})


def numbers_of_days(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Some cells lost their format, some are texts; the document's number stands under a bare heading."""
    table: Table = [["No", "Nomor", "Mitra", "Negara", "Jenis", "Tgl Mulai", "Tgl Akhir"]]

    def cell(day: date) -> object:
        return chance.choice([(day - date(1899, 12, 30)).days, long(day, SHORT), f"{day:%d/%m/%Y}", day])

    for one in said:
        number = f"{one.number}/UN5/KS/{one.first.year}"
        table.append([one.number, number, one.name, one.country, one.paper, cell(one.first), cell(one.last)])
    book(path, {"Data": table})


def printed(path: Path, said: list[Truth], _: random.Random) -> None:
    """The headings stand on each page, and the page's number below."""
    head = ["NO", "NAMA MITRA", "NEGARA", "JENIS MOU", "TGL. MULAI", "TGL. BERAKHIR", "KET"]
    table: Table = [["DATA KERJASAMA"], []]
    for at in range(0, ROWS, 12):
        table.append(head)
        for one in said[at : at + 12]:
            days = [f"{one.first:%d-%m-%Y}", f"{one.last:%d-%m-%Y}"]
            table.append([one.number, one.name, one.country, one.paper, *days, one.status])
        table += [[None, f"Halaman {at // 12 + 1}"], []]
    book(path, {"Data": table})


def two_languages(path: Path, said: list[Truth], _: random.Random) -> None:
    """Two full rows of headings, one in each language."""
    table: Table = [["Nomor", "Nama Mitra", "Negara", "Bentuk Dokumen", "Tanggal Mulai", "Tanggal Berakhir"]]
    table.append(["Number", "Partner Name", "Country", "Type of Document", "Start Date", "End Date"])
    table += [[one.number, one.name, one.country, one.paper, one.first, one.last] for one in said]
    book(path, {"Data": table})


def together(path: Path, said: list[Truth], _: random.Random) -> None:
    """Partner and country in one cell."""
    table: Table = [["No", "Partner Institution and Country", "Type", "Date of Signing", "Date of Expiry"]]
    table += [
        [one.number, f"{one.name}, {one.plain}", one.paper, ordinal(one.first), ordinal(one.last)] for one in said
    ]
    comma(path, table)


def months(path: Path, said: list[Truth], chance: random.Random) -> None:
    """A month in seven ways."""
    table: Table = [["No.", "Universitas Mitra", "Negara", "Dokumen", "Tanggal Mulai", "Tanggal Berakhir"]]

    def cell(day: date) -> str:
        short = ENGLISH[day.month - 1][:3]
        forms = [
            long(day, SHORT),
            ordinal(day),
            f"{day:%d}-{short}-{day:%y}",
            f"{day:%d}-{SHORT[day.month - 1]}-{day.year}",
        ]
        return chance.choice([*forms, f"{ENGLISH[day.month - 1]} {day.day}, {day.year}", long(day).upper()])

    table += [[one.number, one.name, one.country, one.paper, cell(one.first), cell(one.last)] for one in said]
    comma(path, table)


def remarks(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Words around the days; a column of what is left."""
    table: Table = [
        ["No", "Nama Mitra", "Asal Negara", "Jenis Naskah", "Mulai", "Berakhir", "Sisa Masa Berlaku", "Status"]
    ]
    for one in said:
        end = long(one.last)
        forms = [
            end,
            f"{end} (dapat diperpanjang)",
            f"s.d. {end}",
            f"{one.last:%d/%m/%Y} ({one.years} tahun)",
            f"{end} *",
        ]
        left = (one.last - AS_OF).days
        status = "Telah berakhir" if left < 0 else f"Aktif ({left} hari)"
        rest = [long(one.first), chance.choice(forms), f"{left // 365} Tahun", status]
        table.append([one.number, one.name, one.country, one.paper, *rest])
    book(path, {"Data": table})


def capitals(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Tabs in UTF-16, weekdays, times of day, a heading for a body that is the partner."""
    lines = ["NO\tINSTANSI MITRA\tNEGARA ASAL\tKATEGORI\tTANGGAL MULAI KERJASAMA\tTANGGAL SELESAI KERJASAMA"]
    for one in said:
        one.name = one.name.upper()
        days = (
            chance.choice(
                [f"{DAYS[day.weekday()]}, {long(day)}", f"{day:%d.%m.%Y}", f"{day} 00:00:00", f"{day:%d/%m/%Y} 0:00"]
            )
            for day in (one.first, one.last)
        )
        lines.append("\t".join([str(one.number), one.name, one.country.upper(), one.paper, *days]))
    path.write_bytes("\r\n".join(lines).encode("utf-16"))


def hospitals(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Headings of no dictionary, two numbers of each paper, days as texts and as dates, days that are left."""
    head = ["NO", "NAMA RUMAH SAKIT / INSTITUSI REKANAN", "NEGARA", "JENIS PERJANJIAN", "NO. PKS RS", "NO. PKS REKANAN"]
    table: Table = [["MONITORING PKS"], [*head, "PERIODE AWAL", "PERIODE AKHIR", "SISA HARI", "REMINDER"]]

    def cell(day: date) -> object:
        return chance.choice([day, f"{day.day:02d}-{SHORT[day.month - 1]}-{day:%y}"])

    for one in said:
        left = (one.last - AS_OF).days
        rest = [cell(one.first), cell(one.last), left, "EXPIRED" if left < 0 else "OK"]
        table.append([one.number, one.name, one.country, one.paper, f"{one.number}/PKS", f"X-{one.number}", *rest])
    book(path, {"PKS AKTIF & EXPIRED": table}, days="dd-mmm-yy")


def ministry(path: Path, said: list[Truth], _: random.Random) -> None:
    """Who signed at home first; place and day of signing in one cell; a term from the signing on."""
    head = ["No.", "Pemerintah Daerah", "Mitra Luar Negeri", "Negara Mitra", "Bentuk Dokumen", "Judul Naskah"]
    table: Table = [[*head, "Tempat dan Tanggal Penandatanganan", "Masa Berlaku", "Tgl. Berakhir", "Status"]]
    for one in said:
        rest = [f"Da Nang, {long(one.first)}", f"{one.years} tahun sejak ditandatangani", long(one.last), one.status]
        table.append([one.number, "Kota Bandung", one.name, one.country, one.paper, f"Kerja sama {one.number}", *rest])
    book(path, {"Data": table})


def contracts(path: Path, said: list[Truth], _: random.Random) -> None:
    """A program's export: codes of three letters, days in eight digits, the last day that programs know."""
    letters = {code[:2]: code[3:] for code in CODES.split("|")}
    table: Table = [["Contract No.", "Partner", "Ctry", "Doc. Type", "Valid Fr.", "Valid To", "Created on"]]
    for one in said:
        end = f"{one.last:%Y%m%d}"
        if one.number % 7 == 0:
            end, one.ends = "99991231", "indefinite"
        table.append([46 * 10**8 + one.number, one.name, letters[one.code], one.paper, f"{one.first:%Y%m%d}", end, ""])
    comma(path, table, ";")


def sheets_of_countries(path: Path, said: list[Truth], _: random.Random) -> None:
    """A legend first; then a sheet for each country, and no column that names it."""
    said.sort(key=lambda one: one.code)
    sheets: dict[str, Table] = {"Legenda": [["Kode", "Arti"], ["A", "Aktif"]]}
    for one in said:
        table = sheets.setdefault(one.plain, [["No", "Universitas", "Naskah", "Mulai", "Selesai"]])
        table.append([len(table), one.name, one.paper, one.first, one.last])
    book(path, sheets)


def prefecture(path: Path, said: list[Truth], chance: random.Random) -> None:
    """Two languages in each heading; days in Japanese signs."""
    table: Table = [
        ["番号 No.", "提携先 Partner", "国名 Country", "種類 Type", "締結日 Signed", "有効期限 Valid until"]
    ]

    def cell(day: date) -> object:
        return chance.choice([day, f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"])

    table += [[one.number, one.name, one.country, one.paper, cell(one.first), cell(one.last)] for one in said]
    book(path, {"一覧": table}, days="yyyy/m/d")


def program(path: Path, said: list[Truth], _: random.Random) -> None:
    """Midnight in Jakarta, in universal time."""

    def moment(day: date) -> str:
        return f"{day - timedelta(1)}T17:00:00.000Z"

    rows = [
        {"partnerName": one.name, "partnerCountry": one.country, "documentType": one.paper,
         "startDate": moment(one.first), "endDate": moment(one.last), "createdAt": "2024-01-01T03:04:05.123Z"}
        for one in said
    ]  # fmt: skip
    path.write_text(json.dumps({"data": rows}), "utf-8")


def export(path: Path, said: list[Truth], _: random.Random) -> None:
    """HTML called .xls with headings over two rows."""
    cells = "".join(
        f"<tr><td>{one.number}<td>{html.escape(one.name)}&nbsp;<td>{one.country}<td><b>{one.paper}</b>"
        f"<td>{one.first:%d-%m-%Y}<td>{one.last:%d-%m-%Y}<td><span>{one.status}</span></tr>"
        for one in said
    )
    head = "".join(f"<th rowspan=2>{name}" for name in ("No", "Nama Mitra", "Negara", "Jenis Kerjasama"))
    head += "<th colspan=2>Periode<th rowspan=2>Status</tr><tr><th>Mulai<th>Selesai</tr>"
    path.write_text(f"<table><tr>{head}{cells}</table><p>Dicetak pada 27-11-2026</p>", "utf-8")


def template(path: Path, said: list[Truth], _: random.Random) -> None:
    """Headings that say the order, days that never do; flags; the office's own name in each row."""
    head = ["Institusi", "Institusi Mitra (*)", "🌏 Negara (*)", "Jenis Dokumen (*)"]
    table: Table = [[*head, "Tanggal Mulai (mm/dd/yyyy)", "Tanggal Berakhir (mm/dd/yyyy)"]]
    for one in said:
        one.first = one.first.replace(day=one.first.day % 12 + 1)
        one.last = later(one.first, one.years)
        one.begins, one.ends = one.first.isoformat(), one.last.isoformat()
        flag = "".join(chr(0x1F1E6 + ord(sign) - 65) for sign in one.code)
        days = [f"{one.first:%m/%d/%Y}", f"{one.last:%m/%d/%Y}"]
        table.append(["Universitas Kita", one.name, f"{flag} {one.plain}", one.paper, *days])
    book(path, {"Template": table})


def numbers_as_texts(path: Path, said: list[Truth], _: random.Random) -> None:
    """A workbook whose days lost their format, saved as CSV by an old Windows program."""
    first = date(1899, 12, 30)
    table: Table = [["No", "Mitra", "Negara", "Jenis Dokumen", "Tanggal Mulai", "Tanggal Berakhir"]]
    table += [
        [one.number, one.name, one.country, one.paper, (one.first - first).days, (one.last - first).days]
        for one in said
    ]
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)


def papers(path: Path, said: list[Truth], chance: random.Random) -> None:
    """A sheet for each paper, and a formula that fails wherever an agreement is over; ends that only a step brings."""
    said.sort(key=lambda one: list(PAPERS).index(one.paper))
    sheets: dict[str, Table] = {"Rekap": [["Jenis", "Jumlah"], ["MoU", len(said)]]}
    for paper in PAPERS:
        table: Table = [[f"DAFTAR {paper}"], ["No", "Nama Mitra", "Negara", "Tgl Mulai", "Tgl Berakhir", "Sisa"]]
        for one in said:
            if one.paper == paper:
                over, end = one.last < AS_OF, long(one.last)
                if chance.random() < 0.1:
                    one.ends = "indefinite"
                    end = chance.choice(("sampai ada pemberitahuan lebih lanjut", "Selama diperlukan", "Permanen"))
                table.append([one.number, one.name, one.country, one.first, end, "#NUM!" if over else "2 tahun"])
        sheets[paper] = table
    book(path, sheets)


def continents(path: Path, said: list[Truth], _: random.Random) -> None:
    """A page with a table for each part of the world, and the marks of its footnotes."""
    said.sort(key=lambda one: one.code not in ("MY", "KR", "JP", "TW", "CN", "VN", "ID"))
    near = sum(one.code in ("MY", "KR", "JP", "TW", "CN", "VN", "ID") for one in said)
    head = "".join(f"<th>{name}" for name in ("#", "Partner", "Country", "Type", "Since", "Until"))
    text = "<table><tr><td>Founded<td>1962</tr></table>"
    for title, part in (("Asia", said[:near]), ("Elsewhere", said[near:])):
        rows = "".join(
            f"<tr><td>{at}<td><a href=x>{html.escape(one.name)}</a><td>{one.country}<td>{one.paper}"
            f"<td>{long(one.first, ENGLISH)}<sup>[{at}]</sup><td>{long(one.last, ENGLISH)}</tr>"
            for at, one in enumerate(part, 1)
        )
        text += f"<h2>{title}</h2><table><tr>{head}</tr>{rows}</table>"
    path.write_text(text, "utf-8")


def below(path: Path, said: list[Truth], _: random.Random) -> None:
    """Partners at home in a table below, whose columns have another order; rows without a paper."""
    said.sort(key=lambda one: one.code == "ID")
    head = ["No", "Mitra", "Negara", "Jenis", "Mulai", "Berakhir"]
    order = (0, 1, 5, 4, 2, 3)
    table: Table = [["A. LUAR NEGERI"], head]
    for one in said:
        row = [one.number, one.name, one.country, one.paper, one.first, one.last]
        if one.code == "ID" and ["B. DALAM NEGERI"] not in table:
            table += [[], ["B. DALAM NEGERI"], [head[at] for at in order]]
        if one.number % 9 == 0:
            one.instrument, row[3] = "other", None
        table.append([row[at] for at in order] if one.code == "ID" else row)
    book(path, {"Data": table})


def stumbled(path: Path, said: list[Truth], _: random.Random) -> None:
    """HTML called .xls with a program's message before it, in what browsers take Latin-1 for; more below the names."""
    cells = ""
    for one in said:
        one.name += " “Veteran”" if one.number % 3 == 0 else ""
        more = ("", "Jl. Raya No. 12", "12/UN5/KS/2020", "Telp. (0274) 512345")[one.number % 4]
        cells += (
            f"<tr><td>{one.number}<td>{html.escape(one.name)}<br><small>{more}</small><td>{one.plain}<td>{one.paper}"
        )
        cells += f"<td>{one.first:%d-%m-%Y}<td>{one.last:%d-%m-%Y}</tr>"
    head = "".join(f"<th>{name}" for name in ("No", "Mitra", "Negara", "Jenis", "Mulai", "Akhir"))
    page = f"<meta charset=iso-8859-1><table><tr>{head}</tr>{cells}</table>"
    path.write_bytes(f"Notice: Undefined variable: tahun\n{page}".encode("cp1252", "xmlcharrefreplace"))


LISTS: dict[str, Callable[[Path, list[Truth], random.Random], None]] = {
    "international.xlsx": international,
    "institute.csv": institute,
    "accreditation.xlsx": accreditation,
    "by-country.xlsx": by_country,
    "regions.xlsx": regions,
    "college.csv": college,
    "city.xlsx": city,
    "form.csv": form,
    "periods.xlsx": periods,
    "numbers-of-days.xlsx": numbers_of_days,
    "printed.xlsx": printed,
    "two-languages.xlsx": two_languages,
    "together.csv": together,
    "months.csv": months,
    "remarks.xlsx": remarks,
    "capitals.txt": capitals,
    "hospitals.xlsx": hospitals,
    "ministry.xlsx": ministry,
    "contracts.csv": contracts,
    "sheets-of-countries.xlsx": sheets_of_countries,
    "prefecture.xlsx": prefecture,
    "program.json": program,
    "export.xls": export,
    "template.xlsx": template,
    "numbers-as-texts.csv": numbers_as_texts,
    "papers.xlsx": papers,
    "continents.html": continents,
    "below.xlsx": below,
    "stumbled.xls": stumbled,
}
