"""What the cells of an office's spreadsheet say: dates, terms and words as people write them, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from mou_tracker.basics.dates import BadDate, DateSpan, Period, parse_date, parse_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.misspelt_dates import MONTH_OF

_WEEKDAY = pattern(
    r"^(?:senin|selasa|rabu|kamis|jum[’']?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s*,?\s+",
    re.IGNORECASE,
)
_NAMED = pattern(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[\s.-]+)?([a-z]+)\.?[\s,-]+([0-9]{4})", re.IGNORECASE)
_ENGLISH = pattern(r"([a-z]+)\s+([0-9]{1,2})(?:st|nd|rd|th)?,\s*([0-9]{4})", re.IGNORECASE)
_NUMERIC = pattern(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})")
_YEAR_FIRST = pattern(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_SHORT_YEAR = pattern(r"[0-9]{1,2}\s*[/. -]\s*(?:[0-9]{1,2}|[a-z]+)\s*[/. -]\s*[’']?[0-9]{2}", re.IGNORECASE)

_UNITS = {
    "thn": "years",
    "th": "years",
    "tahun": "years",
    "year": "years",
    "years": "years",
    "yr": "years",
    "yrs": "years",
    "bln": "months",
    "bulan": "months",
    "month": "months",
    "months": "months",
    "minggu": "weeks",
    "week": "weeks",
    "weeks": "weeks",
    "hari": "days",
    "day": "days",
    "days": "days",
}
_AMOUNT = pattern(r"([0-9]+)\s*(?:\([^)]*\)\s*)?([a-z]+)\.?(?:\s*\([^)]*\))?", re.IGNORECASE)
_ENDLESS = frozenset(
    (
        "unlimited",
        "indefinite",
        "tidak terbatas",
        "tak terbatas",
        "tanpa batas waktu",
        "tanpa batas",
        "selamanya",
        "tidak ada batas waktu",
        "no expiry",
        "no end date",
    )
)
_UNKNOWN = frozenset(("unknown", "tidak diketahui", "belum diketahui", "tidak disebutkan"))
_BY_ITSELF = pattern(
    r"\b(?:auto(?:matic(?:ally)?)?[\s-]*renew(?:al|ed|s)?|diperpanjang (?:secara )?otomatis|perpanjangan otomatis|"
    r"otomatis (?:diperpanjang|perpanjangan)|otomatis|automatic(?:ally)?|auto)\b",
    re.IGNORECASE,
)


class CannotTake(Exception):
    """A cell does not say what its column is for; carries the reason."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


def squeezed(text: str) -> str:
    """A text with single spaces: no-break spaces and line breaks of a cell are spaces too."""
    return " ".join(text.split())


def date_in(value: object, order: str | None) -> DateSpan:
    """The date that a cell says; `order` tells what 03/04/2015 means. Raises CannotTake."""
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, int) and 1900 <= value <= 2200:
        return parse_date(str(value))
    if isinstance(value, (int, float)):
        raise CannotTake(phrase("{value} is a number, not a date: give its cells a date format", value=value))
    text = _WEEKDAY.sub("", squeezed(str(value)))
    try:
        return parse_date(text)
    except BadDate as bad:
        if bad.kind != "form":
            raise CannotTake(phrase("{text} is no day that exists", text=text)) from None
    for form, read in _FORMS:
        match = form.fullmatch(text)
        if match:
            return read(match, order)
    if _SHORT_YEAR.fullmatch(text):
        raise CannotTake(phrase("the year of {text} has two digits: which century is not said", text=text))
    raise CannotTake(phrase("{text} is not a date", text=text))


def _named(match: re.Match[str], _: str | None) -> DateSpan:
    day, name, year = match.groups()
    return _checked(int(year), _month(name), int(day) if day else None)


def _english(match: re.Match[str], _: str | None) -> DateSpan:
    return _checked(int(match[3]), _month(match[1]), int(match[2]))


def _numeric(match: re.Match[str], order: str | None) -> DateSpan:
    if order is None:
        text = phrase("{text}: the map does not say whether the day or the month comes first", text=match[0])
        raise CannotTake(text)
    first, second = int(match[1]), int(match[3])
    day, month = (first, second) if order == "day-first" else (second, first)
    return _checked(int(match[4]), month, day)


def _year_first(match: re.Match[str], _: str | None) -> DateSpan:
    return _checked(int(match[1]), int(match[2]), int(match[3]))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], DateSpan]], ...] = (
    (_NAMED, _named),
    (_ENGLISH, _english),
    (_NUMERIC, _numeric),
    (_YEAR_FIRST, _year_first),
)


def _month(name: str) -> int:
    number = MONTH_OF.get(name.lower())
    if number is None:
        raise CannotTake(phrase("{name} is no month", name=name))
    return number


def _checked(year: int, month: int, day: int | None) -> DateSpan:
    text = f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")
    try:
        return parse_date(text)
    except BadDate:
        raise CannotTake(phrase("{text} is no day that exists", text=text)) from None


def without_renewal(text: str) -> tuple[str, bool]:
    """A text without words such as `auto renew`, and whether it had them."""
    rest, count = _BY_ITSELF.subn("", text)
    return (squeezed(rest.strip(" ,;.()/-")) if count else text), count > 0


def term_in(text: str) -> Period | str:
    """How long a term is: `5 tahun`, `2 thn 6 bln`, `5 (lima) tahun`, `unlimited`. Raises CannotTake."""
    plain = squeezed(text).casefold().strip(" .")
    if plain in _ENDLESS:
        return "indefinite"
    if plain in _UNKNOWN:
        return "unknown"
    amounts = _AMOUNT.findall(plain)
    left = _AMOUNT.sub("", plain).replace("dan", "").replace("and", "").strip(" ,")
    if plain.isdecimal():
        raise CannotTake(phrase("{text} is a number without its unit", text=text))
    if amounts and not left and all(unit in _UNITS for _, unit in amounts):
        period = parse_period(" ".join(f"{int(number)} {_UNITS[unit]}" for number, unit in amounts))
        if period:
            return period
    read = parse_period(squeezed(text))
    if read:
        return read
    raise CannotTake(phrase("{text} is not a length of time", text=text))


def is_endless(text: str) -> bool:
    """Whether a cell says that there is no end."""
    return squeezed(text).casefold().strip(" .") in _ENDLESS
