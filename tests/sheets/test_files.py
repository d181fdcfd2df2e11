"""Files of every kind as tables: what they are their first bytes say, and nothing is left out in silence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.sheets.formats.files import read_table, sheet_file
from mou_tracker.sheets.formats.tables import BadCell, NotATable
from tests.make import ENGLISH

HEAD = ["Mitra", "Negara", "TTD"]
OSLO = ["Oslo", "Norwegia", "2015-11-27"]
HTML = (
    "<html><head><meta charset='windows-1252'><style>td {x}</style></head><body><table><tr><td>menu</td></tr></table>"
    "<![x><table border=1><thead><tr><th>Mitra<th>Negara<th>TTD</tr></thead>"
    "<tr><td>K&ouml;ln<br>Stadt</td><td rowspan=2>Jerman</td><td>2015-11-27</td></tr>"
    "<tr><td>Bonn</td><td>2016</td></tr>"
    "</table></body></html>"
)
GERMAN = [HEAD, ["Köln\nStadt", "Jerman", "2015-11-27"], ["Bonn", "Jerman", "2016"]]
TEXTS: dict[str, tuple[bytes, list[list[object]]]] = {
    "commas": (b"Mitra,Negara,TTD\nOslo,Norwegia,2015-11-27\n", [HEAD, OSLO]),
    "semicolons and a mark": ("\ufeffMitra;Negara;TTD\nOslo;Norwegia;2015-11-27\n".encode(), [HEAD, OSLO]),
    "tabs, called .xls": (b"Mitra\tNegara\tTTD\r\nOslo\tNorwegia\t2015-11-27\r\n", [HEAD, OSLO]),
    "UTF-16": ("Mitra\tNegara\tTTD\nOslo\tNorwegia\t2015-11-27\n".encode("utf-16"), [HEAD, OSLO]),
    "sep=": (b"sep=;\r\nMitra;Negara;TTD\r\nOslo;Norwegia;2015-11-27\r\n", [[], HEAD, OSLO]),
    "semicolons in the cells of commas": (
        b"Mitra,Negara,TTD\nOslo; kommune; by,Norwegia; NO,2015\nBergen; by,Norwegia,2016\n",
        [HEAD, ["Oslo; kommune; by", "Norwegia; NO", "2015"], ["Bergen; by", "Norwegia", "2016"]],
    ),
    "a quoted word": (b'Mitra,Negara,TTD\n"Cuenca" kota,Ekuador,2015\n', [HEAD, ['"Cuenca" kota', "Ekuador", "2015"]]),
    "a quoted line break": (
        b'Mitra,Negara,TTD\n"Oslo\nby","Nor""wegia",2015\n', [HEAD, ["Oslo\nby", 'Nor"wegia', "2015"]]
    ),
    "a guarded formula": (b"Mitra,Negara,TTD\n'=1+1,'-,''=x\n", [HEAD, ["=1+1", "-", "'=x"]]),
    "a page called .xls": (HTML.encode(), GERMAN),
    "ends of lines of another program": (
        b"Mitra_x000D_,Negara,TTD\nOslo_x000D_,Norwegia_x000d__x000A_,_x0041_\n",
        [["Mitra", "Negara", "TTD"], ["Oslo", "Norwegia\n", "_x0041_"]],
    ),
    "a heading over two rows at the end": (
        b"<table><tr><th rowspan=2>Mitra<th rowspan=2>Negara<th colspan=2>Masa<th rowspan=2>TTD<th rowspan=2>Ket</tr>"
        b"<tr><th>Mulai<th>Selesai</tr><tr><td>Oslo<td>Norwegia<td>2015<td>2020<td>x<td>y</tr></table>",
        [
            ["Mitra", "Negara", "Masa", None, "TTD", "Ket"],
            ["Mitra", "Negara", "Mulai", "Selesai", "TTD", "Ket"],
            ["Oslo", "Norwegia", "2015", "2020", "x", "y"],
        ],
    ),
    "tables of the same headings, each below its part's title": (
        b"<h1>Partners</h1><table><tr><td>menu<td>home</tr></table><h2>Norway</h2><table><tr><th>Mitra<th>Negara<th>TTD"
        b"</tr><tr><td>Oslo<td>Norwegia<td>2015-11-27</tr></table><h2>Germany</h2><table><tr><td>As of 2024</tr>"
        b"<tr><th>MITRA<th>Negara<th>TTD</tr><tr><td>Bonn<td>Jerman<td>2016</tr><tr><td>Ulm<td>Jerman<td>2017</tr>"
        b"</table>",
        [HEAD, OSLO, ["Bonn", "Jerman", "2016"], ["Ulm", "Jerman", "2017"]],
    ),
    "the marks of footnotes, and what is raised besides": (
        b"<table><tr><td>Mitra<td>Negara<td>TTD</tr><tr><td>Oslo<sup><a>[1]</a></sup><td>Norwegia<sup>[note 2]</sup>"
        b"<td>27<sup>th</sup> Nov 2015</tr></table>",
        [HEAD, ["Oslo", "Norwegia", "27th Nov 2015"]],
    ),
    "JSON of one object a line": (
        b'{"Mitra": "Oslo", "Negara": "Norwegia"}\n\n{"Mitra": "Oslo", "TTD": "2015-11-27"}\n',
        [HEAD, ["Oslo", "Norwegia", None], ["Oslo", None, "2015-11-27"]],
    ),
    "JSON of phpMyAdmin": (
        b'[{"type": "header"}, {"type": "database", "name": "x"}, {"type": "table", "name": "mou", "data": '
        b'[{"Mitra": "Oslo", "Negara": "Norwegia", "TTD": "2015-11-27"}]}]',
        [HEAD, OSLO],
    ),
    "JSON": (
        b'[{"Mitra": "Oslo", "Negara": "Norwegia"}, {"TTD": 2015.0, "Mitra": null}]',
        [HEAD, ["Oslo", "Norwegia", None], [None, None, 2015]],
    ),
}  # fmt: skip


ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "Err:502"]
AS_TEXT = {
    "CSV": "Mitra,Negara\n{},Norwegia\n",
    "HTML": "<table><tr><td>Mitra<td>Negara</tr><tr><td> {} <td>Norwegia</tr></table>",
    "JSON": '[{{"Mitra": "{}", "Negara": "Norwegia"}}]',
}


@pytest.mark.parametrize("form", AS_TEXT)
def test_an_error_written_out_is_no_text(form: str, tmp_path: Path) -> None:
    """What a spreadsheet writes for an error when it saves a text; `#1` and `Err` are words."""
    path = tmp_path / "x.txt"
    for error in ERRORS:
        path.write_text(AS_TEXT[form].format(error))
        (cell, country) = read_table(sheet_file(path)).rows[1]
        assert isinstance(cell, BadCell), error
        assert (cell.text, country) == (error, "Norwegia")
    for text in ("#1", "Err", "#REF! lama"):
        path.write_text(AS_TEXT[form].format(text))
        assert read_table(sheet_file(path)).rows[1][0] == text


@pytest.mark.parametrize("name", TEXTS)
def test_texts_as_tables(name: str, tmp_path: Path) -> None:
    """By their contents, whatever the file is called."""
    data, rows = TEXTS[name]
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    assert read_table(sheet_file(path)).rows == rows


def test_tables_of_a_page(tmp_path: Path) -> None:
    """What of a page is read as one list is said, and what is not; titles that are countries count as such."""
    path = tmp_path / "x.html"
    head = "<tr><th>Mitra<th>Jenis<th>TTD</tr>"
    row = "<tr><td>{}<td>MoU<td>2015-11-27</tr>"
    other = "<table><tr><td>a<td>b<td>c</tr><tr><td>d<td>e<td>f</tr></table>"
    parts = [f"<h3>{name}</h3><table>{head}{row.format(city) * 2}</table>" for name, city in
             (("Norway", "Oslo"), ("Japan", "Kyoto"))]  # fmt: skip
    path.write_text(f"{other}{''.join(parts)}<table>{head}{row.format('Oslo')}</table>")
    table = read_table(sheet_file(path))
    assert list(map(ENGLISH, table.others)) == [
        "3 tables of the same headings are read as one list",
        "another table of the page is not read",
    ]
    assert table.parts == ()  # the last has no title
    path.write_text("".join(parts))
    table = read_table(sheet_file(path))
    assert (list(map(ENGLISH, table.others)), table.parts) == (
        ["2 tables of the same headings are read as one list"],
        ((1, "Norway"), (4, "Japan")),
    )


def test_an_unclosed_quote_costs_its_own_row(tmp_path: Path) -> None:
    """The rows before and after it are read."""
    path = tmp_path / "x.csv"
    path.write_bytes(b'Mitra,Negara\nOslo,NO\n"Bergen,NO\nBonn,"DE"\n')
    rows = read_table(sheet_file(path)).rows
    bad = rows[2][0]
    assert isinstance(bad, BadCell)
    assert (bad.text, ENGLISH(bad.reason)) == ('"Bergen', "a quotation mark is opened and never closed")
    assert [rows[1], rows[2][1:], rows[3]] == [["Oslo", "NO"], ["NO"], ["Bonn", "DE"]]


NO_TABLES: dict[str, tuple[bytes, str]] = {
    "x.pdf": (b"%PDF-1.7 ...", "x.pdf is a PDF document, not a table"),
    "x.png": (b"\x89PNG\r\n\x1a\n", "x.png is a picture, not a table"),
    "x.sql": (b"CREATE TABLE mou (id int);\nINSERT INTO mou VALUES (1);\n", "x.sql is a database's dump, not a table"),
    "dump.txt": (b"-- phpMyAdmin SQL Dump\nCREATE TABLE x", "dump.txt is a database's dump, not a table"),
    "x.html": (b"<html><body><p>no table</p></body></html>", "x.html is a page without a table"),
    "x.json": (b'[{"a": {"b": 1}}]', "x.json: object 1 holds a list or mapping under a"),
    "y.json": (b"[1, 2]", "y.json is JSON, but no list of objects"),
    "twice.csv": (
        "\ufeffMitra,Negara\nUniversität,DE\n".encode().decode("cp1252").encode(),
        "twice.csv was saved by a program that took its letters for others",
    ),
    "x.bin": (b"\x00\x01\x02\x00\x05", "x.bin is no text and no workbook"),
    "w.csv": ("Köln\n".encode("cp1252"), "w.csv is not in the encoding utf-8: line 1"),
    "2003.xls": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "2003.xls is a workbook in the XML form of 2003, not a table",
    ),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_says_what_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a way to get a sheet out of it."""
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(NO_TABLES[name][0])
    with pytest.raises(NotATable) as refused:
        read_table(sheet_file(Path(name)))
    assert ENGLISH(refused.value.message) == NO_TABLES[name][1]
    assert refused.value.hint is not None


