"""A spreadsheet's headings and the rows below them, and how a map finds its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.sheets.cells import shown, squeezed
from mou_tracker.sheets.import_map import ColumnRule, ImportMap
from mou_tracker.sheets.known_headings import normal

# A key of YAML holds 1024 signs.
LONGEST = 200


class Column(Struct, frozen=True):
    """One column: its place from 0, its letter, its heading, and the field that the map says it gives."""

    index: int
    heading: str
    rule: ColumnRule

    @property
    def letter(self) -> str:
        """As spreadsheets name it: A, Z, AA."""
        return letter(self.index)


class Sheet(Struct, frozen=True):
    """A table with its headings understood. `unmapped` are headings that the map says nothing of."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Sequence[object]], ...]
    unmapped: tuple[str, ...]
    headings: tuple[str, ...]


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
            text = _seen(row[index]) if index < len(row) and row[index] is not None else ""
            below = any(len(other) > index and other[index] is not None for other in picked[number + 1 :])
            before = text or (before if below else "")
            if before and before not in parts[index]:
                parts[index].append(before)
    return told_apart([" / ".join(one) for one in parts])


def _seen(cell: object) -> str:
    """A heading as a map can hold it: without what cannot be seen or steers a terminal, and no longer than a key."""
    text = shown(cell)
    if not is_allowed(text):
        text = squeezed("".join(sign for sign in text if is_allowed(sign)))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def told_apart(names: list[str]) -> list[str]:
    """Equal headings told apart: the second `Tanggal` is `Tanggal (2)`."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return made


def understood(table: Sequence[Sequence[object]], by: ImportMap) -> Sheet:
    """The table's columns and rows; raises BadSheet where the map names a heading that is not there."""
    names = headings(table, by.file.header)
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
    unmapped = tuple(
        name or letter(index)
        for index, name in enumerate(names)
        if rules[index] is None and (name or _has_content(table, by, index))
    )
    rows = tuple(_rows(table, max(by.file.header)))
    return Sheet(columns, rows, unmapped, tuple(names))


def _has_content(table: Sequence[Sequence[object]], by: ImportMap, index: int) -> bool:
    return any(len(row) > index and row[index] is not None for row in table[max(by.file.header) :])


def _rows(table: Sequence[Sequence[object]], after: int) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows below the headings that say anything, with their numbers from 1."""
    for number, row in enumerate(table[after:], after + 1):
        if any(cell is not None for cell in row):
            yield number, row
