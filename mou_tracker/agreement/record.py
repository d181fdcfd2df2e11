"""What a record says, as frozen values. Names are the register's own keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from mou_tracker.basics.dates import DateSpan, EndRule, Period
from mou_tracker.basics.findings import Span


class Offsets(Struct, frozen=True):
    """One ladder: how long before (negative: after) a milestone to speak, and the period that repeats for ever."""

    steps: tuple[Period, ...]
    every: Period | None = None


class Escalation(Struct, frozen=True):
    """Who else is told when a matter stays late for this long."""

    after: Period
    to: tuple[str, ...]


class Ladder(Struct, frozen=True):
    """When to remind of each kind of milestone; None keeps the default for that kind."""

    decision: Offsets | None = None
    lapsed: Offsets | None = None
    approval: Offsets | None = None
    follow_up: Offsets | None = None
    escalate: Escalation | None = None


INSTRUMENTS = ("loi", "mou", "pks", "ia", "addendum", "other")
RENEWAL_MODES = ("by-agreement", "automatic", "none", "unknown")
CLOSINGS = ("terminated", "replaced", "completed", "abandoned")
OUTCOMES = ("approved", "refused", "returned")

Term = Period | Literal["indefinite", "unknown"]


WHERE_WRITTEN = ("file", "places")


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
    """With whom: a name, a country (ISO 3166-1 alpha-2), and the body that signs if it is not the partner itself."""

    name: str
    country: str
    body: str | None = None


class Signature(Struct, frozen=True):
    """One party's signature; `by` is None where the record gives a single date."""

    on: DateSpan
    by: str | None = None


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
    """One record of the register, as written. `places` maps a field's path (`steps[0].done`) to its place."""

    id: str
    title: str
    partner: Partner
    kind: str
    instrument: str
    since: DateSpan | None = None
    signed: tuple[Signature, ...] = ()
    starts: DateSpan | None = None
    term: Term | None = None
    ends: DateSpan | None = None
    ends_with: str | None = None
    end_of_term: EndRule | None = None
    renewal: Renewal = Renewal()
    notice_given: DateSpan | None = None
    extensions: tuple[Extension, ...] = ()
    closed: Closing | None = None
    renews: str | None = None
    steps: tuple[Step, ...] = ()
    dprd: str | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    fields: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()
    reminders: Ladder | Literal["none"] | None = None
    notes: str | None = None
    file: str = ""
    places: Mapping[str, Span] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The line on which the record begins."""
        place = self.places.get("")
        return place.line if place else 0

    @property
    def signing(self) -> DateSpan | None:
        """The day of the last signature, None while unsigned."""
        if not self.signed:
            return None
        if len(self.signed) == 1:
            return self.signed[0].on
        return DateSpan(max(s.on.earliest for s in self.signed), max(s.on.latest for s in self.signed))


# What names an item of a list: the attribute by which people tell one from the other.
ITEM_KEYS = {
    "signed": "by",
    "extensions": "signed",
    "steps": "step",
    "follow_ups": "what",
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
    names = record.__struct_fields__
    return tuple(name for name in names if name not in WHERE_WRITTEN) if isinstance(record, Written) else names


def leaves(record: Struct, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value that a record gives, by its path (`renewal.notice`, `steps[signing].done`).

    Views that have no row of their own for a field show it from here, so that a new one is shown at once.
    """
    for name in said_names(record):
        value = getattr(record, name)
        if value is None or value == ():
            continue
        here = f"{path}.{name}" if path else name
        if isinstance(value, tuple) and isinstance(value[0], Struct):
            for item in value:
                key = written(getattr(item, ITEM_KEYS[name]))
                yield from leaves(item, f"{here}[{key or ''}]")
        elif isinstance(value, Struct):
            yield from leaves(value, here)
        else:
            yield here, value


def as_data(value: object) -> object:
    """A value as JSON can hold it: dates and periods as texts, records without what they leave out."""
    if isinstance(value, DateSpan | Period):
        return written(value)
    if isinstance(value, Struct):
        given = ((name, getattr(value, name)) for name in said_names(value))
        return {name: as_data(one) for name, one in given if one is not None and one != ()}
    return [as_data(one) for one in value] if isinstance(value, tuple) else value
