"""Which record of the register a row is, what it says otherwise, and the edits that make the register say it too.

What cannot be told for certain is not: a row that may be one of two records, or a new one, is doubtful and is listed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from msgspec import Struct

from mou_tracker.agreement.record import Agreement, written
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Add, Change, Data, Ids, Put, id_for
from mou_tracker.sheets.rows.record import Row

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
    for key in by if known else ():
        if key == "identity":
            names = [of_record(row.record) if "id" not in row.record else None for row in rows]
            known_names = {agreement.id: _of_agreement(agreement) for agreement in known}
            for part in (_whole, _but_unit, _but_day):
                _by_identity(rows, names, found, free, known_names, part)
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


def _whole(one: Identity) -> tuple[str, ...]:
    return one


def _but_unit(one: Identity) -> tuple[str, ...]:
    return (one.partner, one.country, one.instrument, one.begins)


def _but_day(one: Identity) -> tuple[str, ...]:
    return one[:4]


def _by_identity(
    rows: Sequence[Row],
    names: Sequence[Identity | None],
    found: list[Match | None],
    free: dict[str, Agreement],
    known_names: Mapping[str, Identity],
    part: Callable[[Identity], tuple[str, ...]],
) -> None:
    """Rows and records of one identity: those that say the same first, then the one that is left on both sides.

    `part` is what of an identity counts. Without their unit they are of one only where one of the two does not say it:
    of two units each has its own paper.
    """
    records: dict[tuple[str, ...], list[Agreement]] = {}
    for agreement in free.values():
        records.setdefault(part(known_names[agreement.id]), []).append(agreement)
    asked: dict[tuple[str, ...], list[int]] = {}
    for at, name in enumerate(names):
        if found[at] is None and name is not None:
            asked.setdefault(part(name), []).append(at)
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
    if isinstance(partner, (dict, Mapping)):  # nearly all are a dict, of which Python knows at once
        return (partner,)
    partners = row["partners"]
    assert isinstance(partners, Sequence)
    return [one for one in partners if isinstance(one, Mapping)]


def folded(text: object) -> str:
    """A name to be compared: composed, without case and doubled spaces."""
    plain = str(text or "")
    composed = plain if plain.isascii() else unicodedata.normalize("NFC", plain)
    return " ".join(composed.casefold().split())


def first_day(row: Record) -> DateSpan | None:
    """When a row's record begins: its signing, else its start."""
    for key in ("signed", "starts"):
        day = row.get(key)
        if isinstance(day, DateSpan):
            return day
    return None


def named(row: Record, taken: Ids) -> Record:
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


_NEAR = timedelta(31)


def links(records: Sequence[Placed], new: set[str], under: bool) -> list[Link]:
    """The chains that new records make: a paper that begins as the partner's former one of the same kind and unit ends,
    and the MoU under which a PKS or IA stands, where only one can be meant.
    """
    series: dict[tuple[object, ...], list[Placed]] = {}
    parties: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in records:
        agreement = one.agreement
        who = parties[agreement.id] = tuple((folded(party.name), party.country) for party in agreement.parties)
        names = tuple(sorted(who)) if len(who) > 1 else who
        key = (names, agreement.instrument, folded(agreement.unit) if agreement.unit else "")
        series.setdefault(key, []).append(one)
    found = [link for group in series.values() if len(group) > 1 for link in _renewals(group, new)]
    followed = Counter(link.other for link in found)
    found = [link for link in found if followed[link.other] == 1]
    if under:
        found += _frames(records, new, parties)
    return sorted(found)


def _renewals(group: Sequence[Placed], new: set[str]) -> Iterator[Link]:
    """Which of the papers of one series follows which other, by their days alone."""
    renewed = {one.agreement.renews for one in group}
    ended = sorted((one.last.latest, at) for at, one in enumerate(group) if one.last and one.first)
    for at, later in enumerate(group):
        if later.agreement.id not in new or later.agreement.renews or not later.first:
            continue
        begins = later.first.earliest
        near = bisect_left(ended, (begins - _NEAR,)), bisect_left(ended, (begins + _NEAR, len(group)))
        before = (group[other] for _, other in ended[slice(*near)] if other != at)
        fitting = (one for one in before if _is_earlier(one, later) and one.agreement.id not in renewed)
        if (only := _only(fitting)) is not None:
            yield Link(later.agreement.id, "renews", only.agreement.id)


def _is_earlier(one: Placed, other: Placed) -> bool:
    assert one.first
    assert other.first
    return one.first.earliest < other.first.earliest


def _only(found: Iterator[Placed]) -> Placed | None:
    """The one that there is; None where there is none or another one too."""
    first = next(found, None)
    return first if next(found, None) is None else None


class _Frameworks:
    """The MoUs of one partner, by which one may be asked for the only one that is in force on a day.

    Of those that began by then the two that last longest are known, one without an end longest of all: if the second
    has ended, the first is the only one that may be in force.
    """

    def __init__(self, frames: Iterable[Placed]) -> None:
        begun = sorted((one.first.earliest, at, one) for at, one in enumerate(frames) if one.first)
        self._days = [day for day, _, _ in begun]
        self._longest: list[tuple[Placed | None, Placed | None]] = []
        first: Placed | None = None
        second: Placed | None = None
        for _, _, one in begun:
            if first is None or _lasts(one) > _lasts(first):
                first, second = one, first
            elif second is None or _lasts(one) > _lasts(second):
                second = one
            self._longest.append((first, second))

    def only(self, day: date) -> Placed | None:
        """The only one in force on a day; None where there is none or another one too."""
        begun = bisect_right(self._days, day)
        first, second = self._longest[begun - 1] if begun else (None, None)
        if first is None or _lasts(first) < day or (second is not None and _lasts(second) >= day):
            return None
        return first


def _lasts(one: Placed) -> date:
    return one.last.latest if one.last else date.max


def _frames(
    records: Sequence[Placed], new: set[str], parties: Mapping[str, tuple[tuple[str, str], ...]]
) -> Iterator[Link]:
    """Under which MoU each new PKS and IA stands; one with several partners under one that all of them have signed."""
    signed: dict[tuple[str, str], dict[str, Placed]] = {}
    for one in records:
        if one.agreement.instrument == "mou":
            for party in parties[one.agreement.id]:
                signed.setdefault(party, {})[one.agreement.id] = one
    known: dict[tuple[tuple[str, str], ...], _Frameworks] = {}
    for one in records:
        agreement = one.agreement
        if agreement.id not in new or agreement.instrument not in ("pks", "ia") or not one.first or agreement.under:
            continue
        who = parties[agreement.id]
        if who not in known:
            first, *others = (signed.get(party, {}) for party in who)
            known[who] = _Frameworks(frame for id, frame in first.items() if all(id in more for more in others))
        frame = known[who].only(one.first.earliest)
        if frame is not None:
            yield Link(agreement.id, "under", frame.agreement.id)
