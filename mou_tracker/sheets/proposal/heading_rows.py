"""The rows of a sheet that are its headings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from mou_tracker.fields.countries import by_name
from mou_tracker.sheets.cells import CannotTake, date_in
from mou_tracker.sheets.formats.tables import Cells
from mou_tracker.sheets.headings import headings
from mou_tracker.sheets.known_headings import heading_scores
from mou_tracker.sheets.proposal.readable import ORDERS, as_country

# So many of the first rows may be headings; one that names so many fields has its list below it.
_LOOKED_AT, _ENOUGH = 20, 2


def heading_rows(table: Sequence[Cells]) -> tuple[int, ...]:
    """The rows of the headings: the one of the first rows, or two in a row, that name the most fields.

    A second row belongs to the headings only where it stands below gaps of the first and holds no data.
    """
    best: tuple[int, ...] = (1,)
    most = 0.0
    for row in range(1, min(_LOOKED_AT, len(table)) + 1):
        if not _is_heading(table[row - 1]):
            if most >= _ENOUGH and _is_listed(table[row - 1]):
                break  # below rows of a list stand the headings of another one
            continue
        for rows in ((row,), (row, row + 1)):
            if len(rows) == 2 and not (row < len(table) and _continues(table[row - 1], table[row])):
                continue
            score = _named_fields(headings(table, rows))
            if score > most + (0.5 if len(rows) == 2 else 0):
                best, most = rows, score
    return best


def _named_fields(names: Sequence[str]) -> float:
    fields: dict[str, float] = {}
    for name in names:
        for field, score in heading_scores(name).items() if len(name) < 120 else ():
            fields[field] = max(fields.get(field, 0), score)
    return sum(1 if score > 2.5 else 0.4 for field, score in fields.items() if field != "ignore" and score > 1.4)


def _is_heading(row: Sequence[object]) -> bool:
    cells = [cell for cell in row if cell is not None]
    if any(isinstance(cell, date) or (isinstance(cell, str) and _is_day(cell)) for cell in cells):
        return False  # whatever its words are like, a row with a day is one of the list
    return bool(cells) and sum(not isinstance(cell, str) or _is_data(cell) for cell in cells) <= len(cells) // 3


def _is_listed(row: Sequence[object]) -> bool:
    """Whether a row is one of a list: several cells, with data besides its number."""
    cells = [cell for cell in row if cell is not None]
    return len(cells) > 2 and any(map(_is_data, cells[1:]))


def _is_day(cell: str) -> bool:
    for order in ORDERS:
        with suppress(CannotTake):
            return date_in(cell, order).certain
    return False


def _is_data(cell: object) -> bool:
    if not isinstance(cell, str):
        return True
    try:
        date_in(cell, "day-first", 2000)
        return True
    except CannotTake:
        return cell.strip().isdecimal() or (len(cell.strip()) > 3 and as_country(cell, by_name) == 1)


def _continues(first: Sequence[object], second: Sequence[object]) -> bool:
    """Whether a row goes on with the headings above: below gaps, and without data."""
    if sum(cell is not None for cell in first) < 2:  # a title
        return False
    said = [index for index, cell in enumerate(second) if cell is not None]
    gaps = [index for index in said if index >= len(first) or first[index] is None]
    same = [index for index in said if index < len(first) and first[index] == second[index]]
    return bool(gaps) and len(gaps) + len(same) >= len(said) // 2 and not any(_is_data(second[index]) for index in said)
