"""Dates and periods as people write them, in both languages; what is not certain is told, never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.dates import Period
from mou_tracker.basics.dates_in_words import (
    MONTH_OF,
    MONTHS,
    NotADate,
    Order,
    month_of,
    read_date,
    read_near,
    read_period,
    read_term,
)
from mou_tracker.language.wording import wording
from tests.make import ENGLISH

READ = {
    "27 November 2015": "2015-11-27",
    "27 november, 2015": "2015-11-27",
    "27-Nov-2015": "2015-11-27",
    "27/Nov/2015": "2015-11-27",
    "27Nov2015": "2015-11-27",
    "27th of November 2015": "2015-11-27",
    "November 27, 2015": "2015-11-27",
    "2015 November 27": "2015-11-27",
    "Jumat, 27 Nopember 2015": "2015-11-27",
    "Jum’at tanggal 27 November 2015": "2015-11-27",
    "Friday 27 November 2015": "2015-11-27",
    "tgl. 27 November 2015": "2015-11-27",
    "6 Ag. 2019": "2019-08-06",
    "6 Mrt 2019": "2019-03-06",
    "6 Agust. 2019": "2019-08-06",
    "6 Septem 2019": "2019-09-06",
    "Mei 2015": "2015-05",
    "Mei-2015": "2015-05",
    "05/2015": "2015-05",
    "2015/05": "2015-05",
    "2015": "2015",
    "20151127": "2015-11-27",
    "2015.11.27": "2015-11-27",
    "2015-11-27 00:00:00": "2015-11-27",
    "2015-11-27T23:59:59.123+07:00": "2015-11-27",
    "27/11/2015 0:00": "2015-11-27",
    "27 November 2015 pukul 10.00 WIB": "2015-11-27",
    "11/27/2015 12:00:00 AM": "2015-11-27",
    "27 – 11 – 2015": "2015-11-27",
    "11/11/2015": "2015-11-11",
}


@pytest.mark.parametrize("text", READ)
def test_a_date_as_people_write_it(text: str) -> None:
    """No order is given: what is read is certain without."""
    assert read_date(text).iso() == READ[text]


REFUSED: dict[tuple[str, Order | None], tuple[str, str]] = {
    ("03/04/2015", None): ("order", "03/04/2015: it is not said whether the day or the month comes first"),
    ("31/12/2020", "month-first"): ("day", "31/12/2020 is no day that exists: there is no month 31"),
    ("12/31/2020", "day-first"): ("day", "12/31/2020 is no day that exists: there is no month 31"),
    ("30 Februari 2020", None): ("day", "30 Februari 2020 is no day that exists"),
    ("2015-13-01", None): ("day", "2015-13-01 is no day that exists"),
    ("03/04/15", "day-first"): ("century", "the year of 03/04/15 has two digits: which century is not said"),
    ("27 Nov '15", None): ("century", "the year of 27 Nov '15 has two digits: which century is not said"),
    ("27 Foo 2015", None): ("month", "27 Foo 2015: Foo is no month"),
    ("Senin, 18 Maret 2018", None): ("weekday", "Senin, 18 Maret 2018: that day was a Sunday"),
    ("1 Januari 1015", None): ("year", "1 Januari 1015: the year 1015 cannot be meant"),
    ("0206-11-27", None): ("year", "0206-11-27: the year 206 cannot be meant"),
    ("Nov 15", None): ("form", "Nov 15 is not a date"),
    ("November 2015 10:00", None): ("form", "November 2015 10:00 is not a date"),
    ("5 tahun 2015", None): ("form", "5 tahun 2015 is not a date"),
    ("6 Ju 2015", None): ("month", "6 Ju 2015: Ju is no month"),
    ("segera", None): ("form", "segera is not a date"),
    ("", None): ("form", " is not a date"),
}


@pytest.mark.parametrize(("text", "order"), REFUSED)
def test_what_is_not_certain_is_refused_with_the_reason(text: str, order: Order | None) -> None:
    """In the text's own words: no day is named that nobody wrote."""
    with pytest.raises(NotADate) as refused:
        read_date(text, order)
    assert (refused.value.kind, ENGLISH(refused.value.reason)) == REFUSED[text, order]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from("/.-"))
