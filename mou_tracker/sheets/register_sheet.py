"""The register as a sheet and back: what its records say, a row a record, lists of mappings in sheets of their own.

Nothing computed is read back. A cell holds a text as the register has it; several texts are joined by `; `, or written
as a JSON list where one of them holds such a sign.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct

from mou_tracker.agreement.record import Agreement, as_data
from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.escaping import guarded
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.paths import ITEM, Takes, all_paths, mapping_at
from mou_tracker.language.wording import Wording
from mou_tracker.sheets.cells import year_typed

FORMAT = "mou-export/1"
MAIN = "agreements"
ALWAYS = ("id", "title", "partner.name", "partner.country", "kind", "instrument", "signed", "term", "ends", "owner")
_LONGEST = 32_767
# The heads of what is computed begin so, in any language.
COMPUTED = "("
Texts = str | list[str]
Flat = dict[str, Texts | list[dict[str, Texts]]]
# What each field takes by its path, `steps[].done` for one of an item, in the order of the table of keys.
_TAKES = dict(all_paths())
_ORDER = {path: number for number, path in enumerate(_TAKES)}
# The lists of mappings, which have sheets of their own.
TABLES = tuple(path for path, known in _TAKES.items() if known.items and "[" not in path)


class TooLong(Exception):
    """A text that no cell of a workbook can hold."""

    def __init__(self, id: str, field: str) -> None:
        super().__init__(id)
        self.id, self.field = id, field


class Computed(Struct, frozen=True):
    """What is computed of a record, to stand beside it in grey: its status and its last day."""

    status: str
    last_day: str


def flat(agreement: Agreement) -> Flat:
    """What a record says by its fields: texts, lists of texts, and lists of mappings."""
    return flattened(_said(agreement))


def _said(agreement: Agreement) -> dict[str, Any]:
    """A record as JSON has it, without what it does not write itself."""
    said = as_data(agreement)
    assert isinstance(said, dict)
    if said.get("partners"):
        said.pop("partner", None)
    if said.get("renewal") == {"mode": "unknown"} and "renewal" not in agreement.places:
        del said["renewal"]
    return said


def flattened(said: Mapping[str, Any]) -> Flat:
    """A record as JSON has it, by the fields of a sheet."""
    made: Flat = {}
    for key, value in said.items():
        if key == "signed" and isinstance(value, list) and len(value) == 1 and set(value[0]) == {"on"}:
            made[key] = str(value[0]["on"])
        elif isinstance(value, Mapping):
            if key != "reminders":
                made |= {f"{key}.{part}": _texts(one) for part, one in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            made[key] = [{part: _texts(one) for part, one in item.items()} for item in value]
        elif value is not None:
            made[key] = _texts(value)
    return made


def _texts(value: object) -> Texts:
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).rstrip("\n")


def joined(value: Texts) -> str:
    """A value as one cell; `split` reads it back."""
    if isinstance(value, str):
        return value
    if any(";" in one or "\n" in one or one != one.strip() or one[:1] == "[" for one in value):
        return json.dumps(value, ensure_ascii=False)
    return "; ".join(value)


def split(cell: str) -> list[str]:
    """The texts of a cell."""
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    return [part.strip() for part in cell.split(";") if part.strip()]


def takes_at(path: str) -> Takes:
    """What the field at a path takes; nothing where there is none, as for what an office keeps besides."""
    return _TAKES.get(path, Takes())


def _place(path: str) -> tuple[int, str]:
    """Where a field stands among the others; a free name where the mapping does that holds it."""
    return _ORDER.get(path, _ORDER.get(path.partition(".")[0], len(_ORDER))), path


def within(name: str, part: str) -> str:
    """The path of a part of an item of a list."""
    return f"{name}{ITEM}.{part}"


def columns(records: Iterable[Flat]) -> list[str]:
    """The fields that any record uses, in the order of the table of keys, and those that a list always has."""
    used = {path for record in records for path, value in record.items() if not _is_table(value)}
    return sorted(used | set(ALWAYS), key=_place)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def tables(records: Sequence[Flat]) -> dict[str, tuple[list[str], list[list[Texts | None]]]]:
    """The lists of mappings as tables of their own: each item a row, with the record's id before it."""
    made: dict[str, tuple[list[str], list[list[Texts | None]]]] = {}
    names = sorted({path for record in records for path, value in record.items() if _is_table(value)}, key=_place)
    for name in names:
        items: list[tuple[str, dict[str, Texts]]] = []
        for record in records:
            value = record.get(name)
            if isinstance(value, list):
                items += [(str(record["id"]), item) for item in value if isinstance(item, dict)]
        used = {part for _, item in items for part in item}
        parts = sorted(used, key=lambda part: _place(within(name, part)))
        made[name] = (["id", *parts], [[id, *(item.get(part) for part in parts)] for id, item in items])
    return made


