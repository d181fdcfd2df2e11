"""What differs between two readings of a register: by agreement, in words, and how each status moved for one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import ITEM_KEYS, WHERE_WRITTEN, Agreement, written
from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.labels import told, worded
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.statuses import Status

# The lists of a record whose items have something to be known by; other lists are compared whole.


class Difference(Struct, frozen=True):
    """One thing that changed: where (`steps[signing].done`), in words, and both values as the register writes them."""

    path: str
    what: Phrase
    before: str | None = None
    after: str | None = None


class Standing(Struct, frozen=True):
    """How an agreement stood on the day: its status and last day."""

    status: Status
    last_day: DateSpan | None
    status_name: Phrase


class AgreementChange(Struct, frozen=True):
    """What happened to one agreement. A standing is None where the record was not known on the day, or not there."""

    id: str
    title: str
    kind: Literal["added", "removed", "changed"]
    differences: tuple[Difference, ...]
    before: Standing | None
    after: Standing | None

    @property
    def moved(self) -> bool:
        """Whether the status or the last day differs."""
        return self.before != self.after


class BookChange(Struct, frozen=True):
    """All that changed, agreements by id; `broken` are the ids of records that could be read before and now cannot."""

    register: tuple[Difference, ...]
    agreements: tuple[AgreementChange, ...]
    broken: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.register or self.agreements or self.broken)


def changes(
    old: Book, new: Book, old_found: Iterable[Assessment] = (), new_found: Iterable[Assessment] = ()
) -> BookChange:
    """What differs between two books, with the assessments of both for the same day."""
    before, after = {a.id: a for a in old.agreements}, {a.id: a for a in new.agreements}
    stood, stands = _standings(old_found), _standings(new_found)
    unreadable = {one.id for one in new.unreadable}
    broken = sorted(name for name in before if name not in after and name in unreadable)
    names = sorted((before.keys() | after.keys()) - set(broken))
    made = (
        _change(name, before.get(name), after.get(name), stood.get(name), stands.get(name), new.procedures)
        for name in names
    )
    return BookChange(register_differences(old.register, new.register), tuple(filter(None, made)), tuple(broken))


def _standings(assessments: Iterable[Assessment]) -> dict[str, Standing]:
    return {one.agreement.id: Standing(one.status, one.last_day, one.status_name) for one in assessments}


def _change(
    name: str,
    before: Agreement | None,
    after: Agreement | None,
    stood: Standing | None,
    stands: Standing | None,
    procedures: Mapping[str, Procedure],
) -> AgreementChange | None:
    """One agreement's change; None if nothing of it changed."""
    if after is None:
        assert before is not None
        return AgreementChange(name, before.title, "removed", (), stood, None)
    if before is None:
        return AgreementChange(name, after.title, "added", (), None, stands)
    same = before is after or before == after
    found = () if same else tuple(differences(before, after, procedures.get(after.kind)))
    if not found and stood == stands:
        return None
    return AgreementChange(name, after.title, "changed", found, stood, stands)


def differences(before: Agreement, after: Agreement, procedure: Procedure | None = None) -> Iterator[Difference]:
    """What two readings of one record say differently, in the order of the record's keys.

    `procedure` is the record's, by which its steps and its council are called.
    """
    for name in Agreement.__struct_fields__:
        if name not in WHERE_WRITTEN and name != "id":
            yield from _differ(name, getattr(before, name), getattr(after, name), procedure)


def register_differences(before: Register, after: Register) -> tuple[Difference, ...]:
    """What changed in the register's own settings."""
    names = [name for name in Register.__struct_fields__ if name not in WHERE_WRITTEN]
    return tuple(one for name in names for one in _differ(name, getattr(before, name), getattr(after, name)))


def _differ(path: str, old: object, new: object, procedure: Procedure | None = None) -> Iterator[Difference]:
    if old == new:
        return
    if path == "signed":
        old, new = _one_date(old), _one_date(new)
    if path in ITEM_KEYS and _has_items(old) and _has_items(new):
        yield from _items(path, old, new, procedure)
    elif isinstance(old, Struct) and isinstance(new, Struct):
        for part in old.__struct_fields__:
            yield from _differ(f"{path}.{part}", getattr(old, part, None), getattr(new, part, None), procedure)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from _differ(f"{path}.{key}", old.get(key), new.get(key), procedure)
    else:
        yield _difference(path, old, new, procedure)


def _one_date(signed: object) -> object:
    """A date that stands for all signatures, or the signatures."""
    if isinstance(signed, tuple) and len(signed) == 1 and signed[0].by is None:
        return signed[0].on
    return signed


def _has_items(value: object) -> bool:
    return value == () or (isinstance(value, tuple) and not isinstance(value, (DateSpan, Period)))


def _keyed(items: object, attribute: str) -> dict[str, object]:
    """Items by what they are known by; those of one name are numbered from the second on."""
    made: dict[str, object] = {}
    for item in items:  # type: ignore[attr-defined]
        name = key = written(getattr(item, attribute)) or ""
        number = 1
        while key in made:
            number += 1
            key = f"{name} {number}"
        made[key] = item
    return made


def _items(path: str, old: object, new: object, procedure: Procedure | None) -> Iterator[Difference]:
    """What changed in a list: items that came or went whole, and the parts of those that stayed."""
    before, after = _keyed(old, ITEM_KEYS[path]), _keyed(new, ITEM_KEYS[path])
    for key in (*before, *(key for key in after if key not in before)):
        name = f"{path}[{key}]"
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            yield _difference(name, one, other, procedure, ITEM_KEYS[path])
            continue
        assert isinstance(one, Struct)
        for part in one.__struct_fields__:
            yield from _differ(f"{name}.{part}", getattr(one, part), getattr(other, part), procedure)


def _difference(path: str, old: object, new: object, procedure: Procedure | None, without: str = "") -> Difference:
    """One change; `without` is what an item that came or went is known by, which its name tells."""
    field, before, after = worded(path, procedure), written(old, without), written(new, without)
    was, value = told(path, old, without), told(path, new, without)
    if before is not None and after is not None:
        said = phrase("{field}: {before} → {after}", field=field, before=was, after=value)
    elif after is not None:
        said = phrase("{field}: {value}", field=field, value=value)
    elif before is not None:
        said = phrase("{field} removed, was {value}", field=field, value=was)
    else:
        said = phrase("{field} removed", field=field) if new is None else phrase("{field} added", field=field)
    return Difference(path, said, before, after)
