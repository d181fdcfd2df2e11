"""Lines of styled text: what the terminal and the plain views have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase


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


class Quote(Struct, frozen=True):
    """The sentence of a signed text that proves a field of a record: where it stands, and in three pieces.

    `value` is what the text says as a record writes it, `told` as people read it; `agrees` is whether the record says
    the same. `changed` where the file is another one than that whose checksum was recorded.
    """

    field: str
    value: str
    told: object
    agrees: bool
    place: tuple[str, int | None, int]
    pieces: tuple[str, str, str]
    changed: bool = False


def spot(place: tuple[str, int | None, int]) -> Phrase:
    """A place in a text in words: page and line, with the file's name where it is given."""
    file, page, line = place
    name = f"{file}, " if file else ""
    if page is None:
        return phrase("{file}line {line}", file=name, line=line)
    return phrase("{file}p. {page}, line {line}", file=name, page=page, line=line)


def where(quote: Quote, say: Callable[[Phrase], str]) -> str:
    """Where a sentence stands, and whether the file is the one that was recorded."""
    at = say(spot(quote.place))
    return f"{at} ({say(phrase('not the file that was recorded'))})" if quote.changed else at


PROOFS = phrase("From the signed text")


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


def wrapped(text: str, width: int | None, indent: int = 0) -> list[str]:
    """A text in rows of a width in cells, parted between words; rows after the first are indented. A word that is wider
    than a row stays whole; so does all of it where there is no width.
    """
    if width is None or cells(text) <= width:
        return [text]
    words = text.split(" ")
    rows = [words[0]]
    for word in words[1:]:
        if word and cells(rows[-1]) + 1 + cells(word) > width and rows[-1].strip():
            rows.append(" " * indent + word)
        else:
            rows[-1] += f" {word}"
    return [row.rstrip() for row in rows]


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows of texts as lines whose columns stand below each other; empty columns take no room."""
    rows = [[escape_text(text) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(padded(text, width) for text, width in zip(row, widths, strict=True) if width).rstrip() for row in rows
    ]


def beside(rows: Sequence[tuple[Sequence[str], str, str]], width: int | None) -> Iterator[Line]:
    """Rows of columns in a style, and a text beside them that wraps in a column of its own.

    Where too little room is left for that it stands below.
    """
    heads = aligned([columns for columns, _, _ in rows])
    room = max(map(cells, heads), default=0)
    for head, (_, style, text) in zip(heads, rows, strict=True):
        if width is not None and room > width // 2:
            yield line("  ", Part(head, style), indent=4)
            yield line("      ", text, indent=6)
        else:
            yield line("  ", Part(head, style), " " * (room - cells(head) + 2), text, indent=room + 4)


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without colour, not cut to any width."""
    return "".join(f"{one.text.rstrip()}\n" for one in lines)
