"""What the parser's errors mean for the person who wrote the file, and where they should look."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from mou_tracker.basics.findings import Diagnostic
from mou_tracker.reading import problems_syntax, problems_yaml
from mou_tracker.reading.page import At

if TYPE_CHECKING:
    from mou_tracker.reading.events import ParseError

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
            return problems_syntax.unclosed_quote, opened
        return problems_syntax.unknown_escape, text.rfind("\\", opened, there + 1)
    if "simple key" in words:
        return _no_colon(line, opened)
    if "plain scalar" in words:
        return problems_syntax.no_space_after_colon(text[opened:there].rstrip(":")), opened
    if "flow sequence" in words or "flow mapping" in words:
        if "\n" in text[opened:there]:
            return problems_syntax.unclosed_bracket, opened
        return problems_syntax.missing_comma, there
    if "an alias" in words or "an anchor" in words or "block scalar" in words:
        return problems_syntax.cannot_begin(text[opened]), opened
    if "tag" in words:
        return problems_yaml.tag, opened
    return _unfitting(words, text, there)


def _no_colon(line: str, opened: int) -> tuple[Problem, int]:
    match = re.match(r"\s*(?:-\s+)*([A-Za-z_0-9]+):\S", line)
    if match:
        return problems_syntax.no_space_after_colon(match[1]), opened
    return problems_syntax.no_colon, opened


def _unfitting(words: str, text: str, there: int) -> tuple[Problem, int]:
    """Something stands where it cannot stand: what it is decides what we say."""
    before = text[text.rfind("\n", 0, there) + 1 : there]
    sign = text[there : there + 1]
    if "{{" in before or "{%" in before + sign + text[there + 1 : there + 2]:
        return problems_syntax.placeholder, there
    if "mapping values" in words:
        problem = problems_syntax.second_colon if _has_key(before) else problems_syntax.wrong_indent
        return problem, there
    if "node content" in words and not text[there:].strip():
        return problems_syntax.unclosed_bracket, _last_open(text)
    if "start any token" in words or "node content" in words:
        return problems_syntax.cannot_begin(sign), there
    if before.rstrip()[-1:] in ("'", '"', "]", "}") and sign not in ("", "\n"):
        return problems_syntax.text_after_end(before.rstrip()[-1]), there
    return problems_syntax.wrong_indent, there


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
