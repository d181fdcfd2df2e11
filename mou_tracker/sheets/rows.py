"""A spreadsheet's rows become records: what the cells of a row say, and what cannot be taken, with its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.edit.edits import Data
from mou_tracker.fields.countries import Ambiguous, meant
from mou_tracker.fields.table import AGREEMENT
from mou_tracker.sheets.cells import (
    NO_DAY,
    CannotTake,
    apart,
    countries_in,
    date_in,
    enumerated,
    evening,
    is_endless,
    is_never,
    is_serial,
    is_until_done,
    names_in,
    next_day,
    partners_in,
    place_before,
    serial_day,
    shown,
    span_in,
    squeezed,
    term_in,
    without_renewal,
    without_signing,
)
from mou_tracker.sheets.columns import Judged, Tally, judged
from mou_tracker.sheets.formats.tables import BadCell
from mou_tracker.sheets.headings import Column, Sheet, letter
from mou_tracker.sheets.import_map import DATE_FIELDS, ID, PARTNER, PLACE, REST, ColumnRule, ImportMap, Kinds
from mou_tracker.sheets.known_headings import DPRD, KINDS, RENEWALS, instrument_of, normal, partner_class

_TITLES = {"mou": "MoU", "loi": "LoI", "pks": "PKS", "ia": "IA", "addendum": "Addendum"}
_ORDER = tuple(known.key for known in AGREEMENT.fields)
_PARTNER = ("name", "country", "body", "place")
_MAPPINGS = ("partner", "renewal", "numbers", "contact", "closed", "extra")


class Draft(Struct):
    """A record while its row is read. `partner_type` and `status` are what the sheet says that no field holds."""

    by: ImportMap
    values: dict[str, Data] = field(default_factory=dict)
    parts: dict[str, dict[str, Data]] = field(default_factory=dict)
    steps: dict[str, dict[str, Data]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_itself: tuple[str, str] | None = None
    remarks: list[Phrase] = field(default_factory=list)
    partner_type: str = ""
    status: str = ""
    paper: str = ""
    made: set[str] = field(default_factory=set)
    from_signing: bool = False
    names: str = ""
    countries: tuple[Column, str] | None = None
    others: list[dict[str, Data]] = field(default_factory=list)

    def part(self, name: str) -> dict[str, Data]:
        """The keys of a mapping of the record."""
        return self.parts.setdefault(name, {})


def has(draft: Draft, name: str) -> bool:
    """Whether a field is given already."""
    head, _, part = name.partition(".")
    if head in _MAPPINGS:
        return (part or "mode") in draft.parts.get(head, {})
    return name in draft.values or (head == "steps" and part.partition(".")[0] in draft.steps)


def record_of(draft: Draft) -> dict[str, Data]:
    """The record in the order of the table of keys, with a title if none is given."""
    values = draft.values
    _settle_renewal(draft)
    values.update((name, part) for name, part in draft.parts.items() if part)
    partner = draft.parts.get("partner", {})
    if partner:
        first: dict[str, Data] = {key: partner[key] for key in _PARTNER if key in partner}
        if draft.others:
            values["partners"] = (first, *draft.others)
            values.pop("partner", None)
        else:
            values["partner"] = first
    if draft.steps:
        values["steps"] = [{"step": step, **parts} for step, parts in draft.steps.items()]
    if draft.notes:
        values["notes"] = "\n".join(draft.notes)
    if "kind" not in values and draft.by.kinds and "country" in partner:
        draft.made.add("kind")
        abroad = [one for one in (partner, *draft.others) if one["country"] != draft.by.kinds.home]
        whose = abroad[0] if abroad else partner
        values["kind"] = kind_of(str(whose["country"]), draft.partner_type, str(whose.get("name", "")), draft.by.kinds)
    if "title" not in values and "name" in partner and "instrument" in values:
        draft.made.add("title")
        instrument = str(values["instrument"])
        paper = _TITLES.get(instrument) or draft.paper or instrument
        values["title"] = f"{paper} {', '.join(str(one['name']) for one in (partner, *draft.others))}"
    if draft.by.source:
        values["sources"] = _sources(draft.by.source, tuple(values))
        draft.made.add("sources")
    return {key: values[key] for key in _in_order(tuple(values))}


@lru_cache(maxsize=1024)
def _in_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the keys that a record has, in the order of the table; most rows have the same ones."""
    return tuple(key for key in _ORDER if key in keys)


