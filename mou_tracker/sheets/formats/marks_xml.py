"""The marks of workbooks made of XML: .xlsx and .ods."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.parsers import expat
from zipfile import ZipFile

from mou_tracker.basics.patterns import pattern
from mou_tracker.sheets.formats.marks import MOST_CELLS, Marks
from mou_tracker.sheets.formats.tables import MOST_ROWS, too_many

_PIECE = 1024 * 1024
# A row, or a cell that holds something, up to the end of what it holds.
_PLACES = pattern(
    r"<(?:\w+:)?(?:(row)\b([^<>]*)>|c\b((?:[^<>]*[^<>/])?)>(?:<(?:\w+:)?f\b[^<>]*(?:/>|>([^<>]*)</(?:\w+:)?f>))?"
    r"(?:<(?:\w+:)?(?:v|is)\b([^<>]*)>([^<>]*))?)"
)
# The cells that hold something as nearly every program writes them: a fifth of the time, since it begins with what it
# looks for.
_USUAL = pattern(r"<c r=\"([A-Z]+)([0-9]+)\"[^<>]*(?<!/)>")
_LETTERS = pattern(r"<c r=\"([A-Z]+)")
_CELL = pattern(r"\br\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"']")
_ROW = pattern(r"\br\s*=\s*[\"']([0-9]+)[\"']")
_COLUMN = pattern(r"<(?:\w+:)?col\b([^<>]*)>")
_HIDDEN = pattern(r"\bhidden=[\"'](?:1|true)[\"']")
# What stands in every piece in which there is a formula, a hidden row or an error.
_SIGNS = ("<f>", "<f ", ":f>", "hidden=", 't="e"', "t='e'")
_ERROR = pattern(r"\bt=[\"']e[\"']")


def xlsx_marks(data: bytes, path: str, name: str) -> Marks:
    """The marks of the sheet in one part of an .xlsx, which is read in pieces. Raises NotATable where it is too large.

    Merged cells are not among them: those the library tells.
    """
    found = Marks(name)
    rows = columns = 0
    row, column = -1, -1
    for text in _pieces(data, path):
        if row < 0 and not rows and "<sheetData" in text:
            found.columns += _hidden_columns(text[: text.index("<sheetData")])
            text = text[text.index("<sheetData") :]
        usual = text.count('<c r="') == text.count("<c") and ":c" not in text
        if usual and not any(sign in text for sign in _SIGNS):
            last = text.rfind('<c r="')
            if "/>" not in text and last >= 0:  # every cell holds something: the first and the last tell the rows
                valued = _USUAL.findall(text, 0, text.index(">", text.index('<c r="')) + 1) + _USUAL.findall(text, last)
                letters = set(_LETTERS.findall(text))
            else:
                valued = _USUAL.findall(text)
                letters = {one for one, _ in valued}
            if valued:
                row, column = int(valued[-1][1]) - 1, _index(valued[-1][0])
                rows = max(rows, int(valued[0][1]), row + 1)
                columns = max(columns, *(_index(one) + 1 for one in letters))
                _measured(rows, columns, name)
            continue
        for one in _PLACES.finditer(text):
            if one[1]:
                place = _ROW.search(one[2])
                row, column = (int(place[1]) - 1 if place else row + 1), -1
                if _HIDDEN.search(one[2]):
                    found.hidden.add(row)
                continue
            place = _CELL.search(one[3])
            row, column = (int(place[2]) - 1, _index(place[1].upper())) if place else (row, column + 1)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            _measured(rows, columns, name)
            if _ERROR.search(one[3]):
                found.error(row, column, one[6] or "#ERROR")
            elif one[4] is not None and not one[6] and (one[5] is None or 't="str"' not in one[3]):
                found.formula(row, column, one[4])
    return found


def _hidden_columns(text: str) -> Iterator[tuple[int, int]]:
    for one in _COLUMN.findall(text):
        if _HIDDEN.search(one):
            first, last = (re.search(rf"\b{name}=[\"']([0-9]{{1,5}})[\"']", one) for name in ("min", "max"))
            if first and last:
                yield int(first[1]) - 1, int(last[1]) - 1


def _measured(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise too_many(name)


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


# What spreadsheet programs show where a formula failed; `Err:502` is LibreOffice's.
_FAILED = pattern(r"#(?:REF|N/A|VALUE|DIV/0|NAME|NUM|NULL)[!?]?|Err:[0-9]{3}")


class _Ods:
    """Walks through the XML of an .ods; rows and cells stand in it once, with how often they are repeated."""

    def __init__(self, name: str) -> None:
        self.sheets: dict[str, Marks] = {}
        self._name, self._inside = name, 0
        self._found = Marks(name)
        self._row = self._column = self._rows = self._columns = self._cells = self._across = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self._inside += 1
            if self._inside == 1:
                self._found = self.sheets[given.get("table:name", "")] = Marks(self._name)
                self._row = self._across = 0
        elif self._inside != 1:
            return
        elif tag == "table:table-column":
            count = _count(given, "table:number-columns-repeated")
            if given.get("table:visibility", "visible") != "visible":
                self._found.columns.append((self._across, self._across + count - 1))
            self._across += count
        elif tag == "table:table-row":
            self._rows, self._column = _count(given, "table:number-rows-repeated"), 0
            if given.get("table:visibility", "visible") != "visible":
                self._found.hidden.update(range(self._row, min(self._row + self._rows, MOST_ROWS + 1)))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._columns, self._cell, self._text = _count(given, "table:number-columns-repeated"), given, []

    def text(self, text: str) -> None:
        if self._cell is not None and len(self._text) < 100:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self._inside -= 1
        elif self._inside != 1:
            return
        elif tag == "table:table-row":
            self._row += self._rows
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._one(self._cell, "".join(self._text).strip())
            self._column += self._columns
            self._cell = None

    def _one(self, given: dict[str, str], text: str) -> None:
        if "office:value-type" in given:
            self._cells += self._rows * self._columns
            if self._row + self._rows > MOST_ROWS or self._cells > MOST_CELLS:
                raise too_many(self._name)
        failed = "table:formula" in given and _FAILED.fullmatch(text)
        if given.get("calcext:value-type") == "error" or failed:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + self._columns):
                    self._found.error(row, column, text or "#ERROR")
        spanned = _count(given, "table:number-rows-spanned")
        if spanned > 1:
            self._found.merged.append((self._row, self._column, self._row + spanned - 1))


def _count(given: dict[str, str], key: str) -> int:
    text = given.get(key, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def ods_marks(data: bytes, name: str) -> dict[str, Marks]:
    """The marks of all sheets of an .ods by name. Raises NotATable where it has no end, ValueError where it is no XML.

    The library reads all sheets at once, however often a row is repeated; so all are measured before.
    """
    walk = _Ods(name)
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.EntityDeclHandler = _no_entities
    try:
        with ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as part:
            parser.ParseFile(part)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return walk.sheets


def _no_entities(*_: object) -> None:
    raise ValueError("entities are declared")
