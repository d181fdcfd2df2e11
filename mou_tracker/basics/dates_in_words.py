"""THE reader of dates and periods as people write them, in English and Indonesian: `Jumat, 27 Nopember 2015`, `5 thn`.

A register itself takes ISO spellings only (`dates`); this is for what a person types, what a spreadsheet's cell or a
signed text says, and for the hint at a misspelt date. Nothing is guessed: an order of day and month, or a century,
that is not certain is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Literal

from mou_tracker.basics.dates import UNITS, BadDate, DateSpan, Period, add_days, parse_date, parse_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

Order = Literal["day-first", "month-first"]
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
WEEKDAYS = (
    phrase("Monday"),
    phrase("Tuesday"),
    phrase("Wednesday"),
    phrase("Thursday"),
    phrase("Friday"),
    phrase("Saturday"),
    phrase("Sunday"),
)
_MONTH_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar", "mrt", "mac"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun", "juny"),
    ("juli", "july", "jul", "julai", "jully"),
    ("agustus", "august", "agu", "ags", "agt", "agst", "ag", "aug", "ogos"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec", "disember", "dis"),
)
MONTH_OF = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_WEEKDAY_NAMES = (
    ("monday", "senin"),
    ("tuesday", "selasa"),
    ("wednesday", "rabu"),
    ("thursday", "kamis"),
    ("friday", "jumat", "jum'at", "jum’at"),
    ("saturday", "sabtu"),
    ("sunday", "minggu", "ahad"),
)
WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names}
# Before a day only: elsewhere they are other words.
_SHORT_WEEKDAYS = (
    *(("mon", "sen"), ("tue", "tues", "sel"), ("wed", "rab"), ("thu", "thur", "thurs", "kam")),
    *(("fri", "jum"), ("sat", "sab"), ("sun", "min", "mgg")),
)
WEEKDAY_BEFORE = WEEKDAY_OF | {name: number for number, names in enumerate(_SHORT_WEEKDAYS) for name in names}
# The index in a Period of each word for a unit, short ones besides those that a register takes.
UNIT_OF = {
    **UNITS,
    "thn": 0,
    "th": 0,
    "yr": 0,
    "yrs": 0,
    "bln": 1,
    "mo": 1,
    "mos": 1,
    "mgg": 2,
    "wk": 2,
    "wks": 2,
    "hr": 3,
}
_NUMBERS = (
    ("satu", "one"),
    ("dua", "two"),
    ("tiga", "three"),
    ("empat", "four"),
    ("lima", "five"),
    ("enam", "six"),
    ("tujuh", "seven"),
    ("delapan", "eight"),
    ("sembilan", "nine"),
    ("sepuluh", "ten"),
)
NUMBER_OF = {name: number for number, names in enumerate(_NUMBERS, 1) for name in names}
ENDLESS = frozenset(
    (
        "indefinite",
        "indefinitely",
        "n/a indefinite",
        "endless",
        "evergreen",
        "perpetual",
        "never expires",
        "no end",
        "no expiration",
        "no expiration date",
        "no expiry date",
        "no limit",
        "no termination date",
        "tidak dibatasi",
        "unlimited",
        "no expiry",
        "no end date",
        "no time limit",
        "open ended",
        "permanent",
        "lifetime",
        "forever",
        "does not expire",
        "non expiring",
        "no fixed term",
        "without end",
        "without time limit",
        "seumur hidup",
        "sepanjang masa",
        "tak terhingga",
        "tidak ada batas",
        "tidak ada batas akhir",
        "tidak terbatas waktu",
        "selamanya",
        "seterusnya",
        "tak terbatas",
        "tidak terbatas",
        "tidak ada batas waktu",
        "tanpa batas",
        "tanpa batas waktu",
        "tanpa jangka waktu",
        "tanpa akhir",
        "tidak ada akhir",
        "tidak ada batasan",
        "tidak ada batasan waktu",
        "tanpa batasan waktu",
        "tidak berakhir",
        "permanen",
        "in perpetuity",
        "perpetuity",
        "continuous",
        "continuing",
        "terus",
        "terus menerus",
    )
)
UNKNOWN = frozenset(
    (
        *("unknown", "not known", "not specified", "unspecified", "not stated", "not mentioned", "not indicated"),
        *("tidak diketahui", "belum diketahui", "tidak disebutkan", "tidak disebut", "tidak ditentukan"),
        *("tidak tercantum", "tidak dicantumkan", "tidak ada keterangan"),
    )
)

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_TIME = pattern(
    r"(?:[\s,]+(?:pukul|jam|at)\s+|[\sT]+)[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2}|wib|wita|wit|utc|gmt)?$|(?<=[0-9])z$",
    re.IGNORECASE,
)
_WEEKDAY = pattern(r"([a-z]+(?:[’'][a-z]+)?)\.?[\s,/]+(?=\S)", re.IGNORECASE)
_DOUBLED = pattern(r"([/.-])\1+")
_LEAD = pattern(r"(?:tanggal|tgl\.?|on|the)\s+", re.IGNORECASE)
_YEAR_FIRST = pattern(r"([0-9]{4})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})")
_SIGNED_PARTS = pattern(r"([0-9]{4})(年)\s*([0-9]{1,2})月\s*([0-9]{1,2})日")
_YEAR_LAST = pattern(r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[’']?[0-9]{2})")
_SPACED = pattern(r"([0-9]{1,2})( )([0-9]{1,2}) ([0-9]{4})")
_SOLID = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH_YEAR = pattern(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{4})|([0-9]{4})\s*[/.]\s*([0-9]{1,2})")
_DAY_MONTH = pattern(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s/.-]*)?([a-z]+)[\s/.,-]*([0-9]{4}|[’']?[0-9]{2})",
    re.IGNORECASE,
)
_MONTH_SHORT = pattern(r"[a-z]\.?(?:-|\s?[’'])[0-9]{2}$", re.IGNORECASE)
_MONTH_DAY = pattern(r"([a-z]+)[\s/.-]*([0-9]{1,2})(?:st|nd|rd|th)?[\s,/.-]+([0-9]{4})", re.IGNORECASE)
_YEAR_NAMED = pattern(r"([0-9]{4})[\s/.-]+([a-z]+)(?:[\s/.-]+([0-9]{1,2}))?", re.IGNORECASE)


class NotADate(ValueError):
    """A text that is no date, or not for certain; `kind` says in which way, `reason` in a sentence."""

    def __init__(
        self, kind: Literal["form", "day", "year", "month", "order", "century", "weekday"], reason: Phrase
    ) -> None:
        super().__init__(kind)
        self.kind, self.reason = kind, reason


def month_of(name: str) -> int | None:
    """The number of a month by its name or any beginning of it that is no other's; at least three letters, or known."""
    low = name.lower().rstrip(".")
    known = MONTH_OF.get(low)
    if known or len(low) < 3:
        return known
    found = {number for full, number in MONTH_OF.items() if full.startswith(low)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=8192)
