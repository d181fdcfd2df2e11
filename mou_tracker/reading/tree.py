"""A register's file as a tree of nodes, read for editing: its top-level keys, and the records by id."""

from __future__ import annotations

from dataclasses import dataclass

from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.nodes import MappingNode, Node, Point, Reported, Scalar, SequenceNode, default_loader
from mou_tracker.parsing.recovery import entries
from mou_tracker.parsing.source_file import Lines, Page
from mou_tracker.reading.styles import Style, measured

LIST = "agreements"
_ENOUGH = 20  # records that show how a file is written

Plain = str | list["Plain"] | dict[str, "Plain"] | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of a text. `listed` is the list of records, None if the file has none; its items' ends are true."""

    lines: Lines
    pairs: tuple[tuple[Scalar, Node], ...]
    listed: SequenceNode | None

    def record(self, name: str) -> MappingNode | None:
        """The record of an id; None if the file has none."""
        for item in self.listed.items if self.listed else ():
            if isinstance(item, MappingNode) and id_of(item) == name:
                return item
        return None

    def style(self, record: MappingNode | None = None) -> Style:
        """How the file is written, judged by the record itself first, then by the first others."""
        first = self.listed.start_mark if self.listed else Point(0)
        some = SequenceNode(self.listed.items[:_ENOUGH] if self.listed else [], first, first)
        top = [(key, some if key.value == LIST and self.listed else value) for key, value in self.pairs]
        whole = MappingNode(top, Point(top[0][0].start_mark.index if top else 0), Point(0))
        newline = "\r\n" if "\r\n" in self.lines.text else "\n"
        return measured([*([record] if record else []), whole], self.lines, newline)


def tree(data: bytes) -> Tree:
    """The tree of a file. What is broken in it is left out; raises UnicodeDecodeError if it is not UTF-8."""
    data.decode()
    page = Page("")
    scan(page, data)
    pairs: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    for entry in entries(page, LIST, default_loader()):
        if entry.item:
            items.append(entry.node)
        elif entry.key is not None:
            pairs.append((entry.key, entry.node))
    listed = next((node for key, node in pairs if key.value == LIST and isinstance(node, SequenceNode)), None)
    if listed and items:
        listed.items.extend(items)
        listed.end_mark = items[-1].end_mark
        if page.lines.text[listed.start_mark.index] not in "[-":  # read on after a syntax error: the key's mark
            whole = next((item for item in items if not isinstance(item, Reported)), items[0])
            listed.start_mark = Point(max(page.lines.text.rfind("-", 0, whole.start_mark.index), 0))
    return Tree(page.lines, tuple(pairs), listed)


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
