"""Rules about ids that lead to other records, and names that lead to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mou_tracker.agreement.record import Agreement, Ladder
from mou_tracker.agreement.register import Register
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, also, meant, rule

MOST_SUGGESTIONS = 10


def _references(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """The fields in which a record names another one, with the id."""
    if agreement.renews:
        yield "renews", agreement.renews
    if agreement.under:
        yield "under", agreement.under
    if agreement.ends_with:
        yield "ends_with", agreement.ends_with
    if agreement.closed and agreement.closed.by:
        yield "closed.by", agreement.closed.by


@rule("error", per="book")
def no_such_agreement(context: RuleContext) -> Iterator[FieldFinding]:
    """A record names another one that is not in the register.

    Looked at are `renews`, `ends_with`, `under` and `closed.by`. All files of a register count together.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
          - id: suwon-2021
            title: The next MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            renews: suwon-2014      #! no-such-agreement
            owner: officer@example.org
            sources: [{title: Letter of intent}]

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
          - id: suwon-2021
            title: The next MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            renews: suwon-2015
            owner: officer@example.org
            sources: [{title: Letter of intent}]
    """
    suggestions = 0
    for agreement in context.book.agreements:
        for path, id in _references(agreement):
            if id not in context.ids:
                suggestions += 1
                hint = meant(id, context.ids) if suggestions <= MOST_SUGGESTIONS else None
                yield FieldFinding(path, phrase("there is no agreement `{id}`", id=id), hint, of=agreement)


@rule("error", per="book", reads=("id",))
def reference_circle(context: RuleContext) -> Iterator[FieldFinding]:
    """Records name each other in a circle, or one names itself.

    An agreement cannot renew itself, nor end with one that ends with it.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            renews: suwon-2015      #! reference-circle
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    by_id = context.by_id
    by_field: dict[str, dict[str, str]] = {field: {} for field in ("renews", "ends_with", "under", "closed.by")}
    for agreement in context.book.agreements:
        for field, id in _references(agreement):
            by_field[field][agreement.id] = id
    for field, leads in by_field.items():
        for id in _circles(leads):
            following = by_id[leads[id]]
            message = phrase("a circle: following `{field}` from here leads back here", field=field)
            related = also(following, field, phrase("it leads on from here")) if following.id != id else ()
            yield FieldFinding(field, message, related=related, of=by_id[id])


def _circles(leads: Mapping[str, str]) -> Iterator[str]:
    """The ids that lie on a circle of references; each id leads to one other at most."""
    seen: dict[str, str] = {}
    for start in leads:
        id = start
        while id in leads and id not in seen:
            seen[id] = start
            id = leads[id]
        if seen.get(id) == start and id in leads:
            first = id
            yield first
            while (id := leads[id]) != first:
                yield id


@rule("error", per="book")
def no_such_contact(context: RuleContext) -> Iterator[FieldFinding]:
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
    register = context.book.register
    yield from _strangers(register, _register_people(register), register)
    known: set[tuple[str, ...]] = set()
    for agreement in context.book.agreements:
        if agreement.follow_ups or agreement.reminders or agreement.owner not in known:  # many share their owners
            strangers = list(_strangers(agreement, _people(agreement), register))
            yield from strangers
            if not strangers:
                known.add(agreement.owner)


@rule("warning", per="book")
def no_address(context: RuleContext) -> Iterator[FieldFinding]:
    """An owner, maintainer or escalation names a contact that has no mail address.

    No mail reaches them: the register's owner is told instead, else its maintainer, and where these have none either,
    nobody is.

    Bad:
        register:
          owner: ksln
          contacts:
            ksln: {name: Bagian Kerja Sama}         #! no-address
        agreements: []

    Good:
        register:
          owner: ksln
          contacts:
            ksln: {name: Bagian Kerja Sama, email: ksln@example.org}
            mayor: {name: Told of nothing}
        agreements: []
    """
    register = context.book.register
    named = [name for _, names in _register_people(register) for name in names]
    known: set[tuple[str, ...]] = set()
    for agreement in context.book.agreements:
        if agreement.follow_ups or agreement.reminders or agreement.owner not in known:  # many share their owners
            named += [name for _, names in _people(agreement) for name in names]
            known.add(agreement.owner)
    for name in dict.fromkeys(named):
        contact = register.contacts.get(name)
        if contact and not contact.email and f"contacts.{name}.email" not in register.places:
            message = phrase("`{name}` is to be told, but has no mail address", name=name)
            yield FieldFinding(f"contacts.{name}", message, phrase("give `email`: an address"), of=register)


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
) -> Iterator[FieldFinding]:
    for path, names in people:
        for i, name in enumerate(names):
            if "@" not in name and name not in register.contacts:
                message = phrase("there is no contact `{name}`", name=name)
                yield FieldFinding(f"{path}[{i}]", message, meant(name, register.contacts) or _told(register), of=of)


def _told(register: Register) -> Phrase:
    """Whom one may name."""
    if not register.contacts:
        return phrase("write a mail address, or add it to the `contacts` of the register")
    return phrase("write a mail address, or one of the contacts: {names}", names=", ".join(register.contacts))
