"""What a record says, as frozen values. Names are the register's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.basics.dates import DateSpan, EndRule, Period
from mou_tracker.basics.findings import Span


class Offsets(Struct, frozen=True):
    """One ladder: how long before (negative: after) a milestone to speak, and the period that repeats for ever."""

    steps: tuple[Period, ...]
    every: Period | None = None


ESCALATED = ("safe_start", "decision", "approval", "lapsed")


class Escalation(Struct, frozen=True):
    """Who else is told when something stays late for so long. `for_` names the ladders meant, all where it is empty."""

    after: Period
    to: tuple[str, ...]
    for_: tuple[str, ...] = ()


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class DigestDays(Struct, frozen=True):
    """On which weekday what is not urgent is told, and how near a deadline is urgent."""

    on: str = "monday"
    urgent: Period = Period(weeks=2)


class Ladder(Struct, frozen=True):
    """When to remind of each kind of milestone; None keeps the default for that kind.

    `idle` is how long nothing may be recorded of a path without a due day. `digest` and `housekeeping` (the period of
    the list of all that is past its ladder) are the whole register's; a record's own ladder does not change them.
    """

    decision: Offsets | None = None
    safe_start: Offsets | None = None
    late: Offsets | None = None
    lapsed: Offsets | None = None
    approval: Offsets | None = None
    follow_up: Offsets | None = None
    idle: Period | None = None
    digest: DigestDays | None = None
    housekeeping: Period | Literal["none"] | None = None
    escalate: Escalation | None = None


SNOOZED = ("end", "approval", "promises")


class Snooze(Struct, frozen=True):
    """Silence with an end and a reason: nothing is told of the record before `until`.

    `what` is what of it is silent: its end, its approval or its promises; everything but the last month before an end
    if it is not said. What is recorded after `on` ends it.
    """

    until: DateSpan
    why: str | None = None
    by: str | None = None
    on: DateSpan | None = None
    what: str | None = None


INSTRUMENTS = ("loi", "mou", "pks", "ia", "addendum", "other")
RENEWAL_MODES = ("by-agreement", "automatic", "none", "unknown")
CLOSINGS = ("terminated", "replaced", "completed", "abandoned")
COUNCIL_NEEDS = ("required", "not-required")
OUTCOMES = ("approved", "refused", "returned")

Term = Period | Literal["indefinite", "unknown"]


WHERE_WRITTEN = ("file", "places", "signing_step")


class Written:
    """Says the same wherever it is written: compared and hashed without its file and places."""

    __slots__ = ()
    __struct_fields__: tuple[str, ...]

    def _says(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name not in WHERE_WRITTEN)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Written) and type(other) is type(self) and self._says() == other._says()

    def __hash__(self) -> int:
        return hash(self._says())


class Partner(Struct, frozen=True):
    """With whom: a name, a country (ISO 3166-1 alpha-2), the body that signs if it is not the partner itself, where."""

    name: str
    country: str
    body: str | None = None
    place: str | None = None


class Numbers(Struct, frozen=True):
    """The numbers that the document bears, as printed: the own office's and the partner's."""

    ours: str | None = None
    theirs: str | None = None


class PartnerContact(Struct, frozen=True):
    """The person at the partner. Personal data: told only where it is asked for."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Signature(Struct, frozen=True):
    """One party's signature; `by` is None where the record gives a single date. Who put it there, and as what."""

    on: DateSpan | Literal["unknown"]
    by: str | None = None
    name: str | None = None
    title: str | None = None


# Signed, on a day that nobody knows.
UNKNOWN_SIGNING = (Signature("unknown"),)
# The step that is the signature, where the kind's procedure names no other.
SIGNING_STEP = "signing"


class Termination(Struct, frozen=True):
    """How long before it either side may leave early, as the text says."""

    notice: Period


class Renewal(Struct, frozen=True):
    """What the text says of renewal, and what has been decided."""

    mode: str = "unknown"
    period: Period | None = None
    times: int | None = None
    notice: Period | None = None
    decision: str | None = None
    decided: DateSpan | None = None


