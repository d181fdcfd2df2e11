"""What cells say: dates, terms and words as offices write them; what is not certain is refused with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.dates import parse_period
from mou_tracker.sheets.cells import CannotTake, date_in, term_in, without_renewal
from tests.make import ENGLISH


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        (date(2015, 11, 27), None, "2015-11-27"),
        ("27/11/2015", None, "2015-11-27"),
        (2015, None, "2015"),
        ("2015", None, "2015"),
        ("2015-11-27", None, "2015-11-27"),
        ("2015/11/27", None, "2015-11-27"),
        ("27 November 2015", None, "2015-11-27"),
        ("27 Nopember 2015", None, "2015-11-27"),
        ("1 Pebruari 2023", None, "2023-02-01"),
        ("Jumat, 27 November 2015", None, "2015-11-27"),
        ("Jum'at 27 November 2015", None, "2015-11-27"),
        ("27-Agt-2015", None, "2015-08-27"),
        ("27  Mei\n2015", None, "2015-05-27"),
        ("November 2015", None, "2015-11"),
        ("November 27, 2015", None, "2015-11-27"),
        ("27th November 2015", None, "2015-11-27"),
        ("03/04/2015", "day-first", "2015-04-03"),
        ("03/04/2015", "month-first", "2015-03-04"),
        ("3.4.2015", "day-first", "2015-04-03"),
    ],
)
def test_dates_as_offices_write_them(cell: object, order: str | None, expected: str) -> None:
    """Month names in Indonesian and English, with weekdays and old spellings, true dates, bare years."""
    assert date_in(cell, order).iso() == expected


@pytest.mark.parametrize(
    ("cell", "order", "reason"),
    [
        ("03/04/2015", None, "03/04/2015: it is not said whether the day or the month comes first"),
        ("27/11/2015", "month-first", "27/11/2015 is no day that exists: there is no month 27"),
        ("31/02/2018", "day-first", "31/02/2018 is no day that exists"),
        ("2015-02-30", None, "2015-02-30 is no day that exists"),
        ("3 April 17", None, "the year of 3 April 17 has two digits: which century is not said"),
        ("03/04/17", "day-first", "the year of 03/04/17 has two digits: which century is not said"),
        (42335, None, "42335 is a number, not a date: give its cells a date format"),
        ("27 Foo 2015", None, "27 Foo 2015: Foo is no month"),
        ("segera", None, "segera is not a date"),
        ("١ April 2015", None, "١ April 2015 is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(cell: object, order: str | None, reason: str) -> None:
    """Day or month first is never guessed, nor is a century."""
    with pytest.raises(CannotTake) as refused:
        date_in(cell, order)
    assert ENGLISH(refused.value.reason) == reason


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from("/.-"))
def test_the_declared_order_decides(day: date, sign: str) -> None:
    """The same digits read both ways give the day and its mirror, never anything else."""
    text = f"{day.day}{sign}{day.month}{sign}{day.year}"
    assert date_in(text, "day-first").earliest == day
    try:
        mirrored = date_in(text, "month-first").earliest
    except CannotTake:
        assert day.day > 12
    else:
        assert (mirrored.month, mirrored.day) == (day.day, day.month)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5 tahun", "5 years"),
        ("5 (lima) tahun", "5 years"),
        ("5 Thn", "5 years"),
        ("5th", "5 years"),
        ("2 tahun 6 bulan", "2 years 6 months"),
        ("2 tahun dan 6 bulan", "2 years 6 months"),
        ("18 bln.", "18 months"),
        ("3 years", "3 years"),
        ("90 hari", "90 days"),
        ("P5Y", "5 years"),
    ],
)
def test_terms_as_offices_write_them(cell: str, expected: str) -> None:
    """Short forms, numbers in words beside the digits, two units."""
    assert term_in(cell) == parse_period(expected)


@pytest.mark.parametrize("cell", ["unlimited", "Tidak Terbatas", "tanpa batas waktu"])
def test_terms_without_end(cell: str) -> None:
    """In both languages."""
    assert term_in(cell) == "indefinite"


@pytest.mark.parametrize("cell", ["5", "lama", "5 tahun atau lebih", "0 tahun", "5 bulan 2 tahun", "-5 tahun", "5 x"])
def test_what_is_no_term_is_refused(cell: str) -> None:
    """A number alone has no unit, and no word is passed over."""
    with pytest.raises(CannotTake):
        term_in(cell)


@pytest.mark.parametrize(
    ("cell", "rest"),
    [
        ("auto renew", ""),
        ("Auto-Renewal", ""),
        ("3 tahun, auto renew", "3 tahun"),
        ("5 tahun (diperpanjang otomatis)", "5 tahun"),
        ("otomatis", ""),
    ],
)
def test_renewing_by_itself_is_seen_wherever_it_stands(cell: str, rest: str) -> None:
    """Alone or beside a term."""
    assert without_renewal(cell) == (rest, True)
    assert without_renewal("5 tahun") == ("5 tahun", False)
