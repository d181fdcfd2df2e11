"""A table as every reader makes it: rows of cells, those that cannot be read as such, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_ROWS = 50_000


class NotATable(Exception):
    """The file cannot be read as a table: what it is, and what to do."""

    def __init__(self, message: Phrase, hint: Phrase | None = None, kind: str = "") -> None:
        super().__init__(message.msgid)
        self.message, self.hint, self.kind = message, hint, kind


class BadCell(Struct, frozen=True):
    """A cell that says nothing that can be read: its text as people see it, and why."""

    text: str
    reason: Phrase


Cell = str | int | float | date | BadCell | None
Cells = list[Cell]


class Table(Struct, frozen=True):
    """The rows of a file, the first at index 0; empty cells are None. `remarks` are what of them was not read, and why;
    `others` what else the file holds.

    `encoding` is set where it had to be found out; `sheet` names the sheet of a workbook with several; `from_1904` says
    that numbers of days may count from 1904, as those of old Macs do.
    """

    rows: Sequence[Cells]
    remarks: tuple[Phrase, ...] = ()
    others: tuple[Phrase, ...] = ()
    encoding: str | None = None
    sheet: str | None = None
    from_1904: bool = False


_ERROR = pattern(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|ERROR!)|Err:[0-9]{3}"
)


def error_cell(text: str) -> BadCell:
    """A cell that holds an error of the spreadsheet, by the text that people see."""
    return BadCell(text, phrase("{text}, an error of the spreadsheet", text=text))


# Signs of no width that come along when a text is copied, and say nothing: zero-width spaces, marks of direction, soft
# hyphens. What turns a text around or steers a terminal is none of these, and is refused where a row is read.
_WEIGHTLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))


def text_cell(text: str) -> Cell:
    """A cell that holds a text: nothing for blanks, an error for what a spreadsheet prints for one."""
    if not text.isascii():
        text = text.translate(_WEIGHTLESS)
    if not text or text.isspace():
        return None
    return error_cell(text.strip()) if text.lstrip()[0] in "#E" and _ERROR.fullmatch(text.strip()) else text


FORMULA = phrase("a formula without its result: open the file in a spreadsheet program and save it")


def too_many(name: str) -> NotATable:
    """The table is larger than an office's list can be."""
    text = phrase("{file} has more than {n} rows", file=name, n=MOST_ROWS)
    return NotATable(text, phrase("split it, or take out what is no list of agreements"), "large")
