"""The rules about records as a whole. Rules about single values stand in the reading itself.

One rule is one function that yields what it finds; its docstring is its page in the manual, whose examples are run as
tests. Errors here make a record unusable, as errors of reading do; warnings are looked for only in sound records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from mou_tracker.core.book import Book, Unreadable
from mou_tracker.core.diagnostics import Diagnostic, by_place
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
from mou_tracker.reading.rules.ground import DocumentState, Ground, Rule, diagnosed, ground_of

STRUCTURAL = (
    Rule("ends-before-start", "error", order.ends_before_start),
    Rule("out-of-order", "error", order.out_of_order),
    Rule("done-before-received", "error", order.done_before_received, given="steps"),
    Rule("extension-after-end", "error", extensions.extension_after_end, given="extensions"),
    Rule("no-such-agreement", "error", references.no_such_agreement, "book"),
    Rule("no-such-contact", "error", people.no_such_contact, "book"),
    Rule("reference-circle", "error", references.reference_circle, "book"),
)
OTHERS = (
    Rule("document-missing", "error", documents.document_missing, given="documents"),
    Rule("checksum-differs", "error", documents.checksum_differs, given="documents"),
    Rule("ends-and-term-differ", "warning", terms.ends_and_term_differ, given="ends"),
    Rule("term-missing", "warning", terms.term_missing, given="signed"),
    Rule("renewal-without-period", "warning", terms.renewal_without_period, given="renewal"),
    Rule("notice-longer-than-term", "warning", notice.notice_longer_than_term, given="renewal.notice"),
    Rule("notice-late", "warning", notice.notice_late, given="notice_given"),
    Rule("signed-without-dprd", "warning", approvals.signed_without_dprd, given="signed"),
    Rule("dprd-not-said", "warning", approvals.dprd_not_said),
    Rule("steps-out-of-order", "warning", approvals.steps_out_of_order, given="steps"),
    Rule("overlapping-agreements", "warning", overlaps.overlapping_agreements, "book"),
    Rule("gap-between-terms", "warning", successions.gap_between_terms),
    Rule("renewal-overlaps", "warning", successions.renewal_overlaps, given="renews"),
    Rule("weekday-differs", "warning", weekdays.weekday_differs),
    Rule("start-long-ago", "warning", order.start_long_ago),
    Rule("no-source", "warning", completeness.no_source),
    Rule("no-owner", "warning", completeness.no_owner),
    Rule("follow-up-without-due", "warning", completeness.follow_up_without_due, given="follow_ups"),
    Rule("empty-ladder", "warning", completeness.empty_ladder, "book"),
)
RULES: Mapping[str, Rule] = {rule.name: rule for rule in (*STRUCTURAL, *OTHERS)}


def check_book(book: Book, document_state: DocumentState | None = None) -> list[Diagnostic]:
    """All findings of these rules about a register as read, by place; those of the reading are not among them."""
    errors = structural(book)
    others = _run(OTHERS, ground_of(_without(book, errors), document_state))
    return sorted([*errors, *others], key=by_place)


def structural(book: Book) -> list[Diagnostic]:
    """The errors of order and reference, which make a record unusable."""
    return sorted(_run(STRUCTURAL, ground_of(book)), key=by_place)


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


def _run(rules: Iterable[Rule], ground: Ground) -> Iterator[Diagnostic]:
    """What the rules find in a register: each rule runs over all records that have the field it is about."""
    agreements, register = ground.book.agreements, ground.book.register
    for rule in rules:
        if rule.per == "book":
            for found in rule.function(ground):
                yield diagnosed(rule, found, register)
            continue
        given, function = attrgetter(rule.given), rule.function
        for agreement in agreements:
            if given(agreement):
                for found in function(agreement, ground):
                    yield diagnosed(rule, found, agreement)
