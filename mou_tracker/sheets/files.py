"""Spreadsheets as rows of cells: CSV, and XLSX where openpyxl is installed."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from msgspec import Struct

from mou_tracker.register.files import READ_LIMIT, read_file

Cell = str | int | float | date | None
MOST_ROWS = 50_000
MOST_UNPACKED = 256 * 1024 * 1024


class NotATable(Exception):
    """The file cannot be read as a table; `kind` says why, `detail` what it is about."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


class Formula(Struct, frozen=True):
    """A formula whose result the file does not hold: only a spreadsheet program could work it out."""

    text: str


Row = list[Cell | Formula]


def read_table(
    path: Path, encoding: str = "utf-8", delimiter: str | None = None, sheet: str | None = None
) -> list[Row]:
    """The rows of a file, the first at index 0; empty cells are None.

    Raises NotATable (`openpyxl`, `encoding`, `sheet`, `broken`, `large`) and OSError.
    """
    data = read_file(path)
    if len(data) >= READ_LIMIT:
        raise NotATable("large")
    if path.suffix.lower() in (".xlsx", ".xlsm") or data.startswith(b"PK\x03\x04"):
        return _xlsx(data, sheet)
    return _csv(data, encoding, delimiter)


def _csv(data: bytes, encoding: str, delimiter: str | None) -> list[Row]:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else "cp1252")
    except UnicodeDecodeError as error:
        raise NotATable("encoding", str(data[: error.start].count(b"\n") + 1)) from None
    head = text[:4096]
    separator = delimiter or max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise NotATable("broken", str(error)) from None
    if len(rows) > MOST_ROWS:
        raise NotATable("large")
    return [[cell if cell.strip() else None for cell in row] for row in rows]


def _xlsx(data: bytes, sheet: str | None) -> list[Row]:
    try:
        openpyxl: Any = import_module("openpyxl")  # an extra that not everybody needs, and without types
    except ImportError:
        raise NotATable("openpyxl") from None
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise NotATable("large")
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except NotATable:
        raise
    except Exception as error:  # whatever a broken archive makes of that library
        raise NotATable("broken", str(error)) from None
    if sheet is not None and sheet not in values.sheetnames:
        raise NotATable("sheet", ", ".join(values.sheetnames))
    page = values[sheet] if sheet else values.worksheets[0]
    written = formulas[sheet] if sheet else formulas.worksheets[0]
    if page.max_row > MOST_ROWS:
        raise NotATable("large")
    rows = [
        [_cell(value, text) for value, text in zip(row, texts, strict=True)]
        for row, texts in zip(page.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=True)
    ]
    for area in page.merged_cells.ranges:
        # A cell merged over several rows says the same for each; one merged over columns is a heading.
        for row in range(area.min_row, area.max_row):
            rows[row][area.min_col - 1] = rows[area.min_row - 1][area.min_col - 1]
    return rows


def _cell(value: object, text: object) -> Cell | Formula:
    match value:
        case None:
            return Formula(text) if isinstance(text, str) and text.startswith("=") else None
        case datetime():
            return value.date()
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return int(value)
        case str():
            return value if value.strip() else None
        case int() | float() | date():
            return value
    return str(value)
