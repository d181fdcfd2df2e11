"""A sheet's rows read one after another: each cell into the draft of a record, once for cells that are alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.edit.edits import Data
from mou_tracker.sheets.cells import CannotTake, shown, squeezed
from mou_tracker.sheets.columns import Tally, judged
from mou_tracker.sheets.formats.tables import BadCell
from mou_tracker.sheets.headings import Column, Sheet, letter
from mou_tracker.sheets.import_map import DATE_FIELDS, PARTNER, PLACE, ColumnRule, ImportMap
from mou_tracker.sheets.known_headings import normal
from mou_tracker.sheets.rows.days import take_span
from mou_tracker.sheets.rows.fields import READERS, put
from mou_tracker.sheets.rows.partners import several_partners, take_partners
from mou_tracker.sheets.rows.record import MAPPINGS, TITLES, Draft, Row, Trouble, has, missing, record_of

# Where the partner's name goes, as `ColumnRead.plain`.
_NAME = ("partner", "name")
# What the cells of several columns may say, of which one then looks at what another said.
_SAID_TOGETHER = ("term", "place")
# What no cell says has no column.
_NO_COLUMN = Column(0, "", ColumnRule())


class CellRead(NamedTuple):
    """The values that a cell puts into its record, each with its mapping ("" for the record itself) and key, and the
    dates among them.
    """

    puts: tuple[tuple[str, str, Data], ...]
    days: Sequence[DateSpan]


class ColumnRead(Struct):
    """A column while it is read. Its cells are few distinct ones, mostly: `cells` are those that were read already,
    with None for one that says something else beside other cells.

    `plain` is where a text goes as it stands, the mapping ("" for the record itself) and the key; None where the cells
    have to be read. `empty` counts the cells that say nothing, `refused` those that could not be taken.
    """

    column: Column
    tally: Tally
    plain: tuple[str, str] | None
    cells: dict[object, CellRead | None] = field(default_factory=dict)
    empty: int = 0
    refused: int = 0


class Texts(dict[str, str | None]):
    """What the texts of cells say, in single spaces: None for what says nothing. `refused` are those of them that no
    register may hold, `signs` those that it may.
    """

    def __init__(self, empty: Iterable[str]) -> None:
        super().__init__()
        self.empty = frozenset(word.casefold() for word in empty)
        self.refused: set[str] = set()
        self.signs: set[str] = set()

    def __missing__(self, text: str) -> str | None:
        plain = squeezed(text)
        if not (text.isascii() and text.isprintable()):
            new = set(plain) - self.signs  # few signs, many texts
            if is_allowed("".join(new)):
                self.signs |= new
            else:
                self.refused.add(text)
        says = self[text] = None if len(text) < 40 and plain.casefold() in self.empty else plain
        return says


class Reading(Struct):
    """What is the same for all rows of a sheet, worked out once, and how its columns fared."""

    sheet: Sheet
    by: ImportMap
    columns: tuple[ColumnRead, ...]
    words: dict[str, dict[str, str]]
    places: dict[str, int]
    texts: Texts


def reading(sheet: Sheet, by: ImportMap) -> Reading:
    """A sheet ready to be read row by row."""
    words = {name: {normal(word): meaning for word, meaning in said.items()} for name, said in by.words.items()}
    columns = []
    for column in sheet.columns:
        if column.rule.to == ("ignore",):
            continue
        tally = Tally(column.heading, column.letter, column.rule.to)
        if any(_is_date(name) for name in column.rule.to):
            cells = (row[column.index] for _, row in sheet.rows if column.index < len(row))
            tally.judged = judged(cells, by.dates, column.rule.dates)
            if sheet.from_1904:
                tally.judged = replace(tally.judged, serials=(0, 0))
        columns.append(ColumnRead(column, tally, _plain(column.rule, words)))
    places = {normal(name): index for index, name in enumerate(sheet.headings) if name}
    return Reading(sheet, by, tuple(columns), words, places, Texts(by.empty))


def _is_date(name: str) -> bool:
    return name in DATE_FIELDS or (name.startswith("steps.") and not name.endswith(".reference"))


def _plain(rule: ColumnRule, words: Collection[str]) -> tuple[str, str] | None:
    """Where the texts of a column go as they stand, if they do."""
    name, *others = rule.to
    head, _, part = name.partition(".")
    if others or rule.unit_in or name in words or name in READERS or name in DATE_FIELDS or head in ("steps", "extra"):
        return None
    return (head, part) if head in MAPPINGS and part else ("", name)


def taken(sheet: Sheet, by: ImportMap) -> tuple[list[Row], list[Tally]]:
    """All rows of a sheet as records or with their troubles, and how each column fared."""
    state = reading(sheet, by)
    rows = [_row(number, cells, state) for number, cells in sheet.rows]
    for one in state.columns:
        one.tally.said = len(rows) - one.empty
        one.tally.read = one.tally.said - one.refused
    return rows, [one.tally for one in state.columns]


def _row(number: int, cells: Sequence[object], state: Reading) -> Row:
    draft, troubles = Draft(state.by), []
    texts, width = state.texts, len(cells)
    for one in state.columns:
        index = one.column.index
        value = cells[index] if index < width else None
        if isinstance(value, str):
            text, named = texts[value], one.plain == _NAME
            if text is None:
                value = None
            elif one.plain and not (named and "\n" in value) and not (texts.refused and value in texts.refused):
                head, key = one.plain
                (draft.part(head) if head else draft.values)[key] = text
                draft.names = value if named else draft.names
                continue
        if value is None:
            one.empty += 1
            continue
        read = None if isinstance(value, BadCell) else one.cells.get(value)
        if read:
            for head, key, said in read.puts:
                (draft.part(head) if head else draft.values)[key] = said
        elif reason := _cell(draft, one, value, cells, state):
            one.refused += 1
            troubles.append(Trouble(f"{one.column.letter}{number}", shown(value), reason))
    for index in range(len(state.sheet.headings), len(cells)):
        if cells[index] is not None:
            reason = phrase("it lies beyond the last heading: is a separator in a cell?")
            troubles.append(Trouble(f"{letter(index)}{number}", shown(cells[index]), reason))
            break
    if trouble := several_partners(draft, number):
        troubles.append(trouble)
    try:
        _fill_in(draft, cells, state, state.sheet.sections.get(number))
    except CannotTake as cannot:
        troubles.append(Trouble(str(number), "", cannot.reason))
    record = record_of(draft)
    troubles += [Trouble(str(number), "", reason) for reason in missing(record, draft)] if not troubles else []
    if (
        draft.from_signing
        and "ends" not in record
        and record.get("signed") != record.get("starts", record.get("signed"))
    ):
        reason = phrase("the term counts from the signing, of which no cell says that it is the beginning")
        troubles.append(Trouble(str(number), "", reason))
    return Row(number, cells, record, tuple(troubles), tuple(draft.remarks), draft.status, frozenset(draft.made))


def _fill_in(draft: Draft, cells: Sequence[object], state: Reading, section: str | None) -> None:
    """What the section, rules and defaults say, where no cell does."""
    if section and state.by.sections and not has(draft, state.by.sections):
        put(draft, state.by.sections, section, _NO_COLUMN, None)
    for rule in state.by.rules:
        if all(
            normal(_text_at(heading, cells, state)) in {normal(one) for one in words}
            for heading, words in rule.when.items()
        ):
            for name, text in rule.set.items():
                if not has(draft, name):
                    put(draft, name, text, _NO_COLUMN, None)
    for name, text in state.by.defaults.items():
        if not has(draft, name):
            filled = PLACE.sub(lambda found: _text_at(found[1], cells, state), text) if "{" in text else text
            if squeezed(filled):
                put(draft, name, filled, _NO_COLUMN, None)


def _text_at(heading: str, cells: Sequence[object], state: Reading) -> str:
    """What stands under a heading, as text; raises CannotTake where there is no such heading."""
    index = state.places.get(normal(heading))
    if index is None:
        raise CannotTake(phrase("no column is headed {missing}", missing=repr(heading)))
    value = cells[index] if index < len(cells) else None
    if isinstance(value, str):
        return state.texts[value] or ""
    return "" if value is None or isinstance(value, BadCell) else shown(value)


def _cell(draft: Draft, of: ColumnRead, value: object, cells: Sequence[object], state: Reading) -> Phrase | None:
    """Let a row's draft say what one of its cells says, that is not known yet; the reason if that cannot be taken."""
    if isinstance(value, (str, date)) and value not in of.cells:
        of.cells[value] = read = _alone(of, value, cells, state)
        if read:
            for head, key, said in read.puts:
                (draft.part(head) if head else draft.values)[key] = said
            return None
    try:
        of.tally.widen(_take(draft, of, value, cells, state))
    except CannotTake as cannot:
        return cannot.reason
    return None