def read_date(text: str, order: Order | None = None, century: int | None = None) -> DateSpan:
    """The date that a text says; raises NotADate.

    `order` tells what 03/04/2015 means; without it such a text is read only where one order alone gives a day.
    `century` is the first of the hundred years that 03/04/15 lies in, 2000 say; without it no such year is read. A
    time of day after a whole date says nothing here and is passed over; a weekday before it must be the day's.
    """
    plain = " ".join(text.translate(_DASHES).split()).strip(" ,;")
    try:
        return parse_date(plain)
    except BadDate as bad:
        if bad.kind == "day":
            raise _no_day(text) from None
        if bad.kind == "year":
            raise _year(text, int(plain[:4])) from None
    if len(plain) > 60:
        raise _no_form(text)
    plain = _DOUBLED.sub(r"\1", plain.lstrip("`'’‘"))
    timed = _without_time(plain)
    weekday, rest = _weekday(_LEAD.sub("", timed, count=1) if _LEAD.match(timed) else timed)
    found = _read(rest.rstrip(" .,;"), text, order, century)
    if timed != plain and not found.certain:
        raise _no_form(text)
    if weekday is not None and found.certain and found.earliest.weekday() != weekday:
        right = WEEKDAYS[found.earliest.weekday()]
        raise NotADate("weekday", phrase("{text}: that day was a {weekday}", text=text, weekday=right))
    return found


