"""The manner in which a file is written: its indentation, its dashes, and what it writes in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mou_tracker.parsing.nodes import MappingNode, Node, Reported, Scalar, SequenceNode
from mou_tracker.parsing.source_file import Lines

# What a file that shows no habit of its own gets: a mapping of few words in one line, records of steps in several.
_INLINE = frozenset(("partner", "renewal", "closed", "fields", "owner", "says"))
_INLINE_ITEMS = frozenset(("signed", "sources"))


@dataclass(frozen=True, slots=True)
class Style:
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


def column(node: Node, lines: Lines) -> int:
    """The column of a node, from 0."""
    return lines.place(node.start_mark.index)[1] - 1


def measured(nodes: Iterable[Node], lines: Lines, newline: str) -> Style:
    """The style of these nodes; the first that shows a habit decides."""
    seen: dict[str, int] = {}
    flows: dict[str, bool] = {}
    for node in nodes:
        for key, value, under in _pairs(node):
            _look(key, value, under, lines, seen, flows)
    offset = seen.get("offset", 2)
    gap = seen.get("gap", 1)
    return Style(seen.get("indent", 1 + gap), offset, gap, newline, flows)


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
    key: Scalar, value: Node, under: MappingNode, lines: Lines, seen: dict[str, int], flows: dict[str, bool]
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


def gap_of(node: SequenceNode, lines: Lines) -> int | None:
    """The spaces between the dash and the first item of a block list; None where they are not on one line."""
    line, dash = lines.place(node.start_mark.index)
    first = next((item for item in node.items if not isinstance(item, Reported)), None)
    item_line, item = lines.place(first.start_mark.index) if first else (0, 0)
    return item - dash - 1 if line == item_line else None
