"""The beginning and the end under headings that do not tell them: by their order in each row, and whole years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.sheets.cells import CannotTake, apart, date_in, is_serial, place_before, serial_day
from mou_tracker.sheets.columns import judged
from mou_tracker.sheets.formats.tables import Cells
from mou_tracker.sheets.known_headings import PLANNED, normal
from mou_tracker.sheets.proposal.one_column import Choice
from mou_tracker.sheets.proposal.readable import ColumnCells, as_day

_DAY_WORDS = {"tanggal", "tgl", "tarikh", "date", "dated", "tahun", "year"}
# Days of which a list's keeping speaks, or work on an agreement, not its beginning or end.
RECORDED = pattern(
    r"\b(?:created|updated|deleted|uploaded|modified|edited|timestamp|input|diinput|dibuat|diubah|unggah|entry|"
    r"reviews?|reviewed|reviu|evaluasi|evaluation|monitoring|monev|reminder|pengingat|report|reported|laporan|visit|"
    r"kunjungan|meeting|rapat|birth|lahir|payment|pembayaran|received|diterima|submitted|submission|diajukan|pengajuan|"
    r"permohonan|request|usulan|proposal|persetujuan|approval|approved|dprd|draft|renewal|perpanjangan|extension|"
    rf"{'|'.join(sorted(PLANNED))})\b"
)
# Nearly all rows have the beginning before the end; most are whole years long, as hardly any two other days are.
_IN_ORDER, _WHOLE_YEARS, _FAR_AHEAD = 0.95, 0.5, 0.2
_SOME, _YEAR_ALONE = 20, 4


def choose_days(
    names: Sequence[str], rows: Sequence[Cells], columns: Mapping[int, ColumnCells], found: dict[int, Choice]
) -> None:
    """The beginning and the end under headings that do not tell them: by their order in each row, and whole years."""
    free = [
        index
        for index in columns
        if index not in found and holds_days(columns[index]) and not RECORDED.search(normal(names[index]))
    ]
    # Numbers are days only where whole years prove it.
    sure = free + [
        index
        for index in columns
        if index not in found
        and holds_days(columns[index], numbered=True)
        and not RECORDED.search(normal(names[index]))
    ]
    given = {field: index for index, one in found.items() for field in one.to}
    begins, ends = given.get("starts", given.get("signed")), given.get("ends")
    if not sure or ("starts" in given and ends is not None):
        return
    dated = [index for index in free if set(normal(names[index]).split()) & _DAY_WORDS]
    taken: Mapping[str, int] = {}
    if begins is not None and ends is not None:  # a day of signing, and perhaps the beginning beside it
        pair = (
            None if _pair(rows, columns, [begins], [ends], sure=True) else _pair(rows, columns, sure, [ends], sure=True)
        )
        taken = {"starts": pair[0]} if pair else {}
    elif begins is not None:
        pair = _pair(rows, columns, [begins], sure, sure=True)
        if pair is None and "starts" not in given and (both := _pair(rows, columns, sure, sure, sure=True)):
            taken = {"starts": both[0], "ends": both[1]}
        elif pair := pair or _pair(rows, columns, [begins], free, sure="term" in given):
            taken = {"ends": pair[1]}
    elif ends is None:
        pair = _pair(rows, columns, sure, sure, sure=True) or _pair(rows, columns, free, free, sure=len(free) > 2)
        taken = {"starts": pair[0], "ends": pair[1]} if pair else {"signed": dated[0]} if len(dated) == 1 else {}
    elif pair := _pair(rows, columns, sure, [ends], sure=True):
        taken = {"signed" if pair[0] in dated else "starts": pair[0]}
    elif len(before := [index for index in dated if _pair(rows, columns, [index], [ends], sure=False)]) == 1:
        taken = {"signed": before[0]}
    elif pair := _pair(rows, columns, [ends], sure, sure=True):  # its heading was taken for the end's
        taken = {"starts": ends, "ends": pair[1]}
    for field, index in taken.items():
        found[index] = Choice((field,), columns[index].share(as_day))


def holds_days(cells: ColumnCells, numbered: bool = False) -> bool:
    """Whether most cells are days by themselves; `numbered`, whether they are numbers that may be days."""
    few = cells.said[:: len(cells.said) // _SOME + 1]
    if sum(map(as_day, few)) * 2 < len(few):  # most columns are texts
        return False
    numbers = cells.share(lambda cell: 1 if isinstance(cell, (int, float)) or str(cell).strip().isdecimal() else 0)
    if numbered:
        return numbers >= 0.5 and cells.share(lambda cell: as_day(cell) if len(str(cell)) != _YEAR_ALONE else 0) >= 0.8
    return len(cells.said) > 2 and numbers < 0.5 and cells.share(as_day) >= 0.8


def _pair(
    rows: Sequence[Cells], columns: Mapping[int, ColumnCells], firsts: Sequence[int], lasts: Sequence[int], sure: bool
) -> tuple[int, int] | None:
    """The one beginning and end among some columns; `sure` if only whole years may prove it."""
    spans = {
        (first, last): whole
        for first in firsts
        for last in lasts
        if first != last and (whole := _whole_years(rows, columns, first, last)) is not None
    }
    ranked = sorted(spans, key=lambda pair: -spans[pair])
    if not ranked or (len(ranked) > 1 and spans[ranked[0]] - spans[ranked[1]] < _FAR_AHEAD):
        return None
    return ranked[0] if spans[ranked[0]] >= _WHOLE_YEARS or (len(ranked) == 1 and not sure) else None


def _day_in(cell: object, order: Order) -> DateSpan:
    if isinstance(cell, (int, float, str)) and is_serial(cell):
        return serial_day(cell)
    return date_in(place_before(apart(cell)[0])[1] if isinstance(cell, str) else cell, order, 1970)


def _whole_years(rows: Sequence[Cells], columns: Mapping[int, ColumnCells], first: int, last: int) -> float | None:
    """How many of the spans from one column to another are whole years, to the day or the day before; None where they
    are no beginning and end.
    """
    order = judged([*columns[first].said, *columns[last].said], None, None).order or "day-first"
    whole, ordered, count, filled = 0, 0, 0, 0
    for row in rows:
        cells = [row[index] if index < len(row) else None for index in (first, last)]
        if None in cells:
            continue
        filled += 1
        with suppress(CannotTake):
            one, other = (_day_in(cell, order) for cell in cells)
            count += 1
            ordered += one.earliest <= other.latest
            whole += other.earliest.year > one.earliest.year and any(
                (day.month, day.day) == (one.earliest.month, one.earliest.day)
                for day in (other.earliest, other.earliest + timedelta(1))
            )
    return whole / count if count > 2 and count * 2 >= filled and ordered >= _IN_ORDER * count else None
