"""What a text says for each field of a record that is read in a way of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.sheets.cells import CannotTake, squeezed
from mou_tracker.sheets.columns import Judged
from mou_tracker.sheets.headings import Column
from mou_tracker.sheets.import_map import DATE_FIELDS, ID, REST
from mou_tracker.sheets.known_headings import DPRD, KINDS, instrument_of, normal
from mou_tracker.sheets.rows.days import day_in, take_day, take_renewal, take_term, taking_period
from mou_tracker.sheets.rows.partners import take_country, take_name
from mou_tracker.sheets.rows.record import MAPPINGS, Draft

_LIST = pattern(r"\s*[;\n•]\s*")
_BULLET = pattern(r"^(?:[-–*‣▪·]|[0-9]{1,2}[.)]|[a-z][.)])\s+")


def put(draft: Draft, name: str, value: object, column: Column, found: Judged | None) -> None:
    """Put a value into the field; raises CannotTake."""
    head, _, part = name.partition(".")
    if name in DATE_FIELDS:
        take_day(draft, name, value, column, found)
    elif head == "steps":
        step, _, part = part.partition(".")
        said = day_in(draft, value, column, found) if part != "reference" else squeezed(str(value))
        draft.steps.setdefault(step, {})[part] = said
    elif name == "partner.name":
        take_name(draft, str(value), column)
    elif name in READERS:
        READERS[name](draft, str(value).strip() if name in _OF_LINES else squeezed(str(value)), column)
    elif head in MAPPINGS and part:
        text = str(value).strip()
        draft.part(head)[part] = text if head == "extra" else squeezed(text)
    else:
        draft.values[name] = squeezed(str(value))


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


def _identifier(draft: Draft, text: str, _: Column) -> None:
    if len(text) > 64 or not ID.fullmatch(text):
        raise CannotTake(phrase("{text} is no id: small letters, digits and single hyphens", text=repr(text)))
    draft.values["id"] = text


def _fields(draft: Draft, text: str, _: Column) -> None:
    parts = [part for part in _LIST.split(text) if part]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    said = tuple(_BULLET.sub("", squeezed(part)).strip(" .") for part in parts)
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
# A field is read by its own function; one that is not here is taken as it stands.
READERS: Mapping[str, Callable[[Draft, str, Column], None]] = {
    "id": _identifier,
    "partner.country": take_country,
    "partner.type": _partner_type,
    "status": _status,
    "kind": _kind,
    "instrument": _instrument,
    "dprd": _word("dprd", DPRD),
    "term": take_term,
    "renewal": take_renewal,
    "renewal.period": taking_period("period"),
    "renewal.notice": taking_period("notice"),
    "fields": _fields,
    "notes": _note,
}
