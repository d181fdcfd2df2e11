"""What the cells of an office's spreadsheet say: dates, terms and words as people write them, nothing guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from mou_tracker.basics.dates import FIRST_YEAR, LAST_YEAR, DateSpan, Period, parse_date
from mou_tracker.basics.dates_in_words import NotADate, Order, read_date, read_term
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.sheets.formats.tables import BadCell

_BY_ITSELF = pattern(
    r"\b(?:auto(?:matic(?:ally)?)?[\s-]*renew(?:al|ed|s)?|diperpanjang (?:secara )?otomatis|perpanjangan otomatis|"
    r"otomatis (?:diperpanjang|perpanjangan)|otomatis|automatic(?:ally)?|auto)\b",
    re.IGNORECASE,
)


# What offices and databases write into a cell that says nothing.
SAYS_NOTHING = (
    *("n/a", "-", "--", "–", "—", "?", ".", "null", "\\n", "nan", "nat"),
    *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000"),
)


class CannotTake(Exception):
    """A cell does not say what its column is for; carries the reason."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


def squeezed(text: str) -> str:
    """A text with single spaces, composed (NFC): no-break spaces and line breaks of a cell are spaces too."""
    plain = " ".join(text.split())
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def shown(value: object) -> str:
    """A cell as people see it."""
    return value.text if isinstance(value, BadCell) else squeezed(str(value))


def date_in(value: object, order: Order | None, century: int | None = None) -> DateSpan:
    """The date that a cell says; `order` tells what 03/04/2015 means. Raises CannotTake."""
    if isinstance(value, date):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise CannotTake(phrase("{text}: the year {year} cannot be meant", text=value.isoformat(), year=value.year))
        return DateSpan(value, value)
    if isinstance(value, int) and FIRST_YEAR <= value <= LAST_YEAR:
        return parse_date(str(value))
    if isinstance(value, (int, float)) and not 10**7 <= value < 10**8:
        raise CannotTake(phrase("{value} is a number, not a date: give its cells a date format", value=value))
    try:
        return read_date(squeezed(str(value)), order, century)
    except NotADate as wrong:
        raise CannotTake(wrong.reason) from None


_BETWEEN = pattern(
    r"\s*(?:\bs\s*[./]\s*d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bto\b|\buntil\b|\bthru\b|\btill\b|~|→)\s*|\s+[-–—]\s+|\s*[–—]\s*",
    re.IGNORECASE,
)


def span_in(value: object, order: Order | None, century: int | None = None) -> tuple[DateSpan, DateSpan]:
    """The first and last day of a cell such as `1 Jan 2020 s.d. 31 Des 2024`. Raises CannotTake."""
    text = squeezed(str(value))
    parts = [part.strip(" .:") for part in _BETWEEN.split(text)]
    if len(parts) == 1 and text.count("-") == 1:
        parts = text.split("-")
    if len(parts) != 2 or not all(parts):
        raise CannotTake(phrase("{text} is no span of two days", text=text))
    return date_in(parts[0], order, century), date_in(parts[1], order, century)


def without_renewal(text: str) -> tuple[str, bool]:
    """A text without words such as `auto renew`, and whether it had them."""
    rest, count = _BY_ITSELF.subn("", text)
    return (squeezed(rest.strip(" ,;.()/-")) if count else text), count > 0


def term_in(text: str, unit: str | None = None) -> Period | str:
    """How long a term is: `5 tahun`, `2 thn 6 bln`, `5 (lima) tahun`, `unlimited`; `unit` is that of a bare number.

    Raises CannotTake.
    """
    plain = squeezed(text)
    found = read_term(plain)
    if found is None and unit is not None and plain.removesuffix(".0").isdecimal():
        found = read_term(f"{plain.removesuffix('.0')} {unit}")
    if found is not None:
        return found
    if plain.isdecimal():
        raise CannotTake(phrase("{text} is a number without its unit", text=text))
    raise CannotTake(phrase("{text} is not a length of time", text=text))


def is_endless(text: str) -> bool:
    """Whether a cell says that there is no end."""
    return read_term(text) == "indefinite"
