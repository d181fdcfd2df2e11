"""A sheet that this program wrote itself, read back without a map: each cell is compared with what the record says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Add, Change, Data, Put
from mou_tracker.fields.paths import ITEM, all_paths, reader_at
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.typed import NotMeant, in_other_ways, meant_text
from mou_tracker.sheets.cells import CannotTake, shown, true_day
from mou_tracker.sheets.columns import judged
from mou_tracker.sheets.formats.files import SheetFile, read_sheets, read_table
from mou_tracker.sheets.formats.tables import BadCell, Cells, NotATable, Table
from mou_tracker.sheets.headings import letter
from mou_tracker.sheets.import_map import ID
from mou_tracker.sheets.matching import Differing
from mou_tracker.sheets.register_sheet import (
    COMPUTED,
    FORMAT,
    MAIN,
    TABLES,
    Flat,
    Texts,
    cell_text,
    flat,
    flattened,
    joined,
    split,
    takes_at,
    within,
)
from mou_tracker.sheets.rows.record import Row, Trouble

_REQUIRED = ("id", "title", "kind", "instrument")
_OWN = "partner.name"  # a head that no other program writes
_KEYS = {known.key for known in AGREEMENT.fields}
_PATHS = {path.casefold(): path for path, _ in all_paths() if ITEM not in path}
FREE = "extra"
_BEYOND = phrase("it lies beyond the last heading: is a separator in a cell?")
_UNHEADED = phrase("no heading stands above it")


class OwnSheet(Struct, frozen=True):
    """The rows of an export, what each says by fields, and the fields that it has a column or a sheet for.

    `remarks` are what no record can take, `unread` what of the file was not read.
    """

    rows: Sequence[Row]
    said: Mapping[int, Flat]
    fields: frozenset[str]
    remarks: tuple[Phrase, ...] = ()
    unread: tuple[Phrase, ...] = ()
    heads: tuple[str, ...] = ()

    def kept(self, number: int) -> Mapping[str, str]:
        """What was read of a row, as cells by their heads: those of its main sheet, and lists that have their own."""
        return {name: cell_text(value) for name, value in self.said[number].items()}

    def differing(self, row: Row, agreement: Agreement) -> list[Differing]:
        """What a row says otherwise than the record, with the edits that make the record say it."""
        return differences(self.said[row.number], flat(agreement), self.fields)


def own_sheet(file: SheetFile) -> OwnSheet | None:
    """The file as an export of this program; None if it is none. Raises NotATable."""
    if file.data.lstrip()[:1] == b"{":
        return _from_json(file)
    try:
        first = read_table(file)
    except NotATable:
        return None  # what is wrong is told where it is read with a map
    if not first.rows or not _is_own([_head(cell) for cell in first.rows[0] if cell is not None]):
        return None
    sheets = read_sheets(file)
    main = sheets.get(MAIN, first)
    own = {name: table for name, table in sheets.items() if name in TABLES}
    foreign = [name for name in sheets if name not in (MAIN, *TABLES)] if MAIN in sheets else []
    unread = [*main.remarks]
    for name, table in own.items():
        unread += [phrase("sheet {sheet}: {what}", sheet=name, what=remark) for remark in table.remarks]
    if foreign:
        unread.append(phrase("read is the sheet {sheet}; not read: {names}", sheet=MAIN, names=", ".join(foreign)))
    return replace(_read(main, own), unread=tuple(unread))


def _is_own(heads: Sequence[str]) -> bool:
    """Whether these are the heads of an export, those that its reader put beside them left out."""
    names = [head for head in heads if not head.startswith(COMPUTED)]
    return set(_REQUIRED) <= set(names) and (_OWN in names or all(map(_is_field, names)))


def _is_field(head: str) -> bool:
    return head.partition(".")[0] in _KEYS


def _head(cell: object) -> str:
    """The field that a head names, in whatever case and with blanks around; another head as it stands."""
    text = str(cell).strip()
    path = _PATHS.get(text.casefold())
    if path:
        return path
    key, point, rest = text.partition(".")
    return f"{key.casefold()}.{rest}" if point and rest and key.casefold() == FREE else text


def _from_json(file: SheetFile) -> OwnSheet | None:
    try:
        found = json.loads(file.data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("agreements"), list):
        return None
    rows, said, fields = [], {}, set(TABLES)
    records = [_flattened(one) for one in found["agreements"]]
    texts: dict[str, list[str]] = {}
    for path, text in (leaf for record in records for leaf in _leaves(record)):
        texts.setdefault(path, []).append(text)
    orders = {path: judged(said, None, None).order for path, said in texts.items() if takes_at(path).date}
    for number, one in enumerate(records, 1):
        record, troubles = _as_meant(one, orders)
        said[number] = record
        fields |= set(record)
        rows.append(_row(number, [str(record.get("id", ""))], record, troubles))
    return OwnSheet(rows, said, frozenset(fields))


def _flattened(one: Any) -> Flat:
    """A record of JSON by its fields; nothing of what is none."""
    try:
        return flattened(one)
    except (AttributeError, TypeError, KeyError, AssertionError):
        return {}


def _leaves(record: Flat) -> Iterator[tuple[str, str]]:
    """Every single text of a record, by its path."""
    for path, value in record.items():
        if isinstance(value, str):
            yield path, value
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                yield from ((within(path, part), text) for part, text in item.items() if isinstance(text, str))


def _as_meant(record: Flat, orders: Mapping[str, Order | None]) -> tuple[Flat, list[Trouble]]:
    """A record of JSON with what was typed into it as a cell takes it, and what cannot be taken, by its path."""
    troubles: list[Trouble] = []

    def value(path: str, typed: Texts, place: str) -> Texts:
        if not isinstance(typed, str):
            return typed
        try:
            return _value(path, typed, orders.get(path))
        except CannotTake as cannot:
            troubles.append(Trouble(place, typed, cannot.reason))
            return typed

    made: Flat = {}
    for path, said in record.items():
        if isinstance(said, str):
            made[path] = value(path, said, path)
        elif _is_items(said):
            made[path] = [
                {part: value(within(path, part), one, f"{path}[{at}].{part}") for part, one in item.items()}
                for at, item in enumerate(said)
                if isinstance(item, dict)
            ]
        else:
            made[path] = said
    return made, troubles


def _read(main: Table, others: Mapping[str, Table]) -> OwnSheet:
    heads = [_head(cell) if cell is not None else "" for cell in main.rows[0]]
    named = {index: head for index, head in enumerate(heads) if head and not head.startswith(COMPUTED)}
    wanted = {index: head for index, head in named.items() if _is_field(head)}
    orders = {index: _order(main, index) for index, head in wanted.items() if takes_at(head).date}
    items = {name: _items(table, name) for name, table in others.items()}
    rows, said = [], {}
    for number, cells in enumerate(main.rows[1:], 2):
        if not any(cell is not None for index, cell in enumerate(cells) if index in wanted):
            continue
        record, troubles = _record(cells, wanted, orders, number)
        troubles += [
            Trouble(f"{letter(index)}{number}", shown(cell), _BEYOND if index >= len(heads) else _UNHEADED)
            for index, cell in enumerate(cells)
            if cell is not None and not (index < len(heads) and heads[index])
        ]
        for name, by_id in items.items():
            found, wrong = by_id.get(str(record.get("id", "")), ([], []))
            if found:
                record[name] = found
            troubles += wrong
        said[number] = record
        rows.append(_row(number, cells, record, troubles))
    known = {str(record.get("id", "")) for record in said.values()}
    lost = sorted({(name, id) for name, by_id in items.items() for id in by_id if id not in known})
    remarks = [phrase("sheet {sheet}: no record has the id {id}", sheet=name, id=id) for name, id in lost]
    remarks += [_no_field(index, head) for index, head in named.items() if index not in wanted and _says(main, index)]
    return OwnSheet(rows, said, frozenset((*wanted.values(), *items)), tuple(remarks), heads=tuple(heads))


def _no_field(index: int, head: str) -> Phrase:
    free = f"{FREE}.{head}"
    return phrase(
        "column {letter}, {head}, is no field and is not taken; {free} as its heading keeps what it says",
        letter=letter(index),
        head=head,
        free=free,
    )


def _cells(table: Table, index: int) -> Iterator[object]:
    """What stands below a head."""
    return (cells[index] for cells in table.rows[1:] if index < len(cells) and cells[index] is not None)


def _says(table: Table, index: int) -> bool:
    return any(True for _ in _cells(table, index))


def _order(table: Table, index: int) -> Order | None:
    """Which of day and month comes first in a column, where one of its cells proves it and none proves the other."""
    return judged(_cells(table, index), None, None).order


def _record(
    cells: Cells, wanted: Mapping[int, str], orders: Mapping[int, Order | None], number: int
) -> tuple[Flat, list[Trouble]]:
    record: Flat = {}
    troubles = []
    for index, head in wanted.items():
        cell = cells[index] if index < len(cells) else None
        if cell is None:
            continue
        try:
            if head in TABLES and isinstance(cell, str) and cell.startswith("[{"):
                record[head] = [
                    {
                        part: _value(within(head, part), one, None) if isinstance(one, str) else one
                        for part, one in item.items()
                    }
                    for item in _nested(cell)
                ]
            else:
                record[head] = _value(head, cell, orders.get(index))
        except CannotTake as cannot:
            troubles.append(Trouble(f"{letter(index)}{number}", shown(cell), cannot.reason))
    return record, troubles


def _nested(cell: str) -> list[dict[str, Texts]]:
    try:
        found = json.loads(cell)
        made = flattened({"steps": found})["steps"]
    except (ValueError, RecursionError, AttributeError, TypeError):
        raise CannotTake(phrase("{text} is not JSON: {reason}", text=cell[:40], reason="")) from None
    assert isinstance(made, list)
    return made  # type: ignore[return-value]


Items = dict[str, tuple[list[dict[str, Texts]], list[Trouble]]]


def _items(table: Table, name: str) -> Items:
    """The items of a list by the id of their record."""
    if not table.rows:
        return {}
    heads = [str(cell).strip() if cell is not None else "" for cell in table.rows[0]]
    orders = {index: _order(table, index) for index, head in enumerate(heads) if takes_at(within(name, head)).date}
    found: Items = {}
    for number, cells in enumerate(table.rows[1:], 2):
        item: dict[str, Texts] = {}
        troubles = []
        for index, head in enumerate(heads):
            cell = cells[index] if index < len(cells) else None
            if cell is None or not head:
                continue
            try:
                item[head] = _value(within(name, head), cell, orders.get(index))
            except CannotTake as cannot:
                place = f"{name}!{letter(index)}{number}"
                troubles.append(Trouble(place, shown(cell), cannot.reason))
        id = str(item.pop("id", ""))
        if id:
            have, wrong = found.setdefault(id, ([], []))
            have.append(item)
            wrong += troubles
    return found


def _value(path: str, cell: object, order: Order | None) -> Texts:
    """A cell as the register would write it."""
    if isinstance(cell, BadCell):
        raise CannotTake(cell.reason)
    if isinstance(cell, date):
        return true_day(cell).iso()
    text = str(cell)
    wanted = takes_at(path)
    if wanted.values:
        return split(text)
    if not wanted.single or text in wanted.words or (wanted.date and _is_iso(text)):
        return text.rstrip("\n")
    return _meant(path, text, order)


@lru_cache(maxsize=10_000)
def _meant(path: str, text: str, order: Order | None) -> str:
    """What was typed into a cell, as a command takes what is typed; free text stays as it is. Raises CannotTake."""
    *_, key = parts = tuple(path.replace(ITEM, f".{ITEM}").split("."))
    reader = reader_at(parts)
    if reader is None or not in_other_ways(reader):
        return text.rstrip("\n")
    try:
        return meant_text(text, key, reader, order)
    except NotMeant as wrong:
        raise CannotTake(wrong.message) from None


def _is_iso(text: str) -> bool:
    try:
        return bool(parse_date(text))
    except BadDate:
        return False


def _row(number: int, cells: Sequence[object], record: Flat, troubles: list[Trouble]) -> Row:
    """The row as an import knows rows; what no record may lack is said."""
    if not troubles:
        for name in ("title", "kind", "instrument"):
            if not record.get(name):
                troubles.append(Trouble(str(number), "", _lacks(name)))
        if not ("partner.name" in record and "partner.country" in record) and "partners" not in record:
            troubles.append(Trouble(str(number), "", _lacks("partner")))
        id = record.get("id")
        if id is not None and not ID.fullmatch(str(id)):
            text = phrase("{text} is no id: small letters, digits and single hyphens", text=repr(id))
            troubles.append(Trouble(str(number), "", text))
    return Row(number, cells, nested(record), tuple(troubles))


def _lacks(name: str) -> Phrase:
    return phrase("{field} is missing: neither a cell nor the map's defaults give it", field=name)


def typed(path: str, value: Texts) -> Data:
    """A text as the value that the register writes: dates and numbers bare, all else as text."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 and takes_at(path).single else tuple(value)
    if takes_at(path).date and _is_iso(value):
        return parse_date(value)
    return int(value) if path == "renewal.times" and value.isdecimal() else value