def _alone(of: ColumnRead, value: object, cells: Sequence[object], state: Reading) -> CellRead | None:
    """What a cell puts into any record; None for one that cannot be taken, or says more than values of its own."""
    draft = Draft(state.by)
    try:
        days = _take(draft, of, value, cells, state)
    except CannotTake:
        return None
    puts = [("", key, said) for key, said in draft.values.items()]
    puts += [(head, key, said) for head, part in draft.parts.items() for key, said in part.items()]
    draft.values, draft.parts = {}, {}
    if draft != Draft(state.by) or any(key in _SAID_TOGETHER for _, key, _ in puts):
        return None
    of.tally.widen(days)
    return CellRead(tuple(puts), days)


def _take(draft: Draft, of: ColumnRead, value: object, cells: Sequence[object], state: Reading) -> Sequence[DateSpan]:
    """What one cell says, and the dates that were read of it; raises CannotTake."""
    if isinstance(value, BadCell):
        raise CannotTake(value.reason)
    if isinstance(value, str) and value in state.texts.refused:
        raise CannotTake(phrase("it holds a character that cannot be seen or that steers a terminal"))
    column, tally = of.column, of.tally
    rule = column.rule
    if rule.to == PARTNER:
        take_partners(draft, str(value), state.words.get("partner.country", {}))
        return ()
    if len(rule.to) == 2:
        return take_span(draft, value, column, tally.judged)
    name = rule.to[0]
    words, paper = state.words.get(name), value
    if words:
        value = words.get(normal(str(value)), value)
    if rule.unit_in:
        unit = _text_at(rule.unit_in, cells, state)
        if unit and str(value).strip().isdecimal():
            value = f"{value} {unit}"
    put(draft, name, value, column, tally.judged)
    found = draft.values.get(name)
    if name == "instrument" and found not in TITLES:
        draft.paper = shown(paper)
    return (found,) if isinstance(found, DateSpan) else ()
