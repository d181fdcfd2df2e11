"""YAML text as nodes with places, one top-level entry at a time.

The parser's events are nested here, never by a YAML loader: a loader turns `NO` into false, drops a key that is given
twice, raises without a place on a date that does not exist, and dies of deep nesting. A scalar node is the parser's own
event: there are hundreds of thousands of them, and each further object would cost more than all that is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, Protocol

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, SequenceEndEvent, SequenceStartEvent
from yaml import ScalarEvent as Scalar

from mou_tracker.reading import problems_file, problems_yaml
from mou_tracker.reading.page import Page
from mou_tracker.reading.syntax import Halt, explain

Loader = Literal["c", "pure"]
DEEPEST = 32


class Mark(Protocol):
    """A point in the text."""

    index: int


class Mapping:
    """A mapping node: its pairs of key and value in the order of the text, keys given twice included."""

    __slots__ = ("end_mark", "pairs", "start_mark")

    def __init__(self, pairs: list[tuple[Scalar, Node]], start_mark: Mark, end_mark: Mark) -> None:
        self.pairs, self.start_mark, self.end_mark = pairs, start_mark, end_mark


class Sequence:
    """A sequence node and its items."""

    __slots__ = ("end_mark", "items", "start_mark")

    def __init__(self, items: list[Node], start_mark: Mark, end_mark: Mark) -> None:
        self.items, self.start_mark, self.end_mark = items, start_mark, end_mark


class Reported:
    """Something whose error has been reported already, so that nobody says more about it."""

    __slots__ = ("end_mark", "start_mark")

    def __init__(self, start_mark: Mark, end_mark: Mark) -> None:
        self.start_mark, self.end_mark = start_mark, end_mark


Node = Scalar | Mapping | Sequence | Reported


class Point:
    """A mark of our own, for texts that were cut out of a larger one."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


class Entry(NamedTuple):
    """One entry of a file: a top-level key with its value, or (`item`) one item of the list under that key."""

    key: Scalar | None
    node: Node
    item: bool


def default_loader() -> Loader:
    """The C parser where PyYAML was built with it, else the one in Python."""
    return "c" if hasattr(yaml, "CSafeLoader") else "pure"