class Extension(Struct, frozen=True):
    """What lengthened the same instrument: a further term, a new end, or a new start with either."""

    signed: DateSpan
    term: Term | None = None
    ends: DateSpan | None = None
    starts: DateSpan | None = None
    instrument: str | None = None
    document: str | None = None


class Closing(Struct, frozen=True):
    """The end before or beside the term: `on` is the last day in force."""

    on: DateSpan
    how: str
    by: str | None = None
    reason: str | None = None


class Step(Struct, frozen=True):
    """One step of the approval path as far as it has gone."""

    step: str
    received: DateSpan | None = None
    started: DateSpan | None = None
    done: DateSpan | None = None
    outcome: str | None = None
    reference: str | None = None
    note: str | None = None

    @property
    def days(self) -> tuple[DateSpan, ...]:
        """The dates that the record gives for it."""
        return tuple(day for day in (self.received, self.started, self.done) if day)

    @property
    def finished(self) -> bool:
        """Whether it is over, with whatever outcome."""
        return self.done is not None or self.outcome is not None


class FollowUp(Struct, frozen=True):
    """A promise to act on."""

    what: str
    due: DateSpan | None = None
    owner: tuple[str, ...] = ()
    done: DateSpan | None = None


class Activity(Struct, frozen=True):
    """What was done under an agreement."""

    on: DateSpan
    what: str
    url: str | None = None


class Extra(Struct, frozen=True):
    """What an office keeps besides, under a name of its own; never interpreted."""

    name: str
    text: str


class Document(Struct, frozen=True):
    """A document that belongs to the record; `path` is relative to the register's file."""

    title: str
    path: str | None = None
    url: str | None = None
    sha256: str | None = None


class Source(Struct, frozen=True):
    """Where facts come from; `says` names the fields that it backs."""

    title: str
    publisher: str | None = None
    published: DateSpan | None = None
    url: str | None = None
    file: str | None = None
    says: tuple[str, ...] = ()


class Agreement(Written, Struct, frozen=True, eq=False):
    """One record of the register, as written. `places` maps a field's path (`steps[0].done`) to its place.

    `partners` are those of an agreement of several parties; `partner` is then the first of them.
    """

    id: str
    title: str
    partner: Partner
    kind: str
    instrument: str
    partners: tuple[Partner, ...] = ()
    numbers: Numbers | None = None
    under: str | None = None
    unit: str | None = None
    contact: PartnerContact | None = None
    since: DateSpan | None = None
    place: str | None = None
    signed: tuple[Signature, ...] = ()
    starts: DateSpan | None = None
    term: Term | None = None
    ends: DateSpan | None = None
    ends_with: str | None = None
    end_of_term: EndRule | None = None
    renewal: Renewal = Renewal()
    termination: Termination | None = None
    notice_given: DateSpan | None = None
    extensions: tuple[Extension, ...] = ()
    closed: Closing | None = None
    renews: str | None = None
    steps: tuple[Step, ...] = ()
    dprd: str | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    activities: tuple[Activity, ...] = ()
    fields: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()
    reminders: Ladder | Literal["none"] | None = None
    snooze: Snooze | None = None
    extra: tuple[Extra, ...] = ()
    notes: str | None = None
    file: str = ""
    places: Mapping[str, Span] = field(default_factory=dict)
    signing_step: str = SIGNING_STEP

    @property
    def line(self) -> int:
        """The line on which the record begins."""
        known: int | None = getattr(self.places, "first_line", None)  # lists tell every record's, so it is kept
        if known is not None:
            return known
        place = self.places.get("")
        return place.line if place else 0

    @property
    def signing(self) -> DateSpan | None:
        """The day of the last signature, None while unsigned and where nobody knows it."""
        if len(self.signed) == 1:  # as nearly all are: asked for often, and a loop costs more than its body
            on = self.signed[0].on
            return on if isinstance(on, DateSpan) else None
        days = self.signing_days
        if not days:
            return None
        return DateSpan(max(day.earliest for day in days), max(day.latest for day in days))

    @property
    def signing_days(self) -> tuple[DateSpan, ...]:
        """The days of the signatures, as far as somebody knows them."""
        if len(self.signed) == 1:
            on = self.signed[0].on
            return (on,) if isinstance(on, DateSpan) else ()
        return tuple(one.on for one in self.signed if isinstance(one.on, DateSpan))

    @property
    def dates_of_force(self) -> bool:
        """Whether it says from when or until when it is in force, or what became of that."""
        return bool(self.starts or self.ends or self.extensions or self.notice_given)

    @property
    def in_force_by_dates(self) -> bool:
        """Whether it counts as signed on an unknown day: it has dates of force and no signature, and no approval path
        is under way.
        """
        return not self.signed and self.dates_of_force and (not self.steps or self.signing_done(self.steps))

    @property
    def is_signed(self) -> bool:
        """Whether it counts as signed, be it by its own dates of force."""
        return bool(self.signed) or self.in_force_by_dates

    def signing_done(self, steps: Iterable[Step]) -> bool:
        """Whether the signing, the path's step that is the signature, is among these steps and done."""
        return any(
            one.step == self.signing_step and one.finished and one.outcome not in ("refused", "returned")
            for one in steps
        )

    @property
    def parties(self) -> tuple[Partner, ...]:
        """All partners, in the order in which they are written."""
        return self.partners or (self.partner,)


