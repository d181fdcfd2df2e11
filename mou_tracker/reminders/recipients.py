"""Who is told: the people named, and where they cannot be reached those who stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from mou_tracker.agreement.register import Register
from mou_tracker.basics.addresses import wire_address
from mou_tracker.basics.phrases import Phrase, phrase


class Recipient(Struct, frozen=True):
    """Someone who gets mail. `address` is as servers take it: ASCII, its domain in lower case and as A-labels.

    `channel` is the name of another way to reach them besides.
    """

    address: str
    name: str | None = None
    language: str = "id"
    channel: str | None = None


class Told(Struct, frozen=True):
    """A recipient of one reminder; `because` says why it is this one, None where the record itself names them."""

    recipient: Recipient
    because: Phrase | None = None


def recipient(name: str, register: Register) -> Recipient | None:
    """The person behind a contact id or an address; None where no usable address is known."""
    contact = register.contacts.get(name)
    if contact is None:
        contact = next((c for c in register.contacts.values() if c.email == name), None)
        address = wire_address(name)
    else:
        address = wire_address(contact.email or "")
    if address is None:
        return None
    language = contact.language if contact and contact.language else register.language
    return Recipient(address, contact.name if contact else None, language, contact.channel if contact else None)


def recipients(
    names: tuple[str, ...], register: Register, refused: Callable[[str], bool], because: Phrase | None = None
) -> list[Told]:
    """Everyone who is to be told, each address once: the people named, else the register's owner, else its maintainer.

    `refused` tells whether a mail server has refused this reminder for an address. Empty where nobody can be reached.
    """
    found: dict[str, Told] = {}
    for told in _reached([names, register.owner, register.maintainer], register, refused, because):
        found.setdefault(told.recipient.address, told)
    return list(found.values())


def _reached(
    groups: list[tuple[str, ...]], register: Register, refused: Callable[[str], bool], because: Phrase | None
) -> Iterator[Told]:
    """The people of the first group, and those of the next for each of them who cannot be reached."""
    if not groups:
        return
    names, *later = groups
    missed = None
    for name in names:
        person = recipient(name, register)
        if person is None:
            missed = phrase("{name} has no address that can be used", name=name)
        elif refused(person.address):
            missed = phrase("the mail server refused {address}", address=person.address)
        else:
            yield Told(person, because)
    if missed or not names:
        # That the register's owner stands in where nobody is named is the rule and needs no reason.
        yield from _reached(later, register, refused, missed or because)