@lru_cache(maxsize=1024)
def _sources(title: str, keys: tuple[str, ...]) -> Sequence[Mapping[str, Data]]:
    """That the sheet is the source of what a record says."""
    return [{"title": title, "says": [key for key in _in_order(keys) if key not in ("id", "title")]}]


def kind_of(country: str, kind_of_partner: str, name: str, kinds: Kinds) -> str:
    """The kind of cooperation with a partner: local governments abroad and at home, other institutions likewise."""
    whose = partner_class(kind_of_partner) or partner_class(name)
    if country == kinds.home:
        return "ksdd" if whose == "government" else "ksdpk"
    if whose is None:
        return kinds.otherwise
    return "ksdpl" if whose == "government" else "ksdll"


def _settle_renewal(draft: Draft) -> None:
    """Renewing by itself needs a period; without one it cannot be computed with, and is kept as a note."""
    if draft.by_itself is None:
        return
    heading, text = draft.by_itself
    renewal = draft.part("renewal")
    if isinstance(draft.values.get("term"), Period) or "period" in renewal:
        draft.parts["renewal"] = {"mode": "automatic", **renewal}
    else:
        draft.notes.append(f"{heading}: {text}")
        said = phrase(
            "{text} under {heading}: no period is given, so it is kept in the notes",
            text=repr(text),
            heading=repr(heading),
        )
        draft.remarks.append(said)


def missing(record: Mapping[str, Data], draft: Draft) -> list[Phrase]:
    """The fields that every record needs and this row does not give."""
    partner = draft.parts.get("partner", {})
    if "kind" in record and "instrument" in record and "name" in partner and "country" in partner:
        return []
    wanted = {
        "partner.name": "name" in partner,
        "partner.country": "country" in partner,
        "kind": "kind" in record,
        "instrument": "instrument" in record,
    }
    if not wanted["partner.country"]:
        del wanted["kind"]
    return [
        phrase("{field} is missing: neither a cell nor the map's defaults give it", field=name)
        for name, there in wanted.items()
        if not there
    ]


_LIST = pattern(r"\s*[;\n•]\s*")


class Trouble(Struct, frozen=True):
    """Why a row cannot be taken: the cell (`D12`; a column's letter and row, or the row), its text, and the reason."""

    cell: str
    text: str
    reason: Phrase


