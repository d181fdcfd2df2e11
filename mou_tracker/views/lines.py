"""Lines of styled text: what the terminal and the plain views have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text


class Part(Struct, frozen=True):
    """A piece of text in one style: a status' name, `dim`, `strong`, or none."""

    text: str
    style: str = ""


class Line(Struct, frozen=True):
    """One line; if it must wrap, what follows is indented by `indent` cells."""

    parts: tuple[Part, ...] = ()
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without styles."""
        return "".join(part.text for part in self.parts)


def line(*parts: str | Part, indent: int = 0) -> Line:
    """A line of parts; every text is made harmless here, once."""
    made = (part if isinstance(part, Part) else Part(part) for part in parts)
    return Line(tuple(Part(escape_text(part.text), part.style) for part in made), indent)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def padded(text: str, width: int) -> str:
    """The text filled up with spaces to a width in cells."""
    return text + " " * max(0, width - cells(text))


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows of texts as lines whose columns stand below each other; empty columns take no room."""
    rows = [[escape_text(text) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(padded(text, width) for text, width in zip(row, widths, strict=True) if width).rstrip() for row in rows
    ]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without colour, not cut to any width."""
    return "".join(f"{one.text.rstrip()}\n" for one in lines)
