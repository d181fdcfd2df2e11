"""Small registers for the tests of reading, and findings in a form that can be written out."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import Phrase
from mou_tracker.language.wording import Wording
from mou_tracker.parsing.events import Loader
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book

LOADERS: tuple[Loader, ...] = ("c", "pure")
both_loaders = pytest.mark.parametrize("loader", LOADERS)
PROCEDURES = ShippedProcedures()
ENGLISH = Wording("en", lambda text: text, lambda one, many, n: one if n == 1 else many)
HEAD = "agreements:\n"
RECORD = """\
  - id: oslo
    title: Memorandum
    partner: {name: Oslo, country: NO}
    kind: other
    instrument: mou
"""
LAST = RECORD.replace("oslo", "last")


class Found(NamedTuple):
    """A finding by rule, line and column."""

    rule: str
    line: int
    column: int


def book_of(text: str | bytes, loader: Loader = "c") -> Book:
    """The Book of one file."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_book([("a.yaml", data)], PROCEDURES, loader)


def found(book: Book) -> list[Found]:
    """All findings of a Book."""
    return [Found(one.rule, one.span.line, one.span.col) for one in book.diagnostics]


def with_lines(*lines: str, after: str = LAST) -> str:
    """A register of the record `oslo` with further lines, which begin in line 7 and column 5, and of `last`."""
    return HEAD + RECORD + "".join(f"    {line}\n" for line in lines) + after


def said(thing: Phrase | None) -> str | None:
    """A phrase in English."""
    return ENGLISH(thing) if thing else None


def words(finding: Finding) -> tuple[str | None, str | None]:
    """A finding's message and hint in English."""
    return said(finding.message), said(finding.hint)
