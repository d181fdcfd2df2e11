"""What a sheet's columns are proposed for where the headings alone do not tell it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mou_tracker.edit.serialize import scalar
from mou_tracker.sheets.formats.tables import Table
from mou_tracker.sheets.proposal import choices, proposal
from tests.make import ENGLISH
from tests.sheets.lists import later

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
    ],
)
def test_the_beginning_and_the_end_are_found_by_their_days(heads: str, kinds: str, expected: str) -> None:
    """By their order in each row and the whole years between them, wherever they stand and whatever they are called."""
    found = choices(["Mitra", "Negara", *heads.split("|")], _columns(kinds))
    assert ["".join(found[index].to) if index in found else "" for index in range(2, 2 + len(kinds))] == (
        expected.split("|")
    )


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
    assert f"  {scalar(heading, False)}: {expected}" in proposal(table, "s.csv", "ID", ENGLISH).splitlines()


def test_single_cells_do_not_hide_the_beginning_and_the_end() -> None:
    """Blanks, an end before its beginning and a word among the days are of their own rows only."""
    rows = [*_columns("se"), *_columns("se")]
    rows[3][3], rows[7][2], rows[9][3] = None, "TBA", date(2001, 1, 1)
    found = choices(["Mitra", "Negara", "Kolom A", "Kolom B"], rows)
    assert [found[index].to for index in (2, 3)] == [("starts",), ("ends",)]