def json_text(agreements: Iterable[Agreement], name: str) -> str:
    """The records as JSON, whole."""
    records = [_said(agreement) for agreement in agreements]
    return json.dumps({"format": FORMAT, "register": name, "agreements": records}, ensure_ascii=False, indent=1) + "\n"


def csv_bytes(records: Sequence[Flat], delimiter: str = ",", bom: bool = True) -> bytes:
    """The records as one CSV table; a list of mappings stands in one cell, as JSON."""
    used = {path for record in records for path in record}
    heads = sorted(used | set(ALWAYS), key=_place)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(heads)
    for record in records:
        writer.writerow([guarded(cell_text(record.get(head))) for head in heads])
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def cell_text(value: object) -> str:
    """A value as one cell of CSV, a list of mappings as JSON."""
    if value is None:
        return ""
    if _is_table(value):
        return json.dumps(value, ensure_ascii=False)
    return joined(value)  # type: ignore[arg-type]


def xlsx_bytes(
    records: Sequence[Flat], computed: Mapping[str, Computed], name: str, as_of: date, say: Wording
) -> bytes:
    """The records as a workbook: real dates where whole, words to choose from, what is computed in grey at the end.

    Raises TooLong.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": name[:255], "created": datetime.combine(as_of, time())})
    style = {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "grey": book.add_format({"font_color": "#707070", "bg_color": "#EEEEEE"}),
        "grey_head": book.add_format({"bold": True, "bottom": 2, "font_color": "#707070", "bg_color": "#EEEEEE"}),
    }
    heads = columns(records)
    page = book.add_worksheet(MAIN)
    rows = [[None if _is_table(record.get(head)) else record.get(head) for head in heads] for record in records]
    _fill(page, heads, rows, style, say, len(records))
    for at, head in enumerate((phrase("(status)"), phrase("(last day)")), len(heads)):
        page.write_string(0, at, say(head), style["grey_head"])
        page.write_comment(0, at, say(phrase("Computed as of {day}; not read back.", day=as_of)))
        page.set_column(at, at, 18)
    for row, record in enumerate(records, 1):
        one = computed.get(str(record["id"]))
        for at, text in enumerate((one.status, one.last_day) if one else ("", ""), len(heads)):
            page.write_string(row, at, text, style["grey"])
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(len(records), 1), len(heads) + 1)
    for title, (parts, items) in tables(records).items():
        sheet = book.add_worksheet(title)
        _fill(sheet, parts, items, style, say, len(items), title)
        sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _fill(
    page: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    style: Mapping[str, Any],
    say: Wording,
    count: int,
    name: str = "",
) -> None:
    """Heads with a note of what belongs there, then the rows; `name` is the list whose items they are."""
    paths = [within(name, head) if name else head for head in heads]
    for at, (head, path) in enumerate(zip(heads, paths, strict=True)):
        page.write_string(0, at, head, style["head"])
        meaning = _meaning(path)
        if meaning:
            page.write_comment(0, at, say(meaning), {"x_scale": 2})
        longest = max((len(joined(row[at])) for row in rows if isinstance(row[at], (str, list))), default=0)  # type: ignore[arg-type]
        page.set_column(at, at, min(max(len(head), longest, 8), 40) + 2)
        choice = takes_at(path)
        if choice.words and not choice.date:
            words = {"validate": "list", "source": list(choice.words), "error_type": "warning"}
            page.data_validation(1, at, count + 500, at, words)
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if value is None or value == []:
                continue
            text = joined(value)  # type: ignore[arg-type]
            if len(text) > _LONGEST:
                raise TooLong(str(row[0]), heads[at])
            day = _whole_day(text) if takes_at(paths[at]).date else None
            if day:
                page.write_datetime(number, at, datetime.combine(day, time()), style["day"])
            else:
                page.write_string(number, at, text)


def _whole_day(text: str) -> date | None:
    try:
        span = parse_date(text)
    except BadDate:
        return None
    # A day that a typed year looks like is a text, so that it can be told from one.
    return span.earliest if span.certain and not year_typed(span.earliest) else None


def _meaning(path: str) -> Phrase | None:
    """What belongs into a field, as the table of keys says it."""
    head, _, part = path.replace(ITEM, "").rpartition(".")
    where = mapping_at((head,) if head else ())
    return next((Phrase(known.doc, {}) for known in where.fields if known.key == part), None) if where else None
