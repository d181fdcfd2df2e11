"""`mou import` on a spreadsheet as a real office keeps it."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from html import unescape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml

from mou_tracker.basics.phrases import phrase
from mou_tracker.language.wording import wording
from mou_tracker.sheets.import_map import FIELDS
from mou_tracker.sheets.preview import Preview, Shown, preview_lines
from tests.conftest import ROOT, Ran
from tests.sheets.office import BODY, HEAD, MAP, REGISTER, comma_separated, workbook

Run = Callable[..., Ran]
TABLE = """\
Mitra / Nama                 → partner.name     9 of 9 read
Mitra / Negara               → partner.country  9 of 9 read
Jenis Dokumen                → instrument       9 of 9 read
Tanggal TTD                  → signed           7 of 9 read, 1997-08-25 … 2025-11-03, day first (proved by 25/08/1997)
Masa Berlaku / Jangka Waktu  → term             7 of 8 read
Masa Berlaku / Berakhir      → ends             3 of 3 read, 2017-05-01 … 2028-05-03
Bidang                       → fields           4 of 4 read
Ket.                         → notes            1 of 1 read

row  what  id                  partner           instrument  signed or start  term or end  status
5    new   petaling-jaya-2015  Petaling Jaya MY  mou         2015-11-27       5 years      lapsed
6    new   melbourne-2024      Melbourne AU      mou         2024-04-22       4 years      due for renewal
8    new   oslo-2025           Oslo NO           loi         2025-11-03       2028-05-03   active
9    new   suwon-1997          Suwon KR          mou         1997-08-25       indefinite   active
10   new   toyota-2017         Toyota JP         mou         2017             3 years      due for renewal
11   new   kawasaki-2023       Kawasaki JP       ia          2023-05-17                    term unknown

statuses that come out: 1 term unknown · 2 active · 2 due for renewal · 1 lapsed
row 11: 'auto renew' under 'Masa Berlaku / Berakhir': no period is given, so it is kept in the notes
1 record of the register is not in the sheet and stays: daegu
row 13 not taken, E13: 31/02/2018 is no day that exists
row 14 not taken, E14: the year of 3 April 17 has two digits: which century is not said
row 14 not taken, F14: lama is not a length of time
row 15 not taken: the end, 1 May 2017, lies before the start, 4 May 2018
9 rows: 6 new, 0 changed, 0 same, 3 not taken
"""


@pytest.fixture
def run(register: Callable[..., Path], mou: Run) -> Run:
    """Import into a small register, in an empty working folder."""
    register(REGISTER)
    register(MAP, "map.yaml")
    return lambda *arguments: mou("import", *arguments, "--as-of=2026-11-21")


def below(shown: str) -> str:
    """The preview without the columns' proofs."""
    return shown.partition("\n\n")[2]


