"""What a rule says that it reads is what it reads: else it finds in a broken record what is not so."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

import mou_tracker.check.rules
from mou_tracker.agreement.record import leaves, said_names
from mou_tracker.agreement.register import Book, PartialRecord, Unreadable
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rule_table import RULES
from mou_tracker.check.rules.rule import Rule
from mou_tracker.check.structural import run
from mou_tracker.register.partial import without
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.check.test_rule_pages import BLOCK, marked
from tests.conftest import ROOT

# Fields that no record of these texts can be without: a record that lacks one is not read at all.
ALWAYS = ("title", "partner", "kind", "instrument")

# Declared though no rule looks at it: an extension signed when nothing was in force is an error of its own, and what
# follows from such an extension is not worth telling.
WITH_ITS_EXTENSION = "extensions.signed"
# What no other text has: extensions of every form in records that overlap and renew.
EXTENDED = """
agreements:
  - {id: one, title: One, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou, signed: 2015-01-01,
     term: 1 year, owner: a@example.org, sources: [{title: T}],
     extensions: [{signed: 2015-06-01, term: 2 years}, {signed: 2017-06-01, ends: 2019-05-31},
                  {signed: 2019-03-01, starts: 2019-06-01, term: 1 year}], closed: {on: 2020-05-31, how: completed}}
  - {id: two, title: Two, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou, signed: 2018-01-01,
     term: 1 year, owner: a@example.org, sources: [{title: T}], extensions: [{signed: 2018-06-01, term: 1 year},
     {signed: 2019-06-01, ends: 2020-05-31}, {signed: 2020-03-01, starts: 2020-06-01, term: 1 year}],
     under: one, activities: [{on: 2018-05-01, what: Visit}], closed: {on: 2020-12-31, how: completed}}
  - {id: three, title: Three, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou, signed: 2019-01-01,
     term: 1 year, owner: a@example.org, sources: [{title: T}], renews: one,
     follow_ups: [{what: Done, done: 2019-05-01}, {what: Due, due: 2020-05-01}]}
  - {id: four, title: Four, partner: {name: P, country: MY}, kind: ksdpl, instrument: ia, signed: 2020-06-01,
     ends_with: one, owner: a@example.org, sources: [{title: T}]}
"""

READ: set[str] = set()


@cache
def watching(kind: type[Struct], path: str) -> type[Struct]:
    """The same kind of record, whose values note in READ which of their fields somebody looks at, by path."""

    class Watched(kind, frozen=True, eq=False):  # type: ignore[valid-type, misc, call-arg]
        def __getattribute__(self, name: str) -> Any:
            if name in kind.__struct_fields__:
                READ.add(below(path, name))
            return super().__getattribute__(name)

    return Watched


def watched(value: Any, path: str = "") -> Any:
    """The same value with all records in it watched; items of a list have the path of the list."""
    if isinstance(value, Struct):
        said = {name: watched(getattr(value, name), below(path, name)) for name in said_names(value)}
        rest = {name: getattr(value, name) for name in value.__struct_fields__ if name not in said}
        return watching(type(value), path)(**said, **rest)
    return tuple(watched(one, path) for one in value) if type(value) is tuple else value


def below(path: str, name: str) -> str:
    """The path of a field of what stands at a path."""
    return f"{path}.{name}" if path else name


@cache
def books() -> tuple[Book, ...]:
    """Whatever the tests have of registers: the frozen one, the corpus, and the examples of the manual pages."""
    texts = [EXTENDED, (ROOT / "tests" / "data" / "register.yaml").read_text("utf-8")]
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
    assert {*rule.reads} - {"id", WITH_ITS_EXTENSION} - READ == set()


def parts(value: Any, path: str = "") -> Iterator[str]:
    """The path of every value that a record gives, and of what it lies in: `steps`, `steps[0].done`."""
    if isinstance(value, Struct):
        for name in said_names(value):
            part = getattr(value, name)
            if part is not None and part != ():
                yield below(path, name)
                yield from parts(part, below(path, name))
    elif type(value) is tuple and value and isinstance(value[0], Struct):
        for number, one in enumerate(value):
            yield from parts(one, f"{path}[{number}]")


def broken(book: Book) -> Iterator[tuple[str, Book]]:
    """The register with one value of one record unreadable, as reading leaves such a record; one after the other."""
    for number, agreement in enumerate(book.agreements):
        others = (*book.agreements[:number], *book.agreements[number + 1 :])
        for path in parts(agreement):
            less = without(agreement, [path])
            if path not in (*ALWAYS, "id") and dict(leaves(less)) != dict(leaves(agreement)):
                unread = Unreadable(agreement.file, agreement.line, agreement.id, phrase("unreadable"))
                yield (
                    path,
                    replace(
                        book,
                        agreements=others,
                        damaged=(PartialRecord(less, frozenset((path,))),),
                        unreadable=(*book.unreadable, unread),
                    ),
                )


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_cannot_be_read_makes_no_finding(rule: Rule) -> None:
    """Whichever value of a record is broken, a rule finds nothing that it did not find while the value stood there.

    What cannot be read is empty to a rule. It must not take that for what the record says: it declares what it reads.
    """
    wrong: dict[str, set[tuple[str, str]]] = {}
    for book in books():
        before = found(rule, book)
        for path, less in broken(book):
            more = found(rule, less) - before
            if more:
                wrong.setdefault(path, set()).update(more)
    assert wrong == {}


def test_every_rule_is_in_the_table() -> None:
    """A rule that is written and not listed would never be applied."""
    folder = Path(mou_tracker.check.rules.__file__).parent
    modules = [
        importlib.import_module(f"mou_tracker.check.rules.{one.name}") for one in pkgutil.iter_modules([str(folder)])
    ]
    written = {one.name for module in modules for one in vars(module).values() if isinstance(one, Rule)}
    assert written == set(RULES)


# Rules that compare the items of a list with one another: of a list with a broken item nothing can be said.
COMPARES_ITEMS = {
    "extension-after-end",
    "extension-shortens",
    "gap-between-terms",
    "steps-out-of-order",
}


def besides_a_broken_item(rule: Rule, book: Book, of: str, path: str) -> Iterator[tuple[str, Book]]:
    """The register in which the list of a finding has one more item, whose read field is broken."""
    name = path.partition("[")[0]
    (agreement,) = (one for one in book.agreements if one.id == of)
    items = getattr(agreement, name)
    for read in rule.reads:
        if read.startswith(f"{name}.") and getattr(items[0], read.partition(".")[2], None) is not None:
            more = replace(agreement, **{name: (*items, items[0])})
            broken = f"{name}[{len(items)}].{read.partition('.')[2]}"
            harm = PartialRecord(without(more, [broken]), frozenset((broken,)))
            others = tuple(one for one in book.agreements if one is not agreement)
            yield broken, replace(book, agreements=others, damaged=(harm,))


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_broken_item_silences_nothing_about_the_others(rule: Rule) -> None:
    """What is found in one item of a list stands in that item alone: a rule that forgets `each` would pass over it."""
    lost = set()
    for book in books():
        for of, path in found(rule, book):
            if "." not in path.partition("[")[0] and "[" in path and of in {one.id for one in book.agreements}:
                for broken, less in besides_a_broken_item(rule, book, of, path):
                    if (of, path) not in found(rule, less):
                        lost.add((path, broken))
    assert not lost or rule.name in COMPARES_ITEMS, lost
