"""A column is judged as a whole: one cell that fits only one order of day and month proves that order for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from mou_tracker.basics.dates import FIRST_YEAR, LAST_YEAR, DateSpan
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.sheets.cells import evening, is_serial, serial_day

_NUMERIC = pattern(
    r"(?<![0-9/.-])([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*(?:[0-9]{4}|[’']?[0-9]{2})(?![0-9]|[/.-][0-9])"
)


class Judged(Struct, frozen=True):
    """What the cells of a date column prove: how many fit one order only, how many either, and an example of each.

    `order` is what open cells are read by, None where they are not taken; `mixed` where both orders are proved, or the
    other one than the map says. `serials` are how many cells hold the number of a day, and an example; none where the
    column holds other numbers besides. `midnight` is the time of day in which all cells of universal time write the
    midnight here. `swapped` says that true dates are not believed: a program took days for months where it could.
    """

    order: Order | None
    day_first: tuple[int, str] = (0, "")
    month_first: tuple[int, str] = (0, "")
    open: tuple[int, str] = (0, "")
    serials: tuple[int, int] = (0, 0)
    midnight: str = ""
    swapped: str = ""

    @property
    def mixed(self) -> bool:
        """Whether its cells contradict one another or the map."""
        return bool(self.day_first[0] and self.month_first[0])


def judged(cells: Iterable[object], general: Order | None, own: Order | None) -> Judged:
    """What a column's cells prove. The map's word for this very column (`own`) holds for its open cells whatever the
    others say; its general one only where no cell contradicts it.
    """
    numbers = {"day-first": 0, "month-first": 0, "open": 0}
    examples = dict.fromkeys(numbers, "")
    serials: list[float] = []
    hours: set[str] = set()
    true_days: list[date] = []
    for cell in cells:
        if isinstance(cell, date):
            true_days.append(cell)
            continue
        if not isinstance(cell, str):
            if isinstance(cell, (int, float)) and not FIRST_YEAR <= cell <= LAST_YEAR:
                serials.append(cell)
            continue
        hours.add(evening(cell))
        if is_serial(cell):
            serials.append(int(cell))
            continue
        for found in _NUMERIC.finditer(cell):
            first, second = int(found[1]), int(found[3])
            if first == second or max(first, second) > 31 or min(first, second) > 12:
                continue
            kind = "day-first" if first > 12 else "month-first" if second > 12 else "open"
            numbers[kind] += 1
            examples[kind] = examples[kind] or found[0]
    day, month, open_ = zip(numbers.values(), examples.values(), strict=True)
    proved: Order | None = (
        None if day[0] and month[0] else "day-first" if day[0] else "month-first" if month[0] else None
    )
    if own is not None:
        order: Order | None = own
    elif (day[0] and month[0]) or (proved is not None and general is not None and proved != general):
        order = None
    else:
        order = proved or general
    numbers_of_days = (len(serials), int(serials[0])) if serials and all(map(is_serial, serials)) else (0, 0)
    hours.discard("")
    return Judged(
        order,
        day,
        month,
        open_,
        numbers_of_days,
        hours.pop() if len(hours) == 1 else "",
        _swapped(true_days, day, month, open_),
    )


_TELLING = 8


def _swapped(days: Sequence[date], first: tuple[int, str], month: tuple[int, str], open_: tuple[int, str]) -> str:
    """A text of a column in which a program of another order of day and month made dates of all that it could: those
    have days up to 12, and only texts that it could not read are left.
    """
    if len(days) < _TELLING or first[0] < _TELLING or month[0] or open_[0] or any(day.day > 12 for day in days):
        return ""
    return first[1]


class Tally(Struct):
    """How the reading of one column went: of how many cells that say something, from which to which day."""

    heading: str
    letter: str
    to: tuple[str, ...]
    said: int = 0
    read: int = 0
    first: DateSpan | None = None
    last: DateSpan | None = None
    judged: Judged | None = None

    def widen(self, days: Iterable[DateSpan]) -> None:
        """These days are among those that were read."""
        for day in days:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day, key=lambda span: span.latest)


class Proof(NamedTuple):
    """A column as the preview shows it."""

    heading: str
    field: str
    parts: tuple[object, ...]


def proof(one: Tally) -> Proof:
    """The column's proof in words."""
    parts: list[object] = [phrase("{read} of {said} read", read=f"{one.read:,}", said=f"{one.said:,}")]
    if one.first and one.last:
        parts.append(f"{one.first.iso()} … {one.last.iso()}")
    if one.judged:
        parts += _order_words(one.judged)
        count, example = one.judged.serials
        if one.judged.midnight:
            parts.append(phrase("{time} in universal time is midnight here", time=one.judged.midnight))
        if one.judged.swapped:
            parts.append(phrase("dates beside {text} may have their day for their month", text=one.judged.swapped))
        if count:
            parts.append(phrase("numbers of days: {n} is {day}", n=example, day=serial_day(example).iso()))
    return Proof(one.heading, ", ".join(one.to), tuple(parts))


def _order_words(found: Judged) -> list[Phrase]:
    if found.mixed:
        return [
            phrase(
                "mixed: {day} day first ({day_example}), {month} month first ({month_example}), {open} could be either",
                day=found.day_first[0],
                day_example=found.day_first[1],
                month=found.month_first[0],
                month_example=found.month_first[1],
                open=found.open[0],
            )
        ]
    for count, words in ((found.day_first, DAY_FIRST), (found.month_first, MONTH_FIRST)):
        if count[0] and found.order is None:
            return [phrase("{order} by {example}, which the map contradicts", order=words, example=count[1])]
        if count[0]:
            return [phrase("{order} (proved by {example})", order=words, example=count[1])]
    if not found.open[0]:
        return []
    if found.order is None:
        return [phrase("open: {example} could be either", example=found.open[1])]
    return [phrase("{order} (by the map)", order=DAY_FIRST if found.order == "day-first" else MONTH_FIRST)]


DAY_FIRST, MONTH_FIRST = phrase("day first"), phrase("month first")
