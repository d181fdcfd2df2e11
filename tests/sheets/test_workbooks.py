"""Workbooks of all four kinds say the same: errors, hidden rows and merged cells are known in each, and bombs found.

`tests/data/workbooks` holds one sheet as LibreOffice 7.4 saved it as .xlsx, .xls and .ods; an .xlsb, which it does not
write, is put together here.
"""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from mou_tracker.edit.serialize import scalar
from mou_tracker.language.wording import wording
from mou_tracker.sheets.formats import workbooks
from mou_tracker.sheets.formats.files import SheetFile, read_sheets, read_table, sheet_file
from mou_tracker.sheets.formats.tables import BadCell, Cell, NotATable
from mou_tracker.sheets.import_map import read_map
from tests.conftest import ROOT

KEPT = ROOT / "tests" / "data" / "workbooks"
ROWS: list[list[object]] = [
    ["Mitra", "Negara", "Tanggal TTD", "Jangka Waktu", "Catatan"],
    ["Petaling Jaya", "Malaysia", date(2015, 11, 27), "5 tahun", "baik"],
    ["error #DIV/0!", "Jepang", date(2023, 5, 17), "3 tahun", "galat di mitra"],
    ["Suwon", "Korea Selatan", "error #N/A", "5 tahun", "galat di tanggal"],
    [],  # a hidden row
    ["Namur", "Belgia", date(2017, 3, 1), None, "kosong rumus"],
    ["Cuenca", "Ekuador", date(2017, 8, 1), 2, "rumus"],
    ["Teks", "Ekuador", "error #REF!", "5 tahun", "teks yang mirip galat"],
    [None] * 5,
    ["A", "Jepang", date(2020, 1, 10), None, None],  # merged: one cell for three rows
    ["B", "Jepang", date(2020, 1, 11), None, None],
    ["C", "Jepang", date(2020, 1, 12), None, None],
]


def plain(cell: Cell) -> object:
    """A cell, an error by its text."""
    return f"error {cell.text}" if isinstance(cell, BadCell) else cell


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_a_program_saved_is_read_alike(kind: str) -> None:
    """No error comes as an empty cell or a text, whatever kind of workbook holds it."""
    table = read_table(sheet_file(KEPT / f"rekap.{kind}"))
    assert [[plain(cell) for cell in row] for row in table.rows] == ROWS
    assert [wording("en")(remark) for remark in (*table.others, *table.remarks)] == [
        "hidden sheet, not read: Arsip",
        "1 hidden row is not read",
    ]


def record(code: int, body: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    number = bytes([code]) if code < 0x80 else bytes([code & 0x7F | 0x80, code >> 7])
    size = len(body)
    return number + (bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])) + body


