"""YAML text as nodes with places, one top-level entry at a time.

The parser's events are nested here, never by a YAML loader: a loader turns `NO` into false, drops a key that is given
twice, raises without a place on a date that does not exist, and dies of deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from itertools import chain
from typing import Any, Protocol

from mou_tracker.parsing import file_findings, syntax_errors, yaml_findings
from mou_tracker.parsing.events import (
    ALIAS,
    DOCUMENT,
    EMPTY,
    MAPPING,
    MAPPING_END,
    SCALAR,
    SEQUENCE,
    SEQUENCE_END,
    STREAM_END,
    Loader,
    ParseError,
    Point,
    Scalar,
    deeper_than,
    events,
)
from mou_tracker.parsing.nodes import REPORTED_KEY, Entry, MappingNode, Node, ReadMapping, Reported, SequenceNode
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.parsing.syntax_errors import Halt, explain, gave_up

DEEPEST = 32
MOST_VALUES = 10_000


class AtOnce(Protocol):
    """Reads items without nodes where it can. `taken` are the events that it got for the last one."""

    taken: list[Any]

    def read(self, start: Any) -> ReadMapping | None:
        """The item that begins with an event; None if nodes have to be made of it."""


AtOnceFor = Callable[[Callable[[], Any]], AtOnce]
"""Makes such a reader, of what gives the next event."""


class Stream:
    """The entries of a text, or of the part of it between two indices.

    `level` is how deep the text stands in its file, `at_once` what reads items without nodes where it can. `done` is
    where the last whole entry ended, `settled` the source's state after it.
    """

    def __init__(
        self,
        source: SourceFile,
        loader: Loader,
        start: int = 0,
        end: int | None = None,
        level: int = 1,
        at_once: AtOnceFor | None = None,
    ) -> None:
        column = source.lines.place(start)[1] - 1 if start else 0
        text = " " * column + source.lines.text[start:end]
        start -= column  # a part keeps the column of its first key, or its other lines would not fit
        self._left = MOST_VALUES
        self.done = start
        self.settled = source.state()
        self._source, self._start, self._text, self._level, self._loader = source, start, text, level, loader
        self._get = events(text, loader, start)
        self._at_once = at_once(self._get) if at_once else None

    def entries(self, listed: str = "") -> Iterator[Entry]:
        """All entries; items of the sequence under the key `listed` one by one. Raises Halt where YAML ends."""
        try:
            documents = 0
            key: Scalar | None = None
            while (event := self._get()).__class__ is not STREAM_END:
                if event.__class__ is DOCUMENT:
                    documents += 1
                    if documents == 2:
                        at = self._source.between(event.start_mark.index, event.start_mark.index + 3)
                        self._source.report(file_findings.several_documents(at))
                        self._settle(event.start_mark.index)
                elif event.__class__ is MAPPING:
                    key = (yield from self._top(event, listed)) or key
                elif event.__class__ is SEQUENCE and key is not None:
                    yield from self._items(key)  # a stray `---` before a record: the list goes on
                elif event.__class__ is SEQUENCE and self._level == 1:
                    yield Entry(None, SequenceNode([], event.start_mark, Point(event.start_mark.index + 1)), False)
                    return  # no register: its items may be any number of anything
                elif event.__class__ not in EMPTY:
                    yield Entry(None, self._other(event, self._level), False)
        except ParseError as error:
            raise self._explained(error) from None

    def _explained(self, error: ParseError) -> Halt:
        """What an error means. A parser that looks ahead meets a depth limit of its own before ours is counted.

        So where it gave up, the text up to there is counted first, which it can read.
        """
        if gave_up(error):
            before = self._text[: error.problem_mark.index] if error.problem_mark else self._text
            deep = deeper_than(DEEPEST + 1 - self._level, before, self._loader)
            if deep:
                start, end = deep
                return Halt(yaml_findings.nesting_too_deep, start + self._start, end + self._start)
        return explain(error, self._text, self._start)

    def _top(self, start: Any, listed: str) -> Generator[Entry, None, Scalar | None]:
        """The entries of the top-level mapping; returns the key `listed` if it is there.

        An entry is given out only when the next event has come: a line of wrong indentation ends a mapping first, and
        is an error only then.
        """
        self._odd(start)
        event = self._get()
        last: Scalar | None = None
        while event.__class__ is not MAPPING_END:
            key = self._key(event, 1)
            last = key if key.value == listed else last
            value = self._get()
            if key.value == listed and value.__class__ is SEQUENCE:
                self._odd(value)
                yield Entry(key, SequenceNode([], value.start_mark, value.end_mark), False)
                self._settle(key.end_mark.index)
                event = yield from self._items(key)
            else:
                node = self._other(value, 2)
                event = self._get()
                yield Entry(key, node, False)
                self._settle(node.end_mark.index)
        return last

    def _items(self, key: Scalar) -> Generator[Entry, None, Any]:
        """The items of the listed sequence; returns the event after its end."""
        event = self._get()
        while event.__class__ is not SEQUENCE_END:
            node = self._item(event)
            event = self._get()
            after = self._get() if event.__class__ is SEQUENCE_END else None
            yield Entry(key, node, True)
            self._settle(node.end_mark.index)
            if after is not None:
                return after
        return self._get()

    def _item(self, event: Any) -> Node:
        """An item of the list as read at once; else its node, for which the events that were taken come again."""
        if self._at_once is None or event.__class__ is not MAPPING:
            return self._other(event, 3)
        read = self._at_once.read(event)
        if read is not None:
            return read
        get = self._get
        self._get = chain(self._at_once.taken, iter(get, None)).__next__
        node = self._other(event, 3)
        self._get = get
        return node

    def _settle(self, done: int) -> None:
        """What was yielded has been read: from here on an error takes nothing of it back."""
        self.done, self.settled, self._left = done, self._source.state(), MOST_VALUES

    def _mapping(self, start: Any, depth: int) -> MappingNode:
        """A mapping's node; plain scalars without anchor and tag, nearly all there is, are taken as they come."""
        get = self._get
        pairs: list[tuple[Scalar, Node]] = []
        for _ in range(self._left):
            key = get()
            if key.__class__ is MAPPING_END:
                break
            if key.__class__ is not SCALAR or key.style or key.anchor or key.tag:
                key = self._key(key, depth)
            value = get()
            if value.__class__ is not SCALAR or value.style or value.anchor or value.tag:
                value = self._other(value, depth + 1)
            pairs.append((key, value))
        else:
            raise Halt(yaml_findings.record_too_large, start.start_mark.index, start.start_mark.index + 1)
        self._left -= len(pairs)
        end = pairs[-1][1].end_mark if pairs and not start.flow_style else key.end_mark
        return MappingNode(pairs, start.start_mark, end)

    def _sequence(self, start: Any, depth: int) -> SequenceNode:
        get = self._get
        items: list[Node] = []
        for _ in range(self._left):
            item = get()
            if item.__class__ is SEQUENCE_END:
                break
            if item.__class__ is not SCALAR or item.style or item.anchor or item.tag:
                item = self._other(item, depth + 1)
            items.append(item)
        else:
            raise Halt(yaml_findings.record_too_large, start.start_mark.index, start.start_mark.index + 1)
        self._left -= len(items)
        end = items[-1].end_mark if items and not start.flow_style else item.end_mark
        return SequenceNode(items, start.start_mark, end)

    def _other(self, event: Any, depth: int) -> Node:
        """The node of any event. The depth is checked here, before a further level is read."""
        if event.__class__ is ALIAS:
            self._source.report(yaml_findings.alias(self._source.at(event)))
            return Reported(event.start_mark, event.end_mark)
        if event.anchor or event.tag:
            self._odd(event)
        if event.__class__ is SCALAR:
            return quoted(self._source.lines.text, event) if event.style else event
        if depth > DEEPEST:
            raise Halt(yaml_findings.nesting_too_deep, event.start_mark.index, event.end_mark.index)
        return self._mapping(event, depth) if event.__class__ is MAPPING else self._sequence(event, depth)

    def _key(self, event: Any, depth: int) -> Scalar:
        """A key, which must be a text; another one is reported and becomes a key that no shape knows or reports."""
        if isinstance(event, Scalar):
            self._odd(event)
            return event
        count = self._source.count
        node = self._other(event, depth + 1)
        if self._source.count == count:
            text = self._source.lines.text
            found = text[max(event.start_mark.index - 1, 0) : event.start_mark.index + 1] == "{{"
            problem = syntax_errors.placeholder if found else syntax_errors.key_not_text
            self._source.report(problem(self._source.at(node)))
        return Scalar(None, None, (True, False), REPORTED_KEY, node.start_mark, node.end_mark)

    def _odd(self, event: Any) -> None:
        """Report an anchor and a tag: each is a way to lose data without a word."""
        start = event.start_mark.index
        if event.anchor:
            self._source.report(yaml_findings.anchor(self._source.between(start, start + 1), event.anchor))
        if event.tag:
            self._source.report(yaml_findings.tag(self._source.between(start, start + 1)))


def quoted(text: str, event: Scalar) -> Scalar:
    """A quoted or block text. A quote that runs on over lines as far left as its own swallowed other keys."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):
        while end > start and text[end - 1] in " \n\r":
            end -= 1
        event.end_mark = Point(end)
    elif text.find("\n", start, end) >= 0:
        line = text.rfind("\n", 0, start) + 1
        indent = start - line - len(text[line:start].lstrip(" "))
        if re.compile(rf"\n {{0,{min(indent, 4096)}}}[^ \r\n]").search(text, start, end):
            raise Halt(syntax_errors.unclosed_quote, start, start + 1)
    return event