def test_a_century_that_is_said_is_used(day: date, sign: str) -> None:
    """The hundred years that begin with it."""
    text = f"{day.day}{sign}{day.month}{sign}{day.year % 100:02}"
    assert read_date(text, "day-first", 1970).earliest == day


@pytest.mark.parametrize(
    "text",
    ["Mon 5 May 2025", "Mon, 5 May 2025", "Mon. 5 May 2025", "Sen, 5 Mei 2025", "Mon May 05 2025", "Mon 05/05/2025"],
)
def test_a_short_weekday_before_a_day(text: str) -> None:
    """It must be that day's."""
    assert read_date(text).iso() == "2025-05-05"
    with pytest.raises(NotADate):
        read_date(text.replace("Mon", "Tue").replace("Sen", "Sel"))


@pytest.mark.parametrize("text", ["Jun-23", "Juni-23", "Jun '23", "JUN’23"])
def test_a_month_as_spreadsheets_show_it(text: str) -> None:
    """With a century only, and never where it may be a day of the month."""
    assert read_date(text, None, 1970).iso() == "2023-06"
    for other, century in ((text, None), ("Jun 23", 1970), ("June 23", 1970)):
        with pytest.raises(NotADate):
            read_date(other, None, century)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(["en", "id"]))
def test_what_the_program_writes_it_reads(day: date, language: str) -> None:
    """The spelling of days and months in either language comes back."""
    say = wording(language)
    assert read_date(say.day(day)).earliest == day
    assert read_date(f"{say(MONTHS[day.month - 1])} {day.year}").iso() == day.isoformat()[:7]


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Never another exception."""
    for order in (None, "day-first", "month-first"):
        with suppress(NotADate):
            read_date(text, order, 2000)  # type: ignore[arg-type]
    read_term(text)


def test_a_month_is_known_by_any_beginning_that_is_its_own() -> None:
    """At least three letters; `ju` and `ma` are two months' and stand for none."""
    assert {name: month_of(name) for name in ("agust", "DES.", "ju", "ma", "mai", "xyz")} == {
        "agust": 8,
        "DES.": 12,
        "ju": None,
        "ma": None,
        "mai": None,
        "xyz": None,
    }
    assert all(month_of(name[:length]) in (None, number) for name, number in MONTH_OF.items() for length in range(3, 9))


NEAR = {
    "today": 0,
    "Today": 0,
    " hari  ini ": 0,
    "yesterday": -1,
    "kemarin": -1,
    "tomorrow": 1,
    "besok": 1,
    "hari": None,
    "today 2026": None,
    "2026-11-21": None,
    "": None,
}


@pytest.mark.parametrize("text", NEAR)
def test_a_day_as_seen_from_today(text: str) -> None:
    """Known by its word alone; what is no such word asks nobody what day it is, and a date in a text is none."""
    today = date(2026, 12, 31)
    days = NEAR[text]
    assert read_near(text, lambda: today) == (None if days is None else today + timedelta(days))
    if days is not None:
        with pytest.raises(NotADate):
            read_date(text)


TERMS = {
    "5 tahun": Period(5),
    "5 (lima) tahun": Period(5),
    "lima tahun": Period(5),
    "Three (3) years": Period(3),
    "2 thn 6 bln.": Period(2, 6),
    "2 tahun dan 6 bulan": Period(2, 6),
    "1 year, 6 months": Period(1, 6),
    "5th": Period(5),
    "P5Y": Period(5),
    "60 bulan": Period(0, 60),
    "Tanpa batas waktu": "indefinite",
    "open-ended": "indefinite",
    "tidak diketahui": "unknown",
    "5": None,
    "lama": None,
    "5 tahun atau lebih": None,
    "5 bulan 2 tahun": None,
    "tahun 5": None,
    "36525 hari": Period(days=36525),
    "99999 hari": None,
    "9" * 5000 + " hari": None,  # more digits than Python makes a number of
    "999999 tahun": None,
}


@pytest.mark.parametrize("text", TERMS, ids=lambda text: text[:40])
def test_a_term_as_people_write_it(text: str) -> None:
    """Short units, numbers in words, words for no end."""
    assert read_term(text) == TERMS[text]
    assert read_period(text) == (TERMS[text] if isinstance(TERMS[text], Period) else None)
