"""Rules about agreements beside and after one another: overlaps, gaps, and renewals that begin too early."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.agreement.terms import ZERO, course, runs
from mou_tracker.basics.dates import DAY, At, Bound, DateSpan
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.check.rules.rule import AGREED, TERM, FieldFinding, RuleContext, also, rule, start_of

SUBORDINATE = ("pks", "ia")


class Stretch(Struct, frozen=True):
    """Days on which an agreement is in force for certain."""

    first: date
    last: date
    agreement: Agreement


@rule("warning", per="book", reads=("id", "partner", "partners", "under", "renews", "closed", *AGREED))
def overlapping_agreements(context: RuleContext) -> Iterator[FieldFinding]:
    """Two agreements of the same kind of instrument with the same partner are in force at once.

    Either one was entered twice, or the later one renews the earlier, which `renews` would say. Letters of intent and
    addenda do not count, nor do implementing agreements under an MoU, of which there may be many, nor what names the
    other as its framework. Capital and small letters make no difference in a partner's name; of several partners each
    counts.

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
    reported: set[str] = set()
    for group in _groups(context.book):
        if len(group) > 1:
            yield from _overlaps(group, context, reported)


def _groups(book: Book) -> Iterator[list[Agreement]]:
    """Signed agreements that should not be in force at once: one partner, one kind of instrument."""
    groups: dict[tuple[str, str, str, str], list[Agreement]] = {}
    for agreement in book.agreements:
        below = agreement.instrument in SUBORDINATE and agreement.under
        if agreement.signed and agreement.instrument not in ("loi", "addendum") and not below:
            for key in _keys(agreement):
                groups.setdefault(key, []).append(agreement)
    damaged = (key for harm in book.damaged for key in _keys(harm.agreement))
    above = {key for key in (*groups, *damaged) if key[3] == "mou"}
    for (name, country, body, instrument), group in groups.items():
        if instrument not in SUBORDINATE or (name, country, body, "mou") not in above:
            yield group


def _keys(agreement: Agreement) -> list[tuple[str, str, str, str]]:
    """With whom and by which kind of instrument, however names are capitalized; once for each partner."""
    keys = [
        (one.name.casefold(), one.country, (one.body or "").casefold(), agreement.instrument)
        for one in agreement.parties
    ]
    return list(dict.fromkeys(keys)) if len(keys) > 1 else keys


def _overlaps(group: list[Agreement], context: RuleContext, reported: set[str]) -> Iterator[FieldFinding]:
    """For each agreement the one that runs longest beside it; linear but for the sorting.

    `reported` has those that were told of already: two agreements may have several partners in common.
    """
    stretches = sorted((s for a in group for s in _stretches(a, context)), key=lambda s: (s.first, s.agreement.id))
    running: list[tuple[date, int]] = []
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
    """Whether one renews or carries out the other: then it is meant that both are there."""
    return one.id == other.id or other.id in (one.renews, one.under) or one.id in (other.renews, other.under)


def _overlap(old: Stretch, new: Stretch) -> FieldFinding:
    last, both = min(old.last, new.last), phrase("{id}, in force at the same time", id=old.agreement.id)
    message = phrase("{id} with the same partner is in force too on {first}", id=old.agreement.id, first=new.first)
    if last < date.max and last > new.first:
        message = phrase(
            "{id} with the same partner is in force too from {first} to {last}",
            id=old.agreement.id,
            first=new.first,
            last=last,
        )
    return FieldFinding("id", message, related=also(old.agreement, "id", both), of=new.agreement)


def _stretches(agreement: Agreement, context: RuleContext) -> Iterator[Stretch]:
    """The terms of an agreement as far as their days are certain."""
    rule = context.book.register.end_of_term
    closed = agreement.closed.on.earliest if agreement.closed else date.max
    early = runs(agreement, rule, 0)
    start = agreement.starts or agreement.signing
    late = early if start and start.certain and not agreement.extensions else runs(agreement, rule, 1)
    for one, other in zip(early, late, strict=True):
        last = date.max if one.open_ended else one.end()
        if last is not None and other.start <= (last := min(last, closed)):
            yield Stretch(other.start, last, agreement)


