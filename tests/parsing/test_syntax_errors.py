"""Every message of the two YAML parsers has its sentence; one that nobody knows is handed on as it is."""

from __future__ import annotations

import pytest

from mou_tracker.check.formats.concise import concise
from mou_tracker.check.formats.report import Report
from mou_tracker.language.wording import wording
from mou_tracker.parsing.events import Loader, ParseError, Point, deeper_than
from mou_tracker.parsing.source_file import LineIndex, SourceFile
from mou_tracker.parsing.syntax_errors import explain, gave_up
from tests.parsing.helpers import ENGLISH, Found, book_of, both_loaders, found, said, with_lines, words

QUOTE = "this quote is never closed"
ESCAPE = "this backslash begins no escape that YAML knows"
BRACKET = "this bracket is never closed"
COMMA = "a comma or the closing bracket is missing before this"
TAG = "YAML takes what begins with `!` for a tag, which is not allowed"
COLON = "a second colon followed by a space stands in this line"
GLUED = "there is no space after the colon of `a`"
DASH = "there is no space after the dash before `a`"
CLOSES = "a value cannot begin with `]`"
INDENT = "this does not fit the lines around it"
TEMPLATE = "a template's placeholder was left in"

# What the parser says of a text in which `‹` stands before what it was reading, and `›` before where it stumbled:
# first the C parser (libyaml 0.2.5 and 0.2.6), then the one in Python.
KNOWN: tuple[tuple[str | None, str, str, str], ...] = (
    ("while scanning a quoted scalar", "found unexpected end of stream", "a: ‹'b\n›", QUOTE),
    ("while scanning a quoted scalar", "found unexpected document indicator", "a: ‹'b\n›---\n", QUOTE),
    ("while parsing a quoted scalar", "found unknown escape character", 'a: ‹"\\q›"', ESCAPE),
    ("while parsing a quoted scalar", "did not find expected hexdecimal number", 'a: ‹"\\x4›"', ESCAPE),
    ("while parsing a quoted scalar", "found invalid Unicode character escape code", 'a: ‹"\\ud800›"', ESCAPE),
    ("while scanning a simple key", "could not find expected ':'", "‹a b\n›", "a key with a colon is expected here"),
    ("while scanning a simple key", "could not find expected ':'", "‹a:b\n›", GLUED),
    ("while scanning a plain scalar", "found unexpected ':'", "[‹a›:,]", GLUED),
    ("while parsing a flow sequence", "did not find expected ',' or ']'", "a: ‹[b: c ›d: e]", COMMA),
    ("while parsing a flow mapping", "did not find expected ',' or '}'", "a: ‹{b: c ›d: e}", COMMA),
    ("while parsing a flow sequence", "did not find expected ',' or ']'", "a: ‹[b\n›c: d", BRACKET),
    ("while parsing a flow mapping", "did not find expected ',' or '}'", "a: ‹{b\n›c: d", BRACKET),
    (
        "while scanning an alias",
        "did not find expected alphabetic or numeric character",
        "a: ‹*›*b",
        "a value cannot begin with `*`",
    ),
    (
        "while scanning an anchor",
        "did not find expected alphabetic or numeric character",
        "a: ‹&› b",
        "a value cannot begin with `&`",
    ),
    (
        "while scanning a block scalar",
        "found an indentation indicator equal to 0",
        "a: ‹|›0",
        "a value cannot begin with `|`",
    ),
    (
        "while scanning a block scalar",
        "did not find expected comment or line break",
        "a: ‹>›x",
        "a value cannot begin with `>`",
    ),
    ("while scanning a tag", "did not find expected whitespace or line break", "a: ‹!x›{", TAG),
    ("while scanning a tag", "did not find the expected '>'", "a: ‹!<x›", TAG),
    ("while scanning a tag", "did not find expected '!'", "a: ‹!›", TAG),
    ("while parsing a tag", "did not find expected '!'", "a: ‹!›", TAG),
    ("while parsing a tag", "did not find expected tag URI", "a: ‹!<› ", TAG),
    ("while parsing a tag", "did not find URI escaped octet", "a: ‹!%›", TAG),
    ("while parsing a tag", "found an incorrect leading UTF-8 octet", "a: ‹!%ff›", TAG),
    ("while parsing a tag", "found an incorrect trailing UTF-8 octet", "a: ‹!%c3%00›", TAG),
    ("while parsing a node", "found undefined tag handle", "a: ‹›!x!y", TAG),
    (None, "mapping values are not allowed in this context", "a: b›: c", COLON),
    (None, "mapping values are not allowed in this context", "a\n b›: c", INDENT),
    (None, "mapping values are not allowed in this context", "a: {{ b›: c", TEMPLATE),
    (None, "mapping values are not allowed in this context", "- a:b\n  c›: d", GLUED),
    (None, "mapping values are not allowed in this context", "  - a:b\n\n    c›: d", GLUED),
    (None, "mapping values are not allowed in this context", "-a: b\n  c›: d", DASH),
    (None, "mapping values are not allowed in this context", "- x: y\n\n-a: b\n  c›: d", DASH),
    (None, "mapping values are not allowed in this context", "a:b: c\n d›: e", INDENT),
    ("while parsing a block node", "did not find expected node content", "‹a: ›]", CLOSES),
    ("while parsing a flow node", "did not find expected node content", "a: ‹[b, ›", BRACKET),
    ("while parsing a flow node", "did not find expected node content", "a: ‹{›% if", TEMPLATE),
    (
        "while scanning for the next token",
        "found character that cannot start any token",
        "a: ‹›@b",
        "a value cannot begin with `@`",
    ),
    ("while scanning for the next token", "found character that cannot start any token", "a: {‹›% if", TEMPLATE),
    (None, "block sequence entries are not allowed in this context", "a: ›- b", "a value cannot begin with `-`"),
    (None, "mapping keys are not allowed in this context", "a: ›? b", "a value cannot begin with `?`"),
    (None, "did not find expected <document start>", "'a'›b", "text follows after the closing `'`"),
    ("while parsing a block collection", "did not find expected '-' indicator", "‹- a\n›b: c", INDENT),
    ("while parsing a block collection", "did not find expected '-' indicator", "‹- a: b\n›-a: c", DASH),
    ("while parsing a block mapping", "did not find expected key", "‹a: [b] ›c", "text follows after the closing `]`"),
    ("while parsing a block mapping", "did not find expected key", "‹a: b\n›- c", INDENT),
    ("while parsing a block mapping", "did not find expected key", "‹a: {{ b }} ›c", TEMPLATE),
    (
        "while increasing flow level",
        "exceeded maximum nesting depth",
        "a: [‹›[",
        "lists and mappings are nested more than 32 levels deep",
    ),
    (
        "while increasing block level",
        "exceeded maximum nesting depth",
        "- ‹›- a",
        "lists and mappings are nested more than 32 levels deep",
    ),
    ("while scanning a quoted scalar", "found unexpected document separator", "a: ‹'b\n›---\n", QUOTE),
    ("while scanning a double-quoted scalar", "found unknown escape character 'q'", 'a: ‹"\\q›"', ESCAPE),
    (
        "while scanning a double-quoted scalar",
        "expected escape sequence of 2 hexadecimal numbers, but found '\"'",
        'a: ‹"\\x4›"',
        ESCAPE,
    ),
    ("while parsing a flow sequence", "expected ',' or ']', but got ':'", "a: ‹[b: c ›d: e]", COMMA),
    ("while parsing a flow mapping", "expected ',' or '}', but got '<scalar>'", "a: ‹{b: c ›d: e}", COMMA),
    (
        "while scanning an alias",
        "expected alphabetic or numeric character, but found '*'",
        "a: ‹*›*b",
        "a value cannot begin with `*`",
    ),
    (
        "while scanning an anchor",
        "expected alphabetic or numeric character, but found ' '",
        "a: ‹&› b",
        "a value cannot begin with `&`",
    ),
    (
        "while scanning a block scalar",
        "expected indentation indicator in the range 1-9, but found 0",
        "a: ‹|›0",
        "a value cannot begin with `|`",
    ),
    (
        "while scanning a block scalar",
        "expected chomping or indentation indicators, but found 'x'",
        "a: ‹|›x",
        "a value cannot begin with `|`",
    ),
    (
        "while scanning a block scalar",
        "expected a comment or a line break, but found 'x'",
        "a: ‹> ›x",
        "a value cannot begin with `>`",
    ),
    ("while scanning a tag", "expected ' ', but found '{'", "a: ‹!x›{", TAG),
    ("while scanning a tag", "expected '!', but found '\\n'", "a: ‹!›", TAG),
    ("while parsing a tag", "expected '>', but found ' '", "a: ‹!<x›", TAG),
    ("while parsing a tag", "expected URI, but found ' '", "a: ‹!<› ", TAG),
    ("while scanning a tag", "expected URI escape sequence of 2 hexadecimal numbers, but found '\\n'", "a: ‹!%›", TAG),
    ("while scanning a tag", "'utf-8' codec can't decode byte 0xff in position 0: invalid", "a: ‹!%ff›", TAG),
    ("while parsing a node", "found undefined tag handle '!x!'", "a: ‹›!x!y", TAG),
    (None, "mapping values are not allowed here", "a: b›: c", COLON),
    ("while parsing a block node", "expected the node content, but found ']'", "‹a: ›]", CLOSES),
    ("while parsing a flow node", "expected the node content, but found '<stream end>'", "a: ‹[b, ›", BRACKET),
    (
        "while scanning for the next token",
        "found character '@' that cannot start any token",
        "a: ‹›@b",
        "a value cannot begin with `@`",
    ),
    (
        "while scanning for the next token",
        'found character "\'" that cannot start any token',
        "a: ‹›'b",
        "a value cannot begin with `'`",
    ),
    (None, "sequence entries are not allowed here", "a: ›- b", "a value cannot begin with `-`"),
    (None, "mapping keys are not allowed here", "a: ›? b", "a value cannot begin with `?`"),
    (None, "expected '<document start>', but found '<scalar>'", "'a'›b", "text follows after the closing `'`"),
    ("while parsing a block collection", "expected <block end>, but found '?'", "‹- a\n›b: c", INDENT),
    ("while parsing a block mapping", "expected <block end>, but found '-'", "‹a: b\n›- c", INDENT),
)


