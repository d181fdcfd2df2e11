"""A file as rows of cells, whatever it is: CSV and text, tables of an HTML page, a JSON list, or a workbook.

What a file is, its first bytes say, never its name: `.xls` is often HTML. Nothing is left out in silence: a cell that
cannot be read comes as a `BadCell`, sheets and rows that are hidden are told as remarks.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import sys
from collections.abc import Sequence
from errno import EISDIR
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.basics.escaping import unguarded
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.register.files import READ_LIMIT, read_file
from mou_tracker.sheets.formats.tables import (
    MOST_ROWS,
    OLE,
    ZIP,
    BadCell,
    Cell,
    Cells,
    NotATable,
    Table,
    joined,
    text_cell,
    too_many,
)
from mou_tracker.sheets.formats.titles import series

UNCLOSED = phrase("a quotation mark is opened and never closed")
_SQL = pattern(r"\s*(?:--|/\*|#)?[^\n]{0,200}(?:\bdump\b|phpmyadmin)|.{0,4000}?\b(?:insert into|create table)\b")
_MAGIC = (
    (b"%PDF", phrase("a PDF document")),
    (b"\x89PNG", phrase("a picture")),
    (b"\xff\xd8\xff", phrase("a picture")),
    (b"GIF8", phrase("a picture")),
    (b"II*\x00", phrase("a picture")),
    (b"MM\x00*", phrase("a picture")),
    (b"SQLite format 3", phrase("a database")),
    (b"{\\rtf", phrase("a text document")),
    (b"Rar!", phrase("an archive")),
    (b"7z\xbc\xaf", phrase("an archive")),
    (b"\x1f\x8b", phrase("an archive")),
)
_SAVE = phrase("open it where its list is, and save or export the list as .xlsx or .csv")


class SheetFile(Struct, frozen=True, eq=False):
    """A file with a table, by its name and bytes: read once, since a pipe has them once only.

    `pages` keeps a workbook's sheets as they were read, by the name that was asked for.
    """

    path: Path
    data: bytes
    ordinary: bool = True
    pages: dict[str | None, Table] = field(default_factory=dict)


def sheet_file(path: Path) -> SheetFile:
    """Read a file, a pipe, or for `-` standard input. Raises NotATable where it is too large, and OSError."""
    ordinary = path.is_file()
    if ordinary:
        data = read_file(path)
    elif path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    elif str(path) == "-":
        data = sys.stdin.buffer.read(READ_LIMIT)
    else:
        with open(path, "rb") as pipe:
            data = pipe.read(READ_LIMIT)
    if len(data) >= READ_LIMIT:
        raise NotATable(
            phrase("{file} is too large for an import", file=str(path)), phrase("at most 16 MB: split the sheet")
        )
    return SheetFile(path, data, ordinary)


def read_table(
    file: SheetFile,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheets: Sequence[str] = (),
    guess: bool = False,
    start: str | None = None,
) -> Table:
    """The rows of a file; `guess` takes a text that is not UTF-8 for one of old Windows programs. Raises NotATable.

    Of a workbook the sheets that are named; if none is, the first that says something or the one to `start` with,
    with those of other years or countries that have the same headings.
    """
    path, data = file.path, file.data
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotATable(phrase("{file} is {what}, not a table", file=str(path), what=what), _SAVE)
    if data.startswith((ZIP, OLE)):
        first = _page(file, sheets[0] if sheets else start)
        more = sheets[1:] or (() if sheets else series(first.sheet, first.rest))
        return joined(first, [_page(file, name) for name in more], str(path), strict=bool(sheets))
    return _text_table(data, path, encoding, delimiter, guess)


def _page(file: SheetFile, sheet: str | None) -> Table:
    from mou_tracker.sheets.formats.workbooks import read_workbook

    if sheet not in file.pages:
        file.pages[sheet] = read_workbook(file.data, str(file.path), sheet)
    return file.pages[sheet]


def read_sheets(file: SheetFile) -> dict[str, Table]:
    """Every sheet of a workbook by its name; nothing for a file of another kind. Raises NotATable."""
    path, data = file.path, file.data
    if not data.startswith((ZIP, OLE)):
        return {}
    from mou_tracker.sheets.formats.workbooks import sheet_names

    return {name: _page(file, name) for name in sheet_names(data, str(path))}


def _text_table(data: bytes, path: Path, encoding: str | None, delimiter: str | None, guess: bool) -> Table:
    text, found = _decoded(data, str(path), encoding, guess)
    head = text[:4000].lstrip("\ufeff \t\r\n").casefold()
    if text.startswith(_TWICE):
        raise NotATable(
            phrase("{file} was saved by a program that took its letters for others", file=str(path)),
            phrase("open the list there anew, as UTF-8"),
        )
    if "\0" in text[:4000]:
        raise NotATable(phrase("{file} is no text and no workbook", file=str(path)), _SAVE)
    if _is_page(head):
        from mou_tracker.sheets.formats.pages import html_table

        return _limited(html_table(text, str(path)), path, found)
    if head.startswith(("[", "{")) and path.suffix.lower() != ".csv":
        from mou_tracker.sheets.formats.pages import json_rows

        return _limited(Table(json_rows(text, str(path))), path, found)
    if path.suffix.lower() == ".sql" or _SQL.match(head):
        raise NotATable(
            phrase("{file} is {what}, not a table", file=str(path), what=phrase("a database's dump")),
            phrase("export the table itself as CSV"),
        )
    return _limited(Table(_csv_rows(text.removeprefix("\ufeff"), delimiter)), path, found)


# The mark of UTF-8 as a program writes it that read it as another encoding; its letters are spoiled likewise.
_TWICE = ("ï»¿", "п»ї", "\ufeffï»¿")


def _limited(table: Table, path: Path, encoding: str | None) -> Table:
    rows = [*table.rows]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise too_many(str(path))
    return replace(table, rows=rows, encoding=encoding)


def _decoded(data: bytes, name: str, encoding: str | None, guess: bool) -> tuple[str, str | None]:
    """The text, and the encoding if it was found out."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = next((codec for mark, codec in marks if data.startswith(mark)), None)
    codec = marked or encoding or _declared(data)
    try:
        return data.decode(codec or "utf-8"), None
    except LookupError:
        raise NotATable(phrase("{encoding} is no encoding", encoding=str(codec))) from None
    except UnicodeDecodeError as error:
        if guess and marked is None and codec != _WINDOWS and not _mostly_utf8(data):
            return _decoded(data, name, _WINDOWS, False)[0], _WINDOWS
        line = data[: error.start].count(b"\n") + 1
        text = phrase(
            "{file} is not in the encoding {encoding}: line {line}", file=name, encoding=codec or "utf-8", line=line
        )
        hint = phrase("the map says how a file is encoded: {example}", example="file: {encoding: windows-1252}")
        raise NotATable(text, hint, "encoding") from None