def nested(record: Flat) -> dict[str, Data]:
    """A record by the register's own keys."""
    made: dict[str, Data] = {}
    for path, value in record.items():
        head, _, part = path.partition(".")
        if part:
            inner = made.setdefault(head, {})
            assert isinstance(inner, dict)
            inner[part] = typed(path, value)  # type: ignore[arg-type]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            made[head] = [_item(head, item) for item in value if isinstance(item, dict)]
        else:
            made[head] = typed(path, value)  # type: ignore[arg-type]
    return made


def _item(name: str, item: Mapping[str, Texts]) -> dict[str, Data]:
    return {part: typed(within(name, part), value) for part, value in item.items()}


def differences(said: Flat, known: Flat, fields: frozenset[str]) -> list[Differing]:
    """Field by field, the smallest edits: one value, one part of an item, a further item."""
    made: list[Differing] = []
    for path in sorted(fields | set(said)):
        new, old = said.get(path), known.get(path)
        if new == old or (not new and not old) or path == "id":
            continue
        if _is_items(new) or _is_items(old):
            made += _item_differences(path, new, old)
        elif new is None:
            made.append(Differing(path, "", _shown(old)))
        else:
            made.append(Differing(path, _shown(new), _shown(old) or None, (_put(path, new),)))  # type: ignore[arg-type]
    return made


