"""Days and periods as agreements write them, found in a text with their places.

Words and figures that stand together must agree; where they do not, the value is a conflict. What is unreadable, such
as `5 (fwe) years`, is no value at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.dates_in_words import MONTH_OF, UNIT_OF, WEEKDAY_OF
from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.numbers import WORDS, number_in_words

Kind = Literal["day", "period", "anniversary", "times"]
FURTHEST = 70


class Written(NamedTuple):
    """One value where it stands: offsets in the text, its kind, the value as a record writes it, and a contradiction.

    `other` is what a second writing of the same value says instead.
    """

    start: int
    end: int
    kind: Kind
    value: str
    other: str | None = None


# Periods ------------------------------------------------------------------------------------------------------------

_UNITS = ("year", "month", "week", "day")
_UNIT = pattern(
    r"(?<![a-z])(years?|yrs?|months?|weeks?|days?|tahun(?!\s+(?:19|20)[0-9]{2})|bulan|minggu|hari)(?![a-z0-9])['’]?s?"
)
_COUNT = pattern(
    rf"(?:(?<![a-z0-9.,/$%-])(?P<word>{WORDS})|(?<![a-z0-9.,/$%-])\(?\s?(?P<figure>[0-9]{{1,4}})\s?\)?)"
    r"(?:\s*[(\[]\s*(?P<inner>[^()\[\]]{0,40}?)\s*[)\]])?"
    r"(?:[\s-]+(?:full|calendar|consecutive|successive|additional|contract|whole|further|kalender))*[\s-]*$"
)
_OPEN_COUNT = pattern(rf"(?:{WORDS}|[0-9]{{1,4}})\s*[(\[][^()\[\]]{{0,40}}[)\]][\s-]*$")
_AND_COUNT = pattern(r"\s*(?:,|and|dan|,\s*and)?\s*$")
_ORDINAL = pattern(
    rf"(?<![a-z0-9])(?:(?P<word>{WORDS})|(?P<figure>[0-9]{{1,3}})\s?(?:st|nd|rd|th))"
    r"(?:\s*\(\s*(?P<inner>[0-9]{1,3})\s?(?:st|nd|rd|th)?\s*\))?[\s-]*(?:year\s+)?$"
)
_ANNIVERSARY = pattern(r"(?<![a-z])anniversary(?![a-z])")
_FREQUENT = (
    (
        pattern(
            r"(?<![a-z])(?:year[- ]to[- ]year|year[- ]by[- ]year|(?:annual|yearly) (?=term|period|basis|"
            r"renewal))"
        ),
        "1 year",
    ),
    (pattern(r"(?<![a-z])(?:month[- ]to[- ]month|monthly (?=term|period|basis))"), "1 month"),
)


def _count(before: str) -> tuple[int, int, int | None] | None:
    """The number that ends a text: where it begins, what it is, and what its second writing says if that differs."""
    found = _COUNT.search(before)
    if not found:
        return None
    number = int(found["figure"]) if found["figure"] else number_in_words(found["word"])
    if not number:
        return None
    inner = found["inner"]
    if inner is None:
        return found.start(), number, None
    plain = inner.strip(" -")
    second = int(plain) if plain.isdecimal() else number_in_words(plain)
    if second is None:
        return None
    return found.start(), number, second if second != number else None


def _named(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def periods(text: str) -> list[Written]:
    """All periods of a text in small letters; parts that belong together (`2 years and 6 months`) are one."""
    found: list[Written] = []
    for unit in _UNIT.finditer(text):
        at = max(0, unit.start() - FURTHEST)
        count = _count(text[at : unit.start()])
        if count is None:
            continue
        start, number, second = count
        name = _UNITS[UNIT_OF[unit[1]]]
        # The first sign of a look-back may be a space or a bracket that is not the number's.
        begin = at + start
        other = _named(second, name) if second is not None else None
        made = Written(begin, unit.end(), "period", _named(number, name), other)
        if found and _AND_COUNT.fullmatch(text[found[-1].end : begin]) and _larger(found[-1].value, name):
            first = found.pop()
            made = Written(first.start, made.end, "period", f"{first.value} {made.value}", first.other or made.other)
        found.append(made)
    for shape, value in _FREQUENT:
        found += [Written(m.start(), m.end(), "period", value) for m in shape.finditer(text)]
    return found


def _larger(value: str, unit: str) -> bool:
    return value.rsplit(maxsplit=1)[-1].rstrip("s") in _UNITS[: _UNITS.index(unit)]


def anniversaries(text: str) -> list[Written]:
    """`the fifth (5th) anniversary`, as the period that it is away."""
    found = []
    for word in _ANNIVERSARY.finditer(text):
        at = max(0, word.start() - FURTHEST)
        number = _ORDINAL.search(text[at : word.start()])
        if not number:
            continue
        first = int(number["figure"]) if number["figure"] else number_in_words(number["word"])
        second = int(number["inner"]) if number["inner"] else first
        if first and second:
            other = _named(second, "year") if second != first else None
            found.append(Written(at + number.start(), word.end(), "anniversary", _named(first, "year"), other))
    return found


# Days ---------------------------------------------------------------------------------------------------------------

# "AG" is a form of company far more often than a month.
_MONTHS = {name: number for name, number in MONTH_OF.items() if name != "ag"}
_MONTH = pattern(rf"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?![a-z])\.?")
# What may follow a month's name in a date: `may` is a verb more often than a month.
_YEAR_NEAR = pattern(r"\s*(?:[-,._…\[0-9]|of |in |the |tahun|pada|two|one|nineteen|dua|seribu)")
_WEEKDAY = rf"(?P<weekday>{'|'.join(map(re.escape, WEEKDAY_OF))})"
_TH = r"(?:\s?s\s?t|\s?n\s?d|\s?r\s?d|\s?t\s?h)"
_BLANK = r"(?:_[_\s]{0,60}|\.{3,60}\s?|…[…\s.]{0,60}|-{3,60}|\[[^\[\]]{0,12}\])"
_DAY_BEFORE = pattern(
    rf"(?:{_WEEKDAY},?\s*(?:the\s+|on\s+the\s+)?)?(?:tanggal\s+)?"
    rf"(?:(?:(?<![a-z0-9,.$])|(?<= of)|(?<= on))(?P<figure>[0-9]{{1,2}}){_TH}?|"
    rf"(?<![a-z])(?P<word>{WORDS}))"
    r"(?:\s*\(\s*(?P<inner>[a-z0-9][a-z0-9 -]{0,24}?)\s*\))?"
    r"\s*(?:-\s*)?(?:,\s*)?(?:day\s*)?(?:,\s*)?(?:of\s*)?(?:bulan\s*)?(?:,\s*)?$"
)
_BLANK_DAY_BEFORE = pattern(rf"{_BLANK}{_TH}?\s*(?:day\s*)?(?:of\s*)?(?:bulan\s*)?$")
_YEAR = r"(?P<year>(?:1[89]|20|21)[0-9]{2})(?![0-9g]|,[0-9]{3})"
_YEAR_AFTER = pattern(
    rf"\s*(?:-\s*)?(?:,\s*|\.\s*)?(?:of\s+|in\s+|"
    rf"(?:in\s+)?the\s+year\s+(?:of\s+our\s+lord\s+)?|(?:pada\s+)?tahun\s+)?"
    rf"(?:{_YEAR}|(?P<words>(?:{WORDS})))"
)
_DAY_YEAR_AFTER = pattern(rf"\s*(?P<day>[0-9]{{1,2}}){_TH}?\s*(?:,|\.)?\s*(?:of\s+|in\s+)?{_YEAR}")
_BLANK_YEAR_AFTER = pattern(rf"\s*{_BLANK}{_TH}?\s*,?\s*{_YEAR}")
_WEEKDAY_BEFORE = pattern(rf"{_WEEKDAY},?\s*(?:the\s+)?$")
_IN_FIGURES = pattern(
    r"(?:,?\s*(?:atau\s+)?\(\s*(?:tanggal\s+)?(?P<a>[0-9]{1,2})\s?[-/.–]\s?(?P<b>[0-9]{1,2})\s?[-/.–]\s?"
    r"(?P<c>[0-9]{4})\s*\))"
)
_NUMERIC = pattern(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{2,4}")
_NUMERIC_DAY = pattern(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)"
    r"(?P<c>(?:19|20|21)[0-9]{2})"
)
_NOT_BEFORE, _NOT_AFTER = frozenset("0123456789./-"), pattern(r"[0-9/-]|\.[0-9]")
_BARE_YEAR = pattern(r"(?:(?<=, )|(?<=[_.…\]-] )|(?<=[,_…\]-]))(?:1[89]|20|21)[0-9]{2}(?![0-9])")
_ONLY_YEAR = pattern(rf"{_BLANK}(?:{_TH}?\s*day\s+of\s+{_BLANK}\s*,?|\s*,)\s*{_YEAR}")


_YEAR_AGAIN = pattern(rf"\s*\(\s*((?:{WORDS}))\s*\)")
_ORDINAL_END = pattern(r"(?:st|nd|rd|th)$")


def _counted(text: str) -> int | None:
    """A number in figures or words, alone."""
    plain = _ORDINAL_END.sub("", text.strip()).strip() if text[:1].isdecimal() else text.strip()
    return int(plain) if plain.isdecimal() else number_in_words(plain)


def _day(year: int, month: int, day: int | None) -> str | None:
    text = f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")
    try:
        parse_date(text)
    except BadDate:
        return None
    return text


def _weekday_fits(name: str | None, value: str) -> bool:
    return not name or len(value) < 10 or date.fromisoformat(value).weekday() == WEEKDAY_OF[name]


def _year_words(words: str) -> tuple[int, int] | None:
    """A year in words at a text's beginning, and how far it reaches; words after it that are no year's are left."""
    parts = list(re.finditer(r"[a-z]+", words))
    for last in range(len(parts), 0, -1):
        number = number_in_words(words[: parts[last - 1].end()])
        if number and 1800 <= number < 2200:
            return number, parts[last - 1].end()
    return None


def _around(text: str, month: re.Match[str]) -> Written | None:
    """The day that has this month's name in its middle or at its beginning."""
    number = _MONTHS[month[1]]
    at = max(0, month.start() - FURTHEST)
    before, after = text[at : month.start()], text[month.end() : month.end() + FURTHEST + 20]
    if found := _DAY_YEAR_AFTER.match(after):
        value = _day(int(found["year"]), number, int(found["day"]))
        lead = _WEEKDAY_BEFORE.search(before)
        if value is None:
            return None
        start = at + lead.start() if lead else month.start()
        other = None if not lead or _weekday_fits(lead["weekday"], value) else f"{lead['weekday']} {value}"
        return Written(start, month.end() + found.end(), "day", value, other)
    if found := _BLANK_YEAR_AFTER.match(after):
        value = _day(int(found["year"]), number, None)
        return Written(month.start(), month.end() + found.end(), "day", value, None) if value else None
    found = _YEAR_AFTER.match(after)
    if not found:
        return None
    end = found.end()
    if found["year"]:
        year = int(found["year"])
    else:
        worded = _year_words(found["words"])
        if worded is None:
            return None
        year, length = worded
        end = found.start("words") + length
    return _with_day(text, month, before, at, number, year, month.end() + end)