class Row(Struct, frozen=True):
    """One row: its number from 1, what it says as a record without an id of its own making, what is wrong with it,
    what was kept in the notes because no field can hold it, the status that the sheet itself gives, and the fields that
    no cell gives but this program (`made`), which differ from nothing.
    """

    number: int
    cells: Sequence[object]
    record: Mapping[str, Data]
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Phrase, ...] = ()
    status: str = ""
    made: frozenset[str] = frozenset()


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
    have to be read.
    """

    column: Column
    tally: Tally
    plain: tuple[str, str] | None
    cells: dict[str | date, CellRead | None] = field(default_factory=dict)


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
    if others or rule.unit_in or name in words or name in _SIMPLE or name in DATE_FIELDS or head in ("steps", "extra"):
        return None
    return (head, part) if head in _MAPPINGS and part else ("", name)


def taken(sheet: Sheet, by: ImportMap) -> tuple[list[Row], list[Tally]]:
    """All rows of a sheet as records or with their troubles, and how each column fared."""
    state = reading(sheet, by)
    rows = [_row(number, cells, state) for number, cells in sheet.rows]
    return rows, [one.tally for one in state.columns]


def _row(number: int, cells: Sequence[object], state: Reading) -> Row:
    draft, troubles = Draft(state.by), []
    for one in state.columns:
        index = one.column.index
        value = cells[index] if index < len(cells) else None
        if value is None or (isinstance(value, str) and state.texts[value] is None):
            continue
        one.tally.said += 1
        reason = _cell(draft, one, value, cells, state)
        if reason:
            troubles.append(Trouble(f"{one.column.letter}{number}", shown(value), reason))
    for index in range(len(state.sheet.headings), len(cells)):
        if cells[index] is not None:
            reason = phrase("it lies beyond the last heading: is a separator in a cell?")
            troubles.append(Trouble(f"{letter(index)}{number}", shown(cells[index]), reason))
            break
    if trouble := _several_partners(draft, number):
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


# Of names that hold none of these signs no list is made.
_ONE_NAME = pattern(r"[^;.)]*")


def _several_partners(draft: Draft, number: int) -> Trouble | None:
    """The partners of a row that names several: as many as there are countries; of one country only where the cell
    counts them, or parts them by semicolons into institutions or governments.
    """
    if not draft.countries and not draft.others and _ONE_NAME.fullmatch(draft.names):
        return None
    partner = draft.part("partner") if draft.names else {}
    if draft.countries:
        column, text = draft.countries
        codes = countries_in(text)
        names = names_in(draft.names, len(codes), "," not in text)
        if not names:
            return Trouble(f"{column.letter}{number}", squeezed(text), _which_country(text))
    else:
        parts = [squeezed(part) for part in draft.names.split(";")]
        names = enumerated(draft.names) or (parts if all(map(partner_class, parts)) else [])
        codes = [str(partner["country"])] * len(names) if "country" in partner else []
    if len(names) > 1 and codes:
        partner.update(name=squeezed(names[0]), country=codes[0])
        draft.others += [
            {"name": squeezed(name), "country": code} for name, code in zip(names[1:], codes[1:], strict=True)
        ]
    return None


def _fill_in(draft: Draft, cells: Sequence[object], state: Reading, section: str | None) -> None:
    """What the section, rules and defaults say, where no cell does."""
    if section and state.by.sections and not has(draft, state.by.sections):
        _set(draft, state.by.sections, section, _NO_COLUMN, None)
    for rule in state.by.rules:
        if all(
            normal(_text_at(heading, cells, state)) in {normal(one) for one in words}
            for heading, words in rule.when.items()
        ):
            for name, text in rule.set.items():
                if not has(draft, name):
                    _set(draft, name, text, _NO_COLUMN, None)
    for name, text in state.by.defaults.items():
        if not has(draft, name):
            filled = PLACE.sub(lambda found: _text_at(found[1], cells, state), text) if "{" in text else text
            if squeezed(filled):
                _set(draft, name, filled, _NO_COLUMN, None)


_NO_COLUMN = Column(0, "", ColumnRule())
_NAME = ("partner", "name")
# What the cells of several columns may say, of which one then looks at what another said.
_SAID_TOGETHER = ("term", "place")


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
    """Let a row's draft say what one of its cells says; the reason if that cannot be taken."""
    read: CellRead | None = None
    if isinstance(value, (str, date)):
        if of.plain and isinstance(value, str) and value not in state.texts.refused:
            head, key = of.plain
            (draft.part(head) if head else draft.values)[key] = state.texts[value] or ""
            draft.names = value if of.plain == _NAME else draft.names
            of.tally.read += 1
            return None
        if value not in of.cells:
            of.cells[value] = _alone(of, value, cells, state)
        read = of.cells[value]
    if read:
        for head, key, said in read.puts:
            (draft.part(head) if head else draft.values)[key] = said
        of.tally.read += 1
        return None
    try:
        of.tally.widen(_take(draft, of, value, cells, state))
    except CannotTake as cannot:
        return cannot.reason
    of.tally.read += 1
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
        told = partners_in(str(value), state.words.get("partner.country", {}))
        partner, *others = ({"name": name, "country": code} for name, code in told)
        draft.part("partner").update(partner)
        draft.others += [dict(one) for one in others]
        return ()
    if len(rule.to) == 2:
        first, last = span_in(value, _order(tally.judged, rule, draft), rule.century or draft.by.century)
        for name, day in zip(rule.to, (first, last), strict=True):
            draft.values[name] = day
        if apart(squeezed(str(value)))[1]:
            _keep(draft, column, str(value))
        return first, last
    name = rule.to[0]
    words, paper = state.words.get(name), value
    if name == "partner.name":
        draft.names = str(value)
    if words:
        value = words.get(normal(str(value)), value)
    if rule.unit_in:
        unit = _text_at(rule.unit_in, cells, state)
        if unit and str(value).strip().isdecimal():
            value = f"{value} {unit}"
    _set(draft, name, value, column, tally.judged)
    found = draft.values.get(name)
    if name == "instrument" and found not in _TITLES:
        draft.paper = shown(paper)
    return (found,) if isinstance(found, DateSpan) else ()


