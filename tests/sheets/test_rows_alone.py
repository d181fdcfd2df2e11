"""Each row stands for itself, each column is judged as a whole, and a row is known again whatever its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import yaml

from tests.conftest import Ran
from tests.sheets.office import workbook

Mou = Callable[..., Ran]
MAP = "columns: {Mitra: partner.name, Negara: partner.country, TTD: signed, Lama: term}\n"
REST = "defaults: {kind: ksdpl, instrument: mou}\n"
AS_OF = "--as-of=2026-11-21"


@pytest.fixture
def take(register: Callable[..., Path], mou: Mou) -> Callable[..., tuple[int, list[str], list[dict[str, object]]]]:
    """Import a sheet of lines with a map: status, lines shown, records written."""
    path = register("agreements: []\n")

    def run(
        sheet: str, chart: str = MAP + REST, *options: str, name: str = "s.csv"
    ) -> tuple[int, list[str], list[dict[str, object]]]:
        Path(name).write_text(sheet, "utf-8")
        Path("m.yaml").write_text(chart, "utf-8")
        ran = mou("import", name, "--map", "m.yaml", "--yes", AS_OF, *options)
        return ran.status, ran.out.splitlines(), yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]

    return run


MIXED = "Mitra,Negara,TTD,Lama\nA,MY,12/31/2020,5 tahun\nB,MY,31/12/2020,5 tahun\nC,MY,05/12/2024,5 tahun\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A,MY,2020-01-01,,5 tahun sejak ditandatangani", "2020-01-01  5 years"),
        ("A,MY,2020-01-01,2020-02-01,5 tahun", "2020-01-01 2020-02-01 5 years"),
        (
            "A,MY,2020-01-01,2020-02-01,5 tahun sejak ditandatangani",
            "row 2 not taken: the term counts from the signing, of which no cell says that it is the beginning",
        ),
        (
            "A,MY,,2020-02-01,5 tahun sejak ditandatangani",
            "row 2 not taken: the term counts from the signing, of which no cell says that it is the beginning",
        ),
    ],
)
def test_a_term_from_the_signing(
    line: str, expected: str, take: Callable[..., tuple[int, list[str], list[dict[str, str]]]]
) -> None:
    """Its last day would be a guess where the beginning is another one."""
    chart = MAP.replace("TTD: signed", "TTD: signed, Mulai: starts") + REST
    _, lines, made = take(f"Mitra,Negara,TTD,Mulai,Lama\n{line}\n", chart)
    said = [" ".join(one.get(key, "") for key in ("signed", "starts", "term")) for one in made or ()]
    assert expected in said or expected in lines


@pytest.mark.parametrize("end", ["Indefinite", "9999-12-31"])
def test_an_end_and_a_length_that_contradict(
    end: str, take: Callable[..., tuple[int, list[str], list[dict[str, str]]]]
) -> None:
    """Neither is taken; whichever column stands first."""
    lines = []
    for heads, cells in (("Akhir,Lama", f"{end},5 tahun"), ("Lama,Akhir", f"5 tahun,{end}")):
        _, said, made = take(
            f"Mitra,Negara,TTD,{heads}\nA,MY,2020-01-01,{cells}\n", MAP.replace("}", ", Akhir: ends}") + REST
        )
        assert not made
        lines += [line for line in said if "not taken," in line]
    assert lines == [
        "row 2 not taken, E2: 5 tahun: other cells say that there is another end",
        f"row 2 not taken, E2: {end}: other cells say that there is another end",
    ]


def test_midnight_here_in_universal_time(take: Callable[..., tuple[int, list[str], list[dict[str, str]]]]) -> None:
    """Is the next day where all cells of the column have that hour; with another hour among them nobody knows."""
    sheet = "Mitra,Negara,TTD,Lama\nA,MY,2015-11-26T17:00:00.000Z,5 tahun\nB,MY,2016-12-31T17:00:00.000Z,5 tahun\n"
    _, lines, made = take(sheet)
    assert [one["signed"] for one in made] == ["2015-11-27", "2017-01-01"]
    assert "17:00 in universal time is midnight here" in lines[2]
    status, lines, _ = take(sheet + "C,MY,2016-12-31T16:00:00.000Z,5 tahun\n")
    assert (status, lines[-1]) == (1, "3 rows: 0 new, 0 changed, 0 same, 3 not taken")


def test_dates_in_which_a_program_took_the_day_for_the_month(register: Callable[..., Path], mou: Mou) -> None:
    """Are not taken: it made dates of all texts that it could, and left those whose first number is no month."""
    path = register("agreements: []\n")
    days = [date(2015, 1, 1) + timedelta(37 * number) for number in range(60)]
    cells = [date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}" for day in days]
    rows = [["Mitra", "Negara", "TTD"], *([f"Univ {number}", "MY", cell] for number, cell in enumerate(cells))]
    workbook(Path("s.xlsx"), rows)
    ran = mou("import", "s.xlsx", "--yes", AS_OF)
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    sure = [day.isoformat() for day in days if day.day > 12 or day.day == day.month]
    assert (ran.status, [one["signed"] for one in made]) == (1, sure)
    first = next(number for number, day in enumerate(days) if day.day <= 12 and day.day != day.month)
    assert (
        f"row {first + 2} not taken, C{first + 2}: {cells[first]}: beside texts such as 16/03/2015 a program may have "
        "taken its day for the month; if not, say in the map which order the column has"
    ) in ran.out.splitlines()
    # The map's own word for the column: its dates are what they are.
    chart = "columns: {Mitra: partner.name, Negara: partner.country, TTD: {to: signed, dates: day-first}}\n" + REST
    Path("m.yaml").write_text(chart, "utf-8")
    ran = mou("import", "s.xlsx", "--map", "m.yaml", "--dry-run", AS_OF)
    assert ran.out.splitlines()[-1].startswith("60 rows:")
    assert ran.out.splitlines()[-1].endswith(" 0 not taken")


def test_a_place_beside_the_day_of_signing(take: Callable[..., tuple[int, list[str], list[dict[str, str]]]]) -> None:
    """Is the place of signing."""
    _, _, made = take('Mitra,Negara,TTD,Lama\nA,MY,"Kuala Lumpur, 27 November 2015",5 tahun\n')
    assert [(one["signed"], one["place"]) for one in made] == [("2015-11-27", "Kuala Lumpur")]


def test_a_mixed_column_gives_only_what_is_certain(take: Callable[..., tuple[int, list[str], list[object]]]) -> None:
    """The map's general word does not reach it; its word for this column does."""
    status, lines, made = take(MIXED, "dates: month-first\n" + MAP + REST)
    assert (status, [one["signed"] for one in made]) == (1, ["2020-12-31", "2020-12-31"])  # type: ignore[index]
    assert lines[2] == (
        "TTD     → signed           2 of 3 read, 2020-12-31 … 2020-12-31, mixed: 1 day first (31/12/2020), "
        "1 month first (12/31/2020), 1 could be either"
    )
    _, _, made = take(MIXED, MAP.replace("TTD: signed", "TTD: {to: signed, dates: month-first}") + REST)
    assert [one["signed"] for one in made][-1] == "2024-05-12"  # type: ignore[index]