def _with_day(
    text: str, month: re.Match[str], before: str, at: int, number: int, year: int, end: int
) -> Written | None:
    lead = _DAY_BEFORE.search(before)
    other = None
    if lead:
        day = int(lead["figure"]) if lead["figure"] else number_in_words(lead["word"])
        value = _day(year, number, day) if day else None
        if value is None:
            return None
        if lead["inner"]:
            inner = _counted(lead["inner"])
            if inner is None:
                return None
            other = _day(year, number, inner) if inner != day else None
        if not _weekday_fits(lead["weekday"], value):
            other = f"{lead['weekday']} {value}"
        start = at + lead.start()
    else:
        blank = _BLANK_DAY_BEFORE.search(before)
        value = _day(year, number, None)
        start = at + blank.start() if blank else month.start()
        if value is None:
            return None
    again = _YEAR_AGAIN.match(text, end)
    second_year = number_in_words(again[1]) if again else None
    if again and second_year:
        end = again.end()
        other = f"{second_year:04}{value[4:]}" if second_year != year else other
    figures = _IN_FIGURES.match(text, end)
    if figures:
        end = figures.end()
        second = _day(int(figures["c"]), int(figures["b"]), int(figures["a"]))
        if second and len(value) == 10 and second != value:
            other = second
    return Written(start, end, "day", value, other)


