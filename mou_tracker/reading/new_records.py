"""Where whole new records go in a file: after another one, or first in a list that is empty or not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_tracker.core.edits import Data
from mou_tracker.parsing.nodes import Node, SequenceNode
from mou_tracker.reading.placing import CannotPlace, Splice, below, new_items, opened
from mou_tracker.reading.styles import is_flow
from mou_tracker.reading.tree import LIST, Tree
from mou_tracker.reading.written import inline, pair_lines


def place_records(whole: Tree, at: int, values: Sequence[Mapping[str, Data]]) -> Iterator[Splice]:
    """Records that become the items of the list from `at` on; raises CannotPlace."""
    listed = whole.listed
    if listed and listed.items:
        ahead = SequenceNode(listed.items[:at], listed.start_mark, listed.end_mark)
        spaced = not is_flow(listed, whole.lines.text) and _spaced(listed.items, whole)
        yield from new_items(LIST, ahead, values, whole.lines, whole.style(), spaced)
        return
    for key, node in whole.pairs:
        if key.value == LIST:
            if not isinstance(node, SequenceNode):
                raise CannotPlace
            yield from _first(whole, node, values)
            return
    yield from _with_key(whole, values)


def _first(whole: Tree, empty: SequenceNode, values: Sequence[Mapping[str, Data]]) -> Iterator[Splice]:
    """The first records of a list that is written `[]`."""
    text, start = whole.lines.text, empty.start_mark.index
    if text[: whole.pairs[0][0].start_mark.index].rstrip()[-1:] == "{":
        yield Splice(start, start + 1, "[" + ", ".join(inline(value, True) for value in values))
    else:
        yield from opened(LIST, values, 0, empty, whole.lines, whole.style())


def _with_key(whole: Tree, values: Sequence[Mapping[str, Data]]) -> Iterator[Splice]:
    """The list with its key, at the end of a file that has neither."""
    style, text = whole.style(), whole.lines.text
    made = pair_lines(LIST, values, 0, style, opened=True)
    if whole.pairs:
        yield below(whole.pairs[-1][1], 0, ["", *made], whole.lines, style)
    else:
        lead = style.newline if text and not text.endswith("\n") else ""
        yield Splice(len(text), len(text), lead + "".join(line + style.newline for line in made))


def _spaced(items: Sequence[Node], whole: Tree) -> bool:
    """Whether empty lines stand between the records; a single record of several lines suggests that they should."""
    text = whole.lines.text
    if len(items) == 1:
        return "\n" in text[items[0].start_mark.index : items[0].end_mark.index]
    between = text[items[-2].end_mark.index : items[-1].start_mark.index]
    return "\n\n" in between.replace("\r", "").replace(" ", "")
