"""The parser's events: the only module that imports yaml.

Two parsers give the same events: the C one, and the one in Python where PyYAML was built without the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol

import yaml

Loader = Literal["c", "pure"]
ParseError = yaml.MarkedYAMLError

# An event's class is compared by identity, which is the fastest thing that can be done with it.
ALIAS: Any = yaml.AliasEvent
SCALAR: Any = yaml.ScalarEvent
MAPPING: Any = yaml.MappingStartEvent
MAPPING_END: Any = yaml.MappingEndEvent
SEQUENCE: Any = yaml.SequenceStartEvent
SEQUENCE_END: Any = yaml.SequenceEndEvent
DOCUMENT: Any = yaml.DocumentStartEvent
STREAM_END: Any = yaml.StreamEndEvent
_BLANK = "\0 \t\r\n\x85\u2028\u2029"
EMPTY = frozenset((yaml.StreamStartEvent, yaml.DocumentEndEvent))


class Mark(Protocol):
    """A point in the text; its line is counted from 0."""

    index: int
    line: int | None


class Point:
    """A mark of our own, for texts that were cut out of a larger one: in which line of that it stands nobody counts."""

    __slots__ = ("index",)
    line: int | None = None

    def __init__(self, index: int) -> None:
        self.index = index


if TYPE_CHECKING:

    class Scalar:
        """A scalar's event: its text, its style (empty or None for plain texts), and its marks."""

        value: str
        style: str | None
        start_mark: Mark
        end_mark: Mark

        def __init__(
            self, anchor: None, tag: None, implicit: tuple[bool, bool], value: str, start_mark: Mark, end_mark: Mark
        ) -> None: ...

else:
    Scalar = yaml.ScalarEvent


def default_loader() -> Loader:
    """The C parser where PyYAML was built with it, else the one in Python."""
    return "c" if hasattr(yaml, "CSafeLoader") else "pure"


def events(text: str, loader: Loader, offset: int = 0) -> Callable[[], Any]:
    """A function that gives the next event of a text; marks count from an offset. It raises ParseError."""
    get = yaml.CSafeLoader(text).get_event if loader == "c" else _PythonParser(text).get_event
    return _shifted(get, offset) if offset else get


def deeper_than(most: int, text: str, loader: Loader) -> tuple[int, int] | None:
    """The indices of the first list or mapping that stands in as many others, as far as the text can be read."""
    get = events(text, loader)
    depth = 0
    try:
        while (event := get()).__class__ is not STREAM_END:
            if event.__class__ in (MAPPING, SEQUENCE):
                depth += 1
                if depth > most:
                    return event.start_mark.index, event.end_mark.index
            elif event.__class__ in (MAPPING_END, SEQUENCE_END):
                depth -= 1
    except ParseError:
        pass
    return None


