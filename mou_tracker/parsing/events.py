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
    """The parser in Python, made to read a plain text in brackets as the C parser does.

    PyYAML's own ends it at `?`, which addresses of web pages hold, and takes `key:[` and `key ::]` for a key.
    """

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
