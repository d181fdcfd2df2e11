"""A dry run tells what the writing one does: it reads new records from their values, the other one from the file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.cli.sheets import import_plan
from tests.conftest import Ran

Mou = Callable[..., Ran]
REGISTER = """\
register:
  contacts: {ksln: {email: ksln@example.org}}

agreements:
  - id: oslo-2015
    title: MoU Oslo
    partner: {name: Oslo, country: "NO"}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
"""
BROKEN = """
  - id: broken-2015
    title: MoU Broken
    partner: {name: Broken, country: "NO"}
    kind: nothing
    instrument: mou
"""
MAP = """\
columns:
  Id: id
  Nomor: numbers.ours
  Mitra: partner.name
  Negara: partner.country
  Jenis: kind
  Naskah: instrument
  Judul: title
  TTD: signed
  Mulai: starts
  Selesai: ends
  Lama: term
  Tahap: steps.STEP.done
  Menggantikan: renews
  Pengelola: owner
  Catatan: notes
  Lain: extra.lain
dates: day-first
"""
CELLS: Mapping[str, list[str]] = {
    "Id": ["", "", "", "oslo-2015", "new-2020", "kyoto-2020", "broken-2015", "null", "Salah Id"],
    "Nomor": ["", "", "1/KS/2020", "2/KS/2020", "=1+1", "---"],
    "Mitra": ["Oslo", "Kyoto", "Kyoto", "Broken", "a: b #c", "yes", "'\"", "日本", ""],
    "Negara": ["Norwegia", "Jepang", "Jepang", "Wakanda", ""],
    "Jenis": ["ksdpl", "ksdpl", "ksdpl", "aliansi", "other", ""],
    "Naskah": ["MoU", "MoU", "PKS", "LoI", "surat", ""],
    "Judul": ["", "~", "Kerja sama", "- x", "two\nlines", "====\n=======", "tab\there", "null"],
    "TTD": ["27/11/2015", "01/02/2020", "2020", "31/02/2020", "", "unknown"],
    "Mulai": ["", "", "01/03/2020", "2019"],
    "Selesai": ["", "", "01/03/2019", "01/03/2025", "2020", "unlimited"],
    "Lama": ["", "5 tahun", "3 tahun", "lama sekali"],
    "Tahap": ["", "", "01/01/2019", "01/01/2020"],
    "Menggantikan": ["", "", "oslo-2015", "nobody", "new-2020", "kyoto-2020"],
    "Pengelola": ["", "ksln", "nobody", "a@example.org"],
    "Catatan": ["", "one", "a\nb", "\u200b", "#REF!"],
    "Lain": ["", "1", "null"],
}


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    """A sheet with some of the columns, and its map."""
    optional = st.lists(st.sampled_from(sorted(CELLS)), unique=True)
    heads = ["Mitra", "Negara", "Naskah", *dict.fromkeys(draw(optional))]
    heads = list(dict.fromkeys(heads))
    rows = [[draw(st.sampled_from(CELLS[head])) for head in heads] for _ in range(draw(st.integers(1, 6)))]
    lines = [
        line for line in MAP.splitlines() if ": " not in line or line.strip().partition(":")[0] in (*heads, "dates")
    ]
    step = draw(st.sampled_from(["initiative", "offer", "nonsense"]))
    text = "\n".join(lines).replace("STEP", step) + "\n"
    return [heads, *rows], text + ("" if "Jenis" in heads else "defaults: {kind: ksdpl}\n")


@pytest.mark.parametrize("options", [(), ("--update",), ("--chains",), ("--update", "--chains", "-v")], ids=str)
@given(made=sheets(), known=st.sampled_from([REGISTER, REGISTER, REGISTER + BROKEN, "agreements: []\n"]))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_dry_run_tells_what_the_writing_run_does(
    options: tuple[str, ...], made: tuple[list[list[str]], str], known: str, register: Callable[..., Path], mou: Mou
) -> None:
    """The same preview, rejects and exit status, of sound and of damaged sheets. The judge is the file alone."""
    table, chart = made
    register(chart, "map.yaml")
    with open("sheet.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    arguments = ("import", "sheet.csv", "--map", "map.yaml", "--as-of=2026-11-21", *options)
    register(known)
    dry = mou(*arguments, "--dry-run")
    assert Path("agreements.yaml").read_text("utf-8") == known
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_plan, "_values", lambda *_: None)
        old = mou(*arguments, "--dry-run")
        assert (dry.status, dry.out, dry.err) == (old.status, old.out, old.err)
        by_file_alone = mou(*arguments, "--yes")
        content = Path("agreements.yaml").read_text("utf-8")
    register(known)
    real = mou(*arguments, "--yes")
    assert (real.status, real.out, real.err) == (by_file_alone.status, by_file_alone.out, by_file_alone.err)
    assert Path("agreements.yaml").read_text("utf-8") == content
    assert real.out.startswith(dry.out)
    refused = "Nothing was written" in real.err
    assert real.status == dry.status or refused


@pytest.mark.parametrize("number", ["1/KS/2020", "2/KS/2020"])
def test_the_row_above_bears_a_number_first(number: str, register: Callable[..., Path], mou: Mou) -> None:
    """Also where it is not taken for another reason: the same row is named as when the file is written and read."""
    known = REGISTER + "    numbers: {ours: 2/KS/2020}\n"
    register(
        "columns: {Mitra: partner.name, Negara: partner.country, Jenis: kind, Naskah: instrument, TTD: signed,"
        " Nomor: numbers.ours, Tahap: steps.offer.done}\ndates: day-first\n",
        "map.yaml",
    )
    rows = [f"Kyoto,Jepang,ksdpl,MoU,27/11/2016,{number},01/01/2016", f"Osaka,Jepang,ksdpl,MoU,27/11/2017,{number},"]
    Path("sheet.csv").write_text("\n".join(["Mitra,Negara,Jenis,Naskah,TTD,Nomor,Tahap", *rows, ""]), "utf-8")
    arguments = ("import", "sheet.csv", "--map", "map.yaml", "--as-of=2026-11-21", "--dry-run")
    register(known)
    by_values = mou(*arguments)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_plan, "_values", lambda *_: None)
        by_file = mou(*arguments)
    assert (by_values.status, by_values.out, by_values.err) == (by_file.status, by_file.out, by_file.err)
    assert "row 3 not taken" in by_values.out