def _order(found: Judged | None, rule: ColumnRule, draft: Draft) -> Order | None:
    return found.order if found else rule.dates or draft.by.dates


def _set(draft: Draft, name: str, value: object, column: Column, found: Judged | None) -> None:
    """Put a value into the field; raises CannotTake."""
    head, _, part = name.partition(".")
    if name in DATE_FIELDS:
        _date(draft, name, value, column, found)
    elif head == "steps":
        step, _, part = part.partition(".")
        said = _day(draft, value, column, found) if part != "reference" else squeezed(str(value))
        draft.steps.setdefault(step, {})[part] = said
    elif name in _SIMPLE:
        _SIMPLE[name](draft, str(value).strip() if name in _OF_LINES else squeezed(str(value)), column)
    elif head in _MAPPINGS and part:
        text = str(value).strip()
        draft.part(head)[part] = text if head == "extra" else squeezed(text)
    else:
        draft.values[name] = squeezed(str(value))


def _day(draft: Draft, value: object, column: Column, found: Judged | None) -> DateSpan:
    """A date. In a column whose cells contradict one another each is read by itself, if it is certain."""
    if found and found.serials[0] and isinstance(value, (int, float, str)) and is_serial(value):
        return serial_day(value)
    if found and found.midnight and isinstance(value, str) and evening(value):
        return next_day(value)
    if found and found.swapped and isinstance(value, date) and value.day != value.month and not column.rule.dates:
        raise CannotTake(
            phrase(
                "{day}: beside texts such as {text} a program may have taken its day for the month; if not, say in the "
                "map which order the column has",
                day=value.isoformat(),
                text=found.swapped,
            )
        )
    order = _order(found, column.rule, draft)
    century = column.rule.century or draft.by.century
    if found and order and found.mixed:
        try:
            return date_in(value, None, century)
        except CannotTake:
            pass
    return date_in(value, order, century)


def _date(draft: Draft, name: str, value: object, column: Column, found: Judged | None) -> None:
    """A date; where an end is asked for, `unlimited`, `5 tahun` and `auto renew` are answers too."""
    if isinstance(value, str) and squeezed(value).casefold() in NO_DAY:
        return
    if name == "ends" and (is_never(value) or (isinstance(value, str) and is_endless(value))):
        _agreed(draft, "indefinite", value)
        return
    if name == "ends" and isinstance(value, str):
        if is_until_done(value):
            _keep(draft, column, value)
            return
        value = _automatic(draft, value, column)
        if not value:
            return
    elif name == "signed" and isinstance(value, str) and value.strip().casefold() == "unknown":
        draft.values["signed"] = "unknown"
        return
    whole = value
    if isinstance(value, str):
        value, aside = apart(value)
        if aside:
            _keep(draft, column, str(whole))
        place, value = place_before(value)
        if place and name == "signed" and not has(draft, "place"):
            draft.values["place"] = place
    try:
        day = _day(draft, value, column, found)
    except CannotTake:
        if name != "ends" or not isinstance(value, str) or not any(map(str.isalpha, value)):
            raise
        period = None
        with suppress(CannotTake):
            period = term_in(value)
        if period is None:
            raise
        _agreed(draft, period, value)
        draft.from_signing = without_signing(value)[1]
        return
    if name.startswith("closed."):
        draft.part("closed")["on"] = day
    else:
        draft.values[name] = day


def _keep(draft: Draft, column: Column, text: str) -> None:
    """A text of which a field can hold a part, or nothing, stays whole in the notes."""
    draft.notes.append(f"{column.heading}: {squeezed(text)}")


def _automatic(draft: Draft, text: str, column: Column) -> str:
    """The text without words for renewing by itself, which are remembered with their heading."""
    rest, by_itself = without_renewal(text)
    if by_itself:
        draft.by_itself = (column.heading, squeezed(text))
    return rest


def _term(draft: Draft, text: str, column: Column) -> None:
    if is_until_done(text):
        _keep(draft, column, text)
        return
    rest = _automatic(draft, text, column)
    if rest:
        _agreed(draft, term_in(rest, column.rule.unit), text)
        draft.from_signing = without_signing(rest)[1]


def _agreed(draft: Draft, term: Period | str, value: object) -> None:
    """A length of time, or that there is no end; raises CannotTake where another cell says the opposite."""
    before = draft.values.setdefault("term", term)
    if before != term and "indefinite" in (before, term):
        raise CannotTake(phrase("{text}: other cells say that there is another end", text=shown(value)))
    draft.values["term"] = term