def wide(text: str) -> bytes:
    """A text of an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path: Path, cells: Iterator[bytes]) -> Path:
    """An .xlsb of one sheet with these records."""
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{main}/{{}}" Target="{{}}"/></Relationships>'
    )
    sheet = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 2)) + record(145)
    sheet += b"".join(cells) + record(146) + record(130)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Rekap"))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", relation.format("worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def row(number: int, hidden: bool = False) -> bytes:
    """The head of a row."""
    return record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0))


def text(column: int, said: str) -> bytes:
    """A cell with a text."""
    return record(6, struct.pack("<II", column, 0) + wide(said))


def error(column: int, code: int) -> bytes:
    """A cell with an error."""
    return record(3, struct.pack("<IIB", column, 0, code))


def formula_error(column: int, code: int) -> bytes:
    """A formula that failed."""
    return record(11, struct.pack("<IIBHII", column, 0, code, 0, 0, 0))


def test_an_xlsb_has_its_errors_and_hidden_rows(tmp_path: Path) -> None:
    """The binary kind that Excel alone writes."""

    def cells() -> Iterator[bytes]:
        yield from (row(0), text(0, "Mitra"), text(1, "Negara"))
        yield from (row(1), text(0, "Oslo"), error(1, 0x17))
        yield from (row(2, hidden=True), text(0, "secret"))
        yield from (row(3), formula_error(0, 0x2A), text(1, "Jepang"))

    table = read_table(sheet_file(xlsb(tmp_path / "x.xlsb", cells())))
    assert [[plain(cell) for cell in one] for one in table.rows] == [
        ["Mitra", "Negara"],
        ["Oslo", "error #REF!"],
        [],
        ["error #N/A", "Jepang"],
    ]
    assert [wording("en")(remark) for remark in table.remarks] == ["1 hidden row is not read"]


def hiding_xlsx(path: Path) -> None:
    """The second and third column are hidden, and all behind the list."""
    data = (KEPT / "rekap.xlsx").read_bytes()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                columns = (
                    b'<cols><col min="2" max="3" width="9" hidden="1"/><col hidden="true" min="6" max="16384"/></cols>'
                )
                part = part.replace(b"<sheetData", columns + b"<sheetData")
            new.writestr(name, part)


def hiding_ods(path: Path) -> None:
    """The same in the words of LibreOffice."""
    data = (KEPT / "rekap.ods").read_bytes()
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="filter"/>'
    )
    with ZipFile(io.BytesIO(data)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "content.xml":
                part = part.replace(b"<table:table-column ", f"{columns}<table:table-column ".encode())
            new.writestr(name, part)


def hiding_xls(path: Path) -> None:
    """The same in the binary kind."""
    data = (KEPT / "rekap.xls").read_bytes()
    path.write_bytes(data.replace(struct.pack("<HHHHH", 0, 256, 2186, 15, 0), struct.pack("<HHHHH", 1, 2, 2186, 15, 1)))


def hiding_xlsb(path: Path) -> None:
    """The same in the kind that Excel alone writes."""

    def cells() -> Iterator[bytes]:
        yield record(60, struct.pack("<IIIIH", 1, 2, 2560, 0, 1)) + record(60, struct.pack("<IIIIH", 3, 3, 2560, 0, 0))
        yield from (row(0), *(text(column, "x") for column in range(4)))

    xlsb(path, cells())


@pytest.mark.parametrize("hiding", [hiding_xlsx, hiding_ods, hiding_xls, hiding_xlsb])
def test_hidden_columns_are_known(hiding: Callable[[Path], None], tmp_path: Path) -> None:
    """Those that hold something, in each kind of workbook."""
    path = tmp_path / hiding.__name__
    hiding(path)
    assert read_table(sheet_file(path)).hidden == (1, 2)


def far_xls(folder: Path) -> Path:
    """An .xls in which a formula stands in the last cell that there can be."""
    data = (KEPT / "rekap.xls").read_bytes()
    path = folder / "far.xls"
    path.write_bytes(re.sub(rb"(?<=\x06\0..)\x02\0\0\0", b"\xff\xff\xff\0", data, count=1, flags=re.DOTALL))
    return path


def far_ods(folder: Path) -> Path:
    """An .ods in which one row of values is said to be there a million times."""
    path = folder / "far.ods"
    with ZipFile(KEPT / "rekap.ods") as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b"<table:table-row ", b'<table:table-row table:number-rows-repeated="1000000" ', 2)
            )
    return path


def far_xlsb(folder: Path) -> Path:
    """An .xlsb with a cell at the far corner."""
    return xlsb(folder / "far.xlsb", iter((row(1_048_575), text(16_383, "far"))))


@pytest.mark.parametrize("make", [far_xls, far_ods, far_xlsb])
def test_a_sheet_without_end_is_refused_before_it_is_read(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """The library makes room for every cell up to the farthest one: gigabytes for a file of some kilobytes."""
    with pytest.raises(NotATable) as refused:
        read_table(sheet_file(make(tmp_path)))
    assert wording("en")(refused.value.message).endswith("has more than 50000 rows")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_an_error_in_words(kind: str, part: float, tmp_path: Path) -> None:
    """Never a traceback, and never half a list."""
    data = (KEPT / f"rekap.{kind}").read_bytes()
    path = tmp_path / f"cut.{kind}"
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(NotATable):
        read_table(sheet_file(path))


def damaged(data: bytes) -> bytes:
    """A zip in which the packed bytes of the first parts are not what was packed."""
    with ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.filename) + len(entry.extra)
            data = data[:start] + b"\xff" * 8 + data[start + 8 :]
    return data


def encrypted(data: bytes) -> bytes:
    """A zip whose parts say that they need a password."""
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data = re.sub(
            re.escape(sign) + b"." * (at - 4) + b"(.)",
            lambda found: found[0][:-1] + bytes([found[1][0] | 1]),
            data,
            flags=re.DOTALL,
        )
    return data


def packed_otherwise(data: bytes) -> bytes:
    """A zip whose parts are packed in a way that no program knows."""
    return data.replace(b"\x08\0", b"\x63\0")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("harm", [damaged, encrypted, packed_otherwise])
@pytest.mark.parametrize("read", [read_table, read_sheets])
def test_a_workbook_that_cannot_be_unpacked_is_told(
    kind: str, harm: Callable[[bytes], bytes], read: Callable[[SheetFile], object], tmp_path: Path
) -> None:
    """Whatever is wrong with it, it is one sentence with a way out."""
    path = tmp_path / f"x.{kind}"
    path.write_bytes(harm((KEPT / f"rekap.{kind}").read_bytes()))
    with pytest.raises(NotATable) as told:
        read(sheet_file(path))
    assert told.value.kind == "broken"


class PanicException(BaseException):
    """What the library's panics come as, which are no Exception."""


