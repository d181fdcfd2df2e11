"""The rule about ids and numbers that do not survive a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates_in_words import MONTH_OF
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, rule

_NUMBER = pattern(r"[0-9]+e[0-9]+|0[0-9]+|[0-9]{12,}", re.IGNORECASE | re.ASCII)
_DATE = pattern(r"([0-9]{1,4})[-/]([0-9]{1,4})(?:[-/]([0-9]{1,4}))?", re.ASCII)
_NAMED = pattern(r"(?:([0-9]{1,2})[- ])?([^\W\d_]{3,9})[- ]([0-9]{1,4})|([0-9]{1,2})[- ]([^\W\d_]{3,9})")
_FIRST_YEAR = 1900  # with which a spreadsheet's days begin
_MONTHS = {name[:3] for name in MONTH_OF}  # short forms


@rule("warning")
def changed_by_spreadsheet(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """An id or a document's number that a spreadsheet turns into a date or another number.

    Excel and its like read `mar-2015` as 1 March 2015, `1e5` as 100000 and `0123` as 123, and save a CSV file so: the
    row is then no longer known by its id. A workbook (`.xlsx`) that `mou` writes is not touched. Another id, with a
    word of the partner in it, avoids it everywhere.

    Bad:
        agreements:
          - id: mar-2015            #! changed-by-spreadsheet
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2015-03
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    texts: list[tuple[str, str | None]] = [("id", agreement.id)]
    if numbers := agreement.numbers:
        texts += [("numbers.ours", numbers.ours), ("numbers.theirs", numbers.theirs)]
    for path, text in texts:
        if text and (text[0].isdigit() or text[:3].lower() in _MONTHS) and (what := turned_into(text)):
            message = phrase("a spreadsheet turns {text} into {what}", text=repr(text), what=what)
            hint = phrase("put a word before it") if path == "id" else phrase("take .xlsx for a spreadsheet, not CSV")
            yield FieldFinding(path, message, hint)


def turned_into(text: str) -> Phrase | None:
    """What a spreadsheet makes of a text that it opens as CSV; None where it stays a text, or the same number."""
    if _NUMBER.fullmatch(text):
        return phrase("another number")
    if match := _DATE.fullmatch(text):
        parts = [int(part) for part in match.groups() if part]
        return phrase("a date") if _is_date(*parts) else None
    if match := _NAMED.fullmatch(text):
        day, month = match[1] or match[4] or "1", match[2] or match[5]
        if 1 <= int(day) <= 31 and (month.lower() in MONTH_OF or month.lower() in _MONTHS):
            return phrase("a date")
    return None


def _is_date(first: int, second: int, third: int | None = None) -> bool:
    """Whether numbers in the order of any country make a date: day and month, month and year, or all three."""
    if third is None:
        return _is_day(first, second) or _is_day(second, first) or _is_month(first, second) or _is_month(second, first)
    return (first > 31 and _is_day(third, second)) or _is_day(first, second) or _is_day(second, first)


def _is_month(year: int, month: int) -> bool:
    return year >= _FIRST_YEAR and 1 <= month <= 12


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12
