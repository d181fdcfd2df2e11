"""What cells say: dates, terms and words as offices write them; what is not certain is refused with the reason."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.dates import parse_period
from mou_tracker.sheets.cells import (
    CannotTake,
    apart,
    date_in,
    is_endless,
    is_never,
    partner_in,
    place_before,
    span_in,
    term_in,
    without_renewal,
)
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
        ("2015年11月27日", None, "2015-11-27"),
        ("27. November 2015", None, "2015-11-27"),
        ("1 Ogos 2023", None, "2023-08-01"),
        ("27-XI-2015", None, "2015-11-27"),
        ("27 Febuari 2015", None, "2015-02-27"),
        ("27 Agutsus 2015", None, "2015-08-27"),
        ("27//11//2015", None, "2015-11-27"),
        ("'27/11/2015", None, "2015-11-27"),
        ("31 Disember 2023", None, "2023-12-31"),
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
        ("27 Jumi 2015", None, "27 Jumi 2015: Jumi is no month"),
        ("III/2020", None, "III/2020: III is no month"),
        (
            "2015-11-26T17:00:00.000Z",
            None,
            "2015-11-26T17:00:00.000Z: which day it is here is not said",
        ),
        ("segera", None, "segera is not a date"),
        (date(1905, 7, 7), None, "1905-07-07: the year 2015 stands in a cell of dates; write it as text"),
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
        ("5 tahun sejak ditandatangani", "5 years"),
        ("5 (lima) tahun terhitung sejak tanggal penandatanganan", "5 years"),
        ("3 years from the date of signing", "3 years"),
        ("2,5 tahun", "30 months"),
        ("5.0 tahun", "5 years"),
        ("5-year", "5 years"),
        ("Selama 3 (tiga) tahun", "3 years"),
        ("Valid for 5 years", "5 years"),
        ("5 years, renewable", "5 years"),
        ("5 tahun dapat diperpanjang kembali", "5 years"),
        ("5 tahun / 5 years", "5 years"),
    ],
)
def test_terms_as_offices_write_them(cell: str, expected: str) -> None:
    """Short forms, numbers in words beside the digits, two units."""
    assert term_in(cell) == parse_period(expected)


@pytest.mark.parametrize("cell", ["unlimited", "Tidak Terbatas", "tanpa batas waktu"])
def test_terms_without_end(cell: str) -> None:
    """In both languages."""
    assert term_in(cell) == "indefinite"


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("1 Juni 2008 sd 31 Mei 2013", "2008-06-01 2013-05-31"),
        ("1 Juni 2008 s d 31 Mei 2013", "2008-06-01 2013-05-31"),
        ("From 12/08/2019 to 11/08/2024", "2019-08-12 2024-08-11"),
        ("Berlaku sejak tanggal 1 Jan 2020 sampai 31 Des 2024", "2020-01-01 2024-12-31"),
        ("TMT 1 Jan 2020 s/d 31 Des 2024", "2020-01-01 2024-12-31"),
        ("5 (lima) tahun (27 Nov 2015 - 26 Nov 2020)", "2015-11-27 2020-11-26"),
        ("27 Nov 2015 - 31 Des 2020 (5 tahun)", "2015-11-27 2020-12-31"),
        ("27 Nov 2015 - 26 Nov 2020 (dapat diperpanjang)", "2015-11-27 2020-11-26"),
        ("27 Nov 2015 - 26 Nov 2018 (5 tahun)", None),
        ("27 Nov 2015 - 26 Nov 2020 (addendum 2021)", None),
        ("1 s.d. 3 Jan 2020", None),
    ],
)
def test_two_days_of_one_cell(cell: str, days: str | None) -> None:
    """Whatever joins them; a length beside them is passed over, unless it says something else."""
    try:
        assert " ".join(day.iso() for day in span_in(cell, "day-first")) == days
    except CannotTake:
        assert days is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Bandung, 27 November 2015", ("Bandung", "27 November 2015")),
        ("Da Nang,27/11/2015", ("Da Nang", "27/11/2015")),
        ("Jum'at, 27 November 2015", ("", "Jum'at, 27 November 2015")),
        ("Jumaat, 27 November 2015", ("", "Jumaat, 27 November 2015")),
        ("Nov, 27 2015", ("", "Nov, 27 2015")),
        ("November 27, 2015", ("", "November 27, 2015")),
    ],
)
def test_a_place_before_a_day(cell: str, expected: tuple[str, str]) -> None:
    """A weekday and a month are none."""
    assert place_before(cell) == expected


@pytest.mark.parametrize(
    ("cell", "never"),
    [
        (99991231, True),
        ("9999-12-31", True),
        ("9999-12-31 00:00:00", True),
        ("31/12/9999", True),
        ("31.12.2999", True),
        ("12/31/9999", True),
        ("31-Dec-9999", True),
        (date(9999, 12, 31), True),
        ("9999-12-30", False),
        (date(2099, 12, 31), False),
        (9999, False),
    ],
)
def test_the_last_day_of_programs_is_no_end(cell: object, never: bool) -> None:
    """With which databases fill an end that there is none of."""
    assert is_never(cell) is never


@pytest.mark.parametrize("cell", ["Seumur hidup", "berlaku selamanya", "Valid until forever", "Open-ended"])
def test_words_for_no_end(cell: str) -> None:
    """With or without a word for being valid."""
    assert is_endless(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("5", "lama", "5 tahun atau lebih", "0 tahun", "5 bulan 2 tahun", "-5 tahun", "5 x", "2,3 tahun"),
        *("5 tahun / 6 years", "5 years + 5 years", "5 years unless terminated"),
    ],
)
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


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Kyoto University, Japan", ("Kyoto University", "JP")),
        ("Universitas Oslo, Fakultas Hukum, Norway", ("Universitas Oslo, Fakultas Hukum", "NO")),
        ("Inha University, Korea (Republic of)", ("Inha University", "KR")),
        ("Inha University (Korea, Republic of)", ("Inha University", "KR")),
        ("Asia University, Taiwan (ROC)", ("Asia University", "TW")),
        ("Asia University (Taiwan, R.O.C.)", ("Asia University", "TW")),
        ("University of Hull - U.K.", ("University of Hull", "GB")),
        ("Kyoto University", None),
        ("Oslo, Norwegen" + ", x" * 2000, None),
    ],
)
def test_a_name_that_ends_with_its_country(cell: str, expected: tuple[str, str] | None) -> None:
    """The longest name of a country at the end is it."""
    if expected:
        assert partner_in(cell) == expected
        return
    with pytest.raises(CannotTake):
        partner_in(cell)


@pytest.mark.parametrize("cell", ["[a]" * 9000, "(0 " * 9000, ", " * 9000, " " * 30000 + "x"])
def test_a_cell_of_any_length_is_read_at_once(cell: str) -> None:
    """What no day and no name with its country can be as long as is not looked through."""
    started = time.monotonic()
    apart(cell)
    with pytest.raises(CannotTake):
        partner_in(cell)
    assert time.monotonic() - started < 2
