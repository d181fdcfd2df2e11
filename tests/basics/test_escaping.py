"""Text from data never steers what prints it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.escaping import escape_ci_commands, escape_text, guarded, unguarded

JOINERS = "\u200c\u200d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Petaling Jaya – 日本 😀", "Petaling Jaya – 日本 😀"),
        ("\x1b[2K\x1b[1AOK", r"\x1b[2K\x1b[1AOK"),
        ("\x1b]52;c;ZXZpbA==\x07", r"\x1b]52;c;ZXZpbA==\x07"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("expired\rOK\b", r"expired\x0dOK\x08"),
        ("a\u202eb\u2066c\u061c", r"a\u202eb\u2066c\u061c"),
        ("a\u2028b\x85c\td\n", r"a\u2028b\x85c\x09d\x0a"),
        ("\ufeffa\u200bb\u00adc\ufffad", r"\ufeffa\u200bb\xadc\ufffad"),
        ("\U000e0041\U000e007f", r"\U000e0041\U000e007f"),
        ("\ud83d", r"\ud83d"),
        ("می\u200cخواهم 👩\u200d👩", "می\u200cخواهم 👩\u200d👩"),
    ],
)
def test_hidden_characters_are_written_out_and_all_others_stay(text: str, shown: str) -> None:
    """A dropped character would hide the attack; joiners belong to Persian, Indic scripts and emoji."""
    assert escape_text(text) == shown


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "L", "N", "Sm"])))
def test_nothing_steering_is_left(text: str) -> None:
    """Whatever goes in, no control, line separator or lone surrogate comes out, and a second pass changes nothing."""
    shown = escape_text(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in JOINERS]
    assert escape_text(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[add-mask]e", r"##\[add-mask]e"),
        ("a ##[stop-commands]t", r"a ##\[stop-commands]t"),
        ("##vso[task.setvariable]x", r"##\vso[task.setvariable]x"),
        ("##teamcity[x]", r"##\teamcity[x]"),
        ("::set-output name=a::b", r"\::set-output name=a::b"),
        ("x\n \t::error::y", "x\n \t\\::error::y"),
        ("file.yaml::1", "file.yaml::1"),
        ("## Heading [x]", "## Heading [x]"),
    ],
)
def test_lines_for_a_build_service_hold_no_commands(text: str, shown: str) -> None:
    """The old form is taken anywhere in a line, the new one at its start."""
    assert escape_ci_commands(text) == shown


@given(st.text(st.characters() | st.sampled_from("'=+-@\t\r\n＝＋－＠"), max_size=20))
def test_what_is_guarded_begins_no_formula(text: str) -> None:
    """The sign is only put before what could run, and reading takes it off again."""
    kept = guarded(text)
    assert kept in (text, f"'{text}")
    assert kept[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert unguarded(kept) == text
