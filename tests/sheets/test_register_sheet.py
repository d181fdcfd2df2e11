"""`mou export` and back: nothing changes but what was changed, in every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.sheets.formats.files import sheet_file
from mou_tracker.sheets.own_sheet import own_sheet
from mou_tracker.sheets.register_sheet import csv_bytes, flat, joined, json_text, split, xlsx_bytes
from tests.conftest import ROOT, Ran
from tests.edit.registers import registers
from tests.make import ENGLISH, day

Mou = Callable[..., Ran]
AS_OF = "--as-of=2026-11-21"


def exported(content: bytes, form: str, folder: Path) -> list[object]:
    """What an export of a register says otherwise than the register itself."""
    agreements = read_book([("r.yaml", content)], ShippedProcedures()).agreements
    records = [flat(one) for one in agreements]
    path = folder / f"r.{form}"
    if form == "json":
        path.write_text(json_text(agreements, "r"), "utf-8")
    elif form == "csv":
        path.write_bytes(csv_bytes(records))
    else:
        path.write_bytes(xlsx_bytes(records, {}, "r", day("2026-11-21"), ENGLISH))
    sheet = own_sheet(sheet_file(path))
    assert sheet is not None
    assert [row.record.get("id") for row in sheet.rows] == [one.id for one in agreements]
    found: list[object] = []
    for row, agreement in zip(sheet.rows, agreements, strict=True):
        found += [*row.troubles, *sheet.differing(row, agreement)]
    return found


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_register_of_bandung_comes_back_as_it_was(form: str, tmp_path: Path) -> None:
    """Every field of every record."""
    assert exported((ROOT / "tests" / "data" / "register.yaml").read_bytes(), form, tmp_path) == []


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@settings(max_examples=40)
@given(made=registers())
def test_any_register_comes_back_as_it_was(
    form: str, made: tuple[bytes, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever its texts look like: formulas, quotes, semicolons, line breaks, numbers."""
    assert exported(made[0], form, tmp_path_factory.mktemp("x")) == []


@given(st.lists(st.text(min_size=1).filter(lambda text: text.strip() != ""), min_size=1))
def test_a_list_of_texts_in_one_cell_is_read_back(texts: list[str]) -> None:
    """Semicolons, brackets and blanks within them too."""
    assert split(joined(texts)) == texts


RICH = """\
# head
register: {name: Uji}
agreements:
  - id: oslo-2024
    title: "=1+1"   # as printed
    partner: {name: Oslo, country: "NO"}
    kind: ksdpl
    instrument: mou
    signed: 2024-03-01
    term: 5 years
    fields: [a, "b; c"]
    owner: ksln@example.org
    steps:
      - {step: initiative, done: 2023-05}
    notes: |
      two
      lines
"""
EDITED = """\
# head
register: {name: Uji}
agreements:
  - id: oslo-2024
    title: "=1+1"   # as printed
    partner: {name: Oslo kommune, country: "NO"}
    kind: ksdpl
    instrument: mou
    signed: 2024-03-02
    term: 5 years
    fields: [a, "b; c"]
    owner: ksln@example.org
    steps:
      - {step: initiative, done: 2023-06-01}
      - {step: exploration}
    notes: |
      two
      lines

  - id: bergen-2025
    title: MoU Bergen
    partner: {name: Bergen, country: "NO"}
    kind: ksdpl
    instrument: mou
"""