def recorded() -> list[dict[str, object]]:
    """The register's records, by a reader that is not ours."""
    found = yaml.load(Path("agreements.yaml").read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: workbook(Path("r.xlsx")), id="xlsx"),
        pytest.param(lambda: comma_separated(Path("r.csv")), id="semicolons"),
        pytest.param(lambda: comma_separated(Path("r.csv"), ",", "utf-8-sig"), id="commas and a byte order mark"),
    ],
)
def test_a_real_sheet_comes_in_without_hand_work(run: Run, make: Callable[[], Path]) -> None:
    """Merged headings, two kinds of dates, empty rows, month names, `5 (empat) thn`, `auto renew`, `n/a`: all but three
    wrong rows, which are listed by cell and kept.
    """
    source = make()
    ran = run(source, "--map", "map.yaml", "--yes")
    assert (ran.status, below(ran.out).partition("\n+ ")[0] + "\n") == (1, below(TABLE))
    if source.suffix == ".xlsx":
        assert ran.out.partition("\n\n")[0] == TABLE.partition("\n\n")[0]
    made = recorded()
    assert [one["id"] for one in made] == [
        "daegu",
        "petaling-jaya-2015",
        "melbourne-2024",
        "oslo-2025",
        "suwon-1997",
        "toyota-2017",
        "kawasaki-2023",
    ]
    assert made[2] == {
        "id": "melbourne-2024",
        "title": "MoU Melbourne",
        "partner": {"name": "Melbourne", "country": "AU"},
        "kind": "ksdpl",
        "instrument": "mou",
        "signed": "2024-04-22",
        "term": "4 years",
        "fields": ["kota cerdas", "kota layak huni"],
        "owner": "ksln",
        "notes": "dapat diperpanjang",
    }
    assert (made[5]["renewal"], made[6]["notes"]) == ({"mode": "automatic"}, "Masa Berlaku / Berakhir: auto renew")
    rejects = list(csv.reader(io.StringIO(Path(f"{source}.rejects.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in rejects] == [
        "REKAPITULASI KERJA SAMA LUAR NEGERI",
        "",
        "No",
        *(["No"] if source.suffix == ".xlsx" else [""]),
        "7",
        "8",
        "9",
    ]
    assert rejects[5] == [
        "8",
        "Cuenca",
        "Ekuador",
        "MoU",
        "3 April 17",
        "lama",
        "",
        "",
        "",
        "E14: the year of 3 April 17 has two digits: which century is not said; F14: lama is not a length of time",
    ]


def test_a_second_import_makes_nothing_twice(run: Run) -> None:
    """Ids stay whatever the order of rows, and when the office renames them in the register."""
    source = workbook(Path("r.xlsx"))
    run(source, "--map", "map.yaml", "--yes")
    path = Path("agreements.yaml")
    path.write_text(path.read_text("utf-8").replace("id: suwon-1997", "id: suwon"), "utf-8")
    before = path.read_bytes()
    again = workbook(
        Path("again.xlsx"),
        [*HEAD, *BODY[5:7], ["x", "Ankara", "Turki", "MoU", "2020", None, None, None, None], *BODY[:5]],
    )
    ran = run(again, "--map", "map.yaml", "--yes")
    assert [" ".join(line.split()[:3]) for line in below(ran.out).splitlines()[1:8]] == [
        "7 new ankara-2020",
        "5 same toyota-2017",
        "6 same kawasaki-2023",
        "8 same petaling-jaya-2015",
        "9 same melbourne-2024",
        "11 same oslo-2025",
        "12 same suwon",
    ]
    assert ran.out.splitlines()[12 + 8] == "7 rows: 1 new, 0 changed, 6 same, 0 not taken"
    assert path.read_bytes().startswith(before)


def test_a_row_that_says_otherwise_changes_nothing(run: Run) -> None:
    """The difference is named field by field; the register stays as it is."""
    run(workbook(Path("r.xlsx")), "--map", "map.yaml", "--yes")
    before = Path("agreements.yaml").read_bytes()
    row = [1, "petaling jaya", "MY", "MoU", "27 November 2015", "6 tahun", None, "UMKM; pengembangan SDM", None]
    ran = run(workbook(Path("b.xlsx"), [*HEAD, row]), "--map", "map.yaml", "--yes")
    assert (ran.status, ran.err) == (1, "")
    assert below(ran.out).splitlines()[4:] == [
        "row 5 is petaling-jaya-2015, which says otherwise and stays as it is (--update changes it):",
        "  partner.name: the register Petaling Jaya, the sheet petaling jaya",
        "  term: the register 5 years, the sheet 6 years",
        "6 records of the register are not in the sheet and stay: daegu, kawasaki-2023, melbourne-2024 …",
        "1 row: 0 new, 1 changed, 0 same, 0 not taken",
    ]
    assert Path("agreements.yaml").read_bytes() == before


@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--dry-run", "--yes")])
def test_a_preview_writes_nothing(run: Run, arguments: tuple[str, ...]) -> None:
    """The table and the difference; no file is touched or made."""
    source = workbook(Path("r.xlsx"))
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    ran = run(source, "--map", "map.yaml", *arguments)
    assert (ran.status, ran.out) == (1, TABLE)
    difference = run(source, "--map", "map.yaml", "-v", *arguments).out.partition("--- a/agreements.yaml\n")[2]
    assert difference.splitlines()[4:7] == ["     instrument: mou", "+", "+  - id: petaling-jaya-2015"]
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        (None, ["baris", "hasil", "id", "mitra", "naskah", "ttd atau mulai", "jangka waktu atau akhir", "status"]),
        (80, ["baris", "hasil", "mitra", "naskah", "mulai", "sampai", "status"]),
    ],
)
def test_the_heads_say_in_indonesian_what_stands_below(width: int | None, heads: list[str]) -> None:
    """What became of a row, from when, until when: words that English uses for other things too."""
    said = {"id": "suwon", "partner": {"name": "Suwon", "country": "KR"}, "instrument": "mou"}
    row = Shown(2, "new", {**said, "signed": "2015-11-27", "term": "5 tahun"}, "lapsed", phrase("lapsed"))
    first = preview_lines(Preview([row], (), (), (), ()), wording("id"), width=width)[0]
    assert re.split(r" {2,}", first.text) == heads


def sheet(*rows: list[object], heads: tuple[str, ...] = ("Mitra", "Negara", "TTD", "Lama")) -> Path:
    """A small workbook."""
    return workbook(Path("s.xlsx"), [list(heads), *rows])


SMALL = """\
columns: {Mitra: partner.name, Negara: partner.country, TTD: signed, Lama: term}
defaults: {kind: ksdpl, instrument: mou}
"""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ["Oslo", "Narnia", None, None],
            "row 2 not taken, B2: 'Narnia' is no country: say in the map under `words` what it means",
        ),
        (
            [None, "Norwegia", None, None],
            "row 2 not taken: partner.name is missing: neither a cell nor the map's defaults give it",
        ),
        (
            ["Oslo", "NO", "03/04/2015", None],
            "row 2 not taken, C2: 03/04/2015: it is not said whether the day or the month comes first",
        ),
        (
            ["Oslo", "NO", "=TODAY()", None],
            "row 2 not taken, C2: a formula without its result: open the file in a spreadsheet program and save it",
        ),
        (["Oslo", "NO", 12345, 5], "row 2 not taken, C2: 12345 is a number, not a date: give its cells a date format"),
    ],
)
def test_each_reason_names_the_cell(run: Run, register: Callable[..., Path], row: list[object], reason: str) -> None:
    """What is wrong and what would help."""
    register(SMALL, "small.yaml")
    assert reason in run(sheet(row), "--map", "small.yaml").out.splitlines()


