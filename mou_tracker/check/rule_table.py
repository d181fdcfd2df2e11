"""THE table of rules about records as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Finding, by_place
from mou_tracker.check.rules import approvals, completeness, date_order, notice, overlaps_and_gaps, terms, weekdays
from mou_tracker.check.rules import completeness as documents
from mou_tracker.check.rules.rule import DocumentState, Rule, damaged_by
from mou_tracker.check.structural import START, STRUCTURAL, TERM, run

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
        overlaps_and_gaps.overlapping_agreements,
        "book",
        reads=("id", "partner", "renews", "closed", *TERM),
    ),
    Rule("gap-between-terms", "warning", overlaps_and_gaps.gap_between_terms, reads=("closed", *TERM)),
    Rule("renewal-overlaps", "warning", overlaps_and_gaps.renewal_overlaps, given="renews", reads=("closed", *TERM)),
    Rule("weekday-differs", "warning", weekdays.weekday_differs),
    Rule("start-long-ago", "warning", date_order.start_long_ago, reads=("starts",)),
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


def check_book(book: Book, document_state: DocumentState | None = None) -> list[Finding]:
    """All findings of these rules about a register as read, by place; those of the reading are not among them."""
    errors = list(run(STRUCTURAL, book, document_state))
    others = run(OTHERS, damaged_by(book, errors) if errors else book, document_state)
    return sorted((one.diagnostic for one in (*errors, *others)), key=by_place)
