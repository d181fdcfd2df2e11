"""How dates, periods and phrases are spelled in a language."""

from __future__ import annotations

import pytest

from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Words, phrase, plural
from mou_tracker.language.wording import Wording
from tests.make import ENGLISH, day, period, span

INDONESIAN_TEXTS = {
    "November": "November",
    "May": "Mei",
    "August": "Agustus",
    "{n} year": "{n} tahun",
    "{n} month": "{n} bulan",
    "{n} day": "{n} hari",
    "last day {day}": "hari terakhir {day}",
    "{first} to {last}": "{first} sampai {last}",
}
INDONESIAN = Wording(
    "id",
    lambda text: INDONESIAN_TEXTS.get(text, text),
    lambda one, _many, _n: INDONESIAN_TEXTS.get(one, one),
)
ARTICLE = Words("Persetujuan DPRD", "DPRD approval")


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        (day("2015-11-27"), "27 November 2015", "27 November 2015"),
        (day("2026-05-01"), "1 May 2026", "1 Mei 2026"),
        (span("2015-11-27"), "27 November 2015", "27 November 2015"),
        (span("2026-08"), "August 2026", "Agustus 2026"),
        (span("2015"), "2015", "2015"),
        (span("2026-05-01/2026-08-17"), "1 May 2026 to 17 August 2026", "1 Mei 2026 sampai 17 Agustus 2026"),
        (period("5 years"), "5 years", "5 tahun"),
        (period("1 year 1 month"), "1 year 1 month", "1 tahun 1 bulan"),
        (Period(), "0 days", "0 hari"),
        ("text with {braces}", "text with {braces}", "text with {braces}"),
        (45, "45", "45"),
        (ARTICLE, "DPRD approval", "Persetujuan DPRD"),
        (("a", period("1 year"), ARTICLE), "a, 1 year, DPRD approval", "a, 1 tahun, Persetujuan DPRD"),
        (["Suwon", span("2015")], "Suwon, 2015", "Suwon, 2015"),
        ((), "", ""),
        (phrase("last day {day}", day=day("2026-05-01")), "last day 1 May 2026", "hari terakhir 1 Mei 2026"),
    ],
)
def test_values(value: object, english: str, indonesian: str) -> None:
    """Each kind of value as people of either language write it, never more precisely than it is known."""
    assert (ENGLISH.spell(value), INDONESIAN.spell(value)) == (english, indonesian)


@pytest.mark.parametrize("month", range(1, 13))
def test_months(month: int) -> None:
    """Every month has its name."""
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    assert ENGLISH.day(day(f"2026-{month:02}-09")) == f"9 {names[month - 1]} 2026"


@pytest.mark.parametrize(("n", "said"), [(0, "0 days late"), (1, "1 day late"), (2, "2 days late")])
def test_plurals(n: int, said: str) -> None:
    """A number chooses its form."""
    assert ENGLISH(plural("{n} day late", "{n} days late", n)) == said


def test_plurals_with_other_arguments() -> None:
    """A plural takes further arguments like any phrase."""
    assert ENGLISH(plural("{n} term of {each}", "{n} terms of {each}", 2, each=period("1 year"))) == "2 terms of 1 year"


def test_phrases_within_phrases() -> None:
    """A phrase may be an argument of another one, as deep as the sentence goes."""
    inner = phrase("{start} + {term}", start=span("2015-11-27"), term=period("5 years"))
    said = ENGLISH(phrase("{how}: last day {last}", how=inner, last=day("2020-11-27")))
    assert said == "27 November 2015 + 5 years: last day 27 November 2020"


def test_text_of_the_register_is_never_a_pattern() -> None:
    """Braces and percent signs in a name stay as they are, and a phrase without arguments is not filled in at all."""
    assert ENGLISH(phrase("renewed by {id}", id="{id} %s {0}")) == "renewed by {id} %s {0}"
    assert ENGLISH(phrase("100 % {sure}")) == "100 % {sure}"


def test_arguments_that_a_text_leaves_out() -> None:
    """A translation may leave an argument out or use it twice."""
    short = Wording("id", lambda _text: "{b}, {b}", lambda one, _many, _n: one)
    assert short(phrase("{a} and {b}", a=1, b=2)) == "2, 2"


def test_phrases_are_values() -> None:
    """Two phrases of the same words and arguments are equal."""
    assert phrase("last day {day}", day=day("2020-11-27")) == phrase("last day {day}", day=day("2020-11-27"))
    assert plural("{n} day", "{n} days", 1) != plural("{n} day", "{n} days", 2)
