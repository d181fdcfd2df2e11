"""What is to change in a register, as values: nothing here knows how a file is laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from mou_tracker.agreement.record import Agreement, Extension
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.labels import part_name, told, worded

LONGEST = 64
_BETWEEN = pattern(r"[^a-z0-9]+")
_YEAR = pattern(r"-(?:19|20|21)[0-9]{2}$")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A text as part of an id: small letters without accents, digits, single hyphens; empty if nothing is left."""
    letters = text.casefold()
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters.translate(_LETTERS))
        letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _BETWEEN.sub("-", letters).strip("-")


class Ids(set[str]):
    """Ids that are taken already, where many new ones are given: it is known how far those of one name are numbered."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        super().__init__(taken)
        self.numbered: dict[str, int] = {}


def id_for(name: str, year: int | None, taken: Container[str]) -> str:
    """The id of a record with this partner that begins in this year, numbered from 2 on if it is taken."""
    ending = f"-{year}" if year else ""
    stem = slug(name)[: LONGEST - len(ending) - 4].strip("-") or "agreement"
    return free(stem + ending, taken)


def free(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number that makes it free."""
    numbered = taken.numbered if isinstance(taken, Ids) else {}
    number = numbered.get(name, 1)
    found = name if number == 1 else f"{name}-{number}"
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    numbered[name] = number
    return found


def next_id(name: str, year: int, taken: Container[str]) -> str:
    """The id of the instrument that follows the one of this id in a year."""
    stem = _YEAR.sub("", name)[: LONGEST - 9].strip("-")
    return free(f"{stem}-{year}", taken)


Data = str | int | DateSpan | Period | Sequence["Data"] | Mapping[str, "Data"]
Path = tuple[str | int, ...]


class Put(NamedTuple):
    """Set what stands at a path of the record; a mapping is merged into one that is there already.

    A value of another kind, such as a list where a date is to stand, is replaced only if `any_kind` says so.
    """

    path: Path
    value: Data
    any_kind: bool = False


class Add(NamedTuple):
    """Append to the list under a key of the record, which is made if it is not there yet; `more` follow the value."""

    key: str
    value: Data
    more: tuple[Data, ...] = ()


class Drop(NamedTuple):
    """Take away what stands at a path of the record, and what would be empty without it."""

    path: Path


Change = Put | Add | Drop


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with those of one mapping or list put together, so that each is opened once."""
    made: dict[object, Change] = {}
    for change in changes:
        if isinstance(change, Put) and isinstance(change.value, Mapping):
            before = made.get(change.path)
            if isinstance(before, Put) and isinstance(before.value, Mapping):
                change = Put(change.path, {**before.value, **change.value})
        if isinstance(change, Add):
            first = made.get(change.key)
            further = (change.value, *change.more)
            made[change.key] = first._replace(more=(*first.more, *further)) if isinstance(first, Add) else change
            continue
        made[change.path] = change
    return tuple(made.values())


class NewRecord(Struct, frozen=True):
    """A whole record, to stand after another one in the list, or last."""

    value: Mapping[str, Data]
    after: str | None = None


class Contradiction(Exception):
    """The record says something else already; carries the sentence that says what."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


def index_of(text: str, count: int) -> int | None:
    """The index of the item that a number from 1 means; None where it is no number of one of so many items."""
    at = int(text) - 1 if text.isdecimal() and len(text) < 10 else -1
    return at if 0 <= at < count else None


def given(**values: Data | None) -> dict[str, Data]:
    """The values that are there."""
    return {name: value for name, value in values.items() if value is not None}


def fill(path: Path, recorded: object, wanted: Mapping[str, Data], replace: bool = False) -> list[Change]:
    """Changes that make a part of the record say what is wanted; `recorded` has an attribute for each key, or is None.

    Raises Contradiction where another value stands already, unless it is to be replaced.
    """
    missing: dict[str, Data] = {}
    for key, value in wanted.items():
        old = getattr(recorded, key, None)
        if old == value:
            continue
        if old is not None and not replace:
            raise _recorded((*path, key), old)
        missing[key] = value
    if not missing:
        return []
    return [Put(path, missing)] if path else [Put((key,), value) for key, value in missing.items()]


def _recorded(path: Path, old: object) -> Contradiction:
    """That something else stands at a path; both in words."""
    keys = [part for part in path if isinstance(part, str)]
    name = ".".join(keys)
    field = worded(name) if len(keys) == len(path) else part_name(keys[0], keys[-1])
    text = phrase(
        "{field} is already recorded as {old}", field=field, old=old if isinstance(old, DateSpan) else told(name, old)
    )
    return Contradiction(text, phrase("--replace corrects what is recorded"))


def sign(agreement: Agreement, on: DateSpan | str, by: str | None, replace: bool = False) -> list[Change]:
    """A signature, of one party if `by` names it; on a day that nobody knows where `on` says `unknown`."""
    signed = agreement.signed
    alone = len(signed) == 1 and signed[0].by is None
    if by is None:
        if signed and not alone:
            raise Contradiction(
                phrase("each party of {id} has its own signature", id=agreement.id), phrase("say whose this is: --by")
            )
        return _single_signature(agreement, on, replace)
    if alone and signed[0].on == "unknown":
        return [Put(("signed",), [{"by": by, "on": on}])]
    if alone:
        raise Contradiction(phrase("{id} has one date for all signatures: {day}", id=agreement.id, day=signed[0].on))
    for index, signature in enumerate(signed):
        if signature.by == by:
            return fill(("signed", index), signature, {"on": on}, replace)
    return [Add("signed", {"by": by, "on": on})]


