"""Where new text goes, so that no other line changes and every comment keeps its place; and new records, in the
manner of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.edits import Data
from mou_tracker.edit.serialize import inline, item_lines, pair, pair_lines, scalar, text_of
from mou_tracker.edit.tree import LIST, Style, Tree, column, gap_of, is_flow
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import LineIndex

_REST = pattern(r" *(,?) *(?:#.*)?\r?")
_KEEP = pattern(r"[|>][0-9]?\+")


class Splice(NamedTuple):
    """Text that replaces what stands between two indices."""

    start: int
    end: int
    text: str


class CannotPlace(Exception):
    """The place is written in a way that cannot be changed without touching more than the new lines."""


class NotAllowed(Exception):
    """A text holds a character that no register may hold."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """The text with all splices, from the end backwards; those at one place keep their order."""
    for at in sorted(range(len(splices)), key=lambda at: (splices[at].start, splices[at].end, at), reverse=True):
        splice = splices[at]
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def new_pairs(
    node: MappingNode, values: Mapping[str, Data], order: Sequence[str], lines: LineIndex, style: Style
) -> Iterator[Splice]:
    """New keys of a mapping, each after the last key that comes before it in `order`."""
    for (key, value), names in _anchored(node, values, order):
        if is_flow(node, lines.text):
            made = [pair(name, values[name], key.style or "") for name in names]
            yield from _beside(key, value, made, node, lines)
        else:
            indent = column(node, lines)
            made = [line for name in names for line in pair_lines(name, values[name], indent, style)]
            yield below(value, indent, made, lines, style)


def _anchored(
    node: MappingNode, values: Mapping[str, Data], order: Sequence[str]
) -> Iterator[tuple[tuple[Scalar, Node], list[str]]]:
    """The new keys in order, grouped by the pair after which they go: the first pair where none comes before them."""
    rank = {key: at for at, key in enumerate(order)}
    groups: dict[int, list[str]] = {}
    for key in sorted(values, key=lambda key: rank.get(key, len(rank))):
        before = [at for at, (name, _) in enumerate(node.pairs) if rank.get(name.value, -1) < rank.get(key, len(rank))]
        groups.setdefault(before[-1] if before else 0, []).append(key)
    for at, keys in groups.items():
        yield node.pairs[at], keys


def braced(node: MappingNode, values: Mapping[str, Data]) -> Iterator[Splice]:
    """New keys of a single pair inside brackets, as in `[step: signing]`, which gets braces by that."""
    end = node.pairs[-1][1].end_mark.index
    yield Splice(node.start_mark.index, node.start_mark.index, "{")
    yield Splice(end, end, ", " + ", ".join(pair(key, value) for key, value in values.items()) + "}")


def replaced(node: Node, value: Data) -> Splice:
    """Another single value in the place of one, in the same quotes if it had some."""
    text = text_of(value)
    if text is None or not isinstance(node, Scalar):
        raise CannotPlace
    start, end = node.start_mark.index, node.end_mark.index
    # What is right inside braces is right outside of them.
    made = scalar(text, True, node.style) if node.style in ("'", '"') else inline(value, True)
    return Splice(start, end, made if start < end else f" {made}")


def opened(
    key: str, values: Sequence[Data], indent: int, empty: SequenceNode, lines: LineIndex, style: Style
) -> Iterator[Splice]:
    """The first items of a block key's list that is written `[]`: they go below, and the brackets go."""
    text = lines.text
    start, end = empty.start_mark.index, text.index("]", empty.start_mark.index) + 1
    if "\n" in text[start:end]:
        yield Splice(start, start + 1, "[" + ", ".join(inline(value, True) for value in values))
        return
    yield Splice(len(text[:start].rstrip(" ")), end, "")
    at = lines.line_around(end)[1]
    at -= text[:at].endswith("\r")
    made = pair_lines(key, values, indent, style, opened=True)[1:]
    yield Splice(at, at, "".join(style.newline + line for line in made))


def new_items(
    key: str, node: SequenceNode, values: Sequence[Data], lines: LineIndex, style: Style, spaced: bool = False
) -> Iterator[Splice]:
    """New last items of a list that has some, each after an empty line if they are to be `spaced`."""
    last, text = node.items[-1], lines.text
    if is_flow(node, text):
        quote = last.pairs[0][0].style or "" if isinstance(last, MappingNode) and last.pairs else ""
        yield from _beside(last, last, [inline(value, True, quote) for value in values], node, lines)
        return
    dash = column(node, lines)
    gap = gap_of(node, lines) or style.gap
    flow = is_flow(last, text) if isinstance(last, MappingNode) else None
    space = [""] if spaced else []
    made = [one for value in values for one in (*space, *item_lines(key, value, dash, gap, style, flow))]
    yield below(last, dash, made, lines, style)


def below(node: Node, indent: int, made: Sequence[str], lines: LineIndex, style: Style) -> Splice:
    """New lines under a block value, after the comments that are indented deeper than its key and so belong to it."""
    text = lines.text
    at = end_of_block(node, indent, text)
    newline = _newline(text, at) or style.newline
    if at == len(text) and text and not text.endswith("\n"):
        return Splice(at, at, newline + newline.join(made))
    return Splice(at, at, "".join(line + newline for line in made))


def end_of_block(node: Node, indent: int, text: str) -> int:
    """The beginning of the line after a value and its comments, or the end of the text."""
    at = _next_line(text, max(node.end_mark.index - 1, node.start_mark.index))
    deepest = _deepest(node)
    if isinstance(deepest, Scalar) and deepest.style in ("|", ">") and _KEEP.match(text, deepest.start_mark.index):
        while at < len(text) and not text[at : _next_line(text, at)].strip(" \r\n"):
            at = _next_line(text, at)
    position = at
    while position < len(text):
        following = _next_line(text, position)
        line = text[position:following]
        bare = line.strip()
        if bare.startswith("#") and len(line) - len(line.lstrip(" ")) > indent:
            at = following
        elif bare:
            break
        position = following
    return at


def _deepest(node: Node) -> Node:
    """The last scalar of a value."""
    while True:
        if isinstance(node, MappingNode) and node.pairs:
            node = node.pairs[-1][1]
        elif isinstance(node, SequenceNode) and node.items:
            node = node.items[-1]
        else:
            return node


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _newline(text: str, at: int) -> str:
    """The line ending before an index."""
    return "\r\n" if text[:at].endswith("\r\n") else "\n" if text[:at].endswith("\n") else ""


def _beside(first: Node, last: Node, made: Sequence[str], whole: Node, lines: LineIndex) -> Iterator[Splice]:
    """New members inside brackets or braces, after one from `first` to `last`.

    They follow on the same line, but where each member has a line of its own they get lines of their own.
    """
    text, end = lines.text, last.end_mark.index
    start, _ = lines.line_around(first.start_mark.index)
    pad = text[start : first.start_mark.index]
    rest = _REST.fullmatch(text, end, lines.line_around(end)[1])
    alone = not pad.strip(" ") and lines.place(whole.start_mark.index)[0] != lines.place(first.start_mark.index)[0]
    if not alone or rest is None:
        yield Splice(end, end, "".join(f", {one}" for one in made))
        return
    if not rest[1]:
        yield Splice(end, end, ",")
    at = _next_line(text, end)
    newline = _newline(text, at)
    yield Splice(at, at, f",{newline}".join(pad + one for one in made) + rest[1] + newline)


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