def test_what_changed_in_a_workbook_becomes_the_smallest_edits(register: Callable[..., Path], mou: Mou) -> None:
    """Three cells, a further step, a new row: five places of the YAML, all else byte for byte."""
    path = register(RICH)
    assert mou("export", "r.xlsx", AS_OF).status == 0
    book = openpyxl.load_workbook("r.xlsx")
    page = book["agreements"]
    at = {cell.value: cell.column for cell in page[1]}
    page.cell(2, at["partner.name"]).value = "Oslo kommune"
    page.cell(2, at["signed"]).value = day("2024-03-02")
    new = {"id": "bergen-2025", "title": "MoU Bergen", "partner.name": "Bergen", "partner.country": "NO"}
    for name, value in {**new, "kind": "ksdpl", "instrument": "mou"}.items():
        page.cell(3, at[name]).value = value
    book["steps"].cell(2, 3).value = "1 Juni 2023"
    book["steps"].append(["oslo-2024", "exploration"])
    book.save("r.xlsx")
    before = path.read_bytes()
    assert (mou("import", "r.xlsx", AS_OF, "--dry-run").status, path.read_bytes()) == (0, before)
    assert mou("import", "r.xlsx", AS_OF, "--yes").status == 0
    assert path.read_text("utf-8") == EDITED
    ran = mou("import", "r.xlsx", AS_OF)
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "2 rows: 0 new, 0 changed, 2 same, 0 not taken")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_export_then_import_writes_nothing(form: str, register: Callable[..., Path], mou: Mou) -> None:
    """By the commands, with exit status 0 and the same bytes each time."""
    path = register(RICH)
    before = path.read_bytes()
    assert mou("export", f"a.{form}", AS_OF).status == mou("export", f"b.{form}", AS_OF).status == 0
    assert Path(f"a.{form}").read_bytes() == Path(f"b.{form}").read_bytes()
    ran = mou("import", f"a.{form}", AS_OF, "--yes")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "1 row: 0 new, 0 changed, 1 same, 0 not taken")
    assert path.read_bytes() == before