def test_one_bad_row_takes_no_other_with_it(take: Callable[..., tuple[int, list[str], list[object]]]) -> None:
    """A bad id, a double one, a cell beyond the headings, a wrong weekday; the rows between them are written."""
    sheet = (
        "Kode,Mitra,Negara,TTD\nok-1,Oslo,NO,2015\nNot Good,Bergen,NO,2015\nok-1,Bonn,DE,2016\n"
        'ok-2,Namur,BE,2017,x\nok-3,Suwon,KR,"Senin, 18 Maret 2018"\nok-4,Ankara,TR,2019\n'
    )
    chart = "columns: {Kode: id, Mitra: partner.name, Negara: partner.country, TTD: signed}\n" + REST
    status, lines, made = take(sheet, chart)
    assert (status, [one["id"] for one in made]) == (1, ["ok-1", "ok-4"])  # type: ignore[index]
    assert sorted(line for line in lines if "not taken" in line) == [
        "6 rows: 2 new, 0 changed, 0 same, 4 not taken",
        "row 3 not taken, A3: 'Not Good' is no id: small letters, digits and single hyphens",
        "row 4 not taken: row 2 has the id ok-1 already",
        "row 5 not taken, E5: it lies beyond the last heading: is a separator in a cell?",
        "row 6 not taken, D6: Senin, 18 Maret 2018: that day was a Sunday",
    ]


@pytest.mark.parametrize(
    ("ids", "field", "taken"),
    [
        ("ok-1 ok-2 ok-3 ok-4", "id", ["ok-1", "ok-2", "ok-3", "ok-4"]),
        ("ok-1 Not_Good ok-3 ok-4", "id", ["ok-1", "ok-3", "ok-4"]),
        ("ok-1 ok-2 ok-1 ok-4", "id", ["ok-1", "ok-2", "ok-4"]),
        ("ok-1 Not_Good ok-1 ok-4 ok-5", "id", ["ok-1", "ok-4", "ok-5"]),
        ("dn ln dn ln", "extra.id", ["oslo-2015", "bonn-2016", "namur-2017", "suwon-2018"]),
        ("RI/1 RI/2 RI/3 ok-4", "extra.id", ["oslo-2015", "bonn-2016", "namur-2017", "suwon-2018"]),
        ("1 2 3 4", None, ["oslo-2015", "bonn-2016", "namur-2017", "suwon-2018"]),
    ],
)
def test_a_bad_id_keeps_no_other_from_being_one(
    ids: str, field: str | None, taken: list[str], register: Callable[..., Path], mou: Mou
) -> None:
    """A column of ids is proposed as that where most are; one that is none is a row to reject, never another's name."""
    path = register("agreements: []\n")
    rows = ["Oslo,NO,2015", "Bonn,DE,2016", "Namur,BE,2017", "Suwon,KR,2018", "Ankara,TR,2019"]
    lines = [f"{id},{row},T,MoU\n" for id, row in zip(ids.split(), rows, strict=False)]
    Path("s.csv").write_text("".join(["id,Mitra,Negara,Tanggal TTD,Judul,Jenis\n", *lines]), "utf-8")
    ran = mou("import", "s.csv", "--yes", AS_OF)
    named = [line.split()[2] for line in ran.out.splitlines() if line.split()[:2] == ["id", "→"]]
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert (named, sorted(one["id"] for one in made)) == ([field] if field else [], sorted(taken))
    assert ran.status == (len(taken) < len(lines))


def test_what_was_not_taken_comes_in_once_it_is_mended(
    take: Callable[..., tuple[int, list[str], list[object]]],
) -> None:
    """The file of rejects is read by the same map."""
    take("Mitra,Negara,TTD,Lama\nOslo,Narnia,2015,5 tahun\nBonn,DE,2015,5 tahun\n")
    rejects = Path("s.csv.rejects.csv").read_text("utf-8-sig")
    assert rejects.splitlines()[0] == "Mitra,Negara,TTD,Lama,why it was not taken"
    status, _, made = take(rejects.replace("Narnia", "Norwegia"), name="again.csv")
    assert (status, [one["id"] for one in made]) == (0, ["bonn-2015", "oslo-2015"])  # type: ignore[index]


