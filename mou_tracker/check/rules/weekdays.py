"""The rule about weekdays in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.dates_in_words import MONTH_OF, WEEKDAY_OF, WEEKDAYS
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, rule

_HINTS = ("day", *(word for word in WEEKDAY_OF if not word.endswith("day")))
_LONGEST_DATE = 40


@rule("warning")
def weekday_differs(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A weekday beside a date in a note is not that date's weekday.

    One of the two is a slip. Looked at are `notes`, what is promised in `follow_ups`, the notes of `steps`, and the
    reason of a closing; weekdays and months in English and Indonesian, and dates as 2015-11-27.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            notes: Signed on Thursday, 27 November 2015.      #! weekday-differs

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            notes: Signed on Friday, 27 November 2015 (Jumat).
    """
    for path, text in _texts(agreement):
        low = text.lower()
        if any(hint in low for hint in _HINTS):
            for word, day in _contradictions(text):
                right = phrase("{day} was a {weekday}", day=day, weekday=WEEKDAYS[day.weekday()])
                yield FieldFinding(path, phrase("{word} is not the weekday of {day}", word=word, day=day), right)


def _texts(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """The free texts of a record with their fields."""
    if agreement.notes:
        yield "notes", agreement.notes
    for i, follow_up in enumerate(agreement.follow_ups):
        yield f"follow_ups[{i}].what", follow_up.what
    for i, step in enumerate(agreement.steps):
        if step.note:
            yield f"steps[{i}].note", step.note
    if agreement.closed and agreement.closed.reason:
        yield "closed.reason", agreement.closed.reason


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A weekday, a date after one, and a date before one; made when a text first needs them."""
    weekday, month = ("|".join(sorted(words, key=len, reverse=True)) for words in (WEEKDAY_OF, MONTH_OF))
    date = (
        r"(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9-])"
        rf"|(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? +(?P<month>{month})\.?,? +(?P<year>[0-9]{{4}})\b"
        rf"|(?P<month_>{month})\.? +(?P<day_>[0-9]{{1,2}})(?:st|nd|rd|th)?,? +(?P<year_>[0-9]{{4}})\b)"
    )
    return (
        re.compile(rf"\b({weekday})\b", re.IGNORECASE),
        re.compile(rf"[\s,(]{{1,3}}(?:(?:the|on|tanggal|tgl\.?)\s+)?{date}", re.IGNORECASE),
        re.compile(rf"\b{date}\s?(?:,\s?|\(\s?)$", re.IGNORECASE),
    )


def _contradictions(text: str) -> Iterator[tuple[str, date]]:
    """Weekdays that stand beside a full date and contradict it; a date after the weekday is looked for first."""
    weekday, after, before = _patterns()
    for word in weekday.finditer(text):
        found = after.match(text, word.end())
        if found is None:
            found = before.search(text[max(word.start() - _LONGEST_DATE, 0) : word.start()])
        day = _day(found) if found else None
        if day and day.weekday() != WEEKDAY_OF[word[1].lower()]:
            yield word[1], day


def _day(found: re.Match[str]) -> date | None:
    """The day that a matched date names, None where there is no such day."""
    named = found.groupdict()
    text = named["iso"]
    if text is None:
        month = MONTH_OF[(named["month"] or named["month_"]).lower()]
        text = f"{named['year'] or named['year_']}-{month:02}-{int(named['day'] or named['day_']):02}"
    try:
        return parse_date(text).earliest
    except BadDate:
        return None