def _without_time(plain: str) -> str:
    found = _TIME.search(plain)
    return plain[: found.start()] if found else plain


def _weekday(plain: str) -> tuple[int | None, str]:
    """The weekday that a text begins with, and the rest of it."""
    found = _WEEKDAY.match(plain)
    if found and (number := WEEKDAY_BEFORE.get(found[1].lower())) is not None:
        rest = plain[found.end() :]
        lead = _LEAD.match(rest)
        return number, rest[lead.end() :] if lead else rest
    return None, plain


def _read(plain: str, text: str, order: Order | None, century: int | None) -> DateSpan:
    for form, read in _FORMS:
        found = form.fullmatch(plain)
        if found:
            return read(found, text, order, century)
    try:
        return parse_date(plain)
    except BadDate as bad:
        if bad.kind == "day":
            raise _no_day(text) from None
    raise _no_form(text)


def _year_first(found: re.Match[str], text: str, _: Order | None, __: int | None) -> DateSpan:
    return _day(int(found[1]), int(found[3]), int(found[4]), text)


def _solid(found: re.Match[str], text: str, _: Order | None, __: int | None) -> DateSpan:
    try:
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    except NotADate:
        raise _no_form(text) from None


def _year_last(found: re.Match[str], text: str, order: Order | None, century: int | None) -> DateSpan:
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4], text, century)
    if order is None and first != second and first <= 12 and second <= 12:
        reason = phrase("{text}: it is not said whether the day or the month comes first", text=text)
        raise NotADate("order", reason)
    if order is None:
        order = "month-first" if second > 12 else "day-first"
    day, month = (first, second) if order == "day-first" else (second, first)
    return _day(year, month, day, text)


def _month_year(found: re.Match[str], text: str, _: Order | None, __: int | None) -> DateSpan:
    month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _day(int(year), int(month), None, text)


def _day_month(found: re.Match[str], text: str, _: Order | None, century: int | None) -> DateSpan:
    day, name, year = found.groups()
    month = _ROMAN.index(name) + 1 if day and name in _ROMAN else _month(name, text)
    if day is None and len(year) < 4 and (century is None or not _MONTH_SHORT.search(found[0])):
        raise _no_form(text)  # `Nov 15` may be a day as well; `Nov-15` is how spreadsheets show a month
    return _day(_full_year(year, text, century), month, int(day) if day else None, text)


def _month_day(found: re.Match[str], text: str, _: Order | None, __: int | None) -> DateSpan:
    return _day(int(found[3]), _month(found[1], text), int(found[2]), text)


def _year_named(found: re.Match[str], text: str, _: Order | None, __: int | None) -> DateSpan:
    return _day(int(found[1]), _month(found[2], text), int(found[3]) if found[3] else None, text)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, Order | None, int | None], DateSpan]], ...] = (
    (_YEAR_LAST, _year_last),
    (_DAY_MONTH, _day_month),
    (_YEAR_FIRST, _year_first),
    (_MONTH_DAY, _month_day),
    (_SOLID, _solid),
    (_MONTH_YEAR, _month_year),
    (_YEAR_NAMED, _year_named),
    (_SPACED, _year_last),
    (_SIGNED_PARTS, _year_first),
)


def _full_year(year: str, text: str, century: int | None) -> int:
    if len(year) == 4:
        return int(year)
    if century is None:
        reason = phrase("the year of {text} has two digits: which century is not said", text=text)
        raise NotADate("century", reason)
    return century + (int(year[-2:]) - century) % 100


def _month(name: str, text: str) -> int:
    number = month_of(name) or _near_month(name)
    if number is None:
        if name.lower() in UNIT_OF or name.lower() in NUMBER_OF:
            raise _no_form(text)
        raise NotADate("month", phrase("{text}: {name} is no month", text=text, name=name))
    return number