# What names an item of a list: the attribute by which people tell one from the other.
ITEM_KEYS = {
    "partners": "name",
    "signed": "by",
    "extensions": "signed",
    "steps": "step",
    "follow_ups": "what",
    "activities": "what",
    "extra": "name",
    "documents": "title",
    "sources": "title",
}


def written(value: object, without: str = "") -> str | None:
    """A value in one line, as a register writes it; None for nothing. `without` leaves an attribute out."""
    match value:
        case None | ():
            return None
        case DateSpan():
            return value.iso()
        case Period():
            return value.text()
        case tuple():
            return ", ".join(filter(None, (written(one) for one in value)))
    if isinstance(value, Struct):
        said = {part: written(getattr(value, part)) for part in value.__struct_fields__ if part != without}
        return ", ".join(f"{name} {text}" for name, text in said.items() if text) or None
    return str(value)


def said_names(record: Struct) -> tuple[str, ...]:
    """The attributes that say something, without the place of what is written; a source's `file` is one of them."""
    if not isinstance(record, Written):
        return record.__struct_fields__
    return _said_names(type(record), isinstance(record, Agreement) and bool(record.partners))


@cache
def _said_names(kind: type[Written], several: bool) -> tuple[str, ...]:
    left_out = (*WHERE_WRITTEN, "partner") if several else WHERE_WRITTEN
    return tuple(name for name in kind.__struct_fields__ if name not in left_out)


def leaves(record: Struct, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value that a record gives, by its path (`renewal.notice`, `steps[signing].done`).

    Views that have no row of their own for a field show it from here, so that a new one is shown at once.
    """
    for name in said_names(record):
        value = getattr(record, name)
        if value is None or value == ():
            continue
        key = name.rstrip("_")  # `for` is no name in Python
        here = f"{path}.{key}" if path else key
        if isinstance(value, tuple) and isinstance(value[0], Struct):
            for item in value:
                if isinstance(item, Extra):
                    yield f"{here}[{item.name}]", item.text
                    continue
                named = written(getattr(item, ITEM_KEYS[name]))
                yield from leaves(item, f"{here}[{named or ''}]")
        elif isinstance(value, Struct):
            yield from leaves(value, here)
        else:
            yield here, value


def without_contact(agreement: Agreement) -> Agreement:
    """The record without the person at the partner, whose data nobody asked for."""
    return replace(agreement, contact=None) if agreement.contact else agreement


def as_data(value: object) -> object:
    """A value as JSON can hold it: dates and periods as texts, records without what they leave out."""
    if isinstance(value, str):  # most values: asked first
        return value
    if isinstance(value, (DateSpan, Period)):
        return written(value)
    if isinstance(value, Struct):
        given = ((name, getattr(value, name)) for name in said_names(value))
        return {name.rstrip("_"): as_data(one) for name, one in given if one is not None and one != ()}
    if isinstance(value, tuple) and value and isinstance(value[0], Extra):
        return {one.name: one.text for one in value}
    return [as_data(one) for one in value] if isinstance(value, tuple) else value
