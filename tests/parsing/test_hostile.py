"""Input that was made to hurt: it ends in a finding, within seconds, and never in a traceback or a dead process."""

import time
import tracemalloc
from collections.abc import Callable

import pytest

from mou_tracker.parsing.events import Loader
from tests.parsing.helpers import HEAD, RECORD, book_of, both_loaders, with_lines

MB = 1 << 20
NAMES = tuple(zip("abcdefghi", "bcdefghij", strict=True))
LAUGHS = "a: &a [lol, lol]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in NAMES)
MERGES = "a: &a {x: 1}\n" + "".join(f"{b}: &{b} {{<<: [*{a}, *{a}]}}\n" for a, b in NAMES)
FEW: dict[str, tuple[Callable[[], str], set[str]]] = {
    "brackets": (lambda: "a: " + "[" * 100_000, {"nesting-too-deep"}),
    "closed brackets": (lambda: "a: " + "[" * 100_000 + "]" * 100_000, {"nesting-too-deep"}),
    "braces": (lambda: "{a: " * 100_000, {"nesting-too-deep"}),
    "dashes": (lambda: "a:\n  " + "- " * 100_000, {"nesting-too-deep"}),
    "keys": (lambda: "? " * 100_000, {"nesting-too-deep"}),
    "keys of lines": (lambda: "".join(" " * n + "a:\n" for n in range(1_000)), {"nesting-too-deep"}),
    "deep in a record": (lambda: with_lines("notes: " + "[" * 100_000), {"nesting-too-deep"}),
    "alias bomb": (lambda: LAUGHS, {"anchor", "alias", "unknown-key"}),
    "merge bomb": (lambda: MERGES, {"anchor", "alias", "unknown-key"}),
    "a long text": (lambda: with_lines("notes: " + "a" * 70_000), {"scalar-too-long"}),
    "a long number": (lambda: with_lines("renewal: {times: " + "9" * 100_000 + "}"), {"not-a-number"}),
    "a long sexagesimal": (lambda: with_lines("renewal: {times: 1" + ":59" * 50_000 + "}"), {"not-a-number"}),
    "a long date": (lambda: with_lines("ends: " + "2015-" * 20_000), {"not-a-date"}),
    "a long key": (lambda: with_lines("? " + "a" * 100_000 + "\n    : b"), {"unknown-key"}),
    "a long word": (lambda: HEAD + RECORD.replace("mou", "m" * 100_000), {"not-allowed-word"}),
}


@both_loaders
@pytest.mark.parametrize("name", FEW)
def test_a_small_attack_is_over_at_once(name: str, loader: Loader) -> None:
    """Depth, bombs and long values are refused by what they are, in less than three seconds."""
    text, rules = FEW[name]
    begun = time.process_time()
    book = book_of(text(), loader)
    assert {one.rule for one in book.diagnostics} == rules
    assert time.process_time() - begun < 3


MANY: dict[str, tuple[Callable[[], str], set[str]]] = {
    "broken records": (
        lambda: HEAD + "".join(RECORD.replace("oslo", f"r{n}") + "    notes: [open\n" for n in range(10_000)),
        {"yaml-syntax"},
    ),
    "unclosed quotes": (
        lambda: HEAD + "".join(RECORD.replace("oslo", f"r{n}") + "    notes: 'open\n" for n in range(10_000)),
        {"yaml-syntax"},
    ),
    "records of one misspelt key": (
        lambda: HEAD + "".join(RECORD.replace("oslo", f"r{n}") + f"    notcie{n}: x\n" for n in range(10_000)),
        {"unknown-key"},
    ),
    "one id": (lambda: HEAD + RECORD * 10_000, {"duplicate-id"}),
    "ids without dashes": (lambda: HEAD + "  - id: a\n" + "    id: a\n" * 9_000, {"duplicate-key", "missing-key"}),
    "unknown keys": (lambda: "".join(f"k{n}: x\n" for n in range(100_000)), {"unknown-key", "too-many-findings"}),
    "a key many times": (lambda: "register:\n" + "  name: x\n" * 9_000, {"duplicate-key"}),
    "empty items": (lambda: HEAD + "  -\n" * 100_000, {"empty-value", "too-many-findings"}),
    "anchors": (lambda: HEAD + "  - &a x\n" * 30_000, {"anchor", "wrong-type", "too-many-findings"}),
    "bells": (lambda: "\x07\n" * 100_000, {"forbidden-character", "too-many-findings"}),
    "bells in one line": (lambda: "a: " + "b\x07" * MB, {"forbidden-character", "unknown-key"}),
    "tabs": (lambda: "a: b\t\n" * 100_000, {"tab-outside-quotes", "too-many-findings"}),
    "escapes": (lambda: 'a: "' + "\\0" * 500_000 + '"', {"forbidden-character", "unknown-key"}),
    "conflicts": (lambda: "<<<<<<< a\n" * 100_000, {"conflict-marker", "too-many-findings"}),
    "documents": (lambda: "--- x\n" * 30_000, {"several-documents", "wrong-type", "too-many-findings"}),
    "commas": (lambda: "fields: [" + "," * 300_000, {"yaml-syntax"}),
    "comments": (lambda: "# x\n" * 4_000_000, {"file-empty"}),
    "backslashes and quotes": (lambda: '\\"' * 500_000, {"wrong-type"}),
}


