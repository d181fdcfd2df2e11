"""Numbers, days and periods as agreements write them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.texts.numbers import number_in_words
from mou_tracker.texts.written_values import written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("five", 5),
        ("twenty-seven", 27),
        ("one hundred and twenty", 120),
        ("five hundred", 500),
        ("two thousand and fifteen", 2015),
        ("one thousand nine hundred ninety-eight", 1998),
        ("dua puluh tujuh", 27),
        ("sebelas", 11),
        ("lima belas", 15),
        ("seratus delapan puluh", 180),
        ("dua ribu dua puluh empat", 2024),
        ("seribu sembilan ratus sembilan puluh delapan", 1998),
        ("thirty-first", 31),
        ("five three", None),
        ("fwe", None),
        ("hundred", None),
    ],
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    """What does not fit together is no number."""
    assert number_in_words(text) == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the 27th day of november in the year two thousand and fifteen.", [("2015-11-27", None)]),
        ("jumat tanggal dua puluh tujuh bulan nopember tahun dua ribu lima belas (27-11-2015)", [("2015-11-27", None)]),
        (
            "tanggal dua puluh tujuh bulan november tahun dua ribu lima belas (28-11-2015)",
            [("2015-11-27", "2015-11-28")],
        ),
        ("senin, 27 november 2015", [("2015-11-27", "senin 2015-11-27")]),
        ("friday, 27 november 2015", [("2015-11-27", None)]),
        ("november 27, 2015", [("2015-11-27", None)]),
        ("as of1 august 2019", [("2019-08-01", None)]),
        ("2015-11-27", [("2015-11-27", None)]),
        ("on 03/04/2015", []),
        ("on 03/04/2015 and 27/11/2015", [("2015-04-03", None), ("2015-11-27", None)]),
        ("on 03/04/2015 and 11/27/2015", [("2015-03-04", None), ("2015-11-27", None)]),
        ("on 03/04/2015, 11/27/2015 and 27/11/2015", [("2015-11-27", None), ("2015-11-27", None)]),
        ("27 november 201g", []),
        ("30 february 2015", []),
        ("____ day of november 2015", [("2015-11", None)]),
        ("______ day of ______________, 2015", [("2015", None)]),
        ("undang-undang nomor 23 tahun 2014", []),
        ("five (5) years", [("5 years", None)]),
        ("five (3) years", [("5 years", "3 years")]),
        ("5 (lima) tahun", [("5 years", None)]),
        ("5 (enam) tahun", [("5 years", "6 years")]),
        ("5 (fwe) years", []),
        ("___ (____) years", []),
        ("... (…) tahun", []),
        ("2 (dua) tahun 6 (enam) bulan", [("2 years 6 months", None)]),
        ("thirty (30) days' prior notice", [("30 days", None)]),
        ("a five-year term", [("5 years", None)]),
        ("1.5 years", []),
        ("the fifth (5th) anniversary", [("5 years", None)]),
    ],
)
def test_values_as_they_are_written(text: str, values: list[tuple[str, str | None]]) -> None:
    """Each value with what contradicts it; blanks and slips of the scanner are none."""
    assert [(one.value, one.other) for one in written(text)] == values


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_has_values_in_order_and_apart(text: str) -> None:
    """Whatever stands there: no exception, places within the text, none over another."""
    found = written(text)
    ends = [0, *(one.end for one in found)]
    assert all(before <= one.start < one.end <= len(text) for before, one in zip(ends, found, strict=False))