def _mostly_utf8(data: bytes) -> bool:
    """Whether more of its letters that are not English are sound UTF-8 than not: then a few are damaged, or cut off."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(sign > "\x7f" for sign in text) > 2 * damaged


_CHARSET = pattern(r"charset\s*=\s*[\"']?\s*([a-z0-9_-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([a-z0-9_-]+)")


def _declared(data: bytes) -> str | None:
    """The encoding that an HTML page declares, as browsers take it."""
    head = data[:4000].decode("latin-1").lower()
    found = _CHARSET.search(head) if _is_page(head) else None
    said = (found[1] or found[2]) if found else None
    return _WINDOWS if said in _TAKEN_FOR_WINDOWS else said


_WINDOWS = "windows-1252"
# By these names browsers read what Windows programs write: of it they have no dashes, no curved quotation marks.
_TAKEN_FOR_WINDOWS = ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "us-ascii", "ascii")


def _is_page(head: str) -> bool:
    """Whether a text in small letters is a page; a program may have put a message of its own before it."""
    return head.lstrip("\ufeff \t\r\n").startswith("<") or bool(_TABLE.search(head))


_TABLE = pattern(r"<table\b[^<>]*>\s*(?:<(?:thead|tbody|caption|colgroup|col|tr)\b)")


def _csv_rows(text: str, delimiter: str | None) -> list[Cells]:
    said = text[:20].split("\n", 1)[0].strip().strip('"').lower()
    rows: list[Cells] = []
    if said.startswith("sep=") and len(said) == 5:
        delimiter = delimiter or said[4].replace("t", "\t")
        text, rows = text.partition("\n")[2], [[]]
    separator = delimiter or _separator(text)
    try:
        read: Sequence[Sequence[str | BadCell]] = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        )
    except csv.Error:
        read = _lenient(text, separator)
    return rows + [[_said(cell) for cell in row] for row in read]


def _said(cell: str | BadCell) -> Cell:
    if isinstance(cell, BadCell):
        return cell
    return text_cell(unguarded(cell))


def _separator(text: str) -> str:
    """The sign that cuts the first rows into most cells of equal number, however often another stands in them."""
    lines = text[:65536].split("\n")[:60]
    best, most = ",", (0.0, 0)
    for sign in ",;\t|":
        try:
            widths = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=sign) if row]
        except csv.Error:
            continue
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        score = (widths.count(common) / max(len(widths), 1) if common > 1 else 0.0, common)
        if score > most and not (score[0] < 0.5 and most[0] >= 0.5):
            best, most = sign, score
    return best


def _lenient(text: str, separator: str) -> list[list[str | BadCell]]:
    """Rows of a text whose quotation marks are not all as they should be.

    A mark within a cell stands for itself: `"Cuenca" kota`. One that is never closed costs its own line, no other.
    """
    rows: list[list[str | BadCell]] = []
    at = 0
    while at < len(text):
        row, after = _record(text, at, separator)
        if row is None:
            end = text.find("\n", at)
            after = len(text) if end < 0 else end + 1
            parts = text[at:after].rstrip("\r\n").split(separator)
            row = [BadCell(part, UNCLOSED) if part.lstrip().startswith('"') else part for part in parts]
        rows.append(row)
        at = after
    return rows


def _record(text: str, at: int, separator: str) -> tuple[list[str | BadCell] | None, int]:
    """One row from a place on, and where the next begins; None if a quotation mark is not closed."""
    cells: list[str | BadCell] = []
    while True:
        cell, at = _quoted(text, at, separator) if text[at : at + 1] == '"' else _bare(text, at, separator)
        if cell is None:
            return None, at
        cells.append(cell)
        if text[at : at + 1] != separator:
            return cells, at + (2 if text[at : at + 2] == "\r\n" else 1)
        at += 1


def _bare(text: str, at: int, separator: str) -> tuple[str | None, int]:
    ends = [place for sign in (separator, "\r", "\n") if (place := text.find(sign, at)) >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _quoted(text: str, at: int, separator: str) -> tuple[str | None, int]:
    place = at + 1
    while (end := text.find('"', place)) >= 0:
        if text[end + 1 : end + 2] == '"':
            place = end + 2
        elif text[end + 1 : end + 2] in (separator, "\r", "\n", ""):
            return text[at + 1 : end].replace('""', '"'), end + 1
        elif "\n" in text[at:end]:
            return None, at
        else:
            return _bare(text, at, separator)
    return None, at
