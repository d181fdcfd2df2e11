"""What the parser's errors mean for the person who wrote the file, and where they should look."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from mou_tracker.basics.findings import Diagnostic
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing import yaml_findings
from mou_tracker.parsing.source_file import At
from mou_tracker.parsing.yaml_findings import yaml_syntax

if TYPE_CHECKING:
    from mou_tracker.parsing.events import ParseError


def unclosed_quote(at: At) -> Diagnostic:
    """A quote that is opened and never closed, or only in a later record."""
    return yaml_syntax(at, phrase("this quote is never closed"), phrase("close it at the end of its value"))


def unknown_escape(at: At) -> Diagnostic:
    """A backslash in double quotes that begins no escape."""
    hint = phrase("use single quotes, where a backslash is only a backslash")
    return yaml_syntax(at, phrase("this backslash begins no escape that YAML knows"), hint)


def unclosed_bracket(at: At) -> Diagnostic:
    """A bracket that is never closed."""
    return yaml_syntax(at, phrase("this bracket is never closed"), phrase("close it, or put the text in quotes"))


def missing_comma(at: At) -> Diagnostic:
    """Something between brackets that is neither a comma nor the end."""
    hint = phrase("separate the items by commas, or put the text in quotes")
    return yaml_syntax(at, phrase("a comma or the closing bracket is missing before this"), hint)


def no_space_after_colon(key: str) -> Callable[[At], Diagnostic]:
    """`key:value` on a line of its own."""

    def problem(at: At) -> Diagnostic:
        message = phrase("there is no space after the colon of `{key}`", key=key)
        return yaml_syntax(at, message, phrase("write `{key}: ` with a space", key=key))

    return problem


def no_colon(at: At) -> Diagnostic:
    """A line without a colon where a key must stand."""
    hint = phrase("write `key: value`, or indent the line if it continues the text above")
    return yaml_syntax(at, phrase("a key with a colon is expected here"), hint)


def cannot_begin(sign: str) -> Callable[[At], Diagnostic]:
    """A sign that no plain value may begin with."""

    def problem(at: At) -> Diagnostic:
        message = phrase("a value cannot begin with `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the value in quotes"))

    return problem


def second_colon(at: At) -> Diagnostic:
    """A colon and a space inside a value without quotes."""
    message = phrase("a second colon followed by a space stands in this line")
    return yaml_syntax(at, message, phrase("put the value in quotes"))


def text_after_end(sign: str) -> Callable[[At], Diagnostic]:
    """Text after a closing quote or bracket."""

    def problem(at: At) -> Diagnostic:
        message = phrase("text follows after the closing `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the whole value in quotes"))

    return problem


def wrong_indent(at: At) -> Diagnostic:
    """A line whose indentation fits nothing around it."""
    hint = phrase("keys of one record begin in the same column, and so do the dashes of one list")
    return yaml_syntax(at, phrase("this does not fit the lines around it"), hint)


def placeholder(at: At) -> Diagnostic:
    """A `{{ x }}` of a template that was not filled in."""
    return yaml_syntax(at, phrase("a template's placeholder was left in"), phrase("put the real value here"))


def key_not_text(at: At) -> Diagnostic:
    """A list or mapping in the place of a key."""
    return yaml_syntax(at, phrase("a key must be a text"), phrase("put it in quotes if it is meant as a text"))


Problem = Callable[[At], Diagnostic]


class Halt(Exception):
    """The parser cannot go on: the problem, and the indices of the text between which it lies."""

    def __init__(self, problem: Problem, start: int, end: int) -> None:
        super().__init__(problem, start, end)
        self.problem, self.start, self.end = problem, start, end


def explain(error: ParseError, text: str, offset: int) -> Halt:
    """The parser's error over a text that begins at an offset of its file, in our own words and place."""
    words = f"{error.context or ''}; {error.problem or ''}"
    there = error.problem_mark.index if error.problem_mark else 0
    opened = error.context_mark.index if error.context_mark else there
    problem, index = _explained(words, text, opened, min(there, len(text)))
    index = _visible(text, index)
    return Halt(problem, index + offset, min(index + 1, len(text)) + offset)


def _visible(text: str, index: int) -> int:
    """The index itself, or the last character before it where the text has ended: a finding needs something to show."""
    if text[index:].strip():
        return index
    return max(len(text[:index].rstrip()) - 1, 0)


def _explained(words: str, text: str, opened: int, there: int) -> tuple[Problem, int]:
    """The problem and its index, by the parser's words, which are alike in its two implementations."""
    start = text.rfind("\n", 0, opened) + 1
    line = text[start : (text.find("\n", opened) + 1 or len(text) + 1) - 1]
    if "quoted scalar" in words:
        if "unexpected" in words:
            return unclosed_quote, opened
        return unknown_escape, text.rfind("\\", opened, there + 1)
    if "simple key" in words:
        return _no_colon(line, opened)
    if "plain scalar" in words:
        return no_space_after_colon(text[opened:there].rstrip(":")), opened
    if "flow sequence" in words or "flow mapping" in words:
        if "\n" in text[opened:there]:
            return unclosed_bracket, opened
        return missing_comma, there
    if "an alias" in words or "an anchor" in words or "block scalar" in words:
        return cannot_begin(text[opened]), opened
    if "tag" in words:
        return yaml_findings.tag, opened
    return _unfitting(words, text, there)


def _no_colon(line: str, opened: int) -> tuple[Problem, int]:
    match = re.match(r"\s*(?:-\s+)*([A-Za-z_0-9]+):\S", line)
    if match:
        return no_space_after_colon(match[1]), opened
    return no_colon, opened


def _unfitting(words: str, text: str, there: int) -> tuple[Problem, int]:
    """Something stands where it cannot stand: what it is decides what we say."""
    before = text[text.rfind("\n", 0, there) + 1 : there]
    sign = text[there : there + 1]
    if "{{" in before or "{%" in before + sign + text[there + 1 : there + 2]:
        return placeholder, there
    if "mapping values" in words:
        problem = second_colon if _has_key(before) else wrong_indent
        return problem, there
    if "node content" in words and not text[there:].strip():
        return unclosed_bracket, _last_open(text)
    if "start any token" in words or "node content" in words:
        return cannot_begin(sign), there
    if before.rstrip()[-1:] in ("'", '"', "]", "}") and sign not in ("", "\n"):
        return text_after_end(before.rstrip()[-1]), there
    return wrong_indent, there


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