def test_a_kind_that_nothing_says_names_what_would_tell_it(run: Run, register: Callable[..., Path]) -> None:
    """Every row lacks it then: the map's `kinds` is meant for that."""
    register(SMALL.replace("kind: ksdpl, ", ""), "small.yaml")
    told = run(sheet(["Oslo", "NO", "2015-11-27", "5 tahun"]), "--map", "small.yaml").out.splitlines()
    text = "kind is missing: in the map `kinds` tells it by the partner, or `defaults` one for all"
    assert f"row 2 not taken: {text}" in told
    register(SMALL.replace("kind: ksdpl, ", "") + "kinds: {home: ID}\n", "small.yaml")
    assert "kind is missing" not in run(sheet(["Oslo", "NO", "2015-11-27", "5 tahun"]), "--map", "small.yaml").out


def test_nothing_is_dropped_in_silence(run: Run, register: Callable[..., Path]) -> None:
    """Columns that the map does not name and rows that repeat are said."""
    register(SMALL, "small.yaml")
    row = ["Oslo", "Norwegia", "2015", "5 tahun", "penting"]
    ran = run(sheet(row, row, heads=("Mitra", "Negara", "TTD", "Lama", "Catatan")), "--map", "small.yaml", "--dry-run")
    lines = ran.out.splitlines()
    assert [line for line in lines if "map" in line or line.startswith("row 3")] == [
        "not in the map, so not taken: 'Catatan'",
        "row 3 not taken: it says the same as row 2",
    ]
    assert (ran.status, lines[-1]) == (1, "2 rows: 1 new, 0 changed, 0 same, 1 not taken")


def test_the_maps_words_steps_ids_and_source(run: Run, register: Callable[..., Path]) -> None:
    """Words of the sheet, approval steps, the office's own ids, and where the record comes from."""
    register(
        """\
columns: {Kode: id, Mitra: partner.name, Negara: partner.country, Jenis: instrument, DPRD: steps.dprd-approval.done,
  Ket: notes, Lain: notes}
defaults: {kind: ksdpl}
words: {instrument: {Piagam: mou}, partner.country: {Skotlandia: GB}}
empty: [nihil]
source: "Rekap 2024: akhir"
""",
        "full.yaml",
    )
    source = workbook(
        Path("s.xlsx"),
        [
            ["Kode", "Mitra", "Negara", "Jenis", "DPRD", "Ket", "Lain"],
            ["k-7", "Edinburgh", "Skotlandia", "piagam", "3 Mei 2015", "nihil", "a\nb"],
        ],
    )
    assert run(source, "--map", "full.yaml", "--yes").status == 0
    assert recorded()[1] == {
        "id": "k-7",
        "title": "MoU Edinburgh",
        "partner": {"name": "Edinburgh", "country": "GB"},
        "kind": "ksdpl",
        "instrument": "mou",
        "steps": [{"step": "dprd-approval", "done": "2015-05-03"}],
        "notes": "Lain: a\nb",
        "sources": [{"title": "Rekap 2024: akhir", "says": ["partner", "kind", "instrument", "steps", "notes"]}],
    }
    assert (
        run(source, "--map", "full.yaml", "--yes").out.splitlines()[-1]
        == "1 row: 0 new, 0 changed, 1 same, 0 not taken"
    )


