"""What texts state, held beside a record: the same, different, lacking in the record, or not said by the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import BadDate, DateSpan, Period, any_period, parse_date
from mou_tracker.texts.facts import Fact, Value

Verdict = Literal["same", "differs", "lacks", "not-said"]
COMPARED = (
    "instrument",
    "signed",
    "starts",
    "term",
    "ends",
    "renewal.mode",
    "renewal.period",
    "renewal.times",
    "renewal.notice",
    "termination.notice",
    "place",
    "fields",
)
"""The fields that a record has too and that can be compared; names and titles are worded freely."""
WEAK = ("place", "fields", "instrument")
"""Where a different wording is no contradiction."""


class Compared(Struct, frozen=True):
    """One field: what the text states, what the record has, and how the two stand to each other."""

    fact: Fact
    recorded: str | None
    verdict: Verdict


def compared(facts: Iterable[Fact], agreement: Agreement) -> list[Compared]:
    """Each comparable field."""
    by_field = {fact.field: fact for fact in facts}
    found = []
    for name in COMPARED:
        fact = by_field.get(name) or Fact(name, "not-said")
        recorded = _recorded(name, agreement)
        found.append(Compared(fact, recorded, _verdict(name, fact, recorded, agreement)))
    return found


def contradictions(facts: Iterable[Fact], agreement: Agreement) -> list[Compared]:
    """The facts that the text plainly states otherwise."""
    return [one for one in compared(facts, agreement) if one.verdict == "differs" and one.fact.field not in WEAK]


def _recorded(name: str, agreement: Agreement) -> str | None:
    """What the record says of a field, as a text; None for nothing and for `unknown`."""
    if name == "signed":
        day = agreement.signing
        return day.iso() if day else None
    value: object = agreement
    for part in name.split("."):
        value = getattr(value, part, None)
    if value is None or value in ("unknown", ()):
        return None
    if isinstance(value, (DateSpan,)):
        return value.iso()
    if isinstance(value, Period):
        return value.text()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _verdict(name: str, fact: Fact, recorded: str | None, agreement: Agreement) -> Verdict:
    if fact.kind != "stated" or fact.value is None:
        return "not-said"
    if name == "starts" and fact.value == "signing":
        # The record's own default; a stated start of another day is told.
        signed = _recorded("signed", agreement)
        return "same" if recorded is None or recorded == signed else "differs"
    if recorded is None:
        return "lacks"
    return "same" if _alike(fact.value, recorded) else "differs"


def _alike(value: Value, recorded: str) -> bool:
    if isinstance(value, tuple):
        return {one.casefold() for one in value} == {one.strip().casefold() for one in recorded.split(",")}
    if value.casefold() == recorded.casefold():
        return True
    first, second = any_period(value), any_period(recorded)
    if first and second:
        return first.length == second.length
    try:
        one, other = parse_date(value), parse_date(recorded)
    except BadDate:
        return False
    return one.earliest <= other.latest and other.earliest <= one.latest


def data(fact: Fact) -> object:
    """A stated value as an edit takes it: days and periods as such."""
    value = fact.value
    if isinstance(value, tuple) or value is None:
        return value
    if fact.field in ("signed", "starts", "ends"):
        return parse_date(value)
    if fact.field in ("term", "renewal.period", "renewal.notice", "termination.notice"):
        return any_period(value) or value
    return int(value) if fact.field == "renewal.times" else value


RECORD_FIELDS = ("signed", "starts", "term", "ends", "place", "fields")


def record_of(facts: Sequence[Fact], known: Iterable[str], ocr: bool = False) -> dict[str, object]:
    """The stated facts as a part of a record; `known` are the keys that a record may have.

    What OCR guessed is left out unless `ocr`. A start at the signing is the default and not written.
    """
    keys = set(known)
    made: dict[str, object] = {}
    for fact in facts:
        key, _, part = fact.field.partition(".")
        if fact.kind != "stated" or key not in keys or (fact.ocr and not ocr) or fact.value == "signing":
            continue
        if part and key in ("renewal", "termination"):
            inner = made.setdefault(key, {})
            assert isinstance(inner, dict)
            inner[part] = data(fact)
        elif fact.field in RECORD_FIELDS:
            made[key] = data(fact)
    extra = {f.field.partition(".")[2]: f.value for f in facts if f.kind == "stated" and f.field.startswith("extra.")}
    if extra and "extra" in keys:
        made["extra"] = extra
    return made


def said(values: Mapping[str, object]) -> tuple[str, ...]:
    """The keys of a record that its signed text backs, for `says`."""
    return tuple(sorted(values))