HEAVY = {
    "a list in a record": ("a,", with_lines("fields: [@]")),
    "lists in lists": ("[" + "a," * 5_000 + "],", with_lines("fields: [@]")),
    "keys in a record": ("a: b, ", with_lines("renewal: {@}")),
    "contacts": ("a: {name: b}, ", "register: {contacts: {@}}\n"),
    "a list for nothing": ("a,", "nothing: [@]\n"),
    "items": ("- a\n", "@"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_megabytes_of_values_need_little_memory(name: str) -> None:
    """A record is built whole before it is read, so what it may hold is limited: a process of 200 MB is enough."""
    piece, around = HEAVY[name]
    text = around.replace("@", piece * (5 * MB // len(piece)))
    tracemalloc.start()
    try:
        rules = {one.rule for one in book_of(text).diagnostics}
        assert tracemalloc.get_traced_memory()[1] < 80 * MB
    finally:
        tracemalloc.stop()
    assert rules == ({"wrong-type"} if name == "items" else {"record-too-large"})


@pytest.mark.parametrize("name", MANY)
def test_a_large_attack_is_over_in_seconds(name: str) -> None:
    """The time grows with the size of the file only, whatever is repeated in it."""
    text, rules = MANY[name]
    begun = time.process_time()
    book = book_of(text())
    assert {one.rule for one in book.diagnostics} == rules
    assert time.process_time() - begun < 20


def test_a_file_above_the_limit_is_refused_unread() -> None:
    """100 MB of one text end at once; exactly 16 MB are read."""
    begun = time.process_time()
    assert [one.rule for one in book_of(b"a" * 100 * MB).diagnostics] == ["file-too-large"]
    assert time.process_time() - begun < 1
    assert [one.rule for one in book_of(b"#" * 16 * MB).diagnostics] == ["file-empty"]


def test_ten_thousand_broken_records_hide_none_of_the_sound_ones() -> None:
    """Every second record is broken; the others are all read."""
    text = HEAD + "".join(RECORD.replace("oslo", f"r{n}") + "    notes: 'x\n" * (n % 2) for n in range(20_000))
    book = book_of(text)
    assert [len(book.agreements), len(book.unreadable), len(book.diagnostics)] == [10_000, 10_000, 10_000]
    assert [one.id for one in book.unreadable[:2]] == ["r1", "r3"]


def test_the_depth_limit_is_exact() -> None:
    """Thirty-two levels are allowed, thirty-three are not; the register itself is one."""
    fine, deep = (with_lines("notes: " + "[" * n + "]" * n) for n in (29, 30))
    assert {one.rule for one in book_of(fine).diagnostics} == {"wrong-type"}
    assert {one.rule for one in book_of(deep).diagnostics} == {"nesting-too-deep"}


def test_the_length_limit_is_exact() -> None:
    """65,536 characters are allowed, one more is not."""
    assert book_of(with_lines("notes: " + "a" * 65_536)).diagnostics == ()
    assert [one.rule for one in book_of(with_lines("notes: " + "a" * 65_537)).diagnostics] == ["scalar-too-long"]
