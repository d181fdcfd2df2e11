"""A spreadsheet's rows become records: what the cells of a row say, and what cannot be taken, with its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from mou_tracker.basics.dates import Period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.edit.edits import Data
from mou_tracker.fields.countries import named
from mou_tracker.fields.table import AGREEMENT
from mou_tracker.sheets.cells import CannotTake, date_in, is_endless, squeezed, term_in, without_renewal
from mou_tracker.sheets.headings import DPRD, INSTRUMENTS, KINDS, RENEWALS, Column, Sheet, normal
from mou_tracker.sheets.import_map import DATE_FIELDS, ImportMap

_TITLES = {"mou": "MoU", "loi": "LoI", "pks": "PKS", "ia": "IA", "addendum": "Addendum"}
_ORDER = tuple(known.key for known in AGREEMENT.fields)


class Draft(Struct):
    """A record while its row is read."""

    by: ImportMap
    values: dict[str, Data] = field(default_factory=dict)
    renewal: dict[str, Data] = field(default_factory=dict)
    partner: dict[str, Data] = field(default_factory=dict)
    steps: dict[str, dict[str, Data]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_itself: tuple[str, str] | None = None
    remarks: list[Phrase] = field(default_factory=list)


def has(draft: Draft, name: str) -> bool:
    head, _, part = name.partition(".")
    if head in ("partner", "renewal") and (part or head == "renewal"):
        return (part or "mode") in (draft.partner if head == "partner" else draft.renewal)
    return name in draft.values or (head == "steps" and part.partition(".")[0] in draft.steps)


def record_of(draft: Draft) -> dict[str, Data]:
    """The record in the order of the table of keys, with a title if none is given."""
    values = draft.values
    _settle_renewal(draft)
    if draft.partner:
        values["partner"] = {key: draft.partner[key] for key in ("name", "country", "body") if key in draft.partner}
    if draft.renewal:
        values["renewal"] = draft.renewal
    if draft.steps:
        values["steps"] = [{"step": step, **parts} for step, parts in draft.steps.items()]
    if draft.notes:
        values["notes"] = "\n".join(draft.notes)
    if "title" not in values and "name" in draft.partner and "instrument" in values:
        instrument = str(values["instrument"])
        values["title"] = f"{_TITLES.get(instrument, instrument)} {draft.partner['name']}"
    if draft.by.source:
        said = [key for key in _ORDER if key in values and key not in ("id", "title")]
        values["sources"] = [{"title": draft.by.source, "says": said}]
    return {key: values[key] for key in _ORDER if key in values}


def _settle_renewal(draft: Draft) -> None:
    """Renewing by itself needs a period; without one it cannot be computed with, and is kept as a note."""
    if draft.by_itself is None:
        return
    heading, text = draft.by_itself
    if isinstance(draft.values.get("term"), Period) or "period" in draft.renewal:
        draft.renewal = {"mode": "automatic", **draft.renewal}
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
    wanted = {
        "partner.name": "name" in draft.partner,
        "partner.country": "country" in draft.partner,
        "kind": "kind" in record,
        "instrument": "instrument" in record,
    }
    return [
        phrase("{field} is missing: neither a cell nor the map's defaults give it", field=name)
        for name, there in wanted.items()
        if not there
    ]


_LIST = pattern(r"\s*[;\n•]\s*")


class Trouble(Struct, frozen=True):
    """Why a row cannot be taken: the cell (`D12`; a column's letter and row), its text, and the reason."""

    cell: str
    text: str
    reason: Phrase


class Row(Struct, frozen=True):
    """One row: its number from 1, what it says as a record without an id of its own making, what is wrong with it, and
    what was kept in the notes because no field can hold it.
    """

    number: int
    cells: Sequence[object]
    record: Mapping[str, Data]
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Phrase, ...] = ()


def taken(sheet: Sheet, by: ImportMap) -> list[Row]:
    """All rows of a sheet as records or with their troubles."""
    return [_row(number, cells, sheet, by) for number, cells in sheet.rows]


def _row(number: int, cells: Sequence[object], sheet: Sheet, by: ImportMap) -> Row:
    draft, troubles = Draft(by), []
    for column in sheet.columns:
        value = cells[column.index] if column.index < len(cells) else None
        if value is None or column.field == "ignore" or _says_nothing(value, by):
            continue
        try:
            _take(draft, column, value)
        except CannotTake as cannot:
            troubles.append(Trouble(f"{column.letter}{number}", squeezed(str(value)), cannot.reason))
    for name, text in by.defaults.items():
        if not has(draft, name):
            _set(draft, name, text, Column(0, name, name))
    record = record_of(draft)
    troubles += [Trouble(f"{number}", "", reason) for reason in missing(record, draft)] if not troubles else []
    return Row(number, cells, record, tuple(troubles), tuple(draft.remarks))