def _is_items(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if _is_items(value):
        return "; ".join(", ".join(f"{part} {joined(text)}" for part, text in item.items()) for item in value)  # type: ignore[attr-defined]
    return joined(value)  # type: ignore[arg-type]


def _put(path: str, value: Texts) -> Change:
    head, _, part = path.partition(".")
    # What a sheet says in place of another shape, as two owners of one, replaces it.
    return Put((head,), {part: typed(path, value)} if part else typed(path, value), True)


def _item_differences(path: str, new: object, old: object) -> Iterator[Differing]:
    wanted = list(new) if _is_items(new) else []  # type: ignore[call-overload]
    known = list(old) if _is_items(old) else []  # type: ignore[call-overload]
    if len(wanted) < len(known) or (new and not wanted) or (old and not known):
        yield Differing(path, _shown(new), _shown(old))
        return
    for index, item in enumerate(wanted):
        if index >= len(known):
            yield Differing(f"{path}[{index}]", _shown([item]), None, (Add(path, _item(path, item)),))
            continue
        for part in sorted({*item, *known[index]}):
            one, other = item.get(part), known[index].get(part)
            if one != other:
                changes = (Put((path, index), {part: typed(within(path, part), one)}),) if one else ()
                yield Differing(f"{path}[{index}].{part}", _shown(one), _shown(other) or None, changes)
