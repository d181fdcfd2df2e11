"""Dates as people misspell them, and the spelling that a register wants: `27-11-2015` is meant as `2015-11-27`."""

from __future__ import annotations

from collections.abc import Callable

from mou_tracker.basics.dates_in_words import MONTHS, NotADate, days_in, read_date
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.wrong_values import date_does_not_exist, not_a_date, year_out_of_range
from mou_tracker.parsing.source_file import Location


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
    name, days = MONTHS[month - 1], days_in(year, month)
    message = phrase("{day} {month} does not exist", day=rest[0], month=name)
    reason = phrase("{month} {year} has {days} days", month=name, year=f"{year:04}", days=days)
    return lambda at: date_does_not_exist(at, message, reason)


def respelled(text: str) -> str | None:
    """A date in its right spelling, if it is certain which day was meant; a guess is worse than none."""
    if len(text) > 40:
        return None
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    plain = plain.strip(" \u00a0\u202f,.;")
    try:
        found = read_date(plain)
    except NotADate:
        return None
    return found.iso() if found.iso() != text else None
