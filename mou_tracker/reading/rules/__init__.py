"""The rules about records as a whole. Rules about single values stand in the reading itself.

One rule is one function that yields what it finds; its docstring is its page in the manual, whose examples are run as
tests. The structural ones among them make a record unusable, as errors of reading do. What has errors is still checked
as far as its fields are sound, so that all findings come at once and none of them only follows from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from mou_tracker.core.book import Book, Unreadable
from mou_tracker.core.diagnostics import Diagnostic, by_place
from mou_tracker.core.model import Agreement
from mou_tracker.core.register import Register
from mou_tracker.reading.rules import (
    approvals,
    completeness,
    documents,
    extensions,
    notice,
    order,
    overlaps,
    people,
    references,
    successions,
    terms,
    weekdays,
)
from mou_tracker.reading.rules.doubt import Hit, damaged_by, ground_for, within
from mou_tracker.reading.rules.ground import DocumentState, Found, Ground, Rule, diagnosed, ground_of

START = ("signed", "starts")
TERM = (
    *START, "term", "ends", "end_of_term", "notice_given",
    "extensions.signed", "extensions.starts", "extensions.term", "extensions.ends",
    "renewal.mode", "renewal.period", "renewal.times", "renewal.notice",
)  # fmt: skip
STRUCTURAL = (
    Rule(
        "ends-before-start",
        "error",
        order.ends_before_start,
        reads=("signed", "starts", "extensions.signed", "extensions.starts"),
        each=True,
    ),
    Rule("out-of-order", "error", order.out_of_order, reads=("signed", "starts")),
    Rule("done-before-received", "error", order.done_before_received, given="steps"),
    Rule("extension-after-end", "error", extensions.extension_after_end, given="extensions", reads=TERM),
    Rule("no-such-agreement", "error", references.no_such_agreement, "book"),
    Rule("no-such-contact", "error", people.no_such_contact, "book"),
    Rule("reference-circle", "error", references.reference_circle, "book", reads=("id",)),
)
OTHERS = (
    Rule("document-missing", "error", documents.document_missing, given="documents"),
    Rule("checksum-differs", "error", documents.checksum_differs, given="documents"),
    Rule(
        "ends-and-term-differ",
        "warning",
        terms.ends_and_term_differ,
        reads=(*START, "end_of_term", "extensions.starts", "extensions.ends", "extensions.term"),
        each=True,
    ),
    Rule(
        "term-missing", "warning", terms.term_missing, given="signed", reads=("term", "ends", "ends_with", "extensions")
    ),
    Rule(
        "renewal-without-period",
        "warning",
        terms.renewal_without_period,
        given="renewal",
        reads=("term", "renewal.period"),
    ),
    Rule("notice-longer-than-term", "warning", notice.notice_longer_than_term, given="renewal.notice", reads=START),
    Rule("notice-late", "warning", notice.notice_late, given="notice_given", reads=TERM),
    Rule(
        "signed-without-dprd",
        "warning",
        approvals.signed_without_dprd,
        given="signed",
        reads=("steps", "dprd", "renews"),
    ),
    Rule("dprd-not-said", "warning", approvals.dprd_not_said, reads=("dprd",)),
    Rule("steps-out-of-order", "error", approvals.steps_out_of_order, given="steps", reads=("steps.outcome",)),
    Rule(
        "overlapping-agreements",
        "warning",
        overlaps.overlapping_agreements,
        "book",
        reads=("id", "partner", "renews", "closed", *TERM),
    ),
    Rule("gap-between-terms", "warning", successions.gap_between_terms, reads=("closed", *TERM)),
    Rule("renewal-overlaps", "warning", successions.renewal_overlaps, given="renews", reads=("closed", *TERM)),
    Rule("weekday-differs", "warning", weekdays.weekday_differs),
    Rule("start-long-ago", "warning", order.start_long_ago, reads=("starts",)),
    Rule("no-source", "warning", completeness.no_source, reads=("sources",)),
    Rule("no-owner", "warning", completeness.no_owner, reads=("owner",)),
    Rule(
        "follow-up-without-due",
        "warning",
        completeness.follow_up_without_due,
        given="follow_ups",
        reads=("follow_ups.due", "follow_ups.done"),
        each=True,
    ),
    Rule("empty-ladder", "warning", completeness.empty_ladder, "book"),
)
RULES: Mapping[str, Rule] = {rule.name: rule for rule in (*STRUCTURAL, *OTHERS)}


def check_book(book: Book, document_state: DocumentState | None = None) -> list[Diagnostic]:
    """All findings of these rules about a register as read, by place; those of the reading are not among them."""
    errors = list(_run(STRUCTURAL, book, document_state))
    others = _run(OTHERS, damaged_by(book, errors) if errors else book, document_state)
    return sorted((one.diagnostic for one in (*errors, *others)), key=by_place)


def structural(book: Book) -> list[Diagnostic]:
    """The errors of order and reference, which make a record unusable."""
    return sorted((one.diagnostic for one in _run(STRUCTURAL, replace(book, damaged=()))), key=by_place)


def sound(book: Book) -> Book:
    """The register without the records that contradict themselves or lead nowhere: these are unreadable too."""
    return _without(book, structural(book))


def _without(book: Book, errors: Iterable[Diagnostic]) -> Book:
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
    )


def _run(rules: Iterable[Rule], book: Book, document_state: DocumentState | None = None) -> Iterator[Hit]:
    """What the rules find: each runs over all records that have the field it is about and are sound enough for it."""
    whole = ground_of(book, document_state)
    for rule in rules:
        ground, doubtful = ground_for(rule, whole) if book.damaged else (whole, {})
        for of, found in _found(rule, ground):
            if not doubtful or not within(found.path, doubtful.get(id(of), ())):
                yield Hit(of, found.path, diagnosed(rule, found, of))


def _found(rule: Rule, ground: Ground) -> Iterator[tuple[Agreement | Register, Found]]:
    """The findings of a rule with what they are about."""
    if rule.per == "book":
        for found in rule.function(ground):
            yield found.of or ground.book.register, found
        return
    given, function = attrgetter(rule.given), rule.function
    for agreement in ground.book.agreements:
        if given(agreement):
            for found in function(agreement, ground):
                yield agreement, found