def test_two_papers_of_one_day_are_told_apart_by_what_they_say(
    take: Callable[..., tuple[int, list[str], list[object]]],
) -> None:
    """The rows swapped: both are the same as before."""
    one, other = "Oslo,NO,2015-11-27,5 tahun\n", "Oslo,NO,2015-11-27,3 tahun\n"
    take("Mitra,Negara,TTD,Lama\n" + one + other)
    status, lines, _ = take("Mitra,Negara,TTD,Lama\n" + other + one)
    assert (status, lines[-1]) == (0, "2 rows: 0 new, 0 changed, 2 same, 0 not taken")


def test_a_corrected_day_is_a_change_of_its_record(take: Callable[..., tuple[int, list[str], list[object]]]) -> None:
    """Shown first, written with --update; never a second record. A title and notes count too."""
    head, chart = "Mitra,Negara,TTD,Lama,Ket\n", MAP.replace("}", ", Ket: notes}") + REST
    take(head + "Oslo,NO,2015-11-27,5 tahun,satu\n", chart)
    changed = head + "Oslo,NO,2015-11-28,5 tahun,dua\n"
    status, lines, made = take(changed, chart)
    assert (status, len(made), lines[-1]) == (1, 1, "1 row: 0 new, 1 changed, 0 same, 0 not taken")
    assert lines[-4:-1] == [
        "row 2 is oslo-2015, which says otherwise and stays as it is (--update changes it):",
        "  signed: the register 2015-11-27, the sheet 2015-11-28",
        "  notes: the register satu, the sheet dua",
    ]
    status, _, made = take(changed, chart, "--update")
    assert (status, [(one["signed"], one["notes"]) for one in made]) == (0, [("2015-11-28", "dua")])  # type: ignore[index]


UNIT = "columns: {Mitra: partner.name, Negara: partner.country, TTD: signed, Lama: term, Fakultas: unit}\n"


@pytest.mark.parametrize(
    ("first", "then", "fates"),
    [
        (["", ""], ["FT", ""], "0 new, 1 changed, 1 same, 0 not taken"),
        (["", ""], ["FT", "FE"], "0 new, 2 changed, 0 same, 0 not taken"),
        (["FT", "FE"], ["", ""], "0 new, 0 changed, 2 same, 0 not taken"),
        (["FT", "FE"], ["FE", "FT"], "2 new, 0 changed, 0 same, 0 not taken"),
    ],
)
def test_a_unit_that_one_side_does_not_say_makes_no_second_record(
    first: list[str], then: list[str], fates: str, take: Callable[..., tuple[int, list[str], list[object]]]
) -> None:
    """It is a difference of the record, which is told; of two units each has its own paper."""

    def sheet(units: list[str]) -> str:
        rows = zip(("Oslo,NO", "Bonn,DE"), units, strict=True)
        return "Mitra,Negara,TTD,Lama,Fakultas\n" + "".join(f"{who},2020-01-01,5 tahun,{unit}\n" for who, unit in rows)

    take(sheet(first), UNIT + REST)
    _, lines, _ = take(sheet(then), UNIT + REST, "--dry-run")
    assert lines[-1].endswith(fates)


def test_two_units_that_may_be_one_record_are_asked(
    take: Callable[..., tuple[int, list[str], list[object]]],
) -> None:
    """One record says no unit, two rows of its partner and day say two: which it is, nobody knows."""
    take("Mitra,Negara,TTD,Lama\nOslo,NO,2020-01-01,5 tahun\n", MAP + REST)
    sheet = "Mitra,Negara,TTD,Lama,Fakultas\nOslo,NO,2020-01-01,5 tahun,FT\nOslo,NO,2020-01-01,5 tahun,FE\n"
    _, lines, _ = take(sheet, UNIT + REST, "--dry-run")
    assert "row 2 not taken: it may be any of oslo-2020: give it an id or a number" in lines
    assert lines[-1] == "2 rows: 0 new, 0 changed, 0 same, 2 not taken"


def test_units_spans_templates_and_rules(take: Callable[..., tuple[int, list[str], list[object]]]) -> None:
    """What a map may say of a column, of all rows and of some."""
    chart = """\
columns:
  Jenis: instrument
  Mitra: partner.name
  Negara: partner.country
  Masa: {to: [starts, ends]}
  Lama: {to: renewal.period, unit: years}
defaults: {title: "{Jenis} dengan {Mitra}"}
rules: [{when: {Negara: Indonesia}, set: {kind: ksdd}}]
kinds: {home: ID, otherwise: ksdll}
"""
    sheet = (
        "Jenis,Mitra,Negara,Masa,Lama\nMoA,Bogor,Indonesia,1 Jan 2020 s.d. 31 Des 2024,5\n"
        "nota kesepakatan,Kota Oslo,Norwegia,2020-01-01 – 2024-12-31,3\nMoU,JICA,Jepang,01/02/2020 - 13/02/2024,1\n"
    )
    status, _, made = take(sheet, chart)
    keys = ("title", "kind", "instrument", "starts", "ends")
    assert [tuple(one[key] for key in keys) for one in made] == [  # type: ignore[index]
        ("MoA dengan Bogor", "ksdd", "pks", "2020-01-01", "2024-12-31"),
        ("nota kesepakatan dengan Kota Oslo", "ksdpl", "mou", "2020-01-01", "2024-12-31"),
        ("MoU dengan JICA", "ksdll", "mou", "2020-02-01", "2024-02-13"),
    ]
    assert [one["renewal"] for one in made] == [{"period": "5 years"}, {"period": "3 years"}, {"period": "1 year"}]  # type: ignore[index]
    assert status == 0


