"""Workbooks (.xlsx, .xlsb, .xls, .ods) as rows, by python-calamine; what that library does not tell is looked up.

It takes error cells (`#REF!`) and formulas without a result for empty ones and does not tell hidden rows, so the XML of
a sheet is looked through for them; in the same pass bombs are found: everything is unpacked once, counted, never kept.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from msgspec import Struct, field

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.sheets.formats.tables import FORMULA, MOST_ROWS, ZIP, BadCell, Cell, Cells, NotATable, Table, too_many

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_UNPACKED = 96 * 1024 * 1024
MOST_STRINGS = 32 * 1024 * 1024
MOST_CELLS = 4_000_000
_PIECE = 1024 * 1024


class _Found(Struct):
    """What the XML of a sheet says besides the values: error cells and formulas by place, hidden rows, the corner."""

    wrong: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def read_workbook(data: bytes, name: str, sheet: str | None) -> Table:
    """The rows of one sheet, the first visible one that says something unless it is named. Raises NotATable."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        parts = _parts(data, name) if data.startswith(ZIP) else {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [(page.name, page.visible == SheetVisibleEnum.Visible) for page in book.sheets_metadata]
        if sheet is not None and sheet not in book.sheet_names:
            names = ", ".join(book.sheet_names)
            raise NotATable(
                phrase("{file} has no such sheet", file=name), phrase("its sheets: {sheets}", sheets=names), "sheet"
            )
        shown = [title for title, visible in pages if visible]
        hidden = [title for title, visible in pages if not visible and title != sheet]
        wanted = [sheet] if sheet is not None else shown
        chosen, table, found = _first(book, data, parts, wanted, name)
    except NotATable:
        raise
    except (CalamineError, BadZipFile, OSError, ValueError, KeyError, EOFError, NotImplementedError) as error:
        raise _broken(data, name, error) from None
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(data, name, error) from None
    remarks = []
    if hidden:
        names = ", ".join(hidden)
        remarks.append(
            plural("hidden sheet, not read: {names}", "hidden sheets, not read: {names}", len(hidden), names=names)
        )
    others = [title for title in shown if title != chosen]
    if others and chosen is not None:
        names = ", ".join(others)
        remarks.append(
            plural(
                "read is the sheet {sheet}; not read: {names}",
                "read is the sheet {sheet}; not read: {names}",
                len(others),
                sheet=chosen,
                names=names,
            )
        )
    if found.hidden:
        remarks.append(plural("{n} hidden row is not read", "{n} hidden rows are not read", len(found.hidden)))
    return Table(table, tuple(remarks), sheet=chosen if len(pages) > 1 else None)


