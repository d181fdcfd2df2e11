"""The rule about the people who are to be told."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.agreement.record import Agreement, Ladder
from mou_tracker.agreement.register import Register
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.rules.ground import Found, Ground, meant


def no_such_contact(ground: Ground) -> Iterator[Found]:
    """An owner, maintainer or escalation names a contact that the register does not have.

    A mail address may stand in its place. Nobody would be told otherwise.

    Bad:
        register:
          contacts:
            ksln: {name: Bagian Kerja Sama, email: ksln@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: ksnl             #! no-such-contact
            sources: [{title: The signed text}]

    Good:
        register:
          contacts:
            ksln: {name: Bagian Kerja Sama, email: ksln@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: [ksln, mayor@example.org]
            sources: [{title: The signed text}]
    """
    register = ground.book.register
    yield from _strangers(register, _register_people(register), register)
    for agreement in ground.book.agreements:
        if agreement.owner or agreement.follow_ups or agreement.reminders:
            yield from _strangers(agreement, _people(agreement), register)


def _register_people(register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "owner", register.owner
    yield "maintainer", register.maintainer
    yield from _escalated(register.reminders)


def _people(agreement: Agreement) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "owner", agreement.owner
    for i, follow_up in enumerate(agreement.follow_ups):
        if follow_up.owner:
            yield f"follow_ups[{i}].owner", follow_up.owner
    if isinstance(agreement.reminders, Ladder):
        yield from _escalated(agreement.reminders)


def _escalated(ladder: Ladder) -> Iterator[tuple[str, tuple[str, ...]]]:
    if ladder.escalate:
        yield "reminders.escalate.to", ladder.escalate.to


def _strangers(
    of: Agreement | Register, people: Iterator[tuple[str, tuple[str, ...]]], register: Register
) -> Iterator[Found]:
    for path, names in people:
        for i, name in enumerate(names):
            if "@" not in name and name not in register.contacts:
                message = phrase("there is no contact `{name}`", name=name)
                yield Found(f"{path}[{i}]", message, meant(name, register.contacts), of=of)