def test_a_panic_of_the_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a workbook is opened; an interrupt goes on being one."""
    for error, expected in (
        (PanicException("index out of range"), NotATable),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ):

        def panic(_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(workbooks, "CalamineWorkbook", SimpleNamespace(from_filelike=panic))
        for read in (read_table, read_sheets):
            with pytest.raises(expected):
                read(sheet_file(KEPT / "rekap.xlsx"))


@pytest.mark.parametrize("written", ["", " ", "&#x200B;", "&#x202E;data", "a&#x2028;b", "null", "LAIN", "Lain"])
def test_a_sheet_of_any_name_can_be_named_in_the_map(written: str) -> None:
    """One without a name that can be seen is named by its number, and equal ones are told apart."""
    plain, renamed = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(plain)
    for name, cell in (("Satu", "Oslo"), ("Lain", "Bergen")):
        book.add_worksheet(name).write_row(0, 0, ["Mitra", cell])
    book.close()
    with ZipFile(plain) as old, ZipFile(renamed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b'name="Satu"', f'name="{written}"'.encode()))
    if written == "Lain":
        with pytest.raises(NotATable) as refused:
            read_sheets(SheetFile(Path("x.xlsx"), renamed.getvalue()))
        assert wording("en")(refused.value.message) == "x.xlsx has two sheets of one name: Lain"
        return
    pages = read_sheets(SheetFile(Path("x.xlsx"), renamed.getvalue()))
    assert [page.rows[0][1] for page in pages.values()] == ["Oslo", "Bergen"]
    for name, page in pages.items():
        by, findings = read_map("m", f"file: {{sheet: {scalar(name, True)}}}\ncolumns: {{A: notes}}\n".encode())
        assert (findings, by.file.sheet, page.sheet) == ([], (name,), (name,))


def test_a_panic_is_told_in_our_words_alone(register: Callable[[str], Path]) -> None:
    """What the library writes about it to standard error, past Python, is not seen."""
    path = register("register: {owner: a@example.org}\nagreements: []\n")
    data = bytearray((KEPT / "rekap.xls").read_bytes())
    data[4240] = 39  # the length of a formula
    Path("list.xls").write_bytes(data)
    command = [sys.executable, "-m", "mou_tracker", "--lang", "en", "import", "list.xls", "-r", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RUST_BACKTRACE": "1"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("mou: error: list.xls cannot be read as a table: ")
    assert ran.stderr.endswith("\n     open it in a spreadsheet program and save it as .xlsx\n")
    assert "thread" not in ran.stderr


@pytest.mark.parametrize(
    ("at", "byte"),
    [
        (5257, 4),  # from row 4 to row 2: the library would keep room for 171 GB, and the process end
        (5264, 255),  # more rows than an .xls can have
        (5268, 255),  # more columns
        (32, 255),  # sectors of 2 ** 255 bytes
        (33, 16),
    ],
)
def test_a_size_that_cannot_be_ends_no_process(tmp_path: Path, at: int, byte: int) -> None:
    """It is asked before the library believes it."""
    data = bytearray((KEPT / "rekap.xls").read_bytes())
    data[at] = byte
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    program = "import sys; from pathlib import Path; from mou_tracker.sheets.formats.files import *; "
    program += "from mou_tracker.sheets.formats.tables import NotATable\n"
    program += "try: read_table(sheet_file(Path(sys.argv[1])))\nexcept NotATable as bad: print(bad.kind)"
    command = [sys.executable, "-c", program, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "broken\n", "")
