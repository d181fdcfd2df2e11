"""THE table of rules about records as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Finding, by_place
from mou_tracker.check.rules import (
    approvals,
    completeness,
    date_order,
    frameworks,
    notice,
    overlaps_and_gaps,
    references,
    snoozes,
    spreadsheets,
    terms,
    weekdays,
)
from mou_tracker.check.rules.rule import DocumentState, Rule, SignedText, damaged_by
from mou_tracker.check.structural import STRUCTURAL, run, with_signings

OTHERS = (
    completeness.document_missing,
    completeness.checksum_differs,
    completeness.text_differs,
    terms.ends_and_term_differ,
    terms.signing_day_missing,
    terms.force_without_signature,
    terms.term_missing,
    terms.renewal_without_period,
    terms.extension_shortens,
    terms.closed_after_end,
    notice.notice_longer_than_term,
    notice.notice_late,
    approvals.signed_without_dprd,
    approvals.dprd_not_said,
    approvals.kind_elsewhere,
    approvals.steps_out_of_order,
    approvals.signing_days_differ,
    frameworks.outlives_framework,
    frameworks.signed_outside_framework,
    frameworks.over_before_start,
    frameworks.activity_outside_term,
    frameworks.number_twice,
    overlaps_and_gaps.overlapping_agreements,
    overlaps_and_gaps.gap_between_terms,
    overlaps_and_gaps.renewal_overlaps,
    weekdays.weekday_differs,
    date_order.start_long_ago,
    completeness.text_not_composed,
    spreadsheets.changed_by_spreadsheet,
    completeness.no_source,
    completeness.no_owner,
    references.no_address,
    completeness.follow_up_without_due,
    completeness.empty_ladder,
    snoozes.snooze_too_long,
    snoozes.snooze_without_why,
)
RULES: Mapping[str, Rule] = {rule.name: rule for rule in (*STRUCTURAL, *OTHERS)}


def contradictions(book: Book) -> list[Finding]:
    """The errors that records of a readable register make with one another or in themselves, their documents apart."""
    rules = (rule for rule in OTHERS if rule.severity == "error" and rule not in _OF_DOCUMENTS)
    return [one.diagnostic for one in run(rules, with_signings(book))]


_OF_DOCUMENTS = (completeness.document_missing, completeness.checksum_differs)


def check_book(
    book: Book, document_state: DocumentState | None = None, signed_text: SignedText | None = None
) -> list[Finding]:
    """All findings of these rules about a register as read, by place; those of the reading are not among them."""
    book = with_signings(book)
    errors = list(run(STRUCTURAL, book, document_state))
    others = run(OTHERS, damaged_by(book, errors) if errors else book, document_state, signed_text)
    return sorted((one.diagnostic for one in (*errors, *others)), key=by_place)