def sheet_names(data: bytes, name: str) -> list[str]:
    """The names of the sheets. Raises NotATable."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return list(CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(data, name, error) from None


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


def _first(
    book: CalamineWorkbook, data: bytes, parts: dict[str, str], wanted: list[str], name: str
) -> tuple[str | None, list[Cells], _Found]:
    """The first sheet that says anything, by its name, with its cells and what its XML says besides."""
    for title in wanted:
        found = _looked_through(data, parts[title], name) if title in parts else _Found()
        page = book.get_sheet_by_name(title)
        if page.total_height > MOST_ROWS:
            raise too_many(name)
        if page.total_height * page.total_width > MOST_CELLS:
            raise too_many(name)
        rows = [[_cell(value) for value in row] for row in page.to_python(skip_empty_area=False)]
        for (row, column), wrong in found.wrong.items():
            _put(rows, row, column, wrong)
        for area in page.merged_cell_ranges or ():
            # A cell merged over several rows says the same for each; one merged over columns is a heading.
            (top, left), (bottom, _) = area
            if top < len(rows) and left < len(rows[top]):
                for row in range(top + 1, min(bottom + 1, len(rows))):
                    if any(cell is not None for cell in rows[row]):
                        rows[row][left] = rows[top][left]
        for row in found.hidden:
            if row < len(rows):
                rows[row] = []
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        if rows or title == wanted[-1]:
            found.hidden = {row for row in found.hidden if row < page.total_height}
            return title, rows, found
    return None, [], _Found()


def _put(rows: list[Cells], row: int, column: int, wrong: BadCell) -> None:
    if row > MOST_ROWS or column > 16_384:
        return
    while len(rows) <= row:
        rows.append([])
    while len(rows[row]) <= column:
        rows[row].append(None)
    if rows[row][column] is None:
        rows[row][column] = wrong


def _cell(value: object) -> Cell:
    match value:
        case str():
            return value if value.strip() else None
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


def _parts(data: bytes, name: str) -> dict[str, str]:
    """Which part of an .xlsx holds which sheet; everything is unpacked once, so that no bomb reaches the library."""
    with ZipFile(io.BytesIO(data)) as archive:
        left = MOST_UNPACKED
        for entry in archive.infolist():
            size = 0
            with archive.open(entry) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    if size > left or (entry.filename.endswith("sharedStrings.xml") and size > MOST_STRINGS):
                        text = phrase("{file} unpacks to more than an office's list can hold", file=name)
                        raise NotATable(
                            text,
                            phrase("delete the formatted empty rows below the list, or save it as .csv"),
                            "large",
                        )
            left -= size
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            _spread(archive, names, name)
            return {}
        relations = _attributes(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        found = {}
        for one in _attributes(archive.read("xl/workbook.xml"), "sheet"):
            target = targets.get(next((value for key, value in one.items() if key.endswith("id") and ":" in key), ""))
            if target:
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                if path in names:
                    found[one.get("name", "")] = path
        return found


_REPEATED = pattern(
    r"<table:table-row\b[^>]*number-rows-repeated=\"([0-9]+)\"[^>]*>(?:(?!</table:table-row>).){0,20000}?value-type",
    re.DOTALL,
)


def _spread(archive: ZipFile, names: set[str], name: str) -> None:
    """Refuse an .ods that repeats rows of values without end."""
    if "content.xml" in names:
        with archive.open("content.xml") as part:
            text = part.read(64 * _PIECE).decode(errors="replace")
        if sum(int(found[1]) for found in _REPEATED.finditer(text)) > MOST_ROWS:
            raise too_many(name)


_TAG = r"<(?:[A-Za-z_][\w.-]*:)?{name}\b([^<>]*)>"
_ATTRIBUTE = pattern(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _attributes(xml: bytes, tag: str) -> Iterator[dict[str, str]]:
    from html import unescape

    for found in re.finditer(_TAG.format(name=tag), xml.decode(errors="replace")):
        yield {one[1]: unescape(one[2] or one[3] or "") for one in _ATTRIBUTE.finditer(found[1])}


# A row, or a cell that holds something, up to the end of what it holds.
_PLACES = pattern(
    r"<(?:\w+:)?(?:(row)\b([^<>]*)>|c\b([^<>]*[^<>/])>(?:<(?:\w+:)?f\b[^<>]*(?:/>|>([^<>]*)</(?:\w+:)?f>))?"
    r"(?:<(?:\w+:)?(?:v|is)\b([^<>]*)>([^<>]*))?)"
)
_VALUED = pattern(r"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*(?<!/)>")
_CELL = pattern(r"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_ROW = pattern(r"\br=[\"']([0-9]{1,7})[\"']")
_HIDDEN = pattern(r"\bhidden=[\"'](?:1|true)[\"']")
_ERROR = pattern(r"\bt=[\"']e[\"']")


def _looked_through(data: bytes, path: str, name: str) -> _Found:
    """Error cells, formulas without a result and hidden rows of a sheet's XML, read in pieces."""
    found = _Found()
    row, column = -1, -1
    for text in _pieces(data, path):
        if row < 0 and not found.rows and "<sheetData" in text:
            text = text[text.index("<sheetData") :]
        valued = _VALUED.findall(text)
        if valued:
            found.rows = max(found.rows, *(int(number) for _, number in (valued[0], valued[-1])))
            found.columns = max(found.columns, *(_index(letters) + 1 for letters in {one for one, _ in valued}))
            if found.rows > MOST_ROWS or found.rows * found.columns > MOST_CELLS:
                raise too_many(name)
        if not ("<f>" in text or "<f " in text or ":f>" in text or "hidden=" in text or _ERROR.search(text)):
            if valued:
                row, column = int(valued[-1][1]) - 1, _index(valued[-1][0])
            continue
        for one in _PLACES.finditer(text):
            if one[1]:
                place = _ROW.search(one[2])
                row, column = (int(place[1]) - 1 if place else row + 1), -1
                if _HIDDEN.search(one[2]):
                    found.hidden.add(row)
                continue
            place = _CELL.search(one[3])
            row, column = (int(place[2]) - 1, _index(place[1])) if place else (row, column + 1)
            if _ERROR.search(one[3]):
                said = one[6] or "#ERROR"
                found.wrong[row, column] = BadCell(said, phrase("{text}, an error of the spreadsheet", text=said))
            elif one[4] is not None and not one[6] and (one[5] is None or 't="str"' not in one[3]):
                found.wrong[row, column] = BadCell(f"={one[4]}", FORMULA)
            if len(found.wrong) > MOST_CELLS // 10:
                raise too_many(name)
    return found


def _pieces(data: bytes, path: str) -> Iterator[str]:
    """The XML of a part in pieces that end with a whole row."""
    rest = ""
    with ZipFile(io.BytesIO(data)) as archive, archive.open(path) as part:
        while piece := part.read(_PIECE):
            text = rest + piece.decode("latin-1")  # only tags matter, and those are ASCII
            cut = max(text.rfind("</row>"), text.rfind("</x:row>"), text.rfind("/><row"))
            if cut < 0 and len(text) < 8 * _PIECE:
                rest = text
                continue
            cut = len(text) if cut < 0 else text.index(">", cut) + 1
            yield text[:cut]
            rest = text[cut:]
    yield rest


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
