"""Values that are replaced or taken away: the text that goes, and what comes in its place. All other lines stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.edits import Data
from mou_tracker.edit.insert import CannotPlace, Splice, below, replaced
from mou_tracker.edit.serialize import WIDEST, inline, is_block_text, item_lines, key_text, pair_lines, text_of
from mou_tracker.edit.tree import Plain, Style, column, gap_of, is_flow, plain
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import LineIndex

_COMMENT = pattern(r":(?:[ \t]*[|>][0-9+-]*)?([ \t]+#[^\r\n]*)?[ \t]*\r?(?:\n|$)")
_TO_NEXT_LINE = pattern(r" *,? *(?:#[^\n]*)?\r?\n")
_AFTER_COMMA = pattern(r" *, *")


def rewritten(
    parent: MappingNode, key: Scalar, node: Node, value: Data, lines: LineIndex, style: Style
) -> Iterator[Splice]:
    """Another value for a key; items that a list keeps stay where they are. Raises CannotPlace."""
    text = lines.text
    block = not is_flow(parent, text)
    made = text_of(value)
    if made is not None and block and isinstance(value, str) and is_block_text(made):
        yield _pair(parent, key, node, value, lines, style)
    elif isinstance(node, Scalar) and node.style not in ("|", ">"):
        if made is not None:
            yield replaced(node, value)
        elif block and not _fits(value, node, lines):
            yield _pair(parent, key, node, value, lines, style)
        else:
            start, end = node.start_mark.index, node.end_mark.index
            yield Splice(start, end, ("" if start < end else " ") + inline(value, True))
    elif not isinstance(node, Scalar) and is_flow(node, text):
        yield Splice(node.start_mark.index, node.end_mark.index, inline(value, True))
    elif isinstance(node, SequenceNode) and node.items and _is_list(value):
        yield from _items(parent, key, node, value, lines, style)
    elif block:
        yield _pair(parent, key, node, value, lines, style)
    else:
        raise CannotPlace


def _is_list(value: Data) -> bool:
    return not isinstance(value, (str, int, DateSpan, Period, Mapping))


def _fits(value: Data, node: Scalar, lines: LineIndex) -> bool:
    """Whether a list or mapping goes where a single value stands in one line."""
    return lines.place(node.start_mark.index)[1] + len(inline(value, True)) <= WIDEST


def _pair(parent: MappingNode, key: Scalar, node: Node, value: Data, lines: LineIndex, style: Style) -> Splice:
    """The key and its value written anew; a comment beside the key stays there."""
    text, start = lines.text, key.start_mark.index
    comment = _COMMENT.match(text, key.end_mark.index)
    head, *rest = pair_lines(key.value, value, column(parent, lines), style)
    head = text[start : key.end_mark.index] + head.lstrip(" ").removeprefix(key_text(key.value, False))
    if comment and comment[1]:
        head += comment[1]
    end = _after(node, text)
    newline = "\r\n" if text[:end].endswith("\r\n") else "\n"
    last = newline if text[:end].endswith("\n") else ""
    return Splice(start, end, newline.join([head, *rest]) + last)


def _items(
    parent: MappingNode, key: Scalar, node: SequenceNode, value: Data, lines: LineIndex, style: Style
) -> Iterator[Splice]:
    """A block list that becomes another one: what both have at their beginnings and ends stays."""
    assert not isinstance(value, (str, int, DateSpan, Period, Mapping))
    old, new = [plain(item) for item in node.items], list(value)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    gone, come = node.items[first : len(old) - last], new[first : len(new) - last]
    singles = all(isinstance(item, Scalar) and item.style not in ("|", ">") for item in gone)
    if not singles or any(text_of(one) is None for one in come):
        yield _pair(parent, key, node, value, lines, style)
        return
    for item, one in zip(gone, come, strict=False):
        yield replaced(item, one)
    for item in gone[len(come) :]:
        yield _without_item(node, item, lines)
    more, kept = come[len(gone) :], first + len(gone)
    if more:
        dash, gap = column(node, lines), gap_of(node, lines) or style.gap
        made = [line for one in more for line in item_lines(key.value, one, dash, gap, style, None)]
        if kept:
            yield below(node.items[kept - 1], dash, made, lines, style)
        else:
            at = lines.line_around(node.start_mark.index)[0]
            yield Splice(at, at, "".join(line + style.newline for line in made))


def _alike(old: Sequence[Plain], new: Sequence[Data]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != text_of(other):
            break
        count += 1
    return count


def without_pair(node: MappingNode, at: int, lines: LineIndex) -> Splice:
    """A mapping without one of its keys; it has others. Raises CannotPlace."""
    text = lines.text
    key, value = node.pairs[at]
    if is_flow(node, text):
        ends = [one.end_mark.index for _, one in node.pairs]
        return _without_member([name.start_mark.index for name, _ in node.pairs], ends, at, lines)
    start, end = key.start_mark.index, _after(value, text)
    line = lines.line_around(start)[0]
    if not text[line:start].strip(" "):
        return _whole_lines(line, end, text)
    # The first key beside the dash of an item: the next one takes its place.
    if at + 1 == len(node.pairs):
        raise CannotPlace
    following = node.pairs[at + 1][0].start_mark.index
    if text[end:following].strip():
        raise CannotPlace
    return Splice(start, following, "")


def without_item(node: SequenceNode, at: int, lines: LineIndex) -> Splice:
    """A list without one of its items; it has others. Raises CannotPlace."""
    if is_flow(node, lines.text):
        starts = [item.start_mark.index for item in node.items]
        return _without_member(starts, [item.end_mark.index for item in node.items], at, lines)
    return _without_item(node, node.items[at], lines)


def _without_item(node: SequenceNode, item: Node, lines: LineIndex) -> Splice:
    text, start = lines.text, item.start_mark.index
    dash = text.rfind("-", node.start_mark.index, start)
    line = lines.line_around(dash)[0]
    if text[dash + 1 : start].strip() or text[line:dash].strip(" "):
        raise CannotPlace
    return _whole_lines(line, _after(item, text), text)


def _without_member(starts: Sequence[int], ends: Sequence[int], at: int, lines: LineIndex) -> Splice:
    """Brackets or braces without one member: its whole line where it has one for itself."""
    text = lines.text
    line = lines.line_around(starts[at])[0]
    rest = _TO_NEXT_LINE.match(text, ends[at])
    if rest and not text[line : starts[at]].strip(" "):
        return Splice(line, rest.end(), "")
    if at + 1 < len(starts):
        comma = _AFTER_COMMA.match(text, ends[at])
        return Splice(starts[at], comma.end() if comma else starts[at + 1], "")
    return Splice(ends[at - 1], ends[at], "")


def _whole_lines(start: int, end: int, text: str) -> Splice:
    """Lines that go; where the file ends without a line break, it still does."""
    if end == len(text) and not text.endswith("\n") and start:
        start -= 2 if text[:start].endswith("\r\n") else 1
    return Splice(start, end, "")


def _after(node: Node, text: str) -> int:
    """The beginning of the line after a value, without the empty lines and comments that follow it."""
    end = node.end_mark.index
    while end > node.start_mark.index and text[end - 1].isspace():
        end -= 1
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1
