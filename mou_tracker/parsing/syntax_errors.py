"""What the parser's errors mean for the person who wrote the file, and where they should look."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing import file_findings, yaml_findings
from mou_tracker.parsing.source_file import Location
from mou_tracker.parsing.yaml_findings import yaml_syntax

if TYPE_CHECKING:
    from mou_tracker.parsing.events import ParseError


def unclosed_quote(at: Location) -> Finding:
    """A quote that is opened and never closed, or only in a later record."""
    return yaml_syntax(at, phrase("this quote is never closed"), phrase("close it at the end of its value"))


def unknown_escape(at: Location) -> Finding:
    """A backslash in double quotes that begins no escape."""
    hint = phrase("use single quotes, where a backslash is only a backslash")
    return yaml_syntax(at, phrase("this backslash begins no escape that YAML knows"), hint)


def unclosed_bracket(at: Location) -> Finding:
    """A bracket that is never closed."""
    return yaml_syntax(at, phrase("this bracket is never closed"), phrase("close it, or put the text in quotes"))


def missing_comma(at: Location) -> Finding:
    """Something between brackets that is neither a comma nor the end."""
    hint = phrase("separate the items by commas, or put the text in quotes")
    return yaml_syntax(at, phrase("a comma or the closing bracket is missing before this"), hint)


def no_space_after_colon(key: str) -> Callable[[Location], Finding]:
    """`key:value` on a line of its own."""

    def problem(at: Location) -> Finding:
        message = phrase("there is no space after the colon of `{key}`", key=key)
        return yaml_syntax(at, message, phrase("write `{key}: ` with a space", key=key))

    return problem


def no_space_after_dash(key: str) -> Callable[[Location], Finding]:
    """`-key: value`, which makes the dash a part of the key."""

    def problem(at: Location) -> Finding:
        message = phrase("there is no space after the dash before `{key}`", key=key)
        return yaml_syntax(at, message, phrase("write `- {key}: ` with a space", key=key))

    return problem


def no_colon(at: Location) -> Finding:
    """A line without a colon where a key must stand."""
    hint = phrase("write `key: value`, or indent the line if it continues the text above")
    return yaml_syntax(at, phrase("a key with a colon is expected here"), hint)


def cannot_begin(sign: str) -> Callable[[Location], Finding]:
    """A sign that no plain value may begin with."""

    def problem(at: Location) -> Finding:
        message = phrase("a value cannot begin with `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the value in quotes"))

    return problem


def second_colon(at: Location) -> Finding:
    """A colon and a space inside a value without quotes."""
    message = phrase("a second colon followed by a space stands in this line")
    return yaml_syntax(at, message, phrase("put the value in quotes"))


def text_after_end(sign: str) -> Callable[[Location], Finding]:
    """Text after a closing quote or bracket."""

    def problem(at: Location) -> Finding:
        message = phrase("text follows after the closing `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the whole value in quotes"))

    return problem


def wrong_indent(at: Location) -> Finding:
    """A line whose indentation fits nothing around it."""
    hint = phrase("keys of one record begin in the same column, and so do the dashes of one list")
    return yaml_syntax(at, phrase("this does not fit the lines around it"), hint)


def placeholder(at: Location) -> Finding:
    """A `{{ x }}` of a template that was not filled in."""
    return yaml_syntax(at, phrase("a template's placeholder was left in"), phrase("put the real value here"))


def key_not_text(at: Location) -> Finding:
    """A list or mapping in the place of a key."""
    return yaml_syntax(at, phrase("a key must be a text"), phrase("put it in quotes if it is meant as a text"))


def in_the_parsers_words(words: str) -> Callable[[Location], Finding]:
    """What the parser says and nobody has put in better words yet; newer versions of it say new things."""

    def problem(at: Location) -> Finding:
        message = phrase("this is not YAML; its parser says: {words}", words=words)
        return yaml_syntax(at, message, phrase("the mistake lies here or shortly before"))

    return problem


Problem = Callable[[Location], Finding]
# From the text, where the parser began what it could not read, and where it stumbled.
Explanation = Callable[[str, int, int], tuple[Problem, int]]


class Halt(Exception):
    """The parser cannot go on: the problem, and the indices of the text between which it lies."""

    def __init__(self, problem: Problem, start: int, end: int) -> None:
        super().__init__(problem, start, end)
        self.problem, self.start, self.end = problem, start, end


def explain(error: ParseError, text: str, offset: int) -> Halt:
    """The parser's error over a text that begins at an offset of its file, in our own words and place.

    Words that are not in the table are handed on as they are: a guess at what they mean would be a wrong sentence.
    """
    there = min(error.problem_mark.index if error.problem_mark else 0, len(text))
    opened = error.context_mark.index if error.context_mark else there
    explained = _explanation(error)
    problem, index = explained(text, opened, there) if explained else (_in_its_words(error), there)
    index = _visible(text, index)
    return Halt(problem, index + offset, min(index + 1, len(text)) + offset)


def gave_up(error: ParseError) -> bool:
    """Whether the parser stopped for no mistake that is known here: at a limit of its own, or who knows why."""
    return _explanation(error) in (None, _too_deep)


def _explanation(error: ParseError) -> Explanation | None:
    """What the table has for an error; what was found instead (`…, but found '@'`) is left out of the question."""
    problem = re.sub(r"(?s)(?:, but found|, but got|(?<=can't decode)) .*", "", error.problem or "")
    problem = re.sub(r"(?s)(character|sequence of|tag handle) (?:\d+|'.*?'|\".*?\")", r"\1", problem)
    return _TOLD.get((error.context, problem))


def _in_its_words(error: ParseError) -> Problem:
    said = f"{error.context}: {error.problem}" if error.context and error.problem else error.problem or error.context
    return in_the_parsers_words(str(said))


def _visible(text: str, index: int) -> int:
    """The index itself, or the last character before it where the text has ended: a finding needs something to show."""
    if text[index:].strip():
        return index
    return max(len(text[:index].rstrip()) - 1, 0)


def _quote(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return unclosed_quote, opened


def _escape(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return unknown_escape, text.rfind("\\", opened, there + 1)


def _no_colon(text: str, opened: int, there: int) -> tuple[Problem, int]:
    start = text.rfind("\n", 0, opened) + 1
    match = re.compile(r"[^\S\n]*(?:-[^\S\n]+)*([A-Za-z_0-9]+):\S").match(text, start)
    if match:
        return no_space_after_colon(match[1]), opened
    return no_colon, opened


def _joined_colon(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return no_space_after_colon(text[opened:there].rstrip(": \r\n")), opened


def _between_brackets(text: str, opened: int, there: int) -> tuple[Problem, int]:
    if "\n" in text[opened:there]:
        return unclosed_bracket, opened
    return missing_comma, there


def _opening_sign(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return cannot_begin(text[opened]), opened


def _tag(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return yaml_findings.tag, opened


def _tab(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return file_findings.tab_outside_quotes, there


def _too_deep(text: str, opened: int, there: int) -> tuple[Problem, int]:
    return yaml_findings.nesting_too_deep, there


# Something stands where it cannot stand: what it is decides what we say.


def _colon(text: str, opened: int, there: int) -> tuple[Problem, int]:
    if _placeholder(text, there):
        return placeholder, there
    if _has_key(_before(text, there)):
        return second_colon, there
    return _glued(text, _line_before(text, there)) or (wrong_indent, there)


def _no_value(text: str, opened: int, there: int) -> tuple[Problem, int]:
    if not _placeholder(text, there) and not text[there:].strip():
        return unclosed_bracket, _last_open(text)
    return _sign(text, opened, there)


def _sign(text: str, opened: int, there: int) -> tuple[Problem, int]:
    problem = cannot_begin(text[there : there + 1])
    return placeholder if _placeholder(text, there) else problem, there


def _misplaced(text: str, opened: int, there: int) -> tuple[Problem, int]:
    if _placeholder(text, there):
        return placeholder, there
    closing = _before(text, there).rstrip()[-1:]
    if closing in ("'", '"', "]", "}") and text[there : there + 1] not in ("", "\n"):
        return text_after_end(closing), there
    if text[there : there + 1] in ("-", "?") and _has_key(_before(text, there)):
        return cannot_begin(text[there]), there
    return _glued(text, there) or (wrong_indent, there)


def _before(text: str, index: int) -> str:
    """What stands before an index in its line."""
    return text[text.rfind("\n", 0, index) + 1 : index]


def _line_before(text: str, index: int) -> int:
    """Where the last line begins that stands before an index's own and is not empty."""
    end = len(text[: text.rfind("\n", 0, index) + 1].rstrip())
    return text.rfind("\n", 0, end) + 1


