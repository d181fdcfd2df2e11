"""A spreadsheet's headings and the rows below them, and how a map finds its columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.fields.countries import Ambiguous, by_name
from mou_tracker.sheets.cells import shown, squeezed
from mou_tracker.sheets.formats.tables import sayable, told_apart
from mou_tracker.sheets.formats.titles import is_part, paper_in
from mou_tracker.sheets.import_map import DATE_FIELDS, ColumnRule, ImportMap
from mou_tracker.sheets.known_headings import heading_scores, normal

MOST_NAMED = 10
# What the column is headed that this program adds to rows which were not taken.
REASON = phrase("why it was not taken")
Said = Sequence[tuple[int, object]]


class Column(Struct, frozen=True):
    """One column: its place from 0, its letter, its heading, and the field that the map says it gives."""

    index: int
    heading: str
    rule: ColumnRule

    @property
    def letter(self) -> str:
        """As spreadsheets name it: A, Z, AA."""
        return letter(self.index)


class Moved(Struct, frozen=True):
    """A table below another: the row (from 1) of its headings, and those that the first one does not have."""

    row: int
    lost: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """A table with its headings understood. `unmapped` are headings that the map says nothing of.

    `moved` are the tables below the first that have their columns in another order (see `aligned`).
    `passed` are the rows that are none of the list (see `captions`); `sections` the country or the paper that the last
    of them says, by the rows below it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Sequence[object]], ...]
    unmapped: tuple[str, ...]
    headings: tuple[str, ...]
    from_1904: bool = False
    passed: tuple[int, ...] = ()
    sections: Mapping[int, str] = {}
    moved: tuple[Moved, ...] = ()


