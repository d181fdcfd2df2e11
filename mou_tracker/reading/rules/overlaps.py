"""The rule about agreements with one partner that are in force at once."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.agreement.terms import runs
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.rules.ground import Found, Ground, also

SUBORDINATE = ("pks", "ia")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which an agreement is in force for certain."""

    first: date
    last: date
    agreement: Agreement


def overlapping_agreements(ground: Ground) -> Iterator[Found]:
    """Two agreements of the same kind of instrument with the same partner are in force at once.

    Either one was entered twice, or the later one renews the earlier, which `renews` would say. Letters of intent and
    addenda do not count, nor do implementing agreements under an MoU, of which there may be many. Capital and small
    letters make no difference in a partner's name.

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
          - id: suwon-2017                      #! overlapping-agreements
            title: Another MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2017-03-01
            term: 5 years
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
          - id: suwon-pks-2017
            title: Training under the MoU with Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: pks
            dprd: not-required
            signed: 2017-03-01
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for group in _groups(ground.book):
        if len(group) > 1:
            yield from _overlaps(group, ground)


def _groups(book: Book) -> Iterator[list[Agreement]]:
    """Signed agreements that should not be in force at once: one partner, one kind of instrument."""
    groups: dict[tuple[str, ...], list[Agreement]] = {}
    for agreement in book.agreements:
        if agreement.signed and agreement.instrument not in ("loi", "addendum"):
            groups.setdefault(_key(agreement), []).append(agreement)
    above = {key for key in (*groups, *(_key(harm.agreement) for harm in book.damaged)) if key[3] == "mou"}
    for key, group in groups.items():
        if key[3] not in SUBORDINATE or (*key[:3], "mou") not in above:
            yield group


def _key(agreement: Agreement) -> tuple[str, str, str, str]:
    """With whom and by which kind of instrument, however names are capitalized."""
    partner = agreement.partner
    return partner.name.casefold(), partner.country, (partner.body or "").casefold(), agreement.instrument


def _overlaps(group: list[Agreement], ground: Ground) -> Iterator[Found]:
    """For each agreement the one that runs longest beside it; linear but for the sorting."""
    stretches = sorted((s for a in group for s in _stretches(a, ground)), key=lambda s: (s.first, s.agreement.id))
    running: list[tuple[date, int]] = []
    reported: set[str] = set()
    for number, new in enumerate(stretches):
        for last, index in reversed(running):
            if last < new.first:
                break
            old = stretches[index]
            if not _related(old.agreement, new.agreement):
                if new.agreement.id not in reported:
                    reported.add(new.agreement.id)
                    yield _overlap(old, new)
                break
        insort(running, (new.last, number))


def _related(one: Agreement, other: Agreement) -> bool:
    return one.id == other.id or one.renews == other.id or other.renews == one.id


def _overlap(old: Stretch, new: Stretch) -> Found:
    last, both = min(old.last, new.last), phrase("{id}, in force at the same time", id=old.agreement.id)
    message = phrase("{id} with the same partner is in force too on {first}", id=old.agreement.id, first=new.first)
    if last < date.max and last > new.first:
        message = phrase(
            "{id} with the same partner is in force too from {first} to {last}",
            id=old.agreement.id, first=new.first, last=last,
        )  # fmt: skip
    return Found("id", message, related=also(old.agreement, "id", both), of=new.agreement)


def _stretches(agreement: Agreement, ground: Ground) -> Iterator[Stretch]:
    """The terms of an agreement as far as their days are certain."""
    rule = ground.book.register.end_of_term
    closed = agreement.closed.on.earliest if agreement.closed else date.max
    early = runs(agreement, rule, 0)
    start = agreement.starts or agreement.signing
    late = early if start and start.certain and not agreement.extensions else runs(agreement, rule, 1)
    for one, other in zip(early, late, strict=True):
        last = date.max if one.open_ended else one.end()
        if last is not None and other.start <= (last := min(last, closed)):
            yield Stretch(other.start, last, agreement)