def test_the_first_row_of_data_is_no_heading(register: Callable[..., Path], mou: Mou) -> None:
    """However much its words look like headings."""
    register("agreements: []\n")
    Path("s.csv").write_text("Mitra,Negara,Tanggal TTD,Status\nKota A,Malaysia,2015-11-27,Berakhir\n", "utf-8")
    assert mou("import", "s.csv", AS_OF).out.splitlines()[-1] == "1 row: 1 new, 0 changed, 0 same, 0 not taken"


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("language", ["id", "en"])
def test_rows_that_were_mended_come_in_as_they_are(
    kept: bool, language: str, register: Callable[..., Path], mou: Mou
) -> None:
    """By the map of their sheet where one is kept, else by a proposal; why they waited is no field of theirs."""
    path = register("agreements: []\n")
    Path("s.csv").write_text("Mitra,Negara,Mulai,Akhir\nOslo,Narnia,2020-01-02,2025-01-02\n", "utf-8")
    if kept:
        Path("s.csv.map.yaml").write_text(
            "columns: {Mitra: partner.name, Negara: partner.country, Mulai: starts, Akhir: ends}\n"
            "defaults: {unit: FT, kind: ksdpl, instrument: ia}\n"
        )
    assert mou("import", "s.csv", "--yes", AS_OF, "--lang", language).status == 1
    left = Path("s.csv.rejects.csv")
    left.write_text(left.read_text("utf-8").replace("Narnia", "Norwegia", 1), "utf-8")
    assert mou("import", left.name, "--yes", AS_OF).status == 0
    (made,) = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert ("extra" in made, made.get("unit"), made["instrument"]) == (
        False,
        *(("FT", "ia") if kept else (None, "mou")),
    )


def test_rejects_are_written_over_nothing_that_is_read(register: Callable[..., Path], mou: Mou) -> None:
    """Neither the sheet nor the register nor the map."""
    path = register("agreements: []\n")
    Path("s.csv").write_text("Mitra,Negara,TTD,Lama\nOslo,Narnia,2015,5 tahun\n", "utf-8")
    Path("m.yaml").write_text(MAP + REST, "utf-8")
    for target in ("s.csv", str(path), "m.yaml"):
        before = Path(target).read_bytes()
        assert mou("import", "s.csv", "--map", "m.yaml", "--yes", "--rejects", target, AS_OF).status == 2
        assert Path(target).read_bytes() == before


def test_what_follows_what_is_proposed_and_taken(take: Callable[..., tuple[int, list[str], list[object]]]) -> None:
    """The same partner and paper, one ending as the next begins."""
    chart = "columns: {Mitra: partner.name, Negara: partner.country, Mulai: signed, Akhir: ends}\n" + REST
    sheet = "Mitra,Negara,Mulai,Akhir\nOslo,NO,2015-01-01,2019-12-31\nOslo,NO,2020-01-01,2024-12-31\n"
    _, lines, made = take(sheet, chart, "--dry-run")
    assert (made, lines[-2]) == ([], "1 chain is proposed (--chains takes it): oslo-2020 renews oslo-2015")
    _, _, made = take(sheet, chart, "--chains")
    assert [one.get("renews") for one in made] == [None, "oslo-2015"]  # type: ignore[attr-defined]


def test_headings_of_any_kind_are_kept_beside(register: Callable[..., Path], mou: Mou) -> None:
    """What no field holds is kept under its heading, whatever signs that has; a counter of rows is not."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        '#,Mitra,Negara,Mulai,Akhir,a: b #c,- x,"{y}, ""z""",yes\n'
        + "".join(f"{n},Oslo {n},NO,2020-01-{n:02},2025-01-{n:02},p{n},q,r,s\n" for n in range(1, 5)),
        "utf-8",
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert made[1]["extra"] == {"a: b #c": "p2", "- x": "q", '{y}, "z"': "r", "yes": "s"}


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u202e", "\x1b", "\u00ad"])
def test_a_heading_with_a_sign_that_cannot_be_seen(sign: str, register: Callable[..., Path], mou: Mou) -> None:
    """No map may hold it; the proposal is read as if it were not there, and so is a map that was written by hand."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(f"Mi{sign}tra,Negara,Tang{sign}gal TTD,{sign}\nOslo,NO,2020-01-01,\n", "utf-8")
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    assert yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"][0]["signed"] == "2020-01-01"


def test_a_heading_of_many_words_is_a_key_of_the_map(register: Callable[..., Path], mou: Mou) -> None:
    """Explanations stand in headings; a key of YAML has an end."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        f"Mitra,Negara,Tanggal TTD,{'kata ' * 400},{'kata ' * 400}\nOslo,NO,2020-01-01,a,b\n", "utf-8"
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    extra = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"][0]["extra"]
    assert [(len(name), said) for name, said in extra.items()] == [(200, "a"), (204, "b")]


def test_papers_of_any_name_come_in(register: Callable[..., Path], mou: Mou) -> None:
    """However many and long the office's own words are, what is no known paper is another one."""
    path = register("agreements: []\n")
    rows = [f"Oslo {n},NO,2020-01-01,{'MoU' if n % 3 else 'Piagam ' * n}" for n in range(1, 300)]
    Path("s.csv").write_text("\n".join(["Mitra,Negara,Tanggal TTD,Jenis Dokumen", *rows]), "utf-8")
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["instrument"] for one in made] == ["mou" if n % 3 else "other" for n in range(1, 300)]


