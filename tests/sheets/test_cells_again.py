"""A cell that was read before is taken as it was then: that makes no difference, whatever stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_tracker.sheets.formats.tables import error_cell
from mou_tracker.sheets.headings import understood
from mou_tracker.sheets.import_map import read_map
from mou_tracker.sheets.rows import reading

MAP = """\
columns:
  Nomor: numbers.ours
  Mitra: partner.name
  Negara: partner.country
  Mitra dan Negara: {to: [partner.name, partner.country]}
  Tipe: partner.type
  Naskah: instrument
  TTD: signed
  Tempat: place
  Mulai: starts
  Selesai: ends
  Masa: {to: [starts, ends]}
  Lama: term
  Tahun: {to: term, unit: years}
  Banyak: {to: term, unit_in: Satuan}
  Satuan: ignore
  Perpanjangan: renewal
  Tahap: steps.initiative.done
  Bidang: fields
  Catatan: notes
  Lain: extra.lain
  Status: status
words: {instrument: {perjanjian: pks}, partner.name: {UI: Universitas Indonesia}}
"""
DAYS: list[object] = [
    date(2020, 1, 2),
    date(2015, 11, 27),
    "27/11/2015",
    "Jakarta, 1 Mei 2020",
    "1 Mei 2020 (dapat diperpanjang)",
    "unlimited",
    "5 tahun",
    "31/02/2020",
    "auto renew",
    "sampai selesai",
    2020,
    2020.5,
    43831,
    error_cell("#REF!"),
]
TERMS: list[object] = [
    "5 tahun",
    "5",
    5,
    "3 years, auto renew",
    "unlimited",
    "3 tahun sejak ttd",
    "lama",
    "sampai selesai",
]
WORDS: list[object] = [
    "Oslo",
    "Jepang",
    "Norwegia/Jepang",
    "a; b",
    "- x",
    "two\nlines",
    "-",
    "n/a",
    1,
    1.5,
    "\u202e",
    "Córdoba",
]
CELLS: Mapping[str, list[object]] = {
    "Mitra": ["Oslo", "UI", "Oslo; Bergen", "1. Oslo 2. Bergen", "Universitas A; Universitas B", 7],
    "Negara": ["Norwegia", "Jepang", "Norwegia/Jepang", "Norwegia; Jepang", "Kongo", "Wakanda"],
    "Mitra dan Negara": ["Kyoto University, Japan", "Oslo, Norway; Kyoto, Japan", "Oslo"],
    "Tipe": ["Universitas", "Pemerintah Kota"],
    "Naskah": ["MoU", "PKS", "perjanjian", "Letter of Whatever", "surat"],
    "Satuan": ["tahun", "bulan"],
    "Masa": ["1 Jan 2020 s.d. 31 Des 2024", "2020", "1 Jan 2020 - 31 Des 2024 (draf)"],
    "Perpanjangan": ["otomatis", "auto renew 1 year", "tidak", "2 tahun"],
    **dict.fromkeys(("TTD", "Mulai", "Selesai", "Tahap"), DAYS),
    **dict.fromkeys(("Lama", "Tahun", "Banyak"), TERMS),
}


@st.composite
def tables(draw: st.DrawFn) -> list[list[object]]:
    """A sheet of some of the columns, whose cells come again and again."""
    heads = list(yaml_heads())
    rows = st.lists(
        st.tuples(*(st.sampled_from([None, *CELLS.get(head, WORDS)]) for head in heads)).map(list),
        min_size=2,
        max_size=8,
    )
    kept = {*draw(st.lists(st.sampled_from(heads), unique=True)), "Mitra", "Negara"}
    made = draw(rows)
    return [heads, *([cell if head in kept else None for head, cell in zip(heads, row, strict=True)] for row in made)]


def yaml_heads() -> list[str]:
    """The headings that the map names."""
    return [line.strip().partition(":")[0] for line in MAP.splitlines()[1:-1]]


@given(tables())
@settings(max_examples=300, deadline=None)
def test_a_cell_read_before_says_what_it_said(table: list[list[object]]) -> None:
    """The judge reads each cell anew, in its row."""
    by, found = read_map("map.yaml", MAP.encode())
    assert not found
    sheet = understood(table, by)
    taken = reading.taken(sheet, by)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_alone", lambda *_: None)
        patch.setattr(reading, "_plain", lambda *_: None)
        assert reading.taken(sheet, by) == taken
