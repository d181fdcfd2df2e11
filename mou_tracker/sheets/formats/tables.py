"""A table as every reader makes it: rows of cells, those that cannot be read as such, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.edit.apply import is_allowed
from mou_tracker.sheets.formats.titles import telling

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_ROWS = 50_000
# A key of YAML holds 1024 signs.
LONGEST = 200


class NotATable(Exception):
    """The file cannot be read as a table: what it is, and what to do."""

    def __init__(self, message: Phrase, hint: Phrase | None = None, kind: str = "") -> None:
        super().__init__(message.msgid)
        self.message, self.hint, self.kind = message, hint, kind


class BadCell(Struct, frozen=True):
    """A cell that says nothing that can be read: its text as people see it, and why; `computed` if by a formula."""

    text: str
    reason: Phrase
    computed: bool = False


Cell = str | int | float | date | BadCell | None
Cells = list[Cell]


class Table(Struct, frozen=True):
    """The rows of a file, the first at index 0; empty cells are None. `remarks` are what of them was not read, and why;
    `others` what else the file holds.

    `encoding` is set where it had to be found out; `sheet` names the sheets that are read of a workbook with several,
    `rest` the visible ones that are not; `from_1904` says that numbers of days may count from 1904, as on old Macs.
    `parts` are the rows (from 1) at which the sheet of another country or paper begins, with its title; `hidden` the
    columns (from 0) that hold something and are hidden.
    """

    rows: Sequence[Cells]
    remarks: tuple[Phrase, ...] = ()
    others: tuple[Phrase, ...] = ()
    encoding: str | None = None
    sheet: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    from_1904: bool = False
    parts: tuple[tuple[int, str], ...] = ()
    hidden: tuple[int, ...] = ()


_ERROR = pattern(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|ERROR!)|Err:[0-9]{3}"
)


def error_cell(text: str) -> BadCell:
    """A cell that holds an error of the spreadsheet, by the text that people see."""
    return BadCell(text, phrase("{text}, an error of the spreadsheet", text=text), computed=True)


# Signs of no width that come along when a text is copied, and say nothing: zero-width spaces, marks of direction, soft
# hyphens. What turns a text around or steers a terminal is none of these, and is refused where a row is read.
_WEIGHTLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))


# How workbooks write the ends of lines that came from Windows, where a program put them into the text itself.
_CARRIAGE = pattern(r"_x000([AaDd])_")


def text_cell(text: str) -> Cell:
    """A cell that holds a text: nothing for blanks, an error for what a spreadsheet prints for one."""
    if not text.isascii():
        text = text.translate(_WEIGHTLESS)
    if "_x000" in text:
        text = _CARRIAGE.sub(lambda found: "\n" if found[1] in "Aa" else "", text)
    if not text or text.isspace():
        return None
    return error_cell(text.strip()) if text.lstrip()[0] in "#E" and _ERROR.fullmatch(text.strip()) else text


_ENTITY = pattern(r"&(?:amp|quot|apos|lt|gt|nbsp|#0?39|#x27|#8[0-9]{3});")


def unescaped(table: Table) -> Table:
    """The table without the marks of pages in its texts, which databases keep as they were typed: `&amp;`, `&#039;`."""
    from html import unescape

    if not any(isinstance(cell, str) and "&" in cell and _ENTITY.search(cell) for row in table.rows for cell in row):
        return table
    rows = [
        [_ENTITY.sub(lambda found: unescape(found[0]), cell) if isinstance(cell, str) else cell for cell in row]
        for row in table.rows
    ]
    return replace(table, rows=rows)


FORMULA = phrase("a formula without its result: open the file in a spreadsheet program and save it")


def too_many(name: str) -> NotATable:
    """The table is larger than an office's list can be."""
    text = phrase("{file} has more than {n} rows", file=name, n=MOST_ROWS)
    return NotATable(text, phrase("split it, or take out what is no list of agreements"), "large")


# Within so many rows the headings stand, and a row of so many texts may be one of them.
_HEADS_WITHIN, _HEADS = 20, 3


def visible(text: str) -> str:
    """A text of a table as a map can hold it: on one line, without what cannot be seen or steers a terminal."""
    text = text.encode(errors="replace").decode()  # a file's name may hold half a character
    if not is_allowed(text):
        text = "".join(sign for sign in text if is_allowed(sign))
    return " ".join(text.split())