def changed_cell(mou: Mou, column: str, cell: str, form: str = "csv") -> Ran:
    """The register is exported, one cell of its first row is typed over, and it is taken back."""
    if form == "json":
        return changed_value(mou, column, cell)
    assert mou("export", "r.csv", AS_OF).status == 0
    with Path("r.csv").open(encoding="utf-8", newline="") as file:
        heads, first, *rest = csv.reader(file)
    if column not in heads:
        heads, first, rest = [*heads, column], [*first, ""], [[*one, ""] for one in rest]
    first[heads.index(column)] = cell
    with Path("r.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, first, *rest])
    return mou("import", "r.csv", AS_OF, "--yes", "--update")


def changed_value(mou: Mou, column: str, cell: str) -> Ran:
    """The same in JSON, where a field lies in a mapping."""
    assert mou("export", "r.json", AS_OF).status == 0
    data = json.loads(Path("r.json").read_text("utf-8"))
    record = data["agreements"][0]
    *above, last = column.split(".", 1)
    inner = record.setdefault(above[0], {}) if above else record
    inner[last] = cell
    Path("r.json").write_text(json.dumps(data), "utf-8")
    return mou("import", "r.json", AS_OF, "--yes", "--update")


TWO = """\
agreements:
  - id: daegu-2024
    title: MoU Daegu
    partner: {name: Daegu, country: KR}
    kind: ksdpl
    instrument: mou
    signed: 2024-03-01
    term: 4 years
    owner: ani@example.org
  - id: bonn-2024
    title: MoU Bonn
    partner: {name: Bonn, country: DE}
    kind: ksdpl
    instrument: mou
    owner: [budi@example.org, ani@example.org]
"""


@pytest.mark.parametrize(
    ("column", "cell", "line"),
    [
        ("partner.country", "Selandia Baru", "    partner: {name: Daegu, country: NZ}"),
        ("partner.country", "my", "    partner: {name: Daegu, country: MY}"),
        ("signed", "27 November 2015", "    signed: 2015-11-27"),
        ("signed", "tidak diketahui", "    signed: unknown"),
        ("term", "lima tahun", "    term: 5 years"),
        ("term", "5 tahun", "    term: 5 tahun"),
        ("kind", "KSDLL", "    kind: ksdll"),
        ("instrument", "PKS", "    instrument: pks"),
        ("dprd", "wajib", "    dprd: required"),
        ("renewal.mode", "otomatis", "    renewal: {mode: automatic}"),
        ("owner", "ani@example.org; budi@example.org", "    owner: [ani@example.org, budi@example.org]"),
        ("owner", "budi@example.org", "    owner: budi@example.org"),
        ("title", "  KSDPL  ", '    title: "  KSDPL  "'),
        ("extra.Negara", "Malaysia", "      Negara: Malaysia"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_cell_of_an_export_is_taken_as_a_person_means_it(
    form: str, column: str, cell: str, line: str, register: Callable[..., Path], mou: Mou
) -> None:
    """As a command takes what is typed; a text that is free stays as it is."""
    path = register(TWO)
    ran = changed_cell(mou, column, cell, form)
    new = [one for one in path.read_text("utf-8").splitlines() if one not in TWO.splitlines()]
    assert (ran.status, new[-1:]) == (0, [line])


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("partner.country", "Congo", "D2: `Congo` is not the code of a country"),
        ("signed", "05/12/2024", "G2: 05/12/2024: it is not said whether the day or the month comes first"),
        ("signed", "31 Februari 2024", "G2: 31 Februari 2024 is no day that exists"),
        ("term", "5", "H2: `5` is not a period"),
        ("instrument", "surat", "F2: `surat` is not one of the words allowed here"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_cell_of_an_export_that_is_no_value_is_named(
    form: str, column: str, cell: str, reason: str, register: Callable[..., Path], mou: Mou
) -> None:
    """The row is not taken, and nothing is guessed. In JSON it is a record by its number, and a field by its path."""
    path = register(TWO)
    ran = changed_cell(mou, column, cell, form)
    assert (ran.status, path.read_text("utf-8")) == (1, TWO)
    where, _, why = reason.partition(": ")
    place = f"row 2 not taken, {where}" if form == "csv" else f"row 1 not taken, {column}"
    assert f"{place}: {why}" in ran.out.splitlines()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_typed_into_a_list_is_taken_alike(form: str, register: Callable[..., Path], mou: Mou) -> None:
    """Items of a list of JSON, be it in a cell of CSV; several at once, and one proves what comes first in all."""
    path = register(TWO)
    mou("export", f"r.{form}", AS_OF)
    promises = [{"what": "Visit", "due": "3 Maret 2027"}]
    if form == "json":
        data = json.loads(Path("r.json").read_text("utf-8"))
        data["agreements"][0] |= {"follow_ups": [*promises, {"what": "Report", "due": "05/12/2027"}]}
        data["agreements"][1] |= {"follow_ups": [{"what": "Talk", "due": "31/12/2027"}]}
        Path("r.json").write_text(json.dumps(data), "utf-8")
        ran = mou("import", "r.json", AS_OF, "--yes", "--update")
    else:
        ran = changed_cell(mou, "follow_ups", json.dumps(promises))
    assert ran.status == 0, ran
    due = [line.partition("due: ")[2].rstrip("}") for line in path.read_text("utf-8").splitlines() if "due: " in line]
    assert due == (["2027-03-03", "2027-12-05", "2027-12-31"] if form == "json" else ["2027-03-03"])


Rows = list[list[str]]


def changed_sheet(mou: Mou, change: Callable[[Rows], Rows]) -> Ran:
    """The register is exported as CSV, its rows are changed, and it is taken back."""
    assert mou("export", "r.csv", AS_OF).status == 0
    with Path("r.csv").open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.reader(file)))
    with Path("r.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return mou("import", "r.csv", AS_OF, "--yes", "--update")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [row[::-1] for row in rows],
        lambda rows: [[f" {head.upper()} " for head in rows[0]], *rows[1:]],
        lambda rows: [[cell for head, cell in zip(rows[0], row, strict=True) if head != "term"] for row in rows],
        lambda rows: [[*row[:4], "", *row[4:]] for row in rows],
        lambda rows: [rows[0], *rows[:0:-1]],
        lambda rows: [
            [cell.replace("2024-03-01", "01/03/2024").replace("2020-12-31", "31/12/2020") for cell in row]
            for row in rows
        ],
    ],
    ids=[
        "columns turned",
        "heads in capitals",
        "a column gone",
        "a blank column",
        "rows turned",
        "days as Excel shows them",
    ],
)
def test_what_a_program_does_to_an_export_changes_nothing(
    change: Callable[[Rows], Rows], register: Callable[..., Path], mou: Mou
) -> None:
    """It stays an export, however its columns, rows, heads and days were turned."""
    text = TWO.replace("    owner: [budi", "    signed: 2020-12-31\n    owner: [budi")
    path = register(text)
    assert (changed_sheet(mou, change).status, path.read_text("utf-8")) == (0, text)


def test_a_column_that_was_added_to_an_export(register: Callable[..., Path], mou: Mou) -> None:
    """It is told and left out, and all else is read as before; `extra.` before its name keeps what it says."""
    path = register(TWO)
    ran = changed_sheet(mou, lambda rows: [[*rows[0], "PIC", "Kosong"], *([*row, "Ani", ""] for row in rows[1:])])
    at = "K"
    told = f"column {at}, PIC, is no field and is not taken; extra.PIC as its heading keeps what it says"
    assert (ran.status, path.read_text("utf-8")) == (1, TWO)
    assert [line.strip() for line in ran.out.splitlines() if "is no field" in line] == [told]
    ran = changed_sheet(mou, lambda rows: [[*rows[0], "Extra.PIC"], *([*row, "Ani"] for row in rows[1:])])
    assert ran.status == 0
    assert path.read_text("utf-8").count("PIC: Ani") == 2


def test_a_cell_without_a_heading_is_not_lost(register: Callable[..., Path], mou: Mou) -> None:
    """Its row is not taken, and names it."""
    path = register(TWO)
    ran = changed_sheet(mou, lambda rows: [[*rows[0], "", "Kosong"], [*rows[1], "", "", "here"], [*rows[2], "there"]])
    assert (ran.status, path.read_text("utf-8")) == (1, TWO)
    assert sorted(line for line in ran.out.splitlines() if line.startswith("row ") and "not taken" in line) == [
        "row 2 not taken, M2: it lies beyond the last heading: is a separator in a cell?",
        "row 3 not taken, K3: no heading stands above it",
    ]


def test_a_list_of_an_export_becomes_one_value_again(register: Callable[..., Path], mou: Mou) -> None:
    """Whatever its shape in the file was."""
    two = "    owner:\n      - ani@example.org\n      - x@y.org\n"
    path = register(TWO.replace("    owner: ani@example.org\n", two))
    assert changed_cell(mou, "owner", "ani@example.org").status == 0
    assert path.read_text("utf-8") == TWO


EVERYTHING = """\
agreements:
  - id: a
    title: A
    partners:
      - {name: Oslo, country: "NO", place: Oslo}
      - {name: Bergen, country: "NO"}
    kind: ksdpl
    instrument: mou
    numbers: {ours: 1/2, theirs: x}
    unit: FT
    contact: {name: X, email: x@example.org, phone: "+62 1"}
    place: Bandung
    signed: unknown
    starts: 2020-01-01
    ends: 2030-01-01
    termination: {notice: 6 months}
    activities:
      - {on: 2021, what: visit, url: https://example.org}
    snooze: {until: 2027-01-01, why: wait}
    extra: {B.c: "5", Kode Arsip: "=A1"}
  - id: b
    title: B
    partner: {name: Oslo, country: "NO"}
    under: a
    kind: ksdpl
    instrument: pks
    signed: [{by: Oslo, on: 2024-04-22, name: X, title: Mayor}, {by: Bandung, on: 2024-04}]
    term: 5 years
"""


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_every_kind_of_field_comes_back(form: str, tmp_path: Path, register: Callable[..., Path], mou: Mou) -> None:
    """Several partners and signatures, numbers, contacts, what an office keeps besides; as new records too."""
    assert exported(EVERYTHING.encode(), form, tmp_path) == []
    register(EVERYTHING)
    mou("export", f"r.{form}", AS_OF)
    path = register("agreements: []\n")
    assert mou("import", f"r.{form}", "--yes", AS_OF).status == 0
    assert exported(path.read_bytes(), form, tmp_path) == []
    made, given = (read_book([("r", data)], ShippedProcedures()) for data in (path.read_bytes(), EVERYTHING.encode()))
    assert made.agreements == given.agreements


def test_a_cell_that_cannot_be_taken_leaves_its_row(register: Callable[..., Path], mou: Mou) -> None:
    """A date that is none, a field emptied: named, exit status 1; what is computed is not read."""
    register(RICH)
    mou("export", "r.csv", AS_OF)
    rows = list(csv.reader(Path("r.csv").read_text("utf-8-sig").splitlines()))
    text = Path("r.csv").read_text("utf-8-sig").replace("2024-03-01", "besok")
    Path("bad.csv").write_text(text, "utf-8")
    ran = mou("import", "bad.csv", AS_OF, "--yes")
    column = chr(65 + rows[0].index("signed"))
    assert (ran.status, f"row 2 not taken, {column}2: `besok` is not a date" in ran.out.splitlines()) == (1, True)
    Path("less.csv").write_text(Path("r.csv").read_text("utf-8-sig").replace("5 years", ""), "utf-8")
    ran = mou("import", "less.csv", AS_OF, "--yes")
    assert ran.status == 1
    assert ran.out.splitlines()[4:6] == [
        "row 2 changes oslo-2024:",
        "  term: the register 5 years, the sheet nothing; this stays until it is changed by hand",
    ]


def test_a_formula_in_the_register_runs_in_no_spreadsheet(register: Callable[..., Path], mou: Mou) -> None:
    """CSV keeps it behind an apostrophe, a workbook as text."""
    register(RICH)
    mou("export", "r.csv", AS_OF)
    mou("export", "r.xlsx", AS_OF)
    assert "'=1+1" in next(csv.reader(Path("r.csv").read_text("utf-8-sig").splitlines()[1:]))
    cell = openpyxl.load_workbook("r.xlsx")["agreements"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_filters_and_refusals(register: Callable[..., Path], mou: Mou) -> None:
    """A filter tells how much it leaves out; the register's own file is never written over."""
    path = register(RICH)
    ran = mou("export", "r.json", "--country", "JP", AS_OF)
    assert (ran.status, ran.err.splitlines()[0]) == (0, "1 record is left out")
    assert json.loads(Path("r.json").read_text("utf-8"))["agreements"] == []
    before = path.read_bytes()
    assert mou("export", path, "-f", "json", AS_OF).status == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("r.ods",), "a sheet is written as .xlsx, .csv or .json, not as .ods: r.ods"),
        (("r.yaml",), "a sheet is written as .xlsx, .csv or .json, not as .yaml: r.yaml"),
        (("rekap",), "which format is rekap? -f xlsx, csv or json"),
        (("-",), "which format is -? -f xlsx, csv or json"),
        (("-o", "r.xlsx"), "the file is named without an option: mou export r.xlsx"),
        (("--output=r.xlsx",), "the file is named without an option: mou export r.xlsx"),
    ],
)
def test_what_names_no_format_is_told_what_does(arguments: tuple[str, ...], told: str, bandung: Path, mou: Mou) -> None:
    """An ending that is none of the three, none at all, and the option that other commands have."""
    ran = mou("export", *arguments)
    assert (ran.status, ran.err.splitlines()[-1]) == (2, f"mou: error: {told}")
    assert [path.name for path in Path().iterdir()] == ["data"]