def _near_month(name: str) -> int | None:
    """The one month of whose name a word is a misspelling by a single sign, be it long enough: `Febuari`."""
    low = name.lower()
    if len(low) < _LONG_ENOUGH:
        return None
    found = {number for full, number in MONTH_OF.items() if len(full) >= _LONG_ENOUGH - 1 and one_sign_apart(low, full)}
    return found.pop() if len(found) == 1 else None


_LONG_ENOUGH = 6


def one_sign_apart(one: str, other: str) -> bool:
    """Whether at most one sign is left out, put in, another one, or in its neighbour's place."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or short[at : at + 2][::-1] + short[at + 2 :] == long[at:]


def _day(year: int, month: int, day: int | None, text: str) -> DateSpan:
    try:
        return parse_date(f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else ""))
    except BadDate as bad:
        raise (_year(text, year) if bad.kind == "year" else _no_day(text, month)) from None


def _no_day(text: str, month: int = 1) -> NotADate:
    if month > 12:
        return NotADate("day", phrase("{text} is no day that exists: there is no month {n}", text=text, n=month))
    return NotADate("day", phrase("{text} is no day that exists", text=text))


def _year(text: str, year: int) -> NotADate:
    return NotADate("year", phrase("{text}: the year {year} cannot be meant", text=text, year=year))


def _no_form(text: str) -> NotADate:
    return NotADate("form", phrase("{text} is not a date", text=text))


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    from calendar import monthrange

    return monthrange(year, month)[1]


_AMOUNT = pattern(
    r"([0-9]{1,5}|[a-z]+)\s*(?:\(\s*[^()]*\)\s*)?([a-z]+)\b\.?(?:\s*\([^()]*\))?(?:\s*(?:,|dan|and|&)\s*)?"
)


@lru_cache(maxsize=1024)
def read_period(text: str) -> Period | None:
    """How long a text says: `5 tahun`, `2 thn 6 bln`, `5 (lima) tahun`, `lima tahun`, `P5Y`; None for anything else."""
    plain = " ".join(text.split())
    exact = parse_period(plain)
    if exact:
        return exact
    low, at, said = plain.casefold().strip(" ."), 0, []
    while at < len(low):
        found = _AMOUNT.match(low, at)
        if not found:
            return None
        amount = int(found[1]) if found[1].isdigit() else NUMBER_OF.get(found[1])
        unit = UNIT_OF.get(found[2])
        if amount is None or unit is None:
            return None
        said.append(Period(*(amount if index == unit else 0 for index in range(4))).text())
        at = found.end()
        while at < len(low) and low[at] == " ":
            at += 1
    return parse_period(" ".join(said)) if said and all(said) else None


_NEAR = {"today": 0, "hari ini": 0, "yesterday": -1, "kemarin": -1, "tomorrow": 1, "besok": 1}


def read_near(text: str, today: Callable[[], date]) -> date | None:
    """The day that a word says as seen from today: `today`, `hari ini`, `kemarin`, `besok`; None for anything else.

    Who types it means a day; a register, which is read on other days too, is given that day.
    """
    days = _NEAR.get(" ".join(text.casefold().split()))
    return None if days is None else add_days(today(), days)


_PAST = pattern(r"(.+?)\s+(?:ago|yang\s+lalu|lalu|silam)")


def read_past(text: str) -> Period | None:
    """How long ago a text says: `2 weeks ago`, `2 minggu yang lalu`, `yesterday`, `kemarin`; None for anything else."""
    low = " ".join(text.casefold().split())
    if low in ("yesterday", "kemarin"):
        return Period(days=1)
    found = _PAST.fullmatch(low)
    return read_period(found[1]) if found else None


_VALID = pattern(r"^(?:(?:masa )?berlaku|valid)\s+(?:(?:sampai|until)\s+)?")


def read_term(text: str) -> Period | Literal["indefinite", "unknown"] | None:
    """A period, or words for no end (`tanpa batas waktu`) and for not known; None for anything else."""
    plain = " ".join(text.casefold().replace("-", " ").split()).strip(" .")
    if plain in ENDLESS or _VALID.sub("", plain, count=1) in ENDLESS:
        return "indefinite"
    return "unknown" if plain in UNKNOWN else read_period(text)