def test_a_guessed_map_is_kept_beside_the_sheet(run: Run) -> None:
    """It finds headings over two rows and is found by itself."""
    source = workbook(Path("r.xlsx"))
    proposed = run(source, "--guess")
    assert proposed == Ran(
        0,
        """\
# A proposal, made from the headings and the cells. Look through every line.
file: {header: [3, 4]}
columns:
  "No": ignore
  Mitra / Nama: partner.name
  Mitra / Negara: partner.country
  Jenis Dokumen: instrument
  Tanggal TTD: signed
  Masa Berlaku / Jangka Waktu: term
  Masa Berlaku / Berakhir: ends
  Bidang: fields
  Ket.: notes
dates: day-first  # proved by 25/08/1997
century: 1970  # 3 April 17 is in 2017
# The kind follows from the partner's country, type and name, row by row:
kinds: {home: ID, otherwise: ksdpl}
source: r.xlsx
""",
        "written to r.xlsx.map.yaml\n",
    )
    assert Path("r.xlsx.map.yaml").read_text("utf-8") == proposed.out
    out = run(source, "--dry-run").out
    assert out.splitlines()[-1] == "9 rows: 6 new, 0 changed, 0 same, 3 not taken"


def test_an_old_windows_file_says_so(run: Run, register: Callable[..., Path]) -> None:
    """Its encoding is declared, never guessed."""
    Path("w.csv").write_bytes("Mitra;Negara;TTD;Lama\nKöln;Jerman;2015;5 tahun\n".encode("cp1252"))
    register(SMALL, "small.yaml")
    assert run("w.csv", "--map", "small.yaml") == Ran(
        2,
        "",
        "mou: error: w.csv is not in the encoding utf-8: line 2\n"
        "     the map says how a file is encoded: file: {encoding: windows-1252}\n",
    )
    register("file: {encoding: windows-1252, delimiter: ;}\n" + SMALL, "small.yaml")
    run("w.csv", "--map", "small.yaml", "--yes")
    assert recorded()[1]["partner"] == {"name": "Köln", "country": "DE"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            SMALL.replace("Lama", "Durasi"),
            "mou: error: no column is headed 'Durasi'\n     the headings are: 'Mitra', 'Negara', 'TTD', 'Lama'\n",
        ),
        ("columns: {Mitra: partner}\n", "m.yaml:1:18: error: `partner` is not allowed here [not-allowed]"),
        ("file: {sheet: Lain}\n" + SMALL, "mou: error: s.xlsx has no such sheet\n     its sheets: Sheet\n"),
        ("", "m.yaml:1:1: error: nothing is written in this file [file-empty]"),
    ],
)
def test_a_map_that_does_not_fit_is_said(run: Run, register: Callable[..., Path], text: str, message: str) -> None:
    """With what there is instead."""
    register(text, "m.yaml")
    ran = run(sheet(["Oslo", "NO", "2015", "5 tahun"]), "--map", "m.yaml")
    assert ran.status == 2
    assert ran.err.startswith(message.partition(" [")[0].partition("`")[0])