def test_what_is_hidden_in_an_export_is_told(bandung: Path, mou: Mou) -> None:
    """Rows that a filter hides, in any of its sheets, and sheets that somebody put beside it; nothing is lost by it."""
    assert mou("export", "e.xlsx").status == 0
    book = openpyxl.load_workbook("e.xlsx")
    book["agreements"].row_dimensions[3].hidden = book["agreements"].row_dimensions[4].hidden = True
    book["sources"].row_dimensions[2].hidden = True
    book.create_sheet("Catatan").append(["x"])
    book.save("e.xlsx")
    before = bandung.read_bytes()
    ran = mou("import", "e.xlsx", "--yes")
    told = [line.strip() for line in ran.out.splitlines() if "hidden" in line or "not read" in line]
    assert told == [
        "2 hidden rows are not read",
        "sheet sources: 1 hidden row is not read",
        "read is the sheet agreements; not read: Catatan",
    ]
    assert bandung.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "signed"),
    [
        (2024, None),  # what a program shows as 1905-07-16 in a cell of dates
        (1900, None),
        (2200, None),
        ("2024", "2024"),
        (day("2024-05-06"), "2024-05-06"),
        (day("1905-03-13"), "1905-03-13"),
        (day("1906-01-09"), "1906-01-09"),
    ],
)
def test_a_year_typed_into_a_cell_of_dates(
    cell: object, signed: str | None, register: Callable[..., Path], mou: Mou
) -> None:
    """It is no day of 1905, and its row is not taken."""
    path = register(RICH)
    assert mou("export", "r.xlsx", AS_OF).status == 0
    book = openpyxl.load_workbook("r.xlsx")
    page = book["agreements"]
    at = next(one.column for one in page[1] if one.value == "signed")
    page.cell(2, at).value = cell
    page.cell(2, at).number_format = "General" if isinstance(cell, str) else "yyyy-mm-dd"
    book.save("r.xlsx")
    ran = mou("import", "r.xlsx", AS_OF, "--yes", "--update")
    text = path.read_text("utf-8")
    assert (f"signed: {signed}\n" in text) == (signed is not None)
    assert (text == RICH) == (signed is None)
    told = f"the year {cell} stands in a cell of dates; write it as text"
    assert (told in ran.out) == (signed is None)


