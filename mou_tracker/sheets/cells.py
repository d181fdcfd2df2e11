"""What the cells of an office's spreadsheet say: dates, terms and words as people write them, nothing guessed."""

from __future__ import annotations

import re
from datetime import date

from mou_tracker.basics.dates import DateSpan, Period, parse_date
from mou_tracker.basics.dates_in_words import NotADate, Order, read_date, read_term
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

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


def date_in(value: object, order: Order | None) -> DateSpan:
    """The date that a cell says; `order` tells what 03/04/2015 means. Raises CannotTake."""
    if isinstance(value, date):
        return parse_date(date(value.year, value.month, value.day).isoformat())
    if isinstance(value, int) and 1900 <= value <= 2200:
        return parse_date(str(value))
    if isinstance(value, (int, float)):
        raise CannotTake(phrase("{value} is a number, not a date: give its cells a date format", value=value))
    try:
        return read_date(squeezed(str(value)), order)
    except NotADate as wrong:
        raise CannotTake(wrong.reason) from None


def without_renewal(text: str) -> tuple[str, bool]:
    """A text without words such as `auto renew`, and whether it had them."""
    rest, count = _BY_ITSELF.subn("", text)
    return (squeezed(rest.strip(" ,;.()/-")) if count else text), count > 0


def term_in(text: str) -> Period | str:
    """How long a term is: `5 tahun`, `2 thn 6 bln`, `5 (lima) tahun`, `unlimited`. Raises CannotTake."""
    found = read_term(text)
    if found is not None:
        return found
    if squeezed(text).isdecimal():
        raise CannotTake(phrase("{text} is a number without its unit", text=text))
    raise CannotTake(phrase("{text} is not a length of time", text=text))


def is_endless(text: str) -> bool:
    """Whether a cell says that there is no end."""
    return read_term(text) == "indefinite"
