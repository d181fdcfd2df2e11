"""Which rows of a spreadsheet the register has already as records, so that a second import makes nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from mou_tracker.agreement.record import Agreement, written
from mou_tracker.basics.dates import DateSpan
from mou_tracker.edit.edits import Data, id_for

Record = Mapping[str, Data]


class Identity(NamedTuple):
    """What tells records apart that carry no id."""

    partner: str
    country: str
    instrument: str
    begins: str
    title: str


class Differing(NamedTuple):
    """A field of which the sheet and the register say different things; None where the register says nothing."""

    field: str
    sheet: str
    register: str | None


def matched(rows: Sequence[Record], known: Sequence[Agreement]) -> list[Agreement | None]:
    """For each row the record that it is, None for a new one. A record is one row at most; the closest are taken first.

    An id in the sheet decides. Else partner, country and kind of paper must be equal, and the day it begins and the
    title, or the day, or at least the year of it.
    """
    found: list[Agreement | None] = [None] * len(rows)
    free = {agreement.id: agreement for agreement in known}
    for key in _KEYS:
        index: dict[object, list[str]] = {}
        for name, agreement in free.items():
            index.setdefault(key(_of_agreement(agreement), name), []).append(name)
        for at, row in enumerate(rows):
            if found[at] is None and ("id" in row) == (key is _by_id):
                names = index.get(key(of_record(row), str(row.get("id"))), [])
                if names:
                    found[at] = free.pop(names.pop(0))
    return found


def _by_id(_: Identity, name: str) -> object:
    return name


_KEYS: tuple[Callable[[Identity, str], object], ...] = (
    _by_id,
    lambda one, _: one,
    lambda one, _: one[:4],
    lambda one, _: (*one[:3], one.begins[:4]),
)


def of_record(row: Record) -> Identity:
    """The identity of a row's record."""
    partner = row["partner"]
    assert isinstance(partner, Mapping)
    begins = first_day(row)
    return Identity(
        _folded(partner.get("name")),
        str(partner.get("country")),
        str(row.get("instrument")),
        begins.iso() if begins else "",
        _folded(row.get("title")),
    )


def _of_agreement(one: Agreement) -> Identity:
    begins = one.signing or one.starts
    return Identity(
        _folded(one.partner.name),
        one.partner.country,
        one.instrument,
        begins.iso() if begins else "",
        _folded(one.title),
    )


def _folded(text: object) -> str:
    return " ".join(str(text or "").casefold().split())


def first_day(row: Record) -> DateSpan | None:
    """When a row's record begins: its signing, else its start."""
    days = [row[key] for key in ("signed", "starts") if isinstance(row.get(key), DateSpan)]
    return days[0] if days else None  # type: ignore[return-value]


def named(row: Record, taken: set[str]) -> Record:
    """The row's record with an id, made of partner and year where the sheet gives none; the id is taken then."""
    partner, begins = row["partner"], first_day(row)
    assert isinstance(partner, Mapping)
    name = str(row.get("id") or id_for(str(partner["name"]), begins.earliest.year if begins else None, taken))
    taken.add(name)
    return {"id": name, **row}


def differing(row: Record, agreement: Agreement) -> list[Differing]:
    """What a row says otherwise than the record that it is; its title and notes may be worded anew in the register."""
    made = []
    for key, value in row.items():
        if key in ("id", "title", "notes", "sources"):
            continue
        for name, sheet, register in _pairs(key, value, agreement):
            if sheet != register:
                made.append(Differing(name, sheet or "", register))
    return made


def _pairs(key: str, value: Data, agreement: Agreement) -> list[tuple[str, str | None, str | None]]:
    """The parts of a field with what both say, as texts."""
    if key == "signed":
        return [(key, written(value), written(agreement.signing))]
    if key == "steps":
        assert isinstance(value, Sequence)
        return [pair for step in value if isinstance(step, Mapping) for pair in _step_pairs(step, agreement)]
    known = getattr(agreement, key)
    if isinstance(value, Mapping):
        return [(f"{key}.{part}", written(one), written(getattr(known, part))) for part, one in value.items()]
    return [(key, written(value), written(known))]


def _step_pairs(step: Mapping[str, Data], agreement: Agreement) -> list[tuple[str, str | None, str | None]]:
    """The parts of a step with what both say."""
    name = str(step["step"])
    entry = next((one for one in agreement.steps if one.step == name), None)
    return [
        (f"steps.{name}.{part}", written(one), written(getattr(entry, part, None)))
        for part, one in step.items()
        if part != "step"
    ]