def test_a_day_that_looks_like_a_typed_year_comes_back(register: Callable[..., Path], mou: Mou) -> None:
    """An agreement of 1905 is none the less one."""
    path = register(RICH.replace("signed: 2024-03-01", "signed: 1905-07-16"))
    before = path.read_text("utf-8")
    assert "1905-07-16" in before
    assert mou("export", "r.xlsx", AS_OF).status == 0
    assert mou("import", "r.xlsx", AS_OF, "--yes", "--update").status == 0
    assert path.read_text("utf-8") == before


def test_a_folder_comes_back_without_a_word_about_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mou: Mou
) -> None:
    """Changes go into the file of each record; the file for new ones is asked for only where there is one."""
    monkeypatch.chdir(tmp_path)
    first, second = TWO.replace("  - id: bonn-2024", "\0").split("\0")
    texts = {"reg/a.yaml": first, "reg/sub/b.yaml": f"agreements:\n  - id: bonn-2024{second}"}
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    for form in ("csv", "xlsx", "json"):
        assert mou("export", f"r.{form}", "-r", "reg", AS_OF).status == 0
        assert mou("import", f"r.{form}", "-r", "reg", "--yes", AS_OF).status == 0
        assert {name: Path(name).read_text("utf-8") for name in texts} == texts
    assert mou("export", "r.csv", "-r", "reg", AS_OF).status == 0
    sheet = Path("r.csv").read_text("utf-8-sig").replace("MoU Bonn", "MoU Bonn II")
    Path("r.csv").write_text(sheet, "utf-8")
    assert mou("import", "r.csv", "-r", "reg", "--yes", AS_OF).status == 0
    assert {name: Path(name).read_text("utf-8").replace("Bonn II", "Bonn") for name in texts} == texts
    Path("r.csv").write_text(sheet.replace("bonn-2024", "bonn-2025"), "utf-8")
    refused = mou("import", "r.csv", "-r", "reg", "--yes", AS_OF)
    assert (refused.status, refused.err.splitlines()[-1]) == (2, "mou: error: --into is missing")


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_rows_of_an_export_that_were_not_taken_come_in_once_mended(
    form: str, register: Callable[..., Path], mou: Mou
) -> None:
    """They are kept in a file that is an export too, with their items and the reasons, and only they."""
    path = register(RICH)
    assert mou("export", f"r.{form}", AS_OF).status == 0
    emptied = path.read_text("utf-8").partition("agreements:")[0] + "agreements: []\n"
    if form == "xlsx":
        book = openpyxl.load_workbook("r.xlsx")
        book["agreements"]["A2"].value = "Not Good"
        for name in book.sheetnames[1:]:
            book[name]["A2"].value = "Not Good"
        book.save("r.xlsx")
    else:
        Path(f"r.{form}").write_bytes(Path(f"r.{form}").read_bytes().replace(b"oslo-2024", b"Not Good"))
    path.write_text(emptied, "utf-8")
    ran = mou("import", f"r.{form}", AS_OF, "--yes")
    assert (ran.status, path.read_text("utf-8")) == (1, emptied)
    assert ran.err.endswith(f"the rows that were not taken are in r.{form}.rejects.csv\n")
    kept = Path(f"r.{form}.rejects.csv").read_text("utf-8-sig")
    assert "(why it was not taken)" in kept.splitlines()[0]
    Path("again.csv").write_text(kept.replace("Not Good", "oslo-2024"), "utf-8")
    ran = mou("import", "again.csv", AS_OF, "--yes")
    assert (ran.status, ran.err.count("rejects")) == (0, 0), ran
    settings_ = ShippedProcedures()
    made = read_book([("r.yaml", path.read_bytes())], settings_).agreements
    wanted = read_book([("r.yaml", RICH.encode())], settings_).agreements
    assert list(map(flat, made)) == list(map(flat, wanted))