class Stream:
    """The entries of a text, or of the part of it between two indices; `done` is where the last one ended."""

    def __init__(self, page: Page, loader: Loader, start: int = 0, end: int | None = None) -> None:
        text = page.lines.text if end is None else page.lines.text[start:end]
        self.done = start
        self._page, self._start, self._text = page, start, text
        self._get = _shifted(_events(text, loader), start) if start else _events(text, loader)

    def entries(self, listed: str = "") -> Iterator[Entry]:
        """All entries; items of the sequence under the key `listed` one by one. Raises Halt where YAML ends."""
        try:
            documents = 0
            while (event := self._get()).__class__ is not yaml.StreamEndEvent:
                if event.__class__ is yaml.DocumentStartEvent:
                    documents += 1
                    if documents == 2:
                        at = self._page.between(event.start_mark.index, event.start_mark.index + 3)
                        self._page.report(problems_file.several_documents(at))
                elif event.__class__ is MappingStartEvent:
                    yield from self._top(event, listed)
                elif event.__class__ not in (yaml.StreamStartEvent, yaml.DocumentEndEvent):
                    yield Entry(None, self._other(event, 1), False)
        except yaml.MarkedYAMLError as error:
            raise explain(error, self._text, self._start) from None

    def _top(self, start: Any, listed: str) -> Iterator[Entry]:
        """The entries of the top-level mapping."""
        self._odd(start)
        while (event := self._get()).__class__ is not MappingEndEvent:
            key = self._key(event, 1)
            value = self._get()
            if key.value == listed and value.__class__ is SequenceStartEvent:
                self._odd(value)
                yield Entry(key, Sequence([], value.start_mark, value.end_mark), False)
                yield from self._items(key)
            else:
                node = self._other(value, 2)
                self.done = node.end_mark.index
                yield Entry(key, node, False)

    def _items(self, key: Scalar) -> Iterator[Entry]:
        while (event := self._get()).__class__ is not SequenceEndEvent:
            node = self._other(event, 3)
            self.done = node.end_mark.index
            yield Entry(key, node, True)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        """A mapping's node; plain scalars without anchor and tag, nearly all there is, are taken as they come."""
        get = self._get
        pairs: list[tuple[Scalar, Node]] = []
        while (key := get()).__class__ is not MappingEndEvent:
            if key.__class__ is not Scalar or key.style or key.anchor or key.tag:
                key = self._key(key, depth)
            value = get()
            if value.__class__ is not Scalar or value.style or value.anchor or value.tag:
                value = self._other(value, depth + 1)
            pairs.append((key, value))
        end = pairs[-1][1].end_mark if pairs and not start.flow_style else key.end_mark
        return Mapping(pairs, start.start_mark, end)

    def _sequence(self, start: Any, depth: int) -> Sequence:
        get = self._get
        items: list[Node] = []
        while (item := get()).__class__ is not SequenceEndEvent:
            if item.__class__ is not Scalar or item.style or item.anchor or item.tag:
                item = self._other(item, depth + 1)
            items.append(item)
        end = items[-1].end_mark if items and not start.flow_style else item.end_mark
        return Sequence(items, start.start_mark, end)

    def _other(self, event: Any, depth: int) -> Node:
        """The node of any event. The depth is checked here, before a further level is read."""
        if event.__class__ is AliasEvent:
            self._page.report(problems_yaml.alias(self._page.at(event)))
            return Reported(event.start_mark, event.end_mark)
        self._odd(event)
        if event.__class__ is Scalar:
            return self._quoted(event) if event.style else event  # type: ignore[no-any-return]
        if depth > DEEPEST:
            raise Halt(problems_yaml.nesting_too_deep, event.start_mark.index, event.end_mark.index)
        return self._mapping(event, depth) if event.__class__ is MappingStartEvent else self._sequence(event, depth)

    def _key(self, event: Any, depth: int) -> Scalar:
        """A key, which must be a text; another one is reported and becomes a key that no shape knows or reports."""
        if event.__class__ is Scalar:
            self._odd(event)
            return event  # type: ignore[no-any-return]
        count = self._page.count
        node = self._other(event, depth + 1)
        if self._page.count == count:
            text = self._page.lines.text
            found = text[max(event.start_mark.index - 1, 0) : event.start_mark.index + 1] == "{{"
            problem = problems_yaml.placeholder if found else problems_yaml.key_not_text
            self._page.report(problem(self._page.at(node)))
        return Scalar(None, None, (True, False), REPORTED_KEY, node.start_mark, node.end_mark)

    def _odd(self, event: Any) -> None:
        """Report an anchor and a tag: each is a way to lose data without a word."""
        start = event.start_mark.index
        if event.anchor:
            self._page.report(problems_yaml.anchor(self._page.between(start, start + 1), event.anchor))
        if event.tag:
            self._page.report(problems_yaml.tag(self._page.between(start, start + 1)))

    def _quoted(self, event: Any) -> Scalar:
        """A quoted or block text. A quote that runs on over lines as far left as its own swallowed other keys."""
        start, end = event.start_mark.index, event.end_mark.index
        text = self._page.lines.text
        if event.style in "|>":
            while end > start and text[end - 1] in " \n\r":
                end -= 1
            event.end_mark = Point(end)
        elif "\n" in text[start:end]:
            line = text.rfind("\n", 0, start) + 1
            indent = start - line - len(text[line:start].lstrip(" "))
            if re.compile(r"\n {0,%d}[^ \r\n]" % min(indent, 4096)).search(text, start, end):
                raise Halt(problems_yaml.unclosed_quote, start, start + 1)
        return event  # type: ignore[no-any-return]


REPORTED_KEY = "\0"  # no text holds NUL: the prescan refuses it


def _events(text: str, loader: Loader) -> Callable[[], Any]:
    """The next-event function of a parser over a text."""
    if loader == "c":
        return yaml.CSafeLoader(text).get_event  # type: ignore[no-any-return]
    return _marked(text) if "?" in text else yaml.SafeLoader(text).get_event


def _marked(text: str) -> Callable[[], Any]:
    """The Python parser ends a plain text at `?` inside brackets, the C parser does not: stand in another sign for it."""
    stand_in = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    get = yaml.SafeLoader(re.sub(r"\?(?=\S)", stand_in, text)).get_event

    def next_event() -> Any:
        event = get()
        if event.__class__ is Scalar and stand_in in event.value:
            event.value = event.value.replace(stand_in, "?")
        return event

    return next_event


def _shifted(get: Callable[[], Any], offset: int) -> Callable[[], Any]:
    """Events whose marks count from the beginning of the file, not of the part that is parsed."""

    def next_event() -> Any:
        event = get()
        event.start_mark = Point(event.start_mark.index + offset)
        event.end_mark = Point(event.end_mark.index + offset)
        return event

    return next_event
