"""Write a plausible register of any size, the same one for the same number: `make_register.py 20000 big.yaml`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

PARTNERS = [
    ("Petaling Jaya", "MY"),
    ("Braunschweig", "DE"),
    ("Fort Worth", "US"),
    ("Suwon", "KR"),
    ("Namur", "BE"),
    ("Oslo", "NO"),
    ("Kawasaki", "JP"),
    ("Hamamatsu", "JP"),
    ("Melbourne", "AU"),
    ("Córdoba", "AR"),
]
AREAS = ["human resources", "small business", "education", "culture and tourism", "smart city", "public health"]
TERMS = ["5 years", "3 years", "2 years 6 months", "18 months", "5 tahun", "indefinite"]
HEAD = """register:
  name: Generated register
  timezone: Asia/Jakarta
  contacts:
    ksln: {name: Cooperation Office, email: ksln@example.org}
  owner: ksln

agreements:
"""


def some_date(dice: random.Random, first: int, last: int) -> str:
    """A date, known to the day mostly, sometimes to the month or the year only."""
    year, month, day = dice.randint(first, last), dice.randint(1, 12), dice.randint(1, 28)
    known = dice.random()
    return f"{year}" if known < 0.03 else f"{year}-{month:02}" if known < 0.08 else f"{year}-{month:02}-{day:02}"


def record(number: int, dice: random.Random) -> Iterator[str]:
    """The lines of one record."""
    city, country = dice.choice(PARTNERS)
    kind = dice.choice(["ksdpl", "ksdpl", "ksdll", "ksdd", "ksdpk"])
    country = "ID" if kind == "ksdd" else country
    yield f"  - id: {city.lower().replace(' ', '-').replace('ó', 'o')}-{number}"
    yield f"    title: Memorandum of understanding no. {number} between Bandung and {city}"
    yield f"    partner: {{name: {city} district {number}, country: {country}}}"
    yield f"    kind: {kind}"
    yield f"    instrument: {dice.choice(['mou', 'mou', 'loi', 'pks'])}"
    yield from body(number, kind, dice)
    if kind in ("ksdd", "ksdpk"):
        yield "    dprd: not-required"
    yield f"    owner: {dice.choice(['ksln', f'officer{number % 40}@example.org'])}"
    yield "    sources:"
    yield f"      - {{title: Annual report {dice.randint(2005, 2025)}, url: 'https://example.org/report/{number}'}}"


def body(number: int, kind: str, dice: random.Random) -> Iterator[str]:
    """The lines about time, renewal and what was done."""
    if dice.random() < 0.2:
        yield "    steps:"
        yield f"      - {{step: {'exploration' if kind in ('ksdpl', 'ksdll') else 'offer'}, done: 2025-02-11}}"
        return
    year = dice.randint(2005, 2025)
    yield f"    signed: {some_date(dice, year, year)}"
    yield f"    term: {dice.choice(TERMS)}"
    if kind in ("ksdpl", "ksdll") and year >= 2018:
        yield "    steps:"
        yield f"      - {{step: dprd-approval, received: {year - 1}-03-02, done: {year - 1}-05-02, outcome: approved}}"
    if dice.random() < 0.4:
        yield "    renewal:"
        yield f"      mode: {dice.choice(['by-agreement', 'automatic'])}"
        yield f"      notice: {dice.choice(['3 months', '60 days'])}"
    if dice.random() < 0.1:
        yield "    extensions:"
        yield f"      - {{signed: {year + 1}-01-02, term: 2 years}}"
    if dice.random() < 0.1:
        yield "    notes: |"
        yield f"      Filed under number {number}. The partner's copy is kept by the archive."
    yield f"    fields: [{', '.join(dice.sample(AREAS, 2))}]"


def write(count: int, path: Path, seed: int | None = None) -> None:
    """Write a register of `count` records; another seed makes others."""
    dice = random.Random(count if seed is None else seed)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for number in range(count):
            out.writelines(line + "\n" for line in record(number, dice))


def write_workbook(count: int, path: Path) -> None:
    """Write a list of `count` rows as offices keep them."""
    import xlsxwriter

    dice = random.Random(count)
    book = xlsxwriter.Workbook(path)
    page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    heads = ("No", "Nomor Dokumen", "Nama Mitra", "Negara", "Jenis Dokumen", "Judul", "Tanggal TTD", "Berakhir", "Unit")
    page.write_row(0, 0, heads)
    for number in range(1, count + 1):
        signed = datetime(2010, 1, 1) + timedelta(days=dice.randrange(5000))
        city, country = dice.choice(PARTNERS)
        paper = dice.choice(["MoU", "PKS", "IA"])
        whom = f"Universitas {city} {number % 7000}"
        page.write_row(number, 0, (number, f"{number}/KS/{signed.year}", whom, country, paper, f"Kerja sama {number}"))
        page.write_datetime(number, 6, signed, day)
        page.write_datetime(number, 7, signed + timedelta(days=365 * dice.randint(1, 5)), day)
        page.write(number, 8, f"Fakultas {number % 12}")
    book.close()


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
