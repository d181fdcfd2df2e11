"""Filters: several values of one filter are or, several filters are and."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct

if TYPE_CHECKING:  # the filters are also options of commands that assess nothing
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


class Query(Struct, frozen=True):
    """What to keep; an empty filter keeps everything. `partner` is a part of the name, whatever its case.

    `owner` is as typed, `owners` every way to write the owners meant by it: see `owners_meant`.
    """

    ids: Sequence[str] = ()
    status: Sequence[str] = ()
    owner: Sequence[str] = ()
    kind: Sequence[str] = ()
    country: Sequence[str] = ()
    partner: Sequence[str] = ()
    owners: frozenset[str] = frozenset()

    def keeps(self, assessment: Assessment) -> bool:
        """Whether a record passes every filter."""
        agreement = assessment.agreement
        return (
            (not self.ids or agreement.id in self.ids)
            and (not self.status or assessment.status in self.status)
            and self.owns(_owners(assessment))
            and (not self.kind or agreement.kind in self.kind)
            and (not self.country or agreement.partner.country.upper() in {c.upper() for c in self.country})
            and (not self.partner or self._named(assessment))
        )

    def owns(self, owners: Iterable[str]) -> bool:
        """Whether one of these owners, contact ids or addresses, is asked for."""
        meant = self.owners or {written(owner) for owner in self.owner}
        return not meant or any(written(owner) in meant for owner in owners)

    def _named(self, assessment: Assessment) -> bool:
        partner = assessment.agreement.partner
        name = f"{partner.name} {partner.body or ''}".casefold()
        return any(part.casefold() in name for part in self.partner)

    def text(self) -> str:
        """The filters as the command line writes them."""
        named = {
            "status": self.status,
            "owner": self.owner,
            "kind": self.kind,
            "country": self.country,
            "partner": self.partner,
        }
        parts = [*self.ids, *(f"{name}={','.join(values)}" for name, values in named.items() if values)]
        return " ".join(parts)