@rule("warning", given=("renews", "extensions"), reads=("closed", *TERM))
def gap_between_terms(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """Days lie between two terms on which nothing was in force.

    Either a date is wrong, or the gap is a fact: then say so in a waiver with its reason. The terms are those of a
    record and of the one it `renews`, or of one record before and after an extension that `starts` anew.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            extensions:
              - signed: 2021-01-15
                starts: 2021-01-15      #! gap-between-terms
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
            extensions:
              - signed: 2021-01-15
                starts: 2020-11-28
                term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    if agreement.extensions:
        yield from _gaps_within(agreement, context)
    before = context.by_id.get(agreement.renews or "")
    start = start_of(agreement)
    if before and start and agreement.signed:
        last = _last_day(before, start[1].earliest, context)
        if last and last.latest + DAY < start[1].earliest:
            yield _gap("renews", last.latest, start[1].earliest, agreement, start[0])


def _gaps_within(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    rule = context.book.register.end_of_term
    anew = [i for i, extension in enumerate(agreement.extensions) if extension.starts]
    if not anew:
        return
    early, late = runs(agreement, rule, 0), runs(agreement, rule, 1)
    for number, i in enumerate(anew[: max(len(early) - 1, 0)]):
        ends = [run.end() for run in (early[number], late[number])]
        known = [end for end in ends if end and not early[number].open_ended]
        if len(known) == 2 and max(known) + DAY < early[number + 1].start:
            path = f"extensions[{i}].starts"
            yield _gap(path, max(known), early[number + 1].start, agreement, path)


def _gap(path: str, last: date, start: date, agreement: Agreement, at: str) -> FieldFinding:
    message = plural(
        "not in force from {first} to {last}: {n} day",
        "not in force from {first} to {last}: {n} days",
        (start - last).days - 1,
        first=last + DAY,
        last=start - DAY,
    )
    return FieldFinding(path, message, related=() if at == path else also(agreement, at, phrase("in force again")))


@rule("warning", given=("renews",), reads=("closed", *TERM))
def renewal_overlaps(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """A renewal begins before the agreement that it renews has ended.

    Both are in force then, if only for a day. Close the earlier one on the day before, or correct a date.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            ends: 2020-11-26
            owner: officer@example.org
            sources: [{title: The signed text}]
          - id: suwon-2020
            title: Renewed MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2020-11-20
            starts: 2020-11-26
            term: 5 years
            renews: suwon-2015      #! renewal-overlaps
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
            ends: 2020-11-26
            owner: officer@example.org
            sources: [{title: The signed text}]
          - id: suwon-2020
            title: Renewed MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2020-11-20
            starts: 2020-11-27
            term: 5 years
            renews: suwon-2015
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    before, start = context.by_id.get(agreement.renews or ""), start_of(agreement)
    if before is None or start is None or not agreement.signed:
        return
    path, first = start
    last = _last_day(before, first.latest, context)
    if last and first.latest <= last.earliest:
        days = (last.earliest - first.latest).days + 1
        message = plural(
            "it begins {when}, {n} day before {id} is over ({last})",
            "it begins {when}, {n} days before {id} is over ({last})",
            days,
            when=At(first),
            id=before.id,
            last=last,
        )
        yield FieldFinding("renews", message, related=also(agreement, path, phrase("it begins here")))


def _last_day(before: Agreement, day: date, context: RuleContext) -> DateSpan | None:
    """The last day of an agreement as seen from a day, renewals by itself and a closing included."""
    bounds: tuple[Bound, Bound] = (0, 1)
    found = [_last(before, day, context, bound) for bound in bounds]
    known = sorted(last for last in found if last)
    return DateSpan(known[0], known[1]) if len(known) == 2 else None


def _last(before: Agreement, day: date, context: RuleContext, bound: Bound) -> date | None:
    found = course(before, context.book.register.end_of_term, ZERO, day, bound)
    last = found.last_day if found else None
    if found and before.closed and (last or found.open_ended):
        return min(last or date.max, before.closed.on[bound])
    return last