def test_a_row_with_a_day_is_no_heading(register: Callable[..., Path], mou: Mou) -> None:
    """Headings of words that nobody knows lose to no row whose words are known: nothing above it is lost."""
    path = register("agreements: []\n")
    rows = [
        ["Ref", "Counterparty", "Jurisdiction", "Document", "Executed", "Term", "Lapses"],
        ["INT-1", "University of Leeds", "UK", "IA", date(2020, 1, 1), "5 years", date(2025, 1, 1)],
        ["INT-2", "Kyoto University", "Kyoto, Japan", "MoU", date(2021, 1, 1), "5 years", date(2026, 1, 1)],
        ["INT-3", "Oslo University", "Norway", "MoU", "1 May 2022", "5 years", date(2027, 5, 1)],
    ]
    workbook(Path("s.xlsx"), rows)
    assert mou("import", "s.xlsx", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"]["country"], one["starts"], one["ends"]) for one in made] == [
        ("GB", "2020-01-01", "2025-01-01"),
        ("JP", "2021-01-01", "2026-01-01"),
        ("NO", "2022-05-01", "2027-05-01"),
    ]


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (
            "Institusi Mitra,Kota,Negara,Tanggal MoU,Berlaku s/d",
            "partner.name partner.place partner.country signed ends",
        ),
        ("Kota,Provinsi,Negara,Mulai,Selesai", "partner.name extra.Provinsi partner.country starts ends"),
        ("University,Faculty,Country,Date of MoU,Expiry", "partner.name unit partner.country signed ends"),
        ("Lembaga,City,Country,Tanggal Naskah Asli,Expiry", "partner.name partner.place partner.country signed ends"),
        ("Mitra,Kota,Negara,Tgl Mulai Kontrak,Tgl Habis", "partner.name partner.place partner.country starts ends"),
        ("Mitra,Kota,Negara,Date of signing,Good up to", "partner.name partner.place partner.country signed ends"),
        ("Mitra,Kota,Negara,Tanggal TTD,Updated", "partner.name partner.place partner.country signed extra.Updated"),
        ("Mitra,Kota,Negara,Tahun MoU,Tahun Berakhir MoU", "partner.name partner.place partner.country signed ends"),
    ],
)
def test_the_surest_column_is_the_partner_and_a_lone_day_the_signing(
    heads: str, fields: str, register: Callable[..., Path], mou: Mou
) -> None:
    """A city beside an institution is where it is; alone it is the partner."""
    register("agreements: []\n")
    row = "Universitas {0},Kota {0},Jepang,2020-01-0{0},2025-01-01\n"
    Path("s.csv").write_text(heads + "\n" + "".join(row.format(n) for n in (1, 2, 3)), "utf-8")
    lines = mou("import", "s.csv", "--guess").out.splitlines()
    told = [line.partition(": ")[2].partition("  #")[0] for line in lines if line.startswith("  ")]
    assert told[:5] == fields.split()


def test_what_countries_are_taken_for_is_told(register: Callable[..., Path], mou: Mou) -> None:
    """A misspelling of one country only, and `AS` among names; what is like two is not taken."""
    path = register("agreements: []\n")
    rows = "A,Netherland,2020\nB,AS,2020\nC,Slovania,2020\nD,Jepang/Japan,2020\nE,Hong Kong,2020\n"
    Path("s.csv").write_text(f"Mitra,Negara,Tahun Mulai\n{rows}", "utf-8")
    ran = mou("import", "s.csv", "--yes", AS_OF)
    assert "countries are taken as proposed: AS → US; Netherland → NL" in ran.out.splitlines()
    assert "row 4 not taken, B4: 'Slovania' is no country" in ran.out
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["partner"]["country"] for one in made] == ["NL", "US", "JP", "HK"]


def test_signs_of_no_width_in_cells_say_nothing(register: Callable[..., Path], mou: Mou) -> None:
    """They come along when a text is copied; what turns a text around stays a reason not to take the row."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        "Mitra,Negara,Tanggal TTD\n\u200bOslo\ufeff,NO\u200e,\u200e2020-01-01\nBo\u202enn,DE,2021-01-01\n", "utf-8"
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 1
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"]["name"], one["signed"]) for one in made] == [("Oslo", "2020-01-01")]


def test_headings_that_differ_in_signs_only_are_two(register: Callable[..., Path], mou: Mou) -> None:
    """`Ket` and `Ket.` are columns of their own."""
    path = register("agreements: []\n")
    Path("s.csv").write_text("Mitra,Negara,Mulai,Akhir,P.x,P x\nOslo,NO,2020-01-01,2021-01-01,a,b\n", "utf-8")
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert made[0]["extra"] == {"P x": "a", "P x (2)": "b"}


def test_no_row_is_lost_for_what_its_span_makes_good(register: Callable[..., Path], mou: Mou) -> None:
    """A day of signing or an address that some cells do not say goes beside; the span decides."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        "Mitra,Negara,Tanggal TTD,Tanggal Mulai,Tanggal Berakhir,Email Mitra,Durasi\n"
        "Oslo,NO,2020-01-01,2020-01-02,2025-01-02,a@example.org,5 tahun\n"
        "Bonn,DE,menyusul,2021-01-02,2026-01-02,lewat telepon,lama\n"
        "Suwon,KR,2022-01-01,2022-01-02,2027-01-02,b@example.org,5 tahun\n",
        "utf-8",
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["extra"] for one in made][1] == {
        "Tanggal TTD": "menyusul",
        "Email Mitra": "lewat telepon",
        "Durasi": "lama",
    }


