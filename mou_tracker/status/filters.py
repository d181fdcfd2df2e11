"""Filters: several values of one filter are or, several filters are and."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct

from mou_tracker.agreement.record import leaves, without_contact
from mou_tracker.agreement.record import written as as_text
from mou_tracker.basics.phrases import Called, Joined, Phrase, phrase
from mou_tracker.status.statuses import Status

if TYPE_CHECKING:  # the filters are also options of commands that assess nothing
    from mou_tracker.agreement.record import Agreement
    from mou_tracker.agreement.register import Register
    from mou_tracker.status.assessment import Assessment


def written(owner: str) -> str:
    """An owner as it is compared: neither a contact's name nor its address is told apart by case."""
    return normalize("NFC", owner).casefold().strip()


def owners_meant(given: Iterable[str], register: Register) -> frozenset[str]:
    """Every way to write the owners that somebody typed: a contact's id, its name and its address mean the same."""
    meant = {written(owner) for owner in given}
    for name, contact in register.contacts.items():
        ways = {written(way) for way in (name, contact.name, contact.email) if way}
        if ways & meant:
            meant |= ways
    return frozenset(meant)


def _owners(assessment: Assessment) -> Iterator[str]:
    """Whoever is told of a record: its owners, the register's where it names none, and those of its promises."""
    yield from assessment.agreement.owner
    yield from assessment.owner
    for follow_up in assessment.agreement.follow_ups:
        yield from follow_up.owner


def _has(parts: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether one of the parts stands in one of the texts; no parts are in every one."""
    if not parts:
        return True
    meant = [written(part) for part in parts]
    return any(part in written(text) for text in texts for part in meant)


def _texts(agreement: Agreement) -> Iterator[str]:
    """Every text that a record gives, the person at the partner left out: it is told only where it is asked for."""
    yield agreement.id
    for path, value in leaves(without_contact(agreement)):
        if path.startswith("extra["):
            yield path[6:-1]
        if text := as_text(value):
            yield text


def is_number(given: str, agreement: Agreement) -> bool:
    """Whether a text is a number that the document bears."""
    numbers = agreement.numbers
    known = (numbers.ours, numbers.theirs) if numbers else ()
    return any(number is not None and written(number) == written(given) for number in known)


class Query(Struct, frozen=True):
    """What to keep; an empty filter keeps everything. `partner`, `unit` and `field` are parts of a name, whatever
    its case; `search` is a part of any text of the record. A record may be asked for by its number in place of its id.

    `owner` is as typed, `owners` every way to write the owners meant by it: see `owners_meant`.
    """

    ids: Sequence[str] = ()
    status: Sequence[Status] = ()
    owner: Sequence[str] = ()
    kind: Sequence[str] = ()
    country: Sequence[str] = ()
    partner: Sequence[str] = ()
    unit: Sequence[str] = ()
    field: Sequence[str] = ()
    search: Sequence[str] = ()
    owners: frozenset[str] = frozenset()

    def keeps(self, assessment: Assessment) -> bool:
        """Whether a record passes every filter."""
        agreement = assessment.agreement
        return (
            (not self.ids or agreement.id in self.ids or any(is_number(one, agreement) for one in self.ids))
            and (not self.status or assessment.status in self.status)
            and self.owns(_owners(assessment))
            and (not self.kind or agreement.kind in self.kind)
            and (not self.country or bool({p.country for p in agreement.parties} & {c.upper() for c in self.country}))
            and _has(self.partner, (f"{p.name} {p.body or ''}" for p in agreement.parties))
            and _has(self.unit, (agreement.unit or "",))
            and _has(self.field, agreement.fields)
            and (not self.search or _has(self.search, _texts(agreement)))
        )

    def owns(self, owners: Iterable[str]) -> bool:
        """Whether one of these owners, contact ids or addresses, is asked for."""
        if not self.owner and not self.owners:
            return True
        meant = self.owners or {written(owner) for owner in self.owner}
        return any(written(owner) in meant for owner in owners)

    def text(self, names: Mapping[Status, Phrase]) -> Joined:
        """The filters as the command line writes them, each by what it is called; `names` are those of the statuses."""
        status = tuple(Called(one, names[one]) for one in self.status)
        named: tuple[tuple[Phrase, Sequence[object]], ...] = (
            (phrase("status"), status),
            (phrase("owner"), self.owner),
            (phrase("kind"), self.kind),
            (phrase("country"), self.country),
            (phrase("partner"), self.partner),
            (phrase("unit"), self.unit),
            (phrase("field"), self.field),
            (phrase("search"), self.search),
        )
        parts = (Joined((name, Joined(tuple(values), ",")), "=") for name, values in named if values)
        return Joined((*self.ids, *parts), " ")
