"""Reading on after a syntax error: the text is cut at its keys and dashes, and each piece is parsed on its own.

So one broken record is one finding, and the records before and after it are still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.parsing.characters import without_tabs_and_escapes
from mou_tracker.parsing.events import Loader
from mou_tracker.parsing.nodes import Entry, Node, Point, Reported, Scalar, SequenceNode
from mou_tracker.parsing.source_file import LineIndex, SourceFile
from mou_tracker.parsing.stream import AtOnceFor, Stream
from mou_tracker.parsing.syntax_errors import Halt

_START = pattern(r"^(?:( *)-(?=[ \r\n])|(?![-.]{3}[ \r\n])[^\s#\]}-][^\n]*)", re.MULTILINE)


_DASHED = pattern(r"( *)- +")


class Piece(Struct, frozen=True):
    """A part of the text: a top-level key with its value, the key of a list alone, or one item of that list."""

    start: int
    end: int
    listed: bool = False
    item: bool = False


class Parsed(Struct, frozen=True):
    """A file in whose text nothing is wrong, parsed: what it says is still to be read."""

    lines: LineIndex
    entries: tuple[Entry, ...]


def entries(source: SourceFile, listed: str, loader: Loader, at_once: AtOnceFor | None = None) -> Iterator[Entry]:
    """The entries of a source, items of the list under the key `listed` one by one; syntax errors are reported.

    Items that `at_once` reads come as such.
    """
    stream = Stream(source, loader, at_once=at_once)
    try:
        yield from stream.entries(listed)
    except Halt as halt:
        source.rewind(stream.settled)
        yield from _rest(source, listed, loader, stream.done, halt)


def _rest(source: SourceFile, listed: str, loader: Loader, done: int, halt: Halt) -> Iterator[Entry]:
    """The entries after an error, piece by piece from where the last sound one ended."""
    found = False
    key: Scalar | None = None
    _clean(source, listed, done)
    for piece in _pieces(source.lines.text, listed):
        if piece.listed:
            key = Scalar(None, None, (True, False), listed, Point(piece.start), Point(piece.start + len(listed)))
            if piece.start >= done:
                yield Entry(key, SequenceNode([], key.start_mark, key.end_mark), False)
        elif piece.start >= done:
            state = source.state()
            try:
                read = _parsed(source, piece, key, loader)
            except Halt as error:
                found = True
                source.rewind(state)
                source.report(error.problem(source.between(error.start, error.end)))
                read = [Entry(key if piece.item else None, Reported(Point(piece.start), Point(piece.end)), piece.item)]
            yield from read
    if not found:
        source.report(halt.problem(source.between(halt.start, halt.end)))


def _clean(source: SourceFile, listed: str, done: int) -> None:
    """Take tabs and escapes out of what is not yet read, piece by piece as it will be.

    When the file was read, a quote that is never closed hid all that follows it; in the pieces after it those stand
    outside, where the two parsers do not read them alike.
    """
    text = source.lines.text
    if "\t" not in text and "\\" not in text:
        return
    cleaned: list[str] = []
    for piece in _pieces(text, listed):
        part = text[piece.start : piece.end]
        cleaned.append(without_tabs_and_escapes(source, part, piece.start) if piece.start >= done else part)
    source.lines = LineIndex("".join(cleaned))


def _parsed(source: SourceFile, piece: Piece, key: Scalar | None, loader: Loader) -> list[Entry]:
    """All entries of a piece; none of them counts if the piece turns out to be broken at its end."""
    read = list(Stream(source, loader, piece.start, piece.end, level=2 if piece.item else 1).entries())
    if not piece.item:
        return read
    return [
        Entry(key, node, True) for entry in read if isinstance(entry.node, SequenceNode) for node in entry.node.items
    ]


def _pieces(text: str, listed: str) -> Iterator[Piece]:
    """The pieces of a text in order. Items begin at dashes no deeper than the first one below the list's key."""
    head = re.compile(rf"[\"']?{listed}[\"']?\s*:[ \r]*(?:#.*)?")
    start, column, waiting, item = 0, -1, False, False
    for match in _START.finditer(text):
        dash = match[1]
        if dash is not None and not waiting and len(dash) > column:
            continue
        if dash is not None and waiting:
            yield Piece(start, match.start(), listed=True)
        elif match.start() > start:
            yield Piece(start, match.start(), item=item)
        waiting = dash is None and head.fullmatch(match[0]) is not None
        item = dash is not None
        column = -1 if dash is None else max(column, len(dash))
        start = match.start()
    yield Piece(start, len(text), item=item)


def item_around(text: str, start: int) -> Piece | None:
    """The item of the list whose first key stands at an index, cut out as `_pieces` would cut it.

    None where its dash stands on a line of its own, or where it is no item of a list with a dash.
    """
    line = text.rfind("\n", 0, start) + 1
    dash = _DASHED.fullmatch(text, line, start)
    if dash is None:
        return None
    after = re.compile(rf"^(?: {{0,{len(dash[1])}}}-(?=[ \r\n])|(?![-.]{{3}}[ \r\n])[^\s#\]}}-])", re.MULTILINE)
    following = after.search(text, start)
    return Piece(line, following.start() if following else len(text), item=True)


def items_of(source: SourceFile, piece: Piece, loader: Loader) -> list[Node] | None:
    """The items of a piece of the list; None if it is no such piece, or anything in it is worth a finding."""
    count = source.count
    try:
        read = list(Stream(source, loader, piece.start, piece.end, level=2).entries())
    except Halt:
        return None
    if source.count != count or len(read) != 1 or not isinstance(read[0].node, SequenceNode):
        return None
    return read[0].node.items


def entries_from(source: SourceFile, start: int, loader: Loader) -> Iterator[Entry]:
    """The entries of a text from a top-level key on; a syntax error ends them and is reported."""
    try:
        yield from Stream(source, loader, start).entries()
    except Halt as halt:
        source.report(halt.problem(source.between(halt.start, halt.end)))
