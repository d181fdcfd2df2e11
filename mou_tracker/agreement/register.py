"""A whole register as read: its settings, the sound records, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from mou_tracker.agreement.procedure import Procedure, ProcedureChange
from mou_tracker.agreement.record import Agreement, Ladder, Written
from mou_tracker.basics.dates import EndRule, Period
from mou_tracker.basics.findings import Finding, Span
from mou_tracker.basics.phrases import Phrase


class Contact(Struct, frozen=True):
    """Someone who can be told; `channel` names another way beside mail, which the settings give."""

    name: str | None = None
    email: str | None = None
    language: str | None = None
    channel: str | None = None


class Holidays(Struct, frozen=True):
    """Which days are no working days."""

    country: str = "ID"
    collective_leave: bool = True
    add: tuple[date, ...] = ()
    remove: tuple[date, ...] = ()


class Identity(Struct, frozen=True):
    """Who a register is: `kind` says what `name` is, its own id, git's first commit and path, or the path alone.

    `path` is where it was seen, with links resolved.
    """

    kind: Literal["id", "git", "path"]
    name: str
    path: str

    def is_same(self, other: Identity) -> bool:
        """Whether both are one register. Which kind of name one has may change in its place: that is no other one."""
        return self.name == other.name if self.kind == other.kind else self.path == other.path

    def __str__(self) -> str:
        return self.name if self.kind == "path" else f"{self.name} ({self.path})"


class Register(Written, Struct, frozen=True, eq=False):
    """The register's own settings. `procedures` holds changes to shipped kinds and whole ones of its own: None stands
    for one that could not be read.
    """

    name: str | None = None
    authority: str | None = None
    timezone: str = "Asia/Jakarta"
    language: str = "id"
    end_of_term: EndRule = "anniversary"
    renewal_window: Period | None = None
    holidays: Holidays = Holidays()
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    owner: tuple[str, ...] = ()
    maintainer: tuple[str, ...] = ()
    reminders: Ladder = field(default_factory=Ladder)
    procedures: Mapping[str, ProcedureChange | Procedure | None] = field(default_factory=dict)
    id: str | None = None
    file: str = ""
    places: Mapping[str, Span] = field(default_factory=dict)

    def addresses(self, owners: tuple[str, ...]) -> tuple[str, ...]:
        """Mail addresses of owners given as contact ids or addresses; the register's owner where there are none.

        A domain has no case: it is put into lower case, so that one mailbox is one owner in every view.
        """
        found = []
        for owner in owners or self.owner:
            contact = self.contacts.get(owner)
            local, at, domain = ((contact.email if contact else owner) or "").rpartition("@")
            address = f"{local}@{domain.lower()}"
            if at and address not in found:
                found.append(address)
        return tuple(found)


class Unreadable(Struct, frozen=True):
    """What cannot be taken, with its first error: a record, or something that is none.

    `id` is None where not even that could be read.
    """

    file: str
    line: int
    id: str | None
    message: Phrase


class PartialRecord(Struct, frozen=True):
    """What is sound of a record with errors, for looking for more of them; `broken` are the paths of the rest.

    `told` is the record with the people as they are written, where nothing is wrong with it but that one of them cannot
    be told: what is due of it is told to those who stand in. Else it is None.
    """

    agreement: Agreement
    broken: frozenset[str]
    told: Agreement | None = None


class Book(Struct, frozen=True):
    """What all files of a register say together. Records with errors are in `unreadable`, not in `agreements`.

    `damaged` has those of them that can still be checked in part, or told of. `procedures` has those of all kinds that
    are shipped and of the register's own. `lost` is what could not be read besides and is no record: files, folders,
    links that are not followed, settings, and whatever stands where no record can.
    """

    register: Register
    agreements: tuple[Agreement, ...]
    procedures: Mapping[str, Procedure]
    diagnostics: tuple[Finding, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    files: int = 1
    damaged: tuple[PartialRecord, ...] = ()
    lost: tuple[Unreadable, ...] = ()

    @property
    def unread(self) -> tuple[Unreadable, ...]:
        """Everything that was asked for and could not be read, by place: what every view counts."""
        return tuple(sorted((*self.unreadable, *self.lost), key=lambda one: (one.file, one.line)))
