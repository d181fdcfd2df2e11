"""Where a whole new record goes in a file: after another one, or first in a list that is empty or not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_tracker.core.edits import Data
from mou_tracker.reading.placing import CannotPlace, Splice, below, new_item, opened
from mou_tracker.reading.source import Node
from mou_tracker.reading.source import Sequence as SequenceNode
from mou_tracker.reading.styles import is_flow
from mou_tracker.reading.tree import LIST, Tree
from mou_tracker.reading.written import inline, pair_lines


def place_record(whole: Tree, at: int, value: Mapping[str, Data]) -> Iterator[Splice]:
    """A record that becomes item `at` of the list; raises CannotPlace."""
    if whole.listed and whole.listed.items:
        yield from _after(whole, whole.listed, at, value)
        return
    for key, node in whole.pairs:
        if key.value == LIST:
            if not isinstance(node, SequenceNode):
                raise CannotPlace
            yield from _first(whole, node, value)
            return
    style = whole.style()
    made = pair_lines(LIST, [value], 0, style, opened=True)
    text = whole.lines.text
    if whole.pairs:
        yield below(whole.pairs[-1][1], 0, ["", *made], whole.lines, style)
    else:
        lead = style.newline if text and not text.endswith("\n") else ""
        yield Splice(len(text), len(text), lead + "".join(line + style.newline for line in made))


def _first(whole: Tree, empty: SequenceNode, value: Mapping[str, Data]) -> Iterator[Splice]:
    """The first record of a list that is written `[]`."""
    text, start = whole.lines.text, empty.start_mark.index
    if text[: whole.pairs[0][0].start_mark.index].rstrip()[-1:] == "{":
        yield Splice(start, start + 1, "[" + inline(value, True))
    else:
        yield from opened(LIST, value, 0, empty, whole.lines, whole.style())


def _after(whole: Tree, listed: SequenceNode, at: int, value: Mapping[str, Data]) -> Iterator[Splice]:
    """A record after others, with an empty line between them if the others have such lines."""
    style, ahead = whole.style(), SequenceNode(listed.items[:at], listed.start_mark, listed.end_mark)
    if is_flow(listed, whole.lines.text):
        yield from new_item(LIST, ahead, value, whole.lines, style)
        return
    for splice in new_item(LIST, ahead, value, whole.lines, style):
        newline = "\r\n" if "\r\n" in splice.text else "\n"
        yield splice._replace(text=newline + splice.text) if _spaced(listed.items, whole) else splice


def _spaced(items: Sequence[Node], whole: Tree) -> bool:
    """Whether empty lines stand between the records; a single record of several lines suggests that they should."""
    text = whole.lines.text
    if len(items) == 1:
        return "\n" in text[items[0].start_mark.index : items[0].end_mark.index]
    between = text[items[-2].end_mark.index : items[-1].start_mark.index]
    return "\n\n" in between.replace("\r", "").replace(" ", "")
