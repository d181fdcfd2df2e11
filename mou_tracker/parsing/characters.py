"""Characters that a register must not hold, and where comments and quoted texts begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from mou_tracker.basics.findings import Finding
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing import file_findings
from mou_tracker.parsing.source_file import Location, SourceFile

Kind = Literal["comment", "double", "single", "block"]
_PLAIN = r"(?:[^\n:#\ \t{0}]+|:(?![\s{0}]|\Z)|(?<=[^\s])\#|[ \t]+(?=[^\s#:]))+"
_TOKEN = r"""
    (?P<space>[ \t\r]+)|(?P<line>\n(?:PASSED\n)*+)[ \t\r]*
  | (?P<comment>\#[^\n]*)
  | (?P<double>"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z))
  | (?P<single>'[^']*(?:''[^']*)*(?:'|\Z))
  | (?P<block>[|>][-+0-9]{0,2}(?=[ \t\r]*(?:\#[^\n]*)?(?:\n|\Z)))
  | (?P<mark>[-?:](?=\s|\Z))[ \t\r]*
  | (?P<bracket>[\[\]{},])
  | (?P<plain>PLAIN)
  | (?P<other>.)
"""
# A line in which no part begins; the brackets that it opens, two within one another at most, it closes too.
_DULL = r"[^\n\#\"'|>\[\]{}]*+"
_CLOSED = rf"{_DULL}(?:[\[{{]{_DULL}[\]}}]{_DULL})*+"
_PASSED = rf"{_DULL}(?:[\[{{]{_CLOSED}[\]}}]{_DULL})*+"
_TOKEN = _TOKEN.replace("PASSED", _PASSED)
_OUTSIDE = pattern(_TOKEN.replace("PLAIN", _PLAIN.replace("{0}", "")), re.VERBOSE | re.DOTALL)
_INSIDE = pattern(_TOKEN.replace("PLAIN", _PLAIN.replace("{0}", r",\[\]{}")), re.VERBOSE | re.DOTALL)


class Part(Struct, frozen=True):
    """A part of the text between two indices."""

    kind: Kind
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """The comments, quotes and block texts of a text in order.

    Most lines hold no sign that begins one, nor a bracket that stays open: these are passed over at once.
    """
    position, depth, line, column, token = 0, 0, 0, -1, 0
    while position < len(text):
        match = (_INSIDE if depth else _OUTSIDE).match(text, position)
        assert match is not None
        kind, end = match.lastgroup, match.end()
        if kind == "line":
            line, column = match.end("line"), -1
        elif kind == "mark":
            column = token - line if text[position] == ":" else position - line
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


_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in (*range(1, 14), 15, 16))
ALLOWED = (
    "\n\t\r -~\xa0-\xac\xae-\u061b\u061d-\u180d\u180f-\u200a\u200c\u200d\u2010-\u2027\u202f-\u205f\u2070-\ud7ff"
    "\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufff8\ufffc\ufffd" + _PLANES
)  # the contents of a regular expression's class, the most frequent first: it is tried on every character of a register
BREAKS = "\x85\u2028\u2029"
_ESCAPE = pattern(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_NAMED = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "r": 13, "e": 27, "N": 0x85, "L": 0x2028, "P": 0x2029}
_DIRECTION = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


_USUAL = bytes((9, 10, 13, *range(32, 127)))


def has_foreign(data: bytes) -> bool:
    """Whether a text, given in UTF-8, holds a character that may stand in no register.

    The distinct characters are looked up, which are few: to compile the class takes longer than to read a register.
    Nearly all are usual ones, and bytes let go of these soonest.
    """
    others = data.translate(None, _USUAL).decode("utf-8", "surrogatepass")
    return any(not any(first <= sign <= last for first, last in _allowed()) for sign in set(others))


@cache
def _allowed() -> tuple[tuple[str, str], ...]:
    """The ranges of the class of allowed characters."""
    return tuple((part[0], part[-1]) for part in re.findall(r".-.|.", ALLOWED.lstrip("\n\t\r")))


@cache
def _forbidden() -> re.Pattern[str]:
    """A single character that may stand in no value; compiled only for a text with escapes."""
    return re.compile(f"[^{ALLOWED}]|\r")


def refused(sign: str, at: Location) -> Finding:
    """The problem of a character that must not stand at a place."""
    if sign in BREAKS or sign == "\r":
        return file_findings.uncounted_line_break(at, _code(ord(sign)))
    return file_findings.forbidden_character(at, _code(ord(sign)), _name(sign))


def _code(point: int) -> str:
    return f"U+{point:04X}"


def _name(sign: str) -> Phrase:
    if sign == "\xa0":
        return phrase("a no-break space")
    if ord(sign) < 0xA0:
        return phrase("a control character")
    if _DIRECTION.match(sign):
        return phrase("it changes the direction of the text")
    return phrase("it cannot be seen")


def without_tabs_and_escapes(source: SourceFile, text: str, offset: int = 0) -> str:
    """The text without tabs outside quotes and without escapes that make forbidden characters; both are reported.

    The text is the file's, or a part of it that begins at an offset.
    """
    if "\t" not in text and "\\" not in text:
        return text
    pieces: list[str] = []
    end = 0
    for part in parts(text):
        pieces.append(_without_tabs(source, text[end : part.start], offset + end))
        inside = text[part.start : part.end]
        pieces.append(_without_escapes(source, inside, offset + part.start) if part.kind == "double" else inside)
        end = part.end
    pieces.append(_without_tabs(source, text[end:], offset + end))
    return "".join(pieces)


def _without_tabs(source: SourceFile, text: str, offset: int) -> str:
    position = text.find("\t")
    while position >= 0:
        start = offset + position
        source.spoil(start, start + 1, file_findings.tab_outside_quotes(source.between(start, start + 1)))
        line_end = text.find("\n", position)
        position = text.find("\t", line_end) if line_end >= 0 else -1
    return text.replace("\t", " ")


def _without_escapes(source: SourceFile, text: str, offset: int) -> str:
    if "\\" not in text:
        return text
    pieces: list[str] = []
    end = told = 0
    for match, point in _forbidden_escapes(text):
        if match.start() >= told:
            at = source.between(offset + match.start(), offset + match.end())
            line_end = source.lines.line_around(offset + match.start())[1]
            source.spoil(offset + match.start(), line_end, _escaped(match, point, at))
            told = text.find("\n", match.end())
            told = len(text) if told < 0 else told
        pieces += [text[end : match.start()], "." * len(match[0])]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _escaped(match: re.Match[str], point: int, at: Location) -> Finding:
    if point < 0x110000:
        return refused(chr(point), at)
    return file_findings.forbidden_character(at, match[0], phrase("there is no such character"))


def _forbidden_escapes(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for match in _ESCAPE.finditer(text):
        digits = match[1] or match[2] or match[3]
        point = int(digits, 16) if digits else _NAMED.get(match[4], 32)
        if point >= 0x110000 or _forbidden().match(chr(point)):
            yield match, point