def sayable(text: str) -> str:
    """A heading, or a name of a sheet or a file, as a map can hold it, no longer than a key."""
    text = visible(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def told_apart(names: Sequence[str]) -> list[str]:
    """Equal headings told apart: the second `Tanggal` is `Tanggal (2)`, if none is called that."""
    made: list[str] = []
    taken = {""}
    counts: dict[str, int] = {}
    for name in names:
        own = name
        while own in taken and name:
            counts[name] = counts.get(name, 1) + 1
            own = f"{name} ({counts[name]})"
        taken.add(own)
        made.append(own)
    return made


def joined(first: Table, more: Sequence[Table], name: str, strict: bool) -> Table:
    """The tables below one another that have the same headings; the others are left out, or refused (`strict`).

    Rows are counted through; the remark says from which row on those of each sheet stand.
    """
    rows, places, sheets, remarks = [*first.rows], [], [*first.sheet], [*first.remarks]
    parts = [(1, title) for title in first.sheet]
    heads = {_texts(row): None for row in first.rows[:_HEADS_WITHIN] if len(_texts(row)) >= _HEADS}
    for one in more:
        at = next((at for at, row in enumerate(one.rows[:_HEADS_WITHIN]) if _texts(row) in heads), None)
        if at is None:
            if strict:
                raise NotATable(phrase("{file}: the sheet {sheet} has other headings", file=name, sheet=one.sheet[0]))
            continue
        places.append(phrase("row {n} of {sheet} is row {here} here", n=at + 2, sheet=one.sheet[0], here=len(rows) + 1))
        parts += [(len(rows) + 1, title) for title in one.sheet]
        rows += one.rows[at + 1 :]
        sheets += one.sheet
        remarks += [phrase("sheet {sheet}: {what}", sheet=one.sheet[0], what=remark) for remark in one.remarks]
        if len(rows) > MOST_ROWS:
            raise too_many(name)
    others = [*first.others]
    left = [title for title in first.rest if title not in sheets]
    if left and first.sheet:
        read = ", ".join(sheets)
        others.append(phrase("read is the sheet {sheet}; not read: {names}", sheet=read, names=", ".join(left)))
    if places:
        others.append(phrase("sheets of the same headings are read as one list: {places}", places=[*places]))
    return replace(
        first,
        rows=rows,
        remarks=tuple(remarks),
        others=tuple(others),
        sheet=tuple(sheets),
        rest=tuple(left),
        parts=telling(parts),
        hidden=tuple(sorted({index for one in (first, *more) if set(one.sheet) <= {*sheets} for index in one.hidden})),
    )


def one_list(best: Sequence[Cells], tables: Sequence[tuple[str, Sequence[Cells]]]) -> Table:
    """The tables of a page that have the headings of the best one, below one another; each has its title, which counts
    where all are countries. How many are left out is said.
    """
    head = next((_texts(row) for row in best[:_HEADS_WITHIN] if len(_texts(row)) >= _HEADS), None)
    rows: list[Cells] = []
    first: Sequence[Cells] = ()
    parts: list[tuple[int, str]] = []
    left = 0
    for title, table in tables:
        at = next((at for at, row in enumerate(table[:_HEADS_WITHIN]) if _texts(row) == head), None)
        if at is None and table is not best:
            left += sum(len(_texts(row)) >= _HEADS for row in table) > 1
            continue
        below = table[at or 0 :]
        parts.append((len(rows) + 1, title))
        rows += below[_alike(below, first) :] if first else table
        first = first or below
    others = []
    if len(parts) > 1:
        others.append(phrase("{n} tables of the same headings are read as one list", n=len(parts)))
    if left:
        others.append(
            plural("another table of the page is not read", "{n} other tables of the page are not read", left)
        )
    return Table(rows, others=tuple(others), parts=telling(parts))


def _alike(table: Sequence[Cells], other: Sequence[Cells]) -> int:
    """How many rows two tables begin with: their headings."""
    unlike = (at for at, (one, two) in enumerate(zip(table, other, strict=False)) if _texts(one) != _texts(two))
    return next(unlike, min(len(table), len(other)))


def _texts(row: Cells) -> tuple[str, ...]:
    return tuple(" ".join(cell.casefold().split()) for cell in row if isinstance(cell, str))
