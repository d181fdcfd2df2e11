"""Nodes of a YAML text, with their places. A scalar node is the parser's own event.

There are hundreds of thousands of scalars, and each further object would cost more than all that is done with it.
"""

from __future__ import annotations

from msgspec import Struct

from mou_tracker.parsing.events import Mark, Point, Scalar

__all__ = ["REPORTED_KEY", "Entry", "MappingNode", "Node", "Point", "ReadMapping", "Reported", "Scalar", "SequenceNode"]
REPORTED_KEY = "\0"  # no text holds NUL: the prescan refuses it


class MappingNode:
    """A mapping node: its pairs of key and value in the order of the text, keys given twice included."""

    __slots__ = ("end_mark", "pairs", "start_mark")

    def __init__(self, pairs: list[tuple[Scalar, Node]], start_mark: Mark, end_mark: Mark) -> None:
        self.pairs, self.start_mark, self.end_mark = pairs, start_mark, end_mark


class SequenceNode:
    """A sequence node and its items."""

    __slots__ = ("end_mark", "items", "start_mark")

    def __init__(self, items: list[Node], start_mark: Mark, end_mark: Mark) -> None:
        self.items, self.start_mark, self.end_mark = items, start_mark, end_mark


class Reported:
    """Something whose error has been reported already, so that nobody says more about it."""

    __slots__ = ("end_mark", "start_mark")

    def __init__(self, start_mark: Mark, end_mark: Mark) -> None:
        self.start_mark, self.end_mark = start_mark, end_mark


class ReadMapping(Struct):
    """A mapping whose values were read as its events came, since nothing about it is unusual: without nodes, but for
    the first value's.
    """

    values: dict[str, object]
    first: Scalar
    start_mark: Mark
    end_mark: Mark


Node = Scalar | MappingNode | SequenceNode | Reported | ReadMapping


class Entry(Struct, frozen=True):
    """One entry of a file: a top-level key with its value, or (`item`) one item of the list under that key."""

    key: Scalar | None
    node: Node
    item: bool
