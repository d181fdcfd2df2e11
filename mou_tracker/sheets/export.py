"""`mou status -f xlsx`: a spreadsheet with real dates; every text is stored as text and can't run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

import xlsxwriter

from mou_tracker.basics.dates import BadDate, parse_date, parse_period
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.wording import Wording
from mou_tracker.status.statuses import STATUSES, Status

LONGEST = 32_767
# Key of the row, its heading, the column's width in characters.
COLUMNS: tuple[tuple[str, Phrase, int], ...] = (
    ("status", phrase("Status"), 20),
    ("id", phrase("Agreement"), 24),
    ("title", phrase("Title"), 48),
    ("partner_name", phrase("Partner"), 22),
    ("partner_country", phrase("Country"), 9),
    ("kind", phrase("Kind"), 8),
    ("instrument", phrase("Instrument"), 11),
    ("signed", phrase("Signed"), 12),
    ("start_earliest", phrase("In force from"), 13),
    ("term", phrase("Term"), 14),
    ("last_day_earliest", phrase("Last day, earliest"), 13),
    ("last_day_latest", phrase("Last day, latest"), 13),
    ("days_left", phrase("Days left"), 10),
    ("renewal_window_opens", phrase("Window opens"), 13),
    ("renewal_decision_day", phrase("Renewal deadline"), 13),
    ("approval_step", phrase("Approval step"), 22),
    ("approval_due", phrase("Due"), 12),
    ("approval_days_late", phrase("Working days late"), 10),
    ("next_what", phrase("Next step"), 48),
    ("next_by", phrase("By"), 12),
    ("reason", phrase("Why"), 60),
    ("owner", phrase("Owner"), 26),
    ("numbers_ours", phrase("Number"), 20),
    ("numbers_theirs", phrase("The partner's number"), 20),
    ("partners", phrase("All partners"), 30),
    ("unit", phrase("Unit in charge"), 22),
    ("last_activity_on", phrase("Last activity"), 12),
    ("last_activity_what", phrase("What was done"), 36),
    ("file", phrase("File"), 24),
    ("line", phrase("Line"), 7),
)
# The person at the partner, only where asked for.
CONTACT: tuple[tuple[str, Phrase, int], ...] = (
    ("contact_name", phrase("Contact at the partner"), 24),
    ("contact_email", phrase("Mail address"), 28),
    ("contact_phone", phrase("Telephone"), 18),
)
DATES = {
    "signed",
    "start_earliest",
    "last_day_earliest",
    "last_day_latest",
    "renewal_window_opens",
    "renewal_decision_day",
    "approval_due",
    "next_by",
    "last_activity_on",
}
# Fill and letters of each status that stands out; the word in the first column says it too.
COLOURS = {
    "lapsed": ("#F8D7D8", "#8A1C22"),
    "due": ("#FBE7C6", "#6E4200"),
    "pending-dprd": ("#E8DCF3", "#55297D"),
    "in-approval": ("#F1E3F0", "#663A64"),
    "active": ("#DDEEE2", "#1F5235"),
    "upcoming": ("#D9EEF0", "#155259"),
    "renewed": ("#F0EFEA", "#5A5A4E"),
    "closed": ("#F0EFEA", "#5A5A4E"),
}


def xlsx_bytes(
    rows: Iterable[Mapping[str, object]],
    name: str,
    as_of: date,
    say: Wording,
    names: Mapping[Status, Phrase],
    contacts: bool = False,
) -> bytes:
    """A workbook of one sheet: rows of plain values, as `mou status -f csv` has them.

    The persons at the partners have columns only with `contacts`.
    """
    columns = (*COLUMNS, *CONTACT) if contacts else COLUMNS
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    midnight = datetime.combine(as_of, time())
    book.set_properties({"title": escape_text(name), "created": midnight, "comments": as_of.isoformat()})
    sheet = book.add_worksheet(as_of.isoformat())
    number = 0
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for number, row in enumerate(rows, 1):
        for column, (key, _, _) in enumerate(columns):
            _write(sheet, number, column, key, row.get(key), day, say, names)
    _dress(book, sheet, number, say, names, columns)
    book.close()
    return out.getvalue()


def _write(
    sheet: Any, row: int, column: int, key: str, value: object, day: Any, say: Wording, names: Mapping[Status, Phrase]
) -> None:
    """One cell: a date where a whole day is known, a number, or text that nothing reads as a formula."""
    if value is None or value == "":
        return
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
        return
    text = escape_text(_in_words(key, str(value), names, say))[:LONGEST]
    known = _day(text) if key in DATES else None
    if known:
        sheet.write_datetime(row, column, datetime.combine(known, time()), day)
    else:
        sheet.write_string(row, column, text)


def _in_words(key: str, value: str, names: Mapping[Status, Phrase], say: Wording) -> str:
    """A status and a term in the sheet's language."""
    if key == "status":
        return say(names[cast(Status, value)])
    period = parse_period(value) if key == "term" else None
    return say.period(period) if period else value


def _day(text: str) -> date | None:
    try:
        span = parse_date(text)
    except BadDate:
        return None
    return span.earliest if span.certain else None


def _dress(
    book: Any,
    sheet: Any,
    rows: int,
    say: Wording,
    names: Mapping[Status, Phrase],
    columns: Sequence[tuple[str, Phrase, int]],
) -> None:
    """Headings that stay, filters, widths, and the colours of statuses."""
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    for column, (_, heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, say(heading), head)
    sheet.freeze_panes(1, 2)
    last = max(rows, 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for status in STATUSES:
        if status in COLOURS:
            fill, letters = COLOURS[status]
            word = say(names[status]).replace('"', '""')
            rule = {
                "type": "formula",
                "criteria": f'=$A2="{word}"',
                "format": book.add_format({"bg_color": fill, "font_color": letters}),
            }
            sheet.conditional_format(1, 0, last, 1, rule)