def error_in(context: str | None, problem: str, marked: str) -> tuple[ParseError, str]:
    """A parser's error and the text in which it came."""
    text = marked.replace("‹", "").replace("›", "")
    opened, there = marked.find("‹"), marked.replace("‹", "").index("›")
    return ParseError(context, Point(opened) if opened >= 0 else None, problem, Point(there)), text


@pytest.mark.parametrize(("context", "problem", "marked", "sentence"), KNOWN)
def test_each_known_message_has_its_sentence(context: str | None, problem: str, marked: str, sentence: str) -> None:
    """In our words, whichever of the parsers says it, and only a depth limit is looked into further."""
    error, text = error_in(context, problem, marked)
    page = SourceFile("a.yaml")
    page.lines = LineIndex(text)
    halt = explain(error, text, 0)
    assert said(halt.problem(page.between(halt.start, halt.end)).message) == sentence
    assert gave_up(error) == ("nesting depth" in problem)


@pytest.mark.parametrize(
    ("context", "problem", "handed_on"),
    [
        ("while scanning a tag", "found a dragon", "while scanning a tag: found a dragon"),
        (
            "while scanning a quoted scalar",
            "exceeded maximum length",
            "while scanning a quoted scalar: exceeded maximum length",
        ),
        (None, "mapping values are out of fashion", "mapping values are out of fashion"),
        ("while dreaming", None, "while dreaming"),
    ],
)
def test_an_unknown_message_is_handed_on(context: str | None, problem: str | None, handed_on: str) -> None:
    """Its own words in a sentence of each language, at its own place; never taken for one that sounds alike."""
    text = "a: b c"
    error = ParseError(context, None, problem, Point(3))
    page = SourceFile("a.yaml")
    page.lines = LineIndex(text)
    halt = explain(error, text, 0)
    finding = halt.problem(page.between(halt.start, halt.end))
    assert gave_up(error)
    assert (finding.rule, finding.span[:2]) == ("yaml-syntax", (1, 4))
    assert words(finding) == (
        f"this is not YAML; its parser says: {handed_on}",
        "the mistake lies here or shortly before",
    )
    assert finding.hint is not None
    say = wording("id")
    assert (say(finding.message), say(finding.hint)) == (
        f"ini bukan YAML; pengurainya berkata: {handed_on}",
        "kesalahannya ada di sini atau sesaat sebelumnya",
    )


