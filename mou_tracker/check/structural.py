"""The structural rules: order and references. What breaks one is no use to anybody, so every command applies them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import attrgetter

from msgspec.structs import replace

from mou_tracker.agreement.as_of import with_signing
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, Register, Unreadable
from mou_tracker.basics.findings import Finding, by_place
from mou_tracker.check.rules import date_order, references, terms
from mou_tracker.check.rules.rule import (
    DocumentState,
    FieldFinding,
    PlacedFinding,
    Rule,
    RuleContext,
    SignedText,
    context_for,
    context_of,
    diagnosed,
    within,
)
from mou_tracker.register.partial import about_people

STRUCTURAL = (
    date_order.ends_before_start,
    date_order.out_of_order,
    date_order.done_before_received,
    terms.extension_after_end,
    references.no_such_agreement,
    references.no_such_contact,
    references.reference_circle,
)


def structural(book: Book) -> list[Finding]:
    """The errors of order and reference, which make a record unusable."""
    book = with_signings(replace(book, damaged=()))
    return sorted((one.diagnostic for one in run(STRUCTURAL, book)), key=by_place)


def with_signings(book: Book) -> Book:
    """The register in which what is in force by its own dates is signed, on an unknown day."""
    if not any(agreement.in_force_by_dates for agreement in book.agreements):
        return book
    return replace(book, agreements=tuple(map(with_signing, book.agreements)))


def sound(book: Book) -> Book:
    """The register without the records that contradict themselves or lead nowhere: these are unreadable too."""
    return _without(book, structural(book))


def with_told(book: Book, raw: Book) -> Book:
    """A sound register, and beside it the records of which nothing is wrong but that somebody cannot be told of them.

    `raw` is the register as read. These records stay among the unreadable ones too, so that they are mended.
    """
    known = {agreement.id for agreement in book.agreements}
    others = [agreement for agreement in raw.agreements if agreement.id not in known]
    others += [harm.told for harm in raw.damaged if harm.told and harm.told.id not in known]
    if not others:
        return book
    whole = with_signings(replace(raw, agreements=(*book.agreements, *others), damaged=()))
    wrong = {getattr(one.of, "id", None) for one in run(STRUCTURAL, whole) if not about_people((one.path,))}
    return replace(book, agreements=(*book.agreements, *(one for one in others if one.id not in wrong)))


def _without(book: Book, errors: Iterable[Finding]) -> Book:
    """The register with the records that have these errors moved to the unreadable ones."""
    errors = tuple(errors)
    if not errors:
        return book
    first = {error.agreement: error for error in reversed(errors) if error.agreement}
    unreadable = [Unreadable(e.file, a.line, a.id, e.message) for a in book.agreements if (e := first.get(a.id))]
    return replace(
        book,
        agreements=tuple(a for a in book.agreements if a.id not in first),
        diagnostics=tuple(sorted((*book.diagnostics, *errors), key=by_place)),
        unreadable=(*book.unreadable, *unreadable),
        lost=(*book.lost, *(Unreadable(e.file, e.span.line, None, e.message) for e in errors if not e.agreement)),
    )


def run(
    rules: Iterable[Rule],
    book: Book,
    document_state: DocumentState | None = None,
    signed_text: SignedText | None = None,
) -> Iterator[PlacedFinding]:
    """What the rules find: each runs over all records that have the field it is about and are sound enough for it."""
    whole = context_of(book, document_state, signed_text)
    having: dict[tuple[str, ...], Sequence[Agreement]] = {(): book.agreements}
    for rule in rules:
        ground, doubtful = context_for(rule, whole) if book.damaged else (whole, {})
        if ground is not whole:
            having = {(): ground.book.agreements}
        if rule.given not in having:
            having[rule.given] = _having(rule.given, ground.book.agreements)
        for of, found in _found(rule, ground, having[rule.given]):
            if not doubtful or not within(found.path, doubtful.get(id(of), ())):
                yield PlacedFinding(of, found.path, diagnosed(rule, found, of))


def _having(given: tuple[str, ...], agreements: Sequence[Agreement]) -> list[Agreement]:
    """The agreements in which one of some fields is not empty."""
    if len(given) == 1:
        return list(filter(attrgetter(*given), agreements))
    return list(compress(agreements, map(any, map(attrgetter(*given), agreements))))


def _found(
    rule: Rule, context: RuleContext, agreements: Iterable[Agreement]
) -> Iterator[tuple[Agreement | Register, FieldFinding]]:
    """The findings of a rule, which looks at some agreements, with what they are about."""
    if rule.per == "book":
        for found in rule.function(context):
            yield found.of or context.book.register, found
        return
    function = rule.function
    for agreement in agreements:
        for found in function(agreement, context):
            yield agreement, found