def days(text: str) -> list[Written]:
    """All days of a text in small letters, some known to the month or the year only.

    Of `03/04/2015` nothing is taken unless another date of the same text shows whether days or months come first.
    """
    found = [
        made
        for month in _MONTH.finditer(text)
        if not text[month.start() - 1 : month.start()].isalnum()
        and _YEAR_NEAR.match(text, month.end())
        and (made := _around(text, month))
    ]
    taken = {place for one in found for place in (one.start, one.end)}
    figures = [m for m in _in_figures(text) if not any(one.start <= m.start() < one.end for one in found)]
    first = _order(figures)
    for match in figures:
        if match["iso"]:
            value = _day(*map(int, match["iso"].split("-")))
        else:
            a, b, year = int(match["a"]), int(match["b"]), int(match["c"])
            if a == b or (a > 12) != (b > 12):
                value = _day(year, b, a) if a > 12 or a == b else _day(year, a, b)
            elif match["sep"] == "." and a <= 31 and b <= 12:
                value = _day(year, b, a)  # points are written where days come first
            elif first and a <= 12 and b <= 12:
                value = _day(year, b, a) if first == "day" else _day(year, a, b)
            else:
                value = None
        if value:
            found.append(Written(match.start(), match.end(), "day", value))
    for match in _only_years(text):
        if match.start() not in taken and not any(o.start < match.end() and match.start() < o.end for o in found):
            found.append(Written(match.start(), match.end(), "day", match["year"]))
    return found


