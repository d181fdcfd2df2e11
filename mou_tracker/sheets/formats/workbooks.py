"""Workbooks (.xlsx, .xlsb, .xls, .ods) as rows, by python-calamine, with the `marks` that it does not tell.

Bombs are found before it sees them: everything is unpacked once, counted, never kept, and sheets are measured.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.sheets.formats.marks import MOST_CELLS, Marks
from mou_tracker.sheets.formats.marks_binary import xls_marks, xlsb_marks, xlsb_sheets
from mou_tracker.sheets.formats.marks_xml import ods_marks, xlsx_marks
from mou_tracker.sheets.formats.tables import (
    MOST_ROWS,
    ZIP,
    Cell,
    Cells,
    NotATable,
    Table,
    sayable,
    text_cell,
    told_apart,
    too_many,
)

MOST_UNPACKED = 96 * 1024 * 1024
MOST_STRINGS = 32 * 1024 * 1024
_PIECE = 1024 * 1024
# What a workbook that is damaged, cut off, encrypted or packed in an unknown way raises, here and in the library.
BROKEN = (
    *(CalamineError, BadZipFile, OSError, ValueError, LookupError, EOFError),
    *(RuntimeError, zlib.error, LZMAError, struct.error),
)


@contextmanager
def _told(data: bytes, name: str) -> Iterator[None]:
    """Whatever a broken workbook raises is told as NotATable."""
    try:
        yield
    except BROKEN as error:
        raise _broken(data, name, error) from None
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(data, name, error) from None


def read_workbook(data: bytes, name: str, sheet: str | None) -> Table:
    """The rows of one sheet, the first visible one that says something unless it is named. Raises NotATable."""
    with _told(data, name):
        marks_of = _marks(data, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = _titles(book, name)
        if sheet is not None and sheet not in titles:
            sheet = dict(zip(book.sheet_names, titles, strict=True)).get(sheet)
            if sheet is None:
                names = ", ".join(titles)
                raise NotATable(
                    phrase("{file} has no such sheet", file=name), phrase("its sheets: {sheets}", sheets=names), "sheet"
                )
        visible = [page.visible == SheetVisibleEnum.Visible for page in book.sheets_metadata]
        shown = [title for title, seen in zip(titles, visible, strict=True) if seen]
        hidden = [title for title, seen in zip(titles, visible, strict=True) if not seen and title != sheet]
        wanted = [sheet] if sheet is not None else shown
        chosen, table, found = _first(book, marks_of, wanted, name)
    rest = [title for title in shown if title != chosen]
    others = (hidden_sheets(hidden),) if hidden else ()
    n = len(found.hidden)
    remarks = (plural("{n} hidden row is not read", "{n} hidden rows are not read", n),) if n else ()
    sheet_ = (chosen,) if chosen is not None and len(titles) > 1 else ()
    return Table(
        table,
        remarks,
        others,
        sheet=sheet_,
        rest=tuple(rest),
        from_1904=_from_1904(data),
        hidden=found.hidden_columns(table) if found.columns else (),
    )


def _from_1904(data: bytes) -> bool:
    """Whether numbers of days count from 1904; where that is not known they count as such, so that none is taken."""
    if not data.startswith(ZIP):
        return True
    with ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return "content.xml" not in archive.namelist()
        told = [one.get("date1904", "0") for one in _attributes(archive.read("xl/workbook.xml"), "workbookPr")]
    return any(one not in ("0", "false") for one in told)


def hidden_sheets(names: Sequence[str]) -> Phrase:
    """That sheets are hidden and therefore not read."""
    return plural(
        "hidden sheet, not read: {names}", "hidden sheets, not read: {names}", len(names), names=", ".join(names)
    )


def sheet_names(data: bytes, name: str) -> list[str]:
    """The names of the sheets. Raises NotATable."""
    with _told(data, name):
        return _titles(CalamineWorkbook.from_filelike(io.BytesIO(data)), name)


def _titles(book: CalamineWorkbook, name: str) -> list[str]:
    """The sheets' names as a map can name them: one that has none by its number, no two alike.

    Raises NotATable for two of one name, which no program writes: the library reads the first for both.
    """
    twice = next((one for at, one in enumerate(book.sheet_names) if one in book.sheet_names[:at]), None)
    if twice is not None:
        message = phrase("{file} has two sheets of one name: {sheet}", file=name, sheet=twice)
        raise NotATable(message, phrase("open it in a spreadsheet program and save it as .xlsx"), "broken")
    return told_apart([sayable(one) or f"Sheet{number}" for number, one in enumerate(book.sheet_names, 1)])


def _broken(data: bytes, name: str, error: BaseException) -> NotATable:
    if b"word/document" in data or b"W\0o\0r\0d\0D\0o\0c" in data or b"ppt/" in data[:100_000]:
        what = phrase("a text document")
        return NotATable(
            phrase("{file} is {what}, not a table", file=name, what=what), phrase("save its table as .xlsx or .csv")
        )
    text = " ".join(str(error).split())[:120]
    return NotATable(
        phrase("{file} cannot be read as a table: {reason}", file=name, reason=text),
        phrase("open it in a spreadsheet program and save it as .xlsx"),
        "broken",
    )


MarksOf = Callable[[str, int], Marks]


def _first(
    book: CalamineWorkbook, marks_of: MarksOf, wanted: list[str], name: str
) -> tuple[str | None, list[Cells], Marks]:
    """The first sheet that says anything, by its name, with its cells and marks."""
    titles = _titles(book, name)
    for title in wanted:
        number = titles.index(title)
        marks = marks_of(book.sheet_names[number], number)
        page = book.get_sheet_by_index(number)
        if page.total_height > MOST_ROWS or page.total_height * page.total_width > MOST_CELLS:
            raise too_many(name)
        known = _Known()
        rows = [
            [known[value] if value.__class__ in _REPEATED else _cell(value) for value in row]  # type: ignore[index]
            for row in page.to_python(skip_empty_area=False)
        ]
        marks.merged += [(top, left, bottom) for (top, left), (bottom, _) in page.merged_cell_ranges or ()]
        if marks.hidden:
            said = {at for at, row in enumerate(rows) if any(cell is not None for cell in row)}
            marks.hidden &= said | {at for at, _ in marks.wrong}
        marks.onto(rows)
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        if rows or title == wanted[-1]:
            return title, rows, marks
    return None, [], Marks(name)


# Lists say the same few words and days over and over.
_REPEATED = frozenset((str, date))


class _Known(dict[str | date, Cell]):
    """Texts and days as cells, each of them once: those that are alike are one object, which is found again sooner."""

    def __missing__(self, value: str | date) -> Cell:
        made = self[value] = text_cell(value) if isinstance(value, str) else value
        return made


def _cell(value: object) -> Cell:
    match value:
        case str():
            return text_cell(value)
        case bool():
            return str(value).lower()
        case float():
            return int(value) if value.is_integer() else value
        case datetime():
            return value.date()
        case int() | date():
            return value
        case None:
            return None
    return str(value)


def _marks(data: bytes, name: str) -> MarksOf:
    """How the marks of a sheet are found, by its title and its number; what the library reads at once is measured."""
    if not data.startswith(ZIP):
        sheets = xls_marks(data, name)
        return lambda _, number: sheets[number] if number < len(sheets) else Marks(name)
    parts = _unpacked(data, name)
    if "content.xml" in parts:
        found = ods_marks(data, name)
        return lambda title, _: found.get(title, Marks(name))
    looked_through = xlsb_marks if "xl/workbook.bin" in parts else xlsx_marks
    places = _places(data, parts)
    return lambda title, _: looked_through(data, places[title], name) if title in places else Marks(name)


def _unpacked(data: bytes, name: str) -> set[str]:
    """The names of a zip's parts; everything is unpacked once, so that no bomb reaches the library."""
    with ZipFile(io.BytesIO(data)) as archive:
        left = MOST_UNPACKED
        for entry in archive.infolist():
            size = 0
            with archive.open(entry) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    if size > left or (entry.filename.startswith("xl/sharedStrings.") and size > MOST_STRINGS):
                        text = phrase("{file} unpacks to more than an office's list can hold", file=name)
                        raise NotATable(
                            text,
                            phrase("delete the formatted empty rows below the list, or save it as .csv"),
                            "large",
                        )
            left -= size
        return set(archive.namelist())