class BadSheet(Exception):
    """The table does not have the headings that the map names."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


def letter(index: int) -> str:
    """A column's letter by its index from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def headings(table: Sequence[Sequence[object]], rows: Sequence[int]) -> list[str]:
    """The heading of each column over some rows (numbers from 1), its parts joined by ` / `.

    A heading over several columns stands in the first of them only; it counts for those to its right that have a
    heading of their own below it.
    """
    picked = [list(table[row - 1]) for row in rows if 0 < row <= len(table)]
    width = max((len(row) for row in picked), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(picked):
        before = ""
        for index in range(width):
            text = sayable(shown(row[index])) if index < len(row) and row[index] is not None else ""
            below = any(len(other) > index and other[index] is not None for other in picked[number + 1 :])
            before = text or (before if below else "")
            if before and before not in parts[index]:
                parts[index].append(before)
    return told_apart([" / ".join(one) for one in parts])


def understood(
    table: Sequence[Sequence[object]],
    by: ImportMap,
    from_1904: bool = False,
    parts: Sequence[tuple[int, str]] = (),
) -> Sheet:
    """The table's columns and rows; raises BadSheet where the map names a heading that is not there. `parts` are the
    rows at which a sheet of another country or paper begins.
    """
    names = headings(table, by.file.header)
    table, moved = aligned(table, max(by.file.header), names)
    wanted = {normal(name): rule for name, rule in by.columns.items()}
    found = {normal(name) for name in names}
    missing = [name for name in by.columns if normal(name) not in found]
    if missing:
        text = phrase("no column is headed {missing}", missing=", ".join(map(repr, missing)))
        raise BadSheet(text, phrase("the headings are: {names}", names=", ".join(repr(name) for name in names if name)))
    # Headings that differ in signs only, as `No` and `No.`, are told apart where the map names both.
    rules = [by.columns.get(name) or wanted.get(normal(name)) for name in names]
    columns = tuple(
        Column(index, name, rule) for index, (name, rule) in enumerate(zip(names, rules, strict=True)) if rule
    )
    consulted = set(map(normal, by.consulted()))
    unmapped = tuple(
        name or letter(index)
        for index, name in enumerate(names)
        if rules[index] is None and normal(name) not in consulted and (name or _has_content(table, by, index))
    )
    fields = {column.index: column.rule.to for column in columns}
    passed = captions(table, max(by.file.header), names, fields)
    rows = tuple(row for row in _rows(table, max(by.file.header)) if row[0] not in passed)
    sections = _sections(passed, rows, parts, by.sections)
    return Sheet(columns, rows, unmapped, tuple(names), from_1904, tuple(passed), sections, tuple(moved))


T = TypeVar("T")


def aligned(
    table: Sequence[Sequence[T]], after: int, names: Sequence[str]
) -> tuple[Sequence[Sequence[T | None]], list[Moved]]:
    """The table with the cells of each one below it under the headings of the first, and where such tables begin.

    One below begins with headings that are the first's, mostly, in another order: its cells stand under them.
    """
    places: dict[str, int] = {}
    for index, name in enumerate(names):
        for part in (name, name.rpartition(" / ")[2]):
            places.setdefault(normal(part), index)
    places.pop("", None)
    wanted = [[key for key, at in places.items() if at == index] for index in range(len(names))]
    found: list[Moved] = []
    rows: list[Sequence[T | None]] = []
    order: list[int | None] | None = None
    for number, row in enumerate(table[after:], after + 1):
        first = next((cell for cell in row if cell is not None), None)
        said = [(index, cell) for index, cell in enumerate(row) if cell is not None] if isinstance(first, str) else []
        if _heads(said, places):
            keys = [normal(cell) if isinstance(cell, str) else "" for cell in row]
            same = all(places.get(keys[index], index) == index for index, _ in said)
            order = None if same else [next((keys.index(key) for key in one if key in keys), None) for one in wanted]
            if order:
                lost = (cell for index, cell in said if keys[index] not in places)
                found.append(Moved(number, tuple(sayable(shown(cell)) for cell in lost)))
            rows.append(row)
        else:
            rows.append([None if at is None or at >= len(row) else row[at] for at in order] if order else row)
    return ([*table[:after], *rows], found) if found else (table, found)


def _heads(said: Said, places: Collection[str]) -> bool:
    """Whether cells are headings again, in whatever order."""
    first = said[0][1] if len(said) > 2 else None
    if not isinstance(first, str) or first.isdecimal() or normal(first) not in places:
        return False
    return sum(isinstance(cell, str) and normal(cell) in places for _, cell in said) * 2 > len(said)


_NAMES = 1.4
# How the rows begin that count others, or number the pages of a printed list; the regions into which lists are parted.
_TOTAL = pattern(r"(?:sub ?|grand )?total\b|jumlah\b|jml\b|halaman\b|hal \d|page\b")
_REGION_WORD = (
    r"(?:asia|africa|afrika|americas?|amerika|europe|eropah?|oceania|oseania|asean|pacific|pasifik|australia|"
    r"timur tengah|middle east|(?:north|south|east|west|utara|selatan|timur|barat|tenggara|tengah|central)(?:ern)?)"
)
_REGION = pattern(rf"(?:kawasan |benua |region )?{_REGION_WORD}(?: (?:(?:dan|and) )?{_REGION_WORD})*")
_MARK = pattern(r"(?:[A-Z]{1,4}|[0-9]{1,3})[.)]?")
_COUNTED = pattern(r"\(?([0-9]{1,2})[.)]?")
_ENUMERATED = pattern(r"(?:[A-Z0-9]{1,4}[.)]\s*)?(?:(?:negara|country)\s*:\s*)?(.+?)\s*(?:\([0-9]+\))?", re.IGNORECASE)


def captions(
    table: Sequence[Sequence[object]], after: int, names: Sequence[str], fields: Mapping[int, Sequence[str]]
) -> dict[int, str | None]:
    """The rows below the headings that are none of the list, by number: headings again, also in a second language; the
    columns counted; regions, totals, pages, signatures.

    With each the country or paper that it says alone for the rows below it, "" where it parts the list otherwise, else
    None.
    """
    if not any("partner.name" in to for to in fields.values()):
        return {}
    heads = {normal(part): index for index, name in enumerate(names) for part in (name, *name.split(" / "))}
    found: dict[int, str | None] = {}
    # By which cells of a row say nothing: those that say something, and the fields that they give.
    shapes: dict[tuple[bool, ...], tuple[tuple[int, ...], frozenset[str]]] = {}
    for number, row in enumerate(table[after:], after + 1):
        empty = tuple([cell is None for cell in row])
        shape = shapes.get(empty)
        if shape is None:
            filled = tuple(index for index, nothing in enumerate(empty) if not nothing)
            given = frozenset(field for index in filled for field in fields.get(index, ()))
            shape = shapes[empty] = filled, given
        filled, told = shape
        if not filled or (number > after + 1 and _is_listed(row, filled, told)):
            continue
        said = [(index, row[index]) for index in filled]
        if len(said) == 2 and "partner.name" in fields.get(filled[1], ()) and _MARK.fullmatch(str(said[0][1]).strip()):
            said, told = said[1:], told - {*fields.get(filled[0], ())}  # `A` or `I.` before a part of the list
        below = number == after + 1 and (_explains(said) or _translates(said, fields))
        if below or _repeats(said, names, heads) or _heads(said, heads) or _counts_columns(said):
            found[number] = None
        elif _is_caption(said, told):
            found[number] = _part(said)
    return found


def _is_listed(row: Sequence[object], filled: Sequence[int], given: Collection[str]) -> bool:
    """Whether a row is one of the list at first sight, as nearly all are: its number, texts, and a day."""
    if len(filled) < 4 or _DATED.isdisjoint(given):
        return False
    first, second, third = row[filled[0]], row[filled[1]], row[filled[2]]
    if not isinstance(first, (int, float)) or first < 2 or not isinstance(second, str) or not isinstance(third, str):
        return False
    return not (second.strip().isdecimal() or third.strip().isdecimal())


def _repeats(said: Said, names: Sequence[str], heads: Collection[str]) -> bool:
    first = said[0][1]
    if len(said) < 2 or not isinstance(first, str) or normal(first) not in heads:
        return False
    same = (
        isinstance(cell, str) and normal(cell) in {normal(part) for part in (names[index], *names[index].split(" / "))}
        for index, cell in said
        if index < len(names)
    )
    return sum(same) * 5 >= len(said) * 4


def _translates(said: Said, fields: Mapping[int, Sequence[str]]) -> bool:
    """Whether the cells name the fields of their columns, as headings of another language do."""
    fitting = sum(
        isinstance(cell, str) and any(heading_scores(cell).get(field, 0) > _NAMES for field in fields.get(index, ()))
        for index, cell in said
    )
    return fitting > 2 and fitting * 3 >= len(said) * 2


def _explains(said: Said) -> bool:
    """Whether all cells are asides, as `(dd/mm/yyyy)` is below a heading."""
    return all(isinstance(cell, str) and cell.strip()[:1] == "(" and cell.strip()[-1:] == ")" for _, cell in said)


def _counts_columns(said: Said) -> bool:
    first = _counted(said[0][1])
    if first is None or first > 1 or len(said) < 3:  # as nearly all rows
        return False
    return [_counted(cell) for _, cell in said] == [*range(first, first + len(said))]


def _counted(cell: object) -> int | None:
    if isinstance(cell, str) and len(cell) > 9:  # most: too long for a number in brackets, spaces and all
        return None
    found = _COUNTED.fullmatch(str(cell).strip())
    return int(found[1]) if found else None


def _is_caption(said: Said, given: Collection[str]) -> bool:
    """Whether a row is none of the list, by the fields that it gives."""
    named = not _NAMING.isdisjoint(given)
    if not _DATED.isdisjoint(given):
        return (len(said) == 1 and not named) or (_counts_once(said) and bool(_TOTAL.match(_first_text(said))))
    text = _first_text(said)
    if not named or _TOTAL.match(text):
        return True
    if set(given) != {"partner.name"} or len(said) > 1:
        return False
    return bool(_REGION.fullmatch(text) or _country(said[0][1]) or is_part(str(said[0][1])))


_NAMING = frozenset(("partner.name", "partner.country", "instrument"))
_DATED = frozenset((*DATE_FIELDS, "term"))


def _first_text(said: Said) -> str:
    return next((normal(cell) for _, cell in said if isinstance(cell, str)), "")


def _counts_once(said: Said) -> bool:
    """Whether all cells but one are numbers."""
    others = 0
    for _, cell in said:
        if not str(cell).strip().isdecimal():
            others += 1
            if others > 1:
                return False
    return others == 1


def _part(said: Said) -> str | None:
    text = str(said[0][1])
    if len(said) > 1 or not any(map(str.isalpha, text)) or _TOTAL.match(normal(text)):
        return None
    return _country(text) or (text if paper_in(text) else "")


def _country(cell: object) -> str | None:
    found = _ENUMERATED.fullmatch(squeezed(str(cell)))
    with suppress(Ambiguous):
        if found and len(found[1]) > 2 and by_name(found[1]):
            return found[1]
    return None


def _sections(
    passed: Mapping[int, str | None],
    rows: Sequence[tuple[int, Sequence[object]]],
    sheets: Sequence[tuple[int, str]],
    field: str | None,
) -> dict[int, str]:
    """The last caption above each row that says the field, else the title of its sheet. A country holds up to another
    part of the list, a paper up to another paper.
    """
    found: dict[int, str] = {}
    title = now = ""
    titles = dict(sheets)
    for number in sorted({number for number, _ in rows} | set(titles) | set(passed)):
        if number in titles:
            title = now = titles[number]
        text = passed.get(number)
        if field == "instrument":
            now = paper_in(text or "") or now
        elif text is not None and not paper_in(text):
            now = text or title
        if now and number not in passed:
            found[number] = now
    return found


def _has_content(table: Sequence[Sequence[object]], by: ImportMap, index: int) -> bool:
    return any(len(row) > index and row[index] is not None for row in table[max(by.file.header) :])


def _rows(table: Sequence[Sequence[object]], after: int) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows below the headings that say anything, with their numbers from 1."""
    for number, row in enumerate(table[after:], after + 1):
        if any(cell is not None for cell in row):
            yield number, row


def hidden_columns(sheet: Sheet, hidden: Collection[int]) -> Iterator[Phrase]:
    """That hidden columns are read like the others: who hid them may not want them in the register."""
    names = [repr(one.heading) for one in sheet.columns if one.index in hidden and one.rule.to != ("ignore",)]
    if names:
        yield plural(
            "hidden column, read like the others: {names}",
            "hidden columns, read like the others: {names}",
            len(names),
            names=", ".join(names),
        )


def passed_over(sheet: Sheet) -> Iterator[Phrase]:
    """Which rows are none of the list, and where its columns are in another order."""
    for one in sheet.moved:
        if one.lost:
            names = ", ".join(map(repr, one.lost))
            yield phrase("from row {n} on the columns have another order; not read: {names}", n=one.row, names=names)
        else:
            yield phrase("from row {n} on the columns have another order", n=one.row)
    if sheet.passed:
        first = ", ".join(map(str, sheet.passed[:MOST_NAMED]))
        yield plural(
            "row {rows} is a heading, a total or a caption, not an agreement",
            "{n} rows are headings, totals or captions, not agreements: {rows}",
            len(sheet.passed),
            rows=first + (" …" if len(sheet.passed) > MOST_NAMED else ""),
        )