def test_a_broken_workbook_is_one_sentence(run: Run) -> None:
    """No traceback for a file that only looks like one."""
    Path("r.xlsx").write_bytes(b"PK\x03\x04 nothing")
    ran = run("r.xlsx", "--map", "map.yaml")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("mou: error: r.xlsx cannot be read as a table: ")
    assert run("missing.csv", "--map", "map.yaml") == Ran(2, "", "mou: error: missing.csv: No such file or directory\n")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(run: Run) -> None:
    """Before it is unpacked."""
    with ZipFile("r.xlsx", "w", ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w", force_zip64=True) as member:
        for _ in range(300):
            member.write(b" " * 1024 * 1024)
    assert run("r.xlsx", "--map", "map.yaml") == Ran(
        2,
        "",
        "mou: error: r.xlsx unpacks to more than an office's list can hold\n"
        "     delete the formatted empty rows below the list, or save it as .csv\n",
    )


def test_cells_cannot_break_out_of_yaml(run: Run, register: Callable[..., Path]) -> None:
    """Whatever a cell holds becomes a text, and what no register may hold is refused."""
    register(SMALL, "small.yaml")
    run(
        sheet(["x: {y}\n- id: evil #", "NO", "2015", "5 tahun"], ["a\u202eb", "NO", "2016", "5 tahun"]),
        "--map",
        "small.yaml",
        "--yes",
    )
    assert [one["partner"] for one in recorded()[1:]] == [{"name": "x: {y} - id: evil #", "country": "NO"}]


@pytest.mark.parametrize("name", ["rekap.csv", "rekap.xls"])
@pytest.mark.parametrize("source", ["-", "/dev/stdin", "pipe"])
def test_a_sheet_comes_through_a_pipe(name: str, source: str, register: Callable[..., Path]) -> None:
    """It is read once and wholly; what was not taken goes to a file of its own, since a pipe has no folder."""
    path = register("register: {owner: office@example.org}\nagreements: []\n")
    sheet = b"Mitra,Negara,Tanggal TTD\nOslo,Norwegia,2015-11-27\nBergen,Norwegia,2016-11-27\nMoss,Norwegia,kemarin\n"
    data = sheet if name.endswith("csv") else (ROOT / "tests" / "data" / "workbooks" / "rekap.xls").read_bytes()
    command = [sys.executable, "-m", "mou_tracker", "--lang", "en", "import", source, "--yes", "-r", str(path)]
    if source == "pipe":
        os.mkfifo("pipe")
        threading.Thread(target=lambda: Path("pipe").write_bytes(data)).start()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, input=data, capture_output=True, check=False, env=environment)
    assert ran.returncode == 1  # a row of each was not taken
    assert "the rows that were not taken are in rejects.csv" in ran.stderr.decode()
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert made[0]["partner"]["name"] == ("Oslo" if name.endswith("csv") else "Petaling Jaya")
    assert made[0]["sources"][0]["title"] == ("pipe" if source == "pipe" else "standard input")


def test_the_picture_of_the_manual_is_true(register: Callable[..., Path], mou: Run) -> None:
    """`docs/import.svg` shows, line by line what an import of the example prints; `tools/pictures.py` makes it."""
    path = register("agreements: []\n")
    source = ROOT / "docs" / "examples" / "daftar-mou.csv"
    printed = mou("import", source, "--dry-run", "-r", path, "--as-of=2026-11-21", "--lang", "en").out
    picture = re.sub(r"<[^>]*>", "", (ROOT / "docs" / "import.svg").read_text("utf-8"))
    drawn = "".join(unescape(picture).split())
    assert [line for line in printed.splitlines() if "".join(line.split()) not in drawn] == []
    assert "row 9 not taken, C9: #REF!, an error of the spreadsheet" in printed


def test_a_place_for_rejects_that_is_not_there_is_told_first(run: Run) -> None:
    """Before a record is written, not after: else the rows that were not taken would be nowhere."""
    before = Path("agreements.yaml").read_bytes()
    Path("s.csv").write_text(
        "Mitra,Negara,TTD\nOslo,Norwegia,2015-11-27\nMoss,Norwegia,2016-11-27\nBergen,,\n", "utf-8"
    )
    ran = run("s.csv", "--yes", "--rejects", "none/left.csv")
    assert (ran.status, ran.err) == (2, "mou: error: none/left.csv: No such file or directory\n")
    assert Path("agreements.yaml").read_bytes() == before