def _glued(text: str, index: int) -> tuple[Problem, int] | None:
    """A dash or a colon in a line with no space after it: then what follows the line fits nothing."""
    if match := re.compile(r" *-([A-Za-z_]\w*):(?=\s)").match(text, index):
        return no_space_after_dash(match[1]), match.start(1) - 1
    if match := re.compile(r" *(?:- +)*([A-Za-z_]\w*):(?=[^\s:])(?![^\n]*:\s)").match(text, index):
        return no_space_after_colon(match[1]), match.start(1)
    return None


def _placeholder(text: str, index: int) -> bool:
    """Whether the line up to an index holds the beginning of a template's placeholder."""
    before = _before(text, index)
    return "{{" in before or "{%" in before + text[index : index + 2]


def _has_key(before: str) -> bool:
    """Whether a line's beginning already holds a key with its colon."""
    return re.search(r":\s", before) is not None


def _last_open(text: str) -> int:
    """The last bracket of a text that is not closed after it."""
    closed = 0
    for match in re.finditer(r"[\[\]{}]", text[::-1]):
        closed += 1 if match[0] in "]}" else -1
        if closed < 0:
            return len(text) - 1 - match.start()
    return len(text) - 1


# All that the parsers say, each with what it means: (context, problem) of the C parser, then of the one in Python.
# Directives are blanked out before, so the errors around them never come and are not explained; so are most tabs.
_TOLD: dict[tuple[str | None, str], Explanation] = {
    ("while scanning a quoted scalar", "found unexpected end of stream"): _quote,
    ("while scanning a quoted scalar", "found unexpected document indicator"): _quote,
    ("while scanning a quoted scalar", "found unexpected document separator"): _quote,
    ("while parsing a quoted scalar", "found unknown escape character"): _escape,
    ("while parsing a quoted scalar", "did not find expected hexdecimal number"): _escape,
    ("while parsing a quoted scalar", "found invalid Unicode character escape code"): _escape,
    ("while scanning a double-quoted scalar", "found unknown escape character"): _escape,
    ("while scanning a double-quoted scalar", "expected escape sequence of hexadecimal numbers"): _escape,
    ("while scanning a simple key", "could not find expected ':'"): _no_colon,
    ("while scanning a plain scalar", "found unexpected ':'"): _joined_colon,
    ("while parsing a flow sequence", "did not find expected ',' or ']'"): _between_brackets,
    ("while parsing a flow mapping", "did not find expected ',' or '}'"): _between_brackets,
    ("while parsing a flow sequence", "expected ',' or ']'"): _between_brackets,
    ("while parsing a flow mapping", "expected ',' or '}'"): _between_brackets,
    ("while scanning an alias", "did not find expected alphabetic or numeric character"): _opening_sign,
    ("while scanning an anchor", "did not find expected alphabetic or numeric character"): _opening_sign,
    ("while scanning a block scalar", "found an indentation indicator equal to 0"): _opening_sign,
    ("while scanning a block scalar", "did not find expected comment or line break"): _opening_sign,
    ("while scanning an alias", "expected alphabetic or numeric character"): _opening_sign,
    ("while scanning an anchor", "expected alphabetic or numeric character"): _opening_sign,
    ("while scanning a block scalar", "expected indentation indicator in the range 1-9"): _opening_sign,
    ("while scanning a block scalar", "expected chomping or indentation indicators"): _opening_sign,
    ("while scanning a block scalar", "expected a comment or a line break"): _opening_sign,
    ("while scanning a block scalar", "found a tab character where an indentation space is expected"): _tab,
    ("while scanning a plain scalar", "found a tab character that violates indentation"): _tab,
    ("while scanning a tag", "did not find expected whitespace or line break"): _tag,
    ("while scanning a tag", "did not find the expected '>'"): _tag,
    ("while scanning a tag", "did not find expected '!'"): _tag,
    ("while parsing a tag", "did not find expected '!'"): _tag,
    ("while parsing a tag", "did not find expected tag URI"): _tag,
    ("while parsing a tag", "did not find URI escaped octet"): _tag,
    ("while parsing a tag", "found an incorrect leading UTF-8 octet"): _tag,
    ("while parsing a tag", "found an incorrect trailing UTF-8 octet"): _tag,
    ("while parsing a node", "found undefined tag handle"): _tag,
    ("while scanning a tag", "expected ' '"): _tag,
    ("while scanning a tag", "expected '!'"): _tag,
    ("while parsing a tag", "expected '>'"): _tag,
    ("while parsing a tag", "expected URI"): _tag,
    ("while scanning a tag", "expected URI escape sequence of hexadecimal numbers"): _tag,
    ("while scanning a tag", "'utf-8' codec can't decode"): _tag,
    (None, "mapping values are not allowed in this context"): _colon,
    (None, "mapping values are not allowed here"): _colon,
    ("while parsing a block node", "did not find expected node content"): _no_value,
    ("while parsing a flow node", "did not find expected node content"): _no_value,
    ("while parsing a block node", "expected the node content"): _no_value,
    ("while parsing a flow node", "expected the node content"): _no_value,
    ("while scanning for the next token", "found character that cannot start any token"): _sign,
    (None, "block sequence entries are not allowed in this context"): _misplaced,
    (None, "mapping keys are not allowed in this context"): _misplaced,
    (None, "did not find expected <document start>"): _misplaced,
    ("while parsing a block collection", "did not find expected '-' indicator"): _misplaced,
    ("while parsing a block mapping", "did not find expected key"): _misplaced,
    (None, "sequence entries are not allowed here"): _misplaced,
    (None, "mapping keys are not allowed here"): _misplaced,
    (None, "expected '<document start>'"): _misplaced,
    ("while parsing a block collection", "expected <block end>"): _misplaced,
    ("while parsing a block mapping", "expected <block end>"): _misplaced,
    ("while increasing flow level", "exceeded maximum nesting depth"): _too_deep,
    ("while increasing block level", "exceeded maximum nesting depth"): _too_deep,
}
