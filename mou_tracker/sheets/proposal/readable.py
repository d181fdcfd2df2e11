"""How many of a column's cells can be read as what a field holds: `as_…` is 1 for a cell that can, else 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from msgspec import Struct

from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.fields.countries import Ambiguous, alike, meant
from mou_tracker.sheets.cells import (
    SAYS_NOTHING,
    CannotTake,
    apart,
    countries_in,
    date_in,
    evening,
    is_endless,
    is_never,
    is_serial,
    is_until_done,
    last_part,
    partners_in,
    place_before,
    span_in,
    squeezed,
    term_in,
    without_renewal,
)
from mou_tracker.sheets.formats.tables import BadCell, Cells
from mou_tracker.sheets.known_headings import DPRD, KINDS, RENEWALS, instrument_of, normal, partner_class, statuses_of

ORDERS: tuple[Order, ...] = ("day-first", "month-first")
# So many rows are looked at.
MOST = 3000
# So many cells that name a country make a column of countries, whatever its heading.
COUNTRIES = 0.8
DATES = ("signed", "starts", "ends")
# So many cells of a column make it a formula that fails.
_FAILING = 3


def _readable(read: Callable[[object], object]) -> Callable[[object], float]:
    def share(cell: object) -> float:
        try:
            read(cell)
        except CannotTake:
            return 0
        return 1

    return share


def _in_any_order(read: Callable[[object, Order | None, int | None], object]) -> Callable[[object], float]:
    def share(cell: object) -> float:
        for order in ORDERS:
            try:
                read(cell, order, 2000)
                return 1
            except CannotTake:
                continue
        return 0

    return share


_as_plain_day, as_span = _in_any_order(date_in), _in_any_order(span_in)


@lru_cache(maxsize=1 << 15, typed=True)  # asked of a column for each field that it may be, and of its names
def as_day(cell: object) -> float:
    return (
        1
        if is_serial(cell) or evening(cell)
        else _as_plain_day(place_before(apart(cell)[0])[1] if isinstance(cell, str) else cell)
    )


def as_end(cell: object) -> float:
    text = squeezed(str(cell))
    if (
        is_never(cell)
        or is_endless(text)
        or (isinstance(cell, str) and (without_renewal(text)[1] or is_until_done(text)))
    ):
        return 1
    return as_day(cell)


def as_country(cell: object, read: Callable[[str], str | None] = meant) -> float:
    try:
        return 1 if isinstance(cell, str) and read(cell) else 0
    except Ambiguous:
        return 0


def as_term(unit: str | None) -> Callable[[object], float]:
    return _readable(lambda cell: term_in(without_renewal(squeezed(str(cell)))[0] or "1 year", unit))


def as_one_of(words: Mapping[str, object]) -> Callable[[object], float]:
    return lambda cell: 1 if normal(str(cell)) in words else 0


def as_name(cell: object) -> float:
    return 1 if isinstance(cell, str) and any(sign.isalpha() for sign in cell) and not as_day(cell) else 0


def as_document_number(cell: object) -> float:
    text = str(cell).strip()
    return 1 if any(map(str.isdecimal, text)) and (not text.isdecimal() or len(text) > 5) and not as_day(cell) else 0


def as_partner_and_country(cell: object) -> float:
    with suppress(CannotTake):
        return 1 if partners_in(str(cell)) else 0
    return 1 if alike(last_part(str(cell))) else 0


_MAIL = pattern(r"[A-Za-z0-9]+(?:[._%+-][A-Za-z0-9]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}")


def as_address(cell: object) -> float:
    return 1 if _MAIL.fullmatch(str(cell).strip()) else 0


_PHONE = pattern(r"'?\+?[0-9(][0-9 ()./-]{6,}(?:\s*(?:ext|wa)\b.*)?", re.IGNORECASE)


def as_phone(cell: object) -> float:
    return 1 if _PHONE.fullmatch(str(cell).strip()) and not as_day(cell) else 0


def as_institution(cell: object) -> float:
    return 1 if isinstance(cell, str) and len(cell) < 120 and partner_class(cell) else 0


# What tries the cells for a field; one that is not here holds any text.
CHECKS: Mapping[str, Callable[[object], float]] = {
    "signed": as_day,
    "starts": as_day,
    "ends": as_end,
    "partner.country": lambda cell: (
        as_country(cell) or as_country(cell, alike) or (1 if countries_in(str(cell)) else 0)
    ),
    "partner.name": as_name,
    "instrument": lambda cell: 1 if instrument_of(str(cell)) else 0,
    "kind": as_one_of(KINDS),
    "renewal": lambda cell: 1 if normal(without_renewal(str(cell))[0]) in {"", *RENEWALS} else 0,
    "renewal.notice": as_term(None),
    "dprd": as_one_of(DPRD),
    "status": lambda cell: 1 if statuses_of(str(cell)) else 0,
    "owner": as_address,
    "contact.email": as_address,
    "partner.type": as_name,
}


# Whether thousands of texts are names need not be asked of each: these checks look at so many all through the sheet.
_ROUGH, _ENOUGH = (as_name, as_institution), 500


class ColumnCells(Struct):
    """The cells of one column that say something; `wrong` are how many besides are errors of the spreadsheet, or
    formulas without a result.
    """

    said: Sequence[object]
    distinct: Sequence[object]
    wrong: int = 0
    shares: dict[Callable[[object], float], float] = {}  # msgspec gives each column its own

    @property
    def fails(self) -> bool:
        """Whether it is a formula that goes wrong in row after row, not in a cell that somebody has to mend."""
        return self.wrong >= _FAILING and self.wrong * 50 > self.wrong + len(self.said)

    def share(self, check: Callable[[object], float]) -> float:
        """How much of the column can be read so."""
        if not self.said:
            return 0
        if check not in self.shares:
            said, asked = self.said, self.distinct
            if check in _ROUGH and len(asked) > _ENOUGH:
                asked = asked[:: len(asked) // _ENOUGH]
                some = set(asked)
                said = [cell for cell in said if cell in some]
            good = {cell for cell in asked if check(cell)}
            self.shares[check] = sum(cell in good for cell in said) / len(said)
        return self.shares[check]


def column_cells(rows: Sequence[Cells], index: int) -> ColumnCells:
    """The cells of the column at this index, from 0."""
    filled = [cell for row in rows[:MOST] if index < len(row) and (cell := row[index]) is not None]
    wrong = sum(isinstance(cell, BadCell) and cell.computed for cell in filled)
    said = [cell for cell in filled if not isinstance(cell, BadCell)]
    said = [cell for cell in said if not (isinstance(cell, str) and squeezed(cell).casefold() in SAYS_NOTHING)]
    return ColumnCells(said, list(dict.fromkeys(said)), wrong)
