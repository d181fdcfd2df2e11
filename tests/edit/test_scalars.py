"""Texts as YAML scalars: every reader takes them for the same text."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mou_tracker.basics.dates import Period, parse_date
from mou_tracker.edit.serialize import inline, pair_lines, scalar
from mou_tracker.edit.tree import Style
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.source_file import SourceFile
from tests.edit.registers import TEXTS

RESOLVERS = {
    pattern for resolvers in yaml.SafeLoader.yaml_implicit_resolvers.values() for _, pattern in resolvers if pattern
}
TYPED = st.one_of(*(st.from_regex(pattern, fullmatch=True) for pattern in sorted(RESOLVERS, key=str))).filter(bool)
ANY = st.one_of(
    TEXTS,
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Zl", "Zp")), min_size=1, max_size=30),
    TYPED,  # what PyYAML takes for a number, a date or another value than a text
)


@given(ANY, st.sampled_from(["", "'", '"']))
@example("0b0", "")
@settings(max_examples=500, deadline=None)
def test_a_text_stays_a_text_for_every_reader(text: str, quote: str) -> None:
    """Alone, as a value, in a list, in braces: both parsers of PyYAML, with all their types, give the text back."""
    block, flow = scalar(text, False, quote), scalar(text, True, quote)
    whole = f"a: {block}\nb: [{flow}, {flow}]\nc: {{d: {flow}, e: {flow}}}\nf:\n- {block}\n"
    wanted = {"a": text, "b": [text, text], "c": {"d": text, "e": text}, "f": [text]}
    assert yaml.load(whole, yaml.SafeLoader) == wanted
    assert yaml.load(whole, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == wanted


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("MoU kota bersaudara Bandung – Petaling Jaya", None, None),
        ("Penyusunan, lalu rapat", None, '"Penyusunan, lalu rapat"'),
        ("https://example.org/a:b", None, None),
        ("it's", None, None),
        ("MoU: Oslo", '"MoU: Oslo"', '"MoU: Oslo"'),
        ("MoU #5", '"MoU #5"', '"MoU #5"'),
        ("NO", '"NO"', '"NO"'),
        ("yes", '"yes"', '"yes"'),
        ("0123456", '"0123456"', '"0123456"'),
        ("0b0", '"0b0"', '"0b0"'),
        ("-0b1_0", '"-0b1_0"', '"-0b1_0"'),
        ("12:30", '"12:30"', '"12:30"'),
        ("2015-11-27", '"2015-11-27"', '"2015-11-27"'),
        ("5 years", None, None),
        ("- x", '"- x"', '"- x"'),
        ('"x"', "'\"x\"'", "'\"x\"'"),
        ("a\\b: c", "'a\\b: c'", "'a\\b: c'"),
        ("two\nlines", '"two\\nlines"', '"two\\nlines"'),
        ("tab\there", '"tab\\there"', '"tab\\there"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, block: str | None, flow: str | None) -> None:
    """As a person would write it."""
    assert (scalar(text, False), scalar(text, True)) == (block or text, flow or text)


def test_dates_and_numbers_stay_bare() -> None:
    """They are not texts: other readers may well take them for dates and numbers. In JSON's quotes dates are quoted."""
    assert inline({"on": parse_date("2015-11-27"), "times": 2, "notice": Period(months=3)}, False) == (
        "{on: 2015-11-27, times: 2, notice: 3 months}"
    )
    assert yaml.safe_load(inline([parse_date("2015-11-27")], False)) == [date(2015, 11, 27)]
    assert inline({"on": parse_date("2015")}, True, '"') == '{"on": "2015"}'


def test_a_text_of_several_lines_is_a_block() -> None:
    """Its lines stand as they are; where that would not hold it goes into quotes."""
    assert pair_lines("notes", "one\n\n two: #", 2, Style()) == ["  notes: |-", "    one", "", "     two: #"]
    assert pair_lines("notes", "one \ntwo", 0, Style()) == ['notes: "one \\ntwo"']
    assert pair_lines("notes", " one\ntwo", 0, Style()) == ['notes: " one\\ntwo"']


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_never_what_the_check_refuses(text: str) -> None:
    """No text without forbidden characters becomes one with a tab outside quotes or a forbidden escape."""
    page = SourceFile("")
    assume(scan(page, f"# {text}\n".encode()) and not page.findings)
    assert scan(page, f"a: {scalar(text, False)}\n".encode())
    assert page.findings == []
