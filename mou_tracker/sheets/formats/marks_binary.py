"""The marks of binary workbooks: .xls (BIFF, in an OLE file) and .xlsb (BIFF12, in a zip file)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from struct import error as TooShort
from struct import unpack_from
from zipfile import ZipFile

from mou_tracker.sheets.formats.marks import ERROR_CODES, MOST_CELLS, Marks
from mou_tracker.sheets.formats.tables import MOST_ROWS, too_many

# Records of an .xls ([MS-XLS] 2.3), and of an .xlsb ([MS-XLSB] 2.3).
_BOF, _EOF, _BOUND_SHEET, _ROW, _FORMULA, _BOOL_ERR = 0x0809, 0x000A, 0x0085, 0x0208, 0x0006, 0x0205
_VALUES = (0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x00D6, _FORMULA, _BOOL_ERR)
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR, _LAST_CELL, _SHEET = 0, 3, 11, 11, 156
_HIDDEN_XLS, _HIDDEN_XLSB = 0x20, 0x10
_DIMENSIONS, _MOST_XLS_ROWS, _MOST_XLS_COLUMNS = 0x0200, 65_536, 256
_COLUMNS, _COLUMNS_XLSB = 0x007D, 60
_MOST_RECORD = 16 * 1024 * 1024


class _Corner:
    """How far the values of a sheet reach. Raises NotATable where that is more than an office's list."""

    def __init__(self, name: str) -> None:
        self._name, self._row, self._column = name, 0, 0

    def reach(self, row: int, column: int) -> None:
        self._row, self._column = max(self._row, row), max(self._column, column)
        if self._row >= MOST_ROWS or (self._row + 1) * (self._column + 1) > MOST_CELLS:
            raise too_many(self._name)


def xls_marks(data: bytes, name: str) -> list[Marks]:
    """The marks of all sheets of an .xls, in their order: the library reads all at once, so all are measured before.

    Raises NotATable where one is too large, ValueError where the file is broken.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            stream = next((part for part in ("Workbook", "Book") if ole.exists(part)), None)
            content = ole.openstream(stream).read() if stream else b""
        places = [unpack_from("<I", body)[0] for code, body in _records(content, 0) if code == _BOUND_SHEET]
        return [_xls_sheet(content, place, name) for place in places]
    except (TooShort, OSError, IndexError, ArithmeticError, MemoryError) as broken:
        raise ValueError(str(broken)) from None


def _xls_sheet(content: bytes, place: int, name: str) -> Marks:
    found, corner = Marks(name), _Corner(name)
    for code, body in _records(content, place):
        if code == _DIMENSIONS:
            _measured(body)
        elif code == _ROW and unpack_from("<I", body, 12)[0] & _HIDDEN_XLS:
            found.hidden.add(unpack_from("<H", body)[0])
        elif code == _COLUMNS and unpack_from("<H", body, 8)[0] & 1:
            found.columns.append(unpack_from("<HH", body))
        elif code in _VALUES:
            row, column = unpack_from("<HH", body)
            corner.reach(row, column)
            if code == _FORMULA and (body[6], body[12:14]) == (2, b"\xff\xff"):
                found.error(row, column, _error(body[8]))
            elif code == _BOOL_ERR and body[7]:
                found.error(row, column, _error(body[6]))
    return found


def _measured(body: bytes) -> None:
    """Refuse a sheet's own word on how far it reaches where it cannot be: the library keeps room for so much, and the
    process ends where there is none. Raises ValueError.
    """
    top, bottom, left, right = unpack_from("<IIHH", body) if len(body) == 14 else unpack_from("<HHHH", body)
    if not (top <= bottom <= _MOST_XLS_ROWS and left <= right <= _MOST_XLS_COLUMNS):
        raise ValueError("a sheet of impossible size")


def _records(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of the stream that begins at a place of an .xls; charts in a sheet are streams of their own."""
    deep = 0
    while at + 4 <= len(content):
        code, size = unpack_from("<HH", content, at)
        deep += (code == _BOF) - (code == _EOF)
        if deep <= 0:
            return
        if deep == 1:
            yield code, content[at + 4 : at + 4 + size]
        at += 4 + size


def _error(code: int) -> str:
    return ERROR_CODES.get(code, "#ERROR")


def xlsb_marks(data: bytes, path: str, name: str) -> Marks:
    """The marks of the sheet in one part of an .xlsb. Raises NotATable and ValueError as `xls_marks` does."""
    found, corner = Marks(name), _Corner(name)
    row = 0
    try:
        for code, body in _parts_records(data, path):
            if code == _ROW_HEADER:
                row = unpack_from("<I", body)[0]
                if body[11] & _HIDDEN_XLSB:
                    found.hidden.add(row)
            elif code == _COLUMNS_XLSB:
                if unpack_from("<H", body, 16)[0] & 1:
                    found.columns.append(unpack_from("<II", body))
            elif 1 < code <= _LAST_CELL:
                column = unpack_from("<I", body)[0]
                corner.reach(row, column)
                if code in (_CELL_ERROR, _FORMULA_ERROR):
                    found.error(row, column, _error(body[8]))
    except (TooShort, IndexError) as broken:
        raise ValueError(str(broken)) from None
    return found


def xlsb_sheets(data: bytes) -> list[tuple[str, str]]:
    """The relation and the title of each sheet of an .xlsb. Raises ValueError where it is broken."""
    try:
        return [_two_texts(body, 8) for code, body in _parts_records(data, "xl/workbook.bin") if code == _SHEET]
    except (TooShort, IndexError) as broken:
        raise ValueError(str(broken)) from None


def _two_texts(body: bytes, at: int) -> tuple[str, str]:
    found = []
    for _ in range(2):
        (length,) = unpack_from("<I", body, at)
        found.append(body[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"))
        at += 4 + 2 * length
    return found[0], found[1]


def _parts_records(data: bytes, path: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part of an .xlsb: both number and size of each are written in as few bytes as they need."""
    with ZipFile(io.BytesIO(data)) as archive, archive.open(path) as part:
        while head := part.read(1):
            code = head[0]
            if code & 0x80:
                code = (code & 0x7F) | (part.read(1)[0] << 7)
            size = 0
            for shift in (0, 7, 14, 21):
                byte = part.read(1)[0]
                size |= (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
            if size > _MOST_RECORD:
                raise ValueError("a record is too large")
            yield code, part.read(size)