class _PythonParser(yaml.SafeLoader):
    """The parser in Python, made to read as the C parser does.

    PyYAML's own ends a plain text in brackets at `?`, which addresses of web pages hold, takes `key:[` and `key ::]`
    for a key, knows no tab between texts, nor a comment right after `|`, and has a key or value that is not there stand
    elsewhere.
    """

    def scan_to_next_token(self) -> None:
        """Pass over blanks, comments and breaks; also over tabs where they indent nothing."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def fetch_stream_end(self) -> None:
        """The end; a key that must have had its colon by then is an error also where no break ends the last line."""
        for key in self.possible_simple_keys.values():
            if key.required:
                raise ParseError(
                    "while scanning a simple key", key.mark, "could not find expected ':'", self.get_mark()
                )
        super().fetch_stream_end()

    def scan_plain(self) -> Any:
        """The plain text that begins here; in brackets it may hold `?`, and no colon right before a bracket."""
        start = end = self.get_mark()
        indent = self.indent + 1
        chunks: list[str] = []
        spaces: list[str] = []
        while self.peek() != "#" and (length := self._plain_length(start)):
            self.allow_simple_key = False
            chunks += [*spaces, self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start) or []
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return yaml.ScalarToken("".join(chunks), True, start, end)

    def scan_plain_spaces(self: Any, indent: int, start_mark: Any) -> list[str] | None:
        """What a plain text has for the blanks and breaks that follow; None before a line that ends the document."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        blanks = self.prefix(length)
        self.forward(length)
        breaks: list[str] = []
        while (sign := self.peek()) in "\r\n" or (breaks and sign in " \t"):
            if sign in "\r\n":
                breaks.append(self.scan_line_break())
                self.allow_simple_key = True
                if self.prefix(3) in ("---", "...") and self.peek(3) in _BLANK:
                    return None
            elif sign == "\t" and self.column < indent:
                raise ParseError(
                    "while scanning a plain scalar",
                    start_mark,
                    "found a tab character that violates indentation",
                    self.get_mark(),
                )
            else:
                self.forward()
        if breaks:
            return breaks[1:] or [" "]
        return [blanks] if blanks else []

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> Any:
        """The rest of the line after `|` or `>`."""
        while self.peek() in " \t":
            self.forward()
        return super().scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indentation(self) -> Any:
        """The empty lines with which a block text begins, and how far it is indented."""
        found = super().scan_block_scalar_indentation()
        self._no_tab_here()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> Any:
        """The empty lines that follow within a block text."""
        found = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._no_tab_here()
        return found

    def _no_tab_here(self) -> None:
        if self.peek() == "\t":
            problem = "found a tab character where an indentation space is expected"
            raise ParseError("while scanning a block scalar", self.get_mark(), problem, self.get_mark())

    def scan_block_scalar_indicators(self, start_mark: Any) -> Any:
        """What stands after the `|` or `>` of a block text: which breaks are kept (`+`, `-`), and its indentation."""
        chomping = increment = None
        for _ in range(2):
            sign = self.peek()
            if sign in "+-" and chomping is None:
                chomping = sign == "+"
                self.forward()
            elif sign in "123456789" and increment is None:
                increment = int(sign)
                self.forward()
        return chomping, increment

    def parse_flow_sequence_entry_mapping_key(self: Any) -> Any:
        """The key after a `?` in square brackets; without one the C parser loses the comma or colon that follows."""
        self.get_token()
        self.state = self.parse_flow_sequence_entry_mapping_value
        if self.check_token(yaml.FlowSequenceEndToken):
            return self.process_empty_scalar(self.peek_token().start_mark)
        if self.check_token(yaml.ValueToken, yaml.FlowEntryToken):
            return self.process_empty_scalar(self.get_token().end_mark)
        self.states.append(self.state)
        return self.parse_flow_node()

    def process_empty_scalar(self: Any, mark: Any) -> Any:
        """A key or value that is not there: in brackets it stands right before what comes next."""
        if self.state in (
            self.parse_flow_mapping_key,
            self.parse_flow_mapping_value,
            self.parse_flow_sequence_entry_mapping_end,
        ):
            mark = self.peek_token().start_mark
        return super().process_empty_scalar(mark)

    def _plain_length(self, start: Any) -> int:
        """How many characters follow up to a blank or to what ends a plain text that began at a mark."""
        length = 0
        while (sign := self.peek(length)) not in _BLANK and not (self.flow_level and sign in ",[]{}"):
            if sign == ":":
                after = self.peek(length + 1)
                if after in _BLANK:
                    break
                if self.flow_level and after in ",?[]{}":
                    self.forward(length)
                    raise ParseError("while scanning a plain scalar", start, "found unexpected ':'", self.get_mark())
            length += 1
        return length


def _shifted(get: Callable[[], Any], offset: int) -> Callable[[], Any]:
    """Events whose marks count from the beginning of the file, not of the part that is parsed."""

    def next_event() -> Any:
        event = get()
        event.start_mark = Point(event.start_mark.index + offset)
        event.end_mark = Point(event.end_mark.index + offset)
        return event

    return next_event