DEEP = {
    "brackets": ("notes: " + "[" * 2_000, 12 + 29),
    "braces": ("notes: " + "{a: " * 2_000, 12 + 29 * 4),
    "closed": ("notes: " + "[" * 2_000 + "]" * 2_000, 12 + 29),
    "both": ("notes: " + "[{a: " * 1_000, 12 + 14 * 5 + 1),
    "dashes": ("notes:\n      " + "- " * 2_000, 7 + 29 * 2),
    "keys": ("notes:\n      " + "? " * 2_000, 7 + 29 * 2),
    "after others": ('notes: [[a], {b: c}, \'[[\', "{\\"{",' + "[" * 2_000, 12 + 27 + 28),
}


@both_loaders
@pytest.mark.parametrize("name", DEEP)
def test_depth_is_found_where_it_is_reached(name: str, loader: Loader) -> None:
    """At the 33rd level, however far the parser itself would go, in brackets, dashes and keys."""
    line, column = DEEP[name]
    assert found(book_of(with_lines(line), loader)) == [Found("nesting-too-deep", 7 + line.count("\n"), column)]


@both_loaders
def test_depth_without_brackets_is_counted(loader: Loader) -> None:
    """Lines that are indented ever deeper."""
    text = "".join(f"{' ' * n}a:\n" for n in range(1_500))
    assert found(book_of(text, loader)) == [Found("nesting-too-deep", 33, 33)]