NESTED = {
    "renewal": ("renewal.mode", "by-agreement"),
    "renewal.period": ("renewal.period", "5 tahun"),
    "renewal.notice": ("renewal.notice", "6 bulan"),
    "numbers.ours": ("numbers.ours", "415.4/12/KS"),
    "numbers.theirs": ("numbers.theirs", "MB 7"),
    "contact.name": ("contact.name", "Siti"),
    "contact.email": ("contact.email", "siti@example.org"),
    "contact.phone": ("contact.phone", "+60 3 7956"),
    "closed.on": ("closed.on", "2020-11-27"),
    "closed.how": ("closed.how", "completed"),
    "closed.reason": ("closed.reason", "selesai"),
    "extra.Nomor": ("extra.Nomor", "12/KS"),
    "extra.Map arsip": ("extra.Map arsip", "B-7"),
}
SPARE = """\
register: {language: id}
agreements:
  - id: petaling-jaya-2015
    title: Kota bersaudara
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
"""
THERE = {
    "renewal": "times: 1",
    "numbers": "ours: lama",
    "contact": "name: Ali",
    "closed": "how: completed, on: 2019",
    "extra": "Rak: A",
}


def test_the_table_has_every_field_that_lies_in_another() -> None:
    """A new one must come in by an update too."""
    nested = {field for field in FIELDS if "." in field and not field.startswith("partner.")}
    assert nested <= set(NESTED)


FIXED = """\
defaults: {kind: ksdpl, instrument: mou}
columns:
  Mitra: partner.name
  Negara: partner.country
"""
FILLED = [["Mitra", "Negara"], ["Petaling Jaya", "MY"]]


@pytest.mark.parametrize("layout", ["", "    {head}:\n      {there}\n", "    {head}: {{{there}}}\n"])
@pytest.mark.parametrize("head", THERE)
def test_an_update_gives_a_record_what_it_lacked(
    register: Callable[..., Path], mou: Run, head: str, layout: str
) -> None:
    """A mapping that a record does not have yet is put into it whole, and one that is there gets the keys."""
    there = THERE[head] if "{{" in layout else THERE[head].replace(", ", "\n      ")
    columns = [name for name in NESTED if name.partition(".")[0] == head]
    every = [["id", *columns], ["petaling-jaya-2015", *(NESTED[name][1] for name in columns)]]
    for at in [
        [*range(1, len(columns) + 1)],
        *([at] for at in range(1, len(columns) + 1) if layout or head != "closed"),
    ]:
        register(SPARE + layout.format(head=head, there=there))
        names = [columns[one - 1] for one in at]
        register(FIXED + "".join(f"  {name}: {name}\n" for name in ("id", *names)), "n.map.yaml")
        with Path("n.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [[row[0], *FILLED[number], *(row[one] for one in at)] for number, row in enumerate(every)]
            )
        ran = mou("import", "n.csv", "--map", "n.map.yaml", "--update", "--yes", "--as-of=2026-11-21")
        assert ran.status == 0, ran
        [record] = recorded()
        for field, said in (NESTED[name] for name in names):
            found = record[head]
            assert isinstance(found, dict)
            assert str(found[field.partition(".")[2]]) in (said, "5 years", "6 months")


def test_a_row_whose_record_cannot_be_edited_is_named_and_the_others_are_written(
    register: Callable[..., Path], mou: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One odd record does not keep a whole sheet out."""
    other = SPARE.partition("agreements:\n")[2].replace("petaling-jaya-2015", "suwon").replace("Petaling Jaya", "Suwon")
    register(SPARE + other)
    from mou_tracker.edit import apply
    from mou_tracker.edit.insert import CannotPlace

    before, alone = apply.with_changes, apply._changed_part

    def refusing(data: bytes, name: str, *more: object) -> bytes:
        if name == "suwon":
            raise CannotPlace
        return before(data, name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(apply, "with_changes", refusing)
    monkeypatch.setattr(apply, "_changed_part", lambda begun, one: None if one.name == "suwon" else alone(begun, one))
    register(FIXED + "  id: id\n  extra.Rak: extra.Rak\n", "n.map.yaml")
    Path("n.csv").write_text("id,Mitra,Negara,extra.Rak\nsuwon,Suwon,MY,A\npetaling-jaya-2015,Petaling Jaya,MY,B\n")
    ran = mou("import", "n.csv", "--map", "n.map.yaml", "--update", "--yes", "--as-of=2026-11-21")
    assert (ran.status, [record.get("extra") for record in recorded()]) == (1, [{"Rak": "B"}, None])
    text = "row 2 not taken: suwon is written so that this cannot be put into it: correct agreements.yaml:10 by hand"
    assert text in ran.out.splitlines()
    assert "suwon,Suwon,MY,A" in Path("n.csv.rejects.csv").read_text("utf-8")
