"""Both parsers give the same events for a text, at the same places, and stumble at the same place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mou_tracker.parsing.events import STREAM_END, Loader, ParseError, events
from mou_tracker.parsing.source_file import LineIndex, SourceFile
from mou_tracker.parsing.syntax_errors import explain
from tests.parsing.helpers import Found, book_of, both_loaders, found, with_lines, words

# Without tags and directives: tags the parsers read differently, and directives are blanked out before.
SIGNS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            "? ",
            ": ",
            "- ",
            "?",
            ":",
            "-",
            "a",
            "b c",
            "<<",
            "\\",
            "é",
            "\U0001f600",
            "---",
            "...",
        ),
        *(
            "'c'",
            '"d"',
            "''",
            "'",
            '"',
            '"\\x4',
            "|",
            "|-",
            "|2",
            "|0",
            ">",
            ">+",
            "#",
            " # e",
            "@",
            "`",
            "&f ",
            "*f",
            "&",
        ),
        *(" ", "  ", "\t", "\n", "\n  ", "\n    ", "\n     ", "\n      ", "\n\n", "\r\n"),
    ]
)


def said_of(text: str, loader: Loader) -> list[tuple[object, ...]]:
    """The events of a text with their values and places; last of all what is said of the error, if there is one."""
    get, all_of_them = events(text, loader), []
    try:
        while not all_of_them or all_of_them[-1][0] is not STREAM_END:
            event = get()
            value, style = getattr(event, "value", None), getattr(event, "style", None) or None
            all_of_them.append((event.__class__, value, style, event.start_mark.index, event.end_mark.index))
    except ParseError as error:
        source = SourceFile("a.yaml")
        source.lines = LineIndex(text)
        halt = explain(error, text, 0)
        finding = halt.problem(source.between(halt.start, halt.end))
        all_of_them.append((finding.rule, *words(finding), halt.start, halt.end))
    return all_of_them


@settings(max_examples=2_000)
@given(start=st.sampled_from(["", "k: ", "- [", "- {", "k:\n  "]), signs=st.lists(SIGNS, min_size=1, max_size=10))
@example("", ["[", "?", ",", "a", "]"])  # the C parser loses the comma after a `?` that names no key
@example("", ["[", "? ", ": ", "a", "]"])
@example("", ["[", "? ", "]"])
@example("", ["{", "? ", ": ", "a", "}"])  # where is the key that is not there?
@example("", ["{", "a", ": ", "  ", ",", "b c", "}"])
@example("", ["[", "a", ": ", "  ", "]"])
@example("k: ", ["|", "#", "\n  ", "a"])  # a comment without a blank before it
@example("k: ", ["|2", "#", "\n  ", "a"])
@example("k: ", ["a", "\t", "b c"])  # tabs between texts, and where lines are indented
@example("k: ", ["a", "\n  ", "\t", "b c"])
@example("k: ", ["a", "\n", "\t", "b c"])
@example("k: ", ["|", "\t", "\n  ", "\t", "a"])
@example("k: ", ["|", "\n    ", "a", "\n  ", "\t"])
@example("k: ", ["a", "\n", "..."])
@example("k: ", ["\n", "["])  # no break at the end
def test_the_events_do_not_depend_on_the_parser(start: str, signs: list[str]) -> None:
    """What is read, where it stands, what is said of an error and where, for any text without tags."""
    text = start + "".join(signs)
    assert said_of(text, "c") == said_of(text, "pure")


@both_loaders
@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        (["notes: |", "  \tb"], 8, 7),
        (["notes: >-", "", " \t", "  b"], 9, 6),
        (["notes: |", "   a", "  \tb"], 9, 7),
        (["notes: |2", " \tb"], 8, 6),
    ],
)
def test_a_tab_indents_no_block_text(lines: list[str], line: int, column: int, loader: Loader) -> None:
    """One parser would take it for the text's, the other refuses it: it is named as what it is, and where it stands."""
    book = book_of(with_lines(*lines), loader)
    assert found(book) == [Found("tab-outside-quotes", line, column)]
    assert [one.id for one in book.agreements] == ["last"]
