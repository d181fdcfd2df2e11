"""The spreadsheet, read back by a library that did not write it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mou_tracker.agreement.record import Agreement
from mou_tracker.sheets.export import COLUMNS, xlsx_bytes
from mou_tracker.status.assessment import status_words
from mou_tracker.views.rows import flat, row
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, assess_all, changed, day
from tests.views.samples import DAY, NAME, SAMPLES

MELBOURNE = agreement("melbourne", signed="2024-04-22", term="4 years", partner=("Melbourne", "AU"))
KEYS = [key for key, _, _ in COLUMNS]


def made(*records: Agreement) -> bytes:
    """The workbook of some records."""
    found = assess_all(DAY, *records)
    rows = (flat(row(one, ENGLISH)) for one in found)
    return xlsx_bytes(rows, NAME, day(DAY), ENGLISH, status_words(found))


def sheet(*records: Agreement) -> Any:
    """The only sheet of that workbook."""
    book = openpyxl.load_workbook(io.BytesIO(made(*records)))
    assert book.sheetnames == [DAY]
    return book[DAY]


def test_dates_are_dates_and_numbers_are_numbers() -> None:
    """A whole row as a spreadsheet sees it."""
    values = [cell.value for cell in sheet(MELBOURNE)[2]]
    assert dict(zip(KEYS, values, strict=True)) == {
        "status": "due for renewal",
        "id": "melbourne",
        "title": "Bandung – melbourne",
        "partner_name": "Melbourne",
        "partner_country": "AU",
        "kind": "ksdpl",
        "instrument": "mou",
        "signed": datetime(2024, 4, 22),
        "start_earliest": datetime(2024, 4, 22),
        "term": "4 years",
        "last_day_earliest": datetime(2028, 4, 22),
        "last_day_latest": datetime(2028, 4, 22),
        "days_left": 518,
        "renewal_window_opens": datetime(2026, 10, 21),
        "renewal_decision_day": datetime(2028, 4, 21),
        "approval_step": None,
        "approval_due": None,
        "approval_days_late": None,
        "next_what": values[KEYS.index("next_what")],
        "next_by": datetime(2027, 7, 11),
        "reason": values[KEYS.index("reason")],
        "owner": None,
        "numbers_ours": None,
        "numbers_theirs": None,
        "partners": "Melbourne",
        "unit": None,
        "last_activity_on": None,
        "last_activity_what": None,
        "file": None,
        "line": 0,
    }
    assert sheet(MELBOURNE)["H2"].number_format == "yyyy-mm-dd"


def test_a_year_is_not_made_a_day() -> None:
    """What is known to the year only stays text; its earliest and latest last days are days."""
    values = dict(
        zip(KEYS, (cell.value for cell in sheet(agreement("a", signed="2022", term="4 years"))[2]), strict=True)
    )
    assert (values["signed"], values["last_day_earliest"], values["last_day_latest"]) == (
        "2022",
        datetime(2026, 1, 1),
        datetime(2026, 12, 31),
    )


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+62811", "-1", "@SUM(1)", "\t=1", "＝1", "http://x.example"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    """Each cell with a text from the register is stored as a text, just as typed, and links nowhere."""
    cell = sheet(changed(MELBOURNE, title=text))["C2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text.replace("\t", "\\x09"), "s", None)


def test_hidden_characters_and_endless_text_are_harmless() -> None:
    """Controls are written out, and a text longer than a cell holds is cut rather than lost."""
    cell = sheet(changed(MELBOURNE, title="\x1b\x00" + "a" * 40_000))["C2"]
    assert (cell.value[:9], len(cell.value)) == ("\\x1b\\x00a", 32_767)


def test_head_filters_and_colours() -> None:
    """The head stays, every column filters, and colours follow the word in the first column."""
    found = sheet(*SAMPLES)
    assert (found.freeze_panes, found.auto_filter.ref) == ("C2", f"A1:AD{len(SAMPLES) + 1}")
    rules = [rule.formula[0] for area in found.conditional_formatting for rule in area.rules]
    assert rules == [
        f'$A2="{name}"'
        for name in (
            "pending DPRD approval",
            "in approval",
            "upcoming",
            "active",
            "due for renewal",
            "lapsed",
            "renewed",
            "closed",
        )
    ]


def test_same_bytes_for_the_same_data() -> None:
    """Nothing in the file comes from the clock."""
    assert made(*SAMPLES) == made(*SAMPLES)


REGISTER = """agreements:
  - {id: b, title: B, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou,
     signed: 2024-04-22, term: 4 years}
"""


def test_it_needs_a_file(mou: Callable[..., Ran], register: Callable[[str], Path]) -> None:
    """A terminal is no place for a spreadsheet."""
    ran = mou("status", "-r", register(REGISTER), "-f", "xlsx")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == "mou: error: a spreadsheet needs a file to go to: -o FILE.xlsx"


def test_as_it_runs(mou: Callable[..., Ran], register: Callable[[str], Path]) -> None:
    """The command writes the file and nothing else."""
    path = register(REGISTER)
    target = path.parent / "out.xlsx"
    ran = mou("status", "-r", path, "--as-of", DAY, "-f", "xlsx", "-o", target)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert openpyxl.load_workbook(target).active["B2"].value == "b"


def test_without_the_library_the_message_says_what_to_do(
    mou: Callable[..., Ran], register: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named; the run ends with 2 and writes nothing."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "mou_tracker.sheets.export", raising=False)
    path = register(REGISTER)
    ran = mou("status", "-r", path, "-f", "xlsx", "-o", path.parent / "out.xlsx")
    assert (ran.status, ran.out, ran.err.splitlines()) == (
        2,
        "",
        [
            "mou: error: spreadsheets need XlsxWriter, which is not installed",
            "     pip install XlsxWriter, or use -f csv",
        ],
    )
    assert not (path.parent / "out.xlsx").exists()
