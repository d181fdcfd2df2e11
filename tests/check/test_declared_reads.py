"""What a rule says that it reads is what it reads: else it finds in a broken record what is not so."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from msgspec.structs import replace

import mou_tracker.check.rules
from mou_tracker.agreement.record import WHERE_WRITTEN, Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.check.rule_table import RULES
from mou_tracker.check.rules.rule import Rule
from mou_tracker.check.structural import run
from mou_tracker.register.partial import without
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.check.test_rule_pages import BLOCK, marked
from tests.conftest import ROOT

FIELDS = [name for name in Agreement.__struct_fields__ if name not in (*WHERE_WRITTEN, "id")]
# Fields that no record of these texts can be without: a record that lacks one is not read at all.
ALWAYS = ("title", "partner", "kind", "instrument")


class Watched(Agreement, frozen=True, eq=False):
    """A record that tells which of its fields somebody looks at."""

    def __getattribute__(self, name: str) -> Any:
        if name in FIELDS:
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()


def watched(agreement: Agreement) -> Watched:
    """The same record, watched."""
    return Watched(**{name: getattr(agreement, name) for name in Agreement.__struct_fields__})


@cache
def books() -> tuple[Book, ...]:
    """Whatever the tests have of registers: the frozen one, the corpus, and the examples of the manual pages."""
    texts = [(ROOT / "tests" / "data" / "register.yaml").read_text("utf-8")]
    texts += [path.read_text("utf-8", "replace") for path in sorted((ROOT / "tests" / "corpus").rglob("*.yaml"))]
    pages = (dedent("    " + (rule.function.__doc__ or "")) for rule in RULES.values())
    texts += [marked(dedent(block[2]))[0] for page in pages for block in BLOCK.finditer(page)]
    made = (read_book([("r.yaml", text.encode())], ShippedProcedures()) for text in texts)
    return tuple(replace(book, damaged=()) for book in made if book.agreements)


def found(rule: Rule, book: Book) -> set[tuple[str, str]]:
    """What a rule finds in a register, by record and path."""
    return {(getattr(one.of, "id", ""), one.path) for one in run((rule,), book, lambda *_: None)}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_declared_field_is_read(rule: Rule) -> None:
    """A rule that declares what it does not read passes over records that it could look at."""
    READ.clear()
    for book in books():
        seen = replace(book, agreements=tuple(map(watched, book.agreements)))
        list(run((rule,), seen, lambda file, path, wanted: None))
    declared = {path.partition(".")[0] for path in rule.reads}
    assert declared - {"id"} - READ == set()


def emptied(rule: Rule, book: Book) -> Iterator[tuple[str, Book, str]]:
    """A register with one record lacking one field that the rule does not say it reads, one after the other."""
    declared = {path.partition(".")[0] for path in (*rule.reads, rule.given)}
    for number, agreement in enumerate(book.agreements):
        for name in FIELDS:
            if name not in declared and name not in ALWAYS:
                less = without(agreement, [name])
                if getattr(less, name) != getattr(agreement, name):
                    records = (*book.agreements[:number], less, *book.agreements[number + 1 :])
                    yield name, replace(book, agreements=records), agreement.id


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_is_not_declared_is_not_missed(rule: Rule) -> None:
    """A record that has lost a field which the rule does not declare gives no finding that it did not give whole.

    A field that cannot be read is empty in a broken record. The rule must not take that for what the record says.
    """
    wrong: Mapping[str, set[tuple[str, str]]] = {}
    for book in books():
        before = found(rule, book)
        for name, less, _ in emptied(rule, book):
            more = found(rule, less) - before
            if more:
                wrong = {**wrong, name: more}
    assert wrong == {}


def test_every_rule_is_in_the_table() -> None:
    """A rule that is written and not listed would never be applied."""
    folder = Path(mou_tracker.check.rules.__file__).parent
    modules = [
        importlib.import_module(f"mou_tracker.check.rules.{one.name}") for one in pkgutil.iter_modules([str(folder)])
    ]
    written = {one.name for module in modules for one in vars(module).values() if isinstance(one, Rule)}
    assert written == set(RULES)