def _single_signature(agreement: Agreement, on: DateSpan | str, replace: bool) -> list[Change]:
    old = agreement.signing
    if agreement.signed and agreement.signed[0].on == on:
        return []
    if old == on:
        return []
    if old is not None and not replace:
        raise _recorded(("signed",), old)
    return [Put(("signed",), on)]


def facts(
    agreement: Agreement, wanted: Mapping[str, Data], replace: bool = False, backed: Sequence[str] = ()
) -> list[Change]:
    """What is to be known besides a signature: term or end, the renewal's `mode`, the `owner`, and the `source`, which
    also backs the fields that are named. A source that is there already is not doubled.
    """
    keys = {key: value for key, value in wanted.items() if key not in ("mode", "owner", "source")}
    changes = fill((), agreement, keys, replace)
    if "mode" in wanted:
        known = agreement.renewal if agreement.renewal.mode != "unknown" else None
        changes += fill(("renewal",), known, {"mode": wanted["mode"]}, replace)
    if "owner" in wanted:
        owners = agreement.owner[0] if len(agreement.owner) == 1 else agreement.owner or None
        changes += fill((), _Owned(owners), {"owner": wanted["owner"]}, replace)
    if "source" in wanted and all(source.title != wanted["source"] for source in agreement.sources):
        changes.append(Add("sources", source_of(wanted, backed)))
    return changes


class _Owned(NamedTuple):
    owner: object


def source_of(wanted: Mapping[str, Data], backed: Sequence[str] = ()) -> Mapping[str, Data]:
    """The `source` that is wanted, with the facts that are recorded by it as what it says."""
    names = {"signed": "signed", "starts": "starts", "term": "term", "ends": "ends", "mode": "renewal"}
    said = [name for key, name in names.items() if key in wanted or key in backed]
    return {"title": wanted["source"], **({"says": said} if said else {})}


def step(agreement: Agreement, name: str, wanted: Mapping[str, Data], replace: bool = False) -> list[Change]:
    """An entry of the approval path. What belongs to a step that was returned since begins a new entry."""
    index = max((i for i, entry in enumerate(agreement.steps) if entry.step == name), default=-1)
    if index < 0:
        return [Add("steps", {"step": name, **wanted})]
    try:
        return fill(("steps", index), agreement.steps[index], wanted, replace)
    except Contradiction:
        if any(entry.outcome == "returned" for entry in agreement.steps[index:]):
            return [Add("steps", {"step": name, **wanted})]
        raise


def extend(agreement: Agreement, signed: DateSpan, wanted: Mapping[str, Data], replace: bool = False) -> list[Change]:
    """What lengthened the same instrument; one extension a day of signing."""
    found: list[Extension] = [one for one in agreement.extensions if one.signed == signed]
    if not found:
        return [Add("extensions", {"signed": signed, **wanted})]
    return fill(("extensions", agreement.extensions.index(found[0])), found[0], wanted, replace)


def close(agreement: Agreement, wanted: Mapping[str, Data], replace: bool = False) -> list[Change]:
    """The end beside the term."""
    return fill(("closed",), agreement.closed, wanted, replace)


def keep_promise(agreement: Agreement, index: int, on: DateSpan, replace: bool = False) -> list[Change]:
    """A follow-up that was done on a day."""
    return fill(("follow_ups", index), agreement.follow_ups[index], {"done": on}, replace)


def decide(agreement: Agreement, decision: str, on: DateSpan | None, today: DateSpan) -> list[Change]:
    """What becomes of the agreement; a decision may be changed, the day recorded with it is then the new one's."""
    renewal = agreement.renewal
    if renewal.decision == decision and on in (None, renewal.decided):
        return []
    return fill(("renewal",), renewal, {"decision": decision, "decided": on or today}, replace=True)


def snooze(agreement: Agreement, wanted: Mapping[str, Data]) -> list[Change]:
    """Silence until a day; whatever snooze is recorded already gives way, its reason and its limits too."""
    old = agreement.snooze
    keys = old.__struct_fields__ if old else ()
    gone = [Drop(("snooze", key)) for key in keys if getattr(old, key) is not None and key not in wanted]
    return [*fill(("snooze",), old, wanted, replace=True), *gone]


def next_instrument(agreement: Agreement, name: str, since: DateSpan, wanted: Mapping[str, Data]) -> NewRecord:
    """The record of the agreement that is to follow this one.

    Carried over: title, partners, kind, instrument, unit, fields and owner. All else is the old text's own.
    """
    parties = [given(name=p.name, country=p.country, body=p.body, place=p.place) for p in agreement.parties]
    value: dict[str, Data] = {
        "id": name,
        "title": agreement.title,
        **({"partners": parties} if agreement.partners else {"partner": parties[0]}),
        "kind": agreement.kind,
        "instrument": agreement.instrument,
        **given(unit=agreement.unit),
        "since": since,
        "renews": agreement.id,
        "fields": agreement.fields,
        "owner": agreement.owner[0] if len(agreement.owner) == 1 else agreement.owner,
    }
    value |= wanted
    return NewRecord({key: kept for key, kept in value.items() if kept != ()}, agreement.id)
