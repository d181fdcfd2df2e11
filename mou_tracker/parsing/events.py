"""The parser's events: the only module that imports yaml.

Two parsers give the same events: the C one, and the one in Python where PyYAML was built without the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol

import yaml

from mou_tracker.basics.patterns import pattern

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
_NO_KEY = pattern(r"\s*:[,?\[\]{}]")
_WITHIN = pattern(r"([^\s\[\]{},:?-] *|-)\?")  # a question mark within a text, not one that marks a key
EMPTY = frozenset((yaml.StreamStartEvent, yaml.DocumentEndEvent))


class Mark(Protocol):
    """A point in the text."""

    index: int


class Point:
    """A mark of our own, for texts that were cut out of a larger one."""

    __slots__ = ("index",)

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
    get = yaml.CSafeLoader(text).get_event if loader == "c" else _python_events(text)
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


def _python_events(text: str) -> Callable[[], Any]:
    """Events of the Python parser, made to read what stands in brackets as the C parser does.

    It ends a plain text at `?`, which addresses of web pages hold, so another sign stands in for it; and it takes
    `key:[` and `key ::]` for a key, which the C parser refuses.
    """
    stand_in = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    get: Callable[[], Any] = yaml.SafeLoader(_WITHIN.sub(rf"\1{stand_in}", text)).get_event
    brackets = 0

    def next_event() -> Any:
        nonlocal brackets
        event = get()
        if event.__class__ is SCALAR:
            if brackets and not event.style:
                _refuse_joined_colon(text, event)
            event.value = event.value.replace(stand_in, "?")
        elif event.__class__ in (MAPPING, SEQUENCE):
            brackets += bool(brackets or event.flow_style)
        elif event.__class__ in (MAPPING_END, SEQUENCE_END):
            brackets -= bool(brackets)
        return event

    return next_event


def _refuse_joined_colon(text: str, event: Any) -> None:
    """Raise what the C parser does at the colon after a plain text in brackets, if no space follows that colon."""
    end = event.end_mark.index
    if _NO_KEY.match(text, end) or text[end - 1 : end + 1] == ":?":
        raise ParseError("while scanning a plain scalar", event.start_mark, "found unexpected ':'", event.end_mark)


def _shifted(get: Callable[[], Any], offset: int) -> Callable[[], Any]:
    """Events whose marks count from the beginning of the file, not of the part that is parsed."""

    def next_event() -> Any:
        event = get()
        event.start_mark = Point(event.start_mark.index + offset)
        event.end_mark = Point(event.end_mark.index + offset)
        return event

    return next_event
