"""A whole check: reading, rules and waivers together, and the manual pages of all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from sys import maxsize
from textwrap import dedent
from typing import NamedTuple

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Finding, Severity, by_place
from mou_tracker.check import comments, waivers
from mou_tracker.check.reading_rules import READING_RULES
from mou_tracker.check.rule_table import RULES, check_book
from mou_tracker.check.rules.rule import DocumentState, SignedText
from mou_tracker.check.structural import STRUCTURAL
from mou_tracker.register.read import read_book


class Page(NamedTuple):
    """A rule's page in the manual."""

    severity: Severity
    text: str

    @property
    def summary(self) -> str:
        """Its first sentence."""
        return self.text.partition("\n\n")[0].replace("\n", " ")


class Checked(NamedTuple):
    """Everything that is wrong with a register, by place, and the register as it was read."""

    findings: list[Finding]
    book: Book

    @property
    def agreements(self) -> int:
        """How many records were met."""
        return len(self.book.agreements) + len(self.book.unreadable)

    @property
    def language(self) -> str:
        """The register's language."""
        return self.book.register.language


def checked(
    sources: Mapping[str, bytes | Finding],
    procedures: Mapping[str, Procedure],
    document_state: DocumentState | None = None,
    signed_text: SignedText | None = None,
) -> Checked:
    """What is wrong with the files of one register."""
    book = read_book(sources.items(), procedures)
    kept = {*READING_RULES, *(rule.name for rule in STRUCTURAL)}
    found = [*book.diagnostics, *check_book(book, document_state, signed_text)]
    firm = [finding for finding in found if finding.rule in kept]
    # Where no `#` stands there is no comment, and nothing to be read once more.
    texts = {file: _text(data) for file, data in sources.items() if isinstance(data, bytes) and b"#" in data}
    open_ = [finding for finding in found if finding.rule not in kept]
    open_ += [finding for file, text in texts.items() for finding in comments.cut_texts(file, text)]
    said = [waiver for file, text in texts.items() for waiver in waivers.find_waivers(file, text)]
    unsure = _unsure(book, kept, {finding.agreement for finding in firm}) if said else _sure
    findings = sorted(
        [*firm, *waivers.apply(open_, said, (*RULES, *comments.COMMENT_RULES), unsure, kept)], key=by_place
    )
    return Checked(findings, book)


def _sure(_: waivers.Waiver, __: str) -> bool:
    return False


def _unsure(book: Book, kept: Collection[str], ids: Collection[str | None]) -> Callable[[waivers.Waiver, str], bool]:
    """Whether a waiver stands in a record with errors, or that refers to one: its rule may not have looked there.

    A rule about the register as a whole may have missed anything then.
    """
    broken = {*ids, *(one.id for one in book.unreadable)} - {None}
    records = (
        *(harm.agreement for harm in book.damaged),
        *(one for one in book.agreements if one.id in broken or broken & _referred(one)),
    )
    spans = [(one.file, one.places[""].line, one.places[""].end_line) for one in records]
    joined = _joined([*spans, *_unreadable_lines(book)])
    starts = [(file, first) for file, first, _ in joined]

    def unsure(waiver: waivers.Waiver, rule: str) -> bool:
        if rule in kept:
            return False
        if broken and rule in RULES and RULES[rule].per == "book":
            return True
        at = bisect_right(starts, (waiver.file, waiver.target_line)) - 1
        return at >= 0 and joined[at][0] == waiver.file and waiver.target_line <= joined[at][2]

    return unsure


def _referred(agreement: Agreement) -> set[str | None]:
    """The ids of the records that one is told by."""
    by = agreement.closed.by if agreement.closed else None
    return {agreement.renews, agreement.under, agreement.ends_with, by} - {None}


def _joined(spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Lines from a first to a last one of files, in order, those that overlap made one."""
    joined: list[tuple[str, int, int]] = []
    for file, first, last in sorted(spans):
        if joined and joined[-1][0] == file and first <= joined[-1][2]:
            joined[-1] = (file, joined[-1][1], max(joined[-1][2], last))
        else:
            joined.append((file, first, last))
    return joined


def _unreadable_lines(book: Book) -> Iterator[tuple[str, int, int]]:
    """The lines of records of which too little is sound to look at: each to the line before the next record."""
    starts = sorted({(a.file, a.line) for a in book.agreements} | {(u.file, u.line) for u in book.unreadable})
    for one in book.unreadable:
        at = bisect_right(starts, (one.file, one.line))
        last = starts[at][1] - 1 if at < len(starts) and starts[at][0] == one.file else maxsize
        yield one.file, one.line, last


def _text(data: bytes) -> str:
    """A file's text as far as it is one."""
    return data.removeprefix(b"\xef\xbb\xbf").decode(errors="surrogateescape")


def pages() -> Mapping[str, Page]:
    """The page of each rule by its name, in the order in which a register is looked at."""
    return dict(_pages())


def _pages() -> Iterator[tuple[str, Page]]:
    for name, function in READING_RULES.items():
        yield name, Page("error", _cleaned(function.__doc__))
    for name, rule in RULES.items():
        yield name, Page(rule.severity, _cleaned(rule.function.__doc__))
    for name, function in {**comments.COMMENT_RULES, **waivers.WAIVER_RULES}.items():
        yield name, Page("warning", _cleaned(function.__doc__))


def _cleaned(page: str | None) -> str:
    return dedent("    " + (page or "")).strip() + "\n"
