"""Dates as people misspell them, and the spelling that a register wants: `27-11-2015` is meant as `2015-11-27`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable

from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.wrong_values import date_does_not_exist, not_a_date, year_out_of_range
from mou_tracker.parsing.source_file import Location

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


MONTHS = (
    phrase("January"),
    phrase("February"),
    phrase("March"),
    phrase("April"),
    phrase("May"),
    phrase("June"),
    phrase("July"),
    phrase("August"),
    phrase("September"),
    phrase("October"),
    phrase("November"),
    phrase("December"),
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_YEAR_FIRST = pattern(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = pattern(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SOLID = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIMED = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Zz]|[Tt ][0-9: .,+Zz-]*)")
_NAMED = pattern(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ -]+)?([a-z]+)\.?,?[ -]+([0-9]{4})")
_MONTH_FIRST = pattern(r"([a-z]+)\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})")


def date_problem(text: str, kind: str, whole_day: bool = False) -> Callable[[Location], Finding]:
    """The problem of a text that is not a date in the way that BadDate says."""
    if kind == "year":
        return lambda at: year_out_of_range(at, text[:4])
    if kind == "form":
        better = respelled(text)
        if whole_day and better and len(better) < len("YYYY-MM-DD"):
            better = None
        return lambda at: not_a_date(at, text, better, whole_day)
    return _missing_day(text)


def _missing_day(text: str) -> Callable[[Location], Finding]:
    year, month, *rest = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        message = phrase("{text} does not exist", text=text)
        return lambda at: date_does_not_exist(at, message, phrase("there is no month {n}", n=month))
    name, days = MONTHS[month - 1], monthrange(year, month)[1]
    message = phrase("{day} {month} does not exist", day=rest[0], month=name)
    reason = phrase("{month} {year} has {days} days", month=name, year=f"{year:04}", days=days)
    return lambda at: date_does_not_exist(at, message, reason)


def respelled(text: str) -> str | None:
    """A date in its right spelling, if it is certain which day was meant; a guess is worse than none."""
    if len(text) > 40:
        return None
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text.translate(_DASHES))
    plain = plain.strip(" \u00a0\u202f,.;")
    guess = _guess(plain)
    try:
        return guess if guess and guess != text and parse_date(guess) else None
    except BadDate:
        return None


def _guess(plain: str) -> str | None:
    if match := _TIMED.fullmatch(plain):
        return match[1]
    if match := _SOLID.fullmatch(plain):
        return "-".join(match.groups())
    if match := _YEAR_FIRST.fullmatch(plain):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    if match := _YEAR_LAST.fullmatch(plain):
        first, second = int(match[1]), int(match[3])
        if first > 12 or first == second:
            return f"{match[4]}-{second:02}-{first:02}"
        return f"{match[4]}-{first:02}-{second:02}" if second > 12 else None
    return _in_words(plain.lower()) or (plain if re.fullmatch(r"[0-9]{4}-[0-9]{2}", plain) else None)


def _in_words(plain: str) -> str | None:
    """A date whose month is written out, in English or Indonesian, with or without its day."""
    if match := _NAMED.fullmatch(plain):
        day, name, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(plain):
        name, day, year = match.groups()
    else:
        return None
    month = MONTH_OF.get(name)
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "") if month else None
