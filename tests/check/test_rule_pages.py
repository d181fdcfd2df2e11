"""The manual pages of the rules of reading and of waivers: their examples are run as they stand."""

import re
from textwrap import dedent

import pytest

from mou_tracker.check.checking import checked
from mou_tracker.check.comments import COMMENT_RULES
from mou_tracker.check.reading_rules import READING_RULES
from mou_tracker.check.waivers import WAIVER_RULES
from mou_tracker.register.read import read_book
from tests.parsing.helpers import LOADERS, PROCEDURES, found

RULES = {**READING_RULES, **COMMENT_RULES, **WAIVER_RULES}
BLOCK = re.compile(r"^(Bad|Good):\n((?:    .*\n|\n)+)", re.MULTILINE)
_MARK = re.compile(r"[ \t]*#! ([a-z0-9-]+)$", re.MULTILINE)
# What cannot be written on a page: bytes that are no text, very long texts, missing files, and several files.
UNWRITTEN = {
    "file-unreadable",
    "not-utf8",
    "file-too-large",
    "record-too-large",
    "too-many-findings",
    "scalar-too-long",
    "register-twice",
}


def page(name: str) -> str:
    """A rule's page as people read it."""
    return dedent("    " + (RULES[name].__doc__ or "")).strip() + "\n"


def blocks(name: str, kind: str) -> list[str]:
    """The examples of a kind on a rule's page."""
    return [dedent(match[2]).strip("\n") + "\n" for match in BLOCK.finditer(page(name)) if match[1] == kind]


def marked(block: str) -> tuple[str, list[tuple[str, int]]]:
    """An example without its marks, and the rules and lines that they name."""
    marks = [(mark[1], block.count("\n", 0, mark.start()) + 1) for mark in _MARK.finditer(block)]
    return _MARK.sub("", block), marks


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_bad_example_gives_exactly_the_findings_that_are_marked(name: str) -> None:
    """Each block under `Bad:` gives its marked findings on their lines and no other; this rule is among them."""
    examples = blocks(name, "Bad")
    assert bool(examples) != (name in UNWRITTEN)
    for example in examples:
        text, expected = marked(example)
        findings, *_ = checked({"a.yaml": text.encode()}, PROCEDURES)
        assert sorted((one.rule, one.span.line) for one in findings) == sorted(expected)
        assert name in [rule for rule, _ in expected]


@pytest.mark.parametrize("name", sorted(READING_RULES))
def test_both_parsers_find_the_same_in_bad_examples(name: str) -> None:
    """The C parser and the one in Python give the same findings at the same places."""
    for example in blocks(name, "Bad"):
        text, _ = marked(example)
        first, second = (read_book([("a.yaml", text.encode())], PROCEDURES, loader) for loader in LOADERS)
        assert found(first) == found(second)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_good_example_gives_no_finding(name: str) -> None:
    """Each block under `Good:` is free of findings."""
    examples = blocks(name, "Good")
    assert bool(examples) != (name in UNWRITTEN)
    for example in examples:
        assert checked({"a.yaml": example.encode()}, PROCEDURES)[0] == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_page_begins_with_one_sentence_and_says_more(name: str) -> None:
    """A summary line that ends in a full stop, an empty line, and an explanation."""
    summary, _, rest = page(name).partition("\n\n")
    assert re.fullmatch(r"[A-Z`][^\n]*\.", summary)
    assert len(rest) > 40