@pytest.mark.parametrize(
    ("cell", "ends", "notes"),
    [
        ("s.d. 31 Desember 2024", "2024-12-31", None),
        ("31 Desember 2024 (dapat diperpanjang)", "2024-12-31", "Akhir: 31 Desember 2024 (dapat diperpanjang)"),
        ("31/12/2024 (5 tahun)", "2024-12-31", "Akhir: 31/12/2024 (5 tahun)"),
        ("31 December 2024 *", "2024-12-31", None),
        ("Endless", "indefinite", None),
        ("N/A - indefinite", "indefinite", None),
        ("5 years", "5 years", None),
        ("Automatic extension every 5 years", "5 years automatic", None),
        ("Annually automatic extension", "1 year automatic", None),
        ("None", None, None),
        ("Tidak ada", None, None),
        ("sd 31 Desember 2024", "2024-12-31", None),
        ("31 Desember 2024[3]", "2024-12-31", None),
        ("Permanen", "indefinite", None),
        ("tidak ditentukan", "unknown", None),
        ("Until further notice", "indefinite", "Akhir: Until further notice"),
        ("Sampai ada pemberitahuan lebih lanjut", "indefinite", "Akhir: Sampai ada pemberitahuan lebih lanjut"),
        ("berlaku sampai dicabut", "indefinite", "Akhir: berlaku sampai dicabut"),
        ("s.d. ada perubahan", "indefinite", "Akhir: s.d. ada perubahan"),
        ("selama masih dibutuhkan", "indefinite", "Akhir: selama masih dibutuhkan"),
        ("until terminated by either party", "indefinite", "Akhir: until terminated by either party"),
        (
            "unless terminated by either party, 31 December 2024",
            "2024-12-31",
            "Akhir: unless terminated by either party, 31 December 2024",
        ),
        ("renewal pending", None, "Akhir: renewal pending"),
        ("Rolling basis", None, "Akhir: Rolling basis"),
        ("5 years, auto-renewing", "5 years automatic", None),
        ("dalam proses perpanjangan", None, "Akhir: dalam proses perpanjangan"),
        ("dapat diperpanjang", None, "Akhir: dapat diperpanjang"),
        ("selama proyek berjalan", None, "Akhir: selama proyek berjalan"),
        ("dihentikan", "not taken", None),
        ("sampai selesai", None, "Akhir: sampai selesai"),
        ("until completion of the project", None, "Akhir: until completion of the project"),
        (45657, "2024-12-31", None),
        ("31 Desember 2024 (13 Januari 2025)", "not taken", None),
        ("31 Desember", "not taken", None),
    ],
)
def test_an_end_as_lists_say_it(
    cell: object, ends: str | None, notes: str | None, register: Callable[..., Path], mou: Mou
) -> None:
    """What is said besides a day stays in the notes; what may be another day is not taken."""
    path = register("agreements: []\n")
    workbook(Path("s.xlsx"), [["Mitra", "Negara", "TTD", "Akhir"], ["Oslo", "NO", "2019-12-31", cell]])
    Path("m.yaml").write_text(
        "columns: {Mitra: partner.name, Negara: partner.country, TTD: signed, Akhir: ends}\ndates: day-first\n" + REST
    )
    mou("import", "s.xlsx", "--map", "m.yaml", "--yes", AS_OF)
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    if ends == "not taken":
        assert made == []
        return
    said = made[0].get("ends") or made[0].get("term")
    automatic = " automatic" if made[0].get("renewal") == {"mode": "automatic"} else ""
    assert ((said + automatic) if said else None, made[0].get("notes")) == (ends, notes)


@pytest.mark.parametrize(
    ("cells", "century"),
    [
        (["05-Mar-20", "05-Mar-2025"], "century: 1970  # 05-Mar-20 is in 2020"),
        (["05/03/87", "05/03/49"], "century: 1970  # 05/03/87 is in 1987"),
        (["05/03/87", "05/03/55"], None),  # 1955 or 2055
        (["2020", "12/2025"], None),
        (["20-03-05", "2025"], "century: 1970  # 20-03-05 is in 2005"),
    ],
)
def test_a_century_is_proposed_where_no_other_can_be_meant(
    cells: list[str], century: str | None, register: Callable[..., Path], mou: Mou
) -> None:
    """From 1970 on, unless a year may lie in either."""
    register("agreements: []\n")
    Path("s.csv").write_text(f"Mitra,Negara,Mulai,Akhir\nOslo,NO,{cells[0]},{cells[1]}\n", "utf-8")
    lines = mou("import", "s.csv", "--guess").out.splitlines()
    assert next((line for line in lines if line.startswith("century")), None) == century