PAGE = "<meta charset='{}'><table><tr><th>Mitra<th>Negara</tr><tr><td>Universitas “Veteran”<td>Norwegia</tr></table>"


@pytest.mark.parametrize(
    ("charset", "written", "found"),
    [
        ("iso-8859-1", "cp1252", None),
        ("latin1", "cp1252", None),
        ("utf-8", "cp1252", "windows-1252"),
        ("utf-8", "utf-8", None),
        ("windows-1252", "cp1252", None),
    ],
)
def test_a_page_is_read_as_browsers_read_it(charset: str, written: str, found: str | None, tmp_path: Path) -> None:
    """What it declares is not always what it is; and a map's word counts before the page's."""
    path = tmp_path / "x.xls"
    path.write_bytes(PAGE.format(charset).encode(written))
    table = read_table(sheet_file(path), guess=True)
    assert (table.rows[1], table.encoding) == (["Universitas “Veteran”", "Norwegia"], found)
    assert read_table(sheet_file(path), encoding=found or written).rows == table.rows


def test_a_page_of_utf8_with_a_damaged_letter_is_not_spoiled(tmp_path: Path) -> None:
    """All its other letters would be read as two."""
    path = tmp_path / "x.html"
    path.write_bytes(PAGE.format("utf-8").replace("Norwegia", "Türkiye").encode().replace("”".encode(), b"\xe2"))
    with pytest.raises(NotATable):
        read_table(sheet_file(path), guess=True)


