"""Cells of days: dates, the answers to when it ends that are none, terms, and what renews by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.phrases import phrase
from mou_tracker.sheets.cells import (
    NO_DAY,
    CannotTake,
    apart,
    date_in,
    evening,
    is_endless,
    is_never,
    is_serial,
    is_until_done,
    is_until_told,
    next_day,
    place_before,
    serial_day,
    shown,
    span_in,
    squeezed,
    term_in,
    without_renewal,
    without_signing,
)
from mou_tracker.sheets.columns import Judged
from mou_tracker.sheets.headings import Column
from mou_tracker.sheets.import_map import ColumnRule
from mou_tracker.sheets.known_headings import RENEWALS, normal
from mou_tracker.sheets.rows.record import Draft, has, keep


def _order(found: Judged | None, rule: ColumnRule, draft: Draft) -> Order | None:
    return found.order if found else rule.dates or draft.by.dates


def take_span(draft: Draft, value: object, column: Column, found: Judged | None) -> tuple[DateSpan, DateSpan]:
    """The two days of a cell, into the two fields of its column; raises CannotTake."""
    rule = column.rule
    first, last = span_in(value, _order(found, rule, draft), rule.century or draft.by.century)
    for name, day in zip(rule.to, (first, last), strict=True):
        draft.values[name] = day
    if apart(squeezed(str(value)))[1]:
        keep(draft, column, str(value))
    return first, last


def day_in(draft: Draft, value: object, column: Column, found: Judged | None) -> DateSpan:
    """A date. In a column whose cells contradict one another each is read by itself, if it is certain."""
    if found and found.serials[0] and isinstance(value, (int, float, str)) and is_serial(value):
        return serial_day(value)
    if found and found.midnight and isinstance(value, str) and evening(value):
        return next_day(value)
    if found and found.swapped and isinstance(value, date) and value.day != value.month and not column.rule.dates:
        raise CannotTake(
            phrase(
                "{day}: beside texts such as {text} a program may have taken its day for the month; if not, say in the "
                "map which order the column has",
                day=value.isoformat(),
                text=found.swapped,
            )
        )
    order = _order(found, column.rule, draft)
    century = column.rule.century or draft.by.century
    if found and order and found.mixed:
        try:
            return date_in(value, None, century)
        except CannotTake:
            pass
    return date_in(value, order, century)


def take_day(draft: Draft, name: str, value: object, column: Column, found: Judged | None) -> None:
    """A date; where an end is asked for, `unlimited`, `5 tahun` and `auto renew` are answers too."""
    if isinstance(value, str) and squeezed(value).casefold() in NO_DAY:
        return
    if name == "ends" and (is_never(value) or (isinstance(value, str) and is_endless(value))):
        _agreed(draft, "indefinite", value)
        if is_until_told(str(value)):
            keep(draft, column, str(value))
        return
    if name == "ends" and isinstance(value, str):
        if is_until_done(value):
            keep(draft, column, value)
            return
        value = _automatic(draft, value, column)
        if not value:
            return
    elif name == "signed" and isinstance(value, str) and value.strip().casefold() == "unknown":
        draft.values["signed"] = "unknown"
        return
    whole = value
    if isinstance(value, str):
        value, aside = apart(value)
        if aside:
            keep(draft, column, str(whole))
        place, value = place_before(value)
        if place and name == "signed" and not has(draft, "place"):
            draft.values["place"] = place
        elif place and name == "ends":
            keep(draft, column, str(whole))
    try:
        day = day_in(draft, value, column, found)
    except CannotTake:
        if name != "ends" or not isinstance(value, str) or not any(map(str.isalpha, value)):
            raise
        period = None
        with suppress(CannotTake):
            period = term_in(value)
        if period is None:
            raise
        _agreed(draft, period, value)
        draft.from_signing = without_signing(value)[1]
        return
    if name.startswith("closed."):
        draft.part("closed")["on"] = day
    else:
        draft.values[name] = day


def _automatic(draft: Draft, text: str, column: Column) -> str:
    """The text without words for renewing by itself, which are remembered with their heading."""
    rest, by_itself = without_renewal(text)
    if by_itself:
        draft.by_itself = (column.heading, squeezed(text))
    return rest


def take_term(draft: Draft, text: str, column: Column) -> None:
    """How long it runs; raises CannotTake."""
    if is_until_done(text):
        keep(draft, column, text)
        return
    rest = _automatic(draft, text, column)
    if rest:
        _agreed(draft, term_in(rest, column.rule.unit), text)
        draft.from_signing = without_signing(rest)[1]
    if is_until_told(text):
        keep(draft, column, text)


def _agreed(draft: Draft, term: Period | str, value: object) -> None:
    """A length of time, or that there is no end; raises CannotTake where another cell says the opposite."""
    before = draft.values.setdefault("term", term)
    if before != term and "indefinite" in (before, term):
        raise CannotTake(phrase("{text}: other cells say that there is another end", text=shown(value)))
    draft.values["term"] = term


def take_renewal(draft: Draft, text: str, column: Column) -> None:
    """How it renews, or for how long; raises CannotTake."""
    rest = _automatic(draft, text, column)
    if normal(rest) in RENEWALS:
        draft.part("renewal")["mode"] = RENEWALS[normal(rest)]
    elif rest:
        period = term_in(rest)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is no kind of renewal", text=text))
        draft.part("renewal")["period"] = period


def taking_period(key: str) -> Callable[[Draft, str, Column], None]:
    """What takes a length of time as this key of the renewal."""

    def read(draft: Draft, text: str, column: Column) -> None:
        period = term_in(text, column.rule.unit)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is not a length of time", text=text))
        draft.part("renewal")[key] = period

    return read