@pytest.mark.parametrize(
    ("heading", "cells", "to"),
    [
        ("Nomor", ["1", "2", "3", "4"], "ignore"),
        ("Nomor", ["12/UN5/2020", "13/UN5/2020", "14/KS/21", "2"], "numbers.ours"),
        ("No", ["415.4/12/KS", "415.4/13/KS", "415.4/14/KS", "415.4/15/KS"], "numbers.ours"),
        ("No.", ["1", "2", "1", "2"], "ignore"),
        ("No. Surat", ["12/a", "13/a", "14/a", "15/a"], "numbers.ours"),
        ("Reference no.", ["A1", "A2", "A3", "A4"], "numbers.ours"),
        ("Nomor Naskah", ["1", "2", "5", "9"], "numbers.ours"),
        ("No Surat Permohonan", ["12/a", "13/a", "14/a", "15/a"], "extra.No Surat Permohonan"),
        ("Kontak PIC", ["0812345678", "+62 812-345-678", "(0274) 512345", "0274.512345"], "contact.phone"),
        ("Kontak PIC", ["Budi", "Ani 0812345678", "Siti", "Joko"], "contact.name"),
        ("Kontak Mitra", ["a@x.example", "b@x.example", "c@x.example", "d@x.example"], "contact.email"),
        ("Tanggal Mulai (lama)", ["2001", "2002", "2003", "2004"], "extra.Tanggal Mulai (lama)"),
    ],
)
def test_numbers_and_days_by_their_headings_and_cells(
    heading: str, cells: list[str], to: str, register: Callable[..., Path], mou: Mou
) -> None:
    """A running number is none of the document; a general word among others names no field."""
    register("agreements: []\n")
    rows = [f"{cell},Universitas {at},Jepang,2020-01-0{at + 1},2025-01-01" for at, cell in enumerate(cells)]
    Path("s.csv").write_text("\n".join([f"{heading},Mitra,Negara,Tanggal Mulai,Tanggal Akhir", *rows]), "utf-8")
    lines = mou("import", "s.csv", "--guess").out.splitlines()
    assert (
        next(line for line in lines if line.strip().startswith((heading, f'"{heading}"')))
        .partition(": ")[2]
        .partition("  #")[0]
        == to
    )


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("- Riset\n- Magang", ["Riset", "Magang"]),
        ("1. Riset\n2) Magang", ["Riset", "Magang"]),
        ("• Riset; • Magang", ["Riset", "Magang"]),
        ("3D printing, 5G", ["3D printing", "5G"]),
    ],
)
def test_the_points_of_a_list_are_none_of_its_fields(
    cell: str, fields: list[str], register: Callable[..., Path], mou: Mou
) -> None:
    """Nor are its numbers."""
    path = register("agreements: []\n")
    workbook(Path("s.xlsx"), [["Mitra", "Negara", "TTD", "Bidang"], ["Oslo", "NO", "2019-12-31", cell]])
    assert mou("import", "s.xlsx", "--yes", AS_OF).status == 0
    (made,) = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert made["fields"] == fields


def test_rows_that_are_no_agreements_are_passed_over_and_named(register: Callable[..., Path], mou: Mou) -> None:
    """Headings again, their columns counted, regions, sums, who signs; a row that lacks something is none of these."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        "No,Mitra,Negara,Mulai,Akhir\n(1),(2),(3),(4),(5)\nASIA,,,,\n1,Kyoto,Jepang,2020,2025\nNo,Mitra,Negara,Mulai,Akhir\n"
        '2,,Jepang,2020,2025\n3,Asia University,,,\n,Jumlah,2,,\n,,,"Bandung, 1 Mei 2026",\n',
        "utf-8",
    )
    ran = mou("import", "s.csv", "--yes", AS_OF)
    assert "5 rows are headings, totals or captions, not agreements: 2, 3, 5, 8, 9" in ran.out.splitlines()
    assert "3 rows: 1 new, 0 changed, 0 same, 2 not taken" in ran.out.splitlines()
    assert len(yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]) == 1


def test_a_row_whose_paper_no_cell_names_comes_in(register: Callable[..., Path], mou: Mou) -> None:
    """As another paper, of which its title says nothing; the proposal tells so."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        "Mitra,Negara,Jenis,Mulai,Akhir\nOslo,Norwegia,MoU,2019,2024\nBergen,Norwegia,-,2020,2025\n,,,,\nTotal,,,,\n",
        "utf-8",
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["instrument"], one["title"]) for one in made] == [("mou", "MoU Oslo"), ("other", "Bergen")]
    guessed = mou("import", "s.csv", "--guess").out
    assert "# Where a row's cell says nothing:\ndefaults:\n  instrument: other\n" in guessed