def _says_nothing(value: object, by: ImportMap) -> bool:
    return isinstance(value, str) and squeezed(value).casefold() in {word.casefold() for word in by.empty}


def _take(draft: Draft, column: Column, value: object) -> None:
    """What one cell says; raises CannotTake."""
    if not isinstance(value, (str, int, float)) and not hasattr(value, "isoformat"):
        raise CannotTake(phrase("a formula without its result: open the file in a spreadsheet program and save it"))
    if isinstance(value, str) and not is_allowed(" ".join(value.split())):
        raise CannotTake(phrase("it holds a character that cannot be seen or that steers a terminal"))
    words = {normal(word): meaning for word, meaning in draft.by.words.get(column.field, {}).items()}
    if isinstance(value, str) and normal(value) in words:
        value = words[normal(value)]
    _set(draft, column.field, value, column)


def _set(draft: Draft, name: str, value: object, column: Column) -> None:
    """Put a value into the field; raises CannotTake."""
    if name in DATE_FIELDS:
        _date(draft, name, value, column)
    elif name.startswith("steps."):
        _, step, part = name.split(".")
        said = date_in(value, draft.by.dates) if part != "reference" else squeezed(str(value))
        draft.steps.setdefault(step, {})[part] = said
    elif name in _SIMPLE:
        _SIMPLE[name](draft, str(value).strip() if name in ("fields", "notes") else squeezed(str(value)), column)
    else:
        draft.values[name] = str(value).strip() if name == "title" else squeezed(str(value))


def _date(draft: Draft, name: str, value: object, column: Column) -> None:
    """A date; where an end is asked for, `unlimited` and `auto renew` are answers too."""
    if name == "ends" and isinstance(value, str):
        if is_endless(value):
            draft.values["term"] = "indefinite"
            return
        value = _automatic(draft, value, column)
        if not value:
            return
    draft.values[name] = date_in(value, draft.by.dates)


def _automatic(draft: Draft, text: str, column: Column) -> str:
    """The text without words for renewing by itself, which are remembered with their heading."""
    rest, by_itself = without_renewal(text)
    if by_itself:
        draft.by_itself = (column.heading, squeezed(text))
    return rest


def _term(draft: Draft, text: str, column: Column) -> None:
    rest = _automatic(draft, text, column)
    if rest:
        draft.values["term"] = term_in(rest)


def _renewal(draft: Draft, text: str, column: Column) -> None:
    rest = _automatic(draft, text, column)
    if normal(rest) in RENEWALS:
        draft.renewal["mode"] = RENEWALS[normal(rest)]
    elif rest:
        period = term_in(rest)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is no kind of renewal", text=text))
        draft.renewal["period"] = period


def _period(key: str) -> Callable[[Draft, str, Column], None]:
    def read(draft: Draft, text: str, _: Column) -> None:
        period = term_in(text)
        if not isinstance(period, Period):
            raise CannotTake(phrase("{text} is not a length of time", text=text))
        draft.renewal[key] = period

    return read


def _word(key: str, words: Mapping[str, str]) -> Callable[[Draft, str, Column], None]:
    def read(draft: Draft, text: str, _: Column) -> None:
        found = words.get(normal(text)) or (text if text in words.values() else None)
        if found is None:
            reason = phrase(
                "{text} is none of {words}: say in the map under `words` what it means",
                text=repr(text),
                words=", ".join(sorted(set(words.values()))),
            )
            raise CannotTake(reason)
        draft.values[key] = found

    return read


def _country(draft: Draft, text: str, _: Column) -> None:
    code = named(text)
    if code is None:
        raise CannotTake(phrase("{text} is no country: say in the map under `words` what it means", text=repr(text)))
    draft.partner["country"] = code


def _fields(draft: Draft, text: str, _: Column) -> None:
    parts = [part for part in _LIST.split(text) if part]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    draft.values["fields"] = tuple(part.strip(" .") for part in parts)


def _note(draft: Draft, text: str, column: Column) -> None:
    single = sum(field == "notes" for field in draft.by.columns.values()) < 2
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    draft.notes.append(text if single else f"{column.heading}: {text}")


_SIMPLE: Mapping[str, Callable[[Draft, str, Column], None]] = {
    "partner.name": lambda draft, text, _: draft.partner.update(name=text),
    "partner.body": lambda draft, text, _: draft.partner.update(body=text),
    "partner.country": _country,
    "kind": _word("kind", KINDS),
    "instrument": _word("instrument", INSTRUMENTS),
    "dprd": _word("dprd", DPRD),
    "term": _term,
    "renewal": _renewal,
    "renewal.period": _period("period"),
    "renewal.notice": _period("notice"),
    "fields": _fields,
    "notes": _note,
}