@pytest.mark.parametrize("before", ["Notice: Undefined variable: x in export.php\n\n", "\ufeff \n", "Daftar mitra "])
def test_a_message_before_a_table_is_passed_over(before: str, tmp_path: Path) -> None:
    """Programs write what they stumble over into the page."""
    path = tmp_path / "x.xls"
    path.write_text(
        before + "<table border=1><tr><td>Mitra<td>Negara</tr><tr><td>Oslo<td>Norwegia</tr></table>", "utf-8"
    )
    assert read_table(sheet_file(path)).rows == [["Mitra", "Negara"], ["Oslo", "Norwegia"]]


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    """And one that lacks a byte is a sentence, no traceback."""
    path = tmp_path / "w.csv"
    path.write_bytes("Mitra;Negara\nKöln;DE\n".encode("cp1252"))
    assert read_table(sheet_file(path), "windows-1252").rows[1] == ["Köln", "DE"]
    table = read_table(sheet_file(path), guess=True)
    assert (table.encoding, table.rows[1][0]) == ("windows-1252", "Köln")
    path.write_bytes(b"Mitra\n\x81\n")
    for encoding in ("windows-1252", "utf-8", "no-such"):
        with pytest.raises(NotATable):
            read_table(sheet_file(path), encoding)


def workbook(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    fill(book, book.active)
    book.save(path)
    return path


def test_errors_formulas_and_hidden_things_of_a_workbook(tmp_path: Path) -> None:
    """An error is never an empty cell; a hidden first sheet and hidden rows are not read, and told."""

    def fill(book: Any, page: Any) -> None:
        page.append(["secret"])
        page.sheet_state = "hidden"
        page = book.create_sheet("Rekap")
        page.append(HEAD)
        page.append(["#REF!", "#N/A", "=TODAY()"])
        page["A2"].data_type = page["B2"].data_type = "e"
        page.append(["hidden", "x", "y"])
        page.row_dimensions[3].hidden = True
        page.append(["Oslo", "#N/A is text", date(2015, 11, 27)])
        book.create_sheet("Lain").append(["more"])

    table = read_table(sheet_file(workbook(tmp_path / "x.xlsx", fill)))
    bad = [cell for cell in table.rows[1] if isinstance(cell, BadCell)]
    assert [(cell.text, ENGLISH(cell.reason)[:31]) for cell in bad] == [
        ("#REF!", "#REF!, an error of the spreadsh"),
        ("#N/A", "#N/A, an error of the spreadshe"),
        ("=TODAY()", "a formula without its result: o"),
    ]
    assert table.rows[2:] == [[], ["Oslo", "#N/A is text", date(2015, 11, 27)]]
    assert [ENGLISH(remark) for remark in (*table.others, *table.remarks)] == [
        "hidden sheet, not read: Sheet",
        "read is the sheet Rekap; not read: Lain",
        "1 hidden row is not read",
    ]


@pytest.mark.parametrize("hidden", [{2}, {3}, {5}, {4, 5}, {2, 3, 4, 5}, {7}, {5, 9}], ids=str)
def test_a_hidden_row_is_told_wherever_it_lies(tmp_path: Path, hidden: set[int]) -> None:
    """The first, one between, the last that says something, an error alone; a hidden row without a word is no loss."""

    def fill(_: Any, page: Any) -> None:
        for row in (HEAD, OSLO, ["Bonn", "Jerman", "2016"], ["Suwon", "Korea Selatan", "2017"]):
            page.append(row)
        page["B5"], page["B5"].data_type = "#REF!", "e"
        for row in hidden:
            page.row_dimensions[row].hidden = True

    table = read_table(sheet_file(workbook(tmp_path / "x.xlsx", fill)))
    n = len(hidden & {2, 3, 4, 5})
    rows = f"{n} hidden row{'s' * (n > 1)} {'are' if n > 1 else 'is'} not read"
    assert [ENGLISH(remark) for remark in table.remarks] == ([rows] if n else [])
    assert sum(bool(row) for row in table.rows) == 5 - n


def changed(source: Path, target: Path, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with the XML of its sheet changed."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.endswith("sheet1.xml") else data)
    return target


def small(folder: Path) -> Path:
    """Two rows."""
    return workbook(folder / "small.xlsx", lambda _, page: [page.append(HEAD), page.append(OSLO)])  # type: ignore[func-returns-value]


def test_a_merged_column_and_a_stray_format_are_read_at_once(tmp_path: Path) -> None:
    """Rows count up to the last one that says something."""
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B1048576"/></mergeCells>'
    stray = b'<row r="1048576"><c r="D1048576" s="0"/></row></sheetData>'
    for end in (merge, stray):
        path = changed(small(tmp_path), tmp_path / "x.xlsx", lambda xml, end=end: xml.replace(b"</sheetData>", end))  # type: ignore[misc]
        assert read_table(sheet_file(path)).rows == [HEAD, OSLO]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', id="a far cell"),
        pytest.param(b'<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>', id="another attribute first"),
        pytest.param(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", id="single quotes"),
        *(
            pytest.param(row, id=row[:40].decode())
            for row in (
                b'<row r="4000000000"><c><v>1</v></c></row>',
                b'<row r="5"><c r="A69999999999"><v>1</v></c></row>',
                b'<row r="5"><c r="ZZZZZZZZ5"><v>1</v></c></row>',
                b'<row r="5"><c r="a99999999"><v>1</v></c></row>',
                b'<row r="5"><c r = "C99999999"><v>1</v></c></row>',
                b'<row r="5"><c\tr="C99999999"><v>1</v></c></row>',
                b"<row r='5'><c s='1' r='C99999999'><v>1</v></c></row>",
            )
        ),
        pytest.param(b'<row r="3" s="1">' + b" " * 97 * 1024 * 1024 + b"</row>", id="a bomb"),
    ],
)
def test_what_no_office_has_is_a_limit_told_at_once(row: bytes, tmp_path: Path) -> None:
    """Before the library gets to see it, which would end the process."""
    path = changed(
        small(tmp_path), tmp_path / "x.xlsx", lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>")
    )
    with pytest.raises(NotATable) as refused:
        read_table(sheet_file(path))
    assert refused.value.kind == "large"


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<table>", b"[{", b"sep=;\n"])
)
def test_any_bytes_are_a_table_or_refused(data: bytes, begin: bytes) -> None:
    """Never another exception."""
    path = Path(tempfile.gettempdir()) / f"mou-any-{os.getpid()}.bin"
    path.write_bytes(begin + data)
    try:
        read_table(sheet_file(path), guess=True)
    except NotATable:
        pass
    finally:
        path.unlink()