def _in_figures(text: str) -> Iterator[re.Match[str]]:
    """What stands alone and looks like a day in figures."""
    for rough in _NUMERIC.finditer(text):
        start, end = rough.span()
        if text[start - 1 : start] in _NOT_BEFORE or _NOT_AFTER.match(text, end):
            continue
        if match := _NUMERIC_DAY.fullmatch(text, start, end):
            yield match


def _only_years(text: str) -> Iterator[re.Match[str]]:
    """Blanks for day and month with the year after them, sought from the year on."""
    for year in _BARE_YEAR.finditer(text):
        at = max(0, year.start() - FURTHEST)
        match = _ONLY_YEAR.search(text, at, year.end())
        if match and match.end() == year.end():
            yield match


def _order(figures: list[re.Match[str]]) -> str | None:
    """Whether the figures of a text put days or months first, if all that show it agree."""
    shown = set()
    for match in figures:
        if match["iso"]:
            continue
        a, b = int(match["a"]), int(match["b"])
        if a > 12 >= b:
            shown.add("day")
        elif b > 12 >= a:
            shown.add("month")
    return shown.pop() if len(shown) == 1 else None


_TIMES = pattern(r"(?<![a-z])(?:(?P<once>once)|(?P<twice>twice)|(?P<what>times|kali))(?![a-z])")


def times(text: str) -> list[Written]:
    """How often: `once`, `two (2) times`, `dua kali`."""
    found = []
    for match in _TIMES.finditer(text):
        if not match["what"]:
            found.append(Written(match.start(), match.end(), "times", "1" if match["once"] else "2"))
            continue
        at = max(0, match.start() - FURTHEST)
        count = _count(text[at : match.start()])
        if count:
            begin, number, second = count
            found.append(
                Written(at + begin, match.end(), "times", str(number), str(second) if second is not None else None)
            )
    return found


def written(text: str) -> list[Written]:
    """All values of a text in small letters, in order, none within another."""
    found = sorted(
        days(text) + periods(text) + anniversaries(text) + times(text), key=lambda one: (one.start, -one.end)
    )
    kept: list[Written] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            if (one.end - one.start) > (kept[-1].end - kept[-1].start):
                kept[-1] = one
            continue
        kept.append(one)
    return kept
