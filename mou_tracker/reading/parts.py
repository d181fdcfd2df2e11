"""Which parts of a YAML text are comments, quotes or block texts: a rough scan that any text survives.

The parser tells nothing of comments, and nothing at all of a text that is not YAML, so this looks for itself. It is
used only for texts that hold a tab, a backslash or a waiver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["comment", "double", "single", "block"]
_PLAIN = r"(?:[^\n:#\ \t{0}]+|:(?![\s{0}]|\Z)|(?<=[^\s])\#|[ \t]+(?=[^\s#:]))+"
_TOKEN = r"""
    (?P<space>[ \t\r]+)|(?P<line>\n)
  | (?P<comment>\#[^\n]*)
  | (?P<double>"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z))
  | (?P<single>'[^']*(?:''[^']*)*(?:'|\Z))
  | (?P<block>[|>][-+0-9]{0,2}(?=[ \t\r]*(?:\#[^\n]*)?(?:\n|\Z)))
  | (?P<mark>[-?:](?=\s|\Z))
  | (?P<bracket>[\[\]{},])
  | (?P<plain>PLAIN)
  | (?P<other>.)
"""
_OUTSIDE = re.compile(_TOKEN.replace("PLAIN", _PLAIN.replace("{0}", "")), re.VERBOSE | re.DOTALL)
_INSIDE = re.compile(_TOKEN.replace("PLAIN", _PLAIN.replace("{0}", r",\[\]{}")), re.VERBOSE | re.DOTALL)


class Part(NamedTuple):
    """A part of the text between two indices."""

    kind: Kind
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """The comments, quotes and block texts of a text in order."""
    position, depth, line, column, token = 0, 0, 0, -1, 0
    while position < len(text):
        match = (_INSIDE if depth else _OUTSIDE).match(text, position)
        assert match is not None
        kind, end = match.lastgroup, match.end()
        if kind == "line":
            line, column = end, -1
        elif kind == "mark":
            column = token - line if match[0] == ":" else position - line
        elif kind == "bracket":
            depth = max(0, depth + (match[0] in "[{") - (match[0] in "]}"))
        elif kind == "block" and not depth:
            start = text.find("\n", end) + 1 or len(text)
            end = _deeper(column).match(text, start).end()  # type: ignore[union-attr]
            yield Part("block", start, end)
            line, column = end, -1
        elif kind in ("comment", "double", "single"):
            yield Part(kind, position, end)  # type: ignore[arg-type]
        if kind in ("double", "single", "plain"):
            token = position
        position = end


@lru_cache(maxsize=64)
def _deeper(column: int) -> re.Pattern[str]:
    """Lines that are empty or indented more than a column, up to the next other line."""
    return re.compile(rf"(?: {{{min(column + 1, 4096)},}}[^\n]*(?:\n|\Z)|[ \r]*\n)*")