@both_loaders
@pytest.mark.parametrize(
    "line",
    [
        "notes: x" + "[" * 3_000,
        "notes: '" + "[{" * 3_000 + "'",
        'notes: "' + "{[" * 3_000 + '"',
        "notes: a # " + "[" * 3_000,
        "notes: |\n      " + "[" * 3_000 + "\n      " + "- " * 3_000,
        "notes: >-\n      " + "? " * 3_000,
    ],
)
def test_brackets_in_texts_are_no_nesting(line: str, loader: Loader) -> None:
    """Plain, quoted and block texts and comments may hold any number."""
    assert book_of(with_lines(line), loader).diagnostics == ()


@both_loaders
def test_levels_are_counted_up_to_a_limit(loader: Loader) -> None:
    """A list that has ended counts no more, nor does what comes after an error."""
    assert deeper_than(2, "a: [b]\nc: [d]\n", loader) is None
    assert deeper_than(1, "a: [b]\nc: [d]\n", loader) == (3, 4)
    assert deeper_than(2, "- a: [b, {c: d}]\n", loader) == (5, 6)
    assert deeper_than(1, "a: '\nb: [c]\n", loader) is None


def test_what_the_parser_says_steers_no_terminal() -> None:
    """Words that hold signs of the file are written out visibly, like everything else that comes from it."""
    page = SourceFile("a.yaml")
    page.lines = LineIndex("a")
    finding = explain(ParseError(None, None, "found \x1b[2J", Point(0)), "a", 0).problem(page.between(0, 1))
    assert concise(Report([finding], ["a.yaml"], 0, ENGLISH)).splitlines()[0] == (
        "a.yaml:1:1: error: this is not YAML; its parser says: found \\x1b[2J [yaml-syntax]"
    )
