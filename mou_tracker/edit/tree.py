"""A register's file as a tree of nodes, read for editing, and the manner in which it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, Point, Reported, Scalar, SequenceNode
from mou_tracker.parsing.recovery import Parsed, Piece, entries, entries_from, item_around, items_of
from mou_tracker.parsing.source_file import LineIndex, SourceFile

LIST = "agreements"
_ENOUGH = 20  # records that show how a file is written
_TOP_KEY = re.compile(r"\n[^\s#\]}-]")

Plain = str | list["Plain"] | dict[str, "Plain"] | None


class Tree(Struct, frozen=True):
    """The nodes of a text. `listed` is the list of records, None if the file has none; its items' ends are true.

    `parsed` is the whole file for whoever reads what it says; None where something is wrong in its text.
    """

    lines: LineIndex
    pairs: tuple[tuple[Scalar, Node], ...]
    listed: SequenceNode | None
    parsed: Parsed | None = None

    def record(self, name: str) -> MappingNode | None:
        """The record of an id; None if the file has none."""
        for item in self.listed.items if self.listed else ():
            if isinstance(item, MappingNode) and id_of(item) == name:
                return item
        return None

    def style(self, record: MappingNode | None = None) -> Style:
        """How the file is written, judged by the record itself first, then by the first others."""
        own = habits(record, self.lines) if record else Habits()
        return self.habits().after(own).style(_newline(self.lines))

    def habits(self) -> Habits:
        """The habits that the settings and the first records show."""
        first = self.listed.start_mark if self.listed else Point(0)
        some = SequenceNode(self.listed.items[:_ENOUGH] if self.listed else [], first, first)
        top = [(key, some if key.value == LIST and self.listed else value) for key, value in self.pairs]
        return habits(MappingNode(top, Point(top[0][0].start_mark.index if top else 0), Point(0)), self.lines)


def tree(data: bytes) -> Tree:
    """The tree of a file. What is broken in it is left out; raises UnicodeDecodeError if it is not UTF-8."""
    data.decode()
    source = SourceFile("")
    sound = scan(source, data)
    found = tuple(entries(source, LIST, default_loader()))
    pairs = [(entry.key, entry.node) for entry in found if entry.key is not None and not entry.item]
    items = [entry.node for entry in found if entry.item]
    return _tree(source, pairs, items, Parsed(source.lines, found) if sound and not source.count else None)


def _tree(
    source: SourceFile, pairs: list[tuple[Scalar, Node]], items: list[Node], parsed: Parsed | None = None
) -> Tree:
    listed = next((node for key, node in pairs if key.value == LIST and isinstance(node, SequenceNode)), None)
    if listed and items:
        listed.items.extend(items)
        listed.end_mark = items[-1].end_mark
        if source.lines.text[listed.start_mark.index] not in "[-":  # read on after a syntax error: the key's mark
            whole = next((item for item in items if not isinstance(item, Reported)), items[0])
            listed.start_mark = Point(max(source.lines.text.rfind("-", 0, whole.start_mark.index), 0))
    return Tree(source.lines, tuple(pairs), listed, parsed)


class Beginning(Struct, frozen=True, dict=True):
    """A file of which all top-level keys were read and of all records only the first, which show how it is written.

    A large file's whole tree takes forty times its size.
    """

    source: SourceFile
    pairs: tuple[tuple[Scalar, Node], ...]
    items: tuple[Node, ...]

    def style(self, record: MappingNode) -> Style:
        """How the file is written, judged by the record itself first: as the whole tree would tell it."""
        return self._habits.after(habits(record, self.source.lines)).style(self._newline)

    @cached_property
    def _habits(self) -> Habits:
        return self._tree([*self.items]).habits()

    @cached_property
    def _newline(self) -> str:
        return _newline(self.source.lines)

    def around(self, at: tuple[int, int]) -> tuple[Tree, Piece] | None:
        """The tree with these records and the one whose first key stands at a line and column; and where that one's
        lines begin and end. None where anything in them is worth a finding, or it is no item with a dash before it.
        """
        state = self.source.state()
        piece = item_around(self.source.lines.text, self.source.lines.index(*at))
        found = items_of(self.source, piece, default_loader()) if piece else None
        if self.source.count != state[0]:
            self.source.rewind(state)
            return None
        if piece is None or found is None or len(found) != 1:
            return None
        items = [*self.items]
        if found[0].start_mark.index > items[-1].start_mark.index:
            items += found
        return self._tree(items), piece

    def _tree(self, items: list[Node]) -> Tree:
        pairs: list[tuple[Scalar, Node]] = []
        for key, node in self.pairs:  # the list is made longer
            listed = key.value == LIST and isinstance(node, SequenceNode)
            pairs.append((key, SequenceNode([], node.start_mark, node.end_mark) if listed else node))
        return _tree(self.source, pairs, items)


def beginning(data: bytes) -> Beginning | None:
    """How a file begins; None where it has to be read whole: where anything that is read here is worth a finding."""
    source = SourceFile("")
    if not scan(source, data) or source.count:
        return None
    pairs: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    for entry in entries(source, LIST, default_loader()):
        if entry.item:
            items.append(entry.node)
        elif entry.key is not None:
            pairs.append((entry.key, entry.node))
        if len(items) == _ENOUGH:
            pairs += _keys_after(source, items[-1].end_mark.index - 1)
            break
    return Beginning(source, tuple(pairs), tuple(items)) if items and not source.count else None


def tree_around(data: bytes, at: tuple[int, int]) -> tuple[Tree, Piece] | None:
    """The tree of a file with its first records and the one at a place; None where the file has to be read whole."""
    begun = beginning(data)
    return begun.around(at) if begun else None


def _keys_after(source: SourceFile, index: int) -> Iterator[tuple[Scalar, Node]]:
    """The top-level keys after the list of records; a finding on the source if they cannot be read alone."""
    match = _TOP_KEY.search(source.lines.text, index)
    if match:
        for entry in entries_from(source, match.start() + 1, default_loader()):
            if entry.key is not None:
                yield entry.key, entry.node


def id_of(record: MappingNode) -> str | None:
    """The id that a record says."""
    return next((value.value for key, value in record.pairs if key.value == "id" and isinstance(value, Scalar)), None)


def plain(node: Node) -> Plain:
    """What a node says, without its layout and order; a key given twice is kept twice."""
    if isinstance(node, Scalar):
        text: str = node.value
        return text.rstrip("\n")
    if isinstance(node, MappingNode):
        made: dict[str, Plain] = {}
        for key, value in node.pairs:
            name = key.value
            while name in made:
                name += "\0"
            made[name] = plain(value)
        return made
    return [plain(item) for item in node.items] if isinstance(node, SequenceNode) else None


# What a file that shows no habit of its own gets: a mapping of few words in one line, records of steps in several.
_INLINE = frozenset(("partner", "renewal", "closed", "snooze", "fields", "owner", "says"))
_INLINE_ITEMS = frozenset(("signed", "sources"))


class Style(Struct, frozen=True):
    """How a file is written. `indent` and `offset` are columns by which a nested mapping and a list's dash stand deeper
    than their key; `gap` the spaces after a dash; `flows` tells for a key, or for a key's items as `key[]`, whether
    they are written in one line.
    """

    indent: int = 2
    offset: int = 2
    gap: int = 1
    newline: str = "\n"
    flows: Mapping[str, bool] = field(default_factory=dict)

    def inline(self, key: str) -> bool:
        """Whether the value of a key is written in one line."""
        return self.flows.get(key, key in _INLINE)

    def items_inline(self, key: str) -> bool:
        """Whether each item of the list under a key is written in one line."""
        return self.flows.get(f"{key}[]", key in _INLINE_ITEMS)


def is_flow(node: Node, text: str) -> bool:
    """Whether a list or mapping is written with brackets or braces, or as a single pair inside brackets."""
    return text[node.start_mark.index : node.start_mark.index + 1] in ("{", "[")


def column(node: Node, lines: LineIndex) -> int:
    """The column of a node, from 0."""
    return lines.place(node.start_mark.index)[1] - 1


class Habits(Struct, frozen=True):
    """What was seen of how a file is written: columns, and whether the values of keys stand in one line."""

    seen: Mapping[str, int] = field(default_factory=dict)
    flows: Mapping[str, bool] = field(default_factory=dict)

    def after(self, first: Habits) -> Habits:
        """These, where others show none."""
        return Habits({**self.seen, **first.seen}, {**self.flows, **first.flows})

    def style(self, newline: str) -> Style:
        """The style of whoever has these habits."""
        gap = self.seen.get("gap", 1)
        return Style(self.seen.get("indent", 1 + gap), self.seen.get("offset", 2), gap, newline, self.flows)


def habits(node: Node, lines: LineIndex) -> Habits:
    """The habits that a node shows; the first place that shows one decides."""
    seen: dict[str, int] = {}
    flows: dict[str, bool] = {}
    for key, value, under in _pairs(node):
        _look(key, value, under, lines, seen, flows)
    return Habits(seen, flows)


def _newline(lines: LineIndex) -> str:
    return "\r\n" if "\r\n" in lines.text else "\n"


def _pairs(node: Node) -> Iterator[tuple[Scalar, Node, MappingNode]]:
    """All keys with their values, however deep, and the mapping that they stand in."""
    if isinstance(node, MappingNode):
        for key, value in node.pairs:
            yield key, value, node
            yield from _pairs(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _pairs(item)


def _look(
    key: Scalar, value: Node, under: MappingNode, lines: LineIndex, seen: dict[str, int], flows: dict[str, bool]
) -> None:
    if not isinstance(value, (MappingNode, SequenceNode)):
        return
    flow = is_flow(value, lines.text)
    if isinstance(value, SequenceNode) and value.items and isinstance(value.items[0], MappingNode):
        flows.setdefault(f"{key.value}[]", flow or is_flow(value.items[0], lines.text))
    else:
        flows.setdefault(key.value, flow)
    if flow or is_flow(under, lines.text):
        return
    deeper = column(value, lines) - column(under, lines)
    if isinstance(value, MappingNode):
        seen.setdefault("indent", deeper)
    else:
        seen.setdefault("offset", deeper)
        if value.items and (gap := gap_of(value, lines)):
            seen.setdefault("gap", gap)


def gap_of(node: SequenceNode, lines: LineIndex) -> int | None:
    """The spaces between the dash and the first item of a block list; None where they are not on one line."""
    line, dash = lines.place(node.start_mark.index)
    first = next((item for item in node.items if not isinstance(item, Reported)), None)
    item_line, item = lines.place(first.start_mark.index) if first else (0, 0)
    return item - dash - 1 if line == item_line else None