def _renewal(draft: Draft, text: str, column: Column) -> None:
    rest = _automatic(draft, text, column)
    if normal(rest) in RENEWALS:
        draft.part("renewal")["mode"] = RENEWALS[normal(rest)]
    elif rest:
        period = term_in(rest)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is no kind of renewal", text=text))
        draft.part("renewal")["period"] = period


def _period(key: str) -> Callable[[Draft, str, Column], None]:
    def read(draft: Draft, text: str, column: Column) -> None:
        period = term_in(text, column.rule.unit)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is not a length of time", text=text))
        draft.part("renewal")[key] = period

    return read


def _not_among(text: str, words: Mapping[str, str] | Sequence[str]) -> CannotTake:
    known = sorted(set(words.values() if isinstance(words, Mapping) else words))
    reason = phrase(
        "{text} is none of {words}: say in the map under `words` what it means", text=repr(text), words=", ".join(known)
    )
    return CannotTake(reason)


def _word(key: str, words: Mapping[str, str]) -> Callable[[Draft, str, Column], None]:
    def read(draft: Draft, text: str, _: Column) -> None:
        found = words.get(normal(text)) or (text if text in words.values() else None)
        if found is None:
            raise _not_among(text, words)
        draft.values[key] = found

    return read


def _kind(draft: Draft, text: str, _: Column) -> None:
    """A kind by its key or name; a register may have kinds of its own, which the check knows."""
    found = KINDS.get(normal(text)) or (text if ID.fullmatch(text) else None)
    if found is None:
        raise _not_among(text, KINDS)
    draft.values["kind"] = found


def _instrument(draft: Draft, text: str, _: Column) -> None:
    found = instrument_of(text) or draft.by.words.get("instrument", {}).get(REST)
    if found is None:
        raise _not_among(text, ("addendum", "ia", "loi", "mou", "other", "pks"))
    draft.values["instrument"] = found


def _country(draft: Draft, text: str, column: Column) -> None:
    try:
        code = meant(text)
    except Ambiguous:
        code = None
    if code is not None:
        draft.part("partner")["country"] = code
    elif countries_in(text):
        draft.countries = column, text
    else:
        raise CannotTake(_which_country(text))


def _which_country(text: str) -> Phrase:
    plain = repr(squeezed(text))
    try:
        if not countries_in(text):
            meant(text)
            return phrase("{text} is no country: say in the map under `words` what it means", text=plain)
    except Ambiguous:
        pass
    return phrase("{text} could be two countries: say in the map under `words` which", text=plain)


def _identifier(draft: Draft, text: str, _: Column) -> None:
    if len(text) > 64 or not ID.fullmatch(text):
        raise CannotTake(phrase("{text} is no id: small letters, digits and single hyphens", text=repr(text)))
    draft.values["id"] = text


def _fields(draft: Draft, text: str, _: Column) -> None:
    parts = [part for part in _LIST.split(text) if part]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    said = tuple(squeezed(part).strip(" .") for part in parts)
    draft.values["fields"] = tuple(dict.fromkeys(one for one in said if one))


def _note(draft: Draft, text: str, column: Column) -> None:
    single = sum("notes" in rule.to for rule in draft.by.columns.values()) < 2
    text = re.sub(r"\r\n?", "\n", text)
    text = "\n".join(squeezed(line) for line in text.split("\n"))
    draft.notes.append(text if single else f"{column.heading}: {text}")


def _partner_type(draft: Draft, text: str, _: Column) -> None:
    draft.partner_type = text


def _status(draft: Draft, text: str, _: Column) -> None:
    draft.status = text


# Fields of whose texts the lines count.
_OF_LINES = ("fields", "notes", "partner.country")
_SIMPLE: Mapping[str, Callable[[Draft, str, Column], None]] = {
    "id": _identifier,
    "partner.country": _country,
    "partner.type": _partner_type,
    "status": _status,
    "kind": _kind,
    "instrument": _instrument,
    "dprd": _word("dprd", DPRD),
    "term": _term,
    "renewal": _renewal,
    "renewal.period": _period("period"),
    "renewal.notice": _period("notice"),
    "fields": _fields,
    "notes": _note,
}
