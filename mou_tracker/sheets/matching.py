"""Which record of the register a row is, what it says otherwise, and the edits that make the register say it too.

What cannot be told for certain is not: a row that may be one of two records, or a new one, is doubtful and is listed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct

from mou_tracker.agreement.record import Agreement, written
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Add, Change, Data, Put, id_for
from mou_tracker.sheets.rows import Row

Record = Mapping[str, Data]
# A beginning that moved by less is a day corrected, if all else that tells papers apart is the same.
_CORRECTED = 366


class Identity(NamedTuple):
    """What tells papers apart that carry no id and no number."""

    partner: str
    country: str
    instrument: str
    unit: str
    begins: str


class Match(Struct, frozen=True):
    """The record that a row is, None for a new one; `doubt` says why that is not certain."""

    agreement: Agreement | None = None
    doubt: Phrase | None = None


class Differing(NamedTuple):
    """A field of which the sheet and the register say different things; None where the register says nothing.

    `changes` make the register say it too; without any the sheet cannot say it in one cell.
    """

    field: str
    sheet: str
    register: str | None
    changes: tuple[Change, ...] = ()


def matched(rows: Sequence[Row], known: Sequence[Agreement], by: Sequence[str]) -> list[Match]:
    """For each row the record that it is; a record is one row at most. `by` are the keys in their order."""
    found: list[Match | None] = [None] * len(rows)
    free = {agreement.id: agreement for agreement in known}
    for key in by:
        if key == "identity":
            _by_identity(rows, found, free, lambda one: one)
            _by_identity(rows, found, free, _but_unit)
            _by_identity(rows, found, free, _but_day)
            continue
        named = _unique((_key(key, agreement), agreement) for agreement in free.values())
        asked = _unique((_row_key(key, row), at) for at, row in enumerate(rows) if found[at] is None)
        for name, at in asked.items():
            if name in named and named[name].id in free:
                found[at] = Match(free.pop(named[name].id))
    return [one or Match() for one in found]


T = TypeVar("T")


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Values by keys that only one of them has; a key that says nothing is none."""
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        if key:
            found.setdefault(key, []).append(value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _key(key: str, agreement: Agreement) -> str:
    if key == "id":
        return agreement.id
    return folded(agreement.numbers.ours) if agreement.numbers else ""


def _row_key(key: str, row: Row) -> str:
    if key == "id":
        return str(row.record.get("id") or "")
    numbers = row.record.get("numbers")
    return folded(numbers.get("ours")) if isinstance(numbers, Mapping) else ""


def _but_unit(one: Identity) -> tuple[str, ...]:
    return (one.partner, one.country, one.instrument, one.begins)


def _but_day(one: Identity) -> tuple[str, ...]:
    return one[:4]


def _by_identity(
    rows: Sequence[Row],
    found: list[Match | None],
    free: dict[str, Agreement],
    part: Callable[[Identity], tuple[str, ...]],
) -> None:
    """Rows and records of one identity: those that say the same first, then the one that is left on both sides.

    Without their unit they are of one only where one of the two does not say it: of two units each has its own paper.
    """
    records: dict[tuple[str, ...], list[Agreement]] = {}
    for agreement in free.values():
        records.setdefault(part(_of_agreement(agreement)), []).append(agreement)
    asked: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        if found[at] is None and "id" not in row.record:
            asked.setdefault(part(of_record(row.record)), []).append(at)
    for key, places in asked.items():
        there = [agreement for agreement in records.get(key, []) if agreement.id in free]
        if part is _but_unit:
            if all("unit" in rows[at].record for at in places):
                there = [agreement for agreement in there if not agreement.unit]
            elif all(agreement.unit for agreement in there):
                places = [at for at in places if "unit" not in rows[at].record]
        whole = part is not _but_day
        for at in list(places) if there and whole else ():
            same = [agreement for agreement in there if not differing(rows[at], agreement)]
            if same:
                found[at] = Match(same[0])
                del free[same[0].id]
                there.remove(same[0])
                places.remove(at)
        if not there or not places:
            continue
        if len(there) == 1 and len(places) == 1:
            match = Match(there[0]) if whole or _is_corrected(rows[places[0]], there[0]) else None
            if match is None and not _follows(rows[places[0]], there[0]):
                text = phrase(
                    "it may be {id} with another day, or a new record: give it an id or a number", id=there[0].id
                )
                match = Match(None, text)
            if match:
                found[places[0]] = match
                if match.agreement:
                    del free[match.agreement.id]
        elif whole:
            ids = ", ".join(agreement.id for agreement in there)
            for at in places:
                found[at] = Match(None, phrase("it may be any of {ids}: give it an id or a number", ids=ids))


def _is_corrected(row: Row, agreement: Agreement) -> bool:
    """Whether only the day of beginning moved, and not by more than a year: a correction, no other paper."""
    new, old = first_day(row.record), agreement.signing or agreement.starts
    if new is None or old is None:
        return new is None and old is None
    others = [
        one for one in differing(row, agreement) if one.field not in ("signed", "starts", "ends", "notes", "title")
    ]
    return abs((new.earliest - old.earliest).days) < _CORRECTED and not others


def _follows(row: Row, agreement: Agreement) -> bool:
    """Whether a row begins more than a year away from a record: another paper for certain."""
    new, old = first_day(row.record), agreement.signing or agreement.starts
    return new is not None and old is not None and abs((new.earliest - old.earliest).days) >= _CORRECTED


def of_record(row: Record) -> Identity:
    """The identity of a row's record."""
    partners, begins = partners_of(row), first_day(row)
    return Identity(
        _names(str(one.get("name")) for one in partners),
        _names(str(one.get("country")) for one in partners),
        str(row.get("instrument")),
        folded(row.get("unit")),
        begins.iso() if begins else "",
    )


def _of_agreement(one: Agreement) -> Identity:
    begins = one.signing or one.starts
    return Identity(
        _names(party.name for party in one.parties),
        _names(party.country for party in one.parties),
        one.instrument,
        folded(one.unit),
        begins.iso() if begins else "",
    )


def _names(names: Iterable[str]) -> str:
    """Names in one text to be compared, whatever their order."""
    return "\n".join(sorted(map(folded, names)))


def partners_of(row: Record) -> Sequence[Mapping[str, Data]]:
    """A row's partners, be it one."""
    partner = row.get("partner")
    partners = [partner] if isinstance(partner, Mapping) else row["partners"]
    assert isinstance(partners, Sequence)
    return [one for one in partners if isinstance(one, Mapping)]


def folded(text: object) -> str:
    """A name to be compared: composed, without case and doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", str(text or "")).casefold().split())


def first_day(row: Record) -> DateSpan | None:
    """When a row's record begins: its signing, else its start."""
    days = [row[key] for key in ("signed", "starts") if isinstance(row.get(key), DateSpan)]
    return days[0] if days else None  # type: ignore[return-value]


def named(row: Record, taken: set[str]) -> Record:
    """The row's record with an id, made of partner and year where the sheet gives none; the id is taken then."""
    partner, begins = partners_of(row)[0], first_day(row)
    name = str(row.get("id") or id_for(str(partner["name"]), begins.earliest.year if begins else None, taken))
    taken.add(name)
    return {"id": name, **row}


def differing(row: Row, agreement: Agreement) -> list[Differing]:
    """What a row's cells say otherwise than the record that it is. What no cell gives differs from nothing."""
    made = []
    for key, value in row.record.items():
        if key == "id" or key in row.made:
            continue
        for one in _pairs(key, value, agreement):
            if one.sheet != (one.register or ""):
                made.append(one)
    return made


def _pairs(key: str, value: Data, agreement: Agreement) -> Iterator[Differing]:
    """The parts of a field with what both say, as texts, and the edit that makes them the same."""
    if key == "signed":
        several = len(agreement.signed) > 1 or any(one.by for one in agreement.signed)
        known = written(agreement.signing) or _unknown(agreement)
        yield Differing(key, written(value) or "", known, () if several else (Put((key,), value),))
    elif key == "steps":
        assert isinstance(value, Sequence)
        for step in value:
            if isinstance(step, Mapping):
                yield from _step_pairs(step, agreement)
    elif key == "partners":  # in whatever order; a row says less of them than the register, so nothing is written
        told = sorted(f"{one.get('name')} {one.get('country')}" for one in partners_of({key: value}))
        parties = sorted(f"{one.name} {one.country}" for one in agreement.parties)
        yield Differing(key, ", ".join(told), ", ".join(parties))
    elif key == "extra":
        assert isinstance(value, Mapping)
        known_extra = {one.name: one.text for one in agreement.extra}
        for name, text in value.items():
            yield Differing(f"extra.{name}", str(text), known_extra.get(name), (Put(("extra",), {name: text}),))
    elif isinstance(value, Mapping):
        known_part = getattr(agreement, key)
        for part, one in value.items():
            old = written(getattr(known_part, part, None))
            yield Differing(f"{key}.{part}", written(one) or "", old, (Put((key,), {part: one}),))
    else:
        known_value = getattr(agreement, key)
        if key == "owner" and isinstance(value, str) and isinstance(known_value, tuple):
            value = tuple(part.strip() for part in value.split(",")) if "," in value else value
        changes = (Put((key,), value),)
        yield Differing(key, _said(value), _said(known_value) or None, changes)


def _unknown(agreement: Agreement) -> str | None:
    return "unknown" if any(one.on == "unknown" for one in agreement.signed) else None


def _said(value: object) -> str:
    text = written(value) or ""
    return text.rstrip("\n")


def _step_pairs(step: Mapping[str, Data], agreement: Agreement) -> Iterator[Differing]:
    """The parts of a step with what both say."""
    name = str(step["step"])
    index = next((at for at, one in enumerate(agreement.steps) if one.step == name), None)
    entry = agreement.steps[index] if index is not None else None
    if entry is None:
        said = ", ".join(f"{part} {written(one)}" for part, one in step.items() if part != "step")
        yield Differing(f"steps.{name}", said, None, (Add("steps", step),))
        return
    for part, one in step.items():
        if part != "step":
            assert index is not None
            old = written(getattr(entry, part, None))
            yield Differing(f"steps.{name}.{part}", written(one) or "", old, (Put(("steps", index), {part: one}),))


class Link(NamedTuple):
    """That one record follows another (`renews`) or carries it out (`under`)."""

    id: str
    field: str
    other: str


class Placed(NamedTuple):
    """A record with the days between which it is in force, as far as they are known."""

    agreement: Agreement
    first: DateSpan | None
    last: DateSpan | None


_NEAR = 31


def links(records: Sequence[Placed], new: set[str], under: bool) -> list[Link]:
    """The chains that new records make: a paper that begins as the partner's former one of the same kind and unit ends,
    and the MoU under which a PKS or IA stands, where only one can be meant.
    """
    found: list[Link] = []
    series: dict[tuple[str, ...], list[Placed]] = {}
    for one in records:
        series.setdefault(_of_agreement(one.agreement)[:4], []).append(one)
    for group in series.values():
        for later in group:
            if later.agreement.id not in new or later.agreement.renews or not later.first:
                continue
            before = [one for one in group if one is not later and one.last and one.first and _meets(one, later)]
            after = [one for one in before if not any(other.agreement.renews == one.agreement.id for other in group)]
            if len(after) == 1:
                found.append(Link(later.agreement.id, "renews", after[0].agreement.id))
    followed = [link.other for link in found]
    found = [link for link in found if followed.count(link.other) == 1]
    if under:
        found += _frames(records, new)
    return sorted(found)


def _meets(earlier: Placed, later: Placed) -> bool:
    assert earlier.last
    assert earlier.first
    assert later.first
    gap = (later.first.earliest - earlier.last.latest).days
    return -_NEAR <= gap <= _NEAR and earlier.first.earliest < later.first.earliest


def _shared(frames: Mapping[tuple[str, str], list[Placed]], agreement: Agreement) -> list[Placed]:
    """The frameworks that all partners of an agreement have signed."""
    first, *others = (frames.get((folded(one.name), one.country), []) for one in agreement.parties)
    return [frame for frame in first if all(frame in more for more in others)]


def _frames(records: Sequence[Placed], new: set[str]) -> Iterator[Link]:
    frames: dict[tuple[str, str], list[Placed]] = {}
    for one in records:
        if one.agreement.instrument == "mou":
            for party in one.agreement.parties:
                frames.setdefault((folded(party.name), party.country), []).append(one)
    for one in records:
        agreement = one.agreement
        if agreement.id in new and agreement.instrument in ("pks", "ia") and one.first and not agreement.under:
            candidates = [
                frame
                for frame in _shared(frames, agreement)
                if frame.first
                and frame.first.earliest <= one.first.earliest
                and (frame.last is None or frame.last.latest >= one.first.earliest)
            ]
            if len(candidates) == 1:
                yield Link(agreement.id, "under", candidates[0].agreement.id)