def _places(data: bytes, parts: set[str]) -> dict[str, str]:
    """Which part of an .xlsx or .xlsb holds which sheet, by its title."""
    book = "xl/workbook.bin" if "xl/workbook.bin" in parts else "xl/workbook.xml"
    relations = book.replace("xl/", "xl/_rels/") + ".rels"
    if not {book, relations} <= parts:
        return {}
    with ZipFile(io.BytesIO(data)) as archive:
        targets = {one.get("Id"): one.get("Target", "") for one in _attributes(archive.read(relations), "Relationship")}
        sheets = xlsb_sheets(data) if book.endswith(".bin") else _xlsx_sheets(archive.read(book))
    found = {}
    for relation, title in sheets:
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in parts:
            found[title] = path
    return found


def _xlsx_sheets(xml: bytes) -> list[tuple[str, str]]:
    """The relation and the title of each sheet."""
    return [
        (next((value for key, value in one.items() if key.endswith("id") and ":" in key), ""), one.get("name", ""))
        for one in _attributes(xml, "sheet")
    ]


_TAG = r"<(?:[A-Za-z_][\w.-]*:)?{name}\b([^<>]*)>"
_ATTRIBUTE = pattern(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _attributes(xml: bytes, tag: str) -> Iterator[dict[str, str]]:
    from html import unescape

    for found in re.finditer(_TAG.format(name=tag), xml.decode(errors="replace")):
        yield {one[1]: unescape(one[2] or one[3] or "") for one in _ATTRIBUTE.finditer(found[1])}