def test_the_marks_of_pages_are_none_of_a_text(register: Callable[..., Path], mou: Mou) -> None:
    """Databases keep what was typed into a page as the page needs it."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(
        "Mitra,Negara,Mulai,Akhir\nQueen&#039;s A&amp;M &quot;X&quot;,US,2019,2024\nR&D;Co &copy; AT&T,US,2019,2024\n",
        "utf-8",
    )
    assert mou("import", "s.csv", "--yes", AS_OF).status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["partner"]["name"] for one in made] == ['Queen\'s A&M "X"', "R&D;Co &copy; AT&T"]
    assert mou("export", "e.csv").status == 0
    path.write_text(path.read_text("utf-8").replace("R&D;Co", "R&amp;D"), "utf-8")
    assert mou("export", "e.csv").status == 0
    assert mou("import", "e.csv", "--dry-run").status == 0  # what this program wrote says what it says


@pytest.mark.parametrize(
    ("heads", "row", "told"),
    [
        ("No,Mitra,Negara,Akhir,Mulai", "1,Bergen,Norwegia,2025,2020", "from row 3 on the columns have another order"),
        (
            "No,Negara,MITRA,Mulai,Akhir,Tempat",
            "1,Norwegia,Bergen,2020,2025,Oslo",
            "from row 3 on the columns have another order; not read: 'Tempat'",
        ),
        ("No,Mitra,Negara,Mulai,Akhir", "1,Bergen,Norwegia,2020,2025", None),
        ("no.,mitra,negara,mulai,akhir", "1,Bergen,Norwegia,2020,2025", None),
    ],
)
def test_a_second_table_may_have_its_columns_in_another_order(
    heads: str, row: str, told: str | None, register: Callable[..., Path], mou: Mou
) -> None:
    """Its cells are read under its own headings, never under those of the first; what is left out is said."""
    path = register("agreements: []\n")
    Path("s.csv").write_text(f"No,Mitra,Negara,Mulai,Akhir\n1,Oslo,Norwegia,2019,2024\n{heads}\n{row}\n", "utf-8")
    ran = mou("import", "s.csv", "--yes", AS_OF)
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if "another order" in line] == ([told] if told else [])
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"], one["starts"], one["ends"]) for one in made] == [
        ({"name": "Oslo", "country": "NO"}, "2019", "2024"),
        ({"name": "Bergen", "country": "NO"}, "2020", "2025"),
    ]


@pytest.mark.parametrize(
    ("hint", "passed"),
    [("(diisi lengkap),,(dd-mm-yyyy),(dd-mm-yyyy)", True), ("(Oslo),(Norwegia),2020,2025", False)],
)
def test_a_hint_below_the_headings_is_none_of_the_list(
    hint: str, passed: bool, register: Callable[..., Path], mou: Mou
) -> None:
    """What all of a form's cells say in brackets."""
    register("agreements: []\n")
    Path("s.csv").write_text(f"Mitra,Negara,Mulai,Akhir\n{hint}\nBergen,Norwegia,2020,2025\n", "utf-8")
    ran = mou("import", "s.csv", "--dry-run", AS_OF)
    assert ("row 2 is a heading, a total or a caption, not an agreement" in ran.out) is passed


def years(path: Path, *titles: str) -> Path:
    """A workbook with a sheet a year, each with its own title above the same headings."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, title in enumerate(titles):
        page = book.create_sheet(title)
        for row in ([f"REKAP {title}"], ["No", "Mitra", "Negara", "Mulai", "Akhir"]):
            page.append(row)
        for number in (1, 2):
            page.append([number, f"Universitas {at}-{number}", "Jepang", 2020, 2025])
    book.save(path)
    return path


def test_a_sheet_a_year_is_one_list(register: Callable[..., Path], mou: Mou) -> None:
    """Those of the same headings, each of a year of its own; a copy is left out, and all that is told."""
    path = register("agreements: []\n")
    years(Path("s.xlsx"), "Tahun 2023", "Tahun 2024", "Petunjuk", "2025", "Tahun 2026", "Tahun 2026 (lama)")
    ran = mou("import", "s.xlsx", "--yes", AS_OF)
    told = [line for line in ran.out.splitlines() if "read" in line and "→" not in line]
    assert told == [
        "read is the sheet Tahun 2023, Tahun 2024, 2025; not read: Petunjuk, Tahun 2026, Tahun 2026 (lama)",
        "sheets of the same headings are read as one list: "
        "row 3 of Tahun 2024 is row 5 here, row 3 of 2025 is row 7 here",
    ]
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [one["partner"]["name"] for one in made] == [f"Universitas {at}-{n}" for at in (0, 1, 3) for n in (1, 2)]
    assert mou("import", "s.xlsx", "--guess").status == 0
    assert 'file: {sheet: [Tahun 2023, Tahun 2024, "2025"], header: 2}' in Path("s.xlsx.map.yaml").read_text("utf-8")
    again = mou("import", "s.xlsx", "--dry-run", AS_OF)
    assert again.out.splitlines()[-1] == "6 rows: 0 new, 0 changed, 6 same, 0 not taken"


def test_a_map_names_sheets_of_the_same_headings_only(register: Callable[..., Path], mou: Mou) -> None:
    """What it asks for and the workbook does not have is told."""
    register("agreements: []\n")
    years(Path("s.xlsx"), "A", "B")
    book = openpyxl.load_workbook("s.xlsx")
    book.create_sheet("C").append(["Nama", "Asal", "Lain"])
    book.save("s.xlsx")
    columns = "columns: {Mitra: partner.name, Negara: partner.country, Mulai: starts, Akhir: ends}\n"
    for sheets, last in (("[A, B]", "4 rows: 4 new"), ("B", "2 rows: 2 new"), ("[A, C]", None)):
        Path("m.yaml").write_text(f"file: {{sheet: {sheets}, header: 2}}\n{columns}{REST}")
        ran = mou("import", "s.xlsx", "--map", "m.yaml", "--dry-run", AS_OF)
        assert (last in ran.out) if last else "s.xlsx: the sheet C has other headings" in ran.err


def test_a_column_that_is_asked_for_is_not_called_left_out(
    take: Callable[..., tuple[int, list[str], list[dict[str, object]]]],
) -> None:
    """A unit's, a rule's and a template's columns are in the map, though no field is theirs; others are named."""
    chart = (
        MAP.replace("Lama: term", "Lama: {to: term, unit_in: Satuan}")
        + "rules: [{when: {wilayah: [DN]}, set: {unit: Bagian Hukum}}]\n"
        + 'defaults: {kind: ksdpl, instrument: mou, place: "Kota {Kota}"}\n'
    )
    sheet = "Mitra,Negara,TTD,Lama,Satuan,Wilayah,Kota,Lain\nA,MY,2020-01-01,6,bulan,DN,Bandung,x\n"
    status, lines, [made] = take(sheet, chart)
    assert [line for line in lines if "not in the map" in line] == ["not in the map, so not taken: 'Lain'"]
    assert (status, made["term"], made["unit"], made["place"]) == (0, "6 months", "Bagian Hukum", "Kota Bandung")
